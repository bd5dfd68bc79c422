"""Where not every due can be met: which plans are past due for the fewest days, the worst stage first, then cost the least.

Money that is paid to an account before it asks for any (`program.aside`) can spare it being late, at the expense of a rent.
A program without it is small and soon finds good plans; that with it may find better ones, and proves.
"""

from math import ceil, floor

from repaycli.core.nouns import NamedTuple
from repaycli.core.text import Text
from repaycli.strategies.optimal.optimum import NO_BOUND
from repaycli.strategies.optimal.program.model import ANY, Allowed, Dues, Model, build, may_put_aside
from repaycli.strategies.optimal.search.lateness import Stage, stages
from repaycli.strategies.optimal.search.trying import CENT, DAY_LATE, Trying

_TRIES = 5
"""How often a less late plan is looked for at a stage."""

_LESS = 0.98
"""A plan that is less late is so by a whole: what would be by less than that is none."""


class Proof(NamedTuple):
    """What is proven of the best plan: as in `optimum.Optimum`."""

    bound: int
    is_least_late: bool
    left_out: tuple[Text, ...]


def miss_least(trying: Trying, recovered: int) -> Proof:
    """Look for the plan that is the least late, stage by stage, and then costs the least.

    `recovered`: the day after which nothing is past due under the simple strategies that are the least late.
    """
    return _Missed(trying, recovered).prove()


class _Missed:
    def __init__(self, trying: Trying, recovered: int) -> None:
        self.trying, self.recovered = trying, recovered
        self.stages = stages(trying.state, trying.last)
        self.has_aside = may_put_aside(trying.state, trying.last, trying.limits)

    def prove(self) -> Proof:
        allowed, is_least_late, trying = ANY, True, self.trying
        if trying.score.late[1]:
            self._recover()
        for stage in self.stages:
            least = self._least_late(stage, allowed)
            if least < stage.of(trying.score):
                trying.polish()
            known = stage.of(trying.score)
            is_exact = least // stage.weight == known // stage.weight
            allowed = stage.allow_exactly(allowed, known) if is_exact else stage.allow(allowed, known)
            if least < known:
                is_least_late = False
                break
        share = 0.9 if is_least_late else 0.25
        bound, left_out = self._least_cost(allowed, share * 0.8 if self.has_aside else share, self.has_aside)
        if self.has_aside and trying.score.cost - bound > trying.allowance and not trying.is_over():
            self._least_cost(allowed, share, has_aside=False)
        return Proof(bound, is_least_late and bound > NO_BOUND, left_out)

    def _least_cost(self, allowed: Allowed, share: float, has_aside: bool) -> tuple[int, tuple[Text, ...]]:
        """Look for a plan that costs less and is as late as is allowed; return what none costs less than, and what is left out.

        A program that has nothing for the plan that is known says nothing of others.
        """
        trying, model = self.trying, self._may_miss(allowed, has_aside)
        known = float(trying.score.cost + trying.allowance)
        answer = trying.solve(model, model.cost, share, known)
        if has_aside is self.has_aside:
            trying.is_finished &= answer.is_finished
        if answer.solution:
            trying.play(model, answer.solution)
        is_unknown = abs(answer.bound) >= 1e12 or (answer.is_finished and not answer.solution) or answer.bound > known
        return NO_BOUND if is_unknown else floor(answer.bound), model.left_out

    def _recover(self) -> None:
        """Look for a plan that is late for few days, and no longer than the simple strategies that are the least late."""
        trying = self.trying
        model = build(
            trying.state,
            trying.last,
            trying.limits,
            Dues.MISSED,
            (),
            0.0,
            late_until=self.recovered,
            has_aside=False,
        )
        aim = self.stages[-1].late_in(model) * DAY_LATE + model.cost * CENT
        answer = trying.solve(model, aim, 0.5, gap=DAY_LATE * self.stages[-1].weight / 2, is_deep=True)
        if answer.solution:
            trying.play(model, answer.solution)

    def _may_miss(self, allowed: Allowed, has_aside: bool) -> Model:
        trying = self.trying
        return build(trying.state, trying.last, trying.limits, Dues.MISSED, allowed=allowed, has_aside=has_aside)

    def _least_late(self, stage: Stage, allowed: Allowed) -> int:
        """Look for plans that are less late at a stage, and as late as is allowed at those before; return what none is less
        than."""
        if stage.of(self.trying.score) and not stage.is_last:
            self._avoid(stage, allowed)
        if not self.has_aside:
            return self._least_late_of(stage, allowed, has_aside=False)
        if not stage.is_last:  # with many days to count a program without money aside is the one that finds plans
            self._least_late_of(stage, allowed, has_aside=False)
        least, before = self._least_late_of(stage, allowed, has_aside=True), stage.of(self.trying.score)
        if stage.is_last and least < before:
            self._least_late_of(stage, allowed, has_aside=False)
            if stage.of(self.trying.score) < before:
                least = max(least, self._least_late_of(stage, allowed, has_aside=True))
        return least

    def _least_late_of(self, stage: Stage, allowed: Allowed, has_aside: bool) -> int:
        trying = self.trying
        least = 0
        for _ in range(_TRIES):
            known = stage.of(trying.score)
            if least >= known:
                return least
            model = self._may_miss(stage.allow(allowed, known), has_aside)
            count = stage.late_in(model)
            if known <= count.constant:
                return known
            share = 0.4 if has_aside is self.has_aside else 0.2
            answer = trying.solve(
                model, count * DAY_LATE, share, known * DAY_LATE, _LESS * DAY_LATE, is_deep=not stage.is_last
            )
            trying.is_finished &= answer.is_finished or has_aside is not self.has_aside
            if abs(answer.bound) < 1e12:
                least = max(least, min(known, ceil(answer.bound / DAY_LATE - 0.01)))
            if not answer.solution:
                return least
            found = stage.allow_exactly(allowed, round(count.value(list(answer.solution))))
            trying.play(model._replace(allowed=found), answer.solution)
            if stage.of(trying.score) >= known:
                return least
        return least

    def _avoid(self, stage: Stage, allowed: Allowed) -> None:
        """Look for a plan that is not late at all at a stage, and for few days in all: whether there is any is soon known."""
        trying = self.trying
        model = self._may_miss(stage.allow(allowed, 0), has_aside=False)
        answer = trying.solve(model, self.stages[-1].late_in(model) * DAY_LATE, 0.3, gap=DAY_LATE / 2, is_deep=True)
        if answer.solution:
            trying.play(model, answer.solution)
