"""The state of a loan: principal, nights of interest, dues, money paid ahead."""

from collections.abc import Sequence
from fractions import Fraction

from repaycli.core.dates import add_months, step
from repaycli.core.money import round_ratio
from repaycli.core.rates import Rate
from repaycli.core.whole import every, least, most, never, no_more, pick, ratio, some, total
from repaycli.engine.book import Book, Schedule, as_date
from repaycli.engine.loan.due import Due
from repaycli.engine.workings import InterestWorking
from repaycli.products.accounts import Loan
from repaycli.products.interest import (
    Run,
    by_month,
    common_denominator,
    gathered,
    monthly_denominator,
    numerator,
    posted,
    simple_numerator,
)
from repaycli.products.schedules import PERIODS, equal_part, level_instalment, period_rate
from repaycli.products.terms import Accrual, RateChange, Repayment

MOST_RUNS = 2
"""Where nobody asks how an amount came about, an overdue instalment notes its nights in no more than so many runs."""


class Instalments:
    """A loan's state."""

    def __init__(self, terms: Loan, as_of: int, book: Book, schedule: Schedule, nightly: bool) -> None:
        self.terms = terms
        self.name = terms.name
        self.book = book
        self.schedule = schedule
        self.nightly = nightly
        dailies = [terms.rate.daily, *(change.rate.daily for change in terms.rates)]
        multiplied = [daily * terms.penalty_multiplier for daily in dailies]
        self.is_monthly = terms.accrual is Accrual.MONTHLY and PERIODS[terms.every][0] == "month"
        self.denominator = (monthly_denominator if self.is_monthly else common_denominator)([*dailies, *multiplied])
        self.original = terms.principal
        self.principal = terms.principal - sum(old.principal for old in terms.overdue)
        self.remaining = terms.instalments
        self.count = 0  # dues that have passed, paused ones included
        self.scheduled = 0  # instalments that have passed
        self.next_due = terms.next_due.toordinal()
        self.previous_due = self.period_start()
        self.since = (terms.interest_from or as_date(as_of)).toordinal()
        self.runs: list[Run] = []
        self.deferred: list[Run] = []  # interest of periods that billed nothing
        self.whole_period = int(
            self.since == self.previous_due
        )  # "monthly": 1 if nothing moved inside the period so far
        self.held = 0  # money paid ahead for the next instalments
        self.waiting = 0  # what of it prepayments left: it counts with the next one
        self.credit = 0
        self.dues: list[Due] = []
        self.spells: list[Due] = []
        self.late: list[tuple[int, int, bool]] = []
        self.missed_in_a_row = 0
        self.tolerated = 0
        self.fee_left = 0
        self.shortened = False  # a prepayment left fewer instalments than `remaining` says
        self.borrowed_on = as_of if terms.interest_from is None else None  # for all that the file says
        self._begin_rates(as_of)
        self.level = 0
        self.part = 0
        self.set_instalment()
        if terms.instalment is not None:
            self.level = self.part = terms.instalment
            if terms.repayment is Repayment.EQUAL_PRINCIPAL:
                self.part = equal_part(self.principal, self.remaining, terms.round_to)
        for old in terms.overdue:
            due = Due(old.due.toordinal(), old.principal, old.interest, since=as_of, is_past_due=True)
            due.penalty = old.penalty
            due.amount = due.left
            self.dues.append(due)
            self.spells.append(due)
        self.owed = self.principal + sum(due.left for due in self.dues)
        self.schedule(self.next_due, "due")
        for change in terms.rates:
            if change.from_date.toordinal() > as_of:
                self.schedule(change.from_date.toordinal(), "rate")

    def _begin_rates(self, as_of: int) -> None:
        """Note the nights up to `as_of` that are not charged yet, each at the rate of its day."""
        self.set_rate(self.terms.rate)
        for change in self.terms.rates:
            begins = change.from_date.toordinal()
            if begins > as_of:
                break
            self.flush(begins)
            self.set_rate(change.rate)
            if self.previous_due < begins < self.next_due:
                self.whole_period = 0
        self.flush(as_of)

    def set_rate(self, rate: Rate) -> None:
        """Take a contract rate, as a numerator."""
        self.rate = rate
        self._daily = rate.daily
        self.annual_rate = rate.annual
        self.yearly = rate.daily * 365  # for ranking, whatever the base of the contract's year
        self.rate_numerator = numerator(rate.daily, self.denominator)

    @property
    def penal_rate(self) -> int:
        """The penalty rate in place of the contract rate that is in force, as a numerator."""
        multiplier = self.terms.penalty_multiplier
        return self.rate_numerator * multiplier.numerator // multiplier.denominator

    def daily_rate(self, day: int) -> Fraction:  # noqa: ARG002 - the same question as to a line
        """Return the rate in force, as a fraction per day."""
        return self._daily

    def feel_rate(self, change: RateChange) -> None:
        """Take a dated rate: the level instalment follows from it, over the instalments that are left."""
        if change.from_date.toordinal() != self.previous_due:
            self.whole_period = 0
        if self.shortened:
            self.remaining, self.shortened = self.instalments_left(), False
        self.set_rate(change.rate)
        self.set_level()

    def set_instalment(self) -> None:
        """Compute the level instalment and the equal principal part from what is left."""
        self.set_level()
        self.part = equal_part(self.principal, max(1, self.remaining), self.terms.round_to)

    def set_level(self) -> None:
        """Compute the level instalment alone: equal parts of the principal do not depend on the rate."""
        period = period_rate(self.rate, self.terms.every)
        self.level = level_instalment(self.principal, period, max(1, self.remaining), self.terms.round_to)

    def instalments_left(self) -> int:
        """Return how many instalments the principal still fills at the instalment in force."""
        match self.terms.repayment:
            case Repayment.LEVEL:
                growth, left, count = 1 + period_rate(self.rate, self.terms.every), ratio(self.principal, 1), 0
                while left > 0 and count < self.remaining:
                    left = left * growth - self.level
                    count += 1
                return count
            case Repayment.EQUAL_PRINCIPAL:
                return int(least(self.remaining, -(-self.principal // most(1, self.part))))
            case Repayment.INTEREST_FIRST | Repayment.BULLET:
                return self.remaining

    def period_start(self) -> int:
        unit, count = PERIODS[self.terms.every]
        if unit == "day":
            return self.next_due - count
        return add_months(self.terms.next_due, -count, self.terms.due_day).toordinal()

    def due_number(self, count: int) -> int:
        if self.terms.schedule and count < len(self.terms.schedule):
            return self.terms.schedule[count].due.toordinal()
        if count == 0:
            return self.next_due
        return step(self.terms.next_due, self.terms.every, count, self.terms.due_day).toordinal()

    def is_paused(self, day: int) -> bool:
        """Tell whether an instalment due that day is deferred."""
        return any(pause.from_date.toordinal() <= day <= pause.until.toordinal() for pause in self.terms.pause)

    def principal_part(self, interest: int) -> int:
        terms = self.terms
        if self.remaining <= 1:
            return self.principal
        if terms.schedule and self.scheduled < len(terms.schedule):
            return least(terms.schedule[self.scheduled].principal, self.principal)
        match terms.repayment:
            case Repayment.LEVEL:
                return least(most(0, self.level - interest), self.principal)
            case Repayment.EQUAL_PRINCIPAL:
                return least(self.part, self.principal)
            case Repayment.INTEREST_FIRST | Repayment.BULLET:
                return 0

    def bills_nothing(self, due: int, remaining: int) -> bool:
        """Tell whether a due date asks for nothing: it is paused, or the loan is repaid in one sum at its end."""
        return self.is_paused(due) or (self.terms.repayment is Repayment.BULLET and remaining > 1)

    def next_bill(self) -> tuple[int, int]:
        """Return the next due date that asks for something, and how much, if nothing is paid before it.

        Rates that are dated before it count.
        """
        if not some(self.principal) or self.next_due < self.since:
            return self.next_due, 0
        due, count, remaining = self.next_due, self.count, self.remaining
        changes = [change for change in self.terms.rates if self.since < change.from_date.toordinal() < due]
        if changes:
            return self._next_bill_at(changes)
        runs, before = self.as_months(self.runs_to(due), due), list(self.deferred)
        while self.bills_nothing(due, remaining):
            before += runs
            remaining -= 0 if self.is_paused(due) else 1
            count += 1
            start, due = due, self.due_number(count)
            runs = self.as_months(self.nights(start, due), due, start)
        interest = self.round_runs(runs)
        principal = self.principal if remaining <= 1 else self.principal_part(interest)
        if self.terms.schedule and self.scheduled < len(self.terms.schedule) and self.is_on_schedule():
            interest = self.terms.schedule[self.scheduled].interest
        if before:
            interest = self.round_runs([*before, *runs])
        return due, principal + interest + self.instalment_fee() + self.tolerated

    def _next_bill_at(self, changes: list[RateChange]) -> tuple[int, int]:
        """Ask for the next bill as it will be once dated rates have begun."""
        from copy import copy  # imported here: few loans have dated rates

        ahead = copy(self)
        ahead.runs = list(self.runs)
        for change in changes:
            ahead.flush(change.from_date.toordinal())
            ahead.feel_rate(change)
        return ahead.next_bill()

    def is_on_schedule(self) -> bool:
        return self.principal == sum(item.principal for item in self.terms.schedule[self.scheduled :])

    def runs_to(self, end: int) -> list[Run]:
        return self.runs + self.fresh_runs(end)

    def fresh_runs(self, end: int) -> list[Run]:
        return self.nights(self.since, end)

    def nights(self, since: int, end: int) -> list[Run]:
        """Return the runs of the principal over some nights, those of a pause without interest left out."""
        if end <= since or not some(self.principal):
            return []
        rate = self.rate_numerator
        if not self.terms.pause:
            return [Run(since, end, self.principal, rate, False, "principal")]
        spans = [(since, end)]
        for pause in self.terms.pause:
            if not pause.interest:
                first, last = pause.from_date.toordinal(), pause.until.toordinal() + 1
                spans = [
                    piece
                    for start, stop in spans
                    for piece in ((start, min(stop, first)), (max(start, last), stop))
                    if piece[0] < piece[1]
                ]
        return [Run(start, stop, self.principal, rate, False, "principal") for start, stop in spans]

    def flush(self, end: int) -> None:
        """Note the run up to `end` (exclusive) at the principal that stood."""
        if end > self.since:
            self.runs += self.fresh_runs(end)
            self.since = end

    def flush_due(self, due: Due, end: int) -> None:
        if end > due.since:
            base = self.penalty_base(due)
            if some(base):
                due.runs.append(Run(due.since, end, base, self.penal_rate, True, "past-due"))
            due.since = end
            if len(due.runs) > MOST_RUNS and not self.book.workings:
                due.runs = gathered(due.runs)

    def penalty_base(self, due: Due) -> int:
        return due.principal + (due.interest if self.terms.penalty_base == "instalment" else 0)

    def night(self, day: int) -> None:
        """Accrue one night, for the day-by-day reference."""
        if day >= self.since:
            self.runs += self.fresh_runs(day + 1)
            self.since = day + 1
        for due in self.dues:
            if day >= due.since:
                self.flush_due(due, day + 1)

    def flush_all(self, end: int) -> None:
        if not self.nightly:
            self.flush(end)
            for due in self.dues:
                self.flush_due(due, end)

    def round(self, exact: Fraction) -> int:
        return posted(exact, self.terms.round_to, self.terms.rounding)

    def as_months(self, runs: list[Run], end: int, start: int | None = None) -> list[Run]:
        """Count a whole period by the month where the loan does so and nothing moved inside it; else its nights.

        `start` is the due date before `end`, by default the last one.
        """
        if not self.is_monthly or not runs or (start is None and end != self.next_due):
            return runs
        whole = start is not None or no_more(1, self.whole_period)
        start = self.previous_due if start is None else start
        if never(whole) or runs[0].start != start or sum(run.end - run.start for run in runs) != end - start:
            return runs
        one = Run(start, end, pick(whole, runs[0].balance, 0), self.rate_numerator, False, "principal")
        found = [by_month(one, PERIODS[self.terms.every][1], self.rate.year_days)]
        return found if every(whole) else [*found, *(run._replace(balance=pick(whole, 0, run.balance)) for run in runs)]

    def round_runs(self, runs: Sequence[Run]) -> int:
        return self.round_numerator(simple_numerator(runs))

    def round_numerator(self, numerator: int) -> int:
        """Round exact interest, given as a numerator over the loan's denominator, as it posts."""
        return round_ratio(numerator, self.denominator, self.terms.round_to, self.terms.rounding)

    def interest_working(self, rule: str, runs: list[Run]) -> InterestWorking | None:
        if not self.book.workings:
            return None
        return InterestWorking(rule, tuple(runs), self.denominator, self.terms.round_to, self.terms.rounding)

    def accrued_exact(self, day: int) -> tuple[Fraction, Fraction]:
        """Interest and penalty accrued by the end of `day` (its night included) and not posted, exact."""
        runs = [*self.deferred, *self.runs_to(day + 1)]
        penalty = Fraction(0)
        for due in self.dues:
            if due.is_past_due:
                nights = list(due.runs)
                base = self.penalty_base(due)
                if day + 1 > due.since and some(base):
                    nights.append(Run(due.since, day + 1, base, self.penal_rate, True, "past-due"))
                penalty += ratio(simple_numerator(nights), self.denominator)
        return ratio(simple_numerator(runs), self.denominator), penalty

    def instalment_fee(self) -> int:
        fee = self.terms.fee_per_instalment
        if fee is None:
            return 0
        base = self.original if fee.of == "original" else self.principal
        return pick(no_more(self.principal, 0), 0, fee.amount or self.round(fee.share * base))

    def past_due_left(self, day: int) -> int:
        """What must be paid on `day` to end being past due, penalty to that day included."""
        return total([total([due.left, self.penalty_to(due, day)]) for due in self.dues if due.is_past_due])

    def penalty_to(self, due: Due, day: int) -> int:
        return self.round_numerator(self.penalty_numerator(due, day))

    def penalty_numerator(self, due: Due, day: int) -> int:
        """Return what a past-due instalment bore up to a day and nobody posted, exactly."""
        return due.numerator() + self.penalty_base(due) * (self.penal_rate * max(0, day - due.since))

    def due_left(self) -> int:
        """What is left of instalments that fell due and are not past due."""
        return total([due.left for due in self.dues if not due.is_past_due])

    def payoff(self, day: int) -> int:
        """Return what settles the whole loan on `day`: dues, accrued interest, principal and the prepayment fee."""
        accrued = self.accrued_to(day)
        fee = self.prepayment_fee(self.principal)
        total = self.past_due_left(day) + self.due_left() + accrued + self.principal + fee + self.tolerated
        return most(0, total - self.held - self.credit)

    def prepayment_fee(self, principal: int) -> int:
        """Return the fee for prepaying some principal, rounded as interest is."""
        share = self.terms.prepayment.fee
        return self.round(share * principal) if share else 0

    def accrued_to(self, day: int) -> int:
        runs = [*self.deferred, *(run for run in self.runs_to(day) if run.start < day)]
        if self.terms.accrual is Accrual.MONTHLY and day == self.previous_due:
            runs = list(self.deferred)
        return self.round_runs(runs or self.first_night(day))

    def sum_of_pieces(self) -> int:
        """Add up principal and dues, less what is paid ahead: always what is owed."""
        return total([self.principal, self.tolerated, *(due.left for due in self.dues)]) - self.held - self.credit

    def first_night(self, day: int) -> list[Run]:
        """Borrowed and repaid on one day is one day, where days are counted."""
        if day != self.borrowed_on or self.is_monthly:
            return []
        return [Run(day, day + 1, self.principal, self.rate_numerator, False, "principal")]

    def open_penalty(self, due: Due) -> int:
        """Return what an instalment has borne that is not posted yet, as it would post."""
        return due.open.told(due.runs, self.round_runs) if due.is_past_due and due.runs else 0

    def days_past_due(self, day: int) -> int:
        """Days since the oldest due date that is past due; 0 when none is."""
        found = 0
        for due in sorted(self.dues, key=lambda due: -due.due):
            if due.is_past_due:
                found = pick(no_more(total([due.left, self.open_penalty(due)]), 0), found, day - due.due)
        return found

    def is_repaid(self) -> bool:
        """Tell whether nothing is owed any more."""
        if never(no_more(self.principal, 0)):
            return False
        asked = sum([due.left + self.open_penalty(due) for due in self.dues]) if self.dues else 0
        return no_more(self.principal + self.tolerated + asked, 0)

    def begin_projection(self, tells_apart: bool) -> None:
        """Nothing new is borrowed on a loan: all of it is known."""
