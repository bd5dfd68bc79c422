"""Why the figure of a lender's app (or of a wallet) is not ours: causes found by replaying them, never guessed.

A cause is told when the household, changed by it, comes to the very figure. They are looked for in the order in which
they are likely, and at most three are told; where none fits, the difference itself is.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import TypeVar

from repaycli.core.nouns import NamedTuple
from repaycli.engine.day import Step
from repaycli.engine.ledger import COSTS, Kind
from repaycli.engine.line.state import Line
from repaycli.engine.loan.state import Instalments
from repaycli.engine.run import Run
from repaycli.engine.standing import standing
from repaycli.products.accounts import BalanceCheck, CreditLine, Flow, Household, Loan, Payment, Purchase
from repaycli.products.terms import Autopay
from repaycli.strategies.conventions import Setting, conventions, replaced, written
from repaycli.strategies.looking import Look, accrued

_E = TypeVar("_E", bound="Payment | Purchase")

MOST_CAUSES = 3

_MOST_ENTRIES = 12
_MOST_CENTS = 5
_LATER = (1, 2, 3)
_DAY = timedelta(days=1)


class Cause(NamedTuple):
    """What makes the difference. `kind` says which of the fields tell it; amounts in minor units.

    equal · evening: it holds what is recorded for the day itself · accrued, planned, bill, minimum, principal, available:
    the figure is another one of the app's · unrecorded: a due paid · not-swept: an autopay that did not run · missing-there,
    twice: a recorded entry · flow: something planned that did not happen · late-booked: a payment that counted `days` later
    · no-late-fee · other-wallet · convention: `settings` are the lines to write · rounding · more, more-principal, less: none of these
    """

    kind: str
    amount: int = 0
    on: date | None = None
    name: str = ""
    days: int = 0
    settings: tuple[str, ...] = ()


class Explanation(NamedTuple):
    """Our figure, how far off the other one is, and why, the likeliest first."""

    expected: int
    difference: int
    causes: tuple[Cause, ...]


class _Seen(NamedTuple):
    """An account or wallet at the start of the day: what the figure could be."""

    figure: int
    evening: int
    others: tuple[tuple[str, int], ...] = ()  # kinds of causes and the figures that they would give
    sweeps: tuple[tuple[date, int], ...] = ()
    late_fees: int = 0
    charges: int = 0  # how often something rounded was posted


class _Look(Look):
    """Replays a household, and notes how an account stands when the lender's figure would be put in its place."""

    figure = 0
    others: tuple[tuple[str, int], ...] = ()

    def note(self, day: int, check: BalanceCheck) -> None:
        """At the start of the day, after the figures recorded for it already."""
        self.figure = self.now(check)
        if not check.is_wallet:
            self.others = _others(self.debts[check.account], check, day)


def explain(household: Household, check: BalanceCheck, today: date) -> Explanation:
    """Compare a figure with ours at the start of its day. `household` does not hold the figure yet."""
    seen = _look(household, check, today)
    difference = check.amount - seen.figure
    if not difference:
        return Explanation(seen.figure, 0, (Cause("equal"),))
    asked = _Asked(household, check, today, seen)
    causes = list(islice(dict.fromkeys(_causes(asked)), MOST_CAUSES))
    if not causes:
        kind = "more" if difference > 0 else "less"
        is_loan = any(loan.name == check.account for loan in household.loans)
        causes = [Cause(f"{kind}-principal" if is_loan and difference > 0 else kind, abs(difference))]
    return Explanation(seen.figure, difference, tuple(causes))


class _Asked(NamedTuple):
    household: Household
    check: BalanceCheck
    today: date
    seen: _Seen


def _look(household: Household, check: BalanceCheck, today: date) -> _Seen:
    run = _Look(household, max(today, check.on), strategy=None, workings=False)
    run.push(check.on.toordinal(), Step.CHECK, check.account, _Look.note, check)
    run.reach(check.on.toordinal())
    evening = run.now(check)
    postings = [item for item in run.book.postings if item.account == check.account]
    return _Seen(
        run.figure,
        evening,
        run.others,
        _sweeps(household, run, check),
        sum(item.amount for item in postings if item.kind is Kind.LATE_FEE and item.on < check.on),
        sum(item.kind in COSTS or item.kind is Kind.INCOME for item in postings),
    )


