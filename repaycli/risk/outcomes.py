"""What became of a household in each of many futures, as arrays over the futures."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from repaycli.core.nouns import NamedTuple

Whole = npt.NDArray[np.int64]

Amounts = npt.NDArray[np.int32 | np.int64]
"""Minor units, one a future, that are kept and not computed with."""


def narrowed(amounts: Whole) -> Amounts:
    """Return amounts as they are kept: in half the memory, where 32 bits hold them."""
    small = np.iinfo(np.int32)
    return amounts.astype(np.int32 if small.min <= amounts.min() and amounts.max() <= small.max else np.int64)


class Spell(NamedTuple):
    """An account was past due for one due date in some futures; days as ordinals.

    `due`: the due date that was missed, so that it is past due from the day after. `cleared`: the day on which it was paid,
    which is the last of its days past due; None: still unpaid on the last day. `futures`: which, as places.
    """

    account: str
    due: int
    cleared: int | None
    futures: Whole


class Outcomes(NamedTuple):
    """What became of a household under one strategy, in `paths` futures from `today` to `until` (ordinals), both inclusive.

    Over the futures, in minor units: `costs`: interest, penalty and fees less coupons, as `Summary.total_cost`;
    `lowest`: the lowest cash of all wallets at a day's end; `debts`: what is owed at the end. `cash`: what all wallets
    hold at the end of each of `days`, one row a day. `short`: futures in which an expense could not be paid in full, by
    place.
    """

    strategy: str
    seed: int
    paths: int
    today: int
    until: int
    spells: Sequence[Spell]
    costs: Whole
    lowest: Whole
    debts: Whole
    days: Sequence[int]
    cash: Amounts
    short: Whole
