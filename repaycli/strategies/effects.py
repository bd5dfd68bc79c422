"""What a recorded entry changes: the household with it and without it, both played by the exact engine."""

from datetime import date, timedelta

from repaycli.core.dates import LATEST, add_months
from repaycli.core.nouns import NamedTuple
from repaycli.engine.branch import branch, replay
from repaycli.engine.ledger import COSTS, AccountPosition, Kind, Shortfall, Standing, WalletPosition
from repaycli.engine.run import Run
from repaycli.engine.standing import standing
from repaycli.engine.totals import rounded_accrued
from repaycli.products.accounts import Household
from repaycli.products.entries import Entry
from repaycli.products.receipts import lived, planned_amount
from repaycli.strategies.compare import Player

_MONTHS = 2
_LONGEST_CYCLE = 3  # months in which a statement closes and bills what was bought


class Missing(NamedTuple):
    """The first shortfall that an entry brings or makes larger. `before`: what is missing there without the entry, in minor
    units; `is_first`: none comes before it."""

    shortfall: Shortfall
    before: int
    is_first: bool


class Saved(NamedTuple):
    """What both ways cost by `until` when else only what is due at least is paid, and what the entry makes missing. Minor
    units."""

    amount: int
    until: date
    missing: Missing | None


class Effect(NamedTuple):
    """An account on a day, without the entry and with it; the wallets that hold something else with it."""

    on: date
    before: AccountPosition
    after: AccountPosition
    wallets: tuple[WalletPosition, ...]
    saved: Saved | None = None


class Billing(NamedTuple):
    """The statement that bills a purchase first, and when that is due."""

    closes: date
    due: date


def effect(before: Household, after: Household, account: str, on: date) -> Effect | None:
    """Return what changes in an account by a day on which both households are looked at; None for a wallet."""
    first, second = standing(before, on), standing(after, on)
    if not any(each.name == account for each in second.accounts):
        return None
    return Effect(
        on,
        _position(first, account),
        _with_next_due(after, _position(second, account)),
        _changed_wallets(first, second),
    )


def _with_next_due(household: Household, account: AccountPosition) -> AccountPosition:
    """Look behind the next instalment of a loan when it is paid already."""
    if account.is_line or account.next_due is None or account.next_amount or account.next_due >= LATEST:
        return account
    later = _position(standing(household, account.next_due + timedelta(days=1)), account.name)
    return account._replace(next_due=later.next_due, next_amount=later.next_amount, next_minimum=later.next_minimum)


def _position(found: Standing, account: str) -> AccountPosition:
    return next(each for each in found.accounts if each.name == account)


def changed_wallets(before: Household, after: Household, on: date) -> tuple[WalletPosition, ...]:
    """Return the wallets that hold something else on a day in the second household than in the first."""
    return _changed_wallets(standing(before, on), standing(after, on))


def _changed_wallets(first: Standing, second: Standing) -> tuple[WalletPosition, ...]:
    return tuple(new for old, new in zip(first.wallets, second.wallets, strict=True) if old.holds != new.holds)


class Lacking(NamedTuple):
    """A wallet that held so much less than a recorded payment took: the model takes it to have had it."""

    wallet: str
    amount: int


def lacking(before: Household, entry: Entry, on: date) -> Lacking | None:
    """Return what the wallets of a payment lacked on its day, by the model."""
    terms = next(each for each in before.accounts if each.name == entry.account)
    held = {each.name: max(0, each.holds) for each in standing(before, on).wallets}
    order = [entry.wallet] if entry.wallet else list(terms.pay_from or held)
    missing = entry.amount - sum(held[name] for name in order)
    return Lacking(order[0], missing) if order and missing > 0 else None


def lacked(before: Household, after: Household, today: date) -> tuple[Lacking, ...]:
    """Return what wallets lacked, by the model, for payments up to today that stand in the second household alone."""
    less, more = (_drawn_beyond(own, today) for own in (before, after))
    found = [Lacking(wallet, amount - less.get(wallet, 0)) for wallet, amount in more.items()]
    return tuple(each for each in found if each.amount > 0)


