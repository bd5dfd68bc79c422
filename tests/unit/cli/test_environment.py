"""Streams, encodings, widths and languages that the world may have."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from unit.cli.runner import SMALL, World

from repaycli.cli.entry import run
from repaycli.cli.environment import Environment, is_ascii_only, terminal_width, wants_colour


class Broken(io.StringIO):
    """A stream that cannot be written."""

    def __init__(self, problem: Exception) -> None:
        super().__init__()
        self.problem = problem

    def write(self, text: str) -> int:
        raise self.problem


def environment(folder: Path, **changes: object) -> Environment:
    made = Environment({}, folder, None, io.StringIO(), io.StringIO(), lambda: date(2026, 11, 1), lambda: None)
    return made._replace(**changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "gbk", "utf-8", "utf-16"])
@pytest.mark.parametrize("terminal", [True, False])
def test_every_encoding_can_show_every_name(world: World, encoding: str, terminal: bool) -> None:
    world.write()
    world.encoding, world.is_terminal = encoding, terminal
    result = world.run("status", "--lang", "zh")
    assert result.code == 0
    assert "花呗" in result.out or "\\u82b1\\u5457" in result.out
    assert world.run("status", "-f", "no\ud800file").code == 4


def test_a_reader_that_goes_away_is_no_error(world: World) -> None:
    world.write()
    assert run(["status"], environment(world.folder, stdout=Broken(BrokenPipeError()))) == 0


def test_a_full_disk_is_told(world: World) -> None:
    world.write()
    err = io.StringIO()
    full = environment(world.folder, stdout=Broken(OSError(28, "No space left on device")), stderr=err)
    assert run(["status"], full) == 5
    assert "No space left on device" in err.getvalue()


@pytest.mark.parametrize("argv", [["status"], ["status", "--json"], ["--help"], ["stats"], ["check"]])
def test_a_closed_output_is_told_and_a_closed_error_stream_does_not_matter(world: World, argv: list[str]) -> None:
    world.write()
    assert run(argv, environment(world.folder, stderr=None)) in (0, 2)
    said = io.StringIO()
    assert run(argv, environment(world.folder, stdout=None, stderr=said)) in (2, 5)
    assert said.getvalue()
    assert run(argv, environment(world.folder, stdout=None, stderr=None)) in (2, 5)


def test_an_interruption_is_130(world: World) -> None:
    def interrupted() -> date:
        raise KeyboardInterrupt

    world.write()
    assert run(["status"], environment(world.folder, today=interrupted)) == 130


@pytest.mark.parametrize(
    ("stated", "width"),
    [("40", 40), ("200", 200), ("", 80), ("0", 80), ("-5", 80), ("wide", 80), ("9" * 50, 80), ("４０", 80)],
)
def test_the_width(stated: str, width: int) -> None:
    assert terminal_width({"COLUMNS": stated}, None) == width


@pytest.mark.parametrize(
    ("env", "terminal", "colour"),
    [
        ({"TERM": "xterm"}, True, True),
        ({"TERM": "xterm"}, False, False),
        ({"TERM": "dumb"}, True, False),
        ({}, True, False),
        ({"TERM": "xterm", "NO_COLOR": "1"}, True, False),
        ({"TERM": "xterm", "NO_COLOR": ""}, True, True),
        ({"TERM": "xterm", "REPAYCLI_FORCE_TERMINAL": "1"}, True, False),
    ],
)
def test_colour(tmp_path: Path, env: dict[str, str], terminal: bool, colour: bool) -> None:
    assert wants_colour(environment(tmp_path, env=env, is_terminal=terminal)) is colour


def test_frames_need_more_than_ascii(tmp_path: Path) -> None:
    assert is_ascii_only(environment(tmp_path, stdout=io.TextIOWrapper(io.BytesIO(), encoding="ascii")))
    assert not is_ascii_only(environment(tmp_path, stdout=io.TextIOWrapper(io.BytesIO(), encoding="gbk")))


def test_no_color_option_leaves_no_escape(world: World) -> None:
    world.write()
    world.is_terminal = True
    coloured = world.run("status", env={"TERM": "xterm"})
    assert "\x1b[" in coloured.out
    assert "\x1b" not in world.run("status", "--no-color", env={"TERM": "xterm"}).out


def test_a_terminal_gets_tables_a_pipe_gets_lines(world: World) -> None:
    world.write()
    assert "\t" in world.run("status").out
    world.is_terminal = True
    assert "\t" not in world.run("status").out
    assert "\t" in world.run("status", "--plain").out


def test_the_files_language_counts_unless_another_is_asked_for(world: World) -> None:
    world.write('language = "zh"\n' + SMALL)
    world.is_terminal = True
    pytest.importorskip("babel")
    chinese = world.run("status").out
    assert world.run("status", "--lang", "en").out != chinese or "Wallets" in chinese
    assert "Wallets" in world.run("status", "--lang", "en").out
