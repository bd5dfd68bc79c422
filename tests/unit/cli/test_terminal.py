"""Asking a terminal where its cursor is, played by the test at the other end of a pseudo-terminal."""

from __future__ import annotations

import os
import pty
import termios
from collections.abc import Iterator

import pytest

from repaycli.cli.terminal import cursor_column


@pytest.fixture
def ends() -> Iterator[tuple[int, int]]:
    outside, inside = pty.openpty()
    yield outside, inside
    os.close(outside)
    os.close(inside)


def answering(monkeypatch: pytest.MonkeyPatch, outside: int, answer: bytes) -> list[bytes]:
    """Let the terminal answer as soon as it is asked."""
    seen: list[bytes] = []
    write = os.write

    def asked(descriptor: int, data: bytes) -> int:
        seen.append(data)
        if data.endswith(b"\x1b[6n"):
            write(outside, answer)
        return write(descriptor, data)

    monkeypatch.setattr("repaycli.cli.terminal.os.write", asked)
    return seen


@pytest.mark.parametrize(
    ("answer", "column"),
    [(b"\x1b[24;3R", 3), (b"typed\x1b[1;2R", 2), (b"\x1b[1R", None), (b"", None), (b"x" * 300, None)],
)  # fmt: skip
def test_the_column(monkeypatch: pytest.MonkeyPatch, ends: tuple[int, int], answer: bytes, column: int | None) -> None:
    outside, inside = ends
    before = termios.tcgetattr(inside)
    seen = answering(monkeypatch, outside, answer)
    assert cursor_column(inside, inside, "花", limit=0.05 if column is None else 60) == column
    assert termios.tcgetattr(inside) == before
    assert seen == ["\r花\x1b[6n".encode(), b"\r\x1b[K"]


def test_no_terminal() -> None:
    reading, writing = os.pipe()
    assert cursor_column(reading, writing, "花") is None
    os.close(reading)
    os.close(writing)


def test_settings_come_back_after_an_interruption(monkeypatch: pytest.MonkeyPatch, ends: tuple[int, int]) -> None:
    _, inside = ends
    before = termios.tcgetattr(inside)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("repaycli.cli.terminal.select.select", interrupted)
    with pytest.raises(KeyboardInterrupt):
        cursor_column(inside, inside, "花")
    assert termios.tcgetattr(inside) == before
