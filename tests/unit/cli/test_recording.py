"""The journal as a file: what it keeps, what is never touched, and what happens when something goes wrong."""

from __future__ import annotations

import fcntl
import io
import os
import stat
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from unit.cli.runner import SMALL, World
from unit.cli.test_pay import LOAN, journal

from repaycli.cli import disk
from repaycli.cli.entry import run
from repaycli.cli.environment import Environment
from repaycli.cli.exit_codes import Locked, NotWritten

OLD = """\
# 我的流水: keep me
[[payment]]   # by hand
account = "花呗"
date = 2026-11-02
amount = 20.00
"""

TORN = OLD + '\n[[payment]]\naccount = "花呗"\ndate = 2026-11-03\nid = "zzz222"\namount = 15'


@pytest.fixture
def home(world: World) -> World:
    world.write(SMALL + LOAN)
    world.today = date(2026, 11, 5)
    return world


def place(world: World) -> Path:
    return world.folder / "accounts.journal.toml"


def test_a_new_journal_is_the_user_s_alone(home: World) -> None:
    home.run("pay", "花呗", "20")
    assert stat.S_IMODE(place(home).stat().st_mode) == 0o600


def test_comments_hand_and_mode_survive(home: World) -> None:
    home.write(OLD, place(home).name).chmod(0o640)
    assert home.run("pay", "花呗", "30").code == 0
    assert place(home).read_text(encoding="utf-8").startswith(OLD + "\n[[payment]]\n")
    assert stat.S_IMODE(place(home).stat().st_mode) == 0o640


def test_a_link_stays_one(home: World) -> None:
    elsewhere = home.write(OLD, "elsewhere/real.toml")
    place(home).symlink_to("elsewhere/real.toml")
    assert home.run("pay", "花呗", "30").code == 0
    assert place(home).is_symlink()
    assert elsewhere.read_text(encoding="utf-8").startswith(OLD)
    elsewhere.write_text(TORN, encoding="utf-8")
    elsewhere.chmod(0o640)
    assert home.run("pay", "花呗", "31", "--yes").code == 0
    assert place(home).is_symlink()
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o640
    assert "# torn: amount = 15\n" in elsewhere.read_text(encoding="utf-8")


def test_the_journal_stands_beside_the_file_that_is_named(home: World) -> None:
    home.write(SMALL, "sub/mine.toml")
    assert home.run("pay", "花呗", "30", "-f", "sub/mine.toml").code == 0
    assert (home.folder / "sub" / "mine.journal.toml").exists()
    assert not place(home).exists()


COMMANDS = [
    ["status"],
    ["compare"],
    ["plan"],
    ["ledger", "--until", "2027-02-01"],
    ["why", "花呗", "2026-12-01"],
    ["whatif", "--skip", "花呗"],
    ["afford", "--amount", "500", "--rate", "0.04%/day", "--months", "3"],
    ["remind"],
    ["check"],
    ["pay", "花呗", "20"],
    ["pay", "花呗", "99999"],
    ["pay", "花呗", "99999", "--yes"],
    ["spend", "花呗", "20"],
    ["balance", "花呗", "2000", "--yes"],
    ["balance", "bank", "2000", "--yes"],
    ["undo", "--yes"],
]


OTHERS = [
    ["status", "--line"],
    ["calendar", "-o", "debts.ics"],
    ["calendar", "-o", "accounts.toml"],
    ["export", "-o", "ledger.csv"],
    ["export", "-o", "accounts.toml", "--format", "csv", "--force"],
    ["import", "accounts.toml"],
    ["schema"],
    ["presets"],
    ["explain", "fraud"],
    ["demo"],
    ["init"],
    ["init", "-f", "accounts.toml"],
    ["demo", "init"],
    ["schedule", "show"],
    ["doctor"],
]


def test_the_accounts_file_never_changes(home: World) -> None:
    path = home.folder / "accounts.toml"
    path.chmod(0o640)
    os.utime(path, ns=(1_000_000_000, 2_000_000_000))
    before = (path.read_bytes(), path.stat().st_mode, path.stat().st_mtime_ns, path.stat().st_ino)
    for torn in (False, True):
        for command in [*COMMANDS, *OTHERS]:
            if torn:
                home.write(TORN, place(home).name)
            assert home.run(*command).code != 1, command
            assert (path.read_bytes(), path.stat().st_mode, path.stat().st_mtime_ns, path.stat().st_ino) == before


