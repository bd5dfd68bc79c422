"""Expenses for which there is not enough: they go before what a debt does not ask for, and their price is in the proof."""

from datetime import date
from fractions import Fraction

import pytest
from unit.strategies.optimal.program.cards import CARD

from repaycli.core.money import CURRENCIES
from repaycli.core.rates import Rate
from repaycli.engine.branch import branch, replay
from repaycli.products.accounts import Flow, Household, Loan, Purchase, Wallet
from repaycli.products.terms import LateFee, MinimumRule, Repayment
from repaycli.strategies.optimal.optimum import Instruction, Optimum
from repaycli.strategies.optimal.playing.ground import Ground, play_plan
from repaycli.strategies.optimal.program.model import Allowed, Dues, build
from repaycli.strategies.optimal.program.solver import solve
from repaycli.strategies.optimal.search.optimise import optimise

DAY, UNTIL = date(2026, 1, 1), date(2026, 2, 9)
WAGE = Flow("wage", 200_000, date(2026, 1, 31), "once")


def bullet(name: str, principal: int, rate: Fraction, due: date) -> Loan:
    return Loan(name, name, principal, Rate(rate, "day"), Repayment.BULLET, 1, due, due.day, interest_from=DAY)


DEAR = bullet("dear", 100_000, Fraction(1, 1000), date(2026, 1, 5))
FREE = bullet("free", 60_000, Fraction(0), date(2026, 1, 8))


def best(cash: int, *expenses: Flow) -> Optimum:
    """Return the best plan of a household that owes 1,004.00 on the 5th and 600.00 on the 8th, and earns on the 31st."""
    own = Household(
        DAY,
        CURRENCIES["CNY"],
        wallets=(Wallet("w", cash),),
        incomes=(WAGE,),
        expenses=expenses,
        loans=(DEAR, FREE),
    )
    return optimise(own, DAY, UNTIL)


def test_what_is_left_is_kept_for_a_rent_though_a_debt_bears_penalty() -> None:
    # 700.00 do not pay the dear loan. The simple ways pay it all the same, the free one is missed as well and a rent of
    # 300.00 on the 10th lacks everything. The best plan pays the free one; 100.00 are left, and the dear loan is past due. Paid
    # to it they would spare 0.15 a day; the rent would lack 300.00 instead of 200.00 until the wage.
    found = best(70_000, Flow("rent", 30_000, date(2026, 1, 10), "once"))
    assert [(pay.on.day, pay.account, pay.amount) for pay in found.projection.payments][:1] == [(8, "free", 60_000)]
    lacks = [short for short in found.projection.summary.shortfalls if short.accounts == ("rent",)]
    assert [(short.on.day, short.amount) for short in lacks] == [(10, 20_000)]
    assert found.score.lack_price == 6_000  # 1 % a day of 200.00 for the 30 days before the wage of the 31st
    assert (found.is_least_late, found.is_proven) == (True, True)


def test_what_expenses_lack_is_priced_until_the_next_income() -> None:
    # Nothing is due before the 8th; 500.00 of a rent of 1,000.00 are missing on the 2nd. A first wage on the 4th pays half of
    # that: 3 days of 500.00 and 27 days of 250.00 at 1 % are 15.00 and 67.50. The reserve of 100.00 is used up and not priced.
    own = Household(
        DAY,
        CURRENCIES["CNY"],
        wallets=(Wallet("w", 50_000, reserve=10_000),),
        incomes=(Flow("first", 25_000, date(2026, 1, 4), "once"), WAGE),
        expenses=(Flow("rent", 100_000, date(2026, 1, 2), "once"),),
        loans=(FREE._replace(next_due=date(2026, 2, 8)),),
    )
    found = optimise(own, DAY, UNTIL)
    assert found.score.lack_price == 1_500 + 6_750
    assert found.score.cost == found.score.lack_price
    assert (found.bound, found.is_proven) == (8_250, True)


@pytest.mark.parametrize(("cash", "can_be_in_time"), [(10_000, False), (53_000, True)])
def test_what_is_paid_on_a_line_before_it_closes_lowers_its_minimum_by_a_share(cash: int, can_be_in_time: bool) -> None:
    # 1,000.00 are bought on the 10th, billed on the 31st, and a tenth of them is due on the 20th of February. A rent takes
    # all cash on the 15th. 100.00 paid on the 10th leave a minimum of 90.00, which cannot be paid: to be in time takes all of
    # it, or cash for both.
    line = CARD._replace(
        statement=(), accrued=None, revolving=False, purchase=(Purchase("card", date(2026, 1, 10), 100_000),)
    )
    own = Household(
        DAY,
        CURRENCIES["CNY"],
        wallets=(Wallet("w", cash),),
        incomes=(Flow("wage", 500_000, date(2026, 3, 5), "once"),),
        expenses=(Flow("rent", 43_000, date(2026, 1, 15), "once"),),
        lines=(line,),
        purchases=line.purchase,
    )
    state = branch(replay(own, DAY), None, workings=False)
    state.reach(state.today)
    model = build(state, date(2026, 3, 10).toordinal(), (60_000, 0), Dues.MISSED, allowed=Allowed(0, 0, 0, 0))
    assert bool(solve(model.setting.program, model.cost).solution) == can_be_in_time


@pytest.mark.parametrize("share", [Fraction(1, 10), Fraction(1, 2), Fraction(9, 10)])
def test_a_minimum_that_was_lowered_so_caps_its_late_fee_at_less(share: Fraction) -> None:
    # 100.00 are bought on the 10th, 94.00 paid on the 29th before a rent takes them, so that 6.00 are billed on the 31st. Their
    # share is missed on the 20th of February, for a day and a fee of no more than that.
    line = CARD._replace(
        statement=(),
        accrued=None,
        revolving=False,
        purchase=(Purchase("card", date(2026, 1, 10), 10_000),),
        minimum=MinimumRule(share),
        late_fee=LateFee(steps=(6_000,), within_minimum=True),
    )
    own = Household(
        DAY,
        CURRENCIES["CNY"],
        wallets=(Wallet("w", 0),),
        incomes=(
            Flow("first", 9_400, date(2026, 1, 29), "once"),
            Flow("wage", 10_000, date(2026, 2, 21), "once"),
        ),
        expenses=(Flow("rent", 9_400, date(2026, 1, 30), "once"),),
        lines=(line,),
        purchases=line.purchase,
    )
    last, limits = date(2026, 3, 10).toordinal(), (0, 9_400, 9_400)
    past = replay(own, DAY, workings=False)
    days = date(2026, 1, 29).toordinal(), date(2026, 2, 21).toordinal()
    plan = (Instruction(days[0], "card", 9_400, "w"), Instruction(days[1], "card", 600, "w"))
    played = play_plan(Ground(own, past, last, limits), plan).score
    assert (played.late, played.postponed, played.drawn) == ((0, 0, 1), 1, 0)
    state = branch(past, None, workings=False)
    state.reach(state.today)
    model = build(state, last, limits, Dues.MISSED, allowed=Allowed(*played.late, played.postponed))
    assert solve(model.setting.program, model.cost).objective <= played.cost
