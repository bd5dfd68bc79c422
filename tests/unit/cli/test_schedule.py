"""Scheduling the reminder: what is written, what is left alone, what is refused."""

from __future__ import annotations

import json
import os
import shlex
from datetime import date, time

import pytest
from unit.cli.machine import CRONTAB, HANGS, REFUSES, SYSTEMCTL, Machine

MINE = b"MAILTO=\xff\xfe\r\n# note\n*/5 * * * * echo 50\\% # no line feed"


@pytest.fixture
def cron(machine: Machine) -> Machine:
    machine.install("crontab", CRONTAB)
    return machine


@pytest.fixture
def timers(machine: Machine) -> Machine:
    machine.install("systemctl", SYSTEMCTL)
    return machine


def block(machine: Machine) -> list[str]:
    lines = machine.table.read_text(encoding="utf-8", errors="replace").split("\n")
    begin = next(place for place, line in enumerate(lines) if line.startswith("# >>> repaycli"))
    return lines[begin : begin + 4]


def words(machine: Machine) -> list[str]:
    (line,) = (line for line in block(machine) if " remind " in line)
    return shlex.split(line.split(" * * * ")[1].replace("\\%", "%"))


def test_install_with_cron_and_remove(cron: Machine) -> None:
    cron.table.write_bytes(MINE)
    result = cron.run("schedule", "install", "--yes", "--within", "5")
    assert result.code == 0, result.err
    assert "Every day at 09:00 by cron, next 2026-11-01 09:00." in result.out
    assert cron.table.read_bytes().startswith(MINE + b"\n# >>> repaycli ")
    assert words(cron) == [
        str(cron.program), "remind", "--once", "--within", "5", "--lang", "en", "-f", str(cron.file),
    ]  # fmt: skip
    assert cron.run("schedule", "remove", "--yes").code == 0
    assert cron.table.read_bytes() == MINE


def test_cron_that_wants_a_last_line_feed_gets_it(cron: Machine) -> None:
    cron.table.write_bytes(MINE)
    assert cron.run("schedule", "install", "--yes").code == 0
    strict = "new = sys.stdin.buffer.read()\n    new.endswith(b'\\n') or sys.exit('missing newline before EOF')\n    "
    cron.install(
        "crontab",
        CRONTAB.replace('open(table, "wb")', strict + 'open(table, "wb")').replace(
            "(sys.stdin.buffer.read())", "(new)"
        ),
    )
    assert cron.run("schedule", "remove", "--yes").code == 0
    assert cron.table.read_bytes() == MINE + b"\n"


def test_installing_again_replaces(cron: Machine) -> None:
    assert cron.run("schedule", "install", "--yes").code == 0
    once = cron.table.read_bytes()
    cron.today = date(2026, 11, 9)
    again = cron.run("schedule", "install", "--yes")
    assert (again.code, "It is so already." in again.out) == (0, True)
    assert cron.table.read_bytes() == once
    later = cron.run("schedule", "install", "--yes", "--at", "18:30", "--lang", "zh")
    assert "- 0 9 * * * " in later.err
    assert "+ 30 18 * * * " in later.err
    assert cron.table.read_bytes().count(b">>> repaycli") == 1
    assert block(cron)[2].startswith("30 18 * * * ")
    assert "zh" in words(cron)


def test_each_accounts_file_has_its_own(cron: Machine) -> None:
    other = cron.folder / "50% it's 花.toml"
    other.write_bytes(cron.file.read_bytes())
    assert cron.run("schedule", "install", "--yes").code == 0
    once = cron.table.read_bytes()
    assert cron.run("schedule", "install", "--yes", "-f", other.name, "--at", "7:05").code == 0
    shown = cron.json("schedule", "show")["schedules"]
    assert [(each["file"], each["at"]) for each in shown] == [(str(cron.file), "09:00"), (str(other), "07:05")]
    assert shown[1]["command"][-1] == str(other)
    assert cron.run("schedule", "remove", "--yes", "-f", other.name).code == 0
    assert cron.table.read_bytes() == once


def test_a_link_to_the_file_is_the_same_file(cron: Machine) -> None:
    (cron.folder / "link.toml").symlink_to(cron.file)
    assert cron.run("schedule", "install", "--yes", "-f", "link.toml").code == 0
    assert words(cron)[-1] == str(cron.folder / "link.toml")  # its journal stands beside the link
    assert cron.run("schedule", "install", "--yes").code == 0
    assert cron.table.read_bytes().count(b">>> repaycli") == 1


