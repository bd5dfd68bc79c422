"""Why a payment is made: plans made by hand, and what each reason has to say of them."""

from datetime import date
from fractions import Fraction

from repaycli.core.money import CURRENCIES
from repaycli.core.rates import Rate
from repaycli.engine.branch import branch, replay
from repaycli.engine.changes import NO_CHANGES
from repaycli.engine.totals import project
from repaycli.present.words import sentence
from repaycli.products.accounts import CreditLine, Flow, Household, Loan, Purchase, Wallet
from repaycli.products.terms import Accrual, Coupon, InterestFrom, InterestOn, OpenStatement, RateChange, Repayment
from repaycli.strategies.optimal.changed.disturbed import Cushion
from repaycli.strategies.optimal.optimum import Instruction, Optimum, Plan
from repaycli.strategies.optimal.playing.replay import Planned, score
from repaycli.strategies.optimal.reasons.explain import explain, explained

DAY = date(2026, 1, 1)
CNY = CURRENCIES["CNY"]
CARD = CreditLine(
    "card",
    "bank",
    10_000_000,
    Rate(Fraction(5, 10_000), "day"),
    statement_day=20,
    due_day=10,
    statement=(OpenStatement(date(2025, 12, 20), date(2026, 1, 10), 100_000, 10_000),),
    interest_on=InterestOn.UNPAID,
    interest_from=InterestFrom.DUE,
)
POSTED = (Purchase("card", date(2025, 12, 11), 100_000),)


def loan(name: str, rate: Rate, principal: int = 500_000, due: date = date(2026, 1, 15)) -> Loan:
    """Build a loan that asks for its interest alone and may be prepaid for free."""
    return Loan(name, name, principal, rate, Repayment.INTEREST_FIRST, 24, due, due.day, interest_from=DAY)


def household(*accounts: Loan | CreditLine, cash: int = 1_000_000) -> Household:
    return Household(
        DAY,
        CNY,
        wallets=(Wallet("w", cash),),
        loans=tuple(each for each in accounts if isinstance(each, Loan)),
        lines=tuple(each for each in accounts if isinstance(each, CreditLine)),
        purchases=POSTED if CARD in accounts else (),
    )


def pay(month: int, day: int, account: str, amount: int, prepay: bool = False) -> Instruction:
    return Instruction(date(2026, month, day).toordinal(), account, amount, "w", prepay)


def planned(own: Household, plan: Plan, until: date) -> Optimum:
    """Build what a search would have brought back had it found this plan."""
    last = until.toordinal()
    run = branch(replay(own, DAY), Planned(plan), NO_CHANGES)
    projection = project(run, "optimal", last)
    found = score(run, last)
    return Optimum(projection, plan, found, found.cost, 0, True, (), ())


def said(own: Household, plan: Plan, until: date, cushion: Cushion | None = None) -> dict[str, str]:
    """Return the reasons of a plan in words, by date and account."""
    reasons = explain(own, planned(own, plan, until), cushion=cushion)
    return {f"{date.fromordinal(day)} {name}": sentence(each, CNY) for (day, name), each in reasons.items()}


def test_what_is_asked_is_called_by_its_name() -> None:
    own = household(CARD, loan("car", Rate(Fraction(0), "day")))
    car = own.loans[0]._replace(repayment=Repayment.EQUAL_PRINCIPAL, instalments=10)
    plan = (pay(1, 10, "card", 10_000), pay(1, 15, "car", 50_000))
    assert said(own._replace(loans=(car,)), plan, date(2026, 1, 18)) == {
        "2026-01-10 card": "the minimum of the statement",
        "2026-01-15 car": "the instalment that is due",
    }


def test_a_statement_paid_in_full_says_what_leaving_the_rest_would_cost() -> None:
    # 900.00 left from 10 January (interest from the 11th) to the next due date, 10 February: 30 nights of 0.45 = 13.50.
    found = said(household(CARD), (pay(1, 10, "card", 100_000),), date(2026, 2, 28))
    assert found["2026-01-10 card"] == "keeps card free of interest: leaving the rest would cost 13.50"


def test_surplus_names_the_rate_it_stops_and_what_waiting_would_cost() -> None:
    # 1,000.00 at 0.05 % for 14 nights: 7.00 more interest on the 15th, which the same money pays; so 7.00 more is owed
    # at the end, priced at 30 days of 0.05 %: 0.11. One night of it, 0.0035, is lost in the rounding.
    own = household(loan("dear", Rate(Fraction(5, 10_000), "day")), loan("cheap", Rate(Fraction(1, 10_000), "day")))
    plan = (pay(1, 1, "dear", 100_000, prepay=True), pay(1, 15, "cheap", 700), pay(1, 15, "dear", 2_800))
    found = said(own, plan, date(2026, 1, 15))["2026-01-01 dear"]
    assert found.startswith("0.05 % a day, the dearest debt now; waiting until 2026-01-15 would cost 7.11 more")


