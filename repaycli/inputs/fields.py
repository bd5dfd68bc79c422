"""What a key of the accounts file can be: its kind of value, its default, its help text. Nouns only."""

from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction

from repaycli.core.text import Text

Raw = str | bool | int
"""A default or a choice as it stands in the file."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Money: a number with at most the currency's decimals; becomes minor units."""

    zero: bool = True
    quoted: bool = False  # a plain decimal in quotes is taken too


@dataclass(frozen=True, slots=True)
class Share:
    """A fraction with its unit, as "10%"."""

    most: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class RateText:
    """An interest rate with its unit, as "0.05%"; `per` is "day", "year", or "line" (that of the account's own key)."""

    per: str


@dataclass(frozen=True, slots=True)
class Number:
    """A plain factor such as 1.5."""

    least: Fraction = Fraction(0)
    most: Fraction = Fraction(100)


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number between two bounds; with `or_false`, `false` says never."""

    least: int
    most: int
    or_false: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A date without a time."""


@dataclass(frozen=True, slots=True)
class Flag:
    """`true` or `false`."""


@dataclass(frozen=True, slots=True)
class Word:
    """Text on one line: a name (`strict`: no blanks at its ends, not empty) or a note."""

    strict: bool = True
    most: int = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few values; `enum` gives the value its type."""

    options: tuple[Raw, ...]
    enum: type[Enum] | None = None


@dataclass(frozen=True, slots=True)
class Every:
    """How often: a plain step, or (`rrule`) an RFC 5545 RRULE."""

    rrule: bool = True


@dataclass(frozen=True, slots=True)
class Listing:
    """An array of plain values."""

    item: "Kind"


@dataclass(frozen=True, slots=True)
class Sub:
    """One table inside another: `{ … }`; `listing` says which array may stand instead."""

    table: "Table"
    listing: Listing | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """An array of tables: `[[…]]` or `[{ … }, { … }]`."""

    table: "Table"


Kind = Amount | Share | RateText | Number | Whole | Day | Flag | Word | Choice | Every | Listing | Sub | Rows


@dataclass(frozen=True, slots=True)
class Key:
    """One key: what it means, how it is written, what holds when it is left out."""

    name: str
    kind: Kind
    help: Text
    example: str = ""  # the value as written in the file
    default: Raw | None = None
    default_text: Text | None = None  # when the default is not one value
    required: bool = False
    from_preset: bool = False  # required, but a preset may give it


@dataclass(frozen=True, slots=True)
class Table:
    """The keys that belong together, and pairs of keys of which only one may stand."""

    name: str
    help: Text
    keys: tuple[Key, ...]
    one_of: tuple[tuple[str, ...], ...] = ()  # at most one of each
    needs_one: tuple[str, ...] = ()  # at least one of these
    by_name: dict[str, Key] = field(init=False, default_factory=dict[str, Key], repr=False, compare=False)

    def __post_init__(self) -> None:
        for key in self.keys:
            self.by_name[key.name] = key

    def __getitem__(self, name: str) -> Key:
        return self.by_name[name]
