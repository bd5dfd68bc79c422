"""Households for the benchmarks: three lines and two loans out of five accounts, all of them alive to the end."""

from datetime import date
from fractions import Fraction

from repaycli.core.money import CURRENCIES
from repaycli.core.rates import Rate
from repaycli.products.accounts import CreditLine, Flow, Household, Loan, Wallet
from repaycli.products.terms import LateFee, Repayment


def household(accounts: int, years: int) -> Household:
    """Build a household of so many accounts whose loans last for `years`."""
    start = date(2026, 1, 1)
    lines: list[CreditLine] = []
    loans: list[Loan] = []
    for number in range(accounts):
        if number % 5 < 3:
            lines.append(_line(number))
        else:
            loans.append(_loan(number, years))
    size = max(1, accounts // 5)
    return Household(
        start,
        CURRENCIES["CNY"],
        wallets=(Wallet("wallet", 500_000 * size),),
        incomes=(Flow("salary", 3_000_000 * size, date(2026, 1, 15), "month"),),
        expenses=(Flow("rent", 200_000 * size, start, "month"),),
        lines=tuple(lines),
        loans=tuple(loans),
    )


def _line(number: int) -> CreditLine:
    return CreditLine(
        name=f"line {number}",
        lender="bank",
        limit=5_000_000,
        rate=Rate(Fraction(5, 10_000), "day"),
        statement_day=1 + number % 28,
        due_day=(number + 19) % 28 + 1,
        unbilled=100_000,
        spending=(Flow("shop", 60_000, date(2026, 1, 3 + number % 20), "month"),),
        late_fee=LateFee(Fraction(5, 100), 1_000),
    )


def _loan(number: int, years: int) -> Loan:
    day = 1 + number % 28
    rate = Rate(Fraction(4, 10_000), "day")
    due = date(2026, 2, day)
    return Loan(f"loan {number}", "bank", 3_000_000, rate, Repayment.LEVEL, 12 * years, due, day)
