"""Receipts as the files state them: which planned day each stands for, where it arrives, what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from repaycli.inputs.accounts_file import load
from repaycli.products.accounts import Household, Receipt

ACCOUNTS = """\
as_of = 2026-11-01

[[wallet]]
name = "bank"
balance = 100

[[wallet]]
name = "card"
balance = 100

[[income]]
name = "salary"
amount = 1000
first = 2026-09-15
until = 2026-12-31
every = "month"

[[income]]
name = "salary"
amount = 1200
first = 2027-01-10
every = "month"
wallet = "card"

[[income]]
name = "bonus"
amount = 500
first = 2026-12-20

[[income]]
name = "fees"
amount = 300
first = 2026-11-06
every = "FREQ=WEEKLY;BYDAY=FR"
"""


def receipt(income: str, on: str, amount: object = 1000, due: str = "") -> str:
    stated = f"due = {due}\n" if due else ""
    return f'[[receipt]]\nincome = "{income}"\ndate = {on}\n{stated}amount = {amount}\n'


def read(*receipts: str, journal: str = "") -> tuple[Household | None, list[str]]:
    text = ACCOUNTS + "".join(receipts)
    household, problems = load(text.encode(), "a.toml", (journal.encode(), "a.journal.toml") if journal else None)
    return household, [problem.code for problem in problems]


def dues(*receipts: str, codes: tuple[str, ...] = ()) -> list[str | None]:
    household, found = read(*receipts)
    assert found == list(codes)
    assert household is not None
    return [None if each.due is None else str(each.due) for each in household.receipts]


def test_the_nearest_planned_day_that_no_other_receipt_stands_for() -> None:
    assert dues(receipt("salary", "2026-11-13")) == ["2026-11-15"]
    assert dues(receipt("salary", "2026-11-30")) == ["2026-11-15"]  # as near to 15 December: the earlier
    assert dues(receipt("salary", "2026-12-01")) == ["2026-12-15"]
    late = receipt("salary", "2026-11-20", due="2026-10-15")
    assert dues(late, receipt("salary", "2026-11-21")) == ["2026-10-15", "2026-11-15"]
    assert dues(receipt("salary", "2026-12-03"), receipt("salary", "2026-12-04")) == ["2026-12-15", "2026-11-15"]


def test_days_far_apart_are_looked_at_apart() -> None:
    found = dues(receipt("fees", "2190-01-01"), receipt("fees", "2026-11-07"), receipt("salary", "1970-01-16"))
    assert found == ["1970-01-15", "2026-11-06", "2190-01-01"]


def test_what_did_not_come_was_planned_by_then() -> None:
    assert dues(receipt("salary", "2026-12-01", 0)) == ["2026-11-15"]
    assert dues(receipt("bonus", "2026-12-01", 0)) == ["2026-12-20"]


def test_before_the_first_date_it_came_in_the_same_rhythm() -> None:
    assert dues(receipt("salary", "2026-05-18")) == ["2026-05-15"]
    assert dues(receipt("fees", "2026-05-18"), receipt("bonus", "2026-05-18")) == [None, None]


def test_a_stated_day_of_the_past_need_not_be_known() -> None:
    assert dues(receipt("salary", "2026-05-12", due="2026-05-10")) == ["2026-05-10"]


def test_several_of_one_planned_day_are_its_parts() -> None:
    parts = [receipt("salary", on, 400, due="2026-11-15") for on in ("2026-11-15", "2026-11-25")]
    assert dues(*parts) == ["2026-11-15"] * 2


def test_a_second_one_near_the_same_day_is_said() -> None:
    found = dues(receipt("salary", "2026-11-15"), receipt("salary", "2026-11-19"), codes=("next-occurrence",))
    assert found == ["2026-11-15", "2026-12-15"]


def test_it_arrives_where_the_income_of_that_time_does() -> None:
    household, _ = read(receipt("salary", "2026-12-15"), receipt("salary", "2027-01-12"))
    assert household is not None
    assert [each.wallet for each in household.receipts] == [None, "card"]
    days = frozenset({date(2026, 12, 15), date(2027, 1, 10)})
    assert [flow.replaced for flow in household.incomes] == [days, days, frozenset(), frozenset()]


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        (receipt("salry", "2026-11-15"), "unknown-name"),
        (receipt("salary", "2026-11-15", -1), "negative-amount"),
        (receipt("salary", "2026-11-15", "1.005"), "too-many-decimals"),
        (receipt("salary", "2026-11-15", '"1"'), "wrong-type"),
        (receipt("salary", "2300-11-15"), "date-out-of-range"),
        (receipt("salary", "2026-11-15T08:00:00"), "wrong-type"),
        (receipt("salary", "2026-11-15", due="2026-11-14"), "not-planned"),
        (receipt("bonus", "2026-11-15"), "not-planned"),
        (receipt("bonus", "2027-01-05", 0) + receipt("bonus", "2026-12-20"), "not-planned"),
        ('[[receipt]]\nincome = "salary"\ndate = 2026-11-15\n', "missing-key"),
        (receipt("salary", "2026-11-15") + 'from = "card"\n', "unknown-key"),
    ],
)
def test_what_is_refused(stated: str, code: str) -> None:
    assert read(stated) == (None, [code])


def test_the_same_in_both_files() -> None:
    one = receipt("salary", "2026-11-15")
    household, codes = read(one, journal=one)
    assert (household, set(codes)) == (None, {"duplicate-entry", "next-occurrence"})
    household, _ = read(one + 'id = "a"\n', journal=receipt("salary", "2026-12-15") + 'id = "a"\n')
    assert household is None


def test_a_reversal_takes_it_back() -> None:
    entry = receipt("salary", "2026-11-15") + 'id = "p1"\n'
    household, codes = read(journal=entry + '[[reversal]]\nid = "r1"\nof = "p1"\n')
    assert (codes, household and household.receipts) == ([], ())


def test_receipts_are_in_the_order_of_their_days() -> None:
    household, _ = read(receipt("salary", "2026-12-15"), receipt("fees", "2026-11-06", 5))
    assert household is not None
    assert household.receipts == (
        Receipt("fees", date(2026, 11, 6), 500, date(2026, 11, 6)),
        Receipt("salary", date(2026, 12, 15), 100000, date(2026, 12, 15)),
    )
