"""Writing to disk so that a crash at any moment leaves the old content or the new one, whole, and nothing is said to be
written that is not.

Both ways keep symlinks (what they point to is written) and modes; new files are the user's alone (0600), new folders,
too (0700). What fails is taken back and ends the run with the reason: NotWritten. What cannot be taken back is told.
"""

import fcntl
import os
import signal
import stat
import time
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager, suppress
from errno import EACCES, EAGAIN, EINVAL, ELOOP, ENOLCK, ENOSYS, ENOTSUP, ENOTTY, EOPNOTSUPP, EPERM
from pathlib import Path

from repaycli.cli.exit_codes import Locked, NotWritten
from repaycli.cli.reasons import reason
from repaycli.locale import tr

_PRIVATE_FILE = 0o600
_PRIVATE_FOLDER = 0o700
_PATIENCE = 60.0
_PAUSE = 0.02
_BUSY = (EAGAIN, EACCES)
_NOT_OFFERED = (EINVAL, ENOLCK, ENOSYS, ENOTSUP, ENOTTY, EOPNOTSUPP)  # what a file system answers that lacks a service
_MANY = 1 << 20
_MOST_LINKS = 40


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
    was. `written` is for saying that it is done: it is called when the entry is on the disk and the lock is free, and
    Ctrl-C waits for it, so that nobody records a thing again because they were not told. `name` is the file as people
    know it; `patience` are the seconds to wait for another run's lock. Raises Locked when that is not enough, NotWritten
    when nothing was written.
    """
    with ExitStack() as until_told:
        with _locked(path, name, patience) as descriptor:
            content = _whole(descriptor, name)
            added = entry(content)
            until_told.enter_context(undisturbed())
            with _refusing(name):
                try:
                    _add(descriptor, added, path)
                except BaseException as problem:
                    _take_back(descriptor, len(content), added, name, problem)
                    raise
        written()


def rewrite(path: Path, name: str, change: Callable[[bytes], bytes], patience: float = _PATIENCE) -> None:
    """Put what `change` makes of a file's whole content in its place, while it is locked; the same content stays.

    What `change` raises leaves the file as it was. Raises Locked and NotWritten like `append`.
    """
    with _locked(path, name, patience) as descriptor:
        content = _whole(descriptor, name)
        changed = change(content)
        if changed != content:
            replace(path, name, changed)


def replace(path: Path, name: str, content: bytes, *, mode: int = _PRIVATE_FILE) -> None:
    """Put a file's whole content in place of the old one, or make it; an existing file keeps its mode and its owner.

    Raises NotWritten when it could not be done; the old file is then as it was, unless the message says otherwise.
    """
    with _refusing(name):
        target = _target(path)
        found = None
        with suppress(FileNotFoundError):
            found = target.stat()
            if not stat.S_ISREG(found.st_mode):
                raise NotWritten(_no_plain_file(name))
        with undisturbed():
            _replace(target, content, found, mode)
            try:
                _flush_folder(target)
            except OSError as problem:
                raise NotWritten(
                    tr(
                        "{file} was written, but may be the old one again after a power failure: {reason}",
                        file=name,
                        reason=reason(problem),
                    )
                ) from problem


def create(path: Path, name: str, content: bytes) -> None:
    """Make a file, whole and for the user alone; raises NotWritten, also when one is there, which stays as it is."""
    with _refusing(name), undisturbed():
        target = path.parent.resolve(strict=True) / path.name
        _replace(target, content, None, _PRIVATE_FILE, _put_anew)
        try:
            _flush_folder(target)
        except OSError:
            target.unlink()  # nobody has seen it yet
            raise


def _put_anew(made: Path, target: Path) -> None:
    """Give a file its name only if nothing else has it."""
    try:
        target.hardlink_to(made)
    except OSError as problem:
        if problem.errno not in (*_NOT_OFFERED, EPERM):
            raise
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _PRIVATE_FILE))
        made.replace(target)  # a file system without links
    else:
        made.unlink()


def make_folder(path: Path) -> None:
    """Make a folder and those above it, for the user alone; raises NotWritten."""
    with _refusing(str(path)):
        for folder in reversed([path, *path.parents]):
            if folder.is_dir():
                continue
            try:
                folder.mkdir(_PRIVATE_FOLDER)
            except FileExistsError:
                if not folder.is_dir():  # else another run made it just now
                    raise
            else:
                folder.chmod(_PRIVATE_FOLDER)  # whatever the umask leaves of it


@contextmanager
def undisturbed() -> Generator[None]:
    """Let Ctrl-C and a polite kill wait until a step that must be whole is done."""
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)


def wait_for_writers(descriptor: int, patience: float) -> bool:
    """Wait until nobody writes to an open file; tell whether that was so in time. Where no lock is, there is no wait."""
    try:
        return _lock(descriptor, fcntl.LOCK_SH, patience)
    except OSError:
        return True


@contextmanager
def _refusing(name: str) -> Generator[None]:
    """Turn what the system refuses into NotWritten; nothing may be changed where it is raised."""
    try:
        yield
    except (OSError, ValueError, RuntimeError) as problem:  # a path that cannot be one; links that lead in a circle
        said = tr("{file} could not be written: {reason}; nothing was changed", file=name, reason=reason(problem))
        raise NotWritten(said) from problem


@contextmanager
def _locked(path: Path, name: str, patience: float) -> Generator[int]:
    """Open and lock the file that stands at `path` while the lock is held; what was made for this does not stay empty."""
    deadline = time.monotonic() + patience
    while True:
        with _refusing(name):
            descriptor, is_new = _open(path, name)
        try:
            with _refusing(name):
                if not _lock(descriptor, fcntl.LOCK_EX, deadline - time.monotonic()):
                    raise _locked_by_another(name)
            try:
                with _refusing(name):
                    is_there = _is_still_there(descriptor, path)
                if is_there:
                    yield descriptor
                    return
            finally:
                if is_new:
                    _remove_empty(descriptor, path)
        finally:
            with suppress(OSError):  # what counts was flushed before
                os.close(descriptor)
        if time.monotonic() >= deadline:
            raise _locked_by_another(name)
        time.sleep(_PAUSE)


def _locked_by_another(name: str) -> Locked:
    return Locked(
        tr("{file} is locked by another run; nothing was written", file=name),
        tr("Wait until it has ended, and try again."),
    )


def _open(path: Path, name: str) -> tuple[int, bool]:
    """Open a file to read and to append, and tell whether it had to be made."""
    flags = os.O_RDWR | os.O_APPEND | os.O_CLOEXEC | os.O_NOCTTY | os.O_NONBLOCK
    try:
        descriptor, is_new = os.open(path, flags), False
    except FileNotFoundError:
        descriptor, is_new = os.open(path, flags | os.O_CREAT, _PRIVATE_FILE), True
    try:
        if is_new:
            with suppress(OSError):  # where it cannot be had, less is allowed, never more
                os.fchmod(descriptor, _PRIVATE_FILE)  # whatever the umask leaves of it
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise NotWritten(_no_plain_file(name))
    except BaseException:
        with suppress(OSError):
            os.close(descriptor)
        raise
    return descriptor, is_new


def _is_still_there(descriptor: int, path: Path) -> bool:
    """Tell whether the open file is the one that the path leads to: an editor may have put another in its place."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _target(path: Path) -> Path:
    """Follow links to the file itself, which need not be there yet; unlike `resolve`, fail where a link is not seen."""
    for _ in range(_MOST_LINKS):
        path = path.parent.resolve(strict=True) / path.name
        try:
            path = path.parent / path.readlink()
        except FileNotFoundError:
            return path
        except OSError as problem:
            if problem.errno != EINVAL:  # no link
                raise
            return path
    raise OSError(ELOOP, os.strerror(ELOOP))


