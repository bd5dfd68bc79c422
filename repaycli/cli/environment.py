"""The world around a run, as one value: streams, environment variables, folder, clock, terminal.

Tests build their own and run the real command line with it; nothing else in the program asks the process.
"""

import os
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from time import monotonic
from typing import BinaryIO, TextIO

from repaycli.cli.exit_codes import NotWritten
from repaycli.cli.reasons import reason
from repaycli.core.nouns import NamedTuple
from repaycli.locale import tr

_USUAL_WIDTH = 80
_WIDEST = 1000
_TOKEN = 6
_LONGEST_ANSWER = 1000


def _nowhere() -> None:
    return None


def _token() -> str:
    """Return a mark that no other entry has: letters and figures that are not mistaken for one another."""
    import secrets

    return "".join(secrets.choice("23456789abcdefghjkmnpqrstuvwxyz") for _ in range(_TOKEN))


def _zone() -> str:
    """Return the time zone whose date is today's: its name and distance from UTC."""
    return datetime.now().astimezone().strftime("%Z %z")


def _clock() -> time:
    return datetime.now().time()


def _command() -> tuple[str, ...]:
    """Return the words that start this program from any folder: its own path, else Python's and the module's name."""
    started = os.path.abspath(sys.argv[0])  # noqa: PTH100 - a link (pipx) stays one
    if Path(started).name in ("repaycli", "repay") and Path(started).is_file() and os.access(started, os.X_OK):
        return (started,)
    return (sys.executable, "-P", "-m", "repaycli")


class Environment(NamedTuple):
    """Everything a run can see besides its arguments. A stream is None when the caller closed it."""

    env: Mapping[str, str]
    folder: Path
    stdin: BinaryIO | None
    stdout: TextIO | None
    stderr: TextIO | None
    today: Callable[[], date]
    config_folder: Callable[[], Path | None]
    is_terminal: bool = False
    errors_on_terminal: bool = False
    width: int = _USUAL_WIDTH
    program: str = "repaycli"
    can_ask: bool = False  # a person sits at both ends: questions can be put and answered
    state_folder: Callable[[], Path | None] = _nowhere
    token: Callable[[], str] = _token
    zone: Callable[[], str] = _zone
    clock: Callable[[], time] = _clock
    command: Callable[[], tuple[str, ...]] = _command
    patience: float = 10.0  # seconds that a program outside may take
    monotonic: Callable[[], float] = monotonic
    errors_width: int = _USUAL_WIDTH

    def write(self, text: str) -> None:
        """Write the answer; raises NotWritten when there is no room for it, BrokenPipeError when nobody reads."""
        self._answer(lambda stream: _write(stream, text))

    def write_bytes(self, content: bytes) -> None:
        """Write an answer that is a file of its own, whatever the stream's encoding; raises as `write` does."""
        self._answer(lambda stream: _write_bytes(stream, content))

    def _answer(self, write: Callable[[TextIO], None]) -> None:
        if self.stdout is None:
            raise NotWritten(
                tr("the answer could not be written: {reason}", reason=tr("the standard output is closed"))
            )
        try:
            write(self.stdout)
        except BrokenPipeError:
            raise
        except (OSError, ValueError) as problem:
            raise NotWritten(tr("the answer could not be written: {reason}", reason=reason(problem))) from problem

    def ask(self, question: str, is_usual: bool = False) -> bool:
        """Put a question beside the answer, and wait; without a person nobody agrees.

        Only a plain yes is one; Enter too, where it `is_usual`.
        """
        said = self.reply(question + (" [Y/n] " if is_usual else " [y/N] "), not is_usual) if self.can_ask else None
        return said is not None and said.strip().casefold() in ("y", "yes", "是", *([""] if is_usual else []))

    def reply(self, prompt: str, unfinished: bool = False) -> str | None:
        """Put a prompt beside the answer and return what is typed; None where the keyboard ends (Ctrl-D).

        What the end comes after in the middle of a line counts only if `unfinished`; of a very long line the end is lost.
        """
        if self.stdin is None:
            return None
        self.complain(prompt)
        try:
            said = self.stdin.readline(_LONGEST_ANSWER)
            more = said
            while not more.endswith(b"\n") and len(more) == _LONGEST_ANSWER:
                more = self.stdin.readline(_LONGEST_ANSWER)
        except (OSError, ValueError):
            return None
        if not more.endswith(b"\n"):  # Ctrl-D
            self.complain("\n")
            return said.decode("utf-8", "replace") if unfinished else None
        return said.decode("utf-8", "replace").rstrip("\r\n")

    def complain(self, text: str) -> None:
        """Write beside the answer; where that is impossible nothing more can be done."""
        try:
            _write(self.stderr, text)
        except (OSError, ValueError):
            return


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:
        return
    encoding = stream.encoding or "utf-8"
    try:
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
    except LookupError:
        stream.write(text.encode("ascii", "backslashreplace").decode("ascii"))
    stream.flush()


def _write_bytes(stream: TextIO, content: bytes) -> None:
    stream.flush()
    left = memoryview(content)
    while left:  # an unbuffered stream may take a part only
        left = left[stream.buffer.write(left) :]
    stream.buffer.flush()


def of_this_process() -> Environment:
    """Read the environment of the running process."""
    env = dict(os.environ)
    forced = env.get("REPAYCLI_FORCE_TERMINAL", "") not in ("", "0")
    return Environment(
        env=env,
        folder=Path(),
        stdin=getattr(sys.stdin, "buffer", None),
        stdout=sys.stdout,
        stderr=sys.stderr,
        today=date.today,
        config_folder=_config_folder,
        is_terminal=forced or _on_terminal(sys.stdout),
        errors_on_terminal=forced or _on_terminal(sys.stderr),
        width=terminal_width(env, sys.stdout),
        errors_width=terminal_width(env, sys.stderr),
        can_ask=_on_terminal(sys.stdin) and _on_terminal(sys.stderr),
        state_folder=_state_folder,
        program="repay" if Path(sys.argv[0]).name == "repay" else "repaycli",
    )


def wants_colour(environment: Environment) -> bool:
    """Tell whether colours may be used: on a real terminal that knows them, unless NO_COLOR forbids it."""
    env = environment.env
    if env.get("NO_COLOR") or env.get("TERM", "dumb") == "dumb":
        return False
    return environment.is_terminal and not env.get("REPAYCLI_FORCE_TERMINAL")


def is_ascii_only(environment: Environment) -> bool:
    """Tell whether the answer's stream can show lines of a frame."""
    encoding = getattr(environment.stdout, "encoding", None) or "utf-8"
    try:
        "─".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return True
    return False


def terminal_width(env: Mapping[str, str], stream: TextIO | None) -> int:
    """Return the columns to write for: COLUMNS, else the terminal's, else 80."""
    stated = env.get("COLUMNS", "")
    if stated.isascii() and stated.isdigit() and 0 < int(stated[:6]) <= _WIDEST:
        return int(stated)
    try:
        return os.get_terminal_size(stream.fileno()).columns or _USUAL_WIDTH if stream else _USUAL_WIDTH
    except (OSError, ValueError):
        return _USUAL_WIDTH


def _on_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def _config_folder() -> Path | None:
    from platformdirs import user_config_path

    return user_config_path("repaycli", appauthor=False)


def _state_folder() -> Path | None:
    from platformdirs import user_state_path

    return user_state_path("repaycli", appauthor=False)
