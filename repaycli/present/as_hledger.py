"""Books as a journal for hledger (1.25 or newer): strict about accounts and commodities, with assertions at the end."""

from collections.abc import Iterator

from repaycli.locale import tr
from repaycli.present.double_entry import Books, Transaction, note_line, written_names
from repaycli.present.width import clean

FIRST_LINE = "; repaycli export: hledger"
"""Says who wrote a file; it never changes, so that a file of ours is known again."""

_IN_A_NAME = str.maketrans({":": "-", ";": "-", "\u00a0": " ", "\u3000": " "})
_IN_A_DESCRIPTION = str.maketrans({";": "；", "|": "/"})  # a comment begins, payee and note are parted
_LEADING = {"(": "（", "*": "＊", "!": "！"}  # a code, a status


def as_hledger(books: Books) -> str:
    """Return the journal. What has happened is cleared (*), what is projected is pending (!) and tagged."""
    return "\n".join(_lines(books)) + "\n"


def _lines(books: Books) -> Iterator[str]:
    names = written_names(books.accounts, component)
    code, currency = books.currency.code, books.currency
    yield FIRST_LINE
    yield f"; {clean(books.title)}"
    yield from (f"; {note_line(note)}" for note in books.notes)
    example = currency.plain(1000 * 10**currency.digits)
    yield from ("", "decimal-mark .", f"commodity {example}{'' if currency.digits else '.'} {code}", "")
    for account, written in names.items():
        real = ":".join((account.root, *map(clean, account.names)))
        yield f"account {written}" + (f"  ; name: {real}" if real != written else "")
    for transaction in books.transactions:
        yield ""
        yield f"{transaction.on} {'*' if transaction.is_past else '!'} {_description(transaction)}{_tags(transaction)}"
        for leg in transaction.legs:
            yield f"    {names[leg.account]}  {currency.plain(leg.amount)} {code}"
    yield ""
    yield f"{books.until} ! " + tr("balances at the end of {until}", until=books.until)
    for leg in books.closing:
        yield f"    {names[leg.account]}  {currency.plain(0)} {code} = {currency.plain(leg.amount)} {code}"


def _description(transaction: Transaction) -> str:
    payee, said = (clean(text).translate(_IN_A_DESCRIPTION).strip() for text in (transaction.payee, transaction.said))
    payee = _LEADING.get(payee[:1], payee[:1]) + payee[1:]
    return f"{payee} | {said}" if said else payee


def _tags(transaction: Transaction) -> str:
    tags = [f"kind:{transaction.kind}"] if transaction.kind else []
    tags += ["projection:"] if not transaction.is_past else []
    tags += ["unconfirmed:"] if transaction.unconfirmed else []
    return f"  ; {', '.join(tags)}" if tags else ""


def component(name: str) -> str:
    """Write a name as one part of an account: no colon, no comment sign, single blanks only.

    >>> component("招行: 信用卡"), component("a  b"), component(":")
    ('招行- 信用卡', 'a b', '-')
    """
    return " ".join(clean(name).translate(_IN_A_NAME).split()) or "-"
