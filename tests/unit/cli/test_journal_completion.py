"""What the shell offers: names of the file, ids of the journal, and nothing but silence when something is amiss."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from unit.cli.runner import SMALL, World
from unit.cli.test_pay import LOAN

from repaycli.cli import completion
from repaycli.cli.environment import Environment

OFFERS: list[Callable[[Any], list[str]]] = [
    completion.accounts,
    completion.debts,
    completion.lines,
    completion.wallets,
    completion.entries,
]


@pytest.fixture
def home(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    def here() -> Environment:
        return Environment({}, world.folder, None, None, None, lambda: world.today, lambda: None)

    monkeypatch.setattr("repaycli.cli.environment.of_this_process", here)
    world.today = date(2026, 11, 5)
    world.write(SMALL + LOAN)
    return world


def asked(file: str | None = None) -> Any:
    return SimpleNamespace(params={"file": file}, parent=None)


def test_names(home: World) -> None:
    assert completion.debts(asked()) == ["借呗", "花呗"]
    assert completion.lines(asked()) == ["花呗"]
    assert completion.wallets(asked()) == ["bank", "purse"]
    assert completion.accounts(asked()) == ["借呗", "花呗", "bank", "purse"]


def test_ids_the_newest_first_without_what_is_undone(home: World) -> None:
    home.run("pay", "花呗", "1")
    home.run("pay", "花呗", "2")
    home.run("undo", "id1x")
    assert completion.entries(asked()) == ["id3x", "id2x"]


@pytest.mark.parametrize("file", ["-", "missing.toml", "broken.toml", "nul\0byte"])
@pytest.mark.parametrize("offer", OFFERS)
def test_silence(home: World, file: str, offer: Callable[[Any], list[str]], capsys: pytest.CaptureFixture[str]) -> None:
    home.write("as_of = ", "broken.toml")
    assert offer(asked(file)) == []
    assert capsys.readouterr() == ("", "")
