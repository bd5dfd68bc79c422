"""Compares what an example expects with what was printed.

`...` alone on a line stands for any number of lines, `[..]` inside a line for any text of that line; everything else is
literal. Spaces at the end of a line and empty lines at the end of the output do not count.
"""

from __future__ import annotations

import re

ANY_LINES = "..."
ANY_TEXT = "[..]"


def explain_mismatch(expected: str, printed: str) -> str | None:
    """Return None when `printed` is as `expected`, else one sentence about the first line that is not."""
    wanted, got = _lines(expected), _lines(printed)
    position, floating = 0, False
    for number, segment in enumerate(segments := _segments(wanted)):
        last = number == len(segments) - 1
        if last and floating:
            start = len(got) - len(segment)
            if start < position or not _same(segment, got[start:]):
                return _complaint(segment, got, position, floating=True, at_end=True)
        elif floating:
            starts = range(position, len(got) - len(segment) + 1)
            found = next((start for start in starts if _same(segment, got[start : start + len(segment)])), None)
            if found is None:
                return _complaint(segment, got, position, floating=True)
            start = found
        else:
            start = position
            if not _same(segment, got[start : start + len(segment)]):
                return _complaint(segment, got, start, floating=False)
        position, floating = start + len(segment), True
    if position < len(got) and wanted[-1:] != [ANY_LINES]:
        return f"output line {position + 1} was not expected: {got[position]!r}"
    return None


def _lines(text: str) -> list[str]:
    lines = [line.removesuffix("\r").rstrip(" ") for line in text.split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _segments(lines: list[str]) -> list[list[str]]:
    """Split at the `...` lines; between two of them every segment may float."""
    segments: list[list[str]] = [[]]
    for line in lines:
        if line == ANY_LINES:
            segments.append([])
        else:
            segments[-1].append(line)
    return segments


def _same(segment: list[str], got: list[str]) -> bool:
    return len(segment) == len(got) and all(_line_matches(want, line) for want, line in zip(segment, got, strict=True))


def _line_matches(wanted: str, line: str) -> bool:
    if ANY_TEXT not in wanted:
        return wanted == line
    return re.fullmatch(".*?".join(re.escape(part) for part in wanted.split(ANY_TEXT)), line) is not None


def _complaint(segment: list[str], got: list[str], position: int, *, floating: bool, at_end: bool = False) -> str:
    if not floating:
        for offset, wanted in enumerate(segment):
            line = got[position + offset] if position + offset < len(got) else None
            if line is None:
                return f"the output ends before {wanted!r}"
            if not _line_matches(wanted, line):
                return f"output line {position + offset + 1} is {line!r}, expected {wanted!r}"
    missing = next((w for w in segment if not any(_line_matches(w, line) for line in got[position:])), None)
    if missing is not None:
        return f"no output line from {position + 1} on matches {missing!r}"
    place = "at the end of" if at_end else f"from line {position + 1} on in"
    return f"these lines do not follow one another {place} the output: {segment!r}"
