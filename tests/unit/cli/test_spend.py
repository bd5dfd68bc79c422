"""`spend`: purchases, cash and refunds."""

from __future__ import annotations

import json
from datetime import date

import pytest
from unit.cli.runner import SMALL, World
from unit.cli.test_pay import LOAN, journal, refused

LENDER = '[[lender]]\nname = "花呗"\nspending_frozen_after_days = 1\n'


@pytest.fixture
def home(world: World) -> World:
    world.write(SMALL + LOAN)
    world.today = date(2026, 11, 5)
    return world


def test_a_purchase(home: World) -> None:
    said = home.run("spend", "花呗", "500").out
    assert said.splitlines() == [
        "recorded: 500.00 spent with 花呗 on 2026-11-05 (id id1x)",
        "  on the statement of 2026-12-01, due 2026-12-10",
        "  owed now: 3,500.00",
        "  can still be spent: 6,500.00",
    ]
    (entry,) = journal(home)["purchase"]
    assert list(entry) == ["account", "posted", "id", "amount"]


def test_a_purchase_of_the_statement_day_of_huabei_is_on_the_next(home: World) -> None:
    data = json.loads(home.run("spend", "花呗", "500", "--date", "2026-12-01", "--yes", "--json").out)
    assert (data["changes"]["statement"], data["changes"]["statement_due"]) == ("2027-01-01", "2027-01-10")
    data = json.loads(home.run("spend", "花呗", "500", "--date", "2026-11-30", "--yes", "--json").out)
    assert (data["changes"]["statement"], data["changes"]["statement_due"]) == ("2026-12-01", "2026-12-10")


def test_a_refund(home: World) -> None:
    said = home.run("spend", "花呗", "500", "--kind", "refund", "--note", "too small").out
    assert "recorded: 500.00 refunded to 花呗" in said
    assert "owed now: 2,500.00" in said
    assert journal(home)["purchase"][0]["kind"] == "refund"


def test_cash(home: World) -> None:
    result = home.run("spend", "花呗", "500", "--kind", "cash")
    assert result.code == 0
    assert "of cash drawn on 花呗" in result.out
    assert "no-cash-terms" in result.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["借呗", "5"], "is a loan: nothing is spent with it"),
        (["bank", "5"], "repaycli balance bank FIGURE"),
        (["花吧", "5"], "did you mean 花呗?"),
        (["花呗", "5", "--kind", "gift"], "not one of purchase, cash, refund"),
        (["花呗", "7000.01"], "7,000.00 can still be spent on 花呗 on 2026-11-05; 7,000.01 is 0.01 too much"),
        (["花呗", "3000.01", "--kind", "refund"], "3,000.01 is 0.01 too much"),
        (["花呗", "5", "--date", "2026-11-06"], "something planned"),
        (["花呗", "5", "--date", "2026-10-06"], "moves no money"),
    ],
)
def test_what_is_refused(home: World, arguments: list[str], said: str) -> None:
    assert said in refused(home, home.run("spend", *arguments))


def test_a_frozen_line(home: World) -> None:
    home.write(SMALL + LENDER)
    home.today = date(2026, 11, 12)
    assert "is frozen" in refused(home, home.run("spend", "花呗", "5"))
    assert home.run("spend", "花呗", "5", "--yes").code == 0
