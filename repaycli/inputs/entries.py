"""Dated entries of both files: identities, reversals, and the same entry written twice."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from repaycli.core.nouns import NamedTuple
from repaycli.core.text import text
from repaycli.inputs.reader import Record
from repaycli.inputs.source import Findings
from repaycli.inputs.suggest import nearest

_DATES = {"payment": "date", "purchase": "posted", "balance": "date", "receipt": "date"}
_AMOUNTS = {"payment": ("amount",), "purchase": ("amount",), "balance": ("owed", "holds"), "receipt": ("amount",)}


class Entry(NamedTuple):
    """An entry of one of the files; `line` is the credit line that it stands in, if it stands in one."""

    record: Record
    line: str | None = None

    @property
    def id(self) -> str | None:
        """Its mark, if it has one."""
        return self.record.maybe("id", str)

    @property
    def identity(self) -> tuple[object, ...] | None:
        """What makes two entries the same; None when it could not be read."""
        record, table = self.record, self.record.table.name
        on = record.maybe(_DATES[table], date)
        amount = next((found for key in _AMOUNTS[table] if (found := record.maybe(key, int)) is not None), None)
        account = self.line or record.maybe("income" if table == "receipt" else "account", str)
        if on is None or amount is None or account is None:
            return None
        return table, account, on, amount, record.values.get("kind")


def effective(entries: Sequence[Entry], reversals: Sequence[Record], findings: Findings) -> list[Entry]:
    """Return the entries that count: without those that a reversal takes back; a reversal can be reversed itself."""
    _check_ids([*(entry.record for entry in entries), *reversals], findings)
    known = {entry.id for entry in entries} | {record.maybe("id", str) for record in reversals}
    gone = taken_back(reversals)
    for record in reversals:
        own = record.maybe("id", str)
        if own not in gone or record.maybe("of", str) == own:
            _check_target(record, known, findings)
    return [entry for entry in entries if entry.id is None or entry.id not in gone]


def taken_back(reversals: Sequence[Record]) -> dict[str, str]:
    """Return the ids that are taken back, each with that of the reversal which does it; the last one has the say."""
    gone: dict[str, str] = {}
    for record in reversed(reversals):
        own, target = record.maybe("id", str), record.maybe("of", str)
        if target is not None and own not in gone:
            gone.setdefault(target, own or "")
    return gone


def _check_target(record: Record, known: Collection[str | None], findings: Findings) -> None:
    target = record.maybe("of", str)
    if target is None:
        return
    why = text("a reversal takes back one entry, found by its id")
    if target == record.maybe("id", str):
        message = text('the reversal "{id}" takes back itself', id=target)
        findings.error("unknown-entry", message, record.at("of"), why=why, help=text("write the id of another entry"))
    if target not in known:
        near = nearest(target, [name for name in known if name])
        advice = text('did you mean "{near}"?', near=near) if near else text("remove this reversal, or mend the id")
        message = text('no entry has the id "{id}"', id=target)
        findings.error("unknown-entry", message, record.at("of"), why=why, help=advice)


def _check_ids(records: Iterable[Record], findings: Findings) -> None:
    seen: dict[str, Record] = {}
    for record in records:
        mark = record.maybe("id", str)
        if mark is None:
            continue
        if mark in seen:
            first = seen[mark].at("id")
            findings.error(
                "duplicate-id",
                text('the id "{id}" is taken: {file}, line {line}', id=mark, file=first.source.name, line=first.line),
                record.at("id"),
                why=text("a reversal could not say which entry it takes back"),
                help=text("give each entry an id of its own"),
            )
        seen.setdefault(mark, record)


def check_duplicates(entries: Sequence[Entry], findings: Findings) -> None:
    """Refuse an entry that stands in the accounts file and in the journal, unless both have ids, and others."""
    seen: dict[tuple[object, ...], Entry] = {}
    for entry in entries:
        identity = entry.identity
        if identity is None:
            continue
        first = seen.setdefault(identity, entry)
        spot, other = entry.record.spot, first.record.spot
        if spot.source is other.source or (entry.id and first.id and entry.id != first.id):
            continue
        findings.error(
            "duplicate-entry",
            text(
                "the same {table} stands in {file}, line {line}",
                table=identity[0],
                file=other.source.name,
                line=other.line,
            ),
            spot.at_key,
            why=text("the money would count twice"),
            help=text("remove one of them; if both happened, give each an id of its own"),
        )
