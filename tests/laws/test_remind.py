"""A year of daily reminders: every due date is told, nothing twice on a day unless it got worse, and nothing without cause.

The machine is off at random, its clock steps back now and then, and the user pays some of what is asked, late or never, and
records it later still.
"""

import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from laws.households import household
from repaycli.engine.branch import replay
from repaycli.engine.consequences import of_standing
from repaycli.engine.dues import coming_dues
from repaycli.engine.ledger import Projection, Standing
from repaycli.engine.run import Run
from repaycli.engine.standing import standing
from repaycli.inputs.practice import read_ladder
from repaycli.products.accounts import Household, Payment
from repaycli.products.terms import PurchaseKind
from repaycli.reminders.said import Memory, after, read_memory, unsaid, write_memory
from repaycli.strategies.compare import project
from repaycli.strategies.needs import AHEAD, Need, NeedKind, needs

WITHIN = 7
DAY = timedelta(days=1)
OF_A_DUE = (NeedKind.DUE, NeedKind.UNCONFIRMED, NeedKind.OVERDUE, NeedKind.MISSED)
LADDER = read_ladder("CNY")


class Year:
    """One household's year, its user, and what was told when."""

    def __init__(self, seed: int) -> None:
        self.pick = random.Random(seed)
        own = household(seed)
        purchases = tuple(item for item in own.purchases if item.kind is not PurchaseKind.REFUND)
        self.own: Household = own._replace(payments=(), balances=(), purchases=purchases)
        self.memory = Memory()
        self.told: dict[tuple[date, NeedKind, str, date | None], Need] = {}
        self.dues: set[tuple[str, date]] = set()
        self.answered: set[tuple[str, date]] = set()
        self.waiting: list[tuple[date, Payment]] = []  # made, and recorded on that day

    def live(self, days: int) -> None:
        """Live through so many days."""
        today = self.own.as_of
        end = today + timedelta(days=days)
        off = 0
        self.run(today)
        while today < end:
            today += DAY
            self.record(today)
            if off or self.pick.random() < 0.2:  # the machine is off, sometimes for weeks
                off = off - 1 if off else self.pick.choice([0, 0, 0, 0, 2, 12, 25])
                continue
            if self.pick.random() < 0.03 and today - 3 * DAY >= self.own.as_of:
                self.run(today - self.pick.randrange(1, 4) * DAY)
            self.run(today)
            if self.pick.random() < 0.1:
                assert self.run(today) == [], f"{today}: said again on the same day"
        self.run(end)  # the machine is on at the end: nothing stays untold
        self.run(end + DAY)

    def record(self, today: date) -> None:
        """Record what was paid some days ago."""
        ready = [payment for on, payment in self.waiting if on <= today]
        self.waiting = [(on, payment) for on, payment in self.waiting if on > today]
        self.own = self.own._replace(payments=(*self.own.payments, *ready))

    def run(self, today: date) -> list[Need]:
        """Run the reminder as cron does; return what it told."""
        past = replay(self.own, today, workings=False)
        found = standing(self.own, today, past)
        ahead = project(self.own, today, "full", today + AHEAD, past)
        events = of_standing(self.own, found, LADDER)
        dues = coming_dues(self.own, ahead, past)
        listed = needs(self.own, found, ahead, dues, events, WITHIN, self.memory.last_run)
        self.check_whole(listed, found, today)
        told = unsaid(listed, self.memory, today)
        for need in told:
            self.check_cause(need, found, ahead, today)
            self.check_fresh(need, today)
        last_run = self.memory.last_run
        self.memory = read_memory(write_memory(after(self.memory, listed, told, today), Path("/a.toml")))
        assert self.memory.last_run == today
        if last_run is None or today > last_run:
            self.answer(told, today)
        return told

    def answer(self, told: list[Need], today: date) -> None:
        """The user pays the minimum of some dues, on the day or late, and records it at once or days later."""
        for need in told:
            if need.kind not in OF_A_DUE:
                continue
            self.dues.add((need.account, need.on))
            asked = need.minimum if need.minimum is not None else need.amount
            if (need.account, need.on) in self.answered or not asked or self.pick.random() < 0.3:
                continue
            self.answered.add((need.account, need.on))
            paid_on = max(today, need.on) + timedelta(days=self.pick.choice([0, 0, 0, 5, 40]))
            recorded_on = paid_on + timedelta(days=self.pick.choice([0, 1, 9]))
            self.waiting.append((recorded_on, Payment(need.account, paid_on, asked)))

    def check_whole(self, listed: list[Need], found: Standing, today: date) -> None:
        """Nothing that has to be paid soon, or should have been paid, is left out, whether it was told today or not."""
        unconfirmed = {(item.account, item.due) for item in found.unconfirmed}
        for account in found.accounts:
            kinds = {need.kind for need in listed if need.account == account.name}
            if account.past_due:
                assert kinds & {NeedKind.OVERDUE, NeedKind.UNCONFIRMED}
            due = account.next_due
            near = due is not None and due <= today + timedelta(days=WITHIN) and account.next_minimum > 0
            if near and (account.name, due) not in unconfirmed:
                assert any(
                    need.kind is NeedKind.DUE and need.on == due and need.minimum == account.next_minimum
                    for need in listed
                    if need.account == account.name
                )

    def check_fresh(self, need: Need, today: date) -> None:
        """What is told again on the same date got worse."""
        thing = (
            today,
            need.kind,
            "" if need.kind is NeedKind.SHORTFALL else need.account,
            None if need.kind in (NeedKind.SHORTFALL, NeedKind.OVERDUE) else need.on,
        )
        before = self.told.get(thing)
        if before is not None and need.kind is not NeedKind.COUPON:
            worse = (
                need.amount > before.amount
                or (need.minimum or 0) > (before.minimum or 0)
                or len(need.events) > len(before.events)
                or (need.kind is NeedKind.OVERDUE and need.days > before.days)
                or (need.kind is NeedKind.SHORTFALL and need.on < before.on)
            )
            assert worse, f"{today}: {need} told twice"
        self.told[thing] = need

    def check_cause(self, need: Need, found: Standing, ahead: Projection, today: date) -> None:
        """Nothing is told without a cause that the engine's own figures show."""
        account = next((each for each in found.accounts if each.name == need.account), None)
        match need.kind:
            case NeedKind.OVERDUE:
                assert account is not None
                assert account.past_due == need.amount > 0
                assert need.on == today - timedelta(days=account.days_past_due)
            case NeedKind.UNCONFIRMED:
                assert any(item.account == need.account and item.due == need.on < today for item in found.unconfirmed)
            case NeedKind.SHORTFALL:
                late = sum(each.past_due for each in found.accounts) if need.on == today else 0  # told as past due
                assert any(
                    item.on == need.on and item.amount - late <= need.amount <= item.amount
                    for item in ahead.summary.shortfalls
                )
                assert need.on <= today + AHEAD
            case NeedKind.DUE:
                assert need.on <= today + timedelta(days=WITHIN)
                assert need.amount > 0
            case NeedKind.STAGE:
                assert account is not None
                assert account.past_due > 0
                assert today < need.on <= today + timedelta(days=WITHIN)
            case NeedKind.COUPON:
                assert any(name == need.account and coupon.until == need.on for name, coupon in found.coupons)
            case NeedKind.STATEMENT:
                assert any(item.account == need.account and item.closed == need.on < today for item in found.statements)
            case NeedKind.MISSED:
                assert self.memory.last_run is not None
                assert self.memory.last_run < need.on < today


