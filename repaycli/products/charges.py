"""Fees: for a missed minimum, for a cash advance."""

from fractions import Fraction

from repaycli.core.money import Rounding, round_ratio
from repaycli.core.nouns import NamedTuple
from repaycli.core.whole import every, least, most, no_more, pick
from repaycli.products.terms import CashFee, LateFee


def bounded_fee(
    share: Fraction, base: int, floor: int, cap: int | None, unit: int = 1, mode: Rounding = Rounding.HALF_UP
) -> int:
    """Return share × base, at least `floor`, at most `cap`; nothing on a base of nothing.

    Units: minor units. Rounding: once, like a posting.
    Source: terms of Chinese cards since PBoC notice 银发[2016]111号 (违约金 = 5 % of the minimum's unpaid part).

    >>> bounded_fee(Fraction(5, 100), 10000, 0, None), bounded_fee(Fraction(5, 100), 10000, 1000, None)
    (500, 1000)
    """
    if every(no_more(base, 0)):
        return 0
    exact = share * base
    fee = most(floor, round_ratio(exact.numerator, exact.denominator, unit, mode))
    fee = fee if cap is None else least(fee, cap)
    return pick(no_more(base, 0), 0, fee)


class Missed(NamedTuple):
    """A minimum that was missed: what a fee's share is taken of, the how-many-eth in a row, the minimum itself."""

    base: int
    in_a_row: int
    minimum: int


def late_fee(terms: LateFee, missed: Missed, unit: int = 1, mode: Rounding = Rounding.HALF_UP) -> int:
    """Return the fee for a missed minimum: a share of its base, or the step for the how-many-eth in a row.

    Units: minor units. Rounding: once, like a posting.
    Source: as for `bounded_fee`; steps and `within_minimum`: Regulation Z, 12 CFR 1026.52(b).

    >>> late_fee(LateFee(steps=(3000, 4100), within_minimum=True), Missed(2500, 1, 2500))
    2500
    """
    if every(no_more(missed.base, 0)):
        return 0
    if terms.steps:
        fee = terms.steps[min(missed.in_a_row, len(terms.steps)) - 1]
    else:
        fee = bounded_fee(terms.share, missed.base, terms.floor, terms.cap, unit, mode)
    fee = least(fee, missed.minimum) if terms.within_minimum else fee
    return pick(no_more(missed.base, 0), 0, fee)


def cash_fee(terms: CashFee, amount: int, unit: int = 1, mode: Rounding = Rounding.HALF_UP) -> int:
    """Return the fee that posts with a cash advance."""
    return bounded_fee(terms.share, amount, terms.floor, terms.cap, unit, mode)
