"""A line of many futures is kept short: lots that are nothing anywhere go, and lots that nothing tells apart become one.

One life has few lots. Many futures have all those that any of them has, though each pays off other ones: what is left in
one future of a March purchase and in another of a May one are two lots, which bear alike and are paid in the same turn.
Only what changes no cent and no day is done, in any future: what is merged bears the same rate in the same way, and no
lot that differs stands between the two in the order of payments where the later one is anything.
"""

from collections.abc import Hashable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from repaycli.core.whole import some
from repaycli.engine.line.state import Line
from repaycli.engine.lots import HELD, Lot
from repaycli.engine.run import Run
from repaycli.products.allocation import rank_of
from repaycli.products.interest import Run as Stretch
from repaycli.risk.many import Answers, Many, Mask

MANY = 6
"""A line of so many lots is short enough."""


def tidy(run: Run, day: int) -> None:
    """At the end of a day, of which nothing is noted any more: keep the lines of a run short."""
    for line in run.lines.values():
        if sum([len(lots) for lots in _lists(line)]) <= MANY:
            continue
        for lots in _lists(line):
            lots[:] = [lot for lot in lots if _is_there(lot, line)]
        if _is_plain(line):
            _Tidying(line, day).do()


def _lists(line: Line) -> Iterator[list[Lot]]:
    """Yield the lists of lots of a line, in the order in which a payment meets them."""
    for group in line.past_due:
        yield group.lots
    for statement in line.statements:
        statement.includes = [group for group in statement.includes if group.cleared is None]
        yield statement.lots
    yield line.rest
    yield line.unbilled


def _is_there(lot: Lot, line: Line) -> bool:
    """Tell whether a lot is anything in some future, and let go of its stretches that are nothing in all of them."""
    if lot.runs and not line.is_compounding:
        lot.runs = [run for run in lot.runs if some(run.balance)]
    return bool(lot.runs) or some(lot.balance) or some(lot.opening) or some(lot.held_base)


def _is_plain(line: Line) -> bool:
    """Tell whether interest of a line adds up over its lots, is rounded once, and payments go by statement."""
    by_lot = line.is_compounding or line.is_monthly or line.retested or line.terms.round_at == "segment"
    return line.pays_by_statement and not by_lot


class _Kept:
    """A lot that is kept; `full`: the futures in which it, or anything that comes after it, is something."""

    def __init__(self, lot: Lot, kind: Hashable) -> None:
        self.lot, self.kind = lot, kind
        self.full: Any = np.False_


class _Tidying:
    """Merges the lots of a line, in the order in which payments within a statement meet them."""

    def __init__(self, line: Line, day: int) -> None:
        self.line, self.night = line, day + 1
        self.kept: list[_Kept] = []
        self.gone: set[int] = set()

    def do(self) -> None:
        """Merge what can be merged."""
        lists = list(_lists(self.line))
        found = [(rank_of(lot), lot.posted, place, lot) for place, lots in enumerate(lists) for lot in lots]
        found.sort(key=lambda each: each[:3])
        last = None
        for rank, _, place, lot in found:
            if rank != last:
                self.kept, last = [], rank
            self._place(lot, self._kind(lot, place))
        for lots in lists:
            lots[:] = [lot for lot in lots if id(lot) not in self.gone]

    def _kind(self, lot: Lot, place: int) -> Hashable:
        """Return what has to be the same in two lots that are to become one; None: it stays by itself."""
        if lot.fate is HELD or lot.deferred or not lot.carried or lot.held_on >= self.night - 1:
            return None
        since = max(lot.since, self.night)
        return place, lot.part, lot.rate, lot.fate, since, lot.penal, lot.known, lot.unconfirmed

    def _place(self, lot: Lot, kind: Hashable) -> None:
        is_left = _some(lot.balance)
        for kept in self.kept if kind is not None else ():
            if kept.kind != kind:
                continue
            stays = is_left & kept.full
            if not stays.any():
                self._merge(kept, lot)
                self._fill(is_left)
                self.gone.add(id(lot))
                return
            if (is_left & ~kept.full).any():
                rest, moves = lot.parted(Answers(stays))  # type: ignore[arg-type]
                self._merge(kept, moves)
                self._fill(is_left & ~stays)
                lot.balance, lot.opening, lot.held_base, lot.runs = (
                    rest.balance,
                    rest.opening,
                    rest.held_base,
                    rest.runs,
                )
                is_left = stays
        self.kept.append(_Kept(lot, kind))
        self._fill(is_left)

    def _fill(self, is_left: Mask) -> None:
        for kept in self.kept:
            kept.full = kept.full | is_left

    def _merge(self, kept: _Kept, lot: Lot) -> None:
        one = kept.lot
        if one.since != lot.since:
            one.flush(self.night)
            lot.flush(self.night)
        one.balance += lot.balance
        one.opening += lot.opening
        one.instalment = False
        one.runs = _summed(one.runs, lot.runs)


def _some(amount: Any) -> Any:
    """Tell in which futures an amount is anything."""
    return amount.values > 0 if type(amount) is Many else np.bool_(amount > 0)


def _summed(one: Sequence[Stretch], other: Sequence[Stretch]) -> list[Stretch]:
    """Return what two lots bear together: stretches of days that do not overlap where their rate is the same."""
    if not other or not one:
        return [*one, *other]
    found: dict[Hashable, Stretch] = {}
    cuts = sorted({day for run in (*one, *other) for day in run[:2]})
    for run in (*one, *other):
        for start, end in pairwise([day for day in cuts if run.start <= day <= run.end]):
            key = start, end, run[3:]
            known = found.get(key)
            balance = run.balance if known is None else known.balance + run.balance
            found[key] = run._replace(start=start, end=end, balance=balance)
    return sorted(found.values(), key=lambda run: run.start)
