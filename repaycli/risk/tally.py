"""What futures come to, taken down day by day while they are lived through."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from repaycli.core.nouns import NamedTuple
from repaycli.core.whole import total
from repaycli.engine.claims import Debt
from repaycli.engine.ledger import COSTS, Kind
from repaycli.engine.line.state import Line
from repaycli.engine.run import Run
from repaycli.engine.totals import rounded, rounded_accrued
from repaycli.risk.many import plain
from repaycli.risk.outcomes import Amounts, Spell, Whole, narrowed

_SIGNS = dict.fromkeys(COSTS, 1) | {Kind.COUPON: -1}

_NEVER = np.iinfo(np.int64).max

_LANES = 8
"""Of so many lanes at most it is known what was past due in them; of any other one it is found anew."""

_NOTHING: "tuple[Whole | None, dict[Missed, int]]" = None, {}

Missed = tuple[str, int]
"""An account, and a due date of it that was missed."""


class Counted(NamedTuple):
    """What some futures came to; as in `Outcomes`."""

    spells: Sequence[Spell]
    costs: Whole
    lowest: Whole
    debts: Whole
    cash: Sequence[Amounts]
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
        # By the id of some futures: these, and what was past due in them.
        self.known: dict[int, tuple[Whole, dict[Missed, int]]] = {}

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
        for _, missing in run.cash.arrears:
            self.short[futures] |= plain(missing) > 0
        self._note_past_due(run, futures)

    def _note_cash(self, day: int) -> None:
        """Take down the cash of the days before that one, on which nothing happens any more."""
        while len(self.cash) < len(self.days) and self.days[len(self.cash)] < day:
            self.cash.append(narrowed(self.holds))

    def _note_past_due(self, run: Run, futures: Whole) -> None:
        left = _past_due(run)
        if not left and not self.late:
            return
        same, before = self.known.get(id(futures), _NOTHING)
        self.known.pop(id(futures), None)
        self.known[id(futures)] = futures, left
        if len(self.known) > _LANES:
            del self.known[next(iter(self.known))]
        for missed in left.keys() | (before if same is futures else self.late).keys():
            if same is futures and left.get(missed, 0) is before.get(missed, 0):
                continue
            was = self.late.setdefault(missed, np.zeros(len(self.costs), dtype=np.bool_))
            now = np.broadcast_to(plain(left.get(missed, 0)) > np.int64(0), len(futures))
            paid = futures[was[futures] & ~now]
            was[futures] = now
            if len(paid):
                self.spells[*missed, run.day].append(paid)
            if not was.any():
                del self.late[missed]

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
        return Counted(found, self.costs, lowest, debts, self.cash, np.flatnonzero(self.short))


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
