"""What is said of an optimal plan: what no plan can beat, what may still be saved, against what; first of all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest
from unit.present.homes import TODAY, home

from repaycli import locale
from repaycli.core.money import CURRENCIES
from repaycli.core.text import text
from repaycli.engine.ledger import PlannedPayment, Projection, Summary
from repaycli.present.as_json import as_json
from repaycli.present.as_plain import as_plain
from repaycli.present.as_table import Style, as_table
from repaycli.present.best_plan import best_plan_view
from repaycli.present.compare import compare_view
from repaycli.present.model import View
from repaycli.present.optimal import Ending, Proof, gap_notes, progress_line, verdict
from repaycli.present.width import cells
from repaycli.strategies.optimal.optimum import NO_BOUND, Optimum, Progress, Score

YUAN = CURRENCIES["CNY"]
UNTIL = date(2027, 10, 31)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    locale.use("en")
    yield
    locale.use("en")


def played(name: str, cost: int, late: int = 0) -> Projection:
    summary = Summary(name, cost, 0, 0, 0, cost, 0, late, late, 0, date(2027, 5, 5), 0, 0, ())
    paid = (PlannedPayment(TODAY, "花呗", 10000, "工资卡", text("part of the optimal plan")),)
    return Projection(name, TODAY, UNTIL, (), (), (), paid, (), (), (), summary, ())


def scored(cost: int, late: int = 0, drawn: int = 0, price: int = 0, lacks: int = 0) -> Score:
    return Score(drawn, (0, 0, late), 0, cost, 739000, price, lacks)


def proof(
    cost: int = 81243,
    bound: int = 81240,
    allowance: int = 5,
    late: int = 0,
    price: int = 0,
    lacks: int = 0,
    ending: Ending = Ending.FINISHED,
    others: tuple[tuple[str, Score], ...] = (("minimum", scored(99000)), ("avalanche", scored(81300))),
    left_out: tuple[str, ...] = (),
    least: bool = True,
) -> Proof:
    """An optimal plan of 812.43 that no plan beats by more than 0.03, unless something else is said."""
    optimum = Optimum(
        played("optimal", cost - price - lacks, late),
        (),
        scored(cost, late, price=price, lacks=lacks),
        bound,
        allowance,
        ending is Ending.FINISHED,
        tuple(text(each) for each in left_out),
        tuple((played(name, score.cost, score.late[2]), score) for name, score in others),
        least,
    )
    return Proof(optimum, ending, 20.0)


def shown(view: View, width: int = 80) -> str:
    return as_table(view, Style(width))


def test_a_proven_plan() -> None:
    assert verdict(proof(), YUAN) == (
        "On time, no plan can cost less than 812.40; this one costs 812.43. It is proven that no plan is better by more "
        "than rounding, 0.03. It saves 0.57 against avalanche, the best of the simple ways."
    )


def test_not_a_cent_between() -> None:
    said = verdict(proof(cost=81240), YUAN)
    assert "no plan can cost less than 812.40; this one costs 812.40. It is proven that no plan is better." in said


def test_a_gap_that_the_search_left() -> None:
    said = verdict(proof(bound=81192), YUAN)
    assert "no plan can cost less than 811.92; this one costs 812.43. At most 0.51 could be saved." in said
    assert "proven" not in said


@pytest.mark.parametrize(
    ("ending", "words"),
    [
        (
            Ending.TIME,
            "The time limit of 20 s ended the search; this is the best plan found so far. On time, no plan can",
        ),
        (Ending.USER, "The search was stopped; this is the best plan found so far. On time, no plan can"),
    ],
)
def test_a_search_that_was_ended(ending: Ending, words: str) -> None:
    said = verdict(proof(bound=81192, ending=ending), YUAN)
    assert said.startswith(words)
    assert "At most 0.51 could be saved." in said


def test_a_plan_that_cannot_be_on_time() -> None:
    said = verdict(proof(late=3, others=(("full", scored(80000, 9)), ("minimum", scored(82000, 12)))), YUAN)
    assert said.startswith(
        "This plan is past due for 3 days; no plan is for fewer. Late no longer, no plan can cost less than 812.40; this "
        "one costs 812.43. It is proven"
    )
    assert said.endswith("The best of the simple ways, full, is past due for 6 days more, and costs 12.43 less.")


def test_a_plan_that_cannot_but_be_late_for_long() -> None:
    found = proof(late=44)
    score = found.optimum.score._replace(late=(0, 14, 44))
    said = verdict(found._replace(optimum=found.optimum._replace(score=score)), YUAN)
    assert said.startswith(
        "This plan is past due for 44 days, 14 of them beyond 30; no plan is by less, the worst stage first. Late no longer,"
    )


def test_a_plan_that_may_be_later_than_it_must() -> None:
    said = verdict(proof(late=1, least=False), YUAN)
    assert said.startswith("This plan is past due for 1 day; that no plan is for fewer is not proven. Late no longer,")
    assert "At most 0.03 could be saved." in said


def test_a_search_that_bounded_nothing() -> None:
    found = proof(bound=NO_BOUND, ending=Ending.TIME)
    said = verdict(found, YUAN)
    assert "It costs 812.43; what no plan can cost less than is not known yet. It saves" in said
    assert "could be saved" not in said
    data = json.loads(as_json(best_plan_view(home(), found)))
    assert (data["bound"], data["gap"], data["proven"]) == (None, None, False)
    assert "not known yet" in gap_notes([found.optimum], YUAN)[0].message


def test_debts_that_are_left_at_the_end_are_priced() -> None:
    said = verdict(proof(price=1200), YUAN)
    assert "this one costs 812.43." in said
    assert "These costs count 30 days more of interest on what is still owed on 2027-10-31" in said
    assert "bears any (12.00 here); the total cost of `repaycli compare` does not." in said


@pytest.mark.parametrize(
    ("score", "words"),
    [
        (scored(81243), "The best of the simple ways, avalanche, is as good."),
        (
            scored(81243, drawn=100),
            "The best of the simple ways, avalanche, leaves reserves or expenses short of more.",
        ),
        (scored(90000, late=1), "avalanche, is past due for 1 day more, and costs 87.57 more."),
    ],
)
def test_against_the_best_of_the_simple_ways(score: Score, words: str) -> None:
    assert verdict(proof(others=(("avalanche", score),)), YUAN).endswith(words)


@pytest.mark.parametrize("width", [40, 80, 200])
def test_the_verdict_stands_before_the_payments(width: int) -> None:
    found = shown(best_plan_view(home(), proof()), width)
    flat = " ".join(found.split())
    assert (
        flat.index("this one costs 812.43")
        < flat.index("Against the simple ways")
        < flat.index("part of the optimal plan")
    )
    assert all(cells(line) <= width for line in found.split("\n"))


def test_quiet_leaves_the_verdict() -> None:
    assert "this one costs 812.43" in " ".join(as_table(best_plan_view(home(), proof()), Style(80), quiet=True).split())


def test_the_plain_form_begins_with_the_payments() -> None:
    lines = as_plain(best_plan_view(home(), proof())).split("\n")
    assert lines[0] == "date\taccount\tamount\tfrom\treason"
    assert "name\tcost\toverdue_days\tsaved\tdays_saved\tlack_price" in lines
    assert "avalanche\t813.00\t0\t0.57\t0\t0.00" in lines
    assert any(line.startswith("On time, no plan can cost less than 812.40") for line in lines)


def test_what_expenses_lack_is_told_apart() -> None:
    others = (("minimum", scored(99000, lacks=30000)),)
    found = proof(lacks=1243, others=others)
    said = verdict(found, YUAN)
    assert "this one costs 812.43." in said
    assert (
        "this one costs 812.43. That counts 12.43 for what expenses lack, which nobody charges: 1 % of it for each day of the "
        "time before the next income. It is proven"
    ) in said
    assert said.endswith(
        "The best of the simple ways, minimum, costs 110.00 less, but leaves more of the expenses unpaid, or for longer."
    )
    table = shown(best_plan_view(home(), found))
    row = next(line.split() for line in table.split("\n") if line.strip().startswith("minimum"))
    assert row[1:] == ["690.00", "0", "-110.00", "300.00"]
    assert "for what expenses lack" not in shown(best_plan_view(home(), proof()))


def test_a_simple_way_that_leaves_less_unpaid_but_is_late() -> None:
    others = (("minimum", scored(99000, late=4, lacks=1000)),)
    assert verdict(proof(lacks=1243, others=others), YUAN).endswith(
        "past due for 4 days more, and costs 180.00 more. That one leaves less of the expenses unpaid, or not for so long."
    )


def test_what_the_model_leaves_out_is_said() -> None:
    view = best_plan_view(home(), proof(left_out=("this one costs",)))
    assert "left out of the search: this one costs" in " ".join(shown(view).split())
    data = json.loads(as_json(view))
    assert data["left_out"] == ["this one costs"]


def test_the_proof_in_json() -> None:
    data = json.loads(as_json(best_plan_view(home(), proof(bound=81192, ending=Ending.TIME, price=1200))))
    picked = {key: data[key] for key in ("bound", "gap", "proven", "finished", "ended_by", "cost", "end_price")}
    assert picked == {
        "bound": "811.92",
        "gap": "0.51",
        "proven": False,
        "finished": False,
        "ended_by": "time",
        "cost": "812.43",
        "end_price": "12.00",
    }
    assert data["saves"][0] == {
        "name": "minimum",
        "cost": "990.00",
        "overdue_days": 0,
        "saved": "177.57",
        "days_saved": 0,
        "lack_price": "0.00",
    }


def test_compare_calls_the_optimal_plan_the_best_even_where_a_late_one_is_cheaper() -> None:
    projections = [played("minimum", 70000, late=30), played("optimal", 81243), played("avalanche", 81300)]
    view = compare_view(home(), projections, proof=proof())
    assert view.sentence.startswith("The best way is optimal: 812.43 up to 2027-10-31; no due is missed")
    assert "no plan can cost less than 812.40" in view.sentence
    data = json.loads(as_json(view))
    assert [each["proven"] for each in data["strategies"]] == [None, True, None]
    assert data["strategies"][1]["gap"] == "0.03"


def test_views_that_rest_on_a_search_say_what_is_not_proven() -> None:
    exact, open_one = proof().optimum, proof(bound=81192, left_out=("a rule",)).optimum
    assert gap_notes([exact], YUAN) == ()
    said = [note.message for note in gap_notes([exact, open_one, open_one], YUAN)]
    assert said[0].startswith("the optimal plan is the best one found: at most 0.51 could be saved")
    assert said[1:] == ["left out of the search: a rule"]


def test_chinese() -> None:
    locale.use("zh")
    said = verdict(proof(bound=81192, ending=Ending.TIME), YUAN)
    assert "任何方案" in said
    assert "no plan" not in said


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [0, 10, 20, 40, 80])
def test_the_line_of_a_search_fits(language: str, width: int) -> None:
    locale.use(language)
    for bound in (None, 123456700):
        assert cells(progress_line(Progress(bound, 123456789, 3.0), 3, YUAN, width)) <= width
