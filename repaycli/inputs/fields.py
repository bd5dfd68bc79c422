"""What a key of the accounts file can be: its kind of value, its default, its help text. Nouns only.

Named tuples rather than dataclasses: every command makes them at its start, and these are made ten times faster.
"""

from enum import Enum
from fractions import Fraction

from repaycli.core.nouns import NamedTuple
from repaycli.core.text import Text

Raw = str | bool | int
"""A default or a choice as it stands in the file."""


class Amount(NamedTuple):
    """Money: a number with at most the currency's decimals; becomes minor units."""

    zero: bool = True
    quoted: bool = False  # a plain decimal in quotes is taken too


class Share(NamedTuple):
    """A fraction with its unit, as "10%"."""

    most: Fraction = Fraction(1)


class RateText(NamedTuple):
    """An interest rate with its unit, as "0.05%"; `per` is "day", "year", or "line" (that of the account's own key)."""

    per: str


class Number(NamedTuple):
    """A plain factor such as 1.5."""

    least: Fraction = Fraction(0)
    most: Fraction = Fraction(100)


class Whole(NamedTuple):
    """A whole number between two bounds; with `or_false`, `false` says never."""

    least: int
    most: int
    or_false: bool = False


class Day(NamedTuple):
    """A date without a time."""


class Flag(NamedTuple):
    """`true` or `false`."""


class Word(NamedTuple):
    """Text on one line: a name (`strict`: no blanks at its ends, not empty) or a note."""

    strict: bool = True
    most: int = 100


class Choice(NamedTuple):
    """One of a few values; `enum` gives the value its type."""

    options: tuple[Raw, ...]
    enum: type[Enum] | None = None


class Every(NamedTuple):
    """How often: a plain step, or (`rrule`) an RFC 5545 RRULE."""

    rrule: bool = True


class Listing(NamedTuple):
    """An array of plain values."""

    item: "Scalar"


class Sub(NamedTuple):
    """One table inside another: `{ … }`; `listing` says which array may stand instead."""

    table: "Table"
    listing: Listing | None = None


class Rows(NamedTuple):
    """An array of tables: `[[…]]` or `[{ … }, { … }]`."""

    table: "Table"


Scalar = Amount | Share | RateText | Number | Whole | Day | Flag | Word | Choice | Every
Kind = Scalar | Listing | Sub | Rows


class Key(NamedTuple):
    """One key: what it means, how it is written, what holds when it is left out."""

    name: str
    kind: Kind
    help: Text
    example: str = ""  # the value as written in the file
    default: Raw | None = None
    default_text: Text | None = None  # when the default is not one value
    required: bool = False
    from_preset: bool = False  # required, but a preset may give it


class Table:
    """The keys that belong together, and groups of keys of which at most or at least one may stand."""

    __slots__ = ("by_name", "help", "keys", "name", "needs_one", "one_of", "wanted")

    def __init__(
        self,
        name: str,
        help: Text,  # noqa: A002
        keys: tuple[Key, ...],
        one_of: tuple[tuple[str, ...], ...] = (),  # at most one of each
        needs_one: tuple[str, ...] = (),  # at least one of these
    ) -> None:
        self.name = name
        self.help = help
        self.keys = keys
        self.one_of = one_of
        self.needs_one = needs_one
        self.by_name = {key.name: key for key in keys}
        self.wanted = tuple(key for key in keys if key.required or key.default is not None)

    def __getitem__(self, name: str) -> Key:
        return self.by_name[name]
