"""A loan whose instalments follow anew from a dated rate: over as few as its principal still fills."""

from datetime import date
from fractions import Fraction

from repaycli.core.money import CURRENCIES
from repaycli.core.rates import Rate
from repaycli.products.accounts import Flow, Household, Loan, Wallet
from repaycli.products.terms import RateChange, Repayment
from repaycli.strategies.optimal.optimum import Optimum
from repaycli.strategies.optimal.search.optimise import optimise

DAY, DUE = date(2026, 1, 10), date(2026, 2, 10)
RATE, NOTHING = Rate(Fraction(1, 1000), "day", 360), Rate(Fraction(0), "day", 360)


def best(begins: date) -> Optimum:
    """400.00 have to do until the wage of the 15th of February, for the instalment of the 10th as well."""
    loan = Loan("loan", "loan", 100_000, NOTHING, Repayment.LEVEL, 10, DUE, 10)
    own = Household(
        DAY,
        CURRENCIES["CNY"],
        wallets=(Wallet("w", 40_000),),
        incomes=(Flow("wage", 200_000, date(2026, 2, 15)),),
        loans=(loan._replace(rates=(RateChange(begins, RATE),)),),
    )
    found = optimise(own, DAY, date(2026, 4, 30))
    assert not found.left_out
    assert found.is_proven, (found.score, found.bound)
    return found


def test_an_instalment_is_spread_over_as_few_as_the_principal_fills() -> None:
    # Instalments of 100.00, and of 3 % a month from the 1st of February. 300.00 prepaid at once would leave 7 of them, of
    # 112.35: too much. 299.99 leave 8, of 99.72; the 0.29 that remain are prepaid on the 1st. 699.72 bear 6.30 for 9
    # nights; 93.42 of the instalment are principal. 606.30 bear 3.03 for 5 nights.
    found = best(date(2026, 2, 1))
    assert found.score.cost == 630 + 303
    assert found.bound >= 930


def test_a_rate_that_begins_on_a_due_date_changes_the_next_instalment() -> None:
    # 300.00 are prepaid and 100.00 are due: 600.00 bear 0.60 a night, for 5 nights.
    assert best(DUE).score.cost == 300