def test_a_rate_that_rises_is_the_reason_where_another_debt_is_dearer_today() -> None:
    promotion = loan("promotion", Rate(Fraction(0), "year"))._replace(
        rates=(RateChange(date(2026, 7, 1), Rate(Fraction(30, 100), "year")),)
    )
    own = household(promotion, loan("plain", Rate(Fraction(15, 100), "year")))
    found = said(own, (pay(1, 1, "promotion", 100_000, prepay=True),), date(2026, 1, 10))["2026-01-01 promotion"]
    assert found.startswith("before its rate rises to 30 % a year on 2026-07-01")


def test_a_past_due_sum_says_for_how_long() -> None:
    late = CARD._replace(statement=(OpenStatement(date(2025, 11, 20), date(2025, 12, 10), 100_000, 10_000),))
    own = household(CARD)._replace(lines=(late,), purchases=())
    (found,) = said(own, (pay(1, 1, "card", 10_000),), date(2026, 1, 5)).values()
    assert found.startswith("past due for 22 days")


def test_paying_off_says_so() -> None:
    own = household(loan("only", Rate(Fraction(12, 100), "year", 360), principal=50_000), cash=50_000)
    assert said(own, (pay(1, 1, "only", 50_000, prepay=True),), date(2026, 1, 10)) == {
        "2026-01-01 only": "pays the account off; 12 % a year: no other debt that could take it bears interest now"
    }


def test_an_early_payment_that_gains_nothing_says_so() -> None:
    own = household(CARD)
    found = said(own, (pay(1, 5, "card", 10_000),), date(2026, 1, 18))
    assert found == {
        "2026-01-05 card": "the minimum of the statement, due on 2026-01-10; it could wait until then at no cost"
    }


def test_cash_that_stays_says_what_it_is_kept_for() -> None:
    own = household(loan("dear", Rate(Fraction(5, 10_000), "day")), cash=200_000)
    rent = Flow("rent", 150_000, date(2026, 1, 5))
    own = own._replace(expenses=(rent,), incomes=(Flow("wage", 500_000, date(2026, 1, 8)),))
    (found,) = said(own, (pay(1, 1, "dear", 50_000, prepay=True),), date(2026, 1, 10)).values()
    assert found.endswith("; 1,500.00 is kept back for rent on 2026-01-05")


def test_cash_that_stays_in_case_an_income_is_late_says_so() -> None:
    # Of 800.00 on the 8th 300.00 is paid; with the wage of the 8th three days late only the 300.00 from before are there.
    own = household(loan("dear", Rate(Fraction(5, 10_000), "day")), cash=30_000)
    own = own._replace(incomes=(Flow("wage", 50_000, date(2026, 1, 8)),))
    (found,) = said(own, (pay(1, 8, "dear", 30_000, prepay=True),), date(2026, 1, 12), Cushion(days=3)).values()
    assert found.endswith("; 500.00 is kept back in case wage is 3 days late")


def test_a_payment_that_waits_for_an_income_that_may_be_late_says_so() -> None:
    own = household(loan("dear", Rate(Fraction(5, 10_000), "day")), cash=30_000)
    own = own._replace(incomes=(Flow("wage", 50_000, date(2026, 1, 8)),))
    plan = (pay(1, 8, "dear", 30_000, prepay=True), pay(1, 11, "dear", 50_000, prepay=True))
    found = said(own, plan, date(2026, 1, 12), Cushion(days=3))
    assert found["2026-01-11 dear"].endswith("; not before wage has surely come: it may be 3 days late")
    assert "not before" not in found["2026-01-08 dear"]


def test_a_coupon_is_part_of_the_reason() -> None:
    card = CARD._replace(coupon=(Coupon(amount=1_000),))
    own = household(CARD)._replace(lines=(card,))
    (found,) = said(own, (pay(1, 10, "card", 9_000),), date(2026, 1, 18)).values()
    assert found == "the minimum of the statement; a coupon covers 10.00 of it"


