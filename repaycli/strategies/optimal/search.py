"""The search for the best plan: start from every simple strategy, let the model propose, replay, improve, prove."""

from datetime import date

from repaycli.engine.branch import branch, replay
from repaycli.engine.changes import NO_CHANGES, Changes
from repaycli.engine.run import Run
from repaycli.engine.totals import project
from repaycli.products.accounts import Household
from repaycli.strategies.compare import COMPARED, Player, horizon
from repaycli.strategies.optimal.optimum import Effort, Optimum, Plan
from repaycli.strategies.optimal.replay import Noted, Planned, draws, score


def optimise(
    household: Household,
    today: date,
    until: date | None = None,
    effort: Effort | None = None,  # noqa: ARG001
    past: Run | None = None,
    changes: Changes = NO_CHANGES,
) -> Optimum:
    """Return the best plan from `today` to `until`, both inclusive, and what no plan can beat.

    `until` None: until every debt known today is repaid under the simple strategies, at most 36 months.
    """
    last = until or horizon(today)
    past = past or replay(household, today)
    player = Player(household, today, last, changes=changes, past=past)
    runs: list[tuple[Run, Noted]] = []
    for name in COMPARED:
        noted = Noted(player.strategy(name))
        run = branch(past, noted, changes)
        run.advance(last.toordinal())
        runs.append((run, noted))
    limits = [max(found) for found in zip(*(draws(run) for run, _ in runs), strict=True)]
    scores = [score(run, last.toordinal(), limits) for run, _ in runs]
    best = min(range(len(runs)), key=lambda index: scores[index])
    plan: Plan = runs[best][1].plan
    run = branch(past, Planned(plan), changes)
    others = [
        (project(each, noted.name, last.toordinal()), found) for (each, noted), found in zip(runs, scores, strict=True)
    ]
    projection = project(run, "optimal", last.toordinal())
    return Optimum(projection, plan, score(run, last.toordinal(), limits), 0, 0, True, (), tuple(others))
