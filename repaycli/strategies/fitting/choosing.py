"""Many combinations of conventions as one: a key is decided when the engine asks for it, and not before.

A replay whose engine never asked for a key would have come out the same under each of its values. So one replay stands for
a whole box of combinations (each key with the values that are still open), and all of them are tried in as many replays as
there are different lives of the account. A law holds that the outcome is that of trying every combination by itself.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from math import prod
from typing import Any, TypeVar

from repaycli.core.nouns import NamedTuple

T = TypeVar("T")

Box = dict[str, tuple[object, ...]]
"""The values that are still open, by key: all their combinations."""


def combinations(box: Mapping[str, Sequence[object]]) -> int:
    """Return how many combinations a box holds."""
    return prod(len(values) for values in box.values())


class Start(NamedTuple):
    """Combinations that are still to be replayed: from where a replay stood when they were all one, or from the start."""

    box: Box
    mark: Any = None


class Choosing:
    """The combinations that one replay stands for; those that it parts with are put on `left`, to be replayed later.

    `mark`: where the replay stood when all that it has parted with since was open.
    """

    def __init__(self, box: Mapping[str, tuple[object, ...]], left: list[Start], mark: Any = None) -> None:
        self.box: Box = dict(box)
        self.left = left
        self.mark = mark

    def decide(self, key: str) -> object:
        """Go on with the first value of a key that is still open."""
        first, *others = self.box[key]
        self._go_on(key, (first,), tuple(others))
        return first

    def is_open(self, *keys: str) -> bool:
        """Tell whether one of some keys has several values yet."""
        return any(len(self.box.get(key, ())) > 1 for key in keys)

    def agree(self, keys: Sequence[str], answer: Callable[..., T]) -> T:
        """Ask something whose answer follows from some keys; go on with the values that answer as the first ones do.

        Values that make no difference to this answer, whatever the keys after them are, stay open.
        """
        for place, key in enumerate(keys):
            before = [self.box[each][0] for each in keys[:place]]
            after = list(product(*(self.box[each] for each in keys[place + 1 :])))
            answers = [tuple(answer(*before, value, *others) for others in after) for value in self.box[key]]
            like = tuple(value for value, found in zip(self.box[key], answers, strict=True) if found == answers[0])
            self._go_on(key, like, tuple(value for value in self.box[key] if value not in like))
        return answer(*(self.box[each][0] for each in keys))

    def _go_on(self, key: str, values: tuple[object, ...], others: tuple[object, ...]) -> None:
        if others:
            self.left.append(Start({**self.box, key: others}, self.mark))
            self.box[key] = values
