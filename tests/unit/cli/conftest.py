"""The world as a fixture."""

from __future__ import annotations

from pathlib import Path

import pytest
from unit.cli.runner import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    folder, config = tmp_path / "folder", tmp_path / "config"
    folder.mkdir()
    config.mkdir()
    return World(folder, config)
