"""A loan as it lives through the days: nights of interest, instalments that fall due, what is past due.

Each method is one step of the ordered day (`repaycli.engine.day`) for one account. Days are ordinals, amounts minor
units. A loan's interest for the nights `[from, to)` counts the first day and not the last.
"""

from dataclasses import dataclass, field
from fractions import Fraction

from repaycli.core.dates import add_months, step
from repaycli.core.money import round_ratio
from repaycli.engine.book import Book, as_date
from repaycli.engine.ledger import FeeWorking, InstalmentWorking, InterestWorking, Kind, Split
from repaycli.engine.line import Schedule
from repaycli.products.accounts import Loan
from repaycli.products.charges import late_fee
from repaycli.products.interest import Run, common_denominator, numerator, posted, simple_numerator
from repaycli.products.schedules import PERIODS, equal_part, level_instalment, period_rate
from repaycli.products.terms import Accrual, Effect, PayAs, Repayment

_RULES = {
    Repayment.LEVEL: "level-instalment",
    Repayment.EQUAL_PRINCIPAL: "equal-principal",
    Repayment.INTEREST_FIRST: "interest-first",
    Repayment.BULLET: "bullet",
}


@dataclass(slots=True)
class Due:
    """An instalment that fell due: what is left of its parts; past due once its test failed."""

    due: int
    principal: int
    interest: int
    fee: int = 0
    penalty: int = 0
    amount: int = 0  # what was missing when it was found past due
    is_past_due: bool = False
    since: int = 0  # first night not yet in `runs`
    runs: list[Run] = field(default_factory=list[Run])
    unconfirmed: bool = False
    cleared: int | None = None

    @property
    def left(self) -> int:
        """What is still to be paid of it, posted penalty included."""
        return self.principal + self.interest + self.fee + self.penalty


