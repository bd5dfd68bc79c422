"""The dated payments of one strategy: what to pay, how much, from which wallet, and why."""

from collections.abc import Sequence

from repaycli.core.money import Currency
from repaycli.engine.ledger import Projection, Summary
from repaycli.locale import tr
from repaycli.present.compare import debt_notes, summary_columns, summary_row
from repaycli.present.consequences import NOTHING, Following, past_tables
from repaycli.present.model import SHOWN, Column, Money, Table, View
from repaycli.present.notes import notes
from repaycli.present.shortfalls import help_notes, help_table, shortfall_table
from repaycli.present.words import sentence, strategy_name, strategy_word
from repaycli.products.accounts import Household
from repaycli.strategies.help import Help


def plan_view(
    household: Household, projection: Projection, following: Following = NOTHING, helps: Sequence[Help] = ()
) -> View:
    """Return the plan of a strategy from today to the last day, what follows from being late, and what would help."""
    summary, currency = projection.summary, household.currency
    record = Table(
        key="summary",
        title=tr("Summary"),
        columns=(Column("name", tr("strategy")), *summary_columns([summary])),
        rows=((strategy_word(summary.name), *summary_row(summary)),),
        is_record=True,
    )
    shortfalls = shortfall_table(summary.shortfalls, title=tr("Not enough money"))
    return View(
        currency=currency,
        head=tr(
            "{name}: what to pay from {today} to {until}, in {currency}",
            name=strategy_name(summary.name),
            today=projection.today,
            until=projection.until,
            currency=currency.code,
        ),
        fields={
            "as_of": projection.today,
            "balances_as_of": household.as_of,
            "until": projection.until,
            "currency": currency.code,
            "strategy": summary.name,
        },
        parts=(
            payment_table(projection, currency),
            Table("", shortfalls.title, shortfalls.columns, shortfalls.rows, forms=SHOWN),
            help_table(helps),
            *past_tables(household, following, projection.today),
            record,
        ),
        sentence="" if projection.payments else _nothing(summary),
        notes=(
            *help_notes(helps, currency, 1),
            *debt_notes([summary]),
            *notes(household, projection.unconfirmed, projection.notices),
        ),
    )


def payment_table(projection: Projection, currency: Currency) -> Table:
    """Return the payments: when, to which account, how much, from which wallet, and why."""
    return Table(
        key="payments",
        title="",
        columns=(
            Column("date", tr("date")),
            Column("account", tr("account"), is_text=True),
            Column("amount", tr("amount")),
            Column("from", tr("from"), is_text=True),
            Column("reason", tr("why"), is_text=True),
        ),
        rows=tuple(
            (item.on, item.account, Money(item.amount), item.wallet, sentence(item.reason, currency))
            for item in projection.payments
        ),
    )


def _nothing(summary: Summary) -> str:
    if summary.shortfalls:
        return tr("Nothing can be paid in this time: see the days without enough money.")
    return tr("Nothing is to be paid in this time.")
