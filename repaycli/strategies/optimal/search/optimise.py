"""The search for the best plan: start from every simple strategy, let the model propose, replay, improve, prove."""

from datetime import date
from math import ceil, floor

from repaycli.core.text import Text
from repaycli.engine.branch import branch, replay
from repaycli.engine.changes import NO_CHANGES, Changes
from repaycli.engine.run import Run
from repaycli.engine.totals import project
from repaycli.products.accounts import Household
from repaycli.strategies.compare import COMPARED, Player, horizon
from repaycli.strategies.optimal.optimum import NO_BOUND, Effort, Optimum, Plan, Score
from repaycli.strategies.optimal.playing.following import Following, Meant
from repaycli.strategies.optimal.playing.ground import play
from repaycli.strategies.optimal.playing.replay import Noted, Planned, draws, score
from repaycli.strategies.optimal.program.milp import INFINITE
from repaycli.strategies.optimal.program.model import Dues, Model, build
from repaycli.strategies.optimal.search.allowance import allowance_of
from repaycli.strategies.optimal.search.missed import miss_least
from repaycli.strategies.optimal.search.settled import settled_by
from repaycli.strategies.optimal.search.tidy import tidy
from repaycli.strategies.optimal.search.trying import Trying

_TIDY = 1.2
"""A plan is made easier to carry out until such a part of the time has passed."""


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
        past = past or replay(household, today)
        player = Player(household, today, until or horizon(today), changes=changes, past=past)
        self.others = [Noted(player.strategy(name)) for name in COMPARED]
        runs = self.runs = [branch(past, noted, changes, workings=False) for noted in self.others]
        last = until.toordinal() if until else max(run.advance_until_repaid(horizon(today).toordinal()) for run in runs)
        for run in runs:
            run.advance(last)
        lates = [score(run, last).late for run in runs]
        least = [draws(run) for run, late in zip(runs, lates, strict=True) if late == min(lates)]
        limits = [max(found) for found in zip(*least, strict=True)]
        self.scores = [score(run, last, limits) for run in runs]
        best = min(range(len(runs)), key=lambda index: self.scores[index])
        self.trying = Trying(household, past, last, limits, changes, effort)
        self.trying.start_from(self.others[best].plan, self.scores[best], allowance_of(runs[best], last))
        self.bound, self.is_least_late = NO_BOUND, True
        self.left_out: tuple[Text, ...] = ()

    def follow(self, known: Plan) -> None:
        """Start from a plan that was made for another household: as it stands, and with what falls due here paid first."""
        for strategy in (Planned(known), Following(known, self.trying.household, Meant())):
            found = play(self.trying.ground, strategy)
            self.trying.tried.append(found)
            self.trying.keep(found.plan, found.score)

    def optimum(self) -> Optimum:
        """Let the model propose, and return the best plan with its proof."""
        trying = self.trying
        trying.watch(-INFINITE)
        if not (self._in_time(Dues.ON_THEIR_DAY) or (self._has_grace() and self._in_time(Dues.IN_GRACE))):
            self.bound, self.is_least_late, self.left_out = miss_least(trying, self._recovers())
        self._polish()
        trying.plan, trying.score = tidy(trying.ground, trying.plan, trying.score, lambda: trying.is_over(_TIDY))
        run = branch(trying.past, Planned(trying.plan), trying.changes)
        projection = project(run, "optimal", trying.last)
        others = tuple(
            (project(each, noted.name, trying.last), found)
            for each, noted, found in zip(self.runs, self.others, self.scores, strict=True)
        )
        return Optimum(
            projection,
            trying.plan,
            score(run, trying.last, trying.limits),
            self.bound,
            allowance_of(run, trying.last),
            trying.is_finished,
            self.left_out,
            others,
            self.is_least_late,
        )

    def _polish(self) -> None:
        """Where the bound leaves room, try small changes to the plan."""
        trying = self.trying
        gap = trying.score.cost - self.bound
        if self.is_least_late and gap <= trying.allowance and (gap <= 0 or gap <= self._own_allowance()):
            return
        trying.polish()
        trying.is_finished &= not trying.is_over()

    def _own_allowance(self) -> int:
        """Return what rounding can make of the cost of the plan; minor units."""
        trying = self.trying
        run = branch(trying.past, Planned(trying.plan), trying.changes, workings=False)
        run.advance(trying.last)
        return allowance_of(run, trying.last)

    def _has_grace(self) -> bool:
        return any(debt.terms.grace_days for debt in self.trying.state.debts.values())

    def _in_time(self, dues: Dues) -> bool:
        """Look for a plan that meets every due; tell whether there is one, and it is found.

        A program that has nothing for the plan that is known says nothing of others.
        """
        trying = self.trying
        model = build(trying.state, trying.last, trying.limits, dues)
        least = self._least()
        is_known = trying.score < Score(0, least, 1, 0, 0)
        cutoff = float(trying.score.cost + trying.allowance) if is_known else INFINITE
        fewest = self._postpone_least(model) if dues is Dues.IN_GRACE else 0
        answer = trying.solve(model, model.cost, cutoff=cutoff)
        if answer.solution:
            trying.play(model, answer.solution)
        elif not is_known:
            return False
        late = model.late.constant
        if trying.score.late > (0, 0, late) and trying.score.late != least:
            return False
        if dues is Dues.ON_THEIR_DAY and trying.score.postponed:
            return False
        is_unknown = abs(answer.bound) >= 1e12 or (answer.is_finished and not answer.solution)
        self.bound = NO_BOUND if is_unknown else floor(answer.bound)
        trying.is_finished, self.left_out = answer.is_finished, model.left_out
        self.is_least_late = trying.score.postponed <= fewest
        return True

    def _postpone_least(self, model: Model) -> int:
        """Let as few dues as can be wait for their days of grace; return how many no plan can do without."""
        answer = self.trying.solve(model, model.postponed * 100.0, 0.3)
        if answer.solution:
            model.setting.program.at_most(model.postponed, round(model.postponed.value(list(answer.solution))) + 1e-6)
        return ceil(answer.bound / 100.0 - 0.01) if abs(answer.bound) < 1e12 else 0

    def _least(self) -> tuple[int, int, int]:
        """Return the days past due that no plan can change: those of accounts that are so today, today."""
        trying = self.trying
        found = [0, 0, 0]
        for debt in trying.state.debts.values():
            days = debt.days_past_due(trying.state.today)
            for place, beyond in enumerate((90, 30, 0)):
                found[place] += days > beyond
        return found[0], found[1], found[2]

    def _recovers(self) -> int:
        """Return the day after which nothing is past due under the simple strategies that are the least late."""
        trying = self.trying
        least = min(found.late for found in self.scores)
        return settled_by(
            (run for run, found in zip(self.runs, self.scores, strict=True) if found.late == least), trying.last
        )
