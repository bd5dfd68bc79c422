"""The least buffer, and the change that helps most: found by playing, checked by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from unit.risk.futures import SALARY, TODAY, UNTIL, home, outcomes, spell

from repaycli.products.accounts import Flow, Household, Wallet
from repaycli.risk.answers import outlook
from repaycli.risk.buffer import Play, Sought, buffer, step_of
from repaycli.risk.outcomes import Outcomes
from repaycli.risk.playing import Wanted, play
from repaycli.risk.remedies import helped

NOTHING = Flow("salary", 0, date(2026, 11, 15))
TWENTIETH = Fraction(1, 20)


def playing(paths: int = 1) -> Play:
    return lambda own, strategy: play(own, TODAY, Wanted(paths, 1, strategy, UNTIL))


def sought(own: Household, target: Fraction = TWENTIETH, strategy: str = "minimum", paths: int = 1) -> Sought:
    found = playing(paths)(own, strategy)
    return Sought(target, own, TODAY, UNTIL, strategy, outlook(found))


def test_without_any_income_the_buffer_is_all_that_falls_due() -> None:
    """Three instalments of 1,000.00 fall due in time, and nothing comes."""
    found = buffer(sought(home("a", income=NOTHING)), playing())
    assert (found.amount, found.wallet, found.step, found.after.hits) == (300000, "cash", 1000, 0)


def test_one_income_that_may_not_come_needs_one_instalment() -> None:
    """Of three incomes of 1,000.00 with p = 1/12 two or more fail with 0.020, at least one with 0.230."""
    own = home("a", income=SALARY._replace(spread=Fraction(0), missed=Fraction(1, 12)))
    asked = sought(own, paths=150)
    found = buffer(asked, playing(150))
    assert found.step == 1000
    assert found.amount == 100000
    assert asked.before.missed.low < 1 - Fraction(11, 12) ** 3 < asked.before.missed.high
    assert found.after.low < Fraction(3 * 11 + 1, 12**3) < found.after.high


def test_a_wallet_from_which_nothing_is_paid_does_not_help() -> None:
    own = home("a", income=NOTHING)
    own = own._replace(
        wallets=(Wallet("savings", 0), Wallet("cash", 0)), loans=(own.loans[0]._replace(pay_from=("cash",)),)
    )
    assert buffer(sought(own), playing()).wallet == "cash"


def test_a_target_that_is_met_needs_no_buffer() -> None:
    own = home("a", income=SALARY._replace(spread=Fraction(0)))
    found = buffer(sought(own), playing())
    assert (found.amount, found.after.hits) == (0, 0)


def test_where_no_buffer_helps_it_says_how_much_was_tried() -> None:
    def hopeless(_: Household, __: str) -> Outcomes:
        return outcomes(spell("a", date(2026, 11, 20), None, 0, 1))

    found = buffer(sought(home("a", income=NOTHING)), hopeless)
    assert (found.amount, found.most, found.after.hits) == (None, 300000, 2)


@pytest.mark.parametrize(
    ("incomes", "step"),
    [
        ((SALARY._replace(amount=980000),), 5000),
        ((SALARY._replace(amount=1000000),), 10000),
        ((SALARY, SALARY._replace(name="yearly", every="year", amount=1200000)), 2000),
        ((SALARY._replace(amount=150),), 1),
        ((), 1000),
    ],
)
def test_how_exact_a_buffer_is(incomes: tuple[Flow, ...], step: int) -> None:
    assert step_of(home("a")._replace(incomes=incomes), TODAY) == step


def test_every_change_is_played_and_the_best_stands_first() -> None:
    """The salary comes two days after the instalment is due: a later due date helps; to pay the loan off today
    takes the rent."""
    own = home("a", income=SALARY._replace(first=date(2026, 11, 22), spread=Fraction(0)))
    own = own._replace(wallets=(Wallet("cash", 350000, 20000),), expenses=(Flow("rent", 330000, date(2026, 11, 3)),))
    asked = sought(own, strategy="full")
    told = helped(asked, playing()).rows
    assert asked.before.missed.hits == 1
    assert [(each.remedy.kind, each.after.missed.hits, each.after.short.hits) for each in told] == [
        ("due-date", 0, 0),
        ("due-date", 0, 0),
        ("reserve", 1, 0),
        ("strategy", 1, 0),
        ("payoff", 0, 1),
    ]
    assert [each.is_harmful for each in told] == [False] * 4 + [True]
    assert told[0].remedy.what.values["date"] == date(2026, 11, 27)
    assert told[1].remedy.what.values["date"] == date(2026, 11, 23)
    assert told[-1].remedy.what.values["amount"] == 300000
    assert helped(asked._replace(strategy="minimum"), playing()).rows[-2].remedy.kind == "reserve"
