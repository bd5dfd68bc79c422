"""Which file is read, and what is said when it cannot be."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from unit.cli.runner import SMALL, World

OTHER = SMALL.replace("balance = 3000", "balance = 2000")


def owed(world: World, *argv: str, **rest: object) -> str:
    result = world.run("status", "--json", *argv, **rest)  # type: ignore[arg-type]
    assert result.code == 0, result.err
    return json.loads(result.out)["owed"]


def test_the_order_of_places(world: World) -> None:
    (world.config / "accounts.toml").write_text(OTHER, encoding="utf-8")
    assert owed(world) == "2000.00"
    world.write()
    assert owed(world) == "3000.00"
    world.write(SMALL.replace("balance = 3000", "balance = 1000"), "env.toml")
    assert owed(world, env={"REPAYCLI_FILE": "env.toml"}) == "1000.00"
    assert owed(world, "-f", "accounts.toml", env={"REPAYCLI_FILE": "env.toml"}) == "3000.00"
    assert owed(world, env={"REPAYCLI_FILE": ""}) == "3000.00"


def test_stdin(world: World) -> None:
    assert owed(world, "-f", "-", stdin=SMALL.encode()) == "3000.00"
    assert world.run("check", "-f", "-", stdin=b"as_of = ").code == 3
    assert world.run("status", "-f", "-", stdin=None).code == 4


def test_the_journal_beside_the_file_is_read(world: World) -> None:
    world.write(name="mine.toml")
    world.write('[[payment]]\nid = "p1"\naccount = "花呗"\ndate = 2026-11-01\namount = 500\n', "mine.journal.toml")
    assert owed(world, "-f", "mine.toml") == "2500.00"
    assert owed(world, "-f", "-", stdin=SMALL.encode()) == "3000.00"


def test_a_problem_of_the_journal_names_the_journal(world: World) -> None:
    world.write()
    world.write("[[payment]]\namount = 5\n", "accounts.journal.toml")
    result = world.run("status")
    assert result.code == 3
    assert "accounts.journal.toml:1" in result.err


def test_no_file_at_all(world: World) -> None:
    result = world.run("status")
    assert result.code == 4
    assert "accounts.toml" in result.err
    assert "repaycli demo --print" in result.err
    assert "repaycli init" in result.err
    assert result.out == ""


def test_no_file_as_json(world: World) -> None:
    assert json.loads(world.run("status", "--json").out)["problems"][0]["code"] == "no-file"


@pytest.mark.parametrize("name", ["missing.toml", "no/such/folder.toml", "a" * 5000, "nul\0byte.toml"])
def test_a_file_that_is_not_there(world: World, name: str) -> None:
    result = world.run("status", "-f", name)
    assert result.code == 4
    assert "Traceback" not in result.err


def test_a_folder(world: World) -> None:
    (world.folder / "accounts.toml").mkdir()
    result = world.run("status")
    assert result.code == 4
    assert "is a folder" in result.err


@pytest.mark.parametrize("name", [".", "./", "..", "/"])
def test_a_folder_without_a_name(world: World, name: str) -> None:
    result = world.run("status", "-f", name)
    assert (result.code, "is a folder, not a file" in result.err) == (4, True)


def test_a_pipe_and_a_device(world: World) -> None:
    os.mkfifo(world.folder / "pipe.toml")
    assert "is a pipe or a device" in world.run("status", "-f", "pipe.toml").err
    assert world.run("status", "-f", "/dev/zero").code == 4


def test_a_broken_link(world: World) -> None:
    (world.folder / "accounts.toml").symlink_to(world.folder / "gone.toml")
    result = world.run("status")
    assert result.code == 4
    assert "is not there" in result.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(world: World) -> None:
    world.write().chmod(0)
    result = world.run("status")
    assert result.code == 4
    assert "may not be read" in result.err


def test_a_huge_file_is_not_read_to_its_end(world: World) -> None:
    with (world.folder / "accounts.toml").open("wb") as stream:
        stream.truncate(1 << 40)
    result = world.run("status")
    assert result.code == 3
    assert len(result.err) < 1000


def test_the_file_is_never_written(world: World) -> None:
    path: Path = world.write()
    path.chmod(0o444)
    before = path.stat().st_mtime_ns
    for command in ("status", "compare", "plan", "check"):
        assert world.run(command).code == 0
    assert path.stat().st_mtime_ns == before
    assert sorted(each.name for each in world.folder.iterdir()) == ["accounts.toml"]
