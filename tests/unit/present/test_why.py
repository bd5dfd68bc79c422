"""The arithmetic that `why` prints can be followed by hand."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction

import pytest
from unit.present.homes import TODAY, home

from repaycli import locale
from repaycli.cli.following import after_standing
from repaycli.core.money import CURRENCIES
from repaycli.core.rates import Rate
from repaycli.engine.changes import CallIn
from repaycli.engine.standing import standing
from repaycli.inputs.practice import read_rules
from repaycli.present.as_json import as_json
from repaycli.present.as_plain import as_plain
from repaycli.present.ledger import ledger_view
from repaycli.present.model import Lines, decimal, percent, rate_words
from repaycli.present.status import status_view
from repaycli.present.why import why_view
from repaycli.present.workings import Teller
from repaycli.products.accounts import Household, Lender, Loan, Stage, Wallet
from repaycli.products.terms import OverdueInstalment, Repayment
from repaycli.strategies.compare import project
from repaycli.strategies.whatif import play


@pytest.fixture(autouse=True)
def _english() -> None:
    locale.use("en")


def told(account: str, on: date, strategy: str = "minimum", household: Household | None = None) -> list[str]:
    household = household or home()
    view = why_view(household, project(household, TODAY, strategy, date(2027, 3, 1)), account, on, read_rules())
    lines: list[str] = []
    for part in view.parts:
        assert isinstance(part, Lines)
        lines += [part.title, *part.lines]
    return lines or [view.sentence]


def test_interest_is_runs_of_days_their_sum_and_one_rounding() -> None:
    lines = told("花呗", date(2026, 12, 1))
    assert lines[0].startswith("interest 36.48, balance after it")
    # 3,860.00 − 386.00 = 3,474.00 from 11 November to 1 December: 21 days
    assert lines[1] == "  2026-11-11 … 2026-12-01: 21 days, 3,474.00 × 0.05 % × 21 = 36.477 (purchases)"
    assert lines[2] == "  = 36.477; rounded half up to a multiple of 0.01: 36.48"
    assert any(line.startswith("  rule: ") for line in lines)
    assert any(line.startswith("  source: ") for line in lines)
    assert "  daily_rate: preset huabei, a public help page (as of 2025-12-31, confidence high)" in lines


def test_the_minimum_is_added_up_line_by_line() -> None:
    lines = told("花呗", date(2026, 12, 1))
    start = next(place for place, line in enumerate(lines) if line.startswith("statement closed"))
    assert lines[start + 1 : start + 6] == [
        "  10 % × 268.50 (new purchases)",
        "  10 % × 3,474.00 (carried over)",
        "  → 374.25",
        "  + 36.48 (interest)",
        "  = 410.73",
    ]


def test_a_loan_shows_its_instalment_and_where_the_payment_went() -> None:
    lines = told("借呗", date(2026, 11, 20))
    # 13,500.00 for the nights of 1 to 19 November
    assert "  2026-11-01 … 2026-11-19: 19 days, 13,500.00 × 0.04 % × 19 = 102.60 (principal)" in lines
    assert "  102.60 → interest" in lines
    assert any(line.startswith("  principal + interest: ") for line in lines)
    assert any(line.startswith("instalment due: ") for line in lines)


def test_a_yearly_rate_stays_reckonable() -> None:
    household = home()._replace(wallets=(Wallet("余额宝", 860000, 0, Rate(Fraction(12, 1000), "year")),))
    lines = told("余额宝", date(2026, 11, 30), household=household)
    assert any("× 1.2 % ÷ 365 ×" in line for line in lines)
    assert any(line.startswith("  ≈ ") for line in lines)


def test_a_day_without_postings_names_its_neighbours() -> None:
    assert told("花呗", date(2026, 11, 20)) == [
        "Nothing is posted to 花呗 on 2026-11-20; the nearest days with postings are 2026-11-10 and 2026-12-01."
    ]
    assert told("花呗", date(2026, 11, 2)) == [
        "Nothing is posted to 花呗 on 2026-11-02; the nearest day with a posting is 2026-11-10."
    ]


def test_programs_get_the_runs_too() -> None:
    household = home()
    view = why_view(household, project(household, TODAY, "minimum"), "花呗", date(2026, 12, 1), read_rules())
    data = json.loads(as_json(view))
    (posting,) = data["postings"]
    assert posting["exact"] == "36.477"
    assert posting["runs"] == [
        {
            "first": "2026-11-11", "last": "2026-12-01", "base": "3474.00", "rate": "0.0005", "accrued": "0", "times": 21,
            "per": "day", "part": "purchases",
        }
    ]  # fmt: skip
    assert data["statements"][0]["minimum"] == "410.73"
    assert "36.477" in as_plain(view)


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (Fraction(1785), "= 17.85"),
        (Fraction(36477, 10), "= 36.477"),
        (Fraction(1, 3), "≈ 0.00333333"),
        (Fraction(123456789), "= 1,234,567.89"),
        (Fraction(0), "= 0.00"),
        (Fraction(-150), "= -1.50"),
    ],
)
def test_exact_amounts(amount: Fraction, written: str) -> None:
    assert Teller(CURRENCIES["CNY"], {}, {}).exact(amount) == written


@pytest.mark.parametrize(
    ("rate", "words", "fraction"),
    [
        (Fraction(5, 10000), "0.05 %", "0.0005"),
        (Fraction(146, 36500), "0.4 %", "0.004"),
        (Fraction(2999, 3650000), "29.99 % ÷ 365", "2999/3650000"),
        (Fraction(18, 36000), "0.05 %", "0.0005"),
        (Fraction(1, 7), "14.285714 %", "1/7"),
    ],
)
def test_rates(rate: Fraction, words: str, fraction: str) -> None:
    assert rate_words(rate) == words
    assert decimal(rate) == fraction
    assert percent(Fraction(1825, 10000)) == "18.25 %"


def test_consequences_of_being_past_due_are_dated() -> None:
    lender = Lender(
        "蚂蚁",
        spending_frozen_after_days=1,
        limit_cut_after_days=30,
        limit_cut_share=Fraction(1, 2),
        reported_after_days=1,
        stages=(Stage("电话提醒", 3, "they ring"),),
    )
    household = home()._replace(lenders=(lender,))
    found = standing(household, date(2026, 11, 14))
    following = after_standing(household, found)
    data = json.loads(as_json(status_view(household, found, following)))
    told = {"reported", "spending-frozen", "stage", "limit-cut"}
    rows = [row for row in data["consequences"] if row["kind"] in told and row["account"] == "花呗"]
    assert [(row["account"], row["what"], row["from"], row["state"]) for row in rows] == [
        ("花呗", "it is reported to the credit register (unconfirmed)", "2026-11-11", "in-force"),
        (
            "花呗",
            "nothing more can be spent with 蚂蚁; repaying stays possible (unconfirmed)",
            "2026-11-11",
            "in-force",
        ),
        ("花呗", "电话提醒: they ring (unconfirmed)", "2026-11-13", "in-force"),
        ("花呗", "the limit is cut by 50 % (unconfirmed)", "2026-12-10", "ahead"),
    ]
    assert data["advice"].startswith("First make sure of 花呗: was 386.00 or more paid for 2026-11-10?")


def test_a_loan_called_in_names_its_rule_and_that_it_is_a_scenario() -> None:
    late = OverdueInstalment(date(2026, 10, 20), 100000, 5000)
    loan = Loan(
        "借呗", "蚂蚁", 1000000, Rate(Fraction(5, 10000), "day"), Repayment.EQUAL_PRINCIPAL, 9, date(2026, 11, 20), 20,
        interest_from=date(2026, 10, 20), accelerates_after_days=30, overdue=(late,),
    )  # fmt: skip
    own = Household(TODAY, CURRENCIES["CNY"], loans=(loan,))
    _, called = play(own, TODAY, "minimum", [[CallIn("借呗")]], date(2026, 12, 18))
    view = why_view(own, called.projection, "借呗", date(2026, 11, 19), read_rules())
    text = as_plain(view)
    # 9,000 × 0.0005 × 30 nights from 20 October = 135.00
    assert "called in, in this scenario: 9,135.00" in text
    assert "  principal + interest: 9,000.00 + 135.00 = 9,135.00" in text
    assert "rule: The whole loan called in (a scenario)." in text
    assert "confidence low)" in text
    assert "called in, in this scenario: the whole principal is due from today on" in text
    posted = json.loads(as_json(ledger_view(own, called.projection)))["postings"]
    assert [item["amount"] for item in posted if item["date"] == "2026-11-19"] == ["13.50", "135.00"]
