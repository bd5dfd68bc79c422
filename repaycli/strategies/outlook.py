"""What money is truly spare: the cash that minimum payments would leave over the time to come.

Paying ahead must never cause an overdue that waiting would have avoided. So the household is first lived through paying
minimums only; on any day, what may go to a debt beyond its minimum is what this leaves at its lowest point ahead,
corrected by how far the real cash has moved from it and by the dues of debts that are repaid since. The next year
counts always; what lies beyond it counts as long as minimums alone never run short (otherwise waiting would not help).
"""

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate

from repaycli.core.whole import every, least, most, no_more, pick

YEAR = 366
MONTH = 31
"""Look-ahead in days: a year for paying ahead (it sees every yearly expense), a month for paying in full."""

Dues = Sequence[tuple[int, int]]
"""Days (ordinals) and amounts of an account's minimums or instalments, by day."""


class Path:
    """Usable cash at the end of each day on which something happened, and its lowest point ahead.

    With `far` the lowest point of all the time to come counts, where it is not below zero.
    """

    def __init__(self, days: Sequence[int], usable: Sequence[int], window: int, far: Sequence[bool] | None) -> None:
        self.days = days
        self.usable = usable
        self.window = window
        self.far = far
        self.low = _lowest_ahead(days, usable, window)
        if far is not None:
            ends = _lowest_to_the_end(usable)
            self.low = [end if sees else low for low, end, sees in zip(self.low, ends, far, strict=True)]

    @classmethod
    def to_the_end(cls, days: Sequence[int], usable: Sequence[int], window: int) -> "Path":
        """Build a path that looks to its end from every day after which the cash never runs out."""
        ends = _lowest_to_the_end(usable)
        return cls(days, usable, window, [end >= 0 for end in ends])

    def at(self, day: int) -> int:
        """Return the index of the last entry on or before `day` (0 before the first)."""
        return max(0, bisect_right(self.days, day) - 1)

    def spare(self, day: int, usable: int) -> int:
        """Return what `usable` money leaves over at the lowest point ahead, moved as far as it is off the path."""
        index = self.at(day)
        return usable - self.usable[index] + self.low[index]

    def without(self, dues: Dues) -> "Path":
        """Return the path on which an account's dues are not paid any more."""
        usable: list[int] = []
        saved, count = 0, 0
        for day, holds in zip(self.days, self.usable, strict=True):
            while count < len(dues) and dues[count][0] <= day:
                saved += dues[count][1]
                count += 1
            usable.append(holds + saved)
        return Path(self.days, usable, self.window, self.far)


