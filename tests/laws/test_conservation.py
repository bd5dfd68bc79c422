"""Money neither appears nor vanishes: every posting moves its account by its amount, every split adds up."""

from datetime import timedelta
from fractions import Fraction

import pytest

from laws.households import household, today_of
from repaycli.core.nouns import NamedTuple
from repaycli.engine.ledger import Kind, Projection
from repaycli.engine.workings import InterestWorking
from repaycli.products.accounts import Household
from repaycli.strategies.compare import compare, project

SEEDS = range(120)
GROWS = {Kind.PURCHASE, Kind.CASH, Kind.INTEREST, Kind.PENALTY, Kind.LATE_FEE, Kind.FEE}
NAMES = ("minimum", "full", "avalanche", "snowball", "custom")


class Lived(NamedTuple):
    """A household, and what one strategy makes of it."""

    seed: int
    own: Household
    projection: Projection


def lived(seed: int, own: Household) -> Lived:
    today = today_of(seed, own)
    return Lived(seed, own, project(own, today, NAMES[seed % 5], today + timedelta(days=200)))


@pytest.fixture(scope="module", params=SEEDS)
def life(request: pytest.FixtureRequest) -> Lived:
    """Each household is played once, and all that holds of it is looked at before the next one."""
    return lived(request.param, household(request.param))


def moved(kind: Kind, amount: int, is_wallet: bool) -> int:
    if kind is Kind.ADJUSTMENT:
        return amount
    if is_wallet:
        return amount if kind is Kind.INCOME else -amount
    return amount if kind in GROWS else -amount


def test_every_posting_moves_its_account_by_its_amount(life: Lived) -> None:
    own, found = life.own, life.projection
    balances = {wallet.name: wallet.balance for wallet in own.wallets}
    debts = {account.name for account in own.accounts}
    for posting in found.postings:
        is_wallet = posting.account not in debts
        if posting.account in balances:
            expected = balances[posting.account] + moved(posting.kind, posting.amount, is_wallet)
            assert posting.balance == expected, posting
        balances[posting.account] = posting.balance
        if posting.kind is Kind.PAYMENT and posting.wallet:
            assert posting.wallet_balance == balances[posting.wallet] - posting.amount, posting
            assert posting.wallet_balance >= 0
            balances[posting.wallet] = posting.wallet_balance
        assert posting.amount > 0 or posting.kind is Kind.ADJUSTMENT


def test_an_allocation_adds_up(life: Lived) -> None:
    for posting in life.projection.postings:
        if posting.kind in (Kind.PAYMENT, Kind.COUPON):
            assert sum(part.amount for part in posting.split) == posting.amount, posting
            assert all(part.amount > 0 for part in posting.split), posting


def test_posted_interest_is_the_exact_one_rounded_once(life: Lived) -> None:
    for posting in life.projection.postings:
        working = posting.working
        if isinstance(working, InterestWorking) and working.noted and working.at == "posting":
            assert abs(Fraction(posting.amount) - working.exact) < working.unit, posting


def test_plans_never_use_a_reserve(life: Lived) -> None:
    reserves = {wallet.name: wallet.reserve for wallet in life.own.wallets}
    found = life.projection
    planned = {(p.on, p.account, p.amount, p.wallet) for p in found.payments if not p.promised}
    for posting in found.postings:
        if (posting.on, posting.account, posting.amount, posting.wallet) in planned:
            assert posting.wallet_balance is not None
            assert posting.wallet_balance >= reserves[posting.wallet]


def test_the_order_of_accounts_does_not_matter(life: Lived) -> None:
    own = life.own
    turned = own._replace(
        loans=own.loans[::-1],
        lines=own.lines[::-1],
        incomes=own.incomes[::-1],
        expenses=own.expenses[::-1],
        payments=own.payments,
    )
    assert life.projection.summary == lived(life.seed, turned).projection.summary


@pytest.mark.parametrize("seed", range(30))
def test_a_shorter_plan_is_the_beginning_of_a_longer_one(seed: int) -> None:
    own = household(seed)
    today = today_of(seed, own)
    short = project(own, today, NAMES[seed % 5], today + timedelta(days=70))
    long = project(own, today, NAMES[seed % 5], today + timedelta(days=200))
    assert long.postings[: len(short.postings)] == short.postings


@pytest.mark.parametrize("seed", range(30))
def test_the_totals_are_the_postings(seed: int) -> None:
    own = household(seed)
    today = today_of(seed, own)
    for found in compare(own, today, NAMES, today + timedelta(days=150)):
        paid = sum(p.amount for p in found.postings if p.kind is Kind.PAYMENT and p.on >= today)
        assert found.summary.paid == paid
        fees = sum(p.amount for p in found.postings if p.kind in (Kind.FEE, Kind.LATE_FEE) and p.on >= today)
        assert found.summary.fees == fees
        coupons = sum(p.amount for p in found.postings if p.kind is Kind.COUPON and p.on >= today)
        assert found.summary.coupons == coupons
        charged = found.summary.interest + found.summary.penalty + found.summary.fees
        assert found.summary.total_cost == charged - coupons
