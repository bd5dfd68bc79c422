"""The largest loan that breaks nothing: found by playing the exact engine, never by a formula.

What is guessed is only where to look. The answer rests on two plays: the amount itself breaks nothing, one minor unit
more does. Nothing promises that a still larger loan could not be safe again (a rounded instalment can fall by a unit).
"""

from datetime import date, timedelta

from repaycli.core.dates import add_months
from repaycli.core.nouns import NamedTuple
from repaycli.products.accounts import Household
from repaycli.strategies.afford import Break, Sides, first_break
from repaycli.strategies.compare import Player

MOST = 10**9
"""No loan above so many whole units of the currency is tried, unless it is asked for."""

_SHORT_SIGHTED = ("minimum", "full")
"""These look ahead a month at most: played to a day, they do until then what they do in a longer play."""

_PATIENCE = 2
_STRIDE = 31
_PAST_IT = timedelta(days=45)


class Largest(NamedTuple):
    """The largest safe amount (0: no loan is), `breaks` being what one unit more does; None at the cap of the search.

    `plays` is how often the household was played for it: at most three for each halving of the range, less than 150.
    """

    amount: int
    breaks: Break | None
    plays: int


def largest_safe(household: Household, sides: Sides) -> Largest:
    """Return the largest amount on the same terms that breaks nothing, with the same fee and horizon."""
    return _Search(household, sides).find()


class _Search:
    """`low` breaks nothing (the fee alone: no loan at all), `high` breaks something, and they close in."""

    def __init__(self, household: Household, sides: Sides) -> None:
        self.household = household
        self.sides = sides
        self.today = sides.before.projection.today
        self.low = sides.wanted.fee
        self.high = max(MOST * 10**household.currency.digits, sides.wanted.amount) + 1
        self.breaks: Break | None = None
        self.guess = 0
        self.plays = 0

    def find(self) -> Largest:
        self._learn(self.sides.wanted.amount, self.sides.breaks)
        if self.breaks is None and self.low < self.high - 1:
            self._try(self.high - 1)
        stride, slow, is_safe = 1, 0, False
        while self.high - self.low > 1:
            room = self.high - self.low
            if self.guess > self.low and slow < _PATIENCE:
                amount, stride = self.guess, 1
            elif is_safe and slow < _PATIENCE:
                amount, stride = self.low + stride, 8 * stride
            else:
                amount, slow = self.low + room // 2, 0
            amount = min(max(amount, self.low + 1), self.high - 1)
            self._try(amount)
            is_safe = self.low == amount
            slow = slow + 1 if 2 * (self.high - self.low) > room else 0
        amount = self.low if self.low > self.sides.wanted.fee else 0
        return Largest(amount, self.breaks, self.plays)

    def _learn(self, amount: int, breaks: Break | None) -> None:
        if breaks is None:
            self.low = amount
            return
        self.guess = self._guess(amount, breaks)
        self.high, self.breaks = amount, breaks

    def _guess(self, amount: int, breaks: Break) -> int:
        """Take so much off the loan as would leave nothing missing on that day; 0 where that cannot be guessed.

        Where two amounts break the same thing, the line through them says how much; else the instalments up to the day.
        """
        last = self.breaks
        if not breaks.is_missing:
            return 0
        if last and (last.on, last.accounts) == (breaks.on, breaks.accounts) and last.more > breaks.more:
            return amount - -(-breaks.more * (self.high - amount) // (last.more - breaks.more))
        wanted = self.sides.wanted._replace(amount=amount)
        dues = 0
        while dues < wanted.instalments and add_months(self.today, dues + 1) <= breaks.on:
            dues += 1
        taken = dues * wanted.instalment - (wanted.paid_out if wanted.is_kept else 0)
        return amount + -breaks.more * amount // taken if taken > 0 else 0

    def _try(self, amount: int) -> None:
        """Play an amount, first up to a little past the day that broke last: what breaks by then need not be played to the end."""
        self.plays += 1
        found = None
        if self.breaks is not None and self.sides.strategy in _SHORT_SIGHTED:
            found = self._broken_by(amount, min(self.breaks.on + _PAST_IT, self.sides.until))
        self._learn(amount, found or self._broken_by(amount, self.sides.until))

    def _broken_by(self, amount: int, until: date) -> Break | None:
        """Play on until something is missing that is not so without the loan, or to a day."""
        own = self.sides.wanted._replace(amount=amount).in_household(self.household, self.today)
        run = Player(own, self.today, until).start(self.sides.strategy, workings=False)
        last, day, seen = until.toordinal(), run.today, 0
        while day < last:
            day = min(day + _STRIDE, last)
            run.advance(day)
            if len(run.book.shortfalls) > seen:
                seen = len(run.book.shortfalls)
                if found := first_break(run, self.sides.harm_before):
                    return found
        return first_break(run, self.sides.harm_before)
