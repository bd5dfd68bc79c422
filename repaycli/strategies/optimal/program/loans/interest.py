"""What a loan's principal bears: night by night, by whole months, and what has accrued at the end."""

from repaycli.strategies.optimal.optimum import PRICED_DAYS
from repaycli.strategies.optimal.program.loans.account import Account
from repaycli.strategies.optimal.program.loans.state import Period, State
from repaycli.strategies.optimal.program.milp import Limited, Sum
from repaycli.strategies.optimal.program.setting import Charge


def accrue(account: Account, state: State, start: int, end: int) -> None:
    """Let the principal bear from night `start` to before `end`."""
    weight = account.nights.weight(start, min(end, account.setting.last + 1))
    if weight:
        state.accrued = state.accrued + state.principal * weight


def is_unbroken(account: Account, began: int, due: int) -> bool:
    """Tell whether no rate changes and no night is free of interest between two due dates."""
    if any(began < change.from_date.toordinal() < due for change in account.terms.rates):
        return False
    return not any(
        not pause.interest and pause.from_date.toordinal() < due and pause.until.toordinal() >= began
        for pause in account.terms.pause
    )


def month_beyond_nights(account: Account, state: State, period: Period) -> float:
    """Return by how much a whole month's interest on a unit is more than that of its nights."""
    begins = max(period.began, account.setting.today)
    more = float(account.rate(period.began).monthly) * account.months - account.nights.weight(begins, period.due)
    return more - state.first_unit if period.began < account.setting.today else more


def more_by_month(account: Account, state: State, period: Period, touched: Sum | None) -> Limited:
    """Return what a whole month's interest differs from that of its nights, if nothing was moved inside it."""
    program, principal, more = account.program, state.principal, month_beyond_nights(account, state, period)
    most = principal.most * abs(more) * 1.01
    differs = program.amount(most, -most)
    free = touched if touched is not None else Sum()
    if more >= 0:
        program.at_least(differs, principal.amount * more - free * (principal.most * more))
        program.at_least(differs, 0.0)
    else:
        program.at_least(differs, principal.amount * more)
        program.at_least(differs, (1 - free) * (principal.most * more))
    if touched is not None and more >= 0:
        account.charges.append(Charge(period.due, differs, 1 - touched, more))
    elif touched is not None:
        account.charges.append(Charge(period.due, differs - principal.amount * more, touched, -more))
    return Limited(differs, most if more > 0 else 0.0)


def end(account: Account, state: State) -> None:
    """Add what accrues to the end, and the price of what is owed then."""
    posted = account.program.amount(state.accrued.most + account.slack)
    account.program.at_least(posted, state.accrued.amount - account.slack)
    account.cost.add(posted)
    account.price.add(state.principal.amount, PRICED_DAYS * account.daily_rate(account.setting.last))
