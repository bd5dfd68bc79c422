"""True calendar dates: days of the month that clip at the month's end, and regular steps from an anchor.

The engine counts days as ordinals (`date.toordinal()`); `date` objects appear where people look.
"""

from collections.abc import Iterator
from datetime import date, timedelta

EARLIEST = date(1970, 1, 1)
LATEST = date(2199, 12, 31)
"""Dates outside these bounds are refused when a file is read: no loan is that old or that long."""

STEPS = ("once", "week", "2 weeks", "month", "quarter", "year")
"""The plain words for `every`; anything else is an RFC 5545 RRULE."""

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_DAYS = {"week": 7, "2 weeks": 14}


def on_day(year: int, month: int, day: int) -> date:
    """Return the date in that month, clipped to its end: the 31st of a short month is its last day.

    `month` may run past 12 or below 1; the year follows.

    >>> on_day(2026, 2, 31), on_day(2026, 14, 5)
    (datetime.date(2026, 2, 28), datetime.date(2027, 2, 5))
    """
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, day if day <= 28 else min(day, days_in_month(year, month)))


def days_in_month(year: int, month: int) -> int:
    """Return how many days a month has.

    >>> [days_in_month(year, 2) for year in (1900, 2000, 2026, 2028)]
    [28, 29, 28, 29]
    """
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def add_months(start: date, months: int, day: int | None = None) -> date:
    """Return the date so many months after `start`, on `day` of the month (default: that of `start`).

    Equal to `start + relativedelta(months=n)` when `day` is left out.
    """
    return on_day(start.year, start.month + months, start.day if day is None else day)


def next_on_day(after: date, day: int) -> date:
    """Return the first date later than `after` that falls on `day` of the month (clipped).

    >>> next_on_day(date(2026, 1, 31), 31), next_on_day(date(2026, 1, 5), 10)
    (datetime.date(2026, 2, 28), datetime.date(2026, 1, 10))
    """
    this_month = on_day(after.year, after.month, day)
    return this_month if this_month > after else on_day(after.year, after.month + 1, day)


def previous_on_day(before: date, day: int) -> date:
    """Return the last date earlier than `before` that falls on `day` of the month (clipped)."""
    this_month = on_day(before.year, before.month, day)
    return this_month if this_month < before else on_day(before.year, before.month - 1, day)


def step(anchor: date, every: str, count: int, day: int | None = None) -> date:
    """Return the occurrence number `count` (0 = the anchor) of a plain step, each computed from the anchor.

    >>> [step(date(2026, 1, 31), "month", n).day for n in range(4)]
    [31, 28, 31, 30]
    """
    if every in _DAYS:
        return anchor + timedelta(days=count * _DAYS[every])
    return add_months(anchor, count * _MONTHS[every], day)


def occurrences(first: date, every: str, until: date, start: date | None = None) -> Iterator[date]:
    """Yield each occurrence from `first` (or `start`, if that is later) to `until`, both inclusive.

    `every` is one of `STEPS` or an RRULE whose DTSTART is `first`; with an RRULE `first` itself is an
    occurrence too, as RFC 5545 says of DTSTART. What lies before `start` is not even walked through.
    """
    begin = max(first, start or first)
    if begin > until:
        return
    if every == "once":
        if first == begin:
            yield first
        return
    if every in STEPS:
        yield from rhythm(first, every, begin, until)
        return
    yield from _rrule_dates(first, every, until, begin)


def rhythm(anchor: date, every: str, begin: date, until: date) -> Iterator[date]:
    """Yield each date of a plain step other than "once" from `begin` to `until`, both inclusive, before its anchor too.

    >>> [str(on) for on in rhythm(date(2026, 3, 31), "month", date(2026, 1, 1), date(2026, 4, 30))]
    ['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30']
    """
    count = _steps_before(anchor, every, begin)
    on = step(anchor, every, count)
    while on <= until:
        if on >= begin:
            yield on
        count += 1
        on = step(anchor, every, count)


def _steps_before(first: date, every: str, begin: date) -> int:
    """Return the number of an occurrence such that none before it reaches `begin`; below 0 before the first."""
    if every in _DAYS:
        return (begin - first).days // _DAYS[every]
    return ((begin.year - first.year) * 12 + begin.month - first.month) // _MONTHS[every]


def _rrule_dates(first: date, rule: str, until: date, begin: date) -> Iterator[date]:
    from datetime import datetime

    from dateutil.rrule import rrule, rrulestr  # imported here: only files that use an RRULE pay for it

    anchor = _anchor(first, rule, begin)
    parsed = rrulestr(rule, dtstart=datetime(anchor.year, anchor.month, anchor.day))
    assert isinstance(parsed, rrule)
    if first == begin:
        yield first
    for moment in parsed:
        on = moment.date()
        if on > until:
            return
        if on >= begin and on != first:
            yield on


def _anchor(first: date, rule: str, begin: date) -> date:
    """Return a date near `begin` from which a rule goes on as it does from `first`: dateutil walks from its DTSTART.

    >>> _anchor(date(1970, 1, 1), "FREQ=WEEKLY;INTERVAL=2", date(2026, 11, 1))
    datetime.date(2026, 10, 22)
    """
    parts = dict(part.split("=") for part in rule.upper().split(";"))
    if "COUNT" in parts:
        return first
    interval = int(parts.get("INTERVAL", "1"))
    match parts["FREQ"]:
        case "DAILY" | "WEEKLY" as frequency:
            size = interval * (7 if frequency == "WEEKLY" else 1)
            return first + timedelta(days=(begin - first).days // size * size)
        case "MONTHLY" if parts.keys() & {"BYDAY", "BYMONTHDAY"}:
            months = (begin.year - first.year) * 12 + begin.month - first.month
            return max(first, on_day(first.year, first.month + months // interval * interval, 1))
        case "YEARLY" if parts.keys() & {"BYDAY", "BYMONTHDAY", "BYWEEKNO", "BYYEARDAY"}:
            # A year before: a week with a number can begin in the year before its own.
            return max(first, date(first.year + (begin.year - 1 - first.year) // interval * interval, 1, 1))
        case _:  # few dates
            return first
