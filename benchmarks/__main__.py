"""Measure repaycli: `python -m benchmarks` prints every figure as a ratio taken in one run.

Start-up is measured on whole processes of the installed program (best with a wheel installed in an environment of its
own, its files compiled), bad files too; the engine inside this process. Medians of interleaved runs; nothing is
asserted here.
"""

import argparse
import gc
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from benchmarks.households import household
from benchmarks.journal import ENTRIES, TODAY, write_ten_years
from benchmarks.optimal import SEEDS, measure, wished
from repaycli.engine.reference import Reference
from repaycli.engine.run import Run
from repaycli.strategies.compare import COMPARED, Player

ROOT = Path(__file__).parent.parent
SAMPLE = str(ROOT / "sample_accounts.toml")

sys.path.append(str(ROOT / "tests"))
from harness.bad_files import FOLDER, MADE  # noqa: E402


def seconds(command: Sequence[str]) -> float:
    """Time one whole process."""
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start


def start_up(program: str, runs: int) -> None:
    """Compare whole processes with `import typer`, in turn."""
    python = str(Path(program).parent / "python")
    base = [python if Path(python).exists() else sys.executable, "-c", "import typer"]
    four = [part for name in COMPARED for part in ("--strategy", name)]
    cases: dict[str, tuple[Sequence[str], float]] = {
        "--help": ([program, "--help"], 1.3),
        "status": ([program, "status", "-f", SAMPLE, "--as-of", "2026-11-01"], 2.0),
        "compare, 4 strategies, 24 months": (
            [program, "compare", "-f", SAMPLE, "--as-of", "2026-11-01", "--months", "24", *four],
            4.0,
        ),
    }
    print(f"start-up: whole processes, median of {runs}, × `python -c 'import typer'`")
    with tempfile.TemporaryDirectory() as folder:
        years = write_ten_years(Path(folder))
        cases["remind, nothing due"] = ([program, "remind", "-f", SAMPLE, "--as-of", "2026-11-01"], 1.3)
        command = [program, "remind", "-f", str(years), "--as-of", TODAY.isoformat()]
        cases[f"remind, {ENTRIES} entries in ten years"] = (command, 2.5)
        compare_all(cases, base, runs)


def compare_all(cases: Mapping[str, tuple[Sequence[str], float]], base: Sequence[str], runs: int) -> None:
    """Time each command and the base in turn."""
    for name, (command, goal) in cases.items():
        pairs = [(seconds(command), seconds(base)) for _ in range(runs + 1)][1:]
        ours, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
        ratio = statistics.median(a / b for a, b in pairs)
        print(f"  {name:34} {ours * 1000:7.0f} ms  {theirs * 1000:5.0f} ms  {ratio:5.2f} ×  (goal {goal} ×)")


def bad_files(program: str) -> None:
    """Time `check` on every bad file, written and made: the middle one and the three slowest."""
    contents = {path.name: path.read_bytes() for path in sorted(FOLDER.glob("*.toml"))}
    contents |= {name: content for name, (content, _, _) in MADE.items()}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "accounts.toml")
        taken: dict[str, float] = {}
        for name, content in contents.items():
            path.write_bytes(content)
            taken[name] = seconds([program, "check", "-f", str(path)])
    slowest = sorted(taken, key=lambda name: -taken[name])[:3]
    print(f"bad files: `check` of {len(taken)}, whole processes  (goal 2 s each)")
    print(f"  {'median':34} {statistics.median(taken.values()) * 1000:7.0f} ms")
    for name in slowest:
        print(f"  {name:34} {taken[name] * 1000:7.0f} ms")


def engine_time(accounts: int, years: int, strategy: str, run_type: type[Run] = Run) -> tuple[float, Run]:
    """Time one run of the engine, the strategy's look-ahead not included."""
    own = household(accounts, years)
    until = date(own.as_of.year + years, 1, 1)
    player = Player(own, own.as_of, until, run_type)
    run = player.start(strategy)
    gc.collect()
    start = time.perf_counter()
    run.advance(until.toordinal())
    return time.perf_counter() - start, run


