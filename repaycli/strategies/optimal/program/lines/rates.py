"""What the lots of a line bear where dated rates tell them apart: by the day of their posting, or held back for a while.

What was carried over is one pool in the program: where its lots differ it bears, on each night, what the cheapest of them
does. Deferred interest is none until it ends; then it is charged (`lines.deferred`).
"""

from bisect import bisect_right
from collections.abc import Sequence

from repaycli.core.nouns import NamedTuple
from repaycli.engine.line.state import Line
from repaycli.engine.lots import Lot
from repaycli.strategies.optimal.program.nights import Nights


class Source(NamedTuple):
    """What stands on a line from a day on: the day, its rate then (a numerator), and whether its interest is held back."""

    since: int
    rate: int
    is_deferred: bool = False


def are_apart(line: Line) -> bool:
    """Tell whether a line's purchases can bear different rates on one night, or have their interest held back."""
    return any(change.on == "new" or change.deferred for change in line.terms.rates)


def posted_on(line: Line, day: int) -> Source:
    """Return what is put on a line on a day."""
    return Source(day, *line.rate_on(day))


def standing(line: Line, lot: Lot, today: int) -> Source:
    """Return what stands on a line today; a past-due lot at its plain rate."""
    rate = int(lot.rate / line.terms.overdue_multiplier) if lot.penal else lot.rate
    return Source(today, min([rate, *(run.rate for run in lot.runs if not run.penal)]), lot.deferred)


def at(line: Line, source: Source, day: int, is_early: bool = True) -> Source:
    """Return how it stands on a day, by the dated rates that begin after it was posted.

    A promotion for all that holds interest back takes what accrued since the last closing with it (`is_early`).
    """
    for change in line.terms.rates:
        begins = change.from_date.toordinal()
        is_all = change.on == "all"
        if day < (line.closing_before(begins) if is_early and is_all and change.deferred else begins):
            break
        if begins > source.since:
            rate, is_deferred = line.rate_on(begins) if is_all else (source.rate, False)
            source = Source(source.since, rate, is_deferred)
    return source


def own_nights(line: Line, source: Source, first: int, last: int) -> Nights:
    """Return the weights of what it bears."""
    found = [at(line, source, day) for day in range(first, last + 1)]
    rates = [0.0 if each.is_deferred else each.rate / line.denominator for each in found]
    return Nights(lambda day: rates[day - first], first, last, line.is_compounding)


def held_nights(line: Line, source: Source, first: int, last: int) -> Nights:
    """Return the weights of what is held back."""
    found = [at(line, source, day, is_early=False) for day in range(first, last + 1)]
    rates = [each.rate / line.denominator if each.is_deferred else 0.0 for each in found]
    return Nights(lambda day: rates[day - first], first, last, line.is_compounding)


def pool_nights(line: Line, sources: Sequence[tuple[int, Source]], first: int, last: int) -> Nights:
    """Return the weights of what any of them bears at the least from the day it is there; before, what the first bears."""
    starts = [change.from_date.toordinal() for change in line.terms.rates]
    alike: dict[tuple[int, bool, int], tuple[int, Source]] = {}
    for day, source in sorted(sources):
        alike.setdefault((source.rate, source.is_deferred, bisect_right(starts, source.since)), (day, source))
    rates: list[tuple[int, list[int]]] = []
    for there_from, source in alike.values():
        found = [at(line, source, day) for day in range(first, last + 1)]
        rates.append((there_from, [0 if each.is_deferred else each.rate for each in found]))
    earliest = min((there_from for there_from, _ in rates), default=first)

    def rate_on(day: int) -> float:
        there = [found[day - first] for there_from, found in rates if there_from <= max(day, earliest)]
        return min(there, default=0) / line.denominator

    return Nights(rate_on, first, last, line.is_compounding)
