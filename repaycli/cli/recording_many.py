"""Several entries at once: one append, all of them or none."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from repaycli.cli.exit_codes import FileProblems, NotWritten, WrongUsage
from repaycli.cli.recording import Desk, repair
from repaycli.inputs.journal import addition, entry_text
from repaycli.locale import tr

if TYPE_CHECKING:
    from repaycli.products.accounts import Household
    from repaycli.products.entries import Entry

Chooses = Callable[["Household", bytes], "Sequence[Entry]"]
"""What has to be recorded, by the household and the journal's content; each entry has its id."""


def loaded_with(desk: Desk, journal: bytes) -> "Household":
    """Return the household that the accounts file and a journal describe; raises FileProblems."""
    from repaycli.inputs.accounts_file import load

    household, problems = load(desk.accounts, desk.name, (journal, str(desk.place)))
    if household is None:
        raise FileProblems(problems, desk.name)
    return household


def added(content: bytes, entries: "Sequence[Entry]", household: "Household") -> bytes:
    """Return what to put behind a journal's content, so that these entries stand in it."""
    grown = content
    for entry in entries:
        grown += addition(grown, entry_text(entry, household.currency))
    return grown[len(content) :]


def record_all(desk: Desk, entries: "Sequence[Entry]", chooses: Chooses, show: Callable[[], None], said: str) -> None:
    """Put entries at the end of the journal with one write, and show the answer. What the files then describe has to be sound.

    `chooses` is asked again if another run wrote in between; where it no longer wants the same entries, nothing is written.
    What goes wrong once they stand there leaves them there, and `said` tells it.
    """
    from repaycli.cli.disk import append
    from repaycli.present.width import clean

    slip = _Slip(desk, tuple(entries), chooses)
    slip.addition(desk.journal)
    if desk.torn:
        repair(desk)
    try:
        append(desk.path, str(desk.place), slip.addition, slip.note_written)
        show()
    except BaseException as problem:
        if not slip.is_written:
            raise
        told = f"{said} {problem.message}" if isinstance(problem, NotWritten) else said
        desk.session.environment.complain(f"{clean(told)}\n")
        if not isinstance(problem, NotWritten):
            raise


class _Slip:
    """Entries on their way into the journal: what they would be, for the content that was seen last."""

    def __init__(self, desk: Desk, entries: "tuple[Entry, ...]", chooses: Chooses) -> None:
        self.desk = desk
        self.entries = entries
        self.chooses = chooses
        self.seen: bytes | None = None
        self.added = b""
        self.is_written = False

    def note_written(self) -> None:
        """They stand on the disk."""
        self.is_written = True

    def addition(self, content: bytes) -> bytes:
        """Return what to put behind a journal's content; raises what speaks against it."""
        if content == self.seen:
            return self.added
        desk = self.desk
        household = desk.household
        if content != desk.journal:
            household = loaded_with(desk, content)
            if tuple(self.chooses(household, content)) != self.entries:
                raise WrongUsage(
                    tr("another run wrote into {file} meanwhile; nothing was written", file=str(desk.place)),
                    tr("Run it again, and look at what it shows."),
                )
        found = added(content, self.entries, household)
        loaded_with(desk, content + found)
        self.seen, self.added = content, found
        return found