def assert_year(seed: int, days: int = 366) -> None:
    year = Year(seed)
    year.live(days)
    end = year.own.as_of + timedelta(days=days)
    run = Run(year.own, end + DAY, strategy=None, workings=False)
    run.advance(end.toordinal())
    fell = {(item.account, item.due) for item in run.book.statements if item.minimum > 0 and item.due <= end}
    fell |= {(item.account, item.on) for item in run.book.fallen_due if item.amount > 0 and item.on <= end}
    told = year.dues | {(need.account, need.on) for need in year.told.values()}
    for account, due in sorted(fell):
        # An account that is overdue is told as such, every day, and not due by due; of many unconfirmed dues, up to when.
        covered = any(
            need.account == account
            and (
                (need.kind is NeedKind.OVERDUE and day > due)
                or (need.up_to is not None and need.on <= due <= need.up_to)
            )
            for (day, *_), need in year.told.items()
        )
        if (account, due) not in told and not covered:
            assert is_met(year.own, account, due), f"household {seed}: {account} of {due} was never told"


def is_met(own: Household, account: str, due: date) -> bool:
    """Tell whether money that was paid before, for something else, covers a due in advance."""
    found = next(each for each in standing(own, due).accounts if each.name == account)
    return found.next_due != due or found.next_minimum == 0


@pytest.mark.parametrize("seed", range(5))
def test_a_year(seed: int) -> None:
    assert_year(seed)


@pytest.mark.parametrize("seed", range(100, 116))
def test_two_months(seed: int) -> None:
    assert_year(seed, 60)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1000, 1200))
def test_many_years(seed: int) -> None:
    assert_year(seed)
