"""From a solution of the model to payments in cents: what it proposes is fitted to what the engine really asks that day."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from types import MappingProxyType

from repaycli.core.nouns import NamedTuple
from repaycli.core.text import text
from repaycli.engine.line.state import Line
from repaycli.engine.loan.state import Instalments
from repaycli.engine.position import Claim, Decision, Position
from repaycli.engine.run import Run
from repaycli.strategies.optimal.optimum import Plan
from repaycli.strategies.optimal.playing.replay import NEVER
from repaycli.strategies.optimal.program.model import Dues, Model
from repaycli.strategies.optimal.program.moves import Move
from repaycli.strategies.optimal.program.setting import Modelled
from repaycli.strategies.optimal.program.stages import TOWARDS

_NEAR = 100.0
"""An amount that is off by less than so many minor units is what it is near to."""


_LITTLE_OF = 10
"""What is less than such a part of a statement is little."""


_AHEAD = ("ahead", "aside")
"""The roles of payments to a line beyond what its statement asks."""


class Wish(NamedTuple):
    """What a solution pays an account on a day, minor units; `role` as for `setting.Paid`.

    `is_full`: all that is asked. `is_last`: on the last day on which it counts. `is_missed`: the minimum is not paid by then.
    """

    account: str
    amount: float
    role: str
    is_full: bool
    is_last: bool
    is_missed: bool = False


NOBODY: Mapping[str, Sequence[tuple[int, float]]] = MappingProxyType({})
"""Nobody is past due."""

Wishes = Mapping[int, Sequence[Wish]]


def wishes(model: Model, solution: Sequence[float]) -> Wishes:
    """Read off a solution what it pays on each day."""
    values = list(solution)
    found: dict[int, list[Wish]] = {}
    for account in model.accounts:
        for paid in account.paid if not account.left_out else ():
            amount = paid.amount.value(values)
            is_full = paid.in_full is not None and paid.in_full.value(values) > 0.5
            is_missed = paid.missed is not None and paid.missed.value(values) > 0.5
            if paid.role == "coupon":
                continue
            if paid.role == "aside" and amount < 0:  # what was paid before is not paid again
                _take_back(found.get(paid.day, []), account.name, -amount)
            elif amount > 0.5 or (paid.is_last and paid.role == "statement"):
                found.setdefault(paid.day, []).append(
                    Wish(account.name, amount, paid.role, is_full, paid.is_last, is_missed)
                )
    return found


def _take_back(found: list[Wish], account: str, amount: float) -> None:
    """Lower a day's wishes for an account by an amount."""
    for place, wish in enumerate(found):
        if wish.account == account:
            taken = min(amount, wish.amount)
            found[place] = wish._replace(amount=wish.amount - taken)
            amount -= taken


class Coming(NamedTuple):
    """What a solution knows of the cash: minor units, days as ordinals.

    `bounds`: the first days of the times between incomes; `left`: what it leaves above the reserves at the end of each.
    `earned`: what wallets pay out, by day; `spent`: what leaves them and is no repayment proposed, by day, with what is
    `pledged`: payments that are made come what may. `late`: by account, what it leaves past due from the end of some days on.
    """

    bounds: Sequence[int]
    left: Sequence[float]
    earned: Sequence[tuple[int, float]]
    spent: Sequence[tuple[int, float]]
    pledged: Plan = ()
    late: Mapping[str, Sequence[tuple[int, float]]] = NOBODY

    def is_late(self, account: str, day: int) -> bool:
        """Tell whether it leaves something past due at the end of a day."""
        found = [left for on, left in self.late.get(account, ()) if on <= day]
        return bool(found) and found[-1] > _NEAR