def _lowest_to_the_end(usable: Sequence[int]) -> list[int]:
    return list(accumulate(reversed(usable), min))[::-1]


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
    """The minimum-only path (and the in-full one) with each account's dues along it.

    `full` is played only where it is asked for. `dues` are by account and wallet. An account of `shares` goes on having dues
    when it is paid down: each later minimum falls by that share, rounded to its unit of `units`; any other one has none
    once it is repaid.
    """

    def __init__(
        self,
        minimum: Path,
        full: Callable[[], Path] | None,
        dues: Mapping[str, Mapping[str, Dues]],
        shares: Mapping[str, Fraction],
        units: Mapping[str, int],
        wallets: Mapping[str, Path],
    ) -> None:
        self.minimum = minimum
        self.full = full
        self.by_wallet = dues
        self.dues = {account: _joined(parts.values()) for account, parts in dues.items()}
        self.shares = shares
        self.units = units
        self.wallets = wallets  # each wallet's own path, where an account may be paid from some wallets only
        self._without: dict[str, Path] = {}

    @property
    def days(self) -> Sequence[int]:
        """Days on which the minimum-only path moves."""
        return self.minimum.days

    def without(self, account: str) -> "Outlook":
        """Return the outlook once an account is repaid: its dues are out of the time to come."""
        paid = self.by_wallet.get(account, {})
        wallets = {name: path.without(paid[name]) if name in paid else path for name, path in self.wallets.items()}
        left = {name: dues for name, dues in self.by_wallet.items() if name != account}
        return Outlook(self.path_without(account), self.full, left, self.shares, self.units, wallets)

    def path_without(self, account: str) -> Path:
        """Return the minimum-only path without an account's dues."""
        found = self._without.get(account)
        if found is None:
            found = self._without[account] = self.minimum.without(self.dues.get(account, ()))
        return found

    def limits(self, day: int, funds: Mapping[str, int]) -> dict[str, int]:
        """Return what each wallet may give beyond minimums, where it matters which wallet pays."""
        return {name: most(0, path.spare(day, funds[name])) for name, path in self.wallets.items()}

    def dues_between(self, first: int, last: int) -> int:
        """Return what minimums and instalments will ask from `first` to `last`, both inclusive."""
        return sum(amount for dues in self.dues.values() for day, amount in dues if first <= day <= last)

    def spare_in_full(self, day: int, usable: int, account: str, wanted: int, as_planned: bool) -> int:
        """Return how much of `wanted` may go to a statement beyond its minimum.

        As much as leaves every later statement payable in full within the look-ahead, as long as every other one was
        (`as_planned`: the in-full path then still tells what is owed); failing that, as much as leaves every later
        minimum payable.
        """
        if every(no_more(wanted, self.minimum.spare(day, usable))):
            return wanted
        free = 0 if self.full is None else pick(as_planned, self.full().spare(day, usable), 0)
        if every(no_more(wanted, free)):
            return wanted
        return least(wanted, most(free, self.spare_for(day, usable, account, wanted)))

    def lasting(self, day: int, usable: int) -> Collection[str]:
        """Return the accounts whose dues stay, where nothing is spare at the lowest point ahead: nothing may go to them.

        `spare_for` finds the same, but slower. What is paid ahead lowers later dues by its share of them only, so that
        at the lowest point some of it is missing; unless a share is the whole of it: then there are none such.
        """
        if max(self.shares.values(), default=0) >= 1 or not every(no_more(self.minimum.spare(day, usable), 0)):
            return ()
        return self.shares.keys()

    def spare_for(self, day: int, usable: int, account: str, wanted: int, later: int | None = None) -> int:
        """Return how much of `wanted` may go to `account` without starving any due ahead.

        What it gets lowers its own later dues: a debt paid off has none, and each later minimum of a line falls by its
        share of what was paid. `later`: `wanted` pays the account off, and at most so much is billed afterwards.
        """
        plain = self.minimum.spare(day, usable)
        if every(no_more(wanted, plain)):
            return wanted
        share = self.shares.get(account)
        if share is not None:
            return most(0, least(wanted, most(plain, self._eased(day, usable, account, wanted, share))))
        if later is not None:
            after = self.path_without(account).spare(day, usable)
            return pick(no_more(wanted + later, after), wanted, most(0, least(wanted, plain)))
        return most(0, least(wanted, plain))

    def _eased(self, day: int, usable: int, account: str, wanted: int, share: Fraction) -> int:
        path = self.minimum
        start = path.at(day)
        moved = usable - path.usable[start]
        to_the_end = path.far is not None and path.far[start]
        end = len(path.days) if to_the_end else bisect_right(path.days, path.days[start] + path.window)
        unit = self.units.get(account, 1)  # a minimum that falls by a share of what was paid may be rounded up by one
        dues = [due for due, _ in self.dues.get(account, ()) if due > day]
        kept, whole = share.denominator - share.numerator, share.denominator
        best, above, below = wanted, 1, 1  # above / below: the part of `best` that later minimums still ask for
        for count in range(len(dues) + 1):  # from one due date to the next the lowest point alone counts
            until = min(end, bisect_left(path.days, dues[count])) if count < len(dues) else end
            if start < until and above:
                if to_the_end and every(no_more(best * above, (path.low[start] + moved - len(dues) * unit) * below)):
                    break
                best = least(best, (min(path.usable[start:until]) + moved - count * unit) * below // above)
                if every(no_more(best, 0)):
                    return 0
            start = max(start, until)
            above, below = above * kept, below * whole
        return best


def _joined(parts: Iterable[Dues]) -> Dues:
    return sorted(due for part in parts for due in part)
