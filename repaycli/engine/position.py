"""What the engine shows a strategy on a day, and what the strategy answers."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Protocol

from repaycli.core.nouns import NamedTuple
from repaycli.core.text import Text
from repaycli.engine.coupons import NO_OFFERS, Offer


class Claim(NamedTuple):
    """What an account asks for today: a sum that is past due, or what fell due and is still open.

    `minimum` keeps it from being (or ends it being) past due, `full` is all that its statement or instalment asks; for
    a line both include what a payment meets before it. `days` past due (0: due today or within its grace). Minor units.
    """

    account: str
    minimum: int
    full: int
    days: int
    due: int
    rate: Fraction  # per day, the one in force
    is_line: bool


class Target(NamedTuple):
    """A debt that surplus may go to: at most `payable` does any good; `rate` is a yearly effective one."""

    account: str
    payable: int
    balance: int
    rate: Fraction
    free: bool  # an open statement inside its free period
    is_all: bool  # paying it leaves nothing that falls due later, but for `later`
    later: Callable[[], int] = lambda: 0  # at most so much residual interest and fees is billed afterwards
    contract_rate: Fraction = Fraction(0)  # yearly, as the terms state it


class Funds(NamedTuple):
    """A wallet as a strategy may use it: `usable` is above its reserve."""

    wallet: str
    usable: int


class Decision(NamedTuple):
    """Pay so much of an account from a wallet, and why."""

    account: str
    wallet: str
    amount: int
    reason: Text
    prepay: bool = False
    apart: bool = False  # a payment of its own, with which no coupon of the one before it is shared


class Position(NamedTuple):
    """One day as a strategy sees it.

    `targets(but)` costs a look at every account but these, so it is asked for only with surplus.
    """

    day: int
    past_due: Sequence[Claim]
    due: Sequence[Claim]
    funds: Sequence[Funds]
    pay_from: Callable[[str], Sequence[str]]
    targets: Callable[[Collection[str]], list[Target]]
    payable: Callable[[str], int | None]  # as `Target.payable`; None where the account is no target
    repaid: Callable[[Collection[str]], Iterable[tuple[str, bool]]]
    # accounts but these that owe nothing of what was known at the start, each with the answer whether it does
    offers: Mapping[str, Offer] = NO_OFFERS  # coupons that a payment today may use, by account


class Strategy(Protocol):
    """A rule that answers a position with payments."""

    name: str
    eager: bool
    """Pays ahead: wants to be asked on every day on which something happens, and on the day after a statement closed."""

    def decide(self, position: Position) -> list[Decision]:
        """Return today's payments."""
        ...

    def wakes(self) -> Sequence[int]:
        """Return days (ordinals) on which it wants to be asked though nothing else happens, eager or not."""
        ...
