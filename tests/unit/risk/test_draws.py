"""What is drawn: the distributions, and that the same seed draws the same everywhere."""

import hashlib
from datetime import date
from fractions import Fraction
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
import pytest

from repaycli.core.money import CURRENCIES
from repaycli.engine.day import Step
from repaycli.products.accounts import Flow, Household, Wallet
from repaycli.risk.draws import Drawn, Luck, draw

TODAY = date(2026, 1, 1)
PAYDAY = date(2026, 1, 15)
PATHS = 20_000


def drawn(flow: Flow, seed: int = 1, paths: int = PATHS, first: int = 0) -> Drawn:
    own = Household(as_of=TODAY, currency=CURRENCIES["CNY"], wallets=(Wallet("card", 0),), incomes=(flow,))
    return draw(own, TODAY, date(2026, 1, 31), paths, seed, first)[Step.INCOME, "pay", "pay", PAYDAY.toordinal()]


PAY = Flow("pay", 1_000_000, PAYDAY, "month")


def test_amounts_are_normal_around_what_is_planned() -> None:
    amounts = drawn(PAY._replace(spread=Fraction(1, 20))).amounts
    normal = NormalDist(1_000_000, 50_000)
    assert float(amounts.mean()) == pytest.approx(1_000_000, abs=3 * 50_000 / PATHS**0.5)
    assert float(amounts.std()) == pytest.approx(50_000, rel=0.03)
    for share in (0.01, 0.1, 0.5, 0.9, 0.99):
        below = float((amounts < normal.inv_cdf(share)).mean())
        assert below == pytest.approx(share, abs=4 * (share * (1 - share) / PATHS) ** 0.5)


def test_no_amount_is_below_nothing() -> None:
    amounts = drawn(PAY._replace(spread=Fraction(2))).amounts
    assert int(amounts.min()) == 0
    assert float((amounts == 0).mean()) == pytest.approx(NormalDist().cdf(-0.5), abs=0.02)


def test_as_many_fail_to_come_as_the_file_says() -> None:
    amounts = drawn(PAY._replace(missed=Fraction(3, 100))).amounts
    assert set(np.unique(amounts)) == {0, 1_000_000}
    assert float((amounts == 0).mean()) == pytest.approx(0.03, abs=4 * (0.03 * 0.97 / PATHS) ** 0.5)


@pytest.mark.parametrize("amount", [2**31 - 1, 2**31, 10**12])
def test_amounts_are_kept_whatever_their_size(amount: int) -> None:
    """Half the memory is enough for most, and not for all."""
    amounts = drawn(PAY._replace(amount=amount, missed=Fraction(1, 2)), paths=20).amounts
    assert set(amounts.tolist()) == {0, amount}


def test_delays_are_geometric_with_the_mean_that_the_file_states() -> None:
    late = drawn(PAY._replace(late_days=2)).late
    assert late is not None
    assert float(late.mean()) == pytest.approx(2, abs=4 * 6**0.5 / PATHS**0.5)
    for days in range(5):
        assert float((late >= days).mean()) == pytest.approx((2 / 3) ** days, abs=0.02)


def test_what_occurrences_have_in_common_is_a_share_of_their_variance() -> None:
    flow = PAY._replace(spread=Fraction(1, 10), common=Fraction(1, 4))
    own = Household(as_of=TODAY, currency=CURRENCIES["CNY"], wallets=(Wallet("card", 0),), incomes=(flow,))
    found = [each.amounts for each in draw(own, TODAY, date(2026, 2, 28), PATHS, 1).values()]
    matrix: npt.NDArray[np.float64] = np.corrcoef(np.array(found))
    assert float(matrix[0, 1]) == pytest.approx(0.25, abs=0.03)
    assert float(found[0].std()) == pytest.approx(100_000, rel=0.03)


def test_a_seed_draws_the_same_futures_however_many_and_in_whatever_batches() -> None:
    flow = PAY._replace(spread=Fraction(1, 20), missed=Fraction(1, 10), late_days=3)
    whole, few, later = drawn(flow, 7, 100), drawn(flow, 7, 10), drawn(flow, 7, 60, first=40)
    assert list(whole.amounts[:10]) == list(few.amounts)
    assert whole.late is not None
    assert later.late is not None
    assert list(whole.amounts[40:]) == list(later.amounts)
    assert list(whole.late[40:]) == list(later.late)
    assert list(whole.amounts) != list(drawn(flow, 8, 100).amounts)


def test_the_figures_are_the_same_on_every_machine() -> None:
    flow = PAY._replace(spread=Fraction(1, 20), missed=Fraction(1, 10), late_days=3)
    found = drawn(flow, 1, 1000)
    assert found.late is not None
    told = hashlib.sha256(repr((found.amounts.tolist(), found.late.tolist())).encode()).hexdigest()
    assert told[:16] == "cfdabd5fdb2ce8f9"


def test_one_future_is_asked_for_as_the_engine_asks() -> None:
    found = Drawn(np.array([0, 5]), np.array([0, 2]))
    at = {(Step.INCOME, "pay", "pay", 7): found}
    assert Luck(at, 0).drawn(Step.INCOME, "pay", PAY, 7) == []
    assert Luck(at, 1).drawn(Step.INCOME, "pay", PAY, 7) == [(5, 2)]
    assert Luck(at, 1).drawn(Step.INCOME, "pay", PAY, 8) is None
