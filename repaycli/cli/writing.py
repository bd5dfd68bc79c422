"""Answers that are a file of their own: where they may stand, and what they may replace."""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from repaycli.cli.exit_codes import NotWritten
from repaycli.cli.session import Session
from repaycli.locale import tr

if TYPE_CHECKING:
    from repaycli.cli.session import Loaded

STDOUT = "-"
_HEAD = 4096


def refuse_to_lose(
    file: str, loaded: "Loaded", session: Session, force: bool, is_ours: Callable[[bytes], bool], example: str
) -> None:
    """Refuse to write over the accounts file or its journal, ever, and over what is not ours unless it is forced.

    `is_ours` knows a file that was written before by how it begins; `example` is another name to write to.
    """
    from repaycli.cli.files import STDIN_NAME, journal_beside

    if file == STDOUT:
        return
    environment = session.environment
    target = environment.folder / file
    own = [] if loaded.file == STDIN_NAME else [environment.folder / loaded.file]
    if any(_is_same(target, each) for path in own for each in (path, journal_beside(path))) or _is_stdin(
        target, session
    ):
        raise NotWritten(
            tr("{file} is what you write down yourself, or its journal; it is never written over", file=file),
            tr("Name another file: {example}", example=f"-o {example}"),
        )
    try:
        if not stat.S_ISREG(target.stat().st_mode) or force:  # what is no file is refused where it is written
            return
        with target.open("rb") as stream:
            head = stream.read(_HEAD)
    except FileNotFoundError:
        return
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise NotWritten(
            tr("{file} could not be written: {reason}; nothing was changed", file=file, reason=reason)
        ) from problem
    if head and not is_ours(head):
        raise NotWritten(
            tr("{file} is there already and was not made by repaycli; nothing was written", file=file),
            tr("Name another file, or write --force to replace it."),
        )


def _is_same(one: Path, other: Path) -> bool:
    """Tell whether two paths lead to one file, by whatever links, or would."""
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return os.path.realpath(one) == os.path.realpath(other)


def _is_stdin(target: Path, session: Session) -> bool:
    """Tell whether a file is the one that the accounts are read from through the standard input."""
    try:
        if session.environment.stdin is None:
            return False
        found = os.fstat(session.environment.stdin.fileno())
        return stat.S_ISREG(found.st_mode) and os.path.samestat(found, target.stat())
    except (OSError, ValueError):
        return False


def write(file: str, content: bytes, session: Session) -> None:
    """Write a file whole, for the user alone where it is new, or the standard output; raises NotWritten."""
    from repaycli.cli.disk import replace

    environment = session.environment
    if file == STDOUT:
        environment.write_bytes(content)
    else:
        replace(environment.folder / file, file, content)
