"""The world, and a whole machine, as fixtures."""

from __future__ import annotations

from pathlib import Path

import pytest
from unit.cli.machine import Machine
from unit.cli.runner import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    folder, config = tmp_path / "folder", tmp_path / "config"
    folder.mkdir()
    config.mkdir()
    return World(folder, config)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)
