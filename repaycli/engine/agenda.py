"""What is still to happen, by day and by the steps of a day; and the dates of incomes, expenses and spending."""

from collections.abc import Callable, Iterator
from datetime import date
from heapq import heappop, heappush

from repaycli.engine.day import Step

Entry = tuple[int, int, str, int, Callable[..., None], tuple[object, ...]]
"""An event: day, step, what it concerns, a number that keeps the order, what to do, and with what.

What is done is a function of the run, the day and the rest, bound to no run: so a branch takes the agenda over as it is.
"""


class Agenda:
    """The events to come, the next one first."""

    __slots__ = ("heap", "pushed")

    def __init__(self) -> None:
        self.heap: list[Entry] = []
        self.pushed = 0

    def copy(self) -> "Agenda":
        """Return an agenda of its own with the same events."""
        new = Agenda()
        new.heap, new.pushed = list(self.heap), self.pushed
        return new

    def push(self, day: int, step: Step, name: str, act: Callable[..., None], *args: object) -> None:
        """Add an event: on that day `act(run, day, *args)` is done."""
        self.pushed += 1
        heappush(self.heap, (day, step, name, self.pushed, act, args))

    def next_by(self, last: int) -> int | None:
        """Return the day of the next event; None if there is none up to that day, inclusive."""
        return self.heap[0][0] if self.heap and self.heap[0][0] <= last else None

    def take(self, day: int, before: int) -> Iterator[Entry]:
        """Take out a day's events before a step, those too that are added meanwhile."""
        heap = self.heap
        while heap and heap[0][0] == day and heap[0][1] < before:
            yield heappop(heap)


class Dates:
    """The dates of a flow, found as far as somebody asked; runs that branched share them."""

    def __init__(self, found: Iterator[date]) -> None:
        self.known: list[date] = []
        self.found = found

    def at(self, number: int) -> date | None:
        """Return a date by its number, from 0 on; None when there are fewer."""
        while len(self.known) <= number:
            on = next(self.found, None)
            if on is None:
                return None
            self.known.append(on)
        return self.known[number]
