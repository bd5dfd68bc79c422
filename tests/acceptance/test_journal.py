"""Many runs at once, through the built wheel: every one of them is recorded, whole, with an id of its own."""

from __future__ import annotations

import json
import os
import subprocess
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from harness.trials import Streams, fork, run_and_exit, text_stream
from repaycli.cli.entry import run
from repaycli.cli.environment import Environment

ACCOUNTS = """\
as_of = 2026-11-01

[[wallet]]
name = "bank"
balance = 5000

[[credit_line]]
name = "花呗"
preset = "huabei"
limit = 10000
statement = [{ closed = 2026-11-01, due = 2026-11-10, balance = 3000, minimum = 300, paid = 0 }]
"""


def test_fifty_payments_at_once_are_fifty_payments(tmp_path: Path) -> None:
    """Fifty processes, forked from this one so that they truly come at once."""
    (tmp_path / "accounts.toml").write_text(ACCOUNTS, encoding="utf-8")

    def pay() -> int:
        environment = Environment(
            {}, tmp_path, None, text_stream(1), text_stream(2), lambda: date(2026, 11, 5), lambda: None
        )
        return run(["pay", "花呗", "10"], environment)

    children: list[tuple[int, Streams]] = []
    for _ in range(50):
        streams = Streams()
        child = fork()
        if child == 0:
            streams.take()
            run_and_exit(pay)
        children.append((child, streams))
    ended = [(os.waitpid(child, 0)[1], *streams.read()) for child, streams in children]
    assert [(code, err) for code, _, err, _ in ended if code] == []
    entries = tomllib.loads((tmp_path / "accounts.journal.toml").read_text(encoding="utf-8"))["payment"]
    said = {out.decode().split("(id ")[1].split(")")[0] for _, out, _, _ in ended}
    assert {entry["id"] for entry in entries} == said
    assert (len(entries), len(said)) == (50, 50)


@pytest.mark.long
def test_fifty_runs_of_the_program_are_fifty_payments(wheel: Any, tmp_path: Path) -> None:
    (tmp_path / "accounts.toml").write_text(ACCOUNTS, encoding="utf-8")
    command = [str(wheel.bin / "repaycli"), "pay", "花呗", "10", "--as-of", "2026-11-05"]
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "PYTHONUTF8": "1", "LANG": "C.UTF-8"}
    runs = [
        subprocess.Popen(
            command, cwd=tmp_path, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(50)
    ]
    answers = [(*run.communicate(timeout=300), run.returncode) for run in runs]
    assert [(code, err) for _, err, code in answers if code] == []
    entries = tomllib.loads((tmp_path / "accounts.journal.toml").read_text(encoding="utf-8"))["payment"]
    said = {out.split("(id ")[1].split(")")[0] for out, _, _ in answers}
    assert {entry["id"] for entry in entries} == said
    assert (len(entries), len(said)) == (50, 50)
    shown = subprocess.run(
        [command[0], "status", "--plain", "--as-of", "2026-11-05"],
        cwd=tmp_path,
        env=environment,
        text=True,
        capture_output=True,
        check=True,
    )
    assert "2500.00" in shown.stdout


def test_six_salaries_are_history_that_risk_plays_with(wheel: Any, tmp_path: Path) -> None:
    salary = '[[income]]\nname = "工资"\namount = 9800\nfirst = 2026-11-15\nevery = "month"\n'
    (tmp_path / "accounts.toml").write_text(f"{ACCOUNTS}\n{salary}", encoding="utf-8")
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "PYTHONUTF8": "1", "LANG": "C.UTF-8"}

    def told(*words: str) -> dict[str, Any]:
        command = [str(wheel.bin / "repaycli"), *words, "--as-of", "2026-11-20", "--json"]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=True)
        return json.loads(done.stdout)

    for month, amount in enumerate(("9800", "9800", "0", "9900", "9700"), 6):
        told("receive", "工资", amount, "--date", f"2026-{month:02}-17")
    last = told("receive", "工资", "9800", "--date", "2026-11-18")
    assert (last["changes"]["days_late"], last["changes"]["occurrences"]) == (3, 6)
    (found,) = told("risk", "--history", "--paths", "5", "--strategy", "minimum")["history"]
    # 1 of 6 did not come: 16.7 %; 100² + 100² ÷ 4 = 5,000, its root 70.71 ÷ 9,800 = 0.72 %; (2 + 2 + 2 + 2 + 3) ÷ 5 = 2.2 days
    assert [found[key] for key in ("spread", "missed", "late_days", "used")] == ["0.007", "0.167", 2, True]
    assert told("undo", "--yes")["taken_back"]["income"] == "工资"
    assert told("risk", "--paths", "5")["history"][0]["spread"] is None
