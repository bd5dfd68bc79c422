"""A crontab around our block stays as it is, and the line in it is read by every cron as it was meant."""

from __future__ import annotations

import re
import shlex
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repaycli.reminders.crontab import LONGEST_COMMAND, blocks, cron_line, jobs, with_job, without_job
from repaycli.reminders.jobs import Job, Unfit, remind_argv

KEY, OTHER = "0123456789abcdef", "fedcba9876543210"
ARGV = ("/opt/bin/repaycli", "remind", "--once", "--lang", "zh", "-f", "/home/me/账单/accounts.toml")
JOB = Job(KEY, time(9, 0), ARGV, (("TZ", "Asia/Shanghai"),), date(2026, 11, 1))

HOSTILE = [
    "/plain/accounts.toml",
    '/with space/it\'s "quoted".toml',
    "/50% off/%/%%.toml",
    "/back\\slash\\\\two\\\\\\three/\\%/\\",
    "/$HOME/${HOME}/$(id)/`id`/;&|#!~*?[x].toml",
    "/花呗/借呗🌸 .toml",
    "/-f/--notify/=x=.toml",
    "/broken\udcff\udcfebytes.toml",
]

lines = st.one_of(
    st.binary(max_size=30),
    st.sampled_from(
        [b"MAILTO=me", b"# note\r", b"*/5 * * * * echo 50\\% | x", b"\xff\xfe\x00", b"", b"# >>> repaycli >>>", b"\r"]
    ),
)
tables = st.builds(
    lambda parts, end: b"\n".join(parts) + end, st.lists(lines, max_size=6), st.sampled_from([b"", b"\n"])
)
paths = st.text(
    st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\\%'\" $"), min_size=1, max_size=40
).map(lambda text: "/" + text)


def to_shell(command: str, cron: str) -> str:
    r"""Do to a command what a cron does before the shell sees it.

    Vixie's and Debian's: `\%` and `\\` lose the backslash. cronie's: `\%` alone. BusyBox's and dcron's: nothing.
    A bare % would end the command, everywhere but in the last.
    """
    if cron == "busybox":
        return command
    out, place = "", 0
    while place < len(command):
        char, following = command[place], command[place + 1 : place + 2]
        if char == "\\" and following:
            loses = following == "%" or (following == "\\" and cron == "vixie")
            out += following if loses else char + following
            place += 2
            continue
        assert char != "%", "the command ends here"
        out += char
        place += 1
    return out


def command_of(line: str) -> str:
    found = re.fullmatch(r"0 9 \* \* \* (.*)", line, re.DOTALL)
    assert found
    return found[1]


@pytest.mark.parametrize("cron", ["vixie", "cronie", "busybox"])
@pytest.mark.parametrize("path", HOSTILE)
def test_every_cron_hands_on_the_same_words(path: str, cron: str) -> None:
    job = JOB._replace(
        argv=remind_argv([path + "/bin/repaycli"], path, 3, True, "en"), settings=(("XDG_STATE_HOME", path),)
    )
    assert shlex.split(to_shell(command_of(cron_line(job)), cron)) == [f"XDG_STATE_HOME={path}", *job.argv]


@given(paths, st.sampled_from(["vixie", "cronie", "busybox"]))
def test_any_path_comes_through(path: str, cron: str) -> None:
    job = JOB._replace(argv=remind_argv(["/bin/repaycli"], path, None, False, "en"), settings=())
    assert shlex.split(to_shell(command_of(cron_line(job)), cron)) == list(job.argv)
    (found,) = jobs(with_job(b"", job))
    assert found == job
    assert found.file == path


@pytest.mark.parametrize("char", ["\n", "\r", "\t", "\0", "\x1b", "\x7f", "\x85"])
def test_control_characters_are_refused(char: str) -> None:
    with pytest.raises(Unfit, match="control character"):
        with_job(b"", JOB._replace(argv=(*ARGV[:-1], f"/a{char}b.toml")))


