"""One waterfall for every strategy: past due, then what falls due, then the surplus in the strategy's own order."""

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction

from repaycli.core.dates import on_day
from repaycli.core.text import Text, text
from repaycli.core.whole import every, least, most, never, no_more, pick, some
from repaycli.engine.coupons import Offer
from repaycli.engine.position import Claim, Decision, Position, Target
from repaycli.strategies.outlooks import Outlooks
from repaycli.strategies.turns import in_turn

Rank = Callable[[Target], tuple[object, ...]]
"""A sort key over the debts that surplus may go to: the smallest is paid first."""


def highest_rate(target: Target) -> tuple[object, ...]:
    """Avalanche: the highest effective rate first."""
    return (-target.rate, target.account)


def smallest_balance(target: Target) -> tuple[object, ...]:
    """Snowball: the smallest balance first."""
    return (target.balance, target.account)


class Waterfall:
    """Pays past-due sums, then minimums and instalments by due date; then in full, or the surplus by rank.

    `outlook` says how much money is truly spare: above the reserves and above what known dues need until income
    covers them. Without one (the plain `minimum`) nothing more is paid.
    """

    def __init__(
        self,
        name: str,
        in_full: bool = False,
        rank: Rank | None = None,
        outlook: Outlooks | None = None,
        budget: int | None = None,
    ) -> None:
        self.name = name
        self.in_full = in_full
        self.rank = rank
        self.eager = rank is not None
        self.outlook = outlook
        self.budget = budget
        self.spent: dict[int, int] = {}  # what was paid, by month: where there is a budget, that of the last month
        self.behind: dict[str, int] = {}  # what was missing to pay the last statement of a line in full

    def copy(self) -> "Waterfall":
        """Return the same rule with a memory of its own, for another run that stands where this one's does."""
        outlook = self.outlook.copy() if self.outlook else None
        new = Waterfall(self.name, self.in_full, self.rank, outlook, self.budget)
        new.spent, new.behind = dict(self.spent), dict(self.behind)
        return new

    def wakes(self) -> Sequence[int]:
        """Ask also on days when, by the outlook, money becomes spare, and when a month's budget begins."""
        if self.outlook is None:
            return ()
        if self.budget is None:
            return self.outlook.days
        return sorted({*self.outlook.days, *_month_starts(self.outlook.days)})

    def decide(self, position: Position) -> list[Decision]:
        """Return today's payments."""
        if self.outlook is not None and self.eager:
            for account, is_repaid in position.repaid(self.outlook.settled):
                self.outlook.settle(account, is_repaid)
        day = _Day(position)
        for claim, turn in _in_turn(position, position.past_due, _days_first):
            day.pay_claim(claim, claim.minimum, text("past due for {days} days", days=claim.days), turn)
        for claim, turn in _in_turn(position, position.due, _due_first):
            day.pay_claim(claim, claim.minimum, _due_reason(claim), turn)
        if self.outlook is not None and self.outlook.first.wallets:
            day.limits = self.outlook.limits(position.day, day.funds)
        if self.in_full:
            self._pay_in_full(day, position)
        if self.rank is not None:
            self._pay_surplus(day, position)
        self._note_spent(day, position.day)
        return day.decisions

    def _pay_in_full(self, day: "_Day", position: Position) -> None:
        outlook = self.outlook
        claims = [claim for claim in position.due if claim.is_line]
        for claim in sorted(claims, key=lambda claim: (-claim.rate, claim.account, claim.due)):
            amount = asked = most(0, day.wanted(claim, claim.full))
            if some(amount) and outlook is not None:
                missing = sum(short for name, short in self.behind.items() if name != claim.account)
                as_planned = no_more(missing, 0)
                amount = outlook.spare_in_full(position.day, day.usable(), claim.account, amount, as_planned)
            reason = _rest_reason(asked, least(amount, day.payable(claim.account)))
            day.pay(claim.account, amount, day.with_coupon(reason, claim, claim.full, amount))
            missing = most(0, claim.full - day.covered(claim))
            self.behind[claim.account] = pick(no_more(claim.full, 0), self.behind.get(claim.account, 0), missing)

    def _pay_surplus(self, day: "_Day", position: Position) -> None:
        outlook, rank = self.outlook, self.rank
        if outlook is None or rank is None or every(no_more(day.usable(), 0)):
            return
        room = self._room(day, position.day)
        nothing = no_more(day.usable(), 0)
        targets = self._targets(day, position, outlook)
        for target, turn in in_turn(targets, rank, lambda target: no_more(target.payable, 0), nothing):
            usable = day.usable(target.account)
            owed = day.owed(target)
            payable = least(owed, usable) if room is None else least(least(owed, usable), room)
            spare = outlook.spare_for(position.day, day.usable(), target.account, payable)
            is_whole, later = no_more(owed, payable) & target.is_all, None
            if not never(is_whole):
                later = target.later()
                more = outlook.spare_for(position.day, day.usable(), target.account, payable, later)
                spare = pick(is_whole, more, spare)
            amount = pick(turn, most(0, least(payable, spare)), 0)
            if some(amount):
                paid = day.pay_surplus(target, amount, _surplus_reason(target, rank))
                if later is not None:
                    is_paid = is_whole & no_more(later, 0) & no_more(owed, paid) & no_more(1, paid)
                    outlook.settle(target.account, is_paid)
                if room is not None:
                    room -= paid

    def _targets(self, day: "_Day", position: Position, outlook: Outlooks) -> Sequence[Target]:
        """Return the debts that surplus may go to; none where it is plain that nothing is spare for any of them."""
        lasting = outlook.lasting(position.day, day.usable())
        if not lasting:
            return position.targets(())
        others = position.targets(lasting)
        if all(never(no_more(day.owed(target), day.usable())) for target in others):
            return ()
        return position.targets(())  # a debt that is paid off frees money for all of them

    def _room(self, day: "_Day", on: int) -> int | None:
        if self.budget is None:
            return None
        already = self.spent.get(_month(on), 0)
        coming = self.outlook.dues_between(on + 1, _month_end(on)) if self.outlook else 0
        return most(0, self.budget - already - sum(day.paid.values()) - coming)

    def _note_spent(self, day: "_Day", on: int) -> None:
        if self.budget is not None:
            month = _month(on)
            self.spent = {month: self.spent.get(month, 0) + sum(day.paid.values())}


