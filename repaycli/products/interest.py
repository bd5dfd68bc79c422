"""Interest over runs of days, exactly: integers over one denominator per account.

A run is a stretch of days on which a balance and its rate stood still. Its interest is
balance × rate × days, and the sum over runs is kept as an integer numerator over the account's denominator;
only the amount that is posted is rounded.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import lcm

from repaycli.core.money import Rounding, round_ratio
from repaycli.core.nouns import NamedTuple
from repaycli.core.whole import ratio


class Run(NamedTuple):
    """Days `[start, end)` (ordinals) with one balance (minor units) and one daily rate (numerator).

    With `months` it is so many whole months whatever their days, and `rate` is per month.
    """

    start: int
    end: int
    balance: int
    rate: int
    penal: bool  # an overdue base: its interest is penalty interest
    part: str
    months: int = 0


def common_denominator(rates: Iterable[Fraction]) -> int:
    """Return one denominator over which every rate of an account is a whole numerator."""
    return lcm(*(rate.denominator for rate in rates))


def monthly_denominator(rates: Iterable[Fraction]) -> int:
    """Return one denominator that also holds a twelfth of each rate's year."""
    return 12 * common_denominator(rates)


def by_month(run: Run, months: int, year_days: int) -> Run:
    """Count a run as whole months, each a twelfth of the year: rate × year_days ÷ 12 a month.

    The denominator has to come from `monthly_denominator`.
    """
    return run._replace(rate=run.rate * year_days // 12, months=months)


def numerator(rate: Fraction, denominator: int) -> int:
    """Return `rate` as a numerator over `denominator`; the denominator must fit."""
    return rate.numerator * (denominator // rate.denominator)


def simple_numerator(runs: Iterable[Run]) -> int:
    """Sum balance × rate × days (or months): the exact interest times the account's denominator."""
    return sum([run.balance * (run.rate * (run.months or run.end - run.start)) for run in runs])


def compounded(runs: Sequence[Run], denominator: int) -> Fraction:
    """Interest when accrued interest joins the balance each day (US cards), exact in minor units.

    Formula: A' = (balance + A) × (1 + rate)^days − balance, run after run, from A = 0.
    Source: Regulation Z model forms, daily balance method including current transactions.
    """
    accrued, whole = 0, 1  # A = accrued / whole: plain integers are several times faster than fractions
    for run in runs:
        days = run.end - run.start
        accrued = (run.balance * whole + accrued) * (denominator + run.rate) ** days
        whole *= denominator**days
        accrued -= run.balance * whole
    return ratio(accrued, whole)


def without_gaps(runs: Sequence[Run], end: int, rate: int) -> list[Run]:
    """Fill the days on which nothing was owed any more with runs of balance 0, up to `end` (exclusive).

    With daily compounding the interest accrued so far goes on bearing interest after its principal is paid, at the end
    at the rate that holds then.
    """
    filled: list[Run] = []
    for run in runs:
        if filled and filled[-1].end < run.start:
            filled.append(filled[-1]._replace(start=filled[-1].end, end=run.start, balance=0))
        filled.append(run)
    if filled and filled[-1].end < end:
        filled.append(filled[-1]._replace(start=filled[-1].end, end=end, balance=0, rate=rate))
    return filled


def joined(runs: Iterable[Run]) -> list[Run]:
    """Join runs that follow each other with nothing changed, for showing and for rounding by segment."""
    found: list[Run] = []
    for run in runs:
        last = found[-1] if found else None
        if last is not None and last.end == run.start and last[2:] == run[2:] and not run.months:
            found[-1] = last._replace(end=run.end)
        else:
            found.append(run)
    return found


def gathered(runs: Sequence[Run]) -> list[Run]:
    """Put runs of one kind together as one night of what they add up to: they bear the same, but no days can be told.

    >>> gathered([Run(1, 4, 100, 5, True, "principal"), Run(4, 5, 50, 5, True, "principal")])[0][:3]
    (4, 5, 350)
    """
    found: dict[tuple[object, ...], Run] = {}
    for run in runs:
        known = found.get(run[3:])
        nights = run.balance * (run.end - run.start)
        balance = nights if known is None else known.balance + nights
        found[run[3:]] = run._replace(start=run.end - 1, balance=balance)
    return list(found.values())


def posted(exact: Fraction, unit: int, mode: Rounding) -> int:
    """Round an exact amount once, where it is posted."""
    return round_ratio(exact.numerator, exact.denominator, unit, mode)
