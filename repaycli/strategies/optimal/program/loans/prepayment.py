"""Principal prepaid between two due dates: its days, the interest that is paid with it, its fee."""

from collections.abc import Sequence

from repaycli.products.terms import Effect
from repaycli.strategies.optimal.program.loans.account import Account
from repaycli.strategies.optimal.program.loans.interest import accrue, month_beyond_nights
from repaycli.strategies.optimal.program.loans.level import change_days, lower
from repaycli.strategies.optimal.program.loans.state import Period, State
from repaycli.strategies.optimal.program.milp import Sum
from repaycli.strategies.optimal.program.setting import LITTLE, Charge, Paid


def prepay(account: Account, state: State, period: Period) -> Sum | None:
    """Let principal be prepaid before a due date; return a choice that is 1 if it is, where that matters."""
    program, start = account.program, period.start
    in_parts, lowers = account.terms.prepayment.interest == "part", account.terms.prepayment.effect is Effect.LOWER
    by_part = in_parts and not state.is_deferred
    at, touched, unit, since = start, None, state.unit, state.unit
    changes = change_days(account, period) if account.terms.prepayment.effect is Effect.SHORTER else []
    for day in _days(account, state, period, changes):
        if day in changes:
            state.at_change = state.principal
        accrue(account, state, at, day)
        unit += account.nights.weight(at, day)
        since += account.nights.weight(at, day)
        at = day
        most = state.principal.most
        amount = program.amount(most)
        if not account.is_lean:  # else what is left after the instalment tells
            program.at_most(amount, state.principal.amount)
        inside = day > start or (day == account.setting.today and state.accrued.most > LITTLE)
        matters = inside and (account.loan.is_monthly or not by_part or lowers)
        chosen = None
        if matters or lowers:
            chosen = program.choice()
            program.at_most(amount, chosen * most)
            if matters:
                touched = chosen if touched is None else _either(account, touched, chosen)
        interest = Sum()
        if by_part:
            interest = amount * unit
        elif inside and chosen is not None and state.accrued.most > LITTLE:
            interest = _accrued(account, state, chosen, is_all=not in_parts)
            if not in_parts:
                account.charges.append(Charge(day, interest, chosen, since))
                since = 0.0
        _pay(account, state, day, amount, interest, chosen)
        if chosen is not None and lowers:
            lower(account, state, chosen, day, period.remaining)
    accrue(account, state, at, period.due)
    state.unit = 0.0 if period.due <= account.setting.last else unit
    return touched


def _days(account: Account, state: State, period: Period, changes: Sequence[int]) -> list[int]:
    """Return the days on which prepaying can make a difference; before an instalment follows anew, or after, it does, and
    inside of a month that bears more than its nights: any prepayment lets it bear by the night."""
    if not account.can_prepay:
        return []
    start, setting = period.start, account.setting
    days = sorted({*setting.days(start, period.due - 1), *changes})
    is_inside = any(day > start for day in days)
    if period.is_whole and not is_inside and start + 1 < period.due and month_beyond_nights(account, state, period) > 0:
        days.append(start + 1)
    is_first_better = account.loan.is_monthly or account.fee
    return [start, *days] if is_first_better and start not in days and start > setting.today else days


def _either(account: Account, one: Sum, other: Sum) -> Sum:
    found = account.program.amount(1.0)
    account.program.at_least(found, one)
    account.program.at_least(found, other)
    account.program.at_most(found, one + other)
    return found


def _accrued(account: Account, state: State, chosen: Sum, is_all: bool) -> Sum:
    """Return the interest that is paid if anything is prepaid: all that accrued, or as much of it as is liked.

    Where some of it was put off, all is paid with the first prepayment, and with the next only that of what is prepaid.
    """
    program, accrued, most = account.program, state.accrued.amount, state.accrued.most
    interest = program.amount(most)
    program.at_most(interest, accrued)
    program.at_most(interest, chosen * most)
    if is_all:
        program.at_least(interest, accrued - (1 - chosen) * most)
    return interest


def _pay(account: Account, state: State, day: int, amount: Sum, interest: Sum, chosen: Sum | None) -> None:
    """Take a prepayment off the principal, with the interest that is paid with it and the fee."""
    program = account.program
    state.principal = state.principal.less(amount)
    state.accrued = state.accrued.less(interest)
    state.put_off_least = state.put_off_least - interest
    posted, fee = interest, Sum()
    if interest.terms:
        posted = program.amount(state.accrued.most + account.slack)
        program.at_least(posted, interest - account.slack)
    if account.fee:
        fee = program.amount(state.principal.most * account.fee)
        program.at_least(fee, amount * account.fee - account.slack)
    account.cost.add(posted).add(fee)
    account.charged.add(posted)
    account.paid.append(Paid(day, amount + fee + posted, "prepay", chosen=chosen))
