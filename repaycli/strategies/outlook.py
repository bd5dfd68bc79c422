"""What money is truly spare: the cash that minimum payments would leave over the coming year.

Paying ahead must never cause an overdue that waiting would have avoided. So the household is first lived through paying
minimums only; on any day, what may go to a debt beyond its minimum is what this leaves at its lowest point within the
look-ahead, corrected by how far the real cash has moved from it. If minimums alone run short, nothing is spare.
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Mapping, Sequence
from fractions import Fraction

YEAR = 366
MONTH = 31
"""Look-ahead in days: a year for paying ahead (it sees every yearly expense), a month for paying in full."""


class Path:
    """Usable cash at the end of each day on which something happened, and its lowest point ahead."""

    def __init__(self, days: Sequence[int], usable: Sequence[int], window: int) -> None:
        self.days = days
        self.usable = usable
        self.window = window
        self.low = _lowest_ahead(days, usable, window)

    def at(self, day: int) -> int:
        """Return the index of the last entry on or before `day` (0 before the first)."""
        return max(0, bisect_right(self.days, day) - 1)

    def spare(self, day: int, usable: int) -> int:
        """Return what `usable` money leaves over at the lowest point ahead, moved as far as it is off the path."""
        index = self.at(day)
        return usable - self.usable[index] + self.low[index]


def _lowest_ahead(days: Sequence[int], usable: Sequence[int], window: int) -> list[int]:
    low = [0] * len(days)
    ahead: deque[int] = deque()  # indices whose values rise; the first is the lowest of the window
    last = len(days) - 1
    for index in range(last, -1, -1):
        while ahead and usable[ahead[-1]] >= usable[index]:
            ahead.pop()
        ahead.append(index)
        while days[ahead[0]] > days[index] + window:
            ahead.popleft()
        low[index] = usable[ahead[0]]
    return low


class Outlook:
    """The minimum-only path (and the in-full one) with each account's dues along it."""

    def __init__(
        self,
        minimum: Path,
        full: Path | None,
        dues: Mapping[str, Sequence[tuple[int, int]]],
        shares: Mapping[str, Fraction],
        wallets: Mapping[str, Path],
    ) -> None:
        self.minimum = minimum
        self.full = full
        self.dues = dues
        self.shares = shares
        self.wallets = wallets  # each wallet's own path, where an account may be paid from some wallets only

    @property
    def days(self) -> Sequence[int]:
        """Days on which the minimum-only path moves."""
        return self.minimum.days

    def limits(self, day: int, funds: Mapping[str, int]) -> dict[str, int]:
        """Return what each wallet may give beyond minimums, where it matters which wallet pays."""
        return {name: max(0, path.spare(day, funds[name])) for name, path in self.wallets.items()}

    def dues_between(self, first: int, last: int) -> int:
        """Return what minimums and instalments will ask from `first` to `last`, both inclusive."""
        return sum(amount for dues in self.dues.values() for day, amount in dues if first <= day <= last)

    def spare_in_full(self, day: int, usable: int, account: str, wanted: int, as_planned: bool) -> int:
        """Return how much of `wanted` may go to a statement beyond its minimum.

        As much as leaves every later statement payable in full within the look-ahead, as long as every other one was
        (`as_planned`: the in-full path then still tells what is owed); failing that, as much as leaves every later
        minimum payable.
        """
        free = self.full.spare(day, usable) if self.full is not None and as_planned else 0
        if free >= wanted:
            return wanted
        return max(free, self.spare_for(day, usable, account, wanted))

    def spare_for(self, day: int, usable: int, account: str, wanted: int, pays_off: bool = False) -> int:
        """Return how much of `wanted` may go to `account` without starving any due within the look-ahead.

        What it gets lowers its own later dues: a loan paid off has none, and each later minimum of a line falls by its
        share of what was paid.
        """
        plain = self.minimum.spare(day, usable)
        if plain >= wanted:
            return wanted
        share = self.shares.get(account)
        if share is None and not pays_off:
            return max(0, plain)
        eased = self._eased(day, usable, account, wanted, share)
        return max(0, min(wanted, max(plain, eased)))

    def _eased(self, day: int, usable: int, account: str, wanted: int, share: Fraction | None) -> int:
        path = self.minimum
        start = path.at(day)
        moved = usable - path.usable[start]
        dues = [due for due in self.dues.get(account, ()) if due[0] > day]
        keep = Fraction(1) if share is None else 1 - share
        best, relief, count, factor = wanted, 0, 0, Fraction(1)
        for index in range(start, len(path.days)):
            if path.days[index] > path.days[start] + path.window:
                break
            while count < len(dues) and dues[count][0] <= path.days[index]:
                relief += dues[count][1]
                factor *= keep
                count += 1
            left = path.usable[index] + moved
            if share is None:
                if left + relief < wanted:
                    return 0
            elif factor:
                best = min(best, left * factor.denominator // factor.numerator)
            if best <= 0:
                return 0
        return best
