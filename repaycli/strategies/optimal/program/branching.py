"""A short search through the choices of a program, by its relaxation: each time a choice that came out as a fraction is held
at 0 or at 1, and the relaxation is solved again from where it stood.

HiGHS' own search spends a second on cutting planes before it looks at any choice. These programs need few: their rows are
tight, and most choices follow from a handful. So this one goes first, for a number of relaxations that is counted, never
timed; where it does not get to the end HiGHS takes over.

Which choice: the one that makes the relaxation dearest either way, as far as it was held before; if not, it is tried with a
few steps of the simplex method. Which way: the cheaper one, down to a solution or to what cannot be better than the best
by more than the gap; then from the other side of the most promising choice left, or, as long as there is no solution,
mostly of the latest one, near to which there may be one. Choices that would cost too much by their reduced costs are held
on the way, and at each stop all that are fractions are held at once for a moment: many cost nothing either way.
"""

from collections.abc import Callable, Mapping
from heapq import heapify, heappop, heappush
from typing import Any

from repaycli.core.nouns import NamedTuple
from repaycli.strategies.optimal.program.highs import quiet
from repaycli.strategies.optimal.program.milp import INFINITE

MOST = 3_000_000
"""After so many relaxations times the rows of the smaller program the search gives up: what takes about as long, whatever the size."""

_MOST_OPEN = 150
"""Where it is days that are counted, the search also gives up with so many sides left to look at: either a few choices tell,
or HiGHS, which looks for whole numbers, is better at it."""

_TRIED = 8
"""So many choices are tried, at most, before one of them is held."""

_STEPS = 12
"""Steps of the simplex method for such a trial."""

_SOME = 0.1
"""A choice that came out as no less is tried as taken: as little as that of it mostly lets something happen that is paid for."""

PATIENCE = 10
"""After so many times for nothing in a row no more choices are held all at once."""

_LATEST = 6
"""As long as there is no solution the most promising side is looked at but once in so many times, the latest one otherwise."""

_PROBING = 1 << 15
"""The solver's rule that tries every choice both ways before the search: it takes seconds, and mostly makes little smaller."""

_NO_LIMIT = 2**31 - 1

_NEAR = 1e-6
"""What is off 0 or 1 by less is no fraction."""

_DEVEX = 1
"""Edge weights that cost nothing to begin with: each trial begins anew."""

Held = dict[int, float]
"""Choices, by their numbers in the smaller program, and what they are held at."""


class Found(NamedTuple):
    """The best solution (empty: none below the cutoff), its objective, what no solution can beat; the solver's unit.

    `is_finished`: nothing is left to look at, but what costs as much as the cutoff.
    """

    solution: list[float]
    objective: float
    bound: float
    is_finished: bool


def branch_and_bound(
    model: Any,
    gap: float,
    cutoff: float,
    is_over: Callable[[float, float], bool],
    is_count: bool = False,
    is_deep: bool = False,
) -> Found:
    """Look for a solution below a cutoff that is within the gap of the best.

    `is_over`: told the bound so far and the seconds taken; true ends the search. `is_count`: the objective counts days.
    `is_deep`: every choice is tried both ways first.
    """
    relaxed = _Relaxed(model, is_deep)
    if not relaxed.is_usable:
        return Found([], INFINITE, -INFINITE, is_finished=False)
    search = _Search(relaxed, gap, cutoff, is_over, is_count)
    is_finished = search.run()
    values = relaxed.restored(search.solution) if search.solution else []
    return Found(values, search.objective, search.bound, is_finished)


class _Unclear(Exception):
    """The simplex method did not come to an end."""


