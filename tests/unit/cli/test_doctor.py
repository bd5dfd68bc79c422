"""Each check of doctor, well and not well; nothing makes doctor itself fail."""

from __future__ import annotations

import fcntl
import json
import os
from datetime import date, time
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from unit.cli.machine import CRONTAB, HANGS, REFUSES, SYSTEMCTL, Machine

NAMES = ["program", "file", "journal", "state", "schedule", "last-run", "delivery", "clock", "language", "terminal"]


def checks(machine: Machine, *argv: str, **rest: Any) -> dict[str, dict[str, str]]:
    return {check["name"]: check for check in machine.json("doctor", *argv, **rest)["checks"]}


def state_of(machine: Machine, name: str, **rest: Any) -> tuple[str, str]:
    check = checks(machine, **rest)[name]
    return check["state"], check["found"]


def ran(machine: Machine, day: object, content: str | None = None) -> Path:
    key = sha256(str(machine.file.resolve()).encode()).hexdigest()[:16]
    path = machine.state / f"remind-{key}.json"
    kept = {"version": 1, "file": str(machine.file), "last_run": str(day), "said": {}}
    path.write_text(content or json.dumps(kept), encoding="utf-8")
    return path


@pytest.fixture
def well(machine: Machine) -> Machine:
    """A machine on which a reminder with notifications was set up on 1 November by cron, and ran on the 5th."""
    machine.install("crontab", CRONTAB)
    machine.install("notify-send", "")
    machine.env["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/run/user/1000/bus"
    assert machine.run("schedule", "install", "--yes").code == 0
    machine.today, machine.clock = date(2026, 11, 5), time(12, 0)
    ran(machine, date(2026, 11, 5))
    return machine


def test_all_is_well(well: Machine) -> None:
    data = well.json("doctor")
    assert [check["name"] for check in data["checks"]] == NAMES
    assert {check["name"]: check["found"] for check in data["checks"] if check["state"] != "ok"} == {}
    assert (data["state"], data["as_of"], data["schema_version"]) == ("ok", "2026-11-05", 1)
    result = well.run("doctor", "--exit-code")
    assert result.code == 0
    assert result.out.endswith("All is well.\n")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [40, 80, 200])
def test_every_width_and_language(well: Machine, language: str, width: int) -> None:
    well.program.unlink()
    result = well.run("doctor", "--lang", language, width=width, is_terminal=True)
    assert result.code == 0
    assert "!!" in result.out
    assert "\t" not in result.out


def test_words_and_sign_say_the_state(machine: Machine) -> None:
    out = machine.run("doctor", is_terminal=True).out
    assert "! warning" in out
    assert "What to do" in out
    assert "schedule: repaycli schedule install" in out


def test_versions(well: Machine) -> None:
    found = checks(well)["program"]["found"]
    assert "repaycli 0.1.0" in found
    assert "Python 3." in found
    assert str(well.program) in found


def test_no_file(machine: Machine) -> None:
    machine.file.unlink()
    found = checks(machine)
    assert (found["file"]["state"], "looked for" in found["file"]["found"]) == ("problem", True)
    assert found["clock"]["state"] == "ok"
    assert machine.run("doctor", "--exit-code").code == 4
    assert machine.run("doctor").code == 0


def test_a_broken_file(machine: Machine) -> None:
    machine.file.write_text("as_of = ", encoding="utf-8")
    found = checks(machine)["file"]
    assert (found["state"], found["help"]) == ("problem", "repaycli check")
    assert machine.run("doctor", "--exit-code").code == 3


def test_the_standard_input_is_no_place(machine: Machine) -> None:
    assert machine.run("doctor", "-f", "-").code == 2


def entry(machine: Machine, content: bytes, mode: int = 0o600) -> Path:
    path = machine.folder / "accounts.journal.toml"
    path.write_bytes(content)
    path.chmod(mode)
    return path


ENTRY = '[[payment]]\nid = "p1"\naccount = "花呗"\ndate = 2026-11-01\namount = 500\n'.encode()


def test_the_journal(machine: Machine) -> None:
    assert state_of(machine, "journal") == ("ok", "none yet; the first entry makes it")
    path = entry(machine, ENTRY)
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    assert state_of(machine, "journal") == ("ok", f"{path} can be read, written and locked")
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_a_torn_journal(machine: Machine) -> None:
    entry(machine, ENTRY[:-1])
    assert state_of(machine, "journal")[0] == "problem"


def test_a_journal_that_others_read(machine: Machine) -> None:
    path = entry(machine, ENTRY, 0o644)
    assert state_of(machine, "journal") == ("warning", "others may read or write it: mode 0644")
    assert checks(machine)["journal"]["help"] == f"chmod 600 {path}"


