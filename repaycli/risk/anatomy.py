"""What the state of a run is made of: its amounts, which differ from future to future, and its shape, which may not.

A part of the futures is taken out of a run by taking its part of every amount. Runs of one shape can be joined.
"""

from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from typing import Any, TypeVar

import numpy as np

from repaycli.core.whole import no_more, some
from repaycli.engine.agenda import Entry
from repaycli.engine.entries import happen
from repaycli.engine.line.state import Line
from repaycli.engine.loan.state import Instalments
from repaycli.engine.lots import Lot
from repaycli.engine.run import Run
from repaycli.products.interest import Run as Stretch
from repaycli.risk.many import Answers, Many, Mask, alike
from repaycli.risk.ratios import ManyRatio
from repaycli.strategies.optimal.playing.following import Following
from repaycli.strategies.waterfall import Waterfall

T = TypeVar("T")

Take = Callable[[Any], Any]

LOT = ("balance", "opening", "held_base")
STATEMENT = ("full_left", "min_left", "minimum", "in_full", "there")
GROUP = ("amount", "asked", "asked_in_full")
LINE = ("credit", "owed", "brought", "late_base", "late_minimum", "missed_in_a_row")
DUE = ("principal", "interest", "fee", "penalty", "amount", "there")
LOAN = (
    *("principal", "held", "waiting", "credit", "level", "part", "tolerated"),
    *("fee_left", "owed", "missed_in_a_row", "whole_period"),
)
"""The amounts of each kind of object."""

CALENDAR = ("remaining", "count", "scheduled", "next_due", "previous_due", "shortened")
"""Where a loan stands in its calendar."""


# -- every amount of a run ------------------------------------------------------------------------------------------------


def part(run: Run, yes: Mask) -> None:
    """Keep the futures of a run in which an answer is yes."""
    places = np.flatnonzero(yes)
    change(run, lambda amount: alike(amount.values.take(places)) if type(amount) is Many else amount)
    for line in run.lines.values():
        line.rest, line.unbilled = _there(line.rest), _there(line.unbilled)
        for statement in line.statements:
            statement.lots = _there(statement.lots)
        for group in line.past_due:
            group.lots = _there(group.lots)
        gone = {id(group) for group in line.past_due if not group.lots}
        for each in (line, *line.statements):
            name = "past_due" if each is line else "includes"
            setattr(each, name, [group for group in getattr(each, name) if id(group) not in gone])
        line.spells = [group for group in line.spells if id(group) not in gone]
    for loan in run.loans.values():
        loan.dues = [due for due in loan.dues if some(due.there) or some(due.left) or _has_run(due.runs)]
        loan.spells = [due for due in loan.spells if due in loan.dues]


def _there(lots: Sequence[Lot]) -> list[Lot]:
    """Return the lots that are anything in some future."""
    return [lot for lot in lots if any(some(getattr(lot, name)) for name in LOT) or _has_run(lot.runs)]


def _has_run(runs: Sequence[Stretch]) -> bool:
    return any(some(run.balance) for run in runs)


def change(run: Run, take: Take) -> None:
    """Put in the place of every amount what `take` makes of it."""
    seen: set[int] = set()
    for line in run.lines.values():
        _change(line, LINE, take)
        for group in (*line.past_due, *line.spells, *(g for each in line.statements for g in each.includes)):
            if id(group) not in seen:
                seen.add(id(group))
                _change(group, GROUP, take)
                _change_lots(group.lots, seen, take)
        for statement in line.statements:
            _change(statement, STATEMENT, take)
            _change_lots(statement.lots, seen, take)
        _change_lots(line.rest, seen, take)
        _change_lots(line.unbilled, seen, take)
        for plan in line.plans:
            _change(plan, ("left",), take)
    for loan in run.loans.values():
        _change(loan, LOAN, take)
        loan.runs, loan.deferred = _stretches(loan.runs, take), _stretches(loan.deferred, take)
        loan.late = [(day, take(base), unconfirmed) for day, base, unconfirmed in loan.late]
        for due in (*loan.dues, *loan.spells):
            if id(due) not in seen:
                seen.add(id(due))
                _change(due, DUE, take)
                due.runs = _stretches(due.runs, take)
    for purse in run.cash.purses:
        purse.holds, purse.yielded = take(purse.holds), _stretches(purse.yielded, take)
    run.cash.arrears = [(name, take(missing)) for name, missing in run.cash.arrears]
    run.agenda.heap = [_entry(entry, take) for entry in run.agenda.heap]
    for memory in (run.repaid_on, *memories(run.strategy)):
        for key in memory:
            memory[key] = take(memory[key])


