"""Entries of the journal in words."""

from repaycli.core.money import Currency
from repaycli.locale import tr
from repaycli.products.entries import Entry


def entry_words(entry: Entry, currency: Currency) -> str:
    """Say what an entry is: `386.00 to 花呗 on 2026-11-10`."""
    amount = currency.grouped(entry.amount)
    match entry.table, entry.kind:
        case "payment", _ if entry.wallet:
            return tr(
                "{amount} to {account} from {wallet} on {date}",
                amount=amount,
                account=entry.account,
                wallet=entry.wallet,
                date=entry.on,
            )
        case "payment", _:
            return tr("{amount} to {account} on {date}", amount=amount, account=entry.account, date=entry.on)
        case "purchase", "cash":
            return tr(
                "{amount} of cash drawn on {account} on {date}", amount=amount, account=entry.account, date=entry.on
            )
        case "purchase", "refund":
            return tr("{amount} refunded to {account} on {date}", amount=amount, account=entry.account, date=entry.on)
        case "purchase", _:
            return tr("{amount} spent with {account} on {date}", amount=amount, account=entry.account, date=entry.on)
        case "balance", _ if entry.holds:
            return tr(
                "{wallet} holds {amount} at the start of {date}", wallet=entry.account, amount=amount, date=entry.on
            )
        case "balance", _:
            return tr(
                "{account} is owed {amount} at the start of {date}", account=entry.account, amount=amount, date=entry.on
            )
        case "receipt", _ if not entry.amount:
            return tr("{income} of {due} did not come", income=entry.income, due=entry.due or entry.on)
        case "receipt", _:
            return tr("{amount} of {income} on {date}", amount=amount, income=entry.income, date=entry.on)
        case _:
            return tr("the entry {id} was taken back", id=entry.of)


def recorded_words(entry: Entry, currency: Currency, taken_back: Entry | None = None) -> str:
    """Say that an entry is recorded, with the id by which it can be undone."""
    if taken_back is None:
        return tr("recorded: {what} (id {id})", what=entry_words(entry, currency), id=entry.id)
    if taken_back.table == "reversal":
        return tr(
            "recorded: {of} counts again; its undo {undo} is taken back (id {id})",
            of=taken_back.of,
            undo=taken_back.id,
            id=entry.id,
        )
    what = entry_words(taken_back, currency)
    return tr("recorded: {of} is taken back: {what} (id {id})", of=taken_back.id, what=what, id=entry.id)
