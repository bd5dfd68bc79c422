"""The keys of loans."""

from repaycli.core.text import text
from repaycli.inputs.fields import Amount, Choice, Day, Every, Flag, Key, Number, Rows, Share, Sub, Table, Whole
from repaycli.inputs.schema_money import MOST_DAYS
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
from repaycli.products.terms import Effect, Repayment

_LOAN_RATES = Table(
    "rates",
    text("dated rate changes and promotions"),
    (FROM, DAILY, ANNUAL),
    one_of=(RATES,),
    needs_one=RATES,
)

_PAUSE = Table(
    "pause",
    text("instalments that the lender has put off"),
    (
        FROM,
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

LOAN = Table(
    "loan",
    text("a debt with a schedule"),
    (
        NAME,
        LENDER,
        PRESET,
        Key(
            "principal",
            Amount(),
            text("the principal still owed at as_of, past-due principal included"),
            "13500.00",
            required=True,
        ),
        DAILY,
        ANNUAL,
        YEAR_DAYS,
        Key(
            "repayment",
            Choice(REPAYMENTS, Repayment),
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
        ACCRUAL,
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
        LATE,
        Key("limit", Amount(), text("the limit that the loan was drawn from"), "50000"),
        SHARED,
        *COMMON,
        Key("overdue", Rows(_OVERDUE), _OVERDUE.help, "[{ due = 2026-10-20, principal = 1000, interest = 50 }]"),
        Key("autopay", Flag(), text("whether the lender takes the instalment by itself"), "true", default=False),
        PAY_FROM,
        COUPONS,
    ),
    one_of=(RATES,),
    needs_one=RATES,
)