class Instalments:
    """A loan's state."""

    def __init__(self, terms: Loan, as_of: int, book: Book, schedule: Schedule, nightly: bool) -> None:
        self.terms = terms
        self.name = terms.name
        self.book = book
        self.schedule = schedule
        self.nightly = nightly
        self.annual_rate = terms.rate.annual
        dailies = [terms.rate.daily, *(change.rate.daily for change in terms.rates)]
        multiplied = [daily * terms.penalty_multiplier for daily in dailies]
        self.denominator = common_denominator([*dailies, *multiplied])
        self.original = terms.principal
        self.principal = terms.principal - sum(old.principal for old in terms.overdue)
        self.remaining = terms.instalments
        self.count = 0  # dues that have passed, paused ones included
        self.scheduled = 0  # instalments that have passed
        self.next_due = terms.next_due.toordinal()
        self.previous_due = self._period_start()
        self.since = (terms.interest_from or as_date(as_of)).toordinal()
        self.runs: list[Run] = []
        self.deferred: list[Run] = []  # interest of paused periods
        self.whole_period = self.since == self.previous_due  # "monthly": nothing moved inside the period so far
        self.rate = terms.rate
        self.held = 0  # money paid ahead for the next instalments
        self.credit = 0
        self.dues: list[Due] = []
        self.spells: list[Due] = []
        self.late: list[tuple[int, int, bool]] = []
        self.missed_in_a_row = 0
        self.tolerated = 0
        self.fee_left = 0
        self.is_known = True
        for change in terms.rates:
            if change.from_date.toordinal() <= as_of:
                self.rate = change.rate
        self.level = 0
        self.part = 0
        self.set_instalment()
        if terms.instalment is not None:
            self.level = self.part = terms.instalment
            if terms.repayment is Repayment.EQUAL_PRINCIPAL:
                self.part = equal_part(self.principal, self.remaining, terms.round_to, terms.rounding)
        for old in terms.overdue:
            due = Due(old.due.toordinal(), old.principal, old.interest, 0, old.penalty, is_past_due=True, since=as_of)
            due.amount = due.left
            self.dues.append(due)
            self.spells.append(due)
        self.owed = self.principal + sum(due.left for due in self.dues)
        self.flush(as_of)
        self.schedule(self.next_due, "due")
        for change in terms.rates:
            if change.from_date.toordinal() > as_of:
                self.schedule(change.from_date.toordinal(), "rate")

    # -- the schedule -------------------------------------------------------------------------------------------------

    def set_instalment(self) -> None:
        """Compute the level instalment and the equal principal part from what is left."""
        terms = self.terms
        period = period_rate(self.rate, terms.every)
        self.level = level_instalment(self.principal, period, max(1, self.remaining), terms.round_to, terms.rounding)
        self.part = equal_part(self.principal, max(1, self.remaining), terms.round_to, terms.rounding)

    def _period_start(self) -> int:
        unit, count = PERIODS[self.terms.every]
        if unit == "day":
            return self.next_due - count
        return add_months(self.terms.next_due, -count, self.terms.due_day).toordinal()

    def _due_number(self, count: int) -> int:
        if self.terms.schedule and count < len(self.terms.schedule):
            return self.terms.schedule[count].due.toordinal()
        if count == 0:
            return self.next_due
        return step(self.terms.next_due, self.terms.every, count, self.terms.due_day).toordinal()

    def is_paused(self, day: int) -> bool:
        """Tell whether an instalment due that day is deferred."""
        return any(pause.from_date.toordinal() <= day <= pause.until.toordinal() for pause in self.terms.pause)

    def _principal_part(self, interest: int) -> int:
        terms = self.terms
        if self.remaining <= 1:
            return self.principal
        if terms.schedule and self.scheduled < len(terms.schedule):
            return min(terms.schedule[self.scheduled].principal, self.principal)
        match terms.repayment:
            case Repayment.LEVEL:
                return min(max(0, self.level - interest), self.principal)
            case Repayment.EQUAL_PRINCIPAL:
                return min(self.part, self.principal)
            case Repayment.INTEREST_FIRST | Repayment.BULLET:
                return 0

    def next_amount(self) -> int:
        """Return what the next instalment will ask, if nothing happens before it; minor units."""
        if not self.principal:
            return 0
        if self.next_due < self.since:
            return 0
        interest = self._period_interest(self._runs_to(self.next_due), self.next_due)
        deferred = self._round_runs(self.deferred)
        if self.terms.repayment is Repayment.BULLET and self.remaining > 1:
            return 0
        if self.terms.schedule and self.scheduled < len(self.terms.schedule) and self._is_on_schedule():
            interest = self.terms.schedule[self.scheduled].interest
        return self._principal_part(interest) + interest + deferred + self._fee_amount() + self.tolerated

    def _is_on_schedule(self) -> bool:
        return self.principal == sum(item.principal for item in self.terms.schedule[self.scheduled :])

    # -- nights of interest -------------------------------------------------------------------------------------------

    def _runs_to(self, end: int) -> list[Run]:
        return self.runs + self._fresh_runs(end)

    def _fresh_runs(self, end: int) -> list[Run]:
        if end <= self.since or not self.principal:
            return []
        rate = self._rate()
        if not self.terms.pause:
            return [Run(self.since, end, self.principal, rate, False, "principal")]
        spans = [(self.since, end)]
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
            self.runs += self._fresh_runs(end)
            self.since = end

    def _flush_due(self, due: Due, end: int) -> None:
        if end > due.since:
            base = self._penalty_base(due)
            if base:
                due.runs.append(Run(due.since, end, base, self._penal_rate(), True, "past-due"))
            due.since = end

    def _penalty_base(self, due: Due) -> int:
        return due.principal + (due.interest if self.terms.penalty_base == "instalment" else 0)

    def _penal_rate(self) -> int:
        return numerator(self.rate.daily * self.terms.penalty_multiplier, self.denominator)

    def night(self, day: int) -> None:
        """Accrue one night, for the day-by-day reference."""
        if day >= self.since:
            self.runs += self._fresh_runs(day + 1)
            self.since = day + 1
        for due in self.dues:
            if day >= due.since:
                self._flush_due(due, day + 1)

    def _flush_all(self, end: int) -> None:
        if not self.nightly:
            self.flush(end)
            for due in self.dues:
                self._flush_due(due, end)

    def change_rate(self, day: int) -> None:
        """Step 0: a dated rate begins; the level instalment follows from the next due date on."""
        self._flush_all(day)
        if day != self.previous_due:
            self.whole_period = False
        self.rate = next(change.rate for change in self.terms.rates if change.from_date.toordinal() == day)
        self.set_instalment()

    def _round(self, exact: Fraction) -> int:
        return posted(exact, self.terms.round_to, self.terms.rounding)

    def _is_whole(self, runs: list[Run], end: int) -> bool:
        """Tell whether a period counts as whole months: monthly accrual, and nothing moved inside it."""
        return (
            self.terms.accrual is Accrual.MONTHLY
            and self.whole_period
            and end == self.next_due
            and PERIODS[self.terms.every][0] == "month"
            and bool(runs)
            and runs[0].start == self.previous_due
            and sum(run.end - run.start for run in runs) == end - self.previous_due
        )

    def _period_interest(self, runs: list[Run], end: int, before: list[Run] | None = None) -> int:
        """Round a period's interest once: its nights, or twelfths of a year for whole months.

        `before` are runs of paused periods that are charged with it.
        """
        earlier = simple_numerator(before or [])
        if self._is_whole(runs, end):
            months = PERIODS[self.terms.every][1]
            exact = runs[0].balance * self._rate() * self.rate.year_days * months + 12 * earlier
            return round_ratio(exact, 12 * self.denominator, self.terms.round_to, self.terms.rounding)
        return self._round_runs(runs, earlier)

    def _round_runs(self, runs: list[Run], more: int = 0) -> int:
        return round_ratio(
            simple_numerator(runs) + more, self.denominator, self.terms.round_to, self.terms.rounding
        )

    def _rate(self) -> int:
        return numerator(self.rate.daily, self.denominator)

    def _working(self, rule: str, runs: list[Run], whole: bool = False) -> InterestWorking | None:
        if not self.book.workings:
            return None
        terms = self.terms
        if not whole:
            return InterestWorking(rule, tuple(runs), self.denominator, terms.round_to, terms.rounding)
        one = Run(runs[0].start, runs[-1].end, runs[0].balance, self._rate(), False, "principal")
        return InterestWorking(
            rule,
            (one,),
            self.denominator,
            terms.round_to,
            terms.rounding,
            per="month",
            months=PERIODS[terms.every][1],
            year_days=self.rate.year_days,
        )

    def accrued_exact(self, day: int) -> tuple[Fraction, Fraction]:
        """Interest and penalty accrued by the end of `day` (its night included) and not posted, exact."""
        runs = [*self.deferred, *self._runs_to(day + 1)]
        penalty = Fraction(0)
        for due in self.dues:
            if due.is_past_due:
                nights = list(due.runs)
                base = self._penalty_base(due)
                if day + 1 > due.since and base:
                    nights.append(Run(due.since, day + 1, base, self._penal_rate(), True, "past-due"))
                penalty += Fraction(simple_numerator(nights), self.denominator)
        return Fraction(simple_numerator(runs), self.denominator), penalty

    # -- step 2: an instalment falls due --------------------------------------------------------------------------------

    def fall_due(self, day: int) -> None:
        """Post the period's interest and fee, set the instalment apart, and apply money held for it."""
        if not self.principal:
            return
        self._flush_all(day)
        self.post_penalty(day)
        ordinary = True
        if self.is_paused(day) or (self.terms.repayment is Repayment.BULLET and self.remaining > 1):
            ordinary = False
        if ordinary:
            self._bill(day)
        else:
            self.deferred += self.runs
            self.runs = []
            self.remaining -= 0 if self.is_paused(day) else 1
        self.count += 1
        self.previous_due, self.whole_period = day, True
        if self.principal:
            self.next_due = self._due_number(self.count)
            self.schedule(self.next_due, "due")

    def _bill(self, day: int) -> None:
        terms = self.terms
        interest = self._period_interest(self.runs, day)
        scheduled = terms.schedule[self.scheduled] if self.scheduled < len(terms.schedule) else None
        by_lender = scheduled is not None and self._is_on_schedule()
        if scheduled is not None and by_lender:
            interest = scheduled.interest
        before = self.principal
        principal = self._principal_part(interest)
        if self.deferred:
            interest = self._period_interest(self.runs, day, self.deferred)
        due = Due(day, principal, interest, since=day)
        due.principal += self.tolerated
        self.tolerated = 0
        if interest:
            whole = self._is_whole(self.runs, day) and not self.deferred
            rule = "lender-schedule" if by_lender else "monthly-accrual" if whole else "actual-days"
            self.owed += interest
            working = self._working(rule, [] if by_lender else [*self.deferred, *self.runs], whole and not by_lender)
            self.book.post(day, self.name, Kind.INTEREST, interest, self.owed, working)
        fee = self._fee_amount()
        if fee:
            due.fee = fee
            self.owed += fee
            self.book.post(day, self.name, Kind.FEE, fee, self.owed, self._fee_working(fee))
        self.runs, self.deferred = [], []
        self.principal -= principal
        self.remaining -= 1
        self.scheduled += 1
        self.dues.append(due)
        self.instalment_working = InstalmentWorking(
            _RULES[terms.repayment], before, self.remaining + 1, self.level, principal, interest
        )
        if self.held:
            used = min(self.held, due.left)
            self.held -= used
            self._pay_due(due, used, day, {})
        self.schedule(day + terms.grace_days, "test")

    instalment_working: InstalmentWorking | None = None

    def _fee_amount(self) -> int:
        fee = self.terms.fee_per_instalment
        if fee is None:
            return 0
        base = self.original if fee.of == "original" else self.principal
        return fee.amount or self._round(fee.share * base)

    def _fee_working(self, amount: int) -> FeeWorking | None:
        fee = self.terms.fee_per_instalment
        if fee is None or fee.amount or not self.book.workings:
            return None
        base = self.original if fee.of == "original" else self.principal
        return FeeWorking("instalment-fee", fee.share, base, "principal", fee.share * base)

    def post_penalty(self, day: int) -> None:
        """On each due day and with each payment: post what the past-due instalments have borne, each once."""
        for due in self.dues:
            if not due.is_past_due or not due.runs:
                continue
            amount = self._round_runs(due.runs)
            if amount:
                working = self._working("overdue-penalty-loan", due.runs)
                due.penalty += amount
                self.owed += amount
                self.book.post(
                    day, self.name, Kind.PENALTY, amount, self.owed, working, unconfirmed=due.unconfirmed
                )
                due.runs = []

    # -- step 3: payments ---------------------------------------------------------------------------------------------

    def past_due_left(self, day: int) -> int:
        """What must be paid on `day` to end being past due, penalty to that day included."""
        return sum(due.left + self._penalty_to(due, day) for due in self.dues if due.is_past_due)

    def _penalty_to(self, due: Due, day: int) -> int:
        base = self._penalty_base(due)
        runs = list(due.runs)
        if day > due.since and base:
            runs.append(Run(due.since, day, base, self._penal_rate(), True, "past-due"))
        return self._round_runs(runs)

    def due_left(self) -> int:
        """What is left of instalments that fell due and are not past due."""
        return sum(due.left for due in self.dues if not due.is_past_due)

    def payoff(self, day: int) -> int:
        """Return what settles the whole loan on `day`: dues, accrued interest, principal and the prepayment fee."""
        accrued = self._accrued_to(day)
        fee = self._round(self.terms.prepayment.fee * self.principal)
        total = self.past_due_left(day) + self.due_left() + accrued + self.principal + fee + self.tolerated
        return max(0, total - self.held - self.credit)

    def _accrued_to(self, day: int) -> int:
        runs = [*self.deferred, *(run for run in self._runs_to(day) if run.start < day)]
        if self.terms.accrual is Accrual.MONTHLY and day == self.previous_due:
            runs = list(self.deferred)
        return self._round_runs(runs)

    def pay(self, day: int, amount: int, meant: PayAs | None) -> tuple[Split, ...]:
        """Take a payment: dues first (oldest first), then the next instalment or a prepayment, as it is meant."""
        self._flush_all(day)
        self.post_penalty(day)
        split: dict[tuple[str, Fraction], int] = {}
        payoff = self.payoff(day)
        left = amount
        for due in self.dues:
            left -= self._pay_due(due, left, day, split)
        can_prepay = self.terms.prepayment.allowed and self.principal > 0
        if left and can_prepay and amount >= payoff and meant is not PayAs.INSTALMENT:
            left = self._pay_off(day, left + self.held, split)
            self.held = 0
        elif left and self.principal and meant is not PayAs.PREPAYMENT:
            room = max(0, self.next_amount() - self.held) if meant is None and can_prepay else left
            kept = min(left, room)
            self.held += kept
            left -= kept
            if kept:
                split["next-instalment", Fraction(0)] = kept
        if left and can_prepay and self.principal:
            left = self._prepay(day, left, split)
        if left:
            self.credit += left
            split["credit", Fraction(0)] = split.get(("credit", Fraction(0)), 0) + left
        self.owed = self.sum_of_pieces()
        self._settle(day)
        return tuple(Split(part, rate, paid) for (part, rate), paid in split.items())

    def pay_planned(self, day: int, amount: int, prepay: bool) -> tuple[Split, ...]:
        """Take a strategy's payment: what fell due, or with its surplus a prepayment."""
        return self.pay(day, amount, PayAs.PREPAYMENT if prepay else None)

    def sum_of_pieces(self) -> int:
        """Add up principal and dues, less what is paid ahead: always what is owed."""
        return self.principal + self.tolerated + sum(due.left for due in self.dues) - self.held - self.credit

    def _pay_due(self, due: Due, left: int, day: int, split: dict[tuple[str, Fraction], int]) -> int:
        start = left
        if not self.nightly:
            self._flush_due(due, day)
        rate = self.rate.daily * self.terms.penalty_multiplier if due.is_past_due else Fraction(0)
        for part in ("fee", "penalty", "interest", "principal"):
            taken = min(left, getattr(due, part))
            if taken:
                setattr(due, part, getattr(due, part) - taken)
                key = (("past-due " if due.is_past_due else "") + part, rate if part == "principal" else Fraction(0))
                split[key] = split.get(key, 0) + taken
                left -= taken
        return start - left

    def _pay_off(self, day: int, left: int, split: dict[tuple[str, Fraction], int]) -> int:
        runs = self._accrued_runs(day)
        accrued = self._round_runs(runs)
        self._post_interest(day, accrued, runs)
        fee = self._post_prepayment_fee(day, self.principal)
        left -= accrued + fee + self.principal + self.tolerated
        for part, paid in (("interest", accrued), ("fee", fee), ("principal", self.principal + self.tolerated)):
            if paid:
                split[part, self.rate.daily if part == "principal" else Fraction(0)] = paid
        self.principal = self.tolerated = 0
        self.runs, self.deferred = [], []
        self.remaining = 0
        return max(0, left)

    def _accrued_runs(self, day: int) -> list[Run]:
        return [] if day == self.previous_due and not self.runs else [*self.deferred, *self.runs]

    def _post_interest(self, day: int, amount: int, runs: list[Run]) -> None:
        if amount:
            self.owed += amount
            self.book.post(day, self.name, Kind.INTEREST, amount, self.owed, self._working("actual-days", runs))

    def _post_prepayment_fee(self, day: int, principal: int) -> int:
        share = self.terms.prepayment.fee
        fee = self._round(share * principal)
        if fee:
            self.owed += fee
            working = FeeWorking("prepayment-fee", share, principal, "prepayment", share * principal)
            self.book.post(day, self.name, Kind.FEE, fee, self.owed, working)
        return fee

    def _prepay(self, day: int, left: int, split: dict[tuple[str, Fraction], int]) -> int:
        """Prepay principal with `left`: its fee and the accrued interest come out of the same money."""
        terms = self.terms.prepayment
        if terms.interest == "part":
            interest, principal = self._prepay_part(day, left)
        else:
            runs = self._accrued_runs(day)
            interest = self._round_runs(runs)
            principal = min(self.principal, int((left - interest) / (1 + terms.fee)))
            if principal > 0:
                self._post_interest(day, interest, runs)
                self.runs, self.deferred = [], []
        if principal <= 0:
            self.held += left
            split["next-instalment", Fraction(0)] = split.get(("next-instalment", Fraction(0)), 0) + left
            return 0
        fee = self._post_prepayment_fee(day, principal)
        self.principal -= principal
        self.whole_period = day == self.previous_due
        if terms.effect is Effect.LOWER:
            self.set_instalment()
        for part, paid in (("interest", interest), ("fee", fee), ("principal", principal)):
            if paid:
                key = (part, self.rate.daily if part == "principal" else Fraction(0))
                split[key] = split.get(key, 0) + paid
        return left - interest - fee - principal

    def _prepay_part(self, day: int, left: int) -> tuple[int, int]:
        """Split money into principal and the accrued interest of just that principal."""
        nights = sum((run.end - run.start) * run.rate for run in self.runs)
        factor = 1 + self.terms.prepayment.fee + Fraction(nights, self.denominator)
        principal = min(self.principal, int(left / factor))
        interest = round_ratio(principal * nights, self.denominator, self.terms.round_to, self.terms.rounding)
        spare = left - principal - interest - self._round(self.terms.prepayment.fee * principal)
        if principal < self.principal and 0 < spare <= 1:
            interest += spare
        runs = [run._replace(balance=principal) for run in self.runs]
        self._post_interest(day, interest, runs)
        self.runs = [run._replace(balance=run.balance - principal) for run in self.runs if run.balance > principal]
        return interest, principal

    def _settle(self, day: int) -> None:
        for due in self.dues:
            if due.left == 0 and not self._open_penalty(due):
                due.cleared = day
        self.dues = [due for due in self.dues if due.cleared is None]

    def _open_penalty(self, due: Due) -> bool:
        return bool(due.is_past_due and due.runs and self._round_runs(due.runs))

    # -- step 6: the test at the end of due date + grace ----------------------------------------------------------------

    def test(self, day: int) -> None:
        """Paid in time, within the tolerance, or past due from its due date on."""
        for due in [found for found in self.dues if not found.is_past_due and found.due + self.terms.grace_days == day]:
            if due.left <= self.terms.tolerance:
                self.tolerated += due.left
                self.dues.remove(due)
                self.missed_in_a_row = 0
                continue
            if not self.nightly:
                self._flush_due(due, day + 1)
            due.is_past_due = True
            due.amount = due.left
            self.spells.append(due)
            self.missed_in_a_row += 1
            terms = self.terms.late_fee
            if terms:
                base = due.interest if terms.of == "interest" else due.left
                self.late.append((day + 1, base, due.unconfirmed))
                self.schedule(day + 1, "late-fee")

    def post_late_fee(self, day: int) -> None:
        """Step 2 of the day after the test."""
        terms = self.terms.late_fee
        for _, base, unconfirmed in [item for item in self.late if item[0] == day]:
            assert terms is not None
            fee = late_fee(terms, base, self.missed_in_a_row, self.terms.round_to, self.terms.rounding)
            target = next((due for due in reversed(self.dues) if due.is_past_due), None)
            if not fee or target is None:
                continue
            target.fee += fee
            self.owed += fee
            working = FeeWorking("late-fee", terms.share, base, terms.of, terms.share * base, terms.floor, terms.cap)
            self.book.post(day, self.name, Kind.LATE_FEE, fee, self.owed, working, unconfirmed=unconfirmed)
        self.late = [item for item in self.late if item[0] != day]

    # -- the rest -----------------------------------------------------------------------------------------------------

    def correct(self, day: int, owed: int) -> int:
        """Take the lender's figure at the start of `day`: a difference is principal of that day."""
        difference = owed - self.owed
        if difference:
            self._flush_all(day)
            self.whole_period = False
            moved = max(difference, -self.principal)
            self.principal += moved
            self.credit += moved - difference
            self.owed = self.sum_of_pieces()
            self.book.post(day, self.name, Kind.ADJUSTMENT, difference, self.owed)
        return difference

    def days_past_due(self, day: int) -> int:
        """Days since the oldest due date that is past due; 0 when none is."""
        dates = [due.due for due in self.dues if due.is_past_due]
        return day - min(dates) if dates else 0

    def is_repaid(self) -> bool:
        """Tell whether nothing is owed any more."""
        return not self.principal and not self.dues and not self.tolerated

    def begin_projection(self) -> None:
        """Nothing new is borrowed on a loan: all of it is known."""

