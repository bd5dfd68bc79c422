"""The state of a credit line: lots in their groups, open statements, what is past due."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cached_property

from repaycli.core.dates import next_on_day
from repaycli.core.text import Text
from repaycli.core.whole import never, no_more, pick, ratio, some, total
from repaycli.engine.book import Book, Schedule, as_date
from repaycli.engine.ledger import Kind
from repaycli.engine.lots import BEARING, HELD, NEVER, Lot
from repaycli.engine.plans import Plan
from repaycli.engine.workings import Working
from repaycli.products.accounts import CreditLine
from repaycli.products.allocation import CASH, INTEREST, PURCHASES, is_plain
from repaycli.products.charges import Missed
from repaycli.products.interest import (
    Run,
    common_denominator,
    compounded,
    monthly_denominator,
    numerator,
    simple_numerator,
    without_gaps,
)
from repaycli.products.terms import Accrual, Compound, InterestFrom, InterestOn


class Statement:
    """A closed statement whose test is still open."""

    __slots__ = (
        "closed",
        "due",
        "full_left",
        "in_full",
        "includes",
        "lots",
        "min_left",
        "minimum",
        "taken_over",
        "test_on",
        "there",
        "unconfirmed",
    )

    def __init__(
        self,
        closed: int,
        due: int,
        test_on: int,
        minimum: int,
        full_left: int,
        lots: list[Lot],
        includes: "list[PastDue]",
    ) -> None:
        self.closed = closed
        self.due = due
        self.test_on = test_on
        self.minimum = minimum
        self.min_left = minimum
        self.full_left = full_left
        self.lots = lots
        self.includes = includes  # past-due sums that its minimum asks for too
        self.unconfirmed = False
        self.taken_over = False  # its minimum is met, and a newer statement asks for the rest before its test
        self.there = 1  # 0 where there is no such statement
        self.in_full = 0  # what its minimum asks at 100 %, past-due sums apart; only for lines of a shared limit

    def parted(self, answer: bool) -> "tuple[Statement, Statement]":
        """Return it as it is in the futures where an answer is yes, and nothing elsewhere; and where it is no."""
        pairs = [lot.parted(answer) for lot in self.lots]
        yes = self._with([lot for lot, _ in pairs], lambda amount: pick(answer, amount, 0))
        no = self._with([lot for _, lot in pairs], lambda amount: pick(answer, 0, amount))
        return yes, no

    def _with(self, lots: list[Lot], take: Callable[[int], int]) -> "Statement":
        new = Statement(
            self.closed, self.due, self.test_on, take(self.minimum), take(self.full_left), lots, self.includes
        )
        new.min_left, new.in_full, new.there = take(self.min_left), take(self.in_full), take(self.there)
        new.unconfirmed, new.taken_over = self.unconfirmed, self.taken_over
        return new


class PastDue:
    """What is past due for one due date, standing apart until it is paid."""

    __slots__ = ("amount", "asked", "asked_in_full", "cleared", "due", "lots", "unconfirmed")

    def __init__(
        self,
        due: int,
        amount: int,
        lots: list[Lot],
        asked: int = 0,
        asked_in_full: int = 0,
        unconfirmed: bool = False,
    ) -> None:
        self.due = due
        self.amount = amount
        self.lots = lots
        self.asked = asked  # the minimum that was missing when it was found past due
        self.asked_in_full = asked_in_full  # what its statement still asked for in all then
        self.unconfirmed = unconfirmed
        self.cleared: int | None = None  # the day it was paid

    @property
    def left(self) -> int:
        """What is still past due."""
        return total([lot.balance for lot in self.lots])


class Line:
    """One credit line's state."""

    def __init__(self, terms: CreditLine, book: Book, schedule: Schedule, nightly: bool) -> None:
        self.terms = terms
        self.name = terms.name
        self.book = book
        self.schedule = schedule
        self.nightly = nightly
        self.pays_by_statement = is_plain(terms.allocation)
        self.is_monthly = terms.accrual is Accrual.MONTHLY
        dailies = [rate.daily for rate in (terms.rate, terms.cash_rate or terms.rate, *(c.rate for c in terms.rates))]
        denominator = monthly_denominator if self.is_monthly else common_denominator
        self.denominator = denominator([*dailies, *(daily * terms.overdue_multiplier for daily in dailies)])
        self._fractions: dict[int, Fraction] = {}
        self._yearly: dict[int, Fraction] = {}
        self.rate = numerator(terms.rate.daily, self.denominator)
        self.cash_rate = numerator((terms.cash_rate or terms.rate).daily, self.denominator)
        self.year_days = terms.rate.year_days
        self.unbilled: list[Lot] = []
        self.statements: list[Statement] = []
        self.rest: list[Lot] = []  # what is left of statements whose minimum was met, until the next closing
        self.past_due: list[PastDue] = []
        self.spells: list[PastDue] = []
        self.plans = [Plan(plan, terms) for plan in terms.instalment_plan]
        self.credit = terms.credit_balance
        self.owed = -terms.credit_balance
        self.brought: int = 0  # interest accrued before `as_of` as stated, posted with the next statement
        self.brought_on = 0
        self.missed_in_a_row = 0
        self.late_base = 0
        self.late_minimum = 0  # that of the statement whose minimum was missed
        self.late_unconfirmed = False
        self.fee_on_interest = False
        self.next_closing = 0
        self.projecting = False
        self.is_known = True
        self.silent = False
        self.group_part: Callable[[int], int] | None = None  # what a minimum asks of the excess over a shared limit

    # What follows is asked of the terms when something depends on it, and not before: whoever tries many terms in one
    # account (`repaycli.strategies.fitting`) sees by that which of them matter.

    @cached_property
    def next_day(self) -> bool:
        """The pay day still bears interest on what was paid."""
        return self.terms.payment_counts == "next-day"

    @cached_property
    def lost(self) -> bool:
        """While an earlier statement is unpaid, purchases bear interest from posting."""
        return self.terms.free_period == "lost"

    @cached_property
    def retested(self) -> bool:
        """What is carried waits for the next test, which says what of it bears interest."""
        terms = self.terms
        return terms.interest_on is InterestOn.UNPAID and not self.lost and terms.interest_from is not InterestFrom.DUE

    @cached_property
    def is_compounding(self) -> bool:
        """Accrued interest joins the balance each day."""
        return not self.is_monthly and self.terms.compound is Compound.DAILY

    def rate_on(self, day: int) -> tuple[int, bool]:
        """Return the purchase rate for what is posted on `day`, and whether its interest is only deferred."""
        found, deferred = self.rate, False
        changes = self.terms.rates
        if not changes:
            return found, deferred
        for index, change in enumerate(changes):
            if change.from_date.toordinal() > day:
                break
            found, deferred = numerator(change.rate.daily, self.denominator), change.deferred
            if deferred and index + 1 < len(changes):
                found = numerator(changes[index + 1].rate.daily, self.denominator)
        return found, deferred

    def contract_rate(self, day: int) -> Fraction:
        """Return the yearly purchase rate in force, in the base of the contract's year."""
        rate = self.rate_on(day)[0]
        found = self._yearly.get(rate)
        if found is None:
            found = self._yearly[rate] = self.fraction(rate) * self.year_days
        return found

    def daily_rate(self, day: int) -> Fraction:
        """Return the purchase rate in force, as a fraction per day."""
        return self.fraction(self.rate_on(day)[0])

    def penal_rate(self, rate: int) -> int:
        """Return the overdue rate in place of a plain one."""
        multiplier = self.terms.overdue_multiplier
        return rate * multiplier.numerator // multiplier.denominator

    def all_lots(self) -> list[Lot]:
        """Every lot, in the order in which a payment meets their groups."""
        found = [lot for group in self.past_due for lot in group.lots]
        for statement in self.statements:
            found += statement.lots
        return found + self.rest + self.unbilled

    def sum_of_pieces(self) -> int:
        """Add up every lot, less what is overpaid: always what is owed."""
        return sum(lot.balance for lot in self.all_lots()) - self.credit

    def past_due_left(self) -> int:
        """What must be paid now to end being past due."""
        return total([group.left for group in self.past_due]) if self.past_due else 0

    def past_due_outside(self, statement: Statement) -> int:
        """What is past due and no part of what a statement asks for: it fell past due after that one had closed."""
        return total([group.left for group in self.past_due if group not in statement.includes])

    def days_past_due(self, day: int) -> int:
        """Days since the oldest due date that is past due; 0 when none is."""
        found = 0
        for group in reversed(self.past_due):
            found = pick(no_more(group.left, 0), found, day - group.due)
        return found

    def planned(self) -> int:
        """Principal of instalment plans that is not billed yet."""
        return sum(plan.left for plan in self.plans)

    def accrued_exact(self, day: int) -> tuple[Fraction, Fraction]:
        """Interest and penalty accrued for sure and not posted by the end of `day`, exact minor units."""
        plain, penal = self.brought + self.interest_of(self.brought_runs(day + 1)), Fraction(0)
        for lot in self.all_lots():
            if lot.fate is not BEARING or self.is_monthly:
                continue
            runs = list(lot.runs)
            if some(lot.balance) and day + 1 > lot.since:
                runs.append(Run(lot.since, day + 1, lot.balance, lot.rate, lot.penal, lot.part))
            runs = [run._replace(end=min(run.end, day + 1)) for run in runs if run.start <= day]
            if self.is_compounding:
                runs = without_gaps(runs, day + 1, lot.rate)
            if lot.penal:
                penal += self.interest_of(runs)
            else:
                plain += self.interest_of(runs)
        return plain, penal

    def interest_of(self, runs: list[Run]) -> Fraction:
        if self.is_compounding:
            return compounded(runs, self.denominator)
        return ratio(simple_numerator(runs), self.denominator)

    def missed(self, base: int) -> Missed:
        """Return what a late fee is computed from."""
        return Missed(base, self.missed_in_a_row, self.late_minimum)

    def brought_runs(self, end: int) -> list[Run]:
        """With daily compounding, interest stated as accrued at `as_of` joins the balance from then on."""
        if not some(self.brought) or not self.is_compounding or end <= self.brought_on:
            return []
        return [Run(self.brought_on, end, self.brought, self.rate, False, INTEREST)]

    def new_lot(self, day: int, amount: int, part: str) -> Lot:
        """Make the lot of something posted on `day`: cash bears at once, purchases wait for their test."""
        if part == CASH:
            rate = self.cash_rate if self.terms.cash_rate else self.rate_on(day)[0]
            return Lot(CASH, amount, day, rate, BEARING, day)
        rate, deferred = self.rate_on(day)
        lot = Lot(PURCHASES, amount, day, rate, HELD, day)
        lot.deferred = deferred
        return lot

    def earlier_unpaid(self) -> int:
        """Return what is left of earlier statements."""
        groups = [self.rest, *(group.lots for group in self.past_due), *(s.lots for s in self.statements)]
        return sum([lot.balance for group in groups for lot in group if lot.carried])

    def fraction(self, rate: int) -> Fraction:
        found = self._fractions.get(rate)
        if found is None:
            found = self._fractions[rate] = Fraction(rate, self.denominator)
        return found

    def groups(self) -> Iterator[list[Lot]]:
        """Yield the groups of lots in the order in which a payment meets them."""
        for group in self.past_due:
            yield group.lots
        for statement in self.statements:
            yield statement.lots
        yield self.rest
        yield self.unbilled

    def principal_first(self, day: int) -> bool:
        after = self.terms.allocation.principal_first_after_days
        return after is not None and no_more(after, self.days_past_due(day))

    def night(self, day: int) -> None:
        """Accrue one night on every lot; the event-by-event run notes whole runs instead."""
        for lot in self.all_lots():
            lot.night(day, self.next_day)

    def closing_after(self, day: int) -> int:
        """Return the first statement day later than `day`, by the days that are in force on it."""
        if not self.terms.dates:
            return next_on_day(as_date(day), self.terms.statement_day).toordinal()
        starts = [0, *(change.from_date.toordinal() for change in self.terms.dates)]
        for start, end in zip(starts, [*starts[1:], NEVER], strict=True):
            found = next_on_day(as_date(max(day, start - 1)), self.days_in_force(start)[0]).toordinal()
            if day < found < end:
                return found
        raise AssertionError("the last days in force have no end")

    def closing_before(self, day: int) -> int:
        """Return the last statement day earlier than `day`, by the days that were in force on it."""
        found = self.closing_after(day - 100)
        while True:
            following = self.closing_after(found)
            if following >= day:
                return found
            found = following

    def schedule_closing(self) -> None:
        """Ask to come back on the next statement day, and before it for what instalment plans bill on it."""
        self.schedule(self.next_closing, "close")
        if self.plans:
            self.schedule(self.next_closing, "plan-due")

    def due_after(self, closed: int) -> int:
        """Return the due date of the statement closed then: the first due day after it."""
        return next_on_day(as_date(closed), self.days_in_force(closed)[1]).toordinal()

    def days_in_force(self, day: int) -> tuple[int, int]:
        found = (self.terms.statement_day, self.terms.due_day)
        for change in self.terms.dates:
            if change.from_date.toordinal() <= day:
                found = (change.statement_day, change.due_day)
        return found

    def begin_projection(self, tells_apart: bool) -> None:
        """From here on new purchases are not debts known today, where anybody asks which they are.

        What is told apart is rounded apart where each segment is, and is paid apart where lots bear different rates.
        """
        self.is_known = not (tells_apart or self.terms.rates or self.terms.round_at == "segment")
        for lot in self.all_lots():
            lot.known = True

    def is_repaid(self) -> bool:
        """Tell whether every debt known today is repaid and its residual interest billed and paid."""
        for lot in self.all_lots():
            if lot.known and never(no_more(lot.balance, 0)):
                return False
        return no_more(self.known_left(), 0)

    def known_left(self) -> int:
        """Return how much there is of debts known today, or of what they bore: nothing once they are repaid."""
        left = self.planned() + self.brought
        for lot in self.all_lots():
            if lot.known:
                left += lot.balance
                if lot.fate is BEARING:
                    left += sum([run.balance for run in lot.runs])
        return left

    def post(
        self,
        day: int,
        kind: Kind,
        amount: int,
        working: Working | None = None,
        unconfirmed: bool = False,
        note: Text | None = None,
    ) -> None:
        if not self.silent:
            self.book.post(day, self.name, kind, amount, self.owed, working, note, unconfirmed)  # type: ignore[arg-type]
