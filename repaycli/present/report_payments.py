"""The payments of a way of paying, month by month, and the days on which money is missing among them."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from repaycli.core.money import Currency
from repaycli.core.nouns import NamedTuple
from repaycli.engine.ledger import PlannedPayment, Projection, Shortfall
from repaycli.locale import joined, tr
from repaycli.locale.days import day_words, month_words
from repaycli.present.as_html import prose
from repaycli.present.html import Element, el
from repaycli.present.words import sentence

_OPEN, _PRINTED = 3, 12
"""So many months stand open; so many are printed, folded or not."""


class _Entry(NamedTuple):
    """What happens on a day: the payments to one account, or money that is missing."""

    on: date
    what: tuple[PlannedPayment, ...] | Shortfall


def payments_by_month(projection: Projection, currency: Currency) -> list[Element]:
    """Return the payments as lists, one for each month; those to one account on one day are one entry."""
    entries = sorted([*_paid(projection.payments), *_missing(projection)], key=lambda entry: entry.on)
    months = [list(found) for _, found in groupby(entries, lambda entry: entry.on.replace(day=1))]
    if not months:
        return [el("p", tr("Nothing is to be paid in this time."))]
    shown = (_month(found, number, currency) for number, found in enumerate(months))
    return [el("div", shown, class_="months")]


def _paid(payments: Iterable[PlannedPayment]) -> Iterable[_Entry]:
    found: dict[tuple[date, str], list[PlannedPayment]] = {}
    for payment in payments:
        found.setdefault((payment.on, payment.account), []).append(payment)
    return (_Entry(on, tuple(same)) for (on, _), same in found.items())


def _missing(projection: Projection) -> Iterable[_Entry]:
    return (_Entry(each.on, each) for each in projection.summary.shortfalls)


def _month(entries: Sequence[_Entry], number: int, currency: Currency) -> Element:
    first = entries[0].on
    paid = sum(_amount(entry) for entry in entries if not isinstance(entry.what, Shortfall))
    said = el("span", tr("{amount} to pay", amount=currency.grouped(paid)))
    heading = el("h3", el("time", month_words(first), datetime=f"{first:%Y-%m}"), tr(" · "), said)
    listed = el("ol", (_item(entry, currency) for entry in entries), class_="payments")
    if number < _OPEN:
        return el("div", heading, listed)
    return el("details", el("summary", heading), listed, class_="year" if number < _PRINTED else None)


def _amount(entry: _Entry) -> int:
    return entry.what.amount if isinstance(entry.what, Shortfall) else sum(payment.amount for payment in entry.what)


def _item(entry: _Entry, currency: Currency) -> Element:
    amount = el("span", currency.grouped(_amount(entry)), class_="number")
    day = el("time", day_words(entry.on, with_year=False), datetime=entry.on.isoformat())
    if isinstance(entry.what, Shortfall):
        said = tr("! missing for {accounts}", accounts=joined(entry.what.accounts))
        return el("li", day, el("span", said, class_="missing"), amount)
    parts = el("ul", (el("li", prose(_part(payment, entry.what, currency))) for payment in entry.what))
    return el("li", day, el("span", entry.what[0].account), amount, parts)


def _part(payment: PlannedPayment, together: Sequence[PlannedPayment], currency: Currency) -> str:
    """Say from which wallet a payment comes and why it is made; how much it is where it is not alone."""
    why = sentence(payment.reason, currency)
    said = tr("from {wallet}: {reason}", wallet=payment.wallet, reason=why) if payment.wallet else why
    return tr("{amount} {what}", amount=currency.grouped(payment.amount), what=said) if len(together) > 1 else said
