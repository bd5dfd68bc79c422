"""Runs a program on a pseudo-terminal, as a person at a keyboard has it (POSIX only)."""

from __future__ import annotations

import errno
import fcntl
import os
import pty
import struct
import subprocess
import termios
from collections.abc import Mapping, Sequence
from pathlib import Path

from harness.console import Output, sealed_environment

_ROWS = 24


def run_on_terminal(
    command: Sequence[str], folder: Path, home: Path, env: Mapping[str, str], stdin: bytes = b"", columns: int = 80
) -> Output:
    """Run `command` with its three streams on a terminal; `stdin` is typed in at once."""
    keyboard, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", _ROWS, columns, 0, 0))
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=sealed_environment(home, {"COLUMNS": str(columns), **env}),
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            start_new_session=True,
        )
        os.close(terminal)
        if stdin:
            os.write(keyboard, stdin)
        screen = _read_all(keyboard).decode("utf-8").replace("\r\n", "\n")
        return Output(process.wait(timeout=60), screen, "", screen)
    finally:
        os.close(keyboard)


def _read_all(descriptor: int) -> bytes:
    chunks: list[bytes] = []
    while True:
        try:
            chunk = os.read(descriptor, 65536)
        except OSError as problem:
            if problem.errno == errno.EIO:  # the program has gone and the terminal with it
                break
            raise
        if not chunk:
            break
        chunks.append(chunk)
    return b"".join(chunks)
