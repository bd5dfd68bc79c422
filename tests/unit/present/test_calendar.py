"""The events of a calendar: one for each due date and payment, the same UID on every day."""

from __future__ import annotations

from datetime import date

import pytest

from repaycli import locale
from repaycli.core.text import text
from repaycli.engine.dues import coming_dues
from repaycli.engine.ledger import PlannedPayment
from repaycli.inputs.accounts_file import load
from repaycli.present.as_ics import as_ics, is_ours
from repaycli.present.calendar import Event, Wanted, alarm_times, calendar_events, revision
from repaycli.products.accounts import Household
from repaycli.strategies.compare import project

TODAY = date(2026, 11, 1)
UNTIL = date(2027, 1, 31)
WANTED = Wanted("accounts", (3, 1))

HOME = """
as_of = 2026-11-01

[[wallet]]
name = "bank"
balance = 5000

[[credit_line]]
name = "花呗"
limit = 10000
daily_rate = "0%"
statement_day = 25
due_day = 10
statement = [{ closed = 2026-10-25, due = 2026-11-10, balance = 3860, minimum = 386, paid = 0 }]
spending = [{ name = "food", amount = 200, first = 2026-11-20, every = "month" }]

[[loan]]
name = "借呗"
principal = 300
daily_rate = "0%"
repayment = "equal-principal"
instalments = 3
next_due = 2026-11-20
"""


@pytest.fixture(autouse=True)
def _english() -> None:
    locale.use("en")


def read(words: str) -> Household:
    household, problems = load(words.encode(), "accounts.toml")
    assert household is not None, problems
    return household


def events(
    words: str = HOME, today: date = TODAY, strategy: str = "full", wanted: Wanted = WANTED, until: date = UNTIL
) -> tuple[Event, ...]:
    household = read(words)
    projection = project(household, today, strategy, until)
    return calendar_events(household, coming_dues(household, projection), projection, wanted)


def test_due_and_payment_of_one_day_are_one_event() -> None:
    assert [(event.on, event.kind, event.summary) for event in events()] == [
        (date(2026, 11, 10), "due", "花呗: pay 3,860.00; 386.00 due (in full 3,860.00)"),
        (date(2026, 11, 20), "due", "借呗: pay 100.00, all that is due"),
        (date(2026, 12, 10), "due", "花呗: pay ≈200.00; ≈20.00 due (in full ≈200.00)"),
        (date(2026, 12, 20), "due", "借呗: pay 100.00, all that is due"),
        (date(2027, 1, 10), "due", "花呗: pay ≈200.00; ≈20.00 due (in full ≈200.00)"),
        (date(2027, 1, 20), "due", "借呗: pay 100.00, all that is due"),
    ]


def test_the_description_says_what_why_and_from_where() -> None:
    first, _, later, *_ = events()
    assert first.description.split("\n") == [
        "Due on 2026-11-10: at least 386.00, in full 3,860.00.",
        "To pay that day (strategy full):",
        "386.00 from bank: the minimum of the statement",
        "3,474.00 from bank: the rest of the statement: no interest on it",
        "Made by repaycli on 2026-11-01 with the balances of 2026-11-01; amounts in CNY.",
    ]
    assert "An estimate: the statement closes on 2026-11-25, and what happens until then" in later.description
    assert later.is_estimate


def test_autopay_is_named() -> None:
    words = HOME.replace("due_day = 10", 'due_day = 10\nautopay = "minimum"') + "autopay = true\n"
    first, second, *_ = events(words)
    assert "the lender takes the minimum by itself, and no more" in first.description
    assert "the lender takes the instalment by itself" in second.description


def test_a_payment_ahead_is_an_event_and_the_due_says_so() -> None:
    found = events(strategy="snowball")
    first = next(event for event in found if event.account == "借呗")
    second = next(event for event in found if event.account == "借呗" and event.due)
    assert (first.on, first.kind, first.summary) == (TODAY, "payment", "Pay 300.00 to 借呗 from bank")
    assert second.summary == "借呗: 100.00 due; 300.00 planned before"
    assert "The plan pays before (strategy snowball):\n300.00 on 2026-11-01 from bank" in second.description


def test_too_little_money_is_told() -> None:
    first, *_ = events(HOME.replace("balance = 5000", "balance = 100"))
    assert first.summary == "花呗: pay 100.00; 386.00 due (in full 3,860.00)"
    assert "Money is short that day: 286.00 is missing for 花呗." in first.description


def test_what_is_past_due_stands_on_today_under_the_uid_of_its_due_date() -> None:
    before, *_ = events()
    late, *_ = events(today=date(2026, 11, 12))
    assert (late.on, late.kind, late.uid) == (date(2026, 11, 12), "overdue", before.uid)
    assert late.summary == "花呗: pay 386.00; 386.00 past due since 2026-11-10, unless it was paid"
    assert "386.00 is past due since 2026-11-10, for 2 days." in late.description
    assert "No payment is recorded for it." in late.description
    assert alarm_times(late) == ["2026-11-12T09:00"]


def test_what_is_stated_as_past_due_is_not_doubted() -> None:
    words = HOME.replace(
        "next_due = 2026-11-20", "next_due = 2026-11-20\noverdue = [{ due = 2026-10-20, principal = 50, interest = 0 }]"
    )
    first, *_ = events(words)
    assert (first.account, first.on) == ("借呗", TODAY)
    assert first.summary == "借呗: pay 50.00; 50.00 past due since 2026-10-20"
    assert "No payment is recorded" not in first.description


