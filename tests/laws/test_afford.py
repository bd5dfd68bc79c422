"""A new loan: the largest safe one is safe and one unit more is not; its two sides are those of `compare` and `whatif`."""

from datetime import timedelta
from fractions import Fraction

import pytest

from laws.households import household, today_of
from repaycli.core.rates import Rate
from repaycli.products.accounts import Household
from repaycli.strategies.afford import Wanted, play
from repaycli.strategies.compare import compare
from repaycli.strategies.largest import MOST, largest_safe
from repaycli.strategies.whatif import Borrow
from repaycli.strategies.whatif import play as what_if

NAMES = ("minimum", "full", "avalanche", "snowball")
DAYS = 120


def wanted_in(seed: int, own: Household) -> Wanted:
    """Choose a loan by the household's seed."""
    rate = Rate(Fraction(seed % 37, 100), "year") if seed % 2 else Rate(Fraction(seed % 9, 10_000), "day")
    amount = 1 + seed * 7_919 % 900_000
    return Wanted("new", amount, rate, 1 + seed % 9, amount // 20 if seed % 3 == 0 else 0, seed % 5 == 0)


@pytest.mark.parametrize("block", range(2))
def test_the_largest_safe_loan_is_safe_and_one_unit_more_is_not(block: int) -> None:
    for seed in range(block * 12, block * 12 + 12):
        own = household(seed)
        today, wanted = today_of(seed, own), wanted_in(seed, own)
        until, name = today + timedelta(days=DAYS), NAMES[seed % 4]
        sides = play(own, today, name, wanted, until)
        found = largest_safe(own, sides)
        assert found.plays < 150, f"household {seed}"
        if found.amount:
            assert play(own, today, name, wanted._replace(amount=found.amount), until).breaks is None, f"{seed}"
        if found.breaks is None:
            assert found.amount == max(MOST * 100, wanted.amount), f"household {seed}"
        else:
            more = max(found.amount, wanted.fee) + 1
            again = play(own, today, name, wanted._replace(amount=more), until)
            assert again.breaks == found.breaks, f"household {seed}"


@pytest.mark.parametrize("block", range(2))
def test_the_two_sides_are_those_of_compare_and_whatif(block: int) -> None:
    for seed in range(block * 20, block * 20 + 20):
        own = household(seed)
        today, wanted = today_of(seed, own), wanted_in(seed, own)._replace(fee=0, is_kept=True)
        until, name = today + timedelta(days=DAYS), NAMES[seed % 4]
        sides = play(own, today, name, wanted, until)
        borrow = Borrow(wanted.name, wanted.amount, wanted.rate, wanted.instalments)
        assert sides.before.projection.summary == compare(own, today, [name], until)[0].summary, f"household {seed}"
        after = what_if(own, today, name, [[borrow]], until)[1].projection
        assert sides.after.projection.summary == after.summary, f"household {seed}"
        assert sides.after.projection.payments == after.payments, f"household {seed}"
        for side in (sides.before, sides.after):
            assert min(month.lowest_cash for month in side.months) == side.projection.summary.lowest_cash
            assert sum(month.paid for month in side.months) == sum(item.amount for item in side.projection.payments)


def test_money_that_is_spent_never_comes_into_a_wallet() -> None:
    for seed in range(20):
        own = household(seed)
        today, wanted = today_of(seed, own), wanted_in(seed, own)._replace(is_kept=False)
        sides = play(own, today, "minimum", wanted, today + timedelta(days=DAYS))
        notes = [
            posting for posting in sides.after.projection.postings if posting.kind.value == "income" and posting.note
        ]
        assert all(posting.note and posting.note.values["name"] != "new" for posting in notes), f"household {seed}"
