"""Tables of the file, checked key by key against the schema."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import TypeVar, cast

from repaycli.core.money import Currency
from repaycli.core.nouns import NamedTuple
from repaycli.core.text import text
from repaycli.inputs.fields import Key, Listing, Rows, Sub, Table
from repaycli.inputs.source import Findings, Source, Spot, cut, shown
from repaycli.inputs.suggest import nearest
from repaycli.inputs.values import Asked, accepted, scalar

MOST_LISTED = 200
MOST_ROWS = 20_000

T = TypeVar("T")


class Reading(NamedTuple):
    """What every table of one file is read with.

    `elsewhere` = keys of other tables, for "it belongs to …"; `unfilled` = paths of accounts whose preset is not known:
    what it would have given is not missing.
    """

    source: Source
    findings: Findings
    currency: Currency
    elsewhere: Mapping[str, str]
    unfilled: Collection[tuple[str | int, ...]] = ()


class Record(NamedTuple):
    """One table as it was read: the values that are right, and which keys stand in the file."""

    table: Table
    spot: Spot
    values: Mapping[str, object]
    given: frozenset[str]
    is_whole: bool  # nothing in it was refused or missing

    def get(self, key: str, kind: type[T]) -> T:
        """Return a value that must be there."""
        value = self.values[key]
        assert isinstance(value, kind), key
        return value

    def maybe(self, key: str, kind: type[T]) -> T | None:
        """Return a value, or None when it is absent or was refused."""
        value = self.values.get(key)
        assert value is None or isinstance(value, kind), key
        return value

    def amount(self, key: str) -> int:
        """Return an amount with a default, 0 when it was refused."""
        return self.maybe(key, int) or 0

    def rows(self, key: str) -> "tuple[Record, ...]":
        """Return the records of an array of tables."""
        return cast("tuple[Record, ...]", self.values.get(key, ()))

    def names(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        return cast("tuple[str, ...]", self.values.get(key, ()))

    def at(self, key: str) -> Spot:
        """Point at a key's value."""
        return self.spot / key


def read_table(table: Table, raw: Mapping[str, object], spot: Spot, reading: Reading) -> Record:
    """Read every key of a table; problems go to the findings."""
    before = len(reading.findings.problems)
    values: dict[str, object] = {}
    by_name, currency = table.by_name, reading.currency
    for name, value in raw.items():
        key = by_name.get(name)
        if key is None:
            _unknown(name, table, spot / name, reading)
            continue
        found = accepted(key.kind, value, currency)
        if found is None:
            found = _read(key, value, spot / name, reading)
        if found is not None:
            values[name] = found
    given = frozenset(raw).intersection(by_name)
    for key in table.wanted:
        if key.name in given:
            continue
        if key.required:
            if not (key.from_preset and spot.path in reading.unfilled):
                _missing(key, table, spot, reading)
        else:
            values[key.name] = _default(key, spot, reading)
    _pairs(table, given, spot, reading)
    is_whole = len(reading.findings.problems) == before and spot.path not in reading.unfilled
    return Record(table, spot, values, given, is_whole)


def as_list(raw: object) -> list[object] | None:
    """Return a value that is a list."""
    return cast("list[object]", raw) if isinstance(raw, list) else None


def as_table(raw: object) -> dict[str, object] | None:
    """Return a value that is a table."""
    return cast("dict[str, object]", raw) if isinstance(raw, dict) else None


_DEFAULTS: dict[tuple[int, int], object] = {}


def _default(key: Key, spot: Spot, reading: Reading) -> object:
    """Return a key's default; what it is in a currency with so many digits is worked out once."""
    known = (id(key), reading.currency.digits)
    if known not in _DEFAULTS:
        assert not isinstance(key.kind, Listing | Sub | Rows)
        raw: object = key.default
        if isinstance(raw, str) and raw.replace(".", "").isdigit():
            raw = Decimal(raw)
        _DEFAULTS[known] = scalar(key.kind, raw, Asked(key, spot, reading.findings, reading.currency))
    return _DEFAULTS[known]


def _read(key: Key, raw: object, spot: Spot, reading: Reading) -> object | None:
    asked = Asked(key, spot, reading.findings, reading.currency)
    match key.kind:
        case Listing():
            return _listing(key.kind, raw, asked)
        case Sub(table, listing):
            if listing and as_list(raw) is not None:
                return _listing(listing, raw, asked)
            inner = as_table(raw)
            if inner is not None:
                return read_table(table, inner, spot, reading)
            return _not_a_table(key, raw, asked)
        case Rows(table):
            return _rows(table, raw, asked, reading)
        case _:
            return scalar(key.kind, raw, asked)


