"""Reads a Markdown document with files (```toml) and examples (```console). See CONTRIBUTING.md for the form."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROGRAMS = ("repaycli", "repay")
DEFAULT_FILE = "accounts.toml"
NOT = "! not: "

_FENCE = re.compile(r"^(`{3,})\s*(\w*)\s*$")
_HEADING = re.compile(r"^#+\s+(.*)$")
_FILE_LINE = re.compile(r"^#\s*file:\s*(\S+)\s*$")
_EXIT = re.compile(r"^\[exit (\d+)\]$")
_ASSIGNMENT = re.compile(r"^([A-Z_][A-Z0-9_]*)=(.*)$", re.DOTALL)


class BadDocument(Exception):
    """The document itself is wrong: said at collection."""


@dataclass(frozen=True, slots=True)
class Command:
    """One `$` line and what has to come of it."""

    line: int
    text: str
    argv: tuple[str, ...]
    env: dict[str, str]
    stdin_file: str | None
    expected: str
    absent: tuple[str, ...]
    exit_code: int


@dataclass(frozen=True, slots=True)
class Example:
    """One ```console block."""

    line: int
    title: str
    commands: tuple[Command, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A document's files by name and its examples in order."""

    path: Path
    files: dict[str, str]
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class _Block:
    line: int  # of the first line inside the fence, counted from 1
    language: str
    title: str
    lines: tuple[str, ...]


def read_document(path: Path) -> Document:
    """Read files and examples; anything unclear is a `BadDocument`."""
    blocks = list(_blocks(path.read_text(encoding="utf-8")))
    files: dict[str, str] = {}
    for block in blocks:
        if block.language == "toml":
            name = _file_name(block)
            if name in files:
                raise BadDocument(f"{path.name}:{block.line}: a second file called {name}")
            files[name] = "".join(line + "\n" for line in block.lines)
    examples = tuple(_example(path, block) for block in blocks if block.language == "console")
    return Document(path, files, examples)


def require_evidence(path: Path) -> None:
    """Refuse a worked example that does not say where its figure comes from and how it was checked."""
    text = path.read_text(encoding="utf-8")
    for label, what in (
        ("Source:", "who published the figure, or the rule it follows"),
        ("Checked by hand:", "the arithmetic, done without the program"),
    ):
        if not re.search(rf"^{re.escape(label)}[ \t]*\S", text, re.MULTILINE):
            raise BadDocument(f"{path.name}: no line '{label} …'; a worked example needs one ({what})")


def parse_command(line: int, text: str) -> Command:
    """Parse what follows `$ `: NAME=VALUE settings, the program, its arguments, perhaps `< FILE`."""
    words = shlex.split(text)
    env: dict[str, str] = {}
    while words and (match := _ASSIGNMENT.match(words[0])):
        env[match[1]] = match[2]
        words.pop(0)
    if not words or words[0] not in PROGRAMS:
        raise BadDocument(f"line {line}: an example runs repaycli, not {text!r}")
    stdin_file = None
    if len(words) >= 2 and words[-2] == "<":
        stdin_file = words[-1]
        words = words[:-2]
    if odd := next((word for word in words if word in {"|", ">", ">>", "<", "&&", "||", ";", "&"}), None):
        raise BadDocument(f"line {line}: there is no shell here, {odd!r} means nothing")
    return Command(line, text, tuple(words[1:]), env, stdin_file, expected="", absent=(), exit_code=0)


def _blocks(text: str) -> Iterator[_Block]:
    title, fence, language, start, inside = "", None, "", 0, []
    for number, line in enumerate(text.split("\n"), start=1):
        match = _FENCE.match(line)
        if fence is None and match:
            fence, language, start, inside = match[1], match[2], number + 1, []
        elif fence is not None and line.rstrip() == fence:
            yield _Block(start, language, title, tuple(inside))
            fence = None
        elif fence is not None:
            inside.append(line)
        elif heading := _HEADING.match(line):
            title = heading[1].strip()
    if fence is not None:
        raise BadDocument(f"line {start - 1}: this block is never closed")


def _file_name(block: _Block) -> str:
    match = _FILE_LINE.match(block.lines[0]) if block.lines else None
    return match[1] if match else DEFAULT_FILE


def _example(path: Path, block: _Block) -> Example:
    if not block.lines or not block.lines[0].startswith("$ "):
        raise BadDocument(f"{path.name}:{block.line}: a console block begins with '$ repaycli …'")
    starts = [index for index, line in enumerate(block.lines) if line.startswith("$ ")]
    commands: list[Command] = []
    for start, end in zip(starts, [*starts[1:], len(block.lines)], strict=True):
        try:
            parsed = parse_command(block.line + start, equivalent(block.lines[start][2:]))
        except BadDocument as problem:
            raise BadDocument(f"{path.name}: {problem}") from None
        commands.append(_with_expectation(parsed, list(block.lines[start + 1 : end])))
    return Example(block.line, block.title, tuple(commands))


def _with_expectation(command: Command, lines: list[str]) -> Command:
    absent = tuple(line.removeprefix(NOT) for line in lines if line.startswith(NOT))
    lines = [line for line in lines if not line.startswith(NOT)]
    while lines and not lines[-1].strip():
        lines.pop()
    exit_code = 0
    if lines and (match := _EXIT.match(lines[-1])):
        exit_code = int(match[1])
        lines.pop()
    return Command(
        command.line,
        command.text,
        command.argv,
        command.env,
        command.stdin_file,
        expected="\n".join(lines),
        absent=absent,
        exit_code=exit_code,
    )


def equivalent(text: str) -> str:
    """Of a set-up line (`make an environment && install && .venv/bin/repaycli …`) return the last command.

    Such a line is pasted at a terminal, so it stands for the form that a terminal shows.
    """
    *setup, last = text.split(" && ")
    if setup and last.startswith(".venv/bin/") and all(step.startswith("python3 -m ") for step in setup):
        return "REPAYCLI_FORCE_TERMINAL=1 " + last.removeprefix(".venv/bin/")
    return text
