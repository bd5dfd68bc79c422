"""What futures answer: counted by hand on futures made by hand, and against closed forms on futures that are drawn."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from statistics import NormalDist

import pytest
from unit.risk.futures import SALARY, TODAY, UNTIL, home, outcomes, spell

from repaycli.inputs.practice import read_ladder
from repaycli.products.accounts import Flow, Lender, Stage
from repaycli.products.delinquency import Ladder, What
from repaycli.risk.answers import Answers, answers, missed
from repaycli.risk.chances import Chance
from repaycli.risk.outcomes import Spell
from repaycli.risk.playing import Wanted, play


def told(*spells: Spell, lender: Lender | None = None, ladder: Ladder | None = None) -> Answers:
    return answers(home("a", "b", lender=lender), outcomes(*spells), ladder or Ladder())


def of_ten(hits: int) -> Chance:
    return Chance(hits, 10)


def test_a_future_counts_once_however_often_it_is_late() -> None:
    found = told(
        spell("a", date(2026, 11, 20), date(2026, 11, 22), 0, 1),
        spell("a", date(2026, 12, 20), None, 1, 2),
        spell("b", date(2026, 12, 20), date(2027, 1, 2), 2, 3),
    )
    assert found.overdue == found.missed == of_ten(4)
    assert [(each.name, each.overdue) for each in found.accounts] == [("a", of_ten(3)), ("b", of_ten(2))]
    assert found.late == ()


def test_by_month_the_day_of_the_payment_is_the_last_past_due() -> None:
    found = told(
        spell("a", date(2026, 11, 30), date(2026, 12, 1), 0),
        spell("a", date(2026, 12, 20), date(2027, 1, 1), 1),
        spell("b", date(2026, 12, 31), None, 2),
    )
    shown = {f"{month.first:%Y-%m}": month.overdue for month in found.months}
    assert shown == {"2026-11": of_ten(0), "2026-12": of_ten(2), "2027-01": of_ten(2), "2027-02": of_ten(1)}
    assert dict(found.months[2].accounts) == {"a": of_ten(1), "b": of_ten(1)}


def test_what_was_late_before_is_told_apart() -> None:
    found = told(spell("a", date(2026, 10, 20), date(2026, 11, 1), *range(10)), spell("b", date(2026, 12, 20), None, 3))
    assert (found.overdue, found.missed, found.late) == (of_ten(10), of_ten(1), ("a",))
    assert found.danger_on == TODAY
    assert found.months[0].overdue == of_ten(10)


def test_a_due_date_missed_on_the_last_day_is_not_past_due_yet() -> None:
    found = told(spell("a", UNTIL, None, 0, 1))
    assert found.overdue == found.missed == found.months[-1].overdue == of_ten(0)
    assert found.danger_on is None


def test_the_danger_begins_when_one_future_in_twenty_has_been_late() -> None:
    late = [spell("a", date(2026, 11, 20), None, 7), spell("b", date(2027, 1, 20), None, 0, 1, 2)]
    found = answers(home("a", "b"), outcomes(*late, paths=40), Ladder())
    assert found.danger_on == date(2027, 1, 21)
    assert answers(home("a", "b"), outcomes(*late, paths=20), Ladder()).danger_on == date(2026, 11, 21)


def test_stages_begin_so_many_days_past_due_at_the_end_of_a_day() -> None:
    own = Lender("bank", 3, 5, Fraction(1, 2), 10, (Stage("first", 0), Stage("second", 12)))
    found = told(
        spell("a", date(2026, 11, 20), date(2026, 11, 21), 0),
        spell("a", date(2026, 11, 20), date(2026, 11, 23), 1),
        spell("a", date(2026, 11, 20), date(2026, 11, 24), 2),
        spell("a", date(2026, 11, 20), date(2026, 12, 3), 3),
        spell("a", date(2027, 2, 20), None, 4),
        lender=own,
    )
    follows = {(each.threshold.what, each.threshold.detail): each.chance.hits for each in found.accounts[0].follows}
    assert follows == {
        (What.STAGE, "first"): 4,
        (What.STAGE, "second"): 1,
        (What.SPENDING_FROZEN, ""): 3,
        (What.LIMIT_CUT, ""): 2,
        (What.REPORTED, ""): 1,
    }


def test_a_mark_needs_a_months_end_past_due_for_as_long_as_it_takes_to_be_reported() -> None:
    own = Lender("bank", reported_after_days=11)
    late = [
        spell("a", date(2026, 11, 20), date(2026, 11, 30), 0),
        spell("a", date(2026, 11, 20), date(2026, 12, 1), 1),
        spell("a", date(2026, 11, 19), date(2026, 12, 1), 2),
        spell("a", date(2027, 2, 1), None, 3),
    ]
    ladder = read_ladder("CNY")
    marks = [
        each
        for each in told(*late, lender=own, ladder=ladder).accounts[0].follows
        if each.threshold.what is What.RECORD_MARK
    ]
    assert [(each.chance.hits, each.threshold.days, each.threshold.is_certain) for each in marks] == [(2, 11, True)]
    marks = [each for each in told(*late, ladder=ladder).accounts[0].follows if each.threshold.what is What.RECORD_MARK]
    assert [(each.chance.hits, each.threshold.days, each.threshold.is_certain) for each in marks] == [(3, 1, False)]


def test_the_first_futures_alone() -> None:
    late = outcomes(spell("a", date(2026, 11, 20), None, 1, 8))
    assert (missed(late), missed(late, among=5)) == (of_ten(2), Chance(1, 5))


P = Fraction(1, 12)
CASES = [
    pytest.param({"missed": P}, 1 - (1 - P) ** 3, id="missed"),
    pytest.param({"missed": Fraction(1, 3)}, 1 - Fraction(2, 3) ** 3, id="often missed"),
    pytest.param({"late_days": 2}, 1 - (1 - Fraction(2, 3) ** 6) ** 3, id="late"),
    pytest.param({"late_days": 9}, 1 - (1 - Fraction(9, 10) ** 6) ** 3, id="very late"),
    pytest.param({"missed": P, "late_days": 2}, 1 - ((1 - P) * (1 - Fraction(2, 3) ** 6)) ** 3, id="missed or late"),
    pytest.param({"spread": Fraction(1, 5), "until": date(2026, 11, 30)}, NormalDist().cdf(-1), id="short"),
    pytest.param({"spread": Fraction(1, 10), "until": date(2026, 11, 30)}, NormalDist().cdf(-2), id="seldom short"),
]


@pytest.mark.parametrize(("chances", "exact"), CASES)
def test_one_account_and_one_uncertain_income_agree_with_the_closed_form(
    chances: dict[str, Fraction | int | date], exact: Fraction | float
) -> None:
    """An income of 1,000.00 on the 15th pays an instalment due on the 20th; where it is only short, 1,250.00 does once.

    It is missed with p, so late that it comes after the 20th with (m ÷ (m + 1))^6, too small with Φ((0.8 − 1) ÷ spread):
    on time three times running with (1 − p)³, and so on.
    """
    once = "until" in chances
    flow = Flow("salary", 125000 if once else 100000, date(2026, 11, 15), "month")._replace(**chances)
    own = home("a", income=flow)
    until = date(2026, 11, 30) if once else UNTIL
    found = answers(own, play(own, TODAY, Wanted(600, 3, "minimum", until)), Ladder())
    assert found.overdue.low <= exact <= found.overdue.high
    assert found.months[0].overdue.of == 600


def test_where_nothing_varies_there_is_no_error() -> None:
    own = home("a", income=SALARY._replace(spread=Fraction(0)))
    found = answers(own, play(own, TODAY, Wanted(1, 1, "full", UNTIL)), Ladder())
    assert not found.is_uncertain
    assert found.overdue == Chance(0, 1, is_certain=True)
    assert found.overdue.high == 0
