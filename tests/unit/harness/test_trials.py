"""The two ways of getting between a child and the system do what they say; else a sweep proves nothing."""

from __future__ import annotations

import os
import signal
from errno import EIO, ENOSPC
from pathlib import Path
from typing import Any

import pytest

from harness import calls, syscalls
from harness.sweep import Sweep, at, then
from harness.trials import HALF_WRITTEN, KILLED, Call, Decide, Fault, Trial, text_stream

TRACED = pytest.mark.skipif(bool(syscalls.why_not()), reason=syscalls.why_not())


@pytest.fixture(params=[pytest.param(syscalls, marks=TRACED), calls], ids=["syscalls", "calls"])
def way(request: pytest.FixtureRequest) -> Any:
    return request.param


def named(name: str) -> Any:
    return lambda call: call.name == name


def write_twice(path: Path) -> int:
    """Write two lines; end with the number of the error, if there is one."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        for line in (b"first\n", b"second\n"):
            os.write(descriptor, line)
        os.write(1, b"done")
    except OSError as problem:
        return problem.errno or 0
    return 0


def trial(way: Any, path: Path, decide: Decide) -> tuple[Trial, bytes]:
    found = way.run(lambda: write_twice(path), decide)
    return found, path.read_bytes() if path.exists() else b""


def test_an_undisturbed_child_is_seen(way: Any, tmp_path: Path) -> None:
    path = tmp_path / "file"
    found, content = trial(way, path, lambda _: None)
    assert (found.exit_code, found.out, found.err, content) == (0, b"done", b"", b"first\nsecond\n")
    seen = [(call.name, call.file, call.size) for call in found.calls if call.name in ("open", "write")]
    assert seen == [
        ("open", str(path), 0),
        ("write", str(path), 6),
        ("write", str(path), 7),
        ("write", "<stdout>", 4),
    ]
    assert [call.place for call in found.calls] == list(range(len(found.calls)))


@pytest.mark.parametrize(
    ("fault", "code", "content"),
    [
        (KILLED, None, b"first\n"),
        (Fault(kills=True, is_done=True), None, b"first\nsecond\n"),
        (Fault(ENOSPC), ENOSPC, b"first\n"),
        (Fault(EIO, is_done=True), EIO, b"first\nsecond\n"),
        (HALF_WRITTEN, 0, b"first\nsec"),
    ],
    ids=str,
)
def test_a_call_is_struck(way: Any, tmp_path: Path, fault: Fault, code: int | None, content: bytes) -> None:
    found, left = trial(way, tmp_path / "file", at(1, fault, named("write")))
    assert (found.exit_code, left) == (code, content)
    assert [(call.name, call.size, struck) for call, struck in found.faults] == [("write", 7, fault)]


def test_a_call_that_fails_does_not_happen(way: Any, tmp_path: Path) -> None:
    found, _ = trial(way, tmp_path / "file", at(0, Fault(EIO), named("open")))
    assert (found.exit_code, found.err.partition(b": ")[0], list(tmp_path.iterdir())) == (
        99,
        b"the driver raised OSError",
        [],
    )


def test_two_calls_are_struck_one_after_the_other(way: Any, tmp_path: Path) -> None:
    decide = then(at(0, HALF_WRITTEN, named("write")), at(0, KILLED, named("write")))
    found, left = trial(way, tmp_path / "file", decide)
    assert (found.exit_code, left, len(found.faults)) == (None, b"fir", 2)


def test_a_sweep_of_kills_goes_from_nothing_to_the_end(way: Any, tmp_path: Path) -> None:
    path = tmp_path / "file"

    def prepare() -> None:
        path.unlink(missing_ok=True)

    found: list[Trial] = []
    contents: list[bytes] = []
    for each in Sweep(way.run, lambda: write_twice(path), prepare).kills():
        found.append(each)
        contents.append(path.read_bytes() if path.exists() else b"")
    assert (contents[0], found[-1].out) == (b"", b"done")
    assert sorted(set(contents), key=len) == [b"", b"first\n", b"first\nsecond\n"]
    assert contents == sorted(contents, key=len)


def test_a_sweep_begins_where_it_is_told(way: Any, tmp_path: Path) -> None:
    def begins(call: Call) -> bool:
        return call.file == "<stdout>"

    found = list(Sweep(way.run, lambda: write_twice(tmp_path / "file"), lambda: None, begins).kills())
    struck, _ = found[0].faults[0]
    assert (struck.name, struck.file) == ("write", "<stdout>")
    assert (tmp_path / "file").read_bytes() == b"first\nsecond\n" * len(found)


def test_what_a_driver_raises_is_told(way: Any) -> None:
    def driver() -> int:
        raise ValueError("of the driver")

    found = way.run(driver, lambda _: None)
    assert (found.exit_code, found.err) == (99, b"the driver raised ValueError: of the driver")


def test_a_signal_reaches_the_child(way: Any) -> None:
    def driver() -> int:
        heard: list[int] = []
        signal.signal(signal.SIGUSR1, lambda number, _: heard.append(number))
        os.kill(os.getpid(), signal.SIGUSR1)
        return len(heard)

    assert way.run(driver, lambda _: None).exit_code == 1


def test_text_goes_through_the_calls_that_are_watched(way: Any) -> None:
    def driver() -> int:
        stream = text_stream(1)
        stream.write("花呗\n")
        stream.flush()
        return 0

    found = way.run(driver, lambda _: None)
    assert found.out.decode() == "花呗\n"
    assert ("write", "<stdout>") in [(call.name, call.file) for call in found.calls]


@TRACED
def test_a_driver_must_not_start_a_process() -> None:
    with pytest.raises(AssertionError, match="starts another process"):
        syscalls.run(lambda: os.fork() and 0, lambda _: None)
