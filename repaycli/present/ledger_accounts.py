"""The ledger with its accounts, for other programs: what `ledger --json` holds, and where each account begins and ends."""

from collections.abc import Sequence

from repaycli.engine.ledger import Opening, Projection
from repaycli.present.consequences import NOTHING, Following
from repaycli.present.ledger import ledger_view
from repaycli.present.model import ONLY_JSON, Column, Money, Table, View
from repaycli.present.movements import last_balances
from repaycli.products.accounts import CreditLine, Household


def ledger_with_accounts(
    household: Household, projection: Projection, openings: Sequence[Opening], following: Following = NOTHING
) -> View:
    """Return the ledger's view with a table `accounts`; `balance` is that at the end of the last day."""
    view = ledger_view(household, projection, following)
    return view._replace(parts=(_accounts(household, projection, openings), *view.parts))


def _accounts(household: Household, projection: Projection, openings: Sequence[Opening]) -> Table:
    ends = last_balances(openings, projection.postings)
    accrued = dict(projection.accrued_at_end)
    debts = {each.name: each for each in household.accounts}
    rows = tuple(
        (
            each.name,
            "wallet" if each.is_wallet else "credit_line" if isinstance(debts[each.name], CreditLine) else "loan",
            None if each.is_wallet else debts[each.name].lender,
            Money(each.amount),
            Money(ends[each.name]),
            None if each.is_wallet else Money(accrued[each.name]),
            None if each.is_wallet else Money(each.planned),
        )
        for each in openings
    )
    keys = ("name", "kind", "lender", "opening", "balance", "accrued", "planned")
    return Table("accounts", "", tuple(Column(key, "", forms=ONLY_JSON) for key in keys), rows, forms=ONLY_JSON)
