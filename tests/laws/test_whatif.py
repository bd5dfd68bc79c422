"""What a change may never do: the base is the household as it is, money never hurts, accounts keep to themselves."""

import random
from datetime import date, timedelta
from fractions import Fraction

import pytest

from laws.households import household, today_of
from repaycli.engine.changes import CallIn, Changes, Conversion, Extension, Hold, Skip
from repaycli.engine.ledger import Projection
from repaycli.engine.reference import Reference
from repaycli.engine.run import Run
from repaycli.engine.totals import project
from repaycli.products.accounts import Household
from repaycli.strategies.compare import Player
from repaycli.strategies.compare import project as play_one
from repaycli.strategies.whatif import Extra, PayOnce, play

NAMES = ("minimum", "full", "avalanche", "snowball")
DAYS = 150


def changes_of(seed: int, own: Household) -> Changes:
    """Pick changes for a household by its seed."""
    names = [account.name for account in own.accounts]
    skips = (Skip(names[seed % len(names)]),) if seed % 3 else ()
    extensions = tuple(Extension(loan.name, 1 + seed % 12) for loan in own.loans if not loan.schedule and seed % 2)
    conversions = tuple(
        Conversion(line.name, 3 + seed % 9, Fraction(seed % 80, 10_000)) for line in own.lines[: seed % 2]
    )
    incomes = tuple((flow.name, Fraction(1 + seed % 4, 4)) for flow in own.incomes[:1])
    on = today_of(seed, own) + timedelta(days=seed % 40)
    holds = (Hold(names[seed // 3 % len(names)], on),) if seed % 5 == 0 else ()
    return Changes(skips, extensions, conversions, incomes, holds)


def call_ins_of(seed: int, own: Household, today: date) -> Changes:
    """Pick days on which loans are called in, and dues left unpaid before them so that some can be."""
    pick = random.Random(seed + 4)
    call_ins = tuple(CallIn(loan.name, today + timedelta(days=pick.randrange(0, 90))) for loan in own.loans)
    return changes_of(seed, own)._replace(skips=tuple(Skip(loan.name) for loan in own.loans), call_ins=call_ins)


def both_ways(seed: int, own: Household, today: date, changes: Changes) -> tuple[Projection, Projection]:
    """Play changes in the run and in the reference: both tell the same, and are returned."""
    until, name = today + timedelta(days=DAYS), NAMES[seed % 4]
    fast, slow = (
        project(Player(own, today, until, kind, changes).start(name), name, until.toordinal())
        for kind in (Run, Reference)
    )
    told = [sorted(str(item._replace(working=None)) for item in found.postings) for found in (fast, slow)]
    assert told[0] == told[1], f"household {seed}"
    assert fast.summary == slow.summary, f"household {seed}"
    return fast, slow


@pytest.mark.parametrize("seeds", [range(70), pytest.param(range(70, 210), marks=pytest.mark.long)])
def test_loans_called_in_are_the_same_event_by_event_and_day_by_day(seeds: range) -> None:
    called = 0
    for seed in seeds:
        own = household(seed)
        today = today_of(seed, own)
        fast, slow = both_ways(seed, own, today, call_ins_of(seed, own, today))
        assert fast.fallen_due == slow.fallen_due, f"household {seed}"
        assert fast.spells == slow.spells, f"household {seed}"
        for due in fast.fallen_due:
            if due.working.rule == "called-in":
                called += 1
                assert not any(later.account == due.account and later.on > due.on for later in fast.fallen_due), (
                    f"household {seed}"
                )
                assert not any(
                    item.account == due.account and item.on > due.on and item.kind.value == "interest"
                    for item in fast.postings
                ), f"household {seed}"
    assert called > len(seeds) * 25 // 140


def shares_a_limit(own: Household, one: str, other: str) -> bool:
    """Tell whether two accounts use a limit together whose excess their minimums ask for."""
    limits = {account.name: account.shared_limit for account in own.accounts}
    asking = {shared.name for shared in own.shared_limits if shared.over_limit == "minimum"}
    return limits[one] in asking and limits[one] == limits[other]


@pytest.mark.parametrize("block", range(4))
def test_changes_are_the_same_event_by_event_and_day_by_day(block: int) -> None:
    same_both_ways(range(block * 30, block * 30 + 30))


@pytest.mark.long
@pytest.mark.parametrize("block", range(20))
def test_changes_are_the_same_event_by_event_and_day_by_day_on_many(block: int) -> None:
    same_both_ways(range(120 + block * 30, 150 + block * 30))


def same_both_ways(seeds: range) -> None:
    """Play each household with its changes in the run and in the reference."""
    for seed in seeds:
        own = household(seed)
        both_ways(seed, own, today_of(seed, own), changes_of(seed, own))


def test_no_change_shows_no_difference() -> None:
    for seed in range(60):
        own = household(seed)
        today = today_of(seed, own)
        until = today + timedelta(days=DAYS)
        name = NAMES[seed % 4]
        base, after = play(own, today, name, [[]], until)
        assert after.projection == base.projection, f"household {seed}"
        assert base.projection == play_one(own, today, name, until), f"household {seed}"


def test_more_money_never_makes_the_worst_of_it_worse() -> None:
    for seed in range(120):
        own = household(seed)
        if not own.wallets or any(wallet.annual_yield for wallet in own.wallets):
            continue
        today = today_of(seed, own)
        until = today + timedelta(days=DAYS)
        base, after = play(own, today, "minimum", [[Extra(200_000, today)]], until)
        before, now = base.projection.summary, after.projection.summary
        assert now.worst_days_past_due <= before.worst_days_past_due, f"household {seed}"
        assert now.overdue_days <= before.overdue_days, f"household {seed}"


def test_paying_one_account_leaves_the_interest_of_another_alone() -> None:
    for seed in range(120):
        own = household(seed)
        if len(own.accounts) < 2:
            continue
        rich = own._replace(wallets=tuple(wallet._replace(balance=10**9) for wallet in own.wallets))
        today = today_of(seed, rich)
        paid = rich.accounts[seed % len(rich.accounts)].name
        until = today + timedelta(days=DAYS)
        base, after = play(rich, today, "minimum", [[PayOnce(paid, 10_000, today + timedelta(days=3))]], until)
        for account in rich.accounts:
            # a group whose excess enters minimums is the one way, besides cash and coupons, that accounts meet
            if account.name != paid and not shares_a_limit(rich, account.name, paid):
                charged = [
                    [
                        item
                        for item in side.projection.postings
                        if item.account == account.name and item.kind.value != "payment"
                    ]
                    for side in (base, after)
                ]
                assert charged[0] == charged[1], f"household {seed}, {account.name}"
