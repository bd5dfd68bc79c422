"""What makes the search for loans short changes no best: rows that no plan misses, and loans without variables of their own."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

import pytest

from repaycli.core.dates import add_months
from repaycli.core.money import CURRENCIES
from repaycli.core.rates import Rate
from repaycli.engine.branch import branch, replay
from repaycli.products.accounts import Flow, Household, Loan, Wallet
from repaycli.products.terms import Prepayment, Repayment
from repaycli.strategies.optimal.program import money
from repaycli.strategies.optimal.program.loans import account, schedule
from repaycli.strategies.optimal.program.model import Dues, Model, build
from repaycli.strategies.optimal.program.solver import Answer, solve

DAY, MONTHS = date(2026, 1, 5), 8
NEAR = 0.1


def drawn(seed: int) -> Household:
    """Return a household of three loans by months or by days, some of which take all interest with what is prepaid."""
    pick = random.Random(seed)

    def loan(number: int) -> Loan:
        is_monthly, due = pick.random() < 0.5, DAY + timedelta(days=pick.randrange(1, 23))
        return Loan(
            f"loan{number}",
            "bank",
            pick.randrange(100_000, 600_000),
            Rate(Fraction(pick.randrange(60, 200), 1000), "year") if is_monthly else Rate(Fraction(4, 10_000), "day"),
            pick.choice((Repayment.LEVEL, Repayment.LEVEL, Repayment.EQUAL_PRINCIPAL)),
            pick.randrange(5, 13),
            due,
            due.day,
            accrual="monthly" if is_monthly else "daily",
            interest_from=add_months(due, -1),
            prepayment=Prepayment(allowed=True, interest=pick.choice(("all", "part"))),
        )

    loans = tuple(loan(number) for number in range(3))
    asked = sum(each.principal // each.instalments + each.principal // 50 for each in loans)
    wage = Flow("wage", int(asked * pick.uniform(1.1, 1.6)), DAY + timedelta(days=pick.randrange(28)), "month")
    return Household(DAY, CURRENCIES["CNY"], wallets=(Wallet("bank", 2 * asked),), incomes=(wage,), loans=loans)


def modelled(own: Household) -> Model:
    """Return the program of a household whose dues are met."""
    state = branch(replay(own, DAY), None, workings=False)
    state.reach(state.today)
    return build(
        state, (add_months(DAY, MONTHS) - timedelta(days=1)).toordinal(), [0] * (MONTHS + 1), Dues.ON_THEIR_DAY
    )


def best(model: Model) -> Answer:
    return solve(model.setting.program, model.cost)


def relaxed(model: Model) -> float:
    """Return what the program costs if choices may be fractions."""
    program = model.setting.program
    program.whole = [False] * len(program.whole)
    return solve(program, model.cost).objective


def without_variables(monkeypatch: pytest.MonkeyPatch, are_lean: bool) -> None:
    """Let loans that need no variables of their own have them all the same."""

    class Full(account.Account):
        def __init__(self, *rest: object) -> None:
            super().__init__(*rest)  # type: ignore[arg-type]
            self.is_lean = self.is_lean and are_lean

    monkeypatch.setattr(schedule, "Account", Full)


@pytest.mark.parametrize("seed", range(12))
def test_the_rows_forbid_no_best_plan_and_bring_the_relaxation_nearer(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = drawn(seed)
    found, bound = best(modelled(own)), relaxed(modelled(own))
    nothing: Callable[..., None] = lambda *_: None  # noqa: E731 - it takes the place of two functions
    monkeypatch.setattr(money, "cut_payoffs", nothing)
    monkeypatch.setattr(money, "cut_prepayments", nothing)
    assert found.objective == pytest.approx(best(modelled(own)).objective, abs=NEAR)
    assert relaxed(modelled(own)) - NEAR <= bound <= found.objective + NEAR


@pytest.mark.parametrize("seed", range(12))
def test_a_loan_without_variables_bounds_as_well_but_for_a_unit_of_rounding(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = drawn(seed)
    without_variables(monkeypatch, are_lean=False)
    whole = modelled(own)
    full = best(whole)
    without_variables(monkeypatch, are_lean=True)
    less = modelled(own)
    lean = best(less)
    assert len(less.setting.program.rows) < len(whole.setting.program.rows)
    assert full.objective - len(own.loans) - NEAR <= lean.objective <= full.objective + NEAR


@pytest.mark.parametrize("rows", ["cut_payoffs", "cut_prepayments"])
def test_each_sort_of_rows_brings_some_relaxation_nearer(rows: str, monkeypatch: pytest.MonkeyPatch) -> None:
    bounds = [relaxed(modelled(drawn(seed))) for seed in range(6)]
    monkeypatch.setattr(money, rows, lambda *_: None)
    assert any(relaxed(modelled(drawn(seed))) < bounds[seed] - 1.0 for seed in range(6))
