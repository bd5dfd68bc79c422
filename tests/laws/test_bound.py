"""Plans that the bound once lay above: the program of a household must have something for each that costs no more."""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

import pytest

from laws.arrears import arrears, harsh, indebted
from laws.exhaustive import Played
from laws.mixed import behind, mixed
from laws.oracle import Table, lay
from laws.test_classes import forbidden
from laws.test_program import instruction
from laws.thin import thin, without_coupons
from laws.tiny import Tiny, tiny
from repaycli.core.money import CURRENCIES
from repaycli.core.nouns import NamedTuple
from repaycli.core.rates import Rate
from repaycli.engine.branch import branch
from repaycli.engine.totals import project
from repaycli.products.accounts import BalanceCheck, CreditLine, Flow, Household, Loan, Wallet
from repaycli.products.terms import (
    Accrual,
    Allocation,
    Compound,
    Effect,
    InterestFrom,
    InterestOn,
    LateFee,
    MinimumRule,
    OpenStatement,
    OverdueInstalment,
    Prepayment,
    PurchaseKind,
    RateChange,
    Repayment,
)
from repaycli.strategies.optimal.optimum import Instruction
from repaycli.strategies.optimal.playing.replay import Planned

DAY = date(2026, 1, 1)
RATE = Rate(Fraction(5, 10_000), "day")
FREE = Rate(Fraction(0), "day")


class Case(NamedTuple):
    """A household, the day it is looked at and for how long, and a plan: days after `DAY`, account, amount, prepaid."""

    own: Household
    days: int
    plan: tuple[tuple[int, str, int, bool], ...]
    today: int = 0


def day(number: int) -> date:
    return DAY + timedelta(days=number)


def line(closing: int, due: int, **terms: object) -> CreditLine:
    found = CreditLine("line", "bank", 10_000_000, RATE, statement_day=day(closing).day, due_day=due)
    return found._replace(**terms)  # type: ignore[arg-type]


def huabei(closing: int, due: int, bought: int, **terms: object) -> CreditLine:
    """Build a line like Huabei on which 600.00 are spent on a day."""
    spending = (Flow("shop", 60_000, day(bought), "once"),)
    unpaid = {"interest_on": InterestOn.UNPAID, "interest_from": InterestFrom.DUE, "payment_counts": "next-day"}
    fee = LateFee(Fraction(1, 20), 1_000, 5_000)
    return line(closing, due, spending=spending, compound=Compound.NO, late_fee=fee, **unpaid, **terms)


def capped_fee(minimum: int) -> CreditLine:
    """Build a line that asks for half of what is bought, and whose late fee is never above that."""
    spending = (Flow("shop", 2 * minimum, day(5), "once"),)
    fee, half = LateFee(steps=(3_000, 4_100), within_minimum=True), MinimumRule(Fraction(1, 2))
    return line(10, 25, spending=spending, late_fee=fee, minimum=half, interest_from=InterestFrom.DUE)


def loan(name: str, principal: int, due: int, rate: Rate = RATE, **terms: object) -> Loan:
    """Build a loan that is repaid at once."""
    found = Loan(name, name, principal, rate, Repayment.LEVEL, 1, day(due), day(due).day, interest_from=DAY)
    return found._replace(**terms)  # type: ignore[arg-type]


def later(principal: int, rate: Rate = RATE) -> Loan:
    """Build a loan that is due much later and may be prepaid for free."""
    free = Prepayment(True, Fraction(0), Effect.SHORTER, "part")
    return loan("later", principal, 200, rate, repayment=Repayment.BULLET, prepayment=free)


def household(
    cash: int, accounts: tuple[Loan | CreditLine, ...], *flows: Flow, spent: tuple[Flow, ...] = ()
) -> Household:
    lines = tuple(each for each in accounts if isinstance(each, CreditLine))
    loans = tuple(each for each in accounts if isinstance(each, Loan))
    wallets = (Wallet("bank", cash),)
    return Household(DAY, CURRENCIES["CNY"], wallets=wallets, incomes=flows, expenses=spent, lines=lines, loans=loans)


def advanced(on: int, **terms: object) -> Household:
    """A household with a cash advance of a day, and a loan that could be prepaid instead."""
    advance = Flow("cash", 500_000, day(on), "once", kind=PurchaseKind.CASH)
    other = later(300_000, Rate(Fraction(4, 10_000), "day"))
    return household(200_000, (line(10, 31, spending=(advance,), **terms), other))


def rent(on: int) -> tuple[Flow, ...]:
    """A rent for which there is not enough."""
    return (Flow("rent", 500_000, day(on), "once"),)


