"""The charts of the report: what the wallets hold, and what is owed, in all and on each account."""

from collections.abc import Sequence
from datetime import date

from repaycli.core.money import Currency
from repaycli.engine.course import Course
from repaycli.engine.ledger import Projection, Standing
from repaycli.locale import tr, trn
from repaycli.locale.days import month_words
from repaycli.present.as_html import HEIGHT, figure, figures
from repaycli.present.charts import whole_amount
from repaycli.present.html import Element, el
from repaycli.present.model import Money, Value
from repaycli.present.svg_chart import Frame, Points, Words, across, area, chart, flags, note, step_line
from repaycli.present.svg_scale import Days, Heights, heights

_SMALL, _FEW_LINES = 120, 2
_MISSING, _MOST_FLAGS = "!", 12


def _frame(height: int, scale: Heights, days: Days, currency: Currency) -> Frame:
    return Frame(height, scale, [whole_amount(each, currency) for each in scale.lines()], days.written())


def cash_figure(course: Course, standing: Standing, projection: Projection, currency: Currency) -> Element:
    """Return what all wallets hold day by day, with the reserve, the lowest point, and the days on which money is missing."""
    if not standing.wallets:
        return el("p", tr("The file has no wallet."))
    days = Days(projection.today, projection.until)
    scale = heights([course.reserve, *(amount for _, amount in course.cash)])
    frame = _frame(HEIGHT, scale, days, currency)._replace(has_note=True)
    month = min(course.months, key=lambda each: each.lowest)
    lowest = tr("lowest: {amount} on {date}", amount=currency.grouped(month.lowest), date=month.lowest_on)
    reserve = tr("reserve {amount}", amount=currency.grouped(course.reserve)) if course.reserve else ""
    shapes, over = [step_line(days, scale, course.cash)], note(frame, days.x(month.lowest_on), month.lowest, lowest)
    if reserve:
        shapes.append(across(scale, course.reserve, "reserve"))
    missing = sorted({each.on for each in projection.summary.shortfalls})
    over.extend(flags(frame, map(days.x, missing[:_MOST_FLAGS]), _MISSING))
    title = tr("What all wallets hold at the end of each day")
    words = Words("cash", title, _cash_words(course, lowest, reserve, missing, currency))
    rows: list[tuple[Value, ...]] = [
        (month_words(each.first), Money(each.lowest), each.lowest_on, Money(each.at_end)) for each in course.months
    ]
    heads = [tr("month"), tr("lowest"), tr("first on"), tr("at the end")]
    said = [tr("dashed: {reserve}, never used for repayments", reserve=reserve)] if reserve else []
    legend = tr("; ").join([*said, *([f"{_MISSING} {_days_missing(missing)}"] if missing else [])])
    return figure(title, chart(words, frame, shapes, over), figures(title, heads, rows, currency), legend)


def _cash_words(course: Course, lowest: str, reserve: str, missing: Sequence[date], currency: Currency) -> str:
    first, last = (currency.grouped(course.cash[place][1]) for place in (0, -1))
    said = [tr("at first {amount}", amount=first), lowest, tr("at the end {amount}", amount=last)]
    return tr("; ").join([*said, *([reserve] if reserve else []), *([_days_missing(missing)] if missing else [])])


def _days_missing(missing: Sequence[date]) -> str:
    return trn(
        "money is missing on {count} day, {date}",
        "money is missing on {count} days, first on {date}",
        len(missing),
        date=missing[0],
    )


def debt_figures(course: Course, standing: Standing, projection: Projection, currency: Currency) -> list[Element]:
    """Return what is owed in all, and each account in a small chart of its own, to its own scale."""
    days = Days(projection.today, projection.until)
    now = {each.name: each.owed + each.planned + each.accrued for each in standing.accounts}
    each_debt = {name: (now[name], *owed) for name, owed in course.owed}
    on = (projection.today, *course.days)
    if not each_debt:
        return [el("p", tr("Nothing is owed."))]
    in_all = [sum(amounts) for amounts in zip(*each_debt.values(), strict=True)]
    title = tr("All debts together")
    frame = _frame(HEIGHT, heights(in_all), days, currency)
    whole = _debt(Words("debt", title, ""), frame, days, list(zip(on, in_all, strict=True)), currency)
    largest_first = sorted(each_debt.items(), key=lambda each: (-max(each[1]), each[0]))
    found: list[Element] = []
    for number, (name, owed) in enumerate(largest_first, start=1):
        small = _frame(_SMALL, heights(owed, most_lines=_FEW_LINES), days, currency)
        found.append(_debt(Words(f"debt-{number}", name, ""), small, days, list(zip(on, owed, strict=True)), currency))
    said = tr("Interest not yet posted and instalments not yet billed are in it.")
    if len(found) == 1:
        return [el("p", said), *found]
    apart = tr("Each account by itself, the largest first; each chart has its own scale.")
    return [el("p", said), whole, el("p", apart), el("div", found, class_="multiples")]


def _debt(words: Words, frame: Frame, days: Days, points: Points, currency: Currency) -> Element:
    (_, first), (last_on, last) = points[0], points[-1]
    gone = _gone(points)
    shown = {"first": currency.grouped(first), "last": currency.grouped(last), "until": last_on}
    if gone:
        said = tr("{first} now; nothing any more by {date}", first=shown["first"], date=gone)
    else:
        said = tr("{first} now; {last} on {until}", **shown)
    drawn = chart(words._replace(description=said), frame, area(days, frame.heights, points))
    rows: list[tuple[Value, ...]] = [(day, Money(amount)) for day, amount in points]
    return figure(words.title, drawn, figures(words.title, [tr("date"), tr("owed")], rows, currency), said)


def _gone(points: Points) -> date | None:
    """Return the first of the days from which on nothing is owed."""
    found = None
    for day, amount in reversed(points):
        if amount > 0:
            break
        found = day
    return found
