"""`init` outside China: which currency it asks about, and what it calls things there."""

from __future__ import annotations

import io
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from unit.cli.runner import Result, World

from repaycli.cli.asking.currency import start
from repaycli.cli.asking.reading import read
from repaycli.cli.exit_codes import WrongUsage
from repaycli.core.money import CURRENCIES
from repaycli.core.text import text
from repaycli.inputs.accounts_file import load
from repaycli.inputs.interview.bills import usual_minimum
from repaycli.inputs.interview.nouns import Answer, Kind, Question, Sheet
from repaycli.inputs.interview.products import PRODUCTS
from repaycli.inputs.interview.rates import StatedRate
from repaycli.products.accounts import Household

TODAY = date(2026, 12, 1)
CARD = ("", "19.99%", "15", "25", "2431.87", "", "72.96", "145.2", "5000")
MONEY = ("3200", "2900", "15", "", "")
MAYA = ("1", *CARD, *MONEY, "")
"""One Canadian card: name, rate, due and statement day, bill, cleared, minimum, unbilled, limit; money; yes."""


@pytest.fixture
def desk(world: World) -> World:
    world.asks, world.today = True, TODAY
    return world


def answer(world: World, *answers: str, lang: str = "", locale: str = "en_CA.UTF-8", code: str = "") -> Result:
    argv = (*(("--lang", lang) if lang else ()), *(("--currency", code) if code else ()))
    said = "".join(f"{each}\n" for each in answers).encode()
    return world.run("init", *argv, env={"LANG": locale}, stdin=said)


def written(world: World) -> Household:
    household, problems = load((world.folder / "accounts.toml").read_bytes(), "accounts.toml")
    assert problems == []
    assert household is not None
    return household


@pytest.mark.parametrize(
    ("language", "env", "settled", "usual"),
    [
        ("zh", {"LANG": "zh_CN.UTF-8"}, "CNY", None),
        ("zh", {"LANG": "zh_TW.UTF-8"}, "TWD", None),
        ("zh", {"LANG": "zh_HK.UTF-8"}, None, "HKD"),
        ("zh", {}, "CNY", None),
        ("zh", {"LANG": "en_CA.UTF-8"}, "CNY", None),  # --lang zh
        ("zh", {"LANG": "zh_CN.UTF-8", "LC_MONETARY": "zh_TW.UTF-8"}, "TWD", None),
        ("en", {"LANG": "en_CA.UTF-8"}, None, "CAD"),
        ("en", {"LANG": "en_US"}, None, "USD"),
        ("en", {"LANG": "zh_CN.UTF-8"}, None, "CNY"),  # --lang en
        ("en", {"LANG": "de_DE@euro"}, None, "EUR"),
        ("en", {"LANG": "ja_JP.eucJP"}, None, "JPY"),
        ("en", {"LANG": "en_CA.UTF-8", "LC_ALL": "C.UTF-8"}, None, None),
        ("en", {"LANG": "en_ZZ"}, None, None),
        ("en", {}, None, None),
    ],
)
def test_the_currency_by_language_and_place(
    language: str, env: dict[str, str], settled: str | None, usual: str | None
) -> None:
    found = start(None, TODAY, language, env)
    assert (found.currency and found.currency.code, found.usual) == (settled, usual)
    assert start("inr", TODAY, language, env).currency == CURRENCIES["INR"]


def test_a_currency_that_there_is_not_is_refused_before_any_question(desk: World) -> None:
    result = answer(desk, *MAYA, code="CAX")
    assert result.code == 2
    assert "there is no currency “CAX”" in result.err
    assert "Which debts" not in result.err


def test_a_canadian_card(desk: World) -> None:
    result = answer(desk, "", *MAYA)
    assert result.code == 0, result.err
    household = written(desk)
    (line,) = household.lines
    assert (household.currency.code, line.preset, line.limit) == ("CAD", "ca-card", 500000)
    assert (line.rate.amount, line.rate.per) == (Fraction(1999, 10000), "year")
    assert "yuan" not in result.err
    text = (desk.folder / "accounts.toml").read_text(encoding="utf-8")
    assert "Amounts are in CAD" in text
    assert text.isascii() or not any("\u4e00" <= char <= "\u9fff" for char in text + result.err)


@pytest.mark.parametrize("number", range(len(MAYA)))
def test_ctrl_c_at_any_question_writes_nothing(desk: World, number: int) -> None:
    class Impatient(io.BytesIO):
        def readline(self, size: int | None = -1) -> bytes:
            line = super().readline(size)
            if not line:
                raise KeyboardInterrupt
            return line

    said = "".join(f"{each}\n" for each in ("CAD", *MAYA)[: number + 1]).encode()
    assert desk.run("init", stdin=Impatient(said)).code == 130
    assert list(desk.folder.iterdir()) == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_taiwanese_card_is_asked_about_in_the_words_of_its_page(desk: World, lang: str) -> None:
    """The least is 10 % of 12,345.00 in whole dollars: 1,234.5 is 1,235; a bill of 5,000 asks for the floor of 1,000."""
    locale = {"en": "en_US", "zh": "zh_TW"}[lang] + ".UTF-8"
    answers = ("1", "", "14.8%", "15", "28", "12345", "", "", "", "50000", "30000", "", "", "", "")
    result = answer(desk, *answers, locale=locale, code="TWD" if lang == "en" else "")
    assert result.code == 0, result.err
    for page in ("本期應繳總額", "最低應繳金額", "結帳日"):
        assert page in result.err
    (line,) = written(desk).lines
    assert (line.preset, line.statement[0].minimum) == ("tw-card", 123500)


