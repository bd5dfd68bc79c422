"""What needs the user: sums past due, dues nobody confirmed, money that will be missing, dues that come soon, and what else
changes within a few days. Found from where the household stands and from how a strategy goes on; nothing is computed anew.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from enum import Enum

from repaycli.core.nouns import NamedTuple
from repaycli.core.text import Text
from repaycli.engine.coupons import expiring
from repaycli.engine.dues import ComingDue
from repaycli.engine.ledger import AccountPosition, Consequence, Projection, Shortfall, Standing, Sweep, Unconfirmed
from repaycli.products.accounts import Household
from repaycli.products.delinquency import What
from repaycli.products.terms import Autopay

AHEAD = timedelta(days=31)
"""A shortfall so far ahead is told, or as far as dues are looked for, if that is farther."""

_TO_CHECK = timedelta(days=3)
_APART = 2
"""So many unconfirmed dues of one account are told one by one."""
_TOLD = (What.STAGE, What.SPENDING_FROZEN, What.LIMIT_CUT, What.REPORTED, What.CALLED_IN)


NOTHING_SAID = Text("")


class NeedKind(Enum):
    """What it is about, the most urgent first; the values are the words of `--json`."""

    OVERDUE = "overdue"
    UNCONFIRMED = "unconfirmed"
    SHORTFALL = "shortfall"
    DUE = "due"
    STAGE = "stage"
    COUPON = "coupon"
    STATEMENT = "statement"
    MISSED = "missed"


class Need(NamedTuple):
    """One thing that needs the user. Amounts in minor units.

    `on` is the due date, the day of the shortfall, the day a stage begins, a coupon's last day, a statement's date.
    `amount` is what is past due, missing, asked in full or billed; `minimum` what is asked at least, None where that is no
    question. `days` are days past due for what is past due or unconfirmed, otherwise days from today to `on` (negative:
    it was before). Autopay takes `taken` from `wallets`; none where the user has to pay.
    """

    kind: NeedKind
    on: date
    account: str
    amount: int
    minimum: int | None
    days: int
    accounts: tuple[str, ...] = ()  # of a shortfall
    wallets: tuple[str, ...] = ()
    taken: int = 0
    events: tuple[Consequence, ...] = ()  # of a stage that begins; of what is past due, the stage in force
    what: Text = NOTHING_SAID  # of a coupon: what it is worth, and with which payment
    number: int = 0  # of a coupon: which of its account; of a shortfall or an unconfirmed due: how many more there are
    up_to: date | None = None  # of an unconfirmed due: when the last of the others was
    until: date | None = None  # the due date has passed, and the grace days end then
    is_expected: bool = False  # the statement is not closed yet: its amounts are those of the projection


def needs(
    household: Household,
    standing: Standing,
    projection: Projection,
    dues: Sequence[ComingDue],
    events: Sequence[Consequence],
    within: int,
    last_run: date | None = None,
) -> list[Need]:
    """Return what needs the user on the day of `standing`, the most urgent first.

    `within`: so many days ahead a due, a stage or a coupon's end counts as near. `dues` are all that the projection
    knows (`engine.dues`). `events` follow from what is past due.
    `last_run` is the day on which this was told last: what autopay is taken to have paid since, and each statement
    that closed since, is told too; None where nobody keeps count.
    """
    today, until = standing.on, standing.on + timedelta(days=within)
    found = [
        *_overdue(standing, events),
        *_unconfirmed(standing, dues),
        *_shortfall(standing, projection),
        *_dues(household, standing, projection, dues, until),
        *_stages(events, today, until),
        *_coupons(standing, until),
        *_statements(household, standing, last_run),
        *_missed(standing.sweeps, today, last_run),
    ]
    order = list(NeedKind)
    late = (NeedKind.OVERDUE, NeedKind.UNCONFIRMED)
    return sorted(
        found,
        key=lambda need: (order.index(need.kind), -need.days if need.kind in late else 0, need.on, need.account),
    )


def _overdue(standing: Standing, events: Sequence[Consequence]) -> Iterator[Need]:
    """What is past due; where all of it rests on dues that nobody confirmed, those are asked for instead."""
    for account in standing.accounts:
        if account.past_due <= 0 or not account.is_surely_late:
            continue
        due = standing.on - timedelta(days=account.days_past_due)
        stage = _stage_in_force(account, events, standing.on)
        yield Need(NeedKind.OVERDUE, due, account.name, account.past_due, None, account.days_past_due, events=stage)


def _unconfirmed(standing: Standing, dues: Sequence[ComingDue]) -> Iterator[Need]:
    """Dues that nobody confirmed; of an account with many the oldest, which is to be answered first."""
    by_account: dict[str, list[Unconfirmed]] = {}
    graces = {(due.account, due.on): due.until for due in dues}
    for item in sorted(standing.unconfirmed, key=lambda item: item.due):
        by_account.setdefault(item.account, []).append(item)
    for account, items in by_account.items():
        told = items if len(items) <= _APART else items[:1]
        others = len(items) - len(told)
        for item in told:
            yield Need(
                NeedKind.UNCONFIRMED,
                item.due,
                account,
                item.amount,
                item.minimum,
                (standing.on - item.due).days,
                number=others,
                up_to=items[-1].due if others else None,
                until=graces.get((account, item.due)),
            )


def _stage_in_force(account: AccountPosition, events: Sequence[Consequence], today: date) -> tuple[Consequence, ...]:
    begun = [event for event in events if event.account == account.name and event.on <= today]
    stages = [event for event in begun if event.what is What.STAGE]
    counted = [event for event in begun if event.what is What.BUCKET]
    return (*counted[-1:], *stages[-1:])


def _shortfall(standing: Standing, projection: Projection) -> Iterator[Need]:
    """The first day on which money will be missing, past-due sums apart: those are told as such."""
    late = {account.name: account.past_due for account in standing.accounts if account.past_due > 0}
    ahead: list[Shortfall] = []
    for found in projection.summary.shortfalls:
        told = sum(late.get(name, 0) for name in found.accounts) if found.on == standing.on else 0
        if found.amount > told:
            ahead.append(found._replace(amount=found.amount - told))
    if ahead:
        first = ahead[0]
        days = (first.on - standing.on).days
        number = len(ahead) - 1
        yield Need(
            NeedKind.SHORTFALL, first.on, first.accounts[0], first.amount, None, days, first.accounts, number=number
        )


def _dues(
    household: Household, standing: Standing, projection: Projection, dues: Sequence[ComingDue], until: date
) -> Iterator[Need]:
    """What falls due soon, or fell due and is still in its grace days; met minimums only where the strategy pays more."""
    terms = {account.name: account for account in household.accounts}
    wallets = tuple(wallet.name for wallet in household.wallets)
    for due in dues:
        if due.is_past_due or due.unconfirmed or due.on > until:
            continue
        planned = any(pay.account == due.account and pay.on <= due.on for pay in projection.payments)
        if not due.minimum and not (due.amount and planned):
            continue
        mode = terms[due.account].autopay if due.until is None else Autopay.OFF  # it took what it found
        taken = 0 if mode in (False, Autopay.OFF) else due.minimum if mode is Autopay.MINIMUM else due.amount
        paying = (terms[due.account].pay_from or wallets) if taken else ()
        days = (due.on - standing.on).days
        is_expected = due.closes is not None
        found = Need(NeedKind.DUE, due.on, due.account, due.amount, due.minimum, days, (), paying, taken)
        yield found._replace(is_expected=is_expected, until=due.until)


def _stages(events: Sequence[Consequence], today: date, until: date) -> Iterator[Need]:
    """What being past due will bring within those days, all of an account's day together."""
    coming: dict[tuple[date, str], list[Consequence]] = {}
    for event in events:
        if event.what in _TOLD and today < event.on <= until:
            coming.setdefault((event.on, event.account), []).append(event)
    for (on, account), together in coming.items():
        yield Need(NeedKind.STAGE, on, account, 0, None, (on - today).days, events=tuple(together))


