"""A plan made easier to carry out: what is joined, what waits, and what has to stay as it is."""

from datetime import date
from fractions import Fraction

import pytest

from repaycli.core.money import CURRENCIES
from repaycli.core.rates import Rate
from repaycli.engine.branch import replay
from repaycli.products.accounts import CreditLine, Flow, Household, Loan, Purchase, Wallet
from repaycli.products.terms import InterestFrom, InterestOn, OpenStatement, Repayment
from repaycli.strategies.optimal.optimum import Instruction, Plan
from repaycli.strategies.optimal.playing.ground import Ground, play_plan
from repaycli.strategies.optimal.playing.trail import Trail
from repaycli.strategies.optimal.search.tidy import tidy

DAY, UNTIL = date(2026, 1, 1), date(2026, 2, 28)
CARD = CreditLine(
    "card",
    "bank",
    10_000_000,
    Rate(Fraction(5, 10_000), "day"),
    statement_day=20,
    due_day=10,
    grace_days=3,
    statement=(OpenStatement(date(2025, 12, 20), date(2026, 1, 10), 100_000, 10_000),),
    interest_on=InterestOn.UNPAID,
    interest_from=InterestFrom.DUE,
)
DEAR = Loan(
    "dear",
    "dear",
    500_000,
    Rate(Fraction(5, 10_000), "day"),
    Repayment.INTEREST_FIRST,
    24,
    date(2026, 1, 20),
    20,
    interest_from=date(2025, 12, 20),
)
LATER = Loan("later", "later", 10_000, Rate(Fraction(0), "day"), Repayment.BULLET, 1, date(2026, 6, 1), 1)
OWN = Household(
    DAY,
    CURRENCIES["CNY"],
    wallets=(Wallet("bank", 300_000), Wallet("purse", 50_000)),
    lines=(CARD,),
    loans=(LATER._replace(interest_from=DAY),),
    purchases=(Purchase("card", date(2025, 12, 11), 100_000),),
)


def pay(month: int, day: int, account: str, amount: int, wallet: str = "bank", prepay: bool = False) -> Instruction:
    return Instruction(date(2026, month, day).toordinal(), account, amount, wallet, prepay)


def tidied(own: Household, *plan: Instruction, stopped: bool = False) -> Plan:
    ground = Ground(own, replay(own, DAY, workings=False), UNTIL.toordinal(), [0] * 10)
    before = play_plan(ground, plan)
    assert before.plan == plan
    return tidy(ground, *before, stopped=lambda: stopped).plan


def test_payments_of_an_account_on_a_day_are_one_from_each_wallet() -> None:
    plan = (pay(1, 10, "card", 60_000), pay(1, 10, "card", 20_000, "purse"), pay(1, 10, "card", 20_000))
    assert tidied(OWN, *plan) == (pay(1, 10, "card", 80_000), pay(1, 10, "card", 20_000, "purse"))


def test_a_wallet_that_adds_a_little_leaves_it_to_the_other_one() -> None:
    plan = (pay(1, 10, "card", 1, "purse"), pay(1, 10, "card", 99_999))
    assert tidied(OWN, *plan) == (pay(1, 10, "card", 100_000),)


def test_a_wallet_that_adds_what_the_other_one_lacks_goes_on_adding_it() -> None:
    own = OWN._replace(wallets=(Wallet("bank", 99_999), Wallet("purse", 50_000)))
    plan = (pay(1, 10, "card", 99_999), pay(1, 10, "card", 1, "purse"))
    assert tidied(own, *plan) == plan


def test_what_is_free_waits_for_the_due_date_and_not_for_its_days_of_grace() -> None:
    assert tidied(OWN, pay(1, 2, "card", 63), pay(1, 5, "card", 99_937)) == (pay(1, 10, "card", 100_000),)


