"""What a bill would add to the journal, row by row; what is there already; and what is passed over, with the reason."""

from collections.abc import Mapping, Sequence

from repaycli.core.nouns import NamedTuple
from repaycli.engine.ledger import Standing
from repaycli.locale import joined, mark, sentences, tr, trn
from repaycli.present.model import DATA, ONLY_TABLE, Column, Lines, Money, Note, Table, Value, View, Word
from repaycli.present.shell import argument, command
from repaycli.present.words import sentence
from repaycli.products.accounts import Household
from repaycli.products.bill import Bill, Drafted, Passed, State
from repaycli.strategies.effects import Lacking

_KINDS = {
    "payment": mark("payment"),
    "purchase": mark("purchase"),
    "refund": mark("refund"),
    "cash": mark("cash advance"),
}
_STATES = {
    State.NEW: mark("new"),
    State.THERE: mark("already there"),
    State.EARLIER: mark("new, moves no money"),
}
_BILLS = {"alipay": mark("a bill of Alipay"), "wechat": mark("a bill of WeChat"), "csv": mark("a bank's bill")}
_MOST_LINES = 8
_MOST_NAMES = 8


class Preview(NamedTuple):
    """A bill beside the accounts as they are (`before`) and as they would be; `lacked`: what the wallets lacked for it."""

    file: str
    bill: Bill
    household: Household
    before: Standing
    after: Standing
    lacked: tuple[Lacking, ...] = ()


def bill_view(preview: Preview, is_recorded: bool, to_record: str = "") -> View:
    """Return the rows of a bill. `to_record`: the option that records what is new, where it has to be written."""
    own, bill = preview.household, preview.bill
    return View(
        currency=own.currency,
        head=tr(
            "{file}: {bill}, read as {encoding}", file=preview.file, bill=tr(_BILLS[bill.kind]), encoding=bill.encoding
        ),
        fields={
            "as_of": preview.before.on,
            "balances_as_of": own.as_of,
            "currency": own.currency.code,
            "file": preview.file,
            "format": bill.kind,
            "encoding": bill.encoding,
            "recorded": is_recorded,
        },
        parts=(_entries(bill), _groups(bill, own), _skipped(bill, own), _accounts(preview)),
        sentence=_counts(bill, is_recorded),
        steps=Lines((tr("To record them, run it again with {option}.", option=to_record),))
        if to_record and bill.new
        else None,
        notes=_notes(preview),
    )


def _entries(bill: Bill) -> Table:
    return Table(
        "entries",
        tr("Entries"),
        (
            Column("line", tr("in line")),
            Column("date", tr("date")),
            Column("kind", tr("kind"), is_text=True),
            Column("account", tr("account"), is_text=True),
            Column("amount", tr("amount")),
            Column("from", tr("from"), is_text=True),
            Column("note", tr("note"), is_text=True),
            Column("state", tr("state"), is_text=True),
            Column("id", "", forms=DATA),
        ),
        tuple(_entry_row(each) for each in bill.drafted),
    )


def _entry_row(drafted: Drafted) -> tuple[Value, ...]:
    entry = drafted.entry
    kind = entry.kind or entry.table
    state = Word(drafted.state.value, tr(_STATES[drafted.state]))
    words = Word(kind, tr(_KINDS[kind])), entry.account, Money(entry.amount), entry.wallet or None, entry.note or None
    return (drafted.line, entry.on, *words, state, entry.id)


def _skipped(bill: Bill, own: Household) -> Table:
    columns = (Column("line", ""), Column("date", ""), Column("amount", ""), Column("about", ""), Column("reason", ""))
    rows = tuple(
        (each.line, each.on, Money(each.amount), each.about, sentence(each.reason, own.currency))
        for each in bill.passed
    )
    return Table("skipped", "", columns, rows, forms=DATA)


