"""The yearly rate of terms: the root lies in the step that is printed, whatever the terms."""

from __future__ import annotations

from decimal import Context, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as draw

from repaycli.products.irr import yearly_rate
from repaycli.products.root import STEP, Term, changes_once, found_rate


def _worth(terms: list[Term], rate: Fraction) -> Fraction:
    return sum((term.amount / ((1 + term.part * rate) * (1 + rate) ** term.whole) for term in terms), Fraction(0))


@settings(max_examples=30)
@given(
    draw.lists(draw.integers(1, 10**6), min_size=1, max_size=12),
    draw.integers(1, 10**6),
    draw.fractions(0, 1, max_denominator=30),
)
def test_the_root_is_inside_the_step_that_is_returned(payments: list[int], lent: int, part: Fraction) -> None:
    lent = min(lent, sum(payments))
    terms = [Term(lent, 0), *(Term(-each, count, part) for count, each in enumerate(payments))]
    if terms[1].whole == 0 and part == 0:
        terms = [Term(lent, 0), *(Term(-each, count + 1) for count, each in enumerate(payments))]
    rate = found_rate(terms, lambda yearly: yearly / 12)
    assert rate is not None
    below, above = ((rate + half) / 12 for half in (-STEP / 2, STEP / 2))
    assert rate == 0 or _worth(terms, below) <= 0
    assert _worth(terms, above) > 0


@pytest.mark.parametrize(("repaid", "percent"), [(100_005, "0.0001"), (100_004, "0"), (100_015, "0.0002")])
def test_halves_go_up(repaid: int, percent: str) -> None:
    """1,000.00 repaid as 1,000.05 after a year is 0.005 %: right on the border."""
    rate = found_rate([Term(100_000, 0), Term(-repaid, 1)], lambda yearly: yearly)
    assert rate == Fraction(Decimal(percent))


def test_what_comes_back_as_less_has_no_rate() -> None:
    assert found_rate([Term(100, 0), Term(-99, 1)], lambda yearly: yearly) is None
    assert found_rate([Term(100, 0), Term(-100, 1)], lambda yearly: yearly) == 0


def test_a_fee_that_takes_nearly_all_still_has_a_rate() -> None:
    rate = yearly_rate(1, [100_000])
    assert rate is not None
    assert rate.nominal == 12 * 99_999
    assert rate.effective == 100_000**12 - 1


def test_money_that_goes_back_and_forth_is_told() -> None:
    assert changes_once([Term(100, 0), Term(50, 1), Term(-80, 2), Term(-80, 3)])
    assert not changes_once([Term(100, 0), Term(-230, 1), Term(132, 2)])
    assert not changes_once([])


@pytest.mark.parametrize(
    "terms",
    [
        [Term(100_000, 0), Term(-10_041, 2), Term(-8_276, 3), Term(-12_539_000_000, 22), Term(-8_843, 29)],
        [Term(1, 0), Term(-1, 3), Term(-1, 5), Term(-2_600, 9)],
        [Term(1000, 0), Term(-2000, 1)],
    ],
)
def test_an_absurd_rate_is_found_in_few_turns_and_to_the_step(terms: list[Term]) -> None:
    """By days: what doubles in one is 2^365 times as much in a year, and halving alone would take 700 turns."""
    asked: list[Decimal] = []

    def daily(yearly: Decimal) -> Decimal:
        asked.append(yearly)
        return (1 + yearly) ** (1 / Decimal(365)) - 1

    rate = found_rate(terms, daily)
    assert rate is not None
    assert rate > 10**30
    assert len(asked) < 80
    for half, is_reached in ((-STEP / 2, True), (STEP / 2, False)):
        border = rate + half
        with localcontext(Context(prec=300)):
            base = 1 + Decimal(border.numerator) / border.denominator
            worth = sum((term.amount * base ** (-term.whole / Decimal(365)) for term in terms), Decimal(0))
        assert (worth <= 0) is is_reached


def test_beyond_all_rates_none_is_found() -> None:
    assert found_rate([Term(100, 0), Term(-(10**6), 1)], lambda yearly: (1 + yearly) ** (1 / Decimal(365)) - 1) is None
