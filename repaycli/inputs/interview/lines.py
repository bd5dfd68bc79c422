"""A credit line: what has to be asked about it."""

from collections.abc import Iterator
from datetime import date

from repaycli.core.money import Currency
from repaycli.core.text import Text, text
from repaycli.inputs.interview.bills import asks_for_all, newest_bill, plain_share, usual_minimum
from repaycli.inputs.interview.nouns import Kind, Question, Sheet
from repaycli.inputs.interview.products import Product
from repaycli.inputs.interview.rate_asked import rate_question


def questions(product: Product, sheet: Sheet, today: date, currency: Currency) -> Iterator[Question]:
    """Yield the questions about a line, each once those before it are answered."""
    yield from rate_question(product, sheet)
    yield from _day_questions(product, sheet)
    yield Question(
        sheet.key("due"),
        Kind.MONEY,
        text("How much of the bill is still to be paid?"),
        text("what the newest bill asks for, less what you have paid of it; 0 if it is paid, or if there was none"),
        "3860",
        product.on_page("due"),
    )
    bill = newest_bill(sheet, product, today)
    if sheet.number("due") and bill.due < today:
        yield Question(
            sheet.key("late"),
            Kind.YES,
            text("It was due on {due}. Is it past due, still unpaid?", due=bill.due),
            text("no means: it is what the next bill will ask for, and that bill is not made yet"),
            "y",
        )
    if newest_bill(sheet, product, today).is_made:
        yield from _bill_questions(product, sheet, currency)
    yield Question(
        sheet.key("unbilled"),
        Kind.MONEY,
        text("How much was spent since, and is on no bill yet?"),
        text("purchases that the next bill will ask for, besides what you have answered above"),
        "268.50",
        product.on_page("unbilled"),
        0,
    )
    yield Question(
        sheet.key("limit"),
        Kind.MONEY,
        text("What is the limit?"),
        text("how much can be owed at most; only how much of it is used and free depends on it"),
        "12000",
        product.on_page("limit"),
        skip=text("not known"),
    )


def _day_questions(product: Product, sheet: Sheet) -> Iterator[Question]:
    usual = product.term("due_day")
    yield Question(
        sheet.key("due_day"),
        Kind.DAY,
        text("On which day of the month is it due?"),
        text("the day of the month by which a bill is to be paid, as the app or the paper bill says"),
        "10",
        product.on_page("due_day"),
        usual if isinstance(usual, int) else None,
    )
    if sheet.number("due_day") not in product.cycles:
        yield Question(
            sheet.key("statement_day"),
            Kind.DAY,
            text("On which day of the month is the bill made?"),
            text("the day on which the lender adds up a bill; it is due some weeks later"),
            "25",
            product.on_page("statement_day"),
        )


def _bill_questions(product: Product, sheet: Sheet, currency: Currency) -> Iterator[Question]:
    yield Question(
        sheet.key("cleared"),
        Kind.YES,
        text("Was the bill before it paid in full?"),
        text("if only a part of it was paid, the rest is in this bill and bears interest every day"),
        "y",
        default=True,
    )
    if not sheet.yes("cleared"):
        yield from _before_questions(product, sheet)
    if not asks_for_all(product):
        yield Question(
            sheet.key("minimum"),
            Kind.MONEY,
            text("What is the least to pay of it?"),
            _minimum_help(product),
            "386",
            product.on_page("minimum"),
            usual_minimum(sheet, product, currency),
            most=sheet.number("due"),
        )


def _minimum_help(product: Product) -> Text:
    if share := plain_share(product):
        return text(
            "the minimum payment; what is offered is {share} of the bill, your page has the real one", share=share
        )
    if product.term("minimum") and not product.is_regional:
        return text("the minimum payment; what is offered is the usual one, your page has the real one")
    return text("the minimum payment; your page has it")


def _before_questions(product: Product, sheet: Sheet) -> Iterator[Question]:
    due = sheet.number("due")
    yield Question(
        sheet.key("carried"),
        Kind.MONEY,
        text("How much of this bill is left over from before?"),
        text("the part that was carried over, without its interest; the rest of the bill is new purchases"),
        "1500",
        most=due,
    )
    carried = sheet.number("carried")
    if carried < due:
        yield Question(
            sheet.key("interest"),
            Kind.MONEY,
            text("How much interest does this bill hold?"),
            text("the interest that is printed in the bill, part of what it asks for"),
            "18.50",
            product.on_page("interest"),
            0,
            most=due - carried,
        )
    if carried:
        yield Question(
            sheet.key("past_due"),
            Kind.MONEY,
            text("How much of the bill before is past due?"),
            text("0 if its minimum was paid in time; else what the app calls past due: it is a part of this bill"),
            "350",
            product.on_page("past_due"),
            0,
            most=carried,
        )
