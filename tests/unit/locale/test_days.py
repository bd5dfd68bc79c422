"""Days as people say them: the forms of the CLDR, in sentences alone, and never where a command or a program reads them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from babel.dates import format_date, format_skeleton

from repaycli.core.text import text
from repaycli.locale import say, say_days, tr, use
from repaycli.locale.days import day_words, days_in, month_words
from repaycli.present.width import cells, wrap

TODAY = date(2026, 11, 1)
DUE = date(2026, 12, 10)
YEAR = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    use("en")
    say_days(TODAY)
    yield
    say_days(None)
    use("en")


@pytest.mark.parametrize(("language", "region"), [("en", "en_GB"), ("zh", "zh")])
def test_the_forms_are_those_of_the_cldr(language: str, region: str) -> None:
    use(language)

    def expected(written: str) -> str:
        return written.replace("Sept ", "Sep ").replace("Sept", "Sep")  # three letters, as all others have

    for day in YEAR:
        assert day_words(day) == expected(format_date(day, "medium", region))
        assert day_words(day, with_year=False) == expected(format_skeleton("MMMd", day, locale=region))
        assert month_words(day) == expected(format_skeleton("yMMM", day, locale=region))


def test_the_year_is_said_where_it_is_not_this_one() -> None:
    assert tr("Due on {due}", due=DUE) == "Due on 10 Dec"
    assert tr("Due on {due}", due=date(2027, 1, 10)) == "Due on 10 Jan 2027"
    assert tr("{first} to {last}", first=TODAY, last=date(2027, 1, 10)) == "1 Nov 2026 to 10 Jan 2027"


def test_programs_and_commands_read_iso() -> None:
    assert tr("--until: {due} is too far ahead", due=DUE) == "--until: 2026-12-10 is too far ahead"
    assert tr("at {now}", now=datetime(2026, 12, 10, 8, 30)) == "at 2026-12-10 08:30:00"
    say_days(None)
    assert tr("Due on {due}", due=DUE) == "Due on 2026-12-10"


def test_no_blank_parts_a_chinese_day_from_a_character() -> None:
    use("zh")
    due = text("the instalment that is due on {date}", date=DUE)
    assert say(due) == "12月10日到期的应还款"
    message = "Nothing is posted to {account} on {date}; the nearest day with a posting is {near}."
    assert tr(message, account="花呗", date=DUE, near=TODAY) == "花呗在12月10日没有入账；最近的入账日是11月1日。"
    assert (
        tr("on {date} {amount} more in {wallet}", date=DUE, amount="5.00", wallet="card") == "12月10日往card多存 5.00"
    )


def test_an_english_day_keeps_its_blanks_beside_a_chinese_name() -> None:
    assert tr("on {date} {account} is due", date=DUE, account="花呗") == "on 10 Dec 花呗 is due"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [20, 27, 40])
def test_a_day_is_never_broken_at_the_end_of_a_line(language: str, width: int) -> None:
    use(language)
    for start in range(1, 14):
        told = "x" * start + " " + tr("Due on {due}", due=date(2027, 12, 27)) + " "
        lines = wrap(told * 3, width)
        assert all(cells(line) <= width for line in lines)
        assert sum(line.count(day_words(date(2027, 12, 27))) for line in lines) == 3


@pytest.mark.parametrize("language", ["en", "zh"])
def test_days_are_found_again(language: str) -> None:
    use(language)
    for day in YEAR:
        for with_year, meant in ((True, day.isoformat()), (False, f"{day:%m-%d}")):
            said = day_words(day, with_year)
            assert list(days_in(f"({said})")) == [(1, len(said) + 1, meant)]


def test_what_only_looks_like_a_day_is_none() -> None:
    assert list(days_in("31 Feb, 0 Jan, 111 Dec, 5 December, a5 Dec")) == []
    use("zh")
    assert list(days_in("13月1日、2月30日、2026年2月29日")) == []
