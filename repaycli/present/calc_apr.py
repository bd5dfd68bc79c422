"""What dated payments cost a year by each way of counting, labelled nominal and effective, and the answer in words."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from repaycli.core.money import Currency
from repaycli.locale import sentences, tr, trn
from repaycli.present.model import (
    DATA,
    ONLY_TABLE,
    Column,
    Money,
    Note,
    Share,
    Table,
    Value,
    View,
    Word,
    decimal,
    percent,
)
from repaycli.products.apr import Costs, Flow, Unit

_SHOWN = 12
_EU = "2008/48/EC Annex I; 2014/17/EU Annex I"
_US = "12 CFR 1026 App. J"
_DATED = "XIRR; PBoC 2021 no. 3"


def apr_view(currency: Currency, today: date, flows: Sequence[Flow], costs: Costs | None, is_single: bool) -> View:
    """Return what flows cost a year; `costs` is None where less is paid than was received, where no single rate fits, and
    where it is beyond all rates."""
    received = sum(flow.amount for flow in flows if flow.amount > 0)
    paid = -sum(flow.amount for flow in flows if flow.amount < 0)
    verdict = _words(currency, (received, paid), costs, is_single)
    return View(
        currency=currency,
        head=tr(
            "{received} {currency} received from {first}, {paid} paid until {last}",
            received=currency.grouped(received),
            currency=currency.code,
            first=flows[0].on,
            paid=currency.grouped(paid),
            last=flows[-1].on,
        ),
        fields={
            "as_of": today,
            "currency": currency.code,
            "received": Money(received),
            "paid": Money(paid),
            "cost": Money(paid - received),
            "unit_period": _unit_field(costs.unit) if costs else None,
            "verdict": verdict,
        },
        parts=(*_ways(costs), *_payments(flows)),
        sentence=verdict,
        notes=_notes() if costs else (),
    )


def _words(currency: Currency, sums: tuple[int, int], costs: Costs | None, is_single: bool) -> str:
    received, paid = (currency.grouped(each) for each in sums)
    if costs is None and not is_single:
        return tr("Money goes back and forth so that more than one yearly rate fits; none of them says what it costs.")
    if costs is None and sums[1] >= sums[0]:
        return tr(
            "It costs more than any yearly rate can say: {paid} are paid for {received}, and so soon.",
            paid=paid,
            received=received,
        )
    if costs is None:
        return tr(
            "Less is paid, {paid}, than was received, {received}: it costs nothing a year.",
            paid=paid,
            received=received,
        )
    return sentences(
        (
            tr(
                "It costs {nominal} a year (nominal), {effective} effective: {paid} are paid for {received}.",
                nominal=percent(costs.eu.nominal),
                effective=percent(costs.eu.effective),
                paid=paid,
                received=received,
            ),
            tr(
                "A lender in the EU would have to show {eu}, one in the US {us}.",
                eu=_to_one_decimal(costs.eu_short),
                us=percent(costs.us.nominal),
            ),
        )
    )


def _ways(costs: Costs | None) -> tuple[Table, ...]:
    if costs is None:
        return ()
    columns = (
        Column("way", tr("reckoned"), is_text=True),
        Column("nominal_rate", tr("nominal")),
        Column("effective_rate", tr("effective")),
        Column("disclosed", tr("disclosed")),
        Column("counted", tr("time is counted in"), is_text=True),
        Column("source", tr("source"), is_text=True),
    )
    eu, us, dated = costs.eu, costs.us, costs.dated
    rows: tuple[tuple[Value, ...], ...] = (
        (
            Word("us", tr("US (Regulation Z)")),
            Share(us.nominal),
            Share(us.effective),
            Share(us.nominal),
            unit_words(costs.unit),
            _US,
        ),
        (
            Word("eu", tr("EU")),
            Share(eu.nominal),
            Share(eu.effective),
            Word(decimal(costs.eu_short), _to_one_decimal(costs.eu_short)),
            tr("twelfths of a year, weeks, days"),
            _EU,
        ),
        (
            Word("dated", tr("day by day (IRR)")),
            Share(dated.nominal),
            Share(dated.effective),
            None,
            tr("days, 365 a year"),
            _DATED,
        ),
    )
    return (Table("ways", tr("A year this costs"), columns, rows),)


def _payments(flows: Sequence[Flow]) -> tuple[Table, ...]:
    columns = (Column("date", tr("date")), Column("amount", tr("received (paid: -)")))
    rows: list[tuple[Value, ...]] = [(flow.on, Money(flow.amount)) for flow in flows]
    title, shown = tr("Money by date"), rows
    if len(rows) > _SHOWN + 1:
        title = tr("Money by date: the first and the last (all: --plain, --json)")
        shown = [*rows[: _SHOWN - 2], *rows[-2:]]
    return (
        Table("", title, columns, tuple(shown), forms=ONLY_TABLE),
        Table("flows", "", columns, tuple(rows), forms=DATA),
    )


def unit_words(unit: Unit) -> str:
    """Name a unit-period in words: half months, months, 3 months, 4 weeks …"""
    match unit.kind:
        case "month":
            return trn("a month", "{count} months", unit.size)
        case "week":
            return trn("a week", "{count} weeks", unit.size)
        case "day":
            return trn("a day", "{count} days", unit.size)
        case "term":
            return trn("the term, {count} day", "the term, {count} days", unit.size)
        case "semimonth":
            return tr("half a month")
        case _:
            return tr("a year")


def _unit_field(unit: Unit) -> dict[str, object]:
    return {"kind": unit.kind, "size": unit.size, "in_a_year": unit.in_a_year}


def _to_one_decimal(rate: Fraction) -> str:
    """Write a rate that is rounded to 0.1 % with its decimal, as it is disclosed."""
    tenths = int(rate * 1000)
    return tr("{percent} %", percent=f"{tenths // 10}.{tenths % 10}")


def _notes() -> tuple[Note, ...]:
    said = (
        tr("nominal: 12 × the monthly rate (PBoC 2021 no. 3: simple, to be labelled so); in the US by its own periods"),
        tr("effective: with compound interest (PBoC 2021 no. 3: compound, IRR)"),
        tr("each rate is exact to the digit shown: half a digit more or less, and the sums no longer meet"),
    )
    return tuple(Note("yearly-cost", "", each) for each in said)
