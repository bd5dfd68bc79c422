"""From the test of a statement to the next closing: what is paid meanwhile, what bears, and what the closing hands on."""

from repaycli.strategies.optimal.program.lines.account import Account
from repaycli.strategies.optimal.program.lines.ahead import note_ahead, pay_ahead, pay_cash_ahead
from repaycli.strategies.optimal.program.lines.cycles import Cycle
from repaycli.strategies.optimal.program.lines.deferred import ends
from repaycli.strategies.optimal.program.lines.ending import price_end
from repaycli.strategies.optimal.program.lines.free_period import borne_unbilled, lost_by_day
from repaycli.strategies.optimal.program.lines.held_back import charge
from repaycli.strategies.optimal.program.lines.past_due import stay_past_due
from repaycli.strategies.optimal.program.lines.state import Meanwhile, State, Tested
from repaycli.strategies.optimal.program.milp import NOTHING, Limited, Sum, total
from repaycli.strategies.optimal.program.setting import Paid


def close(account: Account, cycle: Cycle, following: Cycle | None, tested: Tested, start: int, end: int) -> State:
    """Model the days from a test up to `end`; `start` is the first day after the closing before."""
    paid = _pay_meanwhile(account, cycle, tested, end)
    stayed = stay_past_due(account, cycle, tested, paid)
    left_dead = stayed.dead
    account.was_late.append((end, stayed.past_due.is_late))
    cash_ahead = pay_cash_ahead(account, following, start, end) if following else []
    interest = tested.interest + stayed.borne
    if not account.line.is_monthly:
        interest = (
            interest + _rest_borne(account, cycle, tested, paid, left_dead) + _cash_borne(account, cycle, tested, paid)
        )
        interest = interest + _charged(account, cycle, tested, paid)
        if following:
            interest = _with_advances(account, interest, cycle, following, cash_ahead)
    closed = State(account.held(tested.rest.amount - total(paid.to_rest), tested.rest.most))
    closed.cash = _cash_left(account, following, tested, paid, cash_ahead)
    closed.old_cash = tested.cash.amount - total(paid.to_cash)
    closed.past_due, closed.dead, closed.moved, closed.unpaid = stayed.past_due, left_dead, tested.moved, tested.unpaid
    if following:
        if account.setting.has_aside:
            note_ahead(account, cycle, following, start, tested.after - 1, tested.past_due.fees.most)
        closed.ahead = pay_ahead(account, following, start, end)
        closed.bears = lost_by_day(account, cycle, following, tested.window, tested.rest, paid.to_rest, paid.days)
        last_night = account.last_night(cycle)
        interest = interest + borne_unbilled(account, following, closed.bears, closed.ahead, last_night)
    closed.interest = account.post(interest) + tested.past_due.fees
    closed.late_fees = tested.past_due.fees
    if cycle.following > account.setting.last:
        price_end(account, closed)
    return closed


def _pay_meanwhile(account: Account, cycle: Cycle, tested: Tested, end: int) -> Meanwhile:
    """Let the rest and cash advances be paid on days from the test on."""
    program, setting, after = account.program, account.setting, tested.after
    days = account.days_after(after - 1, end)
    to_rest = [program.amount() for _ in days]
    to_cash = [program.amount() for _ in days] if tested.cash.most else []
    found = Meanwhile(days, to_rest, to_cash)
    account.paid += [Paid(day, amount, "statement") for day, amount in zip(days, found.by_day, strict=True)]
    account.repaid += zip(days, to_rest, strict=True)
    if account.is_first(cycle) and not cycle.is_open and setting.is_strict and days:
        program.at_least(to_rest[0], float(account.line.past_due_left()))
    return found


def _rest_borne(account: Account, cycle: Cycle, tested: Tested, paid: Meanwhile, left_dead: Sum) -> Limited:
    """Return what the rest bears from the test on; what pays fees and interest spares nothing."""
    nights, last_night = account.nights, account.last_night(cycle)
    start = max(tested.after, account.setting.today)
    borne = account.borne(nights, tested.rest.amount - tested.dead, paid.to_rest, paid.days, start, last_night)
    if paid.days:
        borne.add(tested.dead - left_dead, nights.weight(max(paid.days[-1] + account.shift, start), last_night))
    return Limited(borne, tested.rest.most * nights.weight(tested.after, last_night))


def _cash_borne(account: Account, cycle: Cycle, tested: Tested, paid: Meanwhile) -> Limited:
    """Return what cash advances bear from the test on."""
    nights, last_night = account.cash_nights, account.last_night(cycle)
    if not tested.cash.most:
        return NOTHING
    start = max(tested.cash_from, account.setting.today)
    borne = account.borne(nights, tested.cash.amount, paid.to_cash, paid.days, start, last_night)
    return Limited(borne, tested.cash.most * nights.weight(start, last_night))


def _charged(account: Account, cycle: Cycle, tested: Tested, paid: Meanwhile) -> Limited:
    """Return the interest held back that is charged before the next closing, by what of it is carried then."""
    found = NOTHING
    setting, window = account.setting, tested.window
    first = max(cycle.closed, setting.today) + 1
    for day in ends(account.line, first, min(cycle.following, setting.last)) if account.held_back else ():
        if window is not None and day < tested.after:
            before = zip(window.days, window.to_carried, strict=True)
            left, most = window.before.carried.amount - window.before.dead, window.before.carried.most
        else:
            before = zip(paid.days, paid.to_rest, strict=True)
            left, most = tested.rest.amount - tested.dead, tested.rest.most
        left = left - total(amount for on, amount in before if on < day)
        found = found + charge(account, Limited(left, most), day, account.cut(cycle.following))
    return found


def _with_advances(
    account: Account, interest: Limited, cycle: Cycle, following: Cycle, ahead: list[tuple[int, Sum]]
) -> Limited:
    """Add to the interest what new cash advances bear from their day, less what is paid ahead."""
    nights, last_night = account.cash_nights, account.last_night(cycle)
    found, most = interest.amount.copy(), interest.most
    for day, amount in following.cash:
        weight = nights.weight(max(day, account.setting.today), last_night)
        found.add(amount * weight)
        most += amount * weight
    for first, amount in ahead:
        found.add(amount, -nights.weight(first, last_night))
    return Limited(found, most)


def _cash_left(
    account: Account, following: Cycle | None, tested: Tested, paid: Meanwhile, ahead: list[tuple[int, Sum]]
) -> Limited:
    """Return the cash advances that are left at the closing, new ones included."""
    advanced = sum(amount for _, amount in following.cash) if following else 0.0
    most = tested.cash.most + advanced
    if not most:
        return NOTHING
    left = tested.cash.amount - total(paid.to_cash) + advanced - total(amount for _, amount in ahead)
    return account.held(left, most)
