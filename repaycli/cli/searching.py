"""The search for the optimal plan as the command line runs it: how long, what is shown meanwhile, and Ctrl-C."""

import re
import signal
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from repaycli.cli.environment import Environment
from repaycli.cli.exit_codes import WrongUsage
from repaycli.cli.session import Session
from repaycli.cli.values import quoted
from repaycli.locale import mark, tr

if TYPE_CHECKING:
    from repaycli.core.money import Currency
    from repaycli.engine.changes import Changes
    from repaycli.engine.run import Run
    from repaycli.present.model import View
    from repaycli.present.optimal import Proof
    from repaycli.products.accounts import Household
    from repaycli.strategies.optimal.optimum import Effort, Optimum, Progress

T = TypeVar("T")

SECONDS = 20.0
_LEAST, _MOST = 0.1, 3600
_QUIET_FOR = 1.0  # seconds that a search may take before it is shown
_BETWEEN = 0.2
_ECHO = 2 * len("^C")  # what a terminal writes behind the line when Ctrl-C is pressed
_NUMBER = re.compile(r"[0-9]{1,20}(\.[0-9]{1,20})?")

TimeLimitOption = Annotated[
    str | None,
    typer.Option(
        "--time-limit",
        metavar="SECONDS",
        help=mark("optimal: search so long at most, otherwise 20 seconds; Ctrl-C ends it with the best plan so far."),
    ),
]


def time_limit(stated: str | None, names: Iterable[str]) -> float:
    """Return the seconds that a search may take; raises WrongUsage where nothing is searched for, or they make no sense."""
    if stated is None:
        return SECONDS
    only_optimal("--time-limit", names)
    if not _NUMBER.fullmatch(stated):
        raise WrongUsage(
            tr("--time-limit: {value} is not a number of seconds", value=quoted(stated)),
            tr("Write {example}", example="--time-limit 2.5"),
        )
    seconds = float(stated)
    if not _LEAST <= seconds <= _MOST:
        raise WrongUsage(
            tr(
                "--time-limit: {value} is not between {least} and {most} seconds",
                value=stated,
                least=_LEAST,
                most=_MOST,
            )
        )
    return seconds


def only_optimal(option: str, names: Iterable[str]) -> None:
    """Refuse an option where no plan is searched for."""
    if "optimal" not in names:
        raise WrongUsage(
            tr("{option} is for the strategy optimal: the others are not searched for", option=option),
            tr("Write --strategy optimal as well, or leave {option} out.", option=option),
        )


class Search:
    """Searches for best plans, `count` of them within one time limit; what was found is kept in `found`.

    Called as `repaycli.strategies.compare.Search`. Ctrl-C ends it with the best plan so far; a second one, or one before
    there is any plan, ends the run.
    """

    def __init__(self, session: Session, seconds: float = SECONDS, count: int = 1, is_shown: bool = True) -> None:
        self.seconds = seconds
        self.found: list[Optimum] = []
        self.is_stopped = False
        self._clock = session.environment.monotonic
        self._began = self._clock()
        self._count = count
        self._has_plan = False
        shown = is_shown and session.environment.errors_on_terminal and not session.options.quiet
        self._environment = session.environment if shown else None

    def __call__(
        self, household: "Household", today: date, until: date | None, past: "Run", changes: "Changes"
    ) -> "Optimum":
        """Search for the best plan of a household."""
        from repaycli.strategies.optimal.search.optimise import optimise

        def search(effort: "Effort") -> "Optimum":
            return optimise(household, today, until, effort, past, changes)

        self.found.append(self.run(search, household.currency))
        return self.found[-1]

    def run(self, work: "Callable[[Effort], T]", currency: "Currency") -> T:
        """Let something search with its share of the time that is left."""
        from repaycli.strategies.optimal.optimum import Effort

        line = _Line(self._environment, currency, self._clock)

        def watch(progress: "Progress") -> None:
            self._has_plan = True
            line.show(progress)

        left = max(_LEAST, self.seconds - (self._clock() - self._began))
        share = left / max(1, self._count)
        self._count -= 1
        with self._one_stop():
            try:
                return work(Effort(self._clock, share, watch, lambda: self.is_stopped))
            finally:
                self._has_plan = True
                line.clear()

    @contextmanager
    def _one_stop(self) -> Generator[None]:
        """Let the first Ctrl-C end the search and not the run."""

        def stop(*_: object) -> None:
            if self.is_stopped or not self._has_plan:
                raise KeyboardInterrupt
            self.is_stopped = True

        before = signal.getsignal(signal.SIGINT)
        if before in (signal.SIG_IGN, None):  # whoever started us wants no Ctrl-C to reach us
            yield
            return
        try:
            signal.signal(signal.SIGINT, stop)
        except ValueError:  # not in the main thread
            yield
            return
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)

    def proof(self, optimum: "Optimum | None" = None) -> "Proof":
        """Return what was found last, or what was made of it, with what ended the search."""
        from repaycli.present.optimal import Ending, Proof

        found = optimum or self.found[-1]
        ending = Ending.FINISHED if found.is_finished else Ending.USER if self.is_stopped else Ending.TIME
        return Proof(found, ending, self.seconds)

    def noted(self, view: "View") -> "View":
        """Return a view with what has to be said where it rests on plans that were searched for."""
        if not self.found or view.currency is None:
            return view
        from repaycli.present.optimal import gap_notes

        return view._replace(notes=(*view.notes, *gap_notes(self.found, view.currency)))


class _Line:
    """One line beside the answer that is written over and over, and wiped off at the end."""

    def __init__(self, environment: Environment | None, currency: "Currency", clock: Callable[[], float]) -> None:
        self.environment = environment
        self.currency = currency
        self.clock = clock
        self.began = self.last = clock()
        self.shown = 0

    def show(self, progress: "Progress") -> None:
        """Show where the search stands, from its second second on and not too often."""
        now = self.clock()
        if self.environment is None or now - self.began < _QUIET_FOR or (self.shown and now - self.last < _BETWEEN):
            return
        from repaycli.present.optimal import progress_line
        from repaycli.present.width import cells, pad

        self.last = now
        line = progress_line(progress, int(now - self.began), self.currency, self.environment.errors_width - 1)
        width = cells(line)
        self.environment.complain("\r" + pad(line, max(width, self.shown)))
        self.shown = max(width, self.shown)

    def clear(self) -> None:
        """Leave the line as it was."""
        if self.environment is not None and self.shown:
            room = self.environment.errors_width - 1
            self.environment.complain("\r" + " " * min(self.shown + _ECHO, room) + "\r")
            self.shown = 0
