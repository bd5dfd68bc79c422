"""Futures that advance together live through exactly what the engine lets each of them live through alone."""

import random
from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import pytest

from laws.households import household, today_of
from repaycli.core.dates import add_months
from repaycli.core.money import CURRENCIES
from repaycli.core.nouns import NamedTuple
from repaycli.core.rates import Rate
from repaycli.engine.branch import branch, replay
from repaycli.engine.changes import NO_CHANGES
from repaycli.engine.ledger import Posting
from repaycli.engine.position import Strategy
from repaycli.engine.run import Run
from repaycli.products.accounts import CreditLine, Flow, Household, Loan, Wallet
from repaycli.products.terms import InstalmentPlan, LateFee, RateChange, Repayment
from repaycli.risk import crowd, tidying
from repaycli.risk.crowd import Crowd
from repaycli.risk.draws import Drawn, Luck, Place, draw
from repaycli.risk.many import spread
from repaycli.risk.outcomes import Whole
from repaycli.strategies.compare import Player
from repaycli.strategies.optimal.playing.facts import see
from repaycli.strategies.optimal.playing.following import Following
from repaycli.strategies.optimal.playing.replay import Noted

LONG = pytest.mark.long
STRATEGIES = ("minimum", "full", "avalanche", "snowball", "planned", "custom")
"""`planned`: a plan made for what is expected (that of avalanche) and followed as the optimal one is."""

FUTURES = 12

RATE = Rate(Fraction(1, 2000), "day")


def uncertain(seed: int) -> tuple[Household, date]:
    """A household of every product rule whose incomes, expenses and spending vary, fail to come and come late."""
    own, pick = household(seed), random.Random(seed)

    def chance(flow: Flow) -> Flow:
        if pick.random() < 0.3:
            return flow
        return flow._replace(
            spread=Fraction(pick.choice([0, 5, 20, 60]), 100),
            missed=Fraction(pick.choice([0, 0, 10, 30]), 100),
            late_days=pick.choice([0, 0, 1, 5]),
            common=Fraction(pick.choice([0, 0, 50, 100]), 100),
        )

    lines = tuple(line._replace(spending=tuple(chance(flow) for flow in line.spending)) for line in own.lines)
    incomes, expenses = tuple(chance(flow) for flow in own.incomes), tuple(chance(flow) for flow in own.expenses)
    return own._replace(incomes=incomes, expenses=expenses, lines=lines), today_of(seed, own)


class Listed(NamedTuple):
    """A witness that keeps everything that is posted, by future."""

    found: list[list[tuple[object, ...]]]

    def note(self, run: Run, futures: Whole) -> None:
        for posting in run.book.postings:
            amounts = [
                spread(0 if each is None else each, len(futures))
                for each in (posting.amount, posting.balance, posting.wallet_balance)
            ]
            for place, future in enumerate(futures):
                if amounts[0][place]:
                    self.found[future].append(told(posting, *(int(each[place]) for each in amounts)))


def told(posting: Posting, amount: int, balance: int, holds: int) -> tuple[object, ...]:
    return posting.on, posting.account, posting.kind, amount, balance, posting.wallet, holds


def rule_of(strategy: str, player: Player, past: Run, last: int) -> Strategy:
    if strategy != "planned":
        return player.strategy(strategy)
    noted = Noted(player.strategy("avalanche"))
    branch(past, noted, workings=False).advance(last)
    return Following(noted.plan, player.household, see(noted.plan, past, NO_CHANGES, last).meant)


def alone(past: Run, rule: Strategy, drawn: dict[Place, Drawn], future: int, last: int) -> Run:
    run = branch(past, rule, NO_CHANGES._replace(luck=Luck(drawn, future)), workings=False)
    run.advance(last)
    return run


def judged(seed: int, strategy: str, days: int, one_in: int = 4) -> list[str]:
    """Compare every posting of one in so many of the futures of a household."""
    own, today = uncertain(seed)
    return compared(own, today, strategy, days, seed, one_in=one_in)


def compared(
    own: Household, today: date, strategy: str, days: int, seed: int, futures: int = FUTURES, one_in: int = 4
) -> list[str]:
    """Compare every posting of one in so many of the futures that are drawn from a seed."""
    until = today + timedelta(days=days)
    last = until.toordinal()
    past = replay(own, today, workings=False)
    player = Player(own, today, until, past=past)
    drawn = draw(own, today, until, futures, seed)
    listed = Listed([[] for _ in range(futures)])
    rule = rule_of(strategy, player, past, last)
    together = branch(past, rule, NO_CHANGES, workings=False)
    together.notes_repaid = rule.eager
    Crowd(together, drawn, np.arange(futures), listed).advance(last)
    faults: list[str] = []
    for future in range(seed % one_in, futures, one_in):
        run = alone(past, rule_of(strategy, player, past, last), drawn, future, last)
        want = [told(each, each.amount, each.balance, each.wallet_balance or 0) for each in run.book.postings]
        got = listed.found[future]
        if sorted(map(str, got)) != sorted(map(str, want)):
            more, less = [each for each in got if each not in want], [each for each in want if each not in got]
            faults.append(f"household {seed}, {strategy}, future {future}: {more[:2]} and not {less[:2]}")
    return faults


