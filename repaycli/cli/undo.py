"""`repaycli undo [ID]`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from repaycli.cli.completion import entries
from repaycli.cli.entry_values import YesOption
from repaycli.cli.exit_codes import WrongUsage
from repaycli.cli.session import Session
from repaycli.cli.values import did_you_mean, quoted
from repaycli.locale import joined, mark, tr
from repaycli.present.shell import command

if TYPE_CHECKING:
    from repaycli.cli.recording import Desk
    from repaycli.products.accounts import Household
    from repaycli.products.entries import Entry, Recorded
    from repaycli.strategies.doubts import Doubt

EXAMPLES = (
    "repaycli undo",
    "repaycli undo --reason 记错了",
)


def undo(
    session: Session,
    entry: Annotated[
        str | None,
        typer.Argument(
            metavar="ID",
            help=mark("The id of an entry; of an undo, to take that back. Otherwise the newest entry that counts."),
            autocompletion=entries,
        ),
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help=mark("Why."))] = None,
    yes: YesOption = False,
) -> None:
    """Take an entry back: nothing is deleted, a reversal is added."""
    from repaycli.cli.entry_values import note_value
    from repaycli.cli.recording import open_desk, record, settle
    from repaycli.present.journal import Recording, undo_view
    from repaycli.present.model import View
    from repaycli.products.entries import Entry
    from repaycli.strategies.effects import changed_wallets, effect

    desk = open_desk(session)
    found = _chosen(desk, desk.journal, entry)
    concerned = _concerned(desk, found)
    said = _words(desk, found, concerned)
    reversal = Entry("reversal", None, desk.today, of=found.entry.id or "", note=note_value("--reason", reason))

    def look(_: "Household", content: bytes) -> "Sequence[Doubt]":
        if content != desk.journal:  # another run may have taken it back in between
            _chosen(desk, content, reversal.of)
        return ()

    def show(recording: Recording) -> View:
        before, after = recording.before, recording.after
        on = max(concerned.on or desk.today, desk.today)
        shown = effect(before, after, concerned.account, on)
        return undo_view(recording, shown, changed_wallets(before, after, on))

    if entry is None and not yes and not session.environment.can_ask:
        raise WrongUsage(
            tr("without a terminal name the entry to take back, or add --yes"),
            tr("The newest is: {entry}", entry=said[0]),
        )
    settle(desk, (), yes, said, tr("Take it back?"))
    record(desk, reversal, look, show, taken_back=found.entry)


def _known(desk: "Desk", journal: bytes) -> "Sequence[Recorded]":
    from repaycli.inputs.recorded import recorded

    return recorded(desk.accounts, desk.name, (journal, str(desk.place)))


def _chosen(desk: "Desk", journal: bytes, stated: str | None) -> "Recorded":
    """Return the entry with an id, by default the newest one of the journal that counts and is no reversal."""
    known = _known(desk, journal)
    if stated is None:
        return _newest(desk, known)
    found = next((each for each in known if each.entry.id == stated), None)
    if found is None:
        ids = [each.entry.id for each in known if each.entry.id]
        newest = tr("The newest are: {ids}", ids=joined(ids[:-6:-1])) if ids else ""
        raise WrongUsage(tr("no entry has the id {id}", id=quoted(stated)) + did_you_mean(stated, ids), newest)
    if found.undone_by is not None:
        raise WrongUsage(
            tr("{id} is taken back already, by {by}", id=stated, by=found.undone_by),
            tr("To bring it back: {command}", command=command("undo", found.undone_by)),
        )
    return found


def _newest(desk: "Desk", known: "Sequence[Recorded]") -> "Recorded":
    counting = [each for each in known if each.in_journal and not each.undone_by and each.entry.table != "reversal"]
    if not counting:
        raise WrongUsage(
            tr("there is nothing to take back: {file} has no entry that counts", file=str(desk.place)),
            tr("An entry of the accounts file is taken back by its id."),
        )
    newest = counting[-1]
    if newest.entry.id is None:
        raise WrongUsage(
            tr("the newest entry, {file} line {line}, has no id", file=newest.file, line=newest.line),
            tr("Give it one, such as {example}, or name another entry.", example='id = "p1"'),
        )
    return newest


def _concerned(desk: "Desk", found: "Recorded") -> "Entry":
    """Return the payment, purchase, receipt or balance that an undo, or the undo of one, is about."""
    by_id = {each.entry.id: each.entry for each in _known(desk, desk.journal) if each.entry.id}
    entry = found.entry
    while entry.table == "reversal":
        entry = by_id[entry.of]
    return entry


def _words(desk: "Desk", found: "Recorded", concerned: "Entry") -> list[str]:
    """Say what would be taken back."""
    from repaycli.present.entries import entry_words

    what = entry_words(concerned, desk.household.currency)
    where = tr("{what} (id {id}; {file}, line {line})", what=what, id=found.entry.id, file=found.file, line=found.line)
    if found.entry.table == "reversal":
        return [where, tr("this is an undo: taking it back makes the entry {id} count again", id=found.entry.of)]
    if not found.in_journal:
        return [where, tr("it stays in {file} as you wrote it, and counts no more", file=found.file)]
    return [where]
