"""Where a household stands on a day, after the entries recorded for it and before any strategy pays."""

from collections.abc import Sequence
from datetime import date
from math import floor

from repaycli.engine.book import as_date
from repaycli.engine.ledger import AccountPosition, Standing, WalletPosition
from repaycli.engine.line.state import Line
from repaycli.engine.loan.state import Instalments
from repaycli.engine.run import Run
from repaycli.engine.totals import rounded_accrued
from repaycli.products.accounts import Household


def standing(household: Household, today: date) -> Standing:
    """Replay what is recorded up to `today` and say what is owed, due next and past due. Amounts in minor units."""
    run = Run(household, today, strategy=None)
    run.reach(run.today)
    accounts = [
        _line(debt, run.today) if isinstance(debt, Line) else _loan(debt, run.today) for debt in run.debts.values()
    ]
    wallets = [WalletPosition(purse.name, purse.holds, purse.reserve) for purse in run.cash.purses]
    accounts = [_with_cut(account, household, accounts) for account in accounts]
    return Standing(today, tuple(accounts), tuple(wallets), tuple(run.unconfirmed), tuple(run.book.notices))


def _with_cut(account: AccountPosition, household: Household, accounts: Sequence[AccountPosition]) -> AccountPosition:
    """Lower a line's limit where its lender cuts it: an account of the lender is past due for so many days.

    What is owed does not change, and a cut limit puts nothing into the minimum. Rounding: the limit down, to the minor
    unit.
    """
    if account.limit is None or not account.is_line:
        return account
    lender = next((each for each in household.lenders if each.name == account.lender), None)
    late = max(each.days_past_due for each in accounts if each.lender == account.lender)
    if lender is None or lender.limit_cut_after_days is None or late < max(1, lender.limit_cut_after_days):
        return account
    limit = floor(account.limit * (1 - lender.limit_cut_share))
    return account._replace(limit=limit, available=max(0, limit - account.owed - account.planned))


def _line(line: Line, day: int) -> AccountPosition:
    open_statement = next((found for found in line.statements if found.full_left > 0), None)
    interest, penalty = rounded_accrued(line, day - 1)
    limit = line.terms.limit
    return AccountPosition(
        name=line.name,
        lender=line.terms.lender,
        is_line=True,
        owed=line.owed,
        accrued=interest + penalty,
        past_due=line.past_due_left(),
        days_past_due=line.days_past_due(day),
        next_due=as_date(open_statement.due) if open_statement else None,
        next_amount=open_statement.full_left if open_statement else 0,
        next_minimum=open_statement.min_left if open_statement else 0,
        daily_rate=line.terms.rate.daily,
        annual_rate=line.terms.rate.annual,
        limit=limit,
        available=max(0, limit - line.owed - line.planned()),
        shared_limit=line.terms.shared_limit,
        next_closing=as_date(line.next_closing),
        planned=line.planned(),
    )


def _loan(loan: Instalments, day: int) -> AccountPosition:
    interest, penalty = rounded_accrued(loan, day - 1)
    waiting = [due for due in loan.dues if not due.is_past_due]
    if waiting:
        next_due, amount = as_date(waiting[0].due), sum(due.left for due in waiting)
    elif loan.principal:
        due, asked = loan.next_bill()
        next_due, amount = as_date(due), max(0, asked - loan.held)
    else:
        next_due, amount = None, 0
    limit = loan.terms.limit
    return AccountPosition(
        name=loan.name,
        lender=loan.terms.lender,
        is_line=False,
        owed=loan.owed,
        accrued=interest + penalty,
        past_due=loan.past_due_left(day),
        days_past_due=loan.days_past_due(day),
        next_due=next_due,
        next_amount=amount,
        next_minimum=amount,
        daily_rate=loan.rate.daily,
        annual_rate=loan.rate.annual,
        limit=limit,
        available=None if limit is None else max(0, limit - loan.owed),
        shared_limit=loan.terms.shared_limit,
    )
