"""The stages of being late, the worst first: what of them a program makes small, and what a score says of them."""

from repaycli.core.nouns import NamedTuple
from repaycli.engine.line.state import Line
from repaycli.engine.loan.state import Instalments
from repaycli.engine.run import Run
from repaycli.strategies.optimal.optimum import Score
from repaycli.strategies.optimal.program.milp import Sum
from repaycli.strategies.optimal.program.model import Allowed, Model


class Stage(NamedTuple):
    """Days past due beyond so many; beyond none they come with the dues that are not met on their day.

    A day weighs as much as `weight` such dues, and there are fewer of them.
    """

    beyond: int
    weight: int = 1

    @property
    def is_last(self) -> bool:
        """Tell whether all days count."""
        return not self.beyond

    def of(self, score: Score) -> int:
        """Return how late a plan is."""
        if self.is_last:
            return score.late[2] * self.weight + score.postponed
        return score.late[0 if self.beyond > 30 else 1]

    def late_in(self, model: Model) -> Sum:
        """Return how late a solution is: what is limited in its program alone is known of the worse stages."""
        if self.is_last:
            return model.late * self.weight + model.postponed
        return model.beyond.get(self.beyond) or Sum()

    def allow(self, allowed: Allowed, count: int) -> Allowed:
        """Allow no more than a count; of dues that are not met on their day any."""
        if self.is_last:
            return allowed._replace(days=count // self.weight)
        return allowed._replace(beyond_90=count) if self.beyond > 30 else allowed._replace(beyond_30=count)

    def allow_exactly(self, allowed: Allowed, count: int) -> Allowed:
        """Allow no more than a count, where there are none that are less late."""
        found = self.allow(allowed, count)
        return found._replace(postponed=count % self.weight) if self.is_last else found


def stages(run: Run, last: int) -> tuple[Stage, ...]:
    """Return the stages of being late up to a day, the worst first; `run` stands at today's payments."""
    return Stage(90), Stage(30), Stage(0, sum(_most_dues(debt, last) for debt in run.debts.values()) + 1)


def _most_dues(debt: Line | Instalments, last: int) -> int:
    """Return how many dues an account has up to a day, at the most: what is open, and what closes or is billed by then."""
    if isinstance(debt, Instalments):
        return len(debt.dues) + debt.remaining
    count, closing = len(debt.statements) + 1, debt.next_closing
    while closing <= last:
        count, closing = count + 1, debt.closing_after(closing)
    return count