def _groups(bill: Bill, own: Household) -> Table:
    """Return the rows that are passed over by their reason: a bill has hundreds of them."""
    found: dict[str, list[Passed]] = {}
    for each in bill.passed:
        found.setdefault(sentence(each.reason, own.currency), []).append(each)
    columns = (
        Column("reason", tr("passed over because"), is_text=True),
        Column("rows", tr("rows")),
        Column("amount", tr("amount")),
        Column("lines", tr("lines"), is_text=True),
    )
    rows = tuple(
        (reason, len(rows), Money(sum(each.amount for each in rows)), _lines(rows)) for reason, rows in found.items()
    )
    return Table("", tr("Passed over"), columns, rows, forms=ONLY_TABLE)


def _lines(rows: Sequence[Passed]) -> str:
    shown = joined(str(each.line) for each in rows[:_MOST_LINES])
    return shown + ("…" if len(rows) > _MOST_LINES else "")


def _accounts(preview: Preview) -> Table:
    """Return what the new entries change of what is owed and held today."""
    before, after = _sums(preview.before), _sums(preview.after)
    columns = (
        Column("account", tr("account"), is_text=True),
        Column("before", tr("before")),
        Column("after", tr("after")),
    )
    rows = tuple((name, Money(amount), Money(after[name])) for name, amount in before.items() if after[name] != amount)
    return Table("accounts", tr("What is owed and held"), columns, rows)


def _sums(standing: Standing) -> Mapping[str, int]:
    owed = {account.name: account.owed for account in standing.accounts}
    return owed | {wallet.name: wallet.holds for wallet in standing.wallets}


def _counts(bill: Bill, is_recorded: bool) -> str:
    there = len(bill.drafted) - len(bill.new)
    said = (
        [recorded_words(bill)]
        if is_recorded
        else [trn("{count} entry is new.", "{count} entries are new.", len(bill.new))]
    )
    if there:
        said.append(trn("{count} is already there.", "{count} are already there.", there))
    if bill.passed:
        said.append(trn("{count} row is passed over.", "{count} rows are passed over.", len(bill.passed)))
    if not is_recorded:
        said.append(tr("Nothing is recorded yet.") if bill.new else tr("There is nothing to record."))
    return sentences(said)


def recorded_words(bill: Bill) -> str:
    """Say that the new entries stand in the journal."""
    return trn("{count} entry was recorded.", "{count} entries were recorded.", len(bill.new))


def question(bill: Bill) -> str:
    """Ask whether the new entries are to be recorded."""
    return trn("Record {count} entry?", "Record {count} entries?", len(bill.new))


def _notes(preview: Preview) -> tuple[Note, ...]:
    own = preview.household
    found = [Note("bill", "", sentence(said, own.currency)) for said in preview.bill.told]
    earlier = sum(each.state is State.EARLIER for each in preview.bill.drafted)
    if earlier:
        message = trn(
            "{count} entry is dated before {as_of}: the balances of that day hold it already, and it moves no money",
            "{count} entries are dated before {as_of}: the balances of that day hold them already, and they move no money",
            earlier,
            as_of=own.as_of,
        )
        found.append(Note("before-start", "", message))
    for each in preview.lacked:
        message = tr(
            "by the model {amount} were missing in it for these payments, and are taken to have been there; say what it holds "
            "now: {command}",
            amount=own.currency.grouped(each.amount),
            command=command("balance", each.wallet, "FIGURE"),
        )
        found.append(Note("wallet-lacked", each.wallet, message))
    called = list(dict.fromkeys(each.called for each in preview.bill.passed if each.called))
    if called:
        message = tr(
            "no account of your file is called {names}; if one of them is yours, say which: {option}, or for good in the "
            "file: {table}",
            names=joined(called[:_MOST_NAMES]) + ("…" if len(called) > _MOST_NAMES else ""),
            option="--account " + argument(f"{called[0]}=NAME"),
            table='[[import]] called = "…", account = "…"',
        )
        found.append(Note("unknown-account", "", message))
    return tuple(found)