class _Relaxed:
    """A program without its choices, made smaller first, and solved again and again from where it stood."""

    def __init__(self, model: Any, is_deep: bool = False) -> None:
        import highspy

        self.kinds = highspy.HighsModelStatus
        self.whole = quiet()
        self.whole.setOptionValue("presolve_rule_off", 0 if is_deep else _PROBING)
        self.whole.passModel(model)
        self.whole.presolve()
        smaller = self.whole.getPresolvedLp()
        whole = highspy.HighsVarType.kInteger
        self.choices = [number for number, kind in enumerate(smaller.integrality_) if kind == whole]
        self.lower, self.upper = list(smaller.col_lower_), list(smaller.col_upper_)
        status, statuses = self.whole.getModelPresolveStatus(), highspy.HighsPresolveStatus
        self.is_smaller = status == statuses.kReduced
        self.is_usable = (
            status in (statuses.kReduced, statuses.kNotReduced)
            and smaller.num_col_ > 0
            and all(self.lower[number] >= 0 and self.upper[number] <= 1 for number in self.choices)
        )
        self.rows = max(1, smaller.num_row_)
        smaller.integrality_ = []
        self.highs = quiet()
        self.highs.setOptionValue("presolve", "off")
        self.highs.setOptionValue("simplex_dual_edge_weight_strategy", _DEVEX)
        self.highs.passModel(smaller)
        self.held: Held = {}

    def hold(self, choices: Mapping[int, float]) -> None:
        """Hold these choices and no others."""
        for number in [number for number in self.held if number not in choices]:
            self.highs.changeColBounds(number, self.lower[number], self.upper[number])
            del self.held[number]
        for number, value in choices.items():
            if self.held.get(number) != value:
                self.highs.changeColBounds(number, value, value)
                self.held[number] = value

    def solve(self) -> float:
        """Return what the relaxation costs; infinite: it cannot be solved."""
        value, is_sure = self._run()
        if not is_sure:
            raise _Unclear
        return value

    def tried(self, number: int, value: float, basis: Any, enough: float) -> tuple[float, bool]:
        """Return what it costs to hold a choice, after a few steps, and whether that is sure: so it is made from `enough` on.

        The relaxation stands at `basis` again.
        """
        self.highs.setOptionValue("simplex_iteration_limit", _STEPS)
        self.highs.changeColBounds(number, value, value)
        cost, is_sure = self._run()
        self.highs.setOptionValue("simplex_iteration_limit", _NO_LIMIT)
        if not is_sure and cost >= enough:
            cost, is_sure = self._run()
        self.highs.changeColBounds(number, self.lower[number], self.upper[number])
        self.highs.setBasis(basis)
        return cost, is_sure

    def _run(self) -> tuple[float, bool]:
        self.highs.run()
        status = self.highs.getModelStatus()
        if status == self.kinds.kInfeasible:
            return INFINITE, True
        return self.highs.getInfo().objective_function_value, status == self.kinds.kOptimal

    def values(self) -> list[float]:
        """Return the solution of the relaxation."""
        return list(self.highs.getSolution().col_value)

    def reduced_costs(self) -> list[float]:
        """Return by how much holding a variable elsewhere makes the relaxation dearer, for a whole, at the least."""
        return list(self.highs.getSolution().col_dual)

    @property
    def seconds(self) -> float:
        """How long it was being solved."""
        return self.highs.getRunTime()

    def restored(self, values: list[float]) -> list[float]:
        """Return the solution of the whole program that a solution of the smaller one stands for."""
        import highspy

        if not self.is_smaller:
            return values
        solution = highspy.HighsSolution()
        solution.col_value, solution.value_valid = values, True
        self.whole.postsolve(solution)
        return list(self.whole.getSolution().col_value)


class _Rise:
    """How much dearer the relaxation became by holding choices at 0 or at 1, for each whole that they were off it."""

    def __init__(self) -> None:
        self.of_choice: dict[tuple[int, int], list[float]] = {}
        self.of_all: tuple[list[float], list[float]] = ([0.0, 0.0], [0.0, 0.0])

    def note(self, number: int, side: int, more: float, off: float) -> None:
        """Note what holding a choice cost."""
        each = max(0.0, more) / max(off, 1e-3)
        for found in (self.of_choice.setdefault((number, side), [0.0, 0.0]), self.of_all[side]):
            found[0] += each
            found[1] += 1.0

    def expected(self, number: int, side: int, off: float) -> float:
        """Return what holding a choice will cost: as it did before, or as others did."""
        total, count = self.of_choice.get((number, side)) or self.of_all[side]
        return off * (total / count if count else 1.0)

    def is_known(self, number: int) -> bool:
        """Tell whether a choice was held at both before."""
        return (number, 0) in self.of_choice and (number, 1) in self.of_choice


class _Step(NamedTuple):
    """A choice to be held next: which, and at what. `is_forced`: the other side is out of the question."""

    number: int
    side: int
    is_forced: bool


