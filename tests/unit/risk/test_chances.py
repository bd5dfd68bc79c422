"""Chances with their intervals, against published figures; the ends of amounts; the worst of them."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from repaycli.risk.chances import Band, Chance, Cost, band, cost, first_of_worst, interval


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_as_published(hits: int, of: int, low: float, high: float) -> None:
    """Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998), table I,
    method 3."""
    found = interval(hits, of)
    assert (round(float(found[0]), 4), round(float(found[1]), 4)) == (low, high)


def test_an_interval_holds_its_share_and_is_the_same_from_both_ends() -> None:
    for of in (1, 2, 7, 1000, 100000):
        for hits in {0, 1, of // 3, of // 2, of - 1, of}:
            low, high = interval(hits, of)
            assert 0 <= low <= Fraction(hits, of) <= high <= 1
            assert interval(of - hits, of) == (1 - high, 1 - low)
            assert (low == 0) == (hits == 0)
            assert (high == 1) == (hits == of)


def test_a_chance_that_is_certain_has_no_error() -> None:
    sure = Chance(1, 1, is_certain=True)
    assert (sure.share, sure.low, sure.high) == (1, 1, 1)
    assert Chance(1, 1).low < 1


@pytest.mark.parametrize(
    ("amounts", "found"),
    [
        ([7], Band(7, 7, 7)),
        ([3, 1, 2], Band(1, 2, 3)),
        (list(range(20, 0, -1)), Band(1, 10, 19)),
        ([0] * 94 + [5] * 6, Band(0, 0, 5)),
        ([0] * 95 + [5] * 5, Band(0, 0, 0)),
    ],
)
def test_a_band(amounts: list[int], found: Band) -> None:
    assert band(np.array(amounts, dtype=np.int64)) == found


def test_costs_are_added_up_without_an_end() -> None:
    assert cost(np.full(1000, 2**62, dtype=np.int64)) == Cost(2**62, 2**62)
    assert cost(np.array([0] * 38 + [100, 101])) == Cost(5, 101)  # 5.025; half of 201, up
    assert cost(np.array([-3, -2])) == Cost(-3, -2)


def test_the_first_day_by_which_one_in_twenty() -> None:
    days = np.array([30, 10, 20])
    assert [first_of_worst(days, of) for of in (20, 40, 60, 61)] == [10, 20, 30, None]
    assert first_of_worst(np.array([], dtype=np.int64), 5) is None
