"""`init`: a newcomer at the keyboard, and everything that may go wrong there."""

from __future__ import annotations

import io
import json
import stat
from datetime import date
from pathlib import Path

import pytest
from unit.cli.runner import Result, World

from repaycli.core.dates import occurrences
from repaycli.core.money import Currency
from repaycli.inputs.accounts_file import load
from repaycli.products.accounts import Household

NEWCOMER = [
    *("12", "", "3860", "", "", "268.5", "12000"),  # Huabei: due day, bill, cleared, minimum, unbilled, limit
    *("13500", "0.04%", "9", "20", "", ""),  # Jiebei: principal, rate, instalments, due, repayment, overdue
    *("8600", "9800", "15", "", ""),  # at hand, salary and its day, rent, living
    "",  # write it
]
LANGUAGES = ["en", "zh"]
YUAN = ("--currency", "CNY")
SAID = {"en": "nothing was written", "zh": "什么都没有写入"}


@pytest.fixture
def desk(world: World) -> World:
    world.asks = True
    return world


def typed(*answers: str) -> bytes:
    return "".join(f"{answer}\n" for answer in answers).encode()


def answer(world: World, *answers: str, argv: tuple[str, ...] = ()) -> Result:
    return world.run("init", *YUAN, *argv, stdin=typed(*answers))


def written(world: World, name: str = "accounts.toml") -> Household:
    household, problems = load((world.folder / name).read_bytes(), name)
    assert problems == []
    assert household is not None
    return household


def left_behind(world: World) -> list[Path]:
    return sorted(path for folder in (world.folder, world.config) for path in folder.iterdir())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_newcomer_has_a_file_and_a_status_in_under_sixty_keys(desk: World, language: str) -> None:
    assert sum(map(len, NEWCOMER)) + len(NEWCOMER) < 60  # Enter is a key
    argv = {"en": ("--lang", "en", *YUAN), "zh": ("--lang", "zh")}[language]
    result = desk.run("init", *argv, stdin=typed(*NEWCOMER))
    assert result.code == 0
    household = written(desk)
    line, loan, (wallet,), (income,) = household.lines[0], household.loans[0], household.wallets, household.incomes
    assert household.language == language
    assert (line.name, loan.name) == {"en": ("Huabei", "Jiebei"), "zh": ("花呗", "借呗")}[language]
    (bill,) = line.statement
    assert (bill.closed, bill.due, bill.balance, bill.minimum) == (date(2026, 11, 1), date(2026, 11, 10), 386000, 38600)
    assert (line.unbilled, line.limit, line.preset) == (26850, 1200000, "huabei")
    assert (loan.principal, loan.instalments, loan.next_due) == (1350000, 9, date(2026, 11, 20))
    assert (loan.rate.amount * 10000, loan.rate.per) == (4, "day")
    assert (wallet.balance, income.amount, income.first, income.every) == (860000, 980000, date(2026, 11, 15), "month")
    assert stat.S_IMODE((desk.folder / "accounts.toml").stat().st_mode) == 0o600
    assert line.name in result.out  # the first status
    for command in ("repaycli compare", f"repaycli pay {line.name} 386", "repaycli schedule install"):
        assert command in result.err
    assert {"en": "14.6 % a year", "zh": "年利率 14.6%"}[language] in result.err


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", range(len(NEWCOMER)))
def test_ctrl_d_at_any_question_writes_nothing(desk: World, number: int, language: str) -> None:
    result = answer(desk, *NEWCOMER[:number], argv=("--lang", language))
    assert result.code == 2
    assert SAID[language] in result.err
    assert left_behind(desk) == []


class Impatient(io.BytesIO):
    """A person who presses Ctrl-C where the answers end."""

    def readline(self, size: int | None = -1) -> bytes:
        line = super().readline(size)
        if not line:
            raise KeyboardInterrupt
        return line


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", range(len(NEWCOMER)))
def test_ctrl_c_at_any_question_writes_nothing(desk: World, number: int, language: str) -> None:
    result = desk.run("init", *YUAN, "--lang", language, stdin=Impatient(typed(*NEWCOMER[:number])))
    assert result.code == 130
    assert SAID[language] in result.err
    assert left_behind(desk) == []


def test_half_a_line_is_no_answer(desk: World) -> None:
    assert desk.run("init", *YUAN, stdin=typed(*NEWCOMER[:-1]) + b"y").code == 2
    assert left_behind(desk) == []


def test_no_at_the_end_writes_nothing(desk: World) -> None:
    result = answer(desk, *NEWCOMER[:-1], "n")
    assert (result.code, left_behind(desk)) == (2, [])
    assert SAID["en"] in result.err