def wages(amount: int, first: int = 31) -> Flow:
    return Flow("wages", amount, day(first), "month")


CASES = {
    "a loan bears by the month, and the time is shorter than one": Case(
        household(100_000, (later(300_000)._replace(accrual=Accrual.MONTHLY),)), 20, ((0, "later", 100_000, True),)
    ),
    "what was bought is paid on its day, before a rent takes the money": Case(
        household(60_000, (huabei(12, 26, 10), loan("soon", 100_000, 9)), wages(310_000), spent=rent(11)),
        80,
        ((10, "line", 60_000, False), (59, "soon", 110_000, False)),
    ),
    "what is bought on a closing day and billed with the next one is paid on that day": Case(
        household(
            0,
            (huabei(12, 17, 12, purchase_on_statement_day="next"), loan("soon", 100_000, 9)),
            Flow("first", 60_000, day(12), "once"),
            wages(230_000),
            spent=rent(13),
        ),
        100,
        ((12, "line", 60_000, False), (90, "soon", 130_000, False)),
    ),
    "a wallet is stated to hold money while a rent is still missing": Case(
        household(
            0, (later(1_000_000), loan("soon", 1_000_000, 12, FREE)), wages(100_000), spent=rent(5)
        )._replace(balances=(BalanceCheck("bank", day(8), 100_000, True),)),
        50,
        ((9, "later", 100_000, True),),
        today=9,
    ),
    "a night is spared where payments count from the next day and interest begins with the statement": Case(
        household(
            400_000,
            (
                line(
                    5, 26, unbilled=500_000, interest_from=InterestFrom.STATEMENT, payment_counts="next-day",
                    statement_day_interest="current", compound=Compound.NO,
                ),
            ),
            wages(20_000, 12),
        ),
        60,
        ((0, "line", 400_000, False), (12, "line", 20_000, False), (43, "line", 20_000, False)),
    ),
    "a cash advance costs nothing any more at the end": Case(
        advanced(1, rates=(RateChange(day(45), FREE, "all"),)),
        60,
        ((11, "line", 100_000, True), (30, "line", 52_500, False), (42, "line", 47_500, False)),
    ),
    "a cash advance bears nothing by the month": Case(
        advanced(8, accrual=Accrual.MONTHLY, rates=(RateChange(day(5), FREE, "all"),)),
        60,
        ((0, "later", 105_000, True), (30, "line", 50_000, False), (42, "line", 45_000, False)),
    ),
    "a due of the last days is past due before its days of grace end": Case(
        household(
            100_000,
            (
                line(
                    14, 4, rate=FREE, grace_days=3, minimum=MinimumRule(Fraction(1, 10), 0),
                    statement=(OpenStatement(date(2025, 12, 15), date(2026, 1, 4), 1_000_000, 200_000),),
                ),
                later(1_000_000),
            ),
        ),
        35,
        ((0, "later", 100_000, True),),
    ),
    "a loan without interest asks for nothing before it is repaid": Case(
        household(
            10_000,
            (
                loan(
                    "free", 550_000, 28, FREE, repayment=Repayment.INTEREST_FIRST, instalments=3, grace_days=3,
                    late_fee=LateFee(Fraction(1, 20), 500, None), overdue=(OverdueInstalment(day(-4), 110_000, 0, 0),),
                ),
            ),
        ),
        50,
        ((0, "free", 10_000, False),),
    ),
    "a late fee is capped by a minimum that was lowered by paying before the closing": Case(
        household(2_000, (capped_fee(2_500),)), 40, ((5, "line", 2_000, False),)
    ),
    "a late fee is capped by a minimum that was lowered long before a rent lacks anything": Case(
        household(
            2_000, (capped_fee(2_500),), wages(100, 15), wages(100, 28)._replace(name="more"), spent=rent(36)
        ),
        40,
        ((5, "line", 2_000, False),),
    ),
    "interest is left and not past due where principal falls past due before it, as an older minimum is long missed": Case(
        household(
            0,
            (
                line(
                    14, 4, compound=Compound.NO, late_fee=LateFee(steps=(100_000,)),
                    allocation=Allocation(principal_first_after_days=20), minimum=MinimumRule(Fraction(1, 10)),
                    statement=(OpenStatement(date(2025, 12, 15), date(2026, 1, 4), 1_000_000, 200_000),),
                ),
            ),
            wages(403_500, 36),
        ),
        50,
        ((36, "line", 403_500, False),),
        today=30,
    ),
    "a late fee bears nothing where interest bears interest": Case(
        household(
            0,
            (
                line(
                    14, 4, compound=Compound.DAILY, late_fee=LateFee(Fraction(0), 3_000, 3_000),
                    statement=(OpenStatement(date(2025, 12, 15), date(2026, 1, 4), 100_000, 10_000),),
                ),
            ),
        ),
        32,
        (),
    ),
}  # fmt: skip


