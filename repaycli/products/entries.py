"""A dated entry as it stands in a file or is about to: a payment, a purchase, a balance, a receipt, or the reversal of one."""

from datetime import date

from repaycli.core.nouns import NamedTuple

PAYMENT, PURCHASE, BALANCE, REVERSAL = "payment", "purchase", "balance", "reversal"


class Entry(NamedTuple):
    """One entry; what its table does not have is left empty. Amounts in minor units.

    `kind` is a purchase's kind or what a payment is meant as; `of` is the id that a reversal takes back.
    """

    table: str
    id: str | None
    on: date | None
    account: str = ""
    amount: int = 0
    kind: str = ""
    wallet: str = ""  # that a payment came from
    holds: bool = False  # a balance of a wallet
    includes_accrued: bool = False
    of: str = ""
    note: str = ""
    income: str = ""  # of a receipt
    due: date | None = None  # the planned date that a receipt stands for


class Recorded(NamedTuple):
    """An entry where it stands. `undone_by` is the id of the reversal that takes it back; None: it counts."""

    entry: Entry
    file: str
    line: int
    in_journal: bool
    undone_by: str | None = None
