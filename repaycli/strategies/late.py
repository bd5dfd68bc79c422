"""An account is past due and another falls due soon: what can still be paid, what waiting costs, what is cheapest.

Everything here is found by playing the exact engine with and without a payment.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from repaycli.core.nouns import NamedTuple
from repaycli.engine.ledger import AccountPosition, Kind, Shortfall, Standing
from repaycli.engine.run import Run
from repaycli.engine.totals import rounded_accrued
from repaycli.products.accounts import Account, Household, Payment
from repaycli.products.terms import Autopay
from repaycli.strategies.compare import Search, compare

_SOON = timedelta(days=45)
_MONTH = 30
_COSTS = (Kind.INTEREST, Kind.PENALTY, Kind.LATE_FEE)


class Waiting(NamedTuple):
    """What leaving the past-due sum of an account unpaid adds, against paying it today: for one day, and for thirty."""

    account: str
    past_due: int
    one_day: int
    month: int


class Missing(NamedTuple):
    """What missing a minimum or instalment adds, by the day after its due date and thirty days after it."""

    account: str
    due: date
    one_day: int
    month: int


class Way(NamedTuple):
    """One order of paying, played to the end: its cost, days past due, the worst of them, whether it `misses` the coming
    due, and what is missing first, for dues or expenses."""

    cost: int
    overdue_days: int
    worst_days: int
    misses: bool
    shortfall: Shortfall | None


class Question(NamedTuple):
    """`late` is past due for `days`, and `other` asks for at least `minimum` by `due`. Amounts in minor units."""

    late: AccountPosition
    other: AccountPosition
    same_lender: bool
    wallets: tuple[tuple[str, int], ...]  # those that may pay `other`, with what may be used of each
    late_wallets: tuple[str, ...]
    sweeping: tuple[str, ...]  # which of the two are swept by autopay
    waiting: tuple[Waiting, ...]
    missing: Missing
    usable: int
    late_first: Way
    other_first: Way


class _Playing(NamedTuple):
    """The strategy that goes on after the first payment, and who searches for it where it is the optimal one."""

    strategy: str
    search: Search | None


def questions(household: Household, standing: Standing, strategy: str, search: Search | None = None) -> Question | None:
    """Ask for the account that is past due longest, and what falls due next, of the same lender if it can be.

    None where nothing is past due, or nothing else falls due within 45 days.
    """
    late = [account for account in standing.accounts if account.past_due > 0]
    if not late:
        return None
    worst = max(late, key=lambda account: (account.days_past_due, account.past_due, account.name))
    coming = [
        account
        for account in standing.accounts
        if not account.past_due
        and account.next_due is not None
        and standing.on <= account.next_due <= standing.on + _SOON
        and account.next_minimum > 0
    ]
    if not coming:
        return None
    other = min(coming, key=lambda each: (each.lender != worst.lender, each.next_due or date.max, each.name))
    return _question(household, standing, late, worst, other, _Playing(strategy, search))


def _question(
    household: Household,
    standing: Standing,
    late: Sequence[AccountPosition],
    worst: AccountPosition,
    other: AccountPosition,
    playing: "_Playing",
) -> Question:
    terms = {account.name: account for account in household.accounts}
    usable = {wallet.name: wallet.usable for wallet in standing.wallets}
    paying = terms[other.name].pay_from or tuple(usable)
    wallets = tuple((name, usable[name]) for name in paying)
    first = household._replace(payments=(*household.payments, *_by_hand(other, standing.on, wallets)))
    return Question(
        late=worst,
        other=other,
        same_lender=worst.lender == other.lender,
        wallets=wallets,
        late_wallets=terms[worst.name].pay_from or tuple(usable),
        sweeping=tuple(name for name in (worst.name, other.name) if _sweeps(terms[name])),
        waiting=tuple(_waiting(household, standing.on, account) for account in late),
        missing=_missing(household, standing.on, other),
        usable=sum(usable.values()),
        late_first=_way(household, standing.on, playing, other),
        other_first=_way(first, standing.on, playing, other),
    )


def _by_hand(other: AccountPosition, on: date, wallets: Sequence[tuple[str, int]]) -> list[Payment]:
    """Pay the minimum today from what may be used of the account's wallets, as far as that goes."""
    left, payments = other.next_minimum, list[Payment]()
    for name, usable in wallets:
        amount = min(left, usable)
        if amount:
            payments.append(Payment(other.name, on, amount, wallet=name))
            left -= amount
    return payments


def _sweeps(account: Account) -> bool:
    return account.autopay not in (False, Autopay.OFF)


def _way(household: Household, today: date, playing: "_Playing", other: AccountPosition) -> Way:
    found = compare(household, today, [playing.strategy], search=playing.search)[0]
    misses = any(spell.account == other.name and spell.due == other.next_due for spell in found.spells)
    summary = found.summary
    first = summary.shortfalls[0] if summary.shortfalls else None
    return Way(summary.total_cost, summary.overdue_days, summary.worst_days_past_due, misses, first)


def _waiting(household: Household, today: date, late: AccountPosition) -> Waiting:
    added = _added(household, today, Payment(late.name, today, late.past_due), (0, _MONTH - 1))
    return Waiting(late.name, late.past_due, *added)


def _missing(household: Household, today: date, other: AccountPosition) -> Missing:
    due = other.next_due or today
    added = _added(household, today, Payment(other.name, due, other.next_minimum), (1, _MONTH))
    return Missing(other.name, due, *added)


def _added(household: Household, today: date, payment: Payment, after: tuple[int, int]) -> tuple[int, int]:
    """Play the account with the payment and without, nothing else being paid: what it charges more by the end of so
    many days after the payment's."""
    kept = household._replace(payments=(*household.payments, payment))
    runs = [Run(each, today, strategy=None, workings=False) for each in (household, kept)]
    first, second = (_difference(runs, payment.account, payment.on.toordinal() + days) for days in after)
    return first, second


def _difference(runs: Sequence[Run], account: str, day: int) -> int:
    for run in runs:
        run.advance(day)
    without, paid = (_charged(run, account, day) for run in runs)
    return without - paid


def _charged(run: Run, name: str, day: int) -> int:
    """Return what an account has charged by the end of a day, what has accrued included."""
    posted = sum(item.amount for item in run.book.postings if item.account == name and item.kind in _COSTS)
    return posted + sum(rounded_accrued(run.debts[name], day))
