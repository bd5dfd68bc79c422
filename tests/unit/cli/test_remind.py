"""`remind`: what it says, what it remembers, where it goes when something fails."""

from __future__ import annotations

import io
import json
import os
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from unit.cli.runner import Result, World

from repaycli.cli.entry import run as run_program
from repaycli.cli.environment import Environment
from repaycli.cli.straight import understand
from repaycli.reminders.said import state_name

HOME = """\
as_of = 2026-11-01

[[wallet]]
name = "bank"
balance = 900

[[income]]
name = "salary"
amount = 9000
first = 2026-11-25
every = "month"

[[credit_line]]
name = "花呗"
preset = "huabei"
limit = 10000
statement = [{ closed = 2026-11-01, due = 2026-11-10, balance = 3000, minimum = 300, paid = 0 }]

[[loan]]
name = "借呗"
preset = "jiebei"
principal = 6000
daily_rate = "0.05%"
instalments = 6
next_due = 2026-11-20
interest_from = 2026-10-20
autopay = true
"""

DUE = "花呗: at least 300.00 due on 2026-11-10, in 2 days; in full 3,000.00\n"
DUE_SAID = "花呗: at least 300.00 due on 10 Nov, in 2 days; in full 3,000.00\n"
SHORT = "will be missing on 2026-11-20 for 借呗"
UNCONFIRMED = "花呗: was 300.00 or more paid for 2026-11-10?"


@pytest.fixture
def home(world: World, tmp_path: Path) -> World:
    world.write(HOME)
    world.state = tmp_path / "state" / "repaycli"
    return world


def on(home: World, day: str, *options: str, env: dict[str, str] | None = None) -> Result:
    home.today = date.fromisoformat(day)
    return home.run("remind", *options, env=env)


def memory(home: World) -> Path:
    assert home.state is not None
    return home.state / state_name((home.folder / "accounts.toml").resolve())


# -- what it says --------------------------------------------------------------------------------------------------------


def test_silent_when_nothing_needs_the_user(home: World) -> None:
    home.write(HOME.replace("balance = 900", "balance = 90000"))
    assert on(home, "2026-11-02") == Result(0, "", "")


def test_one_line_for_each_thing_the_most_urgent_first(home: World) -> None:
    found = on(home, "2026-11-08")
    lines = found.out.splitlines(keepends=True)
    assert (found.code, found.err, len(lines)) == (0, "", 2)
    assert SHORT in lines[0]
    assert lines[1] == DUE


def test_within(home: World) -> None:
    assert "花呗" not in on(home, "2026-11-08", "--within", "1").out
    assert "花呗" in on(home, "2026-11-09", "--within", "1").out


def test_unconfirmed_is_asked_for_with_the_command_that_answers(home: World) -> None:
    said = on(home, "2026-11-11").out
    assert UNCONFIRMED in said
    assert "repaycli pay 花呗 300.00 --date 2026-11-10" in said


def test_nothing_is_cut_on_a_narrow_terminal(home: World) -> None:
    home.is_terminal, home.width = True, 40
    said = on(home, "2026-11-08").out
    assert all(len(line) <= 40 for line in said.splitlines())
    for whole in ("300.00", "10 Nov", "3,000.00"):
        assert whole in said


def test_json_is_an_object_even_when_there_is_nothing(home: World) -> None:
    found = json.loads(on(home, "2026-11-08", "--json").out)
    assert (found["schema_version"], found["as_of"], found["currency"]) == (1, "2026-11-08", "CNY")
    due = next(item for item in found["items"] if item["kind"] == "due")
    assert due == {
        "kind": "due",
        "date": "2026-11-10",
        "account": "花呗",
        "amount": "3000.00",
        "minimum": "300.00",
        "days": 2,
        "accounts": ["花呗"],
        "from": [],
        "expected": False,
        "message": DUE.rstrip("\n"),
    }
    home.write(HOME.replace("balance = 900", "balance = 90000"))
    assert json.loads(on(home, "2026-11-02", "--json").out)["items"] == []


