"""The one sentence of `compare`."""

from __future__ import annotations

from datetime import date

import pytest
from unit.present.homes import TODAY, home

from repaycli import locale
from repaycli.engine.ledger import OverdueSpell, Projection, Shortfall, Summary
from repaycli.present.compare import compare_view
from repaycli.present.model import ONLY_JSON, SHOWN, Money, Table, Word
from repaycli.strategies.help import Help

UNTIL = date(2027, 11, 1)


@pytest.fixture(autouse=True)
def _english() -> None:
    locale.use("en")


def played(name: str, cost: int, *shortfalls: Shortfall, spells: tuple[OverdueSpell, ...] = ()) -> Projection:
    summary = Summary(name, cost, 0, 0, 0, cost, 100, 0, 0, 5000, UNTIL, 0, 9000, shortfalls)
    return Projection(name, TODAY, UNTIL, (), (), (), (), spells, (), (), summary, ())


def sentence(*projections: Projection) -> str:
    return compare_view(home(), projections).sentence


SHORT = Shortfall(date(2026, 12, 13), 12345, ("花呗", "借呗"))
LATER = Shortfall(date(2027, 1, 13), 100, ("花呗",))


def test_the_cheapest_against_minimum() -> None:
    assert sentence(played("minimum", 50000), played("full", 10000), played("snowball", 60000)) == (
        "The cheapest way is full: 100.00 up to 2027-11-01, 400.00 less than minimum; no due is missed for want of money."
    )


def test_minimum_itself_is_cheapest() -> None:
    assert "minimum: 100.00 up to 2027-11-01, 500.00 less than snowball" in sentence(
        played("minimum", 10000), played("full", 20000), played("snowball", 60000)
    )


def test_all_cost_the_same() -> None:
    assert sentence(played("full", 0), played("minimum", 0)).startswith("All of these ways cost the same, 0.00 up to")


def test_several_are_cheapest() -> None:
    assert sentence(played("minimum", 50000), played("full", 0), played("avalanche", 0)).startswith(
        "The cheapest ways are full and avalanche, 0.00 each up to 2027-11-01, 500.00 less than minimum;"
    )


def test_one_alone() -> None:
    assert sentence(played("custom", 4200)).startswith("Paying by custom costs 42.00 up to 2027-11-01;")


def test_the_danger_of_the_cheapest() -> None:
    assert sentence(played("minimum", 20000), played("full", 10000, SHORT)).endswith(
        "the first danger is 2026-12-13, when 123.45 are missing for 花呗, 借呗."
    )


def test_the_danger_of_another() -> None:
    assert sentence(played("minimum", 20000, SHORT), played("full", 10000)).endswith(
        "with it no due is missed, while with minimum 123.45 are missing for 花呗, 借呗 on 2026-12-13."
    )


def test_past_due_is_a_danger() -> None:
    spell = OverdueSpell("花呗", date(2026, 10, 10), 30000, None)
    assert sentence(played("full", 10000, spells=(spell,))).endswith(
        "the first danger is 花呗, past due since 2026-10-10 with 300.00."
    )


def test_what_would_help_is_said() -> None:
    view = compare_view(
        home(), [played("full", 10000, SHORT)], [Help(("full",), SHORT, 12345, "工资卡", None, 0, (0, 0))]
    )
    assert view.notes[0].message == "what would help with full: on 2026-12-13 123.45 more in 工资卡"


def test_what_remains_after_the_help_is_counted() -> None:
    helps = [Help(("minimum", "full"), SHORT, 12345, "工资卡", None, 0, (1, 3))]
    view = compare_view(home(), [played("minimum", 1, SHORT), played("full", 1, SHORT), played("snowball", 1)], helps)
    assert view.notes[0].message == (
        "what would help with minimum, full: on 2026-12-13 123.45 more in 工资卡; 1 to 3 more shortfalls follow"
    )


def test_a_shortfall_that_all_share_is_said_once() -> None:
    view = compare_view(home(), [played("minimum", 1, SHORT), played("full", 1, SHORT, LATER)])
    assert [part.rows for part in view.parts if isinstance(part, Table) and part.title == "Not enough money"] == [
        ((Word("all", "all"), "1 – 2", SHORT.on, Money(12345), SHORT.accounts),)
    ]


def test_presets_are_named_in_one_line_and_their_keys_in_json() -> None:
    notes = [note for note in compare_view(home(), [played("full", 1)]).notes if note.code == "preset-terms"]
    assert [(note.account, note.forms) for note in notes] == [("", SHOWN), ("花呗", ONLY_JSON)]
    assert "花呗 huabei" in notes[0].message
    assert "daily_rate, due_day" in notes[1].message


def test_debt_at_end_is_explained_where_the_debts_of_today_are_repaid() -> None:
    one = played("full", 1)
    owing = one._replace(summary=one.summary._replace(debt_at_end=5))
    lasting = one._replace(summary=one.summary._replace(debt_at_end=5, payoff_date=None))
    for projection, said in ((one, False), (owing, True), (lasting, False)):
        codes = [note.code for note in compare_view(home(), [projection]).notes]
        assert ("new-debt" in codes) == said
