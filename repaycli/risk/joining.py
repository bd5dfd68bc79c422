"""Two runs of one shape become one run of all their futures.

What only one of them has (a lot, a statement, an event) is nothing in the futures of the other.
"""

from collections.abc import Callable, Hashable, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import Any, TypeVar

import numpy as np

from repaycli.core.whole import some
from repaycli.engine.agenda import Entry
from repaycli.engine.line.state import Line, PastDue, Statement
from repaycli.engine.loan.due import Due
from repaycli.engine.loan.state import Instalments
from repaycli.engine.lots import Lot
from repaycli.engine.run import Run
from repaycli.products.interest import Run as Stretch
from repaycli.risk.anatomy import CALENDAR, DUE, GROUP, LINE, LOAN, LOT, STATEMENT, is_on_its_way, memories, with_amount
from repaycli.risk.many import Many, alike, spread

T = TypeVar("T")

Missing = tuple[str, int]
"""An expense that waits for cash: its name, how much."""


class Joining:
    """Makes one run of two; `day` has ended in both."""

    def __init__(self, one: int, other: int, day: int) -> None:
        self.one, self.other, self.day = one, other, day
        self.done: dict[int, Any] = {}  # what was joined already, by what it was joined of
        self.kept: list[Any] = []

    def amounts(self, one: Any, other: Any) -> Any:
        """Return the amounts of all futures: one number where they are all the same."""
        if type(one) is not Many and type(other) is not Many and one == other:
            return one
        return alike(np.concatenate([spread(one, self.one), spread(other, self.other)]))

    def run(self, one: Run, other: Run) -> None:
        """Take the futures of the other run into the first."""
        for name, line in one.lines.items():
            self._line(line, other.lines[name])
        for name, loan in one.loans.items():
            self._loan(loan, other.loans[name])
        for purse, also in zip(one.cash.purses, other.cash.purses, strict=True):
            if purse.since != also.since:
                purse.flush(self.day + 1)
                also.flush(self.day + 1)
            purse.holds = self.amounts(purse.holds, also.holds)
            purse.yielded = self._stretches(purse.yielded, also.yielded)
        one.cash.arrears = self._arrears(one.cash.arrears, other.cash.arrears)
        one.refused |= other.refused
        one.asking |= other.asking
        one.touched |= other.touched
        self._memories([one.repaid_on, *memories(one.strategy)], [other.repaid_on, *memories(other.strategy)])
        self._agenda(one, other)

    def _arrears(self, one: Sequence[Missing], other: Sequence[Missing]) -> list[Missing]:
        """Return what waits for cash in both, what waited first first in each."""
        found: list[Missing] = []
        left = list(other)
        for name, missing in one:
            place = next((place for place, (also, _) in enumerate(left) if also == name), None)
            if place is None:
                found.append((name, self.amounts(missing, 0)))
                continue
            found += [(also, self.amounts(0, more)) for also, more in left[:place]]
            found.append((name, self.amounts(missing, left[place][1])))
            left = left[place + 1 :]
        return found + [(also, self.amounts(0, more)) for also, more in left]

    def _memories(self, one: Sequence[dict[Any, Any]], other: Sequence[dict[Any, Any]]) -> None:
        for mine, theirs in zip(one, other, strict=True):
            for key in {**mine, **theirs}:
                mine[key] = self.amounts(mine.get(key, 0), theirs.get(key, 0))

    def _both(self, one: object, other: object, names: Sequence[str]) -> None:
        for name in names:
            setattr(one, name, self.amounts(getattr(one, name), getattr(other, name)))

    def _line(self, one: Line, other: Line) -> None:
        self._both(one, other, LINE)
        for plan, also in zip(one.plans, other.plans, strict=True):
            self._both(plan, also, ("left",))
        one.past_due = self._past_due(one.past_due, other.past_due)
        one.spells = self._past_due(one.spells, other.spells)
        statements = self._aligned(one.statements, other.statements, _statement_key, _no_statement, self._statement)
        one.statements = sorted(statements, key=lambda statement: statement.closed)
        one.rest = self._lots(one.rest, other.rest)
        one.unbilled = self._lots(one.unbilled, other.unbilled)

    def _past_due(self, one: Sequence[PastDue], other: Sequence[PastDue]) -> list[PastDue]:
        found = self._aligned(one, other, self._group_key, _no_group, self._group)
        return sorted(found, key=lambda group: group.due)

    def _group_key(self, group: PastDue) -> Hashable:
        known = self.done.get(id(group))
        return (group.due, group.unconfirmed) if known is None else id(known)

    def _group(self, one: PastDue, other: PastDue) -> PastDue:
        known = self._known(one, other)
        if known is None:
            known = self._done(one, other)
            self._both(one, other, GROUP)
            one.lots = self._lots(one.lots, other.lots)
        return known

    def _known(self, one: object, other: object) -> Any:
        return self.done.get(id(one)) or self.done.get(id(other))

    def _done(self, one: T, other: T) -> T:
        self.done[id(one)] = self.done[id(other)] = one
        self.kept += (one, other)  # so that no other object takes their place in memory
        return one

    def _statement(self, one: Statement, other: Statement) -> Statement:
        self._both(one, other, STATEMENT)
        one.lots = self._lots(one.lots, other.lots)
        one.includes = self._past_due(one.includes, other.includes)
        return one

    def _lots(self, one: Sequence[Lot], other: Sequence[Lot]) -> list[Lot]:
        return self._aligned(one, other, self._lot_key, _no_lot, self._lot, _like_lots)

    def _lot_key(self, lot: Lot) -> Hashable:
        if (known := self.done.get(id(lot))) is not None:  # it stands in two places, and was met in the other
            return id(known)
        flags = (lot.penal, lot.carried, lot.instalment, lot.deferred, lot.known, lot.unconfirmed)
        return lot.part, lot.posted, lot.rate, lot.fate, max(lot.since, self.day + 1), lot.held_on, flags

    def _lot(self, one: Lot, other: Lot) -> Lot:
        known = self._known(one, other)
        if known is None:
            known = self._done(one, other)
            if one.since != other.since:
                one.flush(self.day + 1)
                other.flush(self.day + 1)
            self._both(one, other, LOT)
            one.runs = self._stretches(one.runs, other.runs)
        return known

    def _loan(self, one: Instalments, other: Instalments) -> None:
        if one.since != other.since:
            one.flush(self.day + 1)
            other.flush(self.day + 1)
        if not some(one.principal):  # its calendar has ended: the other's goes on
            for name in CALENDAR:
                setattr(one, name, getattr(other, name))
        self._both(one, other, LOAN)
        one.runs = self._stretches(one.runs, other.runs)
        one.deferred = self._stretches(one.deferred, other.deferred)
        self.loans = one, other
        dues = self._aligned(one.dues, other.dues, _due_key, _no_due, self._due)
        one.dues = sorted(dues, key=lambda due: due.due)
        one.spells = [due for due in one.dues if due.is_past_due]
        days = sorted({day for day, _, _ in (*one.late, *other.late)})
        one.late = [self._late_fee(one, other, day) for day in days]

    def _late_fee(self, one: Instalments, other: Instalments, day: int) -> tuple[int, int, bool]:
        bases = [sum(base for on, base, _ in loan.late if on == day) for loan in (one, other)]
        return day, self.amounts(*bases), any(unsure for on, _, unsure in (*one.late, *other.late) if on == day)

    def _due(self, one: Due, other: Due) -> Due:
        if one.since != other.since:
            for loan, due in zip(self.loans, (one, other), strict=True):
                loan.flush_due(due, self.day + 1)
        self._both(one, other, DUE)
        one.runs = self._stretches(one.runs, other.runs)
        return one

    def _aligned(
        self,
        one: Sequence[T],
        other: Sequence[T],
        key: Callable[[T], Hashable],
        nothing: Callable[[T], T],
        both: Callable[[T, T], T],
        like: Callable[[T], Hashable] | None = None,
    ) -> list[T]:
        """Pair what is the same in both lists, in their order; what only one of them has is nothing in the other.

        `like`: what the order of two is told by, if it matters: those of one kind stay in their order in both lists.
        """
        places: dict[Hashable, list[int]] = {}
        for place, each in enumerate(other):
            places.setdefault(key(each), []).append(place)
        mates = [left.pop(0) if (left := places.get(key(each))) else None for each in one]
        alone = sorted(place for left in places.values() for place in left)
        after = _places_after(other, mates, alone, like) if like and alone else dict[int, int]()
        found: list[T] = []
        for number, (each, mate) in enumerate(zip(one, mates, strict=True)):
            if mate is not None and alone and alone[0] < mate:
                ready = [place for place in alone if place < mate and after.get(place, -1) < number]
                found += [both(nothing(other[place]), other[place]) for place in ready]
                alone = [place for place in alone if place not in ready]
            found.append(both(each, nothing(each) if mate is None else other[mate]))
        return found + [both(nothing(other[place]), other[place]) for place in alone]

    def _stretches(self, one: Sequence[Stretch], other: Sequence[Stretch]) -> list[Stretch]:
        """Return the runs of days of both, each kind cut where one of them changes."""
        one, other = _joined(one), _joined(other)
        if [_span(run) for run in one] == [_span(run) for run in other]:
            return [self._stretch(run, also) for run, also in zip(one, other, strict=True)]
        kinds = dict.fromkeys(run[3:] for run in (*one, *other))
        if len(kinds) > 1:
            pairs = [[[run for run in runs if run[3:] == kind] for runs in (one, other)] for kind in kinds]
            both = [run for mine, theirs in pairs for run in self._stretches(mine, theirs)]
            return sorted(both, key=lambda run: run.start)
        if one[0].months if one else other[0].months:  # it counts as whole months: nothing may cut it
            return self._aligned(one, other, _span, _no_stretch, self._stretch)
        cuts = sorted({day for run in (*one, *other) for day in run[:2]})
        found: list[Stretch] = []
        for start, end in pairwise(cuts):
            has = [_over(runs, start) for runs in (one, other)]
            first = has[0] or has[1]
            if first is not None:
                balance = self.amounts(*(run.balance if run else 0 for run in has))
                found.append(first._replace(start=start, end=end, balance=balance))
        return found

    def _stretch(self, one: Stretch, other: Stretch) -> Stretch:
        return one._replace(balance=self.amounts(one.balance, other.balance))

    def _agenda(self, one: Run, other: Run) -> None:
        """Let the events of both happen; money that is on its way comes in the futures of its own run."""
        mine, theirs = _events(one), _events(other)
        entries = [self._event(mine.get(key), theirs.get(key)) for key in mine | theirs]
        entries.sort(key=itemgetter(0, 1, 2, 3))
        one.agenda.heap = [(*entry[:3], number, *entry[4:]) for number, entry in enumerate(entries)]
        one.agenda.pushed = len(entries)

    def _event(self, one: Entry | None, other: Entry | None) -> Entry:
        entry = one or other
        assert entry is not None
        if not is_on_its_way(entry):
            return entry
        amount = self.amounts(one[5][-1].amount if one else 0, other[5][-1].amount if other else 0)  # type: ignore[attr-defined]
        return with_amount(entry, amount)


