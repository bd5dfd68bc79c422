"""A credit line: what the answers about it become in the file."""

from collections.abc import Iterator
from datetime import date

from repaycli.core.money import Currency
from repaycli.core.text import Text, text
from repaycli.inputs.interview.bills import (
    Before,
    Bill,
    asks_for_all,
    from_before,
    newest_bill,
    plain_share,
    statement_day,
    usual_minimum,
)
from repaycli.inputs.interview.nouns import Row, Sheet
from repaycli.inputs.interview.products import Product
from repaycli.inputs.interview.rate_asked import rate_rows
from repaycli.inputs.interview.rows import assumption, blank, header, money, pair, remark, rule, unset
from repaycli.locale import say

_ICBC = ("工商", "工行", "icbc")
_THOUSAND = 1000


def preset_of(product: Product, name: str) -> str | None:
    """Return the preset: ICBC charges only the part that is left unpaid."""
    is_icbc = product.key == "card" and any(word in name.casefold() for word in _ICBC)
    return "cn-credit-card-unpaid" if is_icbc else product.preset


def rows(product: Product, sheet: Sheet, name: str, today: date, currency: Currency) -> Iterator[Row]:
    """Yield the lines of the file that describe a line."""
    yield from _terms(product, sheet, name)
    yield from _days(product, sheet)
    bill = newest_bill(sheet, product, today)
    unbilled = sheet.number("unbilled") + (0 if bill.is_made else sheet.number("due"))
    yield from _limit(product, sheet, sheet.number("unbilled") + sheet.number("due"), currency)
    yield from pair(
        "unbilled",
        money(unbilled, currency),
        text("spent, and on no bill yet (on the page: {page})", page=product.on_page("unbilled")),
        sheet.key("unbilled"),
    )
    before = from_before(sheet)
    if bill.is_made and before.carried and not before.past_due:
        yield from pair("revolving", True, text("the bill before was not paid in full"), sheet.key("cleared"))
    yield unset('autopay = "minimum"', text('take the # away if the lender takes the minimum by itself; or "full"'))
    if bill.is_made:
        if before.past_due:
            yield from _bill_before(sheet, bill, before, currency)
        yield from _bill(product, sheet, bill, currency)
        yield from _fresh(sheet, bill, before, currency)


def _terms(product: Product, sheet: Sheet, name: str) -> Iterator[Row]:
    """What it is, and on what terms."""
    preset = preset_of(product, name)
    yield from rule(product.name)
    if preset:
        yield from remark(
            text(
                "`repaycli presets {name}` shows the usual terms, with their sources. What you write here wins.",
                name=preset,
            )
        )
    yield header("credit_line")
    yield from pair("name", name, None, sheet.key("name"))
    if product.lender:
        yield from pair("lender", say(product.lender), text("accounts of one lender share what being late brings"))
    if preset:
        yield from pair("preset", preset, None, sheet.key("name"), _assumed_of(product))
    if product.rate_per is not None:
        yield from rate_rows(sheet)
    if not product.is_chinese:
        yield from _unknown_terms(product, sheet)


def _assumed_of(product: Product) -> Text:
    """Return what a preset takes for granted about a contract."""
    if product.rate_per is None:
        return text(
            "the usual rate, {rate} a day, on what is left unpaid; if your page says another, write daily_rate = …",
            rate=str(product.term("daily_rate")),
        )
    if product.is_regional:
        return text(
            "how interest runs, and later minimum payments, as is usual in Quebec: 5% of the balance, at least 10"
        )
    return text("how interest runs, later minimum payments and late fees as is usual there; your contract may differ")


def _unknown_terms(product: Product, sheet: Sheet) -> Iterator[Row]:
    """The terms that only the contract knows."""
    if not product.term("minimum"):
        assumed = text("later minimum payments are 10% of the bill; put in your card's own share, and its floor")
        yield assumption(assumed, sheet.key("minimum"))
        yield Row('minimum = { share = "10%" }', sheet.key("minimum"))
    elif product.is_regional:
        yield unset('minimum = { share = "3%" }', text("take the # away outside Quebec, with your card's own share"))
    if not product.term("late_fee"):
        yield unset("late_fee = { floor = 30 }", text("take the # away, with your card's own late fee"))


