"""The optimal plan with one payment put off: what that would cost, or what would be late."""

from repaycli.core.nouns import NamedTuple
from repaycli.engine.branch import branch
from repaycli.engine.changes import Changes
from repaycli.engine.run import Run
from repaycli.products.accounts import Household
from repaycli.strategies.optimal.optimum import Plan, Score
from repaycli.strategies.optimal.playing.facts import Seen
from repaycli.strategies.optimal.playing.following import Following, Meant, Place, moved
from repaycli.strategies.optimal.playing.replay import score


class Outcome(NamedTuple):
    """What becomes of the plan with a payment put off to the day `to` (an ordinal).

    `cost`: so much more in all, minor units, exactly. `late`: an account and its due date that it misses and the plan
    does not; then `cost` says nothing.
    """

    to: int
    cost: int
    late: tuple[str, int] | None


class Without:
    """Replays of a plan with a payment put off; at most so many.

    In all of them, also in that of the plan as it is, there is more cash than the plan needs: so that what a delay costs is
    what the account charges for it, and not what would follow if nothing else gave way to that.
    """

    def __init__(
        self, household: Household, plan: Plan, seen: Seen, past: Run, changes: Changes, until: int, most: int
    ) -> None:
        self.household, self.plan, self.meant = household, plan, seen.meant
        self.past, self.changes, self.until = past, changes, until
        self.left = most
        self.more = sum(each.amount for each in plan)
        self.base: tuple[Run, Score] | None = None
        self.paid_on: dict[str, list[int]] = {}
        for each in plan:
            self.paid_on.setdefault(each.account, []).append(each.day)

    def put_off(self, place: Place, amount: int, to: int | None) -> Outcome | None:
        """Return what paying so much of it only on the day `to` does; None where that can't be told.

        Without such a day in the time looked at it is put off to the plan's next payment to the account.
        """
        if to is None or to > self.until:
            to = min((each for each in self.paid_on[place[1]] if each > place[0]), default=None)
        if to is None or self.left <= 0:
            return None
        self.left -= 1
        if self.base is None:
            self.base = self._replay(self.plan, self.meant)
        day, name = place
        # What the account gets meanwhile does not make up for it; what pays it off then does, with the interest until then.
        meanwhile = {(on, name) for on in self.paid_on[name] if day <= on < to}
        all_of, statement = self.meant.all_of - meanwhile, self.meant.statement - meanwhile
        spared = {each: left for each, left in self.meant.spared.items() if each not in meanwhile}
        if place in self.meant.all_of and max(self.paid_on[name]) == day:
            all_of |= {(to, name)}
        slack = {**self.meant.slack, (to, name): self.meant.slack.get((to, name), 0) + amount}
        meant = self.meant._replace(all_of=all_of, statement=statement, slack=slack, spared=spared)
        run, found = self._replay(moved(self.plan, day, name, amount, to), meant)
        known, before = self.base
        if found.late > before.late:
            late = _missed(run) - _missed(known)
            return Outcome(to, 0, min(late, key=lambda each: (each[1], each[0]))) if late else None
        return None if found.late < before.late else Outcome(to, found.spent - before.spent, None)

    def _replay(self, plan: Plan, meant: Meant) -> tuple[Run, Score]:
        run = branch(self.past, Following(plan, self.household, meant), self.changes, workings=False)
        for purse in run.cash.purses:
            purse.move(self.more, run.today)
        run.advance(self.until)
        return run, score(run, self.until)


def _missed(run: Run) -> set[tuple[str, int]]:
    """Return the due dates that were missed, by account."""
    return {(name, spell.due) for name, debt in run.debts.items() for spell in debt.spells}
