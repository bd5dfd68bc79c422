"""The rate at which flows of money are worth nothing together, exact to the digit that is printed."""

from collections.abc import Callable, Sequence
from decimal import Context, Decimal, getcontext, localcontext
from fractions import Fraction

from repaycli.core.nouns import NamedTuple

STEP = Fraction(1, 10_000)
"""Yearly rates are printed to 0.01 %."""

MOST = 10**200
"""Above so many times the sum in a year no rate is looked for: a day's 100 % is 2^365 of it."""

_FAR = 2**32
_TURNS = 30
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

    def at(steps: int) -> tuple[Decimal, Decimal]:
        """Return what is received and what is paid, as they are worth at a rate of (`steps` − ½) steps."""
        border = step * (2 * steps - 1) / 2
        return _worth(terms, period(Decimal(border.numerator) / border.denominator))

    def is_reached(steps: int) -> bool:
        """Tell whether the rate is at least (`steps` − ½) steps."""
        with localcontext(Context(prec=_DIGITS + len(str(steps)))):
            received, paid = at(steps)
            return received <= paid

    if sum(term.amount for term in terms) > 0:
        return None
    low, high, most = 0, 1, int(MOST / step)
    while is_reached(high):
        if high == most:
            return None
        low, high = high, min(most, high * max(2, high))
    guess = _guess(at, low, high) if high > _FAR else 0
    if low < guess < high:
        low, high = _around(guess, low, high, is_reached)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if is_reached(middle) else (low, middle)
    return low * step


def _guess(at: Callable[[int], tuple[Decimal, Decimal]], low: int, high: int) -> int:
    """Return about how many steps the rate is, between `low` and `high`.

    The logarithm of what is received to what is paid grows about as that of the rate does, so a few straight lines lead
    there (regula falsi; where one end stays, half its height: Illinois) where halving would take hundreds of turns.
    """
    with localcontext(Context(prec=_DIGITS + len(str(high)))):

        def lean(steps: int) -> Decimal:
            received, paid = at(steps)
            return (received / paid).ln()

        left, right = Decimal(low).ln(), Decimal(high).ln()
        left_leans, right_leans = lean(low), lean(high)
        found, stays = low, 0
        for _ in range(_TURNS):
            between = right - right_leans * (right - left) / (right_leans - left_leans)
            before, found = found, int(between.exp())
            if found in (before, low):
                break
            leans = lean(found)
            if leans > 0:
                right, right_leans = between, leans
                left_leans, stays = (left_leans / 2 if stays < 0 else left_leans), -1
            else:
                left, left_leans = between, leans
                right_leans, stays = (right_leans / 2 if stays > 0 else right_leans), 1
        return found


def _around(guess: int, low: int, high: int, is_reached: Callable[[int], bool]) -> tuple[int, int]:
    """Return steps below and above the rate, near a guess if that is near it."""
    width = 1
    if is_reached(guess):
        low = guess
        while low + width < high and is_reached(low + width):
            low, width = low + width, 2 * width
        return low, min(high, low + width)
    high = guess
    while high - width > low and not is_reached(high - width):
        high, width = high - width, 2 * width
    return max(low, high - width), high


def _worth(terms: Sequence[Term], rate: Decimal) -> tuple[Decimal, Decimal]:
    """Return what is received and what is paid, as they are worth at the beginning; alike where next to nothing parts them."""
    discount, power, reached = 1 / (1 + rate), Decimal(1), 0
    received, paid, size = Decimal(0), Decimal(0), Decimal(0)
    steps: dict[int, Decimal] = {}  # most periods are as long as the one before
    parts: dict[tuple[int, int], Decimal] = {}
    for term in terms:
        step, part = term.whole - reached, (term.part.numerator, term.part.denominator)
        if step not in steps:
            steps[step] = discount**step
        if part not in parts:
            parts[part] = 1 / (1 + Decimal(part[0]) / part[1] * rate)
        power, reached = power * steps[step], term.whole
        worth = term.amount * power * parts[part]
        if worth > 0:
            received += worth
        else:
            paid -= worth
        size += abs(term.amount)
    return (received, received) if abs(received - paid) < size.scaleb(_LOST - getcontext().prec) else (received, paid)


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
