"""The one description of the accounts file: every key, its kind, default, help text and example.

Validation, the suggestions for misspelt keys, the editors' JSON Schema and the documentation all come from here.
"""

from collections.abc import Callable

from repaycli.core.text import Text, text
from repaycli.inputs.fields import Choice, Day, Key, Rows, Sub, Table, Word
from repaycli.inputs.schema_line import CREDIT_LINE
from repaycli.inputs.schema_loan import LOAN
from repaycli.inputs.schema_money import (
    BALANCE,
    EXPENSE,
    IMPORT,
    INCOME,
    LENDER,
    PAYMENT,
    PURCHASE,
    RECEIPT,
    REVERSAL,
    SHARED_LIMIT,
    STRATEGY,
    WALLET,
)

_ENTRIES = (
    Key("payment", Rows(PAYMENT), PAYMENT.help, "[[payment]]"),
    Key("purchase", Rows(PURCHASE), PURCHASE.help, "[[purchase]]"),
    Key("balance", Rows(BALANCE), BALANCE.help, "[[balance]]"),
    Key("receipt", Rows(RECEIPT), RECEIPT.help, "[[receipt]]"),
    Key("reversal", Rows(REVERSAL), REVERSAL.help, "[[reversal]]"),
)

ROOT = Table(
    "",
    text("the accounts file"),
    (
        Key("as_of", Day(), text("the balances are true at the start of this day"), "2026-11-01", required=True),
        Key("currency", Word(), text("the ISO 4217 code of the currency of all amounts"), '"CNY"', default="CNY"),
        Key(
            "language",
            Choice(("zh", "en")),
            text("the language of what is shown"),
            '"zh"',
            default_text=text("from the locale"),
        ),
        Key("wallet", Rows(WALLET), WALLET.help, "[[wallet]]"),
        Key("income", Rows(INCOME), INCOME.help, "[[income]]"),
        Key("expense", Rows(EXPENSE), EXPENSE.help, "[[expense]]"),
        Key("loan", Rows(LOAN), LOAN.help, "[[loan]]"),
        Key("credit_line", Rows(CREDIT_LINE), CREDIT_LINE.help, "[[credit_line]]"),
        *_ENTRIES,
        Key("lender", Rows(LENDER), LENDER.help, "[[lender]]"),
        Key("shared_limit", Rows(SHARED_LIMIT), SHARED_LIMIT.help, "[[shared_limit]]"),
        Key("import", Rows(IMPORT), IMPORT.help, "[[import]]"),
        Key("strategy", Sub(STRATEGY), STRATEGY.help, "[strategy]"),
    ),
)

JOURNAL = Table("", text("the journal"), _ENTRIES)


def json_schema(say: Callable[[Text], str] | None = None) -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of the accounts file, by which editors complete and verify it.

    `say` puts the descriptions into a language; without it they are English.
    """
    from repaycli.inputs.json_schema import document  # imported here: reading a file does not need it

    return document(ROOT, say or (lambda message: message.template))
