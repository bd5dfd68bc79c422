"""What a strategy paid, played again as a plan, gives the same ledger: though a plan is asked on its own days only."""

from datetime import timedelta

import pytest

from laws.households import household, today_of
from repaycli.engine.branch import branch, replay
from repaycli.engine.ledger import Projection
from repaycli.engine.reference import Reference
from repaycli.engine.totals import project
from repaycli.strategies.compare import Player
from repaycli.strategies.optimal.playing.replay import Noted, Planned

NAMES = ("avalanche", "snowball", "full", "minimum")


def told(found: Projection) -> tuple[object, ...]:
    postings = sorted(str(posting._replace(working=None)) for posting in found.postings)
    return postings, found.summary._replace(name=""), found.spells


@pytest.mark.parametrize("block", [*range(2), *(pytest.param(block, marks=pytest.mark.long) for block in range(2, 40))])
def test_a_plan_plays_what_was_noted(block: int) -> None:
    for seed in range(block * 10, block * 10 + 10):
        own = household(seed)
        today = today_of(seed, own)
        until = today + timedelta(days=150)
        past = replay(own, today)
        noted = Noted(Player(own, today, until, past=past).strategy(NAMES[seed % len(NAMES)]))
        first = told(project(branch(past, noted), noted.name, until.toordinal()))
        again = told(project(branch(past, Planned(noted.plan)), noted.name, until.toordinal()))
        walked = told(project(Reference(own, today, Planned(noted.plan)), noted.name, until.toordinal()))
        assert again == first, f"household {seed}"
        assert walked == first, f"household {seed}"
