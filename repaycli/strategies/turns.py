"""Who comes first, in each of the futures that are looked at."""

from collections.abc import Callable, Collection, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any, TypeVar

from repaycli.core.whole import never, no_more, opposite, pick

T = TypeVar("T")

Key = tuple[object, ...]


def in_turn(
    items: Sequence[T], key: Callable[[T], Key], idle: Callable[[T], bool], nothing: bool
) -> Sequence[tuple[T, bool]]:
    """Sort by a key, the smallest first; with each the answer whether it has its turn there: yes.

    Of many futures at once, each item stands wherever it comes in some future, with the answer in which. It need not come
    at all where it is `idle`, nor where `nothing` can be paid.
    """
    if len(items) < 2:
        return [(item, True) for item in items]
    keys = [key(item) for item in items]
    if all(type(part) in (int, str, Fraction) for each in keys for part in each):
        return [(item, True) for item in sorted(items, key=key)]
    active = [opposite(nothing | idle(item)) for item in items]
    before = _before(keys, active)
    order = _one_order(len(items), before)
    if order is not None:
        return [(items[place], active[place]) for place in order if not never(active[place])]
    places = _places(len(items), before)
    found: list[tuple[T, bool]] = []
    for turn in range(len(items)):
        for item, is_active, place in zip(items, active, places, strict=True):
            has_it = is_active & no_more(place, turn) & no_more(turn, place)
            if not never(has_it):
                found.append((item, has_it))
    return found


def _before(keys: Sequence[Key], active: Sequence[bool]) -> dict[tuple[int, int], bool]:
    """Tell of each two whether both come and the first of them comes before the other: where it does so anywhere."""
    found: dict[tuple[int, int], bool] = {}
    for one, other in combinations(range(len(keys)), 2):
        both = active[one] & active[other]
        if never(both):
            continue
        first = _less(keys[one], keys[other])
        found |= {(one, other): both & first, (other, one): both & opposite(first)}
    return {pair: answer for pair, answer in found.items() if not never(answer)}


def _one_order(count: int, before: Collection[tuple[int, int]]) -> list[int] | None:
    """Return an order that holds in every future; None where there is none."""
    order: list[int] = []
    left = list(range(count))
    while left:
        first = next((each for each in left if not any((other, each) in before for other in left)), None)
        if first is None:
            return None
        order.append(first)
        left.remove(first)
    return order


def _places(count: int, before: Mapping[tuple[int, int], bool]) -> list[int]:
    """Count for each who comes before it."""
    places = [0] * count
    for (_, other), answer in before.items():
        places[other] += pick(answer, 1, 0)
    return places


def _less(one: Key, other: Key) -> bool:
    """Tell whether a key is smaller than another, of many futures in which."""
    found: Any = False
    pairs: list[tuple[Any, Any]] = list(zip(one, other, strict=True))
    for mine, theirs in reversed(pairs):
        if isinstance(mine, str):
            found = mine < theirs if mine != theirs else found
        elif found is True:
            found = no_more(mine, theirs)
        elif found is False:
            found = opposite(no_more(theirs, mine))
        else:
            found = opposite(no_more(theirs, mine)) | (no_more(mine, theirs) & found)
    return found
