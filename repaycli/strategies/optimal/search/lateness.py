"""The stages of being late, the worst first: what of them a program makes small, and what a score says of them."""

from repaycli.core.nouns import NamedTuple
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


def stages(model: Model) -> tuple[Stage, ...]:
    """Return the stages of a program, the worst first."""
    return Stage(90), Stage(30), Stage(0, len(model.postponed.terms) + 1)
