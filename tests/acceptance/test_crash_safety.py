"""`pay` while the process is killed at each call, and while each call fails: a record is never lost, and never half there.

The whole command line runs in a forked child: it reads the file and its journal, checks the payment against the model,
records it and answers. The short form begins where the journal is opened first; the long one with the first call of all.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from harness import calls, syscalls
from harness.sweep import Sweep, at, flush_failed
from harness.trials import HALF_WRITTEN, Call, Decide, Trial, text_stream
from repaycli.cli.entry import run
from repaycli.cli.environment import Environment

ACCOUNTS = """\
as_of = 2026-11-01

[[wallet]]
name = "bank"
balance = 5000

[[credit_line]]
name = "花呗"
preset = "huabei"
limit = 10000
statement = [{ closed = 2026-11-01, due = 2026-11-10, balance = 3000, minimum = 300, paid = 0 }]
"""

OLD = """\
# mine
[[payment]]
account = "花呗"
date = 2026-11-02
id = "first"
amount = 100.00
"""

TODAY = date(2026, 11, 5)
TRACED = pytest.mark.skipif(bool(syscalls.why_not()), reason=syscalls.why_not())


@dataclass(frozen=True, slots=True)
class Household:
    """A folder with an accounts file, and a journal or none yet."""

    folder: Path
    old: bytes | None
    way: str

    @property
    def accounts(self) -> Path:
        return self.folder / "accounts.toml"

    @property
    def journal(self) -> Path:
        return self.folder / "accounts.journal.toml"

    def prepare(self) -> None:
        for path in self.folder.iterdir():
            path.unlink()
        self.accounts.write_text(ACCOUNTS, encoding="utf-8")
        if self.old is not None:
            self.journal.write_bytes(self.old)

    def content(self) -> bytes | None:
        return self.journal.read_bytes() if self.journal.exists() else None

    def sweep(self, whole: bool) -> Sweep:
        def begins(call: Call) -> bool:
            return whole or call.file == str(self.journal)

        if self.way == "calls":
            return Sweep(calls.run, self.pay, self.prepare, begins, retries=False)
        return Sweep(syscalls.run, self.pay, self.prepare, begins)

    def pay(self, token: str = "aaaaaa") -> int:
        """Record a payment in this process; stdout and stderr are the streams 1 and 2."""
        environment = Environment(
            env={},
            folder=self.folder,
            stdin=None,
            stdout=text_stream(1),
            stderr=text_stream(2),
            today=lambda: TODAY,
            config_folder=lambda: None,
            token=lambda: token,
        )
        with suppress(ValueError, OSError):
            return run(["pay", "花呗", "300.00"], environment)
        return 98

    def ask(self, *argv: str) -> tuple[int, str]:
        """Run a command outside of any trial; return its exit code and all that it wrote."""
        said = io.StringIO()
        environment = Environment(
            {}, self.folder, None, said, said, lambda: TODAY, lambda: None, token=lambda: "bbbbbb"
        )
        return run(argv, environment), said.getvalue()


@pytest.fixture(params=["new", "existing"])
def old(request: pytest.FixtureRequest) -> bytes | None:
    return None if request.param == "new" else OLD.encode()


# Where system calls can be traced, the other way sees nothing more.
PORTABLE = [pytest.mark.long] if not syscalls.why_not() else []


@pytest.fixture(params=[pytest.param("syscalls", marks=TRACED), pytest.param("calls", marks=PORTABLE)])
def household(request: pytest.FixtureRequest, tmp_path: Path, old: bytes | None) -> Household:
    found = Household(tmp_path, old, request.param)
    found.prepare()
    found.ask("pay", "花呗", "300.00")  # every module is imported before the first child is forked
    return found


def recorded(household: Household) -> bytes:
    """Return the journal as a run leaves it that nothing disturbs; it must be the old one and a whole entry."""
    trial = household.sweep(whole=True).undisturbed()
    new, old = household.content() or b"", household.old or b""
    assert trial.exit_code == 0, trial
    assert b"recorded" in trial.out, trial
    assert new.startswith(old), trial
    assert new[len(old) :].count(b"[[payment]]") == 1
    assert b"aaaaaa" in new
    return new


def assert_old_or_new(household: Household, new: bytes, trial: Trial) -> bytes | None:
    """Assert what holds whatever happened; return what the journal holds."""
    now = household.content()
    assert now in (household.old, household.old or b"", new), trial
    if b"recorded" in trial.out or b"recorded:" in trial.err or trial.exit_code == 0:
        assert now == new, trial
    if b"nothing was" in trial.err:
        assert now != new, trial
    if flush_failed(trial):
        assert b"recorded" not in trial.out, trial
    left = [path.name for path in household.folder.iterdir()]
    assert sorted(left) == sorted({"accounts.toml", *([household.journal.name] if now is not None else [])}), trial
    assert household.accounts.read_text(encoding="utf-8") == ACCOUNTS
    return now


def assert_next_is_recorded(household: Household, trial: Trial) -> None:
    """Assert that the next payment is recorded as if nothing had happened, and that the journal is sound."""
    now = household.content() or b""
    assert household.ask("check")[0] == 0, trial
    assert household.ask("pay", "花呗", "20.00")[0] == 0, trial
    later = household.content() or b""
    assert later.startswith(now), trial
    assert b"bbbbbb" in later[len(now) :], trial
    assert household.ask("check")[0] == 0, trial


def assert_all(household: Household, trials: Iterator[Trial], least: int) -> None:
    """Assert what holds after each trial; a next run sees the files alone, so one for each content is enough."""
    new = recorded(household)
    seen: set[bytes | None] = set()
    count = 0
    for trial in trials:
        now = assert_old_or_new(household, new, trial)
        if now not in seen:
            assert_next_is_recorded(household, trial)
            seen.add(now)
        count += 1
    assert count > least
    assert {household.old, new} <= seen


def test_a_kill_at_any_call_from_the_journal_on(household: Household) -> None:
    assert_all(household, household.sweep(whole=False).kills(), 8)


def test_a_failure_of_any_call_from_the_journal_on(household: Household) -> None:
    assert_all(household, household.sweep(whole=False).failures(), 20)


@pytest.mark.long
def test_a_kill_at_any_call_of_all(household: Household) -> None:
    assert_all(household, household.sweep(whole=True).kills(), 8)


@pytest.mark.long
def test_a_failure_of_any_call_of_all(household: Household) -> None:
    assert_all(household, household.sweep(whole=True).failures(), 20)


def half_written(household: Household) -> Decide:
    return at(0, HALF_WRITTEN, lambda call: call.name == "write" and call.file == str(household.journal))


def test_a_kill_after_half_a_write_leaves_a_torn_tail_which_is_told(household: Household) -> None:
    """Between a write that came out short and its taking back nothing can help against a kill.

    The journal then begins with all of the old one; behind that stands a piece of the entry. Every command tells it, and
    none takes it for something else; it becomes a comment when the user agrees, and the next payment is recorded.
    """
    new = recorded(household)
    torn = 0
    for trial in household.sweep(whole=False).kills_after(lambda: half_written(household)):
        assert b"recorded" not in trial.out, trial
        now = household.content()
        if now in (household.old, household.old or b"", new):
            continue
        torn += 1
        assert now is not None
        assert new.startswith(now), trial
        assert now.startswith(household.old or b""), trial
        for command in ("status", "check"):
            code, said = household.ask(command)
            assert (code, "torn-journal" in said) == (3, True), said
        assert household.ask("pay", "花呗", "20.00")[0] == 3
        assert household.content() == now
        assert household.ask("pay", "花呗", "20.00", "--yes")[0] == 0
        assert household.ask("check")[0] == 0
        assert b"bbbbbb" in (household.content() or b"")
    assert torn > 0


def test_recorded_is_said_only_when_it_is_on_the_disk(household: Household) -> None:
    """Power may fail at any time, and takes what was not flushed: the journal's content, and its entry in the folder."""
    trial = household.sweep(whole=True).undisturbed()

    def places(name: str, file: Any) -> list[int]:
        return [call.place for call in trial.calls if call.name == name and call.file == os.fspath(file)]

    (written,) = places("write", household.journal)
    (flushed,) = places("fsync", household.journal)
    (folder_flushed,) = places("fsync", household.folder)
    told = places("write", "<stdout>")
    assert written < flushed < told[0]
    assert written < folder_flushed < told[0]