def _coupons(standing: Standing, until: date) -> Iterator[Need]:
    """Coupons that end soon and can still be used: by an account that owes enough, or that is past due, as they ask."""
    accounts = {account.name: account for account in standing.accounts}
    for number, (name, coupon) in enumerate(standing.coupons):
        if coupon.until is None or not standing.on <= coupon.until <= until:
            continue
        account = accounts[name]
        owed = account.owed + account.accrued + account.planned
        if owed <= 0 or owed < coupon.minimum_payment or (coupon.needs == "overdue-repaid" and not account.past_due):
            continue
        if coupon.from_date is None or coupon.from_date <= coupon.until:
            days = (coupon.until - standing.on).days
            what = expiring(coupon, standing.on)
            yield Need(NeedKind.COUPON, coupon.until, name, coupon.amount, None, days, number=number, what=what)


def _statements(household: Household, standing: Standing, last_run: date | None) -> Iterator[Need]:
    """What closed a few days ago, or since this was told last, and was not compared with the lender's figure yet."""
    since = standing.on - _TO_CHECK
    if last_run is not None:
        since = min(since, last_run)
    for statement in standing.statements:
        checked = any(
            check.account == statement.account and statement.closed < check.on <= standing.on
            for check in household.balances
        )
        if since <= statement.closed < standing.on and statement.balance > 0 and not checked:
            days = (statement.closed - standing.on).days
            yield Need(
                NeedKind.STATEMENT, statement.closed, statement.account, statement.balance, statement.minimum, days
            )


def _missed(sweeps: Sequence[Sweep], today: date, last_run: date | None) -> Iterator[Need]:
    """Dues between the last time and today that autopay is taken to have met: nobody was told of them."""
    if last_run is None:
        return
    taken: dict[tuple[date, str], list[Sweep]] = {}
    for sweep in sweeps:
        if last_run < sweep.on < today:
            taken.setdefault((sweep.on, sweep.account), []).append(sweep)
    for (on, account), together in taken.items():
        amount = sum(sweep.amount for sweep in together)
        wallets = tuple(sweep.wallet for sweep in together)
        yield Need(NeedKind.MISSED, on, account, amount, None, (on - today).days, wallets=wallets)
