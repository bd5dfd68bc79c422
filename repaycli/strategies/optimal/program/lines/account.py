"""A line as all rooms of its model see it: its terms and nights, its statements, and what the rooms add up."""

from functools import cached_property

from repaycli.engine.line.state import Line
from repaycli.engine.lots import BEARING
from repaycli.engine.run import Run
from repaycli.products.allocation import CASH, INTEREST, PENALTY, PURCHASES
from repaycli.products.terms import InterestOn
from repaycli.strategies.optimal.optimum import PRICED_DAYS
from repaycli.strategies.optimal.program.lines.cycles import Cycle, Fresh, cycles
from repaycli.strategies.optimal.program.lines.deferred import Held, held
from repaycli.strategies.optimal.program.lines.rates import (
    Source,
    are_apart,
    at,
    own_nights,
    pool_nights,
    posted_on,
    standing,
)
from repaycli.strategies.optimal.program.lines.state import Left
from repaycli.strategies.optimal.program.milp import NOTHING, Limited, Sum
from repaycli.strategies.optimal.program.nights import Nights, purchase_nights
from repaycli.strategies.optimal.program.setting import LITTLE, Ahead, Asked, Eased, Owing, Paid, Setting

_NIGHTS = 64
"""So many nights, at most, bore what a closing posts: those since the closing before the one that billed it."""

_SPARE = 1.02
"""The most that interest can be is the sum of what its parts can be: where they share a night, a little more."""


