"""What a night costs: weights of runs of nights, so that interest is a sum of balances times weights."""

from collections.abc import Callable

from repaycli.engine.line.state import Line


class Nights:
    """Weights of the nights from `first` on: of a balance that stands through `[start, end)`, for interest that posts at `cut`.

    Simple interest: the sum of the daily rates. Compounding each day: what accrued before bears too, up to `cut`.
    """

    def __init__(self, rate_on: Callable[[int], float], first: int, last: int, is_compounding: bool = False) -> None:
        self.first = first
        self.is_compounding = is_compounding
        self.sums = [0.0]
        for day in range(first, last + 1):
            rate = rate_on(day)
            before = self.sums[-1]
            self.sums.append(before + before * rate + rate if is_compounding else before + rate)

    def weight(self, start: int, end: int, cut: int | None = None) -> float:
        """Return the interest of one unit that stands through the nights `[start, end)`."""
        if end <= start:
            return 0.0
        low, high = self.sums[max(0, start - self.first)], self.sums[max(0, end - self.first)]
        if not self.is_compounding:
            return high - low
        final = 1.0 + self.sums[max(0, (end if cut is None else cut) - self.first)]
        return final / (1.0 + low) - final / (1.0 + high)


def purchase_nights(line: Line, first: int, last: int) -> Nights:
    """Return the weights of a line's purchases."""
    rate_of = _cached(line, first)
    return Nights(rate_of, first, last, line.is_compounding)


def _cached(line: Line, first: int) -> Callable[[int], float]:
    if not line.terms.rates:
        rate = line.rate / line.denominator
        return lambda _: rate
    return lambda day: line.rate_on(max(day, first))[0] / line.denominator
