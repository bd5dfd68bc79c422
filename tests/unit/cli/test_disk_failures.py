"""Writing to disk while the process is killed at each call, and while each call fails.

Each sweep is made in two ways: between the process and the system (Linux), and between the code and `os` (everywhere).
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from errno import EIO
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from harness import calls, syscalls
from harness.sweep import Sweep, at, flush_failed
from harness.trials import HALF_WRITTEN, Call, Decide, Fault, Trial
from repaycli.cli import disk
from repaycli.cli.exit_codes import NotWritten, Stop

FIRST = b'[[payment]]\nid = "first"\n'
ADDED = b'[[payment]]\nid = "added"\n'
LATER = b'[[payment]]\nid = "later"\n'
MODE = 0o640

TRACED = pytest.mark.skipif(bool(syscalls.why_not()), reason=syscalls.why_not())
OLD = {"new": None, "empty": b"", "existing": FIRST}


def desks(traced: bool) -> Any:
    """Parametrize a test by where it writes.

    The short form leaves empty files out, and goes one of the two ways: that between process and system where it is asked
    for and can be had, else the other.
    """
    short = "syscalls" if traced and not syscalls.why_not() else "calls"
    return pytest.mark.parametrize(
        "desk",
        [
            pytest.param(
                (way, old),
                id=f"{old}-{way}",
                marks=[
                    *([TRACED] if way == "syscalls" else []),
                    *([pytest.mark.long] if old == "empty" or way != short else []),
                ],
            )
            for old in OLD
            for way in ("syscalls", "calls")
        ],
        indirect=True,
    )


@dataclass(frozen=True, slots=True)
class Desk:
    """A folder in which a file lies or does not, and a link outside, through which a trial writes to it."""

    link: Path
    file: Path
    old: bytes | None
    way: str

    def prepare(self) -> None:
        for path in self.file.parent.iterdir():
            path.unlink()
        if self.old is not None:
            self.file.write_bytes(self.old)
            self.file.chmod(MODE)

    def content(self) -> bytes | None:
        """Return what the file holds; the link must still lead to it."""
        assert self.link.readlink() == self.file
        return self.link.read_bytes() if self.link.exists() else None

    def litter(self) -> list[str]:
        return [path.name for path in self.file.parent.iterdir() if path != self.file]

    def sweep(self, driver: Callable[[], int]) -> Sweep:
        if self.way == "calls":
            return Sweep(calls.run, driver, self.prepare, retries=False)
        return Sweep(syscalls.run, driver, self.prepare)

    def write(self, call: Call) -> bool:
        """Tell whether a call writes to the file."""
        return call.name == "write" and call.file in (str(self.link), str(self.file))


@pytest.fixture
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Desk:
    way, old = request.param
    folder = tmp_path / "folder"
    folder.mkdir()
    link = tmp_path / "link"
    link.symlink_to(folder / "file")
    return Desk(link, folder / "file", OLD[old], way)


def answer(action: Callable[[], None]) -> int:
    """Run an action as the command line does: a stop is told on stderr, and so is an answer that nobody gets."""
    try:
        action()
    except Stop as stop:
        return _complain(stop.message, stop.code)
    except OSError as problem:
        return _complain(f"the answer could not be written: {problem.strerror}", 5)
    return 0


def _complain(message: str, code: int) -> int:
    with suppress(OSError):
        os.write(2, message.encode())
    return code


def say(what: str) -> None:
    os.write(1, what.encode())


# --- append --------------------------------------------------------------------------------------


def append(desk: Desk, added: bytes = ADDED) -> int:
    """Do what a command does that records, and say so."""
    return answer(lambda: disk.append(desk.link, "file", entry(added), lambda: say("recorded\n"), 0))


def entry(added: bytes) -> Callable[[bytes], bytes]:
    """Add an entry, unless the last one is torn."""

    def check(content: bytes) -> bytes:
        if content and not content.endswith(b'"\n'):
            raise NotWritten("the tail is torn; nothing was written")
        return added

    return check


def assert_old_or_new(desk: Desk, trial: Trial) -> None:
    """Assert what holds whatever happened, and that the next run is as if nothing had happened."""
    old, now, told = desk.old or b"", desk.content(), trial.err.decode()
    new = old + ADDED
    if trial.out or trial.exit_code == 0:
        assert (now, b"recorded\n".startswith(trial.out)) == (new, True), trial
    elif trial.exit_code is None:
        assert now in (desk.old, old, new), trial  # a new file may be there, and empty
    elif "answer" in told:
        assert now == new, trial
    else:
        assert "nothing was" in told, trial
        # Without the lock even a file just made is not taken away: somebody may be writing to it.
        assert now == desk.old or (now == b"" and not _had_lock(trial)), trial
    if flush_failed(trial):
        assert b"recorded" not in trial.out, trial
    assert desk.litter() == []
    disk.append(desk.link, "file", entry(LATER), patience=0)
    assert desk.content() == (now or b"") + LATER, trial


def _had_lock(trial: Trial) -> bool:
    first_struck = min(call.place for call, _ in trial.faults)
    return any(call.name == "flock" and call.place < first_struck for call in trial.calls)


@desks(traced=True)
def test_a_kill_at_any_call_leaves_the_old_content_or_the_new(desk: Desk) -> None:
    trials: list[Trial] = []
    for trial in desk.sweep(partial(append, desk)).kills():
        assert_old_or_new(desk, trial)
        trials.append(trial)
    assert trials[-1].exit_code == 0
    assert len(trials) > 10


@desks(traced=True)
def test_a_failure_of_any_call_leaves_the_old_content_or_the_new_and_says_so(desk: Desk) -> None:
    failed: set[str] = set()
    for trial in desk.sweep(partial(append, desk)).failures():
        assert trial.exit_code is not None
        assert_old_or_new(desk, trial)
        failed |= {call.name for call, _ in trial.faults}
    assert {"open", "flock", "write", "fsync", "close"} <= failed


def half_written(desk: Desk) -> Decide:
    return at(0, HALF_WRITTEN, desk.write)


def not_flushed(desk: Desk) -> Decide:
    return at(0, Fault(EIO, is_done=True), _is_fsync)


def folder_not_flushed(desk: Desk) -> Decide:
    return at(1, Fault(EIO), _is_fsync)


def _is_fsync(call: Call) -> bool:
    return call.name == "fsync"


@desks(traced=False)
def test_a_kill_after_half_a_write_may_leave_a_torn_tail_which_is_told(desk: Desk) -> None:
    """Between a write that came out short and its taking back nothing can help against a kill.

    What the file holds then begins with all of the old content; behind that stands the beginning of the entry, without
    its last line's end. The next run is told that the tail is torn, and adds nothing.
    """
    half = (desk.old or b"") + ADDED[: len(ADDED) // 2]
    torn = 0
    for trial in desk.sweep(partial(append, desk)).kills_after(partial(half_written, desk)):
        assert trial.out == b"", trial
        if desk.content() != half:
            assert_old_or_new(desk, trial)
            continue
        torn += 1
        with pytest.raises(NotWritten, match="torn"):
            disk.append(desk.link, "file", entry(LATER), patience=0)
        assert desk.content() == half, trial
    assert 0 < torn < 5
    assert trial.exit_code == 5, "the last trial takes it back"


@desks(traced=False)
@pytest.mark.parametrize("first", [not_flushed, folder_not_flushed])
def test_a_kill_after_a_failed_flush_leaves_the_old_content_or_the_new(
    desk: Desk, first: Callable[[Desk], Decide]
) -> None:
    for trial in desk.sweep(partial(append, desk)).kills_after(partial(first, desk)):
        assert trial.out == b"", trial
        assert_old_or_new(desk, trial)


@desks(traced=False)
@pytest.mark.parametrize("first", [half_written, not_flushed, folder_not_flushed])
def test_what_cannot_be_taken_back_is_told(desk: Desk, first: Callable[[Desk], Decide]) -> None:
    """Two calls fail, then all from the first on: either the old content stands, or it is said that it may not."""
    old = desk.old or b""
    left = 0
    for trial in desk.sweep(partial(append, desk)).failures_after(partial(first, desk)):
        now, told = desk.content(), trial.err.decode()
        assert (trial.exit_code, trial.out) == (5, b""), trial
        if "could not be taken back" in told:
            left += 1
            assert now is not None, trial
            assert now.startswith(old), trial
            assert (old + ADDED).startswith(now), trial
        else:
            assert now in (desk.old, old), trial
            assert "nothing was changed" in told, trial
        assert desk.litter() == []
    assert left > 0


def places(trial: Trial, name: str, *files: Path | str) -> list[int]:
    return [call.place for call in trial.calls if call.name == name and call.file in map(str, files)]


@desks(traced=True)
def test_nothing_is_called_recorded_before_it_is_on_the_disk(desk: Desk) -> None:
    """Power may fail at any time, and takes what was not flushed: the file's content, and its entry in the folder.

    The folder is flushed for an old file too: the run that made it may have been killed before it came to that.
    """
    trial = desk.sweep(partial(append, desk)).undisturbed()
    (written,) = places(trial, "write", desk.link, desk.file)
    (flushed,) = places(trial, "fsync", desk.link, desk.file)
    (folder_flushed,) = places(trial, "fsync", desk.file.parent)
    (told,) = places(trial, "write", "<stdout>")
    assert written < flushed < told
    assert written < folder_flushed < told
    assert all(call.name not in ("write", "ftruncate", "rename") for call in trial.calls[flushed:told])


# --- replace -------------------------------------------------------------------------------------


def replace(desk: Desk, content: bytes = ADDED) -> int:
    """Put another content in place of the file's."""

    def action() -> None:
        disk.replace(desk.link, "file", content)
        say("replaced\n")

    return answer(action)


