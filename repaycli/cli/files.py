"""Finding and reading the accounts file and its journal. Nothing is parsed here, and nothing written."""

import os
import stat
from pathlib import Path

from repaycli.cli.environment import Environment
from repaycli.cli.exit_codes import NoFile, WrongUsage
from repaycli.cli.reasons import reason
from repaycli.core.nouns import NamedTuple
from repaycli.inputs.journal import torn_tail
from repaycli.inputs.limits import MOST_BYTES
from repaycli.locale import tr

STDIN = "-"
STDIN_NAME = "<stdin>"
USUAL_NAME = "accounts.toml"
_PATIENCE = 3.0  # seconds for another run that writes


class Found(NamedTuple):
    """The bytes of an accounts file and of its journal, and their names as people know them."""

    name: str
    content: bytes
    journal: tuple[bytes, str] | None = None
    beside: Path | None = None  # where its journal stands or would stand; nowhere beside the standard input


def accounts_path(stated: str | None, environment: Environment) -> Path | None:
    """Return the absolute path of the file that would be read, whether it is there or not; None for the standard input.

    Links are kept: the journal stands beside the name by which the file is known.
    """
    path = _named(stated, environment)
    return None if path is None else Path(os.path.abspath(environment.folder / path))  # noqa: PTH100


def file_key(path: Path) -> str:
    """Return the name of an accounts file for programs: sixteen hexadecimal digits, one name whatever links lead there."""
    from hashlib import sha256

    return sha256(os.fsencode(os.path.realpath(path))).hexdigest()[:16]


def read_accounts(stated: str | None, environment: Environment) -> Found:
    """Find the file (`-f`, else $REPAYCLI_FILE, else ./accounts.toml, else the user's config folder) and read it."""
    path = _named(stated, environment)
    if path is None:
        return Found(STDIN_NAME, _read_stdin(environment))
    name = str(path)
    content = _read(environment.folder / path, name)
    journal = journal_beside(path)
    place = environment.folder / journal
    if not _exists(place):
        return Found(name, content, beside=journal)
    return Found(name, content, (_read_journal(place, str(journal)), str(journal)), journal)


def _read_journal(path: Path, name: str) -> bytes:
    """Read a journal; one that looks torn may only be in the middle of being written, and is looked at once more."""
    content = _read(path, name, is_journal=True)
    if torn_tail(content) is None:
        return content
    from repaycli.cli.disk import wait_for_writers

    try:
        with path.open("rb") as stream:
            wait_for_writers(stream.fileno(), _PATIENCE)
            return stream.read(MOST_BYTES + 1)
    except (OSError, ValueError):
        return content


def place_of(stated: str | None, environment: Environment) -> Path:
    """Return the accounts file's own absolute path, symlinks followed; raises WrongUsage for the standard input."""
    path = accounts_path(stated, environment)
    if path is None:
        raise WrongUsage(tr("-f - has no place of its own"), tr("Name the accounts file with -f FILE."))
    return path.resolve()


def _named(stated: str | None, environment: Environment) -> Path | None:
    """Return the path of the accounts file; None for the standard input."""
    stated = stated or environment.env.get("REPAYCLI_FILE") or None
    if stated == STDIN:
        return None
    return Path(stated) if stated else _usual_place(environment)


def journal_beside(path: Path) -> Path:
    """Return where the journal of an accounts file stands, written or not."""
    return path.with_name(path.name.removesuffix(".toml") + ".journal.toml")


def _usual_place(environment: Environment) -> Path:
    if _exists(environment.folder / USUAL_NAME):
        return Path(USUAL_NAME)
    folder = environment.config_folder()
    if folder is not None and _exists(folder / USUAL_NAME):
        return folder / USUAL_NAME
    places = USUAL_NAME if folder is None else f"{USUAL_NAME}, {folder / USUAL_NAME}"
    raise NoFile(
        tr("there is no accounts file; looked for {places}", places=places),
        tr(
            "To begin: repaycli init asks a few questions and makes one; repaycli demo --print > accounts.toml gives you the "
            "sample. One that is elsewhere: -f FILE, or REPAYCLI_FILE."
        ),
    )


def _exists(path: Path) -> bool:
    """Tell whether something stands there, readable or not."""
    try:
        path.lstat()
    except FileNotFoundError:
        return False
    except (OSError, ValueError):
        return True
    return True


def _read(path: Path, name: str, is_journal: bool = False) -> bytes:
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise NoFile(_not_a_file(mode, name, is_journal), file=name)
        with path.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)  # one byte too many is refused as too large
    except FileNotFoundError as problem:
        advice = (
            tr("It is the journal beside the accounts file, a link to nowhere: mend it, or take it away.")
            if is_journal
            else tr("Check the name, or name another file with -f FILE.")
        )
        raise NoFile(tr("{file} is not there", file=name), advice, name) from problem
    except PermissionError as problem:
        raise NoFile(
            tr("{file} may not be read by you", file=name),
            tr("Look at its permissions: ls -l {file}", file=name),
            name,
        ) from problem
    except (OSError, ValueError) as problem:
        said = tr("{file} cannot be read: {reason}", file=name, reason=reason(problem))
        raise NoFile(said, file=name) from problem


def _read_stdin(environment: Environment) -> bytes:
    if environment.stdin is None:
        raise NoFile(tr("the standard input is closed"))
    try:
        return environment.stdin.read(MOST_BYTES + 1)
    except (OSError, ValueError) as problem:
        raise NoFile(tr("{file} cannot be read: {reason}", file=STDIN_NAME, reason=str(problem))) from problem


def _not_a_file(mode: int, name: str, is_journal: bool) -> str:
    if stat.S_ISDIR(mode):
        return tr("{file} is a folder, not a file", file=name)
    if is_journal:
        return tr("{file} is a pipe or a device, not a file", file=name)
    return tr("{file} is a pipe or a device, not a file; to read a pipe write -f -", file=name)
