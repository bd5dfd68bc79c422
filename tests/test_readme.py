"""The README shows what the program prints: its console blocks are run at the top of the tree."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.collector import check_example
from harness.document import Example, read_document

TOP = Path(__file__).resolve().parent.parent
README = read_document(TOP / "README.md")


@pytest.mark.parametrize("example", README.examples, ids=lambda example: f"line {example.line}")
def test_the_readme_shows_what_is_printed(example: Example) -> None:
    check_example(README, example, folder=TOP)


def test_the_first_screen_shows_the_main_job() -> None:
    first = README.examples[0]
    assert first.line <= 24
    assert "compare" in first.commands[0].argv
    assert first.commands[0].expected
