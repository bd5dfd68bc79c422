"""What the answers of `init` become: the newest bill of a line by its days, and from when a loan's interest is to come."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from repaycli.core.money import CURRENCIES
from repaycli.inputs.interview import loans
from repaycli.inputs.interview.bills import newest_bill
from repaycli.inputs.interview.nouns import Answer, Due, Sheet, Value
from repaycli.inputs.interview.products import PRODUCTS
from repaycli.inputs.interview.rates import StatedRate


def sheet(**answers: int | bool) -> Sheet:
    return Sheet({f"card-0.{field}": Answer(value) for field, value in answers.items()}, "card-0")


@pytest.mark.parametrize(
    ("today", "days", "closed", "due", "is_made"),
    [
        ("2026-12-12", (25, 13), "2026-11-25", "2026-12-13", True),
        ("2026-12-13", (25, 13), "2026-11-25", "2026-12-13", True),  # due today
        ("2026-12-14", (25, 13), "2026-11-25", "2026-12-13", False),
        ("2026-11-25", (25, 13), "2026-11-25", "2026-12-13", True),  # made today
        ("2026-11-24", (25, 13), "2026-10-25", "2026-11-13", False),
        ("2026-11-30", (31, 20), "2026-11-30", "2026-12-20", True),  # the end of a short month
        ("2028-02-29", (31, 18), "2028-02-29", "2028-03-18", True),
        ("2027-02-27", (31, 18), "2027-01-31", "2027-02-18", False),
    ],
)
def test_the_newest_bill(today: str, days: tuple[int, int], closed: str, due: str, is_made: bool) -> None:
    answers = sheet(statement_day=days[0], due_day=days[1], due=100)
    found = newest_bill(answers, PRODUCTS["card"], date.fromisoformat(today))
    assert (str(found.closed), str(found.due), found.is_made) == (closed, due, is_made)


def test_a_bill_that_is_past_due_is_made_and_one_of_nothing_is_not() -> None:
    after = date(2026, 12, 14)
    assert newest_bill(sheet(statement_day=25, due_day=13, due=100, late=True), PRODUCTS["card"], after).is_made
    assert not newest_bill(sheet(statement_day=25, due_day=13, due=0), PRODUCTS["card"], date(2026, 12, 1)).is_made


def loan(today: date, **more: Value) -> dict[str, Any]:
    answers: dict[str, Value] = {
        "principal": 1_350_000,
        "rate": StatedRate("0.04%", "day"),
        "instalments": 9,
        "next_due": Due(date(2026, 11, 20), 20),
        "repayment": "level",
        **more,
    }
    given = Sheet({f"jiebei-0.{field}": Answer(value) for field, value in answers.items()}, "jiebei-0")
    rows = loans.rows(PRODUCTS["jiebei"], given, "借呗", today, CURRENCIES["CNY"])
    return tomllib.loads("\n".join(row.text for row in rows), parse_float=Decimal)["loan"][0]


@pytest.mark.parametrize(
    ("today", "due", "day", "begins"),
    [
        ("2026-11-01", "2026-11-20", 20, "2026-10-20"),
        ("2026-11-20", "2026-11-20", 20, "2026-10-20"),
        ("2027-02-10", "2027-02-28", 31, "2027-01-31"),
        ("2026-11-01", "2026-12-20", 20, "2026-11-01"),  # the due date before has not come: nothing is charged yet
    ],
)
def test_a_loan_s_interest_is_charged_up_to_the_due_date_before(today: str, due: str, day: int, begins: str) -> None:
    found = loan(date.fromisoformat(today), next_due=Due(date.fromisoformat(due), day))
    assert (str(found["next_due"]), str(found["interest_from"])) == (due, begins)
    assert found.get("due_day", found["next_due"].day) == day


def test_what_is_past_due_of_a_loan_is_parted_into_principal_and_interest() -> None:
    since = Due(date(2026, 10, 20), 20)
    (found,) = loan(date(2026, 11, 1), overdue=120_000, overdue_interest=4_560, overdue_since=since)["overdue"]
    assert found == {"due": date(2026, 10, 20), "principal": Decimal("1154.40"), "interest": Decimal("45.60")}
