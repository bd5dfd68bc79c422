"""A card with something carried over, on which interest is easy to follow by hand."""

from datetime import date
from fractions import Fraction

from repaycli.core.rates import Rate
from repaycli.products.accounts import CreditLine
from repaycli.products.terms import InterestFrom, InterestOn, MinimumRule, OpenStatement

RATE = Rate(Fraction(1, 1000), "day")
CARD = CreditLine(
    "card",
    "card",
    500_000,
    RATE,
    31,
    20,
    revolving=True,
    accrued=0,
    statement=(OpenStatement(date(2025, 12, 31), date(2026, 1, 20), 100_000, 10_000),),
    minimum=MinimumRule(Fraction(1, 10)),
    interest_on=InterestOn.UNPAID,
    interest_from=InterestFrom.DUE,
)
"""1,000.00 carried over, at 1 per thousand a day; a tenth is due on the 20th of each month."""