@pytest.mark.parametrize(
    ("key", "code", "answers", "minimum"),
    [
        ("tw-card", "TWD", {"due": 500000}, 100000),  # the floor, 1,000
        ("us-card", "USD", {"due": 100000}, 2500),  # 1 % is 10.00; the floor, 25.00
        ("us-card", "USD", {"due": 500000}, 5000),
        ("us-card", "USD", {"due": 700}, 700),  # never above the bill
        ("ca-card", "CAD", {"due": 10000}, None),  # 5 % in Quebec alone
        ("in-card", "INR", {"due": 10000}, None),
        ("other-card", "JPY", {"due": 10000}, None),
    ],
)
def test_the_minimum_that_is_offered(key: str, code: str, answers: dict[str, int], minimum: int | None) -> None:
    said = {f"x.{field}": Answer(value) for field, value in answers.items()} | {"x.cleared": Answer(True)}
    assert usual_minimum(Sheet(said, "x"), PRODUCTS[key], CURRENCIES[code]) == minimum


def test_yen_have_no_decimals(desk: World) -> None:
    card = ("楽天", "15%", "27", "31", "48,000", "y", "5000", "?", "1200", "300000")
    loan = ("loan", "500000", "4.5%", "20", "10", "", "")
    result = answer(desk, "", "12", *card, *loan, "210000", "", "", "", "", locale="ja_JP.UTF-8")
    assert result.code == 0, result.err
    assert "For example: 268\n" in result.err
    household = written(desk)
    (line,), (loan_,) = household.lines, household.loans
    assert (household.currency.code, line.statement[0].balance, line.unbilled) == ("JPY", 48000, 1200)
    assert (loan_.principal, loan_.rate.amount, loan_.rate.per) == (500000, Fraction(45, 1000), "year")


def test_another_currency_asks_everything_anew(desk: World) -> None:
    result = answer(desk, "USD", "1", "", "24%", "<", "<", "<", "<", "cad", *MAYA)
    assert result.code == 0, result.err
    (line,) = written(desk).lines
    assert (line.preset, line.rate.amount) == ("ca-card", Fraction(1999, 10000))


def test_what_is_no_currency_is_asked_again(desk: World) -> None:
    result = answer(desk, "12", "", "XYZ", "人民币", "1", "", "0", "0", "", "8600", "", "", "", "", locale="C")
    assert result.code == 0, result.err
    assert "there is no currency “12”" in result.err
    assert "cannot be left out" in result.err
    assert (written(desk).currency.code, written(desk).lines[0].preset) == ("CNY", "huabei")


def test_an_indian_card_needs_the_period_of_its_rate(desk: World) -> None:
    card = ("", "3.5%", "42% a year", "20", "1", "0", "0", "")
    result = answer(desk, "1", *card, "50000", "", "", "", "", code="INR", locale="en_IN")
    assert result.code == 0, result.err
    assert "is that a day or a year?" in result.err
    (line,) = written(desk).lines
    assert (line.preset, line.rate.annual) == ("in-card", Fraction(42, 100))


@pytest.mark.parametrize(("typed", "stated"), [("19.99%", "19.99%"), ("0%", "0%"), ("19.99% a year", "19.99%")])
def test_a_rate_of_a_year_needs_no_period(typed: str, stated: str) -> None:
    asked = Question("x.rate", Kind.RATE, text("?"), text("?"), "19.99%", per="year")
    assert read(asked, typed, TODAY) == StatedRate(stated, "year")


@pytest.mark.parametrize("typed", ["19.99", "0.05%"])
def test_a_rate_that_is_hardly_one_of_a_year_is_asked_again(typed: str) -> None:
    asked = Question("x.rate", Kind.RATE, text("?"), text("?"), "19.99%", per="year")
    with pytest.raises(WrongUsage):
        read(asked, typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "code", "minor"), [("C$12.50", "CAD", 1250), ("CA$1,250", "CAD", 125000), ("300元", "TWD", 30000)]
)
def test_sums_as_people_there_write_them(typed: str, code: str, minor: int) -> None:
    asked = Question("x.due", Kind.MONEY, text("?"), text("?"), "1")
    assert read(asked, typed, TODAY, currency=CURRENCIES[code]) == minor
    with pytest.raises(WrongUsage):
        read(asked, typed, TODAY, currency=CURRENCIES["USD"])


def test_an_english_reader_who_owes_yuan_sees_both_languages(desk: World) -> None:
    result = answer(desk, "1", "", "0", "0", "", "8600", "", "", "", "", code="CNY")
    assert result.code == 0
    assert "On which day of the month is it due? (on the page: 还款日)" in " ".join(result.err.split())
    assert Path(desk.folder / "accounts.toml").exists()
