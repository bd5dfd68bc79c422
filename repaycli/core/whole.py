"""Least, greatest and choice, of whole numbers or of many at once.

The rules of money are written once, for an amount that is one whole number, or one for each of many futures (an object
that computes as one does, made elsewhere). Where a rule asks "which is less?" of amounts, it asks here, so that it need
not know which of the two it has. Of plain numbers all this is what Python itself says.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

_PLAIN = (int, Fraction)


def least(one: int, other: int) -> int:
    """Return the smaller of two amounts.

    >>> least(3, 5), least(0, -2)
    (3, -2)
    """
    if type(one) is int:
        return min(one, other) if type(other) is int else of_many(other).least(one)
    return of_many(one).least(other)


def most(one: int, other: int) -> int:
    """Return the greater of two amounts.

    >>> most(3, 5), most(0, -2)
    (5, 0)
    """
    if type(one) is int:
        return max(one, other) if type(other) is int else of_many(other).most(one)
    return of_many(one).most(other)


def total(amounts: Sequence[int]) -> int:
    """Add amounts up.

    >>> total([3, 5]), total([])
    (8, 0)
    """
    for each in amounts:
        if type(each) is not int:
            return of_many(each).total(amounts)
    return sum(amounts)


def some(amount: int) -> bool:
    """Tell whether an amount is anything at all, in any future.

    >>> some(3), some(0)
    (True, False)
    """
    return bool(amount) if type(amount) is int else of_many(amount).some()


def opposite(answer: bool) -> bool:
    """Return no where an answer is yes.

    >>> opposite(True)
    False
    """
    return not answer if type(answer) is bool else of_many(answer).opposite()


def no_more(one: int, other: int) -> bool:
    """Tell whether an amount is at most another; of many futures: in which (only for `every`, `never` and `pick`).

    >>> no_more(3, 3), no_more(4, 3)
    (True, False)
    """
    if type(one) in _PLAIN:
        return one <= other if type(other) in _PLAIN else of_many(other).no_less(one)
    return of_many(one).no_more(other)


def every(answer: bool) -> bool:
    """Tell whether an answer is yes in every future.

    >>> every(True), every(False)
    (True, False)
    """
    return answer if type(answer) is bool else of_many(answer).every()


def never(answer: bool) -> bool:
    """Tell whether an answer is yes in no future.

    >>> never(True), never(False)
    (False, True)
    """
    return not answer if type(answer) is bool else of_many(answer).never()


def pick(answer: bool, yes: int, no: int) -> int:
    """Return one amount where an answer is yes, and another where it is no.

    >>> pick(True, 3, 5), pick(False, 3, 5)
    (3, 5)
    """
    if type(answer) is bool:
        return yes if answer else no
    return of_many(answer).pick(yes, no)


def apart(answer: bool, amount: int) -> list[tuple[bool, int]]:
    """Return an amount with its answer; of many futures: what it is in those that say yes, and in those that say no.

    >>> apart(True, 3), apart(False, 3)
    ([(True, 3)], [(False, 3)])
    """
    if type(answer) is bool:
        return [(answer, amount)]
    return [(True, pick(answer, amount, 0)), (False, pick(answer, 0, amount))]


def ratio(numerator: int, denominator: int, amount: int = 1) -> Fraction:
    """Return an exact ratio; an amount may stand below the line as well.

    >>> ratio(6, 4), ratio(6, 4, 3)
    (Fraction(3, 2), Fraction(1, 2))
    """
    if type(numerator) is int and type(amount) is int:
        return Fraction(numerator, denominator * amount)
    return of_many(numerator if type(amount) is int else amount * 0 + numerator).over(denominator, amount)


def greater(one: Fraction, other: Fraction) -> Fraction:
    """Return the greater of two ratios.

    >>> greater(Fraction(1, 3), Fraction(1, 2))
    Fraction(1, 2)
    """
    if type(one) is Fraction:
        return max(one, other) if type(other) is Fraction else of_many(other).greater(one)
    return of_many(one).greater(other)


def of_many(one: Any) -> Any:
    """Take what is no plain number as what it is: it answers for itself."""
    return one
