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
from repaycli.strategies.optimal.optimum import Instruction
from repaycli.strategies.optimal.playing.ground import Ground, play
from repaycli.strategies.optimal.playing.replay import Planned
from repaycli.strategies.optimal.program.model import ANY, Allowed, Dues, build
from repaycli.strategies.optimal.program.setting import LATEST_DAY
from repaycli.strategies.optimal.program.solver import Stop, solve

LONG = pytest.mark.long

_NEAR = 1.0
"""A bound is rounded down to the minor unit."""


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


def cheapest(table: Table, dues: Dues, cost: int, allowed: Allowed = ANY, late_until: int = LATEST_DAY) -> list[str]:
    """Tell that the program finds nothing as cheap (minor units), or nothing that is no later at any stage, or not after a day."""
    state = branch(table.past, None, workings=False)
    state.reach(state.today)
    model = build(state, table.last, table.limits, dues, allowed=allowed, late_until=late_until)
    answer = solve(model.setting.program, model.cost, Stop(cutoff=cost + _NEAR))
    until = f", late until {date.fromordinal(late_until)}" if late_until < LATEST_DAY else ""
    told = f"{table.name}: {dues.name}: {cost} is out of reach, {allowed}{until}"
    return [told] if answer.objective > cost + _NEAR else []


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


ONCE_FORBIDDEN = {
    16: "07-05 a-lost 19000 bank, 07-05 b-huabei 118446 bank, 07-21 a-lost 2554 bank, 08-05 b-huabei 12668 bank,"
    "08-05 a-lost 124832 bank prepaid, 08-21 a-lost 2500 bank, 09-05 a-lost 127283 bank prepaid, 09-05 b-huabei 10217 bank,"
    "09-21 a-lost 2500 bank, 10-05 b-huabei 20198 bank prepaid, 10-05 a-lost 3308 bank prepaid",
    66: "02-06 a-bullet 439970 bank prepaid, 03-06 a-bullet 175278 bank, 03-06 b-bullet 14752 bank, 04-06 b-bullet 167107 bank",
    77: "05-10 b-equal-principal 276100 bank, 05-10 a-full 30000 bank prepaid, 05-31 a-full 53900 bank,"
    "06-14 b-equal-principal 74 bank, 07-01 b-equal-principal 16 bank, 07-26 a-full 164924 bank,"
    "07-31 b-equal-principal 15076 bank, 08-01 b-equal-principal 21 bank, 08-26 b-equal-principal 180000 bank",
    155: "10-25 b-huabei 453490 bank, 10-25 a-interest-first 8456 bank, 10-31 b-huabei 6554 bank, 11-17 c-monthly-line 1500 bank,"
    "11-30 a-interest-first 8050 bank, 12-26 c-monthly-line 1950 bank",
    182: "08-20 b-interest-first 29088 bank, 08-22 a-interest-first 912 bank, 10-10 a-interest-first 35378 bank prepaid,"
    "10-10 b-interest-first 4622 bank, 10-14 a-interest-first 10000 bank prepaid",
    196: "12-15 c-unpaid 241770 bank, 12-31 b-unpaid 140000 bank, 01-10 a-lost 8500 bank, 01-13 a-lost 160500 bank,"
    "02-10 a-lost 2551 bank, 02-13 a-lost 48449 bank",
    331: "07-06 a-lost 93021 bank, 07-06 b-interest-first 320 bank, 07-19 b-interest-first 720 bank, 07-30 a-lost 15173 bank,"
    "08-19 b-interest-first 736 bank, 09-13 a-lost 49264 bank, 09-19 b-interest-first 736 bank",
}
"""Plans of tiny households that the program once said cannot be: what stood unbilled on a line without a free period; what
a loan repaid at once bears, prepaid in part; what is past due on the last day; money paid ahead that a rent would have taken;
what is tolerated bears nothing; what bears before its statement is charged for those days once."""


def test_what_is_beyond_the_minimum_may_leave_interest_unpaid() -> None:
    one = tiny(394)
    table = lay("tiny 394", one.own, one.today, one.until)
    plan = "05-13 b-bullet 233027 bank, 05-26 a-lost 40000 purse, 06-12 a-lost 40000 purse, 07-12 a-lost 40000 purse,"
    payments = (plan + "08-12 a-lost 40000 purse").split(",")
    played = play(
        Ground(one.own, table.past, table.last, table.limits),
        Planned(tuple(instruction(each, one.today) for each in payments)),
    )
    assert not any(played.score.late)
    assert not cheapest(table, Dues.ON_THEIR_DAY, played.score.cost)


@pytest.mark.parametrize("seed", ONCE_FORBIDDEN)
def test_plans_that_were_once_forbidden_are_possible(seed: int) -> None:
    one = tiny(seed)
    table = lay(f"tiny {seed}", one.own, one.today, one.until)
    plan = tuple(instruction(each, one.today) for each in ONCE_FORBIDDEN[seed].split(","))
    played = play(Ground(one.own, table.past, table.last, table.limits), Planned(plan))
    allowed = Allowed(*played.score.late, played.score.postponed)
    assert any(played.score.late)
    assert not cheapest(table, Dues.MISSED, played.score.cost, allowed)


def instruction(written: str, today: date) -> Instruction:
    """Read one payment of a plan: month and day, account, minor units, wallet, and whether it is a prepayment."""
    day, account, amount, wallet, *prepaid = written.split()
    on = date.fromisoformat(f"{today.year}-{day}")
    on = on if on >= today else on.replace(year=today.year + 1)
    return Instruction(on.toordinal(), account, int(amount), wallet, bool(prepaid))


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
