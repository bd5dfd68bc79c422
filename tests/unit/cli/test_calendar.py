"""`calendar` writes a file of its own and no other; what it refuses, it says why."""

from __future__ import annotations

import io
import json
import os
from datetime import date
from pathlib import Path

import pytest
from unit.cli.runner import SMALL, World, run

from harness.ics import Component, read_strictly
from repaycli.cli.environment import Environment

FOREIGN = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//someone//EN\r\nEND:VCALENDAR\r\n"


@pytest.fixture
def home(world: World) -> World:
    world.write()
    return world


def events(world: World, name: str = "a.ics") -> list[Component]:
    return read_strictly((world.folder / name).read_bytes()).within("VEVENT")


def test_the_file_is_written_and_counted(home: World) -> None:
    result = home.run("calendar", "-o", "a.ics")
    assert (result.code, result.out) == (0, "")
    assert result.err == "1 event from 2026-11-01 to 2027-11-01 written to a.ics.\n"
    (event,) = events(home)
    assert event.value("SUMMARY") == "花呗: pay 3,000.00; 300.00 due (in full 3,000.00)"
    assert (event.value("DTSTART"), event.value("DTEND")) == ("20261110", "20261111")
    assert event.value("DTSTAMP") == "20261101T000000Z"
    assert [alarm.value("TRIGGER") for alarm in event.within("VALARM")] == ["-P2DT15H", "-PT15H"]
    assert (home.folder / "a.ics").stat().st_mode & 0o777 == 0o600


def test_quiet_says_nothing(home: World) -> None:
    assert home.run("calendar", "-o", "a.ics", "-q").err == ""


def test_the_standard_output_takes_the_same_bytes(home: World) -> None:
    home.run("calendar", "-o", "a.ics")
    result = home.run("calendar", "-o", "-")
    assert result.out.encode() == (home.folder / "a.ics").read_bytes()
    assert "1 event" in result.err
    assert not (home.folder / "-").exists()


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "utf-16"])
def test_a_calendar_is_utf_8_whatever_the_terminal_speaks(home: World, encoding: str) -> None:
    home.run("calendar", "-o", "a.ics")
    out = io.BytesIO()
    stream = io.TextIOWrapper(out, encoding=encoding)
    world = Environment({}, home.folder, None, stream, None, lambda: date(2026, 11, 1), lambda: None)
    assert run(["calendar", "-o", "-"], world) == 0
    assert out.getvalue() == (home.folder / "a.ics").read_bytes()


def test_a_second_run_changes_nothing_and_the_next_day_keeps_the_uids(home: World) -> None:
    home.run("calendar", "-o", "a.ics")
    first = (home.folder / "a.ics").read_bytes()
    home.run("calendar", "-o", "a.ics")
    assert (home.folder / "a.ics").read_bytes() == first
    (before,) = events(home)
    home.today = date(2026, 11, 2)
    home.run("calendar", "-o", "a.ics")
    (after,) = events(home)
    assert after.value("UID") == before.value("UID")
    assert int(after.value("SEQUENCE")) > int(before.value("SEQUENCE"))


def test_a_moved_file_keeps_its_uids_and_another_one_has_its_own(home: World) -> None:
    home.run("calendar", "-o", "a.ics")
    home.write(name="elsewhere/accounts.toml")
    home.run("calendar", "-f", "elsewhere/accounts.toml", "-o", "b.ics")
    home.write(name="other.toml")
    home.run("calendar", "-f", "other.toml", "-o", "c.ics")
    home.run("calendar", "-f", "other.toml", "-o", "d.ics", "--name", "accounts")
    uids = [events(home, name)[0].value("UID") for name in ("a.ics", "b.ics", "c.ics", "d.ics")]
    assert uids[0] == uids[1] == uids[3] != uids[2]


def test_the_standard_input_has_the_uids_of_the_usual_file(home: World) -> None:
    home.run("calendar", "-o", "a.ics")
    assert home.run("calendar", "-f", "-", "-o", "b.ics", stdin=SMALL.encode()).code == 0
    assert events(home)[0].value("UID") == events(home, "b.ics")[0].value("UID")


