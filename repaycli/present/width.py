"""How wide a text is on a terminal, how it wraps there, and which characters may reach it."""

import re
from functools import cache

_FIGURE = re.compile(r"^\W*\d[\d,.:-]*\W*$")
"""What reads as an amount or a date; an address or a code with digits in it does not."""

_HARMLESS = "\u00a0\u200d\u3000"  # wide and hard spaces, and what joins emoji
_NO_START = "，。、；：！？）」』》〉】”’,.;:!?)]}%‰‱…"
_NO_END = "（「『《〈【“‘([{"


@cache
def _cell(char: str) -> int:
    from unicodedata import category, east_asian_width  # a large table, and plain output does without it

    if east_asian_width(char) in "WF":
        return 2
    return 0 if category(char) in ("Mn", "Me", "Cf") else 1


def cells(text: str) -> int:
    """Return how many columns a text takes: Chinese characters take two.

    >>> cells("abc"), cells("花呗")
    (3, 4)
    """
    if text.isascii():
        return len(text)
    return sum(map(_cell, text))


def pad(text: str, width: int, right: bool = False) -> str:
    """Fill a text with spaces up to `width` columns; `right` puts it at the right."""
    space = " " * (width - cells(text))
    return space + text if right else text + space


def clean(text: str) -> str:
    r"""Write every character that could command a terminal as an escape: controls, direction marks, line breaks.

    >>> clean("a\x1b[31m\u202eb")
    'a\\x1b[31m\\u202eb'
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char in _HARMLESS else _escape(char) for char in text)


def _escape(char: str) -> str:
    code = ord(char)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def pieces(text: str) -> list[str]:
    """Split a text at the places where a line may break. Figures, days and words stay whole."""
    from repaycli.locale.days import days_in  # plain output does without it

    inside = {place for start, end, _ in days_in(text) for place in range(start + 1, end)}
    pieces: list[str] = []
    current = ""
    for place, char in enumerate(text):
        if current and place not in inside and _may_break(current[-1], char):
            pieces.append(current)
            current = ""
        current += char
    if current:
        pieces.append(current)
    return pieces


def _may_break(before: str, after: str) -> bool:
    if after == " " or after in _NO_START or before in _NO_END:
        return False
    return before == " " or _cell(before) == 2 or _cell(after) == 2


def wrap(text: str, width: int, indent: str = "") -> list[str]:
    """Break a text into lines of at most `width` columns; lines after the first begin with `indent`.

    A word that is wider than a line is broken; an amount or a date never is.

    >>> wrap("少付 1,234.56 元", 10)
    ['少付', '1,234.56', '元']
    """
    lines: list[str] = []
    line = ""
    words = text.lstrip(" ")
    blanks = min(len(text) - len(words), max(0, width - 2))  # room for one character stays
    for piece in pieces(" " * blanks + words):
        if line.strip() and cells(line) + cells(piece.rstrip(" ")) > width:
            lines.append(line.rstrip(" "))
            line = indent
        line += piece
        while cells(line.rstrip(" ")) > width and not _FIGURE.search(piece):
            head = _head(line, width)
            lines.append(head)
            line = indent + line[len(head) :]
    if line.strip() or not lines:
        lines.append(line.rstrip(" "))
    return lines


def _head(text: str, width: int) -> str:
    """Return as much of a text as fits, one character at least besides leading spaces."""
    taken, used = len(text) - len(text.lstrip(" ")), 0
    used = taken
    while taken < len(text):
        used += _cell(text[taken])
        if used > width and text[:taken].strip():
            break
        taken += 1
    return text[:taken]


def longest_word(text: str) -> int:
    """Return the columns of the widest piece that a line break cannot split."""
    return max((cells(piece.rstrip(" ")) for piece in pieces(text)), default=0)
