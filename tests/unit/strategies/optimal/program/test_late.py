"""Dues that have to be missed: for how many days, by which stage, and what that costs, all of it proven."""

from datetime import date
from fractions import Fraction

import pytest
from unit.strategies.optimal.program.cards import CARD

from repaycli.core.money import CURRENCIES
from repaycli.core.rates import Rate
from repaycli.engine.branch import branch, replay
from repaycli.engine.ledger import Kind
from repaycli.products.accounts import CreditLine, Flow, Household, Loan, Wallet
from repaycli.products.terms import Allocation, InterestFrom, LateFee, OpenStatement, Prepayment, Repayment
from repaycli.strategies.optimal.optimum import Optimum
from repaycli.strategies.optimal.program.model import Allowed, Dues, build
from repaycli.strategies.optimal.program.solver import solve
from repaycli.strategies.optimal.search.optimise import optimise

DAY = date(2026, 1, 1)


def best(
    until: date, *wages: tuple[date, int], lines: tuple[CreditLine, ...] = (), loans: tuple[Loan, ...] = ()
) -> Optimum:
    """Return the best plan of a household that has nothing but wages."""
    flows = tuple(Flow(f"wage {on}", amount, on, "once") for on, amount in wages)
    own = Household(DAY, CURRENCIES["CNY"], wallets=(Wallet("w", 0),), incomes=flows, lines=lines, loans=loans)
    return optimise(own, DAY, until)


def test_no_plan_is_past_due_for_fewer_days_beyond_thirty() -> None:
    # 100.00 are due on the 20th of January, and nothing comes before the 5th of March: 11 + 28 + 5 = 44 days past due, 14 of
    # them beyond 30. What is due on the 20th of February is missed, too.
    found = best(date(2026, 3, 10), (date(2026, 3, 5), 100_000), lines=(CARD,))
    assert (found.score.late, found.score.postponed) == ((0, 14, 44), 2)
    assert (found.is_least_late, found.is_proven) == (True, True)


def test_what_fell_due_first_is_paid_before_it_is_past_due_for_thirty_days() -> None:
    # A wage of the 10th of February pays one of two dues of the 20th of January, the next one is a week later. Which card is
    # paid first does not matter, as long as none is left for more than the 28 days up to the 17th of February.
    other = CARD._replace(name="other")
    wages = ((date(2026, 2, 10), 10_000), (date(2026, 2, 17), 10_000))
    found = best(date(2026, 2, 18), *wages, lines=(CARD, other))
    assert (found.score.late, found.score.postponed) == ((0, 0, 21 + 28), 2)
    assert (found.is_least_late, found.is_proven) == (True, True)


def test_days_of_grace_count_as_past_due_where_the_minimum_is_missed() -> None:
    # The three days of grace end on the 23rd, the wage comes on the 25th: five days past due, from the 21st on.
    found = best(date(2026, 1, 28), (date(2026, 1, 25), 50_000), lines=(CARD._replace(grace_days=3),))
    assert (found.score.late, found.score.postponed) == ((0, 0, 5), 1)
    assert (found.is_least_late, found.is_proven) == (True, True)


@pytest.mark.parametrize("grace", [0, 3])
def test_a_due_of_the_last_day_that_is_missed_counts_as_one_day(grace: int) -> None:
    found = best(date(2026, 1, 20), lines=(CARD._replace(grace_days=grace),))
    assert (found.score.late, found.score.postponed) == ((0, 0, 1), 1)
    assert (found.is_least_late, found.is_proven) == (True, True)


def test_an_instalment_of_the_last_day_that_is_missed_counts_as_one_day() -> None:
    rate, due = Rate(Fraction(1, 1000), "day"), date(2026, 1, 15)
    found = best(due, loans=(Loan("loan", "loan", 300_000, rate, Repayment.EQUAL_PRINCIPAL, 3, due, 15),))
    assert (found.score.late, found.score.postponed, found.is_least_late) == ((0, 0, 1), 1, True)


def test_a_late_fee_is_known_in_full_where_its_cap_is_far() -> None:
    # Of the minimum of 100.00 all is missing: 5 % are 5.00. The cap of 10.00 is out of reach, as a minimum of 200.00 would be.
    fee = LateFee(Fraction(1, 20), 0, 1_000)
    found = best(date(2026, 1, 28), (date(2026, 1, 22), 50_000), lines=(CARD._replace(late_fee=fee),))
    assert [item.amount for item in found.projection.postings if item.kind is Kind.LATE_FEE] == [500]
    assert (found.score.late, found.is_proven) == ((0, 0, 2), True)


def test_a_late_fee_stays_within_the_minimum_that_was_missed() -> None:
    # Steps of 30.00 and 41.00, never more than the minimum: 100.00 for the one of January, of which 30.00 are charged, and the
    # least step is known of every later one. A step of 150.00 is cut to the 100.00.
    for steps, fee in (((3_000, 4_100), 3_000), ((15_000,), 10_000)):
        line = CARD._replace(late_fee=LateFee(steps=steps, within_minimum=True))
        found = best(date(2026, 1, 28), (date(2026, 1, 22), 50_000), lines=(line,))
        assert [item.amount for item in found.projection.postings if item.kind is Kind.LATE_FEE] == [fee]
        assert (found.score.late, found.is_proven) == ((0, 0, 2), True)


