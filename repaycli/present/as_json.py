"""A view as one JSON object: amounts as strings with the currency's digits, rates as fractions, ISO dates."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, cast

from repaycli.core.money import Currency
from repaycli.present.model import Money, Share, Table, View, Word, plain_value

SCHEMA_VERSION = 1


def as_json(view: View) -> str:
    """Return the object as text, with a line break at its end."""
    body: dict[str, Any] = {"schema_version": SCHEMA_VERSION}
    for key, value in view.fields.items():
        body[key] = encode(value, view.currency)
    for part in view.parts:
        if isinstance(part, Table) and part.key and "json" in part.forms:
            rows = _rows(part, view.currency)
            body[part.key] = rows[0] if part.is_record else rows
    if view.notes or view.currency:
        said = [note for note in view.notes if "json" in note.forms]
        body["notes"] = [{"code": note.code, "account": note.account, "message": note.message} for note in said]
    return json.dumps(body, ensure_ascii=True, indent=2) + "\n"


def encode(value: object, currency: Currency | None) -> Any:
    """Turn a view's value into what JSON knows."""
    match value:
        case None | bool() | int():
            return value
        case str():
            # A lone surrogate (a broken byte of a file's name) has no place in JSON text.
            return value.encode("utf-8", "replace").decode("utf-8")
        case Table():
            rows = _rows(value, currency)
            return rows[0] if value.is_record else rows
        case Money() | Share() | Word() | date():
            return plain_value(value, currency)
        case Fraction():
            return plain_value(Share(value), currency)
        case Mapping():
            return {str(key): encode(item, currency) for key, item in cast(Mapping[object, object], value).items()}
        case _:
            return [encode(item, currency) for item in cast(Sequence[object], value)]


def _rows(table: Table, currency: Currency | None) -> list[dict[str, Any]]:
    return [
        {
            column.key: encode(value, currency)
            for column, value in zip(table.columns, row, strict=True)
            if "json" in column.forms
        }
        for row in table.rows
    ]
