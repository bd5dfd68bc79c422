"""Where each key and value of a TOML text stands: a small tolerant scanner, for the places of problems.

It reads what the TOML parser reads, but keeps positions, forgives errors (the rest of a line that it does not understand
is skipped) and notes what must not reach the parser: brackets nested too deep, endless numbers. One pass, no recursion
beyond `MOST_DEPTH`.
"""

import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NoReturn

from repaycli.inputs.places import MOST_DEPTH, MOST_DIGITS, MOST_TABLES, MOST_VALUES, Path, Span, line_starts, span_of

MOST_BROKEN = 100

_BLANK = re.compile(r"[ \t]*+")
_BLANK_LINES = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_BARE_KEY = re.compile(r"[^\s=.,\[\]{}#\"']++")
_BASIC = re.compile(r'"[^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*+"')
_LITERAL = re.compile(r"'[^'\n]*+'")
_LONG_BASIC = re.compile(r'"""(?:[^"\\]|\\.|"(?!""))*+"""(?:""?(?!"))?', re.DOTALL)
_LONG_LITERAL = re.compile(r"'''(?:[^']|'(?!''))*+'''(?:''?(?!'))?", re.DOTALL)
_BARE_VALUE = re.compile(r"[^,\]}#\n]*+")
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)")
_DIGITS = re.compile(rf"[0-9a-fA-F_.]{{{MOST_DIGITS + 1},}}")
_STRINGS = {'"': _BASIC, "'": _LITERAL, '"""': _LONG_BASIC, "'''": _LONG_LITERAL}
_SHORT_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r"}


@dataclass(frozen=True, slots=True)
class Trouble:
    """What the scanner met that the parser must not: "depth", "digits", "values", or "unclosed" (told, not fatal)."""

    kind: str
    start: int
    end: int


class _Stop(Exception):
    pass


@dataclass(slots=True)
class Index:
    """Places by path, as offsets into the text; `duplicates` are keys that were written twice."""

    text: str
    starts: list[int]
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict[Path, tuple[int, int]])
    values: dict[Path, tuple[int, int]] = field(default_factory=dict[Path, tuple[int, int]])
    duplicates: list[tuple[Path, int, int]] = field(default_factory=list[tuple[Path, int, int]])
    unclosed: list[Trouble] = field(default_factory=list[Trouble])
    trouble: Trouble | None = None

    def span(self, start: int, end: int) -> Span:
        """Turn offsets into a line, a column and a width on that line."""
        return span_of(self.text, self.starts, start, end)

    def key(self, path: Path) -> Span | None:
        """Return where the key (or table header) stands that made `path`, or its nearest parent's."""
        while path:
            if path in self.keys:
                return self.span(*self.keys[path])
            if path in self.values:
                return self.span(*self.values[path])
            path = path[:-1]
        return None

    def value(self, path: Path) -> Span | None:
        """Return where the value stands, else the key or its nearest parent."""
        return self.span(*self.values[path]) if path in self.values else self.key(path)


def locate(text: str) -> Index:
    """Scan a TOML text; never fails."""
    index = Index(text, line_starts(text))
    scanner = _Scanner(text, index)
    with suppress(_Stop):
        scanner.document()
    return index


