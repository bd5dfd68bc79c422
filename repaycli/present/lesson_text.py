"""A lesson's text as parts of a view: the little Markdown that lessons are written in, and no more of it.

Blank lines part blocks, and every paragraph or item is one line. There are headings (`#`, `##`), paragraphs, lists (`- `,
`1. `) and tables (`|`).
"""

import re
from collections.abc import Iterator

from repaycli.present.model import Column, Lines, Part, Table

_ITEM = re.compile(r"(?:-|\d+\.) ")
_FIGURE = re.compile(r"[\d,.]+ ?%?")


def parts_of(text: str) -> tuple[Part, ...]:
    """Return the blocks of a text in order, each below the heading that stands right before it."""
    return tuple(_parts(text))


def _parts(text: str) -> Iterator[Part]:
    heading = ""
    for block in text.strip("\n").split("\n\n"):
        lines = block.split("\n")
        if lines[0].startswith("#"):
            heading = lines[0].lstrip("#").strip()
        elif lines[0].startswith("|"):
            yield _table(lines, heading)
            heading = ""
        else:
            yield Lines(tuple(lines), heading, hang=2 if _ITEM.match(lines[0]) else 0)
            heading = ""


def _table(lines: list[str], title: str) -> Table:
    heads, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
    figures = [all(_FIGURE.fullmatch(row[place]) for row in rows) for place in range(len(heads))]
    columns = tuple(
        Column(head, head, is_text=not are_figures, is_figures=are_figures)
        for head, are_figures in zip(heads, figures, strict=True)
    )
    return Table("", title, columns, tuple(map(tuple, rows)))
