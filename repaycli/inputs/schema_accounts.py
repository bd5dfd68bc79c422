"""The keys of loans and credit lines."""

from repaycli.core.money import Rounding
from repaycli.core.text import text
from repaycli.inputs.fields import (
    Amount,
    Choice,
    Day,
    Every,
    Flag,
    Key,
    Listing,
    Number,
    RateText,
    Rows,
    Share,
    Sub,
    Table,
    Whole,
    Word,
)
from repaycli.inputs.schema_money import LINE_PURCHASE, MOST_DAYS, SPENDING
from repaycli.products.terms import (
    Accrual,
    Autopay,
    Compound,
    Effect,
    InterestFrom,
    InterestOn,
    OverdueOn,
    PrepayFee,
    Repayment,
)

_FROM = Key("from", Day(), text("the first day on which it holds"), "2027-01-01", required=True)
_DAILY = Key("daily_rate", RateText("day"), text("the interest rate of one day"), '"0.05%"')
_ANNUAL = Key("annual_rate", RateText("year"), text("the interest rate of one year"), '"14.6%"')
_RATES = ("daily_rate", "annual_rate")

_LOAN_RATES = Table(
    "rates",
    text("dated rate changes and promotions"),
    (_FROM, _DAILY, _ANNUAL),
    one_of=(_RATES,),
    needs_one=_RATES,
)

_LINE_RATES = Table(
    "rates",
    text("dated rate changes and promotions"),
    (
        _FROM,
        _DAILY,
        _ANNUAL,
        Key("on", Choice(("new", "all")), text("for what is posted from then on, or for all"), '"all"', "all"),
        Key(
            "deferred",
            Flag(),
            text("interest is held back, and charged if the promotion ends unpaid"),
            "true",
            default=False,
        ),
    ),
    one_of=(_RATES,),
    needs_one=_RATES,
)

_PAUSE = Table(
    "pause",
    text("instalments that the lender has put off"),
    (
        _FROM,
        Key("until", Day(), text("the last day of the pause"), "2027-03-31", required=True),
        Key("interest", Flag(), text("whether interest runs meanwhile"), "true", default=True),
    ),
)

_PREPAYMENT = Table(
    "prepayment",
    text("what paying early costs and changes"),
    (
        Key("allowed", Flag(), text("whether paying early is possible"), "true", default=True),
        Key("fee", Share(), text("its fee, a share of the principal prepaid"), '"0%"', default="0%"),
        Key(
            "effect",
            Choice(("shorter", "lower"), Effect),
            text("fewer instalments (缩期) or smaller ones (减供)"),
            '"shorter"',
            "shorter",
        ),
        Key(
            "interest",
            Choice(("all", "part")),
            text("all accrued interest is paid first, or only that of the part prepaid"),
            '"all"',
            "all",
        ),
    ),
)

