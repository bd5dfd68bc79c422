"""What being past due brings with it: the dated consequences that the lender's paper names, in force or still ahead."""

from collections.abc import Iterator
from datetime import date, timedelta

from repaycli.engine.ledger import AccountPosition, Standing
from repaycli.locale import tr
from repaycli.present.model import NOWHERE, ONLY_JSON, SHOWN, Column, Table, Value, Word, percent
from repaycli.products.accounts import Household, Lender, Loan


def consequence_table(household: Household, standing: Standing) -> Table:
    """Return every consequence for lenders and loans that are past due, by date."""
    rows: list[tuple[Value, ...]] = []
    waiting = {(item.account, item.due) for item in standing.unconfirmed}
    for account in standing.accounts:
        if account.days_past_due <= 0:
            continue
        since = standing.on - timedelta(days=account.days_past_due)
        for days, what in sorted(_named(household, account)):
            begins = since + timedelta(days=days)
            state = _state(begins, standing.on)
            is_unconfirmed = (account.name, since) in waiting
            remark = Word("unconfirmed", tr("unconfirmed")) if is_unconfirmed else None
            rows.append((account.name, account.lender, what, begins, state, remark, is_unconfirmed))
    remarks = SHOWN if any(row[-1] for row in rows) else NOWHERE
    return Table(
        key="consequences",
        title=tr("What being past due brings with it"),
        columns=(
            Column("account", tr("account"), is_text=True),
            Column("lender", tr("lender"), is_text=True),
            Column("what", tr("what"), is_text=True),
            Column("from", tr("begins")),
            Column("state", tr("state"), is_text=True),
            Column("unconfirmed", tr("remark"), is_text=True, forms=remarks),
            Column("unconfirmed", "", forms=ONLY_JSON),
        ),
        rows=tuple(sorted(rows, key=lambda row: (str(row[3]), str(row[0])))),
    )


def _state(begins: date, today: date) -> Word:
    return Word("in-force", tr("in force")) if begins <= today else Word("ahead", tr("still ahead"))


def _named(household: Household, account: AccountPosition) -> Iterator[tuple[int, str]]:
    """Yield days past due and what happens then."""
    for lender in household.lenders:
        if lender.name == account.lender:
            yield from _of_lender(lender)
    for loan in household.loans:
        if loan.name == account.name:
            yield from _of_loan(loan)


def _of_lender(lender: Lender) -> Iterator[tuple[int, str]]:
    if lender.spending_frozen_after_days is not None:
        yield lender.spending_frozen_after_days, tr("nothing more can be spent with this lender")
    if lender.limit_cut_after_days is not None:
        yield lender.limit_cut_after_days, tr("the limit is cut by {share}", share=percent(lender.limit_cut_share))
    if lender.reported_after_days is not None:
        yield lender.reported_after_days, tr("it is reported to the credit register")
    for stage in lender.stages:
        yield stage.after_days, f"{stage.name}: {stage.means}" if stage.means else stage.name


def _of_loan(loan: Loan) -> Iterator[tuple[int, str]]:
    if loan.accelerates_after_days is not None:
        yield loan.accelerates_after_days, tr("the lender may call the whole loan")
