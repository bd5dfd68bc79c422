"""Asking a terminal where its cursor is: ESC [ 6 n, answered by ESC [ row ; column R."""

import os
import re
import select
import termios
import time
import tty

_LIMIT = 1.0
_ANSWER = re.compile(rb"\x1b\[\d{1,5};(\d{1,5})R")
_LONGEST = 256


def cursor_column(keyboard: int, screen: int, text: str, limit: float = _LIMIT) -> int | None:
    """Write a text at the start of the line and return the column after it, counted from 1; then wipe it off.

    Returns None when the terminal does not answer within `limit` seconds. Raises OSError when there is no terminal.
    """
    if not (os.isatty(keyboard) and os.isatty(screen)):
        return None
    try:
        before = termios.tcgetattr(keyboard)
    except termios.error as problem:
        raise OSError(*problem.args) from problem
    try:
        tty.setcbreak(keyboard, termios.TCSAFLUSH)
        os.write(screen, b"\r" + text.encode("utf-8") + b"\x1b[6n")
        return _answer(keyboard, limit)
    finally:
        termios.tcsetattr(keyboard, termios.TCSAFLUSH, before)  # what comes too late is thrown away
        os.write(screen, b"\r\x1b[K")


def _answer(keyboard: int, limit: float) -> int | None:
    deadline = time.monotonic() + limit
    heard = b""
    while len(heard) < _LONGEST:
        ready, _, _ = select.select([keyboard], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            return None
        heard += os.read(keyboard, 64)
        if found := _ANSWER.search(heard):
            return int(found[1])
    return None
