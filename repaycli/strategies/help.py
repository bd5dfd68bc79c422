"""What would remove a shortfall: the smallest sum that the exact engine, played again, finds to be enough."""

from collections.abc import Sequence
from datetime import date

from repaycli.core.nouns import NamedTuple
from repaycli.engine.ledger import Projection, Shortfall
from repaycli.products.accounts import Flow, Household, Wallet
from repaycli.strategies.compare import OPTIMAL, Player

MOST_REPLAYS = 40
_MOST_WORK = 800
"""Work that is spent on finding the smallest sum; what is found when it ends is enough, if perhaps not the smallest."""

_MOST_COUNTED = 50
"""With more accounts, incomes and expenses than this, the shortfalls that would remain are not counted: it takes a whole second run."""

_NAME = "\0help"

_PLAYED = {OPTIMAL: "minimum"}
"""Who is played again in the place of a strategy whose payments are searched for: nobody keeps more cash for what falls due."""


class Help(NamedTuple):
    """`amount` more in `wallet` on the day removes that first shortfall of these strategies.

    `source` is a wallet that holds it and may not pay the account; without one it has to come from elsewhere. `wallet`
    is empty when the household has none. `refill` of the amount fills up the wallet's reserve. `remain` is the least and
    the most shortfalls that remain after it, over these strategies.
    """

    strategies: tuple[str, ...]
    shortfall: Shortfall
    amount: int
    wallet: str
    source: str | None
    refill: int
    remain: tuple[int, int] | None


def what_would_help(household: Household, projections: Sequence[Projection]) -> tuple[Help, ...]:
    """Answer for the first shortfall of each strategy, once for all that share it.

    A shortfall that no sum in one wallet removes has no answer, nor has one that the optimal plan takes to avoid others.
    Without any shortfall nothing is played again.
    """
    shared: dict[Shortfall, list[Projection]] = {}
    for each in projections:
        for first in each.summary.shortfalls[:1]:
            shared.setdefault(first, []).append(each)
    found = [
        _Search(household, same[0].today, first, [each.strategy for each in same]).help(same[0].until)
        for first, same in shared.items()
    ]
    return tuple(each for each in found if each is not None)


class _Search:
    """Plays strategies again with money added on the day of their first shortfall."""

    def __init__(self, household: Household, today: date, first: Shortfall, names: Sequence[str]) -> None:
        self.household = household if household.wallets else household._replace(wallets=(Wallet(_NAME, 0),))
        self.today = today
        self.first = first
        self.names = tuple(names)
        self.played = tuple(dict.fromkeys(_PLAYED.get(name, name) for name in names))
        self.gap = 0  # what the wallet lacks to its reserve
        self.left = min(MOST_REPLAYS, max(4, _MOST_WORK // max(1, _size(household))))

    def help(self, until: date) -> Help | None:
        """Return the answer, or None when no sum in one wallet is enough, or none is needed."""
        if OPTIMAL in self.names and self._gets_past(self.household):
            return None
        for wallet in self._wallets():
            amount = self._smallest(wallet)
            if amount is not None:
                source = next((name for name in self._others(wallet) if self._can_lend(amount, wallet, name)), None)
                remain = self._remain(amount, wallet, source, until)
                shown = "" if wallet == _NAME else wallet
                return Help(self.names, self.first, amount, shown, source, self._refill(amount), remain)
        return None

    def _refill(self, amount: int) -> int:
        return self.gap if amount == self.first.amount + self.gap else 0

    def _wallets(self) -> list[str]:
        """The first wallet of each account (or expense) that runs short."""
        own = self.household
        first = own.wallets[0].name
        paying = {account.name: account.pay_from[0] for account in own.accounts if account.pay_from}
        paying |= {flow.name: flow.wallet for flow in own.expenses if flow.wallet and flow.name not in paying}
        return list(dict.fromkeys(paying.get(name, first) for name in self.first.accounts))

    def _others(self, wallet: str) -> list[str]:
        """Wallets that some account which runs short may not use."""
        short = [account for account in self.household.accounts if account.name in self.first.accounts]
        names = [each.name for each in self.household.wallets if each.name != wallet]
        return [name for name in names if any(each.pay_from and name not in each.pay_from for each in short)]

    def _smallest(self, wallet: str) -> int | None:
        reserve = next(each.reserve for each in self.household.wallets if each.name == wallet)
        self.gap = max(0, reserve - self._holds(wallet))
        too_little, enough = 0, self.first.amount + self.gap
        while not self._removes(enough, wallet):
            too_little, enough = enough, 2 * enough
            if self.left <= 0:
                return None
        if enough == self.first.amount + self.gap and not self._removes(enough - 1, wallet):
            return enough
        while enough - too_little > 1 and self.left > 0:
            middle = (too_little + enough) // 2
            if self._removes(middle, wallet):
                enough = middle
            else:
                too_little = middle
        return enough

    def _holds(self, wallet: str) -> int:
        """What the wallet holds on the day, once all that could be paid is paid."""
        run = Player(self.household, self.today, self.first.on).start(self.played[0], workings=False)
        run.advance(self.first.on.toordinal())
        return run.cash.by_name[wallet].holds

    def _can_lend(self, amount: int, wallet: str, source: str) -> bool:
        """Tell whether moving the money from that wallet is enough, and letting it pay as well."""
        return self._gets_past(self._with(amount, wallet, source)) and self._gets_past(self._paying_from(source))

    def _removes(self, amount: int, wallet: str) -> bool:
        return self._gets_past(self._with(amount, wallet, None))

    def _gets_past(self, household: Household) -> bool:
        """Tell whether all the strategies get past the day without a shortfall."""
        self.left -= 1
        player = Player(household, self.today, self.first.on)
        for name in self.played:
            run = player.start(name, workings=False)
            run.advance(self.first.on.toordinal())
            if any(found.on >= self.today for found in run.book.shortfalls):
                return False
        return True

    def _paying_from(self, source: str) -> Household:
        own, short = self.household, self.first.accounts
        return own._replace(
            loans=tuple(
                each._replace(pay_from=_also(each.pay_from, source)) if each.name in short else each
                for each in own.loans
            ),
            lines=tuple(
                each._replace(pay_from=_also(each.pay_from, source)) if each.name in short else each
                for each in own.lines
            ),
        )

    def _remain(self, amount: int, wallet: str, source: str | None, until: date) -> tuple[int, int] | None:
        if _size(self.household) > _MOST_COUNTED:
            return None
        player = Player(self._with(amount, wallet, source), self.today, until)
        counts: list[int] = []
        for name in self.played:
            run = player.start(name, workings=False)
            run.advance(until.toordinal())
            counts.append(sum(found.on >= self.today for found in run.book.shortfalls))
        return min(counts), max(counts)

    def _with(self, amount: int, wallet: str, source: str | None) -> Household:
        own, on = self.household, self.first.on
        incomes = (*own.incomes, Flow(_NAME, amount, on, wallet=wallet))
        expenses = (*own.expenses, Flow(_NAME, amount, on, wallet=source)) if source else own.expenses
        return own._replace(incomes=incomes, expenses=expenses)


def _size(household: Household) -> int:
    return len(household.accounts) + len(household.incomes) + len(household.expenses)


def _also(pay_from: tuple[str, ...], wallet: str) -> tuple[str, ...]:
    return (*pay_from, wallet) if pay_from and wallet not in pay_from else pay_from
