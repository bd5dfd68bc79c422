"""Being late can be counted in a shorter time: up to a day no plan is later than in all, and the program knows that time, too.

So what no plan is less late than by that day, none is less late than in all. A plan that is as late is late after it in nothing:
then the program of the whole time has something for it that is late in nothing after it either.
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
from repaycli.engine.branch import branch
from repaycli.engine.run import Run
from repaycli.strategies.optimal.playing.replay import Planned, score
from repaycli.strategies.optimal.program.milp import Sum
from repaycli.strategies.optimal.program.model import Allowed, Dues, build
from repaycli.strategies.optimal.program.solver import solve
from repaycli.strategies.optimal.search.settled import apart, settled_by

LONG = pytest.mark.long

_TRIES, _PLANS = 20, 4


def judged(one: Tiny) -> list[str]:
    """Tell what is wrong with counting in a shorter time, for some plans of a household and some days."""
    own, pick = without_coupons(one.own), random.Random(one.seed)
    table = lay(f"{one.seed} {one.kinds}", own, one.today, one.until)
    found = cheapest_of_classes(table, _TRIES, one.seed)
    late = [played for played in found if any(played.score.late) or played.score.postponed]
    return [told for played in late[:_PLANS] for told in _wrong(table, played, pick)]


def _wrong(table: Table, played: Played, pick: random.Random) -> list[str]:
    run = branch(table.past, Planned(played.plan), workings=False)
    run.advance(table.last)
    settled = apart(run_of(table), settled_by([run], table.last), table.last)
    allowed = Allowed(*played.score.late, played.score.postponed)
    told = cheapest(table, Dues.MISSED, played.score.cost, allowed, settled) if settled < table.last else []
    days = [settled, apart(run_of(table), pick.randrange(table.today.toordinal(), table.last + 1), table.last)]
    for day in days:
        short = branch(table.past, Planned(played.plan), workings=False)
        short.advance(day)
        until = score(short, day)
        if not (_is_no_later(until.late, played.score.late) and until.postponed <= played.score.postponed):
            told.append(f"{table.name}: later up to {day} than in all: {until}")
        model = build(run_of(table), day, table.limits, Dues.MISSED, allowed=Allowed(*until.late, until.postponed))
        if solve(model.setting.program, Sum()).is_infeasible:
            told.append(f"{table.name}: nothing is as late up to {day} as {until}")
    return [f"{line}: {shown(played)}" for line in told]


def _is_no_later(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(mine <= theirs for mine, theirs in zip(one, other, strict=True))


def run_of(table: Table) -> Run:
    """Return a run that stands at today's payments."""
    state = branch(table.past, None, workings=False)
    state.reach(state.today)
    return state


@pytest.mark.parametrize("block", [1, *(pytest.param(block, marks=LONG) for block in range(100) if block != 1)])
@pytest.mark.parametrize("household", [thin, mixed, fined, behind, tiny, arrears, harsh, indebted])
def test_plans_are_no_later_in_a_shorter_time_and_the_program_knows_that(
    household: Callable[[int], Tiny], block: int
) -> None:
    told = [line for seed in range(block * 2, block * 2 + 2) for line in judged(household(seed))]
    assert not told, "\n".join(told)