def _others(debt: Line | Instalments, check: BalanceCheck, day: int) -> tuple[tuple[str, int], ...]:
    """Return the other figures of an account that an app shows."""
    waiting = accrued(debt, day)
    plain = debt.owed if check.includes_accrued else debt.owed + waiting
    found = [("not-accrued" if check.includes_accrued else "accrued", plain)] if waiting else []
    if isinstance(debt, Line):
        planned, bill = debt.planned(), sum(max(0, each.full_left) for each in debt.statements)
        found += (
            [("planned", debt.owed + planned), ("planned-accrued", debt.owed + planned + waiting)] if planned else []
        )
        found += [("bill", bill + debt.past_due_left())]
        found += [("minimum", sum(each.min_left for each in debt.statements) + debt.past_due_left())]
        found += [("available", max(0, debt.terms.limit - debt.owed - planned))]
    else:
        found += [("principal", debt.principal)]
        asked = debt.next_bill()[1] if debt.principal and not debt.dues else debt.due_left()
        found += [("bill", asked)]
    return tuple((kind, figure) for kind, figure in found if figure)


def _sweeps(household: Household, run: Run, check: BalanceCheck) -> tuple[tuple[date, int], ...]:
    """Return what autopay is taken to have moved before the day, by date: of the account, or out of the wallet."""
    key = 1 if check.is_wallet else 0
    paid: dict[tuple[date, str], int] = {}
    for item in run.book.postings:
        if item.kind is Kind.PAYMENT and item.on < check.on and (item.account, item.wallet)[key] == check.account:
            paid[item.on, item.account] = paid.get((item.on, item.account), 0) + item.amount
    for own in household.payments:
        if (own.on, own.account) in paid:
            paid[own.on, own.account] -= own.amount
    return tuple((on, amount) for (on, _), amount in sorted(paid.items()) if amount > 0)


def _agrees(asked: _Asked, changed: Household) -> bool:
    return _look(changed, asked.check, asked.today).figure == asked.check.amount


# -- the causes, in the order of their likelihood -------------------------------------------------------------------------


def _causes(asked: _Asked) -> Iterator[Cause]:
    check, seen = asked.check, asked.seen
    if seen.evening == check.amount:
        yield Cause("evening", seen.evening - seen.figure)
    for kind, figure in seen.others:
        if figure == check.amount and kind in ("accrued", "not-accrued", "planned", "planned-accrued"):
            yield Cause(kind, abs(figure - seen.figure))
    if check.is_wallet:
        yield from _wallet_causes(asked)
    else:
        yield from _debt_causes(asked)
    for kind, figure in seen.others:
        if figure == check.amount and kind in ("bill", "minimum", "principal", "available"):
            yield Cause(kind, figure)
    difference = abs(check.amount - seen.figure)
    if difference <= min(_MOST_CENTS, seen.charges):
        yield Cause("rounding", difference)


def _debt_causes(asked: _Asked) -> Iterator[Cause]:
    yield from _unrecorded(asked)
    yield from _not_swept(asked)
    yield from _entries(asked)
    yield from _spending(asked)
    yield from _late_booked(asked)
    if asked.seen.late_fees and _agrees(asked, _with_terms(asked, late_fee=None)):
        yield Cause("no-late-fee", asked.seen.late_fees)
    if asked.seen.charges:
        for settings, account in conventions(_account(asked), asked.household.currency):
            if _agrees(asked, replaced(asked.household, account)):
                yield Cause("convention", settings=_written(asked, settings))


def _unrecorded(asked: _Asked) -> Iterator[Cause]:
    """A due that was paid, and nobody wrote it down."""
    own, check = asked.household, asked.check
    before = check.on - _DAY
    if before < own.as_of:
        return
    stands = standing(own, max(check.on, own.as_of))
    account = next(each for each in stands.accounts if each.name == check.account)
    dues = [
        (item.due, amount)
        for item in stands.unconfirmed
        if item.account == check.account and item.due < check.on
        for amount in (item.minimum, item.amount)
    ]
    late = [account.past_due] if account.past_due else []
    ahead = [account.next_minimum, account.next_amount] if account.next_due else []
    dues += [(before, amount) for amount in (*late, *ahead)]
    for on, amount in dict.fromkeys(dues):
        payment = Payment(check.account, on, amount)
        if amount > 0 and _agrees(asked, own._replace(payments=(*own.payments, payment))):
            yield Cause("unrecorded", amount, on)


def _not_swept(asked: _Asked) -> Iterator[Cause]:
    """The last autopay did not run; those before it did."""
    if not asked.seen.sweeps:
        return
    *earlier, (on, amount) = asked.seen.sweeps
    own, name = asked.household, asked.check.account
    paid = tuple(Payment(name, day, sum_) for day, sum_ in earlier)
    off = _with_terms(asked, autopay=Autopay.OFF if isinstance(_account(asked), CreditLine) else False)
    if _agrees(asked, off._replace(payments=(*own.payments, *paid))):
        yield Cause("not-swept", amount, on)


