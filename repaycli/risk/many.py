"""A whole number for each of many futures at once, with which the exact engine computes as with one.

The engine asks such a number questions ("is it nothing?", "which is less?"). Where it asks through `core.whole`, each
future gets its own answer. Where it asks plainly, and all futures give one answer, that is the answer; where they do not,
`Parted` says which futures say yes, and whoever runs the engine lets each part go on alone.
"""

from collections.abc import Sequence
from fractions import Fraction
from operator import is_
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from repaycli.core.money import Rounding
from repaycli.risk.ratios import ManyRatio

Mask = npt.NDArray[np.bool_]

Values = npt.NDArray[Any]
"""int64 where the numbers are small enough, else Python integers of any size."""

_PRODUCT = 1 << 53
_SUM = 1 << 62
"""A product up to this size stays in 64 bits, so that hundreds of them can be added; anything else up to that."""


class Parted(Exception):
    """Futures answer a question differently: `yes` tells which say yes."""

    def __init__(self, yes: Mask) -> None:
        super().__init__("futures part here")
        self.yes = yes


class Answers:
    """Yes or no, one a future, and not the same in all: where all answer alike, that is a plain answer."""

    __slots__ = ("mask",)

    def __init__(self, mask: Mask) -> None:
        self.mask = mask

    def every(self) -> bool:
        """Tell whether all say yes."""
        return False

    def never(self) -> bool:
        """Tell whether none says yes."""
        return False

    def opposite(self) -> "Answers":
        """Return no where the answer is yes."""
        return Answers(~self.mask)

    def pick(self, yes: Any, no: Any) -> Any:
        """Return one amount where the answer is yes, another where it is no."""
        if type(no) is int and no == 0 and type(yes) is Many:
            return Many(yes.values * self.mask)  # several times faster than a choice
        if type(yes) is int and yes == 0 and type(no) is Many:
            return Many(no.values * ~self.mask)
        return Many(cast("Values", np.where(self.mask, plain(yes), plain(no))))

    def __bool__(self) -> bool:
        raise Parted(self.mask)

    def __and__(self, other: Any) -> "Answers | bool":
        if type(other) is Answers:
            return _told(self.mask & other.mask)
        return self if other else False

    __rand__ = __and__

    def __or__(self, other: Any) -> "Answers | bool":
        if type(other) is Answers:
            return _told(self.mask | other.mask)
        return True if other else self

    __ror__ = __or__


