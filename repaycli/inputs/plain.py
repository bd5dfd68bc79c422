"""Texts in the plain form that the journal is written in, read without the whole of TOML: years of entries, at every start.

The form: `[[table]]` headers at the top level, one `key = value` a line, values that are texts without escapes, dates,
plain decimals or booleans, comments on lines of their own. Whatever is anything else is left to TOML; a law holds that
both read the same.
"""

import re
from datetime import date
from decimal import Decimal

from repaycli.inputs.places import MOST_TABLES, MOST_VALUES

_LINE = re.compile(
    r"""
    ([a-z][a-z_]*)\ =\ (?:
        "([^"\\\x00-\x1f\x7f]*)"
        |([0-9]{4}-[0-9]{2}-[0-9]{2})
        |((?:0|[1-9][0-9]{0,14})\.[0-9]{1,9})
        |(0|[1-9][0-9]{0,14})
        |(true|false)
    )\n
    |\[\[([a-z][a-z_]*)\]\]\n
    |(?:\#[^\x00-\x08\x0a-\x1f\x7f]*)?\n
    """,
    re.VERBOSE,
)
_TEXT, _DATE, _DECIMAL, _WHOLE, _TRUTH, _TABLE = range(2, 8)


def plain_tables(text: str) -> dict[str, object] | None:
    """Return what TOML reads in a text of the plain form; None when it is of another form, or too large."""
    found: dict[str, list[dict[str, object]]] = {}
    into: dict[str, object] | None = None
    end = lines = 0
    for line in _LINE.finditer(text):
        if line.start() != end:
            return None
        end = line.end()
        kind = line.lastindex
        if kind is None:  # a blank line or a comment
            continue
        lines += 1
        if kind == _TABLE:
            into = {}
            found.setdefault(line[_TABLE], []).append(into)
            continue
        key = line[1]
        if into is None or key in into:
            return None
        value = line[kind]
        try:
            into[key] = (
                value
                if kind == _TEXT
                else date.fromisoformat(value)
                if kind == _DATE
                else Decimal(value)
                if kind == _DECIMAL
                else int(value)
                if kind == _WHOLE
                else value == "true"
            )
        except ValueError:  # a date that does not exist
            return None
    is_small = lines <= MOST_VALUES and sum(map(len, found.values())) <= MOST_TABLES
    return dict(found) if end == len(text) and is_small else None
