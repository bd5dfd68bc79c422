"""What futures answer fits together, and where there is one future only it is what the engine says of it."""

import json
import random
from datetime import date, timedelta
from fractions import Fraction

import pytest

from laws.households import household, today_of
from repaycli.engine.consequences import consequences
from repaycli.engine.standing import standing
from repaycli.inputs.practice import read_ladder
from repaycli.present.as_json import as_json
from repaycli.present.as_plain import as_plain
from repaycli.present.as_table import Style, as_table
from repaycli.present.risk import Beside, risk_view
from repaycli.present.width import cells
from repaycli.products.accounts import Flow, Household
from repaycli.products.delinquency import What
from repaycli.risk.answers import answers
from repaycli.risk.playing import Wanted, play
from repaycli.strategies.compare import project

NAMES = ("minimum", "full", "avalanche", "snowball")
LADDER = read_ladder("CNY")
DAYS = 150
BY_ACCOUNT = (What.STAGE, What.REPORTED, What.CALLED_IN, What.RECORD_MARK)
"""What a lender does to all of its accounts is told by the engine once, for the one that brings it about."""


def unsure(seed: int, own: Household) -> Household:
    """Let some of what comes and goes vary."""
    pick = random.Random(seed)

    def chance(flow: Flow) -> Flow:
        spread, missed = Fraction(pick.choice([0, 10, 50]), 100), Fraction(pick.choice([0, 10]), 100)
        return flow._replace(spread=spread, missed=missed, late_days=pick.choice([0, 3]))

    return own._replace(incomes=tuple(map(chance, own.incomes)), expenses=tuple(map(chance, own.expenses)))


def horizon(today: date) -> date:
    return today + timedelta(days=DAYS)


@pytest.mark.parametrize("block", range(4))
def test_chances_fit_together_and_can_be_shown(block: int) -> None:
    for seed in range(block * 10, block * 10 + 10):
        own = unsure(seed, household(seed))
        today = today_of(seed, own)
        found = answers(own, play(own, today, Wanted(6, seed, NAMES[seed % 4], horizon(today))), LADDER)
        every = found.overdue.hits
        assert found.missed.hits <= every <= sum(each.overdue.hits for each in found.accounts), f"household {seed}"
        assert max(month.overdue.hits for month in found.months) <= every
        assert every <= sum(month.overdue.hits for month in found.months)
        for account in found.accounts:
            assert account.overdue.hits <= every
            by_month = [dict(month.accounts)[account.name].hits for month in found.months]
            assert max(by_month) <= account.overdue.hits <= sum(by_month), f"household {seed}"
            stages = [each for each in account.follows if each.threshold.what is What.STAGE]
            hits = [each.chance.hits for each in sorted(stages, key=lambda each: each.threshold.days)]
            assert hits == sorted(hits, reverse=True)
            assert all(each.chance.hits <= account.overdue.hits for each in account.follows), f"household {seed}"
        assert found.lowest.low <= found.lowest.middle <= found.lowest.high
        assert found.cost.expected <= found.cost.worst
        view = risk_view(own, found, Beside(LADDER, standing(own, today), 6))
        assert json.loads(as_json(view))["paths"] == 6
        assert as_plain(view)
        for width in (40, 80):
            assert max(map(cells, as_table(view, Style(width)).split("\n"))) <= width, f"household {seed}"


@pytest.mark.parametrize("block", range(4))
def test_one_future_is_what_the_engine_says(block: int) -> None:
    for seed in range(block * 15, block * 15 + 15):
        own = household(seed)
        today, name = today_of(seed, own), NAMES[seed % 4]
        until = horizon(today)
        found = answers(own, play(own, today, Wanted(1, 1, name, until)), LADDER)
        projection = project(own, today, name, until)
        summary = projection.summary
        assert found.overdue.hits == (summary.overdue_days > 0), f"household {seed}"
        assert (found.cost.expected, found.lowest.middle, found.debt.middle) == (
            summary.total_cost,
            summary.lowest_cash,
            summary.debt_at_end,
        )
        yesterday = today - timedelta(days=1)
        spells = [spell for spell in projection.spells if spell.last is None or spell.last >= yesterday]
        begun = {
            (event.account, event.what, "" if event.what is What.RECORD_MARK else event.detail)
            for event in consequences(own, spells, until, LADDER)
            if event.what in BY_ACCOUNT and (event.on >= today or event.what is not What.RECORD_MARK)
        }
        told = {
            (account.name, each.threshold.what, each.threshold.detail)
            for account in found.accounts
            for each in account.follows
            if each.chance.hits and each.threshold.what in BY_ACCOUNT
        }
        assert told == begun, f"household {seed}"


def late(seed: int, own: Household, incomes: tuple[Flow, ...]) -> set[int]:
    """Return the futures in which something is past due with these incomes."""
    today = today_of(seed, own)
    outcomes = play(own._replace(incomes=incomes), today, Wanted(5, seed, NAMES[seed % 4], horizon(today)))
    spells = [spell for spell in outcomes.spells if spell.due < outcomes.until]
    return {future for spell in spells for future in spell.futures.tolist()}


@pytest.mark.parametrize("block", range(3))
def test_less_income_never_makes_it_less_likely(block: int) -> None:
    """In the same futures: where something is past due, it still is when each income is smaller or more often missed."""
    for seed in range(block * 10, block * 10 + 10):
        own = unsure(seed, household(seed))
        smaller = tuple(flow._replace(amount=flow.amount * 4 // 5) for flow in own.incomes)
        rarer = tuple(flow._replace(missed=min(Fraction(1), flow.missed + Fraction(1, 5))) for flow in own.incomes)
        usual = late(seed, own, own.incomes)
        assert usual <= late(seed, own, smaller), f"household {seed}"
        assert usual <= late(seed, own, rarer), f"household {seed}"
