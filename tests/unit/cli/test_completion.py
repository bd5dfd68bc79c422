"""What the shell offers when a word is half typed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from unit.cli.runner import SMALL, World

from harness.console import sealed_environment
from repaycli.cli.completion import strategies
from repaycli.strategies.compare import STRATEGIES

PROGRAM = "import sys; sys.argv = ['repaycli']; from repaycli.cli.entry import main; main()"


def offered(folder: Path, *words: str, env: Mapping[str, str] | None = None) -> list[str]:
    """Ask as bash does: the words so far, the last of them half typed."""
    settings = {
        "_REPAYCLI_COMPLETE": "complete_bash",
        "COMP_WORDS": " ".join(("repaycli", *words)),
        "COMP_CWORD": str(len(words)),
        **(env or {}),
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=folder,
        env=sealed_environment(folder, settings),
        capture_output=True,
        check=False,
    )
    assert done.stderr == b""
    return done.stdout.decode().split("\n")[:-1]


@pytest.mark.parametrize(
    "words",
    [["why", ""], ["whatif", "--skip", ""], ["whatif", "--pay", ""], ["-f", "accounts.toml", "why", ""]],
    ids=" ".join,
)
def test_accounts_and_wallets_of_the_file(world: World, words: list[str]) -> None:
    world.write()
    assert offered(world.folder, *words) == ["花呗", "bank"]


def test_what_is_typed_already_narrows(world: World) -> None:
    world.write(SMALL, "mine.toml")
    assert offered(world.folder, "-f", "mine.toml", "why", "花") == ["花呗"]
    assert offered(world.folder, "why", "花", env={"REPAYCLI_FILE": "mine.toml"}) == ["花呗"]
    assert offered(world.folder, "plan", "--strategy", "a") == ["avalanche"]
    assert offered(world.folder, "schedule", "in") == ["install"]
    assert offered(world.folder, "sched") == ["schedule"]


def test_strategies(world: World) -> None:
    assert set(offered(world.folder, "compare", "--strategy", "")) == set(STRATEGIES)
    assert set(strategies()) == set(STRATEGIES)


def test_lessons_by_either_name(world: World) -> None:
    assert offered(world.folder, "explain", "m") == ["minimum"]
    assert offered(world.folder, "explain", "罚") == ["罚息"]
    assert "late-fee" in offered(world.folder, "explain", "")


@pytest.mark.parametrize("content", [None, "as_of = ", "\x00"])
def test_a_file_that_cannot_be_used_offers_nothing(world: World, content: str | None) -> None:
    if content is not None:
        world.write(content)
    assert offered(world.folder, "why", "") in ([], [""])
