"""The parts of a view as elements of a page: tables that turn into cards on a narrow screen, lists, charts, notes.

What a terminal shows of a part, a page shows too: the same rows, the same digits, the same words.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from repaycli.core.money import Currency
from repaycli.locale import joined, tr, trn
from repaycli.locale.days import days_in
from repaycli.present.chances import percent_of_share
from repaycli.present.charts import whole_amount
from repaycli.present.html import Child, Element, Node, el
from repaycli.present.model import Bars, Column, Fan, Lines, Money, Note, Part, Table, Value, by_message, shown_value
from repaycli.present.svg_chart import Frame, Words, band, chart, columns, middle_of_column, millionths
from repaycli.present.svg_scale import Days, heights

HEIGHT = 240
"""How high a chart is, in pixels."""

_MOST_LABELS = 6
_LONG = 12


def parts_as_html(parts: Iterable[Part], currency: Currency | None, key: str) -> list[Element]:
    """Return parts as elements, those that a terminal shows; `key` tells their charts from others on the page."""
    found: list[Element] = []
    for number, part in enumerate(parts, start=1):
        match part:
            case Table():
                if part.rows and "table" in part.forms:
                    found.append(record(part, currency) if part.is_record else folded(part, currency))
            case Lines():
                found.append(el("div", el("h3", part.title) if part.title else None, _items(part.lines)))
            case Bars():
                found.append(bars(part, f"{key}-{number}"))
            case Fan():
                found.append(fan(part, currency, f"{key}-{number}"))
    return found


def _items(lines: Iterable[str]) -> Element:
    return el("ul", (el("li", prose(line.strip())) for line in lines))


def folded(part: Table, currency: Currency | None) -> Element:
    """Return a table; one that is long stands folded behind its title."""
    if len(part.rows) <= _LONG:
        return table(part, currency)
    said = trn("{title}: {count} row", "{title}: {count} rows", len(part.rows), title=part.title)
    return el("details", el("summary", said), table(part, currency))


def table(part: Table, currency: Currency | None) -> Element:
    """Return a table whose rows become cards where there is no room; its first column names each row."""
    shown = [(place, column) for place, column in enumerate(part.columns) if "table" in column.forms]
    rights = {place for place, _ in shown if any(isinstance(row[place], Money | int) for row in part.rows)}

    def head(place: int, column: Column) -> Element:
        return el("th", column.head, scope="col", class_="number" if place in rights else None)

    def cell(place: int, column: Column, value: Value, is_strong: bool) -> Element:
        kind = "number" if place in rights else "text" if column.is_text else None
        said: Child = value_as_html(value, currency)
        if place == shown[0][0]:
            return el("th", el("strong", said) if is_strong else said, scope="row")
        return el("td", el("span", said), class_=kind, data_label=column.head)

    def row(number: int, values: Sequence[Value]) -> Element:
        is_strong = number in part.strong
        cells = (cell(place, column, values[place], is_strong) for place, column in shown)
        return el("tr", cells, class_="strong" if is_strong else None)

    return el(
        "table",
        el("caption", part.title),
        el("thead", el("tr", (head(place, column) for place, column in shown))),
        el("tbody", (row(number, values) for number, values in enumerate(part.rows))),
        class_="cards",
    )


def record(part: Table, currency: Currency | None) -> Element:
    """Return the single row of a table as a list of what is in it."""
    shown = [(place, column) for place, column in enumerate(part.columns) if "table" in column.forms]
    rows = (
        el("tr", el("th", column.head, scope="row"), el("td", value_as_html(part.rows[0][place], currency)))
        for place, column in shown
    )
    return el("table", el("caption", part.title), el("tbody", rows), class_="record")


def value_as_html(value: Value, currency: Currency | None) -> list[Node]:
    """Return a value as it is shown; a date says what it is."""
    return prose(shown_value(value, currency))


def prose(said: str) -> list[Node]:
    """Return a sentence whose dates say that they are dates, and are not broken at the end of a line.

    >>> [each if isinstance(each, str) else each.tag for each in prose("due on 2026-11-10, 3 Dec or 12026-11-10")]
    ['due on ', 'time', ', ', 'time', ' or 12026-11-10']
    """
    found: list[Node] = []
    written = 0
    for start, end, meant in days_in(said):
        found += [said[written:start], el("time", said[start:end], datetime=meant)]
        written = end
    return [piece for piece in [*found, said[written:]] if piece]


def figures(caption: str, heads: Sequence[str], rows: Iterable[Sequence[Value]], currency: Currency | None) -> Element:
    """Return the figures behind a chart, to be opened below it."""
    body = (
        el(
            "tr",
            el("th", value_as_html(first, currency), scope="row"),
            (el("td", value_as_html(each, currency)) for each in rest),
        )
        for first, *rest in rows
    )
    return el(
        "details",
        el("summary", tr("The figures of this chart")),
        el(
            "div",
            el(
                "table",
                el("caption", caption),
                el("thead", el("tr", (el("th", head, scope="col") for head in heads))),
                el("tbody", body),
                class_="figures",
            ),
            class_="scroll",
            tabindex=0,
            role="region",
            aria_label=caption,
        ),
    )


def figure(title: str, drawn: Element, below: Element, legend: str = "") -> Element:
    """Return a chart with its title, what it is drawn with, and its figures."""
    said = [el("strong", title), el("span", prose(legend)) if legend else None]
    return el("figure", el("figcaption", (each for each in said if each)), drawn, below)


def fan(part: Fan, currency: Currency | None, key: str) -> Element:
    """Return an amount over time as a band with its middle."""
    days, scale = Days(part.days[0], part.days[-1]), heights([high for _, _, high in part.bands])
    frame = Frame(HEIGHT, scale, [whole_amount(each, currency) for each in scale.lines()], days.written())
    low, middle, high = (Money(each) for each in part.bands[-1])
    description = tr(
        "From {first} to {last}. On the last day: {low}, {middle} and {high}; in 5, 50 and 95 of 100 futures no more.",
        first=part.days[0],
        last=part.days[-1],
        low=shown_value(low, currency),
        middle=shown_value(middle, currency),
        high=shown_value(high, currency),
    )
    drawn = chart(Words(key, part.title, description), frame, band(days, scale, part.days, part.bands))
    heads = [tr("date"), tr("5 of 100 below"), tr("middle"), tr("95 of 100 below")]
    rows = [(day, *map(Money, values)) for day, values in zip(part.days, part.bands, strict=True)]
    legend = part.legend.format(middle="━", band="▒") if part.legend else ""
    return figure(part.title, drawn, figures(part.title, heads, rows, currency), legend)


def bars(part: Bars, key: str) -> Element:
    """Return shares as columns side by side."""
    shares = [share for _, share, _, _ in part.rows]
    scale = heights([millionths(share) for share in shares], least=1000)
    every = -(-len(shares) // _MOST_LABELS)
    below = [
        (middle_of_column(number, len(shares)), label)
        for number, (label, *_) in enumerate(part.rows)
        if number % every == 0
    ]
    lines = [percent_of_share(Fraction(each, 1_000_000)) for each in scale.lines()]
    label, _, said, more = max(part.rows, key=lambda row: row[1])
    description = tr("The highest is {label}: {figure}.", label=label, figure=said + more)
    drawn = chart(
        Words(key, part.title, description),
        Frame(HEIGHT, scale, lines, below),
        columns(scale, list(map(millionths, shares))),
    )
    rows = [(label, said + more) for label, _, said, more in part.rows]
    return figure(part.title, drawn, figures(part.title, [tr("month"), tr("chance")], rows, None))


def notes_as_html(notes: Iterable[Note]) -> Element:
    """Return notes as a list; what holds for several accounts is said once."""
    items = (
        el("li", (el("strong", joined(accounts)), tr(": ")) if accounts else None, prose(message))
        for message, accounts in by_message(notes).items()
    )
    return el("ul", items, class_="notes")
