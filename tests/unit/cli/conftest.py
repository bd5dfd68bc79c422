"""The world, and a whole machine, as fixtures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from unit.cli.machine import Machine
from unit.cli.runner import World

from repaycli.locale import use


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Whatever language another test put in force: each begins in English, and leaves it so."""
    use("en")
    yield
    use("en")


@pytest.fixture
def world(tmp_path: Path) -> World:
    folder, config = tmp_path / "folder", tmp_path / "config"
    folder.mkdir()
    config.mkdir()
    return World(folder, config)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)
