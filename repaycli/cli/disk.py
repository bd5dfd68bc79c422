"""Writing to disk so that a crash at any moment leaves the old content or the new one, whole, and nothing is said to be
written that is not.

Both ways keep symlinks (what they point to is written) and modes; new files are the user's alone (0600), new folders,
too (0700). What fails is taken back and ends the run with the reason: NotWritten.
"""

import fcntl
import os
import signal
import stat
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from errno import EACCES, EAGAIN, EINVAL, ENOTSUP
from pathlib import Path

from repaycli.cli.exit_codes import Locked, NotWritten
from repaycli.locale import tr

_PRIVATE_FILE = 0o600
_PRIVATE_FOLDER = 0o700
_PATIENCE = 60.0
_PAUSE = 0.02
_BUSY = (EAGAIN, EACCES)
_MANY = 1 << 20


def _nothing() -> None:
    return None


def append(
    path: Path,
    name: str,
    entry: Callable[[bytes], bytes],
    written: Callable[[], None] = _nothing,
    patience: float = _PATIENCE,
) -> None:
    """Put what `entry` makes of the file's whole content at its end, with ONE write, and bring it to the disk.

    `entry` is called while the file is locked, so that nothing comes in between; what it raises leaves the file as it
    was. `written` is called when it is done and before anything can interrupt the run. `name` is the file as people
    know it; `patience` are the seconds to wait for another run's lock. Raises Locked when that is not enough,
    NotWritten when nothing was written.
    """
    with _locked(path, name, patience) as (descriptor, is_new):
        size = os.fstat(descriptor).st_size
        try:
            added = entry(_content(descriptor, size))
        except BaseException:
            if is_new and size == 0:
                path.resolve().unlink(missing_ok=True)
            raise
        with undisturbed():
            try:
                if os.write(descriptor, added) != len(added):
                    raise NotWritten(_refusal(name, tr("only a part of it could be written")))
                _flush(descriptor)
                if size == 0:  # new, by this run or by one that ended before it wrote
                    _flush_folder(path)
            except BaseException as problem:
                _take_back(descriptor, size, path.resolve() if is_new and size == 0 else None, name, problem)
                raise
            written()


def rewrite(path: Path, name: str, change: Callable[[bytes], bytes], patience: float = _PATIENCE) -> None:
    """Put what `change` makes of a file's whole content in its place, while it is locked; the same content stays.

    What `change` raises leaves the file as it was. Raises Locked and NotWritten like `append`.
    """
    with _locked(path, name, patience) as (descriptor, _):
        content = _content(descriptor, os.fstat(descriptor).st_size)
        changed = change(content)
        if changed != content:
            replace(path, name, changed)


def replace(path: Path, name: str, content: bytes, *, mode: int = _PRIVATE_FILE) -> None:
    """Put a file's whole content in place of the old one, or make it; an existing file keeps its own mode.

    Raises NotWritten when it could not be done; the old file is then as it was.
    """
    try:
        target = path.resolve()
        with suppress(FileNotFoundError):
            found = target.stat()
            if not stat.S_ISREG(found.st_mode):
                raise NotWritten(tr("{file} is no plain file; nothing was written", file=name))
            mode = stat.S_IMODE(found.st_mode)
        _replace(target, content, mode)
    except OSError as problem:
        raise NotWritten(_refusal(name, problem.strerror or str(problem))) from problem


def make_folder(path: Path) -> None:
    """Make a folder and those above it, for the user alone; raises NotWritten."""
    try:
        for folder in reversed([path, *path.parents]):
            if not folder.is_dir():
                folder.mkdir(_PRIVATE_FOLDER, exist_ok=True)
    except OSError as problem:
        raise NotWritten(_refusal(str(path), problem.strerror or str(problem))) from problem


@contextmanager
def undisturbed() -> Generator[None]:
    """Let Ctrl-C and a polite kill wait until a step that must be whole is done."""
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)


def wait_for_writers(descriptor: int, patience: float) -> bool:
    """Wait until nobody writes to an open file; tell whether that was so in time."""
    return _lock(descriptor, fcntl.LOCK_SH, patience)


