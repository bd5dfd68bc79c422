"""`receive`: what it records, what it asks, what it refuses, what it says that changed."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from unit.cli.runner import SMALL, World
from unit.cli.test_pay import journal, refused

SAID = "recorded: 3,900.00 of salary on 2026-11-17 (id id1x)"


@pytest.fixture
def home(world: World) -> World:
    world.write(SMALL)
    world.today = date(2026, 11, 17)
    return world


def test_what_came_is_recorded_with_its_planned_day(home: World) -> None:
    result = home.run("receive", "Salary", "3900")
    assert (result.code, result.out.splitlines()[0]) == (0, SAID)
    wanted = {"income": "salary", "date": date(2026, 11, 17), "due": date(2026, 11, 15), "id": "id1x"}
    assert journal(home) == {"receipt": [{**wanted, "amount": Decimal("3900.00")}]}
    ledger = home.run("ledger", "--until", "2026-12-20", "--plain").out.splitlines()
    incomes = [line.split("\t")[:5] for line in ledger if "\tincome\t" in line]
    assert incomes[0] == ["2026-11-17", "bank", "income", "3900.00", "8900.00"]
    assert [line[:4] for line in incomes[1:]] == [["2026-12-15", "bank", "income", "4000.00"]]


def test_programs_get_all_of_it(home: World) -> None:
    found = json.loads(home.run("receive", "salary", "3900", "--note", "short", "--json").out)
    assert found["recorded"] == {
        "entry": "receipt",
        "id": "id1x",
        "income": "salary",
        "date": "2026-11-17",
        "due": "2026-11-15",
        "amount": "3900.00",
        "note": "short",
    }
    assert found["changes"] == {
        "planned": "4000.00",
        "planned_date": "2026-11-15",
        "brought": "3900.00",
        "days_late": 2,
        "wallets": [{"name": "bank", "holds": "8900.00"}],
        "missing": None,
        "occurrences": 1,
    }


@pytest.mark.parametrize("nothing", [["--none"], ["0"]])
def test_what_did_not_come(home: World, nothing: list[str]) -> None:
    home.today = date(2026, 12, 1)  # nearer to 15 December
    result = home.run("receive", "salary", *nothing)
    assert result.out.splitlines()[:3] == [
        "recorded: salary of 2026-11-15 did not come (id id1x)",
        "  planned: 4,000.00 on 2026-11-15",
        "  bank holds 5,000.00 now",
    ]
    assert journal(home)["receipt"][0]["amount"] == 0


def test_what_is_missing_then_is_said(home: World) -> None:
    home.write(SMALL.replace("balance = 5000", "balance = 0"))
    home.today = date(2026, 11, 5)
    result = home.run("receive", "salary", "--none", "--date", "2026-11-15", "--yes")
    assert "One more shortfall comes of it on 2026-12-10" in result.out


def test_history_moves_no_money_and_asks_nothing(home: World) -> None:
    result = home.run("receive", "salary", "3900", "--date", "2026-05-18")
    assert result.out.splitlines()[1:] == [
        "  planned: 4,000.00 on 2026-05-15; it is 3 days late",
        "  100.00 less than planned",
        "  2026-05-18 is before 2026-11-01, the day of the balances, which hold it already: it moves no money",
        "  salary: recorded 1 time; from 6 on `repaycli risk` tells how it varies",
    ]


def test_from_six_times_on_risk_tells(home: World) -> None:
    for month in range(5, 10):
        assert home.run("receive", "salary", "4000", "--date", f"2026-{month:02}-15").code == 0
    said = home.run("receive", "salary", "4000", "--date", "2026-10-15").out.splitlines()
    assert said[-1] == "  salary: recorded 6 times; `repaycli risk` tells how it varies"


def test_it_came_before_the_balances_for_a_day_after_them(home: World) -> None:
    home.write(SMALL.replace("first = 2026-11-15", "first = 2026-11-01"))
    result = home.run("receive", "salary", "4000", "--date", "2026-10-30")
    assert "  what is planned for 2026-11-01 does not come as well" in result.out.splitlines()
    assert "  bank holds 5,000.00 now" in result.out.splitlines()


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (
            ["salary", "4000", "--date", "2026-12-15"],
            "2026-12-15 is in the future: until then it counts as something planned",
        ),
        (
            ["salary", "4000", "--date", "2026-12-05"],
            "it counts as what is planned for 2026-12-15, 10 days early; if it",
        ),
        (["salary", "8000.01"], "8,000.01 is more than twice what is planned, 4,000.00"),
        (["salary", "799.99"], "799.99 is less than a fifth of what is planned, 4,000.00"),
    ],
)
def test_what_is_odd_needs_a_yes(home: World, argv: list[str], said: str) -> None:
    if said.startswith("it counts"):
        home.today = date(2026, 12, 5)
    assert said in refused(home, home.run("receive", *argv))
    assert home.run("receive", *argv, "--yes").code == 0


def test_a_second_part_is_asked_about(home: World) -> None:
    home.run("receive", "salary", "2000")
    home.asks, home.is_terminal = True, True
    argv = ["receive", "salary", "1500", "--due", "2026-11-15"]
    declined = home.run(*argv, stdin=b"n\n")
    assert "is recorded already, 2,000.00 on" in declined.err.replace("\n  ", " ")
    assert len(journal(home)["receipt"]) == 1
    assert home.run(*argv, stdin=b"y\n").code == 0
    assert [each["due"] for each in journal(home)["receipt"]] == [date(2026, 11, 15)] * 2


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["salry", "1"], "there is no income “salry”; did you mean salary?"),
        (["花呗", "1"], "there is no income “花呗”"),
        (["salary"], "how much came is missing"),
        (["salary", "1", "--none"], "1 and --none contradict each other"),
        (["salary", "-5"], "without a minus sign"),
        (["salary", "x"], "AMOUNT: “x” is not an amount"),
        (["salary", "4000", "--due", "2026-11-16"], "--due: “salary” is not planned for 2026-11-16"),
        (["salary", "4000", "--due", "soon"], "--due: “soon” is not a date"),
        (["salary", "4000", "--note", "a\x1bb"], "--note: the character U+001B stands in it"),
    ],
)
def test_what_is_refused(home: World, argv: list[str], said: str) -> None:
    assert said.casefold() in refused(home, home.run("receive", *argv)).casefold()


def test_where_nothing_is_planned_any_more(home: World) -> None:
    home.write(SMALL.replace('every = "month"', 'every = "once"'))
    home.run("receive", "salary", "4000")
    result = home.run("receive", "salary", "4000", "--yes")
    assert result.code == 2
    assert "no “salary” is planned near 2026-11-17 that is not recorded already" in result.err
    assert len(journal(home)["receipt"]) == 1


def test_undo_lets_the_plan_count_again(home: World) -> None:
    home.run("receive", "salary", "3900")
    result = home.run("undo", "--yes")
    assert result.out.splitlines()[:2] == [
        "recorded: id1x is taken back: 3,900.00 of salary on 2026-11-17 (id id2x)",
        "  bank holds 9,000.00 now",
    ]


def test_in_chinese_at_forty_columns(home: World) -> None:
    home.is_terminal, home.width = True, 40
    result = home.run("receive", "salary", "3900", "--lang", "zh")
    assert result.code == 0
    assert all(len(line.encode("gbk")) <= 40 for line in result.out.splitlines())


def test_the_sample_is_not_written_to(home: World) -> None:
    result = home.run("demo", "receive", "工资", "1")
    assert result.code == 2
    assert "the sample is not yours" in result.err
