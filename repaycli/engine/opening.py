"""How an account stands at `as_of`: the file's statements and purchases turned into lots.

Entries dated before `as_of` move no money; they only say when things were posted or paid, so that interest which is
still undecided runs from the right days. A statement's purchases without dates count as posted in the middle of its
cycle.
"""

from collections.abc import Sequence

from repaycli.core.nouns import NamedTuple
from repaycli.core.text import Text, text
from repaycli.engine.book import as_date
from repaycli.engine.ledger import Notice
from repaycli.engine.line.closing import start_free_periods
from repaycli.engine.line.paying import pay
from repaycli.engine.line.posting import change_lot
from repaycli.engine.line.state import Line, PastDue, Statement
from repaycli.engine.line.verdict import test
from repaycli.engine.lots import BEARING, FREE, HELD, NEVER, Lot
from repaycli.products.accounts import Payment, Purchase
from repaycli.products.allocation import CASH, FEE, INTEREST, PURCHASES
from repaycli.products.minimum import Asked, stated_in_full
from repaycli.products.terms import InterestFrom, OpenStatement, PurchaseKind


def open_line(line: Line, purchases: Sequence[Purchase], payments: Sequence[Payment], as_of: int) -> None:
    """Set a line up as its file says it stood at the start of `as_of`."""
    terms = line.terms
    nightly, line.nightly, line.silent = line.nightly, False, True
    facts = sorted((item for item in purchases if item.kind is not PurchaseKind.REFUND), key=lambda item: item.posted)
    statements = sorted(terms.statement, key=lambda item: item.closed)
    for statement in statements:
        _replay_tests(line, statement.closed.toordinal())
        _open_statement(line, statement, facts, payments, as_of)
    _replay_tests(line, as_of)
    last = statements[-1].closed.toordinal() if statements else None
    _open_unbilled(line, facts, last, as_of)
    _replay_rates(line, as_of)
    for lot in line.all_lots():
        lot.flush(as_of)
        if terms.accrued is not None:
            lot.forget(max(lot.since, as_of))
    line.brought, line.brought_on = terms.accrued or 0, as_of
    line.nightly, line.silent = nightly, False
    line.next_closing = line.closing_after(as_of if last == as_of else as_of - 1)
    line.schedule_closing()
    for statement in line.statements:
        line.schedule(statement.test_on, "test")
        if statement.due >= as_of:
            line.schedule(statement.due, "due")
    for change in terms.rates:
        if change.from_date.toordinal() > as_of:
            line.schedule(change.from_date.toordinal(), "rate")


def _replay_tests(line: Line, before: int) -> None:
    for statement in list(line.statements):
        if statement.test_on < before:
            test(line, statement.test_on)
            if statement.test_on + 1 < before:
                line.late_base = 0


def _replay_rates(line: Line, as_of: int) -> None:
    """Let what was posted before a dated rate began bear it from then on: lots are opened at the rate of their day."""
    for change in line.terms.rates:
        begins = change.from_date.toordinal()
        if begins > as_of:
            break
        for lot in line.all_lots():
            if lot.posted < begins:
                change_lot(line, lot, change)
                lot.reprice(begins)


def _cycle(line: Line, closed: int) -> tuple[int, int]:
    """Return the first and last posting day of the statement closed then."""
    start = line.closing_before(closed)
    if line.terms.purchase_on_statement_day == "next":
        return start, closed - 1
    return start + 1, closed


