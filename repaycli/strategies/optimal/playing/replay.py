"""Plans through the exact engine: a plan of exact payments as a strategy, and the score of a run."""

from collections.abc import Sequence
from fractions import Fraction

from repaycli.core.money import round_ratio
from repaycli.core.nouns import NamedTuple
from repaycli.core.text import Text, text
from repaycli.engine.ledger import Kind
from repaycli.engine.line.state import Line
from repaycli.engine.loan.state import Instalments
from repaycli.engine.lots import BEARING
from repaycli.engine.position import Decision, Position, Strategy
from repaycli.engine.run import Run
from repaycli.engine.totals import summarise
from repaycli.strategies.optimal.optimum import LACK_RATE, NO_REASONS, PRICED_DAYS, Instruction, Plan, Reasons, Score

NEVER = 1 << 30
"""The payoff day of a plan that does not repay every debt."""

_STAGES = (90, 30, 0)


class Lack(NamedTuple):
    """What reserves and expenses lack at the end of a day, in minor units; less than nothing where something is left.

    `time`: how many incomes came from tomorrow on until then.
    """

    day: int
    time: int
    amount: int


class Planned:
    """Makes the payments of a plan, each on its day, as far as there is cash for them."""

    eager = False

    def __init__(self, plan: Plan, reasons: Reasons = NO_REASONS, name: str = "optimal") -> None:
        self.name = name
        self.reasons = reasons
        self.by_day: dict[int, list[Instruction]] = {}
        for each in plan:
            self.by_day.setdefault(each.day, []).append(each)

    def wakes(self) -> Sequence[int]:
        """Ask on every day of the plan."""
        return sorted(self.by_day)

    def decide(self, position: Position) -> list[Decision]:
        """Return today's payments."""
        planned = self.by_day.get(position.day)
        if not planned:
            return []
        funds = {fund.wallet: fund.usable for fund in position.funds}
        found: list[Decision] = []
        for each in planned:
            amount = min(each.amount, funds[each.wallet])
            if amount > 0:
                funds[each.wallet] -= amount
                found.append(Decision(each.account, each.wallet, amount, self._reason(each), each.prepay, each.apart))
        return found

    def _reason(self, each: Instruction) -> Text:
        return self.reasons.get((each.day, each.account)) or text("part of the optimal plan")


class Noted:
    """Lets another strategy decide, and notes its payments as a plan."""

    def __init__(self, strategy: Strategy) -> None:
        self.strategy = strategy
        self.name, self.eager = strategy.name, strategy.eager
        self.found: list[Instruction] = []

    @property
    def plan(self) -> Plan:
        """What was paid so far."""
        return tuple(self.found)

    def wakes(self) -> Sequence[int]:
        """Ask when the other one asks."""
        return self.strategy.wakes()

    def decide(self, position: Position) -> list[Decision]:
        """Return what the other one decides."""
        decisions = self.strategy.decide(position)
        self.found += [
            Instruction(position.day, each.account, each.amount, each.wallet, each.prepay, each.apart)
            for each in decisions
        ]
        return decisions


def score(run: Run, until: int, limits: Sequence[int] = ()) -> Score:
    """Score a run that was advanced to `until`; `limits`: what may be drawn between two incomes (see `draws`)."""
    summary = summarise(run, "", until)
    price, found = end_price(run, until), lacks(run)
    unpaid = lack_price(lacking(run, until, found))
    payoff = summary.payoff_date.toordinal() if summary.payoff_date else NEVER
    drawn = sum(max(0, found - limit) for found, limit in zip(_worst(run, found), limits, strict=False))
    postponed = sum(run.today <= day <= until for day, _ in run.postponed)
    return Score(drawn, _late(run, until), postponed, summary.total_cost + price + unpaid, payoff, price, unpaid)


def end_price(run: Run, until: int) -> int:
    """Return what is owed at the end and bears interest, priced at its own rate for 30 days more; minor units.

    Formula: Σ balance × daily rate × 30, rounded once, half up. Without it the last days of the time would tempt to
    leave debts standing whose interest nobody counts any more.
    """
    exact = Fraction(0)
    for debt in run.debts.values():
        if isinstance(debt, Line):
            exact += sum(
                (Fraction(lot.balance * lot.rate, debt.denominator) for lot in debt.all_lots() if lot.fate is BEARING),
                Fraction(0),
            )
        else:
            late = sum(due.principal for due in debt.dues)
            exact += debt.daily_rate(until) * (debt.principal + late)
    exact *= PRICED_DAYS
    return round_ratio(exact.numerator, exact.denominator)


