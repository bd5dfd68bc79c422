"""Random households for the laws: every product rule, thin and ample cash, past facts and promises."""

import random
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from repaycli.core.dates import add_months, on_day, previous_on_day
from repaycli.core.money import CURRENCIES, Rounding
from repaycli.core.rates import Rate
from repaycli.products.accounts import (
    BalanceCheck,
    CreditLine,
    CustomStrategy,
    Flow,
    Household,
    Lender,
    Loan,
    Payment,
    Purchase,
    Receipt,
    SharedLimit,
    Wallet,
)
from repaycli.products.receipts import planned_dates, with_receipts
from repaycli.products.terms import (
    Accrual,
    Allocation,
    Autopay,
    CashFee,
    Compound,
    Coupon,
    Effect,
    InstalmentFee,
    InstalmentPlan,
    InterestFrom,
    InterestOn,
    LateFee,
    MinimumRule,
    OpenStatement,
    OverdueInstalment,
    OverdueOn,
    Pause,
    PayAs,
    Prepayment,
    PurchaseKind,
    RateChange,
    Repayment,
    StatementDates,
)


def household(seed: int) -> Household:
    """Build the household of a seed: the same one on every machine."""
    pick = random.Random(seed)
    as_of = date(2026, 1, 1) + timedelta(days=pick.randrange(0, 365))
    wallets = tuple(
        Wallet(f"wallet{number}", pick.randrange(0, 3_000_000), pick.choice([0, 0, 50_000]), _maybe(pick, 0.2, _yield))
        for number in range(pick.choice([1, 1, 2]))
    )
    names = [wallet.name for wallet in wallets]
    lines = tuple(_line(pick, f"line{number}", as_of, names) for number in range(pick.randrange(0, 4)))
    loans = tuple(_loan(pick, f"loan{number}", as_of, names) for number in range(pick.randrange(0 if lines else 1, 3)))
    incomes = tuple(_flow(pick, f"income{n}", as_of, 50_000, 1_500_000, names) for n in range(pick.randrange(0, 3)))
    expenses = tuple(_flow(pick, f"expense{n}", as_of, 5_000, 300_000, names) for n in range(pick.randrange(0, 3)))
    purchases = tuple(item for line in lines for item in (*line.purchase, *_purchases(pick, line, as_of)))
    payments = tuple(
        _payment(pick, account.name, as_of, names, isinstance(account, Loan))
        for account in (*lines, *loans)
        for _ in range(pick.choice([0, 0, 0, 1, 2]))
    )
    balances: tuple[BalanceCheck, ...] = ()
    if pick.random() < 0.2 and lines:
        on = as_of + timedelta(days=pick.randrange(1, 90))
        balances = (BalanceCheck(lines[0].name, on, pick.randrange(0, 800_000), False, pick.random() < 0.3),)
    if pick.random() < 0.1:
        balances += (BalanceCheck(names[0], as_of + timedelta(days=40), pick.randrange(0, 900_000), True),)
    found = Household(
        as_of=as_of,
        currency=CURRENCIES["CNY"],
        wallets=wallets,
        incomes=incomes,
        expenses=expenses,
        loans=loans,
        lines=lines,
        payments=payments,
        purchases=purchases,
        balances=balances,
        custom=CustomStrategy(pick.choice([None, 200_000]), tuple(pick.sample([a.name for a in (*lines, *loans)], 1))),
        lenders=(Lender("ant", spending_frozen_after_days=1 + seed % 20),) if seed % 3 == 0 else (),
    )
    found = with_coupons(seed, found) if seed % 4 == 1 else found
    return with_shared_limits(seed, found) if seed % 5 in (1, 3) else found


