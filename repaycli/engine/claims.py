"""What accounts ask for on a day: past-due sums, minimums, statements in full, instalments."""

from collections.abc import Mapping

from repaycli.core.whole import every, most, no_more, pick, some
from repaycli.engine.line.state import Line
from repaycli.engine.loan.state import Instalments
from repaycli.engine.position import Claim

Debt = Line | Instalments


def claims(debts: Mapping[str, Debt], asking: set[str], day: int) -> tuple[list[Claim], list[Claim]]:
    """Return what is past due, and what fell due and is still open; accounts that ask for nothing leave `asking`."""
    past_due: list[Claim] = []
    due: list[Claim] = []
    for name in sorted(asking):
        debt = debts[name]
        asks = _line(debt, day, past_due, due) if isinstance(debt, Line) else _loan(debt, day, past_due, due)
        if not asks:
            asking.discard(name)
    return past_due, due


def _line(line: Line, day: int, past_due: list[Claim], due: list[Claim]) -> bool:
    """Add a line's claims; tell whether it asks for something, or a statement of it that fell due is still open."""
    late = line.past_due_left()
    if some(late):
        past_due.append(_late(line, late, day))
    ahead, is_open = 0, False  # a payment meets older open statements first
    for found in line.statements:
        if found.due <= day:
            is_open = True
            left = found.min_left + found.full_left
            if not every(no_more(left, 0)):
                before = ahead + line.past_due_outside(found)
                minimum = pick(no_more(found.min_left, 0), 0, before + found.min_left)
                full = pick(no_more(left, 0), 0, before + found.full_left)
                due.append(Claim(line.name, minimum, full, 0, found.due, line.daily_rate(day), True))
        if not found.taken_over:
            ahead += most(0, found.full_left)
    return some(late) or is_open


def _loan(loan: Instalments, day: int, past_due: list[Claim], due: list[Claim]) -> bool:
    """Add a loan's claims; tell whether there are any."""
    late, open_due = loan.past_due_left(day), loan.due_left()
    if some(late):
        past_due.append(_late(loan, late, day))
    if some(open_due):
        first = 0
        for found in reversed(loan.dues):
            if not found.is_past_due:
                first = pick(no_more(1, found.there), found.due, first)
        due.append(Claim(loan.name, open_due, open_due, 0, first, loan.daily_rate(day), False))
    return some(late) or some(open_due)


def _late(debt: Debt, late: int, day: int) -> Claim:
    days = debt.days_past_due(day)
    return Claim(debt.name, late, late, days, day - days, debt.daily_rate(day), isinstance(debt, Line))


def asks_on(debt: Debt, day: int) -> bool:
    """Tell whether something of an account falls due that day: a pause or a bullet's middle asks for nothing."""
    if isinstance(debt, Line):
        return any(statement.due == day for statement in debt.statements)
    return any(due.due == day and not due.is_past_due for due in debt.dues)


def unmet(debts: Mapping[str, Debt], asking: set[str], day: int) -> dict[str, int]:
    """Return what is still missing, by account, of what had to be paid on its due date `day`; minor units."""
    missing: dict[str, int] = {}
    for name in sorted(asking):
        debt = debts[name]
        if isinstance(debt, Line):
            left = sum(found.min_left for found in debt.statements if found.due == day)
        else:
            left = sum(due.left for due in debt.dues if not due.is_past_due and due.due == day)
        if not every(no_more(left, 0)):
            missing[name] = most(0, left)
    return missing