class Lacking(NamedTuple):
    """A time between two incomes at the end of which expenses lack something: its first day, its days, the amount."""

    first: int
    days: int
    amount: int


def lacking(run: Run, until: int, found: Sequence[Lack] | None = None) -> list[Lacking]:
    """Return the times at the end of which expenses lack something that no wallet holds; `found`: as `lacks` tells it."""
    reserve = sum(purse.reserve for purse in run.cash.purses)
    ends = {each.time: each.amount - reserve for each in (lacks(run) if found is None else found)}
    if max(ends.values(), default=0) <= 0:
        return []
    bounds = (run.today, *_income_days(run), until + 1)
    return [
        Lacking(bounds[time], bounds[time + 1] - bounds[time], amount) for time, amount in ends.items() if amount > 0
    ]


def lack_price(times: Sequence[Lacking]) -> int:
    """Return what expenses lack, priced as if it were owed at `LACK_RATE`: far dearer than any debt; minor units.

    Formula: Σ over the times between two incomes of what expenses lack at the end of each × its days × the rate, rounded once,
    half up. Without it nothing would be lost by prepaying a loan with what is needed for a rent, as long as the simple
    strategies cannot pay that rent either.
    """
    exact = LACK_RATE * sum(each.amount * each.days for each in times)
    return round_ratio(exact.numerator, exact.denominator)


def _late(run: Run, until: int) -> tuple[int, int, int]:
    """Return days past due beyond 90 days, beyond 30 days and in all, summed over accounts, from today to `until`.

    A due of the last days that is left unpaid counts as one: the time looked at ends, what is asked does not.
    """
    found = [0, 0, 0]
    for debt in run.debts.values():
        for place, beyond in enumerate(_STAGES):
            covered = run.today - 1
            for spell in sorted(debt.spells, key=lambda spell: spell.due):
                last = until if spell.cleared is None else min(until, spell.cleared)
                first = max(spell.due + 1 + beyond, covered + 1)
                if last >= first:
                    found[place] += last - first + 1
                    covered = last
        found[2] += _is_owing(debt, until)
    return found[0], found[1], found[2]


def _is_owing(debt: Line | Instalments, day: int) -> bool:
    """Tell whether something that fell due by a day is still asked for at its end, and no day counts as past due for it yet."""
    if isinstance(debt, Line):
        is_late = any(group.due < day for group in debt.past_due)
        is_asked = any(found.due <= day and found.min_left > 0 for found in debt.statements)
        return not is_late and (is_asked or any(group.left for group in debt.past_due))
    open_dues = [due for due in debt.dues if due.left > debt.terms.tolerance]
    return bool(open_dues) and not any(due.is_past_due and due.due < day for due in open_dues)


def draws(run: Run) -> list[int]:
    """Return what reserves and expenses lack at the lowest point between one income and the next; minor units."""
    return _worst(run, lacks(run))


def _worst(run: Run, lacked: Sequence[Lack]) -> list[int]:
    found = [0] * (len(_income_days(run)) + 1)
    for each in lacked:
        found[each.time] = max(found[each.time], each.amount)
    return found


def lacks(run: Run) -> list[Lack]:
    """Return what reserves and expenses lack at the end of each day from today on.

    Formula: all reserves + expenses that could not be paid + what promised payments took beyond what there was - what all
    wallets hold.
    """
    invented = [
        (item.on.toordinal(), item.amount)
        for item in run.book.postings
        if item.kind is Kind.ADJUSTMENT and item.account in run.cash.by_name and item.note is None
    ]
    reserve = sum(purse.reserve for purse in run.cash.purses)
    incomes = _income_days(run)
    found: list[Lack] = []
    count = 0
    for day, holds, arrears in run.path:
        if day >= run.today:
            while count < len(incomes) and incomes[count] <= day:
                count += 1
            amount = reserve + arrears - sum(holds)
            if invented:
                amount += sum(more for on, more in invented if run.today <= on <= day)
            found.append(Lack(day, count, amount))
    return found


def _income_days(run: Run) -> list[int]:
    """Return the days after today on which an income came; what wallets earn is none."""
    return sorted(
        {
            item.on.toordinal()
            for item in run.book.postings
            if item.kind is Kind.INCOME and item.working is None and item.on.toordinal() > run.today
        }
    )
