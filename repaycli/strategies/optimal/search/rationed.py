"""Where money does not meet everything that falls due: whom to pay first so that least becomes late, in several orders."""

from collections.abc import Mapping, Sequence
from itertools import permutations

from repaycli.core.text import text
from repaycli.engine.position import Decision, Position

MOST_PERMUTED = 3
"""Every order of so many accounts is tried; of more, each of them first."""


def orders(accounts: Sequence[str]) -> list[Sequence[str]]:
    """Return the orders that are worth trying; an empty one puts the smallest sum first."""
    if len(accounts) <= MOST_PERMUTED:
        return [(), *permutations(accounts)]
    return [(), *((first,) for first in accounts)]


class Rationed:
    """Pays what is past due and what falls due: first what it can meet whole, in an order of accounts, then a part of the next.

    Accounts that are not in the order come after the others, the smallest sum first. Nothing is paid before it is due.
    """

    name = "optimal"
    eager = True

    def __init__(self, order: Sequence[str]) -> None:
        self.places: Mapping[str, int] = {name: place for place, name in enumerate(order)}

    def wakes(self) -> Sequence[int]:
        """Ask when something happens."""
        return ()

    def decide(self, position: Position) -> list[Decision]:
        """Return today's payments."""
        funds = {fund.wallet: fund.usable for fund in position.funds}
        found: list[Decision] = []

        def there(name: str) -> int:
            return sum(funds[wallet] for wallet in position.pay_from(name))

        def pay(name: str, amount: int) -> None:
            for wallet in position.pay_from(name):
                taken = min(amount, funds[wallet])
                if taken > 0:
                    funds[wallet] -= taken
                    amount -= taken
                    found.append(Decision(name, wallet, taken, text("part of the optimal plan")))

        unmet: list[tuple[str, int]] = []
        for name, amount in sorted(_asked(position), key=lambda asked: self._key(*asked)):
            if amount <= there(name):
                pay(name, amount)
            else:
                unmet.append((name, amount))
        for name, amount in unmet:
            pay(name, amount)
        return found

    def _key(self, name: str, amount: int) -> tuple[int, int, str]:
        return self.places.get(name, len(self.places)), amount, name


def _asked(position: Position) -> list[tuple[str, int]]:
    """Return what is past due, and what fell due beyond it; each with its account."""
    late = {claim.account: claim.minimum for claim in position.past_due}
    found = list(late.items())
    due: dict[str, int] = {}
    for claim in position.due:
        if claim.is_line:
            due[claim.account] = max(due.get(claim.account, 0), claim.minimum - late.get(claim.account, 0))
        else:
            due[claim.account] = due.get(claim.account, 0) + claim.minimum
    return found + [(name, amount) for name, amount in due.items() if amount > 0]