def test_with_reasons_the_plan_is_the_same() -> None:
    own = household(CARD)
    plain = planned(own, (pay(1, 10, "card", 100_000),), date(2026, 2, 28))
    found = explained(own, plain)
    assert found.projection.summary == plain.projection.summary
    assert [item.reason.template for item in found.projection.payments] != ["part of the optimal plan"]


def test_what_is_left_within_the_tolerance_keeps_the_free_period_too() -> None:
    # 900.00 unpaid from 11 January to 28 February: nothing of it bears before, 49 nights of 0.05 % are charged after.
    card = CARD._replace(tolerance=1_000, interest_on=InterestOn.FULL, interest_from=InterestFrom.POSTING)
    own = household(card)._replace(purchases=POSTED)
    found = said(own, (pay(1, 10, "card", 99_200), pay(2, 10, "card", 800)), date(2026, 2, 28))
    assert found["2026-01-10 card"].startswith("keeps card free of interest: leaving the rest would cost ")


def test_a_cent_beyond_the_minimum_is_the_minimum() -> None:
    own = household(CARD)
    assert said(own, (pay(1, 10, "card", 10_001),), date(2026, 1, 18)) == {
        "2026-01-10 card": "the minimum of the statement"
    }


def test_what_is_paid_beyond_a_minimum_that_is_due_is_told_apart() -> None:
    # On 20 January 900.00 are carried, with ten nights of 0.45: 10 % and the interest make a minimum of 94.50.
    # The 405.50 beyond it can wait for 28 nights of 0.05 %: 5.68, and some cents for what that bears until 27 April.
    plan = (pay(1, 10, "card", 10_000), pay(2, 10, "card", 50_000), pay(3, 10, "card", 30_000))
    found = said(household(CARD), plan, date(2026, 3, 28))
    assert found["2026-02-10 card"].startswith(
        "the minimum of the statement and 405.50 more; 0.05 % a day: no other debt that could take it bears interest now; "
        "waiting until 2026-03-10 would cost 5.7"
    )


def test_a_prepayment_that_only_breaks_a_month_says_so() -> None:
    # 12 % of 5,000.00: a whole month bears 50.00; from 15 February to 15 March, prepaid on the 20th, 28 nights of 1.64.
    car = loan("car", Rate(Fraction(12, 100), "year", 365), due=date(2026, 1, 15))
    car = car._replace(accrual=Accrual.MONTHLY, interest_from=date(2025, 12, 15), instalments=24)
    plan = (pay(1, 15, "car", 5_000), pay(2, 15, "car", 5_000), pay(2, 20, "car", 824, True), pay(3, 15, "car", 5_000))
    found = said(household(car), plan, date(2026, 3, 20))
    assert found["2026-02-20 car"].startswith(
        "a prepayment, so that this month's interest is counted by the night; waiting until 2026-03-15 would cost "
    )


def test_half_of_a_statement_is_called_more_than_its_minimum() -> None:
    # 500.00 paid only on 10 February: 30 nights of 0.05 % from 11 January on are 7.50, printed on 20 January and February.
    own = household(CARD)
    found = said(own, (pay(1, 10, "card", 50_000), pay(2, 10, "card", 50_000)), date(2026, 2, 28))
    assert found["2026-01-10 card"].startswith(
        "more of the statement than its minimum; waiting until 2026-02-10 would cost "
    )


def test_a_free_loan_paid_early_could_wait_and_one_that_is_due_says_so_first() -> None:
    friend = loan("friend", Rate(Fraction(0), "day"))._replace(repayment=Repayment.BULLET, instalments=1)
    plan = (pay(1, 5, "friend", 100_000, prepay=True), pay(1, 15, "friend", 400_000))
    found = said(household(friend), plan, date(2026, 1, 18))
    assert found["2026-01-05 friend"] == "ahead of the next instalment; it could wait until 2026-01-15 at no cost"
    assert found["2026-01-15 friend"] == "the instalment that is due; pays the account off"


def test_what_a_loan_holds_for_its_next_instalment_is_told_apart() -> None:
    # 5,000.00 at 0.05 % a day: the nights from 1 to 14 January bear 35.00, the 31 from the 15th 77.50. Nothing is paid on the
    # 15th; on the 20th the past-due 35.00 (interest bears no penalty), and 77.50 for the 15th of February.
    own = household(loan("bank", Rate(Fraction(5, 10_000), "day")))
    found = said(own, (pay(1, 20, "bank", 3_500 + 7_750),), date(2026, 2, 20))
    assert found["2026-01-20 bank"].startswith(
        "past due for 5 days; 77.50 is held for the instalment that is due on 2026-02-15"
    )
