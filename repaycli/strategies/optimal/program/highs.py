"""HiGHS as it is used here: one thread, seeded, silent, so that the same program has the same answer on every machine."""

from typing import Any

TOLERANCE = 1e-7
"""How far, in the solver's unit, a row may be missed and a choice be off 0 or 1."""


def quiet() -> Any:
    """Return a solver that keeps its banner to itself: standard output belongs to the answer."""
    import highspy

    class Quiet(highspy.Highs):  # type: ignore[misc]
        def enableCallbacks(self) -> None:  # noqa: N802 - the library's name; called first by its constructor
            self.silent()
            super().enableCallbacks()

    found = Quiet()
    for option, value in (
        ("output_flag", False),
        ("threads", 1),
        ("random_seed", 0),
        ("primal_feasibility_tolerance", TOLERANCE),
        ("dual_feasibility_tolerance", TOLERANCE),
    ):
        found.setOptionValue(option, value)
    return found
