"""What futures come to, taken down day by day while they are lived through."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from repaycli.core.nouns import NamedTuple
from repaycli.core.whole import some, total
from repaycli.engine.claims import Debt
from repaycli.engine.ledger import COSTS, Kind
from repaycli.engine.line.state import Line
from repaycli.engine.run import Run
from repaycli.engine.totals import rounded, rounded_accrued
from repaycli.risk.many import Many, Mask, plain
from repaycli.risk.outcomes import Amounts, Spell, Whole, narrowed

_SIGNS = dict.fromkeys(COSTS, 1) | {Kind.COUPON: -1}

_NEVER = np.iinfo(np.int64).max

_LANES = 8
"""Of so many lanes at most it is known what was past due in them; of any other one it is found anew."""

Missed = tuple[str, int]
"""An account, and a due date of it that was missed."""

Known = tuple[Whole | None, dict[Missed, int], dict[Missed, Mask]]
"""Some futures, and by what was missed how much of it was past due in them, and in which of them there was any."""

_NOTHING: Known = None, {}, {}


class Counted(NamedTuple):
    """What some futures came to; as in `Outcomes`."""

    spells: Sequence[Spell]
    costs: Whole
    lowest: Whole
    debts: Whole
    cash: Amounts
    short: Whole


class Tally:
    """Takes down what a crowd lives through: a witness of each of its days. `run` stands at the end of the day before today."""

    def __init__(self, run: Run, futures: int, days: Sequence[int]) -> None:
        self.today, self.days = run.today, days
        self.holds = np.full(futures, sum(purse.holds for purse in run.cash.purses), dtype=np.int64)
        self.cash: list[Amounts] = []  # on those of `days` that are done
        self.lowest = np.full(futures, _NEVER, dtype=np.int64)
        self.costs = np.zeros(futures, dtype=np.int64)
        self.short = np.zeros(futures, dtype=np.bool_)
        self.late = {missed: np.ones(futures, dtype=np.bool_) for missed in _past_due(run)}
        self.spells: dict[tuple[str, int, int | None], list[Whole]] = defaultdict(list)
        self.known: dict[int, Known] = {}  # by the id of some futures

    def note(self, run: Run, futures: Whole) -> None:
        """Take down what a day brought in some futures: what its book holds, and how wallets and accounts stand after it."""
        self._note_cash(run.day)
        if run.day < self.today:
            return
        for posting in run.book.postings:
            if posting.kind in _SIGNS and posting.on.toordinal() >= self.today:
                self.costs[futures] += _SIGNS[posting.kind] * plain(posting.amount)
        holds = plain(sum([purse.holds for purse in run.cash.purses]))
        self.holds[futures] = holds
        self.lowest[futures] = np.minimum(self.lowest[futures], holds)
        waiting = sum([missing for _, missing in run.cash.arrears])
        if some(waiting):
            self.short[futures[_are_some(waiting, futures)]] = True
        self._note_past_due(run, futures)

    def _note_cash(self, day: int) -> None:
        """Take down the cash of the days before that one, on which nothing happens any more."""
        while len(self.cash) < len(self.days) and self.days[len(self.cash)] < day:
            self.cash.append(narrowed(self.holds))

    def _note_past_due(self, run: Run, futures: Whole) -> None:
        left = _past_due(run)
        if not left and not self.late:
            return
        same, before, stood = self.known.pop(id(futures), _NOTHING)
        is_known = same is futures
        stands: dict[Missed, Mask] = {}
        for missed in left.keys() | (before if is_known else self.late).keys():
            amount, was = left.get(missed, 0), stood[missed] if missed in stood and is_known else None
            if was is None or amount is not before.get(missed, 0):
                was = self._note_missed(missed, was, _are_some(amount, futures), futures, run.day)
            stands[missed] = was
        self.known[id(futures)] = futures, left, stands
        if len(self.known) > _LANES:
            del self.known[next(iter(self.known))]

    def _note_missed(self, missed: Missed, was: Mask | None, now: Mask, futures: Whole, day: int) -> Mask:
        """Take down for one due date in which of some futures it is past due now, and in which it was before."""
        late = self.late.setdefault(missed, np.zeros(len(self.costs), dtype=np.bool_))
        was = late[futures] if was is None else was
        changed = was != now
        if changed.any():
            paid = futures[changed & was]
            late[futures[changed]] = now[changed]
            if len(paid):
                self.spells[*missed, day].append(paid)
        if not late.any():
            del self.late[missed]
        return now

    def counted(self, runs: Iterable[tuple[Run, Whole]], last: int) -> Counted:
        """Return what all came to at the end of the last day; `runs` as they stand then, each with its futures."""
        self._note_cash(last + 1)
        debts = np.zeros(len(self.costs), dtype=np.int64)
        for run, futures in runs:
            for name, debt in run.debts.items():
                accrued = sum(rounded_accrued(debt, last))
                planned = debt.planned() if isinstance(debt, Line) else 0
                self.costs[futures] += plain(accrued - sum(rounded(debt, run.accrued_before[name])))
                debts[futures] += plain(debt.owed + accrued + planned)
        for missed, late in self.late.items():
            self.spells[*missed, None].append(np.flatnonzero(late))
        found = [Spell(*key, np.sort(np.concatenate(futures))) for key, futures in self.spells.items()]
        found.sort(key=lambda spell: (spell.account, spell.due, spell.cleared or last + 1))
        lowest = np.where(self.lowest == _NEVER, self.holds, self.lowest)
        return Counted(found, self.costs, lowest, debts, np.stack(self.cash), np.flatnonzero(self.short))


def _are_some(amount: Any, futures: Whole) -> Mask:
    """Tell in which of some futures an amount is more than nothing."""
    return amount.values > 0 if type(amount) is Many else np.full(len(futures), amount > 0)


def _past_due(run: Run) -> dict[Missed, int]:
    """Return what is past due: account, due date, and how much is left of it."""
    return {(name, due): left for name, debt in run.debts.items() for due, left in _of(debt)}


def _of(debt: Debt) -> Iterator[tuple[int, int]]:
    if isinstance(debt, Line):
        for group in debt.past_due:
            yield group.due, group.left
    else:
        for due in debt.dues:
            if due.is_past_due:
                yield due.due, total([due.left, debt.open_penalty(due)])
