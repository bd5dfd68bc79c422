"""Makes a pytest item of every ```console block in tests/worked and tests/errors."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from harness.console import Output, run_in_process
from harness.document import BadDocument, Command, Document, Example, read_document, require_evidence
from harness.matching import explain_mismatch

TESTS = Path(__file__).resolve().parent.parent


class ExampleFailed(Exception):
    """What was printed is not what the document says."""


def check_example(document: Document, example: Example, folder: Path | None = None) -> None:
    """Run one block: in `folder`, else in a new one that holds the document's files."""
    with TemporaryDirectory(prefix="repaycli-example-") as temporary:
        home = Path(temporary) / "home"
        home.mkdir()
        if folder is None:
            folder = Path(temporary) / "folder"
            folder.mkdir()
            for name, text in document.files.items():
                (folder / name).write_text(text, encoding="utf-8")
        for command in example.commands:
            stdin = (folder / command.stdin_file).read_bytes() if command.stdin_file else b""
            check_output(command, run_in_process(command.argv, folder, home, command.env, stdin))


def check_output(command: Command, output: Output) -> None:
    """Compare screen, exit code and what must not be there."""
    complaints: list[str] = []
    if mismatch := explain_mismatch(command.expected, output.screen):
        complaints.append(mismatch)
    if output.exit_code != command.exit_code:
        complaints.append(f"exit code {output.exit_code}, expected {command.exit_code}")
    complaints += [f"printed, and must not be: {text!r}" for text in command.absent if text in output.screen]
    if complaints:
        printed = "\n".join("    " + line for line in output.screen.rstrip("\n").split("\n"))
        raise ExampleFailed("\n".join([f"$ {command.text}", *complaints, "printed:", printed]))


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect Markdown below tests/worked and tests/errors."""
    if file_path.suffix != ".md" or file_path.name == "README.md":
        return None
    place = Path(os.path.relpath(file_path, TESTS)).parts
    if place[0] not in {"worked", "errors"}:
        return None
    return MarkdownFile.from_parent(parent, path=file_path)


class MarkdownFile(pytest.File):
    """A document of examples."""

    def collect(self) -> Iterable[pytest.Item]:
        document = read_document(self.path)
        if "worked" in self.path.relative_to(TESTS).parts[:1]:
            require_evidence(self.path)
        if not document.examples:
            raise BadDocument(f"{self.path.name}: no ```console block, so nothing is checked")
        for example in document.examples:
            name = f"line {example.line}: {example.title}"
            yield MarkdownExample.from_parent(self, name=name, document=document, example=example)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> Any:
        if isinstance(excinfo.value, BadDocument):
            return str(excinfo.value)
        return super().repr_failure(excinfo)


class MarkdownExample(pytest.Item):
    """One block of a document."""

    def __init__(self, *, document: Document, example: Example, **rest: Any) -> None:
        super().__init__(**rest)
        self.document = document
        self.example = example

    def runtest(self) -> None:
        check_example(self.document, self.example)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, ExampleFailed):
            return f"{self.path.name}:{self.example.line}\n{excinfo.value}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.example.line - 1, self.name
