"""What another unit of money does for an account: the rate it stops, and how much of it can do any good."""

from collections.abc import Mapping
from fractions import Fraction
from functools import partial

from repaycli.core.money import Rounding, round_ratio
from repaycli.core.whole import every, greater, least, most, no_more, pick, ratio, some
from repaycli.engine.line.state import Line, Statement
from repaycli.engine.loan.state import Instalments
from repaycli.engine.lots import BEARING, HELD
from repaycli.engine.position import Target
from repaycli.products.allocation import CASH, PURCHASES
from repaycli.products.charges import late_fee
from repaycli.products.terms import InterestFrom, InterestOn

NOTHING = Fraction(0)

DAYS = 365
"""Rates of different bases are ranked by the same year."""

LOOK_AHEAD = 365
"""Dated rates are averaged over so many days: a promotion that ends soon does not hide the rate behind it."""


def _mean_rate(now: Fraction, changes: list[tuple[int, Fraction]], day: int) -> Fraction:
    """Return the mean daily rate over the look-ahead, from the rate now and dated changes."""
    if not changes:
        return now
    total, start, rate = Fraction(0), day, now
    for begins, changed in changes:
        if begins >= day + LOOK_AHEAD:
            break
        if begins > start:
            total += rate * (begins - start)
            start = begins
        rate = changed
    return (total + rate * (day + LOOK_AHEAD - start)) / LOOK_AHEAD


def targets(debts: Mapping[str, Line | Instalments], day: int) -> list[Target]:
    """Return the debts that surplus may go to."""
    found = [line_target(debt, day) if isinstance(debt, Line) else loan_target(debt, day) for debt in debts.values()]
    return [target for target in found if target is not None and some(most(0, target.payable))]


def loan_target(loan: Instalments, day: int) -> Target | None:
    """A loan takes prepayments where its terms allow them, at its rate less the fee spread over a year."""
    if not loan.terms.prepayment.allowed or every(loan.is_repaid()):
        return None
    rate = loan.yearly
    if loan.terms.rates:
        changes = [(change.from_date.toordinal(), change.rate.daily) for change in loan.terms.rates]
        rate = _mean_rate(loan.rate.daily, [change for change in changes if change[0] > day], day) * DAYS
    if loan.terms.prepayment.fee:
        rate -= loan.terms.prepayment.fee
    return Target(loan.name, loan.payoff(day), loan.owed, rate, free=False, is_all=True, contract_rate=loan.annual_rate)


def line_target(line: Line, day: int) -> Target | None:
    """A line takes money for what is billed and for what already bears interest; unbilled free purchases wait."""
    whole = _line_payable(line)
    if not some(most(0, whole)):
        return None
    by_rate: dict[int, int] = {}
    for lot in line.all_lots():
        if lot.fate is BEARING:
            by_rate[lot.rate] = by_rate.get(lot.rate, 0) + lot.balance
    bears = sum(by_rate.values())
    bearing, highest = some(bears), 0
    for bearing_rate, balance in sorted(by_rate.items()):
        highest = pick(no_more(balance, 0), highest, bearing_rate)
    changes = [
        (change.from_date.toordinal(), change.rate.daily)
        for change in line.terms.rates
        if change.on == "all" and change.from_date.toordinal() > day
    ]
    rate = ratio(highest, line.denominator)
    if bearing and changes:
        rate = _mean_rate(rate, changes, day) * pick(no_more(bears, 0), 0, 1)
    free = False
    for statement in line.statements:
        leaving = _cost_of_leaving(line, statement)
        free |= not bearing and some(leaving.numerator)
        rate = greater(rate, leaving)
    waits = sum([lot.balance for lot in line.unbilled if lot.fate is not BEARING])
    is_all = not line.plans and no_more(waits, 0)
    contract = line.contract_rate(day)
    return Target(line.name, whole, line.owed, rate * DAYS, free, is_all, partial(billed_later, line, day), contract)


def payable(debt: Line | Instalments, day: int) -> int | None:
    """Return the most that does an account any good on a day; None where surplus may not go to it."""
    if isinstance(debt, Line):
        found = _line_payable(debt)
    else:
        found = 0 if not debt.terms.prepayment.allowed or debt.is_repaid() else debt.payoff(day)
    return found if found > 0 else None


def _line_payable(line: Line) -> int:
    found = sum([lot.balance for lot in line.unbilled if lot.fate is BEARING])
    found += line.past_due_left() + sum([lot.balance for lot in line.rest])
    return found + sum([lot.balance for statement in line.statements for lot in statement.lots])


def billed_later(line: Line, day: int) -> int:
    """Return the most that is billed after everything was paid on `day`: interest up to it and a late fee."""
    accrued = sum(line.accrued_exact(day), NOTHING)
    if line.is_monthly:
        month = sum(lot.opening * lot.rate for lot in line.all_lots()) * line.year_days
        accrued += ratio(month, 12 * line.denominator)
    fee = line.terms.late_fee
    late = late_fee(fee, line.missed(line.late_base), line.terms.round_to) if fee else 0
    return late + round_ratio(accrued.numerator, accrued.denominator, line.terms.round_to, Rounding.UP)


def _cost_of_leaving(line: Line, statement: Statement) -> Fraction:
    """Return the daily rate that leaving an open statement at its minimum would cost until the next due date.

    Formula: interest charged because of it ÷ what is left unpaid ÷ the days gained (a month).
    """
    left = most(0, statement.full_left - statement.min_left)
    held = [lot for lot in statement.lots if lot.fate is HELD and some(lot.balance) and lot.part in (PURCHASES, CASH)]
    if not some(left) or not held:
        return NOTHING
    month = 30
    cost = 0
    for lot in held:
        start = lot.posted
        if line.terms.interest_from is not InterestFrom.POSTING:
            start = 1 + (statement.closed if line.terms.interest_from is InterestFrom.STATEMENT else statement.due)
        back = max(0, statement.due + 1 - start)
        base = lot.balance if line.terms.interest_on is InterestOn.FULL else least(lot.balance, left)
        cost += base * lot.rate * back
    first = 0
    for lot in reversed(held):
        first = pick(no_more(lot.balance, 0), first, lot.rate)
    cost += left * first * month
    nothing = no_more(left, 0) | no_more(sum([lot.balance for lot in held]), 0)
    return ratio(pick(nothing, 0, cost), line.denominator * month, pick(nothing, 1, left))
