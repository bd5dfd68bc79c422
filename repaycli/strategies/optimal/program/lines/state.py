"""What statements hand on to each other, and the payments towards one of them."""

from dataclasses import dataclass, field

from repaycli.core.nouns import NamedTuple
from repaycli.strategies.optimal.program.lines.cycles import Cycle
from repaycli.strategies.optimal.program.milp import NOTHING, Limited, Sum, total


@dataclass(slots=True)
class PastDue:
    """What is past due (inside of what is carried), whether something is, and the late fees the next statement asks for."""

    left: Limited = NOTHING
    is_late: Sum = field(default_factory=Sum)  # 1 while something is past due
    fees: Limited = NOTHING


@dataclass(slots=True)
class State:
    """What a closing hands on: what bears already, interest that it asks for, what was paid of it before.

    `bears`: where the free period is lost, what is 1 where a posting day's purchases bear from their day.
    `late_fees`: those inside `interest`. `dead`: fees and interest left unpaid, inside `carried`: they may bear nothing.
    `moved`: what was tolerated: the next statement bills it again. `old_cash`: what of `cash` was billed before.
    `unpaid`: fees and interest inside `carried` that are not past due, counted high: a payment meets them before what is
    billed anew.
    """

    carried: Limited
    cash: Limited = NOTHING
    old_cash: Sum = field(default_factory=Sum)
    interest: Limited = NOTHING
    late_fees: Limited = NOTHING
    ahead: list[tuple[int, Sum]] = field(default_factory=list[tuple[int, Sum]])
    bears: dict[int, Sum] = field(default_factory=dict[int, Sum])
    past_due: PastDue = field(default_factory=PastDue)
    dead: Sum = field(default_factory=Sum)
    moved: Sum = field(default_factory=Sum)
    unpaid: Sum = field(default_factory=Sum)


class Left(NamedTuple):
    """The most that is left of a line where every minimum up to a due date (None: of none) is paid, and what came since; minor units."""

    due: int | None
    most: float
    since: float = 0.0

    @property
    def in_all(self) -> float:
        """Return both together."""
        return self.most + self.since

    def with_more(self, amount: float) -> "Left":
        """Return it after so much more came."""
        return Left(self.due, self.most, self.since + amount)


class Window:
    """A statement from its closing to its test: what it asks, and the payments towards it by what they pay, day by day.

    `apart`: fees and interest. `free`: the choice that all is paid. `missed`: the choice that the minimum is not, by
    `short`. `covered`: 1 where fees and interest are paid at its end, or need not be. `apart_left`: what the rest takes
    over of them. `least`: what its minimum asks, counted low. `known`: by day, what is 1 where the line is past due at its end.
    `asked_most`, `rest_most`: the most that all it asks, and what is left of that at the test, can be.
    `dead`: what is left at the end of `before.dead`. `moved`: what is tolerated, and moves on free of interest.
    """

    def __init__(self, cycle: Cycle, before: State) -> None:
        self.cycle, self.before = cycle, before
        self.fresh = Sum(cycle.amount) + before.moved - total(amount for _, amount in before.ahead)
        self.apart = Limited(before.interest.amount + cycle.apart, before.interest.most + cycle.apart)
        self.days: list[int] = []
        self.to_fresh: list[Sum] = []
        self.to_carried: list[Sum] = []
        self.to_cash: list[Sum] = []
        self.to_apart: list[Sum] = []
        self.by_day: list[Sum] = []
        self.paid = Sum()
        self.free: Sum | None = None
        self.missed = Sum()
        self.known: list[tuple[int, Sum]] = []
        self.dead = before.dead
        self.moved = Sum()
        self.covered = Sum()
        self.short = NOTHING
        self.asked_most = 0.0
        self.rest_most = 0.0
        self.apart_left = Sum()
        self.least: list[Sum] = []

    @property
    def asked(self) -> Sum:
        """All that the statement asks."""
        return self.fresh + self.before.carried.amount + self.before.cash.amount + self.apart.amount

    @property
    def fresh_left(self) -> Sum:
        """What is left of the purchases first billed."""
        return self.fresh - total(self.to_fresh)

    @property
    def carried_left(self) -> Sum:
        """What is left of what was carried over."""
        return self.before.carried.amount - total(self.to_carried)

    @property
    def cash_left(self) -> Sum:
        """What is left of cash advances."""
        return self.before.cash.amount - total(self.to_cash)


@dataclass(slots=True)
class Tested:
    """What the test of a statement leaves, and the interest accrued up to it that its closing will post.

    `after`: the first day after the test. `cash_from`: the first night whose interest on cash is not in `interest` yet.
    `moved`: what was tolerated. `unpaid`: as in `State`. `window`: the payments up to the test, if there was one.
    """

    after: int
    interest: Limited
    rest: Limited
    cash: Limited
    cash_from: int
    past_due: PastDue
    dead: Sum
    moved: Sum
    unpaid: Sum
    window: Window | None = None


class Meanwhile(NamedTuple):
    """The payments from a test to the next closing: towards the rest and towards cash advances, on days."""

    days: list[int]
    to_rest: list[Sum]
    to_cash: list[Sum]

    @property
    def by_day(self) -> list[Sum]:
        """Return what is paid on each day."""
        if not self.to_cash:
            return self.to_rest
        return [rest + cash for rest, cash in zip(self.to_rest, self.to_cash, strict=True)]
