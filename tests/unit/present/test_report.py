"""The report holds the figures of the other views, is valid, reads in both languages, and lets no name out of its text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from unit.present.homes import TODAY, home

from harness.page import SVG, faults, read_page, rows, said, table_called
from repaycli import locale
from repaycli.engine.standing import standing
from repaycli.inputs.practice import read_ladder
from repaycli.inputs.presets import read_preset
from repaycli.locale.days import day_words
from repaycli.present.as_json import as_json
from repaycli.present.compare import compare_view
from repaycli.present.report import Report
from repaycli.present.report_page import Source, as_page, is_ours
from repaycli.present.report_style import DARK, LIGHT
from repaycli.present.report_view import report_view
from repaycli.present.risk import Beside, risk_view
from repaycli.present.status import status_view
from repaycli.present.width import clean
from repaycli.products.accounts import Household
from repaycli.risk.answers import answers
from repaycli.risk.playing import Wanted, play
from repaycli.strategies.advice import advise
from repaycli.strategies.compare import COMPARED, Player, best, compare
from repaycli.strategies.course import compare_along
from repaycli.strategies.help import what_would_help

UNTIL = date(2027, 2, 28)
SOURCE = Source("accounts.toml", "1.2.3")
LONG = "一个非常非常长的信用额度名称" * 6


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    locale.use("en")
    yield
    locale.use("en")


def made(household: Household, strategy: str = "full", paths: int = 0, until: date = UNTIL) -> Report:
    player = Player(household, TODAY, until)
    projections, course = compare_along(player, COMPARED, strategy, until)
    followed = next(each for each in projections if each.strategy == strategy)
    where = standing(household, TODAY)
    advised = advise(household, TODAY, best(projections).payments)
    risk = None
    if paths:
        ladder = read_ladder("CNY")
        outcomes = play(household, TODAY, Wanted(paths, 1, strategy, until))
        risk = risk_view(household, answers(household, outcomes, ladder), Beside(ladder, where, paths))
    return Report(
        household,
        where,
        followed,
        best(projections).summary,
        course,
        advised,
        status_view(household, where, advised=advised),
        compare_view(household, projections, what_would_help(household, projections), advised),
        risk,
        [read_preset("huabei")],
    )


def uncertain() -> Household:
    household = home()
    return household._replace(incomes=tuple(flow._replace(late_days=5) for flow in household.incomes))


HOMES = {
    "enough": home(),
    "short of money": home(salary=300000),
    "hostile": home(huabei='"><img src=x onerror=alert(1)>', card="<script>alert(1)</script>&amp;"),
    "long names": home(card=LONG),
    "one debt": home()._replace(lines=()),
    "no debts": home()._replace(lines=(), loans=(), shared_limits=()),
    "no wallets": home()._replace(wallets=(), incomes=(), expenses=()),
}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", HOMES)
def test_the_page_is_valid_and_whole(name: str, language: str) -> None:
    locale.use(language)
    content = as_page(made(HOMES[name]), SOURCE)
    assert list(faults(content)) == []
    assert is_ours(content[:4096])
    assert b"://" not in content


def test_futures_are_drawn_and_told() -> None:
    content = as_page(made(uncertain(), paths=20), SOURCE)
    assert list(faults(content)) == []
    page = read_page(content)
    titles = [said(each) for each in page.iter(f"{SVG}title")]
    assert "What the wallets hold" in titles
    assert "The chance that something is past due, month by month" in titles


def test_nothing_runs_and_nothing_is_loaded() -> None:
    page = read_page(as_page(made(home()), SOURCE))
    policies = [
        each.get("content") for each in page.iter("meta") if each.get("http-equiv") == "Content-Security-Policy"
    ]
    assert len(policies) == 1
    assert policies[0].startswith("default-src 'none'; style-src 'sha256-")


@pytest.mark.parametrize("name", ["enough", "short of money"])
def test_the_ways_of_paying_are_those_of_compare(name: str) -> None:
    """Every figure that a terminal shows of them stands on the page as `compare --json` gives it."""
    household = HOMES[name]
    view = compare_view(household, compare(household, TODAY, COMPARED, UNTIL))
    data = json.loads(as_json(view))
    page = read_page(as_page(made(household), SOURCE))
    shown = rows(table_called(page, "What each way costs"))
    heads = {
        "strategy": "name", "interest": "interest", "penalty": "penalty", "fees": "fees", "total cost": "total_cost",
        "days overdue": "overdue_days", "worst days past due": "worst_days_past_due", "lowest cash": "lowest_cash",
        "debt at end": "debt_at_end",
    }  # fmt: skip
    assert [{key: row[head].replace(",", "") for head, key in heads.items()} for row in shown] == [
        {key: str(each[key]) for key in heads.values()} for each in data["strategies"]
    ]
    assert data["sentence"] in said(page)


def test_the_charts_end_where_the_summary_ends() -> None:
    report = made(home())
    page, summary, currency = read_page(as_page(report, SOURCE)), report.projection.summary, report.household.currency
    cash = rows(table_called(page, "What all wallets hold at the end of each day"))
    assert cash[-1]["at the end"] == currency.grouped(summary.cash_at_end)
    assert currency.grouped(summary.lowest_cash) in [each["lowest"] for each in cash]
    debts = rows(table_called(page, "All debts together"))
    assert debts[-1] == {"date": str(UNTIL), "owed": currency.grouped(summary.debt_at_end)}
    assert debts[0]["owed"] == "30,574.74"  # 268.50 + 3,860.00 + 12,946.24 + 13,500.00, and no interest yet


def test_the_calendar_holds_every_payment_and_its_amount() -> None:
    report = made(home(salary=300000))
    page, currency = read_page(as_page(report, SOURCE)), report.household.currency
    (calendar,) = [each for each in page.iter("section") if each.get("id") == "payments"]
    shown = [[said(part) for part in entry] for listed in calendar.iter("ol") for entry in listed]
    paid: dict[tuple[str, str], int] = {}
    for payment in report.projection.payments:
        key = str(payment.on), payment.account
        paid[key] = paid.get(key, 0) + payment.amount
    missing = report.projection.summary.shortfalls
    assert missing
    expected = [
        [day_words(date.fromisoformat(day), with_year=False), account, currency.grouped(amount)]
        for (day, account), amount in paid.items()
    ]
    expected += [
        [
            day_words(each.on, with_year=False),
            f"! missing for {', '.join(each.accounts)}",
            currency.grouped(each.amount),
        ]
        for each in missing
    ]
    assert sorted(entry[:3] for entry in shown) == sorted(expected)


def test_the_answer_for_programs_holds_the_same_figures() -> None:
    report = made(home())
    data: Any = json.loads(as_json(report_view(report, "a.html", 7)))
    summary, plain = report.projection.summary, report.household.currency.plain
    assert (data["file"], data["bytes"], data["strategy"], data["until"]) == ("a.html", 7, "full", str(UNTIL))
    assert [each["name"] for each in data["strategies"]] == list(COMPARED)
    paid = sum(payment.amount for payment in report.projection.payments)
    assert sum(Decimal(each["amount"]) for each in data["payments"]) == Decimal(plain(paid))
    assert data["cash"][-1]["at_end"] == plain(summary.cash_at_end)
    assert {each["account"] for each in data["debts"]} == {each.name for each in report.household.accounts}
    assert data["paths"] is data["any_overdue"] is None


NAMES = st.text(min_size=1, max_size=40).filter(str.strip) | st.sampled_from(
    ["</title>", "<svg onload=x>", "&lt;", "a\u202eb", "'\"`", LONG]
)


@given(NAMES)
@settings(max_examples=8)
def test_no_name_gets_out_of_its_text(name: str) -> None:
    report = REPORT._replace(
        status=REPORT.status._replace(sentence=name, head=name),
        compared=REPORT.compared._replace(sentence=name),
        course=REPORT.course._replace(
            owed=tuple((name if each == "借呗" else each, owed) for each, owed in REPORT.course.owed)
        ),
        standing=REPORT.standing._replace(
            accounts=tuple(
                each._replace(name=name) if each.name == "借呗" else each for each in REPORT.standing.accounts
            )
        ),
    )
    content = as_page(report, Source(name, "1"))
    assert list(faults(content)) == []
    page = read_page(content)
    assert len(list(page.iter())) - len(list(page.iter("time"))) == ELEMENTS
    (verdict,) = [each for each in page.iter("p") if each.get("class") == "verdict"]
    assert "".join(verdict.itertext()) == clean(name)


REPORT = made(home(), until=date(2026, 12, 15))
_PLAIN = read_page(as_page(REPORT._replace(status=REPORT.status._replace(sentence="x")), SOURCE))
ELEMENTS = len(list(_PLAIN.iter())) - len(list(_PLAIN.iter("time")))
"""How many elements the page has whatever it names, dates aside: a sentence may hold some."""


def brightness(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted([brightness(one), brightness(other)])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_texts_and_lines_stand_out_from_what_is_behind_them(colours: dict[str, str]) -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    for behind in ("page", "card"):
        assert all(contrast(colours[name], colours[behind]) >= 4.5 for name in ("ink", "quiet", "line", "warn"))
        assert contrast(colours["grid"], colours[behind]) >= 3


@pytest.mark.parametrize(("strategy", "is_best"), [("minimum", False), ("avalanche", True)])
def test_whose_figures_they_are_is_said_where_another_way_is_better(strategy: str, is_best: bool) -> None:
    report = made(home(), strategy)
    top = said(read_page(as_page(report, SOURCE)).find(".//header"))
    assert report.best.name in ("full", "avalanche", "snowball")
    told = f"Cash, debts and payments below are those of {strategy}, which costs"
    assert (told not in top) is (report.best.total_cost == report.projection.summary.total_cost)
    assert (told not in top) is is_best
    assert (f"repaycli report --strategy {report.best.name} -o FILE.html" not in top) is is_best


def test_the_steps_say_whose_they_are() -> None:
    report = made(home())
    assert report.advised.is_planned
    assert f"Paying by {report.best.name}, and what each step saves" in said(read_page(as_page(report, SOURCE)))
    assert report.compared.fields["advice_follows"] == report.best.name