class _Search:
    """What is left to look at: choices held so far with what the relaxation cost before, the cheapest first; and the best."""

    def __init__(
        self,
        relaxed: _Relaxed,
        gap: float,
        cutoff: float,
        is_over: Callable[[float, float], bool],
        is_count: bool = False,
    ) -> None:
        self.relaxed, self.gap, self.is_over, self.is_count = relaxed, gap, is_over, is_count
        self.left = MOST // relaxed.rows
        self.objective = cutoff
        self.solution: list[float] = []
        self.rise = _Rise()
        self.rounded: set[frozenset[int]] = set()  # what was tried as taken, all the rest as not
        self.vain = 0  # so often in a row for nothing
        self.open: list[tuple[float, int, Held]] = [(-INFINITE, 0, {})]
        self.count = self.taken = 0
        self.here = INFINITE  # what the relaxation that is looked at costs at the least
        self.worst = INFINITE  # the least cost of what was left alone: it is not better by more than the gap

    @property
    def bound(self) -> float:
        """What no solution can beat so far; the cutoff if none costs less."""
        return min(self.objective, self.worst, self.here, self.open[0][0] if self.open else INFINITE)

    def run(self) -> bool:
        """Look until nothing better is left; tell whether it came so far."""
        while self.open and self._is_hopeful(self.open[0][0]):
            self.here, _, held = self._take()
            try:
                if not self._dive(held):
                    return False
            except _Unclear:
                return False
            self.here = INFINITE
        return True

    def _take(self) -> tuple[float, int, Held]:
        """Take what to look at next: the most promising, or mostly the latest as long as there is no solution.

        Where days are counted the known plan mostly is the least late: there is no solution to look for.
        """
        self.taken += 1
        if self.solution or self.is_count or not self.taken % _LATEST:
            return heappop(self.open)
        found = self.open.pop(max(range(len(self.open)), key=lambda place: self.open[place][1]))
        heapify(self.open)
        return found

    def _gives_up(self) -> bool:
        return self.left <= 0 or (self.is_count and len(self.open) > _MOST_OPEN)

    def _is_hopeful(self, cost: float) -> bool:
        return cost < self.objective - self.gap

    def _leave(self, cost: float) -> None:
        self.worst = min(self.worst, cost)

    def _dive(self, held: Held) -> bool:
        """Hold one choice after the other until there is a solution or no hope; false: the search has to end before."""
        step, off = None, 0.0
        while not self._gives_up() and not self.is_over(self.bound, self.relaxed.seconds):
            self.left -= 1
            self.relaxed.hold(held)
            cost = self.relaxed.solve()
            if step and cost < INFINITE:
                self.rise.note(step.number, step.side, cost - self.here, off)
            if not self._is_hopeful(cost):
                self._leave(cost)
                return True
            self.here = max(self.here, cost)
            values = self.relaxed.values()
            held = {**held, **self._costly(cost, values)}
            fractions = [number for number in self.relaxed.choices if _NEAR < values[number] < 1 - _NEAR]
            if not fractions:
                self.objective, self.solution = cost, values
                return True
            self._round(held, values)
            if not self._is_hopeful(cost):
                self._leave(cost)
                return True
            step = self._next(cost, values, fractions)
            off = abs(step.side - values[step.number])
            if not step.is_forced:
                self.count += 1
                heappush(self.open, (cost, self.count, {**held, step.number: 1.0 - step.side}))
            held[step.number] = float(step.side)
        return False

    def _round(self, held: Held, values: list[float]) -> None:
        """Hold every choice where it is nearly so; the relaxation then is a solution, which may be the best so far."""
        highs, before = self.relaxed.highs, dict(self.relaxed.held)
        whole = {number: float(values[number] >= _SOME) for number in self.relaxed.choices} | held
        ones = frozenset(number for number, value in whole.items() if value)
        if ones in self.rounded or self.vain >= PATIENCE:
            return
        self.rounded.add(ones)
        self.vain += 1
        self.left -= 1
        basis = highs.getBasis()
        self.relaxed.hold(whole)
        cost = self.relaxed.solve()
        if cost < self.objective:
            self.objective, self.solution, self.vain = cost, self.relaxed.values(), 0
        self.relaxed.hold(before)
        highs.setBasis(basis)

    def _costly(self, cost: float, values: list[float]) -> Held:
        """Return the choices that cannot be otherwise in anything better, by their reduced costs."""
        room = self.objective - self.gap - cost
        found: Held = {}
        reduced = self.relaxed.reduced_costs() if room < INFINITE else []
        for number in self.relaxed.choices if reduced else ():
            if abs(reduced[number]) > room and number not in self.relaxed.held:
                found[number] = float(round(values[number]))
                self._leave(cost + abs(reduced[number]))
        return found

    def _next(self, cost: float, values: list[float], fractions: list[int]) -> _Step:
        """Choose what to hold next: what makes the relaxation dearest either way; the cheaper side first."""
        scores = {number: self._score(number, values[number]) for number in fractions}
        promising = sorted(fractions, key=lambda number: -scores[number])[:_TRIED]
        unknown = [number for number in promising if not self.rise.is_known(number)]
        basis = self.relaxed.highs.getBasis() if unknown else None
        for number in unknown:
            for side in (0, 1):
                self.left -= 1
                found, is_sure = self.relaxed.tried(number, float(side), basis, self.objective - self.gap)
                if found < INFINITE:
                    self.rise.note(number, side, found - cost, abs(side - values[number]))
                else:
                    self.rise.note(number, side, max(1.0, self.rise.expected(number, side, 1.0)), 1.0)
                if is_sure and not self._is_hopeful(found):
                    self._leave(found)
                    return _Step(number, 1 - side, is_forced=True)
            scores[number] = self._score(number, values[number])
        best = max(promising, key=scores.__getitem__)
        lower, upper = (self.rise.expected(best, side, abs(side - values[best])) for side in (0, 1))
        return _Step(best, 0 if lower <= upper else 1, is_forced=False)

    def _score(self, number: int, value: float) -> float:
        down, up = (self.rise.expected(number, side, abs(side - value)) for side in (0, 1))
        return max(down, _NEAR) * max(up, _NEAR)
