"""The default horizon, short cash, and what each strategy pays, on small households by hand."""

from datetime import date
from fractions import Fraction

from repaycli.core.money import CURRENCIES
from repaycli.core.rates import Rate
from repaycli.products.accounts import CreditLine, CustomStrategy, Flow, Household, Loan, Wallet
from repaycli.products.terms import OpenStatement, Prepayment, Repayment
from repaycli.strategies.compare import compare, project

DAY = date(2026, 1, 1)
CNY = CURRENCIES["CNY"]


def line(name: str, balance: int, minimum: int, daily: int = 5) -> CreditLine:
    opened = OpenStatement(date(2025, 12, 20), date(2026, 1, 10), balance, minimum)
    return CreditLine(name, name, 10_000_000, Rate(Fraction(daily, 10_000), "day"), 20, 10, statement=(opened,))


def loan(name: str, principal: int, annual: int, due: int = 15) -> Loan:
    rate = Rate(Fraction(annual, 100), "year")
    return Loan(name, name, principal, rate, Repayment.EQUAL_PRINCIPAL, 10, date(2026, 1, due), due, interest_from=DAY)


def test_nothing_owed_ends_today() -> None:
    (found,) = compare(Household(DAY, CNY), DAY, ["minimum"])
    assert (found.until, found.summary.payoff_date, found.summary.debt_at_end) == (DAY, DAY, 0)


def test_the_horizon_ends_when_the_last_strategy_has_repaid() -> None:
    own = Household(DAY, CNY, wallets=(Wallet("w", 1_000_000),), lines=(line("card", 100_000, 100_000),))
    found = compare(own, DAY, ["minimum", "full"])
    assert {projection.until for projection in found} == {date(2026, 1, 10)}
    assert [projection.summary.total_cost for projection in found] == [0, 0]


def test_short_cash_pays_minimums_before_anything_in_full() -> None:
    own = Household(
        DAY, CNY, wallets=(Wallet("w", 50_000),), lines=(line("a", 100_000, 20_000), line("b", 100_000, 20_000))
    )
    found = project(own, DAY, "full", date(2026, 1, 10))
    paid = {(payment.account, payment.amount) for payment in found.payments}
    assert ("a", 20_000) in paid
    assert ("b", 20_000) in paid
    assert not found.summary.shortfalls


def test_what_cannot_be_met_gets_what_is_left_and_is_named() -> None:
    own = Household(
        DAY, CNY, wallets=(Wallet("w", 25_000),), lines=(line("a", 100_000, 20_000), line("b", 100_000, 20_000))
    )
    (shortfall,) = project(own, DAY, "minimum", date(2026, 1, 11)).summary.shortfalls
    assert shortfall == (date(2026, 1, 10), 15_000, ("b",))


def test_a_reserve_is_not_touched() -> None:
    own = Household(DAY, CNY, wallets=(Wallet("w", 25_000, reserve=10_000),), lines=(line("a", 100_000, 20_000),))
    found = project(own, DAY, "minimum", date(2026, 1, 11)).summary
    assert found.lowest_cash == 10_000
    assert [shortfall.amount for shortfall in found.shortfalls] == [5_000]


def test_avalanche_takes_the_higher_rate_and_snowball_the_smaller_balance() -> None:
    own = Household(
        DAY,
        CNY,
        wallets=(Wallet("w", 200_000),),
        incomes=(Flow("pay", 90_000, date(2026, 1, 5), "month"),),
        loans=(loan("dear", 500_000, 20), loan("small", 100_000, 5)),
    )
    first = {
        name: next(p.account for p in project(own, DAY, name, date(2026, 3, 1)).payments)
        for name in ("avalanche", "snowball")
    }
    assert first == {"avalanche": "dear", "snowball": "small"}


def test_surplus_waits_for_a_known_expense_that_income_does_not_cover() -> None:
    insurance = Flow("insurance", 300_000, date(2026, 6, 1))
    own = Household(DAY, CNY, wallets=(Wallet("w", 400_000),), expenses=(insurance,), loans=(loan("dear", 50_000, 20),))
    found = project(own, DAY, "avalanche", date(2026, 7, 1)).summary
    assert found.overdue_days == 0
    assert not found.shortfalls
    assert found.payoff_date == DAY


def test_a_loan_that_may_not_be_prepaid_is_left_to_its_schedule() -> None:
    fixed = loan("fixed", 100_000, 20)._replace(prepayment=Prepayment(allowed=False))
    own = Household(DAY, CNY, wallets=(Wallet("w", 900_000),), loans=(fixed,))
    assert project(own, DAY, "avalanche").summary.payoff_date == date(2026, 10, 15)


def test_custom_keeps_to_its_budget_and_order() -> None:
    own = Household(
        DAY,
        CNY,
        wallets=(Wallet("w", 900_000),),
        loans=(loan("dear", 500_000, 20), loan("small", 300_000, 5)),
        custom=CustomStrategy(100_000, ("small",)),
    )
    found = project(own, DAY, "custom", date(2026, 1, 31))
    assert sum(payment.amount for payment in found.payments) == 100_000
    assert found.payments[0].account == "small"
