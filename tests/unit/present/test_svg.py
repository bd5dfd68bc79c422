"""Scales of charts: everything lies on them, and their lines and dates are few and round."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from repaycli.present.html import write
from repaycli.present.svg_chart import area, columns, step_line
from repaycli.present.svg_scale import SIZE, Days, heights

AMOUNTS = st.lists(st.integers(-(10**12), 10**14), min_size=1, max_size=8)
DAYS = st.dates(date(2000, 1, 1), date(2199, 12, 31))
FIRST = date(2026, 11, 1)


@given(AMOUNTS, st.sampled_from([2, 5]))
def test_every_amount_lies_on_the_scale_and_the_lines_are_few(amounts: list[int], most: int) -> None:
    scale = heights(amounts, most_lines=most)
    assert all(0 <= scale.y(amount) <= SIZE for amount in amounts)
    lines = scale.lines()
    assert 0 in lines
    assert 2 <= len(lines) <= most + 3
    assert (lines[0], lines[-1]) == (scale.low, scale.high)
    assert str(scale.step).rstrip("0") in ("1", "2", "5")


@given(DAYS, DAYS)
def test_dates_below_a_chart_are_in_order_inside_it_and_few(one: date, other: date) -> None:
    days = Days(min(one, other), max(one, other))
    places = [x for x, _ in days.written()]
    assert places == sorted(places)
    assert all(0 <= x <= SIZE for x in places)
    assert len(places) <= 11
    assert (days.x(days.first), days.x(days.last)) in ((0, SIZE), (0, 0))


def test_a_line_of_steps_holds_each_value_until_the_next() -> None:
    days, scale = Days(FIRST, FIRST + timedelta(days=10)), heights([1000])
    drawn = write(step_line(days, scale, [(FIRST, 0), (FIRST + timedelta(days=5), 1000)]))
    assert 'd="M0 10000H5000V0H10000"' in drawn


def test_an_area_goes_down_to_nothing() -> None:
    days, scale = Days(FIRST, FIRST + timedelta(days=10)), heights([1000])
    below, line = map(write, area(days, scale, [(FIRST, 1000), (FIRST + timedelta(days=10), 500)]))
    assert 'd="M0 0L10000 5000"' in line
    assert 'd="M0 0L10000 5000L10000 10000L0 10000Z"' in below


def test_a_column_of_hardly_anything_is_seen_and_one_of_nothing_is_not() -> None:
    heights_drawn = [dict(each.attributes)["height"] for each in columns(heights([1_000_000]), [0, 1, 1_000_000])]
    assert heights_drawn == ["0", "100", "10000"]
