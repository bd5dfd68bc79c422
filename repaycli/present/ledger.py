"""Every posting, day by day, and every statement that closes. The plain form is fixed: others read it."""

from repaycli.engine.ledger import ClosedStatement, Posting, Projection
from repaycli.locale import tr
from repaycli.present.consequences import NOTHING, Following, past_tables
from repaycli.present.model import ALL, NOWHERE, ONLY_JSON, ONLY_PLAIN, Column, Money, Share, Table, Value, View
from repaycli.present.notes import notes
from repaycli.present.words import kind_word, sentence, strategy_name
from repaycli.products.accounts import Household


def ledger_view(household: Household, projection: Projection, following: Following = NOTHING) -> View:
    """Return the whole ledger, from the file's `as_of` to the last day."""
    late = past_tables(household, following, projection.today, ALL - {"plain"})  # the plain form is fixed
    return View(
        currency=household.currency,
        head=tr(
            "{name}: every posting from {as_of} to {until}, in {currency}",
            name=strategy_name(projection.strategy),
            as_of=household.as_of,
            until=projection.until,
            currency=household.currency.code,
        ),
        fields={
            "as_of": projection.today,
            "balances_as_of": household.as_of,
            "until": projection.until,
            "currency": household.currency.code,
            "strategy": projection.strategy,
        },
        parts=(_postings(household, projection.postings), statement_table(projection.statements), *late),
        sentence="" if projection.postings else tr("Nothing is posted in this time."),
        notes=notes(household, projection.unconfirmed, projection.notices),
        is_fixed=True,
    )


def _postings(household: Household, postings: tuple[Posting, ...]) -> Table:
    remarks = [_remark(posting, household) for posting in postings]
    unconfirmed = any(posting.unconfirmed for posting in postings)
    return Table(
        key="postings",
        title="",
        columns=(
            Column("date", tr("date")),
            Column("account", tr("account"), is_text=True),
            Column("kind", tr("kind"), is_text=True),
            Column("amount", tr("amount")),
            Column("balance", tr("balance")),
            Column("from", tr("from"), is_text=True, forms=ALL - {"plain"}),
            Column("note", tr("note"), is_text=True, forms=ALL - {"plain"} if any(remarks) else ONLY_JSON),
            Column("unconfirmed", "", forms=ONLY_JSON),
            Column("split", "", forms=ONLY_JSON),
            Column("unconfirmed", "", forms=ONLY_PLAIN if unconfirmed else NOWHERE),
        ),
        rows=tuple(
            (
                *posting_row(posting),
                posting.wallet or None,
                remark or None,
                posting.unconfirmed,
                _split(posting),
                "unconfirmed" if posting.unconfirmed else "",
            )
            for posting, remark in zip(postings, remarks, strict=True)
        ),
    )


def _split(posting: Posting) -> Table:
    """Which parts of the account a payment paid."""
    columns = (Column("part", ""), Column("rate", ""), Column("amount", ""))
    return Table("", "", columns, tuple((item.part, Share(item.rate), Money(item.amount)) for item in posting.split))


def _remark(posting: Posting, household: Household) -> str:
    said = [sentence(posting.note, household.currency)] if posting.note else []
    if posting.unconfirmed:
        said.append(tr("unconfirmed"))
    return "; ".join(said)


def posting_row(posting: Posting) -> tuple[Value, ...]:
    """Return date, account, kind, amount, balance."""
    return (posting.on, posting.account, kind_word(posting.kind), Money(posting.amount), Money(posting.balance))


def statement_table(statements: tuple[ClosedStatement, ...], key: str = "statements") -> Table:
    """Return the statements as they were closed."""
    return Table(
        key=key,
        title=tr("Statements"),
        columns=(
            Column("account", tr("account"), is_text=True),
            Column("closed", tr("closed")),
            Column("due", tr("due")),
            Column("balance", tr("balance")),
            Column("minimum", tr("minimum")),
            Column("interest", tr("interest")),
            Column("fees", tr("fees")),
        ),
        rows=tuple(
            (
                item.account,
                item.closed,
                item.due,
                Money(item.balance),
                Money(item.minimum),
                Money(item.interest),
                Money(item.fees),
            )
            for item in statements
        ),
    )
