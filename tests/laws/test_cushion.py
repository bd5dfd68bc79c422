"""What holds of the optimal plan's extras for every household: a cushion stands what it says it stands, a plan followed
on its own household is the plan, and more money is never proven to hurt."""

import random
from datetime import date, timedelta

import pytest

from laws.households import household, today_of
from repaycli.core.dates import occurrences
from repaycli.engine.branch import branch, replay
from repaycli.engine.changes import NO_CHANGES
from repaycli.engine.run import Run
from repaycli.products.accounts import Flow, Household
from repaycli.strategies.optimal.changed.cushion import Cushion, cushioned
from repaycli.strategies.optimal.changed.whatifs import one_more
from repaycli.strategies.optimal.changed.worth import compared
from repaycli.strategies.optimal.optimum import Effort, Optimum, Plan
from repaycli.strategies.optimal.playing.facts import see
from repaycli.strategies.optimal.playing.following import Following, Meant
from repaycli.strategies.optimal.playing.replay import Planned, score
from repaycli.strategies.optimal.reasons.explain import explain
from repaycli.strategies.optimal.search.optimise import optimise

DAYS = 100


EFFORT = Effort(lambda: 0.0, changes=40)
"""A clock that stands still; how good the plans are matters little here."""


def best(own: Household, today: date) -> Optimum:
    return optimise(own, today, today + timedelta(days=DAYS), EFFORT)


def simple(seed: int) -> tuple[Household, date]:
    """Return a household without entries dated after today: such a payment stands even where there is no cash for it."""
    own = household(seed)
    today = today_of(seed, own)
    return own._replace(payments=tuple(each for each in own.payments if each.on <= today), balances=()), today


def missed(own: Household, today: date, plan: Plan) -> set[tuple[str, int]]:
    """Play a plan, what falls due first, and return the due dates that it misses."""
    run = branch(replay(own, today, workings=False), Following(plan, own, Meant()), NO_CHANGES, workings=False)
    run.advance((today + timedelta(days=DAYS)).toordinal())
    return {(name, spell.due) for name, debt in run.debts.items() for spell in debt.spells}


def late_and_short(own: Household, today: date, cushion: Cushion, punctual: set[tuple[str, date]], pick: random.Random):
    """Let every income come late by up to the days, each by its own, and one of them short by up to the amount."""
    found = [each._replace(until=min(each.until or date.max, today - timedelta(days=1))) for each in own.incomes]
    found = [each for each in found if each.first <= today - timedelta(days=1)]
    end = today + timedelta(days=DAYS + 500)
    comings = [
        (on, each)
        for each in own.incomes
        for on in occurrences(each.first, each.every, min(end, each.until or end), today)
    ]
    unlucky = pick.randrange(len(comings)) if comings else -1
    for number, (on, each) in enumerate(comings):
        days = 0 if (each.name, on) in punctual else pick.choice([0, cushion.days, pick.randrange(cushion.days + 1)])
        short = min(each.amount, pick.choice([cushion.amount, cushion.amount // 2])) if number == unlucky else 0
        if each.amount > short:
            found.append(Flow(each.name, each.amount - short, on + timedelta(days=days), wallet=each.wallet))
    return own._replace(incomes=tuple(found))


@pytest.mark.parametrize("seeds", [range(2), pytest.param(range(2, 120), marks=pytest.mark.long)])
def test_with_a_cushion_no_late_or_short_income_causes_an_overdue(seeds: range) -> None:
    stood = 0
    for seed in seeds:
        own, today = simple(seed)
        if not own.incomes or not own.wallets or not own.accounts:
            continue
        pick = random.Random(seed)
        plain = best(own, today)
        asked = Cushion(pick.choice([0, 5_000, 60_000]), pick.choice([1, 3, 8]))
        found = cushioned(own, plain, asked, EFFORT)
        assert found.optimum.score.late <= max(plain.score.late, found.plain.score.late), f"household {seed}"
        assert found.optimum.score.cost >= found.plain.bound, f"household {seed}"
        assert found.price == found.optimum.score.cost - found.plain.score.cost
        calm = missed(own, today, found.optimum.plan)
        for _ in range(4):
            other = late_and_short(own, today, found.stands, set(found.punctual), pick)
            assert missed(other, today, found.optimum.plan) <= calm, f"household {seed}"
        stood += found.stands == asked
    assert stood > 5 or len(seeds) < 24


@pytest.mark.parametrize("seeds", [range(3), pytest.param(range(3, 200), marks=pytest.mark.long)])
def test_a_plan_followed_on_its_own_household_is_the_plan(seeds: range) -> None:
    for seed in seeds:
        own = household(seed)
        today = today_of(seed, own)
        found = best(own, today)
        last = found.projection.until.toordinal()
        past = replay(own, today, workings=False)
        seen = see(found.plan, past, NO_CHANGES, last)
        run: Run = branch(past, Following(found.plan, own, seen.meant), NO_CHANGES, workings=False)
        run.advance(last)
        assert score(run, last) == score(seen.run, last), f"household {seed}"
        assert run.book.postings == seen.run.book.postings, f"household {seed}"


@pytest.mark.parametrize("seeds", [range(2), pytest.param(range(2, 30), marks=pytest.mark.long)])
def test_every_payment_has_a_reason_and_changes_nothing(seeds: range) -> None:
    for seed in seeds:
        own = household(seed)
        found = best(own, today_of(seed, own))
        reasons = explain(own, found, most=8)
        assert reasons.keys() == {(each.day, each.account) for each in found.plan}, f"household {seed}"
        past = replay(own, found.projection.today)
        run = branch(past, Planned(found.plan, reasons), NO_CHANGES)
        run.advance(found.projection.until.toordinal())
        paid = [(item.on, item.account, item.amount) for item in run.book.payments]
        assert paid == [(item.on, item.account, item.amount) for item in found.projection.payments]


@pytest.mark.parametrize("seeds", [range(1), pytest.param(range(1, 30), marks=pytest.mark.long)])
def test_more_money_is_never_proven_to_cost_more(seeds: range) -> None:
    for seed in seeds:
        own, today = simple(seed)
        plain = best(own, today)
        for change in one_more(own, today):
            found = compared(change.what, plain, best(change.household, today))
            assert found.saves >= 0 or found.days_late_change or not found.is_sure, f"household {seed}"
