"""`undo`: a reversal is added, nothing is deleted, and an undo can be undone."""

from __future__ import annotations

import json
from datetime import date

import pytest
from unit.cli.runner import SMALL, World
from unit.cli.test_pay import LOAN, journal

OWN = '[[payment]]\nid = "mine"\naccount = "花呗"\ndate = 2026-11-02\namount = 50\n'


@pytest.fixture
def home(world: World) -> World:
    world.write(SMALL + LOAN + OWN)
    world.today = date(2026, 11, 5)
    return world


def owed(world: World) -> str:
    return json.loads(world.run("status", "--json").out)["accounts"][0]["owed"]


def test_by_its_id_and_back_again(home: World) -> None:
    home.run("pay", "花呗", "300")
    assert owed(home) == "2650.00"
    result = home.run("undo", "id1x", "--reason", "another card")
    assert result.code == 0, result.err
    assert result.out.splitlines() == [
        "recorded: id1x is taken back: 300.00 to 花呗 on 2026-11-05 (id id2x)",
        "  owed now: 2,950.00",
        "  next due: at least 250.00 by 2026-11-10, 2,950.00 in full",
        "  bank holds 4,950.00 now",
        "  to take this undo back: repaycli undo id2x",
    ]
    wanted = {"date": date(2026, 11, 5), "reason": "another card", "id": "id2x", "of": "id1x"}
    assert journal(home)["reversal"] == [wanted]
    again = home.run("undo", "id2x")
    assert "recorded: id1x counts again; its undo id2x is taken back (id id3x)" in again.out
    assert owed(home) == "2650.00"
    assert home.run("undo", "id1x").code == 0
    assert owed(home) == "2950.00"


def test_the_newest_that_counts(home: World) -> None:
    home.run("pay", "花呗", "300")
    home.run("spend", "花呗", "20")
    home.run("balance", "bank", "4000", "--yes")
    for undone in ("id3x", "id2x", "id1x"):
        refused = home.run("undo")
        assert (refused.code, undone in refused.err) == (2, True)
        data = json.loads(home.run("undo", "--yes", "--json").out)
        assert (data["recorded"]["of"], data["taken_back"]["id"]) == (undone, undone)
    nothing = home.run("undo", "--yes")
    assert (nothing.code, "nothing to take back" in nothing.err) == (2, True)
    assert owed(home) == "2950.00"


def test_on_a_terminal_it_shows_and_asks(home: World) -> None:
    home.run("pay", "花呗", "300")
    home.asks = True
    declined = home.run("undo", stdin=b"n\n")
    assert declined.code == 2
    assert "300.00 to 花呗 on 2026-11-05 (id id1x; accounts.journal.toml, line 1)" in declined.err
    assert "Take it back? [y/N]" in declined.err
    assert "reversal" not in journal(home)
    assert home.run("undo", "id1x", stdin=b"y\n").code == 0
    assert len(journal(home)["reversal"]) == 1


def test_what_is_undone_is_not_undone_twice(home: World) -> None:
    home.run("pay", "花呗", "300")
    home.run("undo", "id1x")
    twice = home.run("undo", "id1x")
    assert twice.code == 2
    assert "id1x is taken back already, by id2x" in twice.err
    assert "repaycli undo id2x" in twice.err


def test_an_id_that_is_not_there(home: World) -> None:
    home.run("pay", "花呗", "300")
    missing = home.run("undo", "id1y")
    assert missing.code == 2
    assert "no entry has the id “id1y”; did you mean id1x?" in missing.err


def test_an_entry_of_the_accounts_file(home: World) -> None:
    before = (home.folder / "accounts.toml").read_bytes()
    home.asks = True
    result = home.run("undo", "mine", stdin=b"y\n")
    assert result.code == 0
    assert "it stays in accounts.toml as you wrote it, and counts no more" in result.err
    assert owed(home) == "3000.00"
    assert (home.folder / "accounts.toml").read_bytes() == before


def test_an_entry_without_an_id(home: World) -> None:
    home.write('[[payment]]\naccount = "花呗"\ndate = 2026-11-03\namount = 5\n', "accounts.journal.toml")
    result = home.run("undo", "--yes")
    assert (result.code, "line 1, has no id" in result.err) == (2, True)


def test_without_a_journal(home: World) -> None:
    assert home.run("undo", "--yes").code == 2
    assert not (home.folder / "accounts.journal.toml").exists()