def _events(run: Run) -> dict[Hashable, Entry]:
    found: dict[Hashable, Entry] = {}
    for entry in sorted(run.agenda.heap):  # by their numbers at last, of which no two are the same
        day, step, name, _, act, args = entry
        told = args[:-1] if is_on_its_way(entry) else args
        found[day, step, name, act, tuple([arg if isinstance(arg, int | str) else id(arg) for arg in told])] = entry
    return found


def _span(run: Stretch) -> Hashable:
    return run.start, run.end, run[3:]


def _no_stretch(run: Stretch) -> Stretch:
    return run._replace(balance=0)


def _over(runs: Sequence[Stretch], day: int) -> Stretch | None:
    return next((run for run in runs if run.start <= day < run.end), None)


def _joined(runs: Sequence[Stretch]) -> list[Stretch]:
    """Join runs that follow each other at the very same balance."""
    found: list[Stretch] = []
    for run in runs:
        last = found[-1] if found else None
        if last is None or last.end != run.start or run.months:
            found.append(run)
        elif last.balance is run.balance and last[3:] == run[3:]:
            found[-1] = last._replace(end=run.end)
        else:
            found.append(run)
    return found


def _like_lots(lot: Lot) -> Hashable:
    """Return what two lots have in common that a payment meets in the order in which they stand."""
    return lot.part, lot.posted


def _places_after(
    other: Sequence[T], mates: Sequence[int | None], alone: Sequence[int], like: Callable[[T], Hashable]
) -> dict[int, int]:
    """Return for each that has no mate the last place in the first list of its like that stand before it in its own."""
    kinds = {place: like(other[place]) for place in alone}
    places = [(number, mate, like(other[mate])) for number, mate in enumerate(mates) if mate is not None]
    return {
        place: max((number for number, mate, kind in places if kind == kinds[place] and mate < place), default=-1)
        for place in alone
    }


def _no_lot(lot: Lot) -> Lot:
    return lot.parted(False)[0]


def _no_group(group: PastDue) -> PastDue:
    return PastDue(group.due, 0, [], 0, 0, group.unconfirmed)


def _statement_key(statement: Statement) -> Hashable:
    return statement.closed, statement.due, statement.taken_over


def _no_statement(statement: Statement) -> Statement:
    empty = statement.parted(False)[0]
    empty.lots, empty.includes = [], []
    return empty


def _due_key(due: Due) -> Hashable:
    return due.due, due.is_past_due, due.begins, due.unconfirmed


def _no_due(due: Due) -> Due:
    return due.parted(False)[0]
