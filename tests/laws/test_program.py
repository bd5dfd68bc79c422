"""The program behind the optimal plan knows every plan: what a simple strategy pays is possible in it, at no more than it costs.

It is a bound on all plans only if no row forbids one that the engine can play.
"""

import random
from datetime import date, timedelta
from fractions import Fraction

import pytest

from laws.households import with_coupons
from laws.oracle import Table, lay
from laws.test_optimal import every_rule
from laws.tiny import tiny
from repaycli.engine.branch import branch
from repaycli.products.accounts import CreditLine, Household
from repaycli.products.terms import RateChange
from repaycli.strategies.optimal.program.model import ANY, Allowed, Dues, build
from repaycli.strategies.optimal.program.solver import solve

LONG = pytest.mark.long


def told(name: str, own: Household, today: date, until: date) -> list[str]:
    """Tell which simple strategies the program says cannot be."""
    table = lay(name, own, today, until)
    good = [played.score for played in table.simple if not played.score.drawn]
    found = list[str]()
    on_their_day = [score.cost for score in good if not any(score.late) and not score.postponed]
    if on_their_day:
        found += cheapest(table, Dues.ON_THEIR_DAY, min(on_their_day))
    for score in sorted(set(good)):
        found += cheapest(table, Dues.MISSED, score.cost, Allowed(*score.late, score.postponed))
    return found


def cheapest(table: Table, dues: Dues, cost: int, allowed: Allowed = ANY) -> list[str]:
    """Tell that the program finds nothing as cheap (minor units), or nothing that is no later at any stage."""
    state = branch(table.past, None, workings=False)
    state.reach(state.today)
    model = build(state, table.last, table.limits, dues, allowed=allowed)
    program = model.setting.program
    program.at_most(model.cost, cost + 1.0)
    answer = solve(program, model.late)
    return [f"{table.name}: {dues.name}: {cost} is out of reach, {allowed}"] if answer.is_infeasible else []


KNOWN = (12, 40, 57)
"""Blocks with what was wrong before: a line above its limit and past due, a tolerance on what is repaid."""


@pytest.mark.parametrize(
    "block",
    [*range(2), *KNOWN, *(pytest.param(block, marks=LONG) for block in range(2, 100) if block not in KNOWN)],
)
def test_simple_strategies_are_possible_under_every_rule(block: int) -> None:
    found = [told(f"household {seed}", *every_rule(seed, 60 + seed % 60)) for seed in range(block * 5, block * 5 + 5)]
    assert not any(found), "\n".join(line for each in found for line in each)


@pytest.mark.parametrize("block", [*range(2), *(pytest.param(block, marks=LONG) for block in range(2, 60))])
def test_simple_strategies_are_possible_in_tiny_households(block: int) -> None:
    ones = [tiny(seed) for seed in range(block * 5, block * 5 + 5)]
    found = [told(f"tiny household {one.kinds}", one.own, one.today, one.until) for one in ones]
    assert not any(found), "\n".join(line for each in found for line in each)


def with_promotions(seed: int, own: Household, today: date) -> Household:
    """Let every line have a lower rate for a while, for new purchases or all, its interest held back or not."""
    pick = random.Random(f"promotion {seed}")

    def promoted(line: CreditLine) -> CreditLine:
        begins = today + timedelta(days=pick.randrange(-40, 25))
        low, high = (line.rate.like(line.rate.amount * pick.choice(shares)) for shares in ((0, Fraction(1, 2)), (1, 2)))
        promotion = RateChange(begins, low, pick.choice(("all", "new")), deferred=pick.random() < 0.7)
        after = RateChange(begins + timedelta(days=pick.randrange(15, 80)), high, pick.choice(("all", "new")))
        return line._replace(rates=(promotion, after))

    return own._replace(lines=tuple(promoted(line) for line in own.lines))


@pytest.mark.parametrize("block", [*range(2), *(pytest.param(block, marks=LONG) for block in range(2, 60))])
def test_simple_strategies_are_possible_with_promotions_and_with_coupons(block: int) -> None:
    found = list[str]()
    for seed in range(block * 5, block * 5 + 5):
        one = tiny(seed)
        own, today, until = every_rule(seed, 60 + seed % 60)
        found += told(f"tiny, promotion {seed}", with_promotions(seed, one.own, one.today), one.today, one.until)
        found += told(f"tiny, coupons {seed}", with_coupons(seed, one.own), one.today, one.until)
        found += told(f"promotion {seed}", with_promotions(seed, own, today), today, until)
        found += told(f"coupons {seed}", with_coupons(seed, own), today, until)
    assert not found, "\n".join(found)