def assert_either(desk: Desk, trial: Trial) -> None:
    """Assert what holds whatever happened to a file that is replaced, and that the next run is not disturbed by it."""
    now, told, litter = desk.content(), trial.err.decode(), desk.litter()
    if trial.out or trial.exit_code == 0 or "answer" in told or "power failure" in told:
        assert now == ADDED, trial
    elif trial.exit_code is None:
        assert now in (desk.old, ADDED), trial
    else:
        assert "nothing was changed" in told, trial
        assert now == desk.old, trial
    if trial.exit_code is None:
        assert [name for name in litter if not name.startswith(".repaycli-")] == [], trial
        assert len(litter) <= 1, trial
    elif not any(call.name == "unlink" for call, _ in trial.faults):
        assert litter == [], trial
    if flush_failed(trial):
        assert b"replaced" not in trial.out, trial
    if now is not None:
        assert stat.S_IMODE(desk.file.stat().st_mode) == (0o600 if desk.old is None else MODE), trial
    disk.replace(desk.link, "file", LATER)
    assert (desk.content(), desk.litter()) == (LATER, litter), trial


@desks(traced=True)
def test_a_kill_at_any_call_leaves_the_old_file_or_the_new(desk: Desk) -> None:
    """A kill between the making of the new file and its renaming leaves it beside the old one; it disturbs nobody."""
    trials: list[Trial] = []
    for trial in desk.sweep(partial(replace, desk)).kills():
        assert_either(desk, trial)
        trials.append(trial)
    assert trials[-1].exit_code == 0
    assert len(trials) > 10


@desks(traced=True)
def test_a_failure_of_any_call_leaves_the_old_file_or_the_new_and_says_so(desk: Desk) -> None:
    failed: set[str] = set()
    for trial in desk.sweep(partial(replace, desk)).failures():
        assert trial.exit_code is not None
        assert_either(desk, trial)
        failed |= {call.name for call, _ in trial.faults}
    assert {"open", "write", "fsync", "rename", "close"} <= failed


@desks(traced=True)
def test_a_file_is_on_the_disk_before_it_replaces_another(desk: Desk) -> None:
    trial = desk.sweep(partial(replace, desk)).undisturbed()
    (renamed,) = places(trial, "rename", desk.file)
    (folder_flushed,) = places(trial, "fsync", desk.file.parent)
    before = [call for call in trial.calls[:renamed] if ".repaycli-" in call.file]
    written = max(call.place for call in before if call.name == "write")
    assert any(call.name == "fsync" for call in before if call.place > written)
    assert renamed < folder_flushed < min(places(trial, "write", "<stdout>"))
