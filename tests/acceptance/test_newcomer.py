"""A newcomer in a shell, every key counted: from the installed program to a first plan, and from a payment to the next one."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pexpect
import pytest
from acceptance.conftest import Installed

from harness.console import sealed_environment

PROMPT = "shell> "
TODAY = "--as-of 2026-11-01"


class Shell:
    """A person at a shell on a terminal: what is typed, key by key, and what is awaited on the screen."""

    def __init__(self, installed: Installed, folder: Path, home: Path, env: dict[str, str], columns: int) -> None:
        settings = sealed_environment(home, {"COLUMNS": str(columns), "PS1": PROMPT, **env})
        settings["PATH"] = f"{installed.bin}:{settings['PATH']}"
        self.presses = 0
        self.terminal: Any = pexpect.spawn(
            "/bin/sh", ["-i"], cwd=str(folder), env=settings, encoding="utf-8", timeout=20, dimensions=(24, columns)
        )
        self.sees(PROMPT)
        # Today is the day of the figures below; whoever has it in the clock types nothing for it.
        self.terminal.sendline(f'repay() {{ command repay "$@" {TODAY}; }}')
        self.sees(PROMPT)

    def types(self, *lines: str) -> None:
        """Type lines, each after the question before it was put, and Enter after each; count every key."""
        for line in lines:
            self.terminal.sendline(line)
            self.presses += len(line) + 1

    def sees(self, words: str) -> str:
        """Wait for words on the screen; return what stands before them."""
        self.terminal.expect_exact(words)
        return str(self.terminal.before)


@pytest.fixture
def shell(wheel: Installed, tmp_path: Path) -> Callable[..., Shell]:
    folder, home = tmp_path / "folder", tmp_path / "home"
    folder.mkdir()
    home.mkdir()
    return lambda columns, **env: Shell(wheel, folder, home, env, columns)


NEWCOMERS = {
    "zh": (
        {"LANG": "zh_CN.UTF-8"},
        40,
        [("", "repay init")],
        ["你有哪些债", "接下来怎么做", "花呗", "省 "],
    ),
    "en": (
        {"LANG": "en_GB.UTF-8"},
        80,
        [("", "repay"), ("[Y/n]", ""), ("In which currency", "CNY")],
        ["Which debts", "What to do next", "Huabei", "saves "],
    ),
}
HUABEI = ["", "3860", "", "", "", ""]  # due day, bill, the one before it, minimum, spent since, limit
JIEBEI = ["13500", "0.04%", "9", "20", "", ""]  # principal, rate, instalments, next due, repayment, past due
MONEY = ["8600", "9800", "15", "", ""]  # at hand, salary, its day, rent, living


@pytest.mark.parametrize("language", NEWCOMERS)
def test_under_sixty_keys_from_install_to_a_plan(shell: Callable[..., Shell], tmp_path: Path, language: str) -> None:
    env, columns, begins, (debts, plan, name, saves) = NEWCOMERS[language]
    person = shell(columns, **env)
    for question, answer in begins:
        person.sees(question)
        person.types(answer)
    person.sees(debts)
    for answer in ["12", *HUABEI, *JIEBEI, *MONEY, ""]:
        person.sees("> ")
        person.types(answer)
    person.sees(plan)
    person.sees(saves)
    assert person.presses < 60
    assert (tmp_path / "folder" / "accounts.toml").stat().st_mode & 0o777 == 0o600
    person.sees(PROMPT)
    person.types(shlex.join(["repay", "pay", name, "386"]))
    assert "3,474.00" in person.sees(PROMPT)  # what is left of the bill: 3,860.00 − 386.00


def test_the_offer_can_be_declined(shell: Callable[..., Shell], tmp_path: Path) -> None:
    person = shell(80)
    for answer in ("n", "\x04"):
        person.types("repay")
        person.sees("Make one now, by a few questions? [Y/n] ")
        person.types(answer) if answer == "n" else person.terminal.send(answer)
        person.sees("To begin: repaycli init asks a few questions")
        person.sees(PROMPT)
        person.types("echo $?")
        assert person.sees(PROMPT).split()[-1] == "4"
    assert list((tmp_path / "folder").iterdir()) == []