def test_plain_is_tab_separated(home: World) -> None:
    header, *rows = on(home, "2026-11-08", "--plain").out.splitlines()
    assert header.split("\t") == ["kind", "date", "account", "amount", "minimum", "days", "message"]
    assert [row.split("\t")[:5] for row in rows][1] == ["due", "2026-11-10", "花呗", "3000.00", "300.00"]


def test_chinese(home: World) -> None:
    assert "花呗：2026-11-10（2 天后）最低应还 300.00，全额 3,000.00\n" in on(home, "2026-11-08", "--lang", "zh").out


@pytest.mark.parametrize(
    ("day", "wallet", "code"),
    [("2026-11-02", 90000, 0), ("2026-11-08", 90000, 10), ("2026-11-08", 900, 12), ("2026-11-11", 900, 11)],
)
def test_exit_code(home: World, day: str, wallet: int, code: int) -> None:
    home.write(HOME.replace("balance = 900", f"balance = {wallet}"))
    assert on(home, day, "--exit-code").code == code
    assert on(home, day).code == 0


def test_exit_code_speaks_of_today_even_when_it_was_said_already(home: World) -> None:
    assert on(home, "2026-11-08", "--once", "--exit-code").code == 12
    again = on(home, "2026-11-08", "--once", "--exit-code")
    assert (again.code, again.out) == (12, "")


def test_debug_names_the_time_zone(home: World) -> None:
    assert "today is 2026-11-08, the date in CST +0800" in on(home, "2026-11-08", "--debug").err


def test_within_has_bounds(home: World) -> None:
    found = on(home, "2026-11-08", "--within", "367")
    assert found.code == 2
    assert "--within: 367 is not between 0 and 366" in found.err


# -- once ----------------------------------------------------------------------------------------------------------------


def test_said_once_a_day(home: World) -> None:
    assert DUE in on(home, "2026-11-08", "--once").out
    assert on(home, "2026-11-08", "--once").out == ""
    assert "tomorrow" in on(home, "2026-11-09", "--once").out


def test_said_again_on_the_same_day_when_it_got_worse(home: World) -> None:
    on(home, "2026-11-08", "--once")
    home.write(HOME.replace("balance = 900", "balance = 700"))
    said = on(home, "2026-11-08", "--once").out
    assert SHORT in said
    assert "花呗" not in said


def test_a_clock_set_back_neither_repeats_nor_loses(home: World) -> None:
    on(home, "2026-11-09", "--once")
    assert "花呗" not in on(home, "2026-11-08", "--once").out  # said on the ninth, which lies ahead now
    assert "花呗" not in on(home, "2026-11-09", "--once").out  # and again the ninth
    assert "today" in on(home, "2026-11-10", "--once").out


def test_a_clock_that_was_years_ahead_costs_nothing(home: World) -> None:
    on(home, "2026-11-08", "--once")
    on(home, "2031-01-01", "--once")
    assert "tomorrow" in on(home, "2026-11-09", "--once").out


def test_after_days_off_what_was_missed_is_named(home: World) -> None:
    home.write(HOME.replace("balance = 900", "balance = 90000"))
    on(home, "2026-11-05", "--once")
    said = on(home, "2026-11-22", "--once").out
    assert UNCONFIRMED in said
    assert "fell due on 2026-11-20, when no reminder ran; autopay from bank" in said
    assert "fell due" not in on(home, "2026-11-23", "--once").out


def test_the_memory_is_private_and_keeps_what_is_not_ours(home: World) -> None:
    on(home, "2026-11-08", "--once")
    path = memory(home)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    body = json.loads(path.read_text())
    assert (body["last_run"], body["file"]) == ("2026-11-08", str((home.folder / "accounts.toml").resolve()))
    path.write_text(json.dumps({**body, "mine": [1]}))
    path.chmod(0o640)
    real = path.with_name("elsewhere.json")
    path.rename(real)
    path.symlink_to(real)
    on(home, "2026-11-09", "--once")
    assert path.is_symlink()
    assert json.loads(real.read_text())["mine"] == [1]
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_another_accounts_file_has_a_memory_of_its_own(home: World) -> None:
    on(home, "2026-11-08", "--once")
    home.write(HOME, "second.toml")
    assert DUE in on(home, "2026-11-08", "--once", "-f", "second.toml").out