@contextmanager
def _locked(path: Path, name: str, patience: float) -> Generator[tuple[int, bool]]:
    """Open and lock the file that stands at `path` while the lock is held; tell whether it was made for this."""
    deadline = time.monotonic() + patience
    while True:
        descriptor, is_new = _open(path, name)
        try:
            if not _lock(descriptor, fcntl.LOCK_EX, max(0.0, deadline - time.monotonic())):
                raise Locked(
                    tr("{file} is locked by another run; nothing was written", file=name),
                    tr("Wait until it has ended, and try again."),
                )
            if _is_still_there(descriptor, path):
                yield descriptor, is_new
                return
        finally:
            os.close(descriptor)


def _open(path: Path, name: str) -> tuple[int, bool]:
    flags = os.O_RDWR | os.O_APPEND | os.O_CLOEXEC | os.O_NOCTTY | os.O_NONBLOCK
    try:
        is_new = False
        try:
            descriptor = os.open(path, flags)
        except FileNotFoundError:
            descriptor = os.open(path, flags | os.O_CREAT, _PRIVATE_FILE)
            is_new = True
    except (OSError, ValueError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else str(problem)
        raise NotWritten(_refusal(name, reason or str(problem))) from problem
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise NotWritten(tr("{file} is no plain file; nothing was written", file=name))
    return descriptor, is_new


def _is_still_there(descriptor: int, path: Path) -> bool:
    """Tell whether the open file is the one that the path leads to: an editor may have put another in its place."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except OSError:
        return False


def _lock(descriptor: int, kind: int, patience: float) -> bool:
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
            return True
        except OSError as problem:
            if problem.errno not in _BUSY:
                return True  # a file system without locks: one user at a time is all there is
        if time.monotonic() >= deadline:
            return False
        time.sleep(_PAUSE)


def _content(descriptor: int, size: int) -> bytes:
    parts: list[bytes] = []
    place = 0
    while place < size:
        part = os.pread(descriptor, _MANY, place)
        if not part:
            break
        parts.append(part)
        place += len(part)
    return b"".join(parts)


def _flush(descriptor: int) -> None:
    """Bring a file to the disk itself; on macOS fsync alone leaves it in the drive's memory."""
    full = getattr(fcntl, "F_FULLFSYNC", None)
    if full is not None:
        with suppress(OSError):
            fcntl.fcntl(descriptor, full)
            return
    os.fsync(descriptor)


def _flush_folder(path: Path) -> None:
    descriptor = os.open(path.resolve().parent, os.O_RDONLY | os.O_CLOEXEC | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    except OSError as problem:
        if problem.errno not in (EINVAL, ENOTSUP):  # some file systems cannot flush a folder
            raise
    finally:
        os.close(descriptor)


def _take_back(descriptor: int, size: int, made: Path | None, name: str, problem: BaseException) -> None:
    """Bring a file back to what it was; raises NotWritten, which says so, unless the problem is of another kind."""
    try:
        os.ftruncate(descriptor, size)
        if made is not None:
            made.unlink(missing_ok=True)
        with suppress(OSError):
            _flush(descriptor)
    except OSError as second:
        reason = second.strerror or str(second)
        raise NotWritten(
            tr(
                "{file}: writing failed, and what was begun could not be taken back: {reason}", file=name, reason=reason
            ),
            tr("Look at its last lines: an entry may be there, whole or in part."),
        ) from problem
    if isinstance(problem, OSError):
        raise NotWritten(_refusal(name, problem.strerror or str(problem))) from problem


def _replace(target: Path, content: bytes, mode: int) -> None:
    made = target.with_name(f".{target.name}.{os.getpid()}.new")
    descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _PRIVATE_FILE)
    try:
        try:
            left = memoryview(content)
            while left:
                left = left[os.write(descriptor, left) :]
            os.fchmod(descriptor, mode)
            if os.fstat(descriptor).st_size != len(content):
                raise OSError(tr("only a part of it could be written"))
            _flush(descriptor)
        finally:
            os.close(descriptor)
        made.replace(target)
    except BaseException:
        made.unlink(missing_ok=True)
        raise
    _flush_folder(target)


def _refusal(name: str, reason: str) -> str:
    return tr("{file} could not be written: {reason}; nothing was changed", file=name, reason=reason)
