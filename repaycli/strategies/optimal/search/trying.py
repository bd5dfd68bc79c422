"""The best plan known on the way: a program proposes, the exact engine plays what it proposes, the best is kept."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from repaycli.engine.branch import branch
from repaycli.engine.changes import Changes
from repaycli.engine.run import Run
from repaycli.products.accounts import Household
from repaycli.strategies.optimal.optimum import CHANGES, Effort, Plan, Progress, Score
from repaycli.strategies.optimal.playing.ground import Ground, Played
from repaycli.strategies.optimal.playing.onward import Onward
from repaycli.strategies.optimal.playing.replay import Noted, draws, score
from repaycli.strategies.optimal.program.milp import INFINITE, Sum
from repaycli.strategies.optimal.program.model import Dues, Model, build
from repaycli.strategies.optimal.program.moves import known_moves
from repaycli.strategies.optimal.program.solver import Answer, Stop, solve
from repaycli.strategies.optimal.search.polish import polished, tries
from repaycli.strategies.optimal.search.proposal import Proposed, coming, wishes

_TRIES = 5
"""How often a proposal that runs a little short is made again with so much more kept back."""

DAY_LATE = 100.0
CENT = 0.001
"""What a day past due, and a minor unit of the cost, weigh where dues may be missed."""

_GAP = 0.1
"""The program is solved to within such a part of what rounding can make: the rest is left to the payments in cents."""

_FIRST_CENTS, _CENTS = 5, 30
"""Where dues may be missed so much is kept back in the first time between two incomes, one more in each that follows, and at
most: rounding needs room, and it adds up."""

_RAISED = 2
"""How often a solution is made again, its choices held as they are, with what was short left over."""

_OTHER_CHOICES = 2
"""How often the program may choose anew where its choices leave no room for what is kept back."""

_GIVEN, _MOST_GIVEN = 1_000.0, 100.0
"""What a minor unit weighs by which a row is off, where the choices of a bound leave no room for what is charged exactly, and
by how much all rows together may be off: each is by a fraction of a cent, and where it is more, other choices are looked for."""

_ROOM = 200
"""So much less is pledged to an account that the program does not know than a simple strategy pays it: rounding needs room."""

_LACKING = 100.0
"""What a minor unit weighs that is not kept back."""

_ASIDE = 0.01
"""What a minor unit weighs that an account holds before it asks for it, by day: so little that it is held where it is of use."""

_SECONDS = 20.0
"""How long the solver may take where nobody says it."""


_NO_PLAN = Score(1 << 60, (0, 0, 0), 0, 0, 0)
"""Worse than any plan."""


class Trying:
    """What a search knows of its household, and the best plan so far.

    `simple`: the best plan of the simple strategies, which it starts from. `limits`: what may be drawn below the reserves
    between two incomes; minor units. `allowance`: what rounding can make of the cost of that plan. `tried`: every plan
    that was played. `is_finished`: false where time or the user ended a part of the search first.
    """

    def __init__(
        self,
        household: Household,
        past: Run,
        last: int,
        limits: Sequence[int],
        changes: Changes,
        effort: Effort | None,
    ) -> None:
        self.household, self.past, self.changes = household, past, changes
        self.last, self.limits, self.effort = last, limits, effort
        self.began = effort.clock() if effort else 0.0
        self.plan: Plan = ()
        self.score = _NO_PLAN
        self.simple: Plan = ()
        self.allowance = 0
        self.tried: list[Played] = []
        self.is_finished = True
        self.state = branch(past, None, changes, workings=False)
        self.state.reach(self.state.today)

    @property
    def ground(self) -> Ground:
        """What a plan is played on."""
        return Ground(self.household, self.past, self.last, self.limits, self.changes)

    def start_from(self, plan: Plan, found: Score, allowance: int) -> None:
        """Start from a plan of a simple strategy."""
        self.plan = self.simple = plan
        self.score, self.allowance = found, allowance

    def is_stopped(self) -> bool:
        """Tell whether the user ended the search."""
        return self.effort is not None and self.effort.stopped()

    def is_over(self, part: float = 1.0) -> bool:
        """Tell whether the user ended the search, or such a part of the time has passed."""
        effort = self.effort
        return effort is not None and (effort.stopped() or effort.clock() - self.began > part * effort.seconds)

    def polish(self) -> None:
        """Try small changes to the plan."""
        changes = self.effort.changes if self.effort else CHANGES
        most = tries(changes, self.last - self.past.today + 1, len(self.past.debts))
        found = polished(self.ground, Played(self.plan, self.score), most, self.tried, self.is_over)
        self.keep(found.plan, found.score)

    def solve(
        self,
        model: Model,
        objective: Sum,
        share: float = 1.0,
        cutoff: float = INFINITE,
        gap: float = 0.0,
        is_deep: bool = False,
    ) -> Answer:
        """Solve a program in the time that is left, or a share of it; what costs more than `cutoff` is of no use.

        `gap`: how near is near enough where days are counted, not money. `is_deep`: as for `solver.Stop`.
        """
        if self.is_stopped():
            return Answer([], INFINITE, -INFINITE, is_infeasible=False, is_finished=False)
        seconds = _SECONDS if self.effort is None else self.effort.seconds - (self.effort.clock() - self.began)
        stop = Stop(max(0.1, share * seconds), gap or _GAP * self.allowance, cutoff, self.watch, gap > 0, is_deep)
        return solve(model.setting.program, objective, stop)

    def watch(self, bound: float) -> bool:
        """Tell who watches how far the search got; return whether it is to stop."""
        effort = self.effort
        if effort is None:
            return False
        known = None if not abs(bound) < 1e14 else int(bound)
        effort.watch(Progress(known, self.score.cost, effort.clock() - self.began))
        return effort.stopped()

    def play(self, model: Model, solution: Sequence[float]) -> None:
        """Replay what a solution proposes, as it is without the rounding that a bound has to allow; keep the best.

        One for a shorter time is gone on with by paying what is asked.
        """
        times, is_missed = len(model.setting.incomes) + 1, model.dues is Dues.MISSED
        kept = [min(_CENTS, _FIRST_CENTS + place) if is_missed else 0 for place in range(times)]
        unknown = {account.name for account in model.accounts if account.left_out}
        pledged = tuple(
            each._replace(amount=each.amount - _ROOM)
            for each in self.simple
            if each.account in unknown and each.amount > _ROOM
        )
        choices, others, exact_failed, before = solution, _OTHER_CHOICES, False, (_NO_PLAN, list[int]())
        for _ in range(_TRIES):
            exact, values = self._exact(model, choices, kept, pledged)
            is_held = bool(values)
            if not values and others:  # its choices leave no room for what has to be kept back
                others -= 1
                values = self.solve(exact, _aim(exact), 0.3).solution
                choices = values or choices
            if not values and exact_failed:  # played already
                return
            if not values:  # it needs the rounding after all: played as it is, what may wait makes up for it
                exact, values, exact_failed = model, list(solution), True
            missing = self._play_with_room(
                exact, values, pledged, again=_RAISED if is_held and not (is_missed or exact_failed) else 0
            )
            told = self.tried[-1].score, missing
            if not any(missing) or told == before:  # what is kept back changed nothing
                return
            before = told
            kept = [amount + more for amount, more in zip(kept, missing, strict=True)]

    def _play_with_room(self, model: Model, values: Sequence[float], pledged: Plan, again: int) -> list[int]:
        """Replay a solution, and `again` with what was short left over; return what is to be left over next time.

        Nothing, if there is no need of another time.
        """
        short = [0] * len(model.cash.left)
        for number in range(again + 1):
            missing = self._play_exactly(model, values, pledged)
            if not any(missing):
                return missing
            short = [amount + more for amount, more in zip(short, missing, strict=True)]
            values = with_more_left(model, missing) if number < again else []
            if not values:
                break
        return short

    def _play_exactly(self, model: Model, values: Sequence[float], pledged: Plan) -> list[int]:
        """Replay a solution; return what was short in each time between two incomes, if that is worth another try."""
        last = model.setting.last
        known = coming(model, values, known_moves(self.past, last), pledged)
        proposed = Proposed(wishes(model, values), known, last, model.dues)
        noted = Noted(proposed if last >= self.last else Onward(proposed, last))
        run = proposed.run = branch(self.past, noted, self.changes, workings=False)
        run.advance(self.last)
        found = score(run, self.last, self.limits)
        self.tried.append(Played(noted.plan, found))
        bounds = (model.setting.today, *model.setting.incomes)
        if self.keep(noted.plan, found) and model.dues is not Dues.MISSED:
            return [0] * len(bounds)
        is_late = model.dues is not Dues.MISSED and found.late > self.score.late
        lacked = [(day, amount) for day, amount in _unmet(run) if day <= last and (is_late or amount <= _ROOM)]
        return self._missing(run, bounds, lacked)

    def _exact(
        self, model: Model, choices: Sequence[float], kept: Sequence[int], pledged: Plan
    ) -> tuple[Model, list[float]]:
        """Solve the program again without slack: first with all its choices held; that is free of them where it fails."""
        setting = model.setting
        exact = build(
            self.state,
            setting.last,
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
        values = solve(exact.setting.program, exact.cost).solution or _nearly(exact)
        if not values:
            exact.setting.program.lower, exact.setting.program.upper = free
        return exact, values

    def _missing(self, run: Run, bounds: Sequence[int], lacked: Iterable[tuple[int, int]]) -> list[int]:
        """Return what was short in each time between two incomes: it is to be kept back next time.

        `lacked`: what there was no cash for, by day. Where dues may be missed it is the first only: what is short
        later comes of it.
        """
        drawn = zip(draws(run), self.limits, strict=True)
        found = [max(0, most - limit) for (most, limit), _ in zip(drawn, bounds, strict=False)]
        for day, amount in lacked:
            place = bisect_right(bounds, day) - 1
            found[place] = max(found[place], amount)
        return found

    def keep(self, plan: Plan, found: Score) -> bool:
        """Keep a plan if it is the best so far."""
        if found < self.score:
            self.plan, self.score = plan, found
            return True
        return False


def _nearly(model: Model) -> list[float]:
    """Solve a program, its choices held as they are, that has no solution but for a little by which rows are off."""
    program, given = model.setting.program.give()
    values = solve(program, model.cost + given * _GIVEN).solution
    return values[: len(model.setting.program.lower)] if values and given.value(values) <= _MOST_GIVEN else []


def with_more_left(model: Model, missing: Sequence[int]) -> list[float]:
    """Solve a program again, its choices held as they are, so that so much more is left in each time between two incomes."""
    program = model.setting.program
    for left, more in zip(model.cash.left, missing, strict=True):
        (variable,) = left.terms
        program.lower[variable] += more
    return list(solve(program, model.cost).solution)


def _unmet(run: Run) -> list[tuple[int, int]]:
    """Return what there was no cash for from today on, by day."""
    found = [(shortfall.on.toordinal(), shortfall.amount) for shortfall in run.book.shortfalls]
    return [(day, amount) for day, amount in found if day >= run.today]


def _aim(model: Model) -> Sum:
    """Return what a program makes small: the cost, and before it days past due or dues that wait, where there may be any."""
    if model.dues is Dues.ON_THEIR_DAY:
        return model.cost
    return (model.late + model.postponed) * DAY_LATE + model.cost * CENT
