"""Gets between a child and the system by replacing functions of `os` and `fcntl` in the child; works everywhere.

It sees only calls that are made through these functions, so not what the interpreter does by itself; and what it does to
one of them is all that happens there. `harness.syscalls` sees everything, where it can be had.
"""

from __future__ import annotations

import fcntl
import json
import os
import signal
from collections.abc import Callable
from typing import Any

from harness.trials import Call, Decide, Driver, Fault, Streams, Trial, exit_code, fork, run_and_exit

_BY_PATH = ("open", "stat", "unlink", "mkdir", "chmod")
_BY_DESCRIPTOR = ("read", "write", "pread", "fsync", "ftruncate", "fstat", "fchmod", "fchown", "close")


def run(driver: Driver, decide: Decide) -> Trial:
    """Run `driver` in a child, with what `decide` says done to its calls."""
    streams = Streams()
    child = fork()
    if child == 0:
        streams.take()
        _Between(decide, streams.notes.fileno()).install()
        run_and_exit(driver)
    _, status = os.waitpid(child, 0)
    out, err, notes = streams.read()
    calls: list[Call] = []
    faults: list[tuple[Call, Fault]] = []
    for line in notes.splitlines():
        call, fault = json.loads(line)
        calls.append(Call(*call))
        if fault:
            faults.append((calls[-1], Fault(*fault)))
    return Trial(calls, faults, exit_code(status), out, err)


class _Between:
    """Stands in the child between its code and the system."""

    def __init__(self, decide: Decide, notes: int) -> None:
        self._decide = decide
        self._notes = notes
        self._note = os.write
        self._files = {1: "<stdout>", 2: "<stderr>"}
        self._count = 0

    def install(self) -> None:
        for name in _BY_PATH:
            setattr(os, name, self._watched(name, getattr(os, name), os.fspath))
        for name in _BY_DESCRIPTOR:
            setattr(os, name, self._watched(name, getattr(os, name), self._file))
        # pathlib and shutil use any of these
        for name in ("rename", "replace"):
            setattr(os, name, self._watched("rename", getattr(os, name), os.fspath, place=1))
        for name in ("flock", "fcntl"):
            setattr(fcntl, name, self._watched(name, getattr(fcntl, name), self._file))

    def _file(self, descriptor: Any) -> str:
        return self._files.get(descriptor, "")

    def _watched(self, name: str, real: Callable[..., Any], file_of: Callable[[Any], Any], place: int = 0) -> Any:
        def watched(*args: Any, **named: Any) -> Any:
            file = args[place]
            label = self._file(file) if isinstance(file, int) else str(file_of(file))
            call = Call(self._count, name, label, len(args[1]) if name == "write" else 0)
            self._count += 1
            fault = self._decide(call)
            record = [[call.place, call.name, call.file, call.size], fault and list(_fields(fault))]
            self._note(self._notes, json.dumps(record).encode() + b"\n")
            result = _disturbed(fault, name, real, args, named) if fault else real(*args, **named)
            if name == "open":
                self._files[result] = label
            return result

        return watched


def _fields(fault: Fault) -> tuple[int, bool, bool, bool]:
    return fault.error, fault.is_done, fault.kills, fault.is_short


def _disturbed(fault: Fault, name: str, real: Callable[..., Any], args: Any, named: Any) -> Any:
    if fault.is_short:
        assert name == "write", "only a write can be short"
        return real(args[0], bytes(args[1])[: len(args[1]) // 2])
    if fault.is_done:
        real(*args, **named)
    if fault.kills:
        os.kill(os.getpid(), signal.SIGKILL)
    raise OSError(fault.error, os.strerror(fault.error))
