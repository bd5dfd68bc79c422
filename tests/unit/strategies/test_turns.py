"""Who comes first, in one life and in each of many futures."""

from typing import Any

import numpy as np

from repaycli.core.whole import no_more
from repaycli.risk.many import Many, spread
from repaycli.strategies.turns import in_turn


def orders(items: list[tuple[str, Any]], nothing: Any = False) -> list[str]:
    """Return the names that have a turn in each future, in their order; who has nothing is idle."""
    found: list[str] = ["", "", ""]
    for (name, _), answer in in_turn(items, lambda item: item[::-1], lambda item: no_more(item[1], 0), nothing):
        has_it = spread(answer, 3) if type(answer) is bool else answer.mask  # type: ignore[attr-defined]
        found = [told + name if yes else told for told, yes in zip(found, has_it, strict=True)]
    return found


def test_one_life_has_one_order() -> None:
    assert orders([("b", 5), ("a", 7), ("c", 1)]) == ["cba"] * 3


def test_each_future_has_its_own() -> None:
    assert orders([("a", Many(np.array([1, 3, 2]))), ("b", 2), ("c", Many(np.array([3, 1, 2])))]) == [
        "abc",
        "cba",
        "abc",
    ]


def test_who_is_idle_has_no_turn_nor_has_anybody_without_money() -> None:
    items = [("a", Many(np.array([1, 0, 2]))), ("b", 1)]
    assert orders(items) == ["ab", "b", "ba"]
    assert orders(items, no_more(Many(np.array([0, 1, 1])), 0)) == ["", "b", "ba"]
