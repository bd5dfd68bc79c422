"""All combinations tried: those that come to every figure, or else those that miss the fewest, by the least."""

from collections.abc import Callable, Iterable, Sequence

from repaycli.core.nouns import NamedTuple
from repaycli.strategies.fitting.choosing import Box, Choosing, Start, combinations
from repaycli.strategies.fitting.figures import Case, Differs, Figure, read

MOST_FOUND = 300
"""So many boxes that fit, and figures say too little to look on."""

Goes = Callable[[int], bool]
"""Told how many combinations are settled; answers whether to go on."""


class Found(NamedTuple):
    """A box of combinations that come to the same figures: what each is by the model."""

    box: Box
    figures: tuple[int, ...]


class Searched(NamedTuple):
    """What a search found; `replays` it took for so many `combinations`, of which `settled` are decided."""

    found: tuple[Found, ...]
    combinations: int
    settled: int
    replays: int

    @property
    def is_partial(self) -> bool:
        """Tell whether combinations are left that nobody tried."""
        return self.settled < self.combinations


class Missed(NamedTuple):
    """How far off some figures are: how many `figures`, and by how much in all. The less the nearer."""

    figures: int
    amount: int

    def over(self, shown: int, is_by_model: int) -> "Missed":
        """Return it with one figure more."""
        off = abs(shown - is_by_model)
        return Missed(self.figures + (off > 0), self.amount + off)


NONE = Missed(0, 0)


def exact(case: Case, box: Box, goes_on: Goes) -> Searched:
    """Find every combination that comes to all figures."""
    return _search(case, box, goes_on, NONE)


def nearest(case: Case, box: Box, goes_on: Goes) -> Searched:
    """Find the combinations that miss the fewest figures, by the least in all."""
    return _search(case, box, goes_on, None)


def _search(case: Case, box: Box, goes_on: Goes, least: Missed | None) -> Searched:
    left, found, of = [Start(box)], list[Found](), combinations(box)
    settled = replays = 0
    while left and goes_on(settled) and len(found) < MOST_FOUND:
        start = left.pop()
        choosing = Choosing(start.box, left, start.mark)
        replays += 1
        try:
            figures = play(case, choosing, least)
        except Differs:
            figures = None
        settled += combinations(choosing.box)
        if figures is None:
            continue
        missed = off(case.figures, figures)
        if least is None or missed < least:
            found, least = [], missed
        found.append(Found(choosing.box, figures))
    return Searched(tuple(found), of, settled, replays)


def play(case: Case, choosing: Choosing, most: Missed | None = None) -> tuple[int, ...] | None:
    """Replay the account up to its last figure and return each by the model; None once more than `most` is missed."""
    run, missed, figures = case.replay(choosing), NONE, list[int]()
    if most == NONE:
        run.expect(case.account.name, case.figures)
    for figure in case.figures:
        run.live(case.account.name, figure.on.toordinal(), choosing)
        figures.append(read(run, case.account.name, figure))
        missed = missed.over(figure.amount, figures[-1])
        if most is not None and missed > most:
            return None
    return tuple(figures)


def off(shown: Sequence[Figure], figures: Iterable[int]) -> Missed:
    """Return how far figures of the model are off those that are shown."""
    missed = NONE
    for figure, amount in zip(shown, figures, strict=True):
        missed = missed.over(figure.amount, amount)
    return missed


def merged(boxes: Iterable[Box]) -> list[Box]:
    """Join boxes that differ in one key alone, as far as that goes."""
    left = list(boxes)
    for key in left[0] if left else ():
        alike: dict[tuple[object, ...], Box] = {}
        for box in left:
            rest = tuple(values for each, values in box.items() if each != key)
            first = alike.setdefault(rest, box)
            if first is not box:
                alike[rest] = {**first, key: tuple(dict.fromkeys((*first[key], *box[key])))}
        left = list(alike.values())
    return left