def test_a_journal_that_is_held(machine: Machine) -> None:
    with entry(machine, ENTRY).open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert state_of(machine, "journal") == ("warning", "another run holds it just now")


def test_a_journal_that_is_a_folder(machine: Machine) -> None:
    (machine.folder / "accounts.journal.toml").mkdir()
    found = checks(machine)
    assert (found["file"]["state"], found["journal"]["state"]) == ("problem", "problem")


def test_the_state_folder(machine: Machine) -> None:
    assert state_of(machine, "state") == ("ok", f"{machine.state} can be written")
    machine.state.rmdir()
    assert "will be made" in state_of(machine, "state")[1]
    assert not machine.state.exists()
    machine.state.write_text("a file")
    assert state_of(machine, "state")[0] == "problem"
    found = checks(machine, state_folder=lambda: machine.file / "below")["state"]
    assert found["state"] == "problem"
    assert state_of(machine, "state", state_folder=lambda: None)[0] == "problem"


def test_nothing_is_left_in_the_state_folder(machine: Machine) -> None:
    checks(machine)
    assert list(machine.state.iterdir()) == []


def test_no_schedule(machine: Machine) -> None:
    found = checks(machine)["schedule"]
    assert (found["state"], found["help"]) == ("warning", "repaycli schedule install")


def test_the_schedule_says_when_it_runs_next(well: Machine) -> None:
    assert state_of(well, "schedule") == ("ok", "Every day at 09:00 by cron, next 2026-11-06 09:00.")


def test_a_program_that_is_gone(well: Machine) -> None:
    well.program.unlink()
    state, found = state_of(well, "schedule")
    assert (state, str(well.program) in found) == ("problem", True)
    assert well.run("doctor", "--exit-code").code == 7


def test_a_program_that_fails(well: Machine) -> None:
    well.install("repaycli", "import sys; sys.exit('no module named typer')")
    assert "no module named typer" in state_of(well, "schedule")[1]


def test_lines_changed_by_hand(well: Machine) -> None:
    well.table.write_bytes(well.table.read_bytes().replace(b"0 9 * * *", b"@daily"))
    assert "changed by hand" in state_of(well, "schedule")[1]


def test_the_accounts_file_of_the_schedule_is_gone(well: Machine) -> None:
    well.file.unlink()
    found = checks(well, "-f", "accounts.toml")["schedule"]
    assert (found["state"], "is gone" in found["found"]) == ("problem", True)


def test_cron_that_cannot_be_read(machine: Machine) -> None:
    machine.install("crontab", REFUSES)
    state, found = state_of(machine, "schedule")
    assert (state, "not allowed" in found) == ("problem", True)


def test_cron_that_hangs(machine: Machine) -> None:
    os.mkfifo(machine.home / "fifo")
    machine.install("crontab", HANGS)
    assert "did not end within 0.3 s" in state_of(machine, "schedule", patience=0.3)[1]


def test_a_stopped_timer(machine: Machine) -> None:
    machine.install("systemctl", SYSTEMCTL)
    assert machine.run("schedule", "install", "--yes").code == 0
    assert state_of(machine, "schedule")[0] == "ok"
    (machine.home / "active").unlink()
    assert state_of(machine, "schedule") == ("problem", "the timer is stopped, or systemd cannot be asked")


@pytest.mark.parametrize(
    ("last", "now", "state", "said"),
    [
        ("2026-11-05", (5, 12), "ok", "on 2026-11-05"),
        ("2026-11-04", (5, 8), "ok", "on 2026-11-04"),
        ("2026-11-04", (5, 9), "ok", "on 2026-11-04"),  # an hour's grace
        ("2026-11-04", (5, 10), "problem", "on 2026-11-04; it should have run on 2026-11-05, 1 day was missed"),
        ("2026-11-02", (5, 8), "problem", "on 2026-11-02; it should have run on 2026-11-04, 2 days were missed"),
        (None, (1, 8), "ok", "never"),
        (None, (1, 23), "ok", "never"),  # set up on the 1st, at an hour that is not known
        (None, (2, 9), "ok", "never"),
        (None, (2, 10), "problem", "never; it should have run on 2026-11-02, 1 day was missed"),
        (None, (9, 12), "problem", "never; it should have run on 2026-11-09, 8 days were missed"),
    ],
)
def test_the_last_run(well: Machine, last: str | None, now: tuple[int, int], state: str, said: str) -> None:
    path = ran(well, last)
    if last is None:
        path.unlink()
    well.today, well.clock = date(2026, 11, now[0]), time(now[1], 0)
    assert state_of(well, "last-run") == (state, said)


def test_without_a_schedule_no_run_is_missed(machine: Machine) -> None:
    ran(machine, "2026-06-01")
    assert state_of(machine, "last-run") == ("ok", "on 2026-06-01")


