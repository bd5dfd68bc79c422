"""History: how an income varies by what is recorded of it, fitted to the distributions that `repaycli.risk.draws` draws from."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from math import isqrt

from repaycli.core.nouns import NamedTuple
from repaycli.products.accounts import Flow, Household
from repaycli.products.receipts import ENOUGH, Occurrence, lived
from repaycli.risk.chances import interval

_FINE = 1000
"""Spread and missed are told to so many parts: tenths of a percent. Few occurrences say no more."""

_MOST_SPREAD, _MOST_DAYS = Fraction(10), 365
"""The most that the file takes."""


class Varies(NamedTuple):
    """How an income varies, as the file's keys of these names say it; `late_days` in whole days."""

    spread: Fraction
    missed: Fraction
    late_days: int


class History(NamedTuple):
    """What is recorded of an income: `occurrences`, of which `came` brought something, `mean` on average (minor units).

    `planned` and `stated`: what the file says of it, of the latest where several incomes have its name. `fitted`: what
    history says instead; None where fewer than six occurrences are recorded.
    """

    income: str
    occurrences: int
    came: int
    mean: int
    planned: int
    stated: Varies
    fitted: Varies | None

    @property
    def missed(self) -> int:
        """How many did not come."""
        return self.occurrences - self.came

    @property
    def missed_at_most(self) -> Fraction:
        """The share that may not come all the same, 95 times in 100."""
        return interval(self.missed, self.occurrences)[1]


def histories(household: Household, today: date) -> tuple[History, ...]:
    """Return what is recorded up to today of each income of which anything is, in the order of the file."""
    found: list[History] = []
    for name in dict.fromkeys(flow.name for flow in household.incomes):
        own = lived(household.receipts, name, today)
        if own:
            found.append(_history(max(_named(household.incomes, name), key=lambda flow: flow.first), own))
    return tuple(found)


def _named(flows: Iterable[Flow], name: str) -> list[Flow]:
    return [flow for flow in flows if flow.name == name]


def _history(flow: Flow, own: Sequence[Occurrence]) -> History:
    amounts = [each.amount for each in own if each.amount]
    stated = Varies(flow.spread, flow.missed, flow.late_days)
    mean = _half_up(Fraction(sum(amounts), len(amounts))) if amounts else 0
    fitted = fit(own, stated) if len(own) >= ENOUGH else None
    return History(flow.name, len(own), len(amounts), mean, flow.amount, stated, fitted)


def fit(own: Sequence[Occurrence], stated: Varies) -> Varies:
    """Return how an income varies by its occurrences; what they cannot tell is as `stated`.

    Formula: spread = s ÷ m of the amounts that came, s = √(Σ (x − m)² ÷ (n − 1)), m their mean; fewer than two tell none.
    missed = k ÷ n, k of all n did not come; where none failed to come, n tell no share, only that it is small, so the stated
    one stays. late_days = the mean of max(0, day − planned day) over all that came and whose planned day is known: the
    geometric distribution counts from 0, so those in time belong to it.
    Units: shares; whole days. Rounding: half up, spread and missed to a tenth of a percent, late_days to a day; exact
    before. At most what the file takes: 1000 %, 365 days.
    Source: the unbiased sample variance; the maximum-likelihood estimators of a Bernoulli chance (k ÷ n) and of a geometric
    mean (the sample mean): Casella and Berger, Statistical Inference, 2nd ed. (2002), sections 5.2 and 7.2.
    Gaps: a trend, and what occurrences have in common (`common`), are not looked for.

    >>> fit([Occurrence(amount, 1) for amount in (90, 110, 100)] + [Occurrence(0, None)], Varies(*(Fraction(0),) * 2, 0))
    Varies(spread=Fraction(1, 10), missed=Fraction(1, 4), late_days=1)
    """
    amounts = [each.amount for each in own if each.amount]
    delays = [each.late for each in own if each.late is not None]
    missed = len(own) - len(amounts)
    return Varies(
        min(_spread(amounts), _MOST_SPREAD) if len(amounts) > 1 else stated.spread,
        Fraction(_half_up(Fraction(missed * _FINE, len(own))), _FINE) if missed else stated.missed,
        min(_half_up(Fraction(sum(delays), len(delays))), _MOST_DAYS) if delays else stated.late_days,
    )


def _spread(amounts: Sequence[int]) -> Fraction:
    """Return the standard deviation ÷ the mean, in parts; √x rounded half up is (⌊√4x⌋ + 1) ÷ 2, rounded down."""
    count, total, squares = len(amounts), sum(amounts), sum(amount * amount for amount in amounts)
    square = Fraction((count * squares - total * total) * count, (count - 1) * total * total)
    fine = square * (2 * _FINE) ** 2
    return Fraction((isqrt(fine.numerator // fine.denominator) + 1) // 2, _FINE)


def _half_up(value: Fraction) -> int:
    return int(value + Fraction(1, 2))


def as_fitted(household: Household, found: Iterable[History]) -> Household:
    """Return the household whose incomes vary as history says, where it says so."""
    fitted = {each.income: each.fitted for each in found if each.fitted}
    incomes = [
        flow._replace(**fitted[flow.name]._asdict()) if flow.name in fitted else flow for flow in household.incomes
    ]
    return household._replace(incomes=tuple(incomes))
