"""A plan for a shorter time: what it decides up to a day, and from then on what is asked, no more."""

from collections.abc import Sequence

from repaycli.engine.position import Decision, Position, Strategy
from repaycli.strategies.waterfall import Waterfall


class Onward:
    """Lets a strategy decide up to a day, inclusive, and pays the minimum of every account later."""

    def __init__(self, first: Strategy, until: int) -> None:
        self.first, self.until = first, until
        self.later = Waterfall("minimum")
        self.name, self.eager = first.name, first.eager

    def wakes(self) -> Sequence[int]:
        """Ask when the first one asks."""
        return self.first.wakes()

    def decide(self, position: Position) -> list[Decision]:
        """Return today's payments."""
        return (self.first if position.day <= self.until else self.later).decide(position)
