"""RRULE strings (RFC 5545) as paydays need them: checked, bounded, and normalised for dateutil."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice

from dateutil.rrule import rrule, rrulestr

from repaycli.core.dates import LATEST
from repaycli.core.text import Text, text
from repaycli.inputs.reader import Record
from repaycli.inputs.source import Findings, cut

_FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
_TOO_FINE = {"HOURLY", "MINUTELY", "SECONDLY"}
_BY = {
    "DAILY": {"BYDAY", "BYMONTH", "BYMONTHDAY"},
    "WEEKLY": {"BYDAY", "BYMONTH"},
    "MONTHLY": {"BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS"},
    "YEARLY": {"BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS", "BYWEEKNO", "BYYEARDAY"},
}
_WEEKDAY = r"([+-]?(5[0-3]|[1-4][0-9]|[1-9]))?(MO|TU|WE|TH|FR|SA|SU)"
_YEAR_DAY = r"-?(36[0-6]|3[0-5][0-9]|[12][0-9][0-9]|[1-9][0-9]|[1-9])"
_FORMS = {
    "INTERVAL": re.compile(r"[1-9][0-9]{0,2}"),
    "COUNT": re.compile(r"[1-9][0-9]{0,2}"),
    "UNTIL": re.compile(r"[0-9]{8}(T[0-9]{6}Z?)?"),
    "WKST": re.compile(r"MO|TU|WE|TH|FR|SA|SU"),
    "BYDAY": re.compile(rf"{_WEEKDAY}(,{_WEEKDAY})*"),
    "BYMONTH": re.compile(r"(1[0-2]|[1-9])(,(1[0-2]|[1-9]))*"),
    "BYMONTHDAY": re.compile(r"-?(3[01]|[12][0-9]|[1-9])(,-?(3[01]|[12][0-9]|[1-9]))*"),
    "BYSETPOS": re.compile(rf"{_YEAR_DAY}(,{_YEAR_DAY})*"),
    "BYWEEKNO": re.compile(r"-?(5[0-3]|[1-4][0-9]|[1-9])(,-?(5[0-3]|[1-4][0-9]|[1-9]))*"),
    "BYYEARDAY": re.compile(rf"{_YEAR_DAY}(,{_YEAR_DAY})*"),
}

_LATER = 19 * 400
MOST_RULES = 30

_Refusal = tuple[Text, Text | None]


def checked_rule(
    rule: str, first: date | None, record: Record, findings: Findings, known: dict[tuple[str, date], str | None]
) -> str | None:
    """Return the rule as `repaycli.core.dates.occurrences` takes it, or None with a problem.

    `known` are the rules of the file that were followed before, each with its first date.
    """
    why = text("every takes an RRULE of days")
    parts, refusal = _parts(rule)
    if not refusal:
        refusal = _combination(parts)
    if refusal:
        message, advice = refusal
        findings.error("bad-rrule", message, record.at("every"), why=why, help=advice or _example())
        return None
    if first is None:
        return None
    if (rule, first) not in known and len(known) >= MOST_RULES:
        message = text("the file has more than {most} different rules", most=MOST_RULES)
        findings.error("bad-rrule", message, record.at("every"), help=text('write plain steps, such as "month"'))
        return None
    try:
        found = known[rule, first] if (rule, first) in known else _bounded(parts, first)
        known[rule, first] = found
    except (ValueError, IndexError):  # a combination that dateutil does not take
        message = text("{rule} is not an RRULE that can be followed", rule=cut(rule))
        findings.error("bad-rrule", message, record.at("every"), why=why, help=_example())
        return None
    if found is None:
        findings.error(
            "rrule-never",
            text(
                "this rule never happens between {first} and {last}", first=first.isoformat(), last=LATEST.isoformat()
            ),
            record.at("every"),
            why=text("only the first date would count"),
            help=text("write {example} if it happens once, or another rule", example='every = "once"'),
        )
    return found


def _example() -> Text:
    return text('write one such as "FREQ=MONTHLY;BYMONTHDAY=15" or "FREQ=MONTHLY;BYDAY=-1FR"')


def _parts(rule: str) -> tuple[dict[str, str], _Refusal | None]:
    found: dict[str, str] = {}
    for part in rule.strip().upper().removeprefix("RRULE:").rstrip(";").split(";"):
        name, equals, value = part.partition("=")
        if not equals or name in found:
            return found, (text("{part} is no part of an RRULE here", part=cut(part)), None)
        if name == "FREQ":
            if value in _TOO_FINE:
                return found, (text("{part} is finer than a day", part=cut(part)), None)
            good = value in _FREQUENCIES
        elif name in _FORMS:
            good = _FORMS[name].fullmatch(value) is not None
        else:
            return found, (text("{part} is nothing that a payday needs", part=cut(part)), text("leave it out"))
        if not good:
            return found, (text("{part} is not how an RRULE is written", part=cut(part)), None)
        found[name] = value
    return found, None


def _combination(parts: dict[str, str]) -> _Refusal | None:
    frequency = parts.get("FREQ")
    if frequency is None:
        return text("the rule has no FREQ"), None
    if "COUNT" in parts and "UNTIL" in parts:
        return text("COUNT and UNTIL both stand in the rule"), text("keep one of them")
    until = parts.get("UNTIL")
    if until and _date(until) is None:
        return text("{part} is no date of the calendar", part=f"UNTIL={until}"), None
    by = {name for name in parts if name.startswith("BY")}
    odd = sorted(by - _BY[frequency])
    if odd:
        return text("{part} does not go with FREQ={frequency}", part=odd[0], frequency=frequency), None
    if by and frequency == "DAILY" and parts.get("INTERVAL", "1") != "1":
        message = text("INTERVAL does not go with {part} in a daily rule", part=min(by))
        return message, text('write a weekly or monthly rule, such as "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"')
    if "BYSETPOS" in by and len(by) == 1:
        return text("BYSETPOS needs another BY part"), None
    numbers = [int(found) for found in re.findall(r"[0-9]+", parts.get("BYDAY", ""))]
    if numbers and frequency in {"DAILY", "WEEKLY"}:
        return text("a numbered weekday needs a monthly or yearly rule"), None
    if numbers and max(numbers) > 5 and (frequency == "MONTHLY" or "BYMONTH" in by):
        return text("no month has a weekday more than 5 times"), None
    return None


def _date(until: str) -> date | None:
    try:
        return datetime.strptime(until[:8], "%Y%m%d").date()
    except ValueError:
        return None


def _bounded(parts: dict[str, str], first: date) -> str | None:
    """Give a rule that could search for years an UNTIL, so that no search goes past `LATEST`; None = never happens.

    dateutil looks up to the year 9999 for the next date of a rule that has none. The calendar repeats every 400 years,
    so the search is done as many of these later as fit: there the year 9999 is near.
    """
    until = min(_date(parts["UNTIL"]) or LATEST, LATEST) if "UNTIL" in parts else LATEST
    plain = {name: value for name, value in parts.items() if name not in {"UNTIL", "COUNT"}}
    if plain["FREQ"] == "DAILY" and any(name.startswith("BY") for name in plain):
        plain = _as_yearly(plain)
    ended = _joined(plain, until)
    if not any(name.startswith("BY") for name in plain):
        return _joined(plain, until) if "UNTIL" in parts else _joined(parts, None)
    count = int(parts.get("COUNT", "1"))
    late_first = first.replace(year=first.year + _LATER)
    late_rule = _joined(plain, until.replace(year=until.year + _LATER))
    found = list(islice(_dates(late_rule, late_first), count))
    if not found:
        return None
    if found[0] != late_first and "COUNT" in parts:  # DTSTART counts as the first, whether it fits the rule or not
        found = [late_first, *found][:count]
    return _joined(plain, found[-1].replace(year=found[-1].year - _LATER)) if "COUNT" in parts else ended


def _as_yearly(daily: dict[str, str]) -> dict[str, str]:
    """Write a filtered daily rule as the yearly one of the same days, which is found thirty times faster."""
    found = {"FREQ": "YEARLY", **{name: value for name, value in daily.items() if name.startswith("BY")}}
    if "BYDAY" not in found and "BYMONTHDAY" not in found:
        found["BYDAY"] = "MO,TU,WE,TH,FR,SA,SU"
    return found


def _joined(parts: dict[str, str], until: date | None) -> str:
    written = [f"{name}={value}" for name, value in parts.items()]
    if until:
        written.append(f"UNTIL={until:%Y%m%d}")
    return ";".join(written)


def _dates(rule: str, first: date) -> Iterator[date]:
    found = rrulestr(rule, dtstart=datetime(first.year, first.month, first.day))
    assert isinstance(found, rrule)
    return (moment.date() for moment in found)
