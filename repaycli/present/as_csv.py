"""The ledger as comma-separated values (RFC 4180, UTF-8) for spreadsheets.

Names and notes are the user's, and a spreadsheet takes a cell that begins with = + - @ for a formula. By OWASP's advice
("CSV Injection") a quote ' stands before such a text; take one ' away where a text begins with it, and it is what it was.
The columns of dates and amounts are our own, and stay as they are: numbers.
"""

import csv
import io
from collections.abc import Iterable

from repaycli.engine.ledger import Opening, Projection
from repaycli.present.model import Money, Value, plain_value
from repaycli.present.movements import movements
from repaycli.present.width import clean
from repaycli.products.accounts import Household

COLUMNS = ("date", "account", "kind", "amount", "change", "balance", "currency", "from", "status", "note")
FIRST_LINE = ",".join(COLUMNS)
"""The head is how a file of ours is known again."""

_TEXTS = frozenset({"account", "from", "note"})
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")


def as_csv(household: Household, projection: Projection, openings: Iterable[Opening]) -> str:
    """Return the file: what each account opened with, then every posting.

    `amount` is a magnitude as in `ledger`; `change` is what it does to `balance`, so that an account's changes add up to
    its last balance.
    """
    code = household.currency.code
    rows: list[tuple[Value, ...]] = []
    for each in openings:
        amounts = Money(abs(each.amount)), Money(each.amount), Money(each.amount)
        rows.append((household.as_of, each.name, "opening", *amounts, code, "", "actual", ""))
    for movement in movements(household, projection):
        posting = movement.posting
        status = "actual" if movement.is_past else "projected"
        rows.append(
            (
                posting.on,
                posting.account,
                posting.kind.value,
                Money(posting.amount),
                Money(movement.change),
                Money(posting.balance),
                code,
                posting.wallet,
                f"{status}, unconfirmed" if posting.unconfirmed else status,
                movement.note,
            )
        )
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        cells = (plain_value(value, household.currency) for value in row)
        writer.writerow(
            [harmless(cell) if column in _TEXTS else cell for column, cell in zip(COLUMNS, cells, strict=True)]
        )
    return stream.getvalue()


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    >>> harmless("=1+1"), harmless("花呗"), harmless("-5"), harmless("'x")
    ("'=1+1", '花呗', "'-5", "''x")
    """
    text = clean(text)
    return f"'{text}" if text.startswith(_DANGEROUS) else text
