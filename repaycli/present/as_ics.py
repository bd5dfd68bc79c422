"""Events as an iCalendar file (RFC 5545), with standard properties only: what every calendar app understands.

The same events on the same day give the same bytes. Lines end in CR LF and are folded at 75 octets, as the RFC has it.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from repaycli.present.calendar import ALARM_HOUR, Event
from repaycli.present.width import clean

PRODID = "-//repaycli//repaycli calendar//EN"
"""Says who wrote a file; it never changes, so that a file of ours is known again."""

_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""What the RFC leaves no place for, and what some readers take for the end of a line."""


def as_ics(events: Sequence[Event], today: date, revision: int) -> bytes:
    """Return the file's bytes. `today` dates every event, `revision` tells a newer file from an older one."""
    import icalendar

    made = _filled(icalendar.Calendar(), {"prodid": PRODID, "version": "2.0", "calscale": "GREGORIAN"})
    for event in events:
        made.add_component(_event(event, today, revision))
    if not events:
        made.add_component(_nothing())
    return made.to_ical()


def _event(event: Event, today: date, revision: int) -> Any:
    import icalendar

    stamp = datetime(today.year, today.month, today.day, tzinfo=UTC)
    made = _filled(
        icalendar.Event(),
        {
            "uid": event.uid,
            "dtstamp": stamp,
            "last-modified": stamp,
            "sequence": revision,
            "dtstart": event.on,
            "dtend": event.on + timedelta(days=1),  # the first day that is no part of it
            "summary": _text(event.summary),
            "description": _text(event.description),
            "status": "CONFIRMED",
            "class": "PRIVATE",
            "transp": "TRANSPARENT",
        },
    )
    for before in event.alarms:
        # An all-day event begins at midnight, local time; its alarms ring in the morning.
        trigger = timedelta(hours=ALARM_HOUR - 24 * before)
        alarm = {"action": "DISPLAY", "description": _text(event.summary), "trigger": trigger}
        made.add_component(_filled(icalendar.Alarm(), alarm))
    return made


def _nothing() -> Any:
    """Return what a calendar without events holds: the RFC wants one component at least, and a time zone shows nowhere."""
    import icalendar

    zone = _filled(icalendar.Timezone(), {"tzid": "UTC"})
    none = timedelta(0)
    rule = {"dtstart": datetime(1970, 1, 1), "tzoffsetfrom": none, "tzoffsetto": none}
    zone.add_component(_filled(icalendar.TimezoneStandard(), rule))
    return zone


def _filled(component: Any, properties: Mapping[str, object]) -> Any:
    for name, value in properties.items():
        component.add(name, value)
    return component


def _text(words: str) -> Any:
    """Return a text as it stands in the file. icalendar's own way of writing one takes `\\N` for a line break."""
    from icalendar import vUnknown  # written as it is

    return vUnknown(escaped(words))


def escaped(words: str) -> str:
    r"""Escape a text as the RFC has it; a line break of any kind is one, other controls become visible.

    >>> print(escaped("a, b; c\\N" + "\r\nd\re\x1b"))
    a\, b\; c\\N\nd\ne\\x1b
    """
    seen = _FORBIDDEN.sub(lambda found: clean(found[0]), words.replace("\r\n", "\n").replace("\r", "\n"))
    return re.sub(r"[\\,;]", r"\\\g<0>", seen).replace("\n", "\\n")


def is_ours(content: bytes) -> bool:
    r"""Tell whether a file was written by us: its first component names us as its maker.

    >>> is_ours(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//repaycli//repaycli calendar//EN\r\n")
    True
    """
    head = content.partition(b"\nBEGIN:")[0].splitlines()
    return head[:1] == [b"BEGIN:VCALENDAR"] and b"PRODID:" + PRODID.encode() in head
