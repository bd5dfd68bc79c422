"""Where plans are played: a household, its recorded past, the days looked at, and what a plan may draw on."""

from collections.abc import Sequence

from repaycli.core.nouns import NamedTuple
from repaycli.engine.branch import branch
from repaycli.engine.changes import NO_CHANGES, Changes
from repaycli.engine.position import Strategy
from repaycli.engine.run import Run
from repaycli.products.accounts import Household
from repaycli.strategies.optimal.optimum import Plan, Score
from repaycli.strategies.optimal.playing.replay import Noted, Planned, score


class Ground(NamedTuple):
    """A household, a run that stands at the end of its past, the last day looked at, and the limits of what is drawn.

    `until`: an ordinal. `limits`: as for `replay.score`.
    """

    household: Household
    past: Run
    until: int
    limits: Sequence[int] = ()
    changes: Changes = NO_CHANGES


class Played(NamedTuple):
    """The payments that were made, and how good they are."""

    plan: Plan
    score: Score


def play(ground: Ground, strategy: Strategy) -> Played:
    """Let a strategy decide from today to the last day; return its payments and their score."""
    noted = Noted(strategy)
    run = branch(ground.past, noted, ground.changes, workings=False)
    run.advance(ground.until)
    return Played(noted.plan, score(run, ground.until, ground.limits))


def play_plan(ground: Ground, plan: Plan) -> Played:
    """Replay a plan; what there is no cash for is left out of it."""
    return play(ground, Planned(plan))
