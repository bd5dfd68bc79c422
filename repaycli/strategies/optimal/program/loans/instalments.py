"""An instalment: the interest and the part of the principal that a due date asks for, its fee, and what it leaves.

Interest posts at what it is exactly, or as much less as rounding can make it. Where a loan may be prepaid and nothing else
matters (`Account.is_lean`) it is taken as that little, without a variable of its own: a plan then owes no more at any time
than it does in truth, makes the same payments, or lower ones, and may be through an instalment sooner, so that the program
still has something for every plan that costs no more than it.
"""

from repaycli.core.nouns import NamedTuple
from repaycli.products.terms import Effect, Repayment
from repaycli.strategies.optimal.program.loans.account import Account
from repaycli.strategies.optimal.program.loans.dues import pay_due
from repaycli.strategies.optimal.program.loans.interest import more_by_month
from repaycli.strategies.optimal.program.loans.state import Period, State
from repaycli.strategies.optimal.program.milp import NOTHING, Limited, Sum
from repaycli.strategies.optimal.program.setting import Asked, Instalment, Waiting


def bill(account: Account, state: State, period: Period, touched: Sum | None) -> None:
    """Post the interest, lower the principal by the instalment's part, and let it be paid, with what is held for it."""
    program, loan, schedule = account.program, account.loan, account.terms.schedule
    exact, gone = state.accrued, state.is_repaid
    if period.is_whole:
        exact = exact + more_by_month(account, state, period, touched)
    index = loan.scheduled + (loan.remaining - period.remaining)
    stated = schedule[index] if schedule and index < len(schedule) else None
    if account.is_lean:
        interest, part, left = _lean(account, state, exact, period.remaining)
    else:
        interest = program.amount(exact.most + account.slack)
        program.at_least(interest, Sum(float(stated.interest)) if stated else exact.amount - account.slack)
        if stated is not None and period.remaining > 1:
            part, least = Sum(float(stated.principal)), float(stated.principal)
        else:
            part, least = _part(account, state, Limited(interest, exact.most), period.remaining)
        left = _left(account, state, part, least)
    fee = _fee(account, state)
    account.cost.add(interest).add(fee)
    account.charged.add(interest)
    added = _upper(account, fee) + _upper(account, state.tolerated)
    principal_most = (
        part.constant if stated is not None and period.remaining > 1 else _part_most(account, state, period)
    )
    bill_most = max(exact.most, float(stated.interest) if stated else 0.0) + account.slack
    if account.terms.repayment is Repayment.LEVEL and period.remaining > 1 and stated is None:
        bill_most = max(state.put_off.most, bill_most - principal_most)  # an instalment is made of both
    owed_most = principal_most + bill_most + added + account.slack
    owed = part + interest + fee + state.tolerated
    state.tolerated = Sum()
    test = period.due + account.terms.grace_days
    plain = fee if account.terms.penalty_base == "instalment" else fee + interest
    owed = owed - _from_held(account, state, owed)
    pay_due(account, state, Limited(owed, owed_most), period.due, test, plain, gone=gone)
    if not account.is_met_at_once:
        account.waiting.append(Waiting(period.due, test, principal_most))
    state.principal = left
    if state.is_repaid is not None:
        if left.most:
            program.at_most(left.amount, (1 - state.is_repaid) * left.most)
        _note_instalment(account, state, period)
        _note(account, state, test, state.is_repaid, exact.most)
    if account.setting.is_strict and account.has_coupons:
        asked = state.principal.most if period.remaining <= 1 else state.instalment.most
        _note_asked(account, state, period, asked + exact.most + _upper(account, fee) + account.tolerance)
    state.accrued = NOTHING


def _upper(account: Account, found: Sum) -> float:
    """Return the most that a sum can be, its parts being none that are taken off."""
    return found.constant + sum(factor * account.program.upper[each] for each, factor in found.terms.items())


def _note_asked(account: Account, state: State, period: Period, bill: float) -> None:
    """Note what the instalment asks for, as coupons see it: it is paid for sure, but paid ahead a payment has to meet it."""
    opens, charged = account.opens, account.charged
    ahead, most = list[Sum](), state.instalment.most
    if state.is_repaid is not None:
        least = state.instalment.amount - state.is_repaid * most
        ahead.append(least - account.tolerance - account.loan.held)
    due, test, limit = period.due, period.due + account.terms.grace_days, Sum(bill)
    account.windows.append(Asked(opens, due - 1, opens, due, test, tuple(ahead), most, charged, limit))
    account.windows.append(Asked(due, test, opens, due, test, (), 0.0, charged, limit))
    account.opens, account.charged = period.due, Sum()


def _from_held(account: Account, state: State, owed: Sum) -> Sum:
    """Return what of an instalment the money held for it pays."""
    if not state.held.most:
        return Sum()
    used = account.program.amount(state.held.most)
    account.program.at_most(used, state.held.amount)
    account.program.at_most(used, owed)
    state.held = state.held.less(used)
    return used


def _left(account: Account, state: State, part: Sum, least: float) -> Limited:
    """Return the principal that is left after an instalment's part."""
    most = max(0.0, state.principal.most - least)
    left = account.program.amount(most + 1.0)
    account.program.equal(left, state.principal.amount - part)
    return Limited(left, most)


def _note_instalment(account: Account, state: State, period: Period) -> None:
    """Note what is sure to be paid on the due date; the last instalment may be less."""
    if account.is_met_at_once and period.remaining > 1 and not state.instalment.amount.terms and state.is_repaid:
        least = state.instalment.amount.constant - account.tolerance - account.loan.held
        account.instalments.append(Instalment(period.due, least, state.is_repaid))