class Account:
    """What is known of a line before any payment is decided; its cost, end price, days past due, dues
    that wait for their days of grace, and payments so far.

    `nights`: what is carried, `again`: interest that is billed. `asked`: by day, what was asked for up to it at the least.
    `windows`: what its statements ask for, as coupons see it. `held_back`: what may be carried at the end of a promotion.
    `repaid`: payments of purchases, by day. `billed`: all that its statements billed so far. `interest_open`: what of their
    interest may be unpaid, counted high. `was_late`: by day, what is 1 where the line was past due at its end, the days of the time in their order.
    `left`: what may be left of it by the minimums that are paid for sure.
    `lots`: how many pieces the balance can have by now.
    `owing`, `ahead`, `eased`: as in `setting.Modelled`. `is_dead_past_due`: whether fees and interest that were left unpaid are past due.
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
        self.cycles = cycles(setting, run, line)
        self.again = self.nights
        self._own: dict[Source, Nights] = {}
        self.held_back: list[Held] = []
        self.repaid: list[tuple[int, Sum]] = []
        self.shift = 1 if line.next_day else 0
        self.is_unpaid = self.terms.interest_on is InterestOn.UNPAID
        rates = [line.rate, *(line.rate_on(change.from_date.toordinal())[0] for change in self.terms.rates)]
        self.bears = max(rates) > 0
        self.end_price = PRICED_DAYS * (line.rate_on(setting.last)[0] / line.denominator)
        self.cash_end_price = PRICED_DAYS * line.cash_rate / line.denominator
        if are_apart(line):
            self._tell_apart(first, last)
        if not line.terms.cash_rate:
            self.cash_end_price = min(self.cash_end_price, self.end_price)
        self.tolerance = float(self.terms.tolerance)
        self.slack = setting.slack_of(line.terms)
        self.cost, self.price, self.late, self.postponed = Sum(), Sum(), Sum(), Sum()
        self.paid: list[Paid] = []
        self.asked: list[tuple[int, float]] = []
        self.windows: list[Asked] = []
        self.was_late: list[tuple[int, Sum]] = []
        self.owing: list[Owing] = []
        self.ahead: list[Ahead] = []
        self.eased: list[Eased] = []
        self.is_dead_past_due = True
        self.billed = 0.0
        self.left: list[Left] = []
        self.lots = len(line.all_lots())
        self.interest_open = Sum(float(sum(lot.balance for lot in line.all_lots() if lot.part in (INTEREST, PENALTY))))

    def _tell_apart(self, first: int, last: int) -> None:
        """Take each lot's own rate where dated rates tell them apart, and for what is carried the least of them."""
        line, today = self.line, self.setting.today
        billed_first = [(cycle.test + 1, each.source) for cycle in self.cycles for each in cycle.fresh]
        sources = [(day, source) for day, source in billed_first if source is not None]
        self._own = {source: own_nights(line, source, first, last) for _, source in sources}
        carried = [lot for lot in line.all_lots() if lot.balance and lot not in line.unbilled]
        billed = [(today, standing(line, lot, today)) for lot in line.all_lots() if lot.part in (INTEREST, PENALTY)]
        closings = [cycle.closed for cycle in self.cycles]
        billed += [(day, posted_on(line, day)._replace(is_deferred=False)) for day in closings]
        bearing = [lot for lot in carried if lot.part == PURCHASES and (lot.carried or lot.fate is BEARING)]
        sources += [(today, standing(line, lot, today)) for lot in bearing]
        if not line.terms.cash_rate:
            sources += [(today, standing(line, lot, today)) for lot in line.all_lots() if lot.part == CASH]
            sources += [(day, posted_on(line, day)) for cycle in self.cycles for day, _ in cycle.cash]
        if not self.setting.is_strict or self.terms.minimum.of == "balance":  # what is billed may be carried, too
            sources += billed
        self.nights = pool_nights(line, sources, first, last)
        self.again = pool_nights(line, billed, first, last)
        if not line.terms.cash_rate:
            self.cash_nights = self.nights
        self.end_price = PRICED_DAYS * self.nights.weight(self.setting.last, self.setting.last + 1)
        self.held_back = held(line, self.cycles, today, last)

    def late_ends(self, day: int) -> bool:
        """Tell whether all that was past due before a test is paid by the end of its day, since nothing may be for longer."""
        return not any(self.setting.may_be_left(owing.due, day) for owing in self.owing)

    def may_pay_principal_first(self, day: int) -> bool:
        """Tell whether something can be past due by a day for so long that principal is paid before fees and interest."""
        after = self.terms.allocation.principal_first_after_days
        if after is None:
            return False
        dues = [each.due for each in (*self.line.past_due, *self.cycles) if each.due + after <= day]
        return any(self.setting.ends(due) >= due + after for due in dues)

    def own(self, each: Fresh) -> Nights:
        """Return the weights of what is first billed in a statement."""
        return self._own[each.source] if each.source else self.nights

    @cached_property
    def pays_apart_first(self) -> bool:
        """Tell whether what is paid towards a minimum meets fees and interest first."""
        terms = self.terms.allocation
        named = [part for part in terms.order or terms.minimum if part != "past-due"]
        return set(named[:2]) == {"fees", "interest"} if named else not terms.excess

    def is_held_back(self, each: Fresh, day: int) -> bool:
        """Tell whether the interest of what is first billed is held back on a day."""
        return each.source is not None and at(self.line, each.source, day).is_deferred

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
        if are_apart(self.line):
            return self.nights.weight(cycle.following, cycle.following + 1) * self.line.year_days / 12
        rate = self.line.rate_on(cycle.following)[0]
        return float(rate * self.line.year_days // 12) / self.line.denominator

    def days(self, first: int, last: int) -> list[int]:
        """Return the days on which a payment can make a difference, the first included."""
        found = self.setting.days(first, last)
        starts = [c.from_date.toordinal() for c in self.terms.coupon if c.from_date]
        return sorted({*found, *([first] if first <= last else []), *(day for day in starts if first <= day <= last)})

    def most_of(self, found: Sum) -> float:
        """Return the most that a sum can be, whatever is taken off it."""
        upper = self.program.upper
        return found.constant + sum(max(0.0, factor) * upper[each] for each, factor in found.terms.items())

    def held(self, left: Sum, most: float) -> Limited:
        """Return a variable that equals what is left: never below nothing."""
        if not left.terms and left.constant <= 0:
            return Limited(Sum(), most)
        held = self.program.amount(most)
        self.program.equal(held, left)
        return Limited(held, most)

    def days_after(self, tested: int, last: int) -> list[int]:
        """Return the days after a test on which a payment can make a difference: the first one only on today's payments, or where
        a coupon is waiting for a line to be past due."""
        first = tested + 1
        earns = not self.setting.is_strict and any(c.needs == "overdue-repaid" for c in self.terms.coupon)
        return self.days(first, last) if first <= self.setting.today or earns else self.setting.days(first, last)

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
        slack = self.slack * self._rounded_apart()
        most = _SPARE * interest.most + slack
        posted = self.program.amount(most)
        self.program.at_least(posted, interest.amount - slack)
        self.cost.add(posted)
        return Limited(posted, most)

    def _rounded_apart(self) -> int:
        """Return in how many pieces, at most, what a closing posts is rounded: what past-due sums bore is posted on its own.

        Where each stretch of days is rounded, one for each lot at a rate, and one more for each day on which something is paid.
        """
        found = 1 if self.setting.is_strict and not self.line.past_due else 2
        if self.terms.round_at != "segment" or self.line.is_compounding:
            return found
        return found + self.lots * (1 + len(self.terms.rates)) + (0 if self.line.is_monthly else _NIGHTS)
