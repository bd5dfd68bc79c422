"""What systemd makes of our units, by the rules of its manual pages, is what was meant."""

from __future__ import annotations

import re
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit.reminders.test_crontab import HOSTILE, KEY, paths

from repaycli.reminders.jobs import Job, Unfit, remind_argv
from repaycli.reminders.systemd import is_ours, read_job, service_text, timer_text, unit_name

ESCAPES = {"\\": "\\", '"': '"', "'": "'", "s": " ", "n": "\n", "t": "\t"}


def job(path: str, **changes: object) -> Job:
    made = Job(KEY, time(9, 5), remind_argv(["/opt/my bin/repaycli"], path, 3, True, "en"), (), date(2026, 11, 1))
    return made._replace(**changes)  # type: ignore[arg-type]


def unquoted(line: str) -> list[str]:
    """systemd.syntax(7), Quoting: whole items in quotes, C escapes, unknown ones refused."""
    words, place = [], 0
    while place < len(line):
        if line[place] == " ":
            place += 1
            continue
        assert line[place] == '"', "every word is quoted"
        word, place = "", place + 1
        while line[place] != '"':
            if line[place] == "\\":
                place += 1
                word += ESCAPES[line[place]]
            else:
                word += line[place]
            place += 1
        place += 1
        assert line[place : place + 1] in ("", " "), "the closing quote ends the item"
        words.append(word)
    return words


def specified(word: str) -> str:
    """systemd.unit(5), Specifiers: %% is a percent sign; any other would be replaced."""
    assert re.fullmatch(r"(?:[^%]|%%)*", word)
    return word.replace("%%", "%")


def expanded(word: str) -> str:
    """systemd.service(5), Command lines: $$ is a dollar sign; any other would be replaced."""
    assert re.fullmatch(r"(?:[^$]|\$\$)*", word)
    return word.replace("$$", "$")


def lines(text: str, key: str) -> list[str]:
    return [line.removeprefix(key + "=") for line in text.split("\n") if line.startswith(key + "=")]


@given(paths)
def test_any_path_comes_through(path: str) -> None:
    wanted = job(path, settings=(("XDG_STATE_HOME", path), ("TZ", "Asia/Shanghai")))
    service, timer = service_text(wanted), timer_text(wanted)
    (command,) = lines(service, "ExecStart")
    assert [expanded(specified(word)) for word in unquoted(command)] == list(wanted.argv)
    found = [specified(word) for line in lines(service, "Environment") for word in unquoted(line)]
    assert found == [f"XDG_STATE_HOME={path}", "TZ=Asia/Shanghai"]
    assert read_job(KEY, service, timer) == wanted


@pytest.mark.parametrize("path", HOSTILE[:-1])
def test_hostile_paths_come_through(path: str) -> None:
    (command,) = lines(service_text(job(path)), "ExecStart")
    assert [expanded(specified(word)) for word in unquoted(command)] == list(job(path).argv)


@pytest.mark.parametrize("path", ["/a\nb.toml", "/a\x1bb.toml", "/a\udcffb.toml"])
def test_what_systemd_cannot_read_is_refused(path: str) -> None:
    with pytest.raises(Unfit):
        service_text(job(path))


@pytest.mark.parametrize("program", ["/50%/repaycli", "/$x/repaycli", "/it's/repaycli", '/"/repaycli', "/\\/repaycli"])
def test_a_program_that_systemd_cannot_start_is_refused(program: str) -> None:
    with pytest.raises(Unfit, match="cannot start"):
        service_text(job("/a.toml", argv=(program, "remind")))


def test_the_files_as_they_are() -> None:
    wanted = job("/home/me/50% off.toml")
    assert service_text(wanted) == (
        "# Made by repaycli schedule. To take it away: repaycli schedule remove\n"
        "# since 2026-11-01\n"
        "[Unit]\n"
        "Description=repaycli remind\n"
        "\n"
        "[Service]\n"
        "Type=oneshot\n"
        'ExecStart="/opt/my bin/repaycli" "remind" "--once" "--within" "3" "--notify" "--lang" "en" '
        '"-f" "/home/me/50%% off.toml"\n'
    )
    assert timer_text(wanted) == (
        "# Made by repaycli schedule. To take it away: repaycli schedule remove\n"
        "[Unit]\n"
        "Description=repaycli remind, every day\n"
        "\n"
        "[Timer]\n"
        "OnCalendar=*-*-* 09:05:00\n"
        "Persistent=true\n"
        "\n"
        "[Install]\n"
        "WantedBy=timers.target\n"
    )
    assert unit_name(KEY) == "repaycli-remind-0123456789abcdef"


def test_what_is_ours_is_known_by_its_first_line() -> None:
    text = service_text(job("/a.toml"))
    assert is_ours(text)
    assert not is_ours("\n" + text)
    assert not is_ours("[Unit]\n")


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_can_be_read(service: str, timer: str) -> None:
    assert read_job(KEY, service, timer).key == KEY


def test_without_its_timer_a_service_is_no_job() -> None:
    assert read_job(KEY, service_text(job("/a.toml")), "").argv == ()
