"""The keys of wallets, incomes and expenses, dated entries, lenders and strategies."""

from fractions import Fraction

from repaycli.core.text import text
from repaycli.inputs.fields import (
    Amount,
    Choice,
    Day,
    Every,
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
from repaycli.products.terms import PayAs, PurchaseKind

MOST_DAYS = 3650

WALLET = Table(
    "wallet",
    text("money at hand: a balance in an app, a bank card"),
    (
        Key("name", Word(), text("what you call it"), '"余额宝"', required=True),
        Key("balance", Amount(), text("the money in it at the start of as_of"), "8600.00", required=True),
        Key("reserve", Amount(), text("the part that is never used for repayments"), "2000", default=0),
        Key("annual_yield", RateText("year"), text("what the money earns in a year"), '"1.2%"'),
    ),
)

_NAME = Key("name", Word(), text("what you call it"), '"工资"', required=True)
_AMOUNT = Key("amount", Amount(zero=False), text("the amount each time"), "9800", required=True)
_FIRST = Key("first", Day(), text("the date of the first time"), "2026-11-15", required=True)
_EVERY = Key(
    "every",
    Every(),
    text("how often: once, week, 2 weeks, month, quarter, year, or an RFC 5545 RRULE"),
    '"month"',
    default="once",
)
_UNTIL = Key("until", Day(), text("the last day on which it may still come"), "2027-12-31")
_CHANCES = (
    Key(
        "spread",
        Share(Fraction(10)),
        text("how much the amount varies: its standard deviation as a share of it"),
        '"5%"',
        default="0%",
    ),
    Key(
        "common",
        Share(),
        text("how much of that all of them have in common: 100% is one good or bad time throughout"),
        '"30%"',
        default="0%",
    ),
    Key("missed", Share(), text("how likely it is that one of them does not come"), '"1%"', default="0%"),
    Key("late_days", Whole(0, 365), text("how many days late it is on average"), "1", default=0),
)

INCOME = Table(
    "income",
    text("money that comes in at regular dates"),
    (
        _NAME,
        _AMOUNT,
        _FIRST,
        _EVERY,
        _UNTIL,
        Key("wallet", Word(), text("where it arrives"), '"工资卡"', default_text=text("the first wallet")),
        *_CHANCES,
    ),
)

EXPENSE = Table(
    "expense",
    text("money that goes out at regular dates"),
    (
        _NAME,
        _AMOUNT,
        _FIRST,
        _EVERY,
        _UNTIL,
        Key("wallet", Word(), text("what pays it"), '"工资卡"', default_text=text("the first wallet")),
        *_CHANCES,
    ),
)

_PURCHASE_KINDS = ("purchase", "cash", "refund")

SPENDING = Table(
    "spending",
    text("what will be put on the line in future, at regular dates"),
    (
        _NAME,
        _AMOUNT,
        _FIRST,
        _EVERY,
        _UNTIL,
        Key(
            "kind",
            Choice(("purchase", "cash"), PurchaseKind),
            text("a purchase or a cash advance"),
            '"purchase"',
            "purchase",
        ),
        *_CHANCES,
    ),
)

_ID = Key("id", Word(), text("a mark by which a reversal can name this entry"), '"p1"')

LINE_PURCHASE = Table(
    "purchase",
    text("something put on the line: with its date, interest is exact"),
    (
        Key("posted", Day(), text("the day on which the lender posted it"), "2026-10-18", required=True),
        Key("amount", Amount(zero=False), text("the amount"), "1281.00", required=True),
        Key(
            "kind",
            Choice(_PURCHASE_KINDS, PurchaseKind),
            text("a purchase, a cash advance, or a refund"),
            '"cash"',
            "purchase",
        ),
        Key("note", Word(strict=False, most=500), text("anything you want to remember"), '"机票"'),
        Key("counts_as_payment", Flag(), text("a refund that counts towards the minimum"), "true", default=False),
        _ID,
    ),
)

PURCHASE = Table(
    "purchase",
    text("something put on a credit line"),
    (
        Key("account", Word(), text("the name of the credit line"), '"花呗"', required=True),
        *LINE_PURCHASE.keys,
    ),
)

PAYMENT = Table(
    "payment",
    text("a repayment that you made or promised"),
    (
        Key("account", Word(), text("the name of the debt that was paid"), '"借呗"', required=True),
        Key("date", Day(), text("the day of the payment"), "2026-11-20", required=True),
        Key("amount", Amount(zero=False), text("the amount"), "1500.00", required=True),
        Key("from", Word(), text("the wallet that paid"), '"工资卡"', default_text=text("the account's own order")),
        Key(
            "as",
            Choice(("instalment", "prepayment"), PayAs),
            text("what early money on a loan is meant for"),
            '"prepayment"',
            default_text=text("what is overdue, then the next instalment, then a prepayment"),
        ),
        Key("note", Word(strict=False, most=500), text("anything you want to remember"), '"…"'),
        _ID,
    ),
)

BALANCE = Table(
    "balance",
    text("what the lender's app or the wallet shows at the start of a day; from then on it counts"),
    (
        Key("account", Word(), text("the name of the debt or wallet"), '"花呗"', required=True),
        Key("date", Day(), text("the day at whose start it was shown"), "2026-11-20", required=True),
        Key("owed", Amount(), text("what is owed: principal, posted interest and fees"), "3860.00"),
        Key("holds", Amount(), text("what the wallet holds"), "8600.00"),
        Key(
            "includes_accrued",
            Flag(),
            text("whether the figure holds interest that is not yet charged"),
            "true",
            default=False,
        ),
        Key("note", Word(strict=False, most=500), text("anything you want to remember"), '"…"'),
        _ID,
    ),
    one_of=(("owed", "holds"),),
    needs_one=("owed", "holds"),
)

RECEIPT = Table(
    "receipt",
    text("what an income really brought: it takes the place of what was planned, and tells how the income varies"),
    (
        Key("income", Word(), text("the name of the income"), '"工资"', required=True),
        Key(
            "date",
            Day(),
            text("the day on which it came; of one that did not come, any day by then"),
            "2026-11-16",
            required=True,
        ),
        Key(
            "due",
            Day(),
            text("the planned day that it stands for; several receipts of one planned day are parts of it"),
            "2026-11-15",
            default_text=text("the nearest planned day that no other receipt stands for"),
        ),
        Key("amount", Amount(), text("what came; 0 says that it did not come"), "9640.00", required=True),
        Key("note", Word(strict=False, most=500), text("anything you want to remember"), '"…"'),
        _ID,
    ),
)

REVERSAL = Table(
    "reversal",
    text("takes back an entry: it stays in the file and counts no more"),
    (
        Key("id", Word(), text("the mark of this reversal"), '"r1"', required=True),
        Key("of", Word(), text("the id of the entry that is taken back"), '"p1"', required=True),
        Key("date", Day(), text("the day on which it was taken back"), "2026-11-21"),
        Key("reason", Word(strict=False, most=500), text("why"), '"another card"'),
    ),
)

STAGE = Table(
    "stage",
    text("a rung of the collections ladder"),
    (
        Key("name", Word(), text("what the rung is called"), '"calls"', required=True),
        Key("after_days", Whole(0, MOST_DAYS), text("how many days past due it begins"), "7", required=True),
        Key("means", Word(strict=False, most=500), text("what happens then"), '"phone calls"'),
    ),
)

LIMIT_CUT = Table(
    "limit_cut",
    text("when the limit is cut, and by how much"),
    (
        Key("after_days", Whole(0, MOST_DAYS), text("how many days past due it happens"), "30", required=True),
        Key("share", Share(), text("the share of the limit that goes"), '"50%"', required=True),
    ),
)

LENDER = Table(
    "lender",
    text("consequences that are shared by a lender's accounts"),
    (
        Key("name", Word(), text("the lender, as the accounts name it"), '"蚂蚁"', required=True),
        Key(
            "spending_frozen_after_days",
            Whole(0, MOST_DAYS),
            text("days past due after which nothing more can be spent"),
            "1",
        ),
        Key("limit_cut", Sub(LIMIT_CUT), LIMIT_CUT.help, '{ after_days = 30, share = "50%" }'),
        Key("reported_after_days", Whole(0, MOST_DAYS), text("days past due after which it is reported"), "1"),
        Key("stage", Rows(STAGE), STAGE.help, '[{ name = "calls", after_days = 7 }]'),
    ),
)

SHARED_LIMIT = Table(
    "shared_limit",
    text("a limit that several accounts use together"),
    (
        Key("name", Word(), text("what the accounts call it"), '"招行总额度"', required=True),
        Key("amount", Amount(), text("the limit"), "30000", required=True),
        Key(
            "over_limit",
            Choice(("minimum", "none")),
            text("whether what is above it is asked for in full by the minimum of its lines, once, or by none"),
            '"minimum"',
            "minimum",
        ),
    ),
)

IMPORT = Table(
    "import",
    text("what the bills that `repaycli import` reads call one of the accounts"),
    (
        Key("called", Word(), text("what stands in the bill"), '"招商银行信用卡(1234)"', required=True),
        Key("account", Word(), text("the name of the debt or wallet"), '"招行信用卡"', required=True),
    ),
)

STRATEGIES = ("minimum", "full", "avalanche", "snowball", "optimal", "custom")

CUSTOM = Table(
    "custom",
    text("your own rule: a fixed monthly budget, an order of accounts, or both"),
    (
        Key("budget", Amount(), text("how much goes into repayments each month"), "3000"),
        Key(
            "order", Listing(Word()), text("the accounts, the one to be repaid first at the front"), '["借呗", "花呗"]'
        ),
    ),
)

STRATEGY = Table(
    "strategy",
    text("how you want to pay"),
    (
        Key("default", Choice(STRATEGIES), text("the strategy used when the command names none"), '"full"', "full"),
        Key("custom", Sub(CUSTOM), CUSTOM.help, '{ budget = 3000, order = ["借呗"] }'),
    ),
)
