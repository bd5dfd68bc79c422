"""Steps 0, 2 and 6 for a loan: dated rates, instalments that fall due, penalty, the test, the late fee."""

from repaycli.core.text import Text
from repaycli.core.whole import every, least, most, never, no_more, pick, some
from repaycli.engine.book import as_date
from repaycli.engine.ledger import FallenDue, Kind
from repaycli.engine.loan.due import Due
from repaycli.engine.loan.paying import pay_due, post_penalty
from repaycli.engine.loan.state import Instalments
from repaycli.engine.workings import FeeWorking, InstalmentWorking
from repaycli.products.charges import Missed, late_fee
from repaycli.products.terms import Repayment

_RULES = {
    Repayment.LEVEL: "level-instalment",
    Repayment.EQUAL_PRINCIPAL: "equal-principal",
    Repayment.INTEREST_FIRST: "interest-first",
    Repayment.BULLET: "bullet",
}


def change_rate(loan: Instalments, day: int) -> None:
    """Step 0: a dated rate begins; the level instalment follows from the next due date on."""
    loan.flush_all(day)
    loan.feel_rate(next(change for change in loan.terms.rates if change.from_date.toordinal() == day))


def fall_due(loan: Instalments, day: int) -> None:
    """Post the period's interest and fee, set the instalment apart, and apply money held for it."""
    if not some(loan.principal):
        return
    loan.flush_all(day)
    post_penalty(loan, day, loan.principal)
    if loan.bills_nothing(day, loan.remaining):
        loan.deferred += loan.as_months(loan.runs, day)
        loan.runs = []
        loan.remaining -= 0 if loan.is_paused(day) else 1
    else:
        _bill(loan, day)
    loan.count += 1
    loan.previous_due, loan.whole_period = day, 1
    if some(loan.principal):
        loan.next_due = loan.due_number(loan.count)
        loan.schedule(loan.next_due, "due")


def _bill(loan: Instalments, day: int) -> None:
    terms = loan.terms
    runs = loan.as_months(loan.runs, day)
    interest = loan.round_runs(runs)
    scheduled = terms.schedule[loan.scheduled] if loan.scheduled < len(terms.schedule) else None
    by_lender = scheduled is not None and loan.is_on_schedule()
    if scheduled is not None and by_lender:
        interest = scheduled.interest
    before, level = loan.principal, loan.level if terms.repayment is Repayment.LEVEL else None
    principal = loan.principal_part(interest)
    if loan.deferred:
        runs = [*loan.deferred, *runs]
        interest = loan.round_runs(runs)
    due = Due(day, principal, interest, since=day, begins=loan.previous_due)
    due.there = pick(no_more(before, 0), 0, 1)
    due.principal += loan.tolerated
    loan.tolerated = 0
    if some(interest):
        by_lender &= not loan.deferred
        by_months = any(run.months for run in runs)
        rule = "lender-schedule" if by_lender else "monthly-accrual" if by_months else "actual-days"
        loan.owed += interest
        working = loan.interest_working(rule, [] if by_lender else runs)
        loan.book.post(day, loan.name, Kind.INTEREST, interest, loan.owed, working)
    fee = loan.instalment_fee()
    if some(fee):
        due.fee = fee
        loan.owed += fee
        loan.book.post(day, loan.name, Kind.FEE, fee, loan.owed, _fee_working(loan))
    loan.runs, loan.deferred = [], []
    loan.principal -= principal
    loan.remaining -= 1
    loan.scheduled += 1
    loan.dues.append(due)
    loan.book.fallen_due.append(
        FallenDue(
            as_date(day),
            loan.name,
            due.fee,
            InstalmentWorking(_RULES[terms.repayment], before, loan.remaining + 1, level, principal, interest),
        )
    )
    if some(loan.held):
        used = least(loan.held, due.left)
        loan.held, loan.waiting = loan.held - used, 0
        pay_due(loan, due, used, day, [])
    loan.schedule(day + terms.grace_days, "test")


def _fee_working(loan: Instalments) -> FeeWorking | None:
    fee = loan.terms.fee_per_instalment
    if fee is None or fee.amount or not loan.book.workings:
        return None
    base = loan.original if fee.of == "original" else loan.principal
    return FeeWorking("instalment-fee", fee.share, base, "principal", fee.share * base)


def test(loan: Instalments, day: int) -> None:
    """Paid in time, within the tolerance, or past due from its due date on."""
    for due in [found for found in loan.dues if not found.is_past_due and found.due + loan.terms.grace_days == day]:
        passes = no_more(due.left, loan.terms.tolerance)
        missed = pick(passes, 0, loan.missed_in_a_row + 1)
        loan.missed_in_a_row = pick(no_more(1, due.there), missed, loan.missed_in_a_row)
        if never(passes):
            _miss(loan, due, day)
            continue
        place = loan.dues.index(due)
        del loan.dues[place]
        on_time, late = due.parted(passes)
        runs_on = no_more(1, loan.principal)
        loan.tolerated += pick(runs_on, on_time.left, 0)
        if some(pick(runs_on, 0, on_time.left)):  # no instalment follows: the little that is left stays asked for
            loan.dues.append(on_time if never(runs_on) else on_time.parted(runs_on)[1])
        if not every(passes):
            loan.dues.insert(place, late)
            _miss(loan, late, day)


def _miss(loan: Instalments, due: Due, day: int) -> None:
    if not loan.nightly:
        loan.flush_due(due, day + 1)
    due.is_past_due = True
    due.amount = due.left
    loan.spells.append(due)
    terms = loan.terms.late_fee
    if terms:
        base = due.interest if terms.of == "interest" else due.left
        loan.late.append((day + 1, base, due.unconfirmed))
        loan.schedule(day + 1, "late-fee")


def post_late_fee(loan: Instalments, day: int) -> None:
    """Step 2 of the day after the test."""
    terms = loan.terms.late_fee
    for _, base, unconfirmed in [item for item in loan.late if item[0] == day]:
        assert terms is not None
        fee = late_fee(terms, Missed(base, loan.missed_in_a_row, base), loan.terms.round_to, loan.terms.rounding)
        target = next((due for due in reversed(loan.dues) if due.is_past_due), None)
        if not some(fee) or target is None:
            continue
        target.fee += fee
        loan.owed += fee
        working = FeeWorking("late-fee", terms.share, base, terms.of, terms.share * base, terms.floor, terms.cap)
        loan.book.post(day, loan.name, Kind.LATE_FEE, fee, loan.owed, working, unconfirmed=unconfirmed)
    loan.late = [item for item in loan.late if item[0] != day]


def correct(loan: Instalments, day: int, owed: int, note: Text | None) -> int:
    """Take the lender's figure at the start of `day`: a difference is principal of that day."""
    difference = owed - loan.owed
    if difference:
        loan.flush_all(day)
        loan.whole_period = 0
        moved = most(difference, -loan.principal)
        loan.principal += moved
        loan.credit += moved - difference
        loan.owed = loan.sum_of_pieces()
        loan.book.post(day, loan.name, Kind.ADJUSTMENT, difference, loan.owed, note=note)
    return difference
