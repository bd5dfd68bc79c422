"""An exact ratio for each of many futures: rates that differ from future to future, interest that is not posted yet."""

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any

from repaycli.core.whole import most, no_more

if TYPE_CHECKING:
    from repaycli.risk.many import Answers


class ManyRatio:
    """An exact ratio for each future: numerator / (scale × amount), what is below the line more than nothing.

    `scale` is one number, so that it need not be multiplied out where two ratios have it in common.
    """

    __slots__ = ("amount", "numerator", "scale")

    def __init__(self, numerator: Any, scale: int, amount: Any = 1) -> None:
        self.numerator = numerator
        self.scale, self.amount = (scale * amount, 1) if type(amount) is int else (scale, amount)

    @property
    def denominator(self) -> Any:
        """What is below the line, one number or many."""
        return self.amount * self.scale

    def _over_one(self, other: Any) -> tuple[Any, Any, int]:
        """Return both numerators over what they have in common: one scale, which comes last, and both amounts."""
        scale, amount = _below(other)
        both = lcm(self.scale, scale)
        mine, theirs = self.numerator * (both // self.scale), other.numerator * (both // scale)
        if self.amount is not amount:
            mine, theirs = mine * amount, theirs * self.amount
        return mine, theirs, both

    def _both_amounts(self, other: Any) -> Any:
        amount = _below(other)[1]
        return amount if amount is self.amount else self.amount * amount

    def __add__(self, other: Any) -> "ManyRatio":
        if not isinstance(other, ManyRatio) and not other:
            return self
        mine, theirs, scale = self._over_one(other)
        return ManyRatio(mine + theirs, scale, self._both_amounts(other))

    __radd__ = __add__

    def __mul__(self, other: Any) -> "ManyRatio":
        scale, amount = _below(other)
        return ManyRatio(self.numerator * other.numerator, self.scale * scale, self.amount * amount)

    __rmul__ = __mul__

    def __sub__(self, other: Any) -> "ManyRatio":
        return ManyRatio(self.numerator - other * self.denominator, self.scale, self.amount)

    def __gt__(self, other: int) -> bool:
        return self.numerator > other * self.denominator

    def __truediv__(self, other: Any) -> "ManyRatio":
        return ManyRatio(self.numerator * other.denominator, self.scale, self.amount * other.numerator)

    def greater(self, other: Any) -> "ManyRatio":
        """Return the greater of two, future by future."""
        mine, theirs, scale = self._over_one(other)
        return ManyRatio(most(mine, theirs), scale, self._both_amounts(other))

    def __round__(self) -> int:
        """Return the first of them, to the nearest: what is told in words."""
        return round(Fraction(_first(self.numerator), _first(self.denominator)))

    def __neg__(self) -> "ManyRatio":
        return ManyRatio(-self.numerator, self.scale, self.amount)

    def no_more(self, other: Any) -> "Answers | bool":
        """Tell in which futures it is at most another."""
        mine, theirs, _ = self._over_one(other)
        return no_more(mine, theirs)

    def no_less(self, other: Any) -> "Answers | bool":
        """Tell in which futures it is at least another."""
        mine, theirs, _ = self._over_one(other)
        return no_more(theirs, mine)


def _below(ratio: Any) -> tuple[int, Any]:
    """Return the scale and the amount below the line of a ratio, or of one that is the same in all futures."""
    return (ratio.scale, ratio.amount) if type(ratio) is ManyRatio else (ratio.denominator, 1)


def _first(amount: Any) -> int:
    """Return the amount of the first future."""
    return amount if type(amount) is int else int(amount.values[0])
