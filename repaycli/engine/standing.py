"""Where a household stands on a day, after the entries recorded for it and before any strategy pays."""

from collections.abc import Sequence
from datetime import date
from math import floor

from repaycli.core.text import text
from repaycli.engine.book import as_date
from repaycli.engine.branch import branch, replay
from repaycli.engine.entries import frozen_notice
from repaycli.engine.ledger import AccountPosition, GroupPosition, Kind, Notice, Opening, Standing, WalletPosition
from repaycli.engine.line.state import Line
from repaycli.engine.loan.state import Instalments
from repaycli.engine.run import Run
from repaycli.engine.shared import used
from repaycli.engine.totals import rounded_accrued
from repaycli.products.accounts import Household, SharedLimit


def standing(household: Household, today: date, past: Run | None = None) -> Standing:
    """Replay what is recorded up to `today` and say what is owed, due next and past due. Amounts in minor units.

    `past` is a replay made already, which stays as it is.
    """
    run = branch(past or replay(household, today, workings=False), strategy=None, workings=False)
    run.reach(run.today)
    accounts = [
        _line(debt, run.today) if isinstance(debt, Line) else _loan(debt, run.today) for debt in run.debts.values()
    ]
    wallets = [WalletPosition(purse.name, purse.holds, purse.reserve) for purse in run.cash.purses]
    accounts = [_with_cut(account, household, accounts) for account in accounts]
    groups = tuple(_group(shared, accounts) for shared in household.shared_limits)
    frozen = {name for name, debt in run.debts.items() if run.is_frozen(debt, run.today)}
    accounts = [_with_room(account, groups, account.name in frozen) for account in accounts]
    notices = (*run.book.notices, *_over_limits(household, groups), *_frozen(accounts))
    return Standing(
        today,
        tuple(accounts),
        tuple(wallets),
        tuple(run.unconfirmed),
        notices,
        groups,
        tuple(run.book.statements),
        tuple(run.payments.sweeps),
        tuple((name, coupon) for name, coupons in sorted(run.coupons.unused.items()) for coupon in coupons),
        _spent(run),
    )


def openings(household: Household) -> tuple[Opening, ...]:
    """Say where every ledger of a household begins: its wallets in file order, then its debts by name."""
    run = Run(household, household.as_of, strategy=None, workings=False)
    wallets = [Opening(purse.name, purse.holds, is_wallet=True) for purse in run.cash.purses]
    debts = [
        Opening(name, debt.owed, planned=debt.planned() if isinstance(debt, Line) else 0)
        for name, debt in run.debts.items()
    ]
    return (*wallets, *debts)


def _spent(run: Run) -> tuple[tuple[str, int], ...]:
    """Return what each expense of today took, from whichever wallets."""
    today, found = as_date(run.today), dict[str, int]()
    for posting in run.book.postings:
        if posting.on == today and posting.kind is Kind.EXPENSE and posting.note is not None:
            name = str(posting.note.values["name"])
            found[name] = found.get(name, 0) + posting.amount
    return tuple(found.items())


def _with_cut(account: AccountPosition, household: Household, accounts: Sequence[AccountPosition]) -> AccountPosition:
    """Lower a line's limit where its lender cuts it: an account of the lender is past due for so many days.

    What is owed does not change, and a cut limit puts nothing into the minimum. Rounding: the limit down, to the minor
    unit.
    """
    if account.limit is None or not account.is_line:
        return account
    lender = next((each for each in household.lenders if each.name == account.lender), None)
    late = max(each.days_past_due for each in accounts if each.lender == account.lender)
    if lender is None or lender.limit_cut_after_days is None or late < max(1, lender.limit_cut_after_days):
        return account
    return account._replace(limit=floor(account.limit * (1 - lender.limit_cut_share)))


