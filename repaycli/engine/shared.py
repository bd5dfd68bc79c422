"""Limits that several accounts use together: what each account uses, and what of an excess a minimum asks for."""

from collections.abc import Mapping
from functools import partial

from repaycli.core.nouns import NamedTuple
from repaycli.core.whole import least, most
from repaycli.engine.claims import Debt
from repaycli.engine.line.state import Line
from repaycli.engine.loan.state import Instalments
from repaycli.products.accounts import Household


class Group(NamedTuple):
    """The accounts that use one limit of `amount` together."""

    amount: int
    lines: tuple[Line, ...]
    loans: tuple[Instalments, ...]


def used(debt: Debt) -> int:
    """Return what an account uses of a limit: a line all that it owes, billed or not; a loan its principal.

    Formula: line: principal + posted interest and fees + instalments not billed yet; loan: principal not yet due +
    principal of instalments that are open or past due. Money paid too much uses nothing. Units: minor units.
    Source: contract, section 1 (limit, shared_limit); a loan's interest draws on no limit.
    """
    if isinstance(debt, Line):
        return most(0, debt.owed + debt.planned())
    return debt.principal + debt.tolerated + sum(due.principal for due in debt.dues)


def share_limits(household: Household, debts: Mapping[str, Debt]) -> None:
    """Let the lines of each group whose excess enters minimums ask for it when they close."""
    for shared in household.shared_limits:
        if shared.over_limit != "minimum":
            continue
        members = [debt for debt in debts.values() if debt.terms.shared_limit == shared.name]
        lines = tuple(debt for debt in members if isinstance(debt, Line))
        loans = tuple(debt for debt in members if isinstance(debt, Instalments))
        for line in lines:
            line.group_part = partial(part_of_excess, Group(shared.amount, lines, loans), line)


def part_of_excess(group: Group, line: Line, in_full: int) -> int:
    """Return what a line's closing statement asks for because its group is above the shared limit: asked once.

    Formula: max(0, what the group uses − the shared amount − what is asked for in full already). In full are asked: by
    this statement `in_full` (instalments, fees, interest, past-due sums), by every other line its past-due sums and what
    its open statements ask for at 100 %, an excess included, and by a loan its open instalments. Only as much as the
    statement has of principal enters the minimum (`minimum_payment`). Lines that close on one day go by name.
    Units: minor units, none of them exact fractions, so nothing is rounded.
    Source: HB-05 and CC-01 for 100 % of what is over a line's own limit; that a group's excess is treated likewise, and
    asked by the first statement that closes, is this program's reading.
    Gaps: instalments not billed yet use the limit but are asked for by their plan; a limit that a lender cuts puts
    nothing into a minimum.
    """
    use = sum(most(0, each.owed) for each in group.lines) + sum(loan.principal + loan.tolerated for loan in group.loans)
    asked = in_full + sum(
        asked_by_statements(each) + (each.past_due_left() if each is not line else 0) for each in group.lines
    )
    return most(0, use - group.amount - asked)


def asked_by_statements(line: Line) -> int:
    """Return what is left of the sums that a line's open statements ask for at 100 %, past-due sums apart."""
    return sum(most(0, least(found.in_full, found.min_left)) for found in line.statements)
