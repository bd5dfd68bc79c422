"""A plan followed where something is different: a payment moved, an income late, more asked than the plan knew.

The plan's own payments stay; they give way only to what falls due, and grow only where they paid everything off (or a
statement in full) and that is dearer now.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from functools import reduce
from types import MappingProxyType

from repaycli.core.nouns import NamedTuple
from repaycli.core.text import Text, text
from repaycli.core.whole import least, most, some
from repaycli.engine.position import Decision, Position
from repaycli.products.accounts import Household
from repaycli.strategies.optimal.optimum import Instruction, Plan

Place = tuple[int, str]
"""A day (an ordinal) and an account."""


class Meant(NamedTuple):
    """What a plan means with its payments, as its own replay tells it.

    `all_of`: pays all that does any good that day; `statement`: pays in full what fell due; `slack`: by how much it pays
    more than does any good. `missed`: due dates (account, ordinal) that the plan itself misses. `spared`: pays in full but
    for so much, which a tolerance allows.
    """

    all_of: frozenset[Place] = frozenset()
    statement: frozenset[Place] = frozenset()
    slack: Mapping[Place, int] = MappingProxyType({})
    missed: frozenset[tuple[str, int]] = frozenset()
    spared: Mapping[Place, int] = MappingProxyType({})


class Following:
    """Makes a plan's payments, but first what has to be paid that day, whatever the plan knew of it.

    What is paid so before the plan would have paid it is taken off its later payments to the account. On the household
    that a plan was made for it pays what the plan says.
    """

    name = "optimal"
    eager = True

    def __init__(self, plan: Plan, household: Household, meant: Meant) -> None:
        self.meant = meant
        self.grace = {account.name: account.grace_days for account in household.accounts}
        self.by_day: dict[int, list[Instruction]] = {}
        for each in plan:
            self.by_day.setdefault(each.day, []).append(each)
        self.ahead: dict[str, int] = defaultdict(int)  # what was paid before the plan would have paid it
        self.is_bent = False  # something was paid that the plan does not say, or not paid that it says

    def copy(self) -> "Following":
        """Return what follows the same plan with a memory of its own."""
        new = copy(self)
        new.ahead = self.ahead.copy()
        return new

    def wakes(self) -> Sequence[int]:
        """Ask on every day of the plan."""
        return sorted(self.by_day)

    def decide(self, position: Position) -> list[Decision]:
        """Return today's payments."""
        planned = self.by_day.get(position.day, [])
        asked = self._asked(position)
        if not planned and not asked:
            return []
        wishes = self._wishes(planned, position)
        changed = (wish.amount - each.amount for wish, each in zip(wishes, planned, strict=True))
        self.is_bent = self.is_bent or any(some(more) for more in changed)
        return self._pay(wishes, asked, position)

    def _asked(self, position: Position) -> dict[str, int]:
        """Return what has to be paid today, less what coupons add: past-due sums, and what is due and has no day of
        grace left."""
        asked: dict[str, int] = {}
        for claim in position.past_due:
            if (claim.account, claim.due) not in self.meant.missed:
                asked[claim.account] = claim.minimum
        for claim in position.due:
            if claim.due + self.grace[claim.account] == position.day and self._is_kept(claim.account, claim.due):
                before = asked.get(claim.account, 0)
                asked[claim.account] = most(before, claim.minimum) if claim.is_line else before + claim.minimum
        for name, offer in position.offers.items():
            if name in asked:
                asked[name] = offer.to_pay(asked[name])
        return {name: most(0, amount) for name, amount in asked.items() if some(most(0, amount))}

    def _is_kept(self, account: str, due: int) -> bool:
        return (account, due) not in self.meant.missed

    def _wishes(self, planned: Sequence[Instruction], position: Position) -> list[Instruction]:
        """Return the plan's payments as they make sense here."""
        by_account: dict[str, list[Instruction]] = {}
        for each in planned:
            by_account.setdefault(each.account, []).append(each)
        found: dict[str, list[Instruction]] = {}
        for name, own in by_account.items():
            total = sum(each.amount for each in own)
            wanted = self._wanted(position, name, total, position.payable(name))
            found[name] = _share_out(own, wanted)
        return [found[each.account].pop(0) for each in planned]

    def _wanted(self, position: Position, name: str, total: int, room: int | None) -> int:
        """Return what an account is paid; `room`: the most that does it any good, None where it takes what falls due alone."""
        place = (position.day, name)
        used = least(total, self.ahead[name])
        self.ahead[name] -= used
        wanted = total - used
        if place in self.meant.statement:
            wanted = most(wanted, full_asked(position, name))
        elif place in self.meant.spared:
            wanted = most(wanted, full_asked(position, name) - self.meant.spared[place])
        if room is not None:
            if place in self.meant.all_of:
                wanted = most(wanted, room)
            wanted = least(wanted, room + self.meant.slack.get(place, 0))
        return wanted

    def _pay(self, wishes: Sequence[Instruction], asked: dict[str, int], position: Position) -> list[Decision]:
        """Pay the wishes as far as the cash goes beyond what is asked today, then what is missing of that."""
        funds = {fund.wallet: fund.usable for fund in position.funds}
        found: list[Decision] = []

        def take(wanted: Instruction, why: Text) -> int:
            left = wanted.amount
            for wallet in dict.fromkeys((wanted.wallet, *position.pay_from(wanted.account))):
                amount = most(0, least(left, funds.get(wallet, 0)))
                if some(amount):
                    funds[wallet] -= amount
                    left -= amount
                    found.append(Decision(wanted.account, wallet, amount, why, wanted.prepay, wanted.apart))
            return wanted.amount - left

        for wish in wishes:
            own = least(wish.amount, asked.get(wish.account, 0))
            spare = most(0, sum(funds.values()) - sum(asked.values()))
            paid = take(wish._replace(amount=least(wish.amount, own + spare)), _PLANNED)
            self.is_bent = self.is_bent or some(paid - wish.amount)
            if wish.account in asked:
                asked[wish.account] = most(0, asked[wish.account] - paid)
        for name, missing in asked.items():
            if some(most(0, missing)):
                self.is_bent = True
                self.ahead[name] += take(Instruction(position.day, name, missing, ""), _ASKED)
        return found