def test_what_this_run_was_told_by_its_environment_is_handed_on(cron: Machine) -> None:
    cron.install("notify-send", "")
    env = {"TZ": "Asia/Shanghai", "XDG_STATE_HOME": "/x y", "DBUS_SESSION_BUS_ADDRESS": "unix:path=/run/user/1/bus"}
    assert cron.run("schedule", "install", "--yes", env=env).code == 0
    assert words(cron)[:3] == [
        "TZ=Asia/Shanghai",
        "XDG_STATE_HOME=/x y",
        "DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/1/bus",
    ]
    assert "--notify" in words(cron)
    assert cron.run("schedule", "install", "--yes", "--no-notify", env=env).code == 0
    assert "--notify" not in words(cron)
    assert not any(word.startswith("DBUS") for word in words(cron))


def test_a_person_is_asked(cron: Machine) -> None:
    result = cron.run("schedule", "install", said="n\n")
    assert result.code == 0
    assert "Nothing was changed." in result.out
    assert "+ 0 9 * * * " in result.err
    assert not cron.table.exists()
    assert cron.run("schedule", "install", said="y\n").code == 0
    assert cron.run("schedule", "remove", said="\n").code == 0
    assert b">>> repaycli" in cron.table.read_bytes()
    assert cron.run("schedule", "remove", said="yes\n").code == 0
    assert cron.table.read_bytes() == b""


def test_without_a_person_nothing_is_changed(cron: Machine) -> None:
    result = cron.run("schedule", "install")
    assert (result.code, "--yes" in result.err) == (2, True)
    assert not cron.table.exists()


def test_a_dry_run_shows_and_changes_nothing(cron: Machine) -> None:
    cron.table.write_bytes(MINE)
    result = cron.run("schedule", "install", "--dry-run")
    assert result.code == 0
    assert "+ 0 9 * * * " in result.out
    shown = cron.json("schedule", "install", "--dry-run")
    assert (shown["dry_run"], shown["changed"], shown["removed"]) == (True, False, [])
    assert shown["added"][2].startswith("0 9 * * * ")
    assert cron.table.read_bytes() == MINE


def test_the_answer_for_programs(cron: Machine) -> None:
    done = cron.json("schedule", "install", "--yes")
    assert (done["changed"], done["by"], done["next_run"]) == (True, "cron", "2026-11-01T09:00")
    assert done["file"] == str(cron.file)
    gone = cron.json("schedule", "remove", "--yes")
    assert (gone["changed"], gone["removed"]) == (True, done["added"])
    assert cron.json("schedule", "remove", "--yes")["changed"] is False
    assert cron.json("schedule", "show")["schedules"] == []


def test_remove_needs_no_file(cron: Machine) -> None:
    assert cron.run("schedule", "install", "--yes").code == 0
    cron.file.unlink()
    assert cron.json("schedule", "show", "-f", "accounts.toml")["schedules"][0]["state"] == "no-file"
    assert cron.json("schedule", "show")["file"] is None
    assert cron.run("schedule", "remove", "--yes").code == 4  # which file?
    assert cron.run("schedule", "remove", "--yes", "-f", "accounts.toml").code == 0
    assert cron.table.read_bytes() == b""


def test_a_file_that_cannot_be_used_is_refused(cron: Machine) -> None:
    cron.file.write_text("as_of = ", encoding="utf-8")
    assert cron.run("schedule", "install", "--yes").code == 3
    assert cron.run("schedule", "install", "--yes", "-f", "gone.toml").code == 4
    assert cron.run("schedule", "install", "--yes", "-f", "-").code == 2
    assert cron.run("schedule", "install", "--yes", env={"REPAYCLI_FILE": "-"}).code == 2
    assert not cron.table.exists()


def test_a_path_with_a_line_break_is_refused(cron: Machine) -> None:
    (cron.folder / "a\n* * * * * rm.toml").write_bytes(cron.file.read_bytes())
    result = cron.run("schedule", "install", "--yes", "-f", "a\n* * * * * rm.toml")
    assert (result.code, "control character" in result.err) == (5, True)
    assert not cron.table.exists()


def test_half_a_block_is_refused(cron: Machine) -> None:
    assert cron.run("schedule", "install", "--yes").code == 0
    torn = cron.table.read_bytes().rpartition(b"# <<<")[0]
    cron.table.write_bytes(torn)
    for action in ("install", "remove"):
        result = cron.run("schedule", action, "--yes")
        assert (result.code, "one half of a block" in result.err) == (5, True)
    assert "one half of a block" in cron.run("schedule", "show").out
    assert cron.table.read_bytes() == torn