def _listing(kind: Listing, raw: object, asked: Asked) -> tuple[object, ...] | None:
    items = as_list(raw)
    if items is None:
        listed = text("write {example}", example=f'{asked.key.name} = ["{cut(raw)}"]') if isinstance(raw, str) else None
        asked.wrong_type(raw, text("a list"), listed)
        return None
    if len(items) > MOST_LISTED:
        message = text("{key} lists {count} values", key=asked.key.name, count=len(items))
        asked.refuse("out-of-range", message, None, text("list at most {most}", most=MOST_LISTED))
        return None
    found: list[object] = []
    for number, item in enumerate(items):
        value = scalar(kind.item, item, Asked(asked.key, asked.spot / number, asked.findings, asked.currency))
        if value is None:
            return None
        found.append(value)
    return tuple(found)


def _not_a_table(key: Key, raw: object, asked: Asked) -> None:
    if as_list(raw) is not None and asked.spot.source.text.find(f"[[{key.name}]]") >= 0:
        message = text("[[{key}]] stands where [{key}] is wanted", key=key.name)
        asked.refuse("wrong-form", message, text("there is only one of it"), text("write [{key}]", key=key.name))
        return
    asked.wrong_type(raw, text("a table"))


def _rows(table: Table, raw: object, asked: Asked, reading: Reading) -> tuple[Record, ...] | None:
    key = asked.key.name
    top = len(asked.spot.path) == 1
    form = f"[[{'.'.join(part for part in asked.spot.path if isinstance(part, str))}]]"
    items = as_list(raw)
    if items is None:
        message = text("{key} is {found}, where a list of tables is wanted", key=key, found=shown(raw))
        why = text("there can be several, so each begins with two brackets")
        advice = text("write {form}", form=form)
        if as_table(raw) is not None and not top:
            advice = text("write {form} above it, or {example}", form=form, example=f"{key} = {asked.key.example}")
        asked.refuse("wrong-form", message, why, advice)
        return None
    if len(items) > MOST_ROWS:
        message = text("{count} entries of {key}", count=len(items), key=key)
        asked.refuse("too-many-entries", message, None, text("keep at most {most}", most=MOST_ROWS))
        return None
    found: list[Record] = []
    for number, item in enumerate(items):
        inner = as_table(item)
        if inner is not None:
            found.append(read_table(table, inner, asked.spot / number, reading))
        else:
            message = text("{key} holds {found}, where a table is wanted", key=key, found=shown(item))
            advice = text("write {form}", form=form)
            reading.findings.error("wrong-form", message, asked.spot / number, help=advice)
    return tuple(found)


def _unknown(name: str, table: Table, spot: Spot, reading: Reading) -> None:
    shown_name = cut(name, 40)
    if table.name:
        message = text("{key} is no key of {table}", key=shown_name, table=table.name)
    else:
        message = text("{key} is no key at the top of the file", key=shown_name)
    why = text("repaycli ignores nothing: a misspelt key would silently count for nothing")
    owner = reading.elsewhere.get(name)
    near = nearest(name, table.by_name)
    if owner and owner != table.name:
        advice = text("{key} belongs to [[{table}]]", key=shown_name, table=owner)
    elif near:
        advice = text("did you mean {near}?", near=near)
    else:
        advice = text("the keys are {keys}", keys=", ".join(table.by_name))
    reading.findings.error("unknown-key", message, spot.at_key, why=why, help=advice)


def _missing(key: Key, table: Table, spot: Spot, reading: Reading) -> None:
    if table.name:
        message = text("{table} lacks {key}", table=table.name, key=key.name)
    else:
        message = text("the file lacks {key}", key=key.name)
    example = f"{key.name} = {key.example}"
    advice = text("add it, for example: {example}", example=example)
    if key.from_preset:
        advice = text("add it, for example: {example}, or name a preset that gives it", example=example)
    why = text("{key}: {what}", key=key.name, what=key.help)
    reading.findings.error("missing-key", message, spot.at_key, why=why, help=advice)


def _pairs(table: Table, given: frozenset[str], spot: Spot, reading: Reading) -> None:
    for pair in table.one_of:
        both = [name for name in pair if name in given]
        if len(both) > 1:
            message = text("{first} and {second} both stand here", first=both[0], second=both[1])
            why = text("they say the same thing in two ways, and only one can count")
            advice = text("keep one of them")
            reading.findings.error("both-keys", message, (spot / both[1]).at_key, why=why, help=advice)
    if table.needs_one and not given.intersection(table.needs_one) and spot.path not in reading.unfilled:
        message = text("{table} lacks {key}", table=table.name, key=" / ".join(table.needs_one))
        key: Key = table[table.needs_one[0]]
        advice = text("add it, for example: {example}", example=f"{key.name} = {key.example}")
        why = text("{key}: {what}", key=key.name, what=key.help)
        reading.findings.error("missing-key", message, spot.at_key, why=why, help=advice)


def sequence(values: Sequence[Record], key: str, kind: type[T]) -> list[T]:
    """Return one key of many records, where it was read."""
    return [value for record in values if (value := record.maybe(key, kind)) is not None]
