"""Purchases that lost their free period: what they bear before a statement bills them."""

from datetime import date
from fractions import Fraction

from repaycli.core.money import CURRENCIES
from repaycli.core.rates import Rate
from repaycli.products.accounts import CreditLine, Flow, Household, Wallet
from repaycli.products.terms import InterestFrom, InterestOn, OpenStatement
from repaycli.strategies.optimal.search.optimise import optimise

DAY = date(2026, 1, 1)


def test_what_is_unbilled_today_bears_up_to_its_closing_while_something_is_carried() -> None:
    # 200.00 do until the wage: 800.00 of what was carried bear 0.80 a night for the 31 nights of January, 24.80, and the
    # 500.00 that are unbilled 0.50, 15.50. The wage repays all.
    statement = OpenStatement(date(2025, 12, 31), date(2026, 1, 20), 100_000, 10_000)
    card = CreditLine(
        "card",
        "card",
        500_000,
        Rate(Fraction(1, 1000), "day"),
        31,
        20,
        unbilled=50_000,
        revolving=True,
        accrued=0,
        statement=(statement,),
        interest_on=InterestOn.UNPAID,
        interest_from=InterestFrom.STATEMENT,
        free_period="lost",
    )
    wage = Flow("wage", 200_000, date(2026, 2, 1))
    own = Household(DAY, CURRENCIES["CNY"], wallets=(Wallet("w", 20_000),), incomes=(wage,), lines=(card,))
    found = optimise(own, DAY, date(2026, 3, 15))
    assert (found.score.cost, found.is_proven) == (2_480 + 1_550, True)
