"""Tiny households for the optimum's laws: so few days and so coarse money that every sensible plan can be played.

Two or three accounts of every kind over two to four months; cash and incomes are about what falls due and come about when
it does, so that the order of payments costs money and a careless one is late.
"""

import random
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

from repaycli.core.dates import add_months, on_day, previous_on_day
from repaycli.core.money import CURRENCIES, Rounding
from repaycli.core.nouns import NamedTuple
from repaycli.core.rates import Rate
from repaycli.products.accounts import (
    Account,
    CreditLine,
    Flow,
    Household,
    Lender,
    Loan,
    Purchase,
    SharedLimit,
    Wallet,
)
from repaycli.products.terms import (
    Accrual,
    Allocation,
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
    Prepayment,
    PurchaseKind,
    RateChange,
    Repayment,
)
from repaycli.strategies.compare import project

GRID = 10_000
"""The money that payments, incomes and debts are made of: 100.00."""


class Tiny(NamedTuple):
    """A household, its today, the last day looked at, and the kinds of its accounts."""

    seed: int
    own: Household
    today: date
    until: date
    kinds: tuple[str, ...]


def tiny(seed: int) -> Tiny:
    """Build the tiny household of a seed: the same one on every machine."""
    pick = random.Random(seed)
    as_of = date(2026, 1, 1) + timedelta(days=pick.randrange(365))
    count = pick.choice([2, 2, 3])
    first = seed % len(KINDS)  # every kind comes as often as any other
    kinds = [list(KINDS)[first], *pick.choices(list(KINDS), k=count - 1)]
    names = [f"{letter}-{kind}" for letter, kind in zip("abc", kinds, strict=False)]
    accounts = [KINDS[kind](pick, name, as_of) for name, kind in zip(names, kinds, strict=True)]
    if pick.random() < 0.2:
        accounts = [each._replace(coupon=tuple(_coupons(pick, as_of))) for each in accounts]
    wallets = _wallets(pick)
    if len(wallets) > 1:
        accounts = [each._replace(pay_from=_pay_from(pick, wallets)) for each in accounts]
    lines = tuple(each for each in accounts if isinstance(each, CreditLine))
    own = Household(
        as_of=as_of,
        currency=CURRENCIES["CNY"],
        wallets=wallets,
        expenses=_expenses(pick, as_of),
        loans=tuple(each for each in accounts if isinstance(each, Loan)),
        lines=lines,
        purchases=tuple(item for line in lines for item in line.purchase),
        lenders=(Lender("bank", spending_frozen_after_days=pick.choice([1, 15])),) if pick.random() < 0.1 else (),
    )
    if pick.random() < 0.15:
        own = _with_shared_limit(pick, own)
    today = as_of + timedelta(days=pick.choice([0, 0, 0, 1, 9]))
    until = today + timedelta(days=pick.randrange(55, 115))
    return Tiny(seed, _with_money(pick, own, today, until), today, until, tuple(kinds))


def _grid(pick: random.Random, low: int, high: int) -> int:
    """A multiple of the grid; now and then not quite one."""
    return GRID * pick.randrange(low, high + 1) + pick.choice([0, 0, 0, 37])


# -- money ----------------------------------------------------------------------------------------------------------


def _wallets(pick: random.Random) -> tuple[Wallet, ...]:
    """One or two, still empty."""
    reserve = pick.choice([0, 0, 0, GRID])
    earns = Rate(Fraction(2, 100), "year") if pick.random() < 0.1 else None
    first = Wallet("bank", reserve, reserve, earns)
    return (first, Wallet("purse", GRID * pick.randrange(0, 6))) if pick.random() < 0.3 else (first,)


def _pay_from(pick: random.Random, wallets: tuple[Wallet, ...]) -> tuple[str, ...]:
    names = [wallet.name for wallet in wallets]
    return pick.choice([(), (names[0],), (names[1],), (names[1], names[0])])


