"""The door for programs: values in, values out, all of which can be sent elsewhere."""

import pickle
from datetime import date
from pathlib import Path

import pytest

from repaycli import api
from repaycli.products.accounts import Household

TODAY = date(2026, 11, 30)
SAMPLE = Path(__file__).parents[2] / "sample_accounts.toml"


@pytest.fixture
def own() -> Household:
    read = api.load(SAMPLE.read_bytes())
    assert read.household is not None
    return read.household


def test_a_broken_file_gives_its_problems() -> None:
    read = api.load(b"as_of = 2026-01-01\n[[wallet]]\nname = 5\n")
    assert read.household is None
    assert [problem.code for problem in read.problems]


def test_strategies_are_played_side_by_side(own: Household) -> None:
    found = api.compare(own, TODAY, ("minimum", "avalanche"), date(2027, 11, 30))
    assert [each.strategy for each in found] == ["minimum", "avalanche"]
    assert api.simulate(own, TODAY, "minimum", date(2027, 11, 30)).summary == found[0].summary


def test_an_unknown_strategy_is_named(own: Household) -> None:
    with pytest.raises(ValueError, match="'fastest'; there are minimum, full"):
        api.simulate(own, TODAY, "fastest")


def test_everything_can_be_sent_elsewhere_and_back(own: Household) -> None:
    there = pickle.loads(pickle.dumps(own))
    assert there == own
    until = date(2027, 2, 28)
    for found in (
        api.load(SAMPLE.read_bytes()),
        api.simulate(there, TODAY, "full", until),
        api.risk(there, TODAY, "full", until, paths=20),
    ):
        assert pickle.loads(pickle.dumps(found)) == found
    assert api.risk(there, TODAY, "full", until, paths=20) == api.risk(own, TODAY, "full", until, paths=20)


def test_the_best_plan_is_no_worse_than_the_others(own: Household) -> None:
    until = date(2027, 1, 31)
    best = api.optimise(own, TODAY, until)
    assert best.score.late <= min(score.late for _, score in best.others)
    assert pickle.loads(pickle.dumps(best)).plan == best.plan