def test_a_later_minimum_caps_its_late_fee_too() -> None:
    # 10.00 of 100.00 are paid on the 2nd of January. The statement of the 31st asks for a tenth of the rest and its interest: 9.00
    # and 2.80 (0.10 a night on the 1st, 0.09 on the 30 that follow). Missed on the 20th of February, a fee of 30.00 is cut to that.
    small = CARD._replace(
        statement=(OpenStatement(date(2025, 12, 31), date(2026, 1, 20), 10_000, 1_000),),
        late_fee=LateFee(steps=(3_000,), within_minimum=True),
    )
    found = best(date(2026, 2, 28), (date(2026, 1, 2), 1_000), (date(2026, 2, 25), 50_000), lines=(small,))
    (charged,) = [item.amount for item in found.projection.postings if item.kind is Kind.LATE_FEE]
    assert charged == 1_180
    assert (found.score.late, found.is_proven) == ((0, 0, 5), True)


def test_a_payment_meets_the_interest_of_an_instalment_before_its_principal() -> None:
    # The first of three instalments falls due on the 15th: 1,000.00 of principal and 42.00 of interest (14 nights of 3.00).
    # 500.00 are there, which pay the interest first: 542.00 of principal bear 0.813 a night until the 25th, 8.13 in all.
    rate, due = Rate(Fraction(1, 1000), "day"), date(2026, 1, 15)
    loan = Loan(
        "loan", "loan", 300_000, rate, Repayment.EQUAL_PRINCIPAL, 3, due, 15, prepayment=Prepayment(allowed=False)
    )
    found = best(date(2026, 1, 28), (date(2026, 1, 10), 50_000), (date(2026, 1, 25), 200_000), loans=(loan,))
    assert [item.amount for item in found.projection.postings if item.kind is Kind.PENALTY] == [813]
    assert (found.score.late, found.is_least_late, found.is_proven) == ((0, 0, 10), True, True)


def test_late_fees_that_are_left_unpaid_bear_nothing() -> None:
    # Three minimums are missed, for a fee of 500.00 each. On the 20th of February the first of them is left unpaid as well, and
    # bears nothing up to the 10th of April, nor does the second one: a bound that let them bear would be above the cost.
    fee, wage = LateFee(floor=50_000), (date(2026, 4, 10), 400_000)
    until = date(2026, 4, 30)
    line = CARD._replace(late_fee=fee)
    found = best(until, wage, lines=(line,))
    assert found.score.late == (0, 50, 80)
    flows = (Flow("wage", wage[1], wage[0], "once"),)
    own = Household(DAY, CURRENCIES["CNY"], wallets=(Wallet("w", 0),), incomes=flows, lines=(line,))
    state = branch(replay(own, DAY), None, workings=False)
    state.reach(state.today)
    allowed = Allowed(*found.score.late, found.score.postponed)
    model = build(state, until.toordinal(), (0, 0), Dues.MISSED, allowed=allowed)
    bound = solve(model.setting.program, model.cost).bound
    assert found.score.cost - found.allowance <= bound <= found.score.cost


def test_a_late_fee_is_known_in_full_where_its_cap_is_near() -> None:
    # 100.00 are paid on the 1st of January, the next statement asks for 118.00: a tenth of the 900.00 left, and 28.00 of interest
    # (1.00 on the night of the 1st, 0.90 on 30). Half of it is 59.00; a minimum of more than 130.00 would meet the cap of 65.00.
    line = CARD._replace(late_fee=LateFee(Fraction(1, 2), 0, 6_500))
    wages = (date(2026, 1, 2), 10_000), (date(2026, 2, 25), 200_000)
    found = best(date(2026, 2, 28), *wages, lines=(line,))
    assert [item.amount for item in found.projection.postings if item.kind is Kind.LATE_FEE] == [5_900]
    assert (found.score.late, found.is_proven) == ((0, 0, 5), True)


@pytest.mark.parametrize("start", [InterestFrom.DUE, InterestFrom.POSTING])
@pytest.mark.parametrize("multiplier", [Fraction(1), Fraction(3, 2)])
def test_what_is_past_due_bears_up_to_its_payment_in_the_next_statement(
    start: InterestFrom, multiplier: Fraction
) -> None:
    # The 100.00 of January bear on the 11 nights up to the 31st, and on nine more before all is paid on the 10th of February.
    line = CARD._replace(overdue_multiplier=multiplier, interest_from=start)
    found = best(date(2026, 2, 28), (date(2026, 2, 10), 200_000), lines=(line,))
    penalties = [item.amount for item in found.projection.postings if item.kind is Kind.PENALTY]
    assert penalties == [int(110 * multiplier), int(90 * multiplier)]
    assert (found.score.late, found.is_proven) == ((0, 0, 21), True)


def test_the_days_of_grace_bear_the_penalty_where_the_minimum_is_missed() -> None:
    # The 100.00 of January are missed at the end of the 23rd and paid on the 25th: they bear half as much again on the nights of the
    # 21st to the 24th, 0.60 in all.
    line = CARD._replace(overdue_multiplier=Fraction(3, 2), grace_days=3)
    found = best(date(2026, 2, 2), (date(2026, 1, 25), 200_000), lines=(line,))
    assert [item.amount for item in found.projection.postings if item.kind is Kind.PENALTY] == [60]
    assert (found.score.late, found.is_proven) == ((0, 0, 5), True)


def test_a_minimum_meets_its_fees_first_where_what_is_beyond_it_goes_to_the_highest_rate() -> None:
    # The fee of 500.00 is in the minimum of the 31st of January, which a wage of the 2nd of February pays and no more: were it left
    # unpaid for principal, 500.00 less would bear 1 per thousand a day. It asks for 620.30: 90.00, 30.30 of interest and the fee.
    order = Allocation(minimum=("fees", "interest", "lowest-rate"), excess="highest-rate")
    line = CARD._replace(late_fee=LateFee(floor=50_000), allocation=order)
    found = best(date(2026, 2, 28), (date(2026, 1, 25), 10_000), (date(2026, 2, 2), 62_030), lines=(line,))
    assert (found.score.late, found.is_proven) == ((0, 0, 5), True)
