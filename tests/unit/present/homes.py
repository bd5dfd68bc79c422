"""Households made by hand for the tests of views."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from repaycli.core.money import CURRENCIES
from repaycli.core.rates import Rate
from repaycli.products.accounts import Citation, CreditLine, Flow, Household, Loan, Origin, SharedLimit, Wallet
from repaycli.products.terms import InterestFrom, InterestOn, OpenStatement, Repayment

TODAY = date(2026, 11, 1)

CITED = Origin("preset", "huabei", Citation("a public help page", "2025-12-31", "high"))


def home(salary: int = 980000, huabei: str = "花呗", card: str = "招行信用卡") -> Household:
    """Two lines, a loan, two wallets; with a small salary money runs short."""
    return Household(
        as_of=TODAY,
        currency=CURRENCIES["CNY"],
        wallets=(Wallet("余额宝", 860000, 200000), Wallet("工资卡", 420000, 30000)),
        incomes=(Flow("工资", salary, date(2026, 11, 15), "month"),),
        expenses=(Flow("房租", 260000, date(2026, 11, 5), "month"),),
        loans=(
            Loan("借呗", "蚂蚁", 1350000, Rate(Fraction(4, 10000), "day"), Repayment.LEVEL, 9, date(2026, 11, 20), 20),
        ),
        lines=(
            CreditLine(
                huabei,
                "蚂蚁",
                1200000,
                Rate(Fraction(5, 10000), "day"),
                1,
                10,
                preset="huabei",
                shared_limit="蚂蚁额度",
                unbilled=26850,
                interest_on=InterestOn.UNPAID,
                interest_from=InterestFrom.DUE,
                statement=(OpenStatement(TODAY, date(2026, 11, 10), 386000, 38600),),
                origins={"daily_rate": CITED, "due_day": CITED, "limit": Origin("file")},
            ),
            CreditLine(
                card,
                "招商银行",
                3000000,
                Rate(Fraction(5, 10000), "day"),
                25,
                13,
                statement=(OpenStatement(date(2026, 10, 25), date(2026, 11, 13), 1294624, 146224, interest=18624),),
            ),
        ),
        shared_limits=(SharedLimit("蚂蚁额度", 2500000),),
    )
