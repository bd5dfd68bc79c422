"""Small charts of blocks for a terminal: a bar a row, a fan over time. What they show is also said in figures."""

from collections.abc import Iterator, Sequence

from repaycli.core.money import Currency
from repaycli.core.nouns import NamedTuple
from repaycli.locale.days import day_words
from repaycli.present.model import Bars, Fan
from repaycli.present.width import cells, pad

_GAP = "  "
_MOST_BAR = 40
_LEAST_BAR = 6
_HEIGHT = 9
_MOST_FAN = 72
_EIGHTHS = " ▏▎▍▌▋▊▉"
_STEPS = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)


class Ink(NamedTuple):
    """The characters that a chart is drawn with."""

    full: str
    parts: str  # of a full one, the least first; the first is nothing
    band: str
    side: str
    corner: str
    base: str


_BLOCKS = Ink("█", _EIGHTHS, "░", "│", "└", "─")
_ASCII = Ink("#", " ", ".", "|", "+", "-")


def ink(ascii_only: bool) -> Ink:
    """Return what can be shown."""
    return _ASCII if ascii_only else _BLOCKS


def draw_bars(bars: Bars, width: int, ascii_only: bool = False) -> list[str]:
    """Draw a bar for each row, the longest as long as there is room; a share above nothing is never an empty bar.

    Beside it stands its figure, and what more is to be said of it where that fits.
    """
    with_more = [figure + more for _, _, figure, more in bars.rows]
    figures = [figure for _, _, figure, _ in bars.rows]
    labels = max(cells(label) for label, *_ in bars.rows)
    room = 0
    for texts in (with_more, figures):
        figures = texts
        room = min(width - labels - max(map(cells, texts)) - 2 * len(_GAP), _MOST_BAR)
        if room >= 2 * _LEAST_BAR:
            break
    most = max(share for _, share, *_ in bars.rows)
    drawn: list[str] = []
    for (label, share, *_), figure in zip(bars.rows, figures, strict=True):
        bar = _bar(int(share / most * room * 8) if most else 0, bool(share), ink(ascii_only))
        line = pad(label, labels) + (_GAP + pad(bar, room) if room >= _LEAST_BAR else "") + _GAP + figure
        drawn.append(line.rstrip(" "))
    return drawn


def _bar(eighths: int, is_some: bool, drawn: Ink) -> str:
    whole, rest = divmod(eighths, 8)
    bar = drawn.full * whole
    if len(drawn.parts) > 1 and rest:
        bar += drawn.parts[rest]
    return bar or (drawn.parts[1] if len(drawn.parts) > 1 else drawn.full) * is_some


def draw_fan(fan: Fan, width: int, currency: Currency | None, ascii_only: bool = False) -> list[str]:
    """Draw the band between the low and the high amount over time, and the middle one in it; nothing where it does not fit."""
    drawn = ink(ascii_only)
    top = _round_top(max(high for _, _, high in fan.bands))
    labels = {_HEIGHT - 1: whole_amount(top, currency), _HEIGHT // 2: whole_amount(top // 2, currency), 0: "0"}
    margin = max(map(cells, labels.values()))
    first, last = day_words(fan.days[0]), day_words(fan.days[-1])
    room = min(width - margin - 2, _MOST_FAN)
    if room < cells(first) + cells(last) + 1:
        return []
    columns = list(_columns(fan.bands, room))
    lines: list[str] = []
    for level in range(_HEIGHT - 1, -1, -1):
        row = "".join(_cell(level, column, top, drawn) for column in columns)
        lines.append((pad(labels.get(level, ""), margin, right=True) + " " + drawn.side + row).rstrip(" "))
    lines.append(" " * (margin + 1) + drawn.corner + drawn.base * room)
    lines.append(" " * (margin + 2) + first + pad(last, room - cells(first), right=True))
    return lines


def legend(fan: Fan, ascii_only: bool = False) -> str:
    """Say what the fan is drawn with."""
    drawn = ink(ascii_only)
    return fan.legend.format(band=drawn.band, middle=drawn.full)


def _cell(level: int, column: tuple[int, int, int], top: int, drawn: Ink) -> str:
    low, middle, high = (min(_HEIGHT - 1, max(0, amount) * _HEIGHT // top) for amount in column)
    if level == middle:
        return drawn.full
    return drawn.band if low <= level <= high else " "


def _columns(bands: Sequence[tuple[int, int, int]], room: int) -> Iterator[tuple[int, int, int]]:
    """Yield one band a column: where several days share one, the lowest and the highest of them."""
    count = len(bands)
    for place in range(room):
        start = place * count // room
        here = bands[start : max(start + 1, (place + 1) * count // room)]
        yield min(low for low, _, _ in here), here[len(here) // 2][1], max(high for _, _, high in here)


def _round_top(amount: int) -> int:
    """Return a round amount that is no less."""
    power = 10 ** max(0, len(str(max(1, amount))) - 1)
    return max(2, next(int(step * power) for step in _STEPS if step * power >= amount))


def whole_amount(amount: int, currency: Currency | None) -> str:
    """Write an amount for the side of a chart: without decimals where it has none."""
    if currency is None:
        return str(amount)
    whole, rest = divmod(amount, 10**currency.digits)
    return currency.grouped(amount) if rest else f"{whole:,}"
