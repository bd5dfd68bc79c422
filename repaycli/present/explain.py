"""The lessons: the list of them, and one with its sources."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from repaycli.locale import joined, mark, tr
from repaycli.present.lesson_text import parts_of
from repaycli.present.model import DATA, ONLY_JSON, ONLY_TABLE, Column, Lines, Table, View
from repaycli.present.words import confidence_word, localised

_SEEN = {
    "original": mark("own page"),
    "copy": mark("a copy"),
    "report": mark("a report"),
    "program": mark("this program"),
    "none": mark("no page seen"),
}


class Cited(Protocol):
    """A source of a lesson."""

    @property
    def issuer(self) -> Mapping[str, str]: ...
    @property
    def title(self) -> Mapping[str, str]: ...
    @property
    def section(self) -> Mapping[str, str]: ...
    @property
    def issued(self) -> str: ...
    @property
    def where(self) -> str: ...
    @property
    def seen(self) -> str: ...
    @property
    def confidence(self) -> str: ...
    @property
    def checked(self) -> date | None: ...


class Lesson(Protocol):
    """A lesson without its text, as `repaycli.inputs` reads it."""

    @property
    def id(self) -> str: ...
    @property
    def group(self) -> str: ...
    @property
    def title(self) -> Mapping[str, str]: ...
    @property
    def summary(self) -> Mapping[str, str]: ...
    @property
    def names(self) -> Sequence[str]: ...
    @property
    def see(self) -> Sequence[str]: ...
    @property
    def sources(self) -> Sequence[Cited]: ...
    @property
    def checked(self) -> date: ...


def lessons_view(lessons: Sequence[Lesson], groups: Mapping[str, Mapping[str, str]], today: date) -> View:
    """Return the list of lessons: on a terminal a table for each group, for programs one of all."""
    tables = [_list(lessons, "topics", "", DATA)]
    for group, title in groups.items():
        tables.append(_list([each for each in lessons if each.group == group], "", localised(title), ONLY_TABLE))
    return View(
        currency=None,
        fields={"as_of": today},
        parts=tuple(tables),
        sentence=tr(
            "`repaycli explain TOPIC` tells one of them; the Chinese names work too, as in `repaycli explain 罚息`."
        ),
    )


def _list(lessons: Sequence[Lesson], key: str, title: str, forms: frozenset[str]) -> Table:
    columns = (
        Column("topic", tr("topic"), is_text=True),
        Column("group", tr("group"), is_text=True, forms=DATA),
        Column("title", tr("title"), is_text=True),
        Column("summary", tr("summary"), is_text=True),
        Column("checked", tr("checked"), forms=DATA),
        Column("names", tr("names"), is_text=True, forms=ONLY_JSON),
    )
    rows = tuple(
        (each.id, each.group, localised(each.title), localised(each.summary), each.checked, tuple(each.names))
        for each in lessons
    )
    return Table(key, title, columns, rows, forms=forms)


def lesson_view(lesson: Lesson, text: str, today: date) -> View:
    """Return one lesson; `text` is its Markdown."""
    sources = Lines(tuple(f"- {_source(source)}" for source in lesson.sources), tr("Sources"))
    more = joined(f"`repaycli explain {each}`" for each in lesson.see)
    return View(
        currency=None,
        fields={
            "as_of": today,
            "topic": lesson.id,
            "title": localised(lesson.title),
            "summary": localised(lesson.summary),
            "text": text,
            "sources": [_fields(source) for source in lesson.sources],
            "checked": lesson.checked,
            "see": lesson.see,
        },
        parts=(*parts_of(text), sources),
        sentence=tr(
            "Its sources were read on {date} or later. Lenders differ and rules change: what your own contract says goes first.",
            date=lesson.checked,
        ),
        steps=Lines((tr("See also: {names}", names=more),)) if more else None,
        is_prose=True,
    )


def _source(source: Cited) -> str:
    what = [each for each in (localised(source.title), localised(source.section), source.issued) if each]
    seen = tr(_SEEN[source.seen])
    return tr(
        "{issuer}: {what} ({how}; confidence {confidence})",
        issuer=localised(source.issuer),
        what=tr(", ").join(what),
        how=tr("{how}: {where}, read {date}", how=seen, where=source.where, date=source.checked)
        if source.where
        else seen,
        confidence=confidence_word(source.confidence).label,
    )


def _fields(source: Cited) -> Mapping[str, object]:
    return {
        "issuer": localised(source.issuer),
        "title": localised(source.title),
        "section": localised(source.section),
        "date": source.issued,
        "where": source.where,
        "seen": source.seen,
        "confidence": source.confidence,
        "checked": source.checked,
    }
