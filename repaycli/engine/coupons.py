"""Coupons while the calendar turns: which are left, and what a payment may leave to them.

A payment is one recorded entry, one sweep, or all that a strategy pays an account on a day for what is due, from
whichever wallets; its surplus that day is another. What a coupon may be taken off is fixed before the payment, so a
strategy can count on it.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from repaycli.core.nouns import NamedTuple
from repaycli.core.text import Text, text
from repaycli.engine.book import as_date
from repaycli.engine.ledger import Kind, Notice
from repaycli.engine.line.state import Line
from repaycli.engine.loan.due import Due
from repaycli.engine.loan.state import Instalments
from repaycli.products.accounts import Account
from repaycli.products.allocation import INTEREST
from repaycli.products.coupons import Before, Offsets, Use, in_order, is_open
from repaycli.products.terms import Coupon

SOON = timedelta(days=31)
"""A coupon that ends within so many days of today is named."""


class Offer(NamedTuple):
    """The coupons that a payment into an account may use on a day, and how the account stands before it."""

    debt: Line | Instalments
    offsets: Offsets
    before: Before
    posted: int  # how many postings the book held
    ahead: bool  # on a loan of which nothing has fallen due yet

    @property
    def is_line(self) -> bool:
        """Tell whether the account is a line."""
        return isinstance(self.debt, Line)

    @property
    def asked(self) -> int:
        """What is past due and what the open statement or instalment asks for in full."""
        return self.before.asked

    def worth(self, paid: int) -> int:
        """Return what coupons add to a payment of `paid`."""
        return self.offsets.worth(self.before, paid)

    def to_pay(self, target: int) -> int:
        """Return the least payment that covers `target` with the coupons it uses."""
        return self.offsets.least_payment(self.before, target)

    def used(self, paid: int) -> list[Use]:
        """Return the coupons that a payment made since then uses; interest that it posted itself counts too."""
        fresh = self.debt.book.postings[self.posted :]
        interest = sum(item.amount for item in fresh if item.account == self.debt.name and item.kind is Kind.INTEREST)
        before = self.before._replace(interest=self.before.interest + interest)
        if isinstance(self.debt, Instalments) and self.ahead:  # a prepayment leaves the next instalment to be paid
            before = before._replace(asked=paid + _next_instalment(self.debt), owed=paid + self.debt.owed)
        return self.offsets.used_with(before, paid)


NO_OFFERS: Mapping[str, Offer] = MappingProxyType({})


class Coupons:
    """The coupons that are not used yet, by account; an account without any is not in `unused`."""

    def __init__(self, accounts: Iterable[Account]) -> None:
        self.unused = {account.name: in_order(account.coupon) for account in accounts if account.coupon}

    def starts(self) -> list[int]:
        """Return the days on which one begins."""
        return [c.from_date.toordinal() for coupons in self.unused.values() for c in coupons if c.from_date]

    def offer(self, debt: Line | Instalments, day: int) -> Offer | None:
        """Return what coupons a payment into an account may use on a day."""
        on = as_date(day)
        coupons = tuple(coupon for coupon in self.unused.get(debt.name, ()) if is_open(coupon, on))
        if not coupons:
            return None
        before = _line(debt, day) if isinstance(debt, Line) else _loan(debt, day)
        offsets = Offsets(coupons, debt.terms.round_to, debt.terms.rounding)
        ahead = isinstance(debt, Instalments) and not _open_dues(debt)
        return Offer(debt, offsets, before, len(debt.book.postings), ahead)

    def offers(self, debts: Mapping[str, Line | Instalments], day: int) -> Mapping[str, Offer]:
        """Return the offers of a day, by account."""
        if not self.unused:
            return NO_OFFERS
        return {name: offer for name in self.unused if (offer := self.offer(debts[name], day))}

    def drop(self, account: str, coupon: Coupon) -> None:
        """A coupon is used once."""
        self.unused[account].remove(coupon)
        if not self.unused[account]:
            del self.unused[account]

    def ending(self, today: date) -> list[Notice]:
        """Return a notice for each unused coupon that ends soon."""
        return [
            Notice("coupon-expiring", account, expiring(coupon, today))
            for account, coupons in sorted(self.unused.items())
            for coupon in coupons
            if coupon.until is not None and today <= coupon.until <= today + SOON
        ]


def _line(line: Line, day: int) -> Before:
    late = needed = line.past_due_left()
    asked, ahead, opened = late, 0, None
    for statement in line.statements:  # as the claims count: a payment meets older open statements first
        left, before = max(0, statement.full_left), ahead + line.past_due_outside(statement)
        asked = max(asked, before + left)
        if statement.taken_over or not left:
            continue
        ahead += left
        if opened is None:
            opened = statement
            needed = max(needed, before + statement.min_left if statement.min_left else 0)
    interest = sum(lot.balance for lot in line.all_lots() if lot.part == INTEREST)
    due, last = (opened.due, opened.test_on) if opened else (None, None)
    return Before(day, late, asked, needed, interest, line.owed, due, last)


def _loan(loan: Instalments, day: int) -> Before:
    late = loan.past_due_left(day)
    dues = _open_dues(loan)
    interest = sum(item.interest for item in dues)
    if dues:
        asked = late + loan.due_left()
        due = min((item.due for item in dues if not item.is_past_due), default=None)
    else:
        asked, due = _next_instalment(loan), None
    if due is None and loan.principal:
        due = loan.next_bill()[0]
    needed = max(late, asked - loan.terms.tolerance)
    owed = loan.owed + late - sum(item.left for item in dues if item.is_past_due)  # its penalty posts with it
    return Before(day, late, asked, needed, interest, owed, due, None if due is None else due + loan.terms.grace_days)


def _open_dues(loan: Instalments) -> list[Due]:
    """Return the instalments that fell due and are not settled."""
    return [item for item in loan.dues if item.there > 0]


def _next_instalment(loan: Instalments) -> int:
    """Return what the next instalment asks for beyond the money that is held for it."""
    return max(0, loan.next_bill()[1] - loan.held) if loan.principal else 0


def condition(coupon: Coupon) -> Text:
    """Say which payment a coupon is used with."""
    match coupon.needs:
        case "on-time":
            found = text("with a payment in time that meets what is due")
        case "early":
            found = text("with a payment before the due date that meets what is due")
        case "overdue-repaid":
            found = text("with the payment that ends being past due")
        case _:
            found = text("with any payment")
    if not coupon.minimum_payment:
        return found
    return text("{condition} of at least {minimum}", condition=found, minimum=coupon.minimum_payment)


def expiring(coupon: Coupon, today: date) -> Text:
    """Say until when a coupon can be used, and with which payment."""
    values = {"worth": _worth(coupon), "until": coupon.until, "condition": condition(coupon)}
    if coupon.from_date is not None and coupon.from_date > today:
        return text(
            "a coupon ({worth}) is not used yet; it can be used from {first} to {until}, {condition}",
            first=coupon.from_date,
            **values,
        )
    return text("a coupon ({worth}) is not used yet; it can be used until {until}, {condition}", **values)


def _worth(coupon: Coupon) -> Text:
    if coupon.kind == "interest":
        if coupon.share:
            return text("{share} of the interest", share=coupon.share)
        return text("{amount} off the interest", amount=coupon.amount)
    if coupon.share:
        return text("{share} of the payment", share=coupon.share)
    return text("{amount} off", amount=coupon.amount)
