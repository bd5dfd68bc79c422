"""A new loan before it is signed: the household played without it and with it, and the first thing that breaks."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from repaycli.core.dates import LATEST, add_months, on_day
from repaycli.core.nouns import NamedTuple
from repaycli.core.rates import Rate
from repaycli.core.text import text
from repaycli.engine.book import as_date
from repaycli.engine.ledger import Kind, Projection
from repaycli.engine.run import Run
from repaycli.engine.totals import project as finish
from repaycli.products.accounts import Household
from repaycli.products.irr import YearlyRate, yearly_rate
from repaycli.products.schedules import level_instalment
from repaycli.strategies.compare import Player
from repaycli.strategies.whatif import Borrow, Impossible, changed

LEAST_MONTHS, MOST_MONTHS = 12, 60
"""The default horizon in months: the loan's own term between these, so that yearly expenses are seen."""

_FINE = 10**4


class Wanted(NamedTuple):
    """A new loan. `fee` is kept back from what is paid out; what is paid out stays in the first wallet (`is_kept`) or is
    spent on the same day, so that only the instalments are left of it."""

    name: str
    amount: int
    rate: Rate
    instalments: int
    fee: int = 0
    is_kept: bool = False

    @property
    def paid_out(self) -> int:
        """What comes of it, minor units."""
        return self.amount - self.fee

    @property
    def instalment(self) -> int:
        """The level instalment, minor units; the last one settles the rest."""
        return level_instalment(self.amount, self.rate.monthly, self.instalments)

    def cost(self) -> YearlyRate | None:
        """Return what it costs a year, the fee included; None when it costs nothing.

        Formula: the internal rate of return of the exact level instalments on what is paid out.
        Source: Civil Code art. 670: what is kept back at the start is no principal.
        """
        exact = level_instalment(self.amount * _FINE, self.rate.monthly, self.instalments)
        if not self.fee and not self.rate.amount:
            return None
        return yearly_rate(self.paid_out * _FINE, [exact] * self.instalments)

    def in_household(self, household: Household, today: date) -> Household:
        """Return the household once the loan is signed."""
        borrow = Borrow(self.name, self.amount, self.rate, self.instalments, self.paid_out if self.is_kept else 0)
        return changed(household, today, [borrow])[0]


class Month(NamedTuple):
    """One calendar month of a side, from today on: income, payments to debts, and the lowest cash at a day's end."""

    first: date
    is_whole: bool
    income: int
    paid: int
    lowest_cash: int

    @property
    def share(self) -> Fraction | None:
        """Payment-to-income: all that is paid to debts in the month ÷ the incomes of that month; None without any."""
        return Fraction(self.paid, self.income) if self.income else None


class Side(NamedTuple):
    """What became of the household, with the loan or without it."""

    projection: Projection
    lowest_cash_on: date
    months: tuple[Month, ...]

    @property
    def heaviest(self) -> Month | None:
        """The whole month with the highest payment-to-income, the first of several."""
        whole = [month for month in self.months if month.is_whole and month.share is not None]
        return max(whole, key=lambda month: month.share or 0, default=None)


class Break(NamedTuple):
    """The first day on which something is missing or past due that is not so without the loan.

    `amount` is all that is missing for `accounts` that day, or what an account is past due with; `more` is how much more
    is missing than without the loan.
    """

    on: date
    is_missing: bool  # else past due
    amount: int
    accounts: tuple[str, ...]
    more: int


class Harm(NamedTuple):
    """What goes wrong in a run from today on: what is missing on which day, and the days on which accounts are past due."""

    missing: Mapping[int, tuple[int, frozenset[str]]]
    past_due: Mapping[str, frozenset[int]]


class Sides(NamedTuple):
    """The household without the loan and with it, over one horizon; `breaks` is None where the loan is safe."""

    wanted: Wanted
    strategy: str
    until: date
    before: Side
    after: Side
    harm_before: Harm
    breaks: Break | None


def horizon(today: date, instalments: int) -> date:
    """Return the default last day: the end of the month of the last instalment, a year to five years from today."""
    last = add_months(today, min(max(instalments, LEAST_MONTHS), MOST_MONTHS))
    return min(on_day(last.year, last.month, 31), LATEST)


