"""What a way of repaying in equal periods really costs a year: the internal rate of return of its payments."""

from collections.abc import Sequence
from fractions import Fraction

from repaycli.core.nouns import NamedTuple
from repaycli.products.root import Term, found_rate


class YearlyRate(NamedTuple):
    """A monthly rate made yearly: `nominal` = 12 i, `effective` = (1 + i)^12 − 1; both to 0.01 %, half up."""

    nominal: Fraction
    effective: Fraction


def yearly_rate(principal: int, payments: Sequence[int]) -> YearlyRate | None:
    """Return the yearly rate of money that is repaid month by month; None where less comes back than was lent.

    Formula: the i with Σ payment_k ÷ (1 + i)^k = principal; see `repaycli.products.root`.
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
    terms = [Term(principal, 0), *(Term(-payment, count) for count, payment in enumerate(payments, 1))]
    return both_rates(terms, 12)


def both_rates(terms: Sequence[Term], periods: int) -> YearlyRate | None:
    """Return the rate of terms whose periods are so many a year, both ways; None where no rate is found."""
    nominal = found_rate(terms, lambda yearly: yearly / periods)
    effective = found_rate(terms, lambda yearly: (1 + yearly) ** (1 / type(yearly)(periods)) - 1)
    return None if nominal is None or effective is None else YearlyRate(nominal, effective)
