"""A view on a terminal: tables where they fit, else rows side by side, else blocks of `label: value` lines.

Widths are measured before anything is drawn, so that an amount or a date is never cut; only names wrap.
"""

from io import StringIO

from repaycli.core.money import Currency
from repaycli.core.nouns import NamedTuple
from repaycli.locale import joined, tr
from repaycli.present.model import Bars, Fan, Lines, Money, Table, View, by_message, shown_value
from repaycli.present.width import cells, clean, longest_word, wrap

_GAP = 2
_NARROWEST_NAME = 8
_NARROW = 60
_READABLE = 88


class Style(NamedTuple):
    """What the terminal can show: columns, whether colour is wanted, whether it knows more than ASCII."""

    width: int = 80
    colour: bool = False
    ascii_only: bool = False


class _Grid(NamedTuple):
    heads: list[str]
    rows: list[list[str]]
    texts: list[bool]  # which columns may wrap
    rights: list[bool]  # which stand at the right
    strong: frozenset[int]


def as_table(view: View, style: Style, quiet: bool = False) -> str:
    """Return everything as text for a terminal, escape sequences included where `style.colour` is set."""
    if view.is_prose:
        style = style._replace(width=min(style.width, _READABLE))
    painter = _Painter(style)
    if view.head and not quiet:
        painter.prose(view.head)
        painter.gap()
    if view.sentence and view.is_led:
        painter.prose(view.sentence, "bold")
        painter.gap()
    for part in view.parts:
        if isinstance(part, Lines):
            painter.lines(part)
        elif isinstance(part, Bars | Fan):
            painter.chart(part, view.currency)
        elif "table" in part.forms and part.rows:
            painter.table(part, view.currency)
    if view.sentence and not view.is_led:
        painter.prose(view.sentence, "bold")
        painter.gap()
    if view.steps:
        painter.lines(view.steps)
    if view.notes and not quiet:
        for message, accounts in by_message(view.notes).items():
            about = joined(accounts) + tr(": ") if accounts else ""
            painter.prose(f"* {about}{message}", indent="  ")
    return painter.finish()


