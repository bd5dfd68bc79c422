"""One trial: a function runs in a child process, and one of its calls to the system fails, or is its last.

Two ways of getting between the child and the system share these nouns: `harness.syscalls` stops it at every system call
(Linux only), `harness.calls` replaces functions of `os` and `fcntl` in it (everywhere). Both ask `decide`, which sees
each call before it happens and answers what is to become of it.
"""

from __future__ import annotations

import io
import os
import signal
import tempfile
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

_LONGEST_TRIAL = 60  # seconds; a child that hangs is killed by its own alarm clock


@dataclass(frozen=True, slots=True)
class Call:
    """One call to the system, before it happens."""

    place: int  # how many calls came before it in this trial
    name: str  # as in the manual, without "at" and "64": open, write, fsync, rename …
    file: str = ""  # the path it is about, if any; of a rename the new one; "<stdout>" and "<stderr>" for those
    size: int = 0  # how many bytes it is to write


@dataclass(frozen=True, slots=True)
class Fault:
    """What becomes of a call: it fails with an error (before or after it had its effect), writes half, or is the last."""

    error: int = 0
    is_done: bool = False  # it has its effect, and only then fails or ends the process
    kills: bool = False
    is_short: bool = False

    def __str__(self) -> str:
        what = "killed" if self.kills else "half written" if self.is_short else os.strerror(self.error)
        return what + (" when done" if self.is_done else "")


KILLED = Fault(kills=True)
HALF_WRITTEN = Fault(is_short=True)

Decide = Callable[[Call], Fault | None]
Driver = Callable[[], int]


@dataclass(frozen=True, slots=True, repr=False)
class Trial:
    """How a trial ended: its calls, what was done to them, the exit code (None: killed), and what was written."""

    calls: Sequence[Call]
    faults: Sequence[tuple[Call, Fault]]
    exit_code: int | None
    out: bytes
    err: bytes

    def __repr__(self) -> str:
        """Tell the trial, for an assertion that failed."""
        struck = "; ".join(f"{call.name} {call.file} (call {call.place}): {fault}" for call, fault in self.faults)
        return f"{struck or 'undisturbed'} -> exit {self.exit_code}, out {self.out!r}, err {self.err.decode()!r}"


class Streams:
    """What a child writes to: its stdout, its stderr, and notes for the harness. Its stdin is empty."""

    def __init__(self) -> None:
        self.out, self.err, self.notes = (tempfile.TemporaryFile() for _ in range(3))  # noqa: SIM115 - closed by read

    def take(self) -> None:
        """Let the child have them in place of its parent's."""
        os.dup2(self.out.fileno(), 1)
        os.dup2(self.err.fileno(), 2)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)

    def read(self) -> tuple[bytes, bytes, bytes]:
        """Return what was written to each, and close them."""
        return _whole(self.out), _whole(self.err), _whole(self.notes)


def _whole(file: BinaryIO) -> bytes:
    with file:
        file.seek(0)
        return file.read()


class _Unbuffered(io.RawIOBase):
    """A stream that writes through `os.write`, where it can be disturbed."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        return os.write(self._descriptor, data)


def text_stream(descriptor: int) -> io.TextIOWrapper:
    """Return stdout (1) or stderr (2) as a program has it, for use in a driver."""
    return io.TextIOWrapper(io.BufferedWriter(_Unbuffered(descriptor)), encoding="utf-8")


def fork() -> int:
    """Fork; the child dies after a while, whatever it does."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # there are other threads; the child waits for none of them
        child = os.fork()
    if child == 0:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(_LONGEST_TRIAL)
    return child


def run_and_exit(driver: Driver) -> None:
    """Run the driver in the child and end it there: nothing that belongs to the parent is flushed, closed or told."""
    code = 99
    try:
        code = driver()
    except BaseException as problem:  # noqa: BLE001 - it must not go on as the parent
        os.write(2, f"the driver raised {type(problem).__name__}: {problem}".encode())
    finally:
        os._exit(code)


def exit_code(status: int) -> int | None:
    """Read how a child ended; raises when it hung."""
    if not os.WIFSIGNALED(status):
        return os.WEXITSTATUS(status)
    assert os.WTERMSIG(status) != signal.SIGALRM, f"a trial took more than {_LONGEST_TRIAL} s"
    return None
