"""The scanner finds what the parser reads, at the right place, whatever the text."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from repaycli.inputs.locate import locate
from repaycli.inputs.places import Span

SAMPLE = Path(__file__).parents[3] / "sample_accounts.toml"

TRICKY = '''
"quoted key" = 1   # [not] = a table
'literal.key' = { "a b" = [1, 2.5, { deep = "x" }], c.d = 'y' }
text = """
[[wallet]]
name = "inside"
"""
raw = \'\'\'
a = 1 \'\'\'
site."google.com".port = 80
list = [
  "one", # , ]
  [ 2, "]" ],

  { a = 1, b = "}" },
]
[ table . sub ]
when = 2026-11-01T08:00:00+08:00
day = 2026-11-01
[[rows]]
x = 1
[[rows.inner]]
y = 1
[[rows.inner]]
y = 2
[rows.inner.more]
z = "\\u82b1\\"呗"
[[rows]]
x = 2
'''


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, (*path, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from leaves(item, (*path, number))
    else:
        yield path, value


def check(text: str) -> None:
    index = locate(text)
    assert index.trouble is None
    assert not index.duplicates
    for path, value in leaves(tomllib.loads(text)):
        start, end = index.values[path]
        assert tomllib.loads(f"value = {text[start:end]}") == {"value": value}, path
        assert path in index.keys or isinstance(path[-1], int)


@pytest.mark.parametrize("text", [TRICKY, SAMPLE.read_text(encoding="utf-8"), TRICKY.replace("\n", "\r\n")])
def test_finds_every_value(text: str) -> None:
    check(text)


TEXTS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=8)
VALUES = st.recursive(
    st.integers(-(10**6), 10**6) | TEXTS | st.booleans() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(TEXTS, VALUES, max_size=4))
@settings(max_examples=150, deadline=None)
def test_finds_every_value_of_any_file(data: dict[str, Any]) -> None:
    check(tomli_w.dumps(data))


@given(st.text(st.sampled_from("[]{}=.,\"'#\n\\ ab1卡"), max_size=60))
@settings(max_examples=500, deadline=None)
def test_never_fails(text: str) -> None:
    locate(text)


def test_places() -> None:
    index = locate('a = 1\n\n[[b]]\nc = "花呗"\n  d = { e = 5 }\n')
    assert index.value(("b", 0, "c")) == Span(4, 5, 4)
    assert index.key(("b", 0, "c")) == Span(4, 1, 1)
    assert index.key(("b", 0)) == Span(3, 1, 5)
    assert index.value(("b", 0, "d", "e")) == Span(5, 13, 1)
    assert index.value(("b", 0, "missing")) == Span(3, 1, 5)
    assert index.value(("nowhere",)) is None


def test_notes_duplicates() -> None:
    index = locate("a = 1\n[t]\nx = 1\nx = 2\n[t]\n")
    assert [path for path, _, _ in index.duplicates] == [("t", "x"), ("t",)]
