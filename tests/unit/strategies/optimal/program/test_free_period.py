"""Purchases that lost their free period: what they bear before a statement bills them."""

from datetime import date

from unit.strategies.optimal.program.cards import CARD

from repaycli.core.money import CURRENCIES
from repaycli.products.accounts import CreditLine, Flow, Household, Purchase, Wallet
from repaycli.products.terms import InterestFrom, PurchaseKind
from repaycli.strategies.optimal.optimum import Optimum
from repaycli.strategies.optimal.search.optimise import optimise

DAY = date(2026, 1, 1)
LOST = CARD._replace(interest_from=InterestFrom.STATEMENT, free_period="lost")
"""While something is carried, purchases bear from their day."""


def best(card: CreditLine, cash: int, *wages: Flow) -> Optimum:
    wallets = (Wallet("w", cash),)
    own = Household(DAY, CURRENCIES["CNY"], wallets=wallets, incomes=wages, lines=(card,), purchases=card.purchase)
    return optimise(own, DAY, date(2026, 3, 15))


def test_what_is_unbilled_today_bears_up_to_its_closing_while_something_is_carried() -> None:
    # 200.00 do until the wage: 800.00 of what was carried bear 0.80 a night for the 31 nights of January, 24.80, and the
    # 500.00 that are unbilled 0.50, 15.50. The wage repays all.
    found = best(LOST._replace(unbilled=50_000), 20_000, Flow("wage", 200_000, date(2026, 2, 1)))
    assert (found.score.cost, found.is_proven) == (2_480 + 1_550, True)


def test_a_purchase_that_bears_is_paid_ahead_once() -> None:
    # 1,000.00 bear for the 9 nights up to the first wage, 9.00, and the 500.00 of the 5th for 5 of them, 2.50. All is repaid
    # then. The 400.00 of the 15th keep their free period: to pay them ahead spares nothing.
    bought = ((date(2026, 1, 5), 50_000), (date(2026, 1, 15), 40_000))
    purchases = tuple(Purchase("card", on, amount, PurchaseKind.PURCHASE) for on, amount in bought)
    wages = [Flow(f"wage {day}", 200_000, date(2026, 1, day)) for day in (10, 20)]
    found = best(LOST._replace(purchase=purchases), 0, *wages)
    assert (found.score.cost, found.is_proven) == (900 + 250, True)
