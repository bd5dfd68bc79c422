"""The installed program on a terminal, in a pipe and in bare surroundings."""

from __future__ import annotations

import json
import re
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.console import Output, run_process, sealed_environment
from repaycli.present.width import cells

TOP = Path(__file__).resolve().parent.parent.parent
SAMPLE = (TOP / "sample_accounts.toml").read_text(encoding="utf-8")
FILES = {"accounts.toml": SAMPLE}
AS_OF = ["--as-of", "2026-11-01"]

Run = Callable[..., Output]

COMMANDS = [["status"], ["compare"], ["plan", "--strategy", "avalanche"], ["ledger", "--until", "2027-01-31"]]
ESCAPE = re.compile(r"\x1b\[[\d;]*m")


def figures(data: Any) -> set[str]:
    """Return the amounts and dates of a JSON answer."""
    if isinstance(data, dict):
        return set().union(*map(figures, data.values()))
    if isinstance(data, list):
        return set().union(*map(figures, data))
    return {data} if isinstance(data, str) and re.fullmatch(r"\d+\.\d\d|\d{4}-\d\d-\d\d", data) else set()


@pytest.fixture(scope="module", params=COMMANDS, ids=lambda command: command[0])
def answered(
    request: pytest.FixtureRequest, wheel: Any, tmp_path_factory: pytest.TempPathFactory
) -> tuple[list[str], Any]:
    """A command, and what it answers as JSON."""
    folder = tmp_path_factory.mktemp("answered")
    (folder / "accounts.toml").write_text(SAMPLE, encoding="utf-8")
    command = request.param
    done = run_process([str(wheel.bin / "repaycli"), *command, *AS_OF, "--json"], folder, folder)
    return command, json.loads(done.stdout)


@pytest.mark.parametrize("columns", [40, 80, 200])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_figure_stands_whole_at_every_width(
    run: Run, answered: tuple[list[str], Any], language: str, columns: int
) -> None:
    command, data = answered
    shown = run(*command, *AS_OF, "--lang", language, files=FILES, columns=columns, pty=True)
    assert shown.exit_code == 0
    lines = ESCAPE.sub("", shown.screen).split("\n")
    assert max(map(cells, lines)) <= columns
    seen = {figure.replace(",", "") for line in lines for figure in re.findall(r"[\d,]+\.\d\d\b|\d{4}-\d\d-\d\d", line)}
    for key in ("strategies", "payments", "postings", "statements", "accounts"):
        rows = data.get(key, [])
        wanted = {"total_cost", "date", "amount", "closed", "due", "balance", "owed", "next_due", "next_minimum"}
        assert figures([{name: row[name] for name in wanted if name in row} for row in rows]) <= seen


def test_a_terminal_has_colours_unless_it_cannot_or_must_not(run: Run) -> None:
    assert "\x1b[" in run("status", *AS_OF, files=FILES, pty=True).screen
    for env in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert "\x1b" not in run("status", *AS_OF, env=env, pty=True).screen
    assert "\x1b" not in run("status", *AS_OF, "--no-color", pty=True).screen


def test_a_pipe_gets_lines_and_no_escape(run: Run) -> None:
    for command in COMMANDS:
        shown = run(*command, *AS_OF, files=FILES)
        assert "\t" in shown.stdout
        assert "\x1b" not in shown.screen


def test_the_translation_is_in_the_wheel(run: Run) -> None:
    assert "最低还款" in run("compare", *AS_OF, "--lang", "zh", files=FILES, pty=True).screen
    assert "命令" in run("--help", env={"LANG": "zh_CN.UTF-8"}).stdout
    assert "没有命令" in run("stats", "--lang", "zh").stderr


