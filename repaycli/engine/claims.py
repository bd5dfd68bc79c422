"""What accounts ask for on a day: past-due sums, minimums, statements in full, instalments."""

from collections.abc import Mapping

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
        rate = debt.daily_rate(day)
        days = debt.days_past_due(day)
        late = debt.past_due_left() if isinstance(debt, Line) else debt.past_due_left(day)
        if late > 0:
            past_due.append(Claim(name, late, late, days, day - days, rate, isinstance(debt, Line)))
        if isinstance(debt, Line):
            ahead = 0  # a payment meets older open statements first
            for found in debt.statements:
                if found.due <= day and found.min_left + found.full_left > 0:
                    before = ahead + debt.past_due_outside(found)
                    minimum = before + found.min_left if found.min_left else 0
                    due.append(Claim(name, minimum, before + found.full_left, 0, found.due, rate, True))
                ahead += 0 if found.taken_over else max(0, found.full_left)
            if late <= 0 and not any(found.due <= day for found in debt.statements):
                asking.discard(name)
        else:
            open_due = debt.due_left()
            if open_due:
                first = min(found.due for found in debt.dues if not found.is_past_due)
                due.append(Claim(name, open_due, open_due, 0, first, rate, False))
            if late <= 0 and not open_due:
                asking.discard(name)
    return past_due, due


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
        if left > 0:
            missing[name] = left
    return missing