def _remove_empty(descriptor: int, path: Path) -> None:
    """Remove a file that was made in vain, not the link that led to it; nobody else writes to it meanwhile."""
    with suppress(OSError):
        if os.fstat(descriptor).st_size == 0 and _is_still_there(descriptor, path):
            _target(path).unlink()


def _lock(descriptor: int, kind: int, patience: float) -> bool:
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
            return True
        except OSError as problem:
            if problem.errno in _NOT_OFFERED:
                return True  # a file system without locks: one user at a time is all there is
            if problem.errno not in _BUSY:
                raise
        if time.monotonic() >= deadline:
            return False
        time.sleep(_PAUSE)


def _whole(descriptor: int, name: str) -> bytes:
    parts: list[bytes] = []
    place = 0
    with _refusing(name):
        while part := os.pread(descriptor, _MANY, place):
            parts.append(part)
            place += len(part)
    return b"".join(parts)


def _add(descriptor: int, added: bytes, path: Path) -> None:
    """Write at the end of a file, and bring it to the disk; raises OSError or NotWritten, perhaps half-way."""
    if os.write(descriptor, added) != len(added):
        raise OSError(tr("only a part of it could be written"))
    _flush(descriptor)
    _flush_folder(path)  # always: the run that made the file may have ended before it came to this
    if not _is_still_there(descriptor, path):
        raise OSError(tr("another program put another file in its place"))