def coming(model: Model, solution: Sequence[float], moves: Sequence[Move], pledged: Plan) -> Coming:
    """Read off a solution what it knows of the cash."""
    values = list(solution)
    return Coming(
        (model.setting.today, *model.setting.incomes),
        _left(model, values),
        [(day, each.value(values)) for day, each in model.cash.earned],
        [*((move.day, -move.amount) for move in moves if move.amount < 0), *((i.day, i.amount) for i in pledged)],
        pledged,
        {account.name: _late(account, values) for account in model.accounts},
    )


def _left(model: Model, values: list[float]) -> list[float]:
    """Return what is left above the reserves at the end of each time between two incomes, with what it took for nothing."""
    lost = [(day, each.value(values)) for day, each in model.cash.lost]
    ends = [*model.setting.incomes, model.setting.last + 1]
    return [
        left.value(values) + sum(amount for day, amount in lost if day < end)
        for left, end in zip(model.cash.left, ends, strict=True)
    ]


def _late(account: Modelled, values: list[float]) -> list[tuple[int, float]]:
    """Return what a solution leaves past due of an account, from the end of some days on."""
    found: list[tuple[int, float]] = []
    paid = sorted((each.day, each.amount.value(values)) for each in account.paid if each.role in TOWARDS)
    for owing, following in zip_longest(account.owing, account.owing[1:]):
        left, until = owing.left.amount.value(values), following.tested if following else NEVER
        found.append((owing.tested, left))
        for day, amount in paid:
            if owing.tested < day < until:
                left -= amount
                found.append((day, left))
    return found