def _open_statement(
    line: Line, facts: OpenStatement, purchases: Sequence[Purchase], payments: Sequence[Payment], as_of: int
) -> None:
    terms = line.terms
    closed, due = facts.closed.toordinal(), facts.due.toordinal()
    cut = closed + 1 if terms.statement_day_interest == "current" else closed
    first, last = _cycle(line, closed)
    inherited = _inherit(line, facts, cut)
    principal = facts.balance - facts.interest - facts.fees - inherited.amount
    listed = [item for item in purchases if first <= item.posted.toordinal() <= last]
    fresh = _lots(line, listed, principal)
    for lot in fresh:
        if lot.part == CASH:
            lot.forget(cut)
    rest = principal - sum(lot.balance for lot in fresh)
    lots = [*inherited.lots, *fresh]
    if rest > 0 and terms.revolving and not inherited.amount:
        carried = Lot(PURCHASES, rest, first - 1, line.rate_on(first)[0], BEARING, cut)
        carried.carried = True
        if line.retested:
            carried.fate = HELD
        lots.insert(0, carried)
    elif rest > 0:
        middle = first + (last - first) // 2
        assumed = line.new_lot(middle, rest, PURCHASES)
        lots.append(assumed)
        fresh.append(assumed)
        if terms.interest_from is InterestFrom.POSTING and not facts.included:
            line.book.notices.append(Notice("assumed-posting", line.name, _assumed(facts, rest, middle)))
    for part, amount in ((INTEREST, facts.interest), (FEE, facts.fees)):
        if amount:
            lot = Lot(part, amount, closed, line.rate_on(closed)[0] if part == INTEREST else 0, FREE, NEVER)
            lots.append(lot)
            fresh.append(lot)
    start_free_periods(line, fresh, closed, due, cut)
    for lot in lots:
        lot.opening = lot.balance
        lot.known = True
    line.owed += facts.balance - inherited.amount
    test_on = due + terms.grace_days
    line.statements.append(Statement(closed, due, test_on, facts.minimum, facts.balance, lots, inherited.past_due))
    if terms.shared_limit:
        late = sum(group.left for group in inherited.past_due)
        asked = Asked(facts.balance - facts.interest - facts.fees - late, fees=facts.fees, interest=facts.interest)
        line.statements[-1].in_full = stated_in_full(facts.minimum - late, asked, terms.minimum)
    left = facts.paid
    dated: list[tuple[int, int]] = []
    for payment in sorted(payments, key=lambda item: item.on):
        day = payment.on.toordinal()
        if closed <= day < as_of and left:
            dated.append((day, min(left, payment.amount)))
            left -= dated[-1][1]
    if left:
        pay(line, closed, left)
    for day, amount in dated:
        _replay_tests(line, day)
        pay(line, day, amount)


class _Inherited(NamedTuple):
    """What a statement's balance holds of older ones that are `included` in it."""

    lots: list[Lot]
    past_due: list[PastDue]
    amount: int


def _inherit(line: Line, facts: OpenStatement, cut: int) -> _Inherited:
    """Take what is left of older statements into a newer one whose balance holds it; its interest so far is printed.

    What was paid in between and stated nowhere is the difference to the newer balance.
    """
    closed = facts.closed.toordinal()
    older = {item.due.toordinal() for item in line.terms.statement if item.included and item.closed < facts.closed}
    past_due = [group for group in line.past_due if group.due in older]
    lots = [*line.rest, *line.unbilled] if older else []
    amount = sum(lot.balance for lot in lots) + sum(group.left for group in past_due)
    excess = amount - (facts.balance - facts.interest - facts.fees)
    if excess > 0 and older:
        pay(line, closed, excess)
        return _inherit(line, facts, cut)
    if lots:
        line.rest, line.unbilled = [], []
    for lot in lots:
        lot.carried = True
        if line.retested and lot.part != CASH and lot.fate is BEARING:
            lot.fate = HELD
    for lot in [*lots, *(lot for group in past_due for lot in group.lots)]:
        lot.flush(cut)
        lot.runs = []
    return _Inherited([lot for lot in lots if lot.balance], [group for group in past_due if group.left], amount)


def _assumed(facts: OpenStatement, amount: int, middle: int) -> Text:
    return text(
        "the statement of {closed} does not say when {amount} of its purchases were posted: "
        "the middle of its cycle, {middle}, is assumed; list them as `purchase` to be exact",
        closed=facts.closed,
        amount=amount,
        middle=as_date(middle),
    )


def _lots(line: Line, listed: Sequence[Purchase], total: int) -> list[Lot]:
    """Make the lots of listed purchases, up to `total`; what is above was paid before, the oldest first."""
    excess = max(0, sum(item.amount for item in listed) - total)
    lots: list[Lot] = []
    for item in listed:
        paid = min(excess, item.amount)
        excess -= paid
        if item.amount > paid:
            part = CASH if item.kind is PurchaseKind.CASH else PURCHASES
            lot = line.new_lot(item.posted.toordinal(), item.amount - paid, part)
            lot.known = True
            lots.append(lot)
    return lots


def _open_unbilled(line: Line, purchases: Sequence[Purchase], last: int | None, as_of: int) -> None:
    if last is None:
        first = 0
    else:
        first = last if line.terms.purchase_on_statement_day == "next" else last + 1
    listed = [item for item in purchases if first <= item.posted.toordinal() < as_of]
    lots = _lots(line, listed, line.terms.unbilled)
    rest = line.terms.unbilled - sum(lot.balance for lot in lots)
    if rest > 0:
        lots.append(line.new_lot(as_of, rest, PURCHASES))
    for lot in lots:
        lot.known = True
    line.unbilled += lots
    line.owed += line.terms.unbilled
