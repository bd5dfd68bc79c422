"""The ledger as other tools take it: every posting with its direction, what is behind it, and whether it has happened."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from repaycli.core.nouns import NamedTuple
from repaycli.engine.ledger import Kind, Opening, PlannedPayment, Posting, Projection, change
from repaycli.locale import tr
from repaycli.present.words import sentence, strategy_name
from repaycli.products.accounts import Household
from repaycli.products.terms import PurchaseKind

_RECORDED = {
    Kind.PURCHASE: PurchaseKind.PURCHASE,
    Kind.CASH: PurchaseKind.CASH,
    Kind.REFUND: PurchaseKind.REFUND,
}


class Movement(NamedTuple):
    """One posting. `change` = what it does to its account's balance, signed; `is_past`: it lies behind, or was recorded."""

    posting: Posting
    change: int
    is_past: bool
    note: str


def movements(household: Household, projection: Projection) -> tuple[Movement, ...]:
    """Return every posting of a ledger by date, with the user's own note where there is one.

    Today belongs to the projection, but for what is recorded for it.
    """
    notes, recorded = _Notes(household), _recorded_today(projection)
    found: list[Movement] = []
    for posting in projection.postings:
        note = notes.take(posting)
        if posting.on != projection.today:
            is_past = posting.on < projection.today
        elif posting.kind is Kind.PAYMENT:
            is_past = recorded[_payment(posting)] > 0
            recorded[_payment(posting)] -= is_past
        else:
            is_past = note is not None or posting.kind is Kind.ADJUSTMENT
        said = sentence(posting.note, household.currency) if posting.note else ""
        found.append(Movement(posting, change(posting), is_past, note or said))
    return tuple(sorted(found, key=lambda each: each.posting.on))


def _recorded_today(projection: Projection) -> Counter[tuple[str, int, str]]:
    """Count today's payments that no strategy made; they are posted before those of the strategy."""
    today = projection.today
    posted = (each for each in projection.postings if each.on == today and each.kind is Kind.PAYMENT)
    planned = (each for each in projection.payments if each.on == today and not each.promised)
    return Counter(map(_payment, posted)) - Counter(map(_payment, planned))


def _payment(one: Posting | PlannedPayment) -> tuple[str, int, str]:
    return one.account, one.amount, one.wallet


class _Notes:
    """The notes of recorded purchases, each given to one posting; a posting that nobody recorded has none."""

    def __init__(self, household: Household) -> None:
        self.left: dict[tuple[str, date, int, PurchaseKind], list[str]] = {}
        for item in household.purchases:
            self.left.setdefault((item.account, item.posted, item.amount, item.kind), []).append(item.note)

    def take(self, posting: Posting) -> str | None:
        kind = _RECORDED.get(posting.kind)
        if kind is None or posting.working is not None:  # an instalment is no purchase of its own
            return None
        waiting = self.left.get((posting.account, posting.on, posting.amount, kind))
        return waiting.pop(0) if waiting else None


def last_balances(openings: Iterable[Opening], postings: Iterable[Posting]) -> dict[str, int]:
    """Return what each account owes and each wallet holds after what was posted last, as the engine says it."""
    ends = {each.name: each.amount for each in openings}
    for posting in postings:
        ends[posting.account] = posting.balance
        if posting.wallet and posting.wallet_balance is not None:
            ends[posting.wallet] = posting.wallet_balance
    return ends


def title(household: Household, projection: Projection) -> str:
    """Say what an exported ledger is, in one line."""
    return tr(
        "{as_of} to {until}, in {currency}; from {today} on it is a projection under the strategy {name}",
        as_of=household.as_of,
        until=projection.until,
        currency=household.currency.code,
        today=projection.today,
        name=strategy_name(projection.strategy),
    )
