"""Most futures differ in their cash alone: their accounts are one number, and the few others go on by themselves."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import numpy as np

from repaycli.core.money import CURRENCIES
from repaycli.core.rates import Rate
from repaycli.engine.branch import branch, replay
from repaycli.engine.day import Step
from repaycli.engine.run import Run
from repaycli.products.accounts import Flow, Household, Loan, Wallet
from repaycli.products.terms import Repayment
from repaycli.risk.crowd import Crowd
from repaycli.risk.draws import Drawn, Place
from repaycli.risk.many import Many
from repaycli.risk.outcomes import Whole
from repaycli.strategies.waterfall import Waterfall

TODAY = date(2026, 1, 1)
RATE = Rate(Fraction(0), "day")
LOAN = Loan("loan", "bank", 120_000, RATE, Repayment.EQUAL_PRINCIPAL, 12, date(2026, 1, 20), 20)
PAY = Flow("pay", 15_000, date(2026, 1, 15), "month", spread=Fraction(1, 10))
OWN = Household(as_of=TODAY, currency=CURRENCIES["CNY"], wallets=(Wallet("card", 0),), incomes=(PAY,), loans=(LOAN,))


class Silent:
    def note(self, run: Run, futures: Whole) -> None:
        pass


def lived(pay: Mapping[date, list[int]], until: date) -> Crowd:
    """Live through incomes of five futures."""
    drawn: dict[Place, Drawn] = {
        (Step.INCOME, "pay", "pay", on.toordinal()): Drawn(np.array(amounts), None) for on, amounts in pay.items()
    }
    run = branch(replay(OWN, TODAY, workings=False), Waterfall("minimum"), workings=False)
    crowd = Crowd(run, drawn, np.arange(5), Silent())
    crowd.advance(until.toordinal())
    return crowd


def lanes(crowd: Crowd) -> dict[tuple[int, ...], int]:
    """Return what the loan comes to in each lane, by its futures."""
    return {tuple(sorted(map(int, lane.futures))): lane.run.loans["loan"].owed for lane in crowd.lanes}


def test_futures_that_pay_what_is_asked_share_their_accounts() -> None:
    crowd = lived({date(2026, 1, 15): [15_000, 16_000, 17_000, 18_000, 19_000]}, date(2026, 1, 31))
    assert lanes(crowd) == {(0, 1, 2, 3, 4): 110_000}
    assert type(crowd.lanes[0].run.cash.purses[0].holds) is Many


def test_one_that_cannot_goes_on_by_itself() -> None:
    crowd = lived({date(2026, 1, 15): [15_000, 16_000, 4_000, 18_000, 19_000]}, date(2026, 1, 31))
    assert lanes(crowd) == {(0, 1, 3, 4): 110_000, (2,): 116_000}


def test_it_comes_back_once_its_accounts_stand_alike_again() -> None:
    pay = {
        date(2026, 1, 15): [15_000, 16_000, 4_000, 18_000, 19_000],
        date(2026, 2, 15): [15_000, 14_000, 30_000, 18_000, 19_000],
    }
    crowd = lived(pay, date(2026, 3, 31))
    assert lanes(crowd) == {(0, 1, 2, 3, 4): 90_000}
