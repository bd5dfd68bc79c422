"""The installed program schedules itself: what is written into the crontab starts it from a bare environment."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from unit.cli.machine import CRONTAB, Machine

from harness.console import Output, sealed_environment

TOP = Path(__file__).resolve().parent.parent.parent
SAMPLE = (TOP / "sample_accounts.toml").read_text(encoding="utf-8")


@pytest.fixture
def path(tmp_path: Path) -> str:
    """Return a PATH on which there is a crontab."""
    (tmp_path / "machine").mkdir()
    return str(Machine(tmp_path / "machine").install("crontab", CRONTAB).parent)


def written(tmp_path: Path) -> list[str]:
    (line,) = (line for line in (tmp_path / "home" / "table").read_text().splitlines() if " remind " in line)
    return shlex.split(line.split(" * * * ")[1])


def test_the_line_in_the_crontab_starts_the_installed_program(
    run: Callable[..., Output], wheel: Any, path: str, tmp_path: Path
) -> None:
    done = run("schedule", "install", "--yes", "--json", files={"accounts.toml": SAMPLE}, env={"PATH": path})
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout)["changed"] is True
    words = [word for word in written(tmp_path) if not word.startswith("TZ=")]
    assert words[0] == str(wheel.bin / "repaycli")
    assert words[-2:] == ["-f", str(tmp_path / "folder" / "accounts.toml")]
    bare = subprocess.run([words[0], "--version"], env={}, cwd="/", capture_output=True, check=False)
    assert bare.stdout.startswith(b"repaycli ")


def test_from_a_relative_path_and_as_a_module(wheel: Any, path: str, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "accounts.toml").write_text(SAMPLE, encoding="utf-8")
    env = sealed_environment(tmp_path / "home", {"PATH": path})
    relative = os.path.relpath(wheel.bin / "repay", tmp_path)
    module = [str(wheel.bin / "python"), "-m", "repaycli"]
    starts = {(str(wheel.bin / "repay"),): [relative], (module[0], "-P", *module[1:]): module}
    for wanted, start in starts.items():
        done = subprocess.run(
            [*start, "schedule", "install", "--yes"], cwd=tmp_path, env=env, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
        words = [word for word in written(tmp_path) if not word.startswith("TZ=")]
        assert tuple(words[: words.index("remind")]) == wanted