def test_a_program_that_does_not_start_by_itself_is_refused(cron: Machine) -> None:
    cron.install("repaycli", "import sys; sys.exit('no module named typer')")
    result = cron.run("schedule", "install", "--yes")
    assert (result.code, "no module named typer" in result.err) == (7, True)
    cron.program.unlink()
    assert cron.run("schedule", "install", "--yes").code == 7
    assert not cron.table.exists()


def test_cron_that_refuses(machine: Machine) -> None:
    machine.install("crontab", REFUSES)
    for action in ("install", "remove"):
        result = machine.run("schedule", action, "--yes")
        assert (result.code, "not allowed to use this program" in result.err) == (7, True)
    assert "not allowed" in machine.run("schedule", "show").out


def test_cron_that_cannot_write(cron: Machine) -> None:
    cron.install(
        "crontab", CRONTAB.replace('open(table, "wb").write(sys.stdin.buffer.read())', "sys.exit('disk full')")
    )
    result = cron.run("schedule", "install", "--yes")
    assert result.code == 7
    assert "disk full; nothing was changed" in result.err


def test_cron_that_writes_something_else_is_told(cron: Machine) -> None:
    cron.install("crontab", CRONTAB.replace("sys.stdin.buffer.read()", "sys.stdin.buffer.read()[:40]"))
    result = cron.run("schedule", "install", "--yes")
    assert (result.code, "does not hold what was written" in result.err) == (5, True)


def test_cron_that_puts_comments_before(cron: Machine) -> None:
    cron.install("crontab", CRONTAB.replace("sys.stdin", "b'# DO NOT EDIT\\n' + sys.stdin"))
    assert cron.run("schedule", "install", "--yes").code == 0


def test_a_crontab_that_changes_meanwhile_is_not_overwritten(cron: Machine) -> None:
    """The table is another each time that it is read."""
    grows = CRONTAB.replace("if sys.argv[1:]", "open(table, 'a').write('# other\\n')\nif sys.argv[1:]", 1)
    cron.install("crontab", grows)
    result = cron.run("schedule", "install", "--yes")
    assert (result.code, "changed by something else" in result.err) == (5, True)
    assert b">>> repaycli" not in cron.table.read_bytes()


@pytest.mark.parametrize("name", ["crontab", "repaycli"])
def test_a_program_that_hangs_is_stopped(cron: Machine, name: str) -> None:
    os.mkfifo(cron.home / "fifo")
    cron.install(name, HANGS)
    result = cron.run("schedule", "install", "--yes", patience=0.3)
    assert result.code == 7
    assert "did not end within 0.3 s" in result.err


def test_neither_cron_nor_systemd(machine: Machine) -> None:
    result = machine.run("schedule", "install", "--yes")
    assert result.code == 7
    assert f"0 9 * * * {machine.program} remind --once --lang en -f {machine.file}" in result.err
    for kind, missing in (("cron", "crontab"), ("systemd", "systemctl")):
        result = machine.run("schedule", "install", "--yes", "--with", kind)
        assert (result.code, missing in result.err) == (7, True)
    assert machine.json("schedule", "show")["schedules"] == []
    assert not machine.units.exists() or not list(machine.units.iterdir())


def test_cron_goes_before_systemd(cron: Machine) -> None:
    cron.install("systemctl", SYSTEMCTL)
    assert cron.json("schedule", "install", "--yes")["by"] == "cron"


def test_a_timer_is_made_and_taken_away(timers: Machine) -> None:
    foreign = timers.units / "mine.timer"
    foreign.parent.mkdir(parents=True)
    foreign.write_text("[Timer]\n")
    done = timers.json("schedule", "install", "--yes", "--at", "21:00")
    assert (done["by"], done["changed"]) == ("systemd", True)
    service, timer = sorted(path for path in timers.units.iterdir() if path != foreign)
    assert f'"-f" "{timers.file}"' in service.read_text()
    assert "OnCalendar=*-*-* 21:00:00" in timer.read_text()
    assert "Persistent=true" in timer.read_text()
    assert timers.asked()[-3:] == [
        "--user daemon-reload",
        f"--user enable {timer.name}",
        f"--user restart {timer.name}",
    ]
    (shown,) = timers.json("schedule", "show")["schedules"]
    assert (shown["by"], shown["at"], shown["state"]) == ("systemd", "21:00", "waits")
    assert timers.json("schedule", "install", "--yes", "--at", "21:00")["changed"] is False
    assert timers.json("schedule", "remove", "--yes")["changed"] is True
    assert f"--user disable --now {timer.name}" in timers.asked()
    assert list(timers.units.iterdir()) == [foreign]


