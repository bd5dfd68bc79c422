"""The end of the time looked at: what still bears interest then has a price, what bore up to it a cost."""

from repaycli.strategies.optimal.program.lines.account import Account
from repaycli.strategies.optimal.program.lines.interest import billed_interest
from repaycli.strategies.optimal.program.lines.state import State, Window
from repaycli.strategies.optimal.program.milp import INFINITE, Limited, Sum, total


def price_end(account: Account, closed: State) -> None:
    """Price what bears interest at the end, from the last closing on."""
    bearing = account.program.amount()
    account.program.at_least(bearing, closed.carried.amount - closed.dead)
    account.price.add(bearing, account.end_price)
    account.price.add(closed.cash.amount, account.cash_end_price)


def end_closed(account: Account, state: State) -> None:
    """Price what the closing of the last day hands on: only a test could tell what bears where it waits for one."""
    if account.line.retested:
        account.price.add(state.cash.amount, account.cash_end_price)
    else:
        price_end(account, state)


def end_untested(account: Account, window: Window) -> None:
    """The time ends before the test: only what bears for sure has a cost and a price."""
    end = account.setting.last + 1
    start = max(account.cut(window.cycle.closed), account.setting.today)
    if not account.line.is_monthly and not account.line.retested:
        _end_carried(account, window, start, end)
    cash = window.before.cash.amount
    if cash.terms or cash.constant:
        if not account.line.is_monthly:  # by the month only a closing charges
            borne = account.borne(account.cash_nights, cash, window.to_cash, window.days, start, end)
            account.post(Limited(borne, INFINITE))
        account.price.add(window.cash_left, account.cash_end_price)


def _end_carried(account: Account, window: Window, start: int, end: int) -> None:
    """Charge and price what was carried and bears, and with daily compounding the interest that was billed."""
    nights, cycle, carried, dead = account.nights, window.cycle, window.before.carried, window.before.dead
    borne = account.borne(nights, carried.amount - dead, window.to_carried, window.days, start, end)
    found = Limited(Sum(cycle.accrued), cycle.accrued) + Limited(borne, carried.most * nights.weight(start, end))
    if account.line.is_compounding:
        billed = billed_interest(account, window)
        borne = account.borne(account.again, billed.amount, window.to_apart, window.days, start, end)
        found = found + Limited(borne, billed.most * account.again.weight(start, end))
        bearing = account.program.amount(billed.most)
        account.program.at_least(bearing, billed.amount - total(window.to_apart))
        account.price.add(bearing, account.end_price)
    account.post(found)
    still_bearing = account.program.amount(carried.most)
    account.program.at_least(still_bearing, window.carried_left - window.dead)
    account.price.add(still_bearing, account.end_price)
