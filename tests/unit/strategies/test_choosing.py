"""A key is decided when it is asked for; what answers alike stays together."""

from __future__ import annotations

from repaycli.strategies.fitting.choosing import Choosing, Start, combinations
from repaycli.strategies.fitting.search import merged


def test_values_stay_open_as_long_as_they_agree() -> None:
    left: list[Start] = []
    choosing = Choosing({"a": (1, 2, 3), "b": (0, 1)}, left)
    assert choosing.agree(("a", "b"), lambda a, b: a * 0 + b * 0) == 0
    assert (choosing.box, left) == ({"a": (1, 2, 3), "b": (0, 1)}, [])
    assert choosing.agree(("a",), lambda a: a < 3) is True
    assert choosing.box["a"] == (1, 2)
    assert choosing.decide("b") == 0
    assert [start.box for start in left] == [{"a": (3,), "b": (0, 1)}, {"a": (1, 2), "b": (1,)}]


def test_boxes_that_differ_in_one_key_are_joined() -> None:
    boxes = [{"a": (1,), "b": (0,)}, {"a": (2,), "b": (0,)}, {"a": (1, 2), "b": (1,)}, {"a": (3,), "b": (1,)}]
    joined = merged(boxes)
    assert joined == [{"a": (1, 2), "b": (0, 1)}, {"a": (3,), "b": (1,)}] or joined == [
        {"a": (1, 2), "b": (0,)},
        {"a": (1, 2, 3), "b": (1,)},
    ]
    assert sum(combinations(box) for box in joined) == 5