def test_the_users_configuration_folder_is_respected(timers: Machine) -> None:
    where = timers.top / "elsewhere"
    assert timers.run("schedule", "install", "--yes", env={"XDG_CONFIG_HOME": str(where)}).code == 0
    assert len(list((where / "systemd" / "user").iterdir())) == 2
    assert not timers.units.exists()


def test_a_unit_that_is_not_ours_is_left_alone(timers: Machine) -> None:
    assert timers.run("schedule", "install", "--yes").code == 0
    (timer,) = timers.units.glob("*.timer")
    timer.write_text("[Timer]\nOnCalendar=daily\n")
    for action in ("install", "remove"):
        result = timers.run("schedule", action, "--yes")
        assert (result.code, "was not made by repaycli" in result.err) == (5, True)
    assert timer.read_text() == "[Timer]\nOnCalendar=daily\n"


def test_a_unit_that_is_a_pipe_is_left_alone(timers: Machine) -> None:
    assert timers.run("schedule", "install", "--yes").code == 0
    (timer,) = timers.units.glob("*.timer")
    timer.unlink()
    os.mkfifo(timer)
    assert timers.run("schedule", "install", "--yes").code == 5
    assert timers.run("schedule", "remove", "--yes").code == 5
    assert timers.run("schedule", "show").code == 0


@pytest.mark.parametrize("path", ["/" + "a" * 900, "/nul\\0", "/\xff", "relative"])
def test_whatever_path_stands_in_the_crontab(cron: Machine, path: str) -> None:
    assert cron.run("schedule", "install", "--yes").code == 0
    cron.table.write_bytes(cron.table.read_bytes().replace(str(cron.file).encode(), path.encode("latin-1")))
    assert cron.json("schedule", "show")["schedules"][0]["state"] == "no-file"


@pytest.mark.parametrize("step", ["daemon-reload", "enable", "restart"])
def test_systemd_that_refuses_leaves_what_was(timers: Machine, step: str) -> None:
    refuses = SYSTEMCTL + f"\nif words[0] == '{step}': sys.exit('Failed to connect to bus')"
    timers.install("systemctl", refuses)
    result = timers.run("schedule", "install", "--yes")
    assert (result.code, "Failed to connect to bus" in result.err) == (7, True)
    assert list(timers.units.iterdir()) == []
    timers.install("systemctl", SYSTEMCTL)
    assert timers.run("schedule", "install", "--yes").code == 0
    before = {path: path.read_text() for path in timers.units.iterdir()}
    timers.install("systemctl", refuses)
    assert timers.run("schedule", "install", "--yes", "--at", "10:00").code == 7
    assert {path: path.read_text() for path in timers.units.iterdir()} == before


def test_one_file_is_not_scheduled_twice(timers: Machine) -> None:
    assert timers.run("schedule", "install", "--yes").code == 0
    timers.install("crontab", CRONTAB)
    result = timers.run("schedule", "install", "--yes")
    assert (result.code, "schedule remove" in result.err) == (2, True)
    assert not timers.table.exists()


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["instal"], "did you mean install?"),
        ([], "install|show|remove is missing"),
        (["install", "--at", "9"], "is not a time of day"),
        (["install", "--at", "24:00"], "is not a time of day"),
        (["install", "--at", "09:00\n"], "is not a time of day"),
        (["install", "--within", "-1"], "is not a number of days"),
        (["install", "--within", "x"], "is not a number of days"),
        (["install", "--within", "9" * 5000], "is not a number of days"),
        (["install", "--with", "anacron"], "neither cron nor systemd"),
        (["show", "--yes"], "takes no --yes"),
        (["remove", "--at", "09:00"], "takes no --at"),
    ],
)
def test_usage(cron: Machine, argv: list[str], said: str) -> None:
    result = cron.run("schedule", *argv)
    assert (result.code, said in result.err) == (2, True), result.err


def test_the_next_run_is_tomorrow_when_its_time_has_gone(cron: Machine) -> None:
    cron.clock = time(9, 0)
    assert cron.json("schedule", "install", "--yes")["next_run"] == "2026-11-02T09:00"


def test_what_is_shown_cannot_command_the_terminal(cron: Machine) -> None:
    assert cron.run("schedule", "install", "--yes").code == 0
    cron.table.write_bytes(cron.table.read_bytes().replace(b"accounts.toml", b"acc\x1b[31m.toml"))
    result = cron.run("schedule", "remove", "--dry-run")
    assert "\\x1b[31m" in result.out
    assert "\x1b" not in result.out + cron.run("schedule", "show").out
    assert json.loads(cron.run("schedule", "show", "--json").out)["schedules"]
