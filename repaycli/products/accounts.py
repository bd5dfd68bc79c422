"""The household: every account, wallet and dated fact of one accounts file, as frozen values."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from repaycli.core.dates import occurrences
from repaycli.core.money import Currency, Rounding
from repaycli.core.nouns import NamedTuple
from repaycli.core.problems import Problem
from repaycli.core.rates import Rate
from repaycli.products.terms import (
    Accrual,
    Allocation,
    Autopay,
    CashFee,
    Compound,
    Coupon,
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
    ScheduledInstalment,
    StatementDates,
)


class Citation(NamedTuple):
    """Where a value comes from: the public source, the date it speaks for, how sure it is."""

    source: str
    as_of: str
    confidence: str  # "high", "medium" or "low"


class Origin(NamedTuple):
    """Who set a term: the user's file, a preset (with its citation) or the program's default."""

    kind: str  # "file", "preset" or "default"
    preset: str = ""
    citation: Citation | None = None


class Wallet(NamedTuple):
    """Money at hand; `reserve` is never used for repayments."""

    name: str
    balance: int
    reserve: int = 0
    annual_yield: Rate | None = None


class Flow(NamedTuple):
    """Money that comes or goes at regular dates: an income, an expense, or spending on a line."""

    name: str
    amount: int
    first: date
    every: str = "once"
    until: date | None = None
    wallet: str | None = None  # None = the first wallet
    spread: Fraction = Fraction(0)
    missed: Fraction = Fraction(0)
    late_days: int = 0
    kind: PurchaseKind = PurchaseKind.PURCHASE  # only for spending on a line
    common: Fraction = Fraction(0)  # the share of the variance that all its occurrences have in common
    replaced: frozenset[date] = frozenset()  # of an income: planned dates that receipts stand for

    @property
    def is_certain(self) -> bool:
        """Tell whether it always comes as planned."""
        return not (self.spread or self.missed or self.late_days)

    def dates(self, until: date, start: date) -> Iterator[date]:
        """Yield the dates from `start` to `until`, both inclusive, on which it comes as planned: no receipt stands for them."""
        last = min(until, self.until) if self.until else until
        found = occurrences(self.first, self.every, last, start)
        return (on for on in found if on not in self.replaced) if self.replaced else found


class Loan(NamedTuple):
    """A debt with a schedule."""

    name: str
    lender: str
    principal: int
    rate: Rate
    repayment: Repayment
    instalments: int
    next_due: date
    due_day: int
    preset: str | None = None
    instalment: int | None = None
    interest_from: date | None = None  # None = as_of
    every: str = "month"
    accrual: Accrual = Accrual.ACTUAL
    penalty_multiplier: Fraction = Fraction(3, 2)
    penalty_base: str = "principal"  # or "instalment": its interest too
    accelerates_after_days: int | None = None
    prepayment: Prepayment = Prepayment()
    rates: tuple[RateChange, ...] = ()
    pause: tuple[Pause, ...] = ()
    schedule: tuple[ScheduledInstalment, ...] = ()
    fee_per_instalment: InstalmentFee | None = None
    late_fee: LateFee | None = None
    limit: int | None = None
    shared_limit: str | None = None
    rounding: Rounding = Rounding.HALF_UP
    round_to: int = 1  # minor units
    grace_days: int = 0
    tolerance: int = 0
    overdue: tuple[OverdueInstalment, ...] = ()
    autopay: bool = False
    pay_from: tuple[str, ...] = ()
    coupon: tuple[Coupon, ...] = ()
    origins: Mapping[str, Origin] = MappingProxyType({})


class Purchase(NamedTuple):
    """Something put on a line: a purchase, a cash advance or a refund."""

    account: str
    posted: date
    amount: int
    kind: PurchaseKind = PurchaseKind.PURCHASE
    note: str = ""
    counts_as_payment: bool = False  # a refund that counts towards the minimum
    id: str | None = None


class CreditLine(NamedTuple):
    """A revolving line with statements."""

    name: str
    lender: str
    limit: int
    rate: Rate
    statement_day: int
    due_day: int
    preset: str | None = None
    shared_limit: str | None = None
    cash_rate: Rate | None = None
    cash_fee: CashFee | None = None
    unbilled: int = 0
    credit_balance: int = 0
    statement: tuple[OpenStatement, ...] = ()
    revolving: bool = False
    accrued: int | None = None  # None = computed from what the file says
    purchase: tuple[Purchase, ...] = ()
    spending: tuple[Flow, ...] = ()
    instalment_plan: tuple[InstalmentPlan, ...] = ()
    minimum: MinimumRule = MinimumRule()
    interest_on: InterestOn = InterestOn.FULL
    interest_from: InterestFrom = InterestFrom.POSTING
    free_period: str = "each-statement"  # or "lost"
    statement_day_interest: str = "current"  # or "next"
    payment_counts: str = "same-day"  # or "next-day"
    purchase_on_statement_day: str = "this"  # or "next"
    accrual: Accrual = Accrual.ACTUAL
    compound: Compound = Compound.POSTED
    overdue_multiplier: Fraction = Fraction(1)
    overdue_on: OverdueOn = OverdueOn.SHORTFALL
    late_fee: LateFee | None = None
    rates: tuple[RateChange, ...] = ()
    dates: tuple[StatementDates, ...] = ()
    rounding: Rounding = Rounding.HALF_UP
    round_to: int = 1  # minor units
    round_at: str = "posting"  # or "segment"
    allocation: Allocation = Allocation()
    grace_days: int = 0
    tolerance: int = 0
    autopay: Autopay = Autopay.OFF
    pay_from: tuple[str, ...] = ()
    coupon: tuple[Coupon, ...] = ()
    origins: Mapping[str, Origin] = MappingProxyType({})


Account = Loan | CreditLine


class Payment(NamedTuple):
    """A repayment that was made or promised."""

    account: str
    on: date
    amount: int
    wallet: str | None = None
    pay_as: PayAs | None = None
    id: str | None = None


class BalanceCheck(NamedTuple):
    """What the lender's app (or the wallet) shows at the start of a day; from then on it counts."""

    account: str
    on: date
    amount: int
    is_wallet: bool = False
    includes_accrued: bool = False
    id: str | None = None