def test_json_lists_the_events(home: World) -> None:
    result = home.run("calendar", "-o", "a.ics", "--json", "--alarm", "0", "--alarm", "2", "--alarm", "2")
    data = json.loads(result.out)
    assert (data["file"], data["strategy"], data["as_of"]) == ("a.ics", "full", "2026-11-01")
    (event,) = data["events"]
    assert event == {
        "uid": events(home)[0].value("UID"),
        "date": "2026-11-10",
        "kind": "due",
        "account": "花呗",
        "due": "2026-11-10",
        "minimum": "300.00",
        "amount": "3000.00",
        "unconfirmed": False,
        "estimate": False,
        "paid": "3000.00",
        "from": ["bank"],
        "alarms": ["2026-11-08T09:00", "2026-11-10T09:00"],
        "summary": "花呗: pay 3,000.00; 300.00 due (in full 3,000.00)",
        "description": events(home)[0].value("DESCRIPTION"),
    }
    assert result.err == ""


def test_without_alarms(home: World) -> None:
    home.run("calendar", "-o", "a.ics", "--no-alarm")
    assert events(home)[0].within("VALARM") == []


def test_a_strategy_and_a_last_day_can_be_chosen(home: World) -> None:
    home.run("calendar", "-o", "a.ics", "-s", "minimum", "--until", "2027-01-31")
    assert [event.value("DTSTART") for event in events(home)] == ["20261110", "20261210", "20270110"]
    assert events(home)[0].value("SUMMARY") == "花呗: pay 300.00; 300.00 due (in full 3,000.00)"


def test_a_calendar_without_events_is_valid_and_shows_nothing(world: World) -> None:
    world.write('as_of = 2026-11-01\n[[wallet]]\nname = "bank"\nbalance = 1\n')
    result = world.run("calendar", "-o", "a.ics")
    assert result.code == 0
    assert result.err == "Nothing is due from 2026-11-01 to 2027-11-01: a calendar without events written to a.ics.\n"
    calendar = read_strictly((world.folder / "a.ics").read_bytes())
    assert [each.name for each in calendar.inside] == ["VTIMEZONE"]
    assert world.run("calendar", "-o", "a.ics").code == 0


def test_a_broken_accounts_file_leaves_the_old_calendar(home: World) -> None:
    home.run("calendar", "-o", "a.ics")
    before = (home.folder / "a.ics").read_bytes()
    home.write(SMALL.replace("5000", "-5000"))
    assert home.run("calendar", "-o", "a.ics").code == 3
    assert (home.folder / "a.ics").read_bytes() == before


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        ([], "Write, for example: repaycli calendar -o debts.ics"),
        (["-o", ""], "-o FILE is missing"),
        (["-o", "-", "--json"], "-o - and --json both want the standard output"),
        (["-o", "a.ics", "--alarm", "61"], "61 is not between 0 and 60 days"),
        (["-o", "a.ics", "--alarm", "-1"], "-1 is not between 0 and 60 days"),
        (["-o", "a.ics", "--alarm", "x"], "a whole number is wanted"),
        (["-o", "a.ics", "--alarm", "1", "--no-alarm"], "exclude each other"),
        (["-o", "a.ics", "--months", "121"], "too far ahead"),
        (["-o", "a.ics", "--until", "2026-10-31"], "before 2026-11-01"),
        (["-o", "a.ics", "-s", "fall"], "did you mean full?"),
    ],
)
def test_what_cannot_be_meant_is_refused(home: World, argv: list[str], said: str) -> None:
    result = home.run("calendar", *argv)
    assert result.code == 2
    assert said in result.err
    assert sorted(each.name for each in home.folder.iterdir()) == ["accounts.toml"]


@pytest.mark.parametrize("content", [FOREIGN, b"notes\n", b"\xff" * 5000], ids=["calendar", "text", "bytes"])
def test_a_file_of_others_is_kept_unless_forced(home: World, content: bytes) -> None:
    path = home.folder / "a.ics"
    path.write_bytes(content)
    path.chmod(0o640)
    result = home.run("calendar", "-o", "a.ics")
    assert result.code == 5
    assert "was not made by repaycli" in result.err
    assert path.read_bytes() == content
    assert home.run("calendar", "-o", "a.ics", "--force").code == 0
    assert len(events(home)) == 1
    assert path.stat().st_mode & 0o777 == 0o640


