"""The examples of help pages: each runs as it stands, and is shown so that it can be copied."""

from __future__ import annotations

import shlex
from typing import Any

import pytest
from unit.cli.runner import World

from repaycli.cli.commands import COMMANDS, build


def _all() -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for name in COMMANDS:
        command = build(name, COMMANDS)
        found.append((name, command))
        if known := getattr(command, "known", None):
            found += [(f"{name} {each}", build(each, known, name)) for each in known]
    return found


EXAMPLES = [(path, example) for path, command in _all() for example in getattr(command, "examples", ())]


def test_every_calculator_has_an_example() -> None:
    assert {path for path, _ in EXAMPLES} >= {f"calc {name}" for name in ("loan", "card", "apr", "instalments")}


@pytest.mark.parametrize(("path", "example"), EXAMPLES, ids=[example for _, example in EXAMPLES])
@pytest.mark.parametrize("width", [40, 100])
def test_an_example_runs_as_the_help_page_shows_it(world: World, path: str, example: str, width: int) -> None:
    world.write()
    world.width = width
    shown = world.run(*path.split(), "--help").out.replace(" \\\n", " ")
    assert example in " ".join(shown.split())
    program, *words = shlex.split(example)
    assert program == "repaycli"
    assert " ".join(words).startswith(path)
    result = world.run(*words)
    assert (result.code, result.err) == (0, "")
