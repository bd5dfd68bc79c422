"""Answers as people type them: what is understood, and what is refused because it could mean two things."""

from __future__ import annotations

from datetime import date

import pytest

from repaycli.cli.asking.reading import read
from repaycli.cli.exit_codes import WrongUsage
from repaycli.core.text import text
from repaycli.inputs.interview.nouns import Due, Kind, Question, Value
from repaycli.inputs.interview.rates import StatedRate

TODAY = date(2026, 11, 20)


def question(kind: Kind, **more: object) -> Question:
    asked = Question("x.y", kind, text("How much?"), text("so much"), "386")
    return asked._replace(**more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "minor"),
    [
        ("1848.24", 184824),
        ("1,848.24", 184824),
        ("１，８４８．２４", 184824),
        ("1848。24", 184824),
        ("1848.24元", 184824),
        ("￥1,848.24", 184824),
        ("¥ 5", 500),
        ("1.2万", 1200000),
        ("1.2 w", 1200000),
        ("3万元", 3000000),
        ("1.5k", 150000),
        ("0.00012万", 120),
        ("0", 0),
        ("0万", 0),
        (" 386 ", 38600),
    ],
)
def test_money(typed: str, minor: int) -> None:
    assert read(question(Kind.MONEY), typed, TODAY) == minor


@pytest.mark.parametrize(
    "typed",
    [
        "abc",
        "-5",
        "12,34",
        "1,2万",
        "1.234",
        "1万2",
        "$5",
        "1e3",
        "1.000,00",
        "0.0000001万",
        "9" * 13,
        "1 848",
        "٣",
        "½",
    ],
)
def test_no_money(typed: str) -> None:
    with pytest.raises(WrongUsage) as refused:
        read(question(Kind.MONEY), typed, TODAY)
    wanted = "init --currency CODE" if typed.startswith("$") else "For example: 386"
    assert wanted in refused.value.advice


def test_no_more_than_the_whole() -> None:
    asked = question(Kind.MONEY, most=38600)
    assert read(asked, "386", TODAY) == 38600
    with pytest.raises(WrongUsage, match=r"386\.01 is more than the whole of it, 386\.00"):
        read(asked, "386.01", TODAY)


@pytest.mark.parametrize(
    ("typed", "stated"),
    [
        ("0.05%", StatedRate("0.05%", "day")),
        ("0.05％", StatedRate("0.05%", "day")),
        ("0.05% a day", StatedRate("0.05%", "day")),
        ("0.05%/day", StatedRate("0.05%", "day")),
        ("日利率0.05%", StatedRate("0.05%", "day")),
        ("每日 0.05%", StatedRate("0.05%", "day")),
        ("5‱", StatedRate("5‱", "day")),
        ("万分之五", StatedRate("5‱", "day")),
        ("万分之5", StatedRate("5‱", "day")),
        ("万分之四点五", StatedRate("4.5‱", "day")),
        ("万4.5", StatedRate("4.5‱", "day")),
        ("0.5‰", StatedRate("0.5‰", "day")),
        ("18.25% a year", StatedRate("18.25%", "year")),
        ("18.25%/year", StatedRate("18.25%", "year")),
        ("年利率18.25%", StatedRate("18.25%", "year")),
        ("年化 18.25%", StatedRate("18.25%", "year")),
        ("百分之六 年", StatedRate("6%", "year")),
        ("7.2 % p.a.", StatedRate("7.2%", "year")),
        ("0%", StatedRate("0%", "day")),
    ],
)
def test_a_rate_as_the_contract_states_it(typed: str, stated: StatedRate) -> None:
    assert read(question(Kind.RATE, per="day"), typed, TODAY) == stated


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("0.05", "no unit"),
        ("18.25%", "a day or a year"),
        ("0.5%", "a day or a year"),
        ("1.5% 月", "not a rate"),
        ("5", "no unit"),
        ("%", "not a rate"),
        ("-0.05%", "not a rate"),
        ("0.05% (18.25% a year)", "not a rate"),
        ("0.0.5%", "not a rate"),
        ("万分之", "not a rate"),
        ("nan%", "not a rate"),
    ],
)
def test_a_rate_that_could_mean_two_things_is_no_rate(typed: str, words: str) -> None:
    with pytest.raises(WrongUsage, match=words):
        read(question(Kind.RATE, per="day"), typed, TODAY)


