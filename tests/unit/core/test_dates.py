"""Month steps agree with dateutil's, and clip at the month's end."""

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from repaycli.core.dates import add_months, next_on_day, occurrences, on_day, previous_on_day, step

DATES = st.dates(date(1970, 1, 1), date(2150, 1, 1))


@given(DATES, st.integers(-300, 300))
def test_add_months_is_relativedelta(start: date, months: int) -> None:
    assert add_months(start, months) == start + relativedelta(months=months)


@given(DATES, st.sampled_from(["week", "2 weeks", "month", "quarter", "year"]), st.integers(0, 60))
def test_steps_are_relativedeltas_from_the_anchor(start: date, every: str, count: int) -> None:
    size = {
        "week": relativedelta(weeks=count),
        "2 weeks": relativedelta(weeks=2 * count),
        "month": relativedelta(months=count),
        "quarter": relativedelta(months=3 * count),
        "year": relativedelta(years=count),
    }[every]
    assert step(start, every, count) == start + size


@given(DATES, st.integers(1, 31))
def test_the_next_and_previous_day_of_the_month_bracket_a_date(on: date, day: int) -> None:
    later, earlier = next_on_day(on, day), previous_on_day(on, day)
    assert earlier < on < later
    assert {later.day, on_day(later.year, later.month, day).day} == {later.day}
    assert (later - earlier) <= timedelta(days=62)


def test_the_31st_comes_back_after_a_short_month() -> None:
    found = list(occurrences(date(2026, 1, 31), "month", date(2026, 5, 31)))
    assert [on.day for on in found] == [31, 28, 31, 30, 31]


def test_an_rrule_begins_with_its_first_date() -> None:
    found = list(occurrences(date(2026, 1, 5), "FREQ=MONTHLY;BYDAY=-1FR", date(2026, 3, 31)))
    assert found == [date(2026, 1, 5), date(2026, 1, 30), date(2026, 2, 27), date(2026, 3, 27)]


@pytest.mark.parametrize("every", ["once", "month"])
def test_nothing_happens_before_the_first(every: str) -> None:
    assert list(occurrences(date(2026, 1, 31), every, date(2026, 1, 30))) == []


RULES = [
    "once",
    "week",
    "2 weeks",
    "month",
    "quarter",
    "year",
    "FREQ=DAILY",
    "FREQ=DAILY;INTERVAL=11",
    "FREQ=DAILY;COUNT=30",
    "FREQ=WEEKLY;BYDAY=MO,FR",
    "FREQ=WEEKLY;INTERVAL=3;BYDAY=SU;WKST=SU",
    "FREQ=MONTHLY",
    "FREQ=MONTHLY;INTERVAL=5;BYDAY=-1FR",
    "FREQ=MONTHLY;BYMONTHDAY=-1,15;BYMONTH=2,3,10",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    "FREQ=YEARLY",
    "FREQ=YEARLY;BYMONTH=2,7",
    "FREQ=YEARLY;INTERVAL=3;BYWEEKNO=1,53;BYDAY=MO,TH",
    "FREQ=YEARLY;BYYEARDAY=-1,60",
    "FREQ=YEARLY;BYDAY=20MO;UNTIL=20300101",
]


@given(
    st.sampled_from(RULES), st.dates(date(1990, 1, 1), date(2027, 1, 1)), st.dates(date(1990, 1, 1), date(2032, 1, 1))
)
def test_what_lies_before_the_start_is_left_out_and_nothing_else(every: str, first: date, start: date) -> None:
    until = date(2034, 12, 31)
    whole = list(occurrences(first, every, until))
    assert list(occurrences(first, every, until, start)) == [on for on in whole if on >= start]
