"""A plan with a cushion: incomes may come late, one of them short, and nothing becomes overdue by it.

The robust counterpart is an ordinary household, the worst case of `disturbed`: what can be paid there can be paid
wherever every income comes up to so many days late and any one of them is short by up to the amount. The best plan for
it is searched there and played on the household as it is. Its cost less that of the plan without a cushion, an exact
difference of two replays, is the price.
"""

from datetime import date

from repaycli.core.nouns import NamedTuple
from repaycli.engine.book import as_date
from repaycli.engine.branch import branch, replay
from repaycli.engine.changes import NO_CHANGES, Changes
from repaycli.engine.line.state import PastDue
from repaycli.engine.loan.due import Due
from repaycli.engine.run import Run
from repaycli.engine.totals import project
from repaycli.products.accounts import Household
from repaycli.strategies.optimal.changed.disturbed import Cushion, comings, disturbed
from repaycli.strategies.optimal.optimum import Effort, Optimum, Plan
from repaycli.strategies.optimal.playing.following import Following, Meant
from repaycli.strategies.optimal.playing.replay import Noted, Planned, score
from repaycli.strategies.optimal.search.optimise import optimise
from repaycli.strategies.waterfall import Waterfall

__all__ = ["Cushion", "Cushioned", "Unbridged", "cushioned"]

_TRIES = 8
"""So often something that no plan can stand is taken out and the rest is tried."""


class Unbridged(NamedTuple):
    """What no plan that was found can stand: a due that is missed when an income comes late, or short.

    `income` and `on`: the income that is late, on its usual day; an empty name: any one that is short. `missing`: what
    is missing for the due, minor units.
    """

    income: str
    on: date
    account: str
    due: date
    missing: int


class Cushioned(NamedTuple):
    """A plan that stands late and short incomes.

    `optimum`: that plan, played on the household as it is; its bound: no plan with fixed payments that stands as much
    costs less. `plain`: the plan without a cushion. `price`: what the cushion costs, the exact difference of the two
    replays in minor units. `stands`: what every income may be late by and any one be short by; those of `unbridged`
    apart, which have to come on their day.
    """

    optimum: Optimum
    plain: Optimum
    price: int
    stands: Cushion
    unbridged: tuple[Unbridged, ...]

    @property
    def punctual(self) -> frozenset[tuple[str, date]]:
        """The comings of incomes (name, day) that have to come on their day."""
        return frozenset((each.income, each.on) for each in self.unbridged if each.income)


class _Case(NamedTuple):
    """The household as it is, where its past ends, and what is played on it."""

    household: Household
    today: date
    until: date
    past: Run
    changes: Changes


def cushioned(
    household: Household,
    plain: Optimum,
    cushion: Cushion,
    effort: Effort | None = None,
    past: Run | None = None,
    changes: Changes = NO_CHANGES,
) -> Cushioned:
    """Return the best plan in which late and short incomes cause no overdue that it does not have without them.

    `plain`: the best plan without a cushion, over the same time. `effort`: for all searches together. An income that
    cannot be bridged is taken to come on its day, and named; a shortfall that cannot be stood is made smaller. Where only
    a plan that is late for longer would do, there is none.
    """
    today, until = plain.projection.today, plain.projection.until
    case = _Case(household, today, until, past or replay(household, today), changes)
    ends = effort.clock() + effort.seconds if effort else 0.0
    asking, unbridged = _Asking(cushion), tuple[Unbridged, ...]()
    for _ in range(_TRIES):
        if not comings(household, today, until, changes) or not (asking.cushion.amount or asking.cushion.days):
            return Cushioned(plain, plain, 0, asking.cushion, unbridged)
        own = effort._replace(seconds=max(0.1, ends - effort.clock())) if effort else None
        worst, inside = disturbed(household, today, until, asking.cushion, changes, asking.punctual)
        there = _Case(worst, today, until, replay(worst, today, workings=False), inside)
        if _stands_already(there, plain):
            return Cushioned(plain, plain, 0, asking.cushion, unbridged)
        found = optimise(worst, today, until, own, there.past, inside)
        plan, is_same = _adapted(case, found.plan)
        missed = _missed(case, there, plan, plain)
        if not missed:
            if score(_run(case, Planned(plan)), until.toordinal()).late > plain.score.late:
                break  # overdue that is there in any case would last longer: no cushion is worth that
            return _priced(_played(case, plan, found, plain, is_same), plain, asking.cushion, unbridged)
        asking, reasons = _less(case, missed, asking)
        unbridged = (*unbridged, *reasons)
    return Cushioned(plain, plain, 0, Cushion(), unbridged)


def _stands_already(worst: _Case, plain: Optimum) -> bool:
    """Tell whether the plan without a cushion can be paid in the worst case just as it stands."""
    known = {(each.account, each.due.toordinal()) for each in plain.projection.spells}
    following = Following(plain.plan, worst.household, Meant(missed=frozenset(known)))
    return _spells(_run(worst, following)).keys() <= known and not following.is_bent


