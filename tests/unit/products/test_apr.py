"""How time is counted between dated flows: unit-periods of Regulation Z, years of the directives."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from repaycli.core.dates import add_months
from repaycli.products.apr import Flow, Unit, costs, eu_rate, gathered, unit_period

START = date(2026, 1, 31)


def _every(months: int, count: int, start: date = START) -> list[date]:
    return [add_months(start, months * number) for number in range(count)]


@pytest.mark.parametrize(
    ("dates", "unit"),
    [
        (_every(1, 4), Unit("month")),
        (_every(3, 5), Unit("month", 3)),
        (_every(12, 4), Unit("year")),
        ([START + timedelta(weeks=2 * number) for number in range(6)], Unit("week", 2)),
        ([START + timedelta(days=10 * number) for number in range(6)], Unit("day", 10)),
        ([date(2026, 1, 10), *(date(2026, month, day) for month in (2, 3, 4) for day in (1, 16))], Unit("semimonth")),
        ([START, date(2026, 5, 11)], Unit("term", 100)),
        ([START, date(2026, 7, 31)], Unit("month", 6)),
        ([START, date(2028, 3, 1)], Unit("year")),
        ([START, date(2026, 2, 10), date(2026, 3, 22)], Unit("week", 4)),  # 10 and 40 days: 25 on average
        (
            [START, date(2026, 2, 10), date(2026, 2, 20), date(2026, 3, 20), date(2026, 4, 20)],
            Unit("day", 10),
        ),  # two of each: the shorter
    ],
)
def test_the_unit_period_is_the_commonest_period(dates: list[date], unit: Unit) -> None:
    assert unit_period(dates) == unit


@pytest.mark.parametrize("day", [28, 29, 30, 31])
def test_the_end_of_a_month_is_a_whole_month(day: int) -> None:
    """12 × 1 % is 12 % whatever day of the month it falls on."""
    start = date(2026, 1, day)
    flows = [Flow(start, 100_000), *(Flow(add_months(start, count), -1_000) for count in range(1, 12))]
    found = costs([*flows, Flow(add_months(start, 12), -101_000)])
    assert found is not None
    assert (float(found.us.nominal), float(found.eu.effective)) == (0.12, 0.1268)


def test_from_one_end_of_a_month_to_the_next_is_a_month() -> None:
    found = costs([Flow(date(2026, 2, 28), 100_000), Flow(date(2026, 3, 31), -101_000)])
    assert found is not None
    assert (found.unit, float(found.us.nominal), float(found.eu.effective)) == (Unit("month"), 0.12, 0.1268)


def test_whole_weeks_are_fiftyseconds_of_a_year() -> None:
    flows = [Flow(START, 100_000), Flow(START + timedelta(weeks=52), -110_000)]
    found = eu_rate(flows)
    assert found is not None
    assert float(found[0].effective) == 0.1


def test_days_that_are_left_count_in_the_year_that_ends_with_them() -> None:
    """31 January to 10 March 2028, back from 10 March: one month to 10 February, ten days of a year with 365."""
    flows = [Flow(date(2028, 1, 31), 100_000), Flow(date(2028, 3, 10), -101_000)]
    found = eu_rate(flows)
    assert found is not None
    years = 1 / 12 + 10 / 365
    assert float(found[0].effective) == round(1.01 ** (1 / years) - 1, 4)


def test_a_year_with_a_leap_day_has_366() -> None:
    """15 February to 10 April 2024, back from 10 April: one month to 10 March, 24 days of a year that holds 29 February."""
    found = eu_rate([Flow(date(2024, 2, 15), 100_000), Flow(date(2024, 4, 10), -110_000)])
    assert found is not None
    assert float(found[0].effective) == round(1.1 ** (1 / (1 / 12 + 24 / 366)) - 1, 4) == 0.8966


def test_flows_of_one_day_are_one() -> None:
    day, later = date(2026, 1, 1), date(2026, 2, 1)
    flows = [Flow(later, -5), Flow(day, 100), Flow(day, -20), Flow(later, 5)]
    assert gathered(flows) == [Flow(day, 80)]
