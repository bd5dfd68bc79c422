"""The rate that a contract states: how it is asked for, and what it becomes in the file."""

from collections.abc import Iterator

from repaycli.core.text import text
from repaycli.inputs.interview.nouns import Kind, Question, Row, Sheet
from repaycli.inputs.interview.products import Product
from repaycli.inputs.interview.rows import pair


def rate_question(product: Product, sheet: Sheet) -> Iterator[Question]:
    """Yield the question about the rate, where it is personal."""
    if product.rate_per is None:
        return
    helps, example = text("as your contract or your statement states it, a year"), "19.99%"
    if product.is_chinese:
        helps = text(
            "as your contract states it; it is personal, and no usual rate would be right: 0.04%, 万分之四, 14.6% a year"
        )
        example = "0.04%" if product.preset else "7.2% a year"
    elif not product.rate_per:
        helps, example = text("twelve times the monthly rate: 3.5% a month is 42% a year"), "42% a year"
    yield Question(
        sheet.key("rate"),
        Kind.RATE,
        text("What is the interest rate?"),
        helps,
        example,
        product.on_page("rate"),
        per=product.rate_per,
    )


def rate_rows(sheet: Sheet) -> Iterator[Row]:
    """Yield the line of the file that holds the rate."""
    rate = sheet.rate("rate")
    if rate.per == "day":
        key, says = "daily_rate", text("a day, as the contract states it")
    else:
        key, says = "annual_rate", text("a year, as the contract states it")
    yield from pair(key, rate.text, says, sheet.key("rate"))
