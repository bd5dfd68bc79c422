"""Households and futures made by hand for the tests of risk."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import numpy as np

from repaycli.core.money import CURRENCIES
from repaycli.core.rates import Rate
from repaycli.products.accounts import Flow, Household, Lender, Loan, Wallet
from repaycli.products.terms import Repayment
from repaycli.risk.outcomes import Outcomes, Spell

TODAY = date(2026, 11, 1)
UNTIL = date(2027, 2, 28)
FREE = Rate(Fraction(0), "day")
SALARY = Flow("salary", 100000, date(2026, 11, 15), "month", spread=Fraction(1, 10))


def loan(name: str, lender: str = "bank") -> Loan:
    return Loan(name, lender, 300000, FREE, Repayment.EQUAL_PRINCIPAL, 3, date(2026, 11, 20), 20)


def home(*names: str, income: Flow = SALARY, lender: Lender | None = None) -> Household:
    return Household(
        as_of=TODAY,
        currency=CURRENCIES["CNY"],
        wallets=(Wallet("cash", 0),),
        incomes=(income,),
        loans=tuple(map(loan, names)),
        lenders=(lender,) if lender else (),
    )


def spell(account: str, due: date, cleared: date | None, *futures: int) -> Spell:
    return Spell(account, due.toordinal(), cleared.toordinal() if cleared else None, np.array(futures))


def outcomes(*spells: Spell, paths: int = 10) -> Outcomes:
    amounts = np.arange(paths, dtype=np.int64)
    days = [TODAY.toordinal(), UNTIL.toordinal()]
    none = np.array([], dtype=np.int64)
    cash = np.stack([amounts, amounts + 5])
    return Outcomes("full", 1, paths, days[0], days[1], spells, amounts, amounts, amounts, days, cash, none)