class Drawn(NamedTuple):
    """A household drawn by lot, and a plan: as for `test_program.instruction`."""

    household: Callable[[int], Tiny]
    seed: int
    plan: str


DRAWN = {
    "what is past due bears its penalty on the night of a closing for the next statement": Drawn(
        mixed,
        5029,
        "03-31 b-huabei 50000 bank, 04-09 b-huabei 170000 bank, 05-01 b-huabei 20000 bank, 05-09 b-huabei 19340 bank,"
        "05-09 a-lost 1600 bank, 06-09 b-huabei 1101 bank, 06-09 a-lost 1660 bank, 06-09 a-lost 46288 bank prepaid,"
        "06-16 b-huabei 11 bank prepaid, 07-01 a-lost 20000 bank prepaid",
    ),
    "interest that was missed bears nothing where each test charges what is left": Drawn(
        mixed, 5531, "10-04 a-full 30000 bank"
    ),
    "whole months bear more than their nights beside what a pause put off": Drawn(
        thin, 6203, "05-14 b-equal-principal 30000 bank"
    ),
    "interest that a pause put off comes on top of a level instalment": Drawn(
        mixed,
        5630,
        "05-25 a-full 158373 bank, 06-25 a-full 62957 bank, 07-06 b-level 101961 bank, 07-25 a-full 222 bank,"
        "08-06 b-level 46487 bank, 08-06 b-level 41956 purse",
    ),
    "what an instalment plan bills today is billed once": Drawn(
        thin, 6218, "05-06 b-lost 250000 bank, 05-07 a-monthly-line 10000 bank"
    ),
    "purchases that bear nothing as nothing is carried any more": Drawn(
        mixed,
        5764,
        "04-18 c-lost 40000 bank prepaid, 04-18 b-equal-principal 306360 bank prepaid, 05-07 a-huabei 10000 bank prepaid,"
        "05-09 c-lost 23640 bank prepaid, 05-15 c-lost 111845 bank prepaid, 06-09 c-lost 25439 bank prepaid",
    ),
    "a month is not charged on what is held back": Drawn(
        mixed,
        5714,
        "05-29 b-interest-first 424531 bank prepaid, 06-06 a-monthly-line 9335 bank prepaid,"
        "06-15 a-monthly-line 6134 bank prepaid, 06-16 a-monthly-line 24531 bank prepaid, 07-15 a-monthly-line 59586 bank,"
        "07-15 a-monthly-line 5883 bank prepaid, 07-16 a-monthly-line 10117 bank prepaid, 08-06 a-monthly-line 17952 bank prepaid,"
        "08-15 a-monthly-line 37171 bank, 09-06 a-monthly-line 54614 bank prepaid",
    ),
    "cash advances bear by the month where a statement closes, not at the end": Drawn(
        mixed, 5813, "03-23 c-unpaid 5000 bank, 03-28 a-monthly-line 11500 bank, 04-02 b-lost 9502 bank"
    ),
    "each stretch of days is rounded down on its own": Drawn(
        mixed, 5378, "01-26 b-level 210630 bank, 01-26 a-full 3000 bank, 01-26 a-full 27037 bank prepaid"
    ),
    "a minimum that counts instalments twice is missed by no more than the balance": Drawn(mixed, 6997, ""),
    "past-due cash advances are asked for once": Drawn(mixed, 5423, "01-05 b-unpaid 50037 bank"),
    "a payment meets interest that was left before what is billed anew": Drawn(
        mixed,
        20572,
        "07-13 b-unpaid 100000 bank, 07-19 b-unpaid 301238 bank prepaid, 07-24 a-lost 83147 bank prepaid,"
        "08-02 a-lost 2700 bank prepaid, 09-02 a-lost 2008 bank, 09-02 a-lost 907 bank prepaid,"
        "09-24 a-lost 6957 bank prepaid, 09-24 a-lost 3043 bank prepaid, 10-24 a-lost 6827 bank prepaid",
    ),
    "interest that is carried counts as nothing above the limit": Drawn(
        thin,
        31057,
        "01-29 a-lost 17500 purse,01-31 c-equal-principal 17034 bank,02-11 b-level 22500 purse,"
        "02-11 b-level 38593 bank,02-25 a-lost 4392 bank,02-28 c-equal-principal 17334 bank,"
        "03-11 b-level 61093 bank,03-25 a-lost 4865 bank,03-31 c-equal-principal 16999 bank,"
        "04-11 b-level 66848 bank,04-25 a-lost 7870 bank",
    ),
    "a loan that is repaid is not asked for less than nothing from one of two wallets": Drawn(
        tiny,
        20638,
        "12-12 a-equal-principal 112755 bank, 12-12 b-level 194648 bank prepaid, 12-12 a-equal-principal 451808 bank prepaid",
    ),
    "interest that is paid in the days of grace bears nothing where what is left bears": Drawn(
        tiny,
        123,
        "02-22 b-level 29995 bank, 02-22 a-unpaid 5 bank prepaid, 03-09 a-unpaid 95819 bank,"
        "03-09 b-level 20076 bank prepaid, 03-22 b-level 44104 bank",
    ),
    "interest that a minimum asks for in part is not past due where that is met": Drawn(
        behind,
        299,
        "07-18 b-unpaid 190037 bank, 07-18 c-level 92755 bank, 07-29 b-unpaid 45 bank, 07-29 c-level 122667 bank,"
        "08-05 a-interest-first 17012 bank",
    ),
    "cash advances that bear less than purchases stay so where they are past due": Drawn(
        behind, 689, "12-18 b-lost 230000 bank, 12-18 a-full 160000 bank, 12-18 b-lost 200 bank"
    ),
    "what bears before its statement and no more at its test is paid ahead": Drawn(
        behind,
        1393,
        "07-24 a-lost 270000 bank, 07-24 a-lost 160000 bank prepaid, 07-29 b-monthly-line 60000 bank prepaid,"
        "08-03 a-lost 1968 bank prepaid",
    ),
    "a penalty is rounded with what it bears from today on": Drawn(indebted, 2042, "05-02 a 83755 bank"),
    "an instalment that asks for nothing is not missed while an older one is": Drawn(
        thin, 20117, "02-15 b-equal-principal 145000 bank"
    ),
    "what a minimum asks for beyond what is past due may leave interest unpaid": Drawn(
        arrears,
        748,
        "07-06 a 120000 bank, 07-10 a 80000 bank, 07-10 b 10037 bank, 07-10 a 6101 bank prepaid,"
        "07-16 a 2492 bank prepaid, 07-16 b 1370 bank prepaid, 08-10 a 59808 bank prepaid, 08-28 a 936 bank prepaid",
    ),
    "a payment meets what is past due today before interest where every due is met": Drawn(
        arrears,
        126,
        "10-25 a 30037 bank, 10-25 b 29816 bank prepaid, 10-28 b 43 bank prepaid, 11-03 a 104 bank,"
        "11-24 b 355 bank prepaid, 11-24 a 1966 bank prepaid, 11-25 a 27 bank prepaid, 12-09 b 1 bank prepaid",
    ),
    "an instalment that waits for its days of grace bears nothing": Drawn(
        harsh,
        312,
        "06-22 a 10000 bank prepaid, 07-08 a 5000 bank, 07-08 a 70356 bank, 07-08 a 5000 bank,"
        "07-08 a 19644 bank prepaid",
    ),
    "a prepayment on a day without an income lets a month bear by the night": Drawn(
        harsh,
        2338,
        "02-24 a 9999 bank, 02-26 a 10000 bank prepaid, 03-03 a 10000 bank, 03-26 a 1 bank",
    ),
    "an instalment that is tolerated costs no fee while an older one is missed": Drawn(
        indebted,
        336,
        "09-04 a 20000 bank prepaid",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_program_has_something_for_a_plan_that_costs_no_more(name: str) -> None:
    own, days, plan, today = CASES[name]
    table = lay(name, own, day(today), day(days))
    payments = [Instruction(day(on).toordinal(), who, amount, "bank", prepaid) for on, who, amount, prepaid in plan]
    assert not forbidden(table, table.play(tuple(payments)))


def paid(table: Table, played: Played) -> list[tuple[int, str, int]]:
    """Return what a plan really pays: a generator that draws other households would leave it with nothing to pay."""
    run = branch(table.past, Planned(played.plan), workings=False)
    made = project(run, "", table.last).payments
    return sorted((pay.on.toordinal(), pay.account, pay.amount) for pay in made if not pay.promised)


@pytest.mark.parametrize("name", DRAWN)
def test_the_program_has_something_for_a_plan_of_a_household_drawn_by_lot(name: str) -> None:
    household, seed, plan = DRAWN[name]
    one = household(seed)
    table = lay(name, without_coupons(one.own), one.today, one.until)
    planned = tuple(instruction(each, one.today) for each in plan.split(",") if each)
    played = table.play(planned)
    assert not played.score.drawn
    assert paid(table, played) == sorted((each.day, each.account, each.amount) for each in planned)
    assert not forbidden(table, played)
