"""What `pay`, `spend`, `receive`, `balance` and `undo` share: the journal beside the file, questions, and the one way to record.

Everything is looked at before the journal is locked; under the lock only if another run wrote in between. The accounts
file is read and never opened for writing.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from repaycli.cli.exit_codes import Declined, FileProblems, Locked, NotWritten, WrongUsage
from repaycli.core.nouns import NamedTuple
from repaycli.inputs.journal import addition, entry_text, set_aside, shown_piece, torn_tail
from repaycli.locale import tr

if TYPE_CHECKING:
    from datetime import date

    from repaycli.cli.session import Session
    from repaycli.core.problems import Problem
    from repaycli.present.journal import Recording
    from repaycli.present.model import View
    from repaycli.products.accounts import Household
    from repaycli.products.entries import Entry
    from repaycli.strategies.doubts import Doubt

_MOST_TOKENS = 1000

Looks = Callable[["Household", bytes], "Sequence[Doubt]"]
"""What speaks against an entry, by the household and the journal's content."""


class Desk(NamedTuple):
    """The files of a run that records. `journal` is its content, with a torn piece set aside; `found` as it stands."""

    session: "Session"
    household: "Household"
    today: "date"
    accounts: bytes
    name: str
    place: Path
    journal: bytes
    found: bytes
    torn: "tuple[Problem, ...]"

    @property
    def path(self) -> Path:
        """Where the journal is on the disk."""
        return self.session.environment.folder / self.place


def open_desk(session: "Session") -> Desk:
    """Read the file and its journal; raises FileProblems where something else than a torn tail is wrong with them."""
    from repaycli.cli.files import STDIN, read_accounts
    from repaycli.core.problems import Severity

    stated = session.options.file or session.environment.env.get("REPAYCLI_FILE")
    if stated == STDIN:
        raise WrongUsage(
            tr("there is no journal beside the standard input"), tr("Name the accounts file: {form}", form="-f FILE")
        )
    read = read_accounts(session.options.file, session.environment)
    place = read.beside
    assert place is not None
    found = read.journal[0] if read.journal else b""
    journal = set_aside(found)
    loaded = session.load(read._replace(journal=(journal, str(place)) if read.journal else None))
    torn: tuple[Problem, ...] = ()
    if loaded.household is None or journal != found:
        problems = session.load(read).problems
        if loaded.household is None:
            raise FileProblems(problems, read.name)
        torn = tuple(each for each in problems if each.severity is Severity.ERROR)
    today = session.today(loaded.household)
    return Desk(session, loaded.household, today, read.content, read.name, place, journal, found, torn)


# -- questions ------------------------------------------------------------------------------------------------------------


def nothing_recorded() -> str:
    """Say that a question was answered with no."""
    return tr("nothing was recorded")


def settle(desk: Desk, doubts: "Sequence[Doubt]", yes: bool, said: Iterable[str] = (), question: str = "") -> None:
    """Ask once about everything that speaks against an entry, `said` standing above it.

    Without a terminal a torn journal raises FileProblems, a doubt WrongUsage; `yes` insists. A no raises Declined.
    """
    from repaycli.present.words import sentence

    environment = desk.session.environment
    torn = [_torn_words(desk)] if desk.torn else []
    words = [sentence(doubt.message, desk.household.currency) for doubt in doubts]
    if yes:
        _tell(desk, torn)
    elif environment.can_ask:
        lines = [*said, *torn, *words]
        _tell(desk, lines)
        if lines and not environment.ask(question or tr("Record it?")):
            raise Declined(nothing_recorded())
    elif desk.torn:
        raise FileProblems(desk.torn, desk.name)
    elif words:
        raise WrongUsage(tr("; ").join(words), tr("Nothing was recorded. If it is meant so, add --yes."))


def _tell(desk: Desk, lines: Iterable[str]) -> None:
    from repaycli.present.width import clean, wrap

    environment = desk.session.environment
    width = max(20, environment.width) if environment.errors_on_terminal else None
    for line in map(clean, lines):
        environment.complain("\n".join(wrap(line, width, "  ") if width else [line]) + "\n")


def _torn_words(desk: Desk) -> str:
    piece = shown_piece(desk.found, torn_tail(desk.found) or 0)
    return tr(
        "the journal ends in a piece that is not whole, and will keep it as a comment: {piece}",
        piece=piece,
    )


