"""One line for the prompt."""

from __future__ import annotations

import json

import pytest
from unit.cli.runner import World

FILE = """\
as_of = 2026-11-01

[[wallet]]
name = "bank"
balance = 5000

[[credit_line]]
name = "花呗"
preset = "huabei"
limit = 10000
statement = [{ closed = 2026-11-01, due = 2026-11-10, balance = 3000, minimum = 300, paid = 0 }]

[[loan]]
name = "借呗"
principal = 1200
daily_rate = "0%"
repayment = "equal-principal"
instalments = 12
next_due = 2026-11-14
"""


@pytest.mark.parametrize(
    ("day", "line"),
    [
        ("2026-11-01", "next due 2026-11-10: 300.00"),
        ("2026-11-03", "1 due by 2026-11-10: 300.00"),
        ("2026-11-07", "2 due by 2026-11-14: 400.00"),
        ("2026-11-10", "2 due by 2026-11-14: 400.00"),
    ],
)
def test_what_is_due(world: World, day: str, line: str) -> None:
    world.write(FILE)
    assert world.run("status", "--line", "--as-of", day).out == line + "\n"


def test_what_is_past_due_comes_first(world: World) -> None:
    world.write(FILE)
    # 3,000 is past due: an overdue huabei statement has to be paid whole; nobody has said yet that it was not.
    assert world.run("status", "--line", "--as-of", "2026-11-12").out == (
        "1 unconfirmed: 3,000.00; 1 due by 2026-11-14: 100.00\n"
    )
    world.write(FILE + "overdue = [{ due = 2026-10-14, principal = 100, interest = 0, penalty = 0 }]\n")
    said = world.run("status", "--line", "--as-of", "2026-11-07").out
    assert said.startswith("1 past due: 100.00; ")


def test_nothing_is_due(world: World) -> None:
    world.write(FILE.partition("[[credit_line]]")[0])
    assert world.run("status", "--line").out == "nothing is due\n"


def test_for_programs(world: World) -> None:
    world.write(FILE)
    data = json.loads(world.run("status", "--line", "--json", "--as-of", "2026-11-07").out)
    assert (data["past_due"], data["due"], data["due_by"]) == ("0.00", "400.00", "2026-11-14")
    assert data["line"] == "2 due by 2026-11-14: 400.00"
