"""What holds for every calendar: its text survives, its UIDs stay, and no due date is left out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import icalendar
import pytest
import vobject
from hypothesis import example, given, settings
from hypothesis import strategies as st

from harness.ics import read_strictly
from laws.households import household
from repaycli.core.dates import add_months
from repaycli.engine.dues import coming_dues
from repaycli.engine.standing import standing
from repaycli.inputs.source import is_hidden
from repaycli.present.as_ics import as_ics, is_ours
from repaycli.present.calendar import Event, Wanted, calendar_events, revision
from repaycli.products.accounts import Household
from repaycli.strategies.compare import project

TODAY = date(2026, 11, 1)
WANTED = Wanted("accounts", (3, 1))

admitted = st.text(st.characters(exclude_categories=["Cs"]).filter(lambda char: not is_hidden(char)), min_size=1)
direct = st.text(st.sampled_from('花呗,;:\\"nN \t\r\n👨‍👩‍👧🏳️‍🌈=^|éa'), min_size=1)


@given(st.one_of(admitted, direct), st.one_of(admitted, direct))
@example("花呗\r\nBEGIN:VEVENT\r\nUID:x", "a\rb\nc\r\n")
@example("a\\n\\,b\\;c\\\\", "👨‍👩‍👧" * 40)
@example("\\N", "a\\Nb\\\\N")
@example(" blanks around \t", "\\")
@settings(max_examples=300, deadline=None)
def test_any_text_survives(summary: str, description: str) -> None:
    event = Event("u@repaycli", TODAY, "a", summary, description, (3, 0), None, ())
    content = as_ics([event], TODAY, 7)
    assert is_ours(content)
    expected = [text.replace("\r\n", "\n").replace("\r", "\n") for text in (summary, description)]
    (own,) = read_strictly(content).within("VEVENT")
    assert [own.value("SUMMARY"), own.value("DESCRIPTION")] == expected
    assert [alarm.value("TRIGGER") for alarm in own.within("VALARM")] == ["-P2DT15H", "PT9H"]
    (first,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert [str(first["SUMMARY"]), str(first["DESCRIPTION"])] == expected
    second: Any = vobject.readOne(content.decode("utf-8")).vevent
    assert [second.summary.value, second.description.value] == expected
    assert (second.dtstart.value, second.dtend.value) == (TODAY, date(2026, 11, 2))


@given(st.text())
@example("\ud800\x00\x1b\u2028\x85")
@settings(max_examples=200, deadline=None)
def test_no_text_breaks_the_file(anything: str) -> None:
    event = Event("u@repaycli", TODAY, anything, anything, anything, (1,), None, ())
    read_strictly(as_ics([event], TODAY, 7))


def played(own: Household, today: date, until: date) -> tuple[Event, ...]:
    projection = project(own, today, "full", until)
    return calendar_events(own, coming_dues(own, projection), projection, WANTED)


@pytest.mark.parametrize("seed", range(40))
def test_no_due_is_left_out_and_none_stands_twice(seed: int) -> None:
    own = household(seed)
    today = own.as_of + timedelta(days=seed % 3 * 17)
    until = add_months(today, 6)
    events = played(own, today, until)
    read_strictly(as_ics(events, today, revision(own, today)))
    assert len({event.uid for event in events}) == len(events)
    assert all(today <= event.on <= until for event in events)
    assert all(event.alarms for event in events if event.due is None or event.due.amount)
    dues = [event.due for event in events if event.due]
    for account in standing(own, today).accounts:
        found = [due for due in dues if due.account == account.name]
        if account.past_due:
            assert [(due.days, due.amount) for due in found if due.is_past_due] == [
                (account.days_past_due, account.past_due)
            ]
        if account.next_due and account.next_minimum and account.next_due <= until:
            asked = (account.next_due, account.next_minimum, account.next_amount)
            assert asked in [(due.on, due.minimum, due.amount) for due in found]
    payments = project(own, today, "full", until).payments
    assert sum(each.amount for event in events for each in event.payments) == sum(each.amount for each in payments)


@pytest.mark.parametrize("seed", range(40, 60))
def test_tomorrow_knows_todays_dues_by_the_same_uid(seed: int) -> None:
    own = household(seed)
    today, until = own.as_of, add_months(own.as_of, 4)
    tomorrow = {event.uid for event in played(own, today + timedelta(days=1), until)}
    for event in played(own, today, until):
        if event.due and not event.is_estimate and event.due.is_line and event.on > today and event.due.amount:
            assert event.uid in tomorrow
