"""Futures as the command line plays them: where they stand is shown, and Ctrl-C ends them with those done so far."""

import gc
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from repaycli.cli.session import Session
from repaycli.cli.watching import OneLine, one_stop, watched
from repaycli.locale import tr

if TYPE_CHECKING:
    from repaycli.products.accounts import Household
    from repaycli.risk.outcomes import Outcomes
    from repaycli.risk.playing import Wanted
    from repaycli.risk.target import Reached
    from repaycli.strategies.compare import Search


class Playing:
    """Plays a household, and what could be changed about it, in the same futures.

    Ctrl-C ends what is played; a second one ends the run.
    """

    def __init__(
        self, session: Session, household: "Household", today: date, wanted: "Wanted", search: "Search | None" = None
    ) -> None:
        self.household, self.today, self.wanted, self.search = household, today, wanted, search
        self.is_stopped = False
        self._session = session

    def first(self) -> "Outcomes":
        """Play the household as it is; where it is stopped, the futures that are done may be none."""
        line = self._line()

        def watch(done: int) -> bool:
            line.show(lambda seconds, room: _fitting(_futures(done, self.wanted.paths), seconds, room))
            return self.is_stopped

        with one_stop(self._stop):
            try:
                return self._play(self.household, self.wanted, watch)
            finally:
                line.clear()

    def some(self) -> "Outcomes":
        """Play the household as it is; raises NothingYet where it is stopped before any future is done."""
        from repaycli.cli.exit_codes import NothingYet

        outcomes = self.first()
        if outcomes.paths:
            return outcomes
        raise NothingYet(
            tr("stopped before a future was done: nothing is known yet"),
            tr("A few are done sooner: {option}", option="--paths 100"),
        )

    def reach(self, target: Fraction, outcomes: "Outcomes") -> "Reached":
        """Find what reaches a target; `outcomes`: the household as it is."""
        from repaycli.risk.answers import outlook
        from repaycli.risk.buffer import Sought, Stopped
        from repaycli.risk.target import paths_for, reach

        line, steps = self._line(), _Steps()
        few, own = paths_for(outcomes), self.household
        before = outlook(outcomes, own.is_uncertain, few)
        sought = Sought(target, own, self.today, self.wanted.until, self.wanted.strategy, before)

        def watch(_: int) -> bool:
            line.show(lambda seconds, room: _fitting(steps.said(), seconds, room))
            return self.is_stopped

        def play(household: "Household", strategy: str) -> "Outcomes":
            steps.played += 1
            found = self._play(household, self.wanted._replace(paths=few, strategy=strategy), watch)
            if self.is_stopped:
                raise Stopped
            return found

        with one_stop(self._stop):
            try:
                return reach(sought, play, steps.count)
            finally:
                line.clear()

    def _play(self, household: "Household", wanted: "Wanted", watch: Callable[[int], bool]) -> "Outcomes":
        from repaycli.risk.playing import play

        if not gc.isenabled():
            gc.freeze()  # what there is by now stays: a look for cycles need not go through it
            gc.enable()  # many futures leave large values behind that only such a look finds
        return play(household, self.today, wanted, search=self.search, watch=watch)

    def _line(self) -> OneLine:
        return OneLine(watched(self._session), self._session.environment.monotonic)

    def _stop(self) -> None:
        if self.is_stopped:
            raise KeyboardInterrupt
        self.is_stopped = True


class _Steps:
    """Where the search for a target stands."""

    def __init__(self) -> None:
        self.played = 0
        self.of = 0
        self.change = 0

    def count(self, done: int, of: int) -> None:
        self.change, self.of = done + 1, of

    def said(self) -> list[str]:
        if self.of:
            return [tr("change {number} of {count}", number=self.change, count=self.of)]
        return [tr("looking for the buffer: try {number}", number=self.played), tr("try {number}", number=self.played)]


def _futures(done: int, of: int) -> list[str]:
    shown = {"done": f"{done:,}", "count": f"{of:,}"}
    return [tr("playing futures: {done} of {count}", **shown), f"{done:,}/{of:,}"]


def _fitting(tries: list[str], seconds: int, room: int) -> str:
    """Return the fullest that fits, with the seconds where these fit as well."""
    from repaycli.present.width import cells

    time = tr("{seconds} s", seconds=seconds)
    found = (line for each in tries for line in (f"{each} · {time}", each) if cells(line) <= room)
    return next(found, "")