def _days_first(claim: Claim) -> tuple[object, ...]:
    """Past due: most days first, then the higher rate, then by name."""
    return (-claim.days, -claim.rate, claim.account)


def _due_first(claim: Claim) -> tuple[object, ...]:
    """What falls due: by its due date, then the higher rate, then by name."""
    return (claim.due, -claim.rate, claim.account)


def _in_turn(
    position: Position, claims: Sequence[Claim], key: Callable[[Claim], tuple[object, ...]]
) -> Sequence[tuple[Claim, bool]]:
    """Sort claims, each with the answer to whose turn it is; most days have one at most, whose key nobody needs."""
    if len(claims) < 2:
        return [(claim, True) for claim in claims]
    nothing = no_more(sum(fund.usable for fund in position.funds), 0)
    return in_turn(claims, key, lambda claim: no_more(claim.minimum, 0), nothing)


class _Day:
    """The cash of one day while a strategy hands it out."""

    def __init__(self, position: Position) -> None:
        self.position = position
        self.funds = {fund.wallet: fund.usable for fund in position.funds}
        self.paid: dict[str, int] = {}
        self.decisions: list[Decision] = []
        self.limits: dict[str, int] = {}  # from now on a wallet gives no more than this

    def usable(self, account: str | None = None) -> int:
        """What is left to pay with, in all or for one account."""
        if account is None:
            return sum(self.funds.values())
        return sum(self.funds[wallet] for wallet in self.position.pay_from(account))

    def payable(self, account: str) -> int:
        """What the account's wallets may still give it today."""
        return sum(
            least(self.funds[wallet], self.limits.get(wallet, self.funds[wallet]))
            for wallet in self.position.pay_from(account)
        )

    def counted(self, claim: Claim) -> int:
        """What was paid today and counts towards a claim: on a line all of it, the past-due part included."""
        return self.paid.get(claim.account, 0) if claim.is_line else 0

    def covered(self, claim: Claim) -> int:
        """What today's payments cover of a claim, with the coupons that they use."""
        offer = self.position.offers.get(claim.account)
        counted = self.counted(claim)
        return counted + offer.worth(counted) if offer and counted else counted

    def wanted(self, claim: Claim, target: int) -> int:
        """What is still to be paid so that `target` of a claim is covered, less what coupons then add."""
        offer = self.position.offers.get(claim.account)
        if offer is None:
            return target - self.counted(claim)
        if not claim.is_line and not claim.days:  # a loan's claims stand side by side, a payment meets the older first
            target += sum(late.minimum for late in self.position.past_due if late.account == claim.account)
        return offer.to_pay(target) - self.paid.get(claim.account, 0)

    def pay_claim(self, claim: Claim, target: int, reason: Text, turn: bool = True) -> None:
        """Pay a claim up to `target`, where it has its turn."""
        amount = pick(turn, self.wanted(claim, target), 0)
        self.pay(claim.account, amount, self.with_coupon(reason, claim, target, amount))

    def with_coupon(self, reason: Text, claim: Claim, target: int, amount: int) -> Text:
        """Add to the reason of a payment of `amount` what coupons then cover of the claim."""
        if claim.account not in self.position.offers or not 0 < amount <= self.payable(claim.account):
            return reason
        rest = target - self.covered(claim) - amount
        if rest <= 0 or amount < self.wanted(claim, target):
            return reason
        return text("{reason}; a coupon covers {amount} of it", reason=reason, amount=rest)

    def owed(self, target: Target) -> int:
        """What surplus may still go to a debt today, less what its coupons cover."""
        paid = self.paid.get(target.account, 0)
        offer = self.position.offers.get(target.account)
        if offer is None:
            return target.payable - paid
        if paid or not offer.is_line:
            return target.payable - paid - offer.worth(paid)
        first = _first_part(offer, target)
        return max(first, target.payable - offer.worth(first))

    def pay_surplus(self, target: Target, amount: int, reason: Text) -> int:
        """Pay spare money; what goes beyond what a line asks for is a payment of its own, so that coupons help first."""
        offer = self.position.offers.get(target.account)
        first = amount
        if offer is not None and offer.is_line and not self.paid.get(target.account):
            first = least(amount, _first_part(offer, target))
        paid = self.pay(target.account, first, reason, prepay=True)
        return paid + self.pay(target.account, amount - first, reason, prepay=True, apart=True)

    def pay(self, account: str, amount: int, reason: Text, prepay: bool = False, apart: bool = False) -> int:
        """Pay up to `amount` from the account's wallets in their order; return what was paid."""
        if every(no_more(amount, 0)):
            return 0
        left = most(0, amount)
        wanted = left
        for wallet in self.position.pay_from(account):
            taken = least(left, self.funds[wallet])
            if wallet in self.limits:
                taken = least(taken, self.limits[wallet])
            taken = most(0, taken)
            if some(taken):
                self.funds[wallet] -= taken
                if wallet in self.limits:
                    self.limits[wallet] -= taken
                left -= taken
                self.decisions.append(Decision(account, wallet, taken, reason, prepay, apart))
        paid = wanted - left
        self.paid[account] = self.paid.get(account, 0) + paid
        return paid


