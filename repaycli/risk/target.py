"""A target for the chance of missing a due date: what reaches it, and what else would help."""

from collections.abc import Callable
from fractions import Fraction

from repaycli.core.nouns import NamedTuple
from repaycli.risk.answers import Outlook
from repaycli.risk.buffer import Buffer, Play, Sought, Stopped, buffer
from repaycli.risk.outcomes import Outcomes
from repaycli.risk.remedies import Tried, helped

PATHS = 1000
"""So many futures are played for each step of the search, at most."""


class Reached(NamedTuple):
    """What reaches a target, found in the first `paths` futures.

    `buffer` None: nobody waited until it was found.
    """

    target: Fraction
    paths: int
    before: Outlook
    buffer: Buffer | None
    tried: Tried


def paths_for(outcomes: Outcomes) -> int:
    """Return how many futures each step of the search plays; the same for the same file on every machine."""
    return min(outcomes.paths, PATHS)


def reach(sought: Sought, play: Play, watch: Callable[[int, int], None] = lambda _, __: None) -> Reached:
    """Find the buffer, then play the changes; `watch` is told how many of these were played, and of how many."""
    found, tried = None, Tried((), 0)
    try:
        found = buffer(sought, play)
    except Stopped:
        return Reached(sought.target, sought.before.missed.of, sought.before, found, tried)
    if sought.before.missed.hits:
        tried = helped(sought, play, watch)
    return Reached(sought.target, sought.before.missed.of, sought.before, found, tried)
