"""What the shell offers when a word is half typed."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from unit.cli.runner import SMALL, World

from harness.console import sealed_environment
from repaycli.cli.commands import COMMANDS, build
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


def test_commands_inside_a_command(world: World) -> None:
    assert offered(world.folder, "calc", "") == ["loan", "card", "apr", "instalments"]
    assert offered(world.folder, "demo", "in") == ["init"]


def _parameters() -> Iterator[tuple[str, Any, Any]]:
    """Yield every parameter of every command, with its command and how it is called there."""
    for name in COMMANDS:
        command = build(name, COMMANDS)
        for each in (command, *(build(inner, command.known, name) for inner in getattr(command, "known", ()))):
            yield from ((f"{each.name} {known.opts[0]}", each, known) for known in each.params)


CHOICES = {
    called: (command, known)
    for called, command, known in _parameters()
    if re.fullmatch(r"[a-z]+(\|[a-z]+)+", known.metavar or "")
}


@pytest.mark.parametrize("called", CHOICES)
def test_whatever_is_one_of_a_few_words_completes_to_them(called: str) -> None:
    command, known = CHOICES[called]
    context = command.make_context(command.name, [], resilient_parsing=True)
    assert [each.value for each in known.shell_complete(context, "")] == known.metavar.split("|")


@pytest.mark.parametrize(
    ("shell", "asked"),
    [
        ("zsh", {"_TYPER_COMPLETE_ARGS": "repaycli explain min"}),
        ("fish", {"_TYPER_COMPLETE_ARGS": "repaycli explain min", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}),
    ],
)
def test_other_shells_are_answered_too(world: World, shell: str, asked: dict[str, str]) -> None:
    assert "minimum" in offered(world.folder, env={"_REPAYCLI_COMPLETE": f"complete_{shell}", **asked})[0]


def script(folder: Path, shell: str) -> str:
    """Return what `--show-completion` prints in a shell, which is named here and not looked for."""
    settings = sealed_environment(folder, {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"})
    asked = [sys.executable, "-c", PROGRAM.replace("['repaycli']", f"['repaycli', '--show-completion', '{shell}']")]
    return subprocess.run(asked, cwd=folder, env=settings, capture_output=True, check=True).stdout.decode()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_is_told_how_to_ask(world: World, shell: str) -> None:
    assert f"_REPAYCLI_COMPLETE=complete_{shell}" in script(world.folder, shell)


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
def test_bash_itself_completes(world: World, tmp_path: Path) -> None:
    program = tmp_path / "repaycli"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -c "{PROGRAM}" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    ask = 'COMP_WORDS=(repaycli explain min); COMP_CWORD=2; _repaycli_completion repaycli; echo "${COMPREPLY[@]}"'
    settings = sealed_environment(tmp_path, {"PATH": f"{tmp_path}:{os.environ['PATH']}"})
    said = f"{script(world.folder, 'bash')}\n{ask}"
    done = subprocess.run(["bash", "-c", said], cwd=world.folder, env=settings, capture_output=True, check=True)
    assert done.stdout.decode().split() == ["minimum"]


@pytest.mark.parametrize("content", [None, "as_of = ", "\x00"])
def test_a_file_that_cannot_be_used_offers_nothing(world: World, content: str | None) -> None:
    if content is not None:
        world.write(content)
    assert offered(world.folder, "why", "") in ([], [""])
