"""A coupon helps or does nothing: it never makes a payer worse off, and never gives more than it may."""

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws.households import household, today_of, with_coupons, without_coupons
from laws.test_conservation import NAMES
from repaycli.engine.branch import replay
from repaycli.engine.ledger import COSTS, Kind, OverdueSpell, Posting, Projection
from repaycli.engine.workings import CouponWorking
from repaycli.products.accounts import Household
from repaycli.products.coupons import Before, Offsets, in_order
from repaycli.products.terms import Coupon
from repaycli.strategies.compare import compare, project

AMOUNTS = st.integers(0, 200_000)

COUPONS = st.builds(
    Coupon,
    amount=st.integers(1, 50_000),
    share=st.one_of(st.just(Fraction(0)), st.fractions(Fraction(1, 1000), 1, max_denominator=1000)),
    kind=st.sampled_from(["cash", "interest"]),
    needs=st.sampled_from(["", "on-time", "early", "overdue-repaid"]),
    minimum_payment=st.sampled_from([0, 5_000, 100_000]),
)
OFFSETS = st.builds(
    lambda coupons, unit: Offsets(tuple(in_order(coupons)), unit),
    st.lists(COUPONS, max_size=4),
    st.sampled_from([1, 1, 10, 100]),
)


@st.composite
def befores(draw: st.DrawFn) -> Before:
    """How an account may stand before a payment."""
    late, opened, more = draw(AMOUNTS), draw(AMOUNTS), draw(AMOUNTS)
    asked, owed = late + opened, late + opened + more
    needed = late + draw(st.integers(0, opened))
    day = 100
    due = draw(st.one_of(st.none(), st.integers(95, 105)))
    last = None if due is None else due + draw(st.sampled_from([0, 3]))
    return Before(day, late, asked, needed, draw(st.integers(0, owed)), owed, due, last)


@given(OFFSETS, befores(), AMOUNTS)
def test_a_coupon_never_gives_more_than_it_may(offsets: Offsets, before: Before, paid: int) -> None:
    used = offsets.used_with(before, paid)
    given_back = sum(use.value for use in used)
    cash = sum(use.value for use in used if use.coupon.kind == "cash")
    assert len(used) == len({id(use.coupon) for use in used})
    assert given_back <= max(0, before.owed - paid)
    assert sum(use.value for use in used if use.coupon.kind == "interest") <= before.interest
    if cash:
        assert paid + given_back <= before.asked
    for use in used:
        assert paid >= use.coupon.minimum_payment
        assert use.value > 0
        assert use.coupon.share or use.value <= use.coupon.amount


@given(OFFSETS, befores(), AMOUNTS, st.integers(0, 5_000))
def test_a_larger_payment_never_covers_less(offsets: Offsets, before: Before, paid: int, more: int) -> None:
    assert paid + more + offsets.worth(before, paid + more) >= paid + offsets.worth(before, paid)


@given(OFFSETS, befores(), AMOUNTS)
def test_the_least_payment_is_enough_and_the_least(offsets: Offsets, before: Before, target: int) -> None:
    least = offsets.least_payment(before, target)
    assert least <= target
    assert least + offsets.worth(before, least) >= target
    if least > 1:
        assert least - 1 + offsets.worth(before, least - 1) < target


def of_debts(own: Household, found: Projection) -> Iterator[Posting]:
    debts = {account.name for account in own.accounts}
    return (posting for posting in found.postings if posting.account in debts)


def cost(own: Household, found: Projection) -> int:
    """What the debts cost from the file's first day on: a coupon may have been used before today."""
    charged = sum(posting.amount for posting in of_debts(own, found) if posting.kind in COSTS)
    coupons = sum(posting.amount for posting in of_debts(own, found) if posting.kind is Kind.COUPON)
    return charged + sum(accrued for _, accrued in found.accrued_at_end) - coupons


def overlap(one: OverdueSpell, other: OverdueSpell) -> bool:
    """Tell whether two accounts were past due on one day."""
    if one.account == other.account:
        return False
    return (one.last is None or one.last > other.due) and (other.last is None or other.last > one.due)


def never_worse(seed: int, days: int) -> None:
    """Play a household with and without coupons, under each strategy.

    The days overdue are compared where without coupons no two accounts are past due on one day. Where several are, the
    oldest debt is paid first, as long as there is money: any money more, from wherever, may end the oldest one sooner
    and so make another one the youngest, which then waits longest. Household 552 is such a one: 250.00 more in its
    wallet, without any coupon, turn 456 account-days into 485. What a debt costs is compared always.
    """
    own = with_coupons(seed, household(seed))
    bare = without_coupons(own)
    today = today_of(seed, own)
    until = today + timedelta(days=days)
    with_them, without = (
        compare(each, today, NAMES, until, replay(each, today, workings=False)) for each in (own, bare)
    )
    for name, found, before in zip(NAMES, with_them, without, strict=True):
        assert cost(own, found) <= cost(bare, before), f"household {seed}, {name}"
        if not any(overlap(one, other) for one in before.spells for other in before.spells):
            assert found.summary.overdue_days <= before.summary.overdue_days, f"household {seed}, {name}"


@pytest.mark.parametrize("block", range(4))
def test_a_coupon_never_makes_a_payer_worse_off(block: int) -> None:
    for seed in range(block * 15, block * 15 + 15):
        never_worse(seed, 200)


@pytest.mark.long
@pytest.mark.parametrize("block", range(20))
def test_a_coupon_never_makes_a_payer_worse_off_over_two_years(block: int) -> None:
    for seed in range(block * 15, block * 15 + 15):
        never_worse(seed, 730)


@pytest.mark.parametrize("seed", range(80))
def test_each_coupon_is_used_once_and_inside_its_window(seed: int) -> None:
    own = with_coupons(seed, household(seed))
    today = today_of(seed, own)
    found = project(own, today, NAMES[seed % 5], today + timedelta(days=200))
    left = {account.name: list(account.coupon) for account in own.accounts}
    for posting in of_debts(own, found):
        if posting.kind is Kind.COUPON:
            assert isinstance(posting.working, CouponWorking)
            coupon = posting.working.coupon
            left[posting.account].remove(coupon)
            assert coupon.from_date is None or coupon.from_date <= posting.on
            assert coupon.until is None or posting.on <= coupon.until
            assert posting.amount <= posting.working.limit
