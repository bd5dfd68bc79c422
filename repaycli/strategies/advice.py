"""What to do next: dated payments, each costed by playing the exact engine with it and without it.

Everything but the advised payments is paid at its minimum, so that what a payment saves is its own doing.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import Enum

from repaycli.core.dates import add_months
from repaycli.core.nouns import NamedTuple
from repaycli.engine.changes import NO_CHANGES, Changes, Hold
from repaycli.engine.claims import claims
from repaycli.engine.ledger import PlannedPayment, Shortfall, Summary
from repaycli.engine.run import Run
from repaycli.engine.totals import summarise
from repaycli.products.accounts import Household, Payment
from repaycli.products.terms import Autopay, PayAs
from repaycli.strategies.advice_facts import coming, frozen_days, invented, is_late, meets_all, short_of
from repaycli.strategies.waterfall import Waterfall

MOST = 3
"""So many actions are named at most."""

_MOST_TRIED = 5
_SOON = timedelta(days=31)
_YEAR = timedelta(days=366)
_MONTHS = 2

Sources = tuple[tuple[str, int], ...]
"""Wallets, and what each pays."""


class ActionKind(Enum):
    """What an advised payment is for: a sum that comes before those past due for longest, a past-due sum, what falls due, that
    early for a coupon, or a debt ahead of its due date."""

    FIRST = "first"
    PAST_DUE = "past-due"
    DUE = "due"
    EARLY = "early"
    AHEAD = "ahead"


class Action(NamedTuple):
    """Pay `account` by `on` what `sources` name, wallet by wallet. Amounts in minor units.

    `saving` = `cost_without` − `cost`, from today to `until`, with everything else paid at its minimum and the actions
    before this one done. Without it nothing is paid to the account from `on` to its next due date; an `AHEAD` or `FIRST`
    payment is only not made. `minimum` of it keeps the account on time (or ends its being past due),
    which `is_met` says of the whole. `days_saved` are days past due
    of all accounts. `keeps_open` names the lender whose lines would be frozen without it. `unconfirmed`: it may have been
    paid, but nothing is recorded.
    """

    account: str
    on: date
    kind: ActionKind
    sources: Sources
    minimum: int
    is_met: bool
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


class Advice(NamedTuple):
    """Actions by date, and the first shortfall that is left within two months when all of them are done: for an expense if
    there is one, else for a debt. `more_follow`: besides these something else falls due within the month, and has to be
    paid by hand. `is_planned`: they are payments of the plan that was given, not what falls due."""

    actions: tuple[Action, ...] = ()
    shortfall: Shortfall | None = None
    more_follow: bool = False
    is_planned: bool = False


NO_ADVICE = Advice()


class _Without(NamedTuple):
    """The other side of an action, and what the account asks for on its day."""

    run: Run
    summary: Summary
    kind: ActionKind
    minimum: int
    full: int


def advise(household: Household, today: date, planned: Sequence[PlannedPayment] | None = None) -> Advice:
    """Return at most three payments of the coming month that save money or days past due, by date.

    `planned` are a strategy's payments. Without them what falls due is advised: in full where the cash allows it and
    that saves money, else the minimum.
    """
    return _Adviser(household, today).advise(planned)


class _Adviser:
    """Plays minimums with the actions found so far recorded, and then each further one with it and without it."""

    def __init__(self, household: Household, today: date) -> None:
        self.household: Household = household
        self.today = today
        self.until = add_months(today, _MONTHS)
        self.base: Run
        self.summary: Summary
        self.base, self.summary = self._played(household)

    def advise(self, planned: Sequence[PlannedPayment] | None) -> Advice:
        """Return the actions, each found with those before it done."""
        found = [*self._first()]
        if found:
            planned = None  # the plan pays what is past due first, and so does not hold any more
        payments = self.base.book.payments if planned is None else planned
        tried: set[tuple[date, str]] = set()
        for on, account, sources in self._soon(payments)[:_MOST_TRIED]:
            if len(found) == MOST:
                break
            tried.add((on, account))
            action = self._action(on, account, sources, may_grow=planned is None)
            if action is not None:
                found.append(action)
        debts = {account.name for account in self.household.accounts}
        short = sorted(self.summary.shortfalls, key=lambda each: bool(debts.issuperset(each.accounts)))
        first_short = next((each for each in short if each.on <= self.until), None)
        return Advice(tuple(found), first_short, self._is_more_due(tried), planned is not None)

    def _soon(self, payments: Sequence[PlannedPayment]) -> list[tuple[date, str, Sources]]:
        """Return what is paid within the month, by date."""
        return _by_due([each for each in payments if each.on <= self.today + _SOON and not each.promised])

    def _is_more_due(self, tried: Container[tuple[date, str]]) -> bool:
        """Tell whether, all that was advised done, something else has to be paid by hand within the month."""
        dues = self._soon(self.base.book.payments)
        return any((on, account) not in tried and not self._is_swept(on, account) for on, account, _ in dues)

    def _first(self) -> Iterator[Action]:
        """Where something is past due today, yield the one sum that is better paid before all others: fewest days past due,
        then least cost."""
        day = self.today.toordinal()
        if not any(is_late(debt, day) for debt in self.base.debts.values()):
            return
        run = self._run(self.household, NO_CHANGES)
        run.reach(day)
        household, base, summary = self.household, self.base, self.summary
        best: tuple[Action, Household, Run, Summary] | None = None
        for account, asked in coming(run, day, day + _SOON.days):
            sources = self._spread(self.today, account, asked, {}, run)
            without = _Without(base, summary, ActionKind.FIRST, asked, asked)
            action = self._made(self.today, account, sources, without) if sources else None
            if action is not None and (best is None or _rank(action) < _rank(best[0])):
                best = action, self.household, self.base, self.summary
            self.household, self.base, self.summary = household, base, summary
        if best is not None and best[0].days_saved > 0:
            action, self.household, self.base, self.summary = best
            yield action

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
        debt = self.base.debts[account]
        return debt.terms.autopay not in (False, Autopay.OFF) and not is_late(debt, on.toordinal())

    def _made(
        self, on: date, account: str, sources: Sources, without: _Without, is_usual: bool = False
    ) -> Action | None:
        """Return the action if it is worth it and makes nothing else late or short; from then on it counts as recorded.

        What goes beyond what is paid anyway must also cost less than that, and leave nothing short for a year.
        """
        is_loan = any(loan.name == account for loan in self.household.loans)
        pay_as = PayAs.PREPAYMENT if is_loan and without.kind is ActionKind.AHEAD else None
        paid = tuple(Payment(account, on, amount, wallet or None, pay_as) for wallet, amount in sources)
        own = self.household._replace(payments=(*self.household.payments, *paid))
        # Recorded, the payment that minimums make anyway changes nothing.
        run, summary = (self.base, self.summary) if is_usual else self._played(own)
        is_met = meets_all(run, account, on)
        action = Action(
            account,
            on,
            without.kind,
            sources,
            min(without.minimum, _sum(sources)) if is_met else without.minimum,
            is_met,
            summary.total_cost,
            without.summary.total_cost,
            without.summary.overdue_days - summary.overdue_days,
            self.until,
            self._kept_open(account, on, run, without.run),
            without.kind is ActionKind.PAST_DUE and any(item.account == account for item in self.base.unconfirmed),
            pay_as,
        )
        least = 10**self.household.currency.digits if without.kind is ActionKind.AHEAD else 1
        if action.days_saved < 0 or (not action.days_saved and action.saving < least):
            return None
        if not is_usual and not self._is_better(run, summary, without.kind):
            return None
        self.household, self.base, self.summary = own, run, summary
        return action

    def _is_better(self, run: Run, summary: Summary, kind: ActionKind) -> bool:
        """Tell whether a run with more paid than minimums is better than without: nothing later, nothing short, cheaper."""
        if summary.overdue_days > self.summary.overdue_days or short_of(summary) > short_of(self.summary):
            return False
        if invented(run) > invented(self.base):
            return False
        if kind is ActionKind.FIRST:
            return True
        if summary.overdue_days == self.summary.overdue_days and summary.total_cost >= self.summary.total_cost:
            return False
        return self._holds_a_year(run)

    def _holds_a_year(self, run: Run) -> bool:
        """Tell whether a payment beyond what is asked leaves nothing short, or late, that would not be without it."""
        last = (self.today + _YEAR).toordinal()
        run.advance(last)
        more = summarise(run, "", last)
        if not more.overdue_days and not more.shortfalls:
            return True
        self.base.advance(last)
        usual = summarise(self.base, "", last)
        return more.overdue_days <= usual.overdue_days and short_of(more) <= short_of(usual)

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
        own = dict(sources)
        if self._spread(on, account, without.full + self._swept_beside(account), own):
            yield on, self._spread(on, account, without.full, own), without.kind

    def _swept_beside(self, account: str) -> int:
        """Return what autopay will take for other lines' statements beyond their minimums."""
        others = [
            line for line in self.base.lines.values() if line.terms.autopay is Autopay.FULL and line.name != account
        ]
        if not others:
            return 0
        run = self._run(self.household, NO_CHANGES)
        run.reach(self.today.toordinal())
        open_ones = [found for line in others for found in run.lines[line.name].statements]
        return sum(max(0, found.full_left - max(0, found.min_left)) for found in open_ones)

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

    def _spread(
        self, on: date, account: str, amount: int, own: Mapping[str, int], before: Run | None = None
    ) -> Sources:
        """Return what each wallet gives above its reserve that day, in their order; nothing if that is too little.

        `own`: what the account is paid that day anyway. `before`: a run that stands before the day's payments.
        """
        purses = before.cash.purses if before else self.base.cash.purses
        path = () if before else reversed(self.base.path)
        holds = next((holds for day, holds, _ in path if day <= on.toordinal()), ())
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
        frozen = [frozen_days(each, lender, after, on.toordinal(), self.until.toordinal()) for each in (without, run)]
        return lender if frozen[0] and not frozen[1] else ""

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


def _rank(action: Action) -> tuple[int, int, str]:
    return -action.days_saved, action.cost, action.account


def _asked(run: Run, account: str) -> tuple[ActionKind, int, int]:
    """Return what an account asks for on the day that a run has reached: at least, and in full."""
    past_due, due = claims(run.debts, {account}, run.day)
    minimum = full = sum(claim.minimum for claim in past_due)
    for claim in due:  # a line's include what is past due
        before = 0 if claim.is_line else minimum
        minimum, full = before + claim.minimum, before + claim.full
    return ActionKind.PAST_DUE if past_due else ActionKind.DUE, minimum, full


def _sum(sources: Sources) -> int:
    return sum(amount for _, amount in sources)
