"""The schema as a JSON Schema document (draft 2020-12).

Editors show TOML dates to a JSON Schema as texts, and know nothing of presets: a required key that a preset may give is
required only where no preset is named.
"""

import tomllib
from collections.abc import Callable
from decimal import Decimal
from typing import cast

from repaycli.core.dates import STEPS
from repaycli.core.money import CURRENCIES
from repaycli.core.text import Text
from repaycli.inputs.fields import (
    Amount,
    Choice,
    Day,
    Every,
    Flag,
    Key,
    Kind,
    Listing,
    Number,
    RateText,
    Rows,
    Scalar,
    Share,
    Sub,
    Table,
    Whole,
    Word,
)
from repaycli.inputs.presets import preset_names, read_preset
from repaycli.inputs.values import MOST_WHOLE_DIGITS

Say = Callable[[Text], str]
Schema = dict[str, object]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_RATE_PATTERN = r"^\s*[0-9]{1,15}(\.[0-9]{1,12})?\s*[%％‰‱]\s*$"
_PLAIN_PATTERN = r"^[0-9]{1,15}(\.[0-9]{1,15})?$"
_NAME_PATTERN = r"^\S(.*\S)?$"


def document(root: Table, say: Say) -> Schema:
    """Return the whole schema."""
    found = {"$schema": _DIALECT, "title": "repaycli accounts", **_table(root, say)}
    properties = found["properties"]
    assert isinstance(properties, dict)
    properties["currency"] = properties["currency"] | {"enum": sorted(CURRENCIES)}
    return found


def _table(table: Table, say: Say) -> Schema:
    found: Schema = {
        "type": "object",
        "description": say(table.help),
        "properties": {key.name: _key(key, table, say) for key in table.keys},
        "additionalProperties": False,
    }
    always = [key.name for key in table.keys if key.required and not key.from_preset]
    if always:
        found["required"] = always
    rules = _rules(table)
    if rules:
        found["allOf"] = rules
    return found


def _rules(table: Table) -> list[Schema]:
    rules: list[Schema] = [{"not": {"required": list(pair)}} for pair in table.one_of]
    if {"instalments", "overdue"} <= table.by_name.keys():  # nothing to come, so something has to be past due
        none_left: Schema = {"properties": {"instalments": {"const": 0}}, "required": ["instalments"]}
        rules.append({"if": none_left, "then": {"required": ["overdue"]}})
    needed: list[Schema] = [{"required": [key.name]} for key in table.keys if key.from_preset]
    if table.needs_one:
        needed.append({"anyOf": [{"required": [name]} for name in table.needs_one]})
    if needed and "preset" in table.by_name:
        return [*rules, {"if": {"not": {"required": ["preset"]}}, "then": {"allOf": needed}}]
    return [*rules, *needed]


def _key(key: Key, table: Table, say: Say) -> Schema:
    found: Schema = {"description": _described(key, say), **_kind(key.kind, say)}
    if key.name == "preset":
        found["enum"] = [name for name in preset_names() if read_preset(name).kind == table.name]
    if key.default is not None:
        found["default"] = _example(str(key.default)) if isinstance(key.kind, Number) else key.default
    if key.example and not key.example.startswith("[") and "…" not in key.example:
        found["examples"] = [_example(key.example)]
    return found


def _described(key: Key, say: Say) -> str:
    words = say(key.help)
    return f"{words} ({say(key.default_text)})" if key.default_text else words


def _example(written: str) -> object:
    """Read an example as JSON holds it: dates as texts, decimals as numbers."""
    return _plain(tomllib.loads(f"value = {written}", parse_float=Decimal)["value"])


def _plain(value: object) -> object:
    match value:
        case dict():
            table = cast("dict[str, object]", value)
            return {name: _plain(item) for name, item in table.items()}
        case bool() | int() | str():
            return value
        case Decimal():
            return float(value)
        case _:
            return str(value)


def _kind(kind: Kind, say: Say) -> Schema:
    match kind:
        case Listing():
            return {"type": "array", "items": _kind(kind.item, say)}
        case Sub():
            table = _table(kind.table, say)
            return {"anyOf": [table, _kind(kind.listing, say)]} if kind.listing else table
        case Rows():
            return {"type": "array", "items": _table(kind.table, say)}
        case _:
            return _scalar(kind)


def _scalar(kind: Scalar) -> Schema:
    match kind:
        case Amount():
            return _amount(kind)
        case Share() | RateText():
            return {"type": "string", "pattern": _RATE_PATTERN}
        case Number():
            return {"type": "number", "minimum": float(kind.least), "maximum": float(kind.most)}
        case Whole():
            whole: Schema = {"type": "integer", "minimum": kind.least, "maximum": kind.most}
            return {"anyOf": [whole, {"const": False}]} if kind.or_false else whole
        case Day():
            return {"type": "string", "format": "date"}
        case Flag():
            return {"type": "boolean"}
        case Word():
            strict: Schema = {"pattern": _NAME_PATTERN} if kind.strict else {}
            return {"type": "string", "maxLength": kind.most, **strict}
        case Choice():
            return {"enum": list(kind.options)}
        case Every():
            steps: Schema = {"enum": list(STEPS if kind.rrule else STEPS[1:])}
            return {"anyOf": [steps, {"type": "string", "pattern": "FREQ="}]} if kind.rrule else steps


def _amount(kind: Amount) -> Schema:
    least: Schema = {"minimum": 0} if kind.zero else {"exclusiveMinimum": 0}
    number: Schema = {"type": "number", **least, "exclusiveMaximum": 10**MOST_WHOLE_DIGITS}
    if not kind.quoted:
        return number
    return {"anyOf": [number, {"type": "string", "pattern": _PLAIN_PATTERN}]}
