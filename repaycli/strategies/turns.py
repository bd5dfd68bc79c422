"""Who comes first: an order that holds in every future that is looked at, wherever it matters."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, TypeVar

from repaycli.core.whole import every, no_more, opposite

T = TypeVar("T")

Key = tuple[object, ...]


def in_turn(items: Sequence[T], key: Callable[[T], Key], idle: Callable[[T], bool], nothing: bool) -> Sequence[T]:
    """Sort by a key, the smallest first.

    Of many futures at once, the order is the same in all of them: one that is right wherever it matters. It does not
    where `nothing` can be paid at all, nor between two of which one is `idle`. Where no such order is found, futures part.
    """
    if len(items) < 2:
        return items
    keys = [key(item) for item in items]
    if all(type(part) in (int, str, Fraction) for each in keys for part in each):
        return sorted(items, key=key)
    order: list[int] = []
    for place in range(len(items)):
        at = len(order)
        while at and _goes_first(keys, items, place, order[at - 1], idle, nothing):
            at -= 1
        order.insert(at, place)
    for at, later in enumerate(order):
        for earlier in order[:at]:
            if not _goes_first(keys, items, earlier, later, idle, nothing) and not (
                nothing | idle(items[earlier]) | idle(items[later])
            ):
                raise AssertionError("no order of two is both right and wrong")
    return [items[place] for place in order]


def _goes_first(
    keys: Sequence[Key], items: Sequence[T], one: int, other: int, idle: Callable[[T], bool], nothing: bool
) -> bool:
    first = _less(keys[one], keys[other])
    whatever = nothing | idle(items[one]) | idle(items[other])
    if every(first | whatever):
        return True
    return not every(opposite(first) | whatever) and bool(first)


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