def test_a_recorded_payment_changes_the_amounts_and_not_the_uid() -> None:
    before = events()
    paid = HOME + '[[payment]]\naccount = "花呗"\ndate = 2026-11-03\namount = '
    part = events(paid + "1000", date(2026, 11, 4))
    assert part[0].summary == "花呗: pay 2,860.00; minimum paid, 2,860.00 left in full"
    whole = events(paid + "3860", date(2026, 11, 4))
    assert whole[0].summary == "花呗: paid, nothing more is due"
    assert whole[0].alarms == ()
    assert [event.uid for event in part] == [event.uid for event in whole] == [event.uid for event in before]
    assert revision(read(paid + "1000"), TODAY) > revision(read(HOME), TODAY)


def test_uids_stay_from_day_to_day_and_tell_nothing() -> None:
    today, tomorrow = events(), events(today=date(2026, 11, 2))
    assert [event.uid for event in today] == [event.uid for event in tomorrow]
    assert all(event.uid.isascii() and event.uid.endswith("@repaycli") for event in today)
    assert len({event.uid for event in today}) == len(today)
    assert revision(read(HOME), date(2026, 11, 2)) > revision(read(HOME), TODAY)


def test_another_name_makes_other_uids() -> None:
    mine, yours = events(), events(wanted=Wanted("yours", (3, 1)))
    assert not {event.uid for event in mine} & {event.uid for event in yours}


def test_a_uid_never_changes() -> None:
    """Events that are in someone's calendar today must be found again by every later version."""
    first, *_ = events()
    assert first.uid == "8b24174d094078f18d161a252febc0dd@repaycli"


def alone(*days: int) -> dict[int, str]:
    """Return the UIDs of payments that stand alone on those days of November, by day."""
    household = read(HOME)
    projection = project(household, TODAY, "full", UNTIL)
    payments = [PlannedPayment(date(2026, 11, day), "花呗", 100, "bank", text("spare")) for day in days]
    found = calendar_events(household, (), projection._replace(payments=tuple(payments)), WANTED)
    return {event.on.day: event.uid for event in found}


def test_a_payment_that_moved_in_its_month_keeps_its_uid() -> None:
    assert alone(3)[3] == alone(5)[5]


def test_a_payment_that_is_over_leaves_the_uid_of_the_next_one_alone() -> None:
    assert alone(3, 17)[17] == alone(17)[17]
    assert len(set(alone(3, 17, 20).values())) == 3


def test_a_promised_payment_is_no_estimate() -> None:
    words = HOME + '[[payment]]\naccount = "借呗"\ndate = 2026-11-05\namount = 60\nas = "instalment"\n'
    promised = next(event for event in events(words) if event.kind == "payment")
    assert promised.summary == "Pay 60.00 to 借呗 from bank"
    assert "recorded by you" in promised.description


@pytest.mark.parametrize(
    ("today", "asked", "expected"),
    [
        (date(2026, 11, 1), (3, 1), ["2026-11-07T09:00", "2026-11-09T09:00"]),
        (date(2026, 11, 7), (3, 1), ["2026-11-07T09:00", "2026-11-09T09:00"]),
        (date(2026, 11, 8), (3, 1), ["2026-11-09T09:00"]),
        (date(2026, 11, 9), (3, 1), ["2026-11-09T09:00", "2026-11-10T09:00"]),
        (date(2026, 11, 10), (3, 1), ["2026-11-10T09:00"]),
        (date(2026, 11, 1), (0,), ["2026-11-10T09:00"]),
        (date(2026, 11, 1), (60,), ["2026-11-10T09:00"]),
        (date(2026, 11, 1), (), []),
    ],
)
def test_an_alarm_that_can_no_longer_ring_gives_way_to_one_that_can(
    today: date, asked: tuple[int, ...], expected: list[str]
) -> None:
    first, *_ = events(today=today, wanted=Wanted("accounts", asked))
    assert first.account == "花呗"
    assert alarm_times(first) == expected


def test_order_of_accounts_in_the_file_does_not_matter() -> None:
    line, loan = HOME.index("[[credit_line]]"), HOME.index("[[loan]]")
    turned = HOME[:line] + HOME[loan:] + HOME[line:loan]
    assert events(turned) == events()


def test_chinese() -> None:
    locale.use("zh")
    first, second, *_ = events()
    assert first.summary == "花呗：还 3,860.00；最低还款 386.00（全额 3,860.00）"
    assert second.summary == "借呗：还 100.00，本期全部"
    locale.use("en")
    assert first.uid == events()[0].uid


def test_a_file_of_ours_is_known_by_its_maker() -> None:
    assert is_ours(as_ics(events(), TODAY, 1))
    assert is_ours(as_ics((), TODAY, 1))
    other = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//someone//EN\r\nBEGIN:VEVENT\r\nDESCRIPTION:x\r\n"
    assert not is_ours(other)
    assert not is_ours(other + b"PRODID:-//repaycli//repaycli calendar//EN\r\n")
    assert not is_ours(b"")
    assert not is_ours(b"\xff\xfe" * 9)
