"""Futures are played in batches, and those that are done stand even if the rest is not waited for."""

from datetime import date
from fractions import Fraction

import numpy as np
import pytest

from repaycli.core.money import CURRENCIES
from repaycli.core.rates import Rate
from repaycli.products.accounts import Flow, Household, Loan, Wallet
from repaycli.products.terms import Repayment
from repaycli.risk import playing
from repaycli.risk.playing import Wanted, play

TODAY = date(2026, 1, 1)
LOAN = Loan("loan", "bank", 500_000, Rate(Fraction(1, 2000), "day"), Repayment.LEVEL, 12, date(2026, 1, 20), 20)
PAY = Flow("pay", 60_000, date(2026, 1, 15), "month", spread=Fraction(1, 5), missed=Fraction(1, 10), late_days=3)
OWN = Household(
    as_of=TODAY, currency=CURRENCIES["CNY"], wallets=(Wallet("card", 10_000),), incomes=(PAY,), loans=(LOAN,)
)
WANTED = Wanted(40, 1, "avalanche", date(2026, 6, 30))


def test_batches_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = play(OWN, TODAY, WANTED)
    monkeypatch.setattr(playing, "FIRST", 7)
    monkeypatch.setattr(playing, "EAGER_MOMENT", 0)
    monkeypatch.setattr(playing, "EAGER_BATCH", 15)
    parts = play(OWN, TODAY, WANTED)
    assert parts.paths == whole.paths == 40
    for name in ("costs", "lowest", "debts", "cash", "short"):
        assert np.array_equal(getattr(parts, name), getattr(whole, name)), name
    assert [each[:3] for each in parts.spells] == [each[:3] for each in whole.spells]
    assert all(np.array_equal(a.futures, b.futures) for a, b in zip(parts.spells, whole.spells, strict=True))


def test_what_is_done_when_it_is_ended_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(playing, "FIRST", 7)
    monkeypatch.setattr(playing, "EAGER_MOMENT", 0)
    told: list[int] = []

    def watch(done: int) -> bool:
        told.append(done)
        return done > 10

    found = play(OWN, TODAY, WANTED, watch=watch)
    assert found.paths == len(found.costs) == found.cash.shape[1] == 7
    assert told == sorted(told)
    assert play(OWN, TODAY, WANTED, watch=lambda _: True).paths == 0
