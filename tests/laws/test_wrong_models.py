"""A model that is wrong on purpose is found out: otherwise the laws of the optimum prove nothing.

What the model sees is changed, and nothing else: the plans are played by the exact engine as ever.
"""

from collections.abc import Callable
from fractions import Fraction

import pytest

from laws.exhaustive import Effort
from laws.oracle import faults, lay, optimise, rivals
from laws.tiny import tiny
from repaycli.engine.line.state import Line
from repaycli.engine.lots import BEARING, HELD
from repaycli.engine.run import Run
from repaycli.strategies.optimal.search import optimise as search

EFFORT = Effort(width=12, fan=8, tries=40, days=6)
SEEDS = (3, 9, 45, 43, 14, 21, *range(60))
"""Households to look at; the first ones are known to tell wrong models from the right one."""

FEW = 40
"""So few changes are tried to a plan: it is the model that has to be right, not what is made of its plan afterwards."""


def twice_the_rates(run: Run) -> None:
    for debt in run.debts.values():
        twice = debt.terms.rate.like(debt.terms.rate.amount * 2)
        debt.terms = debt.terms._replace(rate=twice)  # type: ignore[assignment]
        if isinstance(debt, Line):
            debt.rate, debt.cash_rate = debt.rate * 2, debt.cash_rate * 2
        else:
            debt.set_rate(twice)


def no_free_period(run: Run) -> None:
    for line in run.lines.values():
        for lot in line.all_lots():
            if lot.fate is HELD:
                lot.fate = BEARING


def half_the_cash(run: Run) -> None:
    for purse in run.cash.purses:
        purse.holds //= 2


def no_prepayment(run: Run) -> None:
    for loan in run.loans.values():
        loan.terms = loan.terms._replace(prepayment=loan.terms.prepayment._replace(allowed=False))


def no_minimum(run: Run) -> None:
    for line in run.lines.values():
        rule = line.terms.minimum._replace(share=Fraction(0), carried_share=None, floor=0, of="balance")
        line.terms = line.terms._replace(minimum=rule)
        for statement in line.statements:
            statement.min_left = 0


def free_credit(run: Run) -> None:
    for line in run.lines.values():
        line.rate = line.cash_rate = 0


@pytest.mark.parametrize(
    "wrong", [twice_the_rates, no_free_period, half_the_cash, no_prepayment, no_minimum, free_credit]
)
def test_a_wrong_model_is_found_out(wrong: Callable[[Run], None], monkeypatch: pytest.MonkeyPatch) -> None:
    build = search.build

    def build_wrong(run: Run, *args: object, **kwargs: object) -> object:
        wrong(run)
        return build(run, *args, **kwargs)  # type: ignore[arg-type]

    def has_faults(seed: int) -> bool:
        one = tiny(seed)
        table = lay("", one.own, one.today, one.until)
        found = optimise(one.own, one.today, one.until, FEW)
        return bool(faults(table, found, rivals(table, found, EFFORT, seed)))

    for seed in SEEDS:
        with monkeypatch.context() as patch:
            patch.setattr(search, "build", build_wrong)
            is_noticed = has_faults(seed)
        if is_noticed and not has_faults(seed):
            return
    pytest.fail("no household tells this model from the right one")
