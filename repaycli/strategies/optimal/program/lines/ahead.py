"""Paying ahead of a closing: purchases and cash advances that are paid before a statement bills them."""

from collections.abc import Sequence

from repaycli.products.terms import InterestFrom
from repaycli.strategies.optimal.program.lines.account import Account
from repaycli.strategies.optimal.program.lines.cycles import Cycle
from repaycli.strategies.optimal.program.lines.free_period import fresh_most
from repaycli.strategies.optimal.program.milp import Sum, total
from repaycli.strategies.optimal.program.setting import LITTLE, Paid


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
    """Let purchases be paid before they are billed, where that can stop interest or keep money from an expense."""
    begins = account.terms.interest_from
    from_closing = begins is InterestFrom.POSTING or (begins is InterestFrom.STATEMENT and account.shift > 0)
    useful = account.line.lost or (not account.is_unpaid and (from_closing or account.line.is_monthly))
    if not account.setting.has_aside and (not useful or fresh_most(account, following) <= LITTLE):
        return []
    return _pay(account, [(each.posted, each.amount) for each in following.fresh], start, end)


def note_ahead(account: Account, cycle: Cycle, following: Cycle, start: int, tested: int, fees: float) -> None:
    """Note how much of what is no purchase or advance may have been paid before a statement asks for it.

    That is fees and interest known by now, `fees` (late fees that are not billed yet), and what is tolerated. Up to the test of
    the statement before, what was paid so for that one may wait for it.
    """
    most = following.apart + fees + account.tolerance
    waiting = 0.0 if account.is_first(cycle) else cycle.apart + account.tolerance
    account.ahead.append((start, most + waiting))
    account.ahead.append((tested + 1, most))


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
