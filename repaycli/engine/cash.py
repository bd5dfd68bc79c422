"""Money at hand: wallets with reserves, incomes and expenses, and what is missing when both run out."""

from collections.abc import Sequence

from repaycli.core.money import Rounding, round_ratio
from repaycli.core.text import Text, text
from repaycli.core.whole import least, most, never, no_more, pick, some
from repaycli.engine.book import Book, as_date
from repaycli.engine.ledger import Kind, Shortfall
from repaycli.engine.workings import InterestWorking
from repaycli.products.accounts import Flow, Wallet
from repaycli.products.interest import Run, simple_numerator


class Purse:
    """One wallet's state."""

    __slots__ = ("denominator", "holds", "name", "rate", "reserve", "since", "yielded")

    def __init__(self, terms: Wallet, as_of: int) -> None:
        self.name = terms.name
        self.holds = terms.balance
        self.reserve = terms.reserve
        self.rate = terms.annual_yield
        self.denominator = self.rate.daily.denominator if self.rate else 1
        self.since = as_of
        self.yielded: list[Run] = []

    @property
    def usable(self) -> int:
        """What is above the reserve."""
        return most(0, self.holds - self.reserve)

    def move(self, amount: int, day: int) -> None:
        """Add or take money on `day`; its yield up to the night before stands."""
        if self.rate is not None:
            self.flush(day)
        self.holds += amount

    def flush(self, end: int) -> None:
        """Note the days up to `end` (exclusive) at the balance that stood."""
        if self.rate is not None and end > self.since:
            if some(most(0, self.holds)):
                numerator = self.rate.daily.numerator
                self.yielded.append(Run(self.since, end, self.holds, numerator, False, "wallet"))
            self.since = end


class Cash:
    """All wallets together, in file order."""

    def __init__(self, wallets: Sequence[Wallet], as_of: int, book: Book) -> None:
        self.book = book
        self.purses = [Purse(wallet, as_of) for wallet in wallets]
        self.by_name = {purse.name: purse for purse in self.purses}
        self.arrears: list[tuple[str, int]] = []  # expenses that waited for cash: name, amount

    def add(self, terms: Wallet, day: int) -> None:
        """Bring in one more wallet, the last of all."""
        purse = Purse(terms, day)
        self.purses.append(purse)
        self.by_name[purse.name] = purse

    @property
    def total(self) -> int:
        """What all wallets hold, less expenses that could not be paid."""
        return sum(purse.holds for purse in self.purses)

    def receive(self, day: int, wallet: str | None, amount: int, note: Text) -> None:
        """Step 1: an income comes in; expenses that waited for it are paid from it."""
        if not self.purses:
            return
        purse = self.by_name[wallet] if wallet else self.purses[0]
        purse.move(amount, day)
        self.book.post(day, purse.name, Kind.INCOME, amount, purse.holds, note=note)
        waiting, self.arrears = self.arrears, []
        for name, missing in waiting:
            now = pick(no_more(amount, 0), 0, missing)
            left = missing - now + self._take(day, name, now, self.purses)
            if some(left):
                self.arrears.append((name, left))

    def spend(self, day: int, flow: Flow, amount: int) -> None:
        """Step 1: an expense goes out, reserves and other wallets included; what is missing is a dated shortfall."""
        first = self.by_name[flow.wallet] if flow.wallet else None
        order = [*([first] if first else []), *(purse for purse in self.purses if purse is not first)]
        left = self._take(day, flow.name, amount, order)
        if some(left):
            self.arrears.append((flow.name, left))
            self.book.shortfalls.append(Shortfall(as_date(day), left, (flow.name,)))

    def _take(self, day: int, name: str, amount: int, order: Sequence[Purse]) -> int:
        for purse in order:
            taken = most(0, least(amount, purse.holds))
            if some(taken):
                purse.move(-taken, day)
                self.book.post(day, purse.name, Kind.EXPENSE, taken, purse.holds, note=named(name))
                amount -= taken
        return amount

    def correct(self, day: int, wallet: str, holds: int, note: Text | None) -> None:
        """Take what the wallet really holds at the start of `day`."""
        purse = self.by_name[wallet]
        difference = holds - purse.holds
        if difference:
            purse.move(difference, day)
            self.book.post(day, purse.name, Kind.ADJUSTMENT, difference, purse.holds, note=note)

    def draw(self, day: int, amount: int, pay_from: Sequence[str]) -> list[tuple[str, int, int | None]]:
        """Take a recorded payment out, which always stands: return (wallet, amount, what it then holds).

        `pay_from`: the wallets it may come from in order, empty for all.

        A wallet thought empty gets an adjustment; without any wallet the money came from elsewhere.
        """
        if not self.purses:
            return [("", amount, None)]
        order = self.order(pay_from)
        missing = most(0, amount - sum(most(0, purse.holds) for purse in order))
        if some(missing):
            order[0].move(missing, day)
            self.book.post(day, order[0].name, Kind.ADJUSTMENT, missing, order[0].holds)
        drawn: list[tuple[str, int, int | None]] = []
        for purse in order:
            taken = most(0, least(amount, purse.holds))
            if some(taken):
                purse.move(-taken, day)
                drawn.append((purse.name, taken, purse.holds))
                amount -= taken
        return drawn

    def order(self, pay_from: Sequence[str]) -> list[Purse]:
        """Return the wallets that may pay an account, in their order."""
        return [self.by_name[name] for name in pay_from] if pay_from else self.purses

    def post_yields(self, day: int) -> None:
        """At the end of a month's last day: post what each wallet earned, rounded once."""
        for purse in self.purses:
            if purse.rate is None:
                continue
            purse.flush(day + 1)
            amount = round_ratio(simple_numerator(purse.yielded), purse.denominator)
            if some(amount):
                runs, nothing = tuple(purse.yielded), no_more(amount, 0)
                purse.yielded = [
                    run._replace(balance=pick(nothing, run.balance, 0)) for run in runs if not never(nothing)
                ]
                purse.holds += amount
                working = InterestWorking("wallet-yield", runs, purse.denominator, 1, Rounding.HALF_UP)
                self.book.post(day, purse.name, Kind.INCOME, amount, purse.holds, working)


def named(name: str) -> Text:
    """Say which income or expense it is."""
    return text("{name}", name=name)
