"""Causes of a difference are found by replaying them. Every household and figure is made by hand."""

from __future__ import annotations

from datetime import date

import pytest

from repaycli.inputs.accounts_file import load
from repaycli.products.accounts import BalanceCheck, Household
from repaycli.strategies.discrepancy import Cause, Explanation, explain

CARD = """\
as_of = 2026-03-06

[[wallet]]
name = "bank"
balance = 5000

[[credit_line]]
name = "card"
limit = 20000
daily_rate = "0.05%"
statement_day = 5
due_day = 23
late_fee = { share = "5%" }
statement = [{ closed = 2026-03-05, due = 2026-03-23, balance = 1000, minimum = 100, paid = 0 }]
purchase = [{ posted = 2026-02-20, amount = 1000 }]
"""

PAID = '[[payment]]\naccount = "card"\ndate = 2026-03-23\namount = 100\n'

LOAN = """\
as_of = 2026-01-10

[[loan]]
name = "loan"
principal = 3000
daily_rate = "0.05%"
repayment = "interest-first"
instalments = 3
next_due = 2026-02-10
"""


def household(text: str) -> Household:
    found, problems = load(text.encode(), "accounts.toml")
    assert found is not None, problems
    return found


def explained(text: str, name: str, on: str, figure: int, includes_accrued: bool = False) -> Explanation:
    own = household(text)
    is_wallet = any(wallet.name == name for wallet in own.wallets)
    check = BalanceCheck(name, date.fromisoformat(on), figure, is_wallet, includes_accrued)
    return explain(own, check, date.fromisoformat(on))


def kinds(text: str, name: str, on: str, figure: int, includes_accrued: bool = False) -> list[str]:
    return [cause.kind for cause in explained(text, name, on, figure, includes_accrued).causes]


def test_the_same() -> None:
    assert explained(CARD, "card", "2026-03-20", 100000) == Explanation(100000, 0, (Cause("equal"),))


def test_the_minimum_was_paid_and_nobody_wrote_it_down() -> None:
    found = explained(CARD, "card", "2026-03-20", 90000)
    assert found.causes[0] == Cause("unrecorded", 10000, date(2026, 3, 19))
    # On the 25th our own figure holds the late fee of 5 that follows from the missed minimum; the lender's does not.
    found = explained(CARD, "card", "2026-03-25", 90000)
    assert (found.expected, found.causes[0]) == (100500, Cause("unrecorded", 10000, date(2026, 3, 23)))


def test_no_late_fee_was_charged() -> None:
    assert explained(CARD, "card", "2026-03-25", 100000).causes == (Cause("no-late-fee", 500),)


def test_a_payment_counted_a_day_later_and_so_a_fee_came() -> None:
    found = explained(CARD + PAID, "card", "2026-03-28", 90500)
    assert found.causes[0] == Cause("late-booked", 10000, date(2026, 3, 23), days=1)


def test_a_payment_that_the_lender_does_not_have() -> None:
    entries = CARD + PAID.replace("2026-03-23", "2026-03-10")
    assert explained(entries, "card", "2026-03-12", 100000).causes[0] == Cause(
        "missing-there", 10000, date(2026, 3, 10), "payment"
    )
    assert explained(entries, "card", "2026-03-12", 80000).causes[0].kind == "twice"


def test_a_purchase_there_twice() -> None:
    entries = CARD + '[[purchase]]\naccount = "card"\nposted = 2026-03-10\namount = 33.30\n'
    assert explained(entries, "card", "2026-03-12", 106660).causes == (
        Cause("twice", 3330, date(2026, 3, 10), "purchase"),
    )


def test_other_figures_of_the_app() -> None:
    entries = CARD + '[[purchase]]\naccount = "card"\nposted = 2026-03-10\namount = 33.30\n'
    assert kinds(entries, "card", "2026-03-12", 1896670) == ["available"]
    assert "minimum" in kinds(entries, "card", "2026-03-12", 10000)
    assert "bill" in kinds(entries, "card", "2026-03-12", 100000)


