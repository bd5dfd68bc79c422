"""Every text has a Chinese translation with the same fields. When this fails, follow "Translations" in CONTRIBUTING.md."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

import repaycli
from repaycli import locale
from repaycli.core.text import text

PACKAGE = Path(repaycli.__file__).parent
MARKERS = {"text": 1, "tr": 1, "trn": 2, "mark": 1}


@cache
def trees() -> dict[Path, ast.Module]:
    """Return every module of the package, parsed."""
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKERS:
            yield node.func.id, node


@cache
def messages() -> dict[str, str]:
    """Return every marked literal and where it stands."""
    found: dict[str, str] = {}
    for path, tree in trees().items():
        for name, call in calls(tree):
            for argument in call.args[: MARKERS[name]]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    found.setdefault(argument.value, f"{path.relative_to(PACKAGE)}:{call.lineno}")
    return found


@cache
def catalogue() -> dict[str, Message]:
    with (PACKAGE / "locale" / "zh" / "LC_MESSAGES" / "repaycli.po").open("rb") as stream:
        found = {}
        for message in read_po(stream, abort_invalid=True):
            for key in message.id if isinstance(message.id, tuple) else (message.id,):
                found[key] = message
        return found


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def translations(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


def test_every_text_is_translated() -> None:
    known = catalogue()
    missing = [
        f"{where}: {key!r}"
        for key, where in messages().items()
        if key not in known or not all(translations(known[key]))
    ]
    assert missing == []


def test_nothing_is_kept_that_is_not_said_any_more() -> None:
    said = messages()
    assert [key for key in catalogue() if key and key not in said] == []


def test_the_fields_are_the_same() -> None:
    known = catalogue()
    wrong = [
        f"{where}: {key!r} -> {translated!r}"
        for key, where in messages().items()
        if key in known  # another test says which are missing
        for translated in translations(known[key])
        if fields(translated) != fields(key) and not (isinstance(known[key].id, tuple) and "{count}" in translated)
    ]
    assert wrong == []


def test_no_text_is_marked_inside_an_f_string() -> None:
    """The extractor does not see such a text."""
    inside = [
        f"{path.name}:{node.lineno}"
        for path, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for _, call in calls(node)
        if any(isinstance(argument, ast.Constant) for argument in call.args)
    ]
    assert inside == []


@pytest.mark.parametrize(
    ("env", "chosen"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_GB", "LC_MESSAGES": "zh_CN"}, "zh"),
        ({"LC_ALL": "", "LANG": "zh_CN"}, "zh"),
    ],
)
def test_the_language_of_the_environment(env: dict[str, str], chosen: str) -> None:
    assert locale.from_environment(env) == chosen


def test_an_unknown_language_is_english() -> None:
    locale.use("tlh")
    assert locale.language() == "en"
    assert locale.tr("interest") == "interest"


def test_texts_inside_texts_are_filled() -> None:
    locale.use("en")
    assert locale.say(text("{key} is {found}", key="due", found=text("a list"))) == "due is a list"
    assert locale.trn("{count} loan", "{count} loans", 2) == "2 loans"
