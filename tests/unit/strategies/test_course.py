"""The course of a way of paying ends where its summary ends, and its lowest cash is the summary's."""

from __future__ import annotations

from datetime import date

import pytest
from unit.present.homes import TODAY, home

from repaycli.engine.course import Course
from repaycli.engine.ledger import Projection
from repaycli.engine.run import Run
from repaycli.products.accounts import Household
from repaycli.strategies.compare import COMPARED, Player, compare, compare_with, horizon
from repaycli.strategies.course import compare_along

HOMES = {
    "enough": home(),
    "short": home(salary=300000),
    "on the first": home()._replace(incomes=tuple(each._replace(first=date(2026, 12, 1)) for each in home().incomes)),
    "no wallets": home()._replace(wallets=(), incomes=(), expenses=()),
}


def played(household: Household, until: date | None) -> list[tuple[Projection, Course]]:
    found: list[tuple[Projection, Course]] = []
    for place, name in enumerate(COMPARED):
        player = Player(household, TODAY, until or horizon(TODAY))
        projections, along = compare_along(player, COMPARED, name, until)
        assert projections == compare_with(player, COMPARED, until, workings=False)
        found.append((projections[place], along))
    return found


@pytest.mark.parametrize("until", [None, TODAY, date(2026, 12, 1), date(2027, 9, 30)])
@pytest.mark.parametrize("name", HOMES)
def test_it_agrees_with_the_summary(name: str, until: date | None) -> None:
    for projection, along in played(HOMES[name], until):
        summary = projection.summary
        assert sum(owed[-1] for _, owed in along.owed) == summary.debt_at_end
        assert along.days[-1] == projection.until
        assert along.cash[-1][1] == along.months[-1].at_end == summary.cash_at_end
        assert min(amount for _, amount in along.cash) == summary.lowest_cash
        assert min(month.lowest for month in along.months) == summary.lowest_cash
        assert along.cash[0][0] == projection.today


def test_a_month_names_the_first_day_of_its_lowest_cash_and_what_is_held_last() -> None:
    for _, along in [*played(HOMES["short"], date(2027, 9, 30)), *played(HOMES["on the first"], date(2027, 9, 30))]:
        held = dict(along.cash)
        for month, following in zip(along.months, [*along.months[1:], None], strict=True):
            inside = {day: amount for day, amount in held.items() if day.replace(day=1) == month.first}
            if inside and month.lowest_on in inside:
                assert inside[month.lowest_on] == month.lowest == min(inside.values())
                assert month.lowest_on == min(day for day, amount in inside.items() if amount == month.lowest)
            if inside:
                assert month.at_end == inside[max(inside)]
            assert following is None or following.first > month.first


def test_the_player_of_a_comparison_gives_what_a_comparison_gives() -> None:
    player = Player(HOMES["enough"], TODAY, horizon(TODAY))
    with_player = compare_with(player, COMPARED)
    assert [each.summary for each in with_player] == [
        each.summary for each in compare(HOMES["enough"], TODAY, COMPARED)
    ]


@pytest.mark.parametrize(("until", "times"), [(date(2027, 9, 30), 1), (None, 2)])
def test_nothing_is_played_twice_where_the_last_day_is_known(until: date | None, times: int) -> None:
    started: list[tuple[str, bool]] = []

    class Counting(Player):
        def start(self, name: str, workings: bool = True) -> Run:
            started.append((name, workings))
            return super().start(name, workings)

    compare_along(Counting(HOMES["enough"], TODAY, until or horizon(TODAY)), COMPARED, "full", until)
    assert started.count(("full", False)) == times
    assert len(started) == len(COMPARED) + times - 1
