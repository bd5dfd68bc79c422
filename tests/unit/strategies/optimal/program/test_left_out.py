"""Lines that the program does not know: they are named, and no bound counts on them."""

from datetime import date
from fractions import Fraction

import pytest
from unit.strategies.optimal.program.cards import CARD, RATE

from repaycli.core.money import CURRENCIES
from repaycli.products.accounts import CreditLine, Flow, Household, Wallet
from repaycli.products.terms import Accrual, Allocation, PurchaseKind, RateChange
from repaycli.strategies.optimal.search.optimise import optimise

DAY = date(2026, 1, 1)
ADVANCE = Flow("cash", 10_000, date(2026, 1, 10), "once", kind=PurchaseKind.CASH)
NONE = RATE.like(Fraction(0))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            CARD._replace(spending=(ADVANCE,), allocation=Allocation(excess="highest-rate")),
            "card: cash advances that a payment may meet before they are billed",
        ),
        (
            CARD._replace(accrual=Accrual.MONTHLY, rates=(RateChange(date(2026, 1, 5), NONE, "all", deferred=True),)),
            "card: a promotion that puts interest off, on a line that charges by the month",
        ),
    ],
)
def test_a_line_whose_rows_would_be_too_strict_is_left_out_and_named(line: CreditLine, said: str) -> None:
    own = Household(DAY, CURRENCIES["CNY"], wallets=(Wallet("w", 200_000),), lines=(line,))
    found = optimise(own, DAY, date(2026, 2, 10))
    assert [each.template.format(**each.values) for each in found.left_out] == [said]
    assert found.bound <= found.score.cost
    assert optimise(own._replace(lines=(CARD,)), DAY, date(2026, 2, 10)).left_out == ()
