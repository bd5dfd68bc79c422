"""What the program knows of dated rates for new purchases, and of deferred interest: plans and bounds by hand."""

from datetime import date
from fractions import Fraction

from unit.strategies.optimal.program.cards import CARD, RATE

from repaycli.core.money import CURRENCIES
from repaycli.core.rates import Rate
from repaycli.products.accounts import Flow, Household, Purchase, Wallet
from repaycli.products.terms import PurchaseKind, RateChange
from repaycli.strategies.optimal.optimum import Optimum
from repaycli.strategies.optimal.search.optimise import optimise

DAY = date(2026, 1, 1)
NOTHING = Rate(Fraction(0), "day")


def best(cash: int, wage: Flow, until: date, *rates: RateChange, purchase: Purchase | None = None) -> Optimum:
    purchases = () if purchase is None else (purchase,)
    card = CARD._replace(rates=rates, purchase=purchases)
    own = Household(
        DAY,
        CURRENCIES["CNY"],
        wallets=(Wallet("w", cash),),
        incomes=(wage,),
        lines=(card,),
        purchases=purchases,
    )
    found = optimise(own, DAY, until)
    assert not found.left_out
    assert found.is_proven, (found.score, found.bound)
    return found


def test_deferred_interest_falls_away_if_all_is_repaid_by_the_end_of_its_promotion() -> None:
    promotion = (
        RateChange(date(2025, 12, 1), NOTHING, "all", deferred=True),
        RateChange(date(2026, 3, 1), RATE, "all"),
    )
    wage = Flow("wage", 200_000, date(2026, 2, 25))
    assert best(20_000, wage, date(2026, 4, 30), *promotion).score.cost == 0


def test_deferred_interest_is_charged_on_what_stood_if_anything_is_left() -> None:
    # 200.00 have to do until the wage: a tenth of the 1,000.00 less what is paid today is due on the 20th of February, so
    # that 111.11 are paid at once and 88.89 on the 1st of February, when they count for it. 888.89 stand for 31 nights,
    # 27.56; 800.00 for 28 nights to the end of the promotion and 3 more to the wage, 24.80.
    promotion = (RateChange(date(2026, 1, 1), NOTHING, "all", deferred=True), RateChange(date(2026, 3, 1), RATE, "all"))
    wage = Flow("wage", 200_000, date(2026, 3, 4))
    assert best(20_000, wage, date(2026, 4, 30), *promotion).score.cost == 5_236


def test_a_rate_for_new_purchases_leaves_what_is_carried_at_its_own() -> None:
    # 100.00 are paid today. 900.00 bear 0.90 a night for 40 nights, 36.00, until the wage repays them. What it leaves of the
    # purchase bears nothing.
    promotion = RateChange(date(2026, 1, 15), NOTHING, "new")
    purchase = Purchase("card", date(2026, 1, 20), 50_000, PurchaseKind.PURCHASE)
    wage = Flow("wage", 100_000, date(2026, 2, 10))
    assert best(10_000, wage, date(2026, 3, 15), promotion, purchase=purchase).score.cost == 3_600
