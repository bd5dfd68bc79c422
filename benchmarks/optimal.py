"""Measure the optimal plan: how long the search takes, what it proves, and what it gains.

Each household gets a process of its own, forked after every import, one after the other; what is timed is the whole call
of `optimise`, building the model and every replay included. Drawing the household and importing the solver are not in
it; the import is stated apart, and the median also as a multiple of it, since seconds differ from machine to machine.
Goals are held against processor time: on one thread it is the wall time of a machine with nothing else to do.
"""

import cProfile
import gc
import multiprocessing
import pstats
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from benchmarks.planning import FIXED, KINDS, Case, case
from repaycli.core.nouns import NamedTuple
from repaycli.strategies.optimal.optimum import Effort, Optimum
from repaycli.strategies.optimal.search.optimise import optimise

SIZES = ((3, 24), (5, 36), (10, 60))
SEEDS = 30


class Wish(NamedTuple):
    """What is to be measured."""

    seeds: int
    sizes: Sequence[tuple[int, int]]
    kinds: Sequence[str]
    time_limit: float
    write: Path | None
    profile: bool


class Measured(NamedTuple):
    """One search. Times in seconds; costs in minor units; `late` and `simply_late`: days past due, worst stage first."""

    seed: int
    wall: float
    cpu: float
    is_proven: bool
    is_finished: bool
    cost: int
    gap: int | None  # None: the search did not come to a bound
    late: tuple[int, int, int]
    simple_cost: int
    simply_late: tuple[int, int, int]
    allowance: int  # what rounding can make of the cost

    @property
    def gap_share(self) -> float:
        """The gap as a share of the cost; infinite where there is no bound."""
        return float("inf") if self.gap is None else self.gap / max(1, abs(self.cost))

    @property
    def is_greed_optimal(self) -> bool:
        """Tell whether the best simple strategy is optimal but for rounding."""
        return self.is_proven and self.late == self.simply_late and self.simple_cost - self.cost <= self.allowance

    @property
    def gain(self) -> float | None:
        """What the plan saves of the cost of the best simple strategy; None where they are not equally late."""
        if self.late != self.simply_late:
            return None
        return (self.simple_cost - self.cost) / max(1, abs(self.simple_cost))


def measure(wish: Wish) -> None:
    """Print the table, a row for each kind and size, and whether the goals are met."""
    imported = _import_time()
    print(
        f"optimal plan: {wish.seeds} households a row, time limit {wish.time_limit:g} s; "
        f"import highspy {imported:.3f} s; seconds of one process on one thread"
    )
    print(_HEAD)
    for accounts, months in wish.sizes:
        found: list[tuple[str, Measured]] = []
        for kind in wish.kinds:
            tried = [_apart(case(kind, accounts, months, seed), wish) for seed in range(wish.seeds)]
            row = [each for each in tried if each is not None]
            found += [(kind, each) for each in row]
            if row:
                print(_row(kind, f"{accounts} × {months}", row, imported), flush=True)
        if found:
            _goals(accounts, found)
    if wish.profile:
        _profile(wish)


def _import_time() -> float:
    """Return the median time that importing the solver takes in a fresh interpreter, numpy included."""
    program = "import time; start = time.process_time(); import highspy; print(time.process_time() - start)"
    runs = [subprocess.run([sys.executable, "-c", program], capture_output=True, check=True) for _ in range(6)]
    return statistics.median(float(run.stdout) for run in runs[1:])


_FAILURES = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError, BrokenProcessPool)


def _apart(one: Case, wish: Wish) -> Measured | None:
    """Search in a process of its own; None where it failed."""
    if wish.write:
        wish.write.mkdir(parents=True, exist_ok=True)
        (wish.write / one.name).write_text(one.written, encoding="utf-8")
    with ProcessPoolExecutor(1, multiprocessing.get_context("fork")) as pool:
        try:
            return pool.submit(_search, one.kind, one.accounts, one.months, one.seed, wish.time_limit).result()
        except _FAILURES as problem:  # the others are measured all the same
            print(f"  FAILED: {one.name}: {type(problem).__name__}: {problem}", flush=True)
            return None


def _search(kind: str, accounts: int, months: int, seed: int, time_limit: float) -> Measured:
    one = case(kind, accounts, months, seed)
    import highspy  # noqa: F401

    gc.collect()
    gc.disable()  # as the program itself runs
    wall, cpu = time.perf_counter(), time.process_time()
    found = _optimise(one, time_limit)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    simple = min((score for _, score in found.others), key=lambda score: (score.late, score.drawn, score.cost))
    return Measured(
        seed,
        wall,
        cpu,
        found.is_proven,
        found.is_finished,
        found.score.cost,
        found.gap if found.has_bound else None,
        found.score.late,
        simple.cost,
        simple.late,
        found.allowance,
    )


def _optimise(one: Case, time_limit: float) -> Optimum:
    return optimise(one.household, one.household.as_of, one.until, Effort(time.monotonic, time_limit))


_HEAD = (
    f"{'':36} {'':8} {'cpu, seconds':^23} {'wall':^15} {'':8} {'':7} {'gap, % of cost':^15} "
    f"{'gain, % (equally late)':^23} {'':9} {'late, then':>10}\n"
    f"{'kind':36} {'size':8} {'median':>7} {'90 %':>7} {'worst':>7} {'median':>7} {'worst':>7} {'× import':>8} "
    f"{'proven':>7} {'median':>7} {'worst':>7} {'least':>7} {'median':>7} {'most':>7} {'less late':>9} {'in time':>10}"
    "  slowest"
)


