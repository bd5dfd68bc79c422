"""What the futures of a household answer: how likely it is to be past due, when, with what, and what that costs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import numpy as np

from repaycli.core.dates import add_months
from repaycli.core.nouns import NamedTuple
from repaycli.engine.consequences import Threshold, thresholds_of
from repaycli.products.accounts import Household
from repaycli.products.delinquency import Ladder, What
from repaycli.risk.chances import Band, Chance, Cost, band, cost, first_of_worst
from repaycli.risk.outcomes import Outcomes, Spell

_NAMED = (What.STAGE, What.SPENDING_FROZEN, What.LIMIT_CUT, What.REPORTED, What.CALLED_IN)
"""What is told of an account besides its marks; the rest begins on the first day past due."""


class Follow(NamedTuple):
    """How likely it is that something begins that follows from being past due."""

    threshold: Threshold
    chance: Chance


class AccountRisk(NamedTuple):
    """How likely it is that an account is past due on some day, and that each thing begins that follows from it."""

    name: str
    overdue: Chance
    follows: tuple[Follow, ...]


class MonthRisk(NamedTuple):
    """How likely it is that anything, and each account, is past due on some day of a calendar month."""

    first: date
    overdue: Chance
    accounts: tuple[tuple[str, Chance], ...]


class CashOn(NamedTuple):
    """What all wallets hold at the end of a day."""

    on: date
    holds: Band


class Answers(NamedTuple):
    """What `paths` futures under one strategy answer; amounts in minor units.

    `overdue`: something is past due on some day from `today` to `until`, both inclusive; `missed`: a due date of today or
    later was missed, which differs from it where `late` accounts are past due already. `danger_on`: the first day by which
    in at least 1 of 20 futures something has been past due; None: there is none. `short`: an expense could not be paid
    in full. `is_uncertain`: the file says of something that it varies; otherwise there is one future.
    """

    strategy: str
    seed: int
    paths: int
    today: date
    until: date
    is_uncertain: bool
    overdue: Chance
    missed: Chance
    late: tuple[str, ...]
    danger_on: date | None
    accounts: tuple[AccountRisk, ...]
    months: tuple[MonthRisk, ...]
    short: Chance
    cost: Cost
    lowest: Band
    debt: Band
    cash: tuple[CashOn, ...]


def answers(household: Household, outcomes: Outcomes, ladder: Ladder) -> Answers:
    """Return what the futures of a household answer; `ladder`: what usually follows from being past due."""
    counting = _Counting(outcomes, household.is_uncertain)
    spells = counting.spells
    own = {account.name: [spell for spell in spells if spell.account == account.name] for account in household.accounts}
    return Answers(
        outcomes.strategy,
        outcomes.seed,
        outcomes.paths,
        date.fromordinal(outcomes.today),
        date.fromordinal(outcomes.until),
        counting.is_uncertain,
        counting.any_of(spells),
        missed(outcomes, counting.is_uncertain),
        tuple(name for name, late in own.items() if any(spell.due < outcomes.today for spell in late)),
        _danger_on(counting),
        tuple(
            AccountRisk(
                account.name,
                counting.any_of(own[account.name]),
                tuple(_follows(counting, own[account.name], list(thresholds_of(household, account, ladder)), ladder)),
            )
            for account in household.accounts
        ),
        tuple(_months(counting, own)),
        short(outcomes, counting.is_uncertain),
        cost(outcomes.costs),
        band(outcomes.lowest),
        band(outcomes.debts),
        tuple(
            CashOn(date.fromordinal(day), band(holds)) for day, holds in zip(outcomes.days, outcomes.cash, strict=True)
        ),
    )


class Outlook(NamedTuple):
    """How a household comes off: a due date of today or later is missed; an expense cannot be paid in full; the expected
    cost, in minor units."""

    missed: Chance
    short: Chance
    cost: int


def outlook(outcomes: Outcomes, uncertain: bool = True, among: int | None = None) -> Outlook:
    """Return how a household comes off; `among`: look at the first so many futures only."""
    expected = cost(outcomes.costs[:among]).expected
    return Outlook(missed(outcomes, uncertain, among), short(outcomes, uncertain, among), expected)


def overdue(outcomes: Outcomes, uncertain: bool = True) -> Chance:
    """Return how likely it is that something is past due on some day from today on."""
    counting = _Counting(outcomes, uncertain)
    return counting.any_of(counting.spells)


def missed(outcomes: Outcomes, uncertain: bool = True, among: int | None = None) -> Chance:
    """Return how likely it is that a due date of today or later is missed; `among`: look at the first so many futures
    only."""
    found = np.zeros(outcomes.paths, dtype=np.bool_)
    for spell in outcomes.spells:
        if outcomes.today <= spell.due < outcomes.until:
            found[spell.futures] = True
    looked = found[:among]
    return Chance(int(looked.sum()), len(looked), not uncertain)


def short(outcomes: Outcomes, uncertain: bool = True, among: int | None = None) -> Chance:
    """Return how likely it is that an expense cannot be paid in full; `among`: look at the first so many
    futures only."""
    found = np.zeros(outcomes.paths, dtype=np.bool_)
    found[outcomes.short] = True
    looked = found[:among]
    return Chance(int(looked.sum()), len(looked), not uncertain)


class _Counting:
    """Counts the futures in which at least one of some spells happened."""

    def __init__(self, outcomes: Outcomes, uncertain: bool) -> None:
        self.outcomes, self.is_uncertain = outcomes, uncertain
        self.spells = [spell for spell in outcomes.spells if spell.due < outcomes.until]
        """A due date that is missed on the last day is past due from the day after it on."""

    def chance(self, count: int) -> Chance:
        return Chance(count, self.outcomes.paths, not self.is_uncertain)

    def any_of(self, spells: Iterable[Spell]) -> Chance:
        found = np.zeros(self.outcomes.paths, dtype=np.bool_)
        for spell in spells:
            found[spell.futures] = True
        return self.chance(int(found.sum()))

    def days_of(self, spell: Spell) -> tuple[int, int]:
        """Return the first and the last day, from today on, on which an account was past due; the day of the payment is
        the last of them."""
        last = self.outcomes.until if spell.cleared is None else min(spell.cleared, self.outcomes.until)
        return max(spell.due + 1, self.outcomes.today), last


def _danger_on(counting: _Counting) -> date | None:
    outcomes = counting.outcomes
    never = outcomes.until + 1
    first = np.full(outcomes.paths, never, dtype=np.int64)
    for spell in counting.spells:
        first[spell.futures] = np.minimum(first[spell.futures], counting.days_of(spell)[0])
    day = first_of_worst(first[first < never], outcomes.paths)
    return None if day is None else date.fromordinal(day)


def _follows(
    counting: _Counting, spells: Sequence[Spell], thresholds: Sequence[Threshold], ladder: Ladder
) -> Iterator[Follow]:
    """Yield what may begin, as `engine.consequences` dates it: so many days past due at the end of a day."""
    worst = np.zeros(counting.outcomes.paths, dtype=np.int64)
    for spell in spells:
        worst[spell.futures] = np.maximum(worst[spell.futures], _last_late(counting.outcomes, spell) - spell.due)
    for threshold in thresholds:
        if threshold.what in _NAMED:
            reached = int((worst >= max(1, threshold.days)).sum())
            yield Follow(threshold, counting.chance(reached))
    if "record-mark" in ladder.rules:
        yield _mark(counting, spells, thresholds)


def _mark(counting: _Counting, spells: Sequence[Spell], thresholds: Sequence[Threshold]) -> Follow:
    """Return how likely a mark on the credit record is: past due at a month's end for so long that it is reported."""
    reported = next((each for each in thresholds if each.what is What.REPORTED), None)
    days = max(1, reported.days) if reported else 1
    outcomes = counting.outcomes
    ends = [
        day.toordinal() - 1
        for day in _month_starts(outcomes.today, outcomes.until + 1)
        if day.toordinal() > outcomes.today
    ]
    marked = (spell for spell in spells if any(spell.due + days <= end <= _last_late(outcomes, spell) for end in ends))
    certain = reported is not None and reported.is_certain
    return Follow(Threshold(days, What.RECORD_MARK, "record-mark", certain), counting.any_of(marked))


def _last_late(outcomes: Outcomes, spell: Spell) -> int:
    """Return the last day at whose end an account was past due."""
    return outcomes.until if spell.cleared is None else min(spell.cleared - 1, outcomes.until)


def _month_starts(first: int, last: int) -> Iterator[date]:
    """Yield the first day of each month in which one of the days lies."""
    day = date.fromordinal(first).replace(day=1)
    while day.toordinal() <= last:
        yield day
        day = add_months(day, 1)


def _months(counting: _Counting, own: Mapping[str, Sequence[Spell]]) -> Iterator[MonthRisk]:
    outcomes = counting.outcomes
    within: dict[date, dict[str, list[Spell]]] = {
        first: {name: [] for name in own} for first in _month_starts(outcomes.today, outcomes.until)
    }
    for name, spells in own.items():
        for spell in spells:
            for first in _month_starts(*counting.days_of(spell)):
                within[first][name].append(spell)
    for first, late in within.items():
        everything = [spell for spells in late.values() for spell in spells]
        chances = tuple((name, counting.any_of(spells)) for name, spells in late.items())
        yield MonthRisk(first, counting.any_of(everything), chances)