_LATE_FEE = Table(
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

_CASH_FEE = Table(
    "cash_fee",
    text("the fee posted with a cash advance"),
    (
        Key("share", Share(), text("the share that is charged"), '"1%"', default="0%"),
        Key("floor", Amount(quoted=True), text("the least it can be"), "10", default=0),
        Key("cap", Amount(quoted=True), text("the most it can be"), "100"),
    ),
)

_INSTALMENT_FEE = Table(
    "fee_per_instalment",
    text("a fee charged with every instalment"),
    (
        Key("amount", Amount(), text("a fixed amount"), "5.00"),
        Key("share", Share(), text("a share of the principal"), '"0.5%"'),
        Key(
            "of",
            Choice(("original", "remaining")),
            text("the share is of the principal at as_of, or of what is left"),
            '"original"',
            "original",
        ),
    ),
    one_of=(("amount", "share"),),
    needs_one=("amount", "share"),
)

_OVERDUE = Table(
    "overdue",
    text("an instalment that is unpaid at as_of"),
    (
        Key("due", Day(), text("when it was due"), "2026-10-20", required=True),
        Key("principal", Amount(), text("the principal of it that is unpaid"), "1000.00", required=True),
        Key("interest", Amount(), text("the interest of it that is unpaid"), "50.00", default=0),
        Key("penalty", Amount(), text("the penalty interest charged so far and unpaid"), "5.00", default=0),
    ),
)

_SCHEDULE = Table(
    "schedule",
    text("the lender's own schedule, one entry for each instalment that is left"),
    (
        Key("due", Day(), text("when it is due"), "2026-11-20", required=True),
        Key("principal", Amount(), text("its principal"), "1000.00", required=True),
        Key("interest", Amount(), text("its interest"), "50.00", required=True),
    ),
)

_COUPON = Table(
    "coupon",
    text("a voucher for a repayment"),
    (
        Key("amount", Amount(zero=False), text("what it is worth"), "20.00"),
        Key("share", Share(), text("what it is worth, as a share"), '"50%"'),
        Key("kind", Choice(("cash", "interest")), text("what it takes off: any part, or interest"), '"cash"', "cash"),
        Key("from", Day(), text("the first day on which it can be used"), "2026-11-01"),
        Key("until", Day(), text("the last day on which it can be used"), "2026-11-30"),
        Key("needs", Choice(("on-time", "early", "overdue-repaid")), text("what it asks of you"), '"on-time"'),
        Key("minimum_payment", Amount(), text("the least payment for which it counts"), "100", default=0),
    ),
    one_of=(("amount", "share"),),
    needs_one=("amount", "share"),
)

_NAME = Key(
    "name", Word(), text("what you call the account; it must be the only one of that name"), '"借呗"', required=True
)
_LENDER = Key(
    "lender",
    Word(),
    text("the group whose consequences are shared"),
    '"蚂蚁"',
    default_text=text("the account's own name"),
)
_PRESET = Key("preset", Word(), text("fills in the terms you leave out; see `repaycli presets`"), '"huabei"')
_SHARED = Key("shared_limit", Word(), text("the name of a [[shared_limit]] that it uses"), '"招行总额度"')
_YEAR_DAYS = Key("year_days", Choice((365, 360)), text("how many days the lender's year has"), "365", default=365)
_ACCRUAL = Key(
    "accrual",
    Choice(("actual", "monthly"), Accrual),
    text("interest for actual days, or a twelfth of a year for each full month"),
    '"actual"',
    "actual",
)
_LATE = Key("late_fee", Sub(_LATE_FEE), _LATE_FEE.help, '{ share = "5%", floor = 10 }')
_COMMON = (
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
_PAY_FROM = Key(
    "pay_from",
    Listing(Word()),
    text("the wallets that pay it, in this order"),
    '["工资卡", "余额宝"]',
    default_text=text("all wallets, in the order of the file"),
)
_COUPONS = Key("coupon", Rows(_COUPON), _COUPON.help, "[{ amount = 20, until = 2026-11-30 }]")
_REPAYMENTS = ("level", "equal-principal", "interest-first", "bullet")

LOAN = Table(
    "loan",
    text("a debt with a schedule"),
    (
        _NAME,
        _LENDER,
        _PRESET,
        Key(
            "principal",
            Amount(),
            text("the principal still owed at as_of, past-due principal included"),
            "13500.00",
            required=True,
        ),
        _DAILY,
        _ANNUAL,
        _YEAR_DAYS,
        Key(
            "repayment",
            Choice(_REPAYMENTS, Repayment),
            text("level 等额本息, equal-principal 等额本金, interest-first 先息后本, or bullet 一次还本付息"),
            '"level"',
            required=True,
            from_preset=True,
        ),
        Key("instalments", Whole(0, 600), text("how many instalments are left"), "9", required=True),
        Key("next_due", Day(), text("the date of the next instalment"), "2026-11-20", required=True),
        Key(
            "due_day",
            Whole(1, 31),
            text("the day of the month on which it falls due; 31 is the month's end"),
            "20",
            default_text=text("the day of next_due"),
        ),
        Key("every", Every(rrule=False), text("how far apart the instalments are"), '"month"', default="month"),
        Key(
            "instalment",
            Amount(zero=False),
            text("the amount of each instalment as the lender states it; the last one settles the rest"),
            "1573.20",
            default_text=text("computed"),
        ),
        Key(
            "interest_from",
            Day(),
            text("the first day whose interest is not yet charged: usually the last due day"),
            "2026-10-20",
            default_text=text("as_of"),
        ),
        _ACCRUAL,
        Key(
            "penalty_multiplier",
            Number(),
            text("penalty rate ÷ contract rate, on overdue instalments"),
            "1.5",
            default="1.5",
        ),
        Key(
            "penalty_base",
            Choice(("principal", "instalment")),
            text("what bears the penalty: the overdue principal, or the instalment with its interest"),
            '"principal"',
            "principal",
        ),
        Key(
            "accelerates_after_days",
            Whole(0, MOST_DAYS),
            text("days past due after which the lender may call the whole loan"),
            "30",
        ),
        Key("prepayment", Sub(_PREPAYMENT), _PREPAYMENT.help, '{ fee = "1%", effect = "shorter" }'),
        Key("rates", Rows(_LOAN_RATES), _LOAN_RATES.help, '[{ from = 2027-01-01, daily_rate = "0.03%" }]'),
        Key("pause", Rows(_PAUSE), _PAUSE.help, "[{ from = 2027-01-01, until = 2027-03-31, interest = true }]"),
        Key(
            "schedule",
            Rows(_SCHEDULE),
            _SCHEDULE.help,
            "[{ due = 2026-11-20, principal = 1000, interest = 50 }]",
        ),
        Key("fee_per_instalment", Sub(_INSTALMENT_FEE), _INSTALMENT_FEE.help, '{ share = "0.5%" }'),
        _LATE,
        Key("limit", Amount(), text("the limit that the loan was drawn from"), "50000"),
        _SHARED,
        *_COMMON,
        Key("overdue", Rows(_OVERDUE), _OVERDUE.help, "[{ due = 2026-10-20, principal = 1000, interest = 50 }]"),
        Key("autopay", Flag(), text("whether the lender takes the instalment by itself"), "true", default=False),
        _PAY_FROM,
        _COUPONS,
    ),
    one_of=(_RATES,),
    needs_one=_RATES,
)

_STATEMENT = Table(
    "statement",
    text("a statement that is open at as_of"),
    (
        Key("closed", Day(), text("the day on which it was made"), "2026-10-25", required=True),
        Key("due", Day(), text("the day by which it is to be paid"), "2026-11-13", required=True),
        Key("balance", Amount(), text("all that it asks for"), "3860.00", required=True),
        Key("minimum", Amount(), text("the least that it asks for"), "386.00", required=True),
        Key("paid", Amount(), text("what has been paid since it was made"), "0", default=0),
        Key("interest", Amount(), text("the interest that it printed, part of its balance"), "186.24", default=0),
        Key("fees", Amount(), text("the fees that it printed, part of its balance"), "28.80", default=0),
        Key("included", Flag(), text("its rest is inside a newer statement"), "true", default=False),
    ),
)

_PLAN = Table(
    "instalment_plan",
    text("a purchase or bill that is repaid with the statements in parts"),
    (
        Key("principal", Amount(zero=False), text("the principal that is still to be billed"), "4800", required=True),
        Key("instalments", Whole(1, 600), text("how many parts are still to be billed"), "12", required=True),
        Key("next_statement", Day(), text("the statement that bills the next part"), "2026-11-25", required=True),
        Key(
            "fee_rate", Share(), text("the fee of each part, a share of the original principal"), '"0.6%"', default="0%"
        ),
        Key(
            "original",
            Amount(zero=False),
            text("the principal that the fee is charged on"),
            "4800",
            default_text=text("the plan's principal"),
        ),
        Key("annual_rate", RateText("year"), text("the interest rate of one year, instead of a fee"), '"12%"'),
        Key(
            "repayment",
            Choice(_REPAYMENTS, Repayment),
            text("how a plan with a rate is repaid"),
            '"level"',
            "level",
        ),
        Key(
            "prepay_fee",
            Choice(("waive-future", "next-period", "all", "accrued"), PrepayFee),
            text("which fees stay due when the plan is ended early"),
            '"next-period"',
            "next-period",
        ),
        Key("remainder", Choice(("last", "first")), text("the part that takes the odd cents"), '"last"', "last"),
    ),
    one_of=(("fee_rate", "annual_rate"),),
)

MINIMUM = Table(
    "minimum",
    text("how the minimum payment follows from a statement"),
    (
        Key("share", Share(), text("the share of this cycle's principal"), '"10%"', default="10%"),
        Key("floor", Amount(quoted=True), text("the least it can be"), "100", default=0),
        Key(
            "carried_share", Share(), text("the share of principal carried over"), '"5%"', default_text=text("as share")
        ),
        Key("cash_share", Share(), text("the share of cash advances"), '"100%"', default_text=text("as share")),
        Key(
            "floor_on",
            Choice(("principal", "total")),
            text("whether the floor covers the share alone or the whole minimum"),
            '"principal"',
            "principal",
        ),
        Key(
            "of",
            Choice(("principal", "balance")),
            text("what the share is taken of: the principal, or the whole balance"),
            '"principal"',
            "principal",
        ),
        Key(
            "instalments_in_share",
            Flag(),
            text("instalments count at the share too, besides in full"),
            "true",
            default=False,
        ),
    ),
)

_DATES = Table(
    "dates",
    text("dated changes of the statement day and due day"),
    (
        _FROM,
        Key("statement_day", Whole(1, 31), text("the statement day from then on"), "5", required=True),
        Key("due_day", Whole(1, 31), text("the due day from then on"), "15", required=True),
    ),
)

_PARTS = ("past-due", "fees", "interest", "cash", "purchases", "lowest-rate", "highest-rate")
_PART_LIST = Listing(Choice(_PARTS))

_ALLOCATION = Table(
    "allocation",
    text("which part of the account a payment pays first"),
    (
        Key("minimum", _PART_LIST, text("the parts, for what is within the minimum"), '["fees", "interest"]'),
        Key(
            "excess",
            Choice(("highest-rate", "lowest-rate")),
            text("for what is above the minimum"),
            '"highest-rate"',
        ),
    ),
)

CREDIT_LINE = Table(
    "credit_line",
    text("a revolving line with statements: 花呗, a credit card"),
    (
        _NAME,
        _LENDER,
        _PRESET,
        Key("limit", Amount(), text("how much can be owed at most"), "12000", required=True),
        _SHARED,
        _DAILY,
        _ANNUAL,
        _YEAR_DAYS,
        Key(
            "cash_rate", RateText("line"), text("the rate of cash advances, in the unit of the line's rate"), '"0.05%"'
        ),
        Key("cash_fee", Sub(_CASH_FEE), _CASH_FEE.help, '{ share = "1%", floor = 10 }'),
        Key(
            "statement_day",
            Whole(1, 31),
            text("the day of the month on which the statement is made"),
            "25",
            required=True,
            from_preset=True,
        ),
        Key(
            "due_day",
            Whole(1, 31),
            text("the day of the month by which it is to be paid"),
            "13",
            required=True,
            from_preset=True,
        ),
        Key("unbilled", Amount(), text("what was posted since the last statement"), "268.50", default=0),
        Key("credit_balance", Amount(), text("what you have overpaid"), "200", default=0),
        Key(
            "statement",
            Rows(_STATEMENT),
            _STATEMENT.help,
            "[{ closed = 2026-10-25, due = 2026-11-13, balance = 3860, minimum = 386 }]",
        ),
        Key(
            "revolving",
            Flag(),
            text("whether the statement before was not paid in full"),
            "true",
            default=False,
        ),
        Key(
            "accrued",
            Amount(),
            text("interest accrued and not yet charged at as_of"),
            "12.50",
            default_text=text("computed from the statements"),
        ),
        Key("purchase", Rows(LINE_PURCHASE), LINE_PURCHASE.help, "[{ posted = 2026-10-18, amount = 1281 }]"),
        Key("spending", Rows(SPENDING), SPENDING.help, '[{ name = "…", amount = 850, first = 2026-11-18 }]'),
        Key(
            "instalment_plan",
            Rows(_PLAN),
            _PLAN.help,
            '[{ principal = 4800, instalments = 12, next_statement = 2026-11-25, fee_rate = "0.6%" }]',
        ),
        Key("minimum", Sub(MINIMUM), MINIMUM.help, '{ share = "10%" }'),
        Key(
            "interest_on",
            Choice(("full", "unpaid"), InterestOn),
            text(
                "what bears interest when a statement is not paid in full: all of it 全额计息, or what is left unpaid"
            ),
            '"full"',
            "full",
        ),
        Key(
            "interest_from",
            Choice(("posting", "statement", "due"), InterestFrom),
            text("interest begins on the posting day, or the day after the statement or due day"),
            '"posting"',
            "posting",
        ),
        Key(
            "free_period",
            Choice(("each-statement", "lost")),
            text("whether new purchases stay free while an older statement is unpaid"),
            '"each-statement"',
            "each-statement",
        ),
        Key(
            "statement_day_interest",
            Choice(("current", "next")),
            text("which statement gets the statement day's interest"),
            '"current"',
            "current",
        ),
        Key(
            "payment_counts",
            Choice(("same-day", "next-day")),
            text("when a payment lowers the balance that bears interest"),
            '"same-day"',
            "same-day",
        ),
        Key(
            "purchase_on_statement_day",
            Choice(("this", "next")),
            text("which statement gets a purchase of the statement day"),
            '"this"',
            "this",
        ),
        _ACCRUAL,
        Key(
            "compound",
            Choice((True, False, "daily"), Compound),
            text("whether interest left unpaid bears interest; daily adds it to the balance each day"),
            "true",
            default=True,
        ),
        Key("overdue_multiplier", Number(), text("overdue rate ÷ rate"), "1.5", default="1.0"),
        Key(
            "overdue_on",
            Choice(("shortfall", "whole-statement"), OverdueOn),
            text("what is past due when the minimum was missed"),
            '"shortfall"',
            "shortfall",
        ),
        _LATE,
        Key("rates", Rows(_LINE_RATES), _LINE_RATES.help, '[{ from = 2027-01-01, daily_rate = "0.03%", on = "new" }]'),
        Key("dates", Rows(_DATES), _DATES.help, "[{ from = 2027-01-01, statement_day = 5, due_day = 15 }]"),
        *_COMMON,
        Key(
            "round_at",
            Choice(("posting", "segment")),
            text("rounded once where it is posted, or for each run of equal balance"),
            '"posting"',
            "posting",
        ),
        Key(
            "allocation",
            Sub(_ALLOCATION, _PART_LIST),
            _ALLOCATION.help,
            '["past-due", "fees", "interest", "cash", "purchases"]',
            default_text=text("past due, then statement by statement: fees, interest, cash, purchases"),
        ),
        Key(
            "principal_first_after_days",
            Whole(1, MOST_DAYS, or_false=True),
            text("days past due from which a payment pays principal first; false is never"),
            "91",
            default=91,
        ),
        Key(
            "autopay",
            Choice((False, "full", "minimum"), Autopay),
            text("what the lender takes by itself on the due day"),
            '"minimum"',
            default=False,
        ),
        _PAY_FROM,
        _COUPONS,
    ),
    one_of=(_RATES,),
    needs_one=_RATES,
)
