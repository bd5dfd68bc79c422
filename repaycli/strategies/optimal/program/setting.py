"""What every room of the model knows: the time looked at, the days when money comes, and the cash between them."""

from collections.abc import Sequence
from typing import Protocol

from repaycli.core.money import Rounding
from repaycli.core.nouns import NamedTuple
from repaycli.core.text import Text
from repaycli.products.accounts import Account
from repaycli.strategies.optimal.program.milp import Limited, Program, Sum
from repaycli.strategies.optimal.program.nights import Nights

LITTLE = 0.5
"""Less than half a minor unit is no reason for a choice."""

LATEST_DAY = 1 << 30
"""Later than any day looked at."""

_OFF = {Rounding.HALF_UP: 0.5, Rounding.HALF_EVEN: 0.5, Rounding.UP: 0.0, Rounding.DOWN: 1.0}


class Setting(NamedTuple):
    """The program, the time (ordinals, both inclusive), the days on which an income comes, and whether dues may be missed.

    `is_strict`: every due from today on is met, so that nothing of being overdue has to be modelled. `in_grace`: it may be
    met in its days of grace. `slack`: 1 lets
    rounding make of each posting what it can (a bound holds for every plan then), 0 takes each as it is (payments to play).
    `late_until`: nothing is past due after this day. `ages`: pairs of days, b and m: of those on which something is past due for
    more than b days there are m from today on, at most.
    `has_aside`: money may be paid before an account asks for it, where an expense would take it otherwise.
    `yields`: the days on which wallets pay out what they earned; empty if none earns anything.
    """

    program: Program
    today: int
    last: int
    incomes: tuple[int, ...]
    is_strict: bool
    in_grace: bool
    slack: float = 1.0
    yields: tuple[int, ...] = ()
    late_until: int = LATEST_DAY
    ages: tuple[tuple[int, int], ...] = ()
    has_aside: bool = True

    def days(self, first: int, last: int) -> list[int]:
        """Return the days from `first` to `last` on which paying can make a difference to any account: today and
        those on which an income comes. A payment between two of them does no worse on the earlier one, unless a wallet
        earns something: then the money may wait for the last day."""
        days = {day for day in (self.today, *self.incomes) if first <= day <= last}
        return sorted(days | {last} if self.yields and first <= last else days)

    def ends(self, due: int) -> int:
        """Return the last day on which something that fell due can be past due."""
        return min([max(due + beyond, self.today - 1) + most for beyond, most in self.ages], default=LATEST_DAY)

    def may_be_left(self, due: int, day: int) -> bool:
        """Tell whether something that fell due can be past due at the end of a day: the next one counts, if it is looked at."""
        return day < self.ends(due) + (day == self.last)

    def slack_of(self, terms: Account) -> float:
        """Return how much less than its exact amount a posting may be."""
        return _OFF[terms.rounding] * terms.round_to * self.slack


class Paid(NamedTuple):
    """What a model lets an account be paid on a day; `role` tells a replay how to turn it into cents.

    Roles: "instalment" (what is due), "prepay", "statement" (towards what is asked), "ahead" (of what is not billed yet).
    `in_full`: the choice that all that is asked is paid, if there is one. `is_last`: the last day on which it counts.
    `missed`: the choice that the minimum is not paid by then. `chosen`: the choice that anything is paid, if there is one.
    """

    day: int
    amount: Sum
    role: str
    in_full: Sum | None = None
    is_last: bool = True
    missed: Sum | None = None
    chosen: Sum | None = None


class Asked(NamedTuple):
    """What a statement or an instalment asks for on the way to its test, as coupons see it.

    `first`, `end`: the days on which what is paid counts here. `opens`: the first day on which it can be paid. `due`,
    `last`: the due date, and the last day that is on time. `least`: what has to be received by then, counted low;
    `most`: what that can be. `interest`: what of it can be posted and unpaid, counted high. `limit`: the most that a coupon
    can be taken off.
    """

    first: int
    end: int
    opens: int
    due: int
    last: int
    least: tuple[Sum, ...]
    most: float
    interest: Sum
    limit: Sum


class Instalment(NamedTuple):
    """What an instalment takes on its due date at the least, unless its loan is repaid by then; minor units."""

    day: int
    least: float
    repaid: Sum


class Charge(NamedTuple):
    """What is charged where a choice is taken: at the least `unit` times the principal that stands before the day."""

    day: int
    charged: Sum
    chosen: Sum
    unit: float


class Waiting(NamedTuple):
    """Principal that an instalment asks for at the most, while it may wait: from its due date to the end of its days of grace."""

    due: int
    last: int
    most: float


