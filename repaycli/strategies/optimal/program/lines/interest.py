"""What a statement's balances bear up to its test: what was carried, what is first billed, interest itself, cash."""

from repaycli.engine.lots import BEARING
from repaycli.products.allocation import PURCHASES
from repaycli.products.terms import Compound
from repaycli.strategies.optimal.program.lines.account import Account
from repaycli.strategies.optimal.program.lines.cycles import Cycle
from repaycli.strategies.optimal.program.lines.free_period import fresh_borne, fresh_most
from repaycli.strategies.optimal.program.lines.state import Window
from repaycli.strategies.optimal.program.milp import NOTHING, Limited, Sum, total
from repaycli.strategies.optimal.program.setting import LITTLE


def borne_to_test(account: Account, window: Window) -> Limited:
    """Return what purchases bear up to the test of a statement."""
    cycle, carried_most = window.cycle, window.before.carried.most
    if account.line.is_monthly and cycle.following > account.setting.last:  # by the month only a closing charges
        return NOTHING
    found = _carried_borne(account, window)
    again = compounds(account, window)
    if again > LITTLE and (window.free is not None or account.line.is_compounding):
        found = found + _again(account, window, again)
    if fresh_most(account, cycle) <= LITTLE:
        return found
    if account.line.retested and carried_most > LITTLE:
        _oldest_first(account, window)
    return found + fresh_borne(account, window)


def _carried_borne(account: Account, window: Window) -> Limited:
    """Return what bears since an earlier statement, as it is paid down."""
    cycle, carried = window.cycle, window.before.carried
    cut, end = account.cut(cycle.closed), cycle.test + 1
    if account.line.is_monthly:
        return _what_bears(account, window) * account.month(cycle)
    if account.line.retested:
        return _left_borne(account, window, cut, end)
    start, posts = max(cut, account.setting.today), account.last_night(cycle)
    bearing = carried.amount - window.before.dead
    borne = account.borne(account.nights, bearing, window.to_carried, window.days, start, end, posts)
    if window.known:  # what pays fees and interest spares nothing
        last = max(window.days[-1] + account.shift, start)
        borne.add(window.before.dead - window.dead, account.nights.weight(last, end, posts))
    return Limited(borne, carried.most * account.nights.weight(start, end, posts))


def _left_borne(account: Account, window: Window, cut: int, end: int) -> Limited:
    """Return what all that is left at a test bears, be it from before today on: of what was past due then, that has accrued."""
    found, weight = _what_bears(account, window), account.nights.weight(cut, end)
    late, today = float(account.line.past_due_left()), account.setting.today
    if not account.is_first(window.cycle) or not late or cut >= today:
        return found * weight
    waited = account.program.amount(found.most)
    account.program.at_least(waited, found.amount - late)
    borne = found.amount * account.nights.weight(today, end) + waited * account.nights.weight(cut, today)
    return Limited(borne, found.most * weight)


def _what_bears(account: Account, window: Window) -> Limited:
    """Return what of the sum that was carried bears as it stands, be it on the first day or at the test: fees and interest do not."""
    if account.line.retested:
        left = window.carried_left - window.moved - window.dead
    else:
        spared = Sum() if _has_borne(account, window.cycle) else total(window.to_carried[:1])
        left = window.before.carried.amount - window.before.dead - spared
    most = window.before.carried.most
    bears = account.program.amount(most)
    account.program.at_least(bears, left)
    return Limited(bears, most)


def _has_borne(account: Account, cycle: Cycle) -> bool:
    """Tell whether all that was carried stood for a night already, so that no payment spares its month any more."""
    lots = [lot for lot in account.line.all_lots() if lot.part == PURCHASES and lot.balance and lot.fate is BEARING]
    return account.is_first(cycle) and all(lot.runs or lot.since < account.setting.today for lot in lots)


def _oldest_first(account: Account, window: Window) -> None:
    """What was carried is paid before what is billed first: where both are charged on what is left, it matters."""
    done = account.program.choice()
    account.program.at_most(total(window.to_fresh), done * window.cycle.amount)
    account.program.at_most(window.carried_left, (1 - done) * window.before.carried.most)


# -- interest on interest --------------------------------------------------------------------------------------------


def billed_interest(account: Account, window: Window) -> Limited:
    """Return the interest that a statement bills, without the late fees beside it, which bear nothing."""
    if account.is_first(window.cycle):
        return Limited(Sum(window.cycle.interest), window.cycle.interest)
    before = window.before
    return Limited(before.interest.amount - before.late_fees.amount, before.interest.most)


def compounds(account: Account, window: Window) -> float:
    """Return the most that interest already billed can bear itself up to the test."""
    cycle = window.cycle
    if account.terms.compound is Compound.NO or (account.line.is_monthly and cycle.following > account.setting.last):
        return 0.0
    billed = billed_interest(account, window).most
    if account.line.is_monthly:
        return 0.0 if account.is_unpaid else billed * account.month(cycle)
    return billed * account.again.weight(_bears_again(account, cycle), cycle.test + 1, account.cut(cycle.following))


def _bears_again(account: Account, cycle: Cycle) -> int:
    """Return the first night on which interest that a statement bills bears itself: the one after its due date, or
    with daily compounding the first after it closed."""
    if account.line.is_compounding:
        return max(account.cut(cycle.closed), account.setting.today)
    return cycle.due + 1


def _again(account: Account, window: Window, most: float) -> Limited:
    """Return what billed interest bears up to the test; after a due date only if the statement is not paid in full, and where
    only what is left bears, nothing on what is paid in the days of grace."""
    program, cycle, free = account.program, window.cycle, window.free
    start, end = _bears_again(account, cycle), cycle.test + 1
    billed = billed_interest(account, window).amount
    again = program.amount(most)
    if account.line.is_monthly:
        charged = billed * account.month(cycle)
        is_spared = True
    else:
        posts = account.last_night(cycle)
        is_spared = not account.line.is_compounding
        if is_spared and account.is_unpaid:
            charged = (billed - total(window.to_apart)) * account.again.weight(start, end)
        else:
            charged = account.borne(account.again, billed, window.to_apart, window.days, start, end, posts)
    program.at_least(again, charged - free * most if is_spared and free is not None else charged)
    return Limited(again, most)


# -- cash advances ---------------------------------------------------------------------------------------------------


def cash_borne_to_test(account: Account, window: Window) -> Limited:
    """Return what cash advances bear up to the test."""
    line, cycle, cash = account.line, window.cycle, window.before.cash
    if line.is_monthly:
        month = account.month(cycle)
        if line.terms.cash_rate:
            month = line.cash_rate * line.year_days // 12 / line.denominator
        if cycle.following > account.setting.last:
            return NOTHING
        return Limited(cash.amount - total(window.to_cash[:1]), cash.most) * month
    start, posts = max(account.cut(cycle.closed), account.setting.today), account.last_night(cycle)
    end = min(cycle.test, cycle.following, account.setting.last) + 1
    borne = account.borne(account.cash_nights, cash.amount, window.to_cash, window.days, start, end, posts)
    return Limited(borne, cash.most * account.cash_nights.weight(start, end, posts))
