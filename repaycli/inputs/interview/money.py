"""Money at hand, what comes in and what goes out: the questions, and what they become in the file."""

from collections.abc import Iterator
from datetime import date, timedelta

from repaycli.core.dates import next_on_day
from repaycli.core.money import Currency
from repaycli.core.text import Text, text
from repaycli.inputs.interview.nouns import Kind, Question, Row, Sheet
from repaycli.inputs.interview.rows import assumption, blank, header, money, pair, remark, rule, unset
from repaycli.locale import say

_SHORTEST_MONTH = 28


def wallet_name() -> str:
    """Return what the wallet is called that holds all of it."""
    return say(text("money at hand"))


def questions(sheet: Sheet, today: date, currency: Currency) -> Iterator[Question]:
    """Yield the questions about money, each once those before it are answered."""
    yield Question(
        sheet.key("hand"),
        Kind.MONEY,
        text("How much money do you have at hand?"),
        text("bank cards, 余额宝, cash: all that could pay a bill today; no credit")
        if currency.code == "CNY"
        else text("bank accounts and cash: all that could pay a bill today; no credit"),
        "8600",
    )
    yield Question(
        sheet.key("salary"),
        Kind.MONEY,
        text("What comes in every month (salary)?"),
        text("what reaches your account in a month, after tax"),
        "9800",
        skip=text("nothing"),
    )
    if sheet.number("salary"):
        yield from _salary_questions(sheet, today)
    yield Question(
        sheet.key("rent"),
        Kind.MONEY,
        text("What goes out on a fixed day every month (rent)?"),
        text("rent or a mortgage, on its day; more of them can be added to the file"),
        "2600",
        skip=text("nothing"),
    )
    if sheet.number("rent"):
        yield Question(
            sheet.key("rent_day"),
            Kind.DAY,
            text("On which day of the month?"),
            text("the day on which it is paid"),
            "5",
        )
    yield Question(
        sheet.key("living"),
        Kind.MONEY,
        text("What do you need to live on, a month?"),
        text("food, transport, phone, medicine: what is paid from your money and not from a credit line"),
        "1800",
        skip=text("not known"),
    )


def _salary_questions(sheet: Sheet, today: date) -> Iterator[Question]:
    yield Question(
        sheet.key("salary_day"),
        Kind.DAY,
        text("On which day of the month?"),
        text("the day on which it usually comes; 31 is the last day of a month"),
        "15",
    )
    if _next(sheet.number("salary_day"), today) == today:
        yield Question(
            sheet.key("salary_in"),
            Kind.YES,
            text("That is today. Is it in your money at hand already?"),
            text("yes: the next one comes in a month; no: it is still to come today"),
            "y",
        )


def _next(day: int, today: date) -> date:
    return next_on_day(today - timedelta(days=1), day)


def rows(sheet: Sheet, today: date, currency: Currency) -> Iterator[Row]:
    """Yield the lines of the file about money."""
    yield from rule(text("Money at hand"))
    yield from remark(text("One [[wallet]] for each place where money is, if you like; they pay in this order."))
    yield header("wallet")
    yield from pair("name", wallet_name(), None)
    yield from pair(
        "balance",
        money(sheet.number("hand"), currency),
        text("bank cards, 余额宝 and cash together")
        if currency.code == "CNY"
        else text("bank accounts and cash together"),
        sheet.key("hand"),
    )
    yield unset("reserve = 500", text("money that is never used for repayments: take the # away"))
    if sheet.number("salary"):
        yield from rule(text("What comes in"))
        begins = today + timedelta(days=1) if sheet.yes("salary_in") else today
        yield from _flow("income", text("salary"), sheet, "salary", begins, currency)
    else:
        yield blank()
        nothing = text("nothing comes in; add [[income]] when something does")
        yield assumption(nothing, sheet.key("salary"))
    yield from rule(text("What goes out"))
    if sheet.number("rent"):
        yield from _flow("expense", text("rent"), sheet, "rent", today, currency)
        yield blank()
    yield from _living(sheet, today, currency)


def _living(sheet: Sheet, today: date, currency: Currency) -> Iterator[Row]:
    if not sheet.number("living"):
        none = text("nothing is kept for living: a plan may use all your money; add an [[expense]], or reserve above")
        yield assumption(none, sheet.key("living"))
        return
    yield header("expense")
    yield from pair("name", say(text("living")), None)
    yield from pair("amount", money(sheet.number("living"), currency), text("in a month"), sheet.key("living"))
    assumed = text("a whole month of it is put aside today, and again every month")
    yield from pair("first", today, None, sheet.key("living"), assumed)
    yield from pair("every", "month", text('or "week", with a smaller amount'))


def _flow(table: str, name: Text, sheet: Sheet, field: str, begins: date, currency: Currency) -> Iterator[Row]:
    day = sheet.number(f"{field}_day")
    first = _next(day, begins)
    yield header(table)
    yield from pair("name", say(name), None)
    yield from pair("amount", money(sheet.number(field), currency), None, sheet.key(field))
    still = text("today's is still to come; if it is done, write the date of the next one")
    is_today = first == begins and table == "expense"
    yield from pair("first", first, text("the next date"), sheet.key(f"{field}_day"), still if is_today else None)
    every = "month"
    if first.day != day:  # a short month comes first, and later ones keep to the day
        days = ",".join(map(str, range(_SHORTEST_MONTH, day + 1)))
        every = f"FREQ=MONTHLY;BYMONTHDAY={days};BYSETPOS=-1"
    yield from pair("every", every, text('or "week", "2 weeks", "year", "once"'), sheet.key(f"{field}_day"))
