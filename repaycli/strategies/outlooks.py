"""What money is spare, by the debts that are repaid since: for one life, or for each of many futures."""

from collections.abc import Collection, Mapping, Sequence

from repaycli.core.whole import never, no_more, pick, some
from repaycli.strategies.outlook import Outlook

NONE: frozenset[str] = frozenset()


class Outlooks:
    """The outlook as it stands: once debts are repaid, that without their dues.

    `where`: by the accounts that are repaid since, 1 where it is just these, and 0 elsewhere: of many futures each has one.
    """

    def __init__(self, first: Outlook) -> None:
        self.first = first
        self.known = {NONE: first}
        self.where: dict[frozenset[str], int] = {NONE: 1}

    def copy(self) -> "Outlooks":
        """Return the same, of which debts are settled on their own from here on."""
        new = Outlooks(self.first)
        new.known, new.where = self.known, dict(self.where)
        return new

    @property
    def days(self) -> Sequence[int]:
        """Days on which the minimum-only path moves."""
        return self.first.days

    @property
    def settled(self) -> Collection[str]:
        """The accounts whose dues are out of the time to come in every future, or stay in it once they are repaid."""
        everywhere, *others = self.where
        return everywhere.intersection(*others) | self.first.shares.keys()

    def settle(self, account: str, answer: bool) -> None:
        """Take an account's dues out of the time to come where it is repaid."""
        if account in self.settled:
            return
        for settled, here in list(self.where.items()):
            now = no_more(1, here) & answer
            if account in settled or never(now):
                continue
            more = settled | {account}
            if more not in self.known:
                self.known[more] = self.known[settled].without(account)
            self.where[settled] = pick(now, 0, here)
            self.where[more] = pick(now, 1, self.where.get(more, 0))
        self.where = {settled: here for settled, here in self.where.items() if some(here)}

    def limits(self, day: int, funds: Mapping[str, int]) -> dict[str, int]:
        """As `Outlook.limits`."""
        found: dict[str, int] = {}
        for settled, here in self.where.items():
            for name, most in self.known[settled].limits(day, funds).items():
                found[name] = pick(no_more(1, here), most, found.get(name, 0))
        return found

    def dues_between(self, first: int, last: int) -> int:
        """As `Outlook.dues_between`."""
        found = 0
        for settled, here in self.where.items():
            found = pick(no_more(1, here), self.known[settled].dues_between(first, last), found)
        return found

    def spare_in_full(self, day: int, usable: int, account: str, wanted: int, as_planned: bool) -> int:
        """As `Outlook.spare_in_full`."""
        found = 0
        for settled, here in self.where.items():
            spare = self.known[settled].spare_in_full(day, usable, account, wanted, as_planned)
            found = pick(no_more(1, here), spare, found)
        return found

    def lasting(self, day: int, usable: int) -> Collection[str]:
        """As `Outlook.lasting`, where it is so in every future."""
        found = [self.known[settled].lasting(day, usable) for settled in self.where]
        return frozenset(found[0]).intersection(*found[1:])

    def spare_for(self, day: int, usable: int, account: str, wanted: int, later: int | None = None) -> int:
        """As `Outlook.spare_for`."""
        found = 0
        for settled, here in self.where.items():
            spare = self.known[settled].spare_for(day, usable, account, wanted, later)
            found = pick(no_more(1, here), spare, found)
        return found
