"""Places in a text, and the limits of what a text may hold."""

import re
from bisect import bisect_right

from repaycli.core.nouns import NamedTuple

Path = tuple[str | int, ...]
"""Where a value stands among the tables: `("credit_line", 0, "statement", 1, "paid")`."""

MOST_DEPTH = 12
MOST_DIGITS = 30
MOST_VALUES = 120_000
MOST_TABLES = 25_000


class Span(NamedTuple):
    """A piece of one line: both counts begin at 1."""

    line: int
    column: int
    width: int


def line_starts(text: str) -> list[int]:
    """Return the offset of each line's first character."""
    return [0, *(match.end() for match in re.finditer("\n", text))]


def span_of(text: str, starts: list[int], start: int, end: int) -> Span:
    """Turn offsets into a line, a column and a width on that line."""
    line = bisect_right(starts, start)
    line_end = starts[line] - 1 if line < len(starts) else len(text)
    return Span(line, start - starts[line - 1] + 1, max(1, min(end, line_end) - start))


def is_plain(text: str) -> bool:
    """Tell whether a text is so short and flat that the parser can take it unseen: most files are.

    No more than `MOST_DEPTH` brackets stand outside headers, so no nesting goes deeper; likewise the dots of a line.
    """
    if len(text) > MOST_VALUES or re.search(rf"[0-9a-fA-F_.]{{{MOST_DIGITS + 1}}}", text.replace("-", "")):
        return False
    brackets = 0
    for line in text.split("\n"):
        if not _is_header(line):
            brackets += line.count("[") + line.count("{")
        if brackets > MOST_DEPTH or line.count(".") > MOST_DEPTH:
            return False
    return True


def _is_header(line: str) -> bool:
    """Tell whether a line is a plain table header, so that its brackets close on it."""
    header = line.partition("#")[0].strip()
    name = header.strip("[]").replace(".", "").replace("_", "")
    return header.startswith("[") and name.isalnum() and header.count("[") == header.count("]")
