"""What is said of a plan with a cushion, and of what changes would be worth."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from unit.present.homes import TODAY, home
from unit.present.test_optimal import proof

from repaycli import locale
from repaycli.core.text import text
from repaycli.engine.ledger import PlannedPayment
from repaycli.present.as_json import as_json
from repaycli.present.as_plain import as_plain
from repaycli.present.as_table import Style, as_table
from repaycli.present.best_plan import More, best_plan_view
from repaycli.present.width import cells
from repaycli.strategies.optimal.changed.cushion import Cushion, Cushioned, Unbridged
from repaycli.strategies.optimal.changed.worth import Worth, Worths

ASKED = Cushion(50000, 3)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    locale.use("en")
    yield
    locale.use("en")


def held(stands: Cushion = ASKED, *unbridged: Unbridged) -> More:
    return More(ASKED, Cushioned(proof().optimum, proof().optimum, 420, stands, unbridged))


def said(more: More) -> str:
    return best_plan_view(home(), proof(), more=more).sentence


@pytest.mark.parametrize(
    ("stands", "words"),
    [
        (ASKED, "every income may come up to 3 days late, and any one of them be short by up to 500.00"),
        (Cushion(0, 1), "every income may come up to 1 day late"),
        (Cushion(50000, 0), "any one income may be short by up to 500.00"),
    ],
)
def test_what_a_cushion_stands_and_costs(stands: Cushion, words: str) -> None:
    assert f"Its cushion: {words}, and nothing more becomes past due by it; that costs 4.20." in said(held(stands))


def test_a_bound_of_plans_that_stand_it_is_not_said_of_all_plans() -> None:
    optimum = proof().optimum
    dearer = optimum._replace(score=optimum.score._replace(cost=optimum.score.cost + 5000), bound=optimum.bound + 5000)
    more = More(ASKED, Cushioned(dearer, optimum, 5000, ASKED, ()))
    words = best_plan_view(home(), proof()._replace(optimum=dearer), more=more).sentence
    assert words.startswith(
        "On time and with its cushion, no plan of fixed payments can cost less than 862.40; this one costs 862.43. It "
        "is proven that no such plan is better by more than rounding, 0.03. Its cushion: "
    )
    assert said(held()).startswith("On time, no plan can cost less than 812.40")


def test_what_cannot_be_bridged() -> None:
    missing = Unbridged("工资", date(2027, 1, 15), "借呗", date(2027, 1, 17), 12000)
    more = held(ASKED, missing, Unbridged("", date(2027, 2, 20), "花呗", date(2027, 2, 20), 500))
    assert "Not all of it can be bridged: see below." in said(more)
    assert "No plan was found that stands late or short incomes." in said(held(Cushion()))
    view = best_plan_view(home(), proof(), more=more)
    assert "工资\t2027-01-15\t借呗\t2027-01-17\t120.00" in as_plain(view)
    data = json.loads(as_json(view))["cushion"]
    assert data["unbridged"] == [
        {"income": "工资", "date": "2027-01-15", "account": "借呗", "due": "2027-01-17", "missing": "120.00"},
        {"income": None, "date": None, "account": "花呗", "due": "2027-02-20", "missing": "5.00"},
    ]
    assert (data["amount"], data["days"], data["price"]) == ("500.00", 3, "4.20")
    assert data["stands"] == {"amount": "500.00", "days": 3}


def test_without_one_there_is_none() -> None:
    data = json.loads(as_json(best_plan_view(home(), proof())))
    assert data["cushion"] is None
    assert data["worth"] == []


WORTHS = Worths(
    (
        Worth(text("one thing"), 316, 0, True),
        Worth(text("another"), -3, 0, False),
        Worth(text("a third"), -100, -2, True),
    ),
    2,
)


def test_what_changes_would_be_worth() -> None:
    view = best_plan_view(home(), proof(), more=More(worths=WORTHS))
    rows: list[dict[str, Any]] = json.loads(as_json(view))["worth"]
    assert rows[0] == {"what": "one thing", "saves": "3.16", "days_late_change": 0, "sure": "yes"}
    assert rows[1]["sure"] == "no"
    shown = as_table(view, Style(80))
    assert [line.split() for line in shown.split("\n") if line.startswith(("one thing", "another", "a third"))] == [
        ["one", "thing", "3.16", "0"],
        ["another", "–", "0"],
        ["a", "third", "-1.00", "-2"],
    ]
    flat = " ".join(shown.split())
    assert "for 2 more changes no time was left: a higher --time-limit finds them" in flat
    assert "–: what it would save, or cost more, is too little to be proven" in flat
    assert "–:" not in as_plain(view)


@pytest.mark.parametrize("width", [40, 80, 200])
def test_everything_fits(width: int) -> None:
    view = best_plan_view(home(), proof(), more=held()._replace(worths=WORTHS))
    assert all(cells(line) <= width for line in as_table(view, Style(width)).split("\n"))


def test_a_reason_is_said_once_where_two_wallets_pay() -> None:
    found = proof()
    why = text("it bears {rate} a day", rate="0.05 %")
    paid = tuple(PlannedPayment(TODAY, "花呗", 10000, wallet, why) for wallet in ("工资卡", "余额宝"))
    optimum = found.optimum._replace(projection=found.optimum.projection._replace(payments=paid))
    view = best_plan_view(home(), found._replace(optimum=optimum))
    shown = as_table(view, Style(80))
    assert shown.count("it bears 0.05 % a day") == 1
    assert shown.count("as above") == 1
    assert as_plain(view).count("it bears 0.05 % a day") == 2
    assert [each["reason"] for each in json.loads(as_json(view))["payments"]] == ["it bears 0.05 % a day"] * 2