def test_a_command_that_cron_would_cut_is_refused() -> None:
    rest = len(command_of(cron_line(JOB._replace(settings=(), argv=(*ARGV[:-1], "/")))))
    fits = JOB._replace(settings=(), argv=(*ARGV[:-1], "/" + "a" * (LONGEST_COMMAND - rest)))
    assert len(command_of(cron_line(fits))) == 998
    with pytest.raises(Unfit, match="999 bytes"):
        cron_line(fits._replace(argv=(*fits.argv[:-1], fits.argv[-1] + "a")))


@given(tables)
def test_what_is_put_in_can_be_taken_out_without_a_trace(table: bytes) -> None:
    once = with_job(table, JOB)
    assert once.startswith(table)
    assert with_job(once, JOB) == once
    assert without_job(once, KEY) == table
    later = with_job(once, JOB._replace(at=time(18, 30)))
    assert later.count(b"30 18 * * * ") == table.count(b"30 18 * * * ") + 1
    assert [job.at for job in jobs(later)] == [time(18, 30)]
    assert without_job(later, KEY) == table


@given(tables, tables)
def test_what_others_add_below_stays(table: bytes, below: bytes) -> None:
    grown = with_job(table, JOB) + below
    changed = with_job(grown, JOB._replace(at=time(7, 0)))
    assert changed.endswith(below)
    left = without_job(changed, KEY)
    assert left.startswith(table)
    assert left.endswith(below)
    assert left[len(table) : len(left) - len(below)] in (b"", b"\n")
    assert table.endswith(b"\n") or not table or not below or left[len(table) :].startswith(b"\n")


@given(tables)
def test_several_files_each_have_a_block(table: bytes) -> None:
    other = JOB._replace(key=OTHER, at=time(20, 15))
    both = with_job(with_job(table, JOB), other)
    assert [(job.key, job.at) for job in jobs(both)] == [(KEY, time(9, 0)), (OTHER, time(20, 15))]
    assert without_job(both, OTHER) == with_job(table, JOB)
    assert without_job(without_job(both, OTHER), KEY) == table
    assert without_job(table, KEY) == table


WHOLE = with_job(b"# mine\n", JOB)
BEGIN, SINCE, LINE, END = WHOLE.splitlines(keepends=True)[1:]


def test_the_block_as_it_stands_in_the_crontab() -> None:
    assert WHOLE.decode() == (
        "# mine\n"
        "# >>> repaycli 0123456789abcdef: do not edit between these lines >>>\n"
        "# since 2026-11-01\n"
        "0 9 * * * TZ=Asia/Shanghai /opt/bin/repaycli remind --once --lang zh -f '/home/me/账单/accounts.toml'\n"
        "# <<< repaycli 0123456789abcdef <<<\n"
    )


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (b"x\n" + BEGIN + LINE, "line 2 of the crontab is one half"),
        (LINE + END, "line 2 of the crontab is one half"),
        (BEGIN + LINE + BEGIN + END, "line 1 of the crontab is one half"),
        (BEGIN + LINE + END.replace(KEY.encode(), OTHER.encode()), "line 3 of the crontab is one half"),
        (WHOLE + WHOLE, "twice"),
    ],
    ids=["no end", "no begin", "begun twice", "another's end", "doubled"],
)
def test_a_broken_block_is_refused(table: bytes, said: str) -> None:
    for change in (lambda: with_job(table, JOB), lambda: without_job(table, KEY), lambda: blocks(table)):
        with pytest.raises(Unfit, match=said):
            change()


def test_a_line_changed_by_hand_is_still_read() -> None:
    later = WHOLE.replace(b"0 9 * * *", b"45 23 * * *")
    assert jobs(later) == [JOB._replace(at=time(23, 45))]


@pytest.mark.parametrize(
    "line", [b"", b"# off\n", b"@daily x\n", b"0 9 * * 1 x\n", b"99 9 * * * x\n", b"0 9 * * * 'x\n"]
)
def test_a_line_that_is_not_ours_any_more_has_no_words(line: bytes) -> None:
    (found,) = jobs(BEGIN + line + END)
    assert (found.key, found.argv) == (KEY, ())


def test_a_block_with_other_line_ends_is_replaced() -> None:
    turned = WHOLE.replace(b"\n", b"\r\n")
    assert without_job(turned, KEY) == b"# mine\r\n"
