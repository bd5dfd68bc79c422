"""A mixed-integer linear program as plain values, and the sums of its variables that the rooms of the model exchange.

Amounts are floats in minor units: a program proposes and bounds, no user ever sees one of its figures.
"""

from collections.abc import Iterable
from dataclasses import dataclass

INFINITE = float("inf")


class Sum:
    """A linear expression: a constant and coefficients of variables by their numbers."""

    __slots__ = ("constant", "terms")

    def __init__(self, constant: float = 0.0, terms: dict[int, float] | None = None) -> None:
        self.constant = constant
        self.terms: dict[int, float] = {} if terms is None else terms

    def add(self, other: "Sum | float", factor: float = 1.0) -> "Sum":
        """Add a multiple of another expression to this one, and return it."""
        if isinstance(other, Sum):
            self.constant += factor * other.constant
            terms = self.terms
            for variable, coefficient in other.terms.items():
                terms[variable] = terms.get(variable, 0.0) + factor * coefficient
        else:
            self.constant += factor * other
        return self

    def copy(self) -> "Sum":
        """Return an expression of its own that says the same."""
        return Sum(self.constant, dict(self.terms))

    def __add__(self, other: "Sum | float") -> "Sum":
        return self.copy().add(other)

    __radd__ = __add__

    def __sub__(self, other: "Sum | float") -> "Sum":
        return self.copy().add(other, -1.0)

    def __rsub__(self, other: float) -> "Sum":
        return Sum(other).add(self, -1.0)

    def __mul__(self, factor: float) -> "Sum":
        return Sum(self.constant * factor, {variable: c * factor for variable, c in self.terms.items()})

    __rmul__ = __mul__

    def value(self, solution: "list[float]") -> float:
        """Return what it is worth in a solution."""
        return self.constant + sum(c * solution[variable] for variable, c in self.terms.items())


@dataclass(frozen=True, slots=True)
class Limited:
    """An amount and the most that it can be: a row that a choice switches off has to allow as much."""

    amount: Sum
    most: float

    def __add__(self, other: "Limited") -> "Limited":
        return Limited(self.amount + other.amount, self.most + other.most)

    def __mul__(self, factor: float) -> "Limited":
        return Limited(self.amount * factor, self.most * factor)

    def less(self, paid: Sum) -> "Limited":
        """Return what is left; it can be as much as before."""
        return Limited(self.amount - paid, self.most)


NOTHING = Limited(Sum(), 0.0)


class Program:
    """Variables with bounds, rows, and an objective to be made small."""

    def __init__(self) -> None:
        self.lower: list[float] = []
        self.upper: list[float] = []
        self.whole: list[bool] = []
        self.rows: list[tuple[dict[int, float], float, float]] = []

    def amount(self, upper: float = INFINITE, lower: float = 0.0) -> Sum:
        """Return a new variable that is an amount."""
        self.lower.append(lower)
        self.upper.append(max(lower, upper))
        self.whole.append(False)
        return Sum(0.0, {len(self.lower) - 1: 1.0})

    def choice(self) -> Sum:
        """Return a new variable that is 0 or 1."""
        self.lower.append(0.0)
        self.upper.append(1.0)
        self.whole.append(True)
        return Sum(0.0, {len(self.lower) - 1: 1.0})

    def fix(self, solution: list[float]) -> None:
        """Hold every choice where a solution has it."""
        for variable, whole in enumerate(self.whole):
            if whole and variable < len(solution):
                self.lower[variable] = self.upper[variable] = float(round(solution[variable]))

    def give(self) -> tuple["Program", Sum]:
        """Return a program of which every row may be off by something, and by how much they are in all."""
        found, given = Program(), Sum()
        found.lower, found.upper, found.whole = list(self.lower), list(self.upper), list(self.whole)
        for terms, lower, upper in self.rows:
            off = Sum(0.0, dict(terms))
            if lower > -INFINITE:
                more = found.amount()
                off, given = off.add(more), given.add(more)
            if upper < INFINITE:
                less = found.amount()
                off, given = off.add(less, -1.0), given.add(less)
            found.rows.append((off.terms, lower, upper))
        return found, given

    def at_least(self, left: Sum, right: Sum | float) -> None:
        """Demand left >= right."""
        self._not_negative(left - right)

    def at_most(self, left: Sum, right: Sum | float) -> None:
        """Demand left <= right."""
        self._not_negative(right - left)

    def _not_negative(self, found: Sum) -> None:
        if found.terms:
            self.rows.append((found.terms, -found.constant, INFINITE))
        elif found.constant < -1e-6:
            self.rows.append(({}, 1.0, INFINITE))

    def equal(self, left: Sum, right: Sum | float) -> None:
        """Demand left == right."""
        found = left - right
        self.rows.append((found.terms, -found.constant, -found.constant))


def total(parts: Iterable[Sum | float]) -> Sum:
    """Add expressions up."""
    found = Sum()
    for part in parts:
        found.add(part)
    return found
