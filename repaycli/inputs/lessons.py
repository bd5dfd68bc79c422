"""The lessons of `explain`: data files and texts of `repaycli.lessons`."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import cast

from repaycli import lessons
from repaycli.core.nouns import NamedTuple
from repaycli.inputs.cited import languages, tables

FOLDER = Path(lessons.__file__ or "").parent


class Source(NamedTuple):
    """Who said it. `seen` tells what was read: "original", "copy", "report", "program" or "none" (no page was seen)."""

    issuer: Mapping[str, str]  # by language, as title and section; a section may be empty
    title: Mapping[str, str]
    section: Mapping[str, str]
    issued: str  # a date as exactly as it is known, "" if it is not
    where: str
    seen: str
    confidence: str
    checked: date | None  # when the page was last read


class Topic(NamedTuple):
    """One lesson, without its text. `names` are all words that ask for it."""

    id: str
    group: str
    title: Mapping[str, str]
    summary: Mapping[str, str]
    names: tuple[str, ...]
    see: tuple[str, ...]
    sources: tuple[Source, ...]

    @property
    def checked(self) -> date:
        """The day on which, or after which, all of its sources were read that were read at all."""
        return min(source.checked for source in self.sources if source.checked)


@cache
def groups() -> Mapping[str, Mapping[str, str]]:
    """Return the groups of lessons in order, each with its title by language."""
    return {str(raw["id"]): languages(raw["title"]) for raw in tables(_data("topics.toml")["group"])}


@cache
def topics() -> tuple[Topic, ...]:
    """Return all lessons in order."""
    known = {str(raw["id"]): _source(raw) for raw in tables(_data("sources.toml")["source"])}
    return tuple(_topic(raw, known) for raw in tables(_data("topics.toml")["topic"]))


def find_topic(asked: str) -> Topic | None:
    """Return the lesson that a word or two ask for, in either language.

    >>> [found.id for found in map(find_topic, ("Minimum Payment", "最低还款", "罚息")) if found]
    ['minimum', 'minimum', 'penalty']
    """
    wanted = _folded(asked)
    return next((topic for topic in topics() if wanted in map(_folded, topic.names)), None)


def lesson_text(topic: Topic, language: str) -> str:
    """Return the text of a lesson, in Markdown."""
    return (FOLDER / f"{topic.id}.{language}.md").read_text(encoding="utf-8")


def _folded(name: str) -> str:
    return "".join(char for char in name.casefold() if char not in " -_")


def _data(name: str) -> dict[str, object]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def _topic(raw: Mapping[str, object], known: Mapping[str, Source]) -> Topic:
    title = languages(raw["title"])
    names = dict.fromkeys([str(raw["id"]), *title.values(), *_words(raw["aliases"])])
    return Topic(
        str(raw["id"]),
        str(raw["group"]),
        title,
        languages(raw["summary"]),
        tuple(names),
        _words(raw["see"]),
        tuple(known[each] for each in _words(raw["sources"])),
    )


def _source(raw: Mapping[str, object]) -> Source:
    return Source(
        languages(raw["issuer"]),
        languages(raw["title"]),
        languages(raw.get("section")),
        str(raw.get("date", "")),
        str(raw.get("where", "")),
        str(raw["seen"]),
        str(raw["confidence"]),
        cast("date | None", raw.get("checked")),
    )


def _words(raw: object) -> tuple[str, ...]:
    return tuple(cast("list[str]", raw))
