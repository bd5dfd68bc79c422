"""Households with arrears for the optimum's laws: dues are past due today beside statements that are open, with hardly any money.

Fees, penalty and interest are among what is past due, and a payment meets them first. `arrears`: two lines like Huabei;
`harsh`: lines and loans of every kind, with promotions, dear cash advances, an order of their own, and fees up to a cap;
`indebted`: loans alone.
"""

import random
from datetime import date, timedelta
from fractions import Fraction

from laws.thin import without_coupons
from laws.tiny import GRID, KINDS, Tiny
from repaycli.core.dates import add_months
from repaycli.core.money import CURRENCIES
from repaycli.products.accounts import Account, CreditLine, Flow, Household, Loan, Wallet
from repaycli.products.terms import (
    Accrual,
    Allocation,
    Compound,
    InterestFrom,
    LateFee,
    MinimumRule,
    OverdueInstalment,
    OverdueOn,
    PurchaseKind,
    RateChange,
)

LATE_FEES = (
    None,
    LateFee(steps=(3_000, 4_100), within_minimum=True),
    LateFee(Fraction(1, 20), 1_000, 5_000),
    LateFee(Fraction(1, 20), 2_000, within_minimum=True),
    LateFee(Fraction(1, 20)),
    LateFee(Fraction(1, 10), 0, 2_000, of="unpaid"),
)
"""None, within what was missed or beside it, flat or by a share, up to a cap or of all that is unpaid."""

ORDERS = (
    Allocation(),
    Allocation(principal_first_after_days=20),
    Allocation(minimum=("fees", "interest", "lowest-rate"), excess="highest-rate"),
    Allocation(order=("past-due", "fees", "interest", "cash", "purchases")),
    Allocation(order=("past-due", "interest", "fees", "purchases", "cash")),
)


def arrears(seed: int) -> Tiny:
    """Build the two lines in arrears of a seed: the same ones on every machine."""
    pick, as_of = _begin(seed * 31 + 11)
    kinds = ["huabei", "huabei", "unpaid", "full"]
    return _behind(pick, seed, as_of, tuple(_like_huabei(pick, pick.choice(kinds), name, as_of) for name in ("a", "b")))


def harsh(seed: int) -> Tiny:
    """Build the harsh household of a seed: the same one on every machine."""
    pick, as_of = _begin(seed * 37 + 17)
    names = ("a", "b", "c")[: pick.choice([1, 2, 2, 3])]
    drawn = [KINDS[pick.choice(list(KINDS))](pick, name, as_of) for name in names]
    return _behind(
        pick,
        seed,
        as_of,
        tuple(_line(pick, each, as_of) if isinstance(each, CreditLine) else _loan(pick, each) for each in drawn),
    )


def indebted(seed: int) -> Tiny:
    """Build the household of a seed with one or two loans that charge by the month or have days of grace."""
    pick, as_of = _begin(seed * 41 + 23)
    kinds = ["level", "equal-principal", "interest-first", "bullet"]
    loans = [_loan(pick, KINDS[pick.choice(kinds)](pick, name, as_of)) for name in ("a", "b")[: pick.choice([1, 2])]]
    every, monthly = (
        ["week", "2 weeks", "month", "month", "quarter"],
        [Accrual.ACTUAL, Accrual.MONTHLY, Accrual.MONTHLY],
    )
    loans = [loan._replace(every=pick.choice(every), accrual=pick.choice(monthly)) for loan in loans]
    weekly = [loan._replace(interest_from=None) if loan.every != "month" else loan for loan in loans]
    return _behind(pick, seed, as_of, tuple(weekly))


def _begin(seed: int) -> tuple[random.Random, date]:
    pick = random.Random(seed)
    return pick, date(2026, 1, 1) + timedelta(days=pick.randrange(365))


def _behind(pick: random.Random, seed: int, as_of: date, accounts: tuple[Account, ...]) -> Tiny:
    """Put accounts into a household that has paid nothing for some weeks and has little."""
    today = as_of + timedelta(days=pick.randrange(5, 66))
    until = today + timedelta(days=pick.randrange(30, 80))
    pays = today + timedelta(days=pick.randrange(1, 40))
    wages = Flow("wages", GRID * pick.choice([1, 2, 5, 10]), pays, pick.choice(["once", "month"]))
    lines = tuple(each for each in accounts if isinstance(each, CreditLine))
    own = Household(
        as_of,
        CURRENCIES["CNY"],
        wallets=(Wallet("bank", GRID * pick.choice([0, 1, 3, 6, 12])),),
        incomes=(wages,),
        loans=tuple(each for each in accounts if isinstance(each, Loan)),
        lines=lines,
        purchases=tuple(item for line in lines for item in line.purchase),
    )
    return Tiny(seed, without_coupons(own), today, until, tuple(each.name for each in accounts))