def _with_money(pick: random.Random, own: Household, today: date, until: date) -> Household:
    """Give a household about as much money as its minimums and instalments need, at about the days they need it."""
    needs = _needs(own, today, until)
    first = own.wallets[0]
    total = sum(amount for _, amount in needs) + sum(flow.amount for flow in own.expenses)
    total = total * pick.choice([80, 100, 110, 130, 160, 250, 400]) // 100
    at_hand = total * pick.choice([0, 20, 40, 60, 80, 100, 100]) // 100 // GRID * GRID
    wallets = (first._replace(balance=first.reserve + at_hand), *own.wallets[1:])
    months = max(1, (until - today).days // 30)
    incomes: list[Flow] = []
    for number in range(pick.choice([1, 1, 2])):
        near = pick.choice(needs)[0] if needs else today
        comes = max(today, near + timedelta(days=pick.randrange(-14, 2)))
        every = pick.choice(["month", "month", "once"])
        share = (total - at_hand) // (months if every == "month" else 1) // (number + 1)
        amount = max(GRID, share // GRID * GRID)
        incomes.append(Flow(f"income{number}", amount, comes, every, None, pick.choice(wallets).name))
    return own._replace(wallets=wallets, incomes=tuple(incomes))


def _needs(own: Household, today: date, until: date) -> list[tuple[date, int]]:
    """Say what would be paid, and when, by somebody with all the money who pays minimums and instalments only."""
    rich = own._replace(
        wallets=(Wallet("rich", 10**12),),
        loans=tuple(loan._replace(pay_from=()) for loan in own.loans),
        lines=tuple(line._replace(pay_from=()) for line in own.lines),
    )
    return [(payment.on, payment.amount) for payment in project(rich, today, "minimum", until).payments]


def _expenses(pick: random.Random, as_of: date) -> tuple[Flow, ...]:
    if pick.random() < 0.7:
        return ()
    first = as_of + timedelta(days=pick.randrange(1, 50))
    return (Flow("rent", GRID * pick.randrange(1, 4), first, pick.choice(["once", "month"])),)


def _coupons(pick: random.Random, as_of: date) -> list[Coupon]:
    if pick.random() < 0.4:
        return []
    begins = pick.choice([None, as_of + timedelta(days=pick.randrange(0, 40))])
    until = pick.choice([None, (begins or as_of) + timedelta(days=pick.randrange(5, 60))])
    by_share = pick.random() < 0.3
    return [
        Coupon(
            amount=0 if by_share else pick.choice([500, 2_000, 5_000]),
            share=Fraction(pick.choice([1, 5, 20]), 100) if by_share else Fraction(0),
            kind=pick.choice(["cash", "interest"]),
            from_date=begins,
            until=until,
            needs=pick.choice(["", "on-time", "early", "overdue-repaid"]),
            minimum_payment=pick.choice([0, 0, 2 * GRID, 10 * GRID]),
        )
    ]


def _with_shared_limit(pick: random.Random, own: Household) -> Household:
    return own._replace(
        shared_limits=(SharedLimit("group", GRID * pick.choice([10, 30, 60]), pick.choice(["minimum", "none"])),),
        lines=tuple(line._replace(shared_limit="group") for line in own.lines),
        loans=tuple(loan._replace(shared_limit=pick.choice(["group", None])) for loan in own.loans),
    )


# -- lines ----------------------------------------------------------------------------------------------------------


def _line(pick: random.Random, name: str, as_of: date) -> CreditLine:
    """A line with terms of no special kind: a statement is open, or purchases are unbilled, or both."""
    rate = Rate(Fraction(pick.randrange(2, 11), 10_000), "day", pick.choice([360, 365]))
    statement_day = (as_of + timedelta(days=pick.randrange(1, 29))).day
    due_day = on_day(2026, 1, statement_day).replace(day=min(28, statement_day)) + timedelta(days=pick.choice([10, 20]))
    closed = previous_on_day(as_of, statement_day)
    statements: tuple[OpenStatement, ...] = ()
    purchases: tuple[Purchase, ...] = ()
    is_open = pick.random() < 0.7
    if is_open:
        due = on_day(closed.year, closed.month, due_day.day)
        due = due if due > closed else on_day(closed.year, closed.month + 1, due_day.day)
        balance = _grid(pick, 3, 40)
        minimum = balance // pick.choice([1, 10, 10, 20])
        interest = pick.choice([0, 0, 1_234])
        if due >= as_of or pick.random() < 0.4:
            statements = (OpenStatement(closed, due, balance, minimum, 0, interest, 0),)
            if pick.random() < 0.5:
                posted = closed - timedelta(days=pick.randrange(0, 25))
                purchases = (Purchase(name, posted, (balance - interest) // pick.choice([1, 2])),)
    return CreditLine(
        name=name,
        lender=pick.choice(["bank", name]),
        limit=GRID * pick.choice([50, 1000]),
        rate=rate,
        statement_day=statement_day,
        due_day=due_day.day,
        unbilled=_grid(pick, 1, 30) if not statements or pick.random() < 0.4 else 0,
        statement=statements,
        revolving=pick.random() < 0.3,
        purchase=purchases,
        spending=_spending(pick, name, as_of),
        instalment_plan=_plans(pick, as_of),
        minimum=MinimumRule(
            Fraction(pick.choice([5, 10, 20, 100]), 100),
            pick.choice([0, 0, GRID]),
            floor_on=pick.choice(["principal", "total"]),
        ),
        statement_day_interest=pick.choice(["current", "current", "next"]),
        late_fee=pick.choice(
            [None, LateFee(Fraction(5, 100), 1_000, 5_000), LateFee(of="unpaid", share=Fraction(1, 100))]
        ),
        overdue_multiplier=pick.choice([Fraction(1), Fraction(3, 2)]),
        overdue_on=pick.choice(list(OverdueOn)),
        rates=_line_rates(pick, as_of, rate),
        grace_days=pick.choice([0, 0, 0, 3]),
        tolerance=pick.choice([0, 0, 0, 1_000]),
        **_rounding(pick),  # type: ignore[arg-type]
    )


def _spending(pick: random.Random, name: str, as_of: date) -> tuple[Flow, ...]:
    if pick.random() < 0.6:
        return ()
    first = as_of + timedelta(days=pick.randrange(1, 40))
    kind = pick.choice([PurchaseKind.PURCHASE, PurchaseKind.PURCHASE, PurchaseKind.CASH])
    return (Flow(f"{name} spending", GRID * pick.randrange(1, 6), first, pick.choice(["once", "month"]), kind=kind),)


def _plans(pick: random.Random, as_of: date) -> tuple[InstalmentPlan, ...]:
    if pick.random() < 0.8:
        return ()
    rated = pick.random() < 0.4
    return (
        InstalmentPlan(
            GRID * pick.randrange(2, 20),
            pick.randrange(1, 5),
            as_of + timedelta(days=pick.randrange(0, 20)),
            Fraction(0) if rated else Fraction(pick.randrange(0, 10), 1000),
            Rate(Fraction(14, 100), "year") if rated else None,
        ),
    )


def _line_rates(pick: random.Random, as_of: date, rate: Rate) -> tuple[RateChange, ...]:
    if pick.random() < 0.75:
        return ()
    begins = as_of + timedelta(days=pick.randrange(-10, 60))
    if pick.random() < 0.3:
        ends = begins + timedelta(days=pick.randrange(20, 60))
        on = pick.choice(["all", "new"])
        return RateChange(begins, rate.like(Fraction(0)), on, deferred=pick.random() < 0.5), RateChange(ends, rate)
    return (RateChange(begins, rate.like(rate.amount * pick.choice([0, 3])), pick.choice(["all", "new"])),)


def _rounding(pick: random.Random) -> dict[str, object]:
    if pick.random() < 0.8:
        return {}
    return {"rounding": pick.choice(list(Rounding)), "round_to": pick.choice([1, 10, 100])}


def _huabei(pick: random.Random, name: str, as_of: date) -> CreditLine:
    return _line(pick, name, as_of)._replace(
        interest_on=InterestOn.UNPAID,
        interest_from=InterestFrom.DUE,
        payment_counts="next-day",
        compound=Compound.NO,
        overdue_on=OverdueOn.WHOLE_STATEMENT,
        purchase_on_statement_day="next",
    )


def _full(pick: random.Random, name: str, as_of: date) -> CreditLine:
    return _line(pick, name, as_of)._replace(
        interest_on=InterestOn.FULL,
        interest_from=pick.choice(list(InterestFrom)),
        round_at=pick.choice(["posting", "posting", "segment"]),
        compound=pick.choice([Compound.POSTED, Compound.POSTED, Compound.NO]),
    )


def _unpaid(pick: random.Random, name: str, as_of: date) -> CreditLine:
    return _line(pick, name, as_of)._replace(
        interest_on=InterestOn.UNPAID,
        interest_from=pick.choice([InterestFrom.POSTING, InterestFrom.STATEMENT]),
        payment_counts=pick.choice(["same-day", "next-day"]),
    )


def _lost(pick: random.Random, name: str, as_of: date) -> CreditLine:
    """As in the US: the free period is lost while something is carried, interest compounds daily."""
    found = _line(pick, name, as_of)
    return found._replace(
        free_period="lost",
        interest_on=pick.choice(list(InterestOn)),
        compound=pick.choice([Compound.DAILY, Compound.POSTED]),
        minimum=MinimumRule(Fraction(pick.choice([1, 5]), 100), pick.choice([0, 2_500]), of="balance"),
        late_fee=pick.choice([None, LateFee(steps=(3_000, 4_000))]),
        allocation=pick.choice(
            [Allocation(), Allocation(minimum=("fees", "interest", "lowest-rate"), excess="highest-rate")]
        ),
        cash_rate=pick.choice([None, found.rate.like(found.rate.amount * 2)]),
        overdue_on=OverdueOn.SHORTFALL,
        overdue_multiplier=Fraction(1),
    )


def _monthly_line(pick: random.Random, name: str, as_of: date) -> CreditLine:
    return _line(pick, name, as_of)._replace(
        accrual=Accrual.MONTHLY,
        interest_on=pick.choice(list(InterestOn)),
        compound=pick.choice([Compound.POSTED, Compound.NO]),
    )


# -- loans ----------------------------------------------------------------------------------------------------------


def _loan(pick: random.Random, name: str, as_of: date, repayment: Repayment) -> Loan:
    if pick.random() < 0.5:
        rate = Rate(Fraction(pick.randrange(1, 11), 10_000), "day", pick.choice([360, 365]))
    else:
        rate = Rate(Fraction(pick.choice([0, 5, 12, 24, 36]), 100), "year", pick.choice([360, 365]))
    next_due = as_of + timedelta(days=pick.randrange(0, 31))
    instalments = 1 if repayment is Repayment.BULLET else pick.choice([1, 2, 3, 4, 12])
    principal = _grid(pick, 5, 60)
    return Loan(
        name=name,
        lender=pick.choice(["bank", name]),
        principal=principal,
        rate=rate,
        repayment=repayment,
        instalments=instalments,
        next_due=next_due,
        due_day=pick.choice([next_due.day, next_due.day if next_due.day < 28 else 31]),
        interest_from=pick.choice([None, add_months(next_due, -1)]),
        accrual=pick.choice([Accrual.ACTUAL, Accrual.MONTHLY]),
        penalty_base=pick.choice(["principal", "principal", "instalment"]),
        prepayment=Prepayment(
            pick.random() < 0.8,
            pick.choice([Fraction(0), Fraction(0), Fraction(1, 100)]),
            pick.choice(list(Effect)),
            pick.choice(["all", "part"]),
        ),
        rates=_loan_rates(pick, as_of, rate),
        pause=_pause(pick, as_of),
        fee_per_instalment=pick.choice(
            [None, None, None, InstalmentFee(500), InstalmentFee(0, Fraction(3, 1000), "remaining")]
        ),
        late_fee=pick.choice([None, None, LateFee(Fraction(5, 100), 500)]),
        grace_days=pick.choice([0, 0, 0, 3]),
        tolerance=pick.choice([0, 0, 0, 500]),
        overdue=_overdue(pick, next_due, principal),
        **_rounding(pick),  # type: ignore[arg-type]
    )


def _loan_rates(pick: random.Random, as_of: date, rate: Rate) -> tuple[RateChange, ...]:
    if pick.random() < 0.8:
        return ()
    changed = rate.like(
        rate.amount * pick.choice([0, 3]) + (Fraction(1, 1000) if rate.per == "day" else Fraction(1, 10))
    )
    return (RateChange(as_of + timedelta(days=pick.randrange(1, 70)), changed),)


def _pause(pick: random.Random, as_of: date) -> tuple[Pause, ...]:
    if pick.random() < 0.92:
        return ()
    begins = as_of + timedelta(days=pick.randrange(5, 40))
    return (Pause(begins, begins + timedelta(days=pick.randrange(5, 40)), pick.random() < 0.5),)


def _overdue(pick: random.Random, next_due: date, principal: int) -> tuple[OverdueInstalment, ...]:
    if pick.random() < 0.85:
        return ()
    return (OverdueInstalment(add_months(next_due, -1), principal // 5, 700, 55),)


def _of(repayment: Repayment) -> Callable[[random.Random, str, date], Account]:
    return lambda pick, name, as_of: _loan(pick, name, as_of, repayment)


KINDS: dict[str, Callable[[random.Random, str, date], Account]] = {
    "level": _of(Repayment.LEVEL),
    "equal-principal": _of(Repayment.EQUAL_PRINCIPAL),
    "interest-first": _of(Repayment.INTEREST_FIRST),
    "bullet": _of(Repayment.BULLET),
    "huabei": _huabei,
    "full": _full,
    "unpaid": _unpaid,
    "lost": _lost,
    "monthly-line": _monthly_line,
}
"""Every kind of account, and how one is made."""
