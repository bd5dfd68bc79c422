"""The rate at which flows of money are worth nothing together, exact to the digit that is printed."""

from collections.abc import Callable, Sequence
from decimal import Context, Decimal, getcontext, localcontext
from fractions import Fraction

from repaycli.core.nouns import NamedTuple

STEP = Fraction(1, 10_000)
"""Yearly rates are printed to 0.01 %."""

MOST = 10**200
"""Above so many times the sum in a year no rate is looked for: a day's 100 % is 2^365 of it."""

_DIGITS = 50
_LOST = 15
"""Of the digits so many last ones may be wrong: powers to the millions, and a thousand terms."""


class Term(NamedTuple):
    """Money that comes (+) or goes (−) after `whole` periods and a `part` of one, which bears simple interest."""

    amount: int
    whole: int
    part: Fraction = Fraction(0)


def found_rate(terms: Sequence[Term], period: Callable[[Decimal], Decimal], step: Fraction = STEP) -> Fraction | None:
    """Return the yearly rate at which the terms add up to nothing; None where there is none from 0 % to `MOST`.

    Formula: Σ amount ÷ ((1 + part × i) × (1 + i)^whole) = 0, where `period` makes i of a yearly rate.
    Units: amounts in minor units, what was received above zero and what is paid below; a fraction a year out.
    Rounding: to the nearest `step`, halves up. The bracket is made of the steps' own borders: the rate r that is returned
    has a sum that is not above zero at r − step ÷ 2 and above zero at r + step ÷ 2, so that no digit hangs on how near an
    iteration came. Sums are taken with 50 digits and more.
    Gaps: what is received has to come before what is paid (`changes_once`), otherwise several rates may fit.

    >>> found_rate([Term(1000, 0), Term(-1200, 1)], lambda yearly: yearly)
    Fraction(1, 5)
    """

    def is_reached(steps: int) -> bool:
        """Tell whether the rate is at least (`steps` − ½) steps."""
        border = step * (2 * steps - 1) / 2
        with localcontext(Context(prec=_DIGITS + len(str(steps)))):
            return _worth(terms, period(Decimal(border.numerator) / border.denominator)) <= 0

    if sum(term.amount for term in terms) > 0:
        return None
    low, high = 0, 1
    while is_reached(high):
        low, high = high, 2 * high
        if low * step > MOST:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if is_reached(middle) else (low, middle)
    return low * step


def _worth(terms: Sequence[Term], rate: Decimal) -> Decimal:
    """Return what the terms are worth at their beginning; what is next to nothing beside all that moves is zero."""
    discount, power, reached = 1 / (1 + rate), Decimal(1), 0
    total, size = Decimal(0), Decimal(0)
    steps: dict[int, Decimal] = {}  # most periods are as long as the one before
    parts: dict[tuple[int, int], Decimal] = {}
    for term in terms:
        step, part = term.whole - reached, (term.part.numerator, term.part.denominator)
        if step not in steps:
            steps[step] = discount**step
        if part not in parts:
            parts[part] = 1 / (1 + Decimal(part[0]) / part[1] * rate)
        power, reached = power * steps[step], term.whole
        total += term.amount * power * parts[part]
        size += abs(term.amount)
    return Decimal(0) if abs(total) < size.scaleb(_LOST - getcontext().prec) else total


def changes_once(terms: Sequence[Term]) -> bool:
    """Tell whether what is owed in all, without interest, is owed first and repaid once: then one rate alone fits.

    Source: the sums of the flows so far change their sign once (Norstrøm 1972), which is enough for one rate above zero.

    >>> changes_once([Term(100, 0), Term(-60, 1), Term(-60, 2)]), changes_once([Term(-9, 0), Term(30, 1), Term(-22, 2)])
    (True, False)
    """
    owed, signs = 0, [1]
    for term in sorted(terms, key=lambda term: term.whole + term.part):
        owed += term.amount
        if owed and (owed > 0) != (signs[-1] > 0):
            signs.append(1 if owed > 0 else -1)
    return len(signs) <= 2 and bool(terms)