def _group(shared: SharedLimit, accounts: Sequence[AccountPosition]) -> GroupPosition:
    """Add up what the accounts of a shared limit use of it; none that was overpaid makes room for the others."""
    members = [account for account in accounts if account.shared_limit == shared.name]
    use = sum(account.used for account in members)
    room, over = max(0, shared.amount - use), max(0, use - shared.amount)
    return GroupPosition(shared.name, shared.amount, use, room, over, tuple(account.name for account in members))


def _with_room(account: AccountPosition, groups: Sequence[GroupPosition], is_frozen: bool) -> AccountPosition:
    """Say how much of an account can be used, unless it is frozen: the smaller of its own room and its group's."""
    rooms = [group.available for group in groups if group.name == account.shared_limit]
    over = 0
    if account.limit is not None:
        use = account.owed + account.planned if account.is_line else account.used  # money paid too much is room, too
        rooms.append(max(0, account.limit - use))
        over = max(0, account.used - account.limit)
    return account._replace(available=min(rooms, default=None), over=over, is_frozen=is_frozen)


def _over_limits(household: Household, groups: Sequence[GroupPosition]) -> list[Notice]:
    """Say which groups are above their limit, and whether a minimum will ask for it."""
    rules = {shared.name: shared.over_limit for shared in household.shared_limits}
    found: list[Notice] = []
    for group in groups:
        if not group.over:
            continue
        if rules[group.name] == "minimum":
            said = text(
                "{amount} more is used than the limit; the next minimum of its lines asks for it in full, once",
                amount=group.over,
            )
        else:
            said = text("{amount} more is used than the limit; no minimum asks for it", amount=group.over)
        found.append(Notice("over-limit", group.name, said))
    return found


def _frozen(accounts: Sequence[AccountPosition]) -> list[Notice]:
    """Say which accounts with a limit have room that cannot be used for now."""
    return [frozen_notice(each.name, each.lender) for each in accounts if each.is_frozen and each.available is not None]


def _line(line: Line, day: int) -> AccountPosition:
    open_statement = next((found for found in line.statements if found.full_left > 0), None)
    interest, penalty = rounded_accrued(line, day - 1)
    return AccountPosition(
        name=line.name,
        lender=line.terms.lender,
        is_line=True,
        owed=line.owed,
        accrued=interest + penalty,
        past_due=line.past_due_left(),
        days_past_due=line.days_past_due(day),
        next_due=as_date(open_statement.due) if open_statement else None,
        next_amount=open_statement.full_left if open_statement else 0,
        next_minimum=open_statement.min_left if open_statement else 0,
        daily_rate=line.terms.rate.daily,
        annual_rate=line.terms.rate.annual,
        limit=line.terms.limit,
        available=None,
        shared_limit=line.terms.shared_limit,
        next_closing=as_date(line.next_closing),
        planned=line.planned(),
        used=used(line),
        is_surely_late=any(group.left > 0 and not group.unconfirmed for group in line.past_due),
    )


def _loan(loan: Instalments, day: int) -> AccountPosition:
    interest, penalty = rounded_accrued(loan, day - 1)
    waiting = [due for due in loan.dues if not due.is_past_due]
    if waiting:
        next_due, amount = as_date(waiting[0].due), sum(due.left for due in waiting)
    elif loan.principal:
        due, asked = loan.next_bill()
        next_due, amount = as_date(due), max(0, asked - loan.held)
    else:
        next_due, amount = None, 0
    return AccountPosition(
        name=loan.name,
        lender=loan.terms.lender,
        is_line=False,
        owed=loan.owed,
        accrued=interest + penalty,
        past_due=loan.past_due_left(day),
        days_past_due=loan.days_past_due(day),
        next_due=next_due,
        next_amount=amount,
        next_minimum=amount,
        daily_rate=loan.rate.daily,
        annual_rate=loan.rate.annual,
        limit=loan.terms.limit,
        available=None,
        shared_limit=loan.terms.shared_limit,
        used=used(loan),
        is_surely_late=any(due.is_past_due and due.left > 0 and not due.unconfirmed for due in loan.dues),
    )