def median_of(count: int, measure: Callable[[], float]) -> float:
    """Return the median of some measurements."""
    return statistics.median(measure() for _ in range(count))


def engine(runs: int) -> None:
    """Measure throughput, the ratio to the day-by-day reference, and growth."""
    print("engine: 5 accounts × 10 years (18,265 account-days)")
    for strategy in ("minimum", "full", "avalanche"):
        pairs = [
            (engine_time(5, 10, strategy)[0], engine_time(5, 10, strategy, Reference)[0])
            for _ in range(max(3, runs // 3))
        ]
        fast = statistics.median(pair[0] for pair in pairs)
        ratio = statistics.median(slow / quick for quick, slow in pairs)
        print(
            f"  {strategy:10} {fast * 1000:7.1f} ms  {18265 / fast / 1e6:5.2f} million account-days/s"
            f"  reference {ratio:4.1f} × slower  (goal 8 ×)"
        )
    print("growth (minimum): time per account-day, × that of the first row; 1.0 is linear")
    first = None
    for accounts, years in ((5, 1), (5, 10), (5, 30), (50, 1), (50, 10)):
        taken = median_of(max(3, runs // 3), lambda a=accounts, y=years: engine_time(a, y, "minimum")[0])
        each = taken / (accounts * years * 365.25)
        first = first or each
        print(f"  {accounts:3} accounts × {years:2} years {taken * 1000:8.1f} ms  {each / first:5.2f} ×")


def futures(program: str, runs: int) -> None:
    """Compare `risk` as a whole process with `import numpy`, and tell the most memory that it takes."""
    python = str(Path(program).parent / "python")
    base = [python if Path(python).exists() else sys.executable, "-c", "import numpy"]
    print(
        f"futures: whole processes, 24 months, the sample's 5 accounts, median of {runs}, × `python -c 'import numpy'`"
    )
    for strategy in COMPARED:
        for paths in (1_000, 10_000):
            command = [program, "risk", "-f", SAMPLE, "--as-of", "2026-11-01", "--months", "24", "-q"]
            command += ["--strategy", strategy, "--paths", str(paths)]
            pairs = [(seconds(command), seconds(base)) for _ in range(runs)]
            ours, ratio = statistics.median(pair[0] for pair in pairs), statistics.median(a / b for a, b in pairs)
            print(f"  {strategy:10} {paths:7,} futures {ours:7.2f} s  {ratio:6.1f} ×  {memory(command):5.0f} MiB")


def memory(command: Sequence[str]) -> float:
    """Return the most memory that a process takes, MiB."""
    lines = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL); "
    lines += "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    found = subprocess.run([sys.executable, "-c", lines, *command], capture_output=True, text=True, check=True)
    return int(found.stdout) / 1024


def main() -> None:
    """Run every benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--program", default=str(Path(sys.executable).parent / "repaycli"), help="the installed repaycli"
    )
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--futures", action="store_true", help="measure `risk` instead of the rest")
    best = parser.add_argument_group("the optimal plan (instead of the rest)")
    best.add_argument("--optimal", action="store_true", help="measure the search for the optimal plan")
    best.add_argument("--seeds", type=int, default=SEEDS, help="households of each kind and size")
    best.add_argument("--sizes", default="3x24,5x36,10x60", help="accounts x months")
    best.add_argument("--kinds", default="", help="beginnings of the kinds' names, for instance free,tight")
    best.add_argument("--time-limit", type=float, default=20.0, help="seconds for a search")
    best.add_argument("--write", help="a folder for the households, as accounts files")
    best.add_argument("--profile", action="store_true", help="show where the time goes, too")
    options = parser.parse_args()
    if options.optimal:
        wish = wished(options.seeds, options.sizes, options.kinds, options.time_limit, options.write, options.profile)
        measure(wish)
        return
    if options.futures:
        futures(options.program, max(3, options.runs // 5))
        return
    start_up(options.program, options.runs)
    bad_files(options.program)
    gc.disable()  # as the program itself runs
    engine(options.runs)


if __name__ == "__main__":
    main()