def test_an_empty_file_holds_nothing_to_lose(home: World) -> None:
    (home.folder / "a.ics").touch()
    assert home.run("calendar", "-o", "a.ics").code == 0
    assert len(events(home)) == 1


def test_a_symlink_stays_one(home: World) -> None:
    home.run("calendar", "-o", "real.ics")
    (home.folder / "a.ics").symlink_to("real.ics")
    home.today = date(2026, 11, 2)
    assert home.run("calendar", "-o", "a.ics").code == 0
    assert (home.folder / "a.ics").is_symlink()
    assert events(home, "real.ics")[0].value("DTSTAMP") == "20261102T000000Z"


def _itself(folder: Path) -> str:
    return "accounts.toml"


def _other_spelling(folder: Path) -> str:
    return "./x/../accounts.toml" if (folder / "x").mkdir() is None else ""


def _symlink(folder: Path) -> str:
    (folder / "a.ics").symlink_to("accounts.toml")
    return "a.ics"


def _hard_link(folder: Path) -> str:
    os.link(folder / "accounts.toml", folder / "a.ics")
    return "a.ics"


def _journal(folder: Path) -> str:
    (folder / "accounts.journal.toml").write_text("# empty\n", encoding="utf-8")
    os.link(folder / "accounts.journal.toml", folder / "a.ics")
    return "a.ics"


def _journal_to_be(folder: Path) -> str:
    (folder / "a.ics").symlink_to("accounts.journal.toml")
    return "a.ics"


@pytest.mark.parametrize("place", [_itself, _other_spelling, _symlink, _hard_link, _journal, _journal_to_be])
def test_the_records_are_never_written_over(home: World, place: object) -> None:
    assert callable(place)
    name = place(home.folder)
    content = {path.name: path.read_bytes() for path in home.folder.iterdir() if path.is_file()}
    result = home.run("calendar", "-o", name, "--force")
    assert result.code == 5
    assert "never written over" in result.err
    assert {path.name: path.read_bytes() for path in home.folder.iterdir() if path.is_file()} == content


def test_what_comes_in_through_the_standard_input_is_not_written_over(home: World) -> None:
    with (home.folder / "accounts.toml").open("rb") as stream:
        world = Environment({}, home.folder, stream, None, None, lambda: date(2026, 11, 1), lambda: None)
        assert run(["calendar", "-f", "-", "-o", "accounts.toml", "--force"], world) == 5
    assert (home.folder / "accounts.toml").read_text(encoding="utf-8") == SMALL


def test_a_place_that_cannot_be_written_is_told(home: World) -> None:
    for name in ("no/folder.ics", "accounts.toml/a.ics"):
        result = home.run("calendar", "-o", name)
        assert result.code == 5
        assert "could not be written" in result.err
    (home.folder / "folder").mkdir()
    assert "no plain file" in home.run("calendar", "-o", "folder").err
    os.mkfifo(home.folder / "pipe")
    assert "no plain file" in home.run("calendar", "-o", "pipe").err
    (home.folder / "loop").symlink_to("loop")
    for force in ([], ["--force"]):
        assert home.run("calendar", "-o", "loop", *force).code == 5


def test_a_closed_or_full_output_is_told(home: World) -> None:
    class Full(io.BytesIO):
        def write(self, content: object) -> int:
            raise OSError(28, "No space left on device")

    for stream, said in ((None, "closed"), (io.TextIOWrapper(Full()), "No space left on device")):
        err = io.StringIO()
        world = Environment({}, home.folder, None, stream, err, lambda: date(2026, 11, 1), lambda: None)
        assert run(["calendar", "-o", "-"], world) == 5
        assert said in err.getvalue()


def test_every_mode_of_reading_agrees_on_a_name_that_is_hard_to_write(world: World) -> None:
    name = r'花,呗;\N "x" 👨‍👩‍👧'
    world.write(SMALL.replace('name = "花呗"', f"name = '{name}'"))
    assert world.run("calendar", "-o", "a.ics").code == 0
    assert events(world)[0].value("SUMMARY").startswith(name + ": pay")
