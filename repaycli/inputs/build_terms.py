"""Terms that loans and lines share: rates, late fees, coupons, dated rows."""

from datetime import date
from fractions import Fraction
from typing import cast

from repaycli.core.rates import Rate
from repaycli.core.text import text
from repaycli.inputs.reader import Record
from repaycli.inputs.source import Findings
from repaycli.products.terms import Coupon, LateFee, RateChange

HIGH_DAILY = Fraction(1, 100)
HIGH_ANNUAL = Fraction(4)
LOW_ANNUAL = Fraction(1, 500)


def rate_of(record: Record) -> Rate:
    """Return an account's own rate in the unit it was stated in."""
    year_days = record.maybe("year_days", int) or 365
    daily = record.maybe("daily_rate", Fraction)
    if daily is not None:
        return Rate(daily, "day", year_days)
    return Rate(record.get("annual_rate", Fraction), "year", year_days)


def look_at_rate(record: Record, findings: Findings) -> None:
    """Warn when a rate looks like that of another period, here and in dated changes."""
    for item in (record, *record.rows("rates")):
        daily, annual = item.maybe("daily_rate", Fraction), item.maybe("annual_rate", Fraction)
        if daily is not None and daily > HIGH_DAILY:
            findings.warning(
                "rate-looks-high",
                text("{percent} a day is {year} a year", percent=_percent(daily), year=_percent(daily * 365)),
                item.at("daily_rate"),
                why=text("consumer loans cost 0.01 % to 0.1 % a day"),
                help=text("did you mean {near}?", near=f'annual_rate = "{_percent(daily)}"'),
            )
        if annual is not None and annual > HIGH_ANNUAL:
            findings.warning(
                "rate-looks-high",
                text("{percent} a year is more than consumer loans cost", percent=_percent(annual)),
                item.at("annual_rate"),
                why=text("consumer loans cost 3 % to 36 % a year"),
                help=text("compare it with the lender's page"),
            )
        if annual is not None and 0 < annual < LOW_ANNUAL:
            findings.warning(
                "rate-looks-low",
                text("{percent} a year is next to nothing", percent=_percent(annual)),
                item.at("annual_rate"),
                why=text("a daily rate may have been meant"),
                help=text("did you mean {near}?", near=f'daily_rate = "{_percent(annual)}"'),
            )


def _percent(share: Fraction) -> str:
    """Write a share as a short per cent figure.

    >>> _percent(Fraction(146, 1000)), _percent(Fraction(5, 10000))
    ('14.6%', '0.05%')
    """
    return f"{round(float(share * 100), 6):.10g}%"


def rate_changes(record: Record, rate: Rate) -> tuple[RateChange, ...]:
    """Return the dated rates, in order."""
    found: list[RateChange] = []
    for item in record.rows("rates"):
        daily = item.maybe("daily_rate", Fraction)
        if daily is None:
            stated = Rate(item.get("annual_rate", Fraction), "year", rate.year_days)
        else:
            stated = Rate(daily, "day", rate.year_days)
        on, deferred = item.maybe("on", str) or "all", item.maybe("deferred", bool) or False
        found.append(RateChange(item.get("from", date), stated, on, deferred))
    return tuple(sorted(found, key=lambda change: change.from_date))


def ordered(record: Record, rows: str, key: str, findings: Findings) -> None:
    """Check that dated rows stand in order, each date once."""
    last: date | None = None
    for item in record.rows(rows):
        on = item.maybe(key, date)
        if on and last and on <= last:
            findings.error(
                "dates-in-order",
                text("{date} is not after the date above it, {last}", date=on.isoformat(), last=last.isoformat()),
                item.at(key),
                why=text("the entries of {rows} follow one another in time", rows=rows),
                help=text("put them in order"),
            )
        last = on or last


def late_fee(record: Record) -> LateFee | None:
    """Return the terms of the late fee, if there is one."""
    found = record.maybe("late_fee", Record)
    if found is None:
        return None
    steps = cast("tuple[int, ...]", found.values.get("steps", ()))
    return LateFee(
        found.get("share", Fraction),
        found.amount("floor"),
        found.maybe("cap", int),
        found.get("of", str),
        steps,
        found.get("within_minimum", bool),
    )


def check_cap(record: Record, key: str, findings: Findings) -> None:
    """Check that a fee's cap is not below its floor."""
    found = record.maybe(key, Record)
    if found is None:
        return
    cap = found.maybe("cap", int)
    if cap is not None and cap < found.amount("floor"):
        findings.error(
            "cap-below-floor",
            text("the cap is below the floor"),
            found.at("cap"),
            why=text("no fee can be at least the one and at most the other"),
            help=text("exchange them, or leave one out"),
        )


def round_unit(record: Record) -> int:
    """Return the unit that posted amounts are rounded to, in minor units."""
    return record.maybe("round_to", int) or 1


def coupons(record: Record, findings: Findings) -> tuple[Coupon, ...]:
    """Return the account's vouchers."""
    return tuple(_coupon(item, findings) for item in record.rows("coupon"))


def _coupon(item: Record, findings: Findings) -> Coupon:
    first, last = item.maybe("from", date), item.maybe("until", date)
    if first and last and last < first:
        findings.error(
            "dates-in-order",
            text("until is before from"),
            item.at("until"),
            why=text("the coupon could be used on no day"),
            help=text("write the last day on which it can be used"),
        )
    return Coupon(
        item.amount("amount"),
        item.maybe("share", Fraction) or Fraction(0),
        item.get("kind", str),
        first,
        last,
        item.maybe("needs", str) or "",
        item.amount("minimum_payment"),
    )
