"""A line as all rooms of its model see it: its terms and nights, its statements, and what the rooms add up."""

from repaycli.engine.line.state import Line
from repaycli.engine.run import Run
from repaycli.products.allocation import INTEREST, PENALTY
from repaycli.products.terms import InterestOn
from repaycli.strategies.optimal.optimum import PRICED_DAYS
from repaycli.strategies.optimal.program.lines.cycles import Cycle, cycles
from repaycli.strategies.optimal.program.milp import NOTHING, Limited, Sum
from repaycli.strategies.optimal.program.nights import Nights, purchase_nights
from repaycli.strategies.optimal.program.setting import LITTLE, Asked, Paid, Setting

_SPARE = 1.02
"""The most that interest can be is the sum of what its parts can be: where they share a night, a little more."""


class Account:
    """What is known of a line before any payment is decided; its cost, end price, days past due and payments so far.

    `asked`: by day, what was asked for up to it at the least. `windows`: what its statements ask for, as coupons see it.
    `billed`: all that its statements billed so far. `interest_open`: what of their interest may be unpaid, counted high.
    """

    def __init__(self, setting: Setting, run: Run, line: Line) -> None:
        self.setting, self.program = setting, setting.program
        self.line, self.terms = line, line.terms
        first = min([setting.today, *(lot.posted for lot in line.all_lots())]) - 1
        last = setting.last + 80
        self.nights = purchase_nights(line, first, last)
        self.cash_nights = self.nights
        if line.terms.cash_rate:
            rate = line.cash_rate / line.denominator
            self.cash_nights = Nights(lambda _: rate, first, last, line.is_compounding)
        self.cycles = cycles(setting, run, line, self.nights)
        self.shift = 1 if line.next_day else 0
        self.is_unpaid = self.terms.interest_on is InterestOn.UNPAID
        rates = [line.rate, *(line.rate_on(change.from_date.toordinal())[0] for change in self.terms.rates)]
        self.bears = max(rates) > 0
        self.end_price = PRICED_DAYS * (line.rate_on(setting.last)[0] / line.denominator)
        self.cash_end_price = PRICED_DAYS * line.cash_rate / line.denominator
        self.tolerance = float(self.terms.tolerance)
        self.slack = setting.slack_of(line.terms)
        self.cost, self.price, self.late = Sum(), Sum(), Sum()
        self.paid: list[Paid] = []
        self.asked: list[tuple[int, float]] = []
        self.windows: list[Asked] = []
        self.billed = 0.0
        self.interest_open = Sum(float(sum(lot.balance for lot in line.all_lots() if lot.part in (INTEREST, PENALTY))))

    def is_first(self, cycle: Cycle) -> bool:
        """Tell whether it is the statement from before today."""
        return cycle is self.cycles[0]

    def cut(self, closed: int) -> int:
        """Return the first night whose interest posts only after a closing."""
        return closed + 1 if self.terms.statement_day_interest == "current" else closed

    def last_night(self, cycle: Cycle) -> int:
        """Return the night before which a statement's interest posts, or the time looked at ends."""
        return min(self.cut(cycle.following), self.setting.last + 1)

    def month(self, cycle: Cycle) -> float:
        """Return the rate that a whole month bears where accrual is by the month: the one in force on its closing."""
        rate = self.line.rate_on(cycle.following)[0]
        return float(rate * self.line.year_days // 12) / self.line.denominator

    def days(self, first: int, last: int) -> list[int]:
        """Return the days on which a payment can make a difference, the first included."""
        found = self.setting.days(first, last)
        starts = [c.from_date.toordinal() for c in self.terms.coupon if c.from_date]
        return sorted({*found, *([first] if first <= last else []), *(day for day in starts if first <= day <= last)})

    def held(self, left: Sum, most: float) -> Limited:
        """Return a variable that equals what is left: never below nothing."""
        if not left.terms and left.constant <= 0:
            return Limited(Sum(), most)
        held = self.program.amount(most)
        self.program.equal(held, left)
        return Limited(held, most)

    def borne(
        self,
        nights: Nights,
        balance: Sum,
        paid: list[Sum],
        days: list[int],
        start: int,
        end: int,
        cut: int | None = None,
    ) -> Sum:
        """Return the interest of a balance from night `start` to before `end`, lowered by payments on days.

        With daily compounding it bears itself up to `cut`, where it posts.
        """
        found = balance * nights.weight(start, end, cut)
        for amount, day in zip(paid, days, strict=True):
            found.add(amount, -nights.weight(max(day + self.shift, start), end, cut))
        return found

    def post(self, interest: Limited) -> Limited:
        """Post interest: as little as rounding can make of it; its most is taken with something to spare."""
        if interest.most <= LITTLE:
            return NOTHING
        most = _SPARE * interest.most + self.slack
        posted = self.program.amount(most)
        self.program.at_least(posted, interest.amount - self.slack)
        self.cost.add(posted)
        return Limited(posted, most)
