"""A group's excess is asked for once, by minimums alone, and is the only thing that its lines share besides cash."""

from datetime import timedelta

import pytest

from laws.households import household, today_of, with_shared_limits
from repaycli.core.dates import on_day
from repaycli.engine.line.state import Line, Statement
from repaycli.engine.reference import Reference
from repaycli.engine.run import Run
from repaycli.engine.workings import MinimumWorking
from repaycli.products.accounts import Household, SharedLimit
from repaycli.strategies.compare import Player, project

NAMES = ("minimum", "full", "avalanche", "snowball")
DAYS = 150


class Watched(Run):
    """A run that looks at every group after each closing."""

    asked = 0

    def account_step(self, day, name, step) -> None:  # type: ignore[no-untyped-def]
        before = len(self.book.statements)
        super().account_step(day, name, step)
        if len(self.book.statements) > before:
            working = self.book.statements[-1].working
            assert working is not None
            if working.over_group:
                self.asked += 1
                self.look(working)

    def look(self, working: MinimumWorking) -> None:
        """The over-limit parts that open statements still ask for are at most what is above the limit now."""
        shared = next(each for each in self.household.shared_limits if each.name == working.over_group)
        members = [debt for debt in self.debts.values() if debt.terms.shared_limit == shared.name]
        use = sum(max(0, debt.owed) if isinstance(debt, Line) else debt.principal + debt.tolerated for debt in members)
        parts = sum(
            min(self.part(debt, found), found.min_left)
            for debt in members
            if isinstance(debt, Line)
            for found in debt.statements
        )
        assert parts <= use - shared.amount, (shared, parts, use)

    def part(self, line: Line, statement: Statement) -> int:
        """Return what of a statement's minimum was asked because of a shared limit when it closed."""
        for closed in reversed(self.book.statements):
            if closed.account == line.name and closed.closed.toordinal() == statement.closed:
                return closed.working.over_limit if closed.working and closed.working.over_group else 0
        return 0


def test_a_groups_excess_is_never_asked_for_twice() -> None:
    asked = 0
    for seed in range(300):
        own = with_shared_limits(seed, household(seed))
        today = today_of(seed, own)
        until = today + timedelta(days=DAYS)
        run = Player(own, today, until, Watched).start(NAMES[seed % 4])
        assert isinstance(run, Watched)
        run.advance(until.toordinal())
        asked += run.asked
    assert asked > 100


@pytest.mark.parametrize("seeds", [range(60), pytest.param(range(60, 150), marks=pytest.mark.long)])
def test_the_same_event_by_event_and_day_by_day(seeds: range) -> None:
    for seed in seeds:
        own = with_shared_limits(seed, household(seed))
        today = today_of(seed, own)
        until = today + timedelta(days=DAYS)
        name = NAMES[seed % 4]
        runs = [Player(own, today, until, kind).start(name) for kind in (Run, Reference)]
        for run in runs:
            run.advance(until.toordinal())
        minimums = [sorted((each.account, each.closed, each.minimum) for each in run.book.statements) for run in runs]
        assert minimums[0] == minimums[1], f"household {seed}"


@pytest.mark.parametrize("seeds", [range(40), pytest.param(range(40, 80), marks=pytest.mark.long)])
def test_a_limit_that_is_not_reached_or_not_asked_for_changes_nothing(seeds: range) -> None:
    for seed in seeds:
        own = household(seed)._replace(shared_limits=())
        today = today_of(seed, own)
        until = today + timedelta(days=DAYS)
        base = project(_in_one_group(own, ()), today, "full", until)
        for group in (SharedLimit("one", 10**12), SharedLimit("one", 0, "none")):
            assert project(_in_one_group(own, (group,)), today, "full", until) == base, f"household {seed}"


def test_the_order_in_the_file_does_not_matter() -> None:
    for seed in range(80):
        own = with_shared_limits(seed, household(seed))
        same_day = tuple(line._replace(statement=(), dates=(), statement_day=20) for line in own.lines)
        own = own._replace(lines=same_day)
        turned = own._replace(lines=own.lines[::-1], loans=own.loans[::-1], shared_limits=own.shared_limits[::-1])
        until = on_day(own.as_of.year, own.as_of.month + 4, 1)
        found = [project(each, own.as_of, "minimum", until) for each in (own, turned)]
        assert found[0].statements == found[1].statements, f"household {seed}"


def _in_one_group(own: Household, groups: tuple[SharedLimit, ...]) -> Household:
    name = "one" if groups else None
    return own._replace(
        shared_limits=groups,
        lines=tuple(line._replace(shared_limit=name) for line in own.lines),
        loans=tuple(loan._replace(shared_limit=name) for loan in own.loans),
    )
