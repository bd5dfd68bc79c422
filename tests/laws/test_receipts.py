"""What is recorded of an income takes the place of what was planned, and nothing else does."""

from datetime import date, timedelta
from itertools import chain

import numpy as np
import pytest

from laws.households import household, today_of, with_recorded_incomes
from laws.test_futures import FUTURES, Listed, alone, rule_of, told, uncertain
from repaycli.core.dates import occurrences
from repaycli.engine.branch import branch, replay
from repaycli.engine.changes import NO_CHANGES
from repaycli.engine.ledger import Kind, Posting
from repaycli.engine.reference import Reference
from repaycli.engine.run import Run
from repaycli.engine.totals import project as finish
from repaycli.products.accounts import Household, Receipt
from repaycli.products.receipts import with_receipts
from repaycli.risk.crowd import Crowd
from repaycli.risk.draws import draw
from repaycli.strategies.compare import Player, project
from repaycli.strategies.optimal.program.moves import income_days, known_moves

NAMES = ("minimum", "full", "avalanche", "snowball", "custom")
DAYS = timedelta(days=130)


def posted(own: Household, today: date, name: str) -> tuple[Posting, ...]:
    return project(own, today, name, today + DAYS).postings


@pytest.mark.parametrize("seed", [*range(20), 122])
def test_the_walk_of_every_day_agrees(seed: int) -> None:
    own = with_recorded_incomes(seed, household(seed))
    today = today_of(seed, own)
    name, until = NAMES[seed % 5], today + DAYS
    fast, slow = (
        finish(Player(own, today, until, kind).start(name), name, until.toordinal()) for kind in (Run, Reference)
    )
    shown = [sorted(str(each._replace(working=None)) for each in found.postings) for found in (fast, slow)]
    assert shown[0] == shown[1]
    assert fast.summary == slow.summary


@pytest.mark.parametrize("seed", range(20))
def test_incomes_are_what_is_recorded_and_what_is_planned_for_other_days(seed: int) -> None:
    own = with_recorded_incomes(seed, household(seed))
    today = today_of(seed, own)
    last = today + DAYS
    stood = {(each.income, each.due) for each in own.receipts}
    wanted = [(each.on, each.amount) for each in own.receipts if own.as_of <= each.on <= last and each.amount]
    for flow in own.incomes:
        for on in occurrences(flow.first, flow.every, min(last, flow.until or last), own.as_of):
            wanted += [] if (flow.name, on) in stood else [(on, flow.amount)]
    found = [
        (each.on, each.amount) for each in posted(own, today, NAMES[seed % 5]) if each.kind is Kind.INCOME and each.note
    ]
    assert sorted(found) == sorted(wanted)


@pytest.mark.parametrize("seed", range(20))
def test_what_came_as_planned_changes_nothing(seed: int) -> None:
    own = household(seed)
    today = today_of(seed, own)
    planned = (
        Receipt(flow.name, on, flow.amount, on, flow.wallet)
        for flow in own.incomes
        for on in occurrences(flow.first, flow.every, min(today, flow.until or today), own.as_of - DAYS)
    )
    without, with_it = (
        [each._replace(note=None) for each in posted(each, today, NAMES[seed % 5])]
        for each in (own, with_receipts(own, planned))
    )
    assert without == with_it


@pytest.mark.parametrize("seed", range(20))
def test_the_program_counts_on_what_the_engine_lets_come(seed: int) -> None:
    own = with_recorded_incomes(seed, household(seed))
    today = today_of(seed, own)
    past = replay(own, today)
    past.advance(past.today)
    last = (today + DAYS).toordinal()
    after = [
        each for each in posted(own, today, "minimum") if each.on > today and each.kind is Kind.INCOME and each.note
    ]
    moves = [(each.day, int(each.amount)) for each in known_moves(past, last) if each.amount > 0]
    assert sorted(moves) == sorted((each.on.toordinal(), each.amount) for each in after)
    assert income_days(past, last) == tuple(sorted({each.on.toordinal() for each in after}))


@pytest.mark.parametrize("seed", range(9))
def test_futures_together_live_through_what_each_lives_through_alone(seed: int) -> None:
    own, today = uncertain(seed)
    own = with_recorded_incomes(seed, own)
    until, strategy = today + timedelta(days=60), ("minimum", "full", "avalanche")[seed % 3]
    last, past = until.toordinal(), replay(own, today, workings=False)
    player = Player(own, today, until, past=past)
    drawn = draw(own, today, until, FUTURES, seed)
    listed = Listed([[] for _ in range(FUTURES)])
    together = branch(past, rule_of(strategy, player, past, last), NO_CHANGES, workings=False)
    Crowd(together, drawn, np.arange(FUTURES), listed).advance(last)
    for future in (0, FUTURES // 2):
        run = alone(past, rule_of(strategy, player, past, last), drawn, future, last)
        want = [told(each, each.amount, each.balance, each.wallet_balance or 0) for each in run.book.postings]
        assert sorted(map(str, listed.found[future])) == sorted(map(str, want)), f"household {seed}"


def test_households_have_what_these_laws_are_about() -> None:
    found = list(chain.from_iterable(with_recorded_incomes(seed, household(seed)).receipts for seed in range(40)))
    assert sum(not each.amount for each in found) > 20
    assert sum(each.due is None for each in found) > 20
    assert sum(bool(each.due and each.on < each.due) for each in found) > 20
