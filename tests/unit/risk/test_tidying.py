"""A line of many futures is kept short, and no future can tell."""

from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from repaycli.core.money import CURRENCIES
from repaycli.core.rates import Rate
from repaycli.engine.line.closing import close
from repaycli.engine.line.paying import pay
from repaycli.engine.line.state import Line
from repaycli.engine.lots import BEARING, HELD, Fate, Lot
from repaycli.engine.run import Run
from repaycli.products.accounts import CreditLine, Household, Wallet
from repaycli.products.allocation import PURCHASES
from repaycli.products.interest import Run as Stretch
from repaycli.products.interest import simple_numerator
from repaycli.products.terms import Compound
from repaycli.risk import tidying
from repaycli.risk.many import Many, spread
from repaycli.risk.tidying import tidy

AS_OF = date(2026, 1, 1)
TODAY = AS_OF.toordinal() + 100
CARD = CreditLine("card", "bank", 100_000, Rate(Fraction(1, 2000), "day"), statement_day=5, due_day=25)


@pytest.fixture(autouse=True)
def short_lines_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tidying, "MANY", 0)


def run_of(card: CreditLine, *lots: Lot) -> tuple[Run, Line]:
    own = Household(AS_OF, CURRENCIES["CNY"], wallets=(Wallet("cash", 0),), lines=(card,))
    run = Run(own, AS_OF, strategy=None)
    line = run.lines["card"]
    line.rest = list(lots)
    line.owed = sum(lot.balance for lot in lots)
    return run, line


def lot(posted: int, *balances: int, known: bool = True, since: int = TODAY - 5, fate: Fate = BEARING) -> Lot:
    """A carried purchase that has borne interest for the fifteen days before `since`, as it stands now."""
    found = Lot(PURCHASES, each(balances), TODAY + posted, 5, fate, since)
    found.carried, found.known = True, known
    found.runs = [Stretch(since - 15, since, each([balance + 7 for balance in balances]), 5, False, PURCHASES)]
    return found


def each(values: Any) -> Any:
    return Many(np.array(values))


def told(line: Line) -> list[tuple[bool, list[int], list[int]]]:
    """Return in each class of lots what is left in each future, and what it has borne by the end of today."""
    found: list[tuple[bool, list[int], list[int]]] = []
    for known in (True, False):
        left, borne = np.zeros(3, dtype=int), np.zeros(3, dtype=int)
        for one in line.all_lots():
            if one.known is known:
                now = Stretch(one.since, TODAY + 1, one.balance, 5, False, PURCHASES)
                left += spread(one.balance, 3)
                borne += spread(simple_numerator([*one.runs, now]), 3)
        found.append((known, left.tolist(), borne.tolist()))
    return found


def test_lots_that_differ_in_their_day_become_one() -> None:
    run, line = run_of(CARD, lot(-60, 300, 0, 0), lot(-40, 0, 500, 0), lot(-30, 0, 0, 900))
    before = told(line)
    tidy(run, TODAY)
    assert [spread(one.balance, 3).tolist() for one in line.rest] == [[300, 500, 900]]
    assert told(line) == before


def test_two_lots_of_one_future_stay_two() -> None:
    run, line = run_of(CARD, lot(-60, 300, 0, 0), lot(-40, 200, 500, 0))
    tidy(run, TODAY)
    assert [spread(one.balance, 3).tolist() for one in line.rest] == [[300, 500, 0], [200, 0, 0]]


def test_what_stood_still_since_another_day_is_noted_first() -> None:
    run, line = run_of(CARD, lot(-60, 300, 0, 0), lot(-40, 0, 500, 0, since=TODAY - 2))
    before = told(line)
    tidy(run, TODAY)
    assert len(line.rest) == 1
    assert told(line) == before


def test_a_lot_between_keeps_its_turn_where_the_later_one_is_anything() -> None:
    """In the first future the new purchase in the middle comes before the last one; in the third nothing is in the middle."""
    lots = [lot(-60, 0, 40, 0), lot(-50, 100, 60, 0, known=False), lot(-40, 70, 0, 20)]
    run, line = run_of(CARD, *lots)
    before = told(line)
    tidy(run, TODAY)
    assert [(one.known, spread(one.balance, 3).tolist()) for one in line.rest] == [
        (True, [0, 40, 20]),
        (False, [100, 60, 0]),
        (True, [70, 0, 0]),
    ]
    assert told(line) == before
    pay(line, TODAY + 1, 90)
    assert [left for _, left, _ in told(line)] == [[70, 0, 0], [10, 10, 0]]


def test_what_a_statement_carries_is_as_old_as_its_oldest_part_in_each_future() -> None:
    lots = [lot(-40, 5, 7, 0), lot(-60, 0, 6, 9)]
    for one in lots:
        one.runs = []
    _, line = run_of(CARD, *lots)
    close(line, TODAY)
    found = [(one.posted - TODAY, spread(one.balance, 3).tolist()) for one in line.statements[-1].lots if one.carried]
    assert found == [(-40, [5, 0, 0]), (-60, [0, 13, 9])]


def test_what_is_nothing_anywhere_goes() -> None:
    gone = lot(-60, 0, 0, 0)
    gone.runs = []
    run, line = run_of(CARD, gone, lot(-40, 1, 2, 3))
    tidy(run, TODAY)
    assert [one.posted for one in line.rest] == [TODAY - 40]


@pytest.mark.parametrize(
    ("card", "fate"),
    [
        (CARD, HELD),
        (CARD._replace(compound=Compound.DAILY), BEARING),
        (CARD._replace(round_at="segment"), BEARING),
    ],
    ids=["held", "compounding", "by-segment"],
)
def test_what_is_judged_or_rounded_by_itself_stays_by_itself(card: CreditLine, fate: Fate) -> None:
    run, line = run_of(card, lot(-60, 300, 0, 0, fate=fate), lot(-40, 0, 500, 0, fate=fate))
    tidy(run, TODAY)
    assert len(line.rest) == 2
