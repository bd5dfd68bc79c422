"""Every entry of both files with its place, those that a reversal takes back included: what `undo` chooses from."""

from datetime import date
from enum import Enum

from repaycli.inputs.accounts_file import read_both
from repaycli.inputs.entries import taken_back
from repaycli.inputs.reader import Record
from repaycli.products.entries import Entry, Recorded


def recorded(accounts_text: bytes, name: str, journal: tuple[bytes, str] | None) -> tuple[Recorded, ...]:
    """Return the entries of an accounts file and its journal, both of them sound, in the order in which they stand."""
    file, book = read_both(accounts_text, name, journal)
    if file is None:
        return ()
    reversals = [*file.rows("reversal"), *(book.rows("reversal") if book else ())]
    gone = taken_back(reversals)
    found = [_recorded(record, entry, False, gone) for record, entry in _entries(file)]
    if book:
        found += [_recorded(record, entry, True, gone) for record, entry in _entries(book)]
    return tuple(sorted(found, key=lambda each: (each.in_journal, each.line)))


def _recorded(record: Record, entry: Entry, in_journal: bool, gone: dict[str, str]) -> Recorded:
    undone_by = gone.get(entry.id) if entry.id else None
    return Recorded(entry, record.spot.source.name, record.spot.at_key.line, in_journal, undone_by)


def _entries(record: Record) -> list[tuple[Record, Entry]]:
    found = [(item, _payment(item)) for item in record.rows("payment")]
    found += [(item, _purchase(item, item.get("account", str))) for item in record.rows("purchase")]
    found += [(item, _balance(item)) for item in record.rows("balance")]
    found += [(item, _receipt(item)) for item in record.rows("receipt")]
    found += [(item, _reversal(item)) for item in record.rows("reversal")]
    for line in record.rows("credit_line"):
        found += [(item, _purchase(item, line.get("name", str))) for item in line.rows("purchase")]
    return found


def _payment(record: Record) -> Entry:
    return Entry(
        "payment",
        record.maybe("id", str),
        record.get("date", date),
        record.get("account", str),
        record.amount("amount"),
        _word(record, "as"),
        record.maybe("from", str) or "",
        note=record.maybe("note", str) or "",
    )


def _purchase(record: Record, account: str) -> Entry:
    return Entry(
        "purchase",
        record.maybe("id", str),
        record.get("posted", date),
        account,
        record.amount("amount"),
        _word(record, "kind"),
        note=record.maybe("note", str) or "",
    )


def _balance(record: Record) -> Entry:
    holds = "holds" in record.given
    return Entry(
        "balance",
        record.maybe("id", str),
        record.get("date", date),
        record.get("account", str),
        record.amount("holds" if holds else "owed"),
        holds=holds,
        includes_accrued=record.maybe("includes_accrued", bool) or False,
        note=record.maybe("note", str) or "",
    )


def _receipt(record: Record) -> Entry:
    return Entry(
        "receipt",
        record.maybe("id", str),
        record.get("date", date),
        amount=record.amount("amount"),
        note=record.maybe("note", str) or "",
        income=record.get("income", str),
        due=record.maybe("due", date),
    )


def _reversal(record: Record) -> Entry:
    return Entry(
        "reversal",
        record.get("id", str),
        record.maybe("date", date),
        of=record.get("of", str),
        note=record.maybe("reason", str) or "",
    )


def _word(record: Record, key: str) -> str:
    value = record.values.get(key)
    return str(value.value) if isinstance(value, Enum) else ""
