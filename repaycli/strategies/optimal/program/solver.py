"""HiGHS: one thread, seeded, so that the same program has the same answer on every machine."""

from collections.abc import Callable, Sequence
from typing import Any

from repaycli.core.nouns import NamedTuple
from repaycli.strategies.optimal.program.milp import INFINITE, Program, Sum

SCALE = 100.0
"""The solver works in hundreds of minor units: its tolerances suit numbers of that size."""

TOLERANCE = 1e-7
"""How far, in the solver's unit, a row may be missed and a choice be off 0 or 1."""


class Answer(NamedTuple):
    """A solution (empty: none was found), its objective and what no solution can beat, minor units."""

    solution: list[float]
    objective: float
    bound: float
    is_infeasible: bool
    is_finished: bool


Watch = Callable[[float], bool]
"""Told the bound so far (minor units); true stops the solver."""


def solve(
    program: Program,
    objective: Sum,
    seconds: float = INFINITE,
    gap: float = 0.0,
    watch: Watch | None = None,
    start: Sequence[float] | None = None,
) -> Answer:
    """Make an objective small; stop when what is left to gain is at most `gap` minor units."""
    import highspy

    highs: Any = _quiet()
    for option, value in (
        ("output_flag", False),
        ("threads", 1),
        ("random_seed", 0),
        ("time_limit", seconds),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", max(gap / SCALE, 1e-6)),
        ("mip_feasibility_tolerance", 1e-6),
        ("primal_feasibility_tolerance", TOLERANCE),
        ("dual_feasibility_tolerance", TOLERANCE),
        ("mip_pscost_minreliable", 1),
        ("mip_heuristic_effort", 0.1),
        ("mip_heuristic_run_rins", False),
        ("mip_heuristic_run_root_reduced_cost", False),
        ("mip_allow_restart", False),
    ):
        highs.setOptionValue(option, value)
    highs.passModel(_model(program, objective))
    if start is not None:
        known = highspy.HighsSolution()
        known.col_value = [value if whole else value / SCALE for value, whole in zip(start, program.whole, strict=True)]
        highs.setSolution(known)
    if watch is not None:
        _listen(highs, watch)
    highs.run()
    return _answer(highs, program, objective)


def _quiet() -> Any:
    """Return a solver that keeps its banner to itself: standard output belongs to the answer."""
    import highspy

    class Quiet(highspy.Highs):  # type: ignore[misc]
        def enableCallbacks(self) -> None:  # noqa: N802 - the library's name; called first by its constructor
            self.silent()
            super().enableCallbacks()

    return Quiet()


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
