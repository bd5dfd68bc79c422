"""`fit`: what it takes, what it refuses, and the three ways it can end. The figures found are in tests/worked/fit."""

from __future__ import annotations

import json
import os
import signal
from datetime import date

import pytest
from unit.cli.runner import SMALL, Result, World

from repaycli.core.money import Currency
from repaycli.products.accounts import Account
from repaycli.strategies import conventions
from repaycli.strategies.fitting import fit, search

FEW = ("interest_on", "payment_counts", "statement_day_interest", "compound", "accrual", "prepayment.effect")

CARD = """\
as_of = 2023-03-30

[[wallet]]
name = "bank"
balance = 5000

[[credit_line]]
name = "card"
limit = 20000
daily_rate = "0.05%"
statement_day = 5
due_day = 23
purchase = [{ posted = 2023-03-30, amount = 1000 }]

[[payment]]
account = "card"
date = 2023-04-23
amount = 100
"""

LOAN = """\
as_of = 2023-05-10

[[loan]]
name = "loan"
principal = 2500
daily_rate = "0.05%"
repayment = "equal-principal"
instalments = 5
next_due = 2023-06-10
interest_from = 2023-05-10
"""


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave most keys as the file has them: what all of them come to is tried in tests/laws and tests/worked."""

    def some(account: Account, currency: Currency) -> dict[str, tuple[object, ...]]:
        every = conventions.choices(account, currency)
        return {key: values if key in FEW else values[:1] for key, values in every.items()}

    monkeypatch.setattr(fit, "choices", some)


@pytest.fixture
def home(world: World, few: None) -> World:
    world.write(CARD)
    world.today = date(2023, 6, 1)
    return world


def told(result: Result) -> dict[str, object]:
    assert result.code == 0, result.err
    return json.loads(result.out)


def test_the_file_as_it_is(home: World) -> None:
    found = told(home.run("fit", "card", "--seen", "2023-05-05:interest=17.85", "--json"))
    assert (found["result"], found["partial"], found["telling_figures"]) == ("one", False, 1)
    assert found["combinations"] == found["settled"] == 2 * 2 * 2 * 3 * 2
    (answer,) = found["answers"]  # type: ignore[misc]
    assert answer["settings"] == []
    assert "compound" in answer["open"]
    assert "interest_on" not in answer["open"]
    assert {"weak", "untested", "combinations"} <= {note["code"] for note in found["notes"]}  # type: ignore[attr-defined]


def test_recorded_balances_are_figures_too(home: World) -> None:
    home.write(CARD + '\n[[balance]]\naccount = "card"\ndate = 2023-05-06\nowed = 917.40\n')
    found = told(home.run("fit", "card", "--json"))
    assert [row["figure"] for row in found["figures"]] == ["owed"]  # type: ignore[attr-defined]
    assert found["answers"][0]["settings"] == ['statement_day_interest = "next"']  # type: ignore[index]


def test_a_balance_can_be_left_out(home: World) -> None:
    home.write(CARD + '\n[[balance]]\naccount = "card"\ndate = 2023-05-06\nowed = 1234.56\n')
    figure = ("--seen", "2023-05-05:interest=17.85")
    none = told(home.run("fit", "card", *figure, "--json"))
    assert none["result"] == "none"
    assert "--without 2023-05-06" in json.dumps(none["notes"])
    shown = {row["figure"]: row["difference"] for row in none["figures"]}  # type: ignore[attr-defined]
    assert shown == {"interest": "0.00", "owed": "316.71"}
    assert told(home.run("fit", "card", *figure, "--without", "2023-05-06", "--json"))["result"] == "one"


def test_figures_that_say_nothing(home: World) -> None:
    found = told(home.run("fit", "card", "--seen", "2023-04-01:owed=1000", "--json"))
    assert found["telling_figures"] == 0
    assert "says nothing about conventions" in str(found["verdict"])


def test_it_can_be_stopped(home: World, monkeypatch: pytest.MonkeyPatch) -> None:
    played = search.play

    def stopping(*args: object) -> object:
        os.kill(os.getpid(), signal.SIGINT)
        monkeypatch.setattr(search, "play", played)
        return played(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(search, "play", stopping)
    found = told(home.run("fit", "card", "--seen", "2023-05-05:interest=17.85", "--json"))
    assert (found["result"], found["partial"]) == ("several", True)
    assert "others may fit as well" in str(found["verdict"])


def test_figures_that_leave_too_much_open_end_the_search(home: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST_FOUND", 1)
    found = told(home.run("fit", "card", "--seen", "2023-04-05:interest=0", "--json"))
    assert found["partial"] is True


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["card"], ["no balance of card is recorded", "--seen 2023-05-05:interest=17.85"]),
        (["card", "--seen", "17.85"], ["“17.85” is not a day, a figure and its amount", "DATE:FIGURE=AMOUNT"]),
        (["card", "--seen", "2023-05-05:intrest=1"], ["“intrest” is not one of", "did you mean interest?"]),
        (["card", "--seen", "2023-05-05:instalment=1"], ["“instalment” is not one of"]),
        (["card", "--seen", "2023-05-32:interest=1"], ["“2023-05-32” is not a date"]),
        (["card", "--seen", "2023-05-05:interest=1.234"], ["CNY has 2 decimals"]),
        (["card", "--seen", "2023-05-05:interest=\x1b[31m"], ["is not an amount"]),
        (["card", "--seen", "2023-05-04:interest=1"], ["card closes no statement on 2023-05-04", "2023-05-05"]),
        (["card", "--seen", "2023-06-05:interest=1"], ["is not between 2023-03-30 and 2023-06-01", "nobody has seen"]),
        (["card", "--seen", "2023-03-05:interest=1"], ["is not between 2023-03-30 and 2023-06-01"]),
        (
            ["card", "--seen", "2023-05-05:fees=1", "--seen", "2023-05-05:fees=2"],
            ["fees of 2023-05-05 stands there twice"],
        ),
        (["card", "--without", "2023-05-05"], ["--without: no balance of card is recorded for 2023-05-05"]),
        (["card", "--seen", "2023-05-05:interest=1", "--time-limit", "0"], ["is not between 0.1 and 3600 seconds"]),
        (["bank"], ["“bank” is a wallet, where a debt is wanted", "card"]),
        (["crad"], ["there is no account “crad”; did you mean card?"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_is_refused(home: World, argv: list[str], words: list[str]) -> None:
    result = home.run("fit", *argv, "--lang", "en")
    assert (result.code, result.out) == (2, "")
    for word in words:
        assert word in result.err


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        ("2023-07-11:instalment=1", ["no instalment of loan falls due on 2023-07-11", "2023-06-10, 2023-07-10"]),
        ("2023-07-11:interest=1", ["loan posts nothing on 2023-07-11", "2023-06-10, 2023-07-10"]),
        ("2023-07-10:minimum=1", ["“minimum” is not one of"]),
    ],
)
def test_what_is_refused_of_a_loan(world: World, seen: str, words: list[str]) -> None:
    world.write(LOAN)
    world.today = date(2023, 7, 20)
    result = world.run("fit", "loan", "--seen", seen, "--lang", "en")
    assert result.code == 2
    for word in words:
        assert word in result.err


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_to_be_pasted_is_never_broken(home: World, width: int, language: str) -> None:
    home.is_terminal, home.width = True, width
    result = home.run(
        "fit",
        "card",
        "--seen",
        "2023-05-05:interest=17.40",
        "--seen",
        "2023-04-05:minimum=100.00",
        "--seen",
        "2023-05-06:owed=917.40",
        "--lang",
        language,
        env={"NO_COLOR": "1"},
    )
    assert result.code == 0
    assert max(len(line) for line in result.out.splitlines()) <= width
    assert "17.40" in result.out


@pytest.mark.usefixtures("few")
def test_a_preset_of_the_sample(world: World) -> None:
    world.write(SMALL)
    world.today = date(2026, 12, 1)
    found = told(world.run("fit", "花呗", "--seen", "2026-12-01:interest=31.50", "--json"))
    assert found["result"] in ("one", "several")
