"""What futures answer: counted by hand on futures made by hand, and against closed forms on futures that are drawn."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from statistics import NormalDist

import pytest
from unit.risk.futures import SALARY, TODAY, UNTIL, home, outcomes, spell

from repaycli.core.nouns import NamedTuple
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


class Case(NamedTuple):
    """An income of 1,000.00 on the 15th pays an instalment due on the 20th, three times; `once`: 1,250.00 does, one time.

    `late`: the instalment is missed if the income comes so many days late, or later; `amount`: so many thousandths of it come.
    """

    missed: Fraction = Fraction(0)
    late_days: int = 0
    spread: Fraction = Fraction(0)
    amount: int = 1000
    late: int = 6

    @property
    def once(self) -> bool:
        return bool(self.spread)

    @property
    def exact(self) -> float:
        """Missed with p, so late that it comes after the 20th with (m ÷ (m + 1))^6, too small with Φ((0.8 − 1) ÷ spread);
        of three times at least once with 1 − (1 − p)³."""
        if self.once:
            return NormalDist().cdf(float(Fraction(-1, 5) / self.spread))
        delayed = Fraction(self.late_days, self.late_days + 1) ** 6
        return float(1 - ((1 - self.missed) * (1 - delayed)) ** 3)

    def found(self) -> Chance:
        amount, until = (125000, date(2026, 11, 30)) if self.once else (100000, UNTIL)
        flow = Flow("salary", amount * self.amount // 1000, date(2026, 11, 15), "month", until)
        flow = flow._replace(missed=self.missed, late_days=self.late_days, spread=self.spread)
        own = home("a", income=flow)
        due = date(2026, 11, 14 + self.late)
        own = own._replace(loans=(own.loans[0]._replace(next_due=due, due_day=due.day),))
        return answers(own, play(own, TODAY, Wanted(400, 3, "minimum", until)), Ladder()).overdue


CASES = [
    *(Case(missed=Fraction(1, part)) for part in (100, 50, 20, 12, 8, 3, 2)),
    *(Case(late_days=mean) for mean in (1, 2, 3, 5, 9, 20)),
    *(Case(missed=Fraction(1, 12), late_days=2), Case(missed=Fraction(1, 4), late_days=1)),
    *(Case(spread=Fraction(part, 100)) for part in (8, 10, 20, 50, 100)),
]


@pytest.mark.parametrize("case", CASES)
def test_one_account_and_one_uncertain_income_agree_with_the_closed_form(case: Case) -> None:
    found = case.found()
    assert found.low <= case.exact <= found.high


@pytest.mark.parametrize(
    ("wrong", "case"),
    [
        pytest.param(Case(late_days=2, late=7), Case(late_days=2), id="a day of grace that nobody gave"),
        pytest.param(Case(late_days=5, late=5), Case(late_days=5), id="late on the due date itself"),
        pytest.param(Case(missed=Fraction(1, 5)), Case(missed=Fraction(1, 3)), id="some of the misses forgotten"),
        pytest.param(Case(spread=Fraction(1, 5), amount=1080), Case(spread=Fraction(1, 5)), id="too much comes"),
    ],
)
def test_an_engine_that_were_wrong_would_be_found_out(wrong: Case, case: Case) -> None:
    found = wrong.found()
    assert not found.low <= case.exact <= found.high


def test_where_nothing_varies_there_is_no_error() -> None:
    own = home("a", income=SALARY._replace(spread=Fraction(0)))
    found = answers(own, play(own, TODAY, Wanted(1, 1, "full", UNTIL)), Ladder())
    assert not found.is_uncertain
    assert found.overdue == Chance(0, 1, is_certain=True)
    assert found.overdue.high == 0
