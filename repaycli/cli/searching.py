"""The search for the optimal plan as the command line runs it: how long, what is shown meanwhile, and Ctrl-C."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from repaycli.cli.exit_codes import WrongUsage
from repaycli.cli.session import Session
from repaycli.cli.values import quoted
from repaycli.cli.watching import OneLine, one_stop, watched
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
    return seconds_value(stated)


def seconds_value(stated: str) -> float:
    """Read how long a search may take; raises WrongUsage where that makes no sense."""
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
        self._environment = watched(session) if is_shown else None

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

        line = OneLine(self._environment, self._clock)

        def watch(progress: "Progress") -> None:
            self._has_plan = True
            line.show(lambda seconds, room: _said(progress, seconds, currency, room))

        left = max(_LEAST, self.seconds - (self._clock() - self._began))
        share = left / max(1, self._count)
        self._count -= 1
        with one_stop(self._stop):
            try:
                return work(Effort(self._clock, share, watch, lambda: self.is_stopped))
            finally:
                self._has_plan = True
                line.clear()

    def _stop(self) -> None:
        """The first Ctrl-C ends the search and not the run."""
        if self.is_stopped or not self._has_plan:
            raise KeyboardInterrupt
        self.is_stopped = True

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


def _said(progress: "Progress", seconds: int, currency: "Currency", room: int) -> str:
    from repaycli.present.optimal import progress_line

    return progress_line(progress, seconds, currency, room)
