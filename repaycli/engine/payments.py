"""Step 3 of the day: recorded payments, autopay sweeps of the replayed past, and what the strategy decided."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from types import MappingProxyType

from repaycli.core.text import Text, text
from repaycli.core.whole import every, least, most, no_more, some
from repaycli.engine.book import Book, as_date
from repaycli.engine.cash import Cash
from repaycli.engine.claims import Debt
from repaycli.engine.coupons import Coupons, Offer
from repaycli.engine.ledger import Notice, PlannedPayment, Split, Sweep
from repaycli.engine.line import paying as line_paying
from repaycli.engine.line.state import Line
from repaycli.engine.loan import paying as loan_paying
from repaycli.engine.position import Decision
from repaycli.engine.workings import CouponWorking
from repaycli.products.accounts import Payment
from repaycli.products.terms import Autopay, PayAs


class Payments:
    """Moves money from the wallets into the accounts with the coupons it uses, and writes both into the book."""

    def __init__(self, debts: Mapping[str, Debt], cash: Cash, book: Book, today: int, coupons: Coupons) -> None:
        self.debts = debts
        self.coupons = coupons
        self.cash = cash
        self.book = book
        self.today = today
        self.swept: set[str] = set()
        self.sweeps: list[Sweep] = []

    def record(self, day: int, payment: Payment) -> None:
        """A recorded payment always stands; one dated after today is a promise of the plan."""
        debt = self.debts[payment.account]
        offer = self.coupons.offer(debt, day)
        drawn = self.cash.draw(day, payment.amount, [payment.wallet] if payment.wallet else debt.terms.pay_from)
        owed, credit = debt.owed, debt.credit
        for wallet, amount, holds in drawn:
            split = _pay(debt, day, amount, payment.pay_as)
            self.book.post_payment(day, debt.name, amount, debt.owed, wallet, holds, split)
            if day > self.today:
                reason = text("recorded by you")
                self.book.payments.append(PlannedPayment(payment.on, debt.name, amount, wallet, reason, promised=True))
        if offer:
            self._use(offer, payment.amount)
        if debt.credit - credit > max(0, owed):
            self.book.notices.append(_overpaid(payment, owed, debt.credit - credit))

    def sweep(self, debt: Debt, day: int) -> None:
        """In the replayed past the lender takes what it asks, as far as there is cash."""
        offer = self.coupons.offer(debt, day)
        wanted = asked = offer.to_pay(_swept(debt, day)) if offer else _swept(debt, day)
        for purse in self.cash.order(debt.terms.pay_from):
            amount = most(0, least(wanted, purse.holds))
            if some(amount):
                purse.move(-amount, day)
                split = _pay(debt, day, amount, None)
                self.book.post_payment(day, debt.name, amount, debt.owed, purse.name, purse.holds, split)
                wanted -= amount
                if debt.name not in self.swept:
                    self.swept.add(debt.name)
                    self.book.notices.append(Notice("autopay-assumed", debt.name, _sweeps(day < self.today)))
                self.sweeps.append(Sweep(as_date(day), debt.name, amount, purse.name))
        if offer and wanted < asked:
            self._use(offer, asked - wanted)

    def carry_out(self, decisions: Sequence[Decision], day: int) -> Mapping[str, int]:
        """Pay what a strategy decided; return what coupons added, by account.

        What is due, the surplus and what stands apart are payments of their own, each with its coupons.
        """
        if not self.coupons.unused:
            self._pay_all(decisions, day)
            return _NOTHING
        added: dict[str, int] = {}
        for _, payments in groupby(decisions, key=lambda decision: (decision.prepay, decision.apart)):
            together = list(payments)
            offers = self.coupons.offers(self.debts, day)
            self._pay_all(together, day)
            for name, offer in offers.items():
                paid = sum(decision.amount for decision in together if decision.account == name)
                if paid:
                    added[name] = added.get(name, 0) + self._use(offer, paid)
        return added

    def _pay_all(self, decisions: Sequence[Decision], day: int) -> None:
        for decision in decisions:
            purse = self.cash.by_name[decision.wallet]
            if not (some(decision.amount) and every(no_more(decision.amount, purse.usable))):
                raise AssertionError(f"a strategy asked for {decision.amount} of {purse.usable}")
            purse.move(-decision.amount, day)
            debt = self.debts[decision.account]
            split = _pay(debt, day, decision.amount, PayAs.PREPAYMENT if decision.prepay else None)
            self.book.post_payment(day, debt.name, decision.amount, debt.owed, purse.name, purse.holds, split)
            planned = PlannedPayment(as_date(day), debt.name, decision.amount, purse.name, decision.reason)
            self.book.payments.append(planned)

    def _use(self, offer: Offer, paid: int) -> int:
        """After a payment: each coupon that it uses lowers the account as one more payment of its value would."""
        debt, day = offer.debt, offer.before.day
        used = offer.used(paid)
        for use in used:
            split = _pay(debt, day, use.value, PayAs.INSTALMENT)
            unit, mode = debt.terms.round_to, debt.terms.rounding
            working = CouponWorking("coupon", use.coupon, use.base, use.limit, use.limit_is, unit, mode)
            self.book.post_coupon(day, debt.name, use.value, debt.owed, split, working)
            self.coupons.drop(debt.name, use.coupon)
        return sum(use.value for use in used)


_NOTHING: Mapping[str, int] = MappingProxyType({})


def _pay(debt: Debt, day: int, amount: int, meant: PayAs | None) -> tuple[Split, ...]:
    if isinstance(debt, Line):
        return line_paying.pay(debt, day, amount)
    return loan_paying.pay(debt, day, amount, meant)


def _swept(debt: Debt, day: int) -> int:
    """Return what autopay takes on a due date."""
    if isinstance(debt, Line):
        full = debt.terms.autopay is Autopay.FULL
        asked = [found for found in debt.statements if found.due == day]
        return sum(most(0, found.full_left if full else found.min_left) for found in asked)
    return debt.due_left()


def _sweeps(is_past: bool) -> Text:
    if is_past:
        return text("autopay is on: its sweeps before today are taken to have run")
    return text("autopay is on: it sweeps what it finds all the same; to leave a due unpaid, turn it off")


def _overpaid(payment: Payment, owed: int, credit: int) -> Notice:
    message = text(
        "{date}: {amount} paid on {owed} owed: {difference} too much stays as credit; is there a zero too many?",
        date=payment.on,
        amount=payment.amount,
        owed=max(0, owed),
        difference=credit,
    )
    return Notice("overpaid", payment.account, message)