def test_spending_that_has_not_come() -> None:
    planned = CARD.replace(
        "late_fee", 'spending = [{ name = "fuel", amount = 70, first = 2026-03-08, every = "week" }]\nlate_fee'
    )
    found = explained(planned, "card", "2026-03-16", 107000)
    assert (found.expected, found.causes[0]) == (114000, Cause("flow", 7000, date(2026, 3, 15), "fuel"))


def test_an_autopay_that_did_not_run() -> None:
    swept = CARD.replace("late_fee", 'autopay = "minimum"\nlate_fee')
    found = explained(swept, "card", "2026-03-25", 100500)  # 1,000 and the late fee: 5 % of the 100 that were missed
    assert (found.expected, found.causes[0]) == (90000, Cause("not-swept", 10000, date(2026, 3, 23)))


def test_interest_inside_the_figure() -> None:
    """10 nights of 1.50."""
    assert explained(LOAN, "loan", "2026-01-20", 301500).causes == (Cause("accrued", 1500),)
    assert kinds(LOAN, "loan", "2026-01-20", 300000, includes_accrued=True) == ["not-accrued", "principal"]


def test_a_further_draw() -> None:
    assert explained(LOAN, "loan", "2026-01-20", 312300).causes == (Cause("more-principal", 12300),)


def test_instalments_not_billed_are_inside_the_figure() -> None:
    planned = CARD.replace(
        "late_fee",
        'instalment_plan = [{ principal = 1200, instalments = 12, next_statement = 2026-04-05, fee_rate = "0%" }]\n'
        "late_fee",
    )
    assert explained(planned, "card", "2026-03-12", 220000).causes[0] == Cause("planned", 120000)


@pytest.mark.parametrize(
    ("figure", "setting"),
    [
        # Interest of the April statement, with 100 of 1,000 paid on 23 March.
        # full: 1,000 × 31 days (20 Feb – 22 March) + 900 × 14 days (23 March – 5 April) = 43,600; × 0.0005 = 21.80.
        # unpaid: 900 × 45 days = 40,500; × 0.0005 = 20.25.
        (92025, 'interest_on = "unpaid"'),
        # next-day: the payment day still bears it on 1,000: 43,700 × 0.0005 = 21.85.
        (92185, 'payment_counts = "next-day"'),
        # The statement day's 900 go to the next statement: 42,700 × 0.0005 = 21.35.
        (92135, 'statement_day_interest = "next"'),
    ],
)
def test_another_convention(figure: int, setting: str) -> None:
    found = explained(CARD + PAID, "card", "2026-04-06", figure)
    assert found.expected == 92180
    assert setting in [line for cause in found.causes for line in cause.settings]


def test_a_cent() -> None:
    assert explained(CARD + PAID, "card", "2026-04-06", 92181).causes == (Cause("rounding", 1),)
    assert kinds(CARD, "card", "2026-03-12", 100001) == ["more"]


def test_a_wallet() -> None:
    flows = CARD + '[[income]]\nname = "pay"\namount = 800\nfirst = 2026-03-15\n'
    assert explained(flows, "bank", "2026-03-16", 500000).causes == (Cause("flow", 80000, date(2026, 3, 15), "pay"),)
    assert kinds(CARD, "bank", "2026-03-16", 499000) == ["less"]
    assert kinds(CARD, "bank", "2026-03-25", 490000) == ["unrecorded"]


def test_a_payment_from_another_wallet() -> None:
    wallets = '[[wallet]]\nname = "purse"\nbalance = 300\n' + PAID + 'from = "purse"\n'
    found = explained(CARD + wallets, "bank", "2026-03-25", 490000)
    assert found.causes == (Cause("other-wallet", 10000, date(2026, 3, 23), "card"),)


def test_what_is_recorded_for_the_day_itself() -> None:
    found = explained(CARD + PAID, "card", "2026-03-23", 90000)
    assert found.causes[0].kind == "evening"


def test_nothing_fits() -> None:
    assert explained(CARD, "card", "2026-03-12", 123456).causes == (Cause("more", 23456),)
    assert explained(CARD, "card", "2026-03-12", 65432).causes == (Cause("less", 34568),)