def _entries(asked: _Asked) -> Iterator[Cause]:
    """A recorded entry that the lender does not have yet, or has twice."""
    own, check = asked.household, asked.check
    payments = [each for each in own.payments if each.account == check.account and own.as_of <= each.on < check.on]
    for payment in sorted(payments, key=lambda each: each.on)[-_MOST_ENTRIES:]:
        rest = _without(own.payments, payment)
        if _agrees(asked, own._replace(payments=rest)):
            yield Cause("missing-there", payment.amount, payment.on, "payment")
        if _agrees(asked, own._replace(payments=(*own.payments, payment))):
            yield Cause("twice", payment.amount, payment.on, "payment")
    purchases = [each for each in own.purchases if each.account == check.account]
    purchases = [each for each in purchases if own.as_of <= each.posted < check.on]
    for item in sorted(purchases, key=lambda each: each.posted)[-_MOST_ENTRIES:]:
        if _agrees(asked, own._replace(purchases=_without(own.purchases, item))):
            yield Cause("missing-there", item.amount, item.posted, item.kind.value)
        if _agrees(asked, own._replace(purchases=(*own.purchases, item))):
            yield Cause("twice", item.amount, item.posted, item.kind.value)


def _without(entries: tuple[_E, ...], entry: _E) -> tuple[_E, ...]:
    """Leave out one entry; others may be equal to it."""
    place = entries.index(entry)
    return entries[:place] + entries[place + 1 :]


def _spending(asked: _Asked) -> Iterator[Cause]:
    """Spending that the file plans and that has not come, the last of its kind before the day."""
    account = _account(asked)
    if not isinstance(account, CreditLine):
        return
    for place, flow in enumerate(account.spending):
        last = _last(flow, asked)
        if last is None:
            continue
        flows = (*account.spending[:place], flow._replace(until=last - _DAY), *account.spending[place + 1 :])
        if _agrees(asked, replaced(asked.household, account._replace(spending=flows))):
            yield Cause("flow", flow.amount, last, flow.name)


def _last(flow: Flow, asked: _Asked) -> date | None:
    return max(flow.dates(asked.check.on - _DAY, asked.household.as_of), default=None)


def _late_booked(asked: _Asked) -> Iterator[Cause]:
    """A payment that counted some days later at the lender's than it was recorded."""
    own, check = asked.household, asked.check
    payments = [each for each in own.payments if each.account == check.account and own.as_of <= each.on < check.on]
    for payment in sorted(payments, key=lambda each: each.on)[-_MOST_ENTRIES // 2 :]:
        for days in _LATER:
            later = payment._replace(on=payment.on + timedelta(days=days))
            if _agrees(asked, own._replace(payments=(*_without(own.payments, payment), later))):
                yield Cause("late-booked", payment.amount, payment.on, days=days)
                break


# -- wallets --------------------------------------------------------------------------------------------------------------


def _wallet_causes(asked: _Asked) -> Iterator[Cause]:
    own, check, seen = asked.household, asked.check, asked.seen
    for kind, flows in (("incomes", own.incomes), ("expenses", own.expenses)):
        for place, flow in enumerate(flows):
            last = _last(flow, asked)
            if last is None:
                continue
            changed = (*flows[:place], flow._replace(until=last - _DAY), *flows[place + 1 :])
            if _agrees(asked, own._replace(**{kind: changed})):
                yield Cause("flow", flow.amount, last, flow.name)
    stands = standing(own, max(check.on, own.as_of))
    for item in stands.unconfirmed:
        for amount in dict.fromkeys((item.minimum, item.amount)):
            if seen.figure - amount == check.amount and item.due < check.on:
                yield Cause("unrecorded", amount, item.due, item.account)
    for on, amount in seen.sweeps[-1:]:
        if seen.figure + amount == check.amount:
            yield Cause("not-swept", amount, on)
    payments = [each for each in own.payments if own.as_of <= each.on < check.on]
    for payment in sorted(payments, key=lambda each: each.on)[-_MOST_ENTRIES:]:
        for wallet in own.wallets:
            if wallet.name == payment.wallet:
                continue
            moved = payment._replace(wallet=wallet.name)
            if _agrees(asked, own._replace(payments=(*_without(own.payments, payment), moved))):
                yield Cause("other-wallet", payment.amount, payment.on, payment.account)
                break


# -- the household, changed -----------------------------------------------------------------------------------------------


def _account(asked: _Asked) -> Loan | CreditLine:
    return next(each for each in asked.household.accounts if each.name == asked.check.account)


def _with_terms(asked: _Asked, **terms: object) -> Household:
    return replaced(asked.household, _account(asked)._replace(**terms))  # type: ignore[arg-type]


def _written(asked: _Asked, settings: tuple[Setting, ...]) -> tuple[str, ...]:
    return written(_account(asked), settings, asked.household.currency)
