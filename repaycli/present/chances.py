"""Chances in figures and in words: no more digits than futures can tell, never "0 %" or "100 %" for what is not so."""

from fractions import Fraction
from typing import TYPE_CHECKING

from repaycli.locale import tr
from repaycli.present.model import Share, Value, Word, decimal

if TYPE_CHECKING:
    from repaycli.risk.chances import Chance

_SIMPLE = (
    Fraction(1, 4),
    Fraction(3, 10),
    Fraction(1, 3),
    Fraction(2, 5),
    Fraction(1, 2),
    Fraction(3, 5),
    Fraction(2, 3),
    Fraction(7, 10),
    Fraction(3, 4),
    Fraction(4, 5),
    Fraction(9, 10),
)
_SELDOM, _MOSTLY = Fraction(9, 40), Fraction(19, 20)


def percentage(share: Fraction) -> str:
    """Write a share as a percentage without its sign: one decimal, near 0 and 100 two digits that count.

    >>> [percentage(Fraction(part, 100000)) for part in (0, 3, 1200, 12345, 50000, 99950, 100000)]
    ['0', '0.003', '1.2', '12.3', '50', '99.95', '100']
    """
    ends = min(share, 1 - share)
    digits = 1
    while ends and ends * 10 ** (digits + 1) < 1:
        digits += 1
    scaled = int(share * 100 * 10**digits + Fraction(1, 2))
    whole, rest = divmod(scaled, 10**digits)
    decimals = f"{rest:0{digits}d}".rstrip("0")
    return f"{whole}.{decimals}" if decimals else str(whole)


def percent_of(chance: "Chance") -> str:
    """Write a chance as a percentage."""
    return percent_of_share(chance.share)


def percent_of_share(share: Fraction) -> str:
    """Write a share as a percentage, as a chance is written."""
    return tr("{percent} %", percent=percentage(share))


def chance_word(chance: "Chance") -> Word:
    """Return a chance for a table; programs get the exact share of the futures."""
    return Word(decimal(chance.share), percent_of(chance))


def between(chance: "Chance") -> str:
    """Write the interval that a chance lies in, 95 times in 100."""
    return tr("{low} to {high} %", low=percentage(chance.low), high=percentage(chance.high))


def values(chance: "Chance") -> tuple[Value, Value, Value]:
    """Return a chance and the ends of its interval, for programs."""
    return chance_word(chance), Share(chance.low), Share(chance.high)


def in_words(chance: "Chance") -> str:
    """Say how likely it is that something goes wrong."""
    if chance.is_certain:
        return tr("it is certain") if chance.hits else tr("it cannot happen")
    if not chance.hits:
        whole = less_than_one_in(chance.high)
        return tr("in none of {count} futures: less than 1 in {whole}", count=f"{chance.of:,}", whole=whole)
    if chance.hits == chance.of:
        whole = less_than_one_in(1 - chance.low)
        return tr("in all of {count} futures: less than 1 in {whole} goes well", count=f"{chance.of:,}", whole=whole)
    if chance.share > _MOSTLY:
        return tr("in all but about 1 in {whole}", whole=_about_one_in(1 - chance.share))
    if chance.share < _SELDOM:
        return tr("about 1 in {whole}", whole=_about_one_in(chance.share))
    simple = min(_SIMPLE, key=lambda each: abs(each - chance.share))
    return tr("about {part} in {whole}", part=simple.numerator, whole=simple.denominator)


def _about_one_in(share: Fraction) -> str:
    """Return the whole of which a share is one part: two digits that count.

    >>> _about_one_in(Fraction(1, 8)), _about_one_in(Fraction(7, 1000)), _about_one_in(Fraction(3, 100000))
    ('8', '140', '33,000')
    """
    whole = int(1 / share + Fraction(1, 2))
    unit = 10 ** max(0, len(str(whole)) - 2)
    return f"{(2 * whole + unit) // (2 * unit) * unit:,}"


def less_than_one_in(share: Fraction) -> str:
    """Return the whole of which a share is less than one part: two digits that count, rounded down.

    >>> less_than_one_in(Fraction(3828, 1000000))
    '260'
    """
    whole = int(1 / share)
    unit = 10 ** max(0, len(str(whole)) - 2)
    return f"{whole // unit * unit:,}"