class Receipt(NamedTuple):
    """What an income really brought on a day, in minor units; 0: it did not come.

    `due`: the planned date that it stands for, which brings nothing else then; None: one that is not known. Several of one
    `due` are parts of one.
    """

    income: str
    on: date
    amount: int
    due: date | None = None
    wallet: str | None = None  # where it arrives; None = the first wallet
    id: str | None = None


class Stage(NamedTuple):
    """A rung of the collections ladder.

    Of a built-in one `titles` and `meanings` are by language, and `citation` says where it comes from.
    """

    name: str
    after_days: int
    means: str = ""
    titles: Mapping[str, str] = MappingProxyType({})
    meanings: Mapping[str, str] = MappingProxyType({})
    citation: Citation | None = None


class Lender(NamedTuple):
    """Consequences that are shared by a lender's accounts."""

    name: str
    spending_frozen_after_days: int | None = None
    limit_cut_after_days: int | None = None
    limit_cut_share: Fraction = Fraction(0)
    reported_after_days: int | None = None
    stages: tuple[Stage, ...] = ()


class SharedLimit(NamedTuple):
    """A limit that several accounts use together; `over_limit` says whether minimums ask for what is above it."""

    name: str
    amount: int
    over_limit: str = "minimum"  # or "none"


class CustomStrategy(NamedTuple):
    """The user's own rule: a fixed monthly budget and/or an order of accounts."""

    budget: int | None = None
    order: tuple[str, ...] = ()


class Household(NamedTuple):
    """What is owed, on what terms, from what money; balances are true at the START of `as_of`."""

    as_of: date
    currency: Currency
    language: str | None = None
    wallets: tuple[Wallet, ...] = ()
    incomes: tuple[Flow, ...] = ()
    expenses: tuple[Flow, ...] = ()
    loans: tuple[Loan, ...] = ()
    lines: tuple[CreditLine, ...] = ()
    payments: tuple[Payment, ...] = ()
    purchases: tuple[Purchase, ...] = ()  # the lines' own `purchase` entries and the journal's, together
    balances: tuple[BalanceCheck, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    lenders: tuple[Lender, ...] = ()
    shared_limits: tuple[SharedLimit, ...] = ()
    called: tuple[tuple[str, str], ...] = ()  # what bills call an account, and its name
    default_strategy: str | None = None
    custom: CustomStrategy | None = None
    warnings: tuple[Problem, ...] = ()

    @property
    def accounts(self) -> tuple[Account, ...]:
        """Every debt, by name."""
        return tuple(sorted((*self.loans, *self.lines), key=lambda account: account.name))

    @property
    def is_uncertain(self) -> bool:
        """Tell whether any income, expense or spending may come otherwise than planned."""
        flows = (*self.incomes, *self.expenses, *(flow for line in self.lines for flow in line.spending))
        return not all(flow.is_certain for flow in flows)