def test_ids_do_not_collide(home: World) -> None:
    home.write(SMALL + LOAN + '[[payment]]\nid = "aaaaaa"\naccount = "花呗"\ndate = 2026-11-01\namount = 1\n')
    home.write('[[payment]]\nid = "bbbbbb"\naccount = "花呗"\ndate = 2026-11-02\namount = 2\n', place(home).name)
    home.tokens = iter(["aaaaaa", "bbbbbb", "aaaaaa", "cccccc"])
    assert home.run("pay", "花呗", "20").code == 0
    assert journal(home)["payment"][1]["id"] == "cccccc"


def test_what_another_run_writes_meanwhile_is_looked_at(home: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look and the lock another run takes the id, and pays nearly all that is owed."""
    append = disk.append
    other = '[[payment]]\nid = "aaaaaa"\naccount = "花呗"\ndate = 2026-11-02\namount = 2900\n'

    def late(path: Path, *rest: object, **more: object) -> None:
        path.write_text(other, encoding="utf-8")
        append(path, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(disk, "append", late)
    home.tokens = iter(["aaaaaa", "aaaaaa", "bbbbbb", "bbbbbb"])
    assert home.run("pay", "花呗", "100").code == 0
    assert [each["id"] for each in journal(home)["payment"]] == ["aaaaaa", "bbbbbb"]
    home.tokens = iter(["cccccc", "dddddd"])
    place(home).unlink()
    refused = home.run("pay", "花呗", "101")
    assert refused.code == 2
    assert "another run wrote into accounts.journal.toml meanwhile" in refused.err
    assert place(home).read_text(encoding="utf-8") == other


class TestTorn:
    def test_every_command_tells_it(self, home: World) -> None:
        home.write(TORN, place(home).name)
        for command in COMMANDS:
            if "--yes" in command:
                continue
            result = home.run(*command)
            assert result.code == 3, command
            assert result.err.count("error[") == 1
            assert "torn-journal" in result.err
            assert "amount = 15" in result.err
        assert place(home).read_text(encoding="utf-8") == TORN

    def test_consent_on_a_terminal(self, home: World) -> None:
        home.write(TORN, place(home).name)
        home.asks = True
        declined = home.run("pay", "花呗", "30", stdin=b"n\n")
        assert (declined.code, place(home).read_text(encoding="utf-8")) == (2, TORN)
        assert "amount = 15" in declined.err
        agreed = home.run("pay", "花呗", "30", stdin=b"y\n")
        assert agreed.code == 0
        assert agreed.err.count("[y/N]") == 1
        written = place(home).read_text(encoding="utf-8")
        assert written.startswith(OLD + "\n# torn: [[payment]]\n")
        assert [each["amount"] for each in journal(home)["payment"]] == [20, 30]

    def test_yes_consents_and_tells(self, home: World) -> None:
        home.write(TORN, place(home).name)
        result = home.run("undo", "--yes")
        assert (result.code, "has no id" in result.err) == (2, True)
        result = home.run("balance", "花呗", "2980", "--yes")
        assert result.code == 0
        assert "amount = 15" in result.err

    def test_other_problems_come_first(self, home: World) -> None:
        home.write(TORN.replace("by hand", "by hand\nnot = 1", 1), place(home).name)
        result = home.run("pay", "花呗", "30", "--yes")
        assert result.code == 3
        assert "unknown-key" in result.err
        assert "torn-journal" in result.err

    def test_what_another_run_is_writing_is_not_torn(self, home: World) -> None:
        """A reader that comes upon half an entry waits until the writer's lock is gone."""
        home.write(TORN, place(home).name)
        looked = threading.Event()
        with place(home).open("r+b") as stream:
            fcntl.flock(stream.fileno(), fcntl.LOCK_EX)

            def finish() -> None:
                looked.wait(10)
                stream.seek(0, os.SEEK_END)
                stream.write(b".00\n")
                stream.flush()
                fcntl.flock(stream.fileno(), fcntl.LOCK_UN)

            writer = threading.Thread(target=finish)
            writer.start()
            looked.set()
            assert home.run("status").code == 0
            writer.join()


class TestWhatGoesWrong:
    def attempt(self, home: World, stdout: io.TextIOBase | None) -> tuple[int, str]:
        err = io.StringIO()
        environment = Environment(
            {}, home.folder, None, stdout, err, lambda: home.today, lambda: None, token=lambda: next(home.tokens)
        )  # type: ignore[arg-type]
        return run(["pay", "花呗", "20"], environment), err.getvalue()

    def test_the_answer_cannot_be_shown(self, home: World) -> None:
        class Full(io.StringIO):
            def write(self, text: str) -> int:
                raise OSError(28, "No space left on device")

        for stdout in (None, Full()):
            code, err = self.attempt(home, stdout)
            assert code == 0
            assert err.startswith("recorded: 20.00 to 花呗 on 2026-11-05 (id id")
        assert "No space left on device" in err

    def test_the_reader_went_away(self, home: World) -> None:
        class Gone(io.StringIO):
            def write(self, text: str) -> int:
                raise BrokenPipeError

        code, err = self.attempt(home, Gone())
        assert (code, "recorded: " in err) == (0, True)
        assert len(journal(home)["payment"]) == 1

    def test_a_bug_after_the_entry_stands(self, home: World, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(*_: object) -> None:
            raise RuntimeError("oh")

        monkeypatch.setattr("repaycli.strategies.effects.effect", broken)
        code, err = self.attempt(home, io.StringIO())
        assert code == 1
        assert err.startswith("recorded: ")

    def test_interrupted_after_the_entry_stands(self, home: World, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupted(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("repaycli.strategies.effects.effect", interrupted)
        code, err = self.attempt(home, io.StringIO())
        assert (code, err.startswith("recorded: ")) == (130, True)

    @pytest.mark.parametrize("step", ["write", "fsync"])
    def test_the_disk_refuses(self, home: World, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
        def refuse(*_: object) -> int:
            raise OSError(28, "No space left on device")

        for old in (None, OLD):
            if old:
                home.write(old, place(home).name)
            with monkeypatch.context() as patch:
                patch.setattr(os, step, refuse)
                result = home.run("pay", "花呗", "30")
            assert result.code == 5
            assert "recorded" not in result.out
            assert "No space left on device" in result.err
            assert (place(home).read_text(encoding="utf-8") if place(home).exists() else None) == old

    def test_a_folder_in_its_place(self, home: World) -> None:
        place(home).mkdir()
        assert home.run("pay", "花呗", "30").code == 4


class TestDisk:
    def test_rewrite_holds_the_lock_and_keeps_the_mode(self, tmp_path: Path) -> None:
        path = tmp_path / "file"
        path.write_bytes(b"old")
        path.chmod(0o640)

        def change(content: bytes) -> bytes:
            with path.open("rb") as stream, pytest.raises(BlockingIOError):
                fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            return content + b" and new"

        disk.rewrite(path, "file", change)
        assert path.read_bytes() == b"old and new"
        assert stat.S_IMODE(path.stat().st_mode) == 0o640

    def test_what_stays_the_same_is_not_written(self, tmp_path: Path) -> None:
        path = tmp_path / "file"
        path.write_bytes(b"old")
        before = path.stat()
        disk.rewrite(path, "file", lambda content: content)
        assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)

    def test_it_is_told_when_it_is_written_and_only_then(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        told: list[bytes] = []
        path = tmp_path / "file"
        tell: Callable[[], None] = lambda: told.append(path.read_bytes())  # noqa: E731
        disk.append(path, "file", lambda _: b"one", tell)
        assert told == [b"one"]
        monkeypatch.setattr(os, "write", lambda *_: 1)
        with pytest.raises(NotWritten):
            disk.append(path, "file", lambda _: b"two", tell)
        assert told == [b"one"]

    def test_a_lock_that_is_held(self, tmp_path: Path) -> None:
        path = tmp_path / "file"
        path.write_bytes(b"old")
        with path.open("rb") as stream:
            fcntl.flock(stream.fileno(), fcntl.LOCK_EX)
            with pytest.raises(Locked):
                disk.append(path, "file", lambda _: b"two", patience=0)
        assert path.read_bytes() == b"old"

    def test_a_link_to_nowhere_is_kept_when_nothing_is_written(self, tmp_path: Path) -> None:
        path = tmp_path / "link"
        path.symlink_to("target")

        def refuse(_: bytes) -> bytes:
            raise NotWritten("no")

        with pytest.raises(NotWritten):
            disk.append(path, "link", refuse)
        assert path.is_symlink()
        assert not (tmp_path / "target").exists()
