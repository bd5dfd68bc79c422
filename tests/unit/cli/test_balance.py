"""`balance`: the lender's figure against ours, and why they differ. Which causes are found: tests/unit/strategies."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from unit.cli.runner import SMALL, World
from unit.cli.test_pay import LOAN, journal, refused


@pytest.fixture
def home(world: World) -> World:
    world.write(SMALL + LOAN)
    world.today = date(2026, 11, 5)
    return world


def test_the_same_figure(home: World) -> None:
    home.asks = True
    result = home.run("balance", "花呗", "3,000.00", stdin=b"")
    assert (result.code, result.err) == (0, "")
    assert result.out.splitlines()[:2] == [
        "recorded: 花呗 is owed 3,000.00 at the start of 2026-11-05 (id id1x)",
        "  the model has the same figure",
    ]
    (entry,) = journal(home)["balance"]
    assert entry == {"account": "花呗", "date": date(2026, 11, 5), "id": "id1x", "owed": Decimal("3000.00")}


def test_a_difference_is_explained_before_it_is_recorded(home: World) -> None:
    home.asks = True
    declined = home.run("balance", "花呗", "2700", stdin=b"n\n")
    assert "the model had 3,000.00: -300.00" in declined.err
    assert "300.00 was paid to 花呗 and is not recorded: repaycli pay 花呗 300.00 --date 2026-11-04" in declined.err
    assert "Record it? [y/N]" in declined.err
    refused(home, declined)
    agreed = home.run("balance", "花呗", "2700", stdin=b"y\n")
    assert agreed.code == 0
    assert "is not recorded" not in agreed.out  # it was said above the question
    assert "owed now: 2,700.00" in agreed.out


def test_without_a_terminal_it_is_recorded(home: World) -> None:
    result = home.run("balance", "花呗", "3123.45", "--json")
    data = json.loads(result.out)
    assert (data["changes"]["expected"], data["changes"]["difference"]) == ("3000.00", "123.45")
    (cause,) = data["changes"]["causes"]
    assert (cause["kind"], cause["amount"]) == ("more", "123.45")
    assert cause["message"] == "a purchase or fee of 123.45 that is not in the file: with this figure it counts"
    assert data["changes"]["owed"] == "3123.45"


def test_a_wallet(home: World) -> None:
    result = home.run("balance", "bank", "4990.5", "--note", "after lunch")
    assert "recorded: bank holds 4,990.50 at the start of 2026-11-05" in result.out
    assert "an expense of 9.50 that is not in the file" in result.out
    assert list(journal(home)["balance"][0]) == ["account", "date", "note", "id", "holds"]


def test_zero_is_a_figure(home: World) -> None:
    assert home.run("balance", "花呗", "0").code == 0
    accounts = json.loads(home.run("status", "--json").out)["accounts"]
    assert [each["owed"] for each in accounts if each["name"] == "花呗"] == ["0.00"]


def test_with_interest_inside(home: World) -> None:
    assert "needs --includes-accrued" in refused(home, home.run("balance", "借呗", "6038.40"))
    first = json.loads(home.run("balance", "借呗", "6038.40", "--json", "--yes").out)
    assert [each["kind"] for each in first["changes"]["causes"]] == ["accrued"]
    home.run("undo", "--yes")
    said = home.run("balance", "借呗", "6038.40", "--includes-accrued").out
    assert "the model has the same figure" in said
    assert "owed now: 6,038.40 (of it interest not yet posted 38.40)" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["花吧", "5"], "did you mean 花呗?"),
        (["bank", "5", "--includes-accrued"], "is a wallet, and owes no interest"),
        (["花呗", "-5"], "without a minus sign"),
        (["花呗", "5.001"], "CNY has 2 decimals"),
        (["花呗", "5", "--date", "2026-11-06"], "cannot be known"),
        (["花呗", "5", "--date", "2026-10-31"], "moves no money"),
        (["花呗", "31234.5"], "more than twice the limit of 花呗, 10,000.00"),
        (["借呗", "60000"], "more than twice what the model has, 6,000.00"),
    ],
)
def test_what_is_refused(home: World, arguments: list[str], said: str) -> None:
    assert said in refused(home, home.run("balance", *arguments))


def test_a_figure_read_after_a_payment_of_the_day_would_count_it_twice(home: World) -> None:
    home.run("pay", "花呗", "300")
    twice = home.run("balance", "花呗", "2700")
    assert (twice.code, "count twice" in twice.err) == (2, True)
    odd = home.run("balance", "花呗", "2650")
    assert (odd.code, "counts at the START of its day" in odd.err) == (2, True)
    assert home.run("balance", "花呗", "3000").code == 0
    assert "owed now: 2,700.00" in home.run("balance", "花呗", "3000").out
