"""What a change is worth to the best plan: one more 100.00 today, a due date moved, a lower rate.

Each change is planned for again, the best plan without it being one of the starts, so that the difference is one of two
best plans and not of one plan bent. Both are replayed exactly. How far each may be from the best that there is says
whether a difference is proven.
"""

from collections.abc import Iterator
from datetime import timedelta

from repaycli.core.dates import LATEST
from repaycli.core.nouns import NamedTuple
from repaycli.core.text import Text
from repaycli.engine.changes import NO_CHANGES, Changes
from repaycli.engine.run import Run
from repaycli.engine.standing import standing
from repaycli.products.accounts import Household
from repaycli.strategies.optimal.changed.disturbed import Coming, comings
from repaycli.strategies.optimal.changed.whatifs import WhatIf, later_dues, lower_rates, one_more
from repaycli.strategies.optimal.optimum import Effort, Optimum
from repaycli.strategies.optimal.search.optimise import optimise

_MONTH = timedelta(days=31)


class Worth(NamedTuple):
    """What one change is worth: the best plan with it costs `saves` less (minor units; below zero: more).

    `days_late_change`: so many days past due more, over all accounts (below zero: fewer); where it is not 0, it counts
    before the cost. `is_sure`: whatever better plans there may be with or without the change, the sign of `saves` stays.
    """

    what: Text
    saves: int
    days_late_change: int
    is_sure: bool


class Worths(NamedTuple):
    """What changes are worth, in the order asked; for `left` of them no time was left."""

    rows: tuple[Worth, ...]
    left: int


def worths(
    household: Household,
    optimum: Optimum,
    effort: Effort | None = None,
    past: Run | None = None,
    changes: Changes = NO_CHANGES,
) -> Worths:
    """Return what single changes are worth to the best plan, over the same time.

    `effort`: for all searches together; each gets an equal share of what time is left. `past`: the recorded past of the
    household as it is, where it was replayed already.
    """
    asked = list(_asked(household, optimum, past, changes))
    found: list[Worth] = []
    ends = effort.clock() + effort.seconds if effort else 0.0
    for number, each in enumerate(asked):
        own = None
        if effort:
            left = ends - effort.clock()
            if left <= 0 or effort.stopped():
                break
            own = Effort(effort.clock, left / (len(asked) - number), stopped=effort.stopped)
        projection = optimum.projection
        other = optimise(each.household, projection.today, projection.until, own, None, changes, optimum.plan)
        found.append(compared(each.what, optimum, other))
    return Worths(tuple(found), len(asked) - len(found))


def _asked(household: Household, optimum: Optimum, past: Run | None, changes: Changes) -> Iterator[WhatIf]:
    today, until = optimum.projection.today, optimum.projection.until
    now = standing(household, today, past)
    yield from one_more(household, today)
    yield from lower_rates(household, today, now)
    first = comings(household, today, min(today + _MONTH, until, LATEST), changes)
    yield from later_dues(household, today, now, payday(first))


def payday(first: tuple[Coming, ...]) -> Coming | None:
    """Return the largest income of the month to come; of two as large the earlier one."""
    return min(first, key=lambda each: (-each.amount, each.on, each.name), default=None)


def compared(what: Text, without: Optimum, with_it: Optimum) -> Worth:
    """Compare the best plan with a change to the best without it.

    Formula: what the change saves truly lies between (bound without − cost with) and (cost without − bound with), since
    each best plan costs no less than its bound and no more than the plan at hand. It is sure where both have one sign,
    and where neither days past due nor unpaid expenses are at stake: the bounds speak of plans that are late no longer, and
    price what expenses lack.
    """
    saves = without.score.spent - with_it.score.spent
    late = with_it.score.late[-1] - without.score.late[-1]
    least = min(without.bound, without.score.cost) - with_it.score.cost
    most = without.score.cost - min(with_it.bound, with_it.score.cost)
    is_alike = late == 0 and with_it.score.lack_price == without.score.lack_price
    return Worth(what, saves, late, is_alike and (least > 0 or most < 0))