class _Scanner:
    def __init__(self, text: str, index: Index) -> None:
        self.text = text
        self.index = index
        self.pos: int = 0
        self.count = 0
        self.tables = 0
        self.arrays: dict[Path, int] = {}
        self.table: Path = ()

    def document(self) -> None:
        text, end, broken = self.text, len(self.text), 0
        while True:
            self.pos = self._after(_BLANK_LINES)
            if self.pos >= end:
                return
            if text[self.pos] == "[":
                self._header()
            elif not self._pair(self.table, 0):
                broken += 1
                if broken > MOST_BROKEN:
                    return  # the parser will not come this far
            self._to_line_end()

    def _after(self, pattern: re.Pattern[str]) -> int:
        match = pattern.match(self.text, self.pos)
        return match.end() if match else self.pos

    def _to_line_end(self) -> None:
        found = self.text.find("\n", self.pos)
        self.pos = len(self.text) if found < 0 else found + 1

    def _peek(self) -> str:
        return self.text[self.pos : self.pos + 1]

    def _halt(self, kind: str, start: int, end: int) -> NoReturn:
        self.index.trouble = Trouble(kind, start, end)
        raise _Stop

    def _header(self) -> None:
        start = self.pos
        self.tables += 1
        if self.tables > MOST_TABLES:
            self._halt("tables", start, start + 1)
        is_array = self.text.startswith("[[", start)
        self.pos += 2 if is_array else 1
        parts = self._key_parts()
        if not parts:
            return
        end = self.text.find("]", self.pos, self.pos + 4)
        end = self.pos if end < 0 else end + (2 if is_array else 1)
        path: Path = ()
        for part in parts[:-1]:
            path = self._into((*path, part))
            self.index.keys.setdefault(path, (start, end))
        path = (*path, parts[-1])
        if is_array:
            number = self.arrays.get(path, 0)
            self.arrays[path] = number + 1
            self.index.keys.setdefault(path, (start, end))
            path = (*path, number)
        else:
            path = self._into(path)
            if path in self.index.keys and path in self.index.values:
                self.index.duplicates.append((path, start, end))
        self.index.keys.setdefault(path, (start, end))
        self.index.values.setdefault(path, (start, end))
        self.table = path
        self.pos = end

    def _into(self, path: Path) -> Path:
        number = self.arrays.get(path)
        return path if number is None else (*path, number - 1)

    def _key_parts(self) -> list[str]:
        parts: list[str] = []
        while True:
            self.pos = self._after(_BLANK)
            start = self.pos
            part = self._key_part()
            if part is None:
                return []
            parts.append(part)
            if len(parts) > MOST_DEPTH:
                self._halt("depth", start, self.pos)
            self.pos = self._after(_BLANK)
            if self._peek() != ".":
                return parts
            self.pos += 1

    def _key_part(self) -> str | None:
        for pattern in (_BARE_KEY, _BASIC, _LITERAL):
            match = pattern.match(self.text, self.pos)
            if match:
                self.pos = match.end()
                if pattern is _BARE_KEY:
                    return match[0]
                inner = match[0][1:-1]
                return _ESCAPE.sub(_unescape, inner) if pattern is _BASIC else inner
        return None

    def _pair(self, table: Path, depth: int) -> bool:
        start = self.pos
        parts = self._key_parts()
        end = len(self.text[start : self.pos].rstrip(" \t")) + start
        if not parts or self._peek() != "=":
            return False
        self.pos += 1
        path = table
        for part in parts[:-1]:
            path = self._into((*path, part))
            self.index.keys.setdefault(path, (start, end))
        path = (*path, parts[-1])
        if path in self.index.keys:
            self.index.duplicates.append((path, start, end))
        self.index.keys.setdefault(path, (start, end))
        self.pos = self._after(_BLANK)
        self._value(path, depth + len(parts) - 1)
        return True

    def _value(self, path: Path, depth: int) -> None:
        self.count += 1
        start = self.pos
        if self.count > MOST_VALUES:
            self._halt("values", start, start + 1)
        char = self._peek()
        if char in {"[", "{"}:
            if depth >= MOST_DEPTH:
                self._halt("depth", start, start + 1)
            closed = self._array(path, depth) if char == "[" else self._inline(path, depth)
            if not closed:
                self.index.unclosed.append(Trouble(char, start, start + 1))
        elif char and char in "\"'":
            self._string(char)
        else:
            self._bare()
        self.index.values.setdefault(path, (start, self.pos))

    def _string(self, quote: str) -> None:
        start = self.pos
        is_long = self.text.startswith(quote * 3, start)
        pattern = _STRINGS[quote * (3 if is_long else 1)]
        match = pattern.match(self.text, start)
        if match:
            self.pos = match.end()
            return
        self.index.unclosed.append(Trouble(quote * (3 if is_long else 1), start, start + (3 if is_long else 1)))
        found = self.text.find("\n", start)
        self.pos = len(self.text) if is_long or found < 0 else found

    def _bare(self) -> None:
        start = self.pos
        match = _BARE_VALUE.match(self.text, start)
        assert match
        value = match[0].rstrip()
        self.pos = start + len(value)
        if len(value) > MOST_DIGITS and _DIGITS.search(value.replace("-", "")):
            self._halt("digits", start, self.pos)

    def _array(self, path: Path, depth: int) -> bool:
        self.pos += 1
        number = 0
        while True:
            self.pos = self._after(_BLANK_LINES)
            char = self._peek()
            if char == "]":
                self.pos += 1
                return True
            if char == ",":
                self.pos += 1
                continue
            if not char or char in "}=":
                return False
            before = self.pos
            self._value((*path, number), depth + 1)
            number += 1
            if self.pos == before:
                return False

    def _inline(self, path: Path, depth: int) -> bool:
        self.pos += 1
        while True:
            self.pos = self._after(_BLANK_LINES)
            char = self._peek()
            if char == "}":
                self.pos += 1
                return True
            if char == ",":
                self.pos += 1
                continue
            if not char or not self._pair(path, depth + 1):
                return False


def _unescape(match: re.Match[str]) -> str:
    code = match[1]
    if code[0] in "uU" and len(code) > 1:
        number = int(code[1:], 16)
        return chr(number) if number <= 0x10FFFF else "\ufffd"
    return _SHORT_ESCAPES.get(code, code)
