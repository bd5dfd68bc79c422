"""A line that charges whole months: what was carried bears its month once it stood for a night."""

from datetime import date
from fractions import Fraction

from repaycli.core.money import CURRENCIES
from repaycli.core.rates import Rate
from repaycli.products.accounts import CreditLine, Household, Wallet
from repaycli.products.terms import Accrual, OpenStatement
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
