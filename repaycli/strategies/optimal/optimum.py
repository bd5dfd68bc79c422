"""What the search for the best plan yields: a plan in exact payments, its score, and what no plan can beat."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType

from repaycli.core.nouns import NamedTuple
from repaycli.core.text import Text
from repaycli.engine.ledger import Projection

PRICED_DAYS = 30
"""So many days of interest are the price of what still bears interest at the end of the time looked at."""


LACK_RATE = Fraction(1, 100)
"""What expenses lack counts as if it were owed at so much a day: far more than any debt costs."""


class Instruction(NamedTuple):
    """Pay so many minor units of an account from a wallet on a day (an ordinal).

    `prepay` and `apart` as for `engine.position.Decision`.
    """

    day: int
    account: str
    amount: int
    wallet: str
    prepay: bool = False
    apart: bool = False


Plan = tuple[Instruction, ...]
"""Every payment of a plan, by day and in the order in which they are made."""

Reasons = Mapping[tuple[int, str], Text]
"""Why an account is paid on a day."""

NO_REASONS: Reasons = MappingProxyType({})


class Score(NamedTuple):
    """How good a plan is; the smaller the better, the first part first.

    `drawn`: by how much more reserves are drawn on, and expenses left unpaid, than under the one of the least late simple
    strategies that does so most in the same time between two incomes (minor units): a plan worth keeping has 0.
    `late`: days past due, summed over accounts, that lie beyond 90 days, beyond 30 days, and all of them (the worst stage
    counts first). `postponed`: dues that are not met on their day, be it in the days of grace that follow: they are for
    mishaps, no plan counts on them without need. `cost`: total cost of the time looked at, `end_price` of what bears interest at its end and
    `lack_price` of what expenses lack (minor units). `payoff`: the day on which today's debts are repaid (a very late one: not in this time).
    """

    drawn: int
    late: tuple[int, int, int]
    postponed: int
    cost: int
    payoff: int
    end_price: int = 0
    lack_price: int = 0

    @property
    def spent(self) -> int:
        """The cost without what expenses lack, which nobody charges."""
        return self.cost - self.lack_price


class Progress(NamedTuple):
    """Where a search stands: what no plan can beat so far, and the best plan found; minor units."""

    bound: int | None
    best: int
    seconds: float

    @property
    def gap(self) -> int | None:
        """What the best plan may still cost too much."""
        return None if self.bound is None else self.best - self.bound


CHANGES = 800
"""How many changes to a plan are tried if nobody says it."""


class Effort(NamedTuple):
    """How long a search may take, who watches it and who may stop it.

    `changes`: so many changes are tried to the plan of a small household where the proof leaves room; fewer to larger ones.
    """

    clock: Callable[[], float]
    seconds: float = 20.0
    watch: Callable[[Progress], None] = lambda _: None
    stopped: Callable[[], bool] = lambda: False
    changes: int = CHANGES


NO_BOUND = -(10**12)
"""A bound that says nothing."""


class Optimum(NamedTuple):
    """The best plan that was found, and the proof.

    `bound`: no plan that is late no longer, draws on reserves no more and pays no line more than it owes costs less (minor
    units, as `Score.cost`).
    `allowance`: what rounding to the unit of each posting can make of the gap. `is_proven`: the gap is within it.
    `is_finished`: false where time or the user ended the search first. `left_out`: what the model does not know.
    `others`: the simple strategies over the same time, for comparison. `is_least_late`: no plan is late for
    fewer days, the worst stage first, or meets more dues on their day.
    """

    projection: Projection
    plan: Plan
    score: Score
    bound: int
    allowance: int
    is_finished: bool
    left_out: tuple[Text, ...]
    others: tuple[tuple[Projection, Score], ...]
    is_least_late: bool = True

    @property
    def gap(self) -> int:
        """What a better plan could save at most, in minor units."""
        return max(0, self.score.cost - self.bound)

    @property
    def has_bound(self) -> bool:
        """Tell whether the search got so far as to bound what a plan can cost; else `bound` says nothing."""
        return self.bound > NO_BOUND

    @property
    def is_proven(self) -> bool:
        """Tell whether nothing but rounding lies between the plan and the bound."""
        return self.is_least_late and self.gap <= self.allowance
