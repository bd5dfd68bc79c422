"""What commands load: the solver, and what comes with it, only where the optimal plan is asked for."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from unit.cli.runner import SMALL, World

COMMANDS = [
    "--help",
    "remind",
    "remind --within 30",
    "status",
    "compare --help",
    "compare",
    "compare --json --strategy avalanche --strategy snowball",
    "plan --strategy avalanche",
    "plan --strategy full --json",
    "ledger --strategy minimum",
    "whatif --skip 花呗",
    "fit 花呗 --seen 2026-11-01:owed=3000",
    "calendar -o -",
    "export --format hledger",
    "import --help",
    "calc card --balance 1000",
    "report -o - --no-risk",
    "check",
    "explain",
    "explain optimal",
    "demo init",
]

SCRIPT = """\
import json
import sys
from repaycli.cli.entry import run
from repaycli.cli.environment import of_this_process

for words in sys.argv[1:]:
    code = run([*words.split(), "--as-of", "2026-11-01"], of_this_process())
    found = [name for name in sys.modules if name.startswith(("numpy", "highspy", "repaycli.strategies.optimal"))]
    print(json.dumps([words, code, found[:3]]), file=sys.stderr)
"""


def test_no_solver_without_the_optimal_plan(world: World) -> None:
    (world.folder / "accounts.toml").write_text(SMALL, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *COMMANDS],
        cwd=world.folder,
        env={"PATH": os.defpath, "PYTHONUTF8": "1", "HOME": str(world.config)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    said = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("[")]
    assert said == [[words, 0, []] for words in COMMANDS], done.stderr


def test_futures_need_no_search(world: World) -> None:
    (world.folder / "accounts.toml").write_text(SMALL, encoding="utf-8")
    script = SCRIPT.replace(
        '"numpy", "highspy", "repaycli.strategies.optimal"', '"highspy", "repaycli.strategies.optimal.search"'
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "report -o debts.html --quiet", "risk --paths 2 --quiet"],
        cwd=world.folder,
        env={"PATH": os.defpath, "PYTHONUTF8": "1", "HOME": str(world.config)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    said = [json.loads(line)[1:] for line in done.stderr.splitlines() if line.startswith("[")]
    assert said == [[0, []], [0, []]], done.stderr


def test_the_solver_says_nothing_itself(world: World) -> None:
    """HiGHS writes to the process's own standard output, which a run inside a test's process does not see."""
    (world.folder / "accounts.toml").write_text(SMALL, encoding="utf-8")
    words = ["plan", "--strategy", "optimal", "--json", "--as-of", "2026-11-01"]
    done = subprocess.run(
        [sys.executable, "-m", "repaycli", *words],
        cwd=world.folder,
        env={"PATH": os.defpath, "PYTHONUTF8": "1", "HOME": str(world.config)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["strategy"] == "optimal"
