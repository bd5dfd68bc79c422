"""Play a strategy through many seeded futures."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Protocol, Self

import numpy as np

from repaycli.core.nouns import NamedTuple
from repaycli.engine.branch import branch, replay
from repaycli.engine.changes import NO_CHANGES, Changes
from repaycli.engine.position import Strategy
from repaycli.engine.run import Run
from repaycli.products.accounts import Household
from repaycli.risk.crowd import Crowd
from repaycli.risk.draws import draw
from repaycli.risk.outcomes import Outcomes, Spell, Whole
from repaycli.risk.tally import Counted, Tally
from repaycli.strategies.compare import OPTIMAL, Player, Search

WEEK = 7
"""Cash is noted every so many days."""

BATCH, EAGER_BATCH = 10_000, 5_000
"""So many futures are lived through together, under a strategy that pays what is asked, and under one that pays ahead: more
would be little faster, but take more memory."""

FIRST = 250
"""So many futures go first, for whoever does not wait for the rest; all go at once where that takes no longer than a moment."""

MOMENT, EAGER_MOMENT = 2_000_000, 200_000
"""Futures × accounts × months that are lived through in a second or two, under a strategy that pays what is asked, and under
one that pays ahead."""


class Wanted(NamedTuple):
    """Which futures: how many, from which seed, under which strategy, up to which day (inclusive)."""

    paths: int
    seed: int
    strategy: str
    until: date


class Copied(Strategy, Protocol):
    """A strategy that can be had twice."""

    def copy(self) -> Self:
        """Return one that remembers the same."""
        ...


def play(
    household: Household,
    today: date,
    wanted: Wanted,
    changes: Changes = NO_CHANGES,
    past: Run | None = None,
    search: Search | None = None,
    watch: Callable[[int], bool] = lambda _: False,
) -> Outcomes:
    """Play a strategy through seeded futures; what it plans rests on what is expected, what comes is drawn.

    `watch` is told how many futures are done, as far as they have come, and may end it: then the outcomes are those of the
    futures that are done, which may be none.
    """
    past = past or replay(household, today, workings=False)
    player = Player(household, today, wanted.until, changes=changes, past=past, search=search)
    strategy = follower(player, wanted)
    last = wanted.until.toordinal()
    days = [*range(past.today, last, WEEK), last]
    counted: list[Counted] = []
    for first, count in _batches(household, today, wanted, strategy):
        drawn = draw(household, today, wanted.until, count, wanted.seed, first)
        run = branch(past, strategy.copy(), changes, workings=False)
        run.notes_repaid = strategy.eager
        tally = Tally(run, count, days)
        crowd = Crowd(run, drawn, np.arange(count), tally)

        def is_over(day: int, first: int = first, count: int = count) -> bool:
            return watch(first + count * (day - past.today) // (last + 1 - past.today))

        if not crowd.advance(last, is_over):
            break
        counted.append(tally.counted(((lane.run, lane.futures) for lane in crowd.lanes), last))
        watch(first + count)
    return _together(counted, wanted, past.today, days)


def _batches(household: Household, today: date, wanted: Wanted, strategy: Strategy) -> Iterator[tuple[int, int]]:
    """Yield the batches of the futures: the number of the first, and how many."""
    months = (wanted.until - today).days // 30 + 1
    batch, moment = (EAGER_BATCH, EAGER_MOMENT) if strategy.eager else (BATCH, MOMENT)
    at_once = wanted.paths * len(household.accounts) * months <= moment
    first, count = 0, min(batch if at_once else FIRST, wanted.paths)
    while count:
        yield first, count
        first += count
        count = min(batch, wanted.paths - first)


def _together(counted: Sequence[Counted], wanted: Wanted, today: int, days: Sequence[int]) -> Outcomes:
    """Put what the batches came to one after the other."""
    spells: dict[tuple[str, int, int | None], list[Whole]] = {}
    short: list[Whole] = []
    first = 0
    for each in counted:
        for spell in each.spells:
            spells.setdefault(spell[:3], []).append(spell.futures + first)
        short.append(each.short + first)
        first += len(each.costs)
    nothing = np.zeros(0, dtype=np.int64)
    last = days[-1]
    return Outcomes(
        wanted.strategy,
        wanted.seed,
        first,
        today,
        last,
        [
            Spell(*key, np.concatenate(spells[key]))
            for key in sorted(spells, key=lambda key: (key[0], key[1], key[2] or last + 1))
        ],
        np.concatenate([nothing, *(each.costs for each in counted)]),
        np.concatenate([nothing, *(each.lowest for each in counted)]),
        np.concatenate([nothing, *(each.debts for each in counted)]),
        days,
        np.concatenate([np.zeros((len(days), 0), dtype=np.int32), *(each.cash for each in counted)], axis=1),
        np.concatenate([nothing, *short]),
    )


def follower(player: Player, wanted: Wanted) -> Copied:
    """Return the strategy as it stands today; the optimal plan is searched for once, and then followed."""
    if wanted.strategy != OPTIMAL:
        rule: Copied = player.strategy(wanted.strategy)  # type: ignore[assignment]
        return rule
    from repaycli.strategies.optimal.playing.facts import see
    from repaycli.strategies.optimal.playing.following import Following

    plan = player.optimum(wanted.until).plan
    meant = see(plan, player.replayed(), player.changes, wanted.until.toordinal()).meant
    return Following(plan, player.household, meant)