_PLANNED = text("part of the optimal plan")
_ASKED = text("what falls due, beyond the plan")


def _share_out(own: Sequence[Instruction], wanted: int) -> list[Instruction]:
    """Give each payment its part of what is wanted in all; the last one takes what is more."""
    found: list[Instruction] = []
    for each in own:
        amount = least(each.amount, wanted)
        wanted -= amount
        found.append(each._replace(amount=amount))
    if some(most(0, wanted)):
        found[-1] = found[-1]._replace(amount=found[-1].amount + wanted)
    return found


def full_asked(position: Position, account: str) -> int:
    """Return all that an account asks for that is past due or fell due; minor units."""
    late = sum(claim.full for claim in position.past_due if claim.account == account)
    due = [claim for claim in position.due if claim.account == account]
    if due and due[0].is_line:
        return most(late, reduce(most, (claim.full for claim in due)))
    return late + sum(claim.full for claim in due)


def moved(plan: Iterable[Instruction], day: int, account: str, amount: int, to: int) -> Plan:
    """Return a plan in which so much of what an account is paid on a day is paid to it on a later day."""
    found: list[Instruction] = []
    later: list[Instruction] = []
    left = amount
    for each in reversed(tuple(plan)):
        taken = min(left, each.amount) if (each.day, each.account) == (day, account) else 0
        if taken:
            left -= taken
            later.append(each._replace(day=to, amount=taken))
        if each.amount > taken:
            found.append(each._replace(amount=each.amount - taken))
    return tuple(sorted([*reversed(found), *reversed(later)], key=lambda each: each.day))
