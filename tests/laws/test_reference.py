"""The event-by-event run and the day-by-day walk give the same ledger, to the cent."""

from datetime import timedelta

import pytest

from laws.households import household, today_of
from repaycli.engine.ledger import Projection
from repaycli.engine.reference import Reference
from repaycli.engine.run import Run
from repaycli.engine.totals import project
from repaycli.strategies.compare import Player

NAMES = ("minimum", "full", "avalanche", "snowball", "custom")


def play(seed: int, days: int, run_type: type[Run]) -> Projection:
    own = household(seed)
    today = today_of(seed, own)
    until = today + timedelta(days=days)
    name = NAMES[seed % len(NAMES)]
    return project(Player(own, today, until, run_type).start(name), name, until.toordinal())


def assert_equal(seed: int, days: int) -> None:
    fast, slow = play(seed, days, Run), play(seed, days, Reference)
    told = [sorted(str(posting._replace(working=None)) for posting in found.postings) for found in (fast, slow)]
    assert told[0] == told[1], f"household {seed}"
    assert fast.summary == slow.summary, f"household {seed}"
    assert fast.payments == slow.payments, f"household {seed}"
    assert fast.spells == slow.spells, f"household {seed}"
    assert [s.minimum for s in fast.statements] == [s.minimum for s in slow.statements], f"household {seed}"


@pytest.mark.parametrize("block", range(40))
def test_a_thousand_households(block: int) -> None:
    for seed in range(block * 25, block * 25 + 25):
        assert_equal(seed, 130)


@pytest.mark.long
@pytest.mark.parametrize("block", range(100))
def test_ten_thousand_households_over_two_years(block: int) -> None:
    for seed in range(block * 100, block * 100 + 100):
        assert_equal(seed, 730)
