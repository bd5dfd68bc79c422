"""The examples of help pages: each command has one, each runs as it stands, and is shown so that it can be copied."""

from __future__ import annotations

import json
import shlex
import tomllib
from datetime import date
from typing import Any

import pytest
from unit.cli.machine import CRONTAB, Machine
from unit.cli.test_init import NEWCOMER, typed
from unit.cli.test_init_currency import MAYA
from unit.inputs.bills import ALIPAY, CARD

from repaycli.cli.commands import COMMANDS, build

HOUSEHOLD = """\
as_of = 2026-11-01

[[wallet]]
name = "余额宝"
balance = 8600
reserve = 2000

[[wallet]]
name = "工资卡"
balance = 4200

[[income]]
name = "工资"
amount = 9800
first = 2026-11-01
every = "month"
wallet = "工资卡"
spread = "5%"

[[credit_line]]
name = "花呗"
preset = "huabei"
limit = 12000
minimum = { floor = 900 }
statement = [{ closed = 2026-11-01, due = 2026-11-10, balance = 3860, minimum = 386, paid = 0 }]

[[credit_line]]
name = "招行信用卡"
preset = "cn-credit-card"
limit = 30000
statement_day = 25
due_day = 13
minimum = { floor = 900 }
statement = [{ closed = 2026-10-25, due = 2026-11-13, balance = 4860, minimum = 486, paid = 0 }]

[[loan]]
name = "借呗"
preset = "jiebei"
principal = 6000
daily_rate = "0.04%"
instalments = 4
next_due = 2026-11-20
interest_from = 2026-10-20

[[import]]
called = "招商银行"
account = "招行信用卡"
"""
"""A short-lived household with the names of the sample."""

ANSWERS = {
    "repaycli init --currency CAD": typed(*MAYA).decode(),
    "init": typed("CNY", *NEWCOMER).decode(),
    "schedule": "y\n",
    "undo": "y\n",
}
"""What the person at the keyboard says to an example, or to the commands that ask."""

BEFORE = {"undo": ["spend 花呗 59"], "fit": ["pay 花呗 386 --date 2026-11-10 --yes"]}
"""What was done before, by commands that need something to work on."""

AFTER = {"fit": date(2026, 12, 2)}
"""The day of the run; else the first day of the file."""


def _all() -> dict[str, Any]:
    """Return every command, and those inside one, by how it is called."""
    found: dict[str, Any] = {}
    for name in COMMANDS:
        command = found[name] = build(name, COMMANDS)
        for each in getattr(command, "known", ()):
            found[f"{name} {each}"] = build(each, command.known, name)
    return found


ALL = _all()
EXAMPLES = [(path, example) for path, command in ALL.items() for example in command.examples]


@pytest.fixture
def home(machine: Machine) -> Machine:
    machine.file.write_text(HOUSEHOLD, encoding="utf-8")
    machine.install("crontab", CRONTAB)
    (machine.folder / "alipay.csv").write_bytes(ALIPAY)
    (machine.folder / "card.csv").write_text(CARD, encoding="utf-8")
    return machine


@pytest.mark.parametrize("path", ALL)
def test_every_command_shows_one_to_four_examples(machine: Machine, path: str) -> None:
    examples = ALL[path].examples
    assert 1 <= len(examples) <= 4
    for width in (20, 40, 100):
        shown = machine.run(*path.split(), "--help", width=width).out.replace(" \\\n", " ")
        assert {" ".join(line.split()) for line in shown.splitlines()} >= set(examples)


@pytest.mark.parametrize(("path", "example"), EXAMPLES, ids=[example for _, example in EXAMPLES])
def test_an_example_runs_as_the_help_page_shows_it(home: Machine, path: str, example: str) -> None:
    home.today = AFTER.get(path, home.today)
    for each in BEFORE.get(path, ()):
        assert home.run(*each.split()).code == 0
    if path == "init":
        home.file.unlink()  # nothing is written over
    line, _, target = example.partition(" > ")
    program, *words = shlex.split(line)
    assert program == "repaycli"
    assert line.startswith(f"repaycli {path}")
    result = home.run(*words, said=ANSWERS.get(example, ANSWERS.get(path)))
    assert result.code == 0, result.err
    if "-o" in words:
        assert (home.folder / words[words.index("-o") + 1]).stat().st_size
    if target:
        read = json.loads if target.endswith(".json") else tomllib.loads
        assert read(result.out)


def test_no_word_of_an_example_is_cut_on_a_narrow_terminal(machine: Machine) -> None:
    shown = machine.run("import", "--help", width=30).out.splitlines()
    assert "    date=记账日,debit=支出,credit=存入,note=摘要" in shown


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_first_page_ends_with_three_commands_to_begin_with(machine: Machine, language: str) -> None:
    last = machine.run("--help", "--lang", language, width=100).out.splitlines()[-1]
    assert [word for word in COMMANDS if f"`repaycli {word}`" in last] == ["init", "status", "compare"]
