"""Charts as inline SVG: lines, bands and columns in a plot that stretches, with texts that do not.

A plot is as wide as the page lets it be: its shapes stretch with it, the texts on it keep their size. What a chart shows
is told in its title and description, and stands as figures in a table below it. Colours and widths are the style sheet's;
what a line means is said beside it, so that no meaning hangs on a colour.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from repaycli.core.nouns import NamedTuple
from repaycli.present.html import Element, el
from repaycli.present.svg_scale import SIZE, Days, Heights, share_of_width

_TOP, _BOTTOM, _NOTES = 14, 22, 20
_FLAGS = 8  # pixels that a mark takes above the plot
_MOST_GUTTER = 16

GUTTERS = {count: count * 7 + 10 for count in range(1, _MOST_GUTTER + 1)}
"""How many pixels the style sheet keeps beside a plot for texts of so many characters."""

Points = Sequence[tuple[date, int]]


class Words(NamedTuple):
    """What a chart is called and what is to be seen on it; `key` tells it from the other charts of a page."""

    key: str
    title: str
    description: str


class Frame(NamedTuple):
    """What a chart is drawn on: its height in pixels, its scale, the texts of the lines across, and what is written below
    them, each with its place in units of the plot. `has_note` keeps a line free for `note`, where no shape can cross it."""

    height: int
    heights: Heights
    across: Sequence[str]
    below: Sequence[tuple[int, str]]
    has_note: bool = False

    @property
    def base(self) -> int:
        """How many pixels below the top the plot ends."""
        return self.height - _BOTTOM - _NOTES * self.has_note

    @property
    def gutter(self) -> int:
        """How many characters the texts beside the plot have."""
        return min(_MOST_GUTTER, max(map(len, self.across)))

    def down(self, value: int) -> int:
        """Return how many pixels below the top a value lies."""
        return _TOP + self.heights.y(value) * (self.base - _TOP) // SIZE


def chart(words: Words, frame: Frame, shapes: Iterable[Element], over: Iterable[Element] = ()) -> Element:
    """Return a whole chart: `shapes` are drawn in units of the plot, `over` in pixels and shares of the width."""
    return el(
        "svg",
        el("title", words.title, id=f"{words.key}-title"),
        el("desc", words.description, id=f"{words.key}-desc"),
        _grid(frame),
        el(
            "svg",
            shapes,
            y=_TOP,
            width="100%",
            height=frame.base - _TOP,
            viewBox=f"0 0 {SIZE} {SIZE}",
            preserveAspectRatio="none",
        ),
        over,
        class_=f"chart gutter-{frame.gutter}",
        role="img",
        aria_labelledby=f"{words.key}-title",
        aria_describedby=f"{words.key}-desc",
        width="100%",
        height=frame.height,
    )


def _grid(frame: Frame) -> Iterable[Element]:
    for value, said in zip(frame.heights.lines(), frame.across, strict=True):
        y = frame.down(value)
        yield el("line", class_="across" if value else "zero", x1=0, x2="100%", y1=y, y2=y)
        yield el("text", said, class_="side", x=-6, y=y + 4, text_anchor="end")
    for number, (x, said) in enumerate(frame.below):
        place = share_of_width(x)
        yield el("line", class_="tick", x1=place, x2=place, y1=frame.base, y2=frame.base + 5)
        kind = "date other" if number % 2 else "date"  # every other one gives way on a narrow screen
        yield el("text", said, class_=kind, x=place, y=frame.height - 4, text_anchor=_anchor(x, SIZE // 16))


def _anchor(x: int, margin: int) -> str:
    return "start" if x < margin else "end" if x > SIZE - margin else "middle"


def step_line(days: Days, scale: Heights, points: Points) -> Element:
    """Draw values each of which holds until the next one, to the end of the time."""
    (first, value), *rest = points
    drawn = f"M{days.x(first)} {scale.y(value)}" + "".join(f"H{days.x(day)}V{scale.y(each)}" for day, each in rest)
    return _path("line", f"{drawn}H{SIZE}")


def area(days: Days, scale: Heights, points: Points) -> list[Element]:
    """Draw values that are known on some days, and what lies between them and nothing."""
    line, base = _through(days, scale, points), scale.y(0)
    below = f"{line}L{days.x(points[-1][0])} {base}L{days.x(points[0][0])} {base}Z"
    return [_path("area", below), _path("line", line)]


def band(days: Days, scale: Heights, on: Sequence[date], bands: Sequence[tuple[int, int, int]]) -> list[Element]:
    """Draw the room between a low and a high value over time, and the middle one in it."""
    lows, middles, highs = ([(day, each[place]) for day, each in zip(on, bands, strict=True)] for place in range(3))
    back = _through(days, scale, lows[::-1]).replace("M", "L")
    return [
        _path("band", _through(days, scale, highs) + back + "Z"),
        _path("line", _through(days, scale, middles)),
    ]


def _through(days: Days, scale: Heights, points: Points) -> str:
    return "M" + "L".join(f"{days.x(day)} {scale.y(value)}" for day, value in points)


def columns(scale: Heights, values: Sequence[int]) -> list[Element]:
    """Draw a column for each value, side by side over the whole width; what is not nothing is never an empty column."""
    width = SIZE // len(values)
    found: list[Element] = []
    for number, value in enumerate(values):
        height = max(SIZE - scale.y(value), SIZE // 100) if value else 0
        x, y = number * width + width // 8, SIZE - height
        found.append(el("rect", class_="column", x=x, y=y, width=width * 3 // 4, height=height))
    return found


def middle_of_column(number: int, count: int) -> int:
    """Return where a column stands, in units of the plot."""
    return (2 * number + 1) * SIZE // (2 * count)


def millionths(share: Fraction) -> int:
    """Return a share as the whole number that it is drawn by."""
    return int(share * 1_000_000)


def _path(kind: str, drawn: str) -> Element:
    """Draw a path whose line is as thick as the style sheet says, however far the plot is stretched."""
    return el("path", class_=kind, d=drawn, vector_effect="non-scaling-stroke")


def across(scale: Heights, value: int, kind: str) -> Element:
    """Draw one line across the plot; the style sheet knows its `kind`."""
    return _path(kind, f"M0 {scale.y(value)}H{SIZE}")


def note(frame: Frame, x: int, value: int, text: str) -> list[Element]:
    """Draw a point, and its text below the plot, with a line that leads there. The text stands twice: at its place, and at
    the nearer end of the chart for a screen that is hardly wider than it."""
    place, y = share_of_width(x), frame.down(value)
    below, is_left = frame.base + _NOTES - 2, x < SIZE // 2
    end, anchor = (str(-GUTTERS[frame.gutter]), "start") if is_left else ("100%", "end")
    return [
        el("line", class_="lead", x1=place, x2=place, y1=y, y2=frame.base + 6),
        el("circle", class_="point", cx=place, cy=y, r=4),
        el("text", text, class_="note wide", x=place, y=below, text_anchor=_anchor(x, SIZE // 3)),
        el("text", text, class_="note narrow", x=end, y=below, text_anchor=anchor),
    ]


def flags(frame: Frame, places: Iterable[int], text: str) -> Iterable[Element]:
    """Draw a line down at each place, and above it a mark that says what it is without its colour."""
    for x in map(share_of_width, places):
        yield el("line", class_="flag", x1=x, x2=x, y1=_FLAGS + 4, y2=frame.base)
        yield el("text", text, class_="flag", x=x, y=_FLAGS + 2, text_anchor="middle")