def _first_part(offer: Offer, target: Target) -> int:
    """Return the least payment that, with the coupons it uses, covers what a line asks for."""
    return offer.to_pay(min(offer.asked, target.payable) or target.payable)


def _month(day: int) -> int:
    on = date.fromordinal(day)
    return on.year * 12 + on.month


def _month_end(day: int) -> int:
    on = date.fromordinal(day)
    return on_day(on.year, on.month, 31).toordinal()


def _month_starts(days: Sequence[int]) -> list[int]:
    if not days:
        return []
    first = date.fromordinal(days[0])
    months = _month(days[-1]) - _month(days[0])
    return [on_day(first.year, first.month + count, 1).toordinal() for count in range(1, months + 1)]


def _due_reason(claim: Claim) -> Text:
    if claim.is_line:
        return text("the minimum of the statement")
    return text("the instalment that is due")


def _rest_reason(asked: int, amount: int) -> Text:
    if not every(no_more(asked, amount)):
        return text("towards the rest of the statement")
    return text("the rest of the statement: no interest on it")


def _surplus_reason(target: Target, rank: Rank) -> Text:
    if rank is smallest_balance:
        return text("spare money to the smallest balance")
    if rank is not highest_rate:
        return text("spare money, next in your order")
    if target.free:
        return text("spare money keeps this statement free of interest")
    rate, contract = _percent(target.rate), _percent(target.contract_rate)
    if rate == contract:
        return text("spare money to the dearest debt, {rate} a year", rate=rate)
    return text(
        "spare money where it saves most: {rate} a year (contract rate {contract})", rate=rate, contract=contract
    )


def _percent(rate: Fraction) -> Text:
    hundredths = round(rate * 10000)
    return text("{percent} %", percent=f"{hundredths // 100}.{hundredths % 100:02d}")


def by_order(order: Sequence[str]) -> Rank:
    """Custom: the accounts in the user's order, all others after them by rate."""
    places = {name: place for place, name in enumerate(order)}
    return lambda target: (places.get(target.account, len(places)), -target.rate, target.account)
