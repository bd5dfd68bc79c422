"""Where not every due can be met: which plans are past due for the fewest days, the worst stage first, then cost the least.

Money that is paid to an account before it asks for any (`program.aside`) can spare it being late, at the expense of a rent.
A program without it is small and soon finds good plans; that with it may find better ones, and proves.
"""

from math import ceil, floor

from repaycli.core.nouns import NamedTuple
from repaycli.core.text import Text
from repaycli.engine.branch import branch
from repaycli.strategies.optimal.optimum import NO_BOUND
from repaycli.strategies.optimal.playing.replay import Planned
from repaycli.strategies.optimal.program.model import ANY, Allowed, Dues, Model, build, may_put_aside
from repaycli.strategies.optimal.program.setting import LATEST_DAY
from repaycli.strategies.optimal.search.lateness import Stage, stages
from repaycli.strategies.optimal.search.settled import apart, settled_by
from repaycli.strategies.optimal.search.trying import CENT, DAY_LATE, Trying

_TRIES = 5
"""How often a less late plan is looked for at a stage."""

_AFTER = 75
"""Days after the last one on which the best plan is late, that a less late plan is to get over, too."""

_CALM = 30
"""Days before the end of such a time on which nothing is late."""

_SHORT_SHARE, _FINDING_SHARE, _WHOLE_SHARE = 0.3, 0.25, 0.4
"""Of the time that is left: to count in a shorter time, to look for a plan, to count in all the time."""

_LESS = 0.98
"""A plan that is less late is so by a whole: what would be by less than that is none."""


class Proof(NamedTuple):
    """What is proven of the best plan: as in `optimum.Optimum`."""

    bound: int
    is_least_late: bool
    left_out: tuple[Text, ...]


