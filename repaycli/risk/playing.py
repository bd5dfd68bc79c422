"""Play a strategy through many seeded futures."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable
from datetime import date

import numpy as np

from repaycli.core.nouns import NamedTuple
from repaycli.engine.branch import branch, replay
from repaycli.engine.changes import NO_CHANGES, Changes
from repaycli.engine.position import Strategy
from repaycli.engine.run import Run
from repaycli.engine.totals import summarise
from repaycli.products.accounts import Household
from repaycli.risk.draws import Luck, draw
from repaycli.risk.outcomes import Outcomes, Spell
from repaycli.strategies.compare import OPTIMAL, Player, Search
from repaycli.strategies.waterfall import Waterfall

WEEK = 7
"""Cash is noted every so many days."""


class Wanted(NamedTuple):
    """Which futures: how many, from which seed, under which strategy, up to which day (inclusive)."""

    paths: int
    seed: int
    strategy: str
    until: date


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

    `watch` is told how many futures are done and may end it: then the outcomes are those of the futures done so far.
    """
    past = past or replay(household, today, workings=False)
    drawn = draw(household, today, wanted.until, wanted.paths, wanted.seed)
    player = Player(household, today, wanted.until, changes=changes, past=past, search=search)
    last = wanted.until.toordinal()
    days = list(range(past.today, last + 1, WEEK))
    if days[-1] != last:
        days.append(last)
    tally = _Tally(wanted, past.today, days)
    strategy = _maker(player, wanted)
    for path in range(wanted.paths):
        run = branch(past, strategy(), changes._replace(luck=Luck(drawn, path)), workings=False)
        run.advance(last)
        tally.add(run)
        if watch(path + 1):
            break
    return tally.outcomes()


def _maker(player: Player, wanted: Wanted) -> Callable[[], Strategy]:
    """Return what makes the strategy anew for each future; the optimal plan is searched for once, and then followed."""
    if wanted.strategy != OPTIMAL:
        rule = player.strategy(wanted.strategy)
        assert isinstance(rule, Waterfall)
        return rule.fresh
    from repaycli.strategies.optimal.playing.facts import see
    from repaycli.strategies.optimal.playing.following import Following

    plan = player.optimum(wanted.until).plan
    meant = see(plan, player.replayed(), player.changes, wanted.until.toordinal()).meant
    return lambda: Following(plan, player.household, meant)


class _Tally:
    """Gathers what became of the household, one future after the other."""

    def __init__(self, wanted: Wanted, today: int, days: list[int]) -> None:
        self.wanted, self.today, self.days = wanted, today, days
        self.last = days[-1]
        self.spells: dict[tuple[str, int, int | None], list[int]] = defaultdict(list)
        self.costs: list[int] = []
        self.lowest: list[int] = []
        self.debts: list[int] = []
        self.cash: list[list[int]] = []
        self.short: list[int] = []

    def add(self, run: Run) -> None:
        path = len(self.costs)
        summary = summarise(run, self.wanted.strategy, self.last)
        self.costs.append(summary.total_cost)
        self.lowest.append(summary.lowest_cash)
        self.debts.append(summary.debt_at_end)
        if any(day >= self.today and arrears for day, _, arrears in run.path):
            self.short.append(path)
        noted = [entry[0] for entry in run.path]
        self.cash.append([sum(run.path[bisect_right(noted, day) - 1][1]) for day in self.days])
        for name, debt in run.debts.items():
            for spell in debt.spells:
                if spell.cleared is None or spell.cleared >= self.today:
                    self.spells[name, spell.due, spell.cleared].append(path)

    def outcomes(self) -> Outcomes:
        spells = [
            Spell(name, due, cleared, np.array(self.spells[name, due, cleared], dtype=np.int64))
            for name, due, cleared in sorted(self.spells, key=lambda key: (key[0], key[1], key[2] or self.last + 1))
        ]
        return Outcomes(
            self.wanted.strategy,
            self.wanted.seed,
            len(self.costs),
            self.today,
            self.last,
            spells,
            np.array(self.costs, dtype=np.int64),
            np.array(self.lowest, dtype=np.int64),
            np.array(self.debts, dtype=np.int64),
            self.days,
            np.array(self.cash, dtype=np.int64).T.reshape(len(self.days), len(self.costs)),
            np.array(self.short, dtype=np.int64),
            len(self.costs),
        )
