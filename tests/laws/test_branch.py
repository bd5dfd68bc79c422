"""A run that branched from a replay goes on as a run of its own, and leaves the replay as it was."""

from datetime import timedelta

import pytest

from laws.households import household, today_of, with_coupons, with_shared_limits
from repaycli.engine.branch import branch, replay
from repaycli.engine.run import Run
from repaycli.engine.totals import project
from repaycli.strategies.compare import COMPARED, Player, compare_with
from repaycli.strategies.waterfall import Waterfall, highest_rate


@pytest.mark.parametrize("block", [*range(5), *(pytest.param(block, marks=pytest.mark.long) for block in range(5, 80))])
def test_branches_go_on_alone(block: int) -> None:
    for seed in range(block * 12, block * 12 + 12):
        own = with_coupons(seed, with_shared_limits(seed, household(seed)))
        today = today_of(seed, own)
        until = (today + timedelta(days=200)).toordinal()
        past = replay(own, today)
        for name in ("minimum", "greedy", "minimum"):  # the second branch must not have moved the third
            strategies = [Waterfall(name, rank=highest_rate if name == "greedy" else None) for _ in range(2)]
            branched = project(branch(past, strategies[0]), name, until)
            alone = project(Run(own, today, strategies[1]), name, until)
            assert branched == alone, f"household {seed}"


@pytest.mark.parametrize("block", [*range(2), *(pytest.param(block, marks=pytest.mark.long) for block in range(2, 20))])
def test_the_minimum_of_a_comparison_is_the_minimum_played_alone(block: int) -> None:
    for seed in range(block * 12, block * 12 + 12):
        own = household(seed) if seed % 2 else with_coupons(seed, household(seed))
        today = today_of(seed, own)
        until = today + timedelta(days=200)
        compared = compare_with(Player(own, today, until), COMPARED, until, workings=False)
        alone = project(
            branch(replay(own, today, workings=False), Waterfall("minimum"), workings=False),
            "minimum",
            until.toordinal(),
        )
        assert compared[0] == alone, f"household {seed}"
