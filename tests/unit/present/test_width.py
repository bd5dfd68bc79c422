"""Widths and line breaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repaycli.present.width import cells, clean, pad, wrap


@pytest.mark.parametrize(
    ("text", "width"), [("abc", 3), ("花呗", 4), ("a花", 3), ("e\u0301", 1), ("1,234.56", 8), ("—", 1), ("，", 2)]
)
def test_columns(text: str, width: int) -> None:
    assert cells(text) == width


def test_padding_counts_columns() -> None:
    assert pad("花呗", 6) == "花呗  "
    assert pad("9.00", 6, right=True) == "  9.00"


@pytest.mark.parametrize(
    "bad", ["\x1b[31m", "\x1b]8;;http://x\x07", "\u202e", "\x00", "\x9b", "\r\n", "\t", "\u2028", "\ud800"]
)
def test_nothing_that_commands_a_terminal_stays(bad: str) -> None:
    shown = clean(f"a{bad}b")
    assert shown.isprintable()
    assert shown.startswith("a")
    assert shown.endswith("b")


def test_ordinary_text_stays() -> None:
    assert clean("花呗 [red] :bomb: é ‱") == "花呗 [red] :bomb: é ‱"


@given(st.text(alphabet="ab 花呗，。（）1,.-", max_size=60), st.integers(4, 20))
def test_wrapping_loses_nothing(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for line in lines:
        assert cells(line) <= width or any(char.isdigit() for char in line)


@given(st.integers(0, 10**12), st.integers(1, 40), st.text(alphabet="ab 花呗，。", max_size=30))
def test_an_amount_is_never_broken(minor: int, width: int, text: str) -> None:
    amount = f"{minor / 100:,.2f}"
    assert any(amount in line for line in wrap(f"{text} {amount} {text}", width))
    assert any(amount in line for line in wrap(f"花{amount}呗", width))


def test_lines_after_the_first_are_indented() -> None:
    assert wrap("one two three", 8, "  ") == ["one two", "  three"]
