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
from repaycli.products.terms import OverdueInstalment, Repayment
from repaycli.strategies.optimal.optimum import NO_BOUND, Effort, Instruction
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


def test_days_beyond_thirty_say_nothing_of_when_others_are_past_due() -> None:
    """Up to the gift no plan has fewer days beyond 30; the one that is late for the fewest days in all is so after it."""
    last = date(2026, 3, 4)
    old = _once("old", 100_000, date(2026, 12, 1), overdue=(OverdueInstalment(date(2025, 11, 22), 100_000, 0, 0),))
    soon, dear = _once("soon", 10_000, date(2026, 1, 6)), _once("dear", 10_000, date(2026, 3, 2), Fraction(1, 100))
    wages, gift = Flow("wages", 110_000, date(2026, 1, 21), "once"), Flow("gift", 1, date(2026, 1, 31), "once")
    own = Household(
        DAY, CURRENCIES["CNY"], wallets=(Wallet("w", 10_000),), incomes=(wages, gift), loans=(old, soon, dear)
    )
    found = Trying(own, replay(own, DAY, workings=False), last.toordinal(), (0, 0, 0), NO_CHANGES, None)
    plan = (
        Instruction(DAY.toordinal(), "dear", 10_000, "w", True),
        Instruction(date(2026, 1, 21).toordinal(), "old", 100_000, "w"),
        Instruction(date(2026, 1, 21).toordinal(), "soon", 10_000, "w"),
    )
    found.start_from(plan, play_plan(found.ground, plan).score, allowance=10)
    assert found.score.late == (0, 21, 36)
    proof = miss_least(found, date(2026, 1, 21).toordinal())
    assert found.score.late == (0, 21, 23)
    assert proof.is_least_late
    assert 0 <= proof.bound <= found.score.cost


def _once(name: str, principal: int, due: date, rate: Fraction = Fraction(0), **terms: object) -> Loan:
    """Build a loan that is repaid at once."""
    found = Loan(name, name, principal, Rate(rate, "day"), Repayment.BULLET, 1, due, due.day, interest_from=DAY)
    return found._replace(**terms)  # type: ignore[arg-type]


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