def _like_huabei(pick: random.Random, kind: str, name: str, as_of: date) -> CreditLine:
    """Build a line like Huabei, most often one whose minimum is a share of all that it asks for."""
    found = KINDS[kind](pick, name, as_of)
    assert isinstance(found, CreditLine)
    return found._replace(
        lender=name,
        revolving=True,
        overdue_on=pick.choice([OverdueOn.WHOLE_STATEMENT] * 3 + [OverdueOn.SHORTFALL]),
        compound=Compound.NO,
        minimum=MinimumRule(Fraction(pick.choice([1, 5]), 100), of=pick.choice(["balance", "balance", "principal"])),
        rate=found.rate.like(found.rate.amount * pick.choice([1, 4])),
        late_fee=pick.choice(LATE_FEES),
        rates=(),
        grace_days=pick.choice([0, 0, 3]),
    )


def _line(pick: random.Random, line: CreditLine, as_of: date) -> CreditLine:
    """Draw anew what a line does where its minimum is missed, its promotions, and what cash advances bear."""
    terms: dict[str, object] = {"late_fee": pick.choice(LATE_FEES), "grace_days": pick.choice([0, 0, 3, 5])}
    terms["allocation"] = pick.choice(ORDERS) if pick.random() < 0.4 else Allocation()
    terms["overdue_on"] = pick.choice(list(OverdueOn))
    terms["overdue_multiplier"] = pick.choice([Fraction(1), Fraction(3, 2)])
    terms["rates"] = _promotion(pick, line, as_of) if pick.random() < 0.4 else ()
    if pick.random() < 0.5:
        terms["cash_rate"] = line.rate.like(line.rate.amount * pick.choice([1, 2, 4]))
    if pick.random() < 0.4:
        first, amount = as_of + timedelta(days=pick.randrange(1, 70)), GRID * pick.randrange(1, 6)
        kind = pick.choice([PurchaseKind.PURCHASE, PurchaseKind.CASH])
        terms["spending"] = (Flow(f"{line.name} spending", amount, first, pick.choice(["once", "month"]), kind=kind),)
    if pick.random() < 0.6:
        share, part = Fraction(pick.choice([1, 5, 20]), 100), pick.choice([None, Fraction(1, 20), Fraction(1)])
        of = pick.choice(["balance", "principal"])
        terms["minimum"] = MinimumRule(share, pick.choice([0, 0, GRID]), part, pick.choice([None, Fraction(1)]), of=of)
    if pick.random() < 0.3:
        terms["compound"] = pick.choice(list(Compound))
    if pick.random() < 0.5:
        terms["interest_from"] = pick.choice(list(InterestFrom))
        terms["payment_counts"] = pick.choice(["same-day", "next-day"])
        terms["statement_day_interest"] = pick.choice(["current", "next"])
        terms["purchase_on_statement_day"] = pick.choice(["this", "next"])
    if pick.random() < 0.3:
        terms["free_period"] = pick.choice(["lost", "each-statement"])
    return line._replace(revolving=pick.random() < 0.5, lender=line.name, **terms)  # type: ignore[arg-type]


def _promotion(pick: random.Random, line: CreditLine, as_of: date) -> tuple[RateChange, ...]:
    """Let a line bear nothing or half of its rate for a while, its interest put off or not."""
    begins = as_of + timedelta(days=pick.randrange(-40, 70))
    low = line.rate.like(line.rate.amount * pick.choice([0, Fraction(1, 2)]))
    ends = RateChange(begins + timedelta(days=pick.randrange(15, 70)), line.rate, pick.choice(["all", "new"]))
    return RateChange(begins, low, pick.choice(["all", "new"]), deferred=pick.random() < 0.5), ends


def _loan(pick: random.Random, loan: Account) -> Loan:
    """Draw anew what a loan does where it is past due, and let it be so now and then."""
    assert isinstance(loan, Loan)
    overdue = (OverdueInstalment(add_months(loan.next_due, -1), loan.principal // 5, 700, 55),)
    return loan._replace(
        overdue=overdue if pick.random() < 0.5 and loan.principal else (),
        penalty_multiplier=pick.choice([Fraction(1), Fraction(3, 2), Fraction(2)]),
        penalty_base=pick.choice(["principal", "instalment"]),
        late_fee=pick.choice([None, LateFee(Fraction(1, 20), 500), LateFee(Fraction(1, 10), 0, 2_000)]),
        grace_days=pick.choice([0, 3, 5]),
        tolerance=pick.choice([0, 0, 500]),
    )
