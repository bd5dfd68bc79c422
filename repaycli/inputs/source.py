"""One text under reading and what was found wrong with it."""

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

from repaycli.core.nouns import NamedTuple
from repaycli.core.problems import Place, Problem, Severity
from repaycli.core.text import Text, text
from repaycli.inputs.places import Path, Span, line_starts, span_of

if TYPE_CHECKING:
    from repaycli.inputs.locate import Index

MOST_PROBLEMS = 100
MOST_SHOWN = 60

_JOINED = r"[^\x00-\x7f\u3000-\u9fff\uff00-\uffef]"
LONE_JOINER = rf"(?<!{_JOINED})[\u200c\u200d]|[\u200c\u200d](?!{_JOINED})"
"""Joiners belong between the letters of a few scripts and inside emoji; elsewhere they only make names look alike."""

_PICTURES = {0x7F: "␡", **{code: chr(0x2400 + code) for code in range(0x20)}}
_REPLACED = str.maketrans({**_PICTURES, 0x09: " "})


class TooManyProblemsError(Exception):
    """Reading stops: a file with so many problems is another kind of file."""


def visible(line: str) -> str:
    """Make a line safe to show: each control or direction character becomes one that can be seen.

    >>> visible("a\\x1b[31m\\tb")
    'a␛[31m b'
    """
    line = line.translate(_REPLACED)
    return line if line.isascii() else "".join("\ufffd" if is_hidden(char) else char for char in line)


def is_hidden(char: str) -> bool:
    """Tell whether a character steers a terminal or the direction of text instead of being seen.

    >>> [is_hidden(char) for char in "a\\x1b\\u202e花"]
    [False, True, True, False]
    """
    code = ord(char)
    if code < 0x20 or 0x7F <= code <= 0x9F:
        return True
    return (
        0x202A <= code <= 0x202E
        or 0x2066 <= code <= 0x2069
        or code in {0x200B, 0x200E, 0x200F, 0x061C, 0x2028, 0x2029, 0x2060, 0xFEFF}
        or 0xD800 <= code <= 0xDFFF
    )


def first_hidden(words: str) -> str | None:
    """Return the first character of a text that cannot be seen, joiners that join nothing included."""
    joiner = re.search(LONE_JOINER, words) if "\u200c" in words or "\u200d" in words else None
    return next((char for char in words if is_hidden(char)), joiner[0] if joiner else None)


def cut(words: str, most: int = MOST_SHOWN) -> str:
    """Shorten a long text for a message."""
    words = visible(words)
    return words if len(words) <= most else words[: most - 1] + "…"


def shown(raw: object) -> str | Text:
    """Write a value for a message as the user wrote it, near enough."""
    match raw:
        case bool():
            return "true" if raw else "false"
        case str():
            return f'"{cut(raw)}"' if raw else text("empty text")
        case datetime() | date() | time():
            return raw.isoformat()
        case int() | Decimal():
            return cut(str(raw))
        case dict():
            return text("a table")
        case _:
            return text("a list")


class Source:
    """A file's name and text; the places in it are worked out when the first one is asked for."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self.found: Index | None = None
        self.plain: dict[str, object] | None = None  # its tables, if it is of the plain form
        self.lines: list[int] | None = None

    @property
    def index(self) -> "Index":
        """Places of keys and values."""
        if self.found is None:
            from repaycli.inputs.locate import locate  # imported here: a sound and plain file does not need it

            self.found = locate(self.text)
        return self.found

    @property
    def starts(self) -> list[int]:
        """Offsets of the first character of each line."""
        if self.lines is None:
            self.lines = line_starts(self.text)
        return self.lines

    def line(self, number: int) -> str:
        """Return a line as it can be shown; its characters stay in their columns."""
        starts = self.starts
        if not 1 <= number <= len(starts):
            return ""
        end = starts[number] - 1 if number < len(starts) else len(self.text)
        return visible(self.text[starts[number - 1] : end].removesuffix("\r"))


class Spot(NamedTuple):
    """A key or value of one text: what a problem points at."""

    source: Source
    path: Path
    is_key: bool = False

    def __truediv__(self, part: str | int) -> "Spot":
        return Spot(self.source, (*self.path, part))

    @property
    def at_key(self) -> "Spot":
        """The key instead of its value."""
        return Spot(self.source, self.path, True)

    @property
    def span(self) -> Span | None:
        """Where it stands."""
        index = self.source.index
        return index.key(self.path) if self.is_key else index.value(self.path)

    @property
    def line(self) -> int:
        """The line it stands on; 0 when it does not stand in the text."""
        span = self.span
        return span.line if span else 0

    @property
    def dotted(self) -> str:
        """The path in words: `credit_line.statement.paid`."""
        return ".".join(cut(part, 40) for part in self.path if isinstance(part, str))


class Mark(NamedTuple):
    """A piece of the text by its offsets, where there is no key to point at."""

    source: Source
    start: int
    end: int
    dotted: str = ""

    @property
    def span(self) -> Span | None:
        """Where it stands; a negative start is the file as a whole."""
        return span_of(self.source.text, self.source.starts, self.start, self.end) if self.start >= 0 else None


Where = Spot | Mark


class Findings:
    """Problems as they are found, in one run."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def error(
        self,
        code: str,
        message: Text,
        spot: Where,
        *,
        why: Text | None = None,
        help: Text | None = None,  # noqa: A002
    ) -> None:
        """Note what stops the answer."""
        self._note(code, message, spot, why, help, Severity.ERROR)

    def warning(
        self,
        code: str,
        message: Text,
        spot: Where,
        *,
        why: Text | None = None,
        help: Text | None = None,  # noqa: A002
        subject: str = "",
    ) -> None:
        """Note what is shown beside the answer."""
        self._note(code, message, spot, why, help, Severity.WARNING, subject)

    @property
    def has_errors(self) -> bool:
        """Whether anything stops the answer."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    def has_errors_in(self, file: str) -> bool:
        """Whether anything stops the reading of that file."""
        return any(item.place.file == file and item.severity is Severity.ERROR for item in self.problems)

    def ordered(self) -> list[Problem]:
        """Return the problems in the order of the files' lines; the first file's come first."""
        files: dict[str, int] = {}
        for problem in self.problems:
            files.setdefault(problem.place.file, len(files))
        return sorted(self.problems, key=lambda item: (files[item.place.file], item.place.line, item.place.column))

    def _note(
        self,
        code: str,
        message: Text,
        spot: Where,
        why: Text | None,
        advice: Text | None,
        severity: Severity,
        subject: str = "",
    ) -> None:
        span = spot.span
        place = (
            Place(spot.source.name, span.line, span.column, span.width) if span else Place(spot.source.name, 1, 1, 0)
        )
        line = spot.source.line(span.line) if span else ""
        problem = Problem(code, message, place, why, advice, spot.dotted, line, severity, subject)
        if problem in self.problems:
            return  # a line's own purchase is looked at in its line and among the entries
        self.problems.append(problem)
        if len(self.problems) >= MOST_PROBLEMS:
            self.problems.append(
                Problem(
                    "too-many-problems",
                    text("reading stopped after {count} problems", count=MOST_PROBLEMS),
                    Place(spot.source.name, 1, 1, 0),
                    text("so many at once usually have one cause"),
                    text("repair the first ones and run `repaycli check` again"),
                )
            )
            raise TooManyProblemsError
