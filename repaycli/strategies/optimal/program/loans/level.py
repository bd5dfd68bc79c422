"""How instalments follow anew from the principal: after a prepayment that lowers them, or at a dated rate."""

from repaycli.core.nouns import NamedTuple
from repaycli.products.schedules import period_rate
from repaycli.products.terms import Effect, Repayment
from repaycli.strategies.optimal.program.loans.account import Account
from repaycli.strategies.optimal.program.loans.state import Period, State
from repaycli.strategies.optimal.program.milp import Limited, Sum, total

_NEAR = 300.0
"""By so much (minor units) the principal that nothing was prepaid of may differ from what the program takes it for."""

_APART = 50.0
"""So far from where the count of instalments changes a plan keeps the principal: rounding may move it."""


_UNEVEN = 10
"""Nights and months differ by less than such a part of what a month bears."""


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


def change_days(account: Account, period: Period) -> list[int]:
    """Return the days on which a dated rate lets the level instalment follow anew: one on a due date, from the next on."""
    if account.terms.repayment is not Repayment.LEVEL:
        return []
    days = [change.from_date.toordinal() for change in account.terms.rates]
    return [day for day in days if day > account.setting.today and period.began <= day < period.due]


def change_rate(account: Account, state: State, period: Period) -> None:
    """A dated rate lets the level instalment follow anew from the principal that it finds: over all the instalments that
    are left, or over as few as prepayments have left (at least: where it is not known how few, over all)."""
    days = change_days(account, period)
    if not days:
        return
    share = _share(account, period.due - 1, period.remaining)
    if not account.can_prepay:
        state.instalment = Limited(state.principal.amount * share, state.principal.most * share + 1)
        return
    principal, state.at_change = state.at_change or state.principal, None
    state.settles = _settles(account, period, days, principal.most)
    spans = _spans(account, state, period, days[0], principal.most) if len(days) == 1 else []
    if spans:
        _follow(account, state, principal.amount, spans)
        return
    most = max(state.instalment.most, state.principal.most * share) * 2 + account.slack
    state.instalment = Limited(account.program.amount(most), most)
    account.program.at_least(state.instalment.amount, state.principal.amount * share - account.slack)


def _settles(account: Account, period: Period, days: list[int], most: float) -> float:
    """Return the most that the last of as few instalments as are left can be above the others: what the nights that the
    rate changes in, and those that a month has more than the formula takes it for, bear more, and what rounding adds."""
    rates = [period_rate(account.rate(day), account.terms.every) for day in (period.began, *days)]
    broken = max(rates) - min(rates)
    return (
        most * float(broken + max(rates) * period.remaining / _UNEVEN) * 2 + account.terms.round_to * period.remaining
    )


class _Span(NamedTuple):
    """Principal that one count of instalments repays: above `low`, up to `high`; the share of it that each of them is."""

    low: float
    high: float
    share: float


def _spans(account: Account, state: State, period: Period, day: int, most: float) -> list[_Span]:
    """Return what principal fills how many instalments in force before a day; none where that is not known.

    Where nothing was prepaid all that are left are taken: that has to be what its principal fills as well.
    """
    instalment = state.instalment.amount
    if account.terms.prepayment.effect is not Effect.SHORTER or instalment.terms or instalment.constant <= 0:
        return []
    found: list[_Span] = []
    low = 0.0
    for count in range(1, period.remaining + 1):
        high = instalment.constant / _share(account, day - 1, count)
        found.append(_Span(low, high, _share(account, period.due - 1, count)))
        low = high
    if most - _NEAR <= found[-1].low:
        return []
    return [*found[:-1], found[-1]._replace(high=max(found[-1].high, most))]


def _follow(account: Account, state: State, principal: Sum, spans: list[_Span]) -> None:
    """Let the instalment be its share of the principal, by the count of instalments that the principal fills."""
    program, unit = account.program, 0.5 * account.terms.round_to + 0.01
    apart = -unit if account.setting.slack else _APART
    inside: list[Sum] = []
    parts: list[Sum] = []
    for span in spans:
        chosen, part = program.choice(), program.amount(span.high + unit)
        program.at_least(part, chosen * (span.low + apart if span.low else 0.0))
        program.at_most(part, chosen * (span.high + unit))
        inside.append(chosen)
        parts.append(part)
    program.equal(total(inside), 1.0)
    program.equal(total(parts), principal)
    follows = total(part * span.share for part, span in zip(parts, spans, strict=True))
    most = max(span.high * span.share for span in spans) + 2 * unit
    state.instalment = Limited(program.amount(most), most)
    program.at_least(state.instalment.amount, follows - unit)
    program.at_most(state.instalment.amount, follows + unit)


def _share(account: Account, day: int, remaining: int) -> float:
    """Return what part of the principal one level (or equal) instalment is."""
    if account.terms.repayment is not Repayment.LEVEL:
        return 1.0 / max(1, remaining)
    period = period_rate(account.rate(day), account.terms.every)
    growth = (1 + period) ** max(1, remaining)
    return float(period * growth / (growth - 1)) if period else 1.0 / max(1, remaining)