@pytest.mark.parametrize("content", [b"", b"\0\0\0", b"  \n"])
def test_an_emptied_memory_is_a_new_one(home: World, content: bytes) -> None:
    on(home, "2026-11-08", "--once")
    memory(home).write_bytes(content)
    assert DUE in on(home, "2026-11-08", "--once").out
    assert on(home, "2026-11-08", "--once") == Result(0, "", "")


@pytest.mark.parametrize(
    "content", [b"{", b"[]", b'{"version": 2}', b"\xff", b'{"version":1,"last_run":"x","said":{}}', b"[" * 9999]
)
def test_a_memory_that_is_not_ours_is_left_alone_and_nothing_is_lost(home: World, content: bytes) -> None:
    on(home, "2026-11-08", "--once")
    memory(home).write_bytes(content)
    for _ in range(2):
        found = on(home, "2026-11-08", "--once")
        assert DUE in found.out
        assert found.code == 5
        assert "the same may be said again" in found.err
    assert memory(home).read_bytes() == content


def test_no_place_for_the_memory(home: World) -> None:
    assert home.state is not None
    home.state.parent.write_text("a file where the folder should be")
    found = on(home, "2026-11-08", "--once")
    assert (found.code, DUE in found.out) == (5, True)
    home.state = None
    found = on(home, "2026-11-08", "--once")
    assert (found.code, DUE in found.out) == (5, True)
    assert "there is no folder for it" in found.err


def test_once_needs_a_file(home: World) -> None:
    found = home.run("remind", "--once", "-f", "-", stdin=HOME.encode())
    assert (found.code, found.out) == (2, "")


# -- where it goes -------------------------------------------------------------------------------------------------------


def closed(home: World, *argv: str) -> tuple[int, str]:
    err = io.StringIO()
    environment = Environment(
        {}, home.folder, None, None, err, lambda: home.today, lambda: None, state_folder=lambda: home.state
    )
    return run_program(argv, environment), err.getvalue()


def test_a_closed_output_loses_nothing(home: World) -> None:
    home.today = date(2026, 11, 8)
    code, said = closed(home, "remind", "--once")
    assert code == 5
    assert DUE in said
    assert "the standard output is closed" in said
    assert DUE in on(home, "2026-11-08", "--once").out  # it was not noted as said


def test_a_closed_output_does_not_matter_when_there_is_nothing_to_say(home: World) -> None:
    home.write(HOME.replace("balance = 900", "balance = 90000"))
    home.today = date(2026, 11, 2)
    assert closed(home, "remind", "--once") == (0, "")


def fake(folder: Path, script: str) -> dict[str, str]:
    """Put a notifier of our own on a PATH; it notes its arguments in the file `said`."""
    folder.mkdir(exist_ok=True)
    program = folder / "notify-send"
    program.write_text(f"#!{sys.executable}\nimport sys\n{script}\n")
    program.chmod(0o755)
    return {"PATH": str(folder)}


@pytest.fixture
def linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("repaycli.reminders.notifier.find_notifier.__defaults__", ("linux",))


@pytest.mark.usefixtures("linux")
def test_notify(home: World, tmp_path: Path) -> None:
    said = tmp_path / "said"
    env = fake(tmp_path / "bin", f"open({str(said)!r}, 'w').write(chr(0).join(sys.argv[1:]))")
    assert on(home, "2026-11-08", "--notify", env=env) == Result(0, "", "")
    options, _, words = said.read_text().partition("\0--\0")
    assert options.split("\0") == ["--app-name=repaycli", "--urgency=normal"]
    title, body = words.split("\0")
    assert title == "repaycli: 2 things need you"
    assert DUE_SAID.rstrip("\n") in body


