"""The README shows what the program prints on a terminal of 80 columns.

Each console block is run in a new folder that holds the sample, under its own name and as the accounts file, and the examples.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from harness.collector import check_example
from harness.document import Example, read_document

TOP = Path(__file__).resolve().parent.parent
README = read_document(TOP / "README.md")
SAMPLE = "sample_accounts.toml"


@pytest.mark.parametrize("example", README.examples, ids=lambda example: f"line {example.line}")
def test_the_readme_shows_what_is_printed(example: Example, tmp_path: Path) -> None:
    for name in (SAMPLE, "accounts.toml"):
        shutil.copyfile(TOP / SAMPLE, tmp_path / name)
    shutil.copytree(TOP / "examples", tmp_path / "examples")
    commands = (replace(each, env={"REPAYCLI_FORCE_TERMINAL": "1", **each.env}) for each in example.commands)
    check_example(README, replace(example, commands=tuple(commands)), folder=tmp_path)


def test_the_first_screen_shows_the_main_job() -> None:
    first = README.examples[0]
    assert first.line <= 24
    assert "compare" in first.commands[0].argv
    assert first.commands[0].expected
