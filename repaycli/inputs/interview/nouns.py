"""Questions, answers, and the rows of the file that they make."""

from collections.abc import Mapping
from datetime import date
from enum import Enum

from repaycli.core.money import Currency
from repaycli.core.nouns import NamedTuple
from repaycli.core.text import Text
from repaycli.inputs.interview.rates import StatedRate


class Kind(Enum):
    """What an answer is: it decides how it is read."""

    MONEY = "money"  # minor units
    RATE = "rate"  # StatedRate
    WHOLE = "whole"  # int
    DAY = "day"  # day of the month, 1 to 31
    DATE = "date"  # Due
    YES = "yes"  # bool
    NAME = "name"  # str
    CHOICE = "choice"  # the key of one option
    CURRENCY = "currency"  # its code
    DEBTS = "debts"  # the keys of several options, each as often as there is a debt of it


class Start(NamedTuple):
    """What is known before the first question. `currency` is settled; where it is None it is asked, and `usual` offered."""

    today: date
    currency: Currency | None = None
    usual: str | None = None


class Due(NamedTuple):
    """A date on which something falls due, and the day of the month that it keeps to where months are longer."""

    on: date
    day: int


Value = int | bool | str | StatedRate | Due | tuple[str, ...]


class Answer(NamedTuple):
    """What was answered: None where Enter said that nothing is known; `is_default` if what was offered was taken."""

    value: Value | None
    is_default: bool = False


class Question(NamedTuple):
    """One question. `page` is what the lender's page calls the figure; `skip` says what Enter means where nothing is offered."""

    key: str
    kind: Kind
    words: Text
    help: Text
    example: str
    page: str = ""
    default: Value | None = None
    skip: Text | None = None
    options: tuple[tuple[str, Text], ...] = ()
    most: int = 0  # the largest number, 0 where there is none; money in minor units
    earliest: date | None = None  # the first date that makes sense
    per: str = ""  # the period of a rate that names none: "day", "year", or empty where it has to be said

    @property
    def group(self) -> str:
        """What the question is about: a debt by its number and product, or the money."""
        return self.key.rpartition(".")[0]


class Sheet:
    """The answers about one thing, by field."""

    def __init__(self, answers: Mapping[str, Answer], group: str) -> None:
        self.answers = answers
        self.group = group

    def key(self, field: str) -> str:
        """Return the key of a question about this thing."""
        return f"{self.group}.{field}"

    def has(self, field: str) -> bool:
        """Tell whether there is a value: the question was asked, and not passed over."""
        found = self.answers.get(self.key(field))
        return found is not None and found.value is not None

    def took_default(self, field: str) -> bool:
        """Tell whether what was offered was taken as it stood."""
        found = self.answers.get(self.key(field))
        return found is not None and found.is_default

    def value(self, field: str) -> Value | None:
        """Return what was answered."""
        return self.answers[self.key(field)].value

    def number(self, field: str) -> int:
        """Return money in minor units, or a whole number; 0 where nothing was said."""
        found = self.answers.get(self.key(field))
        return found.value if found and isinstance(found.value, int) else 0

    def yes(self, field: str) -> bool:
        """Return whether it was answered with yes."""
        return self.has(field) and self.value(field) is True

    def word(self, field: str) -> str:
        """Return a name or the key of an option."""
        found = self.value(field)
        assert isinstance(found, str)
        return found

    def due(self, field: str) -> Due:
        """Return a due date."""
        found = self.value(field)
        assert isinstance(found, Due)
        return found

    def rate(self, field: str) -> StatedRate:
        """Return a rate."""
        found = self.value(field)
        assert isinstance(found, StatedRate)
        return found


class Row(NamedTuple):
    """One line of the file: `source` is the question whose answer it holds, `assumed` what nobody has said."""

    text: str
    source: str = ""
    assumed: Text | None = None
