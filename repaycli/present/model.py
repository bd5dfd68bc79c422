"""What a view is made of: typed values in tables, sentences and notes. Every form (table, plain, JSON) is read from it.

The nouns here are named tuples: a data class costs ten times as much to define, and every run defines them all.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from repaycli.core.money import Currency
from repaycli.core.nouns import NamedTuple
from repaycli.locale import joined, language, tr

_CHINESE = {".": "点", **{str(place): char for place, char in enumerate("零一二三四五六七八九")}}
_NOTHING: Mapping[str, object] = MappingProxyType({})


class Money(NamedTuple):
    """An amount in minor units of the household's currency."""

    minor: int


class Share(NamedTuple):
    """A rate or share; shown as a percentage, written as a fraction for programs."""

    amount: Fraction


class Word(NamedTuple):
    """One of a closed set of words: `key` for programs, `label` for people."""

    key: str
    label: str


class Column(NamedTuple):
    """A column: `key` names it for programs, `head` for people; `forms` says where it is shown.

    Text columns may wrap; all others never do. Amounts and numbers stand at the right, and what `is_figures` is, too.
    """

    key: str
    head: str
    is_text: bool = False
    forms: frozenset[str] = frozenset({"table", "plain", "json"})
    is_figures: bool = False


class Table(NamedTuple):
    """Rows of values. `key` is its name in JSON (empty: not there); `is_record`: one row that is shown as a list."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple["Value", ...], ...]
    is_record: bool = False
    may_turn: bool = False  # few rows: these may stand side by side as columns
    strong: frozenset[int] = frozenset()
    forms: frozenset[str] = frozenset({"table", "plain", "json"})


class Lines(NamedTuple):
    """Text as it stands, indented by spaces. What wraps goes on `hang` columns further in."""

    lines: tuple[str, ...]
    title: str = ""
    hang: int = 2


class Bars(NamedTuple):
    """A bar for each row, on a terminal only: its label, how long it is, its figure, and what more is said where that fits."""

    title: str
    rows: tuple[tuple[str, Fraction, str, str], ...]


class Fan(NamedTuple):
    """An amount over time, on a terminal only: on each day its low, middle and high value, in minor units.

    `legend` says what `{band}` and `{middle}` are.
    """

    title: str
    days: tuple[date, ...]
    bands: tuple[tuple[int, int, int], ...]
    legend: str


Value = str | int | date | Money | Share | Word | Table | None | Sequence[str]

Part = Table | Lines | Bars | Fan

ALL = frozenset({"table", "plain", "json"})
SHOWN = frozenset({"table", "plain"})
DATA = frozenset({"plain", "json"})
ONLY_TABLE = frozenset({"table"})
ONLY_PLAIN = frozenset({"plain"})
ONLY_JSON = frozenset({"json"})
NOWHERE: frozenset[str] = frozenset()


class Note(NamedTuple):
    """Something to be said beside the answer: an assumption, a warning, what a default was taken from."""

    code: str
    account: str
    message: str
    forms: frozenset[str] = frozenset({"table", "plain", "json"})


def by_message(notes: Iterable[Note]) -> dict[str, list[str]]:
    """Return what notes say to people, each with the accounts that it holds for: it is said once."""
    found: dict[str, list[str]] = {}
    for note in notes:
        if "table" in note.forms:
            found.setdefault(note.message, []).extend([note.account] if note.account else [])
    return found


class View(NamedTuple):
    """An answer, ready to be drawn. `fields` are single values for JSON, `sentence` is the answer in words, `steps` what to do next."""

    currency: Currency | None
    head: str = ""
    fields: Mapping[str, object] = _NOTHING
    parts: tuple[Part, ...] = ()
    sentence: str = ""
    steps: Lines | None = None
    notes: tuple[Note, ...] = ()
    is_fixed: bool = False  # the plain form is the tables alone
    is_led: bool = False  # on a terminal the sentence stands before long tables
    is_prose: bool = False  # text to be read: on a wide terminal its lines stay short


def plain_value(value: Value, currency: Currency | None) -> str:
    """Write a value for programs: no grouping, ISO dates, fractions, nothing for nothing."""
    match value:
        case None:
            return ""
        case Money(minor):
            return currency.plain(minor) if currency else str(minor)
        case Share(amount):
            return decimal(amount)
        case Word(key, _):
            return key
        case date():
            return value.isoformat()
        case Table(rows=rows):
            return str(len(rows))
        case str() | int():
            return str(value)
        case _:
            return ", ".join(value)


def shown_value(value: Value, currency: Currency | None) -> str:
    """Write a value for people: thousands apart, percentages, a dash for nothing."""
    match value:
        case None | "":
            return "–"
        case Money(minor):
            return currency.grouped(minor) if currency else str(minor)
        case Share(amount):
            return percent(amount)
        case Word(_, label):
            return label
        case int() | date() | str() | Table():
            return plain_value(value, currency)
        case _:
            return joined(value)


def decimal(amount: Fraction) -> str:
    """Write a fraction exactly: as a decimal where that ends, else as `n/d`.

    >>> decimal(Fraction(5, 10000)), decimal(Fraction(1, 3)), decimal(Fraction(2))
    ('0.0005', '1/3', '2')
    """
    rest, digits = amount.denominator, 0
    for prime in (2, 5):
        power = 0
        while rest % prime == 0:
            rest //= prime
            power += 1
        digits = max(digits, power)
    if rest != 1:
        return f"{amount.numerator}/{amount.denominator}"
    sign = "-" if amount < 0 else ""
    scaled = abs(amount) * 10**digits
    text = f"{int(scaled):0{digits + 1}d}"
    return sign + (f"{text[:-digits]}.{text[-digits:]}" if digits else text)


def rate_words(rate: Fraction, per: str = "day") -> str:
    """Write a daily or monthly rate so that it can be reckoned with: exactly, if need be as a part of a yearly one.

    >>> rate_words(Fraction(5, 10000)), rate_words(Fraction(12, 365000)), rate_words(Fraction(199, 12000), "month")
    ('0.05 %', '1.2 % ÷ 365', '19.9 % ÷ 12')
    """
    for parts in (1, 12, 4380) if per == "month" else (1, 365, 360, 12, 4380):
        if (rate * parts * 100_000_000).denominator == 1:
            return percent(rate * parts) + (f" ÷ {parts}" if parts > 1 else "")
    return percent(rate)


def permyriad(figure: str) -> str:
    """Write parts of ten thousand as contracts do, in Chinese in words.

    >>> permyriad("5"), permyriad("≈4.38")
    ('5‱', '≈4.38‱')
    """
    return tr("{figure}‱", figure=in_chinese(figure) if language() == "zh" else figure)


def in_chinese(figure: str) -> str:
    """Write a figure below ten as it is read in Chinese, which is how contracts write a rate; a larger one stays.

    >>> in_chinese("5"), in_chinese("4.38"), in_chinese("≈0.5"), in_chinese("12")
    ('五', '四点三八', '≈零点五', '12')
    """
    is_small = figure.lstrip("≈ ").partition(".")[0] in _CHINESE
    return "".join(_CHINESE.get(char, char) for char in figure) if is_small else figure


def percent(amount: Fraction) -> str:
    """Write a share as a percentage, exactly where that ends within six digits, else rounded to them.

    >>> percent(Fraction(5, 10000)), percent(Fraction(1, 3)), percent(Fraction(1825, 10000))
    ('0.05 %', '33.333333 %', '18.25 %')
    """
    millionths = round(abs(amount) * 100_000_000)
    whole, rest = divmod(millionths, 1_000_000)
    digits = f"{rest:06d}".rstrip("0")
    number = f"{'-' if amount < 0 else ''}{whole}{'.' if digits else ''}{digits}"
    return tr("{percent} %", percent=number)
