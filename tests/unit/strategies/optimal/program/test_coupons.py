"""What the program knows of coupons: a bound never counts on one that no payment can earn, figures by hand."""

from datetime import date
from fractions import Fraction

from repaycli.core.money import CURRENCIES
from repaycli.core.rates import Rate
from repaycli.products.accounts import CreditLine, Flow, Household, Loan, Wallet
from repaycli.products.terms import Coupon, OpenStatement, Repayment
from repaycli.strategies.optimal.optimum import Optimum
from repaycli.strategies.optimal.search.optimise import optimise

DAY, UNTIL = date(2026, 1, 1), date(2026, 1, 28)
FREE = Rate(Fraction(0), "day")


def card(*coupons: Coupon) -> CreditLine:
    """1,000.00 are due on the 20th, 100.00 of it at the least; nothing bears interest."""
    statement = OpenStatement(date(2025, 12, 31), date(2026, 1, 20), 100_000, 10_000)
    return CreditLine("card", "card", 500_000, FREE, 31, 20, statement=(statement,), coupon=coupons)


def loan(*coupons: Coupon) -> Loan:
    """Ten instalments of 100.00 on the 20th; nothing bears interest."""
    own = Loan("loan", "loan", 100_000, FREE, Repayment.EQUAL_PRINCIPAL, 10, date(2026, 1, 20), 20)
    return own._replace(interest_from=DAY, coupon=coupons)


def best(cash: int, *debts: CreditLine | Loan) -> Optimum:
    """Plan with some cash today and 2,000.00 on the 15th."""
    wage = Flow("wage", 200_000, date(2026, 1, 15))
    lines = tuple(each for each in debts if isinstance(each, CreditLine))
    loans = tuple(each for each in debts if isinstance(each, Loan))
    cny = CURRENCIES["CNY"]
    own = Household(DAY, cny, wallets=(Wallet("w", cash),), incomes=(wage,), lines=lines, loans=loans)
    return optimise(own, DAY, UNTIL)


def test_a_coupon_whose_payment_cannot_meet_the_minimum_while_it_lasts_is_worth_nothing() -> None:
    # Until the 10th there are 50.00, and with the coupon's 20.00 that is less than the minimum of 100.00.
    found = best(5_000, card(Coupon(amount=2_000, needs="on-time", until=date(2026, 1, 10))))
    assert (found.score.cost, found.bound) == (0, 0)


def test_a_coupon_whose_payment_just_meets_the_minimum_is_worth_its_amount() -> None:
    # 80.00 and the coupon's 20.00 are the minimum.
    found = best(8_000, card(Coupon(amount=2_000, needs="on-time", until=date(2026, 1, 10))))
    assert (found.score.cost, found.bound) == (-2_000, -2_000)


def test_a_share_of_the_payment_is_never_more_than_what_is_asked_leaves() -> None:
    # The half of a payment of 666.67 is 333.33 (to the cent above 333.335 - half a cent), and both are the 1,000.00 asked.
    found = best(100_000, card(Coupon(share=Fraction(1, 2), until=date(2026, 1, 10))))
    assert found.score.cost == -33_333
    assert found.bound in (-33_334, -33_333)


def test_a_coupon_off_interest_is_worth_nothing_where_no_interest_posts() -> None:
    for debt in (card(Coupon(amount=2_000, kind="interest")), loan(Coupon(amount=2_000, kind="interest"))):
        assert best(100_000, debt).is_proven
        assert best(100_000, debt).score.cost == 0


def test_what_is_prepaid_earns_a_coupon_only_if_it_meets_the_instalment() -> None:
    # The 50.00 that are there before the due date are less than the instalment of 100.00, with the coupon's 20.00 too.
    coupon = Coupon(amount=2_000, needs="on-time", until=date(2026, 1, 10))
    assert best(5_000, loan(coupon)).score.cost == 0
    assert best(8_000, loan(coupon)).score.cost == -2_000


def test_a_coupon_for_ending_past_due_is_worth_nothing_where_no_payment_ends_it_while_it_lasts() -> None:
    # 50.00 are there for the 100.00 that are due on the 20th, and nothing else comes before the 25th: with the coupon's 20.00 that
    # ends nothing, whenever they are paid. A coupon that lasts until the 25th is earned by the wage of that day.
    wage = Flow("wage", 200_000, date(2026, 1, 25))
    for last, worth in ((date(2026, 1, 22), 0), (date(2026, 1, 25), 2_000)):
        debt = card(Coupon(amount=2_000, needs="overdue-repaid", until=last))
        own = Household(DAY, CURRENCIES["CNY"], wallets=(Wallet("w", 5_000),), incomes=(wage,), lines=(debt,))
        found = optimise(own, DAY, UNTIL)
        assert (found.score.cost, found.bound) == (-worth, -worth)


def test_a_coupon_for_ending_past_due_is_earned_on_the_day_after_the_due_date() -> None:
    # 90.00 are there, 10.00 less than what is due on the 20th. On the 21st 30.00 of them and the coupon's 20.00 end it, if 50.00 were
    # paid by then: one day past due, as it is if all that is there is paid by the 20th and the wage of the 21st pays the rest.
    wage = Flow("wage", 1_000, date(2026, 1, 21))
    debt = card(Coupon(amount=2_000, needs="overdue-repaid", until=date(2026, 1, 21)))
    own = Household(DAY, CURRENCIES["CNY"], wallets=(Wallet("w", 9_000),), incomes=(wage,), lines=(debt,))
    found = optimise(own, DAY, UNTIL)
    assert (found.score.late, found.score.cost, found.bound) == ((0, 0, 1), -2_000, -2_000)
