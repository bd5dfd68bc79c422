"""Why money stays where it is: what cash is kept back for, read off a replay's wallets and what they pay later."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date

from repaycli.core.nouns import NamedTuple
from repaycli.core.text import Text, text
from repaycli.engine.book import as_date
from repaycli.engine.ledger import Kind, Posting
from repaycli.engine.run import Run
from repaycli.strategies.optimal.changed.disturbed import Coming, Cushion


class Kept(NamedTuple):
    """So much is kept back for what is paid up to `until`, most of all for `what` on `on`."""

    amount: int
    what: str
    on: date
    until: date
    is_all: bool  # nothing else is paid up to then


class Till:
    """What the wallets hold above their reserves at the end of each day of a replay, what leaves them and when money comes."""

    def __init__(self, run: Run) -> None:
        reserves = [purse.reserve for purse in run.cash.purses]
        entries = [entry for entry in run.path if entry[0] >= run.today]
        self.days = [entry[0] for entry in entries]
        self.usable = [
            sum(max(0, has - own) for has, own in zip(held, reserves, strict=True)) for _, held, _ in entries
        ]
        left: dict[tuple[int, str], int] = {}
        comes: set[int] = set()
        for item in run.book.postings:
            day, name = item.on.toordinal(), _payee(item)
            if day < run.today:
                continue
            if name:
                left[day, name] = left.get((day, name), 0) + item.amount
            elif item.kind is Kind.INCOME and item.note is not None:
                comes.add(day)
        self.left = sorted((day, name, amount) for (day, name), amount in left.items())
        self.comes = sorted(comes)

    def at(self, day: int) -> int:
        """Return what can be used at the end of a day from today on; minor units."""
        return self.usable[max(0, bisect_right(self.days, day) - 1)]

    def kept(self, day: int) -> Kept | None:
        """Return what the cash at the end of a day is kept back for; None where nothing later draws on it.

        Formula: cash at the end of the day − its lowest point before money comes next (or, where it does not fall before
        that, its lowest point of all); what it is kept for is what is paid up to that point.
        """
        start = bisect_right(self.days, day) - 1
        number = bisect_right(self.comes, day)
        income = self.comes[number] if number < len(self.comes) else self.days[-1] + 1
        before = self.usable[start + 1 : bisect_left(self.days, income)]
        ahead = before if before and min(before) < self.usable[start] else self.usable[start + 1 :]
        if not ahead or min(ahead) >= self.usable[start]:
            return None
        until = self.days[start + 1 + ahead.index(min(ahead))]
        first, last = (bisect_left(self.left, (each,)) for each in (day + 1, until + 1))
        paid = self.left[first:last]
        if not paid:
            return None
        on, what, _ = max(paid, key=lambda each: each[2])
        return Kept(self.usable[start] - min(ahead), what, as_date(on), as_date(until), len(paid) == 1)


def _payee(item: Posting) -> str:
    """Return who is paid with a posting that takes money out of a wallet; nothing for any other."""
    if item.kind is Kind.PAYMENT:
        return item.account
    if item.kind is Kind.EXPENSE and item.note is not None:
        return str(item.note.values["name"])
    return ""


def kept_reason(kept: Kept, amount: int) -> Text:
    """Say what so much money is kept back for."""
    if kept.is_all:
        return text("{amount} is kept back for {what} on {date}", amount=amount, what=kept.what, date=kept.on)
    return text(
        "{amount} is kept back for {what} on {date} and other payments until {until}",
        amount=amount,
        what=kept.what,
        date=kept.on,
        until=kept.until,
    )


class Doubt(NamedTuple):
    """So much of the cash may be needed because of what may not come: `about` names it, nothing where it may be any."""

    amount: int
    about: str
    said: Text


class Uncertain:
    """What may not have come yet by a day: the difference that a cushion's worst case makes to the cash.

    `incomes`: the comings that may be late.
    """

    def __init__(self, calm: Till, worst: Till, cushion: Cushion, incomes: Sequence[Coming]) -> None:
        self.calm, self.worst, self.cushion, self.incomes = calm, worst, cushion, incomes

    def waits(self, day: int, paid: int) -> Text | None:
        """Say which income a day's payments wait for until it has surely come; None where cash is there without it."""
        days = self.cushion.days
        sure = [each for each in self.incomes if days and each.on.toordinal() + days == day]
        if not sure or paid <= self.worst.at(day - 1):
            return None
        name = max(sure, key=lambda each: each.amount).name
        if days == 1:
            return text("not before {name} has surely come: it may be a day late", name=name)
        return text("not before {name} has surely come: it may be {days} days late", name=name, days=days)

    def reason(self, day: int) -> Doubt | None:
        """Return how much of a day's cash is kept in case an income is late or short, and say so."""
        days = self.cushion.days
        late = [each for each in self.incomes if each.on.toordinal() <= day < each.on.toordinal() + days]
        uncertain = sum(each.amount for each in late) + self.cushion.amount
        amount = min(self.calm.at(day), self.calm.at(day) - self.worst.at(day), uncertain)
        if amount <= 0:
            return None
        if not late:
            said = text("{amount} is kept back in case an income is short", amount=amount)
            return Doubt(amount, "", said)
        one = max(late, key=lambda each: each.amount)
        if days == 1:
            said = text("{amount} is kept back in case {name} is a day late", amount=amount, name=one.name)
        else:
            said = text(
                "{amount} is kept back in case {name} is {days} days late", amount=amount, name=one.name, days=days
            )
        return Doubt(amount, one.name, said)
