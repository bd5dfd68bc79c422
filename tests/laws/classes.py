"""Plans of every class of lateness: many are played, and of each class the cheapest is kept.

The bound speaks of one class, the least late that is known. But the program is asked the same for all of them, and what is
wrong with a row mostly shows in a class that no search ends in. So each of its answers is held against a plan.
"""

import random
from collections.abc import Iterable, Iterator

from laws.exhaustive import Played, changed, decision_days
from laws.oracle import Table
from repaycli.engine.branch import branch
from repaycli.products.accounts import Flow
from repaycli.strategies.optimal.playing.replay import Planned

_DAYS = 14
"""On so many days payments are moved, beside those of expenses and purchases."""

_KNOWN = 12
"""So many plans are gone on from; of more the best, and some of the others."""


def cheapest_of_classes(table: Table, tries: int, seed: int) -> list[Played]:
    """Change plans again and again; return the cheapest plan of each class, the least late first.

    What draws more than the simple strategies or pays a line more than is owed on it is left out: no bound speaks of it.
    """
    found: dict[object, Played] = {}
    for played in [*table.simple, *_changed_often(table, tries, random.Random(seed))]:
        kind = played.score.late, played.score.postponed
        if not played.score.drawn and (kind not in found or played.score.cost < found[kind].score.cost):
            found[kind] = played
    ranked = sorted(found.values(), key=lambda played: played.score)
    return [played for played in ranked if not overpays(table, played)]


def overpays(table: Table, played: Played) -> bool:
    """Tell whether a plan pays an account more than is owed on it."""
    run = branch(table.past, Planned(played.plan), workings=False)
    run.advance(table.last)
    return any(part.part == "credit" and part.amount for posting in run.book.postings for part in posting.split)


def _changed_often(table: Table, tries: int, pick: random.Random) -> Iterator[Played]:
    """Change plans that are known a few times each, and play them: less late ones are gone on from more often."""
    days, known = _days(table, pick), list(table.simple)
    for _ in range(tries):
        plan = pick.choice(known).plan
        for _ in range(pick.choice([1, 1, 2, 3, 5])):
            plan = changed(table.past, plan, days, pick)
        played = table.play(plan)
        yield played
        if not played.score.drawn:
            known.append(played)
        if len(known) > _KNOWN:
            best = sorted(known, key=lambda played: played.score)[: _KNOWN // 2]
            known = best + pick.sample(known, _KNOWN // 3)


def _days(table: Table, pick: random.Random) -> list[int]:
    """Return days on which paying makes a difference: just before an expense takes the money, too, and after a purchase."""
    spent = _dates(table, table.own.expenses)
    bought = _dates(table, (flow for line in table.own.lines for flow in line.spending))
    more = {*spent, *(day - 1 for day in spent), *bought, *(day + 1 for day in bought)}
    more = {day for day in more if table.today.toordinal() <= day <= table.last}
    return sorted({*decision_days(table.runs, table.last, _DAYS, pick), *more})


def _dates(table: Table, flows: Iterable[Flow]) -> list[int]:
    return [on.toordinal() for flow in flows for on in flow.dates(table.until, table.own.as_of)]