def _days(product: Product, sheet: Sheet) -> Iterator[Row]:
    assumed: Text | None = None
    from_due_day = sheet.number("due_day") in product.cycles
    if from_due_day:
        assumed = text(
            "bills that are due on day {due} are made on day {day}",
            due=sheet.number("due_day"),
            day=statement_day(sheet, product),
        )
    yield from pair(
        "statement_day",
        statement_day(sheet, product),
        text("the day on which the bill is made (on the page: {page})", page=product.on_page("statement_day")),
        sheet.key("due_day" if from_due_day else "statement_day"),
        assumed,
    )
    usual = text("the usual due day, which was offered; yours may be another")
    yield from pair(
        "due_day",
        sheet.number("due_day"),
        text("the day by which it is to be paid (on the page: {page})", page=product.on_page("due_day")),
        sheet.key("due_day"),
        usual if sheet.took_default("due_day") else None,
    )


def _limit(product: Product, sheet: Sheet, owed: int, currency: Currency) -> list[Row]:
    says = text("how much can be owed at most (on the page: {page})", page=product.on_page("limit"))
    if sheet.has("limit"):
        return pair("limit", money(sheet.number("limit"), currency), says, sheet.key("limit"))
    step = _THOUSAND * 10**currency.digits
    limit = (owed // step + 1) * step
    assumed = text("the limit is not known; this is what is owed, rounded up, so that little seems free to spend")
    return pair("limit", money(limit, currency), says, sheet.key("limit"), assumed)


def _bill_before(sheet: Sheet, bill: Bill, before: Before, currency: Currency) -> Iterator[Row]:
    yield blank()
    yield from remark(text("The bill before: what is left of it is past due, and stands in the newer one as well."))
    yield header("credit_line.statement")
    yield from pair("closed", bill.closed_before, None, sheet.key("past_due"))
    yield from pair("due", bill.due_before, None, sheet.key("past_due"))
    yield from pair("balance", money(before.carried, currency), None, sheet.key("carried"))
    yield from pair("minimum", money(before.past_due, currency), text("what is past due of it"), sheet.key("past_due"))
    yield from pair("included", True, None, sheet.key("past_due"))


def _bill(product: Product, sheet: Sheet, bill: Bill, currency: Currency) -> Iterator[Row]:
    yield blank()
    yield header("credit_line.statement")
    yield from pair("closed", bill.closed, None, sheet.key("due_day"))
    yield from pair("due", bill.due, None, sheet.key("due_day"))
    yield from pair(
        "balance",
        money(sheet.number("due"), currency),
        text("what is still to be paid of it (on the page: {page})", page=product.on_page("due")),
        sheet.key("due"),
    )
    yield from _least(product, sheet, currency)
    paid = text("what you paid is taken off above; from now on record it with `repaycli pay`")
    yield from pair("paid", 0, paid)
    if interest := from_before(sheet).interest:
        yield from pair("interest", money(interest, currency), text("printed in it"), sheet.key("interest"))


def _fresh(sheet: Sheet, bill: Bill, before: Before, currency: Currency) -> Iterator[Row]:
    """What is new in a bill that holds a rest of the one before; without it all of it would count as carried over."""
    fresh = sheet.number("due") - before.carried - before.interest
    if not before.carried or before.past_due or fresh <= 0:
        return
    yield blank()
    yield from remark(text("What is new in it; the rest was carried over from the bill before."))
    yield header("credit_line.purchase")
    middle = bill.closed_before + (bill.closed - bill.closed_before) // 2
    assumed = text("when it was spent is not known: the middle of the month that the bill is for")
    yield from pair("posted", middle, None, sheet.key("carried"), assumed)
    yield from pair("amount", money(fresh, currency), None, sheet.key("carried"))


def _least(product: Product, sheet: Sheet, currency: Currency) -> list[Row]:
    says = text("the least to pay of it (on the page: {page})", page=product.on_page("minimum"))
    if asks_for_all(product):
        assumed = text("this lender asks for the whole bill")
        return pair("minimum", money(sheet.number("due"), currency), says, sheet.key("due"), assumed)
    if not sheet.took_default("minimum"):
        return pair("minimum", money(sheet.number("minimum"), currency), says, sheet.key("minimum"))
    usual = usual_minimum(sheet, product, currency) or 0
    return pair("minimum", money(usual, currency), says, sheet.key("minimum"), _usual_says(product, sheet))


def _usual_says(product: Product, sheet: Sheet) -> Text:
    share = plain_share(product)
    if not share:
        return text("the usual minimum of such a card; the page has the real one")
    if any(from_before(sheet)):
        return text("{share} of the bill, interest and past-due sums in full; the page has the real one", share=share)
    return text("{share} of the bill; the page has the real one", share=share)
