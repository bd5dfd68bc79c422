"""A changed plan that goes on from a day before its change comes out as it does when it is replayed from today on."""

import random
from datetime import timedelta

import pytest

from laws.households import household, today_of, with_coupons, with_shared_limits
from laws.test_whatif import call_ins_of, changes_of
from laws.tiny import tiny
from repaycli.engine.branch import branch, replay
from repaycli.engine.changes import NO_CHANGES
from repaycli.engine.position import Strategy
from repaycli.engine.run import Run
from repaycli.strategies.compare import Player
from repaycli.strategies.optimal.optimum import Plan
from repaycli.strategies.optimal.playing.facts import see
from repaycli.strategies.optimal.playing.following import Following, Meant
from repaycli.strategies.optimal.playing.ground import Ground, play
from repaycli.strategies.optimal.playing.replay import Noted, Planned, score
from repaycli.strategies.optimal.playing.trail import Trail
from repaycli.strategies.optimal.search.polish import base_of, changed
from repaycli.strategies.optimal.search.transfers import transfers

NAMES = ("avalanche", "snowball", "full", "minimum")
LONG = pytest.mark.long


def otherwise(plan: Plan, first: int, until: int, pick: random.Random) -> Plan:
    """Change a plan from a day on: payments dropped, halved, put off, or made twice."""
    found = [each for each in plan if each.day < first]
    for each in plan[len(found) :]:
        match pick.randrange(8):
            case 0:
                pass
            case 1:
                found.append(each._replace(amount=each.amount // 2 + 1))
            case 2:
                found.append(each._replace(day=pick.randint(each.day, until)))
            case 3:
                found += [each, each._replace(day=pick.randint(first, until), prepay=True)]
            case _:
                found.append(each)
    return tuple(sorted(found, key=lambda each: each.day))


def told(run: Run, plan: Plan, ground: Ground) -> tuple[object, ...]:
    path = {day: held for day, *held in run.path}
    return plan, score(run, ground.until, ground.limits), run.book.postings, run.book.shortfalls, run.postponed, path


def from_today(ground: Ground, strategy: Strategy) -> tuple[Run, Plan]:
    noted = Noted(strategy)
    run = branch(ground.past, noted, ground.changes, workings=False)
    run.advance(ground.until)
    return run, noted.plan


@pytest.mark.parametrize("block", [*range(3), *(pytest.param(block, marks=LONG) for block in range(3, 60))])
def test_a_changed_plan_may_begin_where_it_is_changed(block: int) -> None:
    for seed in range(block * 6, block * 6 + 6):
        same_from_both_days(seed)


def same_from_both_days(seed: int) -> None:
    own = with_coupons(seed, with_shared_limits(seed, household(seed)))
    today, pick = today_of(seed, own), random.Random(seed)
    last = today + timedelta(days=150)
    changes = (NO_CHANGES, changes_of(seed, own), call_ins_of(seed, own, today))[seed % 3]
    past = replay(own, today, workings=False)
    ground = Ground(own, past, last.toordinal(), [0] * 1000, changes)
    plan = play(ground, Player(own, today, last, changes=changes, past=past).strategy(NAMES[seed % 4])).plan
    meant = see(plan, past, changes, ground.until).meant if seed % 2 else Meant()

    def follow(plan: Plan) -> Strategy:
        return Planned(plan) if seed % 5 == 0 else Following(plan, own, meant)

    trail = Trail(ground, lambda: follow(plan))
    for _ in range(8):
        first = pick.randint(past.today, ground.until)
        tried = otherwise(plan, first, ground.until, pick)
        found = told(*trail.run(follow(tried), first), ground)
        assert found == told(*from_today(ground, follow(tried)), ground), f"household {seed}"


@pytest.mark.parametrize("seed", [*range(6), *(pytest.param(seed, marks=LONG) for seed in range(6, 120))])
def test_every_change_that_is_tried_comes_out_as_from_today(seed: int) -> None:
    one = tiny(seed)
    past = replay(one.own, one.today, workings=False)
    ground = Ground(one.own, past, one.until.toordinal(), [0] * 1000)
    plan = play(ground, Player(one.own, one.today, one.until, past=past).strategy(NAMES[seed % 4])).plan
    base = base_of(ground, plan)
    for each in random.Random(seed).sample(found := transfers(base.looked), min(40, len(found))):
        strategy, first = changed(base, each)
        again, _ = changed(base, each)
        assert told(*base.trail.run(strategy, first), ground) == told(*from_today(ground, again), ground), each
