"""The calculators: every form and language, one truth with the engine, and what is refused in words."""

from __future__ import annotations

import json

import pytest
from unit.cli.runner import World

LOAN = ["calc", "loan", "--principal", "10000", "--daily-rate", "0.05%", "--instalments", "12"]
COMMANDS = [
    LOAN,
    ["calc", "loan", "--principal", "10000", "--annual-rate", "37.5%", "--instalment", "300"],
    ["calc", "card", "--balance", "10000", "--pay", "1000", "--pay", "100"],
    ["calc", "card", "--balance", "3000", "--preset", "us-card", "--annual-rate", "22.9%", "--minimum-share", "9%"],
    ["calc", "apr", "--principal", "12000", "--instalment", "1072", "--instalments", "12"],
    ["calc", "instalments", "--principal", "12000", "--instalments", "36", "--fee-rate", "0.6%"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("form", [[], ["--plain"], ["--json"]], ids=["tables", "plain", "json"])
def test_every_calculator_answers_in_every_form(
    world: World, command: list[str], language: str, form: list[str]
) -> None:
    world.is_terminal = True
    result = world.run(*command, "--lang", language, *form)
    assert (result.code, result.err) == (0, "")
    if form == ["--json"]:
        data = json.loads(result.out)
        assert (data["schema_version"], data["as_of"]) == (1, "2026-11-01")
        assert data["verdict"]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("width", [40, 80, 200])
def test_nothing_is_wider_than_the_terminal(world: World, command: list[str], width: int) -> None:
    from repaycli.present.width import cells

    world.is_terminal, world.width = True, width
    for language in ("en", "zh"):
        lines = world.run(*command, "--lang", language, "--no-color").out.splitlines()
        assert max(map(cells, lines)) <= width


def test_no_file_is_read(world: World) -> None:
    world.write("this is no accounts file")
    assert world.run(*LOAN).code == 0


def test_shared_options_stand_before_inside_and_behind(world: World) -> None:
    after = world.run(*LOAN, "--json", "--as-of", "2026-11-05")
    assert json.loads(after.out)["as_of"] == "2026-11-05"
    assert world.run("calc", "--json", "--as-of", "2026-11-05", *LOAN[1:]) == after
    assert world.run("--json", "calc", "--as-of", "2026-11-05", *LOAN[1:]) == after


def test_calc_alone_says_what_there_is(world: World) -> None:
    result = world.run("calc")
    assert result.code == 0
    assert result.out == world.run("calc", "--help").out
    assert all(name in result.out for name in ("loan", "card", "apr", "instalments"))


@pytest.mark.parametrize("repayment", ["level", "equal-principal", "interest-first", "bullet"])
@pytest.mark.parametrize("accrual", ["actual", "monthly"])
def test_a_loan_is_what_the_ledger_of_a_file_says(world: World, repayment: str, accrual: str) -> None:
    world.write(
        f"""
as_of = 2026-11-01
[[wallet]]
name = "bank"
balance = 99999
[[loan]]
name = "loan"
principal = 10000
annual_rate = "18.25%"
repayment = "{repayment}"
accrual = "{accrual}"
instalments = 7
next_due = 2026-12-01
fee_per_instalment = {{ share = "0.5%" }}
"""
    )
    ledger = json.loads(world.run("ledger", "--strategy", "minimum", "--until", "2027-07-01", "--json").out)
    posted = {
        kind: [(item["date"], item["amount"]) for item in ledger["postings"] if item["kind"] == kind]
        for kind in ("interest", "fee")
    }
    asked = ["--annual-rate", "18.25%", "--repayment", repayment, "--accrual", accrual, "--instalments", "7"]
    result = world.run("calc", "loan", "--principal", "10000", *asked, "--fee-per-instalment", "0.5%", "--json")
    rows = json.loads(result.out)["schedule"]
    for kind, each in posted.items():
        assert [(row["due"], row[kind]) for row in rows] == each
    assert rows[-1]["left"] == "0.00"


def test_the_end_of_the_month_stays_the_end_of_the_month(world: World) -> None:
    data = json.loads(world.run(*LOAN, "--json", "--as-of", "2026-01-31").out)
    assert [row["due"] for row in data["schedule"]][:3] == ["2026-02-28", "2026-03-31", "2026-04-30"]


@pytest.mark.parametrize(
    "rate", [["--daily-rate", "5‱"], ["--daily-rate", "0.05%/day"], ["--annual-rate", "18.25%/年"]]
)
def test_a_rate_may_be_stated_in_every_form(world: World, rate: list[str]) -> None:
    stated = world.run("calc", "loan", "--principal", "10000", *rate, "--instalments", "12", "--json")
    assert json.loads(stated.out)["rate"]["annual"] == "0.1825"


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["loan"], ["--principal, --daily-rate, --instalments", "calc loan --principal 10000"]),
        (["lone"], ["no command “lone”", "did you mean loan?"]),
        (["loan", "--principle", "1"], ["no option “--principle”", "did you mean --principal?"]),
        (
            [*LOAN[1:4], "--daily-rate", "0.05", "--instalments", "3"],
            ["“0.05” has no unit", "5‱", "--annual-rate 18.25%"],
        ),
        ([*LOAN[1:4], "--annual-rate", "18.25", "--instalments", "3"], ["“18.25” has no unit"]),
        ([*LOAN[1:4], "--daily-rate", "18.25%/year", "--instalments", "3"], ["--annual-rate 18.25%"]),
        ([*LOAN[1:4], "--daily-rate", "200%", "--instalments", "3"], ["out of reach"]),
        ([*LOAN[1:], "--annual-rate", "7%"], ["--daily-rate and --annual-rate"]),
        ([*LOAN[1:], "--instalments", "12"], ["--instalments stands twice"]),
        (["loan", *LOAN[2:6], "--instalments", "10000"], ["“10000” is not a number from 1 to"]),
        (["loan", "--principal", "9" * 13, *LOAN[4:]], ["out of reach"]),
        (["loan", "--principal", "1e5", *LOAN[4:]], ["not an amount"]),
        (["loan", "--principal", "-5", *LOAN[4:]], ["is negative"]),
        ([*LOAN[1:], "--repayment", "levle"], ["did you mean level?"]),
        ([*LOAN[1:], "--repayment", "bullet", "--instalment", "5"], ["level instalments"]),
        ([*LOAN[1:], "--due-day", "32"], ["due_day", "1 to 31"]),
        ([*LOAN[1:], "--next-due", "2026-10-01"], ["before as_of"]),
        ([*LOAN[1:], "--fee", "10000"], ["leaves nothing"]),
        ([*LOAN[1:], "--currency", "CNX"], ["no currency “CNX”", "did you mean CNY?"]),
        (["card", "--balance", "100", "--preset", "jiebei"], ["no card “jiebei”"]),
        (["card", "--balance", "100", "--preset", "us-card"], ["--annual-rate is missing"]),
        (["card", "--balance", "100", "--posted", "2026-11-01"], ["not before 2026-11-01"]),
        (["card", "--balance", "100", "--pay", "$50"], ["another currency than CNY"]),
        (["card", "--balance", "100", "--pay", "0"], ["the amount is zero"]),
        (["apr"], ["--principal, --instalment, --instalments"]),
        (["apr", "--flow", "tomorrow"], ["DATE=AMOUNT[xN]"]),
        (["apr", "--flow", "2026-02-30=5"], ["“2026-02-30” is not a date"]),
        (["apr", "--flow", "2026-01-01=-5"], ["money that is received"]),
        (["apr", "--flow", "2026-01-01=5"], ["nothing is paid back"]),
        (["apr", "--flow", "2026-01-01=5", "--fee", "1"], ["--flow and --fee"]),
        (["apr", "--flow", "2026-01-01=5", "--flow", "2199-01-01=-1x300"], ["out of reach"]),
        (["instalments", "--principal", "100", "--instalments", "3"], ["--fee-rate is missing"]),
        (["instalments", "--principal", "1", "--instalments", "3", "--fee-rate", "0.6"], ["0.6%"]),
    ],
    ids=lambda value: " ".join(value)[-60:],
)
def test_what_cannot_be_reckoned_is_refused_in_words(world: World, argv: list[str], words: list[str]) -> None:
    result = world.run("calc", *argv)
    assert (result.code, result.out) == (2, "")
    for word in words:
        assert word in result.err


def test_less_than_was_received_is_an_answer(world: World) -> None:
    data = json.loads(world.run("calc", "apr", "--flow", "2026-01-01=100", "--flow", "2026-02-01=-90", "--json").out)
    assert (data["cost"], data.get("ways")) == ("-10.00", None)
    assert "costs nothing" in data["verdict"]


def test_several_rates_are_none(world: World) -> None:
    flows = ["--flow", "2026-01-01=100", "--flow", "2026-02-01=-230", "--flow", "2026-03-01=132"]
    assert "more than one yearly rate" in json.loads(world.run("calc", "apr", *flows, "--json").out)["verdict"]


def test_a_currency_without_decimals(world: World) -> None:
    data = json.loads(world.run(*LOAN, "--currency", "JPY", "--json").out)
    assert data["schedule"][0]["amount"] == "918"


def test_a_debt_that_grows_for_ever_is_told_at_once(world: World) -> None:
    result = world.run(
        *["calc", "card", "--balance", "1000", "--preset", "ca-card", "--annual-rate", "500%", "--minimum-share", "2%"],
        "--json",
    )
    ways = json.loads(result.out)["ways"]
    assert [way["months"] for way in ways] == [None, None]