def test_what_is_paid_with_a_statement_ahead_of_the_next_one_waits_for_it() -> None:
    bought = (*OWN.purchases, Purchase("card", date(2026, 1, 8), 30_000))
    assert tidied(OWN._replace(purchases=bought), pay(1, 10, "card", 120_000), pay(2, 10, "card", 10_000)) == (
        pay(1, 10, "card", 100_000),
        pay(2, 10, "card", 30_000),
    )


def test_today_s_debts_are_not_repaid_any_later() -> None:
    plan = (pay(1, 5, "card", 100_000),)
    assert tidied(OWN._replace(loans=()), *plan) == plan


def test_what_waits_is_paid_from_the_wallet_that_has_it_then() -> None:
    # The rent takes 2,800.00 out of 3,000.00 at the bank: 200.00 of the 1,000.00 are left there, 800.00 are in the purse.
    rent = Flow("rent", 280_000, date(2026, 1, 9))
    own = OWN._replace(expenses=(rent,), wallets=(Wallet("bank", 300_000), Wallet("purse", 80_000)))
    assert tidied(own, pay(1, 2, "card", 100_000)) == (
        pay(1, 10, "card", 20_000),
        pay(1, 10, "card", 80_000, "purse"),
    )


def test_what_an_expense_would_take_is_paid_while_it_is_there() -> None:
    own = OWN._replace(expenses=(Flow("rent", 320_000, date(2026, 1, 9)),))
    plan = (pay(1, 5, "card", 100_000),)
    ground = Ground(own, replay(own, DAY, workings=False), UNTIL.toordinal(), [10**9] * 10)
    before = play_plan(ground, plan)
    assert tidy(ground, *before).plan == plan


def test_what_bears_interest_is_not_put_off() -> None:
    own = OWN._replace(lines=(), purchases=(), loans=(DEAR,))
    plan = (pay(1, 1, "dear", 200_000, prepay=True), pay(1, 20, "dear", 7_650), pay(2, 20, "dear", 9_300))
    assert tidied(own, *plan) == plan


def test_a_small_sum_is_paid_with_the_one_before_where_waiting_would_cost() -> None:
    own = OWN._replace(lines=(), purchases=(), loans=(DEAR,))
    plan = (pay(1, 1, "dear", 200_000, prepay=True), pay(1, 3, "dear", 900, prepay=True), pay(1, 20, "dear", 7_650))
    assert [each[:3] for each in tidied(own, *plan)] == [
        (DAY.toordinal(), "dear", 200_900),
        (date(2026, 1, 20).toordinal(), "dear", 7_650),
    ]


def test_a_small_sum_is_not_even_tried_where_there_is_no_cash_for_it_sooner(monkeypatch: pytest.MonkeyPatch) -> None:
    wage = Flow("wage", 100_000, date(2026, 1, 2))
    own = OWN._replace(lines=(), purchases=(), loans=(DEAR,), incomes=(wage,), wallets=(Wallet("bank", 200_000),))
    plan = (pay(1, 1, "dear", 200_000, prepay=True), pay(1, 3, "dear", 900, prepay=True), pay(1, 20, "dear", 7_650))
    ground = Ground(own, replay(own, DAY, workings=False), UNTIL.toordinal(), [0] * 10)
    before = play_plan(ground, plan)
    monkeypatch.setattr(Trail, "play", None)  # nothing is
    assert tidy(ground, *before).plan == before.plan == plan


def test_a_free_loan_is_paid_when_it_is_due_and_no_more_than_is_owed() -> None:
    own = OWN._replace(
        lines=(), purchases=(), loans=(LATER._replace(interest_from=DAY, next_due=date(2026, 2, 1)), DEAR)
    )
    plan = (pay(1, 1, "later", 4_000, prepay=True), pay(2, 1, "later", 6_000), pay(2, 20, "later", 500))
    assert [each[:3] for each in tidied(own, *plan)] == [(date(2026, 2, 1).toordinal(), "later", 10_000)]


def test_nothing_is_changed_once_it_was_stopped() -> None:
    plan = (pay(1, 2, "card", 63), pay(1, 5, "card", 99_937))
    assert tidied(OWN, *plan, stopped=True) == plan
