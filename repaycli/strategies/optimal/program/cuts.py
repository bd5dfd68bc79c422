"""Rows that no plan misses and that the program does not need, but its relaxation does: they make the search short.

Relaxed, a loan can be repaid by a tenth as soon as a tenth of it is prepaid, and a tenth of its instalments is then asked no
more: as if it were many small loans. A real one is repaid when the last of it is paid. So for some loans U and a time between
two incomes: with C the cash of all times so far less what the accounts that are not in U ask for at the least, and P what the
loans in U owe,

    P + interest on what cannot have been repaid so far > C   means   not all of U are repaid by then.

`interest` is counted low: whatever could be paid is taken as paid on the first day of each time, in the dearest loans first,
as principal but for the interest that was due by then, and roundings as they suit the borrower best. What waits for its
days of grace is owed and bears nothing.

As relaxed, a tenth of all the interest that accrued is enough for a prepayment of a tenth of what a loan once was, of which much
may be repaid by then. So for a choice C that lets a charge be made on the principal P of a loan, with `least` what it owes
at the least,

    charge >= rate x least x C   for   charge = rate x P if C is taken.

And what is prepaid on a day comes from the money of that time, of which the instalments of other loans take their part: with
`held` what was left before, `more` the incomes less expenses, and R the choice that a loan is repaid by its due date,

    prepaid <= held + more x C - the sum of instalment x (C - R).

If C is taken it is what cash there is less the instalments of those that are not repaid; if not, nothing is prepaid.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from repaycli.strategies.optimal.program.milp import Program, Sum, total

if TYPE_CHECKING:
    from repaycli.strategies.optimal.program.setting import Instalment, Modelled

_ALL = 6
"""Of so many loans every group is looked at, of more only those of up to three."""

_LITTLE = 1.0
"""A group is only said to be out of reach if it is by more than so many minor units."""


def cut_payoffs(program: Program, accounts: "Sequence[Modelled]", bounds: Sequence[int], cash: Sequence[float]) -> None:
    """Tell which loans cannot be repaid together by when.

    `bounds`: the first days of the times between two incomes, and the day after the last one; `cash`: what can have been
    paid by the end of each. Minor units.
    """
    if any(each.role == "coupon" for account in accounts for each in account.paid):
        return
    loans = [account for account in accounts if account.needs.repaid]
    least = {id(account): [account.needs.by(day - 1) for day in bounds[1:]] for account in accounts}
    asked = [sum(found[place] for found in least.values()) for place in range(len(cash))]
    weights = {id(each): [each.needs.weight(*time) for time in pairwise(bounds)] for each in loans}
    reach: dict[frozenset[int], int] = {}
    for size in range(1, (len(loans) if len(loans) <= _ALL else 3) + 1):
        for group in combinations(loans, size):
            names = frozenset(id(each) for each in group)
            free = [
                there - every + sum(least[name][place] for name in names)
                for place, (there, every) in enumerate(zip(cash, asked, strict=True))
            ]
            rest, last = _owed(group, weights, bounds, free)
            if size == 1:
                _charge(program, group[0], bounds, rest)
            if last is None or any(reach[part] >= last for part in reach if part < names):
                continue
            reach[names] = last
            choices = [each.needs.repaid_by(bounds[last + 1] - 1) for each in group]
            known = [choice for choice in choices if choice is not None]
            if len(known) == size:
                program.at_most(total(known), size - 1.0)


def _charge(program: Program, loan: "Modelled", bounds: Sequence[int], rest: Sequence[float]) -> None:
    """Let charges be made on what a loan owes at the least; `rest`: by the end of each time."""
    for each in loan.needs.charges:
        place = bisect_left(bounds, each.day) - 1  # what is paid on the day itself lowers no charge
        bearing = rest[max(0, place)] - loan.needs.waits(each.day, each.day)
        if bearing > _LITTLE:
            program.at_least(each.charged, each.chosen * (each.unit * bearing))


def cut_prepayments(
    program: Program,
    accounts: "Sequence[Modelled]",
    bounds: Sequence[int],
    before: Sequence[Sum],
    more: Sequence[float],
) -> None:
    """Tell of what money something is prepaid on a day.

    `before`: by time between two incomes, what was left above the least that has to be; `more`: what comes less what goes,
    and less what has to be left more than before. Minor units.
    """
    if any(each.role == "coupon" for account in accounts for each in account.paid):
        return
    instalments: dict[int, list[Instalment]] = defaultdict(list)
    for account in accounts:
        for each in account.needs.instalments:
            if each.least > 0:
                instalments[bisect_right(bounds, each.day) - 1].append(each)
    for account in accounts:
        for paid in account.paid:
            if paid.chosen is not None:
                place = bisect_right(bounds, paid.day) - 1
                there = before[place].copy().add(paid.chosen, more[place])
                for each in instalments[place]:
                    there.add(paid.chosen, -each.least).add(each.repaid, each.least)
                program.at_most(paid.amount, there)


def _owed(
    group: "Sequence[Modelled]", weights: Mapping[int, Sequence[float]], bounds: Sequence[int], free: Sequence[float]
) -> tuple[Sequence[float], int | None]:
    """Return the principal that a group of loans owes at the least at the end of each time, and the last time by whose end
    they cannot be repaid (None: there is none). `weights`: what a unit of each loan bears in each time."""
    there = list(free)
    for place in range(len(there) - 2, -1, -1):  # what is left has to last
        there[place] = min(there[place], there[place + 1])
    owed = sum(each.needs.owed for each in group)
    wait = max(each.needs.wait for each in group)
    interest, found = [0.0], None  # by the start of each time, all so far
    rests = list[float]()
    for place, most in enumerate(there):
        if owed + interest[-1] > most + _LITTLE:
            found = place
        billed = interest[max(0, bisect_right(bounds, bounds[place + 1] - wait) - 1)]
        rest, more = owed + billed - max(0.0, most), 0.0
        rests.append(rest)
        days = bounds[place], bounds[place + 1] - 1
        waits = {id(each): max(0.0, min(each.needs.owed, each.needs.waits(*days))) for each in group}
        rest -= sum(waits.values())
        for weight, part in sorted((weights[id(each)][place], each.needs.owed - waits[id(each)]) for each in group):
            if rest > 0:
                more += weight * min(rest, part)
            rest -= part
        interest.append(interest[-1] + more)
    return rests, found
