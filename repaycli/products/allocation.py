"""Which part of a credit line a payment pays first."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from repaycli.core.whole import some
from repaycli.products.terms import Allocation

LATE_FEE, FEE, PENALTY, INTEREST, CASH, PURCHASES = "late-fee", "fee", "penalty", "interest", "cash", "purchases"
"""The parts of a line's balance."""

_COSTS_FIRST = {LATE_FEE: 0, FEE: 0, PENALTY: 1, INTEREST: 1, CASH: 2, PURCHASES: 3}
_PRINCIPAL_FIRST = {CASH: 0, PURCHASES: 1, PENALTY: 2, INTEREST: 2, LATE_FEE: 3, FEE: 3}
_NAMED = {
    LATE_FEE: "fees",
    FEE: "fees",
    PENALTY: "interest",
    INTEREST: "interest",
    CASH: "cash",
    PURCHASES: "purchases",
}


class Piece(Protocol):
    """What the allocation needs to know of a lot."""

    part: str
    balance: int
    posted: int
    rate: int


def rank_of(piece: Piece) -> int:
    """Return the place of a piece's part in the usual order: its like come first by the day on which they were posted."""
    return _COSTS_FIRST[piece.part]


P = TypeVar("P", bound=Piece)


def in_group(lots: Iterable[P], principal_first: bool) -> list[P]:
    """Order the lots of one statement: fees, interest, cash, purchases, the oldest first; or principal first.

    Source: bank card charters after the 2011 card measures (费用、利息、本金; from 91 days past due 先本金).
    """
    found = [lot for lot in lots if some(lot.balance)]
    if len(found) > 1:
        rank = _PRINCIPAL_FIRST if principal_first else _COSTS_FIRST
        found.sort(key=lambda lot: (rank[lot.part], lot.posted))
    return found


def by_parts(groups: Sequence[Iterable[P]], order: Sequence[str]) -> list[P]:
    """Order lots of several groups part by part over the whole account; billed groups come before unbilled ones."""
    found: list[P] = []
    pieces = [lot for group in groups for lot in sorted(group, key=lambda lot: lot.posted) if some(lot.balance)]
    for part in order:
        if part in ("lowest-rate", "highest-rate"):
            rest = [lot for lot in pieces if lot not in found]
            found += sorted(rest, key=lambda lot: lot.rate, reverse=part == "highest-rate")
        else:
            found += [lot for lot in pieces if _NAMED[lot.part] == part and lot not in found]
    return found + [lot for lot in pieces if lot not in found]


def is_plain(terms: Allocation) -> bool:
    """Tell whether payments go statement by statement, the default."""
    return not terms.order and not terms.minimum and not terms.excess
