"""Whole numbers for many futures compute as one does, exactly, and part where futures answer differently."""

import random
from fractions import Fraction

import numpy as np
import pytest

from repaycli.core.money import Rounding, round_ratio
from repaycli.core.whole import apart, every, greater, least, most, never, no_more, opposite, pick, ratio, some
from repaycli.risk.many import Many, Parted, alike
from repaycli.risk.ratios import ManyRatio


def many(*values: int) -> Many:
    return Many(np.array(values))


def values(amount: object) -> list[int]:
    assert isinstance(amount, Many)
    return [int(each) for each in amount.values]


@pytest.mark.parametrize("mode", Rounding)
@pytest.mark.parametrize("size", [10**3, 10**9, 10**18, 10**25])
def test_rounding_is_that_of_one_number(mode: Rounding, size: int) -> None:
    pick_by = random.Random(size)
    numbers = [pick_by.randrange(-size, size) for _ in range(50)] + [0, 5, -5, 15, 25]
    amount = Many(np.array(numbers, dtype=object if size > 10**18 else np.int64))
    for denominator, unit in ((2, 1), (10, 1), (365_000, 1), (3, 100), (10**15, 10)):
        want = [round_ratio(each, denominator, unit, mode) for each in numbers]
        assert values(round_ratio(amount, denominator, unit, mode)) == want  # type: ignore[arg-type]


def test_products_are_exact_whatever_their_size() -> None:
    assert values(many(10**12, 3) * 10**12) == [10**24, 3 * 10**12]
    assert values(many(10**12, 3) * many(10**12, 2)) == [10**24, 6]
    assert values(many(0, 0) * 10**30) == [0, 0]
    assert values(many(10**12, 3) * 10**12 // 10**12) == [10**12, 3]


def test_each_future_has_its_own_answer() -> None:
    amounts = many(1, 5)
    assert values(least(amounts, 3)) == [1, 3]  # type: ignore[arg-type]
    assert values(most(3, amounts)) == [3, 5]  # type: ignore[arg-type]
    answer = no_more(amounts, 3)  # type: ignore[arg-type]
    assert not every(answer)
    assert not never(answer)
    assert values(pick(answer, 7, amounts)) == [7, 5]  # type: ignore[arg-type]
    assert values(pick(opposite(answer), 7, 0)) == [0, 7]
    assert some(many(0, 1))  # type: ignore[arg-type]
    assert not some(many(0, 0))  # type: ignore[arg-type]


def test_a_plain_question_parts_the_futures() -> None:
    assert many(1, 5) > 0
    assert not many(0, 0)
    with pytest.raises(Parted) as found:
        bool(many(1, 5) > 3)
    assert list(found.value.yes) == [False, True]


def test_ratios_are_compared_without_loss() -> None:
    one = ratio(many(1, 2), 3)  # type: ignore[arg-type]
    assert isinstance(one, ManyRatio)
    top = greater(one, Fraction(1, 2))  # type: ignore[arg-type]
    assert values(round_ratio(top.numerator, top.denominator * 1, 1)) == [1, 1]  # type: ignore[arg-type]
    assert list(no_more(one, Fraction(1, 2)).mask) == [True, False]  # type: ignore[attr-defined, arg-type]


def test_numbers_that_are_all_the_same_become_one() -> None:
    assert alike(np.array([4, 4])) == 4
    assert type(alike(np.array([4, 4]))) is int
    assert type(alike(np.array([4, 5]))) is Many


def test_where_all_futures_answer_alike_the_answer_is_plain() -> None:
    assert no_more(many(1, 2), 2) is True  # type: ignore[arg-type]
    assert no_more(3, many(1, 2)) is False  # type: ignore[arg-type]
    mixed = no_more(many(1, 3), 2)  # type: ignore[arg-type]
    assert (mixed & opposite(mixed)) is False
    assert (mixed | opposite(mixed)) is True
    assert (least(5, many(5, 9)), most(many(1, 2), 2)) == (5, 2)  # type: ignore[arg-type]


def test_what_is_known_of_the_least_and_the_greatest_moves_with_them() -> None:
    amount = many(3, 7)
    assert (amount.low, amount.high) == (3, 7)
    assert ((amount + 2).low, (amount - 4).high) == (5, 3)
    assert values(least(amount - 5, 0)) == [-2, 0]  # type: ignore[arg-type, operator]


def test_an_amount_is_told_apart_by_an_answer() -> None:
    yes, no = apart(no_more(many(1, 3), 2), 10)  # type: ignore[arg-type]
    assert (yes[0], values(yes[1]), no[0], values(no[1])) == (True, [10, 0], False, [0, 10])


def test_one_numerator_stands_over_many_amounts() -> None:
    assert round(ratio(6, 1, many(2, 3))) == 3
