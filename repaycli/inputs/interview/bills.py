"""The newest bill of a line: on which days it was made and is due, and what its parts are by the answers."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import cast

from repaycli.core.dates import next_on_day, previous_on_day
from repaycli.core.money import Currency
from repaycli.core.nouns import NamedTuple
from repaycli.core.text import Text, text
from repaycli.inputs.interview.nouns import Sheet
from repaycli.inputs.interview.products import Product
from repaycli.products.minimum import Asked, minimum_payment
from repaycli.products.terms import MinimumRule


class Bill(NamedTuple):
    """The newest bill and the days of the one before it. `is_made`: what is to be paid stands on it, and on none to come."""

    closed: date
    due: date
    closed_before: date
    due_before: date
    is_made: bool


class Before(NamedTuple):
    """What a bill holds of the one before it, in minor units: left over, its interest, and what is past due of it."""

    carried: int = 0
    interest: int = 0
    past_due: int = 0


def statement_day(sheet: Sheet, product: Product) -> int:
    """Return the day on which bills are made: what goes with the due day, else what was answered."""
    due_day = sheet.number("due_day")
    return product.cycles[due_day] if due_day in product.cycles else sheet.number("statement_day")


def newest_bill(sheet: Sheet, product: Product, today: date) -> Bill:
    """Return the newest bill; one whose due day has gone counts only if it was said to be past due."""
    day, due_day = statement_day(sheet, product), sheet.number("due_day")
    closed = previous_on_day(today + timedelta(days=1), day)
    before = previous_on_day(closed, day)
    due = next_on_day(closed, due_day)
    is_made = bool(sheet.number("due")) and (due >= today or sheet.yes("late"))
    return Bill(closed, due, before, next_on_day(before, due_day), is_made)


def from_before(sheet: Sheet) -> Before:
    """Return what was left over from the bill before."""
    if sheet.yes("cleared"):
        return Before()
    carried = sheet.number("carried")
    interest = sheet.number("interest") if carried < sheet.number("due") else 0
    return Before(carried, interest, sheet.number("past_due") if carried else 0)


def asks_for_all(product: Product) -> bool:
    """Tell whether the lender takes no less than the whole bill."""
    return _terms(product).get("share") == "100%"


def plain_share(product: Product) -> Text | None:
    """Return for reading the share of a bill that its minimum asks for; None where the rule is another one, or unknown."""
    terms = _terms(product)
    if "share" not in terms or "floor_on" in terms:
        return None
    return text("{percent} %", percent=Fraction(str(terms["share"]).rstrip("%")))


def minimum_rule(product: Product, currency: Currency) -> MinimumRule | None:
    """Return the usual rule of its minimum, as far as it is about one bill; None where only the lender's page knows it."""
    terms = _terms(product)
    if not terms or product.is_regional:
        return None
    return MinimumRule(
        _fraction(terms["share"]),
        floor=currency.minor(Decimal(str(terms.get("floor", 0)))),
        carried_share=_fraction(terms["carried_share"]) if "carried_share" in terms else None,
        floor_on=str(terms.get("floor_on", "principal")),
        of=str(terms.get("of", "principal")),
    )


def usual_minimum(sheet: Sheet, product: Product, currency: Currency) -> int | None:
    """Return what the minimum usually is, half up to the product's unit: by its rule, past-due sums in full; None: unknown."""
    rule = minimum_rule(product, currency)
    if rule is None:
        return None
    before = from_before(sheet)
    is_whole = product.term("overdue_on") == "whole-statement"
    past_due = before.carried if before.past_due and is_whole else before.past_due
    asked = Asked(
        new=max(0, sheet.number("due") - before.interest - before.carried),
        carried=before.carried - past_due,
        interest=before.interest,
        past_due=past_due,
    )
    unit = currency.minor(Decimal(str(product.term("round_to") or 0))) or 1
    return min(sheet.number("due"), minimum_payment(asked, rule, unit).amount)


def _terms(product: Product) -> dict[str, object]:
    found = product.term("minimum")
    return cast("dict[str, object]", found) if isinstance(found, dict) else {}


def _fraction(stated: object) -> Fraction:
    return Fraction(str(stated).rstrip("%")) / 100
