"""Paying ahead of a closing: purchases and cash advances that are paid before a statement bills them."""

from collections.abc import Sequence

from repaycli.products.terms import InterestFrom
from repaycli.strategies.optimal.program.lines.account import Account
from repaycli.strategies.optimal.program.lines.cycles import Cycle
from repaycli.strategies.optimal.program.lines.free_period import fresh_most
from repaycli.strategies.optimal.program.milp import Sum, total
from repaycli.strategies.optimal.program.setting import LITTLE, Ahead, Paid


def pay_cash_ahead(account: Account, following: Cycle, start: int, end: int) -> list[tuple[int, Sum]]:
    """Let cash advances be paid before they are billed, or even before their day, as credit that waits for them.

    Return from which night on a payment spares interest, and how much it is: credit does so from the next advance on.
    """
    if not following.cash:
        return []
    found = [(day + account.shift, amount) for day, amount in _pay(account, following.cash, start, end)]
    for day in account.days(start, end):
        later = [(on, amount) for on, amount in following.cash if on > day]
        if later:
            credit = account.program.amount(sum(amount for _, amount in later))
            found.append((max(min(on for on, _ in later), day + account.shift), credit))
            account.paid.append(Paid(day, credit, "ahead"))
    account.program.at_most(total(amount for _, amount in found), sum(amount for _, amount in following.cash))
    return found


def pay_ahead(account: Account, following: Cycle, start: int, end: int) -> list[tuple[int, Sum]]:
    """Let purchases be paid before they are billed, where that can stop interest."""
    if not _spares(account, following):
        return []
    return _pay(account, [(each.posted, each.amount) for each in following.fresh], start, end)


def _spares(account: Account, following: Cycle) -> bool:
    """Tell whether purchases that are paid before they are billed can bear less interest."""
    begins = account.terms.interest_from
    from_closing = begins is InterestFrom.POSTING or (begins is InterestFrom.STATEMENT and account.shift > 0)
    if account.line.lost:  # they may bear from their day, though nothing from their statement on
        return account.bears and following.amount > 0
    useful = not account.is_unpaid and (from_closing or account.line.is_monthly)
    return useful and fresh_most(account, following) > LITTLE


def note_ahead(account: Account, cycle: Cycle, following: Cycle, start: int, tested: int, fees: float) -> None:
    """Note how much may have been paid before a statement asks for it: what was put on the line since the last one closed.

    Up to the test of that one, what was paid before it closed may be thought to wait for it: it lowered what it asks.
    `fees`: late fees that are not billed yet. Of what is put on the line later, only cash advances are paid before their day.
    Purchases with payments of their own (`pay_ahead`) are left out.
    """
    billed = [
        each
        for later in account.cycles
        if later.closed >= following.closed and not _spares(account, later)
        for each in later.fresh
    ]
    known = following.apart + sum(amount for _, amount in following.cash) + fees + account.tolerance
    waiting = 0.0 if account.is_first(cycle) else cycle.apart + sum(amount for _, amount in cycle.cash)
    if not account.is_first(cycle) and not _spares(account, cycle):
        waiting += cycle.amount
    for day in sorted(
        {start, tested + 1, *(each.posted for each in billed if start < each.posted <= following.closed)}
    ):
        put_on = sum(each.amount for each in billed if each.posted <= day)
        is_waiting = day <= tested
        since = account.line.closing_before(cycle.closed) if is_waiting else cycle.closed
        account.ahead.append(Ahead(day, known + put_on + (waiting if is_waiting else 0.0), since))


def _pay(account: Account, posts: Sequence[tuple[int, float]], start: int, end: int) -> list[tuple[int, Sum]]:
    """Let what posts on days be paid from then on: never more than has posted.

    What is bought on the closing day before `start` may be billed with the next statement, and paid on its own day.
    """
    found: list[tuple[int, Sum]] = []
    first = max(account.setting.today, start - 1)
    days = {*account.days(start, end), *(day for day, _ in posts if first <= day <= end)}
    for day in sorted(days):
        posted = sum(amount for on, amount in posts if on <= day)
        if not posted:
            continue
        amount = account.program.amount(posted)
        found.append((day, amount))
        account.program.at_most(total(each for _, each in found), posted)
        account.paid.append(Paid(day, amount, "ahead"))
    return found
