"""What the wallets hold and what each account owes over time, in one run: what a chart is drawn from."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from repaycli.core.dates import on_day
from repaycli.core.nouns import NamedTuple
from repaycli.engine.book import as_date
from repaycli.engine.run import Run
from repaycli.engine.totals import owed_in_all

_BY_WEEK = 200
"""Over so many days debts are looked at every week, over more of them at the end of every month."""


class CashMonth(NamedTuple):
    """A calendar month: the least that all wallets held at a day's end, the first day of that, and what they held last."""

    first: date
    lowest: int
    lowest_on: date
    at_end: int


class Course(NamedTuple):
    """How cash and debts go on from today; amounts in minor units, all at a day's end.

    `cash`: what all wallets hold, on each day on which something happened. `reserve`: what of it is never used for
    repayments. `owed`: for each account what it owes on each of `days`, instalments not yet billed and interest accrued and
    not posted included; the last of them is the run's last day.
    """

    cash: tuple[tuple[date, int], ...]
    months: tuple[CashMonth, ...]
    reserve: int
    days: tuple[date, ...]
    owed: tuple[tuple[str, tuple[int, ...]], ...]


def course(run: Run, until: int) -> Course:
    """Live a run that stands at its beginning through to `until` (inclusive), and tell what it comes past."""
    days = list(_days(as_date(run.today), as_date(until)))
    owed: dict[str, list[int]] = {name: [] for name in run.debts}
    for day in days:
        run.advance(day.toordinal())
        for name, debt in run.debts.items():
            owed[name].append(owed_in_all(debt, day.toordinal()))
    cash = [(as_date(day), sum(holds)) for day, holds, _ in run.path if run.today <= day <= until]
    return Course(
        tuple(cash),
        tuple(_months(cash, as_date(until))),
        sum(purse.reserve for purse in run.cash.purses),
        tuple(days),
        tuple((name, tuple(found)) for name, found in owed.items()),
    )


def _days(today: date, until: date) -> Iterator[date]:
    """Yield the days on which debts are looked at.

    >>> [str(day) for day in _days(date(2026, 11, 1), date(2026, 11, 16))]
    ['2026-11-08', '2026-11-15', '2026-11-16']
    >>> [f"{day:%m-%d}" for day in _days(date(2026, 11, 30), date(2027, 7, 1))][:3]
    ['11-30', '12-31', '01-31']
    """
    is_short = (until - today).days <= _BY_WEEK
    number, day = 1, today + timedelta(days=7) if is_short else on_day(today.year, today.month, 31)
    while day < until:
        yield day
        day = today + timedelta(days=7 * (number + 1)) if is_short else on_day(today.year, today.month + number, 31)
        number += 1
    yield until


def _months(cash: Sequence[tuple[date, int]], until: date) -> Iterator[CashMonth]:
    """Yield every calendar month from the first entry to `until`; what is held stays until the next entry."""
    first, holds, place = cash[0][0], cash[0][1], 0
    while first <= until:
        following = on_day(first.year, first.month + 1, 1)
        lowest, on = holds, first
        while place < len(cash) and cash[place][0] < following:
            day, holds = cash[place]
            if holds < lowest or day == first:
                lowest, on = holds, day
            place += 1
        yield CashMonth(first.replace(day=1), lowest, on, holds)
        first = following
