"""How cash and debts go on under one strategy of a comparison, looked at along its way."""

from collections.abc import Sequence
from datetime import date

from repaycli.engine.course import Course
from repaycli.engine.course import course as along
from repaycli.engine.ledger import Projection
from repaycli.engine.run import Run
from repaycli.engine.totals import project as finish
from repaycli.strategies.compare import Player, compare_with


def compare_along(
    player: Player, names: Sequence[str], followed: str, until: date | None = None
) -> tuple[tuple[Projection, ...], Course]:
    """Compare strategies as `compare_with` does, without workings, and look at one of them, `followed`, along its way.

    Only where the common horizon had to be found by playing it is that one played a second time.
    """
    found: list[Course] = []

    def end(run: Run, name: str, last: int) -> Projection:
        if name == followed:
            is_new = run.day < run.today
            found.append(along(run if is_new else player.start(name, workings=False), last))
        return finish(run, name, last)

    return compare_with(player, names, until, workings=False, end=end), found[0]