class Proposed:
    """Plays a solution through the engine: what is asked is paid to the cent, the rest as proposed while cash is there.

    It may look at the accounts themselves, which a strategy for users may not: what it does is noted and replayed.
    Where rounding makes the household poorer than the model thought, less of what may wait is paid.
    """

    name = "optimal"
    eager = True

    def __init__(self, found: Wishes, cash: Coming, last: int, dues: Dues) -> None:
        self.wishes, self.cash = found, cash
        self.run: Run | None = None
        self.days = sorted({*found, *(each.day for each in cash.pledged)})
        self.last, self.dues = last, dues
        self.lacked: list[tuple[int, int]] = []  # what there was no cash for of what has to be paid, by day
        self.granted = 0  # of the cash that is left to the end

    def wakes(self) -> Sequence[int]:
        """Ask on every day on which something is proposed."""
        return self.days

    def decide(self, position: Position) -> list[Decision]:
        """Return today's payments: first what must be paid, then what may be."""
        assert self.run is not None
        wished = self.wishes.get(position.day, ())
        day = _Day(position, self.run)
        claims = [claim for claim in [*position.past_due, *position.due] if claim.minimum]
        for claim in claims:
            if not self._waits(claim, position.day):
                self._pay(day, claim.account, self._meant(claim, wished, day))
        for each in self.cash.pledged:
            if each.day == position.day:
                day.pay(each.account, each.amount - day.paid(each.account), each.prepay)
        later: list[tuple[Wish, int]] = []
        for wish in wished:
            debt = self.run.debts[wish.account]
            least, wanted = _fitted(debt, wish, position.day, self.last, day.paid(wish.account))
            if wish.is_missed:
                least = wanted = min(wanted, round(wish.amount))
            already = day.paid(wish.account) if isinstance(debt, Line) and wish.role not in _AHEAD else 0
            paid = self._pay(day, wish.account, least - already, prepay=wish.role == "prepay")
            later.append((wish, wanted - paid - already))
        later = [(wish, wanted + self._little(wish, position.day, day, wanted)) for wish, wanted in later]
        spare = self._spare(position.day, day.total) + self.granted if later else 0
        for wish, wanted in sorted(later, key=lambda item: not item[0].is_full):
            spare -= day.pay(wish.account, min(wanted, spare), prepay=wish.role == "prepay")
        for wish, _ in later:  # what an earlier day paid too little
            if spare > 0 and wish.role not in _AHEAD:
                more = self._more(wish, position.day, day)
                spare -= day.pay(wish.account, min(more, spare), prepay=wish.role == "prepay")
        if self.dues is Dues.MISSED:
            for claim in claims:
                left = claim.minimum - day.paid(claim.account)
                day.pay(claim.account, min(left, self._spare(position.day, day.total)))
        return day.decisions

    def _pay(self, day: "_Day", account: str, amount: int, prepay: bool = False) -> int:
        """Pay what has to be paid; note what there is no cash for."""
        paid = day.pay(account, amount, prepay)
        if paid < amount:
            self.lacked.append((day.position.day, amount - paid))
        return paid

    def _little(self, wish: Wish, day: int, paid: "_Day", wanted: int) -> int:
        """Return the little that a statement would be short of all it asks, where so much cash is left to the end.

        The program may know a little less interest than the engine charges; left unpaid it would cost the free period.
        """
        assert self.run is not None
        debt = self.run.debts[wish.account]
        if not isinstance(debt, Line) or wish.role != "statement" or not wish.is_last or wish.amount <= _NEAR:
            return 0
        full = sum(max(0, found.full_left) for found in debt.statements) + debt.past_due_left()
        left = full - paid.paid(wish.account) - wanted
        there = min(self.cash.left[bisect_right(self.cash.bounds, day) - 1 :]) - self.granted
        if not 0 < left <= min(full // _LITTLE_OF, there):
            return 0
        self.granted += left
        return left

    def _meant(self, claim: Claim, wished: Sequence[Wish], day: "_Day") -> int:
        """Return what of a due is to be paid today: all of it, unless dues may be missed and less is wished."""
        already = day.paid(claim.account)
        asked = claim.minimum - (already if claim.is_line else 0)
        if self.dues is not Dues.MISSED or self._has_to_end(claim, day.position.day):
            return asked
        left = sum(wish.amount for wish in wished if wish.account == claim.account and wish.role != "prepay") - already
        return asked if asked - left < _NEAR else max(0, int(left))

    def _has_to_end(self, claim: Claim, day: int) -> bool:
        """Tell whether what is asked is past due at the end of today if it is not paid, and is not to be."""
        assert self.run is not None
        test = claim.due + self.run.debts[claim.account].terms.grace_days
        return (claim.days > 0 or test <= day) and not self.cash.is_late(claim.account, day)

    def _more(self, wish: Wish, day: int, paid: "_Day") -> int:
        """Return what an account could still take today, beyond what it gets."""
        assert self.run is not None
        debt = self.run.debts[wish.account]
        already = paid.paid(wish.account)
        if isinstance(debt, Line):
            billed = sum(max(0, found.full_left) for found in debt.statements) + debt.past_due_left()
            return max(0, max(billed, sum(lot.balance for lot in debt.rest)) - already)
        return max(0, debt.payoff(day) - already) if wish.role == "prepay" else 0

    def _waits(self, claim: Claim, day: int) -> bool:
        """Tell whether a due is to be paid on a later one of its days of grace, or as much of it as today's wish says."""
        if claim.days or self.dues is not Dues.IN_GRACE or claim.minimum < _NEAR:
            return False
        assert self.run is not None
        grace = self.run.debts[claim.account].terms.grace_days
        role = "statement" if claim.is_line else "instalment"
        return any(
            wish.account == claim.account and wish.role == role and wish.amount > _NEAR
            for on in range(day if claim.is_line else day + 1, claim.due + grace + 1)
            for wish in self.wishes.get(on, ())
        )

    def _spare(self, day: int, paid: int) -> int:
        """Return what may be paid beyond what must be, so that as much is left before the next income as was proposed."""
        assert self.run is not None
        cash, known = self.run.cash, self.cash
        place = bisect_right(known.bounds, day) - 1
        end = known.bounds[place + 1] if place + 1 < len(known.bounds) else NEVER
        usable = cash.total - sum(purse.reserve for purse in cash.purses) - sum(missing for _, missing in cash.arrears)
        goes = sum(amount for on, amount in known.spent if day < on < end)
        for on in self.days[bisect_right(self.days, day) :]:
            if on >= end:
                break
            goes += sum(wish.amount for wish in self.wishes.get(on, ()))
        comes = sum(amount for on, amount in known.earned if day <= on < end)
        return max(0, int(usable + comes - paid - goes - known.left[place] + 0.5))


def _fitted(debt: Line | Instalments, wish: Wish, day: int, last: int, already: int) -> tuple[int, int]:
    """Return what has to be paid for a wish at the least, and all of it, in cents; `already`: what the account gets today."""
    amount = max(0, round(wish.amount))
    if isinstance(debt, Line):
        if wish.role in _AHEAD or not debt.statements:
            late = max(0, debt.past_due_left() - already)
            return min(late, amount), min(amount, max(0, debt.owed - already))
        late = sum(debt.past_due_outside(found) for found in debt.statements)
        least = late + sum(found.min_left for found in debt.statements if found.due <= last)
        full = late + sum(max(0, found.full_left) for found in debt.statements)
        if wish.is_full and wish.is_last:
            wanted = min(full, max(amount, full - debt.terms.tolerance, least)) if debt.terms.tolerance else full
            return wanted, wanted
        if abs(full - wish.amount) < _NEAR or amount > full:
            amount = full
        elif abs(least - wish.amount) < _NEAR or (wish.is_last and amount < least):
            amount = least
        return (min(least, amount) if wish.is_last else 0), amount
    if wish.role == "instalment":
        return 0, 0
    payoff = debt.payoff(day)
    if not amount or not payoff:
        return 0, 0
    if wish.role == "aside":
        bill = debt.due_left() + max(0, debt.next_bill()[1] - debt.held)
        amount = bill if abs(bill - wish.amount) < _NEAR else amount
        return amount, amount
    if abs(payoff - wish.amount) < _NEAR:
        return 0, payoff
    accrued = debt.accrued_to(day) if debt.terms.prepayment.interest == "all" else 0
    if amount <= accrued + 2:  # less than the interest would only be held for the next instalment
        amount = accrued + 2 if amount > accrued - _NEAR / 2 else 0
        return min(amount, payoff), min(amount, payoff)
    return 0, min(amount, payoff)


class _Day:
    def __init__(self, position: Position, run: Run) -> None:
        self.position = position
        self.funds = {fund.wallet: fund.usable for fund in position.funds}
        asked = [position.pay_from(name) for name in run.debts]
        self.loans = {name for name, debt in run.debts.items() if isinstance(debt, Instalments)}
        self.users = {wallet: sum(wallet in wallets for wallets in asked) for wallet in self.funds}
        self.decisions: list[Decision] = []

    @property
    def total(self) -> int:
        """What was paid so far today."""
        return sum(each.amount for each in self.decisions)

    def paid(self, account: str) -> int:
        """Return what an account got so far today."""
        return sum(each.amount for each in self.decisions if each.account == account)

    def pay(self, account: str, amount: int, prepay: bool = False) -> int:
        """Pay up to `amount`, first from the wallets that fewest accounts may be paid from; return what was paid."""
        wanted = amount
        for wallet in sorted(self.position.pay_from(account), key=self.users.__getitem__):
            taken = min(amount, self.funds[wallet])
            if taken > 0:
                self.funds[wallet] -= taken
                amount -= taken
                self._note(Decision(account, wallet, taken, text("part of the optimal plan"), prepay))
        return wanted - amount

    def _note(self, decision: Decision) -> None:
        """Make one payment of several to a loan that mean the same."""
        for place, other in enumerate(self.decisions):
            if other._replace(amount=decision.amount) == decision and decision.account in self.loans:
                self.decisions[place] = other._replace(amount=other.amount + decision.amount)
                return
        self.decisions.append(decision)
