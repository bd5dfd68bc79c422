"""What many futures say of one question: a chance with its error, the middle and the ends of an amount, a mean.

All of it is whole numbers, so that the same futures give the same figures on every machine.
"""

from fractions import Fraction
from math import isqrt

import numpy as np

from repaycli.core.money import round_ratio
from repaycli.core.nouns import NamedTuple
from repaycli.risk.outcomes import Amounts, Whole

_Z = Fraction(1959963984540054, 10**15)
"""Of a standard normal, 95 % lie within so many standard deviations."""

_FINE = 10**6
"""The ends of an interval are told to so many parts."""

WORST = Fraction(1, 20)
"""The share of the futures that count as the worst."""


class Chance(NamedTuple):
    """In `hits` of `of` futures something happened; `is_certain`: there is one future only, and no chance in it."""

    hits: int
    of: int
    is_certain: bool = False

    @property
    def share(self) -> Fraction:
        """The best guess at the chance: the share of the futures."""
        return Fraction(self.hits, self.of)

    @property
    def low(self) -> Fraction:
        """The lower end of the interval that holds the chance 95 times in 100."""
        return self.share if self.is_certain else interval(self.hits, self.of)[0]

    @property
    def high(self) -> Fraction:
        """The upper end of it."""
        return self.share if self.is_certain else interval(self.hits, self.of)[1]


def interval(count: int, of: int) -> tuple[Fraction, Fraction]:
    """Return between what the chance lies, 95 times in 100, if something happened in `count` of `of` futures.

    Formula: (2k + z² ± z √(z² + 4k (n − k) / n)) ÷ (2 (n + z²)), k of n, z = 1.959964.
    Rounding: outwards, to a millionth; 0 of n begins at 0, n of n ends at 1.
    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, Journal of the American
    Statistical Association 22 (1927), 209-212.

    >>> [f"{float(end):.4f}" for end in interval(10, 100)]
    ['0.0552', '0.1744']
    """
    square = _Z * _Z
    width = _root(square * (square + Fraction(4 * count * (of - count), of)))
    middle, whole = 2 * count + square, 2 * (of + square)
    low = Fraction((middle - width) * _FINE // whole, _FINE) if count else Fraction(0)
    high = -Fraction(-(middle + width) * _FINE // whole, _FINE) if count < of else Fraction(1)
    return max(low, Fraction(0)), min(high, Fraction(1))


def _root(square: Fraction) -> Fraction:
    """Return a square root, a little too large by less than 10^-18."""
    fine = 10**18
    return Fraction(isqrt(square.numerator * fine * fine // square.denominator) + 1, fine)


class Band(NamedTuple):
    """An amount over all futures, in minor units: in 5 of 100 it is `low` or less, in 50 `middle` or less, in 95 `high`."""

    low: int
    middle: int
    high: int


def band(amounts: Amounts) -> Band:
    """Return the ends and the middle of an amount over the futures.

    Formula: the least amount that is not exceeded in 5 (50, 95) of 100 futures: the ⌈p n⌉-th smallest of n. Units: those of
    the amounts.

    >>> band(np.arange(1, 101))
    Band(low=5, middle=50, high=95)
    """
    count = len(amounts)
    places = [-(-count * part // 100) - 1 for part in (5, 50, 95)]
    found = np.partition(amounts, places)
    return Band(*(int(found[place]) for place in places))


class Cost(NamedTuple):
    """What something costs over all futures, in minor units: on average, and on average of the worst of them."""

    expected: int
    worst: int


def cost(amounts: Whole) -> Cost:
    """Return the expected cost, and that of the worst 5 % of the futures.

    Formula: the mean of all; the mean of the ⌈n ÷ 20⌉ dearest (the expected shortfall at 95 %). Units: minor units.
    Rounding: half up, once. Source: Acerbi and Tasche, Journal of Banking and Finance 26 (2002), 1487-1503.

    >>> cost(np.arange(1, 101))
    Cost(expected=51, worst=98)
    """
    ranked = np.sort(amounts).tolist()  # Python's whole numbers, whose sum has no end
    worst = ranked[-_worst(len(ranked)) :]
    return Cost(round_ratio(sum(ranked), len(ranked)), round_ratio(sum(worst), len(worst)))


def _worst(count: int) -> int:
    return -(-count * WORST.numerator // WORST.denominator)


def first_of_worst(days: Whole, of: int) -> int | None:
    """Return the first day by which something has happened in at least 1 of 20 futures; None: on none.

    `days`: when it first happened, in those of the `of` futures in which it did.

    >>> first_of_worst(np.array([7, 3]), 40), first_of_worst(np.array([7, 3]), 41)
    (7, None)
    """
    needed = _worst(of)
    return int(np.partition(days, needed - 1)[needed - 1]) if len(days) >= needed else None