class _Painter:
    """Draws into a string through rich, with every line made to measure beforehand."""

    def __init__(self, style: Style) -> None:
        from rich.console import Console

        self.style = style
        self.buffer = StringIO()
        self.console = Console(
            file=self.buffer,
            width=max(style.width, 1),
            force_terminal=True,
            color_system="standard" if style.colour else None,
            markup=False,
            emoji=False,
            highlight=False,
            legacy_windows=False,
        )

    def finish(self) -> str:
        """Return what was drawn, without blank lines at its end."""
        return "\n".join(line.rstrip(" ") for line in self.buffer.getvalue().rstrip("\n").split("\n")) + "\n"

    def gap(self) -> None:
        """Leave a line empty."""
        self.buffer.write("\n")

    def line(self, text: str, style: str = "") -> None:
        """Write one line that is not changed any more."""
        from rich.text import Text

        self.console.print(Text(text, style=style), no_wrap=True, overflow="ignore", crop=False)

    def prose(self, text: str, style: str = "", indent: str = "") -> None:
        """Write a sentence, wrapped."""
        for line in wrap(clean(text), self.style.width, indent):
            self.line(line, style)

    def lines(self, part: Lines) -> None:
        """Write lines; each wraps below its own beginning."""
        if part.title:
            self.prose(part.title, "bold")
        for text in map(clean, part.lines):
            start = len(text) - len(text.lstrip(" "))
            for line in wrap(text, self.style.width, " " * min(start + part.hang, self.style.width // 3)):
                self.line(line)
        self.gap()

    def chart(self, chart: Bars | Fan, currency: Currency | None) -> None:
        """Draw a chart where it fits."""
        from repaycli.present.charts import draw_bars, draw_fan, legend

        width, ascii_only = self.style.width, self.style.ascii_only
        if isinstance(chart, Bars):
            drawn, below = draw_bars(chart, width, ascii_only), ""
        else:
            drawn, below = draw_fan(chart, width, currency, ascii_only), legend(chart, ascii_only)
        if not drawn:
            return
        self.prose(chart.title, "bold")
        for line in drawn:
            self.line(line)
        if below:
            self.prose(below)
        self.gap()

    def table(self, table: Table, currency: Currency | None) -> None:
        """Draw a table in the first form that fits."""
        if table.title:
            self.prose(table.title, "bold")
        grid = _grid(table, currency)
        if table.is_record:
            for row in grid.rows:
                self.block(grid.heads, row)
            self.gap()
            return
        widths = fit(grid, self.style.width)
        if widths is None and table.may_turn:
            turned = _turned(grid)
            widths = fit(turned, self.style.width)
            grid = turned if widths else grid
        if widths is not None:
            self.grid(grid, widths)
        else:
            for number, row in enumerate(grid.rows):
                if number:
                    self.gap()
                self.prose(row[0], "bold")
                self.block(grid.heads[1:], row[1:], "  ")
        self.gap()

    def block(self, heads: list[str], row: list[str], indent: str = "") -> None:
        """Write one row as `label: value` lines; a value that does not fit beside its label goes below it."""
        for head, value in zip(heads, row, strict=True):
            label = indent + head + tr(": ")
            if cells(label) + cells(value) <= self.style.width:
                self.line(label + value)
                continue
            below = indent + "  "
            self.prose(label.rstrip(" "))
            for line in wrap(below + value, self.style.width, below):
                self.line(line)

    def grid(self, grid: _Grid, widths: list[int]) -> None:
        """Draw the table proper, each column at its measured width."""
        from rich import box
        from rich.cells import cell_len
        from rich.table import Table as RichTable
        from rich.text import Text

        frame = (
            box.Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)
            if self.style.ascii_only
            else box.SIMPLE_HEAD
        )
        rows = [
            [
                "\n".join(wrap(value, width)) if is_text else value
                for value, width, is_text in zip(row, widths, grid.texts, strict=True)
            ]
            for row in grid.rows
        ]
        drawn = RichTable(box=frame, show_edge=False, pad_edge=False, padding=(0, _GAP - 1, 0, 0), header_style="bold")
        for place, (head, right) in enumerate(zip(grid.heads, grid.rights, strict=True)):
            # Where rich takes a character for wider than we do, the column has to give way: rich would cut the cell.
            taken = (cell_len(line) for row in rows for line in row[place].split("\n"))
            width = max(widths[place], max(taken, default=0))
            justify = "right" if right else "left"
            drawn.add_column(Text("\n".join(wrap(head, widths[place]))), width=width, no_wrap=True, justify=justify)
        for number, row in enumerate(rows):
            drawn.add_row(*map(Text, row), style="bold" if number in grid.strong else "")
        self.console.print(drawn, crop=False)


def _grid(table: Table, currency: Currency | None) -> _Grid:
    places = [place for place, column in enumerate(table.columns) if "table" in column.forms]
    rows = [[clean(shown_value(row[place], currency)) for place in places] for row in table.rows]
    columns = [table.columns[place] for place in places]
    rights = [
        column.is_figures or any(isinstance(row[place], Money | int) for row in table.rows)
        for place, column in zip(places, columns, strict=True)
    ]
    return _Grid([clean(each.head) for each in columns], rows, [each.is_text for each in columns], rights, table.strong)


def _turned(grid: _Grid) -> _Grid:
    """Let rows and columns change places: the names become the heads."""
    heads = [grid.heads[0], *(row[0] for row in grid.rows)]
    rows = [[head, *(row[place] for row in grid.rows)] for place, head in enumerate(grid.heads)][1:]
    count = len(grid.rows)
    return _Grid(heads, rows, [True, *([False] * count)], [False, *([True] * count)], frozenset())


def _head_width(head: str) -> int:
    """Return the least width of a head: a long one may take two lines, or as many as it has words."""
    whole = cells(head)
    if whole <= 6:
        return whole
    half = (whole + 1) // 2
    return max(longest_word(head), half + half % 2)


def fit(grid: _Grid, width: int) -> list[int] | None:
    """Return a width for every column so that the table fits, or None when it cannot."""
    columns = range(len(grid.heads))
    wanted: list[int] = []
    least: list[int] = []
    for place in columns:
        values = [row[place] for row in grid.rows]
        natural = max(map(cells, values), default=0)
        if grid.texts[place]:
            word = max((min(longest_word(value), natural) for value in values), default=0)
            wanted.append(max(natural, cells(grid.heads[place])))
            whole = min(natural, 24) if place == 0 and width < _NARROW else 0  # what a row is about is not split
            least.append(max(min(word, 16), min(natural, _NARROWEST_NAME), longest_word(grid.heads[place]), whole))
        else:
            least.append(max(natural, _head_width(grid.heads[place])))
            wanted.append(max(natural, cells(grid.heads[place])))
    room = width - _GAP * (len(wanted) - 1)
    if sum(least) > room:
        return None
    surplus = room - sum(least)
    widths = list(least)
    hungry = sorted((place for place in columns if wanted[place] > least[place]), key=lambda at: wanted[at] - least[at])
    texts = [place for place in hungry if grid.texts[place]]
    for served, place in enumerate(texts):
        extra = min(wanted[place] - least[place], surplus // (len(texts) - served))
        widths[place] += extra
        surplus -= extra
    heads = [place for place in hungry if not grid.texts[place]]
    if sum(wanted[place] - least[place] for place in heads) <= surplus:  # all of them on one line, or none
        for place in heads:
            widths[place] = wanted[place]
    return widths
