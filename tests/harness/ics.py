"""A strict reading of an .ics file, written from RFC 5545 and sharing no code with what writes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_NAME = re.compile(r"[A-Z0-9-]+\Z")
_DATE = re.compile(r"\d{8}\Z")
_STAMP = re.compile(r"\d{8}T\d{6}Z\Z")
_TRIGGER = re.compile(r"-?P(\d+D)?(T\d+H)?\Z")
_ONCE = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "SEQUENCE", "LAST-MODIFIED", "STATUS", "CLASS", "TRANSP"}  # fmt: skip
_NEEDED = {
    "VCALENDAR": {"PRODID", "VERSION"},
    "VEVENT": {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY"},
    "VALARM": {"ACTION", "TRIGGER", "DESCRIPTION"},
    "VTIMEZONE": {"TZID"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
}
_TEXTS = {"SUMMARY", "DESCRIPTION", "UID", "PRODID", "TZID"}


@dataclass
class Component:
    """A component: its properties (name, parameters, value as written) and what stands inside it."""

    name: str
    properties: list[tuple[str, str, str]] = field(default_factory=list)
    inside: list[Component] = field(default_factory=list)

    def value(self, name: str) -> str:
        """Return the one value of a property, a text without its escapes."""
        (found,) = [value for key, _, value in self.properties if key == name]
        return _unescaped(found) if name in _TEXTS else found

    def within(self, name: str) -> list[Component]:
        """Return the components of that kind directly inside."""
        return [each for each in self.inside if each.name == name]


def read_strictly(content: bytes) -> Component:
    """Read one calendar; anything that the RFC does not allow is an AssertionError."""
    calendar, rest = _component(iter(_unfolded(content)))
    assert rest == [], "something stands after the calendar"
    assert calendar.name == "VCALENDAR"
    assert calendar.value("VERSION") == "2.0"
    assert calendar.inside, "a calendar holds one component at least"
    uids = [event.value("UID") for event in calendar.within("VEVENT")]
    assert len(uids) == len(set(uids)), "a UID stands twice"
    return calendar


def _unfolded(content: bytes) -> list[str]:
    assert content.endswith(b"\r\n")
    lines = content[:-2].split(b"\r\n")
    whole: list[bytes] = []
    for line in lines:
        assert b"\r" not in line, "a bare CR"
        assert b"\n" not in line, "a bare LF"
        assert len(line) <= 75, f"{len(line)} octets in one line"
        line.decode("utf-8")  # no character is cut by the folding
        if line[:1] in (b" ", b"\t"):
            whole[-1] += line[1:]
        else:
            assert line, "an empty line"
            whole.append(line)
    return [line.decode("utf-8") for line in whole]


def _component(lines: Iterator[str]) -> tuple[Component, list[str]]:
    opened: list[Component] = []
    for line in lines:
        name, parameters, value = _parted(line)
        if name == "BEGIN":
            made = Component(value)
            if opened:
                opened[-1].inside.append(made)
            opened.append(made)
        elif name == "END":
            closed = opened.pop()
            assert closed.name == value
            _check(closed)
            if not opened:
                return closed, list(lines)
        else:
            assert not any((ord(char) < 0x20 and char != "\t") or ord(char) == 0x7F for char in line), "a control"
            opened[-1].properties.append((name, parameters, value))
    raise AssertionError("a component is not closed")


def _parted(line: str) -> tuple[str, str, str]:
    head, colon, value = line.partition(":")  # no parameter of ours is quoted
    assert colon, line
    name, _, parameters = head.partition(";")
    assert _NAME.match(name), name
    return name, parameters, value


def _check(component: Component) -> None:
    names = [name for name, _, _ in component.properties]
    assert set(names) >= _NEEDED[component.name], component
    assert all(names.count(name) == 1 for name in _ONCE if name in names), component
    for name, parameters, value in component.properties:
        if name in _TEXTS:
            assert not re.search(r"(?<!\\)(\\\\)*[,;]", value), f"not escaped: {value}"
            _unescaped(value)
        if name in ("DTSTART", "DTEND") and component.name == "VEVENT":
            assert parameters == "VALUE=DATE"
            assert _DATE.match(value)
        if name in ("DTSTAMP", "LAST-MODIFIED"):
            assert _STAMP.match(value)
        if name == "TRIGGER":
            assert _TRIGGER.match(value)
        if name == "SEQUENCE":
            assert 0 <= int(value) < 2**31
    if component.name == "VEVENT":
        assert component.value("DTEND") > component.value("DTSTART")
        assert component.value("STATUS") in ("TENTATIVE", "CONFIRMED", "CANCELLED")
        assert component.value("CLASS") in ("PUBLIC", "PRIVATE", "CONFIDENTIAL")
        assert component.value("TRANSP") in ("OPAQUE", "TRANSPARENT")


def _unescaped(value: str) -> str:
    made, chars = "", iter(value)
    for char in chars:
        if char != "\\":
            made += char
            continue
        escaped = next(chars)
        assert escaped in "\\;,nN", f"no escape: {escaped}"
        made += "\n" if escaped in "nN" else escaped
    return made
