"""A program solved: by a short search of our own, and by HiGHS where that does not get to the end."""

from collections.abc import Callable
from typing import Any

from repaycli.core.nouns import NamedTuple
from repaycli.strategies.optimal.program.branching import Found, branch_and_bound
from repaycli.strategies.optimal.program.highs import quiet
from repaycli.strategies.optimal.program.milp import INFINITE, Program, Sum

SCALE = 100.0
"""The solver works in hundreds of minor units: its tolerances suit numbers of that size."""


class Answer(NamedTuple):
    """A solution (empty: none was found), its objective and what no solution can beat, minor units."""

    solution: list[float]
    objective: float
    bound: float
    is_infeasible: bool
    is_finished: bool


Watch = Callable[[float], bool]
"""Told the bound so far (minor units); true stops the solver."""


class Stop(NamedTuple):
    """When a search may end: after so many seconds, with no more than `gap` minor units to gain, or as its watcher says.

    `cutoff`: what costs more is of no use; an answer without a solution then says that there is nothing else. `is_count`:
    the objective counts days. `is_deep`: every choice is tried both ways before the search, which takes seconds.
    """

    seconds: float = INFINITE
    gap: float = 0.0
    cutoff: float = INFINITE
    watch: Watch | None = None
    is_count: bool = False
    is_deep: bool = False


def solve(program: Program, objective: Sum, stop: Stop = Stop()) -> Answer:  # noqa: B008 - it is frozen
    """Make an objective small."""
    model = _model(program, objective)
    took = 0.0

    def is_over(bound: float, passed: float) -> bool:
        nonlocal took
        took = passed
        return passed > stop.seconds or (stop.watch is not None and stop.watch(bound * SCALE))

    found = branch_and_bound(
        model, max(stop.gap / SCALE, 1e-6), stop.cutoff / SCALE, is_over, stop.is_count, stop.is_deep
    )
    if not found.is_finished or not (found.solution or stop.cutoff < INFINITE):
        return _go_on(program, objective, stop._replace(seconds=max(0.1, stop.seconds - took)), model, found)
    solution = _unscaled(found.solution, program) if found.solution else []
    value = objective.value(solution) if solution else INFINITE
    return Answer(solution, value, found.bound * SCALE, is_infeasible=False, is_finished=True)


def _go_on(program: Program, objective: Sum, stop: Stop, model: Any, known: Found) -> Answer:
    """Let HiGHS solve it, from what is known."""
    import highspy

    highs: Any = quiet()
    for option, value in (
        ("time_limit", stop.seconds),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", max(stop.gap / SCALE, 1e-6)),
        ("mip_feasibility_tolerance", 1e-6),
        ("mip_pscost_minreliable", 1),
        ("mip_heuristic_effort", 0.1),
        ("mip_heuristic_run_rins", False),
        ("mip_heuristic_run_root_reduced_cost", False),
        ("mip_allow_restart", False),
    ):
        highs.setOptionValue(option, value)
    highs.passModel(model)
    if known.solution:
        start = highspy.HighsSolution()
        start.col_value = known.solution
        highs.setSolution(start)
    if stop.watch is not None:
        _listen(highs, stop.watch)
    highs.run()
    found = _answer(highs, program, objective)
    return found._replace(bound=max(found.bound, known.bound * SCALE))


def _model(program: Program, objective: Sum) -> Any:
    import highspy

    found = highspy.HighsLp()
    whole = program.whole
    cost = [0.0] * len(whole)
    for variable, coefficient in objective.terms.items():
        cost[variable] = coefficient / SCALE if whole[variable] else coefficient
    starts = [0]
    indices, values, low, high = list[int](), list[float](), list[float](), list[float]()
    for terms, lower, upper in program.rows:
        for variable, coefficient in terms.items():
            if coefficient:
                indices.append(variable)
                values.append(coefficient / SCALE if whole[variable] else coefficient)
        starts.append(len(indices))
        low.append(lower / SCALE)
        high.append(upper / SCALE)
    found.num_col_, found.num_row_ = len(whole), len(program.rows)
    found.col_cost_ = cost
    found.offset_ = objective.constant / SCALE
    found.col_lower_ = [v if w else v / SCALE for v, w in zip(program.lower, whole, strict=True)]
    found.col_upper_ = [v if w else v / SCALE for v, w in zip(program.upper, whole, strict=True)]
    found.row_lower_, found.row_upper_ = low, high
    found.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    found.a_matrix_.start_, found.a_matrix_.index_, found.a_matrix_.value_ = starts, indices, values
    found.integrality_ = [
        highspy.HighsVarType.kInteger if integer else highspy.HighsVarType.kContinuous for integer in whole
    ]
    return found


def _listen(highs: Any, watch: Watch) -> None:
    def hear(event: Any) -> None:
        event.interrupt(watch(event.data_out.mip_dual_bound * SCALE))

    highs.cbMipInterrupt.subscribe(hear)


def _unscaled(values: Any, program: Program) -> list[float]:
    return [float(v) if w else float(v) * SCALE for v, w in zip(values, program.whole, strict=True)]


def _answer(highs: Any, program: Program, objective: Sum) -> Answer:
    import highspy

    status, info = highs.getModelStatus(), highs.getInfo()
    kinds = highspy.HighsModelStatus
    if status in (kinds.kInfeasible, kinds.kUnboundedOrInfeasible):
        return Answer([], INFINITE, INFINITE, is_infeasible=True, is_finished=True)
    finished = status == kinds.kOptimal
    has_solution = info.primal_solution_status == 2
    solution = _unscaled(highs.getSolution().col_value, program) if has_solution else []
    bound = info.mip_dual_bound * SCALE if any(program.whole) else info.objective_function_value * SCALE
    value = objective.value(solution) if solution else INFINITE
    return Answer(solution, value, bound, is_infeasible=False, is_finished=finished)
