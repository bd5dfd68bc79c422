"""Many futures advance together: one run of the engine whose amounts are one number a future.

Where the engine asks a question that futures answer differently, they part: each part goes on from a little before in a
run of its own. Runs that have come to one shape again become one. What a future lives through is exactly what the
engine would let it live through alone; a law holds that, posting by posting.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, Protocol

import numpy as np

from repaycli.core.nouns import NamedTuple
from repaycli.engine.book import Book
from repaycli.engine.branch import doubled
from repaycli.engine.day import Step
from repaycli.engine.ledger import Split
from repaycli.engine.run import Run
from repaycli.products.accounts import Flow
from repaycli.risk.anatomy import part, shape, stand_as, usual_of
from repaycli.risk.draws import Drawn, Place
from repaycli.risk.joining import Joining
from repaycli.risk.many import Answers, Many, Mask, Parted
from repaycli.risk.outcomes import Whole
from repaycli.risk.tidying import tidy

FEW, MANY = 4, 32
"""So many days a lane lives through between two copies of its run, the more the longer its futures have not parted: a copy
takes time, and so does living through them again."""

LOOK, LEAST = 30, 10
"""So many days go by before it is looked again who stands as most do, and one future in so many has to for a lane to part."""

OFTEN = 4
"""Every so many days the lines of a lane are tidied."""

NONE: frozenset[str] = frozenset()


class Brief(Book):
    """A book of which nobody asks which parts a payment paid."""

    __slots__ = ()

    def split(self, paid: Any, rate_of: Any) -> tuple[Split, ...]:  # noqa: ARG002
        """Return nothing."""
        return ()


class Witness(Protocol):
    """Is told at the end of each day on which something happened, for each run with its futures."""

    def note(self, run: Run, futures: Whole) -> None:
        """Take down what the day brought: what its book holds, how its accounts stand."""
        ...


class Fortunes(NamedTuple):
    """What comes in the futures of a run, as the engine asks for it."""

    drawn_at: Mapping[Place, Drawn]
    futures: Whole

    def drawn(self, step: Step, name: str, flow: Flow, day: int) -> list[tuple[Any, int]] | None:
        """Return the amounts of an occurrence for each delay that it has in some future; None where it comes as planned."""
        found = self.drawn_at.get((step, name, flow.name, day))
        if found is None:
            return None
        amounts = found.amounts[self.futures].astype(np.int64, copy=False)
        if found.late is None:
            return [(Many(amounts), 0)]
        late = found.late[self.futures]
        return [(Many(np.where(late == days, amounts, 0)), int(days)) for days in np.flatnonzero(np.bincount(late))]


class Lane:
    """A run of some of the futures, and how it stood a few days before, should they part.

    `even`: the accounts that stand the same in all of its futures, or did so until this day: most futures pay what is
    asked, and differ in their cash alone. What differs for a few only is theirs: they go on in another lane.
    """

    def __init__(self, run: Run, futures: Whole, noted: int, even: frozenset[str], between: int = FEW) -> None:
        self.run, self.futures = run, futures
        self.noted = noted  # the last day that is done, and noted
        self.even = even
        self.between = between
        self.before: Run | None = None  # not needed before its first turn: many lanes join others at once
        self.turns = 0  # days done since `before`

    def turn(self, day: int) -> None:
        """Live through a day, and those done since `before` again where the run stands there; raises Parted."""
        if self.before is None:
            self.before = _copy(self.run)
        if self.run.day < self.noted:
            self.run.advance(self.noted)
            forget(self.run)
        if self.turns >= self.between:
            _let_go(self.before)
            self.before, self.turns = _copy(self.run), 0
            self.between = min(MANY, 2 * self.between)
        self.run.advance(day)
        self.turns += 1
        self.noted = day

    def parted(self, yes: Mask) -> "list[Lane]":
        """Return a lane for each part of the futures, standing where this one stood before; this one is over."""
        assert self.before is not None
        _let_go(self.run)
        return [self._of(_copy(self.before), yes, self.even), self._of(self.before, ~yes, self.even)]

    def _of(self, run: Run, mask: Mask, even: frozenset[str]) -> "Lane":
        part(run, mask)
        futures = self.futures[mask]
        return Lane(_led(run, futures), futures, self.noted, even, max(FEW, self.between // 2))

    def sorted(self) -> "list[Lane]":
        """At the end of a day: let the few whose accounts came to stand otherwise than those of most go on by themselves."""
        usual, even = usual_of(self.run, self.even)
        if usual is None:
            self.even = even
            return [self]
        if usual.all():
            part(self.run, usual)
            return [self]
        return self._split(usual, even)

    def _split(self, yes: Mask, even: frozenset[str]) -> "list[Lane]":
        _let_go(self.before)
        return [self._of(_copy(self.run), yes, even), self._of(self.run, ~yes, NONE)]

    def returned(self, usual: "Lane", day: int) -> "list[Lane]":
        """At the end of a day: part the futures that stand as the usual ones do from those that do not."""
        found = stand_as(self.run, usual.run, usual.even, day)
        if type(found) is not Answers or LEAST * np.count_nonzero(found.mask) < len(self.futures):
            self.even = usual.even if found is True else NONE
            return [self]
        return self._split(found.mask, usual.even)

    def joined(self, other: "Lane", day: int) -> "Lane":
        """Return one lane of the futures of both, which are over."""
        Joining(len(self.futures), len(other.futures), day).run(self.run, other.run)
        for run in (self.before, other.before, other.run):
            _let_go(run)
        futures = np.concatenate([self.futures, other.futures])
        return Lane(_led(self.run, futures), futures, day, self.even & other.even)


class Crowd:
    """Lanes that between them hold all futures."""

    def __init__(self, run: Run, drawn: Mapping[Place, Drawn], futures: Whole, witness: Witness) -> None:
        run.changes = run.changes._replace(luck=Fortunes(drawn, futures))
        self.witness = witness
        self.looked = run.day  # the last day on which it was looked who stands as most do again
        self.lanes = [Lane(run, futures, run.day, frozenset(run.debts))]

    def advance(self, until: int, watch: Callable[[int], bool] = lambda _: False) -> bool:
        """Live through every day up to `until`, inclusive; tell whether nobody ended it. `watch` is told each day."""
        while days := [day for lane in self.lanes if (day := lane.run.agenda.next_by(until)) is not None]:
            day = min(days)
            if watch(day):
                return False
            self._turn(day)
        for lane in self.lanes:
            lane.run.advance(until)
        return True

    def _turn(self, day: int) -> None:
        waiting = [lane for lane in self.lanes if lane.run.agenda.next_by(day) is not None]
        done = [lane for lane in self.lanes if lane.run.agenda.next_by(day) is None]
        while waiting:
            lane = waiting.pop()
            try:
                lane.turn(day)
            except Parted as here:
                waiting += lane.parted(here.yes)
                continue
            self.witness.note(lane.run, lane.futures)
            forget(lane.run)
            if lane.turns % OFTEN == 0:
                tidy(lane.run, day)
            done += lane.sorted() if lane.even else [lane]
        if day >= self.looked + LOOK:
            self.looked = day
            done = _looked_at(done, day)
        self.lanes = _joined(done, day) if len(done) > 1 else done


def _looked_at(lanes: list[Lane], day: int) -> list[Lane]:
    """Look anew in which accounts most futures stand the same, and let those that came to stand so go on with them."""
    largest = max(lanes, key=lambda lane: len(lane.futures))
    largest.even = frozenset(largest.run.debts)
    usual, *others = largest.sorted()
    if not usual.even:
        return lanes
    found = [each for lane in lanes if lane is not largest for each in lane.returned(usual, day)]
    return [usual, *others, *found]


def _joined(lanes: Sequence[Lane], day: int) -> list[Lane]:
    """Let lanes whose runs have one shape be one."""
    found: dict[Hashable, Lane] = {}
    evens = [bool(lane.even) for lane in lanes]
    for lane, is_even in zip(lanes, evens, strict=True):
        key = is_even, shape(lane.run) if evens.count(is_even) > 1 else ()
        known = found.get(key)
        if known is None:
            found[key] = lane
            continue
        found[key] = known.joined(lane, day)
    return list(found.values())


def _led(run: Run, futures: Whole) -> Run:
    """Let what comes in a run be what comes in its futures."""
    luck: Any = run.changes.luck
    run.changes = run.changes._replace(luck=luck._replace(futures=futures))
    return run


def _let_go(run: Run | None) -> None:
    """Forget all that a run holds: it and its accounts know of each other, and would stay until somebody looks for cycles."""
    if run is not None:
        run.__dict__.clear()


def _copy(run: Run) -> Run:
    strategy: Any = run.strategy
    return doubled(run, strategy.copy())


def forget(run: Run) -> None:
    """Let a run forget what is noted: what was posted, and what was past due and is paid."""
    run.book = Brief(workings=False)
    for debt in run.debts.values():
        debt.book = run.book
        debt.spells = [spell for spell in debt.spells if spell.cleared is None]  # type: ignore[assignment]
    run.cash.book = run.payments.book = run.book
    run.path, run.postponed, run.payments.sweeps = [], [], []