def _drawn_beyond(own: Household, today: date) -> dict[str, int]:
    run = branch(replay(own, today, workings=False), strategy=None, workings=False)
    run.reach(run.today)
    found: dict[str, int] = {}
    for item in run.book.postings:
        if item.kind is Kind.ADJUSTMENT and item.account in run.cash.by_name and item.note is None:
            found[item.account] = found.get(item.account, 0) + item.amount
    return found


def saved(before: Household, after: Household, today: date, on: date) -> Saved:
    """Play the household with a payment of `on` and without it for two months more, nothing but the minimums and
    instalments being paid besides: what it saves, in interest, penalty, fees and coupons.

    Units: minor units. Rounding: what has accrued by the end is rounded once for each account and kind.
    """
    until = min(add_months(max(today, on), _MONTHS), LATEST)
    less, more = (_played(own, today, until) for own in (before, after))
    amount = _charged(less, until) - _charged(more, until)
    return Saved(amount, until, _missing(less, more, today))


def _missing(without: Run, with_it: Run, today: date) -> Missing | None:
    known = {(each.on, each.accounts): each.amount for each in without.book.shortfalls}
    to_come = [each for each in with_it.book.shortfalls if each.on >= today]
    for each in to_come:
        before = known.get((each.on, each.accounts), 0)
        if each.amount > before:
            return Missing(each, before, each is to_come[0])
    return None


class Came(NamedTuple):
    """What a receipt changes; minor units. `planned` for its `due` date, of which `brought` has come in all; None where that
    date is not known. `wallets` hold something else by it; `missing` is what it makes missing when only what is due at
    least is paid. `recorded`: so many occurrences of the income are recorded up to today."""

    due: date | None
    planned: int | None
    brought: int
    wallets: tuple[WalletPosition, ...]
    missing: Missing | None
    recorded: int


def came(before: Household, after: Household, entry: Entry, today: date) -> Came:
    """Return what a receipt changes, by its own day or today, whichever is later, and over two months from then on."""
    on, due, income = max(entry.on or today, today), entry.due, entry.income
    until = min(add_months(on, _MONTHS), LATEST)
    flows = [flow for flow in after.incomes if flow.name == income]
    return Came(
        due,
        planned_amount(flows, due) if due else None,
        sum(each.amount for each in after.receipts if (each.income, each.due) == (income, due)),
        changed_wallets(before, after, on),
        _missing(_played(before, today, until), _played(after, today, until), today),
        len(lived(after.receipts, income, today)),
    )


def billing(after: Household, account: str, posted: date, today: date) -> Billing | None:
    """Return the statement that first bills what was put on a line on a day, under the strategy `minimum`."""
    line = next(each for each in after.lines if each.name == account)
    run = _played(after, today, min(add_months(max(today, posted), _LONGEST_CYCLE), LATEST))
    first = posted if line.purchase_on_statement_day == "this" else posted + timedelta(days=1)
    found = [each for each in run.book.statements if each.account == account and each.closed >= first]
    return Billing(found[0].closed, found[0].due) if found else None


def _played(own: Household, today: date, until: date) -> Run:
    run = Player(own, today, until).start("minimum", workings=False)
    run.advance(until.toordinal())
    return run


def _charged(run: Run, until: date) -> int:
    """Return what every account has charged by the end of a day, what has accrued included, less coupons."""
    sums = [_signed(item.kind, item.amount) for item in run.book.postings if item.account in run.debts]
    return sum(sums) + sum(sum(rounded_accrued(debt, until.toordinal())) for debt in run.debts.values())


def _signed(kind: Kind, amount: int) -> int:
    return amount if kind in COSTS else -amount if kind is Kind.COUPON else 0
