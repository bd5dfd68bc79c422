"""Step 6 for a line: at the end of due date + grace a statement is paid in full, met, or overdue."""

from repaycli.core.whole import apart, every, least, most, never, no_more, opposite, pick, some
from repaycli.engine.line.posting import bearing_where
from repaycli.engine.line.state import Line, PastDue, Statement
from repaycli.engine.lots import BEARING, FREE, HELD, NEVER, Lot
from repaycli.products.allocation import CASH, INTEREST, PENALTY, PURCHASES, in_group
from repaycli.products.interest import Run, joined
from repaycli.products.terms import InterestOn, OverdueOn


def test(line: Line, day: int) -> None:
    """Paid in full, minimum met, or overdue: decide what the statement's lots bear and what is past due."""
    for statement in [found for found in line.statements if found.test_on == day]:
        line.statements.remove(statement)
        if not line.nightly:
            for lot in statement.lots:
                lot.flush(day + 1)
        missed = pick(no_more(statement.min_left, 0), 0, line.missed_in_a_row + 1)
        line.missed_in_a_row = pick(no_more(1, statement.there), missed, line.missed_in_a_row)
        passes = no_more(statement.min_left, 0) & no_more(statement.full_left, line.terms.tolerance)
        if every(passes):
            _passed(line, statement, day)
        elif never(passes):
            _failed(line, statement, day)
        else:
            passed, failed = statement.parted(passes)
            _passed(line, passed, day)
            _failed(line, failed, day)
        if line.unbilled and not every(passes) and line.lost:
            _lose_free_period(line, opposite(passes))


def _passed(line: Line, statement: Statement, day: int) -> None:
    """Paid in full: what was held back falls away, a tolerated rest moves on interest-free."""
    for lot in statement.lots:
        if lot.fate is HELD and not lot.deferred:
            lot.runs = []
        is_over = no_more(lot.balance + sum([run.balance for run in lot.runs]), 0)
        lot.opening = pick(is_over, 0, lot.opening)
        if some(lot.balance):
            if lot.deferred or lot.part == CASH:
                lot.carried = True
                line.rest.append(lot)
                continue
            moved = Lot(lot.part, lot.balance, day + 1, lot.rate, HELD, day + 1)
            if lot.since >= NEVER or lot.part in (INTEREST, PENALTY):
                moved.fate, moved.since = FREE, NEVER
            moved.known = lot.known
            line.unbilled.append(moved)
            lot.balance = 0
        if lot.runs:
            line.rest.append(lot)


def _failed(line: Line, statement: Statement, day: int) -> None:
    """Not in full: held interest becomes due; below the minimum a part or all of it is past due."""
    unpaid_only = line.terms.interest_on is InterestOn.UNPAID
    for lot in statement.lots:
        if lot.fate is HELD and not lot.deferred:
            if unpaid_only:  # back to its posting, each day at the rate that was in force on it
                lot.runs = joined([_unpaid(run, lot) for run in lot.runs]) if some(lot.balance) else []
                lot.opening = lot.balance  # by the month, too, what was paid by the test bears none
            lot.fate = BEARING
        lot.unconfirmed |= statement.unconfirmed
    if some(statement.min_left):
        _missed(line, statement, day)
    for lot in statement.lots:
        lot.carried = True
    newer = line.statements[-1].lots if statement.taken_over and line.statements else line.rest
    newer += [lot for lot in statement.lots if some(lot.balance) or lot.runs or some(lot.opening)]


def _unpaid(run: Run, lot: Lot) -> Run:
    """Return the days of a run on what is left of the lot; no more than stood: a night before may be borne apart."""
    return run._replace(balance=pick(no_more(lot.balance, run.balance), lot.balance, run.balance))


def _lose_free_period(line: Line, failed: bool) -> None:
    """From now on what is not billed yet bears interest, too."""
    unbilled, line.unbilled = line.unbilled, []
    for lot in unbilled:
        if lot.fate is HELD and lot.part == PURCHASES and not lot.deferred:
            line.unbilled += bearing_where(lot, failed)
        else:
            line.unbilled.append(lot)


def _missed(line: Line, statement: Statement, day: int) -> None:
    shortfall = statement.min_left
    is_met = no_more(shortfall, 0)
    if line.terms.overdue_on is OverdueOn.WHOLE_STATEMENT:
        wanted = pick(is_met, 0, sum(lot.balance for lot in statement.lots))
    else:
        wanted = most(0, shortfall - sum(group.left for group in statement.includes))
    amount = wanted
    overdue: list[Lot] = []
    for principal_first, part in apart(line.principal_first(day), wanted):
        left = part
        for lot in in_group(statement.lots, principal_first):
            taken = least(left, lot.balance)
            if some(taken):
                piece = lot.carve(taken, statement.due + 1, day + 1, line.penal_rate)
                piece.unconfirmed = statement.unconfirmed
                piece.opening = taken
                lot.opening = most(0, lot.opening - taken)
                overdue.append(piece)
                left -= taken
        wanted -= part - left
    if some(amount - wanted):
        group = PastDue(statement.due, amount - wanted, overdue, shortfall, statement.full_left, statement.unconfirmed)
        line.past_due.append(group)
        line.spells.append(group)
    _set_late_fee(line, statement, shortfall, day)


def _set_late_fee(line: Line, statement: Statement, shortfall: int, day: int) -> None:
    terms = line.terms.late_fee
    if terms is None:
        return
    is_met = no_more(shortfall, 0)
    line.late_unconfirmed = statement.unconfirmed
    line.late_minimum = pick(is_met, line.late_minimum, statement.minimum)
    if terms.of == "interest":
        line.fee_on_interest = shortfall > 0
        return
    line.late_base = pick(is_met, line.late_base, most(0, statement.full_left) if terms.of == "unpaid" else shortfall)
    line.schedule(day + 1, "late-fee")
