"""The program of a class of lateness has something as cheap as the cheapest plan of that class: it forbids none that can be.

The optimum asks for the least late plans, then for the cheapest of those, each time what no plan can be less than. That is
true if limited to what some plan is late, and in how many dues, the program is never dearer than that plan.
"""

import random
from collections.abc import Callable

import pytest

from laws.arrears import arrears, harsh, indebted
from laws.classes import cheapest_of_classes
from laws.exhaustive import Played
from laws.mixed import behind, fined, mixed
from laws.oracle import Table, lay, shown
from laws.test_program import cheapest
from laws.thin import thin, without_coupons
from laws.tiny import Tiny, tiny
from repaycli.core.nouns import NamedTuple
from repaycli.strategies.optimal.program.model import Allowed, Dues

LONG = pytest.mark.long


class Effort(NamedTuple):
    """How many changed plans are played, and how many classes judged: the first three, and others drawn by lot."""

    tries: int
    classes: int


QUICK = Effort(tries=40, classes=6)
THOROUGH = Effort(tries=300, classes=30)


def judged(one: Tiny, effort: Effort) -> list[str]:
    """Tell which classes the program thinks dearer than they are."""
    own = without_coupons(one.own)
    table = lay(f"{one.seed} {one.kinds}", own, one.today, one.until)
    found = cheapest_of_classes(table, effort.tries, one.seed)
    more = found[3:]
    chosen = found[:3] + random.Random(one.seed).sample(more, min(max(0, effort.classes - 3), len(more)))
    return [line for played in chosen for line in forbidden(table, played)]


def forbidden(table: Table, played: Played) -> list[str]:
    """Tell which programs have nothing as cheap as a plan, limited to what is late in it."""
    allowed = Allowed(*played.score.late, played.score.postponed)
    told = [cheapest(table, dues, played.score.cost, allowed) for dues in _in_which(table, played)]
    return [f"{line}: {shown(played)}" for each in told for line in each]


def _in_which(table: Table, played: Played) -> list[Dues]:
    """Return the programs that have to know a plan: those that miss no due know only what is late for today's sake."""
    today = table.today.toordinal()
    unavoidable = sum(debt.days_past_due(today) > 0 for debt in table.past.debts.values())
    if played.score.late[2] > unavoidable:
        return [Dues.MISSED]
    in_time = [Dues.IN_GRACE] if played.score.postponed else [Dues.ON_THEIR_DAY, Dues.IN_GRACE]
    return [*in_time, Dues.MISSED]


@pytest.mark.parametrize("block", [1, *(pytest.param(block, marks=LONG) for block in range(100) if block != 1)])
@pytest.mark.parametrize("household", [thin, mixed, fined, behind, tiny, arrears, harsh, indebted])
def test_the_program_has_something_for_the_cheapest_plan_of_each_class(
    household: Callable[[int], Tiny], block: int
) -> None:
    told = [line for seed in range(block * 4, block * 4 + 4) for line in judged(household(seed), QUICK)]
    assert not told, "\n".join(told)


@LONG
@pytest.mark.parametrize("seed", range(100))
@pytest.mark.parametrize("household", [thin, mixed, fined, behind, tiny, arrears, harsh, indebted])
def test_the_program_has_something_for_every_class_of_hundreds_of_plans(
    household: Callable[[int], Tiny], seed: int
) -> None:
    told = judged(household(seed), THOROUGH)
    assert not told, "\n".join(told)
