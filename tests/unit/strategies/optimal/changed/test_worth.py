"""What changes are worth, on a household small enough for hand arithmetic."""

from datetime import date
from fractions import Fraction

from repaycli.core.money import CURRENCIES
from repaycli.core.rates import Rate
from repaycli.core.text import text
from repaycli.engine.standing import standing
from repaycli.present.words import sentence
from repaycli.products.accounts import CreditLine, Flow, Household, Loan, Wallet
from repaycli.products.terms import OpenStatement, RateChange, Repayment, StatementDates
from repaycli.strategies.optimal.changed.whatifs import later_dues, lower_rates, one_more
from repaycli.strategies.optimal.changed.worth import Worth, compared, worths
from repaycli.strategies.optimal.optimum import Effort, Optimum
from repaycli.strategies.optimal.search.optimise import optimise

DAY, UNTIL = date(2026, 1, 1), date(2026, 1, 20)
CNY = CURRENCIES["CNY"]
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
OWN = Household(
    DAY, CNY, wallets=(Wallet("w", 70_000),), incomes=(Flow("bonus", 1_000_000, date(2026, 2, 10)),), loans=(DEAR,)
)


def found(own: Household = OWN, effort: Effort | None = None) -> dict[str, Worth]:
    rows = worths(own, optimise(own, DAY, UNTIL), effort).rows
    return {sentence(each.what, CNY): each for each in rows}


def test_one_more_hundred_saves_the_interest_it_stops() -> None:
    # 100.00 x 0.05 % x 20 nights = 1.00, and 30 days more are 1.50.
    assert found()["100.00 more in w today"].saves == 250


def test_a_lower_rate_saves_a_point_of_what_is_owed() -> None:
    # 4,300.00 at 1 % a year: 20 nights are 2.36 (43.00 - 40.64), 30 days are 3.53 (64.50 - 60.97).
    assert found()["dear one percentage point a year cheaper"].saves == 589


def test_a_due_date_beyond_the_time_looked_at_is_worth_nothing() -> None:
    row = found()["dear due a week later, from 2026-02-27 on"]
    assert (row.saves, row.days_late_change, row.is_sure) == (0, 0, False)


def test_a_due_date_can_be_worth_days_past_due() -> None:
    # 300.00 are due on the 16th, the wage comes on the 18th: two days past due, unless it is due a week later.
    shop = Loan("shop", "shop", 30_000, Rate(Fraction(0), "day"), Repayment.EQUAL_PRINCIPAL, 1, date(2026, 1, 16), 16)
    wage = Flow("wage", 30_000, date(2026, 1, 18))
    own = OWN._replace(wallets=(Wallet("w", 0),), incomes=(wage,), loans=(shop._replace(interest_from=DAY),))
    assert found(own)["shop due a week later, from 2026-01-23 on"].days_late_change == -2
    assert found(own)["shop due the day after wage, from 2026-01-19 on"].days_late_change == -2


def test_no_time_left_leaves_rows_out_and_says_how_many() -> None:
    clock = iter(range(100))
    result = worths(OWN, optimise(OWN, DAY, UNTIL), Effort(lambda: float(next(clock)), 0.5))
    assert (result.rows, result.left) == ((), 3)


def optimum(cost: int, bound: int) -> Optimum:
    plan = optimise(OWN, DAY, UNTIL)
    return plan._replace(score=plan.score._replace(cost=cost), bound=bound)


def test_a_difference_is_sure_only_where_no_better_plan_can_turn_it_round() -> None:
    what = text("something")
    assert compared(what, optimum(1_000, 990), optimum(980, 975)).is_sure  # at least 10 are saved
    assert not compared(what, optimum(1_000, 980), optimum(980, 980)).is_sure  # perhaps nothing is
    assert compared(what, optimum(1_000, 1_000), optimum(1_010, 1_001)).is_sure  # at least 1 more is paid
    assert not compared(what, optimum(1_000, 999), optimum(1_000, 999)).is_sure


def test_a_lower_rate_reaches_the_dated_rates_to_come_but_no_promotion() -> None:
    rises = RateChange(date(2026, 6, 1), Rate(Fraction(24, 100), "year"))
    loan = DEAR._replace(rate=Rate(Fraction(12, 100), "year"), rates=(rises,))
    own = OWN._replace(loans=(loan,))
    (changed,) = lower_rates(own, DAY, standing(own, DAY))
    assert [each.rate.amount for each in changed.household.loans[0].rates] == [Fraction(11, 100), Fraction(23, 100)]
    card = CreditLine("card", "card", 100_000, loan.rate, 20, 10, unbilled=5_000, rates=(rises._replace(on="new"),))
    own = OWN._replace(loans=(), lines=(card,))
    assert list(lower_rates(own, DAY, standing(own, DAY))) == []


def test_a_lines_statement_and_due_day_move_together_after_the_open_statement() -> None:
    opened = OpenStatement(date(2025, 12, 25), date(2026, 1, 13), 100_000, 10_000)
    card = CreditLine("card", "card", 1_000_000, DEAR.rate, 25, 13, statement=(opened,))
    own = OWN._replace(loans=(), lines=(card,))
    (week,) = later_dues(own, DAY, standing(own, DAY), None)
    assert sentence(week.what, CNY) == "card due a week later, from 2026-02-20 on"
    assert week.household.lines[0].dates == (StatementDates(date(2026, 1, 25), 1, 20),)


def test_where_there_is_no_wallet_no_money_can_be_added() -> None:
    assert list(one_more(OWN._replace(wallets=()), DAY)) == []
