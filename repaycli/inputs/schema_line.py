"""The keys of credit lines."""

from repaycli.core.text import text
from repaycli.inputs.fields import (
    Amount,
    Choice,
    Day,
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
)
from repaycli.inputs.schema_money import LINE_PURCHASE, MOST_DAYS, SPENDING
from repaycli.inputs.schema_shared import (
    ACCRUAL,
    ANNUAL,
    COMMON,
    COUPONS,
    DAILY,
    FROM,
    LATE,
    LENDER,
    NAME,
    PAY_FROM,
    PRESET,
    RATES,
    REPAYMENTS,
    SHARED,
    YEAR_DAYS,
)
from repaycli.products.terms import Autopay, Compound, InterestFrom, InterestOn, OverdueOn, PrepayFee, Repayment

_LINE_RATES = Table(
    "rates",
    text("dated rate changes and promotions"),
    (
        FROM,
        DAILY,
        ANNUAL,
        Key("on", Choice(("new", "all")), text("for what is posted from then on, or for all"), '"all"', "all"),
        Key(
            "deferred",
            Flag(),
            text("interest is held back, and charged if the promotion ends unpaid"),
            "true",
            default=False,
        ),
    ),
    one_of=(RATES,),
    needs_one=RATES,
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
            Choice(REPAYMENTS, Repayment),
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
        FROM,
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
        NAME,
        LENDER,
        PRESET,
        Key("limit", Amount(), text("how much can be owed at most"), "12000", required=True),
        SHARED,
        DAILY,
        ANNUAL,
        YEAR_DAYS,
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
        ACCRUAL,
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
        LATE,
        Key("rates", Rows(_LINE_RATES), _LINE_RATES.help, '[{ from = 2027-01-01, daily_rate = "0.03%", on = "new" }]'),
        Key("dates", Rows(_DATES), _DATES.help, "[{ from = 2027-01-01, statement_day = 5, due_day = 15 }]"),
        *COMMON,
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
        PAY_FROM,
        COUPONS,
    ),
    one_of=(RATES,),
    needs_one=RATES,
)