def with_recorded_incomes(seed: int, own: Household) -> Household:
    """Let incomes be recorded as they really came: late, early, short, in parts, not at all, and some for days to come."""
    pick = random.Random(seed + 7)
    found: list[Receipt] = []
    for flow in own.incomes:
        for due in planned_dates([flow], own.as_of - timedelta(days=60), own.as_of + timedelta(days=150)):
            for _ in range(pick.choice([0, 1, 1, 2])):
                on, amount = due + timedelta(days=pick.choice([-3, 0, 0, 1, 4, 20])), pick.choice([0, 1, 1, 2])
                stated = pick.choice([due, due, due, None])
                found.append(Receipt(flow.name, on, flow.amount * amount // 2, stated, flow.wallet))
    return with_receipts(own, found)


def with_shared_limits(seed: int, own: Household) -> Household:
    """Let most accounts of a household use one or two limits together, small ones, so that many are above them."""
    pick = random.Random(seed + 3)
    groups = tuple(
        SharedLimit(
            f"group{number}", pick.choice([0, 50_000, 300_000, 900_000]), pick.choice(["minimum"] * 4 + ["none"])
        )
        for number in range(pick.choice([1, 1, 2]))
    )
    names = [*(group.name for group in groups), *(group.name for group in groups), None]
    return own._replace(
        shared_limits=groups,
        lines=tuple(line._replace(shared_limit=pick.choice(names)) for line in own.lines),
        loans=tuple(loan._replace(shared_limit=pick.choice(names)) for loan in own.loans),
    )


def with_coupons(seed: int, own: Household) -> Household:
    """Put one to three coupons on some accounts of a household."""
    pick = random.Random(seed + 2)

    def some(as_of: date) -> tuple[Coupon, ...]:
        return tuple(_coupon(pick, as_of) for _ in range(pick.choice([0, 1, 1, 2, 3])))

    return own._replace(
        loans=tuple(loan._replace(coupon=some(own.as_of)) for loan in own.loans),
        lines=tuple(line._replace(coupon=some(own.as_of)) for line in own.lines),
    )


def without_coupons(own: Household) -> Household:
    """Take the coupons of a household away."""
    return own._replace(
        loans=tuple(loan._replace(coupon=()) for loan in own.loans),
        lines=tuple(line._replace(coupon=()) for line in own.lines),
    )


def _coupon(pick: random.Random, as_of: date) -> Coupon:
    first = pick.choice([None, None, as_of + timedelta(days=pick.randrange(-10, 150))])
    until = pick.choice([None, None, (first or as_of) + timedelta(days=pick.randrange(0, 120))])
    by_share = pick.random() < 0.4
    return Coupon(
        amount=0 if by_share else pick.choice([1, 500, 2_000, 30_000]),
        share=Fraction(pick.randrange(1, 101), 100) if by_share else Fraction(0),
        kind=pick.choice(["cash", "cash", "interest"]),
        from_date=first,
        until=until,
        needs=pick.choice(["", "on-time", "early", "overdue-repaid"]),
        minimum_payment=pick.choice([0, 0, 5_000, 100_000]),
    )


def _maybe(pick: random.Random, chance: float, make: object) -> object:
    return make(pick) if pick.random() < chance else None  # type: ignore[operator]


def _yield(pick: random.Random) -> Rate:
    return Rate(Fraction(pick.randrange(1, 40), 1000), "year")


def _rate(pick: random.Random) -> Rate:
    if pick.random() < 0.6:
        return Rate(Fraction(pick.randrange(1, 8), 10_000), "day", pick.choice([360, 365]))
    return Rate(Fraction(pick.randrange(0, 300), 1000), "year", pick.choice([360, 365]))


def _flow(pick: random.Random, name: str, as_of: date, low: int, high: int, wallets: list[str]) -> Flow:
    first = as_of + timedelta(days=pick.randrange(-40, 60))
    every = pick.choice(
        ["month", "month", "month", "week", "2 weeks", "quarter", "year", "once", "FREQ=MONTHLY;BYDAY=-1FR"]
    )
    until = pick.choice([None, None, first + timedelta(days=pick.randrange(0, 400))])
    return Flow(name, pick.randrange(low, high), first, every, until, pick.choice([None, *wallets]))


def _rounding(pick: random.Random) -> dict[str, object]:
    return {
        "rounding": pick.choice([Rounding.HALF_UP, Rounding.HALF_UP, *Rounding]),
        "round_to": pick.choice([1, 1, 1, 10, 100]),
    }


def _pay_from(pick: random.Random, wallets: list[str]) -> tuple[str, ...]:
    return tuple(pick.sample(wallets, pick.randrange(1, len(wallets) + 1))) if pick.random() < 0.2 else ()


def _line(pick: random.Random, name: str, as_of: date, wallets: list[str]) -> CreditLine:
    statement_day, due_day = pick.randrange(1, 32), pick.randrange(1, 32)
    rate = _rate(pick)
    statements: tuple[OpenStatement, ...] = ()
    purchases: list[Purchase] = []
    closed = previous_on_day(as_of + timedelta(days=pick.choice([0, 1])), statement_day)
    if pick.random() < 0.6:
        due = on_day(closed.year, closed.month, due_day)
        due = due if due > closed else on_day(closed.year, closed.month + 1, due_day)
        balance = pick.randrange(1_000, 1_000_000)
        minimum = pick.randrange(0, balance + 1) // pick.choice([1, 10])
        interest, fees = pick.choice([0, balance // 50]), pick.choice([0, 100])
        paid = pick.choice([0, 0, minimum, balance // 3])
        statements = (OpenStatement(closed, due, balance, minimum, paid, interest, fees),)
        for _ in range(pick.randrange(0, 3)):
            posted = closed - timedelta(days=pick.randrange(0, 28))
            purchases.append(Purchase(name, posted, pick.randrange(100, balance)))
    spending = tuple(
        _flow(pick, f"{name} spending {number}", as_of, 1_000, 200_000, [])
        for number in range(pick.choice([0, 0, 1, 2]))
    )
    plans = ()
    if pick.random() < 0.3:
        rated = pick.random() < 0.5
        plans = (
            InstalmentPlan(
                pick.randrange(10_000, 500_000),
                pick.randrange(1, 13),
                as_of + timedelta(days=pick.randrange(0, 40)),
                Fraction(0) if rated else Fraction(pick.randrange(0, 10), 1000),
                Rate(Fraction(14, 100), "year") if rated else None,
                pick.choice([Repayment.LEVEL, Repayment.EQUAL_PRINCIPAL]),
                remainder=pick.choice(["first", "last"]),
            ),
        )
    rates: tuple[RateChange, ...] = ()
    if pick.random() < 0.25:
        change = as_of + timedelta(days=pick.randrange(-20, 200))
        rates = (RateChange(change, rate.like(rate.amount * 2), pick.choice(["all", "new"])),)
        if pick.random() < 0.4:
            end = change + timedelta(days=pick.randrange(30, 200))
            promo = RateChange(change, rate.like(Fraction(0)), pick.choice(["all", "new"]), deferred=True)
            rates = (promo, RateChange(end, rate, "all"))
    dates = ()
    if pick.random() < 0.15:
        dates = (StatementDates(as_of + timedelta(days=70), pick.randrange(1, 32), pick.randrange(1, 32)),)
    compound = pick.choice([Compound.NO, Compound.POSTED, Compound.POSTED, Compound.DAILY])
    return CreditLine(
        name=name,
        lender=pick.choice(["bank", "ant"]),
        limit=pick.choice([5_000_000, 300_000]),
        rate=rate,
        statement_day=statement_day,
        due_day=due_day,
        cash_rate=pick.choice([None, rate.like(rate.amount + Fraction(1, 1000 if rate.per == "year" else 100_000))]),
        cash_fee=pick.choice([None, CashFee(Fraction(1, 100), 200, 5_000)]),
        unbilled=pick.choice([0, pick.randrange(0, 300_000)]),
        credit_balance=pick.choice([0, 0, 0, 12_345]),
        statement=statements,
        revolving=pick.random() < 0.4,
        accrued=pick.choice([None, None, pick.randrange(0, 5_000)]),
        purchase=tuple(purchases),
        spending=spending,
        instalment_plan=plans,
        minimum=MinimumRule(
            Fraction(pick.choice([1, 2, 5, 10, 100]), 100),
            pick.choice([0, 0, 10_000]),
            pick.choice([None, Fraction(2, 100)]),
            pick.choice([None, Fraction(1)]),
            pick.choice(["principal", "total"]),
            pick.choice(["principal", "principal", "balance"]),
            pick.random() < 0.1,
        ),
        interest_on=pick.choice(list(InterestOn)),
        interest_from=pick.choice(list(InterestFrom)),
        free_period=pick.choice(["each-statement", "each-statement", "lost"]),
        statement_day_interest=pick.choice(["current", "next"]),
        payment_counts=pick.choice(["same-day", "next-day"]),
        purchase_on_statement_day=pick.choice(["this", "next"]),
        accrual=pick.choice([Accrual.ACTUAL, Accrual.ACTUAL, Accrual.ACTUAL, Accrual.MONTHLY]),
        compound=compound,
        overdue_multiplier=pick.choice([Fraction(1), Fraction(3, 2)]),
        overdue_on=pick.choice(list(OverdueOn)),
        late_fee=pick.choice(
            [
                None,
                LateFee(Fraction(5, 100), 1_000, 50_000),
                LateFee(Fraction(10, 100), of="interest"),
                LateFee(of="unpaid", share=Fraction(1, 100)),
                LateFee(steps=(3_000, 4_000, 5_000)),
            ]
        ),
        rates=rates,
        dates=dates,
        round_at="posting" if compound is Compound.DAILY else pick.choice(["posting", "posting", "segment"]),
        allocation=pick.choice(
            [
                Allocation(),
                Allocation(),
                Allocation(order=("past-due", "fees", "interest", "cash", "purchases")),
                Allocation(minimum=("fees", "interest", "lowest-rate"), excess="highest-rate"),
            ]
        ),
        grace_days=pick.choice([0, 0, 3]),
        tolerance=pick.choice([0, 0, 1_000]),
        autopay=pick.choice([Autopay.OFF, Autopay.OFF, Autopay.FULL, Autopay.MINIMUM]),
        pay_from=_pay_from(pick, wallets),
        **_rounding(pick),  # type: ignore[arg-type]
    )


def _loan(pick: random.Random, name: str, as_of: date, wallets: list[str]) -> Loan:
    rate = _rate(pick)
    next_due = as_of + timedelta(days=pick.randrange(0, 40))
    repayment = pick.choice(list(Repayment))
    rates: tuple[RateChange, ...] = ()
    if pick.random() < 0.2:
        rates = (RateChange(as_of + timedelta(days=pick.randrange(1, 200)), rate.like(rate.amount / 2)),)
    pause: tuple[Pause, ...] = ()
    if pick.random() < 0.15:
        begins = as_of + timedelta(days=pick.randrange(10, 100))
        pause = (Pause(begins, begins + timedelta(days=pick.randrange(5, 80)), pick.random() < 0.5),)
    overdue: tuple[OverdueInstalment, ...] = ()
    if pick.random() < 0.15:
        overdue = (OverdueInstalment(add_months(next_due, -1), 50_000, 1_000, 55),)
    return Loan(
        name=name,
        lender=pick.choice(["bank", "ant"]),
        principal=pick.randrange(10_000, 3_000_000),
        rate=rate,
        repayment=repayment,
        instalments=1 if repayment is Repayment.BULLET else pick.randrange(1, 25),
        next_due=next_due,
        due_day=pick.choice([next_due.day, next_due.day if next_due.day < 28 else 31]),
        interest_from=pick.choice([None, add_months(next_due, -1)]),
        every=pick.choice(["month", "month", "month", "month", "week", "2 weeks", "quarter"]),
        accrual=pick.choice([Accrual.ACTUAL, Accrual.MONTHLY]),
        penalty_base=pick.choice(["principal", "instalment"]),
        prepayment=Prepayment(
            pick.random() < 0.8,
            pick.choice([Fraction(0), Fraction(1, 100)]),
            pick.choice(list(Effect)),
            pick.choice(["all", "part"]),
        ),
        rates=rates,
        pause=pause,
        fee_per_instalment=pick.choice(
            [
                None,
                None,
                InstalmentFee(500),
                InstalmentFee(0, Fraction(3, 1000), pick.choice(["original", "remaining"])),
            ]
        ),
        late_fee=pick.choice([None, LateFee(Fraction(5, 100), 500)]),
        grace_days=pick.choice([0, 0, 3]),
        tolerance=pick.choice([0, 0, 500]),
        overdue=overdue,
        autopay=pick.random() < 0.3,
        pay_from=_pay_from(pick, wallets),
        **_rounding(pick),  # type: ignore[arg-type]
    )


def _purchases(pick: random.Random, line: CreditLine, as_of: date) -> list[Purchase]:
    return [
        Purchase(
            line.name,
            as_of + timedelta(days=pick.randrange(-20, 200)),
            pick.randrange(100, 200_000),
            pick.choice([PurchaseKind.PURCHASE, PurchaseKind.PURCHASE, PurchaseKind.CASH, PurchaseKind.REFUND]),
            counts_as_payment=pick.random() < 0.3,
        )
        for _ in range(pick.choice([0, 0, 1, 3]))
    ]


def _payment(pick: random.Random, name: str, as_of: date, wallets: list[str], is_loan: bool) -> Payment:
    return Payment(
        name,
        as_of + timedelta(days=pick.randrange(-20, 250)),
        pick.randrange(100, 400_000),
        pick.choice([None, *wallets]),
        pick.choice([None, PayAs.INSTALMENT, PayAs.PREPAYMENT]) if is_loan else None,
    )


def today_of(seed: int, own: Household) -> date:
    """Return a today some days after `as_of`, so that a past is replayed too."""
    return own.as_of + timedelta(days=random.Random(seed + 1).choice([0, 0, 1, 20, 45, 100]))


def cents(amount: int) -> Decimal:
    """Show minor units as an amount."""
    return Decimal(amount) / 100
