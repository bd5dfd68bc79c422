"""`pay`: what it records, what it asks, what it refuses, what it says that changed."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from unit.cli.runner import SMALL, Result, World

LOAN = """
[[loan]]
name = "借呗"
preset = "jiebei"
principal = 6000
daily_rate = "0.04%"
instalments = 6
next_due = 2026-11-20
interest_from = 2026-10-20

[[wallet]]
name = "purse"
balance = 100
"""


@pytest.fixture
def home(world: World) -> World:
    world.write(SMALL + LOAN)
    world.today = date(2026, 11, 5)
    return world


def journal(world: World) -> dict[str, list[dict[str, Any]]]:
    path = world.folder / "accounts.journal.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal) if path.exists() else {}


def refused(world: World, result: Result, code: int = 2) -> str:
    assert result.code == code, result.out + result.err
    assert journal(world) == {}
    assert not (world.folder / "accounts.journal.toml").exists()
    assert "Traceback" not in result.err
    return result.err


def test_a_payment_is_recorded(home: World) -> None:
    result = home.run("pay", "花呗", "300")
    assert result.code == 0, result.err
    assert result.out.splitlines()[0] == "recorded: 300.00 to 花呗 on 2026-11-05 (id id1x)"
    wanted = {"account": "花呗", "date": date(2026, 11, 5), "id": "id1x", "amount": Decimal("300.00")}
    assert journal(home) == {"payment": [wanted]}
    assert json.loads(home.run("status", "--json").out)["accounts"][0]["owed"] == "2700.00"


def test_every_option_is_written(home: World) -> None:
    note = 'a "note" \\ 👍'
    result = home.run(
        "pay", "借呗", "¥1,000.50", "--date", "2026-11-04", "--from", "purse", "--as", "prepayment", "--note", note
    )
    assert result.code == 0, result.err
    (entry,) = journal(home)["payment"]
    assert list(entry) == ["account", "date", "from", "as", "note", "id", "amount"]
    assert (entry["from"], entry["as"], entry["note"]) == ("purse", "prepayment", note)
    assert (entry["amount"], entry["date"]) == (Decimal("1000.50"), date(2026, 11, 4))


@pytest.mark.parametrize(
    ("amount", "minor"),
    [("386", 38600), ("386.5", 38650), ("0.01", 1), ("1,500.00", 150000), ("￥1500", 150000), ("007", 700)],
)
def test_amounts(home: World, amount: str, minor: int) -> None:
    assert home.run("pay", "花呗", amount).code == 0
    assert journal(home)["payment"][0]["amount"] == Decimal(minor) / 100


@pytest.mark.parametrize(
    "amount",
    [
        "",
        "0",
        "0.00",
        "1,5",
        "1.500,00",
        "15,00.00",
        "1.500",
        "386.001",
        "1e3",
        "inf",
        "nan",
        "٣",
        "三百",
        ".5",
        "5.",
        "$300",
        "€300",
        "300 円",
        "1 500",
        "9999999999999",
        "3_000",
        "+300",
        "¥¥3",
        "5²",
    ],
)
def test_amounts_that_could_be_anything_else_are_refused(home: World, amount: str) -> None:
    assert "AMOUNT" in refused(home, home.run("pay", "花呗", amount))


def test_a_dollar_is_a_dollar(home: World) -> None:
    home.write(SMALL.replace("as_of", 'currency = "USD"\nas_of', 1))
    assert home.run("pay", "花呗", "$1,300").code == 0
    assert home.run("pay", "花呗", "¥300").code == 2


def test_a_negative_amount(home: World) -> None:
    refused(home, home.run("pay", "花呗", "-5"))
    refused(home, home.run("pay", "花呗", "--", "-5"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["花唄", "5"], "did you mean 花呗?"),
        (["nothing like it", "5"], "The file has: 借呗, 花呗"),
        (["bank", "5"], "is a wallet, where a debt is wanted"),
        (["花呗", "5", "--from", "借呗"], "one debt cannot pay another"),
        (["花呗", "5", "--from", "banc"], "did you mean bank?"),
        (["花呗", "5", "--as", "prepayment"], "as stands at a payment to a credit line"),
        (["借呗", "5", "--as", "early"], "not one of instalment, prepayment"),
        (["花呗", "5", "--date", "tomorrow"], "is not a date"),
        (["花呗", "5", "--note", "a\nb"], "U+000A"),
        (["花呗", "5", "--note", "a\u202eb"], "U+202E"),
        (["花呗", "5", "--note", "x" * 501], "501 characters"),
        (["花呗", "3000.01"], "花呗 owes 3,000.00 on 2026-11-05, all in all; 3,000.01 is 0.01 too much"),
        (["花呗", "5", "--date", "2026-11-06"], "2026-11-06 is in the future"),
        (["花呗", "5", "--date", "2026-10-31"], "before the file's as_of, 2026-11-01"),
    ],
)
def test_what_is_refused(home: World, arguments: list[str], said: str) -> None:
    result = home.run("pay", *arguments)
    assert said in refused(home, result, 3 if "credit line" in said else 2)


def test_it_says_so_as_json_too(home: World) -> None:
    problems = json.loads(home.run("pay", "花呗", "9999", "--json").out)["problems"]
    assert problems[0]["code"] == "usage"
    assert "--yes" in problems[0]["help"]


@pytest.mark.parametrize("arguments", [["9999"], ["5", "--date", "2026-12-24"], ["5", "--date", "2026-10-31"]])
def test_yes_insists(home: World, arguments: list[str]) -> None:
    result = home.run("pay", "花呗", *arguments, "--yes")
    assert result.code == 0, result.err
    assert len(journal(home)["payment"]) == 1


def test_yes_cannot_insist_on_a_name(home: World) -> None:
    assert "--yes cannot insist" in refused(home, home.run("pay", "花唄", "5", "--yes"))


def test_all_that_is_odd_is_asked_at_once(home: World) -> None:
    home.asks = True
    arguments = ["pay", "花呗", "9999", "--date", "2026-11-09"]
    declined = home.run(*arguments, stdin=b"n\n")
    assert declined.err.count("[y/N]") == 1
    assert "in the future" in declined.err
    assert "too much" in declined.err
    assert "nothing was recorded" in refused(home, declined)
    agreed = home.run(*arguments, stdin=b"y\n")
    assert agreed.code == 0
    assert len(journal(home)["payment"]) == 1


def test_a_name_that_is_nearly_right_is_asked_for(home: World) -> None:
    home.asks = True
    refused(home, home.run("pay", "花唄", "5", stdin=b"\n"))
    assert home.run("pay", "花唄", "5", stdin=b"yes\n").code == 0
    assert journal(home)["payment"][0]["account"] == "花呗"


def test_nothing_is_asked_where_nothing_is_odd(home: World) -> None:
    home.asks = True
    result = home.run("pay", "花呗", "300", stdin=b"")
    assert (result.code, result.err) == (0, "")


def test_what_it_changed(home: World) -> None:
    said = home.run("pay", "花呗", "100").out
    assert "still 200.00 short of the minimum of 2026-11-10" in said
    assert "owed now: 2,900.00" in said
    said = home.run("pay", "花呗", "200").out
    assert "the minimum of 2026-11-10 is met; 2,700.00 of the bill is left" in said
    assert "bank holds 4,700.00 now" in said
    said = home.run("pay", "花呗", "2700").out
    assert "the whole bill of 2026-11-10 is paid" in said
    assert "nothing is owed to 花呗 any more" in said
    assert "next statement: 2026-12-01" in said


def test_what_is_paid_too_much_is_credit(home: World) -> None:
    assert "花呗 is overpaid by 200.00" in home.run("pay", "花呗", "3200", "--yes").out
    plan = 'instalment_plan = [{ principal = 1200, instalments = 12, next_statement = 2026-12-01, fee_rate = "0%" }]\n'
    home.write(SMALL + plan)
    home.run("undo", "--yes")
    said = home.run("pay", "花呗", "3200").out
    assert "owed now: 1,000.00 (of it instalments not yet billed 1,200.00)" in said


def test_what_it_changed_of_a_loan(home: World) -> None:
    said = home.run("pay", "借呗", "500").out
    assert "of the instalment of 2026-11-20 is left" in said
    data = json.loads(home.run("pay", "借呗", "1000", "--json").out)
    assert data["changes"]["bill_paid"] is True
    assert data["changes"]["next_due"] == "2026-12-20"
    assert data["recorded"]["entry"] == "payment"
    assert data["recorded"]["amount"] == "1000.00"


def test_what_was_past_due_ends(home: World) -> None:
    home.today = date(2026, 11, 15)
    late = home.run("pay", "花呗", "100", "--date", "2026-11-14")
    assert "past due: 2,900.00, for 5 days" in late.out
    ended = home.run("pay", "花呗", "2900")
    assert "nothing is past due any more; it was 5 days late" in ended.out


def test_a_payment_that_nobody_wrote_down_was_in_time(home: World) -> None:
    home.today = date(2026, 11, 15)
    assert "repaycli pay 花呗 300.00 --date 2026-11-10" in home.run("status").out
    said = home.run("pay", "花呗", "300.00", "--date", "2026-11-10").out
    assert "the due of 2026-11-10 was met in time: nothing is past due" in said
    assert "no payment is recorded" not in home.run("status").out


def test_the_same_again_is_recorded_and_said(home: World) -> None:
    assert "same-again" not in home.run("pay", "花呗", "20").out
    again = home.run("pay", "花呗", "20")
    assert again.code == 0
    assert "the same is recorded once already; if this one was not meant: repaycli undo id2x" in again.out
    assert len(journal(home)["payment"]) == 2


RENT = """
[[expense]]
name = "rent"
amount = 6000
first = 2026-11-06
every = "once"
wallet = "bank"
"""


def test_money_that_the_rent_needs_is_said_and_no_saving(home: World) -> None:
    home.write(SMALL + LOAN + RENT)  # 5,000 and 100 in the purse for 6,000
    said = home.run("pay", "花呗", "300").out
    assert "1,200.00 are now missing for rent on 2026-11-06; it was 900.00." in said
    assert "saves" not in said


def test_a_shortfall_after_another_is_not_called_the_first(home: World) -> None:
    later = RENT.replace("rent", "school").replace("6000", "2000").replace("11-06", "11-17")
    rent = RENT.replace("6000", "5700").replace("11-06", "11-12")  # 900 short, once the minimum of 300 is paid
    home.write(SMALL + LOAN + rent + later)
    said = home.run("pay", "花呗", "1300", "--date", "2026-11-16", "--yes").out
    assert "One more shortfall comes of it on 2026-11-17: 200.00 are missing for school." in said
    assert "first shortfall" not in said


def test_a_promise(home: World) -> None:
    said = home.run("pay", "花呗", "300", "--date", "2026-11-09", "--yes").out
    assert "it counts from 2026-11-09; that is how things stand then:" in said
    assert json.loads(home.run("status", "--json").out)["accounts"][0]["owed"] == "3000.00"


def test_before_the_file_it_moves_no_money(home: World) -> None:
    said = home.run("pay", "花呗", "300", "--date", "2026-10-20", "--yes").out
    assert "it moves no money" in said


def test_a_wallet_that_held_less_is_said(home: World) -> None:
    said = home.run("pay", "花呗", "300", "--from", "purse").out
    assert "by the model 200.00 were missing in it" in said
    assert "repaycli balance purse FIGURE" in said


def test_a_figure_of_a_later_day_holds_it_already(home: World) -> None:
    home.write(SMALL + LOAN + '[[balance]]\naccount = "花呗"\ndate = 2026-11-04\nowed = 2900\n')
    said = home.run("pay", "花呗", "100", "--date", "2026-11-02").out
    assert "the figure recorded for 2026-11-04 holds it already" in said
    assert "owed now: 2,900.00" in said


def test_the_same_entry_in_the_accounts_file_is_a_problem(home: World) -> None:
    home.write(SMALL + LOAN + '[[payment]]\naccount = "花呗"\ndate = 2026-11-05\namount = 20\n')
    assert "duplicate-entry" in refused(home, home.run("pay", "花呗", "20"), 3)


def test_a_broken_file_is_told_as_ever(home: World) -> None:
    home.write(SMALL.replace("balance = 5000", "balance = -1"))
    assert "negative-amount" in refused(home, home.run("pay", "花呗", "20"), 3)


def test_the_standard_input_has_no_journal(home: World) -> None:
    assert "no journal" in refused(home, home.run("pay", "花呗", "20", "-f", "-", stdin=SMALL.encode()))
    refused(home, home.run("pay", "花呗", "20", env={"REPAYCLI_FILE": "-"}))


def test_the_sample_is_not_the_user_s(home: World) -> None:
    for command in (["pay", "花呗", "20"], ["spend", "花呗", "20"], ["balance", "花呗", "20"], ["undo"]):
        assert "the sample is not yours" in refused(home, home.run("demo", *command))


def test_the_other_language(home: World) -> None:
    said = home.run("pay", "花呗", "300", "--lang", "zh").out
    assert said.startswith("已记录：2026-11-05 还花呗 300.00（编号 id1x）\n")
