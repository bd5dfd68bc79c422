"""The report: what the views say of one household, set out on a page that can be read, printed and kept.

It puts together what `status`, `compare`, `plan` and `risk` answer, in their words and with their figures, and draws how
cash and debts go on.
"""

from collections.abc import Iterable, Iterator, Sequence

from repaycli.core.nouns import NamedTuple
from repaycli.engine.course import Course
from repaycli.engine.ledger import Projection, Standing, Summary
from repaycli.locale import tr
from repaycli.locale.days import day_words
from repaycli.present.advice import action_sentence
from repaycli.present.as_html import notes_as_html, parts_as_html, prose, value_as_html
from repaycli.present.html import Child, Element, el
from repaycli.present.model import Bars, Fan, Money, Note, Part, Table, Value, View
from repaycli.present.presets import Product
from repaycli.present.report_charts import cash_figure, debt_figures
from repaycli.present.report_payments import payments_by_month
from repaycli.present.report_presets import presets_used
from repaycli.present.shell import command
from repaycli.present.shortfalls import even_so
from repaycli.present.words import strategy_name
from repaycli.products.accounts import Household
from repaycli.strategies.advice import Advice


class Report(NamedTuple):
    """What a report is made of: the household and where it stands, the way that is followed, the best one, the course of
    the first, what to do next, and the views that are told in it. `risk` is None where no futures were played."""

    household: Household
    standing: Standing
    projection: Projection
    best: Summary
    course: Course
    advised: Advice
    status: View
    compared: View
    risk: View | None
    products: Sequence[Product]


class Section(NamedTuple):
    """A part of the page: the key that a link leads to, its heading, what is in it."""

    key: str
    heading: str
    children: tuple[Child, ...]


def head(report: Report) -> Element:
    """Return the top of the page: the verdict in words, where the household stands, and the few figures that count."""
    summary, status = report.projection.summary, report.status
    tiles: list[tuple[str, Value]] = [
        (tr("owed in all"), _field(status, "owed_in_all")),
        (tr("may be used today"), _field(status, "usable_cash")),
        (tr("total cost of {name}", name=strategy_name(summary.name)), Money(summary.total_cost)),
        (tr("today's debts repaid on"), day_words(summary.payoff_date) if summary.payoff_date else None),
    ]
    shown = (el("div", el("dt", name), el("dd", value_as_html(value, status.currency))) for name, value in tiles)
    return el(
        "header",
        el("h1", tr("Repayment report"), tr(", "), prose(day_words(report.projection.today))),
        el("p", prose(report.compared.sentence), class_="verdict"),
        el("p", prose(_other_way(report)), class_="quiet") if _is_worse(summary, report.best) else None,
        el("p", prose(status.sentence), class_="alert") if status.sentence else None,
        el("p", prose(status.head + tr(".")), class_="quiet"),
        el("dl", shown, class_="tiles"),
    )


def _is_worse(followed: Summary, best: Summary) -> bool:
    return (followed.overdue_days, followed.total_cost) != (best.overdue_days, best.total_cost)


def _other_way(report: Report) -> str:
    """Say whose figures the page goes on with, where that is not the best way."""
    summary = report.projection.summary
    return tr(
        "Cash, debts and payments below are those of {name}, which costs {cost}; those of {best}: {command}",
        name=strategy_name(summary.name),
        cost=report.household.currency.grouped(summary.total_cost),
        best=strategy_name(report.best.name),
        command=command("report", options=("--strategy", report.best.name, "-o", "FILE.html")),
    )


def _field(view: View, key: str) -> Money:
    value = view.fields[key]
    assert isinstance(value, Money)
    return value


def sections(report: Report) -> Iterator[Section]:
    """Yield the parts of the page in their order."""
    currency, course, projection = report.household.currency, report.course, report.projection
    followed = _followed(report)
    if report.advised.actions:
        yield Section("next", tr("What to do next"), tuple(_steps(report)))
    standing = parts_as_html(_titled(report.status.parts, tr("Accounts")), currency, "standing")
    if standing:
        yield Section("standing", tr("Where things stand"), (standing,))
    yield Section("ways", tr("The ways of paying side by side"), tuple(_ways(report)))
    cash = cash_figure(course, report.standing, projection, currency)
    yield Section("cash", tr("Cash over time"), (followed, cash))
    debts = debt_figures(course, report.standing, projection, currency)
    yield Section("debts", tr("Debts over time"), (followed, debts))
    yield Section("payments", tr("Calendar of payments"), (followed, payments_by_month(projection, currency)))
    if report.risk:
        yield Section("risk", tr("What may come"), tuple(_risk(report.risk)))
    yield Section("assumed", tr("What was assumed"), tuple(_assumed(report)))


def _steps(report: Report) -> Iterator[Child]:
    currency, actions = report.household.currency, report.advised.actions
    saves = tr("and what each of them saves by {until}", until=actions[0].until)
    if report.advised.is_planned:
        name = strategy_name(report.best.name)
        saves = tr("Paying by {name}, and what each step saves by {until}", name=name, until=actions[0].until)
    yield el("p", prose(saves), class_="quiet")
    yield el(
        "ol",
        (el("li", prose(action_sentence(action, report.projection.today, currency))) for action in actions),
        class_="steps",
    )
    missing = even_so(report.advised.shortfall, currency)
    if missing:
        yield el("p", prose(missing), class_="alert")


def _ways(report: Report) -> Iterator[Child]:
    yield el("p", prose(report.compared.head), class_="quiet")
    parts = _titled(report.compared.parts, tr("What each way costs"))
    yield from parts_as_html(parts, report.household.currency, "ways")


def _titled(parts: Iterable[Part], title: str) -> Iterator[Part]:
    """Give the table that is the answer itself a title: on a page each table has one."""
    for part in parts:
        yield part._replace(title=title) if isinstance(part, Table) and not part.title else part


def _followed(report: Report) -> Element:
    own = report.projection
    name = strategy_name(own.strategy)
    return el(
        "p",
        prose(tr("Paying by {name}, from {today} to {until}.", name=name, today=own.today, until=own.until)),
        class_="quiet",
    )


def _risk(risk: View) -> Iterator[Child]:
    yield el("p", prose(risk.sentence))
    if not risk.fields["uncertain"]:  # one future, which the rest of the page tells
        return
    charts_first = sorted(risk.parts, key=lambda part: not isinstance(part, Bars | Fan))
    yield from parts_as_html(charts_first, risk.currency, "risk")
    yield el("p", prose(risk.head), class_="quiet")


def _assumed(report: Report) -> Iterator[Child]:
    yield notes_as_html(all_notes(report))
    yield from presets_used(report.household, report.products)


def all_notes(report: Report) -> tuple[Note, ...]:
    """Return what the views say beside their answers, each once."""
    views = [report.compared, report.status, *([report.risk] if report.risk else [])]
    return tuple(dict.fromkeys(note for view in views for note in view.notes))