@pytest.mark.parametrize("content", ["{", "[]", "null", '{"last_run": 5}', '{"last_run": "soon"}', "[" * 100000])
def test_a_state_file_that_cannot_be_read(well: Machine, content: str) -> None:
    ran(well, None, content)
    state, found = state_of(well, "last-run")
    assert (state, "holds something else" in found) == ("problem", True)


def test_a_state_file_that_is_a_pipe(well: Machine) -> None:
    path = ran(well, None, " ")
    path.unlink()
    os.mkfifo(path)
    assert state_of(well, "last-run") == ("problem", f"{path} is no plain file")


def test_delivery(machine: Machine) -> None:
    assert state_of(machine, "delivery")[0] == "warning"
    machine.install("notify-send", "")
    assert state_of(machine, "delivery") == ("ok", f"{machine.top}/bin/notify-send can show notifications")


def test_delivery_by_cron_needs_the_desktops_address(well: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("repaycli.cli.doctor_reminders.with_session", dict)  # no desktop is open just now
    assert state_of(well, "delivery")[0] == "ok"
    well.env.clear()
    assert well.run("schedule", "install", "--yes").code == 0
    assert state_of(well, "delivery")[0] == "warning"


def test_delivery_when_the_notifier_is_gone(well: Machine) -> None:
    (well.top / "bin" / "notify-send").unlink()
    assert state_of(well, "delivery")[0] == "problem"


def test_delivery_by_mail(well: Machine) -> None:
    assert well.run("schedule", "install", "--yes", "--no-notify").code == 0
    well.install("sendmail", "")
    assert state_of(well, "delivery") == ("ok", "mail from cron")


def test_delivery_by_nobody(machine: Machine) -> None:
    machine.install("systemctl", SYSTEMCTL)
    assert machine.run("schedule", "install", "--yes").code == 0
    assert state_of(machine, "delivery")[0] == "warning"


@pytest.mark.parametrize(
    ("today", "state", "said"),
    [
        (date(2026, 11, 5), "ok", "2026-11-05 12:00, CST +0800"),
        (date(2026, 11, 4), "problem", "it was set back"),
        (date(2026, 10, 31), "problem", "before the last run"),
        (date(2028, 1, 1), "warning", "more than a year old"),
        (date(2099, 1, 1), "problem", "more than ten years"),
    ],
)
def test_the_clock(well: Machine, today: date, state: str, said: str) -> None:
    well.today = today
    found = state_of(well, "clock")
    assert found[0] == state
    assert said in found[1]


def test_a_clock_before_the_file(machine: Machine) -> None:
    machine.today = date(2026, 10, 1)
    assert "before the file's as_of" in state_of(machine, "clock")[1]


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_an_encoding_without_chinese(machine: Machine, encoding: str) -> None:
    machine.encoding = encoding
    result = machine.run("doctor", env={"LANG": "C"})
    assert result.code == 0
    assert f"en; LANG=C; {encoding}: cannot show Chinese" in result.out


def test_the_terminal(machine: Machine) -> None:
    assert "pipe or a file" in state_of(machine, "terminal")[1]
    assert state_of(machine, "terminal", is_terminal=True)[0] == "ok"
    assert state_of(machine, "terminal", is_terminal=True, width=30)[0] == "warning"
    measured = checks(machine, "--terminal", is_terminal=True, said="")["terminal"]  # no real terminal at either end
    assert (measured["state"], "did not say" in measured["found"]) == ("warning", True)


@pytest.mark.parametrize("broken", ["state_folder", "zone", "command", "clock"])
def test_a_check_that_fails_is_a_problem_of_its_own(well: Machine, broken: str) -> None:
    def fails() -> Any:
        raise RuntimeError("boom")

    found = checks(well, **{broken: fails})
    assert set(found) == set(NAMES)
    assert any("RuntimeError: boom" in check["found"] for check in found.values())


def test_a_bare_world(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    data = machine.json("doctor", state_folder=lambda: None, config_folder=lambda: None, env={"HOME": "", "PATH": ""})
    assert [check["name"] for check in data["checks"]] == NAMES


def test_what_is_scheduled_runs_and_doctor_sees_it(machine: Machine) -> None:
    machine.install("crontab", CRONTAB)
    assert machine.run("schedule", "install", "--yes", "--within", "9").code == 0
    machine.today, machine.clock = date(2026, 11, 5), time(12, 0)
    assert state_of(machine, "last-run")[0] == "problem"
    scheduled = machine.json("schedule", "show")["schedules"][0]["command"]
    done = machine.run(*scheduled[1:])
    assert (done.code, "花呗" in done.out) == (0, True), done.err
    assert state_of(machine, "last-run") == ("ok", "on 2026-11-05")
