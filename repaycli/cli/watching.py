"""What a person sees and does while something takes long: one line that says where it stands, and Ctrl-C."""

import signal
from collections.abc import Callable, Generator
from contextlib import contextmanager

from repaycli.cli.environment import Environment
from repaycli.cli.session import Session

_QUIET_FOR = 1.0  # seconds that something may take before it is shown
_BETWEEN = 0.2
_ECHO = 2 * len("^C")  # what a terminal writes behind the line when Ctrl-C is pressed


def watched(session: Session) -> Environment | None:
    """Return the environment whose errors somebody watches on a terminal; None where nobody does, or wants to."""
    shown = session.environment.errors_on_terminal and not session.options.quiet
    return session.environment if shown else None


@contextmanager
def one_stop(stop: Callable[[], None]) -> Generator[None]:
    """Let Ctrl-C call `stop`, which raises KeyboardInterrupt where the run is to end."""

    def heard(*_: object) -> None:
        stop()

    before = signal.getsignal(signal.SIGINT)
    if before in (signal.SIG_IGN, None):  # whoever started us wants no Ctrl-C to reach us
        yield
        return
    try:
        signal.signal(signal.SIGINT, heard)
    except ValueError:  # not in the main thread
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class OneLine:
    """One line beside the answer that is written over and over, and wiped off at the end."""

    def __init__(self, environment: Environment | None, clock: Callable[[], float]) -> None:
        self.environment = environment
        self.clock = clock
        self.began = self.last = clock()
        self.shown = 0

    def show(self, said: Callable[[int, int], str]) -> None:
        """Show where it stands, from its second second on and not too often; `said` gets the seconds and the columns."""
        now = self.clock()
        if self.environment is None or now - self.began < _QUIET_FOR or (self.shown and now - self.last < _BETWEEN):
            return
        from repaycli.present.width import cells, pad

        self.last = now
        line = said(int(now - self.began), self.environment.errors_width - 1)
        width = cells(line)
        self.environment.complain("\r" + pad(line, max(width, self.shown)))
        self.shown = max(width, self.shown)

    def clear(self) -> None:
        """Leave the line as it was."""
        if self.environment is not None and self.shown:
            room = self.environment.errors_width - 1
            self.environment.complain("\r" + " " * min(self.shown + _ECHO, room) + "\r")
            self.shown = 0
