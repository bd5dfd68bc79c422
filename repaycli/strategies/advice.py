"""What to do next: dated payments, each costed by playing the exact engine with it and without it.

Everything but the advised payments is paid at its minimum, so that what a payment saves is its own doing.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import Enum
from typing import NamedTuple

from repaycli.core.dates import add_months
from repaycli.engine.changes import NO_CHANGES, Changes, Hold
from repaycli.engine.claims import claims
from repaycli.engine.ledger import PlannedPayment, Summary
from repaycli.engine.run import Run
from repaycli.engine.totals import summarise
from repaycli.products.accounts import Household, Payment
from repaycli.products.terms import Autopay, PayAs
from repaycli.strategies.waterfall import Waterfall

MOST = 3
"""So many actions are named at most."""

_SOON = timedelta(days=31)
_MONTHS = 2

Sources = tuple[tuple[str, int], ...]
"""Wallets, and what each pays."""


class ActionKind(Enum):
    """What an advised payment is for: a past-due sum, what falls due, that early for a coupon, or a debt ahead of its due
    date."""

    PAST_DUE = "past-due"
    DUE = "due"
    EARLY = "early"
    AHEAD = "ahead"


class Action(NamedTuple):
    """Pay `account` by `on` what `sources` name, wallet by wallet. Amounts in minor units.

    `saving` = `cost_without` − `cost`, from today to `until`, with everything else paid at its minimum and the actions
    before this one done. Without it nothing is paid to the account from `on` to its next due date; an `AHEAD` payment is
    only not made. `minimum` of it keeps the account on time (or ends its being past due). `days_saved` are days past due
    of all accounts. `keeps_open` names the lender whose lines would be frozen without it. `unconfirmed`: it may have been
    paid, but nothing is recorded.
    """

    account: str
    on: date
    kind: ActionKind
    sources: Sources
    minimum: int
    cost: int
    cost_without: int
    days_saved: int
    until: date
    keeps_open: str
    unconfirmed: bool
    pay_as: PayAs | None

    @property
    def amount(self) -> int:
        """What is paid in all."""
        return _sum(self.sources)

    @property
    def saving(self) -> int:
        """What it saves; below zero where staying on time costs more than not."""
        return self.cost_without - self.cost


_Candidate = tuple[date, Sources, ActionKind]


class _Without(NamedTuple):
    """The other side of an action, and what the account asks for on its day."""

    run: Run
    summary: Summary
    kind: ActionKind
    minimum: int
    full: int


def advise(household: Household, today: date, planned: Sequence[PlannedPayment] | None = None) -> tuple[Action, ...]:
    """Return at most three payments of the coming month that save money or days past due, by date.

    `planned` are a strategy's payments. Without them what falls due is advised: in full where the cash allows it and
    that saves money, else the minimum.
    """
    return _Adviser(household, today).advise(planned)


class _Adviser:
    """Plays minimums with the actions found so far recorded, and then each further one with it and without it."""

    def __init__(self, household: Household, today: date) -> None:
        self.household = household
        self.today = today
        self.until = add_months(today, _MONTHS)
        self.base, self.summary = self._played(household)

    def advise(self, planned: Sequence[PlannedPayment] | None) -> tuple[Action, ...]:
        """Return the actions, each found with those before it done."""
        payments = self.base.book.payments if planned is None else planned
        wanted = _by_due([each for each in payments if each.on <= self.today + _SOON and not each.promised])
        if planned is None:  # the first of each account: what follows from it is for another day
            wanted = list({account: (on, account, sources) for on, account, sources in reversed(wanted)}.values())
            wanted.sort(key=lambda each: each[:2])
        found: list[Action] = []
        for on, account, sources in wanted[:MOST]:
            action = self._action(on, account, sources, may_grow=planned is None)
            if action is not None:
                found.append(action)
        return tuple(found)

    def _action(self, on: date, account: str, sources: Sources, may_grow: bool) -> Action | None:
        usual = [each[2] for each in _by_due(self.base.book.payments) if each[:2] == (on, account)]
        is_usual = usual == [sources]
        is_swept = bool(usual) and self._is_swept(on, account)
        in_full = self.base.debts[account].terms.autopay in (True, Autopay.FULL)
        if is_swept and (in_full or (is_usual and not may_grow)):
            return None
        without = self._swept(on, account) if is_swept else self._without(on, account, is_due=bool(usual))
        if may_grow:
            for day, more, kind in (*self._early(on, account, without), *self._in_full(on, account, sources, without)):
                action = self._made(day, account, more, without._replace(kind=kind))
                if action is not None:
                    return action
        return None if is_swept and is_usual else self._made(on, account, sources, without, is_usual)

    def _is_swept(self, on: date, account: str) -> bool:
        """Tell whether autopay sees to what falls due that day; past-due sums it leaves alone."""
        debt, day = self.base.debts[account], on.toordinal()
        is_late = any(spell.due < day and (spell.cleared is None or spell.cleared >= day) for spell in debt.spells)
        return debt.terms.autopay not in (False, Autopay.OFF) and not is_late

    def _made(
        self, on: date, account: str, sources: Sources, without: _Without, is_usual: bool = False
    ) -> Action | None:
        """Return the action if it is worth it and makes nothing else late; from then on it counts as recorded."""
        is_loan = any(loan.name == account for loan in self.household.loans)
        pay_as = PayAs.PREPAYMENT if is_loan and without.kind is ActionKind.AHEAD else None
        paid = tuple(Payment(account, on, amount, wallet or None, pay_as) for wallet, amount in sources)
        own = self.household._replace(payments=(*self.household.payments, *paid))
        # Recorded, the payment that minimums make anyway changes nothing.
        run, summary = (self.base, self.summary) if is_usual else self._played(own)
        action = Action(
            account,
            on,
            without.kind,
            sources,
            without.minimum,
            summary.total_cost,
            without.summary.total_cost,
            without.summary.overdue_days - summary.overdue_days,
            self.until,
            self._kept_open(account, on, run, without.run),
            any(item.account == account and item.due <= on for item in run.unconfirmed),
            pay_as,
        )
        is_safe = summary.overdue_days <= self.summary.overdue_days and _short(summary) <= _short(self.summary)
        if not is_safe or (action.saving <= 0 and action.days_saved <= 0):
            return None
        self.household, self.base, self.summary = own, run, summary
        return action

    def _swept(self, on: date, account: str) -> _Without:
        """Leave a due to autopay, which pays what minimums pay; what it asks for is read on that day."""
        run = self._run(self.household, NO_CHANGES)
        run.reach(on.toordinal())
        return _Without(self.base, self.summary, *_asked(run, account))

    def _without(self, on: date, account: str, is_due: bool) -> _Without:
        """Play the household with nothing paid to the account from that day to its next due date."""
        if not is_due:
            return _Without(self.base, self.summary, ActionKind.AHEAD, 0, 0)
        run = self._run(self.household, Changes(holds=(Hold(account, on),)))
        run.reach(on.toordinal())
        asked = _asked(run, account)
        run.advance(self.until.toordinal())
        return _Without(run, summarise(run, "", run.day), *asked)

    def _in_full(self, on: date, account: str, sources: Sources, without: _Without) -> Iterator[_Candidate]:
        """Yield the whole statement instead of its minimum, where the wallets hold it."""
        line = self.base.lines.get(account)
        if line is None or line.terms.coupon or without.full <= _sum(sources):
            return
        if more := self._spread(on, account, without.full, dict(sources)):
            yield on, more, without.kind

    def _early(self, on: date, account: str, without: _Without) -> Iterator[_Candidate]:
        """Yield what falls due on the last day on which a coupon for paying early can be had with it."""
        if without.kind is not ActionKind.DUE:
            return
        for coupon in self.base.coupons.unused.get(account, ()):
            day = min(on - timedelta(days=1), coupon.until or on)
            if coupon.needs != "early" or day < max(self.today, coupon.from_date or self.today):
                continue
            run = self._run(self.household, NO_CHANGES)
            run.reach(day.toordinal())
            offer = run.coupons.offer(run.debts[account], run.day)
            if offer and (more := self._spread(day, account, offer.to_pay(offer.before.needed), {})):
                yield day, more, ActionKind.EARLY

    def _spread(self, on: date, account: str, amount: int, own: Mapping[str, int]) -> Sources:
        """Return what each wallet gives above its reserve that day, in their order; nothing if that is too little.

        `own`: what the account is paid that day anyway.
        """
        holds = next((holds for day, holds, _ in reversed(self.base.path) if day <= on.toordinal()), ())
        purses = self.base.cash.purses
        at_hand = {
            purse.name: held - purse.reserve + own.get(purse.name, 0)
            for purse, held in zip(purses, holds or [purse.holds for purse in purses], strict=True)
        }
        found: list[tuple[str, int]] = []
        for purse in self.base.cash.order(self.base.debts[account].terms.pay_from):
            taken = min(amount, at_hand[purse.name])
            if taken > 0:
                found.append((purse.name, taken))
                amount -= taken
        return () if amount else tuple(found)

    def _kept_open(self, account: str, on: date, run: Run, without: Run) -> str:
        """Return the lender whose lines stay open for spending because of the payment; empty if it makes no difference."""
        lender = run.debts[account].terms.lender
        after = run.freezes.get(lender)
        if after is None or not any(line.lender == lender for line in self.household.lines):
            return ""
        frozen = [_frozen_days(each, lender, after, on.toordinal(), self.until.toordinal()) for each in (without, run)]
        return lender if frozen[0] > frozen[1] else ""

    def _played(self, household: Household) -> tuple[Run, Summary]:
        run = self._run(household, NO_CHANGES)
        run.advance(self.until.toordinal())
        return run, summarise(run, "", run.day)

    def _run(self, household: Household, changes: Changes) -> Run:
        return Run(household, self.today, Waterfall("minimum"), workings=False, changes=changes)


def _by_due(payments: Sequence[PlannedPayment]) -> list[tuple[date, str, Sources]]:
    """Join what an account gets on one day."""
    found: dict[tuple[date, str], dict[str, int]] = {}
    for item in payments:
        wallets = found.setdefault((item.on, item.account), {})
        wallets[item.wallet] = wallets.get(item.wallet, 0) + item.amount
    return [(on, account, tuple(wallets.items())) for (on, account), wallets in sorted(found.items())]


def _asked(run: Run, account: str) -> tuple[ActionKind, int, int]:
    """Return what an account asks for on the day that a run has reached: at least, and in full."""
    past_due, due = claims(run.debts, {account}, run.day)
    minimum = full = sum(claim.minimum for claim in past_due)
    for claim in due:  # a line's include what is past due
        before = 0 if claim.is_line else minimum
        minimum, full = before + claim.minimum, before + claim.full
    return ActionKind.PAST_DUE if past_due else ActionKind.DUE, minimum, full


def _frozen_days(run: Run, lender: str, after: int, first: int, until: int) -> int:
    """Return on how many days a lender's lines are frozen, from `first` to `until`; overlapping dues count again."""
    days = 0
    for debt in run.debts.values():
        if debt.terms.lender == lender:
            for spell in debt.spells:
                last = until if spell.cleared is None else min(until, spell.cleared - 1)
                days += max(0, last - max(first, spell.due + after) + 1)
    return days


def _short(summary: Summary) -> int:
    return sum(found.amount for found in summary.shortfalls)


def _sum(sources: Sources) -> int:
    return sum(amount for _, amount in sources)