class Many:
    """Whole numbers, one a future. Arithmetic is exact, whatever the size."""

    __slots__ = ("_added", "_high", "_low", "_nothing", "values")

    def __init__(self, values: Values) -> None:
        self.values = values
        self._low: int | None = None  # None: not known yet
        self._high: int | None = None
        self._nothing: Answers | None = None  # in which futures it is nothing or less
        self._added: tuple[int, list[Many], Any] | None = None  # what was added to it last, and what that came to

    @property
    def low(self) -> int:
        """The least of them."""
        if self._low is None:
            self._low = self.values.item(self.values.argmin())
        return self._low  # type: ignore[return-value]

    @property
    def high(self) -> int:
        """The greatest of them."""
        if self._high is None:
            self._high = self.values.item(self.values.argmax())
        return self._high  # type: ignore[return-value]

    @property
    def size(self) -> int:
        """The greatest of them, whatever its sign."""
        return max(self.high, -self.low)

    @property
    def numerator(self) -> "Many":
        """Itself, as of any whole number."""
        return self

    @property
    def denominator(self) -> int:
        """One, as of any whole number."""
        return 1

    # -- arithmetic ---------------------------------------------------------------------------------------------------

    def __add__(self, other: Any) -> Any:
        if type(other) is Many:
            return Many(self.values + other.values)
        if type(other) is int or type(other) is bool:
            return self._moved(other) if other else self
        if type(other) is Fraction:
            return ManyRatio(self * other.denominator + other.numerator, other.denominator)
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        if type(other) is Many:
            return Many(self.values - other.values)
        if type(other) is int:
            return self._moved(-other) if other else self
        return NotImplemented

    def _moved(self, by: int) -> "Many":
        """Return all of them with one number added."""
        new = Many(self.values + by)
        if self._low is not None:
            new._low = self._low + by
        if self._high is not None:
            new._high = self._high + by
        return new

    def __rsub__(self, other: Any) -> Any:
        return Many(other - self.values) if type(other) is int else NotImplemented

    def __neg__(self) -> "Many":
        return Many(-self.values)

    def __abs__(self) -> "Many":
        return Many(np.abs(self.values))

    def __mul__(self, other: Any) -> Any:
        if type(other) is int:
            if other == 1:
                return self
            size, times = max(1, self.size) * abs(other), other
        elif type(other) is Many:
            size, times = self.size * other.size, other.values
        elif type(other) is Fraction:
            return ManyRatio(self * other.numerator, other.denominator)
        else:
            return NotImplemented
        values = self.values
        if size >= _PRODUCT and values.dtype != object:
            values = values.astype(object)
        return Many(values * times)

    __rmul__ = __mul__

    def __floordiv__(self, other: Any) -> Any:
        return Many(_small(self.values // plain(other)))

    def __rfloordiv__(self, other: Any) -> Any:
        return Many(_small(other // self.values))

    # -- questions with an answer for each future ---------------------------------------------------------------------

    def least(self, other: Any) -> Any:
        """Return the smaller of two, future by future."""
        if type(other) is int:
            if other <= self.low:
                return other
            if other >= self.high:
                return self
        return Many(np.minimum(self.values, plain(other)))

    def most(self, other: Any) -> Any:
        """Return the greater of two, future by future."""
        if type(other) is int:
            if other >= self.high:
                return other
            if other <= self.low:
                return self
        return Many(np.maximum(self.values, plain(other)))

    def total(self, amounts: Sequence[Any]) -> Any:
        """Add up amounts of which this one is the first of many numbers; when they are the same again, it is known."""
        whole = 0
        others: list[Many] = []
        for each in amounts:
            if type(each) is Many:
                others.append(each)
            else:
                whole += each
        del others[0]
        if not others:
            return self + whole
        known = self._added
        if known is not None and known[0] == whole and len(known[1]) == len(others) and all(map(is_, known[1], others)):
            return known[2]
        found = self
        for other in others:
            found += other
        found += whole
        self._added = whole, others, found
        return found

    def some(self) -> bool:
        """Tell whether it is anything in any future."""
        return self.high > 0 or self.low < 0

    def no_more(self, other: Any) -> "Answers | bool":
        """Tell in which futures it is at most another."""
        if type(other) is int:
            if other >= self.high:
                return True
            if other < self.low:
                return False
            if other == 0:
                if self._nothing is None:
                    self._nothing = Answers(self.values <= 0)
                return self._nothing
            return Answers(self.values <= other)
        return _told(self.values <= plain(other))

    def no_less(self, other: Any) -> "Answers | bool":
        """Tell in which futures it is at least another."""
        if type(other) is int:
            if other <= self.low:
                return True
            if other > self.high:
                return False
            return Answers(self.values >= other)
        return _told(self.values >= plain(other))

    def over(self, denominator: int, amount: Any) -> "ManyRatio":
        """Return the exact ratio of each to a denominator times an amount."""
        return ManyRatio(self, denominator, amount)

    def rounded(self, denominator: int, unit: int, mode: Rounding) -> "Many":
        """Return `core.money.round_ratio` of each."""
        values, step = self.values, denominator * unit
        if values.dtype != object and (2 * step >= _SUM or 2 * self.size + step >= _SUM):
            values = values.astype(object)
        size = abs(values)
        match mode:
            case Rounding.HALF_UP:
                whole = (2 * size + step) // (2 * step)
            case Rounding.UP:
                whole = -(-size // step)
            case Rounding.DOWN:
                whole = size // step
            case Rounding.HALF_EVEN:
                whole, rest = size // step, size % step
                whole = whole + ((2 * rest > step) | ((2 * rest == step) & (whole % 2 == 1)))
        if unit != 1:
            whole = whole * unit
        return Many(_small(whole if self.low >= 0 else np.where(values < 0, -whole, whole)))

    # -- questions with one answer --------------------------------------------------------------------------------------

    def __bool__(self) -> bool:
        return _one(self.values != 0)

    def __lt__(self, other: Any) -> bool:
        return _one(self.values < plain(other))

    def __le__(self, other: Any) -> bool:
        return _one(self.values <= plain(other))

    def __gt__(self, other: Any) -> bool:
        return _one(self.values > plain(other))

    def __ge__(self, other: Any) -> bool:
        return _one(self.values >= plain(other))

    def __eq__(self, other: object) -> bool:
        return _one(self.values == plain(other))

    def __hash__(self) -> int:
        return hash(int(self))

    def __index__(self) -> int:
        first = int(self.values[0])
        _one(self.values == first)
        return first

    __int__ = __index__


def plain(amount: Any) -> Any:
    """Return the values of many numbers, or one number as it is."""
    return amount.values if type(amount) is Many else amount


def alike(values: Values) -> Any:
    """Return many numbers, or the one that they all are."""
    first = cast("int", values.item(0))
    return first if values.item(-1) == first and (values == first).all() else Many(values)


def spread(amount: Any, count: int) -> Values:
    """Return an amount for each of so many futures."""
    return amount.values if type(amount) is Many else np.full(count, amount, dtype=np.int64)


def _told(found: Any) -> Answers | bool:
    """Return answers, or the one that they all are."""
    count = int(np.count_nonzero(found))
    if 0 < count < len(found):
        return Answers(found if found.dtype == bool else found.astype(bool))
    return count > 0


def _one(found: Any) -> bool:
    """Return the one answer of all futures."""
    count = int(np.count_nonzero(found))
    if 0 < count < len(found):
        raise Parted(np.asarray(found, dtype=bool))
    return count > 0


def _small(values: Values) -> Values:
    if values.dtype == object and Many(values).size < _SUM:
        return values.astype(np.int64)
    return values
