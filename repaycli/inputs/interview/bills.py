"""The newest bill of a line: on which days it was made and is due, and what its parts are by the answers."""

from datetime import date, timedelta
from fractions import Fraction
from typing import cast

from repaycli.core.dates import next_on_day, previous_on_day
from repaycli.core.money import round_ratio
from repaycli.core.nouns import NamedTuple
from repaycli.inputs.interview.nouns import Sheet
from repaycli.inputs.interview.products import Product


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


def minimum_share(product: Product) -> Fraction:
    """Return the usual share of a bill that its minimum asks for."""
    found = product.term("minimum")
    share = cast("dict[str, object]", found).get("share") if isinstance(found, dict) else None
    return Fraction(str(share or "10%").rstrip("%")) / 100


def percent(share: Fraction) -> str:
    """Write a share for reading."""
    return f"{share * 100} %"


def usual_minimum(sheet: Sheet, product: Product) -> int:
    """Return what the minimum usually is, half up to the cent: a share of the bill, interest and past-due sums in full."""
    before = from_before(sheet)
    is_whole = product.term("overdue_on") == "whole-statement"
    in_full = before.interest + (before.carried if before.past_due and is_whole else before.past_due)
    exact = max(0, sheet.number("due") - in_full) * minimum_share(product)
    return min(sheet.number("due"), in_full + round_ratio(exact.numerator, exact.denominator))
