"""The least late plan, and what is proven of it."""

from datetime import date
from fractions import Fraction

import pytest
from unit.strategies.optimal.program.cards import CARD

from repaycli.core.money import CURRENCIES
from repaycli.core.rates import Rate
from repaycli.engine.branch import replay
from repaycli.engine.changes import NO_CHANGES
from repaycli.products.accounts import Flow, Household, Loan, Wallet
from repaycli.products.terms import Repayment
from repaycli.strategies.optimal.optimum import NO_BOUND, Effort
from repaycli.strategies.optimal.playing.ground import play_plan
from repaycli.strategies.optimal.program.model import Model, build
from repaycli.strategies.optimal.search import missed
from repaycli.strategies.optimal.search.missed import miss_least
from repaycli.strategies.optimal.search.trying import Trying

DAY, WAGES, UNTIL = date(2026, 1, 1), date(2026, 1, 25), date(2026, 1, 28)


def trying(effort: Effort | None = None, cash: int = 0, loans: tuple[Loan, ...] = ()) -> Trying:
    """Start from a plan that pays nothing: 100.00 are due on the 20th, and the wages come five days later."""
    flow = Flow("wages", 50_000, WAGES, "once")
    own = Household(DAY, CURRENCIES["CNY"], wallets=(Wallet("w", cash),), incomes=(flow,), lines=(CARD,), loans=loans)
    found = Trying(own, replay(own, DAY, workings=False), UNTIL.toordinal(), (0, 0), NO_CHANGES, effort)
    found.start_from((), play_plan(found.ground, ()).score, allowance=2)
    return found


def test_the_days_past_due_are_the_fewest_and_the_cost_of_those_is_bounded() -> None:
    found = trying()
    assert found.score.late == (0, 0, 8)
    proof = miss_least(found, UNTIL.toordinal())
    assert (found.score.late, found.score.postponed) == ((0, 0, 5), 1)
    assert proof.is_least_late
    assert 0 <= found.score.cost - proof.bound <= found.allowance


def test_a_dear_loan_is_not_repaid_with_what_falls_due_elsewhere() -> None:
    dear = Loan("dear", "dear", 500_000, Rate(Fraction(1, 100), "day"), Repayment.BULLET, 1, date(2026, 6, 1), 1)
    found = trying(cash=10_000, loans=(dear._replace(interest_from=DAY),))
    proof = miss_least(found, UNTIL.toordinal())
    assert (found.score.late, found.score.postponed) == ((0, 0, 0), 0)
    assert proof.is_least_late
    assert 0 <= found.score.cost - proof.bound <= found.allowance


def test_nothing_is_proven_where_the_search_is_stopped() -> None:
    found = trying(Effort(clock=lambda: 0.0, stopped=lambda: True))
    proof = miss_least(found, UNTIL.toordinal())
    assert (proof.bound, proof.is_least_late) == (NO_BOUND, False)


def test_a_program_that_does_not_know_the_plan_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def dearer(*args: object, **kwargs: object) -> Model:
        model = build(*args, **kwargs)  # type: ignore[arg-type]
        return model._replace(cost=model.cost + 10_000.0)

    monkeypatch.setattr(missed, "build", dearer)
    found = trying()
    proof = miss_least(found, UNTIL.toordinal())
    assert (proof.bound, proof.is_least_late) == (NO_BOUND, False)
