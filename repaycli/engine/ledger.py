"""What a run yields: postings, statements, planned payments and what went wrong, as plain values.

Amounts are whole minor units. A posting's amount is a magnitude whose direction follows from its kind; only an
`adjustment` is signed (positive: the balance grew). `balance` is what is owed (or held, for a wallet) after it.
"""

from datetime import date
from enum import Enum
from fractions import Fraction

from repaycli.core.nouns import NamedTuple
from repaycli.core.text import Text
from repaycli.engine.workings import InstalmentWorking, MinimumWorking, Working
from repaycli.products.delinquency import What
from repaycli.products.terms import Coupon


class Kind(Enum):
    """What a posting is."""

    PURCHASE = "purchase"
    CASH = "cash"
    INTEREST = "interest"
    PENALTY = "penalty"
    LATE_FEE = "late-fee"
    FEE = "fee"
    PAYMENT = "payment"
    REFUND = "refund"
    COUPON = "coupon"
    INCOME = "income"
    EXPENSE = "expense"
    ADJUSTMENT = "adjustment"


COSTS = frozenset({Kind.INTEREST, Kind.PENALTY, Kind.LATE_FEE, Kind.FEE})
"""The kinds that cost money, besides coupons, which give some back."""

_LOWERS = frozenset({Kind.PAYMENT, Kind.REFUND, Kind.COUPON, Kind.EXPENSE})


class Split(NamedTuple):
    """The part of a payment (or of a coupon) that paid one part of an account."""

    part: str  # "late-fee", "fee", "penalty", "interest", "cash", "purchases", "principal", "credit", …
    rate: Fraction  # per day, 0 where it bears none
    amount: int


class FallenDue(NamedTuple):
    """A loan's instalment on the day it fell due; its interest and fee are postings of that day."""

    on: date
    account: str
    fee: int
    working: InstalmentWorking

    @property
    def amount(self) -> int:
        """What is to be paid of it."""
        return self.working.principal + self.working.interest + self.fee


class Posting(NamedTuple):
    """One movement of one account: one date, one kind, rounded."""

    on: date
    account: str
    kind: Kind
    amount: int
    balance: int
    wallet: str = ""  # for a payment: the wallet it came from
    wallet_balance: int | None = None
    split: tuple[Split, ...] = ()  # of a payment, or of a coupon
    working: Working | None = None
    note: Text | None = None
    unconfirmed: bool = False  # follows from a due date whose payment nobody recorded


def change(posting: Posting) -> int:
    """Return what a posting does to the balance of its account, signed, in minor units."""
    return -posting.amount if posting.kind in _LOWERS else posting.amount


class Opening(NamedTuple):
    """What an account owes (or a wallet holds) at the start of `as_of`, before anything is posted.

    `planned` = principal of instalment plans that is not billed yet, which no balance holds.
    """

    name: str
    amount: int
    is_wallet: bool = False
    planned: int = 0


class ClosedStatement(NamedTuple):
    """A statement as it was closed."""

    account: str
    closed: date
    due: date
    balance: int
    minimum: int
    interest: int
    fees: int
    working: MinimumWorking | None = None


class PlannedPayment(NamedTuple):
    """A payment of the plan, from today on; `promised` = recorded by the user with a future date."""

    on: date
    account: str
    amount: int
    wallet: str
    reason: Text
    promised: bool = False


class Shortfall(NamedTuple):
    """On that day so much was missing for those accounts (or expenses)."""

    on: date
    amount: int
    accounts: tuple[str, ...]


class OverdueSpell(NamedTuple):
    """An account was past due for that due date, from `due` + 1 to `last` (None: still so at the end).

    `amount` is what was missing when it was found; `unconfirmed` when the due date lies before today and nothing
    was recorded for it.
    """

    account: str
    due: date
    amount: int
    last: date | None
    unconfirmed: bool = False


class Consequence(NamedTuple):
    """What began on a day because an account was past due for so many days.

    `rule` is the id of a built-in rule or stage, empty where the file says it; `detail` is a stage's name, a bucket, a
    mark, or the day on which a record is cleared. `certain` is false for what only may happen.
    """

    on: date
    account: str
    lender: str
    what: What
    days: int
    rule: str
    certain: bool
    detail: str = ""
    unconfirmed: bool = False


