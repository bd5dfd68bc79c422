"""A credit line as it lives through the days: lots, statements, tests, what is past due.

Each method is one step of the ordered day (`repaycli.engine.day`) for one account. Days are ordinals, amounts minor
units. The rules themselves are in `repaycli.products`; this file only moves lots between their groups.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from repaycli.core.dates import next_on_day
from repaycli.core.money import round_ratio
from repaycli.engine.book import Book, as_date
from repaycli.engine.ledger import (
    ClosedStatement,
    FeeWorking,
    InterestWorking,
    Kind,
    MinimumWorking,
    Split,
)
from repaycli.engine.lots import NEVER, Fate, Lot
from repaycli.engine.plans import Plan
from repaycli.products.accounts import CreditLine
from repaycli.products.allocation import (
    CASH,
    FEE,
    INTEREST,
    LATE_FEE,
    PENALTY,
    PURCHASES,
    by_parts,
    in_group,
    is_plain,
)
from repaycli.products.charges import cash_fee, late_fee
from repaycli.products.interest import (
    Run,
    common_denominator,
    compounded,
    joined,
    numerator,
    posted,
    simple_numerator,
)
from repaycli.products.minimum import Asked, Minimum, minimum_payment
from repaycli.products.terms import Accrual, Compound, InterestFrom, InterestOn, OverdueOn, PurchaseKind

Schedule = Callable[[int, str], None]
"""Asks the run to come back to this account on a day for a step ("close", "test", "late-fee", "rate")."""


@dataclass(slots=True)
class Statement:
    """A closed statement whose test is still open."""

    closed: int
    due: int
    test_on: int
    minimum: int
    min_left: int
    full_left: int
    lots: list[Lot] = field(default_factory=list[Lot])
    unconfirmed: bool = False
    taken_over: bool = False  # its minimum is met, and a newer statement asks for the rest before its test


@dataclass(slots=True)
class PastDue:
    """What is past due for one due date, standing apart until it is paid."""

    due: int
    amount: int
    lots: list[Lot]
    unconfirmed: bool = False
    cleared: int | None = None  # the day it was paid

    @property
    def left(self) -> int:
        """What is still past due."""
        return sum(lot.balance for lot in self.lots)


class Line:
    """One credit line's state."""

    def __init__(self, terms: CreditLine, book: Book, schedule: Schedule, nightly: bool) -> None:
        self.terms = terms
        self.name = terms.name
        self.book = book
        self.schedule = schedule
        self.nightly = nightly
        self.next_day = terms.payment_counts == "next-day"
        self.lost = terms.free_period == "lost"
        self.retested = (
            terms.interest_on is InterestOn.UNPAID and not self.lost and terms.interest_from is not InterestFrom.DUE
        )
        self.is_monthly = terms.accrual is Accrual.MONTHLY
        self.is_compounding = terms.compound is Compound.DAILY and not self.is_monthly
        self.annual_rate = terms.rate.annual
        dailies = [rate.daily for rate in (terms.rate, terms.cash_rate or terms.rate, *(c.rate for c in terms.rates))]
        self.denominator = common_denominator([*dailies, *(daily * terms.overdue_multiplier for daily in dailies)])
        self._fractions: dict[int, Fraction] = {}
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
        self.missed_in_a_row = 0
        self.late: FeeWorking | None = None
        self.late_base = 0
        self.late_unconfirmed = False
        self.fee_on_interest = False
        self.next_closing = 0
        self.projecting = False
        self.is_known = True
        self.silent = False

    # -- rates ------------------------------------------------------------------------------------------------------

    def rate_on(self, day: int) -> tuple[int, bool]:
        """Return the purchase rate for what is posted on `day`, and whether its interest is only deferred."""
        found, deferred = self.rate, False
        changes = self.terms.rates
        for index, change in enumerate(changes):
            if change.from_date.toordinal() > day:
                break
            found, deferred = numerator(change.rate.daily, self.denominator), change.deferred
            if deferred and index + 1 < len(changes):
                found = numerator(changes[index + 1].rate.daily, self.denominator)
        return found, deferred

    def change_rate(self, day: int) -> None:
        """Step 0, the day a dated rate begins: lots change their rate, deferred interest is charged or falls away."""
        change = next(change for change in self.terms.rates if change.from_date.toordinal() == day)
        new_rate, deferred = self.rate_on(day)
        for lot in self.all_lots():
            if lot.part == CASH or lot.part in (FEE, LATE_FEE):
                continue
            lot.flush(day)
            if lot.deferred:
                lot.deferred = False
                if lot.balance:
                    lot.fate = Fate.BEARING
                else:
                    lot.runs = []
            if change.on == "all":
                lot.rate = self.penal_rate(new_rate) if lot.penal else new_rate
                lot.deferred = deferred
                if deferred:
                    lot.fate = Fate.HELD

    def penal_rate(self, rate: int) -> int:
        """Return the overdue rate in place of a plain one."""
        multiplier = self.terms.overdue_multiplier
        return rate * multiplier.numerator // multiplier.denominator

    # -- what is owed -----------------------------------------------------------------------------------------------

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
        return sum([group.left for group in self.past_due]) if self.past_due else 0

    def days_past_due(self, day: int) -> int:
        """Days since the oldest due date that is past due; 0 when none is."""
        return day - self.past_due[0].due if self.past_due else 0

    def planned(self) -> int:
        """Principal of instalment plans that is not billed yet."""
        return sum(plan.left for plan in self.plans)

    def accrued_exact(self, day: int) -> tuple[Fraction, Fraction]:
        """Interest and penalty accrued for sure and not posted by the end of `day`, exact minor units."""
        plain, penal = Fraction(self.brought), Fraction(0)
        for lot in self.all_lots():
            if lot.fate is not Fate.BEARING:
                continue
            runs = list(lot.runs)
            if lot.balance and day + 1 > lot.since:
                runs.append(Run(lot.since, day + 1, lot.balance, lot.rate, lot.penal, lot.part))
            runs = [run._replace(end=min(run.end, day + 1)) for run in runs if run.start <= day]
            if self.is_monthly:
                continue
            if lot.penal:
                penal += self._interest_of(runs)
            else:
                plain += self._interest_of(runs)
        return plain, penal

    def _interest_of(self, runs: list[Run]) -> Fraction:
        if self.is_compounding:
            return compounded(runs, self.denominator)
        return Fraction(simple_numerator(runs), self.denominator)

    # -- step 2: purchases, instalment-plan dues, fees ------------------------------------------------------------------

    def purchase(self, day: int, amount: int, kind: PurchaseKind) -> None:
        """Post a purchase or a cash advance; money overpaid before covers it first."""
        is_cash = kind is PurchaseKind.CASH
        self.owed += amount
        self._post(day, Kind.CASH if is_cash else Kind.PURCHASE, amount)
        self._add_principal(day, amount, CASH if is_cash else PURCHASES)
        if is_cash and self.terms.cash_fee:
            terms = self.terms.cash_fee
            fee = cash_fee(terms, amount, self.terms.round_to, self.terms.rounding)
            working = FeeWorking("cash-advance", terms.share, amount, "cash", terms.share * amount, terms.floor, terms.cap)
            self._add_fee(day, fee, FEE, Kind.FEE, working)

    def _add_principal(self, day: int, amount: int, part: str, instalment: bool = False) -> None:
        used = min(self.credit, amount)
        self.credit -= used
        if amount == used:
            return
        lot = self.new_lot(day, amount - used, part)
        lot.instalment = instalment
        lot.known = self.is_known
        self.unbilled.append(lot)

    def new_lot(self, day: int, amount: int, part: str) -> Lot:
        """Make the lot of something posted on `day`: cash bears at once, purchases wait for their test."""
        if part == CASH:
            return Lot(CASH, amount, day, self.cash_rate, Fate.BEARING, day)
        rate, deferred = self.rate_on(day)
        bearing = self.lost and not deferred and self._earlier_unpaid()
        lot = Lot(PURCHASES, amount, day, rate, Fate.BEARING if bearing else Fate.HELD, day)
        lot.deferred = deferred
        return lot

    def _earlier_unpaid(self) -> bool:
        groups = [self.rest, *(group.lots for group in self.past_due), *(s.lots for s in self.statements)]
        return any(lot.carried and lot.balance > 0 for group in groups for lot in group)

    def _add_fee(
        self,
        day: int,
        amount: int,
        part: str,
        kind: Kind,
        working: FeeWorking | None,
        unconfirmed: bool = False,
        known: bool = False,
    ) -> None:
        if amount <= 0:
            return
        self.owed += amount
        self._post(day, kind, amount, working, unconfirmed)
        used = min(self.credit, amount)
        self.credit -= used
        if amount > used:
            lot = Lot(part, amount - used, day, 0, Fate.FREE, NEVER)
            lot.known = known or self.is_known
            self.unbilled.append(lot)

    def post_plan_dues(self, day: int) -> None:
        """On the statement day, before it closes: each plan's instalment and its fee or interest."""
        for plan in self.plans:
            due = plan.bill(day)
            if due is None:
                continue
            was_known, self.is_known = self.is_known, self.is_known or plan.known
            if due.principal:
                self.owed += due.principal
                self._post(day, Kind.PURCHASE, due.principal, due.working)
                self._add_principal(day, due.principal, PURCHASES, instalment=True)
            self._add_fee(day, due.fee, FEE, Kind.FEE, due.fee_working)
            if due.interest:
                self._add_interest(day, due.interest, INTEREST, Kind.INTEREST, due.working)
            self.is_known = was_known
        self.plans = [plan for plan in self.plans if plan.left]

    def _add_interest(
        self,
        day: int,
        amount: int,
        part: str,
        kind: Kind,
        working: object,
        unconfirmed: bool = False,
        known: bool = False,
    ) -> None:
        self.owed += amount
        self._post(day, kind, amount, working, unconfirmed)
        used = min(self.credit, amount)
        self.credit -= used
        if amount > used:
            lot = Lot(part, amount - used, day, self.rate_on(day)[0], Fate.FREE, NEVER)
            lot.known = known or self.is_known
            lot.unconfirmed = unconfirmed
            self.unbilled.append(lot)

    def refund(self, day: int, amount: int, counts: bool, kind: Kind = Kind.REFUND) -> None:
        """Lower what is unbilled, the newest first, then the statement; the excess stays as credit."""
        self.owed -= amount
        self._post(day, kind, -amount if kind is Kind.ADJUSTMENT else amount)
        rest = amount
        for lot in sorted(self.unbilled, key=lambda lot: -lot.posted):
            if lot.part in (PURCHASES, CASH) and rest:
                taken = min(rest, lot.balance)
                lot.lower(taken, day, False, self.nightly)
                rest -= taken
        billed = [lot for lot in self.all_lots() if lot not in self.unbilled]
        for lot in reversed(in_group(billed, principal_first=False)):
            taken = min(rest, lot.balance)
            lot.lower(taken, day, False, self.nightly)
            rest -= taken
            for statement in self.statements:
                if lot in statement.lots:
                    statement.full_left -= taken
                    statement.min_left = min(statement.min_left, max(0, statement.full_left))
        if counts:
            for statement in self.statements:
                statement.min_left = max(0, statement.min_left - amount)
        self.credit += rest
        self._settle(day)

    def correct(self, day: int, owed: int) -> int:
        """Take the lender's figure at the start of `day`: return the difference that was posted."""
        difference = owed - self.owed
        if difference > 0:
            self.owed += difference
            self._post(day, Kind.ADJUSTMENT, difference)
            self._add_principal(day, difference, PURCHASES)
        elif difference < 0:
            self.refund(day, -difference, counts=False, kind=Kind.ADJUSTMENT)
        return difference

    # -- step 3: payments ---------------------------------------------------------------------------------------------

    def pay(self, day: int, amount: int) -> tuple[Split, ...]:
        """Take a payment: lower the lots in the order of the terms; the excess stays as credit."""
        split: dict[tuple[str, int], int] = {}
        left = amount
        if is_plain(self.terms.allocation):
            principal_first = self._principal_first(day)
            for group in self._groups():
                for lot in in_group(group, principal_first):
                    left = self._pay_lot(lot, left, day, split)
                    if not left:
                        break
                if not left:
                    break
        else:
            for limit, lots in self._custom_order(day):
                budget = left if limit is None else min(left, limit)
                left -= budget
                for lot in lots:
                    if not budget:
                        break
                    budget = self._pay_lot(lot, budget, day, split)
                left += budget
        if left:
            self.credit += left
            split["credit", 0] = left
        self.owed -= amount
        self._count(amount)
        self._settle(day)
        return tuple(Split(part, self._fraction(rate), paid) for (part, rate), paid in split.items())

    def _fraction(self, rate: int) -> Fraction:
        found = self._fractions.get(rate)
        if found is None:
            found = self._fractions[rate] = Fraction(rate, self.denominator)
        return found

    def _groups(self) -> list[list[Lot]]:
        return [
            *(group.lots for group in self.past_due),
            *(statement.lots for statement in self.statements),
            self.rest,
            self.unbilled,
        ]

    def _principal_first(self, day: int) -> bool:
        after = self.terms.allocation.principal_first_after_days
        return after is not None and self.days_past_due(day) >= after

    def _custom_order(self, day: int) -> list[tuple[int | None, list[Lot]]]:
        """Return (limit, lots in order) pairs for presets that allocate over the whole account."""
        terms = self.terms.allocation
        overdue = [lot for group in self.past_due for lot in in_group(group.lots, self._principal_first(day))]
        billed = [*(statement.lots for statement in self.statements), self.rest, self.unbilled]
        if terms.order:
            return [(None, overdue + by_parts(billed, [part for part in terms.order if part != "past-due"]))]
        minimum = max(self.past_due_left(), sum(statement.min_left for statement in self.statements))
        within = overdue + by_parts(billed, [part for part in terms.minimum if part != "past-due"])
        everything = [[lot for group in self._groups() for lot in group]]
        return [(minimum, within), (None, by_parts(everything, [terms.excess or "highest-rate"]))]

    def _pay_lot(self, lot: Lot, left: int, day: int, split: dict[tuple[str, int], int]) -> int:
        taken = min(left, lot.balance)
        if taken:
            lot.lower(taken, day, self.next_day, self.nightly)
            key = ("past-due " + lot.part if lot.penal else lot.part, lot.rate if lot.since < NEVER else 0)
            split[key] = split.get(key, 0) + taken
        return left - taken

    def _count(self, amount: int) -> None:
        for statement in self.statements:
            counted = min(amount, max(0, statement.full_left))
            statement.full_left -= counted
            statement.min_left = max(0, statement.min_left - counted)
            if not statement.taken_over:
                amount -= counted

    def _settle(self, day: int) -> None:
        """Let past-due groups that are paid leave; their runs wait for the next statement."""
        if not self.past_due:
            return
        for group in self.past_due:
            if group.left == 0:
                group.cleared = day
                self.rest += group.lots
        self.past_due = [group for group in self.past_due if group.cleared is None]

    # -- step 4 (the day-by-day reference only) -------------------------------------------------------------------------

    def night(self, day: int) -> None:
        """Accrue one night on every lot; the event-by-event run notes whole runs instead."""
        for lot in self.all_lots():
            lot.night(day, self.next_day)

    def _flush(self, end: int) -> None:
        if not self.nightly:
            for lot in self.all_lots():
                lot.flush(end)

    # -- step 5: the statement closes -----------------------------------------------------------------------------------

    def close(self, day: int) -> None:
        """Post interest, gather what is asked, set the minimum and the due date."""
        cut = day + 1 if self.terms.statement_day_interest == "current" else day
        self._post_interest(day, cut)
        due = self.due_after(day)
        kept: list[Lot] = []
        fresh: list[Lot] = []
        for lot in self.unbilled:
            next_one = lot.posted == day and lot.part == PURCHASES and not lot.instalment
            if next_one and self.terms.purchase_on_statement_day == "next":
                kept.append(lot)
            elif lot.balance or (lot.fate is Fate.BEARING and (lot.runs or lot.held_on == day)):
                fresh.append(lot)
        pay_nights = [
            lot.part_with_pay_night(day)
            for lot in self.rest
            if lot.fate is Fate.BEARING and (lot.runs or (lot.held_on == day and lot.since == day))
        ]
        carried = [lot for lot in self.rest if lot.balance or lot.runs]
        for lot in carried:
            lot.carried = True
            if self.retested and lot.part != CASH and lot.fate is Fate.BEARING:
                lot.fate = Fate.HELD
        asked, minimum = self._minimum(fresh, carried + self._taken_over())
        self.start_free_periods(fresh, day, due, cut)
        lots = _merged(carried) + fresh + pay_nights
        for lot in lots:
            lot.opening = lot.balance
        for group in self.past_due:
            for lot in group.lots:
                lot.opening = lot.balance
        self.unbilled, self.rest = kept, []
        self._note_statement(day, due, asked, minimum)
        if lots or asked.balance > 0:
            test_on = due + self.terms.grace_days
            self.statements.append(
                Statement(day, due, test_on, minimum.amount, minimum.amount, asked.balance, lots)
            )
            self.schedule(test_on, "test")
            self.schedule(due, "due")
        self.next_closing = self.closing_after(day)
        self.schedule(self.next_closing, "close")

    def _taken_over(self) -> list[Lot]:
        """Return what is left of statements whose test is still open but whose minimum is met: it is asked anew."""
        found: list[Lot] = []
        for statement in self.statements:
            if statement.min_left <= 0:
                statement.taken_over = True
                found += statement.lots
        return found

    def closing_after(self, day: int) -> int:
        """Return the first statement day later than `day`, by the days that are in force on it."""
        starts = [0, *(change.from_date.toordinal() for change in self.terms.dates)]
        for start, end in zip(starts, [*starts[1:], NEVER], strict=True):
            found = next_on_day(as_date(max(day, start - 1)), self._days(start)[0]).toordinal()
            if day < found < end:
                return found
        raise AssertionError("the last days in force have no end")

    def due_after(self, closed: int) -> int:
        """Return the due date of the statement closed then: the first due day after it."""
        return next_on_day(as_date(closed), self._days(closed)[1]).toordinal()

    def _days(self, day: int) -> tuple[int, int]:
        found = (self.terms.statement_day, self.terms.due_day)
        for change in self.terms.dates:
            if change.from_date.toordinal() <= day:
                found = (change.statement_day, change.due_day)
        return found

    def start_free_periods(self, fresh: list[Lot], closed: int, due: int, cut: int) -> None:
        """Set from when the lots first billed in a statement bear interest, if its test fails."""
        starts = {InterestFrom.POSTING: 0, InterestFrom.STATEMENT: closed + 1, InterestFrom.DUE: due + 1}
        start = starts[self.terms.interest_from]
        for lot in fresh:
            if lot.part in (INTEREST, PENALTY):
                if self.terms.compound is Compound.POSTED:
                    lot.fate, lot.since = Fate.HELD, due + 1
                elif self.terms.compound is Compound.DAILY:
                    lot.fate, lot.since = Fate.BEARING, cut
            elif lot.part == PURCHASES and lot.fate is Fate.HELD and start and not lot.deferred:
                lot.forget(start)

    def _post_interest(self, day: int, cut: int) -> None:
        """Collect what every lot has borne up to `cut`, and post interest and penalty, each rounded once."""
        found: tuple[list[Run], list[Run]] = ([], [])
        compound = [Fraction(0), Fraction(0)]
        unconfirmed = [False, False]
        known = [False, False]
        for lot in self.all_lots():
            if lot.fate is not Fate.BEARING:
                continue
            if not self.nightly:
                lot.flush(cut)
            runs = lot.collect(cut)
            if self.is_monthly:
                runs = [Run(cut - 1, cut, lot.opening, lot.rate, lot.penal, lot.part)] if lot.opening else []
            if not runs:
                continue
            unconfirmed[lot.penal] |= lot.unconfirmed
            known[lot.penal] |= lot.known
            found[lot.penal].extend(runs)
            if self.is_compounding:
                compound[lot.penal] += compounded(runs, self.denominator)
        brought, self.brought = self.brought, 0
        total = 0
        for index, kind, part in ((0, Kind.INTEREST, INTEREST), (1, Kind.PENALTY, PENALTY)):
            runs = found[index]
            amount = self._rounded(runs, compound[index], 0 if index else brought)
            if amount:
                working = self._working(runs, part, 0 if index else brought) if self.book.workings else None
                self._add_interest(day, amount, part, kind, working, unconfirmed[index], known[index])
                total += amount
        if self.fee_on_interest and self.terms.late_fee:
            self.fee_on_interest = False
            terms = self.terms.late_fee
            fee = late_fee(terms, total, self.missed_in_a_row, self.terms.round_to, self.terms.rounding)
            self._add_fee(day, fee, LATE_FEE, Kind.LATE_FEE, self._fee_working(total), self.late_unconfirmed)

    def _rounded(self, runs: list[Run], compound: Fraction, brought: int) -> int:
        terms = self.terms
        unit, mode = terms.round_to, terms.rounding
        if self.is_monthly:
            exact = sum(run.balance * run.rate for run in runs) * self.year_days
            return round_ratio(exact + brought * 12 * self.denominator, 12 * self.denominator, unit, mode)
        if self.is_compounding:
            return posted(compound + brought, unit, mode)
        if terms.round_at == "segment":
            pieces = (round_ratio(simple_numerator([run]), self.denominator, unit, mode) for run in joined(runs))
            return sum(pieces) + round_ratio(brought, 1, unit, mode)
        return round_ratio(simple_numerator(runs) + brought * self.denominator, self.denominator, unit, mode)

    def _working(self, runs: list[Run], part: str, brought: int) -> InterestWorking:
        terms = self.terms
        return InterestWorking(
            self._rule(part),
            tuple(runs),
            self.denominator,
            terms.round_to,
            terms.rounding,
            terms.round_at,
            "month" if self.is_monthly else "day compounded" if self.is_compounding else "day",
            1,
            self.year_days,
            Fraction(brought),
        )

    def _rule(self, part: str) -> str:
        if part == PENALTY:
            return "overdue-interest-line"
        if self.is_monthly:
            return "monthly-accrual"
        if self.is_compounding:
            return "daily-compounding"
        if self.terms.interest_on is InterestOn.FULL:
            return "statement-interest-full"
        due = self.terms.interest_from is InterestFrom.DUE
        return "huabei-interest-due" if due else "statement-interest-unpaid"

    def _minimum(self, fresh: list[Lot], carried: list[Lot]) -> tuple[Asked, Minimum]:
        def total(lots: list[Lot], *parts: str) -> int:
            return sum(lot.balance for lot in lots if lot.part in parts)

        instalments = sum(lot.balance for lot in fresh if lot.instalment)
        both = fresh + carried
        asked = Asked(
            new=total(fresh, PURCHASES) - instalments,
            carried=total(carried, PURCHASES),
            cash=total(both, CASH),
            instalments=instalments,
            fees=total(both, FEE, LATE_FEE),
            interest=total(both, INTEREST, PENALTY),
            past_due=self.past_due_left(),
            over_limit=max(0, self.owed - self.terms.limit),
        )
        return asked, minimum_payment(asked, self.terms.minimum, self.terms.round_to, self.terms.rounding)

    def _note_statement(self, day: int, due: int, asked: Asked, minimum: Minimum) -> None:
        if asked.balance <= 0:
            return
        working = None
        if self.book.workings:
            rule = self.terms.minimum
            working = MinimumWorking(
                asked.new,
                asked.carried,
                asked.cash,
                rule.share,
                rule.share if rule.carried_share is None else rule.carried_share,
                rule.share if rule.cash_share is None else rule.cash_share,
                minimum.shared,
                rule.floor,
                rule.floor_on,
                asked.instalments,
                asked.fees,
                asked.interest,
                asked.past_due,
                minimum.over_limit,
                asked.balance,
                minimum.amount,
            )
        self.book.statements.append(
            ClosedStatement(
                self.name, as_date(day), as_date(due), asked.balance, minimum.amount, asked.interest, asked.fees, working
            )
        )

    # -- step 6: the test at the end of due date + grace ----------------------------------------------------------------

    def test(self, day: int) -> None:
        """Paid in full, minimum met, or overdue: decide what the statement's lots bear and what is past due."""
        for statement in [found for found in self.statements if found.test_on == day]:
            self.statements.remove(statement)
            if not self.nightly:
                for lot in statement.lots:
                    lot.flush(day + 1)
            if statement.min_left <= 0 and statement.full_left <= self.terms.tolerance:
                self._passed(statement, day)
            else:
                self._failed(statement, day)

    def _passed(self, statement: Statement, day: int) -> None:
        """Paid in full: what was held back falls away, a tolerated rest moves on interest-free."""
        self.missed_in_a_row = 0
        for lot in statement.lots:
            if lot.fate is Fate.HELD and not lot.deferred:
                lot.runs = []
            if lot.balance:
                if lot.deferred or lot.part == CASH:
                    self.rest.append(lot)
                    continue
                moved = Lot(lot.part, lot.balance, day + 1, lot.rate, Fate.HELD, day + 1)
                if lot.since >= NEVER or lot.part in (INTEREST, PENALTY):
                    moved.fate, moved.since = Fate.FREE, NEVER
                moved.known = lot.known
                self.unbilled.append(moved)
                lot.balance = 0
            if lot.runs:
                self.rest.append(lot)

    def _failed(self, statement: Statement, day: int) -> None:
        """Not in full: held interest becomes due; below the minimum a part or all of it is past due."""
        unpaid_only = self.terms.interest_on is InterestOn.UNPAID
        for lot in statement.lots:
            if lot.fate is Fate.HELD and not lot.deferred:
                if unpaid_only:
                    start = lot.runs[0].start if lot.runs else lot.since
                    lot.runs = []
                    if lot.balance and start < day + 1:
                        lot.runs = self._nights(lot, start, day + 1)
                        lot.opening = lot.balance
                lot.fate = Fate.BEARING
            lot.unconfirmed |= statement.unconfirmed
        if self.lost:
            for lot in self.unbilled:
                if lot.fate is Fate.HELD and lot.part == PURCHASES and not lot.deferred:
                    lot.fate = Fate.BEARING
        if statement.min_left > 0:
            self._missed(statement, day)
        else:
            self.missed_in_a_row = 0
        for lot in statement.lots:
            lot.carried = True
        newer = self.statements[-1].lots if statement.taken_over and self.statements else self.rest
        newer += [lot for lot in statement.lots if lot.balance or lot.runs or lot.opening]

    def _nights(self, lot: Lot, start: int, end: int) -> list[Run]:
        return [Run(start, end, lot.balance, lot.rate, lot.penal, lot.part)]

    def _missed(self, statement: Statement, day: int) -> None:
        shortfall = statement.min_left
        self.missed_in_a_row += 1
        if self.terms.overdue_on is OverdueOn.WHOLE_STATEMENT:
            wanted = sum(lot.balance for lot in statement.lots)
        else:
            wanted = max(0, shortfall - self.past_due_left())
        amount = wanted
        overdue: list[Lot] = []
        for lot in in_group(statement.lots, self._principal_first(day)):
            taken = min(wanted, lot.balance)
            if taken:
                piece = lot.carve(taken, statement.due + 1, day + 1, self.penal_rate(lot.rate))
                piece.unconfirmed = statement.unconfirmed
                piece.opening = taken
                lot.opening = max(0, lot.opening - taken)
                overdue.append(piece)
                wanted -= taken
        if amount - wanted > 0:
            group = PastDue(statement.due, amount - wanted, overdue, statement.unconfirmed)
            self.past_due.append(group)
            self.spells.append(group)
        self._set_late_fee(shortfall, max(0, statement.full_left), day, statement.unconfirmed)

    def _set_late_fee(self, shortfall: int, unpaid: int, day: int, unconfirmed: bool) -> None:
        terms = self.terms.late_fee
        if terms is None:
            return
        self.late_unconfirmed = unconfirmed
        if terms.of == "interest":
            self.fee_on_interest = True
            return
        self.late_base = unpaid if terms.of == "unpaid" else shortfall
        self.schedule(day + 1, "late-fee")

    def post_late_fee(self, day: int) -> None:
        """Step 2 of the day after the test: the fee for the missed minimum."""
        terms = self.terms.late_fee
        if terms is None or not self.late_base:
            return
        fee = late_fee(terms, self.late_base, self.missed_in_a_row, self.terms.round_to, self.terms.rounding)
        working = self._fee_working(self.late_base)
        self._add_fee(day, fee, LATE_FEE, Kind.LATE_FEE, working, self.late_unconfirmed, known=not self.is_repaid())
        self.late_base = 0

    def _fee_working(self, base: int) -> FeeWorking | None:
        terms = self.terms.late_fee
        if terms is None or not self.book.workings:
            return None
        step = min(self.missed_in_a_row, len(terms.steps)) if terms.steps else None
        return FeeWorking("late-fee", terms.share, base, terms.of, terms.share * base, terms.floor, terms.cap, step)

    # -- the projection ---------------------------------------------------------------------------------------------

    def begin_projection(self) -> None:
        """From here on new purchases are not debts known today."""
        self.is_known = False
        for lot in self.all_lots():
            lot.known = True

    def is_repaid(self) -> bool:
        """Tell whether every debt known today is repaid and its residual interest billed and paid."""
        if self.plans:
            return False
        return not any(
            lot.known and (lot.balance or (lot.runs and lot.fate is Fate.BEARING)) for lot in self.all_lots()
        )

    def _post(self, day: int, kind: Kind, amount: int, working: object = None, unconfirmed: bool = False) -> None:
        if not self.silent:
            self.book.post(day, self.name, kind, amount, self.owed, working, None, unconfirmed)  # type: ignore[arg-type]


def _merged(lots: list[Lot]) -> list[Lot]:
    """Merge carried lots that nothing tells apart any more, so that a long life stays short."""
    found: dict[tuple[object, ...], Lot] = {}
    kept: list[Lot] = []
    for lot in lots:
        if lot.deferred or lot.runs:
            kept.append(lot)
            continue
        key = (lot.part, lot.rate, lot.fate, lot.since, lot.known, lot.unconfirmed)
        first = found.get(key)
        if first is None:
            found[key] = lot
            kept.append(lot)
        else:
            first.balance += lot.balance
            first.posted = min(first.posted, lot.posted)
            first.instalment = False
    return kept
