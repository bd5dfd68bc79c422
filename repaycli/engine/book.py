"""The book that a run writes into: postings in order, and everything else that a ledger tells."""

from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from typing import TypeVar

from repaycli.core.text import Text
from repaycli.engine.ledger import (
    ClosedStatement,
    FallenDue,
    Kind,
    Notice,
    OverdueSpell,
    PlannedPayment,
    Posting,
    Shortfall,
    Split,
)
from repaycli.engine.workings import Working

T = TypeVar("T")

Schedule = Callable[[int, str], None]
"""Asks the run to come back to an account on a day for a step: "plan-due", "close", "due", "test", "late-fee" or "rate"."""

_DATES: dict[int, date] = {}


def as_date(day: int) -> date:
    """Turn an ordinal into a date; the same few thousand days come again and again."""
    found = _DATES.get(day)
    if found is None:
        found = _DATES[day] = date.fromordinal(day)
    return found


class Book:
    """What happened so far. Amounts in minor units, days as ordinals in and dates out."""

    __slots__ = ("fallen_due", "notices", "payments", "postings", "shortfalls", "spells", "statements", "workings")

    def __init__(self, workings: bool = True) -> None:
        self.workings = workings
        self.postings: list[Posting] = []
        self.statements: list[ClosedStatement] = []
        self.fallen_due: list[FallenDue] = []
        self.payments: list[PlannedPayment] = []
        self.shortfalls: list[Shortfall] = []
        self.spells: list[OverdueSpell] = []
        self.notices: list[Notice] = []

    def post(
        self,
        day: int,
        account: str,
        kind: Kind,
        amount: int,
        balance: int,
        working: Working | None = None,
        note: Text | None = None,
        unconfirmed: bool = False,
    ) -> None:
        """Write one movement of an account or wallet."""
        self.postings.append(
            Posting(as_date(day), account, kind, amount, balance, "", None, (), working, note, unconfirmed)
        )

    def post_payment(
        self,
        day: int,
        account: str,
        amount: int,
        balance: int,
        wallet: str,
        holds: int | None,
        split: tuple[Split, ...],
    ) -> None:
        """Write a payment: what it left owing, where it came from and which parts it paid."""
        self.postings.append(Posting(as_date(day), account, Kind.PAYMENT, amount, balance, wallet, holds, split))

    def split(self, paid: Iterable[tuple[str, T, int]], rate_of: Callable[[T], Fraction]) -> tuple[Split, ...]:
        """Return which parts a payment paid, each at its rate once."""
        found: dict[tuple[str, T], int] = {}
        for part, rate, amount in paid:
            found[part, rate] = found.get((part, rate), 0) + amount
        return tuple(Split(part, rate_of(rate), amount) for (part, rate), amount in found.items())

    def post_coupon(
        self, day: int, account: str, amount: int, balance: int, split: tuple[Split, ...], working: Working
    ) -> None:
        """Write a coupon used with a payment, and which parts it paid."""
        kept = working if self.workings else None
        self.postings.append(Posting(as_date(day), account, Kind.COUPON, amount, balance, "", None, split, kept))
