"""A bill of a payment app or a bank after it was read: what becomes of each of its rows."""

from datetime import date
from enum import Enum

from repaycli.core.nouns import NamedTuple
from repaycli.core.text import Text
from repaycli.products.entries import Entry


class State(Enum):
    """Whether an entry has to be recorded."""

    NEW = "new"
    THERE = "there"  # it is recorded already
    EARLIER = "earlier"  # new, and dated before `as_of`: it moves no money


class Drafted(NamedTuple):
    """A row that is an entry; `line` is where it stands in the bill."""

    line: int
    entry: Entry
    state: State = State.NEW


class Passed(NamedTuple):
    """A row that is none, and why. Amounts in minor units."""

    line: int
    on: date
    amount: int
    about: str
    reason: Text

    @property
    def called(self) -> str:
        """The name that no account of the file has, where that is the reason."""
        return str(self.reason.values.get("called", ""))


class Bill(NamedTuple):
    """Every row of a bill. `kind`: "alipay", "wechat" or "csv"; `told`: what was assumed in reading it."""

    kind: str
    encoding: str
    drafted: tuple[Drafted, ...]
    passed: tuple[Passed, ...]
    told: tuple[Text, ...] = ()

    @property
    def new(self) -> tuple[Drafted, ...]:
        """The entries that are not recorded yet."""
        return tuple(each for each in self.drafted if each.state is not State.THERE)