ONCE_BROKEN = {
    39: "snowball",
    54: "avalanche",
    111: "snowball",
    145: "avalanche",
    164: "minimum",
    691: "snowball",
    962: "avalanche",
    1137: "avalanche",
    1177: "avalanche",
    1669: "planned",
    1720: "minimum",
    2078: "avalanche",
    2103: "snowball",
    2636: "full",
    3713: "snowball",
    3797: "avalanche",
    4504: "planned",
    5333: "snowball",
    5609: "planned",
    5805: "snowball",
    6338: "snowball",
    6885: "minimum",
    9536: "full",
    16347: "snowball",
}
"""Households in which futures once saw something of one another, and the strategy under which they did."""


@pytest.mark.parametrize("seed", ONCE_BROKEN)
def test_what_was_mended_stays_so(seed: int) -> None:
    assert not judged(seed, ONCE_BROKEN[seed], 60 + seed % 60, one_in=1)


@pytest.mark.parametrize("strategy", ["minimum", "full", "avalanche"])
def test_the_grace_of_an_instalment_may_outlast_the_next_due_date(strategy: str) -> None:
    """Which of its instalments is a loan's first differs from future to future, and with it who is paid first."""
    today = date(2026, 1, 1)

    def loan(name: str, day: int, grace: int) -> Loan:
        due = date(2026, 1, day)
        return Loan(name, "bank", 300_000, RATE, Repayment.LEVEL, 12, due, day, grace_days=grace)

    pay = Flow("pay", 30_000, date(2026, 1, 3), "month", spread=Fraction(3, 5), missed=Fraction(3, 10), late_days=5)
    odd = Flow("odd", 9_000, date(2026, 1, 9), "week", spread=Fraction(3, 5), missed=Fraction(3, 10))
    own = Household(
        as_of=today,
        currency=CURRENCIES["CNY"],
        wallets=(Wallet("card", 5_000),),
        incomes=(pay, odd),
        loans=(loan("long", 10, 50), loan("other", 20, 3), loan("third", 15, 50)),
    )
    faults = [fault for seed in range(29, 33) for fault in compared(own, today, strategy, 150, seed)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("strategy", ["minimum", "full", "avalanche"])
def test_the_purchases_of_a_card_may_bear_a_rate_for_each_month(strategy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left of them differs from future to future, and which is paid first tells what the rest bears."""
    monkeypatch.setattr(tidying, "MANY", 0)
    monkeypatch.setattr(crowd, "OFTEN", 1)
    today = date(2026, 1, 1)
    months = [add_months(today, count) for count in range(1, 14)]
    card = CreditLine(
        "card",
        "bank",
        limit=5_000_000,
        rate=Rate(Fraction(5, 10_000), "day"),
        statement_day=25,
        due_day=13,
        unbilled=400_000,
        spending=(Flow("shop", 40_000, date(2026, 1, 28), "month"), Flow("fuel", 30_000, date(2026, 1, 9), "month")),
        instalment_plan=(InstalmentPlan(480_000, 12, date(2026, 1, 25)),),
        late_fee=LateFee(Fraction(5, 100), 1_000),
        rates=tuple(
            RateChange(on, Rate(Fraction(3 + 4 * (place % 2), 10_000), "day"), "new") for place, on in enumerate(months)
        ),
    )
    pay = Flow("pay", 150_000, date(2026, 1, 15), "month", spread=Fraction(2, 5), missed=Fraction(1, 8), late_days=4)
    own = Household(
        as_of=today,
        currency=CURRENCIES["CNY"],
        wallets=(Wallet("cash", 60_000),),
        incomes=(pay,),
        expenses=(Flow("food", 12_000, date(2026, 1, 2), "week", spread=Fraction(1, 2)),),
        lines=(card,),
        loans=(Loan("loan", "bank", 300_000, RATE, Repayment.LEVEL, 12, date(2026, 1, 20), 20),),
    )
    faults = [fault for seed in range(1) for fault in compared(own, today, strategy, 360, seed, futures=40)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("block", [*range(25), *(pytest.param(block, marks=LONG) for block in range(25, 1000))])
def test_futures_together_live_through_what_each_lives_through_alone(block: int) -> None:
    faults = [
        fault
        for seed in range(block * 20, block * 20 + 20)
        for fault in judged(seed, STRATEGIES[seed % 6], 60 + seed % 60)
    ]
    assert not faults, "\n".join(faults)
