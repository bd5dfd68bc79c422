"""What holds of the strategies on every household."""

from datetime import date, timedelta

import pytest

from laws.households import household, today_of
from repaycli.products.accounts import CreditLine, Household, Wallet
from repaycli.products.terms import Autopay, InterestOn, PurchaseKind
from repaycli.strategies.compare import project


def plain(own: Household) -> Household:
    """Leave out what is recorded after the fact, so that only the strategy decides."""
    return own._replace(
        payments=(), balances=(), purchases=(), loans=tuple(x._replace(autopay=False) for x in own.loans)
    )


@pytest.mark.parametrize("seed", range(150))
def test_paying_ahead_never_causes_an_overdue_that_waiting_avoids(seed: int) -> None:
    own = plain(household(seed))
    until = own.as_of + timedelta(days=300)
    waiting = project(own, own.as_of, "minimum", until).summary
    if waiting.overdue_days:
        return
    for name in ("avalanche", "snowball"):
        found = project(own, own.as_of, name, until).summary
        assert found.overdue_days == 0, name


@pytest.mark.parametrize("seed", range(100))
def test_in_full_with_enough_cash_inside_the_free_period_costs_nothing(seed: int) -> None:
    own = plain(household(seed))
    lines = tuple(free(line, own.as_of) for line in own.lines)
    rich = own._replace(wallets=(*own.wallets, Wallet("rich", 10**12)), loans=(), lines=lines)
    found = project(rich, rich.as_of, "full", rich.as_of + timedelta(days=400))
    assert found.summary.interest == 0
    assert found.summary.penalty == 0
    assert found.summary.overdue_days == 0


def free(line: CreditLine, as_of: date) -> CreditLine:
    """A line with nothing carried, no cash and no instalment plan: all of it inside its free period."""
    return line._replace(
        revolving=False,
        accrued=None,
        statement=tuple(s._replace(interest=0, fees=0) for s in line.statement if s.due >= as_of),
        instalment_plan=(),
        spending=tuple(flow._replace(kind=PurchaseKind.PURCHASE) for flow in line.spending),
        autopay=Autopay.OFF,
        pay_from=(),
    )


@pytest.mark.parametrize("seed", range(100))
def test_more_money_never_makes_the_minimum_payer_late(seed: int) -> None:
    own = plain(household(seed))
    richer = own._replace(
        wallets=(*own.wallets[:-1], own.wallets[-1]._replace(balance=own.wallets[-1].balance + 300_000))
    )
    until = own.as_of + timedelta(days=300)
    before = project(own, own.as_of, "minimum", until).summary
    after = project(richer, own.as_of, "minimum", until).summary
    assert after.overdue_days <= before.overdue_days


@pytest.mark.parametrize("interest_on", list(InterestOn))
def test_two_runs_are_the_same(interest_on: InterestOn) -> None:
    for seed in range(10):
        own = household(seed)
        today = today_of(seed, own)
        until = today + timedelta(days=100)
        assert project(own, today, "avalanche", until) == project(own, today, "avalanche", until)


def test_minimums_that_are_rounded_up_leave_no_due_unpaid() -> None:
    """Paying ahead lowers a line's later minimums by a share, but each is rounded, here to a whole yuan.

    10.00 more in the wallet made this one pay ahead so much that a minimum later on could not be met, by 0.07.
    """
    own = household(491)
    wallet = own.wallets[0]._replace(balance=own.wallets[0].balance + 1_000)
    richer = own._replace(wallets=(wallet, *own.wallets[1:]))
    today = today_of(491, own)
    assert not project(richer, today, "avalanche", today + timedelta(days=200)).summary.shortfalls
