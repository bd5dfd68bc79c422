"""What dated flows of money cost a year, by three ways of counting time: equal periods of a year, unit-periods, days."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import lcm

from repaycli.core.dates import add_months, on_day
from repaycli.core.nouns import NamedTuple
from repaycli.products.irr import YearlyRate
from repaycli.products.root import Term, changes_once, found_rate

_STANDARD = (
    (1, "day", 1),
    (15, "semimonth", 1),
    (365, "year", 1),
    *((7 * count, "week", count) for count in range(1, 53)),
    *((30 * count, "month", count) for count in range(1, 12)),
)
"""Standard intervals of time: their days, kind and count. Source: 12 CFR 1026, Appendix J, (b)(4)."""


class Flow(NamedTuple):
    """Money on a day: received by the borrower above zero, paid below; minor units."""

    on: date
    amount: int


class Unit(NamedTuple):
    """A unit-period of Regulation Z: `size` days, weeks, months, or one semimonth, year or term of so many days."""

    kind: str  # "day", "week", "semimonth", "month", "year" or "term"
    size: int = 1

    @property
    def in_a_year(self) -> Fraction:
        """How many there are in a year."""
        per_year = {"day": 365, "week": 52, "semimonth": 24, "month": 12, "year": 1, "term": 365}
        return Fraction(per_year[self.kind], self.size)


class Costs(NamedTuple):
    """What flows cost a year: as unit-periods, in years as the directives count them, and by days of 365 to a year.

    Of the union's rate `eu_short` is what is rounded to one decimal of a per cent.
    """

    unit: Unit
    us: YearlyRate
    eu: YearlyRate
    eu_short: Fraction
    dated: YearlyRate


def costs(flows: Sequence[Flow]) -> Costs | None:
    """Return what gathered flows cost a year by each way of counting; None where less is paid than was received."""
    unit = unit_period([flow.on for flow in flows])
    us, eu, dated = us_rate(flows, unit), eu_rate(flows), dated_rate(flows)
    return Costs(unit, us, *eu, dated[0]) if us and eu and dated else None


def gathered(flows: Sequence[Flow]) -> list[Flow]:
    """Return the flows by date, those of one day as one, without what cancels out."""
    days: dict[date, int] = {}
    for flow in sorted(flows, key=lambda flow: flow.on):
        days[flow.on] = days.get(flow.on, 0) + flow.amount
    return [Flow(on, amount) for on, amount in days.items() if amount]


def is_single(flows: Sequence[Flow]) -> bool:
    """Tell whether one rate alone fits: money comes first and is repaid later."""
    return changes_once([Term(flow.amount, flow.on.toordinal()) for flow in flows])


def eu_rate(flows: Sequence[Flow]) -> tuple[YearlyRate, Fraction] | None:
    """Return the annual percentage rate of charge of the European Union, and the same to one decimal of a per cent.

    Formula: Σ C_k (1 + X)^−t_k = Σ D_l (1 + X)^−s_l; t and s in years from the first drawdown. X is the effective rate;
    nominal = 12 ((1 + X)^(1/12) − 1).
    Units: whole months are twelfths of a year; where all are whole weeks instead, 52nds; otherwise whole months counted
    back from the payment, and the days that are left ÷ 365, or 366 where the year that ends with them has a 29 February.
    Rounding: half up, to 0.01 %, and to 0.1 % as is disclosed at least.
    Source: Directive 2008/48/EC, Annex I, part I, remarks (c) and (d); 2014/17/EU, Annex I, part I (c) and part II.
    """
    return _by_years(flows, _intervals(flows))


def dated_rate(flows: Sequence[Flow]) -> tuple[YearlyRate, Fraction] | None:
    """Return the internal rate of return of dated flows: every day counts, 365 to a year (as spreadsheets' XIRR).

    Formula: Σ amount ÷ (1 + X)^(days ÷ 365) = 0. Rounding: as `eu_rate`.
    Source: the calendar basis of Directive 98/7/EC, Annex III, part A; PBoC Notice [2021] No. 3 (compound method).
    """
    return _by_years(flows, [Fraction((flow.on - flows[0].on).days, 365) for flow in flows])


def us_rate(flows: Sequence[Flow], unit: Unit) -> YearlyRate | None:
    """Return the annual percentage rate of Regulation Z by the actuarial method: the nominal one is the one disclosed.

    Formula: Σ A_k ÷ ((1 + e_k i)(1 + i)^q_k) = Σ P_j ÷ ((1 + f_j i)(1 + i)^t_j); APR = unit-periods in a year × i.
    Units: full unit-periods counted back from the payment; odd days ÷ 30 in months, ÷ 15 in semimonths, …
    Rounding: half up, to 0.01 %. Source: 12 CFR 1026, Appendix J, (b)(1), (b)(4), (b)(5), (b)(8).
    Gaps: the term begins with the first flow; the United States Rule method is not reckoned.
    """
    terms = [Term(flow.amount, *_unit_periods(flows[0].on, flow.on, unit)) for flow in flows]
    per_year = unit.in_a_year
    nominal = found_rate(terms, lambda yearly: yearly * per_year.denominator / per_year.numerator)
    power = (per_year.denominator, per_year.numerator)
    effective = found_rate(terms, lambda yearly: (1 + yearly) ** (type(yearly)(power[0]) / power[1]) - 1)
    return None if nominal is None or effective is None else YearlyRate(nominal, effective)


def unit_period(dates: Sequence[date]) -> Unit:
    """Return the unit-period of a transaction: its commonest period, at most a year; of equally common ones the shorter.

    Source: 12 CFR 1026, Appendix J, (b)(4): a single payment within a year makes the term the unit-period; where no period
    occurs twice, it is the average of all, rounded to the nearest standard interval, the shorter of two that are as near.

    >>> unit_period([date(1978, 2, 10), date(1978, 4, 1), date(1978, 5, 1), date(1978, 6, 1)])
    Unit(kind='month', size=1)
    """
    if len(dates) < 3:
        return _term(dates[0], dates[-1])
    if len(dates) > 4 and all(
        add_months(first, 1) == later for first, later in zip(dates[1:], dates[3:], strict=False)
    ):
        return Unit("semimonth")
    found: dict[Unit, int] = {}
    for first, later in pairwise(dates):
        found_unit = _period(first, later)
        if found_unit is not None:
            found[found_unit] = found.get(found_unit, 0) + 1
    common = [unit for unit, times in found.items() if times > 1 and times == max(found.values())]
    if common:
        return min(common, key=lambda unit: 1 / unit.in_a_year)
    average = Fraction((dates[-1] - dates[0]).days, len(dates) - 1)
    _, kind, count = min(_STANDARD, key=lambda each: (abs(each[0] - average), each[0]))
    return Unit(kind, count)


def _term(first: date, last: date) -> Unit:
    months = _whole_months(first, last)
    if (last - first).days > 365 or (months is not None and months >= 12):
        return Unit("year")
    return Unit("term", (last - first).days) if months is None else Unit("month", months)


def _period(first: date, later: date) -> Unit | None:
    months, days = _whole_months(first, later), (later - first).days
    if months is not None:
        return Unit("month", months) if months < 12 else Unit("year") if months == 12 else None
    if days > 365:
        return None
    return Unit("week", days // 7) if days % 7 == 0 else Unit("day", days)


def _whole_months(first: date, later: date) -> int | None:
    """Return the months between two dates where these are whole: the 31st of a short month is its last day."""
    months = (later.year - first.year) * 12 + later.month - first.month
    both_end = all(day == on_day(day.year, day.month, 31) for day in (first, later))
    return months if months > 0 and (both_end or later == add_months(first, months)) else None


def _months_back(first: date, later: date) -> tuple[int, int]:
    """Return the whole months counted back from the later date, and the days that are left from the first."""
    months = _whole_months(first, later)
    if months is not None:
        return months, 0
    count = (later.year - first.year) * 12 + later.month - first.month
    if add_months(later, -count) < first:
        count -= 1
    return count, (add_months(later, -count) - first).days


def _unit_periods(first: date, later: date, unit: Unit) -> tuple[int, Fraction]:
    days = (later - first).days
    match unit.kind:
        case "day" | "week" | "term":
            whole, rest = divmod(days, unit.size * (7 if unit.kind == "week" else 1))
            return whole, Fraction(rest, unit.size * (7 if unit.kind == "week" else 1))
        case "year":
            months, left = _months_back(first, later)
            whole, over = divmod(months, 12)
            if not left:
                return whole, Fraction(over, 12)
            return whole, Fraction((add_months(later, -12 * whole) - first).days, 365)
        case _:
            months, left = _months_back(first, later)
            if unit == Unit("month"):
                return months, Fraction(left, 30)
            size = 15 if unit.kind == "semimonth" else 30 * unit.size
            whole, rest = divmod(30 * months + left, size)
            return whole, Fraction(rest, size)


def _intervals(flows: Sequence[Flow]) -> list[Fraction]:
    """Return the years from the first flow to each, as the directives count them."""
    first = flows[0].on
    back = [_months_back(first, flow.on) for flow in flows]
    days = [(flow.on - first).days for flow in flows]
    if any(left for _, left in back) and all(count % 7 == 0 for count in days):
        return [Fraction(count // 7, 52) for count in days]
    return [Fraction(months, 12) + _rest(first, left) for months, left in back]


def _rest(first: date, days: int) -> Fraction:
    """Return days at the beginning as a part of the year that ends with them."""
    last = date.fromordinal(first.toordinal() + days)
    return Fraction(days, (last - add_months(last, -12)).days)


def _by_years(flows: Sequence[Flow], years: Sequence[Fraction]) -> tuple[YearlyRate, Fraction] | None:
    parts = lcm(*(each.denominator for each in years))
    terms = [Term(flow.amount, int(each * parts)) for flow, each in zip(flows, years, strict=True)]
    effective = found_rate(terms, lambda yearly: (1 + yearly) ** (1 / type(yearly)(parts)) - 1)
    short = found_rate(terms, lambda yearly: (1 + yearly) ** (1 / type(yearly)(parts)) - 1, Fraction(1, 1000))
    nominal = found_rate(terms, lambda yearly: (1 + yearly / 12) ** (12 / type(yearly)(parts)) - 1)
    if effective is None or short is None or nominal is None:
        return None
    return YearlyRate(nominal, effective), short
