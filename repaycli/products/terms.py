"""The terms that an account can have, as frozen values in minor units, fractions and dates.

Amounts are whole minor units of the household's currency, shares are fractions (0.1 = 10 %), days are calendar days.
The keys of the accounts file and their defaults are described once, in `repaycli.inputs.schema`.
"""

from datetime import date
from enum import Enum
from fractions import Fraction

from repaycli.core.nouns import NamedTuple
from repaycli.core.rates import Rate


class Repayment(Enum):
    """How a loan or an instalment plan is repaid."""

    LEVEL = "level"
    EQUAL_PRINCIPAL = "equal-principal"
    INTEREST_FIRST = "interest-first"
    BULLET = "bullet"


class Accrual(Enum):
    """Interest for actual days, or a twelfth of a year for each full month."""

    ACTUAL = "actual"
    MONTHLY = "monthly"


class Effect(Enum):
    """What a prepayment changes: fewer instalments (缩期) or smaller ones (减供)."""

    SHORTER = "shorter"
    LOWER = "lower"


class InterestOn(Enum):
    """What a statement that was not paid in full charges: all of it as it was paid down, or the unpaid part."""

    FULL = "full"
    UNPAID = "unpaid"


class InterestFrom(Enum):
    """The first day that bears interest: the posting day, statement + 1, or due + 1."""

    POSTING = "posting"
    STATEMENT = "statement"
    DUE = "due"


class OverdueOn(Enum):
    """What is past due when the minimum was missed: what is missing of it, or the whole statement."""

    SHORTFALL = "shortfall"
    WHOLE_STATEMENT = "whole-statement"


class Compound(Enum):
    """Whether posted interest left unpaid bears interest, or accrued interest joins the balance each day."""

    NO = "false"
    POSTED = "true"
    DAILY = "daily"


class Autopay(Enum):
    """What the lender sweeps on the due date."""

    OFF = "false"
    FULL = "full"
    MINIMUM = "minimum"


class PurchaseKind(Enum):
    """What was put on a line."""

    PURCHASE = "purchase"
    CASH = "cash"
    REFUND = "refund"


class PayAs(Enum):
    """What early money on a loan is meant for."""

    INSTALMENT = "instalment"
    PREPAYMENT = "prepayment"


class PrepayFee(Enum):
    """Which fees of an instalment plan stay due when it is ended early."""

    WAIVE_FUTURE = "waive-future"
    NEXT_PERIOD = "next-period"
    ALL = "all"
    ACCRUED = "accrued"


class RateChange(NamedTuple):
    """From `from_date` on another rate holds: for what is posted from then (`on = "new"`) or for all.

    `deferred`: interest at the rate that follows is held back, and charged if the promotion ends unpaid.
    """

    from_date: date
    rate: Rate
    on: str = "all"
    deferred: bool = False


class Pause(NamedTuple):
    """Instalments due from `from_date` to `until` (inclusive) move behind it; interest may stop meanwhile."""

    from_date: date
    until: date
    interest: bool = True


class Prepayment(NamedTuple):
    """What paying a loan early costs (`fee`, a share of the principal prepaid) and changes."""

    allowed: bool = True
    fee: Fraction = Fraction(0)
    effect: Effect = Effect.SHORTER
    interest: str = "all"  # "all": all accrued interest is paid first; "part": that of the principal prepaid


class OverdueInstalment(NamedTuple):
    """An instalment unpaid at `as_of`: what is left of its parts."""

    due: date
    principal: int
    interest: int = 0
    penalty: int = 0


class ScheduledInstalment(NamedTuple):
    """One line of the lender's own schedule."""

    due: date
    principal: int
    interest: int


class InstalmentFee(NamedTuple):
    """A fee charged with every instalment: an amount, or a share of the original or remaining principal."""

    amount: int = 0
    share: Fraction = Fraction(0)
    of: str = "original"


class LateFee(NamedTuple):
    """A fee for a missed minimum or instalment: `share` of `of`, at least `floor`, at most `cap`.

    `steps`, if any, are fixed amounts for the first, second, third … missed statement in a row. `within_minimum`: never
    more than the minimum that was missed (Regulation Z, 12 CFR 1026.52(b)).
    """

    share: Fraction = Fraction(0)
    floor: int = 0
    cap: int | None = None
    of: str = "shortfall"  # "shortfall", "interest" or "unpaid"
    steps: tuple[int, ...] = ()
    within_minimum: bool = False


class CashFee(NamedTuple):
    """The fee posted with a cash advance: `share` of it, at least `floor`, at most `cap`."""

    share: Fraction = Fraction(0)
    floor: int = 0
    cap: int | None = None


class MinimumRule(NamedTuple):
    """How the minimum payment follows from a statement; see `repaycli.products.minimum`."""

    share: Fraction = Fraction(1, 10)
    floor: int = 0
    carried_share: Fraction | None = None
    cash_share: Fraction | None = None
    floor_on: str = "principal"  # "principal" or "total"
    of: str = "principal"  # "principal", or "balance": the share is of the whole balance
    instalments_in_share: bool = False


class OpenStatement(NamedTuple):
    """A statement that was closed before `as_of` and is not settled."""

    closed: date
    due: date
    balance: int
    minimum: int
    paid: int = 0
    interest: int = 0
    fees: int = 0
    included: bool = False  # its rest is inside a newer statement


class InstalmentPlan(NamedTuple):
    """A purchase or bill that is repaid with the statements in equal parts, for a fee or a rate."""

    principal: int  # still to be billed, from `next_statement` on
    instalments: int
    next_statement: date
    fee_rate: Fraction = Fraction(0)  # per period, of the original principal
    rate: Rate | None = None
    repayment: Repayment = Repayment.LEVEL
    prepay_fee: PrepayFee = PrepayFee.NEXT_PERIOD
    remainder: str = "last"
    original: int | None = None  # the principal that `fee_rate` is charged on; None = `principal`


class StatementDates(NamedTuple):
    """From `from_date` on the statement and due days are these."""

    from_date: date
    statement_day: int
    due_day: int


class Allocation(NamedTuple):
    """Which part of an account a payment pays first; see `repaycli.products.allocation`.

    `order`: parts in order over the whole account; empty = statement by statement (the default).
    `minimum` and `excess`: parts for what is within the minimum, and "highest-rate" for what is above.
    """

    order: tuple[str, ...] = ()
    minimum: tuple[str, ...] = ()
    excess: str = ""
    principal_first_after_days: int | None = 91


class Coupon(NamedTuple):
    """A voucher or point offset: `amount` or `share`, when it may be used, and what it needs."""

    amount: int = 0
    share: Fraction = Fraction(0)
    kind: str = "cash"
    from_date: date | None = None
    until: date | None = None
    needs: str = ""
    minimum_payment: int = 0
