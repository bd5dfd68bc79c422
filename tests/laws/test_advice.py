"""Advice keeps its word: recorded in a journal, it saves what it says, and it never makes anything late."""

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from harness.console import Output
from laws.households import household, today_of
from repaycli.engine.changes import Skip
from repaycli.products.accounts import Household, Payment
from repaycli.products.terms import Autopay
from repaycli.strategies.advice import MOST, Action, ActionKind, advise
from repaycli.strategies.compare import STRATEGIES, compare, project
from repaycli.strategies.whatif import play

Cli = Callable[..., Output]
HOUSEHOLDS = 120


def recorded(own: Household, action: Action) -> Household:
    """Write the payments of an action into the file."""
    payments = (
        Payment(action.account, action.on, amount, wallet or None, action.pay_as) for wallet, amount in action.sources
    )
    return own._replace(payments=(*own.payments, *payments))


def planned(seed: int, own: Household, today: date) -> tuple[Action, ...]:
    """Ask for advice as `status` does, or from a strategy's plan as `compare` does."""
    if seed % 2:
        return advise(own, today).actions
    name = STRATEGIES[seed // 2 % 4]
    return advise(own, today, compare(own, today, [name])[0].payments).actions


def is_swept(own: Household, name: str) -> bool:
    """Tell whether autopay pays an account whether or not its owner does anything."""
    return any(each.name == name and each.autopay not in (False, Autopay.OFF) for each in own.accounts)


@pytest.mark.parametrize("block", range(3))
def test_it_saves_what_it_says(block: int) -> None:
    found = 0
    for seed in range(block * HOUSEHOLDS // 3, (block + 1) * HOUSEHOLDS // 3):
        own = household(seed)
        today = today_of(seed, own)
        actions = planned(seed, own, today)
        assert len(actions) <= MOST
        assert [action.on for action in actions] == sorted(action.on for action in actions)
        for action in actions:
            before = project(own, today, "minimum", action.until).summary
            if action.kind in (ActionKind.AHEAD, ActionKind.FIRST):
                assert action.cost_without == before.total_cost, f"household {seed}"
            own = recorded(own, action)
            after = project(own, today, "minimum", action.until).summary
            assert after.total_cost == action.cost, f"household {seed}"
            assert action.saving > 0 or action.days_saved > 0, f"household {seed}"
            assert after.overdue_days <= before.overdue_days, f"household {seed}"
            found += 1
    assert found > HOUSEHOLDS // 6


def test_without_a_due_payment_is_what_whatif_shows_for_leaving_it_out() -> None:
    found = 0
    for seed in range(HOUSEHOLDS):
        own = household(seed)
        today = today_of(seed, own)
        for action in advise(own, today).actions:
            if action.kind is ActionKind.DUE and action.on > today and not is_swept(own, action.account):
                left_out = play(own, today, "minimum", [[Skip(action.account, action.on)]], action.until)[1]
                assert left_out.projection.summary.total_cost == action.cost_without, f"household {seed}"
                found += 1
            own = recorded(own, action)
    assert found > 10


LATE = """
as_of = 2026-11-01

[[wallet]]
name = "A"
balance = 900
reserve = 100

[[wallet]]
name = "B"
balance = 700

[[income]]
name = "pay"
amount = 3000
first = 2026-11-20
every = "month"
wallet = "B"

[[credit_line]]
name = "card"
preset = "cn-credit-card"
limit = 20000
statement_day = 5
due_day = 25
statement = [{ closed = 2026-10-05, due = 2026-10-25, balance = 4000, minimum = 400 }]

[[loan]]
name = "loan"
principal = 6000
daily_rate = "0.04%"
repayment = "level"
instalments = 12
next_due = 2026-11-12
interest_from = 2026-10-12
"""


@pytest.mark.parametrize("command", ["status", "compare"])
def test_written_into_a_journal_by_hand(cli: Cli, command: str) -> None:
    first = cli(command, "--json", "--as-of", "2026-11-01", files={"accounts.toml": LATE})
    actions = json.loads(first.stdout)["actions"]
    assert actions
    journal = ""
    for action in actions:
        assert action["message"].count(action["account"]) == 1
        for source in action["from"]:
            meant = f'as = "{action["as"]}"\n' if action["as"] else ""
            journal += (
                f'[[payment]]\naccount = "{action["account"]}"\ndate = {action["date"]}\n'
                f'amount = {source["amount"]}\nfrom = "{source["wallet"]}"\n{meant}\n'
            )
    again = cli(
        "compare", "-s", "minimum", "--until", actions[-1]["until"], "--json", "--as-of", "2026-11-01",
        files={"accounts.journal.toml": journal},
    )  # fmt: skip
    assert json.loads(again.stdout)["strategies"][0]["total_cost"] == actions[-1]["cost"]


def test_it_tells_whether_more_falls_due_within_the_month() -> None:
    found = {True: 0, False: 0}
    for seed in range(HOUSEHOLDS):
        own = household(seed)
        today = today_of(seed, own)
        advice = advise(own, today)
        for action in advice.actions:
            own = recorded(own, action)
        month = project(own, today, "minimum", today + timedelta(days=31))
        by_hand = {(each.on, each.account) for each in month.payments if not each.promised}
        by_hand = {each for each in by_hand if not is_swept(own, each[1])}
        if advice.more_follow:
            assert month.payments, f"household {seed}"
        elif len(advice.actions) == MOST:
            advised = {(action.on, action.account) for action in advice.actions}
            assert by_hand <= advised, f"household {seed}"
        found[advice.more_follow] += 1
    assert min(found.values()) > 3


FOUR = """
as_of = 2026-11-30

[[wallet]]
name = "A"
balance = 9000

[[credit_line]]
name = "card"
preset = "cn-credit-card"
limit = 30000
statement_day = 5
due_day = 25
statement = [{ closed = 2026-11-05, due = 2026-12-25, balance = 9800, minimum = 980 }]
"""


@pytest.mark.parametrize(("loans", "is_said"), [(2, False), (3, True)])
def test_dues_beyond_the_three_are_told_of(cli: Cli, loans: int, is_said: bool) -> None:
    loan = (
        '\n[[loan]]\nname = "loan {0}"\nprincipal = 900\nannual_rate = "12%"\nrepayment = "level"\n'
        "instalments = 6\nnext_due = 2026-12-{0}\n"
    )
    content = FOUR + "".join(loan.format(number) for number in range(10, 10 + loans))
    shown = cli("status", "--as-of", "2026-11-30", files={"accounts.toml": content}).stdout
    assert "3. By 2026-12-" in shown
    assert ("More dues follow: repaycli plan" in shown) is is_said
