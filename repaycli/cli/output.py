"""An answer that is a file of its own, which `-o FILE` asks for: written whole, and over nothing that would be missed."""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from repaycli.cli.exit_codes import NotWritten, WrongUsage
from repaycli.cli.reasons import reason
from repaycli.cli.session import Session
from repaycli.locale import tr

if TYPE_CHECKING:
    from repaycli.cli.session import Loaded

STDOUT = "-"
_HEAD = 4096


class Written:
    """The file that `-o` names.

    `usual` is a name for examples; `is_ours` tells from the beginning of a file whether we made it; `is_json`: what it holds
    is what `--json` asks for. Raises WrongUsage where two answers want the standard output.
    """

    def __init__(
        self, session: Session, file: str | None, usual: str, is_ours: Callable[[bytes], bool], is_json: bool = False
    ) -> None:
        self.file = file or ""
        self._session, self._usual, self._is_ours = session, usual, is_ours
        if file == STDOUT and session.options.json and not is_json:
            raise WrongUsage(
                tr("-o - and --json both want the standard output"), tr("Write to a file: -o {file}", file=usual)
            )

    def example(self, command: str) -> str:
        """Say what to write where the file is missing."""
        line = f"{self._session.environment.program} {command} -o {self._usual}"
        return tr("Write, for example: {command}", command=line)

    @property
    def place(self) -> str:
        """Where it is written, in words."""
        return tr("the standard output") if self.file == STDOUT else self.file

    def refuse_to_lose(self, loaded: "Loaded", force: bool) -> None:
        """Refuse to write over the accounts file or its journal, ever, and over what is not ours unless it is forced."""
        if self.file == STDOUT:
            return
        from repaycli.cli.files import STDIN_NAME, journal_beside

        folder = self._session.environment.folder
        target = folder / self.file
        own = [] if loaded.file == STDIN_NAME else [folder / loaded.file]
        if any(_is_same(target, each) for path in own for each in (path, journal_beside(path))) or self._is_stdin(
            target
        ):
            raise NotWritten(
                tr("{file} is what you write down yourself, or its journal; it is never written over", file=self.file),
                tr("Name another file: -o {file}", file=self._usual),
            )
        head = b"" if force else self._head(target)
        if head and not self._is_ours(head):
            raise NotWritten(
                tr("{file} is there already and was not made by repaycli; nothing was written", file=self.file),
                tr("Name another file, or write --force to replace it."),
            )

    def _head(self, target: Path) -> bytes:
        """Return how a file begins; nothing where there is none. What is no plain file is refused where it is written."""
        try:
            if not stat.S_ISREG(target.stat().st_mode):
                return b""
            with target.open("rb") as stream:
                return stream.read(_HEAD)
        except FileNotFoundError:
            return b""
        except OSError as problem:
            raise NotWritten(
                tr("{file} could not be written: {reason}; nothing was changed", file=self.file, reason=reason(problem))
            ) from problem

    def _is_stdin(self, target: Path) -> bool:
        """Tell whether a file is the one that the accounts are read from through the standard input."""
        try:
            stdin = self._session.environment.stdin
            if stdin is None:
                return False
            found = os.fstat(stdin.fileno())
            return stat.S_ISREG(found.st_mode) and os.path.samestat(found, target.stat())
        except (OSError, ValueError):
            return False

    def write(self, content: bytes) -> None:
        """Write it whole; raises NotWritten."""
        environment = self._session.environment
        if self.file == STDOUT:
            environment.write_bytes(content)
            return
        from repaycli.cli.disk import replace

        replace(environment.folder / self.file, self.file, content)

    def tell(self, said: str) -> None:
        """Say beside the answer what was written."""
        from repaycli.present.width import clean, wrap

        environment = self._session.environment
        lines = wrap(clean(said), environment.width) if environment.errors_on_terminal else [clean(said)]
        environment.complain("\n".join(lines) + "\n")


def _is_same(one: Path, other: Path) -> bool:
    """Tell whether two paths lead to one file, by whatever links, or would."""
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return os.path.realpath(one) == os.path.realpath(other)
