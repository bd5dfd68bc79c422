"""What every room of the model knows: the time looked at, the days when money comes, and the cash between them."""

from repaycli.core.nouns import NamedTuple
from repaycli.core.text import Text
from repaycli.strategies.optimal.program import Program, Sum


class Setting(NamedTuple):
    """The program, the time (ordinals, both inclusive), the days on which an income comes, and whether dues may be missed.

    `is_strict`: every due from today on is met, so that nothing of being overdue has to be modelled. `in_grace`: it may be
    met in its days of grace. `slack`: 1 lets
    rounding make of each posting what it can (a bound holds for every plan then), 0 takes each as it is (payments to play).
    """

    program: Program
    today: int
    last: int
    incomes: tuple[int, ...]
    is_strict: bool
    in_grace: bool
    slack: float = 1.0

    def days(self, first: int, last: int) -> list[int]:
        """Return the days from `first` to `last` on which paying can make a difference to any account: today and
        those on which an income comes. A payment between two of them does no worse on the earlier one."""
        found = [self.today] if first <= self.today <= last else []
        return found + [day for day in self.incomes if first <= day <= last]


class Paid(NamedTuple):
    """What a model lets an account be paid on a day; `role` tells a replay how to turn it into cents.

    Roles: "instalment" (what is due), "prepay", "statement" (towards what is asked), "ahead" (of what is not billed yet).
    `in_full`: the choice that all that is asked is paid, if there is one. `closes`: the last day of it.
    """

    day: int
    amount: Sum
    role: str
    in_full: Sum | None = None
    is_last: bool = True


class Modelled(NamedTuple):
    """One account in the program: its cost and what its end is priced at, its payments, its days past due.

    `late`: days past due (none in a strict program). `left_out`: what of it the model does not know.
    """

    name: str
    cost: Sum
    price: Sum
    paid: list[Paid]
    late: Sum
    left_out: tuple[Text, ...] = ()
