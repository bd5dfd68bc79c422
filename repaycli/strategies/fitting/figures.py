"""The figures that a lender has shown, and what a replay comes to in their place."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from enum import Enum
from typing import Any

from repaycli.core.nouns import NamedTuple
from repaycli.engine.book import Book, as_date
from repaycli.engine.branch import doubled
from repaycli.engine.day import Step
from repaycli.engine.entries import compare
from repaycli.engine.ledger import Kind
from repaycli.engine.line.state import Line
from repaycli.products.accounts import Account, BalanceCheck, Household
from repaycli.strategies.conventions import replaced
from repaycli.strategies.fitting.choosing import Choosing
from repaycli.strategies.fitting.open_terms import OpenTerms
from repaycli.strategies.looking import Look


class Shown(Enum):
    """What a figure is."""

    OWED = "owed"  # at the start of the day, as `[[balance]]` says it
    INTEREST = "interest"  # all interest that posts on the day, overdue interest included
    PENALTY = "penalty"  # the overdue interest among it
    FEES = "fees"  # of a line: all fees since the statement before; of a loan: those of the day
    BALANCE = "balance"  # of a statement
    MINIMUM = "minimum"  # of a statement
    INSTALMENT = "instalment"  # what falls due of a loan
    PRINCIPAL = "principal"  # the principal of an instalment


OF_LINES = (Shown.INTEREST, Shown.MINIMUM, Shown.BALANCE, Shown.FEES, Shown.PENALTY, Shown.OWED)
OF_LOANS = (Shown.INTEREST, Shown.INSTALMENT, Shown.PRINCIPAL, Shown.PENALTY, Shown.FEES, Shown.OWED)


class Figure(NamedTuple):
    """What the lender shows for an account on a day, in minor units."""

    on: date
    what: Shown
    amount: int
    includes_accrued: bool = False
    is_recorded: bool = False  # a `[[balance]]`: from its day on it counts


class Differs(Exception):
    """Interest has posted that is not what the lender shows: whatever comes after it does not matter."""


class _Book(Book):
    """A book that can say what posts, before it is written."""

    __slots__ = ("heard",)
    heard: Callable[[int, str, Kind, int], None] | None

    def __init__(self, workings: bool = True) -> None:
        super().__init__(workings)
        self.heard = None

    def post(self, day: int, account: str, kind: Kind, amount: int, *more: Any, **others: Any) -> None:
        """Write one movement."""
        if self.heard is not None:
            self.heard(day, account, kind, amount)
        super().post(day, account, kind, amount, *more, **others)


class Watch(Look):
    """A replay that notes what is owed at the start of days, and ends early where its interest is not the lender's."""

    book_type = _Book
    noted: dict[tuple[date, bool], int]

    def expect(self, name: str, figures: Sequence[Figure]) -> None:
        """Raise `Differs` as soon as other interest posts with a statement than the figures say."""
        line = self.lines.get(name)
        wanted = {figure.on.toordinal(): figure.amount for figure in figures if figure.what is Shown.INTEREST}
        if line is None or not wanted or any(plan.terms.rate for plan in line.plans):
            return

        def heard(day: int, account: str, kind: Kind, amount: int) -> None:
            if account != name or kind not in (Kind.INTEREST, Kind.PENALTY) or day not in wanted:
                return
            so_far = amount + _posted(self, name, (Kind.INTEREST, Kind.PENALTY), as_date(day), as_date(day))
            more_comes = kind is Kind.INTEREST and any(lot.penal for lot in line.all_lots())
            if so_far > wanted[day] or (so_far < wanted[day] and not more_comes):
                raise Differs

        assert isinstance(self.book, _Book)
        self.book.heard = heard

    def doubled(self) -> "Watch":
        """Return a replay that goes on from where this one stands."""
        new = doubled(self, None)
        assert isinstance(new, Watch)
        new.noted = dict(self.noted)
        return new

    def live(self, name: str, until: int, choosing: Choosing) -> None:
        """Live through every day up to `until`; before the days on which much is asked, mark where it stands."""
        while self.day < until:
            debt = self.debts[name]
            stop = debt.next_closing if isinstance(debt, Line) else debt.next_due
            stop = stop if self.day < stop < until else until
            is_marked = choosing.mark is not None and choosing.mark.day == stop - 1
            self.advance(stop - 1)
            if not is_marked:
                choosing.mark = self.doubled()
            self.advance(stop)

    def note_owed(self, day: int, check: BalanceCheck, counts: bool) -> None:
        """Note what is owed, and then let the lender's figure count where it does."""
        self.noted[check.on, check.includes_accrued] = self.now(check)
        if counts:
            compare(self, day, check)


class Case(NamedTuple):
    """A household made ready to be replayed for one account, without the figures that are compared."""

    household: Household
    account: Account
    figures: tuple[Figure, ...]  # in the order of their days
    last: date

    def replay(self, choosing: Choosing) -> Watch:
        """Return a replay where it is to begin, whose account's terms are as open as the choosing."""
        terms: Any = OpenTerms(self.account, choosing)
        if choosing.mark is None:
            return self.begin(terms)
        run = choosing.mark.doubled()
        debt = run.debts[self.account.name]
        debt.terms = terms
        for plan in debt.plans if isinstance(debt, Line) else ():  # a plan keeps how it is rounded
            plan.unit, plan.mode = terms.round_to, terms.rounding
        return run

    def begin(self, terms: Account) -> Watch:
        """Return a replay at its start, the account under some terms."""
        run = Watch(replaced(self.household, terms), self.last + timedelta(days=1), None, workings=False)
        run.noted = {}
        for figure in self.figures:
            if figure.what is Shown.OWED:
                check = BalanceCheck(self.account.name, figure.on, figure.amount, False, figure.includes_accrued)
                run.push(figure.on.toordinal(), Step.CHECK, check.account, Watch.note_owed, check, figure.is_recorded)
        return run


def read(run: Watch, name: str, figure: Figure) -> int:
    """Return what a replay that has lived through a figure's day comes to in its place; minor units."""
    if figure.what is Shown.OWED:
        return run.noted[figure.on, figure.includes_accrued]
    debt = run.debts[name]
    if isinstance(debt, Line):
        return _of_line(run, debt, figure)
    if figure.what in (Shown.INSTALMENT, Shown.PRINCIPAL):
        due = [each for each in run.book.fallen_due if each.account == name and each.on == figure.on]
        return sum(each.amount if figure.what is Shown.INSTALMENT else each.working.principal for each in due)
    return _posted(run, name, _KINDS[figure.what], figure.on, figure.on)


def _of_line(run: Watch, line: Line, figure: Figure) -> int:
    if figure.what in (Shown.BALANCE, Shown.MINIMUM):
        closed = [each for each in run.book.statements if each.account == line.name and each.closed == figure.on]
        return sum(each.balance if figure.what is Shown.BALANCE else each.minimum for each in closed)
    since = figure.on
    if figure.what is Shown.FEES:
        since = date.fromordinal(line.closing_before(figure.on.toordinal()) + 1)
    return _posted(run, line.name, _KINDS[figure.what], since, figure.on)


_KINDS = {
    Shown.INTEREST: (Kind.INTEREST, Kind.PENALTY),
    Shown.PENALTY: (Kind.PENALTY,),
    Shown.FEES: (Kind.FEE, Kind.LATE_FEE),
}


def _posted(run: Watch, name: str, kinds: Sequence[Kind], since: date, until: date) -> int:
    postings = run.book.postings
    return sum(
        item.amount for item in postings if item.account == name and item.kind in kinds and since <= item.on <= until
    )
