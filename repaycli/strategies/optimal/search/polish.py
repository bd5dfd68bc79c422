"""A plan made better by small changes, each of them replayed by the exact engine."""

from collections.abc import Callable, Sequence

from repaycli.core.nouns import NamedTuple
from repaycli.engine.position import Strategy
from repaycli.products.accounts import Household
from repaycli.strategies.optimal.optimum import Plan, Score
from repaycli.strategies.optimal.playing.facts import see
from repaycli.strategies.optimal.playing.following import Following, Meant, Place
from repaycli.strategies.optimal.playing.ground import Ground, Played, play
from repaycli.strategies.optimal.playing.trail import Trail
from repaycli.strategies.optimal.search.rationed import Rationed, orders
from repaycli.strategies.optimal.search.transfers import Look, Transfer, Way, look, transfers, with_transfer

SMALL = 250
"""A household is small while its accounts times the days looked at are no more than this; a larger one gets fewer tries."""

_LITTLE = 200
"""So much is left where a change alone would be late, minor units."""

_WORTHWHILE = 5
"""Fewer tries than this are none: seeing what could be changed takes as long."""


def tries(most: int, days: int, accounts: int) -> int:
    """Return how many changes to a plan are tried: as many as take about as long, whatever the size, and none to a vast one.

    `most`: how many of them in a small household.
    """
    found = most * SMALL // max(SMALL, days * accounts)
    return found if found >= _WORTHWHILE else 0


def polished(
    ground: Ground,
    start: Played,
    most: int,
    others: Sequence[Played] = (),
    stopped: Callable[[], bool] = lambda: False,
) -> Played:
    """Return the best plan that is found by replaying small changes; the plan itself if none is better.

    A better plan is late for fewer days, or postpones fewer dues, or costs less; none draws more than the limits. `most`:
    so many changes are tried. Where something is late as many are tried again from the best way of rationing the money,
    and from the best of `others`, plans that were played; and from the best of all where a due is not met on its day. What
    is tried, and in which order, depends on the plans alone, so that the result is the same on every machine. `stopped` ends
    it early.
    """
    if most <= 0:
        return start
    failed: set[tuple[Plan, Transfer]] = set()
    best = _climbed(ground, start, most, failed, stopped)
    if best.score.late[2] and not stopped():
        rationed = [play(ground, Rationed(order)) for order in orders(list(ground.past.debts))]
        for starts in (rationed, others):
            allowed = [one for one in starts if not one.score.drawn and one.plan != start.plan]
            if allowed and not stopped():
                other = _climbed(ground, min(allowed, key=lambda one: one.score), most, failed, stopped)
                best = other if is_better(other.score, best.score) else best
    if (best.score.late[2] or best.score.postponed) and not stopped():
        best = _climbed(ground, best, most, failed, stopped)
    return best


def is_better(one: Score, other: Score) -> bool:
    """Tell whether a plan draws on nothing and is less late, or costs less; when the last debt is repaid does not matter."""
    return not one.drawn and (one.late, one.postponed, one.cost) < (other.late, other.postponed, other.cost)


def _climbed(
    ground: Ground, best: Played, most: int, failed: set[tuple[Plan, Transfer]], stopped: Callable[[], bool]
) -> Played:
    """Change a plan as long as that makes it better and there are tries left; what `failed` already is not tried again."""
    left = most
    waiting: dict[Way, int] = {}  # a way that failed waits until all others were tried, by the turn in which it did
    turn = 0
    while not stopped():
        turn += 1
        base = base_of(ground, best.plan)
        better = worked = None
        for one in sorted(transfers(base.looked), key=lambda one: waiting.get(one.way, 0)):
            if (best.plan, one) in failed:
                continue
            if left <= 0 or stopped():
                return best
            left -= 1
            found = _tried(base, one)
            if one.gives and found.score.cost < best.score.cost and found.score.late > best.score.late and left > 0:
                left -= 1  # cents may be missing later on: what is moved bears a little more, or posts at another time
                found = _tried(base, _eased(one))
            if is_better(found.score, best.score):
                better, worked = found, one
                waiting.pop(one.way, None)
                break
            waiting[one.way] = turn
            failed.add((best.plan, one))
        if better is None or worked is None:
            return best
        while left > 0 and not stopped():  # of what is good for something more often is as well
            more = _doubled(worked, base.looked)
            if more == worked:
                break
            worked = more
            left -= 1
            found = _tried(base, worked)
            if not is_better(found.score, better.score):
                break
            better = found
        best = better
    return best


def _doubled(one: Transfer, looked: Look) -> Transfer:
    """Return a change twice as large, as far as what it takes from is paid so much."""
    if not one.gives:
        return one._replace(amount=2 * one.amount)
    if one.back:
        return one
    gives = tuple((place, min(2 * amount, looked.paid[place])) for place, amount in one.gives)
    more = sum(amount for _, amount in gives) - sum(amount for _, amount in one.gives)
    return one._replace(amount=one.amount + more, gives=gives)


def _eased(one: Transfer) -> Transfer:
    """Return a change that leaves a little of what it takes, the latest first, for what falls due later."""
    (place, amount), *others = sorted(one.gives, reverse=True)
    return one._replace(gives=tuple(sorted([(place, amount + _LITTLE), *others])))


class Base(NamedTuple):
    """A plan to be changed: what can be changed, what it means with its payments, and its way so far."""

    plan: Plan
    household: Household
    looked: Look
    meant: Meant
    trail: Trail


def base_of(ground: Ground, plan: Plan) -> Base:
    """See what could be changed in a plan, and stand ready to replay it changed."""
    looked, meant = look(ground, plan), see(plan, ground.past, ground.changes, ground.until).meant
    meant = meant._replace(missed=meant.missed | frozenset(looked.postponed))
    trail = Trail(ground, lambda: _Completing(plan, ground.household, meant))
    return Base(plan, ground.household, looked, meant, trail)


def _tried(base: Base, one: Transfer) -> Played:
    return base.trail.play(*changed(base, one))


def changed(base: Base, one: Transfer) -> tuple[Strategy, int]:
    """Return who makes a plan's payments with a change, and its first day.

    What falls due is paid first, what an account no longer takes is left out.
    """
    meant, looked = base.meant, base.looked
    given = {place for place, _ in one.gives} | {*one.back[:1]} | ({one.sink} if one.amount < 0 else set[Place]())
    all_of, statement = meant.all_of - given, meant.statement - given
    if any(account == one.sink[1] for _, account in given & meant.all_of):
        all_of |= {one.sink}
    slack = dict(meant.slack)
    for sink in (one.sink, *one.back[1:]):
        stood = looked.stood[sink]
        paid = looked.paid.get(sink, 0) + one.amount - dict(one.gives).get(sink, 0)
        if paid >= stood.most:
            all_of |= {sink}
            slack[sink] = max(slack.get(sink, 0), paid - stood.most)
        elif stood.full and paid >= stood.full:
            statement |= {sink}
            slack[sink] = max(
                slack.get(sink, 0), paid - stood.full
            )  # beyond what is billed: it will be, and may be late
    meant = meant._replace(all_of=all_of, statement=statement, slack=slack)
    completing = _Completing(with_transfer(base.plan, one), base.household, meant)
    return completing, min(day for day, _ in (one.sink, *given, *one.back))


class _Completing(Following):
    """Follows a changed plan; what falls due is paid on its day, not in its days of grace, but where the plan does so."""

    def __init__(self, plan: Plan, household: Household, meant: Meant) -> None:
        super().__init__(plan, household, meant)
        self.grace = dict.fromkeys(self.grace, 0)
