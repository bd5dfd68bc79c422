"""Problems are drawn with the user's own line and a caret below the right columns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repaycli import locale
from repaycli.core.problems import Place, Problem, Severity
from repaycli.core.text import text
from repaycli.present.problems import draw_problems, problem_records
from repaycli.present.width import cells


@pytest.fixture(autouse=True)
def _english() -> None:
    locale.use("en")


def problem(line: str, column: int, width: int = 1, severity: Severity = Severity.ERROR) -> Problem:
    return Problem(
        "unknown-key",
        text("{key} is no key of {where}", key="limt", where="[[credit_line]]"),
        Place("accounts.toml", 12, column, width),
        text("a misspelt key would count for nothing"),
        text("did you mean {near}?", near="limit"),
        "credit_line.limt",
        line,
        severity,
    )


def test_the_whole_drawing() -> None:
    assert draw_problems([problem("limt = 5", 1, 4)], "accounts.toml") == (
        "error[unknown-key]: limt is no key of [[credit_line]]\n"
        "  --> accounts.toml:12:1\n"
        "   |\n"
        "12 | limt = 5\n"
        "   | ^^^^\n"
        "   = why: a misspelt key would count for nothing\n"
        "   = help: did you mean limit?\n"
        "\n"
        "1 error in accounts.toml. Once corrected, run: repaycli check\n"
    )


def test_the_caret_counts_chinese_characters_twice() -> None:
    lines = draw_problems([problem('name = "花呗", limt = 5', 14, 4)], "accounts.toml").split("\n")
    assert lines[3][: cells(lines[4])] != ""
    assert cells(lines[4].rstrip("^")) == cells('12 | name = "花呗", ')
    assert lines[4].endswith("^^^^")


def test_warnings_do_not_ask_for_a_correction() -> None:
    shown = draw_problems([problem("limt = 5", 1, 4, Severity.WARNING)], "accounts.toml")
    assert shown.startswith("warning[unknown-key]")
    assert shown.endswith("1 warning in accounts.toml. Next: repaycli compare\n")


def test_the_next_command_can_be_pasted() -> None:
    assert "repaycli check -f 'my debts.toml'\n" in draw_problems([problem("x", 1)], "my debts.toml")


def test_control_characters_are_shown_and_not_obeyed() -> None:
    shown = draw_problems([problem('name = "\x1b[31m\u202e"', 9, 1)], "a\x1b]0;x\x07.toml")
    assert "\x1b" not in shown
    assert "\u202e" not in shown


@given(st.text(alphabet="a 花=\t\x1b", max_size=400), st.integers(0, 450), st.integers(0, 450))
def test_any_place_can_be_drawn(line: str, column: int, width: int) -> None:
    shown = draw_problems([problem(line, column, width)], "f.toml").split("\n")
    assert all(cells(row) < 400 for row in shown)


def test_records_have_the_keys_of_the_contract() -> None:
    (record,) = problem_records([problem("limt = 5", 1)])
    assert list(record) == ["code", "severity", "file", "line", "column", "key", "message", "why", "help", "account"]
    assert (record["line"], record["severity"]) == (12, "error")