def _take_back(descriptor: int, size: int, added: bytes, name: str, problem: BaseException) -> None:
    """Take away what stands behind the first `size` bytes, if it is ours; raises NotWritten if that is impossible."""
    try:
        behind = os.pread(descriptor, len(added) + 1, size)
        if not added.startswith(behind):
            raise OSError(tr("another program wrote to it at the same time"))
        if behind:
            os.ftruncate(descriptor, size)
            with suppress(OSError):
                _flush(descriptor)
    except OSError as second:
        raise NotWritten(
            tr(
                "{file}: writing failed, and what was begun could not be taken back: {reason}",
                file=name,
                reason=reason(second),
            ),
            tr("Look at its last lines: an entry may be there, whole or in part."),
        ) from problem


def _flush(descriptor: int) -> None:
    """Bring a file to the disk itself; on macOS fsync alone leaves it in the drive's memory."""
    full = getattr(fcntl, "F_FULLFSYNC", None)
    if full is not None:
        try:
            fcntl.fcntl(descriptor, full)
            return
        except OSError as problem:
            if problem.errno not in _NOT_OFFERED:
                raise
    os.fsync(descriptor)


def _flush_folder(path: Path) -> None:
    """Bring the entry of a file in its folder to the disk, where the file system and the folder's mode allow it."""
    try:
        descriptor = os.open(_target(path).parent, os.O_RDONLY | os.O_CLOEXEC | os.O_DIRECTORY)
    except PermissionError:
        return
    try:
        os.fsync(descriptor)
    except OSError as problem:
        if problem.errno not in _NOT_OFFERED:
            raise
    finally:
        with suppress(OSError):
            os.close(descriptor)


def _replace(
    target: Path,
    content: bytes,
    old: os.stat_result | None,
    mode: int,
    put: Callable[[Path, Path], object] = Path.replace,
) -> None:
    """Write a file beside the target, bring it to the disk, and put it in the target's place."""
    made = target.with_name(f".repaycli-{os.urandom(8).hex()}.new")  # no name that a killed run can have left
    descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _PRIVATE_FILE)
    try:
        try:
            left = memoryview(content)
            while left:
                count = os.write(descriptor, left)
                if count == 0:
                    raise OSError(tr("only a part of it could be written"))
                left = left[count:]
            _make_alike(descriptor, old, mode)
            if os.fstat(descriptor).st_size != len(content):
                raise OSError(tr("only a part of it could be written"))
            _flush(descriptor)
        finally:
            os.close(descriptor)
        put(made, target)
    except BaseException:
        made.unlink(missing_ok=True)
        raise


def _make_alike(descriptor: int, old: os.stat_result | None, mode: int) -> None:
    """Give a new file the owner and the mode of the old one, or the mode that is wanted."""
    now = os.fstat(descriptor)
    if old is not None:
        mode = stat.S_IMODE(old.st_mode)
        if (now.st_uid, now.st_gid) != (old.st_uid, old.st_gid):
            with suppress(PermissionError):  # only root can give a file away
                os.fchown(descriptor, old.st_uid, old.st_gid)
    if stat.S_IMODE(os.fstat(descriptor).st_mode) != mode:
        os.fchmod(descriptor, mode)


def _no_plain_file(name: str) -> str:
    return tr("{file} is no plain file; nothing was written", file=name)