def test_the_rate_of_a_bank_loan_needs_its_period() -> None:
    with pytest.raises(WrongUsage, match="a day or a year"):
        read(question(Kind.RATE), "0.02%", TODAY)
    assert read(question(Kind.RATE), "7.2% a year", TODAY) == StatedRate("7.2%", "year")


@pytest.mark.parametrize(
    ("typed", "due"),
    [
        ("20", Due(date(2026, 11, 20), 20)),
        ("19", Due(date(2026, 12, 19), 19)),
        ("31", Due(date(2026, 11, 30), 31)),
        ("20日", Due(date(2026, 11, 20), 20)),
        ("每月20号", Due(date(2026, 11, 20), 20)),
        ("12-20", Due(date(2026, 12, 20), 20)),
        ("12月20日", Due(date(2026, 12, 20), 20)),
        ("12/20", Due(date(2026, 12, 20), 20)),
        ("1-5", Due(date(2027, 1, 5), 5)),
        ("2026-12-20", Due(date(2026, 12, 20), 20)),
        ("2026年12月20日", Due(date(2026, 12, 20), 20)),
        ("20261220", Due(date(2026, 12, 20), 20)),
        ("２０２６－１２－２０", Due(date(2026, 12, 20), 20)),
    ],
)
def test_a_date_to_come(typed: str, due: Due) -> None:
    assert read(question(Kind.DATE, earliest=TODAY), typed, TODAY) == due


@pytest.mark.parametrize(
    "typed", ["0", "32", "11-19", "2-30", "2026-13-01", "tomorrow", "12-", "1969-01-01", "99991231"]
)
def test_no_date_to_come(typed: str) -> None:
    with pytest.raises(WrongUsage):
        read(question(Kind.DATE, earliest=TODAY), typed, TODAY)


def test_a_date_that_has_gone() -> None:
    assert read(question(Kind.DATE), "10-20", TODAY) == Due(date(2026, 10, 20), 20)
    for typed in ("11-20", "20", "2027-01-01"):
        with pytest.raises(WrongUsage):
            read(question(Kind.DATE), typed, TODAY)


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (Kind.DAY, "10", 10),
        (Kind.DAY, "10号", 10),
        (Kind.DAY, "1st", 1),
        (Kind.DAY, "月底", 31),
        (Kind.YES, "Y", True),
        (Kind.YES, "还清了", True),
        (Kind.YES, "不是", False),
        (Kind.WHOLE, "9期", 9),
        (Kind.WHOLE, "600", 600),
        (Kind.CHOICE, "2", "b"),
        (Kind.CHOICE, "b", "b"),
        (Kind.DEBTS, "21", ("b", "a")),
        (Kind.DEBTS, "1, 2、2", ("a", "b", "b")),
        (Kind.NAME, " 招行 ", "招行"),
    ],
)
def test_the_rest(kind: Kind, typed: str, value: Value) -> None:
    asked = question(kind, most=600, options=(("a", text("A")), ("b", text("B b"))))
    assert read(asked, typed, TODAY) == value


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (Kind.DAY, "0"),
        (Kind.DAY, "32"),
        (Kind.YES, "maybe"),
        (Kind.WHOLE, "0"),
        (Kind.WHOLE, "601"),
        (Kind.WHOLE, "1.5"),
        (Kind.CHOICE, "3"),
        (Kind.CHOICE, "12"),
        (Kind.DEBTS, ","),
        (Kind.DEBTS, "1" * 21),
        (Kind.DEBTS, "0"),
    ],
)
def test_what_is_no_answer(kind: Kind, typed: str) -> None:
    with pytest.raises(WrongUsage):
        read(question(kind, most=600, options=(("a", text("A")), ("b", text("B")))), typed, TODAY)
