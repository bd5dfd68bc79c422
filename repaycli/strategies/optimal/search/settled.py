"""By when nothing of a plan is late any more. Up to then being late can be counted alone, in a program that is much smaller.

What a plan does up to a day is a plan for the time up to that day, and is no later there than in the whole time. So if no plan
for the shorter time is less late than one is in the whole of it, none is in the whole time; and one that is as late as it is
late after that day in nothing.
"""

from collections.abc import Iterable, Iterator

from repaycli.engine.line.state import Line
from repaycli.engine.loan.state import Instalments
from repaycli.engine.run import Run
from repaycli.strategies.optimal.program.moves import income_days

Debt = Line | Instalments

_BEFORE = 200
"""Statements that closed up to so many days before today may be in their days of grace, counted high."""


def settled_by(runs: Iterable[Run], last: int) -> int:
    """Return the last day on which something was past due, or not met on its day, in some of the runs up to `last`."""
    found = [0]
    for run in runs:
        found += [day for day, _ in run.postponed]
        for debt in run.debts.values():
            found += [last if spell.cleared is None else spell.cleared for spell in debt.spells]
    return min(last, max(found))


def apart(state: Run, day: int, last: int) -> int:
    """Return the first day from `day` on, at most `last`, before an income and with no due in its days of grace at its end.

    At the end of a day of grace a due that is met later would count as missed; and what is spent from one income to the next is
    either known whole or not. `state` stands at today's payments.
    """
    spans = [span for debt in state.debts.values() for span in _in_grace(debt, last)]
    for income in income_days(state, last):
        if day < income and not any(due < income <= end for due, end in spans):
            return income - 1
    return last


def _in_grace(debt: Debt, last: int) -> Iterator[tuple[int, int]]:
    """Yield due dates up to a day with the ends of their days of grace: of all that may be due, whatever is repaid by then."""
    grace = debt.terms.grace_days
    if not grace:
        return
    if isinstance(debt, Instalments):
        dues, count = [*(due.due for due in debt.dues), debt.next_due], debt.count
        while dues[-1] <= last:
            count += 1
            dues.append(debt.due_number(count))
    else:
        closings = [debt.closing_before(debt.next_closing - _BEFORE)]
        while closings[-1] <= last:
            closings.append(debt.closing_after(closings[-1]))
        dues = [debt.due_after(closed) for closed in closings]
        yield from ((found.due, found.test_on) for found in debt.statements)
    yield from ((due, due + grace) for due in dues)