def play(household: Household, today: date, strategy: str, wanted: Wanted, until: date | None = None) -> Sides:
    """Play the household without the loan and with it.

    Raises `Impossible` when there is no wallet, or an account of that name.
    """
    if not household.wallets:
        raise Impossible(text("there is no wallet: nothing can be paid"), text("add a [[wallet]] to the file"))
    last = (until or horizon(today, wanted.instalments)).toordinal()
    signed = wanted.in_household(household, today)
    without, with_it = (
        Player(own, today, as_date(last)).start(strategy, workings=False) for own in (household, signed)
    )
    before = finish(without, strategy, last)
    after = finish(with_it, strategy, last)
    summary = after.summary
    dearer = summary._replace(fees=summary.fees + wanted.fee, total_cost=summary.total_cost + wanted.fee)
    incomes = _incomes(before)
    harm = harm_of(without)
    return Sides(
        wanted,
        strategy,
        as_date(last),
        _side(without, before, incomes),
        _side(with_it, after._replace(summary=dearer), incomes),
        harm,
        first_break(with_it, harm),
    )


def harm_of(run: Run) -> Harm:
    """Return what goes wrong in a run up to where it stands."""
    missing: dict[int, tuple[int, frozenset[str]]] = {}
    for found in run.book.shortfalls:
        day = found.on.toordinal()
        if day >= run.today:
            amount, accounts = missing.get(day, (0, frozenset[str]()))
            missing[day] = (amount + found.amount, accounts | set(found.accounts))
    past_due: dict[str, frozenset[int]] = {}
    for name, debt in run.debts.items():
        days = [range(max(spell.due + 1, run.today), (spell.cleared or run.day) + 1) for spell in debt.spells]
        if days:
            past_due[name] = frozenset(day for each in days for day in each)
    return Harm(missing, past_due)


def first_break(run: Run, without: Harm) -> Break | None:
    """Return the first thing that goes wrong in a run up to where it stands and not without the loan."""
    harm = harm_of(run)
    found: list[Break] = []
    for day, (amount, accounts) in sorted(harm.missing.items()):
        amount_before, accounts_before = without.missing.get(day, (0, frozenset[str]()))
        if amount > amount_before or accounts - accounts_before:
            found.append(Break(as_date(day), True, amount, tuple(sorted(accounts)), max(0, amount - amount_before)))
            break
    for name, days in harm.past_due.items():
        new = days - without.past_due.get(name, frozenset())
        if new:
            spell = max((each for each in run.debts[name].spells if each.due < min(new)), key=lambda each: each.due)
            found.append(Break(as_date(min(new)), False, spell.amount, (name,), spell.amount))
    return min(found, key=lambda each: (each.on, not each.is_missing, each.accounts), default=None)


def _incomes(projection: Projection) -> dict[tuple[int, int], int]:
    """Add up what the file's incomes bring by month, from today on: not what wallets earn, nor the loan's own money."""
    found: dict[tuple[int, int], int] = {}
    for posting in projection.postings:
        if posting.kind is Kind.INCOME and posting.note is not None and posting.on >= projection.today:
            month = (posting.on.year, posting.on.month)
            found[month] = found.get(month, 0) + posting.amount
    return found


def _side(run: Run, projection: Projection, incomes: Mapping[tuple[int, int], int]) -> Side:
    today, until = projection.today, projection.until
    paid: dict[tuple[int, int], int] = {}
    for item in projection.payments:
        month = (item.on.year, item.on.month)
        paid[month] = paid.get(month, 0) + item.amount
    cash = [(day, sum(holds)) for day, holds, _ in run.path if day >= run.today]
    months: list[Month] = []
    first = today.replace(day=1)
    place, held = 0, cash[0][1]
    while first <= until:
        end = on_day(first.year, first.month, 31)
        begins = max(first, today).toordinal()
        in_month = [] if place < len(cash) and cash[place][0] == begins else [held]
        while place < len(cash) and cash[place][0] <= end.toordinal():
            held = cash[place][1]
            in_month.append(held)
            place += 1
        key = (first.year, first.month)
        is_whole = today <= first and end <= until
        months.append(Month(first, is_whole, incomes.get(key, 0), paid.get(key, 0), min(in_month)))
        first = add_months(first, 1)
    lowest = min(held for _, held in cash)
    return Side(projection, as_date(next(day for day, held in cash if held == lowest)), tuple(months))
