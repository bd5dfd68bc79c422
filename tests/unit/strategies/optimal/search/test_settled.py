"""By when nothing is late any more, and a plan for a shorter time that is gone on with."""

from datetime import date

import pytest
from unit.strategies.optimal.program.cards import CARD

from repaycli.core.money import CURRENCIES
from repaycli.engine.branch import branch, replay
from repaycli.engine.changes import NO_CHANGES
from repaycli.products.accounts import Flow, Household, Wallet
from repaycli.strategies.optimal.optimum import Instruction
from repaycli.strategies.optimal.playing.ground import Ground, play
from repaycli.strategies.optimal.playing.onward import Onward
from repaycli.strategies.optimal.playing.replay import Planned
from repaycli.strategies.optimal.program.model import Model, build
from repaycli.strategies.optimal.program.setting import LATEST_DAY
from repaycli.strategies.optimal.search import missed
from repaycli.strategies.optimal.search.missed import miss_least
from repaycli.strategies.optimal.search.settled import apart, settled_by
from repaycli.strategies.optimal.search.trying import Trying

DAY, LAST = date(2026, 1, 1).toordinal(), date(2026, 4, 30).toordinal()


def household(grace: int = 0, cash: int = 0) -> Household:
    """Build one with a card that is due on the 20th of each month, and wages on the 25th."""
    wages = Flow("wages", 50_000, date(2026, 1, 25), "month")
    card = CARD._replace(grace_days=grace)
    on = date.fromordinal(DAY)
    return Household(on, CURRENCIES["CNY"], wallets=(Wallet("w", cash),), incomes=(wages,), lines=(card,))


def ground(own: Household) -> Ground:
    return Ground(own, replay(own, own.as_of, workings=False), LAST, (0,) * 5)


@pytest.mark.parametrize(("grace", "day"), [(0, 24), (4, 24), (5, None)])
def test_the_shorter_time_ends_before_an_income_and_outside_days_of_grace(grace: int, day: int | None) -> None:
    state = ground(household(grace)).past
    assert apart(state, DAY + 9, LAST) == (LAST if day is None else DAY + day - 1)
    assert apart(state, LAST - 3, LAST) == LAST


def test_a_plan_is_settled_once_what_is_past_due_is_paid() -> None:
    on = ground(household())
    for paid, settled in ((25, 25), (28, 28), (None, 120)):
        plan = () if paid is None else (Instruction(DAY + paid - 1, "card", 10_000, "w"),)
        run = branch(on.past, Onward(Planned(plan), DAY + 30 if plan else LAST), workings=False)
        run.advance(DAY + 40 if plan else LAST)
        assert settled_by([run], LAST) == DAY + settled - 1


def test_later_what_is_asked_is_paid() -> None:
    on = ground(household(cash=20_000))
    found = play(on, Onward(Planned((Instruction(DAY, "card", 1_000, "w"),)), DAY + 18))
    assert [(each.day - DAY + 1, each.amount) for each in found.plan][:2] == [(1, 1_000), (20, 9_000)]
    assert found.score.late == (0, 0, 0)


def test_a_plan_that_no_other_is_less_late_than_by_a_day_is_bounded_by_those_that_are_late_in_nothing_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known: list[int] = []

    def noted(*args: object, **kwargs: object) -> Model:
        known.append(kwargs.get("late_until", LATEST_DAY))  # type: ignore[arg-type]
        return build(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(missed, "build", noted)
    own = household()
    trying = Trying(own, replay(own, own.as_of, workings=False), LAST, (0,) * 5, NO_CHANGES, None)
    first = Planned((Instruction(DAY + 24, "card", 10_000, "w"),))
    trying.start_from(*play(trying.ground, Onward(first, DAY + 30)), allowance=9)
    assert trying.score.late == (0, 0, 5)
    proof = miss_least(trying, LAST)
    assert proof.is_least_late
    assert 0 <= trying.score.cost - proof.bound <= trying.allowance
    assert known[-1] == date(2026, 2, 24).toordinal()
