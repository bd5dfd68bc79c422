"""Writing to disk: modes, links, locks, and what stands in the way. Kills and failures are in test_disk_failures."""

from __future__ import annotations

import fcntl
import os
import signal
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EINVAL, EIO, ENOLCK, EPERM
from pathlib import Path
from typing import Any

import pytest

from harness import calls
from repaycli.cli import disk
from repaycli.cli.exit_codes import ExitCode, Locked, NotWritten

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
not_root = pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")


def append(path: Path, added: bytes = b"added\n", patience: float = 0) -> None:
    disk.append(path, "the file", lambda _: added, patience=patience)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


@contextmanager
def held(path: Path, kind: int = fcntl.LOCK_EX) -> Iterator[int]:
    """Hold a lock as another run does."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        fcntl.flock(descriptor, kind)
        yield descriptor
    finally:
        os.close(descriptor)


def failing(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, error: int, only: Any = lambda _: True) -> None:
    real = getattr(module, name)

    def fail(descriptor: int, *others: Any) -> Any:
        if only(descriptor):
            raise OSError(error, os.strerror(error))
        return real(descriptor, *others)

    monkeypatch.setattr(module, name, fail)


def is_folder(descriptor: int) -> bool:
    return stat.S_ISDIR(os.fstat(descriptor).st_mode)


# --- modes, owners and links ---------------------------------------------------------------------


def test_a_file_is_made_only_where_none_is(tmp_path: Path) -> None:
    path = tmp_path / "new"
    with umask(0o277):
        disk.create(path, "the file", b"whole\n")
    assert (path.read_bytes(), mode(path)) == (b"whole\n", 0o600)
    with pytest.raises(NotWritten, match="the file"):
        disk.create(path, "the file", b"other\n")
    (tmp_path / "link").symlink_to("nowhere")
    with pytest.raises(NotWritten):
        disk.create(tmp_path / "link", "the link", b"other\n")
    assert path.read_bytes() == b"whole\n"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["link", "new"]


def test_a_file_is_made_where_the_file_system_has_no_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, Path, "hardlink_to", EPERM)
    test_a_file_is_made_only_where_none_is(tmp_path)


def test_a_new_file_that_the_disk_may_lose_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, os, "fsync", EIO, lambda descriptor: stat.S_ISDIR(os.fstat(descriptor).st_mode))
    with pytest.raises(NotWritten, match="nothing was changed"):
        disk.create(tmp_path / "new", "the file", b"whole\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077, 0o277, 0o777])
def test_what_is_made_is_the_user_s_alone_and_usable(tmp_path: Path, mask: int) -> None:
    with umask(mask):
        disk.make_folder(tmp_path / "one" / "two")
        append(tmp_path / "one" / "appended")
        disk.replace(tmp_path / "one" / "replaced", "the file", b"content")
    assert [mode(tmp_path / name) for name in ("one", "one/two")] == [0o700, 0o700]
    assert [mode(tmp_path / "one" / name) for name in ("appended", "replaced")] == [0o600, 0o600]


def test_a_new_file_can_be_given_another_mode(tmp_path: Path) -> None:
    disk.replace(tmp_path / "file", "the file", b"content", mode=0o644)
    assert mode(tmp_path / "file") == 0o644


@pytest.mark.parametrize("given", [0o600, 0o640, 0o666, 0o755])
def test_an_old_file_keeps_its_mode(tmp_path: Path, given: int) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old\n")
    path.chmod(given)
    append(path)
    assert (path.read_bytes(), mode(path)) == (b"old\nadded\n", given)
    disk.replace(path, "the file", b"new\n", mode=0o600)
    assert (path.read_bytes(), mode(path)) == (b"new\n", given)


def test_a_folder_that_is_there_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir(0o755)
    before = mode(tmp_path / "folder")
    disk.make_folder(tmp_path / "folder" / "new")
    assert mode(tmp_path / "folder") == before


@needs_root
def test_what_root_replaces_stays_its_owner_s(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    path.chmod(0o640)
    os.chown(path, 12345, 23456)
    disk.replace(path, "the file", b"new")
    found = path.stat()
    assert (found.st_uid, found.st_gid, mode(path), path.read_bytes()) == (12345, 23456, 0o640, b"new")


@pytest.mark.parametrize("old", [b"old\n", None])
def test_a_chain_of_links_leads_to_the_file(tmp_path: Path, old: bytes | None) -> None:
    far = tmp_path / "far"
    far.mkdir()
    if old is not None:
        (far / "file").write_bytes(old)
    (tmp_path / "first").symlink_to("far/second")
    (far / "second").symlink_to("../far/file")
    append(tmp_path / "first")
    assert (far / "file").read_bytes() == (old or b"") + b"added\n"
    disk.replace(tmp_path / "first", "the file", b"new\n")
    assert (far / "file").read_bytes() == b"new\n"
    assert (tmp_path / "first").is_symlink()
    assert (far / "second").is_symlink()
    assert sorted(path.name for path in far.iterdir()) == ["file", "second"]


# --- what an entry raises ------------------------------------------------------------------------


@pytest.mark.parametrize("old", [b"old\n", None])
@pytest.mark.parametrize("raised", [NotWritten("no"), ValueError("a bug"), KeyboardInterrupt()])
def test_an_entry_that_is_refused_leaves_everything(tmp_path: Path, old: bytes | None, raised: BaseException) -> None:
    path = tmp_path / "file"
    if old is not None:
        path.write_bytes(old)

    def refuse(content: bytes) -> bytes:
        assert content == (old or b"")
        raise raised

    with pytest.raises(type(raised)) as found:
        disk.append(path, "the file", refuse, patience=0)
    assert found.value is raised
    assert (path.read_bytes() if path.exists() else None) == old
    append(path)
    assert path.read_bytes() == (old or b"") + b"added\n"


def test_a_long_file_is_shown_whole(tmp_path: Path) -> None:
    path, seen = tmp_path / "file", []
    path.write_bytes(b"12345678" * (3 << 17))
    disk.append(path, "the file", lambda content: seen.append(content) or b"!", patience=0)
    assert seen == [b"12345678" * (3 << 17)]


# --- locks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [fcntl.LOCK_EX, fcntl.LOCK_SH])
def test_a_file_that_another_run_holds_is_left_alone(tmp_path: Path, kind: int) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old\n")
    with held(path, kind), pytest.raises(Locked, match="the file is locked by another run") as stop:
        append(path)
    assert stop.value.code == ExitCode.LOCKED == 6
    assert path.read_bytes() == b"old\n"
    append(path)
    assert path.read_bytes() == b"old\nadded\n"


def test_what_an_editor_puts_in_the_place_of_a_locked_file_gets_the_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, other = tmp_path / "file", tmp_path / "other"
    path.write_bytes(b"old\n")
    other.write_bytes(b"edited\n")
    kept = tmp_path / "kept"
    kept.hardlink_to(path)
    with held(path) as descriptor:

        def meanwhile(_: float) -> None:
            if other.exists():
                other.replace(path)
                fcntl.flock(descriptor, fcntl.LOCK_UN)

        monkeypatch.setattr(disk.time, "sleep", meanwhile)
        append(path, patience=60)
    assert (path.read_bytes(), kept.read_bytes()) == (b"edited\nadded\n", b"old\n")


def test_an_entry_that_went_to_a_file_which_was_replaced_meanwhile_is_not_recorded(tmp_path: Path) -> None:
    path, kept = tmp_path / "file", tmp_path / "kept"
    path.write_bytes(b"old\n")
    kept.hardlink_to(path)
    told: list[str] = []

    def meanwhile(_: bytes) -> bytes:
        (tmp_path / "other").write_bytes(b"edited\n")
        (tmp_path / "other").replace(path)
        return b"added\n"

    with pytest.raises(NotWritten, match="another file in its place; nothing was changed"):
        disk.append(path, "the file", meanwhile, lambda: told.append("recorded"), 0)
    assert (path.read_bytes(), kept.read_bytes(), told) == (b"edited\n", b"old\n", [])


def test_what_others_wrote_without_a_lock_is_never_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old\n")
    failing(monkeypatch, os, "fsync", EIO)

    def meanwhile(_: bytes) -> bytes:
        with path.open("ab") as stream:
            stream.write(b"foreign\n")
        return b"added\n"

    with pytest.raises(NotWritten, match="could not be taken back") as stop:
        disk.append(path, "the file", meanwhile, patience=0)
    assert "nothing was" not in stop.value.message
    assert path.read_bytes() == b"old\nforeign\nadded\n"


def test_a_file_system_without_locks_is_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, fcntl, "flock", ENOLCK)
    append(tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == b"added\n"


def test_readers_wait_for_writers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old\n")
    with path.open("rb") as stream:
        with held(path):
            assert not disk.wait_for_writers(stream.fileno(), 0)
        assert disk.wait_for_writers(stream.fileno(), 0)
        failing(monkeypatch, fcntl, "flock", EIO)
        assert disk.wait_for_writers(stream.fileno(), 0)


# --- Ctrl-C --------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_what_is_written_is_also_said_before_the_run_can_be_ended(tmp_path: Path, number: int) -> None:
    def driver() -> int:
        signal.signal(number, lambda *_: os._exit(77))

        def say() -> None:
            os.kill(os.getpid(), number)
            os.write(1, b"recorded")

        disk.append(tmp_path / "file", "the file", lambda _: b"added\n", say, 0)
        return 0

    trial = calls.run(driver, lambda _: None)
    assert (trial.out, trial.exit_code) == (b"recorded", 77)


# --- what stands in the way ----------------------------------------------------------------------


def put_in_the_way(path: Path, what: str) -> None:
    match what:
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "device":
            path.symlink_to("/dev/null")
        case "circle":
            path.symlink_to(path.name)
        case _:
            path.symlink_to(path.parent / "missing" / "file")


@pytest.mark.parametrize("what", ["folder", "pipe", "device", "circle", "way to nowhere"])
@pytest.mark.parametrize("write", [append, lambda path: disk.replace(path, "the file", b"new")])
def test_what_is_no_file_is_refused_and_left(tmp_path: Path, what: str, write: Any) -> None:
    path = tmp_path / "thing"
    put_in_the_way(path, what)
    before = path.lstat()
    with pytest.raises(NotWritten, match="nothing was") as stop:
        write(path)
    assert stop.value.code == ExitCode.NOT_WRITTEN
    assert (path.lstat().st_ino, path.lstat().st_mode) == (before.st_ino, before.st_mode)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["no\0name", "x" * 300, "missing/file", "\ud800"])
@pytest.mark.parametrize("write", [append, lambda path: disk.replace(path, "the file", b"new")])
def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path, name: str, write: Any) -> None:
    with pytest.raises(NotWritten, match="nothing was changed"):
        write(tmp_path / name)


@pytest.mark.parametrize("name", ["no\0name", "x" * 300, "file", "file/below"])
def test_a_folder_that_cannot_be_made(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(NotWritten, match="nothing was changed"):
        disk.make_folder(tmp_path / name)


@not_root
def test_a_folder_that_may_not_be_written_to(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    for write in (append, lambda path: disk.replace(path, "the file", b"new")):
        with pytest.raises(NotWritten, match="nothing was changed"):
            write(tmp_path / "file")
    tmp_path.chmod(0o700)
    assert list(tmp_path.iterdir()) == []


@not_root
def test_a_folder_that_may_not_be_listed_is_no_reason_to_refuse(tmp_path: Path) -> None:
    tmp_path.chmod(0o300)
    append(tmp_path / "file")
    disk.replace(tmp_path / "other", "the file", b"new")
    tmp_path.chmod(0o700)
    assert (tmp_path / "file").read_bytes() == b"added\n"


def test_a_folder_that_the_file_system_cannot_flush(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, os, "fsync", EINVAL, is_folder)
    append(tmp_path / "file")
    disk.replace(tmp_path / "other", "the file", b"new")
    assert ((tmp_path / "file").read_bytes(), (tmp_path / "other").read_bytes()) == (b"added\n", b"new")


def test_a_folder_that_is_not_flushed_is_told_when_the_new_file_is_there_already(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, os, "fsync", EIO, is_folder)
    with pytest.raises(NotWritten, match="was written, but may be the old one again after a power failure"):
        disk.replace(tmp_path / "file", "the file", b"new")
    assert (tmp_path / "file").read_bytes() == b"new"


def test_a_name_as_long_as_names_can_be(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 255)
    append(path)
    disk.replace(path, "the file", b"new")
    assert [(found.name, found.read_bytes()) for found in tmp_path.iterdir()] == [("x" * 255, b"new")]
