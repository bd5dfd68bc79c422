"""The answers of futures as a view: what is said, what is shown, what programs get."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from unit.present.homes import TODAY, home

from repaycli import locale
from repaycli.core.text import text
from repaycli.engine.standing import standing
from repaycli.inputs.practice import read_ladder
from repaycli.present.as_json import as_json
from repaycli.present.as_plain import as_plain
from repaycli.present.as_table import Style, as_table
from repaycli.present.model import View
from repaycli.present.risk import Beside, risk_view
from repaycli.present.width import cells
from repaycli.products.accounts import Household
from repaycli.risk.answers import Answers, Outlook, answers
from repaycli.risk.buffer import Buffer
from repaycli.risk.chances import Chance
from repaycli.risk.playing import Wanted, play
from repaycli.risk.remedies import Helped, Remedy, Tried
from repaycli.risk.target import Reached

UNTIL = date(2027, 4, 30)
LADDER = read_ladder("CNY")


def uncertain(spread: Fraction = Fraction(1, 10), missed: Fraction = Fraction(1, 8), **names: str) -> Household:
    own = home(**names)
    return own._replace(incomes=(own.incomes[0]._replace(spread=spread, missed=missed, late_days=2),))


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    locale.use("en")
    yield
    locale.use("en")


def found(own: Household, paths: int = 12, seed: int = 1) -> Answers:
    return answers(own, play(own, TODAY, Wanted(paths, seed, "full", UNTIL)), LADDER)


UNSURE = uncertain()
FOUND = found(UNSURE)


def view(told: Answers = FOUND, own: Household = UNSURE, wanted: int = 12, reached: Reached | None = None) -> View:
    return risk_view(own, told, Beside(LADDER, standing(own, TODAY), wanted, reached))


def data(shown: View) -> dict[str, Any]:
    return json.loads(as_json(shown))


def reached(*rows: Helped, amount: int | None = 120000, wallet: str = "余额宝", left: int = 0) -> Reached:
    before = Outlook(Chance(4, 10), Chance(1, 10), 100000)
    return Reached(Fraction(1, 20), 10, before, Buffer(amount, wallet, 5000, 900000, Chance(0, 10)), Tried(rows, left))


def helped(hits: int, is_harmful: bool = False) -> Helped:
    said = text("{account} paid off today with {amount}", account="花呗", amount=386000)
    after = Outlook(Chance(hits, 10), Chance(1 + is_harmful, 10), 90000)
    return Helped(Remedy("payoff", said, UNSURE, "full"), after, is_harmful)


def test_the_keys_of_the_contract() -> None:
    told = data(view())
    assert (told["paths"], told["seed"], told["strategy"]) == (12, 1, "full")
    assert Fraction(told["any_overdue"]) == FOUND.overdue.share
    assert [each["name"] for each in told["accounts"]] == ["借呗", "招行信用卡", "花呗"]
    for each in told["accounts"]:
        assert Fraction(each["low"]) <= Fraction(each["overdue"]) <= Fraction(each["high"])
        stages = [(stage["name"], stage["after_days"]) for stage in each["stages"]]
        assert stages[:3] == [("reminders", 1), ("calls", 3), ("restricted", 15)]
        shares = [Fraction(stage["probability"]) for stage in each["stages"]]
        assert shares == sorted(shares, reverse=True)
        kinds = {other["kind"] for other in each["consequences"]}
        assert kinds <= {"spending-frozen", "limit-cut", "reported", "called-in", "record-mark"}
        assert "record-mark" in kinds
    assert [each["month"] for each in told["by_month"]] == [
        "2026-11", "2026-12", "2027-01", "2027-02", "2027-03", "2027-04",
    ]  # fmt: skip
    for month in told["by_month"]:
        most = max(Fraction(each["overdue"]) for each in month["accounts"])
        assert most <= Fraction(month["any_overdue"]) <= Fraction(told["any_overdue"])
    assert [each["date"] for each in told["cash"]] == [f"{each.on}" for each in FOUND.cash]
    assert set(told["lowest_cash"]) == {"p5", "p50", "p95"}
    assert (told["partial"], told["uncertain"], told["target"]) == (False, True, None)


def test_what_is_said() -> None:
    assert FOUND.danger_on is not None
    assert view().sentence.startswith("Paying by full, the chance that something is past due by 2027-04-30 is ")
    assert f"The danger begins on {FOUND.danger_on}: by then it has come to that in 1 of 20 futures." in view().sentence
    assert "It costs " in view().sentence


@pytest.mark.parametrize(
    ("hits", "words"),
    [
        (0, "Paying by full, nothing is past due by 2027-04-30 in any of 12 futures: the chance is less than 1 in 4."),
        (12, "Paying by full, something is past due by 2027-04-30 in all of 12 futures."),
        (
            3,
            "Paying by full, the chance that something is past due by 2027-04-30 is about 1 in 4: 25 %, 8.9 to 53.2 %.",
        ),
    ],
)
def test_never_always_and_sometimes(hits: int, words: str) -> None:
    assert view(FOUND._replace(overdue=Chance(hits, 12))).sentence.startswith(words)


def test_who_is_most_at_risk_is_told_where_one_is() -> None:
    first, second, *rest = FOUND.accounts
    first, second = first._replace(overdue=Chance(2, 12)), second._replace(overdue=Chance(1, 12))
    calm = tuple(each._replace(overdue=Chance(0, 12)) for each in rest)
    told = "Most at risk is 借呗: about 1 in 6."
    assert told in view(FOUND._replace(accounts=(first, second, *calm))).sentence
    assert "Most at risk" not in view(FOUND._replace(accounts=(first, *calm))).sentence
    same = second._replace(overdue=first.overdue)
    assert "Most at risk" not in view(FOUND._replace(accounts=(first, same, *calm))).sentence


def test_what_is_late_already_is_told_apart() -> None:
    late = FOUND._replace(late=("花呗",), overdue=Chance(12, 12), missed=Chance(2, 12), danger_on=TODAY)
    said = view(late).sentence
    assert "Past due already: 花呗; the chance that a due date from today on is missed: about 1 in 6." in said
    assert "The danger begins" not in said
    assert data(view(late))["late_already"] == ["花呗"]


def test_nothing_uncertain_says_what_to_write() -> None:
    told = found(home(), paths=1)
    shown = view(told, home(), 1)
    assert shown.sentence == "Nothing in the file is uncertain: paying by full, nothing is past due by 2027-04-30."
    notes = {note.code: note.message for note in shown.notes}
    assert 'spread = "10%", missed = "1%", late_days = 2 into the [[income]] 工资' in notes["certain"]
    assert not {"interval", "futures", "partial"} & set(notes)
    assert "between" not in as_table(shown, Style(80))
    without = home()._replace(incomes=())
    notes = {note.code: note.message for note in view(found(without, paths=1), without, 1).notes}
    assert "[[expense]]" in notes["certain"]


def test_a_part_of_the_futures_is_marked() -> None:
    shown = view(wanted=1000)
    assert data(shown)["partial"] is True
    assert "partial: stopped after 12 of 1,000 futures" in [note.message for note in shown.notes]


def test_the_buffer_and_the_best_change() -> None:
    shown = view(reached=reached(helped(1), helped(9), helped(0, is_harmful=True), left=2))
    assert (
        "With 1,200.00 more in 余额宝 today the chance of missing a due date is 0 %, within the target of 5 %; with "
        "50.00 less it is not. The single change that helps most: 花呗 paid off today with 3,860.00 (10 % instead of 40 %)."
    ) in shown.sentence
    told = data(shown)
    assert told["target"]["buffer"]["amount"] == "1200.00"
    assert (told["target"]["share"], told["target"]["before"], told["target"]["paths"]) == ("0.05", "0.4", 10)
    assert [(each["missed"], each["harmful"]) for each in told["changes"]] == [
        ("0.1", "no"),
        ("0.9", "no"),
        ("0", "yes"),
    ]
    assert [note.message for note in shown.notes if note.code == "target"] == [
        "the buffer and the changes were played in the first 10 futures only, where the chance is 40 %",
        (
            "a buffer is cash like any other: the strategy may pay debts early with it; a change is played by itself, in "
            "the same futures"
        ),
        "changes that leave expenses unpaid more often stand last",
        "2 more changes were not played: the search was stopped",
    ]
    lines = as_table(shown, Style(120)).split("\n")
    table = lines[lines.index("What single changes make of the chance of missing a due date") + 3 :]
    assert table[0].split()[:5] == ["as", "it", "is", "40", "%"]


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (reached(amount=0, wallet=""), "The chance of missing a due date is within the target of 5 % without any buffer."),
        (reached(amount=None, wallet=""), "There is no wallet that a buffer could lie in."),
        (reached(amount=None), "No buffer brings the chance of missing a due date to 5 %: even with 9,000.00 more in 余额宝 today it is 0 %."),
        (reached()._replace(buffer=None), "No buffer was found in the time there was."),
        (reached(helped(4)), "No single change that was tried makes it less likely."),
        (reached(helped(0, is_harmful=True)), "No single change that was tried makes it less likely."),
    ],
)  # fmt: skip
def test_what_is_said_of_a_target(found: Reached, words: str) -> None:
    assert words in view(reached=found).sentence


def test_cost_and_cash_stand_one_below_the_other() -> None:
    shown = as_table(view(FOUND._replace(short=Chance(0, 12))), Style(80))
    assert f"first day by which 1 of 20 futures has been past due: {FOUND.danger_on}" in shown
    assert "chance that an expense cannot be paid in full: 0 % (0 to 24.2 %)" in shown
    assert "has been past due: –" in as_table(view(FOUND._replace(danger_on=None)), Style(80))
    certain = as_table(view(found(home(), paths=1), home(), 1), Style(80))
    assert "chance that an expense cannot be paid in full: it cannot happen" in certain
    assert "1 of 20" not in certain


def test_plain_has_every_figure_and_no_chart() -> None:
    shown = as_plain(view(reached=reached(helped(1))))
    heads = [block.split("\n")[0].split("\t")[0] for block in shown.split("\n\n")]
    assert heads[:5] == ["strategy", "name", "account", "month", "date"]
    assert heads[5] == "kind"
    assert not set("█░│└") & set(shown)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [40, 80, 200])
def test_everything_fits(width: int, language: str) -> None:
    locale.use(language)
    own = uncertain(huabei="一个名字非常非常长的花呗账户", card="a card with a very long name indeed")
    shown = as_table(view(found(own), own, reached=reached(helped(1))), Style(width))
    assert max(map(cells, shown.split("\n"))) <= width
    assert "█" in shown
    assert "2027-04-30" in shown


def test_ascii_alone_where_nothing_else_can_be_shown() -> None:
    shown = as_table(view(), Style(80, ascii_only=True))
    assert not set("█░│└─▏") & set(shown)
    assert "#" in shown


def test_a_long_look_ahead_shows_two_years() -> None:
    months = tuple(
        FOUND.months[0]._replace(first=date(2027 + year, month, 1), overdue=Chance(1, 12))
        for year in range(3)
        for month in range(1, 13)
    )
    shown = as_table(view(FOUND._replace(months=months)), Style(80))
    assert "in the first two years (all months: --json)" in " ".join(shown.split())
    assert "Dec 2028" in shown
    assert "Jan 2029" not in shown
    assert len(data(view(FOUND._replace(months=months)))["by_month"]) == 36
    calm = tuple(month._replace(overdue=Chance(0, 12)) for month in months)
    assert "month by month" not in as_table(view(FOUND._replace(months=calm)), Style(80))