def test_json_does_not_depend_on_the_surroundings(run: Run) -> None:
    usual = run("compare", *AS_OF, "--json", files=FILES).stdout
    for env in ({"COLUMNS": "20"}, {"NO_COLOR": "1"}, {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0"}):
        assert run("compare", *AS_OF, "--json", env=env).stdout == usual
    assert usual.isascii()


def bare(wheel: Any, tmp_path: Path, *argv: str, **rest: Any) -> subprocess.CompletedProcess[bytes]:
    (tmp_path / "accounts.toml").write_text(SAMPLE, encoding="utf-8")
    command = [str(wheel.bin / "repaycli"), *argv]
    return subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60, check=False, **rest)


def test_an_empty_environment(wheel: Any, tmp_path: Path) -> None:
    done = bare(wheel, tmp_path, "status", *AS_OF, env={})
    assert done.returncode == 0
    assert b"\t" in done.stdout
    done = bare(wheel, tmp_path / "..", "presets", env={})
    assert done.returncode == 0


def test_a_locale_of_plain_ascii(wheel: Any, tmp_path: Path) -> None:
    env = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    for argv in (["status"], ["compare", "--lang", "zh"], ["check", "-f", "缺.toml"]):
        done = bare(wheel, tmp_path, *argv, *AS_OF, env=env)
        assert done.returncode in (0, 4)
        assert b"Traceback" not in done.stderr


def test_a_reader_that_stops_early(wheel: Any, tmp_path: Path) -> None:
    (tmp_path / "accounts.toml").write_text(SAMPLE, encoding="utf-8")
    line = f"set -o pipefail; {wheel.bin / 'repaycli'} ledger --as-of 2026-11-01 -q | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout == "date\taccount\tkind\tamount\tbalance\n0\n"
    assert done.stderr == ""


def test_closed_streams(wheel: Any, tmp_path: Path) -> None:
    (tmp_path / "accounts.toml").write_text(SAMPLE, encoding="utf-8")
    for closing, code in ((">&-", 5), ("2>&-", 0), ("<&-", 0), ("<&- >&- 2>&-", 5)):
        line = f"{wheel.bin / 'repaycli'} status --as-of 2026-11-01 {closing}"
        done = subprocess.run(
            ["bash", "-c", line], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == code, closing
        assert "Traceback" not in done.stderr
        assert ("could not be written" in done.stderr) == (closing == ">&-")


def test_a_full_disk(wheel: Any, tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    (tmp_path / "accounts.toml").write_text(SAMPLE, encoding="utf-8")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [str(wheel.bin / "repaycli"), "status", *AS_OF],
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 5
    assert b"Traceback" not in done.stderr


def test_an_interruption(wheel: Any, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [str(wheel.bin / "repaycli"), "status", "-f", "-"],
        cwd=tmp_path,
        env=sealed_environment(tmp_path),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with pytest.raises(subprocess.TimeoutExpired):  # it waits for the file
        process.wait(timeout=1.5)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"Traceback" not in errors


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("repaycli co", {"compare"}),
        ("repaycli why ", {"花呗", "借呗", "招行信用卡", "工行小额贷", "余额宝", "工资卡"}),
        ("repaycli compare --strategy a", {"avalanche"}),
        ("repaycli presets hua", {"huabei"}),
        ("repaycli why -f gone.toml ", set()),
    ],
)
def test_the_shell_completes(run: Run, words: str, offered: set[str]) -> None:
    count = words.count(" ")
    env = {"_REPAYCLI_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(count)}
    shown = run(files=FILES, env=env)
    assert set(shown.stdout.split()) == offered
    assert shown.stderr == ""


def test_the_short_name_completes_too(run: Run) -> None:
    env = {"_REPAY_COMPLETE": "complete_bash", "COMP_WORDS": "repay pre", "COMP_CWORD": "1"}
    assert run(env=env, program="repay").stdout.split() == ["presets"]
    assert run("--help", program="repay").stdout.startswith("Usage: repay [")


def test_rich_is_not_loaded_for_a_pipe_or_a_help_page(wheel: Any, tmp_path: Path) -> None:
    (tmp_path / "accounts.toml").write_text(SAMPLE, encoding="utf-8")
    python = wheel.bin / "python"
    for argv in (["status"], ["compare", "--json"], ["--help"], ["check"]):
        script = (
            "import sys; sys.argv = ['repaycli', *sys.argv[1:]]\n"
            "from repaycli.cli.entry import main\n"
            "try: main()\n"
            "except SystemExit: pass\n"
            "print([name for name in ('rich.console', 'numpy', 'dateutil', 'platformdirs', 'icalendar') if name in sys.modules])"
        )
        done = subprocess.run(
            [str(python), "-c", script, *argv], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.stdout.rstrip().endswith("[]"), (argv, done.stdout[-200:], done.stderr[-200:])