@pytest.mark.usefixtures("linux")
def test_notify_is_not_called_when_there_is_nothing_to_say(home: World, tmp_path: Path) -> None:
    home.write(HOME.replace("balance = 900", "balance = 90000"))
    env = fake(tmp_path / "bin", "sys.exit('called')")
    assert on(home, "2026-11-02", "--notify", env=env) == Result(0, "", "")


@pytest.mark.usefixtures("linux")
@pytest.mark.parametrize("script", ["sys.exit('no bus')", "import os; os.kill(os.getpid(), 9)"])
def test_a_notifier_that_fails_leaves_the_words_on_the_output(home: World, tmp_path: Path, script: str) -> None:
    found = on(home, "2026-11-08", "--notify", env=fake(tmp_path / "bin", script))
    assert found.code == 7
    assert DUE_SAID in found.out
    assert "notify-send failed" in found.err


def test_no_notifier(home: World, tmp_path: Path) -> None:
    found = on(home, "2026-11-08", "--notify", "--once", env={"PATH": str(tmp_path)})
    assert found.code == 7
    assert DUE_SAID in found.out
    assert "no notifier is installed" in found.err
    assert on(home, "2026-11-08", "--once").out == ""  # it was said


@pytest.mark.usefixtures("linux")
def test_a_broken_file_is_notified_too(home: World, tmp_path: Path) -> None:
    said = tmp_path / "said"
    env = fake(tmp_path / "bin", f"open({str(said)!r}, 'w').write(sys.argv[-2] + '|' + sys.argv[-1])")
    home.write(HOME.replace("limit = 10000", "limit = lots"))
    found = on(home, "2026-11-08", "--notify", env=env)
    assert found.code == 3
    assert said.read_text() == "repaycli could not remind you|the accounts file has problems"


# -- the two ways in -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--within", "30"),
        ("-f", "accounts.toml"),
        ("--exit-code",),
        ("--lang", "zh"),
        ("-s", "minimum", "--as-of", "2026-11-12"),
        ("--strategy", "nonsense"),
        ("--as-of", "2026-13-01"),
        ("-f", "missing.toml"),
        ("--once", "--quiet"),
    ],
)
def test_both_ways_say_the_same(home: World, words: tuple[str, ...]) -> None:
    home.today = date(2026, 11, 8)
    assert understand(["remind", *words]) is not None
    quick = home.run("remind", *words)
    if home.state is not None and memory(home).exists():
        memory(home).unlink()
    parsed = home.run(
        "--no-color", "remind", *words
    )  # an option before the command's name is not one of the plain forms
    assert understand(["--no-color", "remind", *words]) is None
    assert quick == parsed


@pytest.mark.parametrize(
    "words",
    [("--help",), ("--json",), ("--within", "x"), ("--within",), ("--once", "--once"), ("-f", ""), ("extra",), ("--",)],
)
def test_what_is_not_plain_goes_to_the_parser(words: tuple[str, ...]) -> None:
    assert understand(["remind", *words]) is None