def usual_of(run: Run, even: frozenset[str]) -> tuple[Mask | None, frozenset[str]]:
    """Return in which futures some accounts stand as in most of them, and for which accounts most stand the same.

    None: there is none of them but stands the same everywhere, or as often so as otherwise.
    """
    usual: Mask | None = None
    for name in even:
        owed: Any = run.debts[name].owed
        if type(owed) is not Many or owed.low == owed.high:
            continue
        middle = np.partition(owed.values, len(owed.values) // 2)[len(owed.values) // 2]
        same = owed.values == middle if usual is None else usual & (owed.values == middle)
        if 4 * np.count_nonzero(same) <= 3 * len(same):
            even -= {name}
        else:
            usual = same
    return usual, even


def stand_as(run: Run, most: Run, even: Collection[str], day: int) -> Answers | bool:
    """Return the futures of a run in which nothing is past due at the end of a day, and accounts stand as in most futures."""
    found: Any = no_more(0, 0)
    for name, debt in run.debts.items():
        found &= no_more(debt.past_due_left() if isinstance(debt, Line) else debt.past_due_left(day + 1), 0)
        if name in even:
            found &= _same(debt.owed, most.debts[name].owed)
            for mine, theirs in zip(debt.accrued_exact(day), most.debts[name].accrued_exact(day), strict=True):
                found &= _same(mine, theirs)
    return found


def _same(one: Any, other: Any) -> Any:
    if type(other) in (Many, ManyRatio):
        return False
    return no_more(one, other) & no_more(other, one)


def _change(one: object, names: Sequence[str], take: Take) -> None:
    for name in names:
        setattr(one, name, take(getattr(one, name)))


def _change_lots(lots: Sequence[Lot], seen: set[int], take: Take) -> None:
    for lot in lots:
        if id(lot) not in seen:
            seen.add(id(lot))
            _change(lot, LOT, take)
            lot.runs = _stretches(lot.runs, take)


def _stretches(runs: Sequence[Stretch], take: Take) -> list[Stretch]:
    return [run._replace(balance=take(run.balance)) for run in runs]


def _entry(entry: Entry, take: Take) -> Entry:
    if not is_on_its_way(entry):
        return entry
    flow: Any = entry[5][-1]
    return with_amount(entry, take(flow.amount))


def is_on_its_way(entry: Entry) -> bool:
    """Tell whether an event is that a drawn amount comes on a day of its own."""
    return entry[4] is happen


def with_amount(entry: Entry, amount: Any) -> Entry:
    args: Any = entry[5]
    return (*entry[:5], (*args[:-1], args[-1]._replace(amount=amount)))


def memories(strategy: object) -> list[dict[Any, Any]]:
    """Return the amounts that a strategy remembers from day to day, by what they are of."""
    if isinstance(strategy, Waterfall):
        where: list[dict[Any, Any]] = [strategy.outlook.where] if strategy.outlook else []
        return [strategy.behind, strategy.spent, *where]
    return [strategy.ahead] if isinstance(strategy, Following) else []


# -- one shape ------------------------------------------------------------------------------------------------------------


def shape(run: Run) -> Hashable:
    """Return what has to be the same in two runs that are to become one."""
    lines = [
        (line.next_closing, line.late_unconfirmed, line.fee_on_interest, tuple(_plans(line)))
        for line in run.lines.values()
    ]
    loans = [tuple(_loan_shape(loan)) for loan in run.loans.values()]
    used = tuple((name, tuple(left)) for name, left in run.coupons.unused.items())
    return tuple(lines), tuple(loans), used


def _plans(line: Line) -> Iterator[Hashable]:
    for plan in line.plans:
        yield plan.start, plan.remaining, plan.first


def _loan_shape(loan: Instalments) -> Iterator[Hashable]:
    """Yield what matters of a loan only where it is not repaid, or where its rate will change."""
    if not some(loan.principal):
        return
    yield loan.rate_numerator
    if loan.terms.rates:
        yield loan.shortened
