"""Every command answers; options stand before and after it; what is not there is refused in words."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest
from unit.cli.runner import SMALL, World

from repaycli import cli
from repaycli.cli.entry import run
from repaycli.cli.environment import Environment
from repaycli.cli.exit_codes import WrongUsage
from repaycli.cli.values import date_value, sum_value
from repaycli.core.money import CURRENCIES

RENT = """
[[expense]]
name = "rent"
amount = 8000
first = 2026-11-02
every = "once"
"""

COMMANDS = [
    ["status"],
    ["compare"],
    ["plan"],
    ["ledger", "--until", "2027-02-01"],
    ["why", "花呗", "2026-12-01"],
    ["afford", "--amount", "500", "--rate", "0.04%/day", "--months", "3"],
    ["risk", "--paths", "5", "--target", "5%"],
    ["fit", "花呗", "--seen", "2026-11-01:owed=3000"],
    ["check"],
    ["presets"],
    ["presets", "huabei"],
    ["explain"],
    ["explain", "late", "fee"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("form", [[], ["--plain"], ["--json"]], ids=["tables", "plain", "json"])
def test_every_command_answers_in_every_form(world: World, command: list[str], language: str, form: list[str]) -> None:
    world.write()
    world.is_terminal = True
    result = world.run(*command, "--lang", language, *form)
    assert result.code == 0, result.err
    assert result.out
    if form == ["--json"]:
        assert json.loads(result.out)["schema_version"] == 1


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_two_runs_give_the_same_bytes(world: World, command: list[str]) -> None:
    world.write()
    assert world.run(*command) == world.run(*command)


def test_no_command_is_status(world: World) -> None:
    world.write()
    assert world.run() == world.run("status")
    assert world.run("--json") == world.run("status", "--json")


@pytest.mark.parametrize(
    "option", [["--json"], ["--as-of", "2026-11-05"], ["--lang", "zh"], ["-q"], ["-f", "other.toml"]]
)
def test_shared_options_stand_on_both_sides_of_the_command(world: World, option: list[str]) -> None:
    world.write()
    world.write(SMALL.replace("3000", "2000"), "other.toml")
    after = world.run("status", *option)
    assert after.code == 0
    assert world.run(*option, "status") == after


def test_schema_is_a_json_schema(world: World) -> None:
    result = world.run("schema")
    assert result.code == 0
    assert json.loads(result.out)["$schema"]


def test_as_of_moves_today(world: World) -> None:
    world.write()
    data = json.loads(world.run("status", "--json", "--as-of", "2026-11-06").out)
    assert (data["as_of"], data["balances_as_of"]) == ("2026-11-06", "2026-11-01")
    assert data["accounts"][0]["days_left"] == 4


def test_strategies_are_compared_once_each_in_the_order_asked_for(world: World) -> None:
    world.write()
    result = world.run("compare", "--json", "--strategy", "full", "--strategy", "minimum", "--strategy", "full")
    assert [each["name"] for each in json.loads(result.out)["strategies"]] == ["full", "minimum"]


def test_custom_joins_when_the_file_describes_it(world: World) -> None:
    world.write(SMALL + "\n[strategy.custom]\nbudget = 1000\n")
    names = [each["name"] for each in json.loads(world.run("compare", "--json").out)["strategies"]]
    assert names == ["minimum", "full", "avalanche", "snowball", "custom"]


def test_the_file_names_the_default_strategy(world: World) -> None:
    world.write(SMALL + '\n[strategy]\ndefault = "minimum"\n')
    assert json.loads(world.run("plan", "--json").out)["strategy"] == "minimum"
    world.write()
    assert json.loads(world.run("plan", "--json").out)["strategy"] == "full"


def test_the_horizon(world: World) -> None:
    world.write()
    assert json.loads(world.run("compare", "--json", "--months", "2").out)["until"] == "2027-01-01"
    assert json.loads(world.run("compare", "--json", "--until", "2026-11-30").out)["until"] == "2026-11-30"


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["stats"], ["no command “stats”", "did you mean status?"]),
        (["compare", "--strategy", "avalanch"], ["no strategy “avalanch”", "did you mean avalanche?"]),
        (["compare", "--strategy", "custom"], ["custom", "[strategy.custom]"]),
        (["why", "花贝", "2026-11-10"], ["no account “花贝”", "did you mean 花呗?"]),
        (["why", "花呗", "tomorrow"], ["DATE: “tomorrow” is not a date", "2026-11-01"]),
        (["why", "花呗"], ["DATE is missing"]),
        (["presets", "huabe"], ["no preset “huabe”", "did you mean huabei?"]),
        (["explain", "minimun"], ["no lesson “minimun”", "did you mean minimum?", "The lessons are: minimum, "]),
        (["explain", "罚款"], ["没有“罚款”这一课", "罚息"]),
        (["status", "--jsn"], ["no option “--jsn”", "did you mean --json?"]),
        (["status", "--as-of"], ["--as-of needs a value"]),
        (["status", "--json=1"], ["--json takes no value"]),
        (["status", "now"], ["“now”"]),
        (["status", "--as-of", "2026-02-30"], ["“2026-02-30” is not a date"]),
        (["status", "--as-of", "20261101"], ["is not a date"]),
        (["status", "--as-of", "1066-10-14"], ["out of reach"]),
        (["status", "--as-of", "2026-10-31"], ["before the file's as_of, 2026-11-01"]),
        (["compare", "--months", "x"], ["--months: a whole number is wanted"]),
        (["compare", "--months", "0"], ["--months: 0 is not between"]),
        (["compare", "--months", "3", "--until", "2027-01-01"], ["--until and --months"]),
        (["plan", "--until", "2026-10-01"], ["before 2026-11-01"]),
        (["status", "--lang", "fr"], ["“fr” is neither zh nor en"]),
        (["demo", "schema"], ["does not read the sample"]),
        (["demo", "explain"], ["does not read the sample"]),
        (["\x1b[31m"], ["\\x1b[31m"]),
    ],
)
def test_what_is_not_there_is_refused_in_words(world: World, argv: list[str], words: list[str]) -> None:
    world.write()
    result = world.run(*argv)
    assert result.code == 2
    assert result.out == ""
    assert result.err.startswith("repaycli: ")
    assert "\x1b" not in result.err
    for word in words:
        assert word in result.err


def test_usage_errors_are_told_in_chinese(world: World) -> None:
    assert (
        "没有命令" in world.run("stats", "--lang", "zh").err or "no command" in world.run("stats", "--lang", "zh").err
    )
    assert world.run("stats", env={"LANG": "zh_CN.UTF-8"}).code == 2


def test_with_json_an_error_is_json_too(world: World) -> None:
    result = world.run("stats", "--json")
    assert result.code == 2
    problem = json.loads(result.out)["problems"][0]
    assert problem["code"] == "usage"
    assert "stats" in problem["message"]


def test_version_and_help(world: World) -> None:
    assert world.run("--version").out.startswith("repaycli ")
    assert world.run("status", "--version").out.startswith("repaycli ")
    for argv in (["-h"], ["--help"], ["compare", "-h"], ["why", "--help"]):
        result = world.run(*argv)
        assert result.code == 0
        assert result.out.startswith("Usage: repaycli")


@pytest.mark.parametrize("width", [20, 40, 80, 200])
@pytest.mark.parametrize(
    "command",
    ["status", "compare", "plan", "ledger", "why", "risk", "check", "schema", "presets", "explain", "demo", "init"],
)
def test_every_command_lists_the_shared_options(world: World, command: str, width: int) -> None:
    world.width = width
    shown = world.run(command, "--help").out
    for option in ("--file", "--as-of", "--json", "--plain", "--lang", "--no-color", "--quiet", "--debug", "--help"):
        assert option in shown
    assert max(map(len, shown.split("\n"))) <= max(width, 40)


def test_demo_needs_no_file(world: World) -> None:
    result = world.run("demo")
    assert result.code == 0
    assert "avalanche" in result.out
    assert "repaycli demo --print" in result.err
    assert (
        json.loads(world.run("demo", "status", "--json").out)["as_of"]
        == json.loads(world.run("demo", "--json").out)["as_of"]
    )
    assert world.run("demo", "--strategy", "full", "-q").code == 0
    sample = world.run("demo", "--print")
    assert sample.out.startswith("#")
    world.write(sample.out)
    assert world.run("check").code == 0


def test_demo_records_nothing_beside_the_sample(world: World) -> None:
    sources = {path.stem: path.read_text(encoding="utf-8") for path in Path(cli.__file__ or "").parent.glob("*.py")}
    recording = {name for name, source in sources.items() if "= open_desk(" in source}
    assert {"pay", "receive", "import_bill", "undo"} <= recording
    for name in recording:
        command = name.removesuffix("_bill")
        result = world.run("demo", command, "x", "5")
        assert (result.code, f"{command} records, and the sample is not yours" in result.err) == (2, True), command


def test_why_says_when_nothing_was_posted(world: World) -> None:
    world.write()
    assert "2026-12-01" in world.run("why", "花呗", "2026-11-30", "--strategy", "minimum").out


def test_a_bug_is_one_line(world: World) -> None:
    def broken() -> date:
        raise RuntimeError("the clock \x1b[5m fell down")

    world.write()
    err = io.StringIO()
    environment = Environment({}, world.folder, None, io.StringIO(), err, broken, lambda: None)
    assert run(["status"], environment) == 1
    assert err.getvalue().count("\n") == 1
    assert "\x1b" not in err.getvalue()
    assert "Traceback" not in err.getvalue()
    assert run(["status", "--debug"], environment) == 1
    assert "Traceback" in err.getvalue()


@pytest.mark.parametrize(
    ("argv", "name"),
    [
        (["plan", "-s", "full", "--strategy=minimum"], "--strategy"),
        (["ledger", "--until", "2026-12-01", "--until", "2026-12-01"], "--until"),
        (["-f", "a", "-f", "b", "status"], "--file"),
    ],
)
def test_an_option_that_takes_one_value_stands_once(world: World, argv: list[str], name: str) -> None:
    world.write()
    result = world.run(*argv)
    assert (result.code, f"{name} stands twice" in result.err) == (2, True)


def test_a_repeatable_option_may_be_repeated(world: World) -> None:
    world.write()
    assert world.run("compare", "-s", "full", "-s", "minimum").code == 0


def test_an_empty_file_name_is_refused(world: World) -> None:
    world.write()
    assert world.run("status", "-f", "").code == 2


def test_the_language_of_a_file_holds_for_its_own_problems(world: World) -> None:
    world.write('as_of = 2026-11-01\nlanguage = "zh"\nbroken = 1\n')
    assert "错误" in world.run("check").err
    assert "error[" in world.run("check", "--lang", "en").err
    world.write('as_of = 2026-11-01\nbroken = 1\n[wallet]\nlanguage = "zh"\n')
    assert "error[" in world.run("check").err


def test_check_says_that_it_read_a_journal(world: World) -> None:
    world.write()
    assert "accounts.journal.toml" not in world.run("check").out
    world.write('[[payment]]\nid = "p"\naccount = "花呗"\ndate = 2026-11-01\namount = 1\n', "accounts.journal.toml")
    assert "accounts.toml and accounts.journal.toml can be used" in world.run("check").out


@pytest.mark.parametrize(
    ("stated", "sum_"),
    [
        ("1,848.24元", 184824),
        ("１，８４８．２４元", 184824),
        ("¥386", 38600),
        ("386。5", 38650),
        ("1.2万", 1200000),
        ("1.23456万元", 1234560),
        ("5百", 50000),
        ("3千", 300000),
        ("2k", 200000),
        ("50 CNY", 5000),
        ("50rmb", 5000),
    ],
)
def test_an_amount_is_read_as_people_write_it(stated: str, sum_: int) -> None:
    assert sum_value("AMOUNT", stated, CURRENCIES["CNY"]) == sum_


@pytest.mark.parametrize(
    ("stated", "code", "words"),
    [
        ("50元", "USD", "another currency than USD"),
        ("50 CAD", "CNY", "another currency than CNY"),
        ("1.2345678万", "CNY", "CNY has 2 decimals"),
        ("1，2万", "CNY", "is not an amount"),
        ("1.500", "CNY", "CNY has 2 decimals"),
        ("-5", "CNY", "is negative"),
        ("1e3", "CNY", "is not an amount"),
    ],
)
def test_an_amount_that_could_be_another_is_refused(stated: str, code: str, words: str) -> None:
    with pytest.raises(WrongUsage, match=words):
        sum_value("AMOUNT", stated, CURRENCIES[code])


@pytest.mark.parametrize("stated", ["2026-12-02", "2026/12/2", "2026.12.02", "2026年12月2日", "２０２６－１２－０２"])
def test_a_date_is_read_as_people_write_it(stated: str) -> None:
    assert date_value("--date", stated) == date(2026, 12, 2)


@pytest.mark.parametrize("stated", ["2/12/2026", "12-02", "2026-12/02", "2026-13-01", "20261202"])
def test_a_date_that_could_be_another_is_refused(stated: str) -> None:
    with pytest.raises(WrongUsage, match="is not a date"):
        date_value("--date", stated)


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["pay", "花呗", "-100"], "an amount is written without a minus sign"),
        (["calc", "instalments", "--fee", "1%"], "did you mean --fee-rate, --fee-total, --fee-paid?"),
        (["calc", "instalments", "--amuont", "1"], "no option “--amuont”\n"),
    ],
)
def test_an_option_that_is_none_is_not_guessed_wildly(world: World, argv: list[str], words: str) -> None:
    world.write()
    result = world.run(*argv)
    assert result.code == 2
    assert words in result.err


def test_a_comparison_with_nothing_says_what_to_change(world: World) -> None:
    world.write(SMALL + RENT)
    said = world.run("whatif").out
    assert "The first shortfall is on 2026-11-02: 3,000.00 are missing for rent." in said
    assert "repaycli whatif --extra 500" in said


def test_a_certain_future_says_that_an_expense_cannot_be_paid(world: World) -> None:
    world.write(SMALL + RENT)
    assert "An expense cannot be paid in full on the way" in world.run("risk", "--months", "1").out
    world.write(SMALL)
    assert "cannot be paid in full" not in world.run("risk", "--months", "1").out


def test_a_header_that_is_not_closed_is_shown_closed(world: World) -> None:
    world.write("[[wallet]\nname = 1\n")
    assert "write [[wallet]]" in world.run("check").err


def test_no_blank_stands_beside_what_is_quoted_in_chinese(world: World) -> None:
    assert "没有命令“nope”\n" in world.run("nope", "--lang", "zh").err
    assert "没有选项“--nope”\n" in world.run("status", "--nope", "--lang", "zh").err
