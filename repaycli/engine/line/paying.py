"""Step 3 for a line: a payment lowers its lots in the order of the terms."""

from repaycli.core.whole import apart, least, most, some
from repaycli.engine.ledger import Split
from repaycli.engine.line.state import Line, PastDue
from repaycli.engine.lots import NEVER, Lot
from repaycli.products.allocation import by_parts, in_group

Paid = tuple[str, int, int]
"""What a payment paid of a part at a rate (numerator): minor units."""


def pay(line: Line, day: int, amount: int) -> tuple[Split, ...]:
    """Take a payment: lower the lots in the order of the terms; the excess stays as credit."""
    split: list[Paid] = []
    left = amount
    past_due = [(group, group.left) for group in line.past_due if _is_outside(line, group)]
    if line.pays_by_statement:
        parts = apart(line.principal_first(day), amount)
        left = sum([_pay_groups(line, principal_first, part, day, split) for principal_first, part in parts])
    else:
        for limit, lots in _custom_order(line, day):
            budget = left if limit is None else least(left, limit)
            left -= budget
            for lot in lots:
                if not some(budget):
                    break
                budget = _pay_lot(line, lot, budget, day, split)
            left += budget
    if some(left):
        line.credit += left
        split.append(("credit", 0, left))
    line.owed -= amount
    _count(line, amount, [(group, before - group.left) for group, before in past_due])
    settle(line, day)
    return line.book.split(split, line.fraction)


def _pay_groups(line: Line, principal_first: bool, left: int, day: int, split: list[Paid]) -> int:
    """Pay group by group, each in its order; return what is left."""
    for group in line.groups():
        for lot in in_group(group, principal_first):
            left = _pay_lot(line, lot, left, day, split)
            if not some(left):
                return 0
    return left


def _custom_order(line: Line, day: int) -> list[tuple[int | None, list[Lot]]]:
    """Return (limit, lots in order) pairs for presets that allocate over the whole account."""
    terms = line.terms.allocation
    overdue = [lot for group in line.past_due for lot in in_group(group.lots, line.principal_first(day))]
    billed = [*(statement.lots for statement in line.statements), line.rest, line.unbilled]
    if terms.order:
        return [(None, overdue + by_parts(billed, [part for part in terms.order if part != "past-due"]))]
    minimum = most(line.past_due_left(), sum(statement.min_left for statement in line.statements))
    within = overdue + by_parts(billed, [part for part in terms.minimum if part != "past-due"])
    everything = [[lot for group in line.groups() for lot in group]]
    return [(minimum, within), (None, by_parts(everything, [terms.excess or "highest-rate"]))]


def _pay_lot(line: Line, lot: Lot, left: int, day: int, split: list[Paid]) -> int:
    taken = least(left, lot.balance) if some(lot.balance) else 0
    if not some(taken):
        return left
    lot.lower(taken, day, line.next_day, line.nightly)
    split.append(("past-due " + lot.part if lot.penal else lot.part, lot.rate if lot.since < NEVER else 0, taken))
    return left - taken


def _is_outside(line: Line, group: PastDue) -> bool:
    """Tell whether an open statement does not ask for a past-due group: it fell past due after that one had closed."""
    return any(group not in statement.includes for statement in line.statements)


def _count(line: Line, amount: int, past_due: list[tuple[PastDue, int]]) -> None:
    """Count a payment towards the open statements, but for what it paid of past-due sums that they do not ask for."""
    for statement in line.statements:
        outside = sum([paid for group, paid in past_due if group not in statement.includes]) if past_due else 0
        counted = least(most(0, amount - outside), most(0, statement.full_left))
        statement.full_left -= counted
        statement.min_left = most(0, statement.min_left - counted)
        if not statement.taken_over:
            amount -= counted


def settle(line: Line, day: int) -> None:
    """Let past-due groups that are paid leave; their runs wait for the next statement."""
    if not line.past_due:
        return
    for group in line.past_due:
        if not any(some(lot.balance) for lot in group.lots):
            group.cleared = day
            line.rest += group.lots
    line.past_due = [group for group in line.past_due if group.cleared is None]
