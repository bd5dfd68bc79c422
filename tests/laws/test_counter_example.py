"""Two debts on which the highest rate of today is the wrong one to pay first; every figure is computed by hand below.

A owes 6,000 at 0 % for six months and at 30 % from then on, B owes 6,000 at 15 %; 500 a month pay both. Nothing must be
paid of either: unpaid interest is charged monthly and joins the debt.
"""

from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest

from laws.oracle import optimise
from repaycli.core.dates import add_months
from repaycli.core.money import CURRENCIES
from repaycli.core.rates import Rate
from repaycli.engine.branch import branch, replay
from repaycli.engine.totals import summarise
from repaycli.products.accounts import CreditLine, Flow, Household, Wallet
from repaycli.products.terms import Accrual, InterestFrom, MinimumRule, OpenStatement, RateChange
from repaycli.strategies.optimal.optimum import Effort, Instruction, Plan
from repaycli.strategies.optimal.playing.replay import Planned
from repaycli.strategies.optimal.search.optimise import optimise as optimal

START = date(2026, 1, 2)
UNTIL = date(2028, 12, 31)

TODAY_HIGHEST = 2_498_70
A_FIRST = 2_053_24


def by_hand(order: Callable[[int], str]) -> tuple[int, list[tuple[int, str, Decimal, Decimal]]]:
    """Return all interest (minor units), and each payment: month, account, amount, what was owed before its interest.

    Each month: interest = what is owed × the yearly rate / 12, half up to the cent; it joins the debt; then 500 are paid
    in the order of the month, what one does not need to the other.
    """
    owed = {"A": Decimal(6000), "B": Decimal(6000)}
    interest, payments = Decimal(0), []
    month = 0
    while any(owed.values()):
        month += 1
        before = dict(owed)
        for name, rate in (("A", "0" if month <= 6 else "0.30"), ("B", "0.15")):
            charged = (owed[name] * Decimal(rate) / 12).quantize(Decimal("0.01"), ROUND_HALF_UP)
            owed[name] += charged
            interest += charged
        left = Decimal(500)
        for name in order(month):
            paid = min(left, owed[name])
            owed[name] -= paid
            left -= paid
            if paid:
                payments.append((month, name, paid, before[name]))
    return int(interest * 100), payments


def highest_rate_of_today(month: int) -> str:
    return "BA" if month <= 6 else "AB"


def a_first(month: int) -> str:
    return "AB"


def household() -> Household:
    """Lines whose statements ask for nothing and charge monthly: on the 1st, on what the last statement left."""
    wages = Flow("wages", 500_00, date(2026, 2, 1), "month")
    lines = (line("A", 0, (RateChange(date(2026, 7, 2), yearly(30)),)), line("B", 15))
    return Household(START, CURRENCIES["CNY"], wallets=(Wallet("bank", 0),), incomes=(wages,), lines=lines)


def line(name: str, percent: int, rates: tuple[RateChange, ...] = ()) -> CreditLine:
    return CreditLine(
        name,
        name,
        limit=100_000_00,
        rate=yearly(percent),
        statement_day=1,
        due_day=20,
        statement=(OpenStatement(date(2026, 1, 1), date(2026, 1, 20), 6_000_00, 0),),
        revolving=True,
        minimum=MinimumRule(Fraction(0), of="balance"),
        interest_from=InterestFrom.DUE,
        accrual=Accrual.MONTHLY,
        rates=rates,
    )


def yearly(percent: int) -> Rate:
    return Rate(Fraction(percent, 100), "year")


def as_plan(payments: list[tuple[int, str, Decimal, Decimal]]) -> Plan:
    """Pay on the 1st; what is paid of the interest charged that night follows the day after."""
    found: list[Instruction] = []
    for month, name, paid, before in payments:
        day = add_months(date(2026, 1, 1), month).toordinal()
        at_once = min(paid, before)
        found += [
            Instruction(on, name, int(amount * 100), "bank")
            for on, amount in ((day, at_once), (day + 1, paid - at_once))
            if amount
        ]
    return tuple(sorted(found, key=lambda each: each.day))


@pytest.mark.parametrize(("order", "interest"), [(highest_rate_of_today, TODAY_HIGHEST), (a_first, A_FIRST)])
def test_the_engine_charges_what_the_hand_charges(order: Callable[[int], str], interest: int) -> None:
    by_us, payments = by_hand(order)
    assert by_us == interest
    run = branch(replay(household(), START), Planned(as_plan(payments)))
    run.advance(UNTIL.toordinal())
    found = summarise(run, "by hand", UNTIL.toordinal())
    assert (found.interest, found.total_cost, found.debt_at_end) == (interest, interest, 0)


def test_the_optimum_pays_the_debt_that_will_be_dear() -> None:
    found = optimise(household(), START, UNTIL)
    early = [pay for pay in found.plan if pay.day <= date(2026, 7, 1).toordinal()]
    assert {pay.account for pay in early} == {"A"}
    assert sum(pay.amount for pay in early) == 6 * 500_00
    assert found.score.cost <= A_FIRST
    assert found.bound <= A_FIRST


def test_a_search_that_is_stopped_at_once_is_no_worse_than_a_plan_that_was_known() -> None:
    _, payments = by_hand(a_first)
    stopped = Effort(clock=lambda: 0.0, stopped=lambda: True)
    unaided = optimal(household(), START, UNTIL, stopped)
    aided = optimal(household(), START, UNTIL, stopped, known=as_plan(payments))
    assert aided.score.cost <= A_FIRST < unaided.score.cost
