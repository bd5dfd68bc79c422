"""The short search agrees with HiGHS on small programs, and says what nothing can beat where it ends early."""

import random

import pytest

from repaycli.strategies.optimal.program import branching, solver
from repaycli.strategies.optimal.program.milp import INFINITE, Program, Sum, total
from repaycli.strategies.optimal.program.solver import Answer, Stop, solve

NEAR = 0.01


def drawn(seed: int) -> tuple[Program, Sum]:
    """Return a program of projects: each costs something to begin with and yields amounts that demands ask for."""
    pick = random.Random(seed)
    program, cost = Program(), Sum()
    yields: list[list[Sum]] = [[], [], []]
    for _ in range(12):
        begun, most = program.choice(), pick.randrange(100, 1000)
        cost.add(begun, pick.randrange(500, 5000))
        for row in yields:
            part = program.amount(most)
            program.at_most(part, begun * most)
            cost.add(part, pick.uniform(0.1, 2.0))
            row.append(part)
    for row in yields:
        program.at_least(total(row), pick.randrange(500, 2500))
    return program, cost


def by_highs(program: Program, cost: Sum, monkeypatch: pytest.MonkeyPatch) -> Answer:
    """Solve it with HiGHS alone."""
    with monkeypatch.context() as patched:
        patched.setattr(branching, "MOST", 0)
        return solve(program, cost)


@pytest.mark.parametrize("seed", range(8))
def test_it_finds_the_best(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    program, cost = drawn(seed)
    best = by_highs(program, cost, monkeypatch).objective
    monkeypatch.setattr(solver, "_go_on", None)  # it gets to the end alone
    found = solve(program, cost, Stop(gap=1.0))
    assert best - NEAR <= found.objective <= best + 1.0 + NEAR
    assert found.objective - 1.0 - NEAR <= found.bound <= best + NEAR
    for terms, lower, upper in program.rows:
        assert lower - NEAR <= Sum(0.0, terms).value(found.solution) <= upper + NEAR


@pytest.mark.parametrize("most", [0, 200, 1000])
def test_a_bound_holds_where_it_ends_early(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    program, cost = drawn(3)
    best = by_highs(program, cost, monkeypatch).objective
    monkeypatch.setattr(branching, "MOST", most)
    model = solver._model(program, cost)
    found = branching.branch_and_bound(model, 1e-6, INFINITE, lambda _bound, _seconds: False)
    assert found.bound * solver.SCALE <= best + NEAR
    assert solve(program, cost).objective == pytest.approx(best, abs=NEAR)


def test_a_cutoff_below_the_best_leaves_no_solution_and_is_the_bound() -> None:
    program, cost = drawn(5)
    best = solve(program, cost)
    found = solve(program, cost, Stop(cutoff=best.objective - 10.0))
    assert not found.solution
    assert not found.is_infeasible
    assert found.bound == pytest.approx(best.objective - 10.0, abs=NEAR)


def test_what_cannot_be_met_is_infeasible() -> None:
    program, cost = drawn(6)
    program.at_least(total(Sum(0.0, {variable: 1.0}) for variable in cost.terms), 1e6)
    assert solve(program, cost).is_infeasible