class Unconfirmed(NamedTuple):
    """A due date before today for which nothing was recorded and no autopay is on."""

    account: str
    due: date
    amount: int  # asked in full
    minimum: int  # asked at least


class Notice(NamedTuple):
    """Something that every view should say: an assumption, a sweep taken to have run, a warning."""

    code: str
    account: str
    message: Text


class AccountPosition(NamedTuple):
    """An account at the start of a day's payments: what it owes and what it asks for next.

    `owed` = principal + posted interest and fees; `accrued` = exact interest not posted, rounded for reading.
    """

    name: str
    lender: str
    is_line: bool
    owed: int
    accrued: int
    past_due: int
    days_past_due: int
    next_due: date | None
    next_amount: int  # instalment, or the statement in full
    next_minimum: int  # instalment, or what is left of the minimum
    daily_rate: Fraction
    annual_rate: Fraction
    limit: int | None
    available: int | None
    shared_limit: str | None
    next_closing: date | None = None
    planned: int = 0  # instalment-plan principal that is not billed yet
    used: int = 0  # of its limit and of a shared one
    over: int = 0  # what is used above its own limit
    is_frozen: bool = False  # its lender lets nothing more be spent
    is_surely_late: bool = False  # something of what is past due does not rest on a due that nobody confirmed


class GroupPosition(NamedTuple):
    """A limit that several accounts use together: what they use of it, what is left, what is above it."""

    name: str
    limit: int
    used: int
    available: int
    over: int
    accounts: tuple[str, ...]


class WalletPosition(NamedTuple):
    """A wallet: what it holds and what of it may be used for repayments."""

    name: str
    holds: int
    reserve: int

    @property
    def usable(self) -> int:
        """What is above the reserve."""
        return max(0, self.holds - self.reserve)


class Sweep(NamedTuple):
    """A payment of the replayed past that nobody recorded: autopay is taken to have made it on the due date."""

    on: date
    account: str
    amount: int
    wallet: str


class Standing(NamedTuple):
    """Where the household stands on a day, after the entries recorded for it and before any strategy pays.

    `statements` closed and `sweeps` were made from `as_of` to the day before; `coupons` are those not used yet, by account;
    `spent` is what the planned expenses of the day took, by name, and what the wallets hold is without it.
    """

    on: date
    accounts: tuple[AccountPosition, ...]
    wallets: tuple[WalletPosition, ...]
    unconfirmed: tuple[Unconfirmed, ...]
    notices: tuple[Notice, ...]
    groups: tuple[GroupPosition, ...] = ()
    statements: tuple[ClosedStatement, ...] = ()
    sweeps: tuple[Sweep, ...] = ()
    coupons: tuple[tuple[str, Coupon], ...] = ()
    spent: tuple[tuple[str, int], ...] = ()


class Summary(NamedTuple):
    """The totals of one strategy from today to the last day, both inclusive; amounts in minor units."""

    name: str
    interest: int
    penalty: int
    fees: int
    coupons: int
    total_cost: int
    paid: int
    overdue_days: int
    worst_days_past_due: int
    lowest_cash: int
    payoff_date: date | None
    debt_at_end: int
    cash_at_end: int
    shortfalls: tuple[Shortfall, ...]


class Projection(NamedTuple):
    """One strategy played through: the whole ledger from `as_of`, and the plan and totals from `today`."""

    strategy: str
    today: date
    until: date
    postings: tuple[Posting, ...]
    statements: tuple[ClosedStatement, ...]
    fallen_due: tuple[FallenDue, ...]
    payments: tuple[PlannedPayment, ...]
    spells: tuple[OverdueSpell, ...]
    unconfirmed: tuple[Unconfirmed, ...]
    notices: tuple[Notice, ...]
    summary: Summary
    accrued_at_end: tuple[tuple[str, int], ...]  # account, interest accrued and not posted (rounded)
