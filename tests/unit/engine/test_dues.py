"""What falls due from a day on, for households small enough to reckon by hand."""

from __future__ import annotations

from datetime import date

from repaycli.engine.dues import ComingDue, coming_dues
from repaycli.inputs.accounts_file import load
from repaycli.products.accounts import Household
from repaycli.strategies.compare import project

LINE = """
as_of = 2026-11-01

[[wallet]]
name = "bank"
balance = 5000

[[credit_line]]
name = "card"
limit = 10000
daily_rate = "0%"
statement_day = 25
due_day = 10
statement = [{ closed = 2026-10-25, due = 2026-11-10, balance = 3000, minimum = 300, paid = 0 }]
spending = [{ name = "food", amount = 200, first = 2026-11-20, every = "month" }]
"""

LOAN = """
as_of = 2026-11-01

[[wallet]]
name = "bank"
balance = 5000

[[loan]]
name = "loan"
principal = 300
daily_rate = "0%"
repayment = "equal-principal"
instalments = 3
next_due = 2026-11-20
"""


def read(text: str) -> Household:
    household, problems = load(text.encode(), "accounts.toml")
    assert household is not None, problems
    return household


def dues(text: str, today: date, until: date, strategy: str = "full") -> tuple[ComingDue, ...]:
    household = read(text)
    return coming_dues(household, project(household, today, strategy, until))


def test_a_line_asks_for_its_open_statement_and_for_those_to_come() -> None:
    found = dues(LINE, date(2026, 11, 1), date(2027, 1, 31))
    assert found == (
        ComingDue("card", date(2026, 11, 10), 30000, 300000, True),
        ComingDue("card", date(2026, 12, 10), 2000, 20000, True, date(2026, 11, 25)),
        ComingDue("card", date(2027, 1, 10), 2000, 20000, True, date(2026, 12, 25)),
    )


def test_a_loan_asks_for_each_instalment() -> None:
    days = [date(2026, 11, 20), date(2026, 12, 20), date(2027, 1, 20)]
    assert dues(LOAN, date(2026, 11, 1), date(2027, 3, 1)) == tuple(
        ComingDue("loan", on, 10000, 10000, False) for on in days
    )


def test_what_is_known_stays_though_the_plan_pays_it_off_before() -> None:
    found = dues(LOAN, date(2026, 11, 1), date(2027, 3, 1), "snowball")
    assert found == (ComingDue("loan", date(2026, 11, 20), 10000, 10000, False),)


def test_what_lies_beyond_the_last_day_is_left_out() -> None:
    assert [due.on for due in dues(LINE, date(2026, 11, 1), date(2026, 12, 9))] == [date(2026, 11, 10)]
    assert dues(LINE, date(2026, 11, 1), date(2026, 11, 9)) == ()


def test_recorded_payments_lower_what_is_asked() -> None:
    part = LINE + '[[payment]]\naccount = "card"\ndate = 2026-11-02\namount = 100\n'
    assert dues(part, date(2026, 11, 3), date(2026, 11, 30))[0][1:4] == (date(2026, 11, 10), 20000, 290000)
    whole = LINE + '[[payment]]\naccount = "card"\ndate = 2026-11-02\namount = 3000\n'
    assert dues(whole, date(2026, 11, 3), date(2026, 11, 30))[0][1:4] == (date(2026, 11, 10), 0, 0)
    loan = LOAN + '[[payment]]\naccount = "loan"\ndate = 2026-11-05\namount = 60\nas = "instalment"\n'
    assert dues(loan, date(2026, 11, 6), date(2026, 11, 30)) == (
        ComingDue("loan", date(2026, 11, 20), 4000, 4000, False),
    )


def test_paid_on_its_own_day_it_is_still_there_and_asks_for_nothing() -> None:
    loan = LOAN + '[[payment]]\naccount = "loan"\ndate = 2026-11-20\namount = 100\n'
    first, second = dues(loan, date(2026, 11, 20), date(2026, 12, 31))
    assert first == ComingDue("loan", date(2026, 11, 20), 0, 0, False)
    assert second == ComingDue("loan", date(2026, 12, 20), 10000, 10000, False)


def test_past_due_comes_first_with_its_oldest_date() -> None:
    first, *rest = dues(LOAN, date(2026, 12, 25), date(2027, 1, 31))
    assert first == ComingDue("loan", date(2026, 11, 20), 20000, 20000, False, days=35, unconfirmed=True)
    assert [due.on for due in rest] == [date(2027, 1, 20)]
    assert first.is_past_due


def test_within_its_grace_days_a_due_is_not_past_due() -> None:
    graceful = LINE.replace("due_day = 10", "due_day = 10\ngrace_days = 3")
    first, *_ = dues(graceful, date(2026, 11, 12), date(2026, 11, 30))
    until = date(2026, 11, 13)
    assert first == ComingDue("card", date(2026, 11, 10), 30000, 300000, True, None, 2, until, unconfirmed=True)
    assert not first.is_past_due
