"""A solution made again so that more is left over, its choices held."""

from datetime import date

import pytest
from unit.strategies.optimal.program.cards import CARD

from repaycli.core.money import CURRENCIES
from repaycli.engine.branch import branch, replay
from repaycli.engine.changes import NO_CHANGES
from repaycli.products.accounts import Flow, Household, Wallet
from repaycli.strategies.optimal.optimum import Effort
from repaycli.strategies.optimal.program.milp import Program
from repaycli.strategies.optimal.program.model import Dues, Model, build
from repaycli.strategies.optimal.program.solver import solve
from repaycli.strategies.optimal.search.trying import Trying, with_more_left

DAY, WAGES, UNTIL = date(2026, 1, 1), date(2026, 1, 25), date(2026, 1, 28)
CASH = 30_000


def solved() -> tuple[Model, list[float]]:
    """Return the program of a card with a bill of 100.00 at least and 300.00 at hand, and its solution, choices held there."""
    flow = Flow("wages", 50_000, WAGES, "once")
    own = Household(DAY, CURRENCIES["CNY"], wallets=(Wallet("w", CASH),), incomes=(flow,), lines=(CARD,))
    state = branch(replay(own, DAY, workings=False), None, workings=False)
    state.reach(state.today)
    model = build(state, UNTIL.toordinal(), (0, 0), Dues.ON_THEIR_DAY, slack=0.0)
    solution = solve(model.setting.program, model.cost).solution
    model.setting.program.fix(solution)
    return model, solution


def left(model: Model, solution: list[float]) -> list[float]:
    return [each.value(solution) for each in model.cash.left]


def test_so_much_more_is_left_in_the_time_that_is_short() -> None:
    model, solution = solved()
    assert left(model, solution)[0] == pytest.approx(0.0, abs=0.01)  # all there is goes to the card
    again = with_more_left(model, [7, 0])
    assert left(model, again)[0] == pytest.approx(7.0, abs=0.01)
    twice = with_more_left(model, [5, 0])
    assert left(model, twice)[0] == pytest.approx(12.0, abs=0.01)


def test_there_is_no_solution_where_so_much_cannot_be_left() -> None:
    model, _ = solved()
    assert not with_more_left(model, [CASH - 9_999, 0])


def test_choices_that_lack_a_fraction_of_a_cent_are_solved_all_the_same() -> None:
    program = Program()
    paid, choice = program.amount(100.0), program.choice()
    program.equal(paid, 100.25 * choice)
    program.fix([0.0, 1.0])
    assert not solve(program, paid).solution
    off, given = program.give()
    values = solve(off, given).solution
    assert values[:2] == pytest.approx([100.0, 1.0])
    assert given.value(values) == pytest.approx(0.25)


def test_the_search_is_over_before_the_plan_is_no_longer_made_easier_to_carry_out() -> None:
    passed = [0.0]
    flow = Flow("wages", 50_000, WAGES, "once")
    own = Household(DAY, CURRENCIES["CNY"], wallets=(Wallet("w", CASH),), incomes=(flow,), lines=(CARD,))
    effort = Effort(clock=lambda: passed[0], seconds=10.0)
    found = Trying(own, replay(own, DAY, workings=False), UNTIL.toordinal(), (0, 0), NO_CHANGES, effort)
    for seconds, is_over, is_long_over in ((10.0, False, False), (11.0, True, False), (12.5, True, True)):
        passed[0] = seconds
        assert (found.is_over(), found.is_over(1.2)) == (is_over, is_long_over)
