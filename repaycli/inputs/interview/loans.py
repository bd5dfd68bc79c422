"""A loan with instalments: what has to be asked about it, and what it becomes in the file."""

from collections.abc import Iterator
from datetime import date

from repaycli.core.dates import add_months
from repaycli.core.money import Currency
from repaycli.core.text import text
from repaycli.inputs.interview.nouns import Kind, Question, Row, Sheet
from repaycli.inputs.interview.products import Product
from repaycli.inputs.interview.rate_asked import rate_question, rate_rows
from repaycli.inputs.interview.rows import blank, header, money, pair, remark, rule, unset

_MOST_INSTALMENTS = 600

_REPAYMENTS = (
    ("level", text("the same sum every month (等额本息)")),
    ("equal-principal", text("the same principal every month, and less and less interest (等额本金)")),
    ("interest-first", text("interest every month, all of the principal at the end (先息后本)")),
    ("bullet", text("everything at the end (一次还本付息)")),
)
_REPAYMENTS_ABROAD = (
    ("level", text("the same sum every month")),
    ("equal-principal", text("the same principal every month, and less and less interest")),
    ("interest-first", text("interest every month, all of the principal at the end")),
    ("bullet", text("everything at the end")),
)


def questions(product: Product, sheet: Sheet, today: date) -> Iterator[Question]:
    """Yield the questions about a loan, each once those before it are answered."""
    yield Question(
        sheet.key("principal"),
        Kind.MONEY,
        text("How much principal is still owed?"),
        text("what is left of the sum borrowed, past-due principal included, without any interest"),
        "13500",
        product.on_page("principal"),
    )
    yield from rate_question(product, sheet)
    yield Question(
        sheet.key("instalments"),
        Kind.WHOLE,
        text("How many instalments are left?"),
        text("how many more times you pay, from the next due date on; what is past due is not among them"),
        "9",
        product.on_page("instalments"),
        most=_MOST_INSTALMENTS,
    )
    yield Question(
        sheet.key("next_due"),
        Kind.DATE,
        text("When is the next one due?"),
        text("the day of the month, or the date; what is past due is asked for below"),
        "20",
        product.on_page("next_due"),
        earliest=today,
    )
    usual = product.term("repayment")
    yield Question(
        sheet.key("repayment"),
        Kind.CHOICE,
        text("How is it repaid?"),
        text("the page of the loan or its contract names one of these"),
        "1",
        product.on_page("repayment"),
        usual if isinstance(usual, str) else "level",
        options=_REPAYMENTS if product.is_chinese else _REPAYMENTS_ABROAD,
    )
    yield from _overdue_questions(product, sheet)


def _overdue_questions(product: Product, sheet: Sheet) -> Iterator[Question]:
    yield Question(
        sheet.key("overdue"),
        Kind.MONEY,
        text("How much of it is past due now?"),
        text("instalments whose day has passed and that are unpaid, with their interest; 0 if there is none"),
        "1200",
        product.on_page("overdue"),
        0,
    )
    if sheet.number("overdue"):
        yield Question(
            sheet.key("overdue_interest"),
            Kind.MONEY,
            text("How much of that is interest and penalty interest?"),
            text("the app lists principal and interest of what is past due; 0 if it does not say"),
            "45.60",
            "",
            0,
            most=sheet.number("overdue"),
        )
        yield Question(
            sheet.key("overdue_since"),
            Kind.DATE,
            text("When was it due?"),
            text("the due date of the oldest instalment that is unpaid"),
            "2026-10-20",
        )


def rows(product: Product, sheet: Sheet, name: str, today: date, currency: Currency) -> Iterator[Row]:
    """Yield the lines of the file that describe a loan."""
    due = sheet.due("next_due")
    yield from rule(product.name)
    if product.preset:
        yield from remark(
            text(
                "`repaycli presets {name}` shows the usual terms, with their sources. What you write here wins.",
                name=product.preset,
            )
        )
    yield header("loan")
    yield from pair("name", name, None, sheet.key("name"))
    if product.lender:
        from repaycli.locale import say

        yield from pair("lender", say(product.lender), text("accounts of one lender share what being late brings"))
    if product.preset:
        yield from pair("preset", product.preset, None)
    principal = text("the principal that is still owed (on the page: {page})", page=product.on_page("principal"))
    yield from pair("principal", money(sheet.number("principal"), currency), principal, sheet.key("principal"))
    yield from rate_rows(sheet)
    if not product.preset:
        yield unset("year_days = 360", text("take the # away if the contract counts a year as 360 days, not 365"))
    yield from pair(
        "instalments",
        sheet.number("instalments"),
        text("how many are left (on the page: {page})", page=product.on_page("instalments")),
        sheet.key("instalments"),
    )
    yield from pair("next_due", due.on, text("when the next one is due"), sheet.key("next_due"))
    if due.day != due.on.day:
        yield from pair("due_day", due.day, text("the day of longer months"), sheet.key("next_due"))
    yield from _interest_from(sheet, today)
    taken = text("the usual way of repaying, which was offered; the contract may name another")
    yield from pair(
        "repayment",
        sheet.word("repayment"),
        text("how it is repaid (on the page: {page})", page=product.on_page("repayment")),
        sheet.key("repayment"),
        taken if sheet.took_default("repayment") else None,
    )
    yield unset("autopay = true", text("take the # away if the lender takes the instalments by itself"))
    if sheet.number("overdue"):
        yield from _overdue(sheet, currency)


def _interest_from(sheet: Sheet, today: date) -> list[Row]:
    """The first day whose interest is not charged yet: one month before the next due date, if that has come."""
    due = sheet.due("next_due")
    begins = min(today, add_months(due.on, -1, due.day))
    assumed = text(
        "interest has been charged up to {day}, the due date before; if you borrowed later, write the day of borrowing",
        day=begins.isoformat(),
    )
    return pair(
        "interest_from", begins, text("the first day whose interest is still to come"), sheet.key("next_due"), assumed
    )


def _overdue(sheet: Sheet, currency: Currency) -> Iterator[Row]:
    """What is past due is one table, at the due date of the oldest; its principal is part of the loan's."""
    interest = sheet.number("overdue_interest")
    yield blank()
    yield header("loan.overdue")
    yield from pair("due", sheet.due("overdue_since").on, None, sheet.key("overdue_since"))
    yield from pair(
        "principal", money(sheet.number("overdue") - interest, currency), None, sheet.key("overdue_interest")
    )
    assumed = text("all of it counts as interest; penalty interest from today on is added to it")
    yield from pair(
        "interest", money(interest, currency), None, sheet.key("overdue_interest"), assumed if interest else None
    )
