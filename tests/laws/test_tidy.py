"""A tidied plan is no worse than it was, pays all that is owed, and makes no two payments where one does."""

import random
from collections import Counter
from datetime import timedelta

import pytest

from laws.households import household, today_of
from repaycli.engine.branch import branch, replay
from repaycli.products.accounts import Household
from repaycli.strategies.compare import Player
from repaycli.strategies.optimal.optimum import Plan, Score
from repaycli.strategies.optimal.playing.ground import Ground, Played, play, play_plan
from repaycli.strategies.optimal.playing.replay import Planned
from repaycli.strategies.optimal.search.tidy import tidy

NAMES = ("avalanche", "full", "minimum", "snowball")


def untidy(own: Household, seed: int) -> tuple[Ground, Played]:
    """Play a simple strategy, many of its payments made in two."""
    today = today_of(seed, own)
    until = today + timedelta(days=150)
    past = replay(own, today, workings=False)
    ground = Ground(own, past, until.toordinal(), [10**12] * 1000)
    played = play(ground, Player(own, today, until, past=past).strategy(NAMES[seed % len(NAMES)]))
    return ground, play_plan(ground, _in_parts(played.plan, random.Random(seed)))


def _in_parts(plan: Plan, pick: random.Random) -> Plan:
    found = list(plan)
    for each in plan:
        if each.amount > 1 and pick.random() < 0.5:
            part = pick.choice([1, 37, each.amount // 2]) % each.amount
            place = found.index(each)
            found[place : place + 1] = [each._replace(amount=part), each._replace(amount=each.amount - part)]
    return tuple(each for each in found if each.amount)


def in_one(plan: Plan, *place: int | str) -> Plan:
    """Make one payment of those of an account on a day from a wallet."""
    own = [each for each in plan if (each.day, each.account, each.wallet) == place]
    one = own[0]._replace(amount=sum(each.amount for each in own), prepay=any(each.prepay for each in own))
    found = [one if each is own[0] else each for each in plan if each not in own or each is own[0]]
    return tuple(found)


def paid(plan: Plan) -> Counter[str]:
    found: Counter[str] = Counter()
    for each in plan:
        found[each.account] += each.amount
    return found


def owed(ground: Ground, plan: Plan) -> dict[str, int]:
    """Return what is owed in the end, by account."""
    run = branch(ground.past, Planned(plan), workings=False)
    run.advance(ground.until)
    return {name: max(0, debt.owed) for name, debt in run.debts.items()}


def worse_parts(one: Score, other: Score) -> list[str]:
    """Return the parts of a score that are worse than those of another one."""
    return [part for part in Score._fields if getattr(one, part) > getattr(other, part)]


@pytest.mark.parametrize("block", [*range(1), *(pytest.param(block, marks=pytest.mark.long) for block in range(1, 40))])
def test_a_tidied_plan_is_no_worse_and_leaves_no_more_owed(block: int) -> None:
    changed = 0
    for seed in range(block * 8, block * 8 + 8):
        ground, before = untidy(household(seed), seed)
        after = tidy(ground, before.plan, before.score)
        again = play_plan(ground, after.plan)
        assert again == after, f"household {seed}: it is what its replay makes of it"
        assert not worse_parts(after.score, before.score), f"household {seed}"
        assert paid(after.plan) <= paid(before.plan), f"household {seed}"
        left, was_left = owed(ground, after.plan), owed(ground, before.plan)
        assert all(left[name] <= was_left[name] for name in left), f"household {seed}"
        several = Counter((each.day, each.account, each.wallet) for each in after.plan)
        for place in [place for place, count in several.items() if count > 1]:
            joined = play_plan(ground, in_one(after.plan, *place)).score
            assert worse_parts(joined, after.score), f"household {seed}: {place}"
        changed += after.plan != before.plan
    assert changed > 3
