"""Doctor: the accounts file, its journal, and the folder where it is kept what was said already."""

import fcntl
import os
import stat
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from repaycli.cli.exit_codes import ExitCode
from repaycli.cli.files import journal_beside
from repaycli.cli.reasons import reason
from repaycli.cli.session import Session
from repaycli.core.problems import Severity
from repaycli.locale import tr, trn
from repaycli.present.doctor import Finding
from repaycli.present.problems import next_command

if TYPE_CHECKING:
    from repaycli.cli.doctor_reminders import Seen

_OTHERS = 0o077


def check_file(session: Session) -> Iterator[Finding]:
    """Find, read and understand the accounts file; raises NoFile."""
    household, problems, name, _ = session.load()
    help_ = next_command("check", name)
    if household is None:
        errors = sum(problem.severity is Severity.ERROR for problem in problems)
        said = trn("{file}: {count} error", "{file}: {count} errors", errors, file=name)
        yield Finding("file", "problem", said, help_, ExitCode.PROBLEMS)
    elif problems:
        said = trn("{file}: {count} warning", "{file}: {count} warnings", len(problems), file=name)
        yield Finding("file", "warning", said, help_)
    else:
        yield Finding("file", "ok", tr("{file} is sound; balances of {as_of}", file=name, as_of=household.as_of))


def check_journal(seen: "Seen") -> Iterator[Finding]:
    """Look whether entries can be added to the journal, and whether the last one is whole."""
    if seen.path is None:
        yield Finding("journal", "ok", tr("none, as there is no accounts file"))
        return
    path = journal_beside(seen.path)
    if not path.exists():
        if os.access(path.parent, os.W_OK | os.X_OK):
            yield Finding("journal", "ok", tr("none yet; the first entry makes it"))
        else:
            said = tr("none yet, and its folder may not be written: {folder}", folder=str(path.parent))
            yield Finding("journal", "problem", said, tr("See to its permissions."), ExitCode.NOT_WRITTEN)
        return
    with _opened(path) as descriptor:
        mode = os.fstat(descriptor).st_mode
        if not stat.S_ISREG(mode):
            yield Finding(
                "journal", "problem", tr("{file} is no plain file", file=str(path)), code=ExitCode.NOT_WRITTEN
            )
            return
        if not _is_whole(descriptor):
            said = tr("{file}: the last entry is torn", file=str(path))
            yield Finding("journal", "problem", said, next_command("check", str(seen.path)), ExitCode.PROBLEMS)
            return
        if said := _unlocked(descriptor):
            yield Finding("journal", "warning", said)
        elif mode & _OTHERS:
            said = tr("others may read or write it: mode {mode}", mode=f"{stat.S_IMODE(mode):04o}")
            yield Finding("journal", "warning", said, f"chmod 600 {path}")
        else:
            yield Finding("journal", "ok", tr("{file} can be read, written and locked", file=str(path)))


def check_state(session: Session) -> Iterator[Finding]:
    """Write into the folder that keeps what was said already, or see that it can be made."""
    from tempfile import TemporaryFile

    folder = session.environment.state_folder()
    if folder is None:
        yield Finding("state", "problem", tr("there is no place for it"), tr("Set HOME or XDG_STATE_HOME."))
        return
    there = next(parent for parent in (folder, *folder.parents) if parent.exists())
    if there == folder:
        try:
            with TemporaryFile(dir=folder) as proof:
                proof.write(b"proof")
                proof.flush()
                os.fsync(proof.fileno())
        except OSError as problem:
            said = tr("{folder} cannot be written: {reason}", folder=str(folder), reason=reason(problem))
            yield Finding("state", "problem", said, tr("See to its permissions."), ExitCode.NOT_WRITTEN)
            return
        yield Finding("state", "ok", tr("{folder} can be written", folder=str(folder)))
    elif there.is_dir() and os.access(there, os.W_OK | os.X_OK):
        yield Finding("state", "ok", tr("{folder} will be made by the first reminder", folder=str(folder)))
    else:
        said = tr("{folder} cannot be made in {there}", folder=str(folder), there=str(there))
        yield Finding("state", "problem", said, tr("See to its permissions."), ExitCode.NOT_WRITTEN)


@contextmanager
def _opened(path: Path) -> Generator[int]:
    """Open a file for reading and writing, and write nothing; raises OSError."""
    from repaycli.cli.exit_codes import NotWritten

    try:
        descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CLOEXEC | os.O_NOCTTY | os.O_NONBLOCK)
    except OSError as problem:
        raise NotWritten(
            tr("{file} cannot be written: {reason}", file=str(path), reason=reason(problem)),
            tr("See to its permissions."),
        ) from problem
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _is_whole(descriptor: int) -> bool:
    size = os.fstat(descriptor).st_size
    return size == 0 or os.pread(descriptor, 1, size - 1) == b"\n"


def _unlocked(descriptor: int) -> str:
    """Lock and unlock; return what stood against it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        fcntl.flock(descriptor, fcntl.LOCK_UN)
    except BlockingIOError:
        return tr("another run holds it just now")
    except OSError as problem:
        return tr("it cannot be locked here: {reason}", reason=reason(problem))
    return ""