class Needs(NamedTuple):
    """What an account takes at the least, minor units, for the rows of `cuts`; counted low.

    `asked`: by day, all that it asked for up to it while it was not repaid. `owed`: all that a payoff takes, without the
    interest of nights to come (which `nights` weigh, `share` of them for sure). `repaid`: by due day, the choice that
    nothing is owed after it. `wait`: so many days after a night its interest is paid. `instalments`: those that are sure to
    be paid on their day. `charges`: what bears on the principal where a choice is taken. `waiting`: principal that bears
    nothing any more and may not be paid yet.
    """

    asked: tuple[tuple[int, float], ...] = ()
    owed: float = float("inf")
    repaid: tuple[tuple[int, Sum], ...] = ()
    instalments: tuple[Instalment, ...] = ()
    charges: tuple[Charge, ...] = ()
    nights: Nights | None = None
    share: float = 1.0
    wait: int = 0
    waiting: tuple[Waiting, ...] = ()

    def by(self, day: int) -> float:
        """Return what was paid by the end of a day at the least."""
        asked = [amount for on, amount in self.asked if on <= day]
        return max(0.0, min(self.owed, max(asked))) if asked else 0.0

    def repaid_by(self, day: int) -> Sum | None:
        """Return the choice that nothing is owed after the last due date up to a day."""
        found = [choice for on, choice in self.repaid if on <= day]
        return found[-1] if found else None

    def weight(self, start: int, end: int) -> float:
        """Return the interest of one unit that stands through the nights `[start, end)`, at the least."""
        return self.nights.weight(start, end) * self.share if self.nights else 0.0

    def waits(self, first: int, last: int) -> float:
        """Return the principal that may wait on days, at the most."""
        return sum(each.most for each in self.waiting if each.due <= last and first <= each.last)


class Owing(NamedTuple):
    """What is left, at the end of the day on which a due is tested, of all that fell due by its date; minor units.

    A payment meets the oldest first: so all of it is paid once as much was paid after `tested`.
    """

    due: int
    tested: int
    left: Limited


class Eased(NamedTuple):
    """What money that was put aside does for a minimum from day `first` to its test on day `last`: it is less by `share` of it.

    `whole`: of so much by all of it. `beyond`: what is paid beyond the minimum, or what of it is missed, as if it counted in full.
    `fee`: by how much more the late fee is charged than a minimum that is as high would cap it at, if it is.
    """

    first: int
    last: int
    share: float
    whole: float
    beyond: Sum
    fee: Sum | None = None


class Ahead(NamedTuple):
    """From day `day` on so much may have been paid to an account before it asks for it, on day `since` or later; minor units."""

    day: int
    most: float
    since: int


class Modelled(NamedTuple):
    """One account in the program: its cost and what its end is priced at, its payments, its days past due.

    `late`: days past due (none in a strict program). `postponed`: dues that wait for their days of grace. `left_out`: what
    of it the model does not know. `windows`: what its statements or instalments ask for. `owing`: what may be left of its dues,
    the oldest first. `ahead`: what may have been paid before it is asked for, by day; None: any amount. `eased`:
    minima that money paid so lowers by a part of it only. `was_late`: of a line, by day, what is 1 where it was past due at its end.
    """

    name: str
    cost: Sum
    price: Sum
    paid: list[Paid]
    late: Sum
    left_out: tuple[Text, ...] = ()
    needs: Needs = Needs()
    windows: tuple[Asked, ...] = ()
    postponed: Sum = Sum()
    owing: tuple[Owing, ...] = ()
    ahead: tuple[Ahead, ...] | None = None
    eased: tuple[Eased, ...] = ()
    was_late: tuple[tuple[int, Sum], ...] = ()


class Counted(Protocol):
    """What a model of an account adds up on its way through statements or due dates."""

    cost: Sum
    price: Sum
    paid: list[Paid]
    late: Sum
    postponed: Sum
    owing: list[Owing]

    @property
    def ahead(self) -> Sequence[Ahead] | None:
        """Tell how much may have been paid before it is asked for, by day; None: any amount."""
        ...


def modelled(name: str, account: Counted, needs: Needs, windows: Sequence[Asked]) -> Modelled:
    """Return an account as the program knows it, from what its model added up."""
    return Modelled(
        name,
        account.cost,
        account.price,
        account.paid,
        account.late,
        needs=needs,
        windows=tuple(windows),
        postponed=account.postponed,
        owing=tuple(account.owing),
        ahead=None if account.ahead is None else tuple(account.ahead),
    )