# -- where it stands ------------------------------------------------------------------------------------------------------


def test_a_file_that_is_there_stays(desk: World) -> None:
    path = desk.write("mine")
    for argv in ((), ("-f", "accounts.toml")):
        result = answer(desk, *NEWCOMER, argv=argv)
        assert (result.code, result.out, path.read_text(encoding="utf-8")) == (5, "", "mine")
        assert "repaycli status" in result.err
        assert "repaycli init -f NAME.toml" in result.err
    path.unlink()
    path.symlink_to("nowhere.toml")
    assert answer(desk, *NEWCOMER).code == 5
    assert not (desk.folder / "nowhere.toml").exists()


def test_a_file_that_appears_meanwhile_stays(desk: World) -> None:
    class Slow(io.BytesIO):
        def readline(self, size: int | None = -1) -> bytes:
            desk.write("theirs")
            return super().readline(size)

    result = desk.run("init", *YUAN, stdin=Slow(typed(*NEWCOMER)))
    assert result.code == 5
    assert "13500.00" in result.out  # the answers are not lost
    assert (desk.folder / "accounts.toml").read_text(encoding="utf-8") == "theirs"
    assert [path.name for path in left_behind(desk)] == ["accounts.toml"]


def test_the_file_of_the_configuration_folder_is_not_hidden_by_a_new_one(desk: World) -> None:
    (desk.config / "accounts.toml").write_text("mine", encoding="utf-8")
    result = answer(desk, *NEWCOMER)
    assert result.code == 5
    assert str(desk.config / "accounts.toml") in result.err
    assert answer(desk, *NEWCOMER, argv=("-f", "accounts.toml")).code == 0


def test_it_goes_where_it_is_told(desk: World) -> None:
    assert answer(desk, *NEWCOMER, argv=("-f", "new/folder/debts.toml")).code == 0
    assert written(desk, "new/folder/debts.toml").lines
    assert stat.S_IMODE((desk.folder / "new").stat().st_mode) == 0o700
    result = desk.run("init", *YUAN, env={"REPAYCLI_FILE": "other.toml"}, stdin=typed(*NEWCOMER))
    assert result.code == 0
    assert written(desk, "other.toml").lines
    assert not (desk.folder / "accounts.toml").exists()


def test_an_old_journal_does_not_get_into_a_new_file(desk: World) -> None:
    desk.write('[[payment]]\naccount = "x"\n', "accounts.journal.toml")
    result = answer(desk, *NEWCOMER)
    assert result.code == 5
    assert "accounts.journal.toml" in result.err


def test_a_folder_that_is_none_is_refused_before_any_question(desk: World) -> None:
    desk.write("text", "file")
    result = answer(desk, *NEWCOMER, argv=("-f", "file/accounts.toml"))
    assert result.code == 5
    assert "Which debts" not in result.err


def test_without_a_keyboard_it_points_to_the_sample(world: World) -> None:
    result = world.run("init", stdin=typed(*NEWCOMER))
    assert result.code == 2
    assert "repaycli demo --print" in result.err
    assert left_behind(world) == []


def test_the_standard_input_is_no_place(desk: World) -> None:
    assert answer(desk, *NEWCOMER, argv=("-f", "-")).code == 2


def test_a_dry_run_shows_the_file_and_writes_none(desk: World) -> None:
    result = answer(desk, *NEWCOMER, argv=("--dry-run",))
    assert (result.code, left_behind(desk)) == (0, [])
    household, problems = load(result.out.encode(), "x.toml")
    assert (household is not None, problems) == (True, [])


