"""How a loan's instalments follow from its principal, rate and number of instalments."""

from fractions import Fraction

from repaycli.core.money import Rounding, round_ratio
from repaycli.core.rates import Rate

PERIODS = {
    "week": ("day", 7),
    "2 weeks": ("day", 14),
    "month": ("month", 1),
    "quarter": ("month", 3),
    "year": ("month", 12),
}


def period_rate(rate: Rate, every: str) -> Fraction:
    """Return the rate of one instalment period: so many days, or so many twelfths of the annual rate."""
    unit, count = PERIODS[every]
    return rate.daily * count if unit == "day" else rate.monthly * count


def level_instalment(
    principal: int, period: Fraction, instalments: int, unit: int = 1, mode: Rounding = Rounding.HALF_UP
) -> int:
    """Return the equal instalment (等额本息) that repays a principal in so many periods.

    Formula: P·i / (1 − (1 + i)^−n); P / n when i = 0.
    Units: minor units; `period` is a fraction per instalment period.
    Rounding: half-up to the unit; the last instalment settles the rest.
    Source: annuity formula; the rate of a month is daily × year_days / 12.

    >>> level_instalment(1_000_000, Fraction(1825, 120000), 12)
    91799
    """
    if period == 0:
        return round_ratio(principal, instalments, unit, mode)
    growth = (1 + period) ** instalments
    exact = principal * period * growth / (growth - 1)
    return round_ratio(exact.numerator, exact.denominator, unit, mode)


def equal_part(principal: int, instalments: int, unit: int = 1, mode: Rounding = Rounding.HALF_UP) -> int:
    """Return the equal principal part (等额本金): P / n, half-up; the last one settles the rest.

    >>> equal_part(250_000, 5), equal_part(100_000, 3)
    (50000, 33333)
    """
    return round_ratio(principal, instalments, unit, mode)
