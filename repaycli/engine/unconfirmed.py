"""Due dates before today for which nothing was recorded: treated as unpaid, and said so."""

from bisect import bisect_left
from collections.abc import Sequence

from repaycli.engine.book import as_date
from repaycli.engine.ledger import Unconfirmed
from repaycli.engine.line.state import Line
from repaycli.engine.loan.state import Instalments
from repaycli.products.terms import Autopay


def _nothing_recorded(paid_on: Sequence[int], first: int, last: int) -> bool:
    """Tell whether no payment was recorded from `first` to `last`, given the days of all, in order."""
    place = bisect_left(paid_on, first)
    return place == len(paid_on) or paid_on[place] > last


def _sweeps(debt: Line | Instalments) -> bool:
    return debt.terms.autopay not in (False, Autopay.OFF)


def mark_unconfirmed(debt: Line | Instalments, paid_on: Sequence[int], as_of: int, day: int) -> None:
    """Before a test in the replayed past: mark what it is going to find unpaid though nobody said so.

    What fell due before `as_of` was said: the file states what was paid of it.
    """
    if _sweeps(debt):
        return
    if isinstance(debt, Line):
        for found in debt.statements:
            if found.test_on == day and found.due >= as_of and _nothing_recorded(paid_on, found.closed, day):
                found.unconfirmed = True
    else:
        for due in debt.dues:
            tested = not due.is_past_due and due.due + debt.terms.grace_days == day
            if tested and due.due >= as_of and _nothing_recorded(paid_on, due.begins + 1, day):
                due.unconfirmed = True


def find_unconfirmed(debt: Line | Instalments, paid_on: Sequence[int], as_of: int, today: int) -> list[Unconfirmed]:
    """Return the unconfirmed due dates of an account as it stands on `today`, those still in their grace too.

    A due that a later payment reached is a question no more: somebody recorded what was paid of it.
    """
    sweeps = _sweeps(debt)
    _forget_answered(debt)
    found: list[Unconfirmed] = []
    if isinstance(debt, Line):
        groups = [group for group in debt.past_due if group.unconfirmed]
        found += [Unconfirmed(debt.name, as_date(group.due), group.asked_in_full, group.asked) for group in groups]
        for statement in debt.statements:
            is_open = as_of <= statement.due < today and statement.min_left > 0 and not sweeps
            if is_open and _nothing_recorded(paid_on, statement.closed, today):
                statement.unconfirmed = True
                asked = Unconfirmed(debt.name, as_date(statement.due), statement.full_left, statement.min_left)
                found.append(asked)
        return found
    for due in debt.dues:
        is_open = not due.is_past_due and as_of <= due.due < today and not sweeps
        if is_open and _nothing_recorded(paid_on, due.begins + 1, today):
            due.unconfirmed = True
        if due.unconfirmed:
            asked = due.amount if due.is_past_due else due.left
            found.append(Unconfirmed(debt.name, as_date(due.due), asked, asked))
    return found


def _forget_answered(debt: Line | Instalments) -> None:
    if isinstance(debt, Line):
        for group in debt.past_due:
            group.unconfirmed = group.unconfirmed and group.left >= group.amount
        return
    for due in debt.dues:
        if due.is_past_due:
            due.unconfirmed = due.unconfirmed and due.left - due.penalty >= due.amount
