"""Books as a file for beancount (2 or 3), with exact balance assertions on the day after the last one.

An assertion of beancount speaks of the START of its day. Its account names begin with a capital letter or a digit and
go on with letters, digits and hyphens; the name as the file writes it stands beside each as metadata.
"""

from collections.abc import Iterator
from datetime import timedelta
from unicodedata import category

from repaycli.locale import tr
from repaycli.present.double_entry import Books, Transaction, note_line, written_names
from repaycli.present.width import clean

FIRST_LINE = ";; repaycli export: beancount"
"""Says who wrote a file; it never changes, so that a file of ours is known again."""

_BEFORE_OTHERS = "X-"
"""Stands before a name whose first character has no capital form, such as a Chinese one."""


def as_beancount(books: Books) -> str:
    """Return the file. What has happened is flagged *, what is projected ! and tagged #projection."""
    return "\n".join(_lines(books)) + "\n"


def _lines(books: Books) -> Iterator[str]:
    names = written_names(books.accounts, component)
    code, currency = books.currency.code, books.currency
    yield FIRST_LINE
    yield f";; {clean(books.title)}"
    yield from (f";; {note_line(note)}" for note in books.notes)
    yield from ("", f'option "operating_currency" "{code}"', "", f"{books.opened} commodity {code}", "")
    for account, written in names.items():
        yield f"{books.opened} open {written} {code}"
        if account.names:
            yield f"  name: {_quoted(' / '.join(account.names))}"
    for transaction in books.transactions:
        yield ""
        yield _head(transaction)
        if transaction.kind:
            yield f'  kind: "{transaction.kind}"'
        for leg in transaction.legs:
            yield f"  {names[leg.account]}  {currency.plain(leg.amount)} {code}"
    yield from ("", ";; " + tr("balances at the end of {until}", until=books.until))
    next_day = books.until + timedelta(1)
    for leg in books.closing:
        yield f"{next_day} balance {names[leg.account]}  {currency.plain(leg.amount)} ~ 0 {code}"


def _head(transaction: Transaction) -> str:
    flag = "*" if transaction.is_past else "!"
    tags = " #projection" if not transaction.is_past else ""
    tags += " #unconfirmed" if transaction.unconfirmed else ""
    return f"{transaction.on} {flag} {_quoted(transaction.payee)} {_quoted(transaction.said)}{tags}"


def _quoted(text: str) -> str:
    r"""Write a text as a string.

    >>> _quoted('a "b" \\c')
    '"a \\"b\\" \\\\c"'
    """
    escaped = clean(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def component(name: str) -> str:
    """Write a name as one part of an account.

    >>> component("花呗"), component("card (old)"), component("2 cards"), component("=1+1")
    ('X-花呗', 'Card--old-', '2-cards', 'X--1-1')
    """
    found = "".join(char if category(char)[0] == "L" or category(char) == "Nd" else "-" for char in name)
    first = found[:1].upper()
    if first and all(category(char) in ("Lu", "Nd") for char in first):
        return first + found[1:]
    return _BEFORE_OTHERS + found
