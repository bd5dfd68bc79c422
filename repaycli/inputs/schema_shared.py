"""The keys that loans and credit lines have in common."""

from repaycli.core.money import Rounding
from repaycli.core.text import text
from repaycli.inputs.fields import (
    Amount,
    Choice,
    Day,
    Flag,
    Key,
    Listing,
    RateText,
    Rows,
    Share,
    Sub,
    Table,
    Whole,
    Word,
)
from repaycli.products.terms import Accrual

FROM = Key("from", Day(), text("the first day on which it holds"), "2027-01-01", required=True)

DAILY = Key("daily_rate", RateText("day"), text("the interest rate of one day"), '"0.05%"')

ANNUAL = Key("annual_rate", RateText("year"), text("the interest rate of one year"), '"14.6%"')

RATES = ("daily_rate", "annual_rate")

LATE_FEE = Table(
    "late_fee",
    text("the fee for a missed minimum or instalment, once per statement"),
    (
        Key("share", Share(), text("the share that is charged"), '"5%"', default="0%"),
        Key("floor", Amount(quoted=True), text("the least it can be"), "10", default=0),
        Key("cap", Amount(quoted=True), text("the most it can be"), "500"),
        Key(
            "of",
            Choice(("shortfall", "interest", "unpaid")),
            text("what the share is taken of: the minimum's missing part, the interest, or all that is unpaid"),
            '"shortfall"',
            "shortfall",
        ),
        Key(
            "steps",
            Listing(Amount(quoted=True)),
            text("fixed fees for the first, second, third … missed time in a row"),
            "[300, 400, 500]",
        ),
        Key("within_minimum", Flag(), text("never more than the minimum that was missed"), "true", default=False),
    ),
)

COUPON = Table(
    "coupon",
    text("a voucher for a repayment, used once, with the first payment that does what it asks for"),
    (
        Key("amount", Amount(zero=False), text("what it is worth"), "20.00"),
        Key("share", Share(), text("what it is worth, as a share of the payment or of the interest"), '"50%"'),
        Key("kind", Choice(("cash", "interest")), text("what it takes off: any part, or interest"), '"cash"', "cash"),
        Key("from", Day(), text("the first day on which it can be used"), "2026-11-01"),
        Key("until", Day(), text("the last day on which it can be used"), "2026-11-30"),
        Key(
            "needs",
            Choice(("on-time", "early", "overdue-repaid")),
            text("the payment it asks for: what is due, in time or before its day, or the last of what is past due"),
            '"on-time"',
        ),
        Key("minimum_payment", Amount(), text("the least payment for which it counts"), "100", default=0),
    ),
    one_of=(("amount", "share"),),
    needs_one=("amount", "share"),
)

NAME = Key(
    "name", Word(), text("what you call the account; it must be the only one of that name"), '"借呗"', required=True
)

LENDER = Key(
    "lender",
    Word(),
    text("the group whose consequences are shared"),
    '"蚂蚁"',
    default_text=text("the account's own name"),
)

PRESET = Key("preset", Word(), text("fills in the terms you leave out; see `repaycli presets`"), '"huabei"')

SHARED = Key("shared_limit", Word(), text("the name of a [[shared_limit]] that it uses"), '"招行总额度"')

YEAR_DAYS = Key("year_days", Choice((365, 360)), text("how many days the lender's year has"), "365", default=365)

ACCRUAL = Key(
    "accrual",
    Choice(("actual", "monthly"), Accrual),
    text("interest for actual days, or a twelfth of a year for each full month"),
    '"actual"',
    "actual",
)

LATE = Key("late_fee", Sub(LATE_FEE), LATE_FEE.help, '{ share = "5%", floor = 10 }')

COMMON = (
    Key(
        "rounding",
        Choice(("half-up", "down", "up", "half-even"), Rounding),
        text("how posted amounts are rounded"),
        '"half-up"',
        "half-up",
    ),
    Key(
        "round_to",
        Amount(zero=False, quoted=True),
        text("the unit that posted amounts are rounded to"),
        '"0.01"',
        default_text=text("the currency's minor unit"),
    ),
    Key("grace_days", Whole(0, 60), text("so many days late still counts as on time"), "3", default=0),
    Key("tolerance", Amount(), text("so much less still counts as paid in full"), "10", default=0),
)

PAY_FROM = Key(
    "pay_from",
    Listing(Word()),
    text("the wallets that pay it, in this order"),
    '["工资卡", "余额宝"]',
    default_text=text("all wallets, in the order of the file"),
)

COUPONS = Key("coupon", Rows(COUPON), COUPON.help, "[{ amount = 20, until = 2026-11-30 }]")

REPAYMENTS = ("level", "equal-principal", "interest-first", "bullet")