class _Asking(NamedTuple):
    """What the next search is asked to stand: a cushion, and the comings of incomes that are on time all the same."""

    cushion: Cushion
    punctual: frozenset[tuple[str, date]] = frozenset()


class _Missed(NamedTuple):
    account: str
    due: int
    missing: int


def _adapted(case: _Case, plan: Plan) -> tuple[Plan, bool]:
    """Return a plan with what falls due on the household as it is paid on its day; tell whether it is the same plan."""
    following = Following(plan, case.household, Meant())
    noted = Noted(following)
    run = branch(case.past, noted, case.changes, workings=False)
    run.advance(case.until.toordinal())
    return (noted.plan, False) if following.is_bent else (plan, True)


def _missed(case: _Case, worst: _Case, plan: Plan, plain: Optimum) -> list[_Missed]:
    """Return the dues that are missed in the worst case and not without it, or that the plan itself misses needlessly."""
    calm = _spells(_run(case, Planned(plan)))
    known = {(each.account, each.due.toordinal()) for each in plain.projection.spells} & calm.keys()
    late = calm | _spells(_run(worst, Following(plan, worst.household, Meant())))
    if not late.keys() - known:
        return []
    least = _spells(_run(worst, Waterfall("minimum")))  # it keeps all it can for what falls due
    found = [_Missed(*place, min(late[place], least.get(place, late[place]))) for place in late.keys() - known]
    return sorted(found, key=lambda each: (each.due, each.account))


def _run(case: _Case, strategy: Planned | Following | Waterfall) -> Run:
    run = branch(case.past, strategy, case.changes, workings=False)
    run.advance(case.until.toordinal())
    return run


def _spells(run: Run) -> dict[tuple[str, int], int]:
    """Return the due dates missed from today on, and what was missing for each."""
    return {
        (name, spell.due): _lacked(spell)
        for name, debt in run.debts.items()
        for spell in debt.spells
        if spell.due >= run.today or spell.cleared is None or spell.cleared >= run.today
    }


def _lacked(spell: PastDue | Due) -> int:
    return (spell.asked or spell.amount) if isinstance(spell, PastDue) else spell.amount


def _less(case: _Case, missed: list[_Missed], asking: _Asking) -> tuple[_Asking, list[Unbridged]]:
    """Ask less: an income that may not have come by a missed due comes on its day, or the one that is short lacks less."""
    grace = {each.name: each.grace_days for each in case.household.accounts}
    incomes = comings(case.household, case.today, case.until, case.changes)
    found: list[Unbridged] = []
    for each in missed:
        last = each.due + grace[each.account]
        late = [one for one in incomes if one.on.toordinal() <= last < one.on.toordinal() + asking.cushion.days]
        late = [one for one in late if (one.name, one.on) not in asking.punctual]
        if late:
            one = max(late, key=lambda one: (one.amount, one.on, one.name))
            asking = asking._replace(punctual=asking.punctual | {(one.name, one.on)})
            found.append(Unbridged(one.name, one.on, each.account, as_date(each.due), each.missing))
    if found:
        return asking, found
    if not asking.cushion.amount:
        return _Asking(Cushion()), []
    most = max(missed, key=lambda each: each.missing)
    due = as_date(most.due)
    amount = max(0, asking.cushion.amount - most.missing)
    less = asking._replace(cushion=asking.cushion._replace(amount=amount))
    return less, [Unbridged("", due, most.account, due, most.missing)]


def _played(case: _Case, plan: Plan, found: Optimum, plain: Optimum, is_same: bool) -> Optimum:
    """Play a plan as the incomes are stated; what was proven where they are late holds here if no expense can lack anything there."""
    can_lack = any(score.lack_price for score in (found.score, *(score for _, score in found.others)))
    run = branch(case.past, Planned(plan), case.changes)
    last = case.until.toordinal()
    projection = project(run, "optimal", last)
    return found._replace(
        projection=projection,
        plan=plan,
        score=score(run, last),
        bound=found.bound if is_same and not can_lack else plain.bound,
        others=plain.others,
        is_least_late=plain.is_least_late,
    )


def _priced(found: Optimum, plain: Optimum, cushion: Cushion, unbridged: tuple[Unbridged, ...]) -> Cushioned:
    """Set the plan's price; where the search without a cushion had found worse, the plan with one is the better of both."""
    better = (found.score.late, found.score.cost) < (plain.score.late, plain.score.cost)
    if better and found.score.drawn <= plain.score.drawn:
        plain = found._replace(bound=min(plain.bound, found.score.cost))
    return Cushioned(found, plain, found.score.spent - plain.score.spent, cushion, unbridged)
