"""A ledger as double entry: every posting with its other side, from opening balances to the balances at the end.

What is owed is negative, as those tools have it. Where the other side is not known (a payment from no wallet, cash drawn
on a line) it is Equity:Outside; what a figure of the lender's app corrects goes against Equity:Adjustments. The principal
of instalment plans that is not billed yet stands in Liabilities:Instalments until it is.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from repaycli.core.money import Currency
from repaycli.core.nouns import NamedTuple
from repaycli.engine.ledger import Kind, Opening, Posting, Projection
from repaycli.engine.workings import InstalmentWorking
from repaycli.locale import tr
from repaycli.present.model import Note
from repaycli.present.movements import Movement, last_balances, movements, title
from repaycli.present.width import clean
from repaycli.present.words import kind_word
from repaycli.products.accounts import Household


class Account(NamedTuple):
    """An account: `root` is ours, and `names` are the user's, as the file writes them."""

    root: str
    names: tuple[str, ...] = ()


class Leg(NamedTuple):
    """What one transaction does to one account, in minor units; positive: more of it, less owed."""

    account: Account
    amount: int


class Transaction(NamedTuple):
    """Legs that add up to nothing. `kind` is the posting's, empty for the opening."""

    on: date
    payee: str
    said: str
    kind: str
    legs: tuple[Leg, ...]
    is_past: bool = True
    unconfirmed: bool = False


class Books(NamedTuple):
    """Everything that a file of double entry tells; `closing` are the balances at the end of `until`."""

    currency: Currency
    opened: date
    until: date
    accounts: tuple[Account, ...]
    transactions: tuple[Transaction, ...]
    closing: tuple[Leg, ...]
    title: str
    notes: tuple[Note, ...] = ()


_OPENING = Account("Equity:Opening")
_OUTSIDE = Account("Equity:Outside")
_ADJUSTMENTS = Account("Equity:Adjustments")
_INSTALMENTS = "Liabilities:Instalments"
_OTHER_SIDE = {
    Kind.PURCHASE: Account("Expenses:Purchases"),
    Kind.REFUND: Account("Expenses:Purchases"),
    Kind.CASH: _OUTSIDE,
    Kind.INTEREST: Account("Expenses:Interest"),
    Kind.PENALTY: Account("Expenses:Penalty"),
    Kind.LATE_FEE: Account("Expenses:LateFee"),
    Kind.FEE: Account("Expenses:Fee"),
    Kind.COUPON: Account("Income:Coupons"),
    Kind.ADJUSTMENT: _ADJUSTMENTS,
}
_YIELD = Account("Income:Yield")


def double_entry(
    household: Household, projection: Projection, openings: Sequence[Opening], notes: tuple[Note, ...] = ()
) -> Books:
    """Return the books of one projection. The balances at the end are the engine's own, not sums of the legs."""
    own = _accounts(household)
    found = [_opening(household, openings, own)]
    found += [_transaction(movement, own) for movement in movements(household, projection)]
    used = dict.fromkeys(leg.account for each in found for leg in each.legs)
    ends = last_balances(openings, projection.postings)
    closing = [Leg(own[name], amount if own[name].root == "Assets" else -amount) for name, amount in ends.items()]
    planned = {each.name: each.planned for each in openings if each.planned}
    for posting in filter(_is_instalment, projection.postings):
        planned[posting.account] -= posting.amount
    closing += [Leg(_planned(own[name]), -amount) for name, amount in planned.items()]
    known = dict.fromkeys((*used, *(leg.account for leg in closing)))
    until = projection.until
    return Books(
        household.currency,
        household.as_of,
        until,
        tuple(sorted(known)),
        tuple(found),
        tuple(closing),
        title(household, projection),
        notes,
    )


def _accounts(household: Household) -> dict[str, Account]:
    wallets = {wallet.name: Account("Assets", (wallet.name,)) for wallet in household.wallets}
    return wallets | {each.name: Account("Liabilities", (each.lender, each.name)) for each in household.accounts}


def _planned(account: Account) -> Account:
    return Account(_INSTALMENTS, account.names)


def _is_instalment(posting: Posting) -> bool:
    """Tell whether a purchase is the part of an instalment plan that a statement bills."""
    return posting.kind is Kind.PURCHASE and isinstance(posting.working, InstalmentWorking)


def _opening(household: Household, openings: Iterable[Opening], own: dict[str, Account]) -> Transaction:
    legs: list[Leg] = []
    for each in openings:
        legs.append(Leg(own[each.name], each.amount if each.is_wallet else -each.amount))
        if each.planned:
            legs.append(Leg(_planned(own[each.name]), -each.planned))
    legs.append(Leg(_OPENING, -sum(leg.amount for leg in legs)))
    return Transaction(household.as_of, tr("opening balances"), "", "", tuple(legs))


def _transaction(movement: Movement, own: dict[str, Account]) -> Transaction:
    posting = movement.posting
    account = own[posting.account]
    amount = movement.change if account.root == "Assets" else -movement.change
    payee, said = posting.account, kind_word(posting.kind).label
    if posting.kind in (Kind.INCOME, Kind.EXPENSE):
        payee = movement.note or payee
    elif movement.note:
        said += tr(": ") + movement.note
    return Transaction(
        posting.on,
        payee,
        said,
        posting.kind.value,
        (Leg(account, amount), Leg(_other_side(movement, account, own), -amount)),
        movement.is_past,
        posting.unconfirmed,
    )


def _other_side(movement: Movement, account: Account, own: dict[str, Account]) -> Account:
    posting = movement.posting
    match posting.kind:
        case Kind.PAYMENT:
            return own[posting.wallet] if posting.wallet else _OUTSIDE
        case Kind.INCOME:
            return Account("Income", (movement.note,)) if movement.note else _YIELD
        case Kind.EXPENSE:
            return Account("Expenses", (movement.note,))
        case _ if _is_instalment(posting):
            return _planned(account)
        case _:
            return _OTHER_SIDE[posting.kind]


def note_line(note: Note) -> str:
    """Write a note for a comment: one line, whatever stands in it."""
    return clean(note.account + tr(": ") + note.message if note.account else note.message)


def written_names(accounts: Iterable[Account], component: Callable[[str], str]) -> dict[Account, str]:
    """Return how a format writes each account. `component` turns one of the user's names into what the format allows;
    two names that it makes alike are told apart by a number.
    """
    taken: dict[str, set[str]] = {}
    for root in (*(account.root for account in accounts), _INSTALMENTS):
        parent, _, last = root.rpartition(":")
        taken.setdefault(parent, set()).add(last)
    given: dict[tuple[str, str], str] = {}
    written: dict[Account, str] = {}
    for account in accounts:
        path = account.root
        for name in account.names:
            if (path, name) not in given:
                given[path, name] = _free(component(name), taken.setdefault(path, set()))
            path = f"{path}:{given[path, name]}"
        written[account] = path
    return written


def _free(wanted: str, taken: set[str]) -> str:
    number, found = 1, wanted
    while found in taken:
        number += 1
        found = f"{wanted}-{number}"
    taken.add(found)
    return found
