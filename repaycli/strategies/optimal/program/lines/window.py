"""The window of a statement: payments from its closing to its test, what they pay first, and what they leave."""

from repaycli.products.terms import Compound
from repaycli.strategies.optimal.program.lines.account import Account
from repaycli.strategies.optimal.program.lines.cycles import Cycle
from repaycli.strategies.optimal.program.lines.minimum import ask, asks_apart, covers_apart, is_apart_in_full, rest_most
from repaycli.strategies.optimal.program.lines.state import State, Window
from repaycli.strategies.optimal.program.milp import Sum, total
from repaycli.strategies.optimal.program.setting import LITTLE, Asked, Paid


def open_window(account: Account, cycle: Cycle, before: State, start: int, tested: int) -> Window:
    """Let payments go to what a statement asks: fees and interest first, then what bears and what may."""
    program, window = account.program, Window(cycle, before)
    window.days = account.days(start, tested)
    if account.setting.yields and start <= cycle.due < tested:
        window.days = sorted({*window.days, cycle.due})
    if account.line.is_monthly and start < tested:  # only what is paid on the first day can spare the month
        window.days = sorted({*window.days, start + 1})
    _let_pay(account, window, start)
    for paid, most in (
        (window.to_fresh, window.fresh),
        (window.to_carried, before.carried.amount),
        (window.to_cash, before.cash.amount),
        (window.to_apart, window.apart.amount),
    ):
        if any(each.terms for each in paid):
            program.at_most(total(paid), most)
    window.apart_left = window.apart.amount - total(window.to_apart)
    window.asked_most = cycle.amount + account.tolerance + before.carried.most + before.cash.most + window.apart.most
    window.rest_most = rest_most(account, window)
    _apart_first(account, window)
    if covers_apart(account, cycle):
        window.apart_left = Sum()
    if cycle.due <= account.setting.last:
        ask(account, window)
        if not account.setting.is_strict and window.covered.terms and asks_apart(account, cycle):  # a met one pays both
            program.at_least(window.covered, 1 - window.missed)
    late = account.line.past_due_left() if account.is_first(cycle) else 0
    if late and account.setting.is_strict:
        first = window.to_fresh[0] + window.to_carried[0] + window.to_cash[0] + window.to_apart[0]
        program.at_least(first, float(late))
    return window


def note_asked(account: Account, window: Window, start: int) -> None:
    """Note what the statement asks for, as coupons see it; what it bills of interest joins what may be unpaid."""
    cycle = window.cycle
    if not account.is_first(cycle):
        account.interest_open = account.interest_open + window.apart.amount - window.before.late_fees.amount
    most = window.asked_most + account.terms.minimum.floor + (cycle.minimum or 0.0)
    asked = window.asked if cycle.full is None else Sum(cycle.full)
    last, least, interest = cycle.test, tuple(window.least), account.interest_open
    account.windows.append(Asked(start, cycle.following, start, cycle.due, last, least, most, interest, asked))
    if covers_apart(account, cycle):
        account.interest_open = Sum()


def _let_pay(account: Account, window: Window, start: int) -> None:
    """Let each part of what is asked be paid on each day of the window."""
    program, cycle, before = account.program, window.cycle, window.before
    cash = before.cash.amount
    has_cash = bool(cash.terms) or cash.constant > 0
    in_time = max([day for day in window.days if day <= cycle.due or account.setting.in_grace], default=start)
    for day in window.days:
        apart, fresh, carried = (
            program.amount(most) if most > 0 else Sum()
            for most in (window.apart.most, cycle.amount + account.tolerance, before.carried.most)
        )
        parts = (apart, fresh, carried, program.amount() if has_cash else Sum())
        kept = (window.to_apart, window.to_fresh, window.to_carried, window.to_cash)
        for payments, part in zip(kept, parts, strict=True):
            payments.append(part)
        window.paid.add(total(parts))
        window.by_day.append(total(parts))
        account.repaid.append((day, fresh + carried))
        account.paid.append(Paid(day, total(parts), "statement", None, day in (window.days[-1], in_time)))


def _apart_first(account: Account, window: Window) -> None:
    """Principal is paid only once fees and interest are; what is past due comes before both, and so do older fees and interest.

    Where what is paid beyond the minimum goes elsewhere, it may leave fees and interest unpaid, unless the minimum asks for both.
    """
    apart, program = window.apart, account.program
    if apart.most <= 0:
        return
    is_first = account.pays_apart_first and (
        not account.terms.allocation.excess or is_apart_in_full(account, window.cycle)
    )
    is_long = _is_long_past_due(account, window)
    first = window.before.unpaid + window.before.past_due.left.amount
    for place in range(len(window.days)):
        so_far = total(window.to_apart[: place + 1])
        principal = total(
            each for paid in (window.to_fresh, window.to_carried, window.to_cash) for each in paid[: place + 1]
        )
        if place == len(window.days) - 1 and covers_apart(account, window.cycle):
            program.at_least(so_far, apart.amount)
        elif apart.most > LITTLE and account.bears and is_first:
            covered = program.choice()
            window.covered = covered + is_long
            program.at_most(principal, first + window.covered * window.asked_most)
            program.at_least(so_far, apart.amount - (1 - covered) * apart.most)


def _is_long_past_due(account: Account, window: Window) -> Sum:
    """Return what may be 1 where the line is past due for so many days that principal is paid first."""
    after, last = account.terms.allocation.principal_first_after_days, window.days[-1]
    if account.setting.is_strict or after is None or not account.may_pay_principal_first(last):
        return Sum()
    found = account.program.amount(1.0)
    for day, is_late in account.was_late:
        if last - after < day < window.days[0]:
            account.program.at_most(found, is_late)
    return found


def dead(account: Account, window: Window) -> Sum:
    """Return what of the rest may bear nothing: fees left unpaid, and interest where it does not compound."""
    left = window.apart_left + window.dead
    if not left.terms or account.terms.compound is Compound.NO:
        return left
    fees = window.before.late_fees.amount + window.dead + max(0.0, window.cycle.apart - window.cycle.interest)
    found = account.program.amount(account.most_of(fees))
    account.program.at_most(found, left)
    account.program.at_most(found, fees)
    return found


def tolerated(account: Account, window: Window) -> Sum:
    """Let the little that is tolerated move on free of interest, to be billed again."""
    if not account.terms.tolerance or window.free is None:
        return Sum()
    small = account.program.amount(account.tolerance)
    account.program.at_most(small, window.free * account.tolerance)
    return small