# -- recording ------------------------------------------------------------------------------------------------------------


def record(
    desk: Desk,
    entry: "Entry",
    looks: Looks,
    show: "Callable[[Recording], View]",
    taken_back: "Entry | None" = None,
) -> None:
    """Put an entry at the end of the journal and show what it changed; its id is drawn here.

    `looks` is asked again if another run wrote in between; a doubt that was not there before stops the entry. What goes
    wrong once the entry stands there leaves it there, and that is said.
    """
    from repaycli.cli.disk import append

    slip = _Slip(desk, entry, looks, taken_back)
    slip.addition(desk.journal)
    if desk.torn:
        repair(desk)
    try:
        append(desk.path, str(desk.place), slip.addition, slip.note_written)
        desk.session.show(show(slip.recording))
    except BaseException as problem:
        if not slip.is_written:
            raise
        _tell_all_the_same(slip.recording, desk, problem)


class _Slip:
    """An entry on its way into the journal: what it would be, for the content that was seen last."""

    def __init__(self, desk: Desk, entry: "Entry", looks: Looks, taken_back: "Entry | None") -> None:
        self.desk = desk
        self.entry = entry
        self.looks = looks
        self.taken_back = taken_back
        self.agreed: frozenset[str] | None = None
        self.seen: bytes | None = None
        self.added = b""
        self.is_written = False
        self.made: Recording | None = None

    @property
    def recording(self) -> "Recording":
        """What is recorded."""
        assert self.made is not None
        return self.made

    def note_written(self) -> None:
        """It stands on the disk."""
        self.is_written = True

    def addition(self, content: bytes) -> bytes:
        """Return what to put behind a journal's content; raises what speaks against it."""
        if content == self.seen:
            return self.added
        from repaycli.present.journal import Recording

        desk = self.desk
        before = desk.household if content == desk.journal else self._loaded(content)
        self._look(before, content)
        entry = self.entry._replace(id=self._free_id(content))
        added = addition(content, entry_text(entry, before.currency))
        after = self._loaded(content + added)
        self.made = Recording(entry, before, after, desk.today, self.taken_back)
        self.seen, self.added = content, added
        return added

    def _look(self, household: "Household", content: bytes) -> None:
        doubts = self.looks(household, content)
        codes = frozenset(doubt.code for doubt in doubts)
        if self.agreed is None:
            self.agreed = codes
        new = [doubt for doubt in doubts if doubt.code not in self.agreed]
        if new:
            from repaycli.present.words import sentence

            said = tr("; ").join(sentence(doubt.message, household.currency) for doubt in new)
            raise WrongUsage(
                tr("another run wrote into {file} meanwhile: {said}", file=str(self.desk.place), said=said),
                tr("Nothing was recorded. If it is meant so, add --yes."),
            )

    def _loaded(self, journal: bytes) -> "Household":
        from repaycli.inputs.accounts_file import load

        household, problems = load(self.desk.accounts, self.desk.name, (journal, str(self.desk.place)))
        if household is None:
            raise FileProblems(problems, self.desk.name)
        return household

    def _free_id(self, content: bytes) -> str:
        """Draw an id that stands in neither file, not even inside another word."""
        for _ in range(_MOST_TOKENS):
            token = self.desk.session.environment.token()
            if token.encode() not in content and token.encode() not in self.desk.accounts:
                return token
        raise AssertionError("no id is free")


def repair(desk: Desk) -> None:
    """Turn the torn piece, which was shown and agreed to, into a comment."""
    from repaycli.cli.disk import rewrite

    def change(content: bytes) -> bytes:
        if content != desk.found:
            raise Locked(
                tr("another run wrote into {file} meanwhile; nothing was written", file=str(desk.place)),
                tr("Wait until it has ended, and try again."),
            )
        return desk.journal

    rewrite(desk.path, str(desk.place), change)


def _tell_all_the_same(recording: "Recording", desk: Desk, problem: BaseException) -> None:
    """Say that the entry is recorded though the answer could not be shown; only that is no failure of the run."""
    from repaycli.present.entries import recorded_words
    from repaycli.present.width import clean

    said = recorded_words(recording.entry, recording.currency, recording.taken_back)
    if isinstance(problem, NotWritten):
        said = f"{said}; {problem.message}"
    desk.session.environment.complain(f"{clean(said)}\n")
    if not isinstance(problem, NotWritten):
        raise problem
