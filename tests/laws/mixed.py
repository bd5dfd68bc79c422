"""Mixed households for the optimum's laws: tiny and thin ones whose terms are drawn anew, each apart from the others.

No lender has all of them together, but each is a term that the program has a row for, and rows go wrong where two meet.
"""

import random
from datetime import timedelta
from fractions import Fraction

from laws.thin import thin, without_coupons
from laws.tiny import Tiny, tiny
from repaycli.products.accounts import CreditLine, Loan
from repaycli.products.terms import (
    Allocation,
    Compound,
    Effect,
    InterestFrom,
    InterestOn,
    LateFee,
    MinimumRule,
    OverdueOn,
    Prepayment,
    Repayment,
)

LOWEST_RATE_FIRST = Allocation(minimum=("fees", "interest", "lowest-rate"), excess="highest-rate")

LATE_FEES = (LateFee(steps=(3_000, 4_100), within_minimum=True), LateFee(Fraction(1, 20), 2_000, within_minimum=True))


def mixed(seed: int) -> Tiny:
    """Build the mixed household of a seed: the same one on every machine."""
    one, pick = thin(seed) if seed % 2 else tiny(seed), random.Random(seed * 13 + 5)
    own = without_coupons(one.own)
    lines = tuple(_line(pick, line) for line in own.lines)
    return one._replace(own=own._replace(lines=lines, loans=tuple(_loan(pick, loan) for loan in own.loans)))


def fined(seed: int) -> Tiny:
    """Build the mixed household of a seed with late fees that stay within what was missed."""
    one, pick = mixed(seed), random.Random(seed)
    lines = tuple(line._replace(late_fee=pick.choice(LATE_FEES)) for line in one.own.lines)
    return one._replace(own=one.own._replace(lines=lines))


def behind(seed: int) -> Tiny:
    """Build the mixed household of a seed some weeks on: dues are past due, often beside a statement that is open."""
    one, pick = mixed(seed), random.Random(seed * 29 + 3)
    lines = tuple(_harsh(pick, line) for line in one.own.lines)
    today = one.own.as_of + timedelta(days=pick.choice([5, 12, 20, 30, 40, 50, 65]))
    until = min(one.until + (today - one.today), today + timedelta(days=pick.randrange(40, 90)))
    return one._replace(own=one.own._replace(lines=lines), today=today, until=until)


def _harsh(pick: random.Random, line: CreditLine) -> CreditLine:
    """Draw what a line does where its minimum is missed."""
    terms: dict[str, object] = {"grace_days": pick.choice([0, 0, 3, 5])}
    if pick.random() < 0.5:
        terms["interest_on"] = InterestOn.UNPAID
    if pick.random() < 0.6:
        terms |= {"overdue_on": OverdueOn.WHOLE_STATEMENT, "compound": Compound.NO, "revolving": True}
        terms["minimum"] = MinimumRule(Fraction(pick.choice([1, 5]), 100), of="balance")
        terms["rate"] = line.rate.like(line.rate.amount * pick.choice([1, 4]))
    if pick.random() < 0.3:
        terms["overdue_multiplier"] = pick.choice([Fraction(1), Fraction(3, 2)])
    if pick.random() < 0.3:
        terms["tolerance"] = 1_000
    return line._replace(**terms)  # type: ignore[arg-type]


def _line(pick: random.Random, line: CreditLine) -> CreditLine:
    """Draw some terms of a line anew."""
    terms: dict[str, object] = {}
    if pick.random() < 0.5:
        terms["payment_counts"] = pick.choice(["same-day", "next-day"])
    if pick.random() < 0.4:
        terms["interest_from"] = pick.choice(list(InterestFrom))
    if pick.random() < 0.3:
        terms["interest_on"] = pick.choice(list(InterestOn))
    if pick.random() < 0.3:
        terms["statement_day_interest"] = pick.choice(["current", "next"])
    if pick.random() < 0.4:
        terms["purchase_on_statement_day"] = pick.choice(["this", "next"])
    if pick.random() < 0.3:
        terms["cash_rate"] = line.rate.like(line.rate.amount * pick.choice([1, 2, 3]))
    if pick.random() < 0.3:
        terms["compound"] = pick.choice([Compound.NO, Compound.POSTED])
    if pick.random() < 0.3:
        terms["round_at"] = pick.choice(["posting", "segment"])
    if pick.random() < 0.2:
        terms["overdue_on"] = pick.choice(list(OverdueOn))
    if pick.random() < 0.4:
        terms["minimum"] = line.minimum._replace(
            of=pick.choice(["principal", "balance"]),
            carried_share=pick.choice([None, Fraction(1, 20), Fraction(1)]),
            cash_share=pick.choice([None, Fraction(1)]),
            instalments_in_share=pick.random() < 0.5,
        )
    if pick.random() < 0.2:
        terms["allocation"] = pick.choice([LOWEST_RATE_FIRST, Allocation()])
    if pick.random() < 0.2:
        terms["grace_days"] = pick.choice([0, 2, 5])
    return line._replace(**terms)  # type: ignore[arg-type]


def _loan(pick: random.Random, loan: Loan) -> Loan:
    """Draw some terms of a loan anew."""
    terms: dict[str, object] = {}
    if pick.random() < 0.4:
        terms["every"] = pick.choice(["week", "2 weeks", "quarter", "month"])
    if pick.random() < 0.4:
        terms["prepayment"] = Prepayment(
            pick.random() < 0.7,
            pick.choice([Fraction(0), Fraction(1, 50)]),
            pick.choice(list(Effect)),
            pick.choice(["all", "part"]),
        )
    if pick.random() < 0.3:
        terms["instalments"] = 1 if loan.repayment is Repayment.BULLET else pick.choice([1, 2, 3, 6])
    if terms.get("every", "month") != "month":
        terms["interest_from"] = None
    return loan._replace(**terms)  # type: ignore[arg-type]
