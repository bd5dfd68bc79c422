"""How instalments follow anew from the principal: after a prepayment that lowers them, or at a dated rate."""

from repaycli.products.schedules import period_rate
from repaycli.products.terms import Repayment
from repaycli.strategies.optimal.program.loans.account import Account
from repaycli.strategies.optimal.program.loans.state import Period, State
from repaycli.strategies.optimal.program.milp import Limited, Sum


def lower(account: Account, state: State, chosen: Sum, day: int, remaining: int) -> None:
    """A prepayment lets the instalment follow anew from the principal."""
    if account.terms.repayment in (Repayment.INTEREST_FIRST, Repayment.BULLET):
        return  # none but the last asks for principal
    program, principal, slack, most = account.program, state.principal.amount, account.slack, state.instalment.most
    share = _share(account, day, remaining)
    new = program.amount(most)
    program.at_most(new, state.instalment.amount)
    program.at_least(new, state.instalment.amount - chosen * most)
    program.at_least(new, principal * share - slack - (1 - chosen) * most)
    program.at_most(new, principal * share + slack + (1 - chosen) * most)
    state.instalment = Limited(new, most)


def change_rate(account: Account, state: State, period: Period) -> None:
    """A dated rate lets the level instalment follow anew: at least over all the instalments that are left."""
    changes = [
        change
        for change in account.terms.rates
        if max(period.began, account.setting.today) < change.from_date.toordinal() <= period.due
    ]
    if not changes or account.terms.repayment is not Repayment.LEVEL:
        return
    share = _share(account, period.due, period.remaining)
    if not account.can_prepay:
        state.instalment = Limited(state.principal.amount * share, state.principal.most * share + 1)
        return
    most = max(state.instalment.most, state.principal.most * share) * 2 + account.slack
    state.instalment = Limited(account.program.amount(most), most)
    account.program.at_least(state.instalment.amount, state.principal.amount * share - account.slack)


def _share(account: Account, day: int, remaining: int) -> float:
    """Return what part of the principal one level (or equal) instalment is."""
    if account.terms.repayment is not Repayment.LEVEL:
        return 1.0 / max(1, remaining)
    period = period_rate(account.rate(day), account.terms.every)
    growth = (1 + period) ** max(1, remaining)
    return float(period * growth / (growth - 1)) if period else 1.0 / max(1, remaining)
