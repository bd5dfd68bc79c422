"""A line that charges whole months: what was carried bears its month once it stood for a night."""

from datetime import date
from fractions import Fraction

from repaycli.core.money import CURRENCIES
from repaycli.core.rates import Rate
from repaycli.products.accounts import CreditLine, Flow, Household, Purchase, Wallet
from repaycli.products.terms import Accrual, OpenStatement, PurchaseKind
from repaycli.strategies.optimal.search.optimise import optimise


def test_a_payment_within_the_month_spares_nothing_of_it() -> None:
    # 1,000.00 carried at 12 % a year: the month to the 31st costs 10.00, though all is paid on the 5th.
    statement = OpenStatement(date(2025, 12, 31), date(2026, 1, 20), 100_000, 10_000)
    rate = Rate(Fraction(12, 100), "year")
    card = CreditLine("card", "card", 500_000, rate, 31, 20, revolving=True, statement=(statement,))
    card = card._replace(accrual=Accrual.MONTHLY)
    day, wallets = date(2026, 1, 5), (Wallet("w", 200_000),)
    found = optimise(Household(day, CURRENCIES["CNY"], wallets=wallets, lines=(card,)), day, date(2026, 2, 28))
    assert (found.score.cost, found.is_proven) == (1_000, True)


def test_a_purchase_that_lost_its_free_period_bears_from_its_first_whole_month_on() -> None:
    # 1,000.00 carried at 12 % a year: 10.00 for January, in which 500.00 are bought and 200.00 are paid. The wage of
    # February comes after the 1,300.00 began to bear for that month, 13.00; it pays the interest of January by its due date.
    statement = OpenStatement(date(2025, 12, 31), date(2026, 1, 20), 100_000, 1_000)
    purchase = Purchase("card", date(2026, 1, 10), 50_000, PurchaseKind.PURCHASE)
    rate = Rate(Fraction(12, 100), "year")
    card = CreditLine("card", "card", 500_000, rate, 31, 20, revolving=True, statement=(statement,))
    card = card._replace(accrual=Accrual.MONTHLY, free_period="lost", purchase=(purchase,))
    own = Household(
        date(2026, 1, 5),
        CURRENCIES["CNY"],
        wallets=(Wallet("w", 0),),
        incomes=(Flow("gift", 20_000, date(2026, 1, 15)), Flow("wage", 200_000, date(2026, 2, 5))),
        lines=(card,),
        purchases=(purchase,),
    )
    found = optimise(own, own.as_of, date(2026, 3, 31))
    assert (found.score.cost, found.is_proven) == (1_000 + 1_300, True)
