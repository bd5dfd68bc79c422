"""Combinations tried as the command line tries them: where it stands is shown, and Ctrl-C ends it with what was found."""

from datetime import date
from typing import TYPE_CHECKING

from repaycli.cli.session import Session
from repaycli.cli.watching import OneLine, one_stop, watched
from repaycli.locale import tr

if TYPE_CHECKING:
    from repaycli.products.accounts import Household
    from repaycli.strategies.fitting.ahead import Ahead
    from repaycli.strategies.fitting.choosing import Box
    from repaycli.strategies.fitting.figures import Case
    from repaycli.strategies.fitting.fit import Fitted


class Trying:
    """Tries the combinations of a box; a second Ctrl-C ends the run."""

    def __init__(self, session: Session, seconds: float) -> None:
        self.is_stopped = False
        self._clock = session.environment.monotonic
        self._until = self._clock() + seconds
        self._line = OneLine(watched(session), session.environment.monotonic)

    def fit(self, case: "Case", every: "Box", household: "Household", today: date) -> "tuple[Fitted, Ahead | None]":
        """Return what fits, and what would tell it apart further: None where nothing fits, or it was stopped."""
        from repaycli.strategies.fitting.ahead import tells_apart
        from repaycli.strategies.fitting.choosing import combinations
        from repaycli.strategies.fitting.fit import fit

        of = combinations(every)

        def goes_on(settled: int) -> bool:
            self._line.show(lambda seconds, room: _fitting(settled, of, seconds, room))
            return not self.is_stopped and self._clock() < self._until

        with one_stop(self._stop):
            try:
                fitted = fit(case, every, goes_on)
                if not fitted.is_exact or self.is_stopped:
                    return fitted, None
                boxes = [found.box for found in fitted.searched.found]
                return fitted, tells_apart(fitted, boxes, every, household, today)
            finally:
                self._line.clear()

    def _stop(self) -> None:
        if self.is_stopped:
            raise KeyboardInterrupt
        self.is_stopped = True


def _fitting(settled: int, of: int, seconds: int, room: int) -> str:
    """Return the fullest that fits into the columns."""
    from repaycli.present.width import cells

    shown = {"done": f"{settled:,}", "count": f"{of:,}"}
    time = tr("{seconds} s", seconds=seconds)
    tries = [tr("trying combinations: {done} of {count}", **shown), f"{settled:,}/{of:,}"]
    found = (line for each in tries for line in (f"{each} · {time}", each) if cells(line) <= room)
    return next(found, "")
