"""A plan that is changed again and again: each changed plan goes on from a day before which it is the plan itself.

What comes before a change is lived through once; a law holds that the outcome is that of a replay from today on.
"""

from bisect import bisect_right
from collections.abc import Callable

from repaycli.core.nouns import NamedTuple
from repaycli.engine.branch import branch, resumed
from repaycli.engine.position import Strategy
from repaycli.engine.run import Run
from repaycli.strategies.optimal.optimum import Plan
from repaycli.strategies.optimal.playing.following import Following
from repaycli.strategies.optimal.playing.ground import Ground, Played
from repaycli.strategies.optimal.playing.replay import Noted, score

PARTS = 32
"""Runs that are kept lie at least such a part of the time apart: to keep one takes time, too."""


class _Kept(NamedTuple):
    """A run that waits on a day for its strategy to be asked, who decided so far, and what was paid."""

    day: int
    run: Run
    strategy: Strategy | None = None
    paid: Plan = ()


class Trail:
    """The way that a plan takes over a ground; runs on it are kept on days on which something was changed.

    `follow` makes a strategy that follows the plan. The strategy of a changed plan decides as that one does before the
    change.
    """

    def __init__(self, ground: Ground, follow: Callable[[], Strategy]) -> None:
        self.ground, self.follow = ground, follow
        self.kept = [_Kept(ground.past.today, branch(ground.past, None, ground.changes, workings=False))]
        self.apart = max(1, (ground.until - ground.past.today) // PARTS)

    def play(self, strategy: Strategy, first: int) -> Played:
        """Let the strategy of a plan that is changed from `first` on decide; return its payments and their score."""
        run, plan = self.run(strategy, first)
        return Played(plan, score(run, self.ground.until, self.ground.limits))

    def run(self, strategy: Strategy, first: int) -> tuple[Run, Plan]:
        """Return the run of `play`, and what was paid in it."""
        kept = self._up_to(first)
        noted = _taking_up(kept, strategy)
        run = resumed(kept.run, noted)
        run.advance(self.ground.until)
        return run, noted.plan

    def _up_to(self, day: int) -> _Kept:
        """Return the last run that is kept up to a day; where it lies far back, one more is kept on that day."""
        place = bisect_right(self.kept, day, key=lambda kept: kept.day)
        before = self.kept[place - 1]
        if day - before.day < self.apart:
            return before
        strategy = self.follow()
        noted = _taking_up(before, strategy)
        run = resumed(before.run, noted, day - 1)
        run.reach(day)
        self.kept.insert(place, _Kept(day, run, strategy, noted.plan))
        return self.kept[place]


def _taking_up(kept: _Kept, strategy: Strategy) -> Noted:
    """Let a strategy know what was decided before it, and go on with the plan that is noted."""
    if isinstance(strategy, Following) and isinstance(kept.strategy, Following):
        strategy.ahead.update(kept.strategy.ahead)
    noted = Noted(strategy)
    noted.found += kept.paid
    return noted
