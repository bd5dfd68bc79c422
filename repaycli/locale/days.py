"""Days and months as people say them in the language in force: 20 Dec 2026, 2026年12月20日.

The forms are the medium ones of the Unicode CLDR (en-GB, zh), which a test compares.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache

from repaycli.locale import language, mark, tr

_MONTHS = (
    mark("Jan"),
    mark("Feb"),
    mark("Mar"),
    mark("Apr"),
    mark("May"),
    mark("Jun"),
    mark("Jul"),
    mark("Aug"),
    mark("Sep"),
    mark("Oct"),
    mark("Nov"),
    mark("Dec"),
)
_LEAP_YEAR = 2000
_EDGE = "\0"  # stands beside a day until the sentence is whole; nothing that comes from a file holds it
_BESIDE_CHINESE = re.compile(rf"(?<=[\u2e80-\uffef]) {_EDGE}|{_EDGE} (?=[\u2e80-\uffef])")


def day_words(day: date, with_year: bool = True) -> str:
    """Write a day.

    >>> day_words(date(2026, 12, 5)), day_words(date(2026, 12, 5), with_year=False)
    ('5 Dec 2026', '5 Dec')
    """
    month = tr(_MONTHS[day.month - 1])
    if with_year:
        return tr("{day} {month} {year}", day=day.day, month=month, year=day.year)
    return tr("{day} {month}", day=day.day, month=month)


def month_words(month: date) -> str:
    """Write the month of a day.

    >>> month_words(date(2026, 12, 1))
    'Dec 2026'
    """
    return tr("{month} {year}", month=tr(_MONTHS[month.month - 1]), year=month.year)


def fill(template: str, values: Mapping[str, object], this_year: int) -> str:
    """Fill a sentence, its days in words: none says its year if all are of this one, else each does."""
    days = {name: value for name, value in values.items() if type(value) is date}
    with_year = any(day.year != this_year for day in days.values())
    said = {name: _EDGE + day_words(day, with_year) + _EDGE for name, day in days.items()}
    text = template.format(**{**values, **said})
    if language() == "zh":  # its days end in a character: no blank parts them from others, as it does from figures
        text = _BESIDE_CHINESE.sub("", text)
    return text.replace(_EDGE, "")


def days_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where a day stands in a text, in words or as ISO: its start, its end, and what HTML writes for it (no year: month
    and day).

    >>> list(days_in("by 5 Dec, not 31 Jan 2027, 31 Feb or 5 Decades; 2026-11-10, 12026-11-10"))
    [(3, 8, '12-05'), (14, 25, '2027-01-31'), (48, 58, '2026-11-10')]
    """
    months, pattern = _forms(language())
    for found in pattern.finditer(text):
        try:
            meant = _meant(found, months)
        except ValueError:  # a name may hold what only looks like one
            continue
        yield found.start(), found.end(), meant


def _meant(found: re.Match[str], months: list[str]) -> str:
    if found["iso"]:
        return date.fromisoformat(found["iso"]).isoformat()
    year, month, day = found["year"], found["month"] or found["only_month"], found["day"] or found["only_day"]
    meant = date(int(year or _LEAP_YEAR), months.index(month) + 1, int(day)).isoformat()
    return meant if year else meant.partition("-")[2]


@cache
def _forms(_language: str) -> tuple[list[str], re.Pattern[str]]:
    months = [tr(month) for month in _MONTHS]
    year, month, day = "(?P<year>[0-9]{4})", f"(?P<month>{'|'.join(months)})", "(?P<day>[0-9]{1,2})"
    whole = tr("{day} {month} {year}", year=year, month=month, day=day)
    part = tr("{day} {month}", month=month.replace("<", "<only_"), day=day.replace("<", "<only_"))
    iso = "(?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    return months, re.compile(f"(?<![A-Za-z0-9_-])(?:{iso}|{whole}|{part})(?![A-Za-z0-9_-])")
