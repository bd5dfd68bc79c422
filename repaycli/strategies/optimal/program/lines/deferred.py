"""What may be carried when a promotion that holds interest back ends: amounts, and what is held back of each."""

from itertools import pairwise

from repaycli.core.nouns import NamedTuple
from repaycli.engine.line.state import Line
from repaycli.products.allocation import PURCHASES
from repaycli.strategies.optimal.program.lines.cycles import Cycle
from repaycli.strategies.optimal.program.lines.rates import Source, held_nights, standing
from repaycli.strategies.optimal.program.nights import Nights


class Held(NamedTuple):
    """What may be carried once a test is over: an amount, the first night of what is held back, and its weights."""

    amount: float
    tested: int
    start: int
    nights: Nights


def held(line: Line, cycles: list[Cycle], today: int, last: int) -> list[Held]:
    """Return all that may stand on a line when a promotion ends; not all of it is held back."""
    if not any(change.deferred for change in line.terms.rates):
        return []
    found: list[Held] = []
    first_billed = [lot for statement in line.statements for lot in statement.lots if not lot.carried]

    def add(amount: float, tested: int, start: int, source: Source) -> None:
        found.append(Held(amount, tested, start, held_nights(line, source, start, last)))

    for lot in line.all_lots():
        if lot.part != PURCHASES or not lot.balance:
            continue
        tested = today - 1
        if lot in line.unbilled:
            tested = cycles[1].test if len(cycles) > 1 else last
        elif lot in first_billed:
            tested = cycles[0].test
        start = min([lot.since, *(run.start for run in lot.runs)])
        add(float(lot.balance), tested, min(start, today), standing(line, lot, today))
    for cycle in cycles[1:]:
        for each in cycle.fresh:
            if each.source and each.source.since == each.posted > today:
                add(each.amount, cycle.test, each.posted, each.source)
    return found


def ends(line: Line, first: int, last: int) -> list[int]:
    """Return the days from `first` to `last` on which a promotion that holds interest back ends."""
    changes = line.terms.rates
    days = [after.from_date.toordinal() for before, after in pairwise(changes) if before.deferred]
    return [day for day in days if first <= day <= last]