def test_a_dry_run_for_programs(desk: World) -> None:
    data = json.loads(answer(desk, *NEWCOMER, argv=("--dry-run", "--json")).out)
    assert data["text"].count("Assumed:") == len(data["assumed"]) + 1  # the head explains the word
    assert load(data["text"].encode(), "x.toml")[1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_demo_shows_questions_answers_and_the_file(world: World, language: str) -> None:
    result = world.run("demo", "init", "--lang", language)
    assert (result.code, left_behind(world)) == (0, [])
    assert "> 0.04%\n" in result.out
    text = result.out[result.out.index("\n# ") :]
    household, problems = load(text.encode(), "x.toml")
    assert (household is not None, problems) == (True, [])


# -- the conversation -----------------------------------------------------------------------------------------------------


def test_what_cannot_be_read_is_asked_again(desk: World) -> None:
    lines = ["9", "nonsense", "12", "32", "10", "abc", "", "3,860元", *NEWCOMER[3:8], "0.04", "0.04%", *NEWCOMER[9:]]
    result = answer(desk, *lines)
    assert result.code == 0
    for words in ("“9” is not on the list", "“32” is not a day", "“abc” is not an amount", "cannot be left out"):
        assert words in result.err
    assert "Write 0.04% if it is per cent, 0.04‱ if it is per ten thousand" in result.err
    assert written(desk).lines[0].statement[0].balance == 386000


def test_dollars_among_yuan_are_refused_and_the_way_to_ask_about_them_is_told(desk: World) -> None:
    result = answer(desk, "12", "10", "$3,860", *NEWCOMER[2:])
    assert result.code == 0
    said = " ".join(result.err.split())
    assert "“$3,860” is in another currency than CNY" in said
    assert said.count("repaycli init --currency CODE") == 2  # at the beginning as well


def test_a_figure_that_is_typed_the_chinese_way_is_echoed(desk: World) -> None:
    result = answer(desk, "12", "10", "386。5", *NEWCOMER[3:])
    assert "= 386.50" in result.err


def test_a_question_is_explained(desk: World) -> None:
    result = answer(desk, "？", "12", "10", "?", "3860", *NEWCOMER[3:])
    assert result.code == 0
    assert "two credit cards: 33" in result.err
    assert "For example: 3860" in result.err


def test_going_back_offers_what_was_answered_and_recomputes_what_was_offered(desk: World) -> None:
    back = ["12", "", "3860", "", "", "<", "《", "back", "5000", "", "", *NEWCOMER[5:]]
    result = answer(desk, *back)
    assert result.code == 0
    assert "[500.00] > " in result.err
    (bill,) = written(desk).lines[0].statement
    assert (bill.balance, bill.minimum) == (500000, 50000)
    (desk.folder / "accounts.toml").unlink()
    assert answer(desk, "<", "12", "", "3860", "", "400", "<", "", *NEWCOMER[5:]).code == 0
    assert written(desk).lines[0].statement[0].minimum == 40000


def test_a_bill_whose_day_has_gone_is_past_due_or_the_next_one(desk: World) -> None:
    desk.today = date(2026, 11, 25)
    result = answer(desk, "1", "", "3860", "y", "", "", "0", "", "8600", "", "", "", "")
    assert result.code == 0
    assert "It was due on 2026-11-10. Is it past due, still unpaid?\ny/n > " in result.err
    (bill,) = written(desk).lines[0].statement
    assert (bill.due, bill.balance) == (date(2026, 11, 10), 386000)
    assert answer(desk, "1", "", "3860", "n", "100", "", "8600", "", "", "", "", argv=("-f", "b.toml")).code == 0
    line = written(desk, "b.toml").lines[0]
    assert (line.statement, line.unbilled) == ((), 396000)


def test_a_rest_from_the_bill_before_bears_interest_and_what_is_new_does_not(desk: World) -> None:
    """The minimum that is offered: (3,860.00 − 10.50) × 10 % = 384.95, and the 10.50."""
    desk.today = date(2026, 11, 5)
    assert answer(desk, "1", "", "3860", "n", "1500", "10.50", "", "", "", "", "8600", "", "", "", "").code == 0
    line = written(desk).lines[0]
    assert (line.revolving, line.statement[0].minimum, line.statement[0].interest) == (True, 39545, 1050)
    assert [each.amount for each in line.purchase] == [234950]


def test_a_past_due_bill_stands_beside_the_one_that_holds_it(desk: World) -> None:
    """The minimum that is offered: (3,860.00 − 10.50 − 1,500.00) × 10 % = 234.95, and 1,510.50."""
    desk.today = date(2026, 11, 5)
    assert answer(desk, "1", "", "3860", "n", "1500", "10.5", "350", "", "", "", "8600", "", "", "", "").code == 0
    before, bill = written(desk).lines[0].statement
    assert (before.due, before.balance, before.minimum, before.included) == (date(2026, 10, 10), 150000, 35000, True)
    assert bill.minimum == 174545


def test_an_overdue_instalment_is_written_down(desk: World) -> None:
    desk.today = date(2026, 11, 25)
    answers = ["2", "13500", "万分之四", "9", "20", "", "1200", "45.6", "11-20", "8600", "9800", "25", "y", "", "", ""]
    assert answer(desk, *answers).code == 0
    household = written(desk)
    (overdue,) = household.loans[0].overdue
    assert (overdue.due, overdue.principal, overdue.interest) == (date(2026, 11, 20), 115440, 4560)
    assert household.incomes[0].first == date(2026, 12, 25)  # today's is in the money at hand


def test_a_rate_that_looks_high_is_asked_again_and_may_stand(desk: World) -> None:
    """Above 1 % a day the reader of files warns."""
    answers = ["2", "13500", "2% a day", "9", "20", "", "", "", *NEWCOMER[13:]]
    result = answer(desk, *answers)
    assert result.code == 0
    assert "2% a day is 730% a year" in result.err
    assert "Enter keeps it" in result.err
    household, _ = load((desk.folder / "accounts.toml").read_bytes(), "x")
    assert household is not None
    assert household.loans[0].rate.amount * 50 == 1


def test_a_short_month_does_not_move_a_payday(desk: World) -> None:
    assert answer(desk, *NEWCOMER[:13], "8600", "9800", "月底", "", "", "").code == 0
    income = written(desk).incomes[0]
    days = occurrences(income.first, income.every, date(2027, 3, 31))
    assert [(day.month, day.day) for day in days] == [(11, 30), (12, 31), (1, 31), (2, 28), (3, 31)]


def test_names_are_given_once(desk: World) -> None:
    cards = [
        "33",
        "花呗",
        "13",
        "25",
        "0",
        "0",
        "",
        "花呗",
        "Huabei",
        "13",
        "25",
        "0",
        "0",
        "",
        "8600",
        "",
        "",
        "",
        "1",
    ]
    result = answer(desk, *cards, "", "0", "0", "", "")
    assert result.code == 0
    assert "is the name of another one already" in result.err
    assert [line.name for line in written(desk).lines] == ["花呗", "Huabei", "Huabei 2"]


@pytest.mark.parametrize("name", ['a"b\\c', "[[loan]]", "# x", "it's", "=1+1", "{x}", "花 呗", "<b>", "😀", "a = 1"])
def test_any_name_stands_in_the_file_as_it_was_typed(desk: World, name: str) -> None:
    assert answer(desk, "3", name, "13", "25", "0", "0", "", "8600", "", "", "", "").code == 0
    assert written(desk).lines[0].name == name


@pytest.mark.parametrize("name", ["\x1b[31mred", "a\u202eb", "x" * 101, "a\tb"])
def test_a_name_that_cannot_be_one_is_asked_again(desk: World, name: str) -> None:
    result = answer(desk, "3", name, "card", "13", "25", "0", "0", "", "8600", "", "", "", "")
    assert result.code == 0
    assert "\x1b" not in result.err
    assert written(desk).lines[0].name == "card"


def test_icbc_charges_what_is_left_unpaid(desk: World) -> None:
    assert answer(desk, "3", "工商银行", "13", "25", "0", "0", "", "8600", "", "", "", "").code == 0
    assert written(desk).lines[0].preset == "cn-credit-card-unpaid"


def test_every_product_can_be_owed_at_once(desk: World) -> None:
    card = ["", "13", "25", "1000", "", "", "", ""]
    loan = ["5000", "0.03% a day", "5", "8", "", ""]
    answers = ["34567", *card, *card[1:], *loan, "8", "300", "", "", "", "车贷", *loan, "8600", "", "", "", ""]
    result = answer(desk, *answers)
    assert result.code == 0, result.err
    household = written(desk)
    assert [line.preset for line in household.lines] == ["cn-credit-card", "jd-baitiao", "meituan"]
    assert household.lines[2].statement[0].minimum == 30000  # 美团 asks for the whole bill
    assert [loan.preset for loan in household.loans] == ["weilidai", None]
    assert household.currency == Currency("CNY", 2)


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_questions_fit_a_narrow_terminal(world: World, language: str, width: int) -> None:
    from repaycli.present.width import cells

    world.width, world.is_terminal = width, True
    shown = world.run("demo", "--lang", language, "init").out
    questions = shown[: shown.index("\n# ")]
    assert max(map(cells, questions.split("\n"))) <= width


@pytest.mark.parametrize("argv", [("--json",), ("--plain",), ("status",), ("-f", "mine.toml"), ("compare",)])
def test_only_whoever_asks_for_nothing_in_particular_is_offered_a_file(desk: World, argv: tuple[str, ...]) -> None:
    desk.is_terminal = True
    result = desk.run(*argv, stdin=typed(""))
    assert result.code == 4
    assert "Make one now" not in result.err


def test_nobody_is_asked_where_nobody_sits(world: World) -> None:
    world.is_terminal = True
    assert world.run(stdin=b"\n").code == 4
