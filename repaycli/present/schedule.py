"""When reminders run: what is scheduled, and what a change puts in and takes out."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from repaycli.core.nouns import NamedTuple
from repaycli.locale import mark, sentences, tr
from repaycli.present.model import DATA, ONLY_JSON, Column, Note, Table, View, Word
from repaycli.present.width import clean

_BY = {"cron": mark("cron"), "systemd": mark("systemd timer")}

_STATES = {
    "waits": mark("waits"),
    "stopped": mark("! stopped"),
    "no-file": mark("! its file is gone"),
    "changed": mark("! was changed by hand"),
}


class Planned(NamedTuple):
    """What is scheduled: `by` cron or systemd, its state ("waits", "stopped", "no-file", "changed"), its command."""

    file: str
    by: str
    at: time
    state: str
    notifies: bool
    within: str | None
    command: tuple[str, ...]


class Change(NamedTuple):
    """Lines that are taken out and put in: `where` is a file, or the crontab."""

    where: str
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


def next_run(at: time, today: date, clock: time) -> datetime:
    """Return when a daily job runs next.

    >>> str(next_run(time(9, 0), date(2026, 11, 1), time(9, 0)))
    '2026-11-02 09:00:00'
    """
    return datetime.combine(today if clock < at else today + timedelta(days=1), at)


def change_text(changes: Sequence[Change]) -> str:
    """Draw changes for a person: minus is what goes, plus is what comes. Lines are not wrapped, they may be copied."""
    lines: list[str] = []
    for change in changes:
        lines.append(clean(change.where) + tr(": "))
        lines += [f"- {clean(line)}" for line in change.removed]
        lines += [f"+ {clean(line)}" for line in change.added]
    return "".join(f"{line}\n" for line in lines)


def changed_view(
    head: Mapping[str, object], changes: Sequence[Change], said: Sequence[str], notes: Sequence[Note] = ()
) -> View:
    """Return the outcome of installing or removing: `head` for programs, `said` for people."""
    fields = {
        **head,
        "removed": [line for change in changes for line in change.removed],
        "added": [line for change in changes for line in change.added],
    }
    return View(currency=None, fields=fields, sentence=sentences(said), notes=tuple(notes))


def when_words(at: time, by: str, following: datetime) -> str:
    """Say when a job runs."""
    return tr(
        "Every day at {at} by {by}, next {next}.",
        at=f"{at:%H:%M}",
        by=tr(_BY[by]),
        next=f"{following:%Y-%m-%d %H:%M}",
    )


def by_word(by: str) -> Word:
    """Return what runs a job, in words."""
    return Word(by, tr(_BY[by]))


def schedules_view(
    found: Sequence[Planned], file: str | None, today: date, clock: time, notes: Sequence[Note] = ()
) -> View:
    """Return all that is scheduled, this file's first, and whether this file is reminded of."""
    ordered = sorted(found, key=lambda each: (each.file != file, each.file, each.by))
    return View(
        currency=None,
        fields={"as_of": today, "file": file},
        parts=(
            Table(
                key="schedules",
                title="",
                columns=(
                    Column("file", tr("file"), is_text=True),
                    Column("by", tr("started by"), is_text=True),
                    Column("at", tr("every day at")),
                    Column("next", tr("next")),
                    Column("state", tr("state"), is_text=True),
                    Column("notifies", tr("notifies"), forms=DATA),
                    Column("within", tr("within"), forms=DATA),
                    Column("command", tr("command"), forms=ONLY_JSON),
                ),
                rows=tuple(_row(each, today, clock) for each in ordered),
            ),
        ),
        sentence=_nothing(ordered, file),
        notes=tuple(notes),
    )


def _row(each: Planned, today: date, clock: time) -> tuple[str | Word | tuple[str, ...] | None, ...]:
    runs = each.state != "changed"
    return (
        each.file,
        by_word(each.by),
        f"{each.at:%H:%M}" if runs else None,
        f"{next_run(each.at, today, clock):%Y-%m-%d %H:%M}" if runs and each.state != "stopped" else None,
        Word(each.state, tr(_STATES[each.state])),
        Word("yes", tr("yes")) if each.notifies else Word("no", tr("no")),
        each.within,
        each.command,
    )


def _nothing(found: Sequence[Planned], file: str | None) -> str:
    if any(file in (None, each.file) for each in found):
        return ""
    if file is None:
        return tr("No reminder is scheduled. To schedule one: repaycli schedule install")
    return tr("No reminder is scheduled for {file}. To schedule one: repaycli schedule install", file=file)
