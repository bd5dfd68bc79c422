"""The collector with a program that prints what it is told: a failing example has to fail."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

from harness.collector import ExampleFailed, check_example
from harness.console import run_in_process
from harness.document import read_document

HEAD = "```toml\nas_of = 2023-01-01\n```\n"


@pytest.fixture(autouse=True)
def program(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in for the command line: `repaycli print TEXT`, `exit N`, `env NAME`, `read FILE`, `crash`, `both`."""

    def main() -> None:
        verb, *rest = sys.argv[1:]
        match verb:
            case "print":
                print(*rest, sep="\n")
            case "exit":
                sys.exit(int(rest[0]))
            case "env":
                print(os.environ.get(rest[0], "unset"))
            case "read":
                print(sys.stdin.read() if rest[0] == "-" else Path(rest[0]).read_text(), end="")
            case "both":
                print("one")
                print("two", file=sys.stderr)
                print("three")
            case _:
                raise RuntimeError("a bug")

    module = ModuleType("repaycli.cli.entry")
    module.__dict__["main"] = main
    monkeypatch.setitem(sys.modules, "repaycli.cli.entry", module)


def check(folder: Path, console: str) -> None:
    path = folder / "example.md"
    path.write_text(f"{HEAD}```console\n{console}\n```\n", encoding="utf-8")
    document = read_document(path)
    for example in document.examples:
        check_example(document, example)


@pytest.mark.parametrize(
    "console",
    [
        "$ repaycli print 17.85\n17.85",
        "$ repaycli print one 17.85 two\n...\n17.85\n...",
        "$ repaycli print 'interest 17.85 CNY'\ninterest [..] CNY",
        "$ repaycli print 17.85\n...\n! not: 17.40",
        "$ repaycli exit 3\n[exit 3]",
        "$ repaycli both\none\ntwo\nthree",
        "$ repaycli read accounts.toml\nas_of = 2023-01-01",
        "$ repaycli read - < accounts.toml\nas_of = 2023-01-01",
        "$ repaycli env COLUMNS\n80\n$ COLUMNS=40 repaycli env COLUMNS\n40",
        "$ repaycli env LANG\nC.UTF-8\n$ repaycli env REPAYCLI_FILE\nunset",
    ],
)
def test_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, console: str) -> None:
    monkeypatch.setenv("REPAYCLI_FILE", "/elsewhere.toml")
    monkeypatch.setenv("COLUMNS", "200")
    check(tmp_path, console)


@pytest.mark.parametrize(
    ("console", "said"),
    [
        ("$ repaycli print 17.40\n17.85", "output line 1 is '17.40', expected '17.85'"),
        ("$ repaycli print 17.40\n...\n17.85\n...", "matches '17.85'"),
        ("$ repaycli print 17.40\n...\n! not: 17.40", "must not be: '17.40'"),
        ("$ repaycli exit 3", "exit code 3, expected 0"),
        ("$ repaycli print\n\n[exit 3]", "exit code 0, expected 3"),
        ("$ repaycli crash", "RuntimeError: a bug"),
        ("$ repaycli print 1\n1\n$ repaycli print 2\n3", "output line 1 is '2', expected '3'"),
        ("$ repaycli both\none\nthree\ntwo", "output line 2 is 'two', expected 'three'"),
    ],
)
def test_fails(tmp_path: Path, console: str, said: str) -> None:
    with pytest.raises(ExampleFailed) as failure:
        check(tmp_path, console)
    assert said in str(failure.value)


def test_the_world_is_put_back(tmp_path: Path) -> None:
    before = dict(os.environ), Path.cwd(), sys.argv, sys.stdout
    output = run_in_process(["both"], tmp_path, tmp_path)
    assert (output.stdout, output.stderr) == ("one\nthree\n", "two\n")
    assert (dict(os.environ), Path.cwd(), sys.argv, sys.stdout) == before