def _row(kind: str, size: str, row: Sequence[Measured], imported: float) -> str:
    walls, cpus = sorted(each.wall for each in row), sorted(each.cpu for each in row)
    gaps = [100 * each.gap_share for each in row]
    gains = [100 * each.gain for each in row if each.gain is not None] or [0.0]
    slowest = max(row, key=lambda each: each.cpu)
    cells = [
        f"{kind:36} {size:8}",
        *(f"{taken:7.2f}" for taken in (statistics.median(cpus), _ninth_tenth(cpus), cpus[-1])),
        *(f"{taken:7.2f}" for taken in (statistics.median(walls), walls[-1])),
        f"{statistics.median(cpus) / imported:8.1f}",
        f"{_share(row, lambda each: each.is_proven):>7}",
        *(f"{share:7.2f}" for share in (statistics.median(gaps), max(gaps))),
        *(f"{share:7.2f}" for share in (min(gains), statistics.median(gains), max(gains))),
        f"{_share(row, lambda each: each.late < each.simply_late):>9}",
        f"{_share(row, lambda each: any(each.simply_late) and not any(each.late)):>10}",
        f" seed {slowest.seed}",
    ]
    return " ".join(cells)


def _ninth_tenth(ordered: Sequence[float]) -> float:
    return ordered[min(len(ordered) - 1, (9 * len(ordered)) // 10)]


def _share(row: Sequence[Measured], holds: Callable[[Measured], bool]) -> str:
    return f"{100 * sum(holds(each) for each in row) / len(row):.0f} %"


def _goals(accounts: int, found: Sequence[tuple[str, Measured]]) -> None:
    """Say for one size, over all kinds, what was hoped for and what came."""
    every = [each for _, each in found]
    fixed = [each.cpu for kind, each in found if kind == FIXED]
    greedy = [each.cpu for each in every if each.is_greed_optimal]
    times = sorted(each.cpu for each in every)
    proven = sum(each.is_proven for each in every) / len(every)
    said = [f"  goals: {proven:.0%} proven"]
    if accounts <= 3:
        said.append(f"median {statistics.median(times):.2f} s (goal 0.5)")
    elif accounts <= 5:
        said.append(
            f"median {statistics.median(times):.2f} s (goal 2), 90 % within {_ninth_tenth(times):.2f} s (goal 8)"
        )
    else:
        said[0] += " (goal 50 %)"
        said.append(f"worst gap {max(each.gap_share for each in every):.2%} (goal 1 %)")
    if fixed:
        said.append(f"{FIXED}: median {statistics.median(fixed):.2f} s, worst {max(fixed):.2f} s")
    if greedy:
        said.append(f"where greed is optimal ({len(greedy)}): worst {max(greedy):.2f} s (goal 0.5)")
    worse = [each for each in every if (each.late, each.cost) > (each.simply_late, each.simple_cost)]
    if worse:
        said.append(f"WORSE than a simple strategy: {len(worse)}")
    print("; ".join(said))


_ROOMS = (
    ("HiGHS", ("highs.py", "_core", "Highs")),
    ("the model", ("strategies/optimal",)),
    ("strategies", ("repaycli/strategies",)),
    ("engine", ("repaycli/engine",)),
    ("rules", ("repaycli/products", "repaycli/core", "fractions.py")),
)


def _profile(wish: Wish) -> None:
    """Print where the time of the searches goes, by room: each function's own time, as the profiler sees it."""
    print("where the time goes (own time under the profiler, built-in functions at their caller's room)")
    for accounts, months in wish.sizes:
        for kind in wish.kinds:
            profiler = cProfile.Profile()
            for seed in range(min(3, wish.seeds)):
                one = case(kind, accounts, months, seed)
                profiler.enable()
                _optimise(one, wish.time_limit)
                profiler.disable()
            rooms = _by_room(pstats.Stats(profiler))
            total = sum(rooms.values()) or 1.0
            shares = ", ".join(f"{room} {taken / total:.0%}" for room, taken in rooms.items() if taken / total >= 0.005)
            print(f"  {kind:36} {accounts} × {months}: {shares}")


def _by_room(stats: pstats.Stats) -> dict[str, float]:
    found = dict.fromkeys((*(room for room, _ in _ROOMS), "other"), 0.0)
    for function, (_, _, own, _, callers) in stats.stats.items():  # type: ignore[attr-defined]
        if function[0] == "~" and "highs" not in function[2].lower():
            for caller, (_, _, part, _) in callers.items():
                found[_room(caller)] += part
        else:
            found[_room(function)] += own
    return found


def _room(function: tuple[str, int, str]) -> str:
    where = f"{function[0]} {function[2]}"
    return next((room for room, signs in _ROOMS if any(sign in where for sign in signs)), "other")


def wished(seeds: int, sizes: str, kinds: str, time_limit: float, write: str | None, profile: bool) -> Wish:
    """Read the options: sizes as `3x24,5x36`, kinds by the beginning of their names."""
    pairs = [tuple(int(part) for part in size.split("x")) for size in sizes.split(",")]
    begins = tuple(kinds.split(",")) if kinds else ("",)
    chosen = [kind for kind in KINDS if kind.startswith(begins)]
    return Wish(
        seeds, [(pair[0], pair[1]) for pair in pairs], chosen, time_limit, Path(write) if write else None, profile
    )
