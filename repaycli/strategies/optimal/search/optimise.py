"""The search for the best plan: start from every simple strategy, let the model propose, replay, improve, prove."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from math import ceil, floor

from repaycli.core.text import Text
from repaycli.engine.branch import branch, replay
from repaycli.engine.changes import NO_CHANGES, Changes
from repaycli.engine.ledger import COSTS
from repaycli.engine.run import Run
from repaycli.engine.totals import project
from repaycli.products.accounts import Household
from repaycli.strategies.compare import COMPARED, Player, horizon
from repaycli.strategies.optimal.optimum import CHANGES, Effort, Optimum, Plan, Progress, Score
from repaycli.strategies.optimal.playing.following import Following, Meant
from repaycli.strategies.optimal.playing.ground import Ground, Played, play
from repaycli.strategies.optimal.playing.replay import Noted, Planned, draws, score
from repaycli.strategies.optimal.program.milp import INFINITE, Sum
from repaycli.strategies.optimal.program.model import ANY, Allowed, Dues, Model, build
from repaycli.strategies.optimal.program.money import known_moves
from repaycli.strategies.optimal.program.solver import Answer, Stop, solve
from repaycli.strategies.optimal.search.lateness import Stage, stages
from repaycli.strategies.optimal.search.polish import polished, tries
from repaycli.strategies.optimal.search.proposal import Proposed, coming, wishes
from repaycli.strategies.optimal.search.tidy import tidy

_TRIES = 5
"""How often a proposal that runs a little short is made again with so much more kept back."""

_CENTS = 30
"""So much is kept back in each time between two incomes where money is short: rounding needs room."""

_OTHER_CHOICES = 2
"""How often the program may choose anew where its choices leave no room for what is kept back."""

_ROOM = 200
"""So much less is pledged to an account that the program does not know than a simple strategy pays it: rounding needs room."""

_DAY_LATE = 100.0
_CENT = 0.001
"""What a day past due, and a minor unit of the cost, weigh where dues may be missed."""

_LACKING = 100.0
"""What a minor unit weighs that is not kept back."""

_ASIDE = 0.01
"""What a minor unit weighs that an account holds before it asks for it, by day: so little that it is held where it is of use."""

_GAP = 0.1
"""The program is solved to within such a part of what rounding can make: the rest is left to the payments in cents."""

_UNKNOWN = -(10**12)
"""A bound that says nothing."""

SECONDS = 20.0
"""How long the solver may take where nobody says it."""


def optimise(
    household: Household,
    today: date,
    until: date | None = None,
    effort: Effort | None = None,
    past: Run | None = None,
    changes: Changes = NO_CHANGES,
    known: Plan = (),
) -> Optimum:
    """Return the best plan from `today` to `until`, both inclusive, and what no plan can beat.

    `until` None: until every debt known today is repaid under the simple strategies, at most 36 months. `known`: a plan
    for a household much like this one; what is found is no worse than following it here.
    """
    search = _Search(household, today, until, effort, past, changes)
    if known:
        search.follow(known)
    return search.optimum()


class _Search:
    def __init__(
        self,
        household: Household,
        today: date,
        until: date | None,
        effort: Effort | None,
        past: Run | None,
        changes: Changes,
    ) -> None:
        self.household, self.today, self.changes = household, today, changes
        self.effort = effort
        self.began = effort.clock() if effort else 0.0
        self.past = past or replay(household, today)
        player = Player(household, today, until or horizon(today), changes=changes, past=self.past)
        self.others = [Noted(player.strategy(name)) for name in COMPARED]
        runs = self.runs = [branch(self.past, noted, changes, workings=False) for noted in self.others]
        self.last = (
            until.toordinal() if until else max(run.advance_until_repaid(horizon(today).toordinal()) for run in runs)
        )
        for run in runs:
            run.advance(self.last)
        lates = [score(run, self.last).late for run in runs]
        least = [draws(run) for run, late in zip(runs, lates, strict=True) if late == min(lates)]
        self.limits = [max(found) for found in zip(*least, strict=True)]
        self.scores = [score(run, self.last, self.limits) for run in runs]
        best = min(range(len(runs)), key=lambda index: self.scores[index])
        self.plan, self.score = self.others[best].plan, self.scores[best]
        self.simple = self.plan
        self.bound = _UNKNOWN
        self.allowance = _allowance(runs[best])
        self.is_finished = self.is_least_late = True
        self.tried: list[Played] = []
        self.left_out: tuple[Text, ...] = ()

    def follow(self, known: Plan) -> None:
        """Start from a plan that was made for another household: as it stands, and with what falls due here paid first."""
        for strategy in (Planned(known), Following(known, self.household, Meant())):
            found = play(self._ground(), strategy)
            self.tried.append(found)
            self._keep(found.plan, found.score)

    def optimum(self) -> Optimum:
        """Let the model propose, and return the best plan with its proof."""
        self._watch(-INFINITE)
        self.state = branch(self.past, None, self.changes, workings=False)
        self.state.reach(self.state.today)
        if not (self._in_time(Dues.ON_THEIR_DAY) or (self._has_grace() and self._in_time(Dues.IN_GRACE))):
            self._late()
        self._polish()
        self._tidy()
        run = branch(self.past, Planned(self.plan), self.changes)
        projection = project(run, "optimal", self.last)
        others = tuple(
            (project(each, noted.name, self.last), found)
            for each, noted, found in zip(self.runs, self.others, self.scores, strict=True)
        )
        own = score(run, self.last, self.limits)
        allowed = _allowance(run)
        return Optimum(
            projection, self.plan, own, self.bound, allowed, self.is_finished, self.left_out, others, self.is_least_late
        )

    def _polish(self) -> None:
        """Where the bound leaves room, try small changes to the plan."""
        gap = self.score.cost - self.bound
        if self.is_least_late and gap <= self.allowance and (gap <= 0 or gap <= self._own_allowance()):
            return
        changes = self.effort.changes if self.effort else CHANGES
        most = tries(changes, self.last - self.past.today + 1, len(self.past.debts))
        found = polished(self._ground(), Played(self.plan, self.score), most, self.tried, self._is_over)
        self._keep(found.plan, found.score)
        self.is_finished &= not self._is_over()

    def _own_allowance(self) -> int:
        """Return what rounding can make of the cost of the plan; minor units."""
        run = branch(self.past, Planned(self.plan), self.changes, workings=False)
        run.advance(self.last)
        return _allowance(run)

    def _tidy(self) -> None:
        """Make the plan easier to carry out."""
        self.plan, self.score = tidy(self._ground(), self.plan, self.score, self._is_stopped)

    def _ground(self) -> Ground:
        return Ground(self.household, self.past, self.last, self.limits, self.changes)

    def _is_stopped(self) -> bool:
        return self.effort is not None and self.effort.stopped()

    def _is_over(self) -> bool:
        effort = self.effort
        return effort is not None and (effort.stopped() or effort.clock() - self.began > effort.seconds)

    def _has_grace(self) -> bool:
        return any(debt.terms.grace_days for debt in self.state.debts.values())

    def _in_time(self, dues: Dues) -> bool:
        """Look for a plan that meets every due; tell whether there is one, and it is found."""
        model = build(self.state, self.last, self.limits, dues)
        least = self._least()
        known = self.score.cost if self.score < Score(0, least, 1, 0, 0) else INFINITE
        fewest = self._postpone_least(model) if dues is Dues.IN_GRACE else 0
        answer = self._solve(model, model.cost, cutoff=known)
        if answer.is_infeasible or not (answer.solution or answer.bound >= known - _GAP * self.allowance):
            return False
        if answer.solution:
            self._try(model, answer.solution)
        late = model.late.constant
        if self.score.late > (0, 0, late) and self.score.late != least:
            return False
        if dues is Dues.ON_THEIR_DAY and self.score.postponed:
            return False
        self.bound, self.is_finished, self.left_out = floor(answer.bound), answer.is_finished, model.left_out
        self.is_least_late = self.score.postponed <= fewest
        return True

    def _postpone_least(self, model: Model) -> int:
        """Let as few dues as can be wait for their days of grace; return how many no plan can do without."""
        answer = self._solve(model, model.postponed * 100.0, 0.3)
        if answer.solution:
            model.setting.program.at_most(model.postponed, round(model.postponed.value(list(answer.solution))) + 1e-6)
        return ceil(answer.bound / 100.0 - 0.01) if abs(answer.bound) < 1e12 else 0

    def _least(self) -> tuple[int, int, int]:
        """Return the days past due that no plan can change: those of accounts that are so today, today."""
        found = [0, 0, 0]
        for debt in self.state.debts.values():
            days = debt.days_past_due(self.state.today)
            for place, beyond in enumerate((90, 30, 0)):
                found[place] += days > beyond
        return found[0], found[1], found[2]

    def _late(self) -> None:
        """Where not every due can be met: the fewest days past due first, stage by stage, then the least cost."""
        allowed, self.is_least_late = ANY, True
        model = self._may_miss(allowed, has_aside=True)
        found, self.has_aside = stages(model), bool(model.cash.aside.terms)
        if self.score.late[1]:
            self._recover(found[-1])
        for stage in found:
            least = self._least_late(stage, allowed)
            known = stage.of(self.score)
            is_exact = least // stage.weight == known // stage.weight
            allowed = stage.allow_exactly(allowed, known) if is_exact else stage.allow(allowed, known)
            if least < known:
                self.is_least_late = False
                break
        for has_aside in (False, True) if self.has_aside else (False,):
            model = self._may_miss(allowed, has_aside)
            share = 0.9 if self.is_least_late and has_aside is self.has_aside else 0.25
            answer = self._solve(model, model.cost, share, float(self.score.cost))
            if answer.solution:
                self._try(model, answer.solution)
        self.is_finished &= answer.is_finished
        self.bound = floor(answer.bound) if abs(answer.bound) < 1e12 else _UNKNOWN
        self.left_out = model.left_out

    def _recover(self, last: Stage) -> None:
        """Look for a plan that is late for few days, and no longer than the simple strategies that are the least late."""
        model = build(
            self.state, self.last, self.limits, Dues.MISSED, (), 0.0, late_until=self._recovers(), has_aside=False
        )
        aim = last.late_in(model) * _DAY_LATE + model.cost * _CENT
        answer = self._solve(model, aim, 0.5, gap=_DAY_LATE * last.weight / 2)
        self.is_finished &= answer.is_finished
        if answer.solution:
            self._try(model, answer.solution)

    def _may_miss(self, allowed: Allowed, has_aside: bool) -> Model:
        return build(self.state, self.last, self.limits, Dues.MISSED, allowed=allowed, has_aside=has_aside)

    def _least_late(self, stage: Stage, allowed: Allowed) -> int:
        """Look for plans that are less late at a stage, and as late as is allowed at those before; return what none is less
        than."""
        if stage.of(self.score) and not stage.is_last:
            self._avoid(stage, allowed)
        if self.has_aside:
            self._least_late_of(stage, allowed, has_aside=False)
        return self._least_late_of(stage, allowed, self.has_aside)

    def _least_late_of(self, stage: Stage, allowed: Allowed, has_aside: bool) -> int:
        least = 0
        for _ in range(_TRIES):
            known = stage.of(self.score)
            if least >= known:
                return least
            model = self._may_miss(stage.allow(allowed, known), has_aside)
            count = stage.late_in(model)
            if known <= count.constant:
                return known
            answer = self._solve(model, count * _DAY_LATE, 0.4, (known - 0.5) * _DAY_LATE, _DAY_LATE / 4)
            self.is_finished &= answer.is_finished or has_aside is not self.has_aside
            if abs(answer.bound) < 1e12:
                least = max(least, min(known, ceil(answer.bound / _DAY_LATE - 0.01)))
            if not answer.solution:
                return least
            found = stage.allow_exactly(allowed, round(count.value(list(answer.solution))))
            self._try(model._replace(allowed=found), answer.solution)
            if stage.of(self.score) >= known:
                return least
        return least

    def _avoid(self, stage: Stage, allowed: Allowed) -> None:
        """Look for a plan that is not late at all at a stage, and for few days in all: whether there is any is soon known."""
        model = self._may_miss(stage.allow(allowed, 0), has_aside=False)
        last = stages(model)[-1]
        answer = self._solve(model, last.late_in(model) * _DAY_LATE, 0.3, gap=_DAY_LATE / 2)
        self.is_finished &= answer.is_finished
        if answer.solution:
            self._try(model, answer.solution)

    def _recovers(self) -> int:
        """Return the day after which nothing is past due under the simple strategies that are the least late."""
        least = min(found.late for found in self.scores)
        runs = [run for run, found in zip(self.runs, self.scores, strict=True) if found.late == least]
        spells = [spell for run in runs for debt in run.debts.values() for spell in debt.spells]
        return max((min(spell.cleared or self.last, self.last) for spell in spells), default=self.last)

    def _solve(
        self, model: Model, objective: Sum, share: float = 1.0, cutoff: float = INFINITE, gap: float = 0.0
    ) -> Answer:
        """Solve a program in the time that is left, or a share of it; what costs more than `cutoff` is of no use."""
        if self.effort is not None and self.effort.stopped():
            return Answer([], INFINITE, -INFINITE, is_infeasible=False, is_finished=False)
        seconds = SECONDS if self.effort is None else self.effort.seconds - (self.effort.clock() - self.began)
        stop = Stop(max(0.1, share * seconds), gap or _GAP * self.allowance, cutoff, self._watch)
        return solve(model.setting.program, objective, stop)

    def _watch(self, bound: float) -> bool:
        effort = self.effort
        if effort is None:
            return False
        known = None if not abs(bound) < 1e14 else int(bound)
        effort.watch(Progress(known, self.score.cost, effort.clock() - self.began))
        return effort.stopped()

    def _try(self, model: Model, solution: Sequence[float]) -> None:
        """Replay what a solution proposes, as it is without the rounding that a bound has to allow; keep the best."""
        bounds = (model.setting.today, *model.setting.incomes)
        moves = known_moves(self.past, self.last)
        kept = [_CENTS if model.dues is Dues.MISSED else 0] * len(bounds)
        unknown = {account.name for account in model.accounts if account.left_out}
        pledged = tuple(
            each._replace(amount=each.amount - _ROOM)
            for each in self.simple
            if each.account in unknown and each.amount > _ROOM
        )
        choices, others, exact_failed = solution, _OTHER_CHOICES, False
        for _ in range(_TRIES):
            exact, values = self._exact(model, choices, kept, pledged)
            if not values and others:  # its choices leave no room for what has to be kept back
                others -= 1
                values = self._solve(exact, _aim(exact), 0.3).solution
                choices = values or choices
            if not values and exact_failed:  # played already
                return
            if not values:  # it needs the rounding after all: played as it is, what may wait makes up for it
                exact, values, exact_failed = model, list(solution), True
            proposed = Proposed(wishes(exact, values), coming(exact, values, moves, pledged), self.last, model.dues)
            noted = Noted(proposed)
            run = proposed.run = branch(self.past, noted, self.changes, workings=False)
            run.advance(self.last)
            found = score(run, self.last, self.limits)
            self.tried.append(Played(noted.plan, found))
            if self._keep(noted.plan, found) and model.dues is not Dues.MISSED:
                return
            lacked = proposed.lacked[:1]
            if model.dues is Dues.MISSED:
                lacked = [each for each in _unmet(run) if each[1] <= _ROOM]
            else:
                is_late = found.late > self.score.late
                lacked = [each for each in _unmet(run) if is_late or each[1] <= _ROOM]
            missing = self._missing(run, bounds, lacked)
            if not any(missing):
                return
            kept = [amount + more for amount, more in zip(kept, missing, strict=True)]

    def _exact(
        self, model: Model, choices: Sequence[float], kept: Sequence[int], pledged: Plan
    ) -> tuple[Model, list[float]]:
        """Solve the program again without slack: first with all its choices held; that is free of them where it fails."""
        setting = model.setting
        exact = build(
            self.state,
            self.last,
            self.limits,
            model.dues,
            kept,
            0.0,
            pledged,
            setting.late_until,
            model.allowed,
            setting.has_aside,
        )
        exact = exact._replace(cost=exact.cost + exact.cash.lacking * _LACKING + exact.cash.aside * _ASIDE)
        free = list(exact.setting.program.lower), list(exact.setting.program.upper)
        exact.setting.program.fix(list(choices))
        values = solve(exact.setting.program, exact.cost).solution
        if not values:
            exact.setting.program.lower, exact.setting.program.upper = free
        return exact, values

    def _missing(self, run: Run, bounds: Sequence[int], lacked: Iterable[tuple[int, int]]) -> list[int]:
        """Return what was short in each time between two incomes: it is to be kept back next time.

        `lacked`: what there was no cash for, by day. Where dues may be missed it is the first only: what is short
        later comes of it.
        """
        found = [max(0, drawn - limit) for drawn, limit in zip(draws(run), self.limits, strict=True)]
        for day, amount in lacked:
            place = bisect_right(bounds, day) - 1
            found[place] = max(found[place], amount)
        return found

    def _keep(self, plan: Plan, found: Score) -> bool:
        """Keep a plan if it is the best so far."""
        if found < self.score:
            self.plan, self.score = plan, found
            return True
        return False


def _unmet(run: Run) -> list[tuple[int, int]]:
    """Return what there was no cash for from today on, by day."""
    found = [(shortfall.on.toordinal(), shortfall.amount) for shortfall in run.book.shortfalls]
    return [(day, amount) for day, amount in found if day >= run.today]


def _aim(model: Model) -> Sum:
    """Return what a program makes small: the cost, and before it days past due or dues that wait, where there may be any."""
    if model.dues is Dues.ON_THEIR_DAY:
        return model.cost
    return (model.late + model.postponed) * _DAY_LATE + model.cost * _CENT


def _allowance(run: Run) -> int:
    """Return what rounding can make of a cost: the unit of each posting of interest, penalty or a fee, minor units.

    Each posting is off its exact amount by half a unit at most (a whole one where an issuer rounds up or down), and the bound
    takes each as low as rounding can make it: so between the two lies at most a unit for each.
    """
    units = {name: debt.terms.round_to for name, debt in run.debts.items()}
    today = date.fromordinal(run.today)
    posted = sum(
        units[i.account] for i in run.book.postings if i.account in units and i.on >= today and i.kind in COSTS
    )
    return posted + sum(units.values())
