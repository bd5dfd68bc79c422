"""A cushion on a household small enough for hand arithmetic: what it keeps back, what it costs, what it cannot do."""

from datetime import date
from fractions import Fraction

from repaycli.core.money import CURRENCIES
from repaycli.core.rates import Rate
from repaycli.engine.changes import NO_CHANGES, Changes
from repaycli.products.accounts import Flow, Household, Loan, Wallet
from repaycli.products.terms import Repayment
from repaycli.strategies.optimal.changed.cushion import Cushion, Cushioned, cushioned
from repaycli.strategies.optimal.changed.disturbed import disturbed
from repaycli.strategies.optimal.search.optimise import optimise

DAY, UNTIL = date(2026, 1, 1), date(2026, 1, 20)
DEAR = Loan(
    "dear",
    "dear",
    500_000,
    Rate(Fraction(5, 10_000), "day"),
    Repayment.INTEREST_FIRST,
    24,
    date(2026, 2, 20),
    20,
    interest_from=DAY,
)
SHOP = Loan("shop", "shop", 30_000, Rate(Fraction(0), "day"), Repayment.EQUAL_PRINCIPAL, 1, date(2026, 1, 16), 16)


def household(cash: int) -> Household:
    """Owe 300.00 on the 16th, the day after a wage of 300.00; more money comes in February."""
    wage = Flow("wage", 30_000, date(2026, 1, 15))
    bonus = Flow("bonus", 1_000_000, date(2026, 2, 10))
    return Household(
        DAY,
        CURRENCIES["CNY"],
        wallets=(Wallet("w", cash),),
        incomes=(wage, bonus),
        loans=(DEAR, SHOP._replace(interest_from=DAY)),
    )


def planned(cash: int, cushion: Cushion) -> Cushioned:
    own = household(cash)
    return cushioned(own, optimise(own, DAY, UNTIL), cushion)


def test_a_wage_that_may_be_three_days_late_is_not_counted_on_for_the_next_day() -> None:
    # Without: 700.00 go to `dear` today. 4,300.00 x 0.05 % x 20 nights = 43.00; 30 days more are 64.50: 107.50.
    # With: 300.00 wait for the 16th, and the wage goes to `dear` on the 18th. 4,600.00 for 17 nights = 39.10; the 300.00
    # pay it and 260.90 of the principal; 4,339.10 for 3 nights = 6.51, 30 days more are 65.09: 110.70. 3.20 dearer.
    found = planned(70_000, Cushion(days=3))
    assert found.plain.score.cost == 10_750
    assert found.optimum.score.cost == 11_070
    assert (found.price, found.stands, found.unbridged) == (320, Cushion(days=3), ())
    paid = {(item.on.day, item.account): item.amount for item in found.optimum.projection.payments}
    assert paid[1, "dear"] == 40_000


def test_a_wage_that_may_be_short_keeps_just_so_much_back() -> None:
    # 100.00 of the 300.00 due on the 16th may be missing from the wage: 600.00 go to `dear` today, not 700.00.
    found = planned(70_000, Cushion(amount=10_000))
    paid = {(item.on.day, item.account): item.amount for item in found.optimum.projection.payments}
    assert paid[1, "dear"] == 60_000
    assert found.stands == Cushion(amount=10_000)


def test_what_cannot_be_bridged_is_named_with_what_is_missing() -> None:
    found = planned(18_000, Cushion(days=3))
    (gap,) = found.unbridged
    assert gap == ("wage", date(2026, 1, 15), "shop", date(2026, 1, 16), 12_000)
    assert found.optimum.score.late == (0, 0, 0)
    assert found.punctual == {("wage", date(2026, 1, 15))}


def test_a_shortfall_too_large_is_stood_in_part() -> None:
    # 200.00 there and 300.00 - 250.00 from the wage leave 50.00 to be found: it may be short by 200.00.
    found = planned(20_000, Cushion(amount=25_000))
    assert found.stands == Cushion(amount=20_000)
    assert [(gap.account, gap.missing) for gap in found.unbridged] == [("shop", 5_000)]


def test_where_a_rent_lacks_something_no_bound_of_late_incomes_is_taken_over() -> None:
    # A rent of 1,500.00 on the 5th lacks 600.00 until the wage of the 15th, and for longer if that is late: what no plan can cost
    # less than is then higher than what the plan costs with the wage on its day.
    own = household(90_000)._replace(
        incomes=(Flow("wage", 200_000, date(2026, 1, 15), "month"),),
        expenses=(Flow("rent", 150_000, date(2026, 1, 5), "month"),),
        loans=(DEAR._replace(principal=150_000, instalments=6, next_due=date(2026, 1, 20)),),
    )
    found = cushioned(own, optimise(own, DAY, date(2026, 3, 1)), Cushion(20_000, 3)).optimum
    assert found.score.lack_price
    assert found.bound <= found.score.cost


def test_without_an_income_nothing_changes() -> None:
    own = household(70_000)._replace(incomes=())
    plain = optimise(own, DAY, UNTIL)
    assert cushioned(own, plain, Cushion(100, 3)) == (plain, plain, 0, Cushion(100, 3), ())


def test_the_worst_case_takes_the_amount_away_once_and_every_income_comes_late() -> None:
    small, large = Flow("small", 3_000, date(2026, 1, 5), "month"), Flow("large", 90_000, date(2026, 1, 31), "month")
    own = household(0)._replace(incomes=(small, large))
    worst, _ = disturbed(own, DAY, date(2026, 2, 28), Cushion(10_000, 2), NO_CHANGES)
    first = sorted((each.first, each.name, each.amount) for each in worst.incomes)[:3]
    # The small one brings nothing at all, and the large one 70.00 less: no more than 100.00 may lack by any day.
    assert first == [
        (date(2026, 2, 2), "large", 83_000),
        (date(2026, 2, 7), "small", 3_000),
        (date(2026, 3, 2), "large", 90_000),
    ]


def test_incomes_before_today_and_those_that_whatif_scales_are_left_right() -> None:
    wage = Flow("wage", 10_000, date(2025, 12, 5), "month")
    own = household(0)._replace(as_of=date(2025, 12, 1), incomes=(wage,))
    worst, inside = disturbed(own, DAY, UNTIL, Cushion(1_000), Changes(incomes=(("wage", Fraction(1, 2)),)))
    assert [(each.first, each.amount) for each in worst.incomes[:3]] == [
        (date(2025, 12, 5), 10_000),
        (date(2026, 1, 5), 4_000),
        (date(2026, 2, 5), 5_000),
    ]
    assert worst.incomes[0].until == date(2025, 12, 31)
    assert inside.incomes == ()