def _note(account: Account, state: State, day: int, repaid: Sum, interest: float) -> None:
    """Note by when the loan may be repaid, and what it asks for as long as it is not.

    `interest`: what the period bears where nothing was prepaid. What is prepaid takes more than the interest that it
    saves, so that no plan pays less by this day.
    """
    account.repaid.append((day, repaid))
    if not state.instalment.amount.terms:
        so_far = account.asked[-1][1] if account.asked else -account.tolerance - account.loan.held
        asked = state.instalment.amount.constant
        if account.terms.repayment is Repayment.EQUAL_PRINCIPAL and account.bears_evenly:
            asked += max(0.0, account.least_share * interest - account.slack - 1.0)
        account.asked.append((day, so_far + asked))


def _part(account: Account, state: State, interest: Limited, remaining: int) -> tuple[Sum, float]:
    """Return the principal that an instalment asks for, and the least that it can be where nothing was prepaid."""
    program, repayment = account.program, account.terms.repayment
    if remaining <= 1:
        return state.principal.amount, 0.0
    if repayment in (Repayment.INTEREST_FIRST, Repayment.BULLET):
        return Sum(), 0.0
    least = _least_part(account, state, interest.most)
    wanted, more = state.instalment.amount, Sum()
    if repayment is Repayment.LEVEL:
        above = _above_interest(account, state, interest.most)
        wanted, more = above.wanted - interest.amount, above.more
    part = program.amount(state.principal.most)
    program.at_most(part, state.principal.amount)
    if not account.can_prepay:
        program.equal(part, wanted + more)
        return part, least
    repaid = program.choice()
    if state.is_repaid is not None:
        program.at_least(repaid, state.is_repaid)
    state.is_repaid = repaid
    program.at_most(part, wanted + more + repaid * state.settles)
    program.at_least(part, wanted - repaid * state.instalment.most)
    return part, least


class _Above(NamedTuple):
    """What a level instalment asks for beside the interest of its period, that which was put off before it added; and how
    much more where that interest may be above the instalment: then no principal is asked for."""

    wanted: Sum
    more: Sum


def _above_interest(account: Account, state: State, interest_most: float) -> _Above:
    """Return what of a level instalment, and of interest put off, there is to meet all interest and then principal."""
    program, put_off, instalment = account.program, state.put_off, state.instalment
    wanted, more = instalment.amount, Sum()
    if put_off.most and account.can_prepay:  # some of it may have been paid with what was prepaid
        found = program.amount(put_off.most)
        program.at_most(found, put_off.amount)
        program.at_least(found, state.put_off_least)
        wanted = wanted + found
    elif put_off.most:
        wanted = wanted + put_off.amount
    beyond = interest_most + account.slack - put_off.most - instalment.most
    if beyond > 0:
        more = program.amount(beyond)
    return _Above(wanted, more)


def _lean(account: Account, state: State, exact: Limited, remaining: int) -> tuple[Sum, Sum, Limited]:
    """Return the interest that posts at the least, the principal that an instalment asks for, and what is left of it."""
    program, principal, before = account.program, state.principal, state.is_repaid
    interest = Sum()
    if exact.most > account.slack:
        interest = exact.amount - (account.slack if before is None else (1 - before) * account.slack)
    if remaining <= 1:
        if principal.amount.terms:
            program.at_least(principal.amount, 0.0)
        return interest, principal.amount, NOTHING
    repaid = state.is_repaid = program.choice()
    if before is not None:
        program.at_least(repaid, before)
    most = max(0.0, principal.most - _least_part(account, state, exact.most))
    left = program.amount(most + 1.0)
    part = principal.amount - left
    asked = [state.instalment.amount] * 2
    if account.terms.repayment is Repayment.LEVEL:
        above = _above_interest(account, state, exact.most)
        asked = [above.wanted - exact.amount, above.wanted + above.more - interest]
    program.at_least(part, 0.0)
    program.at_least(part, asked[0] - repaid * state.instalment.most)
    program.at_most(part, asked[1])
    return interest, part, Limited(left, most)


def _part_most(account: Account, state: State, period: Period) -> float:
    """Return the most principal that an instalment asks for; a level one, interest included."""
    if period.remaining <= 1:
        return state.principal.most
    if account.terms.repayment in (Repayment.INTEREST_FIRST, Repayment.BULLET):
        return 0.0
    return state.instalment.most + state.settles


def _least_part(account: Account, state: State, interest_most: float) -> float:
    """Return the least principal that an instalment asks for while as much is left."""
    if state.instalment.amount.terms or account.terms.prepayment.effect is Effect.LOWER:
        return 0.0
    least = state.instalment.most
    if account.terms.repayment is Repayment.LEVEL:
        least = max(0.0, least - interest_most - account.slack - 1.0)
    return min(least, state.principal.most)


def _fee(account: Account, state: State) -> Sum:
    """Return the fee of an instalment."""
    fee, principal = account.terms.fee_per_instalment, state.principal
    if fee is None:
        return Sum()
    if not fee.amount and fee.of == "remaining":
        charged = account.program.amount(principal.most * float(fee.share))
        account.program.at_least(charged, principal.amount * float(fee.share) - account.slack)
        return charged
    amount = float(fee.amount or account.loan.round(fee.share * account.loan.original))
    if not account.can_prepay or not principal.most:
        return Sum(amount)
    charged = account.program.choice()
    account.program.at_most(principal.amount, charged * principal.most)
    return charged * amount
