"""Where a day and a value lie in a drawing, and where its lines across and its dates stand; whole numbers throughout."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from repaycli.core.dates import on_day
from repaycli.core.nouns import NamedTuple
from repaycli.locale.days import day_words, month_words

SIZE = 10_000
"""The plot is so many units wide and high, however large it is shown."""

_STEPS = (1, 2, 5)
_MOST_LINES = 5
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240)
_MOST_DATES = 6
_SHORT = 75  # days that are told apart by weeks


class Days(NamedTuple):
    """The days from left to right."""

    first: date
    last: date

    def x(self, day: date) -> int:
        """Return how far right a day lies, in units of the plot; a day outside lies at the edge."""
        span = max(1, (self.last - self.first).days)
        return min(max(0, (day - self.first).days), span) * SIZE // span

    def written(self) -> list[tuple[int, str]]:
        """Return where to write which date below: first days of months or, in a short time, weeks.

        >>> [said for _, said in Days(date(2026, 11, 1), date(2028, 2, 25)).written()]
        ['Jan 2027', 'Apr 2027', 'Jul 2027', 'Oct 2027', 'Jan 2028']
        >>> [said for _, said in Days(date(2026, 11, 1), date(2026, 12, 1)).written()]
        ['1 Nov', '8 Nov', '15 Nov', '22 Nov', '29 Nov']
        """
        if (self.last - self.first).days <= _SHORT:
            return [(self.x(day), day_words(day, with_year=False)) for day in self._weeks()]
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        every = next(step for step in _MONTHS if months <= step * _MOST_DATES or step == _MONTHS[-1])
        return [(self.x(day), month_words(day)) for day in self._firsts(every)]

    def _weeks(self) -> Iterator[date]:
        every = 7 if (self.last - self.first).days <= 7 * _MOST_DATES else 14
        day = self.first
        while day <= self.last:
            yield day
            day += timedelta(days=every)

    def _firsts(self, every: int) -> Iterator[date]:
        day = self.first if self.first.day == 1 else on_day(self.first.year, self.first.month + 1, 1)
        while (day.year * 12 + day.month - 1) % every:
            day = on_day(day.year, day.month + 1, 1)
        while day <= self.last:
            yield day
            day = on_day(day.year, day.month + every, 1)


class Heights(NamedTuple):
    """The values from `low` at the bottom to `high` at the top, with a line across every `step`."""

    low: int
    high: int
    step: int

    def y(self, value: int) -> int:
        """Return how far down a value lies, in units of the plot."""
        return SIZE - (value - self.low) * SIZE // (self.high - self.low)

    def lines(self) -> list[int]:
        """Return the values of the lines across, from the lowest to the highest.

        >>> heights([700, 30]).lines(), heights([-90, 500]).lines()
        ([0, 200, 400, 600, 800], [-200, 0, 200, 400, 600])
        """
        return list(range(self.low, self.high + 1, self.step))


def heights(values: Sequence[int], least: int = 100, most_lines: int = _MOST_LINES) -> Heights:
    """Return a scale on which all of these lie, zero among them, with round ends; its top is not below `least`."""
    low, high = min(0, *values), max(least, *values)
    step = _step(high - low, most_lines)
    return Heights(low // step * step, -(-high // step) * step, step)


def _step(span: int, most_lines: int) -> int:
    power = 1
    while True:
        for each in _STEPS:
            if span <= each * power * most_lines:
                return each * power
        power *= 10


def share_of_width(units: int) -> str:
    """Write units of the plot as a share of its width.

    >>> share_of_width(0), share_of_width(1234), share_of_width(10000)
    ('0%', '12.34%', '100%')
    """
    whole, rest = divmod(units, SIZE // 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") + "%"
