"""What recorded occurrences of an income say of how it varies."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from repaycli.core.money import CURRENCIES
from repaycli.products.accounts import Flow, Household, Receipt
from repaycli.products.receipts import Occurrence, lived, with_receipts
from repaycli.risk.history import Varies, as_fitted, fit, histories

STATED = Varies(Fraction(3, 100), Fraction(1, 100), 4)
TODAY = date(2026, 11, 20)
SALARY = Flow("salary", 100_000, date(2026, 11, 15), "month", spread=STATED.spread, missed=STATED.missed, late_days=4)


def came(*amounts: int, late: int | None = 0) -> list[Occurrence]:
    return [Occurrence(amount, late if amount else None) for amount in amounts]


def receipts(*days: tuple[str, int, str | None]) -> list[Receipt]:
    return [
        Receipt("salary", date.fromisoformat(on), amount, date.fromisoformat(due) if due else None)
        for on, amount, due in days
    ]


def household(*given: Receipt, incomes: tuple[Flow, ...] = (SALARY,)) -> Household:
    return with_receipts(Household(date(2026, 11, 1), CURRENCIES["CNY"], incomes=incomes), given)


@pytest.mark.parametrize(
    ("amounts", "spread"),
    [
        ((100, 100, 100, 100, 100, 100), "0"),
        ((90, 110), "0.141"),  # √200 = 14.142 of 100
        ((1, 3), "0.707"),  # √2 = 1.41421 of 2: 0.70711
        ((999, 1001, 1000), "0.001"),
        ((9995, 10005, 10000), "0.001"),  # 5 of 10,000: exactly half a tenth of a percent
        ((9996, 10004, 10000), "0"),  # 4 of 10,000
        ((10**14 - 1, 10**14 + 1), "0"),
        ((1, 10**12), "1.414"),  # √2, all but
    ],
)
def test_spread_is_exact_and_rounded_once(amounts: tuple[int, ...], spread: str) -> None:
    assert fit(came(*amounts), STATED).spread == Fraction(spread)


def test_no_more_than_the_file_takes() -> None:
    found = fit([*came(10**12), *came(*[1] * 400, late=9999)], STATED)
    assert (found.spread, found.late_days) == (10, 365)


@pytest.mark.parametrize(("missed", "of", "share"), [(1, 6, "0.167"), (1, 8, "0.125"), (3, 16, "0.188"), (6, 6, "1")])
def test_the_share_that_did_not_come(missed: int, of: int, share: str) -> None:
    assert fit(came(*[0] * missed, *[5] * (of - missed)), STATED).missed == Fraction(share)


def test_what_history_cannot_tell_stays_as_the_file_says() -> None:
    assert fit(came(5, 5, 5, 5, 5, 5, late=None), STATED) == Varies(Fraction(0), STATED.missed, STATED.late_days)
    assert fit(came(0, 0, 0, 0, 0, 0), STATED) == Varies(STATED.spread, Fraction(1), STATED.late_days)
    assert fit(came(0, 0, 0, 0, 0, 7), STATED).spread == STATED.spread


@pytest.mark.parametrize(("delays", "mean"), [((0, 0, 1), 0), ((0, 1), 1), ((0, 0, 0, 0, 0, 3), 1), ((2, 3, 2), 2)])
def test_the_delay_is_the_mean_of_all_that_came(delays: tuple[int, ...], mean: int) -> None:
    assert fit([Occurrence(5, late) for late in delays], STATED).late_days == mean


def test_parts_of_one_planned_day_are_one_occurrence_that_ends_with_the_last() -> None:
    parts = receipts(("2026-10-14", 60_000, "2026-10-15"), ("2026-10-21", 30_000, "2026-10-15"))
    more = receipts(*((f"2026-{month:02}-15", 90_000, f"2026-{month:02}-15") for month in range(5, 10)))
    (found,) = histories(household(*parts, *more), TODAY)
    assert (found.occurrences, found.came, found.mean, found.planned) == (6, 6, 90_000, 100_000)
    assert found.fitted == Varies(Fraction(0), STATED.missed, 1)  # 6 days late once of six


def test_fewer_than_six_tell_nothing_and_days_to_come_do_not_count() -> None:
    given = receipts(
        *((f"2026-{month:02}-15", 90_000, None) for month in range(5, 10)), ("2026-12-15", 9, "2026-12-15")
    )
    (found,) = histories(household(*given), TODAY)
    assert (found.occurrences, found.fitted) == (5, None)
    assert histories(household(), TODAY) == ()
    (later,) = histories(household(*given), date(2026, 12, 15))
    assert later.fitted is not None


def test_incomes_of_one_name_are_one_and_take_it_all() -> None:
    raised = SALARY._replace(amount=120_000, first=date(2027, 1, 15), spread=Fraction(0))
    given = receipts(*((f"2026-{month:02}-15", 100_000 + month, None) for month in range(5, 11)))
    own = household(*given, incomes=(raised, SALARY, Flow("other", 1, date(2026, 1, 1))))
    (found,) = histories(own, TODAY)
    assert (found.planned, found.stated.spread) == (120_000, 0)
    assert found.fitted is not None
    after = as_fitted(own, [found])
    assert [(flow.spread, flow.late_days) for flow in after.incomes] == [(0, 4), (0, 4), (0, 0)]
    assert [flow.amount for flow in after.incomes] == [120_000, 100_000, 1]


def test_what_comes_early_is_on_time() -> None:
    own = receipts(("2026-11-12", 5, "2026-11-15"), ("2026-10-18", 5, "2026-10-15"))
    assert [each.late for each in lived(own, "salary", TODAY)] == [0, 3]