def test_a_silent_reminder_loads_nothing_heavy(home: World) -> None:
    home.write(HOME.replace("balance = 900", "balance = 90000"))
    script = (
        "import sys\n"
        "from repaycli.cli.entry import run\n"
        "from repaycli.cli.environment import of_this_process\n"
        "code = run(['remind', '-f', 'accounts.toml', '--as-of', '2026-11-02'], of_this_process())\n"
        "heavy = ('rich', 'numpy', 'icalendar', 'typer', 'dateutil', 'platformdirs', 'json', 'repaycli.present.remind')\n"
        "print(code, [name for name in heavy if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=home.folder,
        env={"PATH": os.defpath},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("0 []\n", "")


# -- what it must not say ------------------------------------------------------------------------------------------------


def test_every_command_can_be_pasted_into_a_shell(home: World) -> None:
    home.write(HOME.replace("花呗", "$(touch x) `id`"))
    asked = on(home, "2026-11-11").out
    assert "repaycli pay '$(touch x) `id`' 300.00 --date 2026-11-10" in asked
    home.write(HOME.replace("花呗", "my card"))
    checked = on(home, "2026-12-02").out
    assert "repaycli balance 'my card' FIGURE" in checked


def test_a_command_names_the_file_that_was_named(home: World) -> None:
    home.write(HOME, "mum's.toml")
    assert (
        """repaycli pay 花呗 300.00 --date 2026-11-10 -f "mum's.toml";"""
        in on(home, "2026-11-11", "-f", "mum's.toml").out
    )


def test_a_command_stays_whole_on_a_narrow_terminal(home: World) -> None:
    home.is_terminal, home.width = True, 40
    assert "\n  repaycli pay 花呗 300.00 --date 2026-11-10\n" in on(home, "2026-11-11").out


GRACE = """\
as_of = 2026-11-01

[[wallet]]
name = "bank"
balance = 100

[[loan]]
name = "small"
principal = 300
daily_rate = "0%"
repayment = "equal-principal"
instalments = 2
next_due = 2026-11-10
interest_from = 2026-10-10
grace_days = 3
autopay = true
"""


def test_in_the_grace_days_autopay_promises_nothing(home: World) -> None:
    home.write(GRACE)
    said = on(home, "2026-11-11", "--exit-code")
    assert "small: 50.00 of 2026-11-10 is still missing; paid by 2026-11-13 it counts as in time\n" in said.out
    assert "autopay" not in said.out
    assert said.code in (10, 12)


def test_in_the_grace_days_nothing_is_called_past_due(home: World) -> None:
    home.write(GRACE.replace("autopay = true", ""))
    said = on(home, "2026-11-11", "--exit-code")
    assert "if not, pay it by 2026-11-13\n" in said.out
    assert said.code != 11
    assert on(home, "2026-11-14", "--exit-code").code == 11


def test_what_the_file_says_of_a_due_before_it_is_not_asked_for(home: World) -> None:
    home.write(HOME.replace("closed = 2026-11-01, due = 2026-11-10", "closed = 2026-10-01, due = 2026-10-31"))
    said = on(home, "2026-11-02").out
    assert "was 300.00 or more paid" not in said
    assert "past due since 2026-10-31" in said


def test_many_unconfirmed_dues_are_asked_from_the_oldest_on(home: World) -> None:
    home.write(GRACE.replace("instalments = 2", 'instalments = 6\nevery = "week"').replace("autopay = true", ""))
    said = on(home, "2026-12-03").out
    assert "pay small 50.00 --date 2026-11-10; if not, 150.00 is past due; 3 dues after it, up to 2026-12-01" in said


def test_a_coupon_that_cannot_be_used_is_not_told(home: World) -> None:
    coupon = 'coupon = [{ amount = 5, until = 2026-11-12, needs = "overdue-repaid" }]\n'
    home.write(GRACE + coupon)
    assert "coupon" not in on(home, "2026-11-08").out
    home.write(GRACE + coupon.replace("overdue-repaid", "on-time"))
    assert "coupon" in on(home, "2026-11-08").out
    home.write(GRACE + coupon.replace('needs = "overdue-repaid"', "minimum_payment = 1000"))
    assert "coupon" not in on(home, "2026-11-08").out


def test_a_pipe_in_place_of_the_memory_does_not_hang(home: World) -> None:
    path = memory(home)
    path.parent.mkdir(parents=True)
    os.mkfifo(path)
    found = on(home, "2026-11-08", "--once")
    assert (found.code, DUE in found.out) == (5, True)


def test_a_level_beyond_numbers_loses_nothing(home: World) -> None:
    on(home, "2026-11-08", "--once")
    memory(home).write_text(
        '{"version":1,"last_run":"2026-11-08","said":{"due\\tA\\t2026-01-20":{"2026-11-08":[1e400]}}}'
    )
    assert DUE in on(home, "2026-11-08", "--once").out
