"""Who comes first, in each of the futures that are looked at."""

from collections.abc import Callable, Sequence
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
    places = _places(keys, active)
    found: list[tuple[T, bool]] = []
    for turn in range(len(items)):
        for item, is_active, place in zip(items, active, places, strict=True):
            has_it = is_active & no_more(place, turn) & no_more(turn, place)
            if not never(has_it):
                found.append((item, has_it))
    return found


def _places(keys: Sequence[Key], active: Sequence[bool]) -> list[int]:
    """Count for each who comes before it."""
    places = [0] * len(keys)
    for one, other in combinations(range(len(keys)), 2):
        first = _less(keys[one], keys[other])
        places[one] += pick(active[other] & opposite(first), 1, 0)
        places[other] += pick(active[one] & first, 1, 0)
    return places


def _less(one: Key, other: Key) -> bool:
    """Tell whether a key is smaller than another, of many futures in which."""
    found: Any = False
    pairs: list[tuple[Any, Any]] = list(zip(one, other, strict=True))
    for mine, theirs in reversed(pairs):
        if isinstance(mine, str):
            found = mine < theirs if mine != theirs else found
        else:
            found = opposite(no_more(theirs, mine)) | (no_more(mine, theirs) & found)
    return found
