"""The JSON of each command has the keys that the contract names, and amounts are strings."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from unit.present.homes import TODAY, home

from repaycli import locale
from repaycli.engine.standing import standing
from repaycli.present.as_json import as_json
from repaycli.present.compare import compare_view
from repaycli.present.ledger import ledger_view
from repaycli.present.plan import plan_view
from repaycli.present.status import status_view
from repaycli.strategies.compare import COMPARED, compare, project

SUMMARY = {
    "name", "interest", "penalty", "fees", "coupons", "total_cost", "paid", "overdue_days", "worst_days_past_due",
    "lowest_cash", "payoff_date", "debt_at_end", "cash_at_end", "overdue_probability", "shortfalls",
}  # fmt: skip
UNTIL = date(2027, 6, 30)


@pytest.fixture(autouse=True)
def _english() -> None:
    locale.use("en")


def check_head(data: dict[str, Any]) -> None:
    assert data["schema_version"] == 1
    assert data["as_of"] == "2026-11-01"
    assert data["balances_as_of"] == "2026-11-01"
    assert data["currency"] == "CNY"


def check_summary(summary: dict[str, Any]) -> None:
    assert set(summary) == SUMMARY
    assert isinstance(summary["total_cost"], str)
    assert isinstance(summary["overdue_days"], int)
    assert summary["overdue_probability"] is None
    for item in summary["shortfalls"]:
        assert set(item) == {"date", "amount", "accounts"}
        assert isinstance(item["accounts"], list)


def test_compare() -> None:
    household = home(salary=300000)
    data = json.loads(as_json(compare_view(household, compare(household, TODAY, COMPARED, UNTIL))))
    check_head(data)
    assert [each["name"] for each in data["strategies"]] == list(COMPARED)
    for each in data["strategies"]:
        check_summary(each)
    assert any(each["shortfalls"] for each in data["strategies"])
    assert data["sentence"]


def test_plan() -> None:
    household = home()
    data = json.loads(as_json(plan_view(household, project(household, TODAY, "full", UNTIL))))
    check_head(data)
    assert data["strategy"] == "full"
    assert set(data["payments"][0]) == {"date", "account", "amount", "from", "reason"}
    check_summary(data["summary"])


def test_ledger() -> None:
    household = home()
    data = json.loads(as_json(ledger_view(household, project(household, TODAY, "minimum", UNTIL))))
    check_head(data)
    assert {"date", "account", "kind", "amount", "balance"} <= set(data["postings"][0])
    assert set(data["statements"][0]) == {"account", "closed", "due", "balance", "minimum", "interest", "fees"}
    assert {posting["kind"] for posting in data["postings"]} >= {"interest", "payment", "income", "expense"}


def test_status() -> None:
    household = home()
    data = json.loads(as_json(status_view(household, standing(household, TODAY))))
    check_head(data)
    names = [account["name"] for account in data["accounts"]]
    assert names == ["花呗", "招行信用卡", "借呗"]
    assert data["accounts"][-1]["daily_rate"] == "0.0004"
    shared = data["limits"][-1]
    assert shared == {
        "name": "蚂蚁额度", "limit": "25000.00", "used": "4128.50", "available": "20871.50", "utilisation": "0.17",
        "over": "0.00", "state": None, "shared_limit": None,
    }  # fmt: skip
