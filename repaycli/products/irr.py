"""What a way of repaying in equal periods really costs a year: the internal rate of return of its payments."""

from collections.abc import Sequence
from fractions import Fraction

from repaycli.core.nouns import NamedTuple

_STEPS = 120


class YearlyRate(NamedTuple):
    """A monthly rate made yearly: `nominal` = 12 i, `effective` = (1 + i)^12 − 1; both to 0.01 %, half up."""

    nominal: Fraction
    effective: Fraction


def yearly_rate(principal: int, payments: Sequence[int]) -> YearlyRate | None:
    """Return the yearly rate of money that is repaid month by month; None where less comes back than was lent.

    Formula: the i with Σ payment_k ÷ (1 + i)^k = principal, found by halving.
    Units: minor units in, fractions of one out. Rounding: both rates to the nearest 0.01 %, halves up.
    Source: PBoC Notice [2021] No. 3: all costs over the principal outstanding; it does not say which of the two it means.
    Gaps: every period counts as a twelfth of a year, whatever its days.

    >>> part = [1000 + 72] * 12
    >>> rate = yearly_rate(12000, part)
    >>> float(rate.nominal), float(rate.effective)
    (0.1303, 0.1384)
    >>> float(yearly_rate(1000, [3000]).nominal)
    24.0
    """
    if principal <= 0 or sum(payments) < principal:
        return None
    scale = 10**12
    low, high = 0, scale  # i between 0 and 100 % a month, or more where a fee takes most of the money
    while _worth(payments, high, scale) > principal:
        low, high = high, 2 * high
    for _ in range(_STEPS):
        middle = (low + high) // 2
        if _worth(payments, middle, scale) > principal:
            low = middle
        else:
            high = middle
        if high - low <= 1:
            break
    monthly = Fraction(high, scale)
    return YearlyRate(_rounded(12 * monthly), _rounded((1 + monthly) ** 12 - 1))


def _worth(payments: Sequence[int], monthly: int, scale: int) -> Fraction:
    value = Fraction(0)
    for payment in reversed(payments):
        value = (value + payment) * Fraction(scale, scale + monthly)
        value = Fraction(round(value * scale), scale)  # keeps the digits few; far finer than 0.01 %
    return value


def _rounded(rate: Fraction) -> Fraction:
    return Fraction((rate * 20_000 + 1) // 2, 10_000)
