"""Runs the real command line, in this process (fast) or in one of its own, in a sealed environment.

Both ways give the program the same world: a folder to stand in, 80 columns, UTF-8, no terminal, a HOME that is empty,
and none of the caller's REPAYCLI_* variables. `tests/acceptance` holds the test that both answer alike.
"""

from __future__ import annotations

import gc
import io
import os
import subprocess
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Output:
    """What a run left behind. `screen` is both streams in the order of writing, as a terminal would show them."""

    exit_code: int
    stdout: str
    stderr: str
    screen: str


def sealed_environment(home: Path, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Build the whole environment of a run: what is not named here is not set."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "PYTHONUTF8": "1",
        "TERM": "xterm",
        "TZ": "UTC",
        "COLUMNS": "80",
        "LINES": "24",
        **(extra or {}),
    }


class _Tee(io.RawIOBase):
    """Bytes go to a stream's own buffer and to the shared screen."""

    def __init__(self, *targets: io.BytesIO) -> None:
        self._targets = targets

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        for target in self._targets:
            target.write(data)
        return len(data)


def run_in_process(
    argv: Sequence[str], folder: Path, home: Path, env: Mapping[str, str] | None = None, stdin: bytes = b""
) -> Output:
    """Call `repaycli.cli.entry.main` as the console script does, with argv, streams, folder and environment replaced."""
    out, err, screen = io.BytesIO(), io.BytesIO(), io.BytesIO()
    with (
        _environment(sealed_environment(home, env)),
        _folder(folder),
        _streams(["repaycli", *argv], stdin, _Tee(out, screen), _Tee(err, screen)),
    ):
        exit_code = _call_main()
    return Output(exit_code, _text(out), _text(err), _text(screen))


def run_process(
    command: Sequence[str], folder: Path, home: Path, env: Mapping[str, str] | None = None, stdin: bytes = b""
) -> Output:
    """Run a command as a process of its own; `screen` is stdout followed by stderr."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=sealed_environment(home, env),
        input=stdin,
        capture_output=True,
        timeout=60,
        check=False,
    )
    out, err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
    return Output(done.returncode, out, err, out + err)


def _call_main() -> int:
    from repaycli.cli.entry import main

    try:
        main()
    except SystemExit as stop:
        if isinstance(stop.code, str):
            print(stop.code, file=sys.stderr)
            return 1
        return stop.code or 0
    except Exception:  # noqa: BLE001 - the interpreter would do the same
        traceback.print_exc()
        return 1
    finally:
        gc.enable()  # a program that ends need not look for cycles; this process goes on
    return 0


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    saved = dict(os.environ)
    os.environ.clear()
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(saved)


@contextmanager
def _folder(folder: Path) -> Iterator[None]:
    saved = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(saved)


@contextmanager
def _streams(argv: list[str], stdin: bytes, out: Any, err: Any) -> Iterator[None]:
    saved = sys.argv, sys.stdin, sys.stdout, sys.stderr
    sys.argv = argv
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    # Unbuffered, as under `python -u`: only so do the two streams meet on the screen in the order of writing.
    sys.stdout = io.TextIOWrapper(out, encoding="utf-8", newline="\n", write_through=True)
    sys.stderr = io.TextIOWrapper(err, encoding="utf-8", errors="backslashreplace", newline="\n", write_through=True)
    try:
        yield
    finally:
        for stream in (sys.stdout, sys.stderr):
            if not stream.closed:
                stream.flush()
        sys.argv, sys.stdin, sys.stdout, sys.stderr = saved


def _text(buffer: io.BytesIO) -> str:
    return buffer.getvalue().decode("utf-8")