class Counted(NamedTuple):
    """How late no plan is less than at a stage, and whether that was looked for to the end."""

    least: int
    is_finished: bool


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
        self.late_until = LATEST_DAY  # no plan that is as late as is allowed is so after it

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
        trying, model = self.trying, self._may_miss(allowed, has_aside, late_until=self.late_until)
        known = float(trying.score.cost + trying.allowance)
        answer = trying.solve(model, model.cost, share, known)
        if has_aside is self.has_aside:
            trying.is_finished &= answer.is_finished
        if answer.solution:
            trying.play(model, answer.solution)
        is_unknown = abs(answer.bound) >= 1e12 or (answer.is_finished and not answer.solution) or answer.bound > known
        return NO_BOUND if is_unknown else floor(answer.bound), model.left_out

    def _may_miss(
        self,
        allowed: Allowed,
        has_aside: bool,
        until: int | None = None,
        late_until: int = LATEST_DAY,
        slack: float = 1.0,
    ) -> Model:
        """Return the program of the time up to a day (None: the last one)."""
        trying = self.trying
        return build(
            trying.state,
            until or trying.last,
            trying.limits,
            Dues.MISSED,
            slack=slack,
            late_until=late_until,
            allowed=allowed,
            has_aside=has_aside,
        )

    def _end(self, day: int) -> int:
        """Return the day from `day` on up to which being late can be counted alone."""
        return apart(self.trying.state, day, self.trying.last)

    def _recovery(self) -> int:
        """Return the last day on which the best plan is late in anything."""
        trying = self.trying
        run = branch(trying.past, Planned(trying.plan), trying.changes, workings=False)
        run.advance(trying.last)
        return settled_by([run], trying.last)

    def _recover(self) -> None:
        """Look for a plan that is late for few days, and hardly longer than the simple strategies that are the least late."""
        self._look_for(self.stages[-1], ANY, self.stages[-1].of(self.trying.score), self.recovered)

    def _least_late(self, stage: Stage, allowed: Allowed) -> int:
        """Look for plans that are less late at a stage, and as late as is allowed at those before; return what none is less
        than."""
        trying = self.trying
        counted = self._least_up_to_recovery(stage, allowed)
        least = counted.least if counted else 0
        if least >= stage.of(trying.score):
            return least
        if counted and not stage.is_last:
            trying.is_finished &= counted.is_finished
            return least
        if not self.has_aside:
            return max(least, self._least_late_of(stage, allowed, has_aside=False))
        if not stage.is_last:  # with many days to count a program without money aside is the one that finds plans
            self._least_late_of(stage, allowed, has_aside=False)
        least, before = max(least, self._least_late_of(stage, allowed, has_aside=True)), stage.of(trying.score)
        if stage.is_last and least < before:
            self._least_late_of(stage, allowed, has_aside=False)
            if stage.of(trying.score) < before:
                least = max(least, self._least_late_of(stage, allowed, has_aside=True))
        return least

    def _least_up_to_recovery(self, stage: Stage, allowed: Allowed) -> Counted | None:
        """Count in the time by the end of which nothing of the best plan is late any more (see `settled`), and look for plans that
        are less late; return what none is less than in all the time, or None where that time is no shorter."""
        trying, best, by = self.trying, None, LATEST_DAY
        for _ in range(_TRIES):
            known, recovery = stage.of(trying.score), self._recovery()
            end = self._end(recovery)
            if (best and best.least >= known) or not known or end >= trying.last:
                break
            if not stage.is_last:  # soon found, if there are any
                self._look_for(stage, allowed, known, recovery)
                if stage.of(trying.score) < known:
                    continue
            counted = self._count(stage, allowed, self.has_aside, _SHORT_SHARE, end)
            if not best or counted.least > best.least:
                best, by = counted, end
            if best.least < stage.of(trying.score) == known:
                self._look_for(stage, allowed, best.least, recovery)
            if best.least < stage.of(trying.score) == known and stage.is_last:
                self._look_for(stage, allowed, known, recovery)
            if stage.of(trying.score) == known:
                break
        if stage.is_last and best and best.least >= stage.of(trying.score):
            self.late_until = by
        return best

    def _look_for(self, stage: Stage, allowed: Allowed, count: int, recovery: int) -> None:
        """Look for a plan that is no later than `count` at a stage, nowhere from some days after `recovery` on, and cheap.

        Where it may be as late as the best one it is to be less late at that stage, else for fewer days in all.
        """
        trying, end = self.trying, self._end(recovery + _AFTER)
        is_known = count == stage.of(trying.score)
        limited, has_aside = stage.allow(allowed, count), self.has_aside and not is_known
        model = self._may_miss(limited, has_aside, until=end, late_until=end - _CALM, slack=0.0)
        late = stage.late_in(model) if is_known else self.stages[-1].late_in(model)
        aim = late * DAY_LATE + model.cost * CENT
        answer = trying.solve(model, aim, _FINDING_SHARE, gap=DAY_LATE / 2, is_deep=True)
        if answer.solution:
            trying.play(model, answer.solution)

    def _least_late_of(self, stage: Stage, allowed: Allowed, has_aside: bool) -> int:
        """Look for plans that are less late at a stage in all the time; return what none is less than, as such a program knows."""
        trying, least, is_all = self.trying, 0, has_aside is self.has_aside
        for _ in range(_TRIES):
            known = stage.of(trying.score)
            if least >= known:
                return least
            counted = self._count(stage, allowed, has_aside, _WHOLE_SHARE if is_all else _WHOLE_SHARE / 2)
            trying.is_finished &= counted.is_finished or not is_all
            least = max(least, counted.least)
            if stage.of(trying.score) >= known:
                return least
        return least

    def _count(
        self, stage: Stage, allowed: Allowed, has_aside: bool, share: float, until: int | None = None
    ) -> Counted:
        """Look for a plan that is less late at a stage, up to a day or in all the time, and play it."""
        trying, known = self.trying, stage.of(self.trying.score)
        model = self._may_miss(stage.allow(allowed, known), has_aside, until)
        count = stage.late_in(model)
        if known <= count.constant:
            return Counted(known, is_finished=True)
        gap = _LESS * DAY_LATE
        answer = trying.solve(model, count * DAY_LATE, share, known * DAY_LATE, gap, is_deep=not stage.is_last)
        if answer.solution:
            found = stage.allow_exactly(allowed, round(count.value(list(answer.solution))))
            trying.play(model._replace(allowed=found), answer.solution)
        is_known = abs(answer.bound) < 1e12
        least = min(known, ceil(answer.bound / DAY_LATE - 0.01)) if is_known else 0
        return Counted(least, answer.is_finished)
