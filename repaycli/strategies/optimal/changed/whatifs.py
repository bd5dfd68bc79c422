"""What could be changed about a household to see what it is worth: more cash, other due dates, lower rates."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from repaycli.core.dates import next_on_day
from repaycli.core.money import Currency
from repaycli.core.nouns import NamedTuple
from repaycli.core.rates import Rate
from repaycli.core.text import Text, text
from repaycli.engine.ledger import AccountPosition, Standing
from repaycli.products.accounts import Account, CreditLine, Flow, Household, Loan
from repaycli.products.terms import RateChange, StatementDates
from repaycli.strategies.optimal.changed.disturbed import Coming

_POINT = Fraction(1, 100)
_WEEK = 7
_LONGEST = 27
"""A due date is moved by so many days at most: further, and it would be the next month's."""


class WhatIf(NamedTuple):
    """A household that differs in one thing from the one at hand, and what that is."""

    what: Text
    household: Household


def one_more(household: Household, today: date) -> Iterator[WhatIf]:
    """Yield the household with 100.00 more today in its first wallet (10,000 where the currency has no decimals)."""
    if household.wallets:
        amount = _hundred(household.currency)
        flow = Flow("\0more", amount, today)
        yield WhatIf(
            text("{amount} more in {name} today", amount=amount, name=household.wallets[0].name),
            household._replace(incomes=(*household.incomes, flow)),
        )


def _hundred(currency: Currency) -> int:
    return int(100 * 10 ** max(2, currency.digits))


def lower_rates(household: Household, today: date, standing: Standing) -> Iterator[WhatIf]:
    """Yield the household with each account that owes something a percentage point a year cheaper from today on.

    Every dated rate after today is lowered too, none below zero. Left out: an account that bears no rate, and a line with
    a rate for new purchases only or a promotion, whose old purchases another rate would reach.
    """
    for position in standing.accounts:
        account = _account(household, position.name)
        rates = _lowered(account, today)
        if position.owed > 0 and rates is not None:
            yield WhatIf(
                text("{account} one percentage point a year cheaper", account=account.name),
                _swap(household, account._replace(rates=rates)),
            )


def _lowered(account: Account, today: date) -> tuple[RateChange, ...] | None:
    """Return the dated rates of an account that is cheaper from today on; None where that can't be said."""
    if isinstance(account, CreditLine) and any(each.on == "new" or each.deferred for each in account.rates):
        return None
    begun = [each for each in account.rates if each.from_date <= today]
    now = begun[-1].rate if begun else account.rate
    if not now.amount:
        return None
    past = [each for each in begun if each.from_date < today]
    coming = [each._replace(rate=_less(each.rate)) for each in account.rates if each.from_date > today]
    return (*past, RateChange(today, _less(now)), *coming)


def _less(rate: Rate) -> Rate:
    point = _POINT if rate.per == "year" else _POINT / rate.year_days
    return rate.like(max(Fraction(0), rate.amount - point))


def later_dues(household: Household, today: date, standing: Standing, payday: Coming | None) -> Iterator[WhatIf]:
    """Yield the household with each account's due date a week later, and on the day after the next payday.

    A line's statement day moves with it from the next statement on, so that its free period stays as long. A loan's next
    instalment moves and the later ones with it. Left out: a loan with the lender's own schedule, or one of which an
    instalment fell due since the balances were written down.
    """
    for position in standing.accounts:
        account = _account(household, position.name)
        due = _next_due(account, position)
        if position.owed <= 0 or due is None or due < today:
            continue
        week = _moved(account, due, position, _WEEK)
        if week is not None:
            said = text("{account} due a week later, from {date} on", account=account.name, date=due + timedelta(_WEEK))
            yield WhatIf(said, _swap(household, week))
        days = (payday.on - due).days + 1 if payday else 0
        after = _moved(account, due, position, days) if 0 < days <= _LONGEST and days != _WEEK else None
        if after is not None and payday is not None:
            said = text(
                "{account} due the day after {name}, from {date} on",
                account=account.name,
                name=payday.name,
                date=due + timedelta(days),
            )
            yield WhatIf(said, _swap(household, after))


def _next_due(account: Account, position: AccountPosition) -> date | None:
    """Return the first due date that can still be moved: of a line, that of the statement that closes next."""
    if isinstance(account, Loan):
        return account.next_due if account.next_due == position.next_due else None
    return None if position.next_closing is None else _due_after(account, position.next_closing)


def _due_after(line: CreditLine, closed: date) -> date:
    return next_on_day(closed, _days_in_force(line, closed)[1])


def _days_in_force(line: CreditLine, on: date) -> tuple[int, int]:
    found = (line.statement_day, line.due_day)
    for change in line.dates:
        if change.from_date <= on:
            found = (change.statement_day, change.due_day)
    return found


def _moved(account: Account, due: date, position: AccountPosition, days: int) -> Account | None:
    later = due + timedelta(days=days)
    if isinstance(account, Loan):
        if account.schedule or account.pause:
            return None
        return account._replace(next_due=later, due_day=later.day)
    closing = position.next_closing
    if closing is None or any(each.from_date >= closing for each in account.dates):
        return None
    new = StatementDates(closing, (closing + timedelta(days=days)).day, later.day)
    return account._replace(dates=(*account.dates, new))


def _account(household: Household, name: str) -> Account:
    return next(account for account in household.accounts if account.name == name)


def _swap(household: Household, account: Account) -> Household:
    if isinstance(account, Loan):
        loans = tuple(account if each.name == account.name else each for each in household.loans)
        return household._replace(loans=loans)
    lines = tuple(account if each.name == account.name else each for each in household.lines)
    return household._replace(lines=lines)
