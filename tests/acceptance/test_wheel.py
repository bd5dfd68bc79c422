"""The wheel holds what a user needs, and the examples see the same program as a user does."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from harness.console import Output, run_in_process

TOP = Path(__file__).resolve().parent.parent.parent

SAMPLE = (TOP / "sample_accounts.toml").read_text(encoding="utf-8")


def names(wheel: Any) -> set[str]:
    with ZipFile(wheel.wheel) as archive:
        return set(archive.namelist())


def test_what_is_inside(wheel: Any) -> None:
    inside = names(wheel)
    assert "repaycli/sample_accounts.toml" in inside
    assert "repaycli/py.typed" in inside
    for pattern in ("products/presets/*.toml", "locale/*/LC_MESSAGES/*.po", "lessons/*.md", "lessons/*.toml"):
        for path in TOP.glob(f"repaycli/{pattern}"):
            assert path.relative_to(TOP).as_posix() in inside


def test_every_translation_is_compiled(wheel: Any) -> None:
    inside = names(wheel)
    sources = [name for name in inside if name.endswith(".po")]
    assert [name for name in sources if name.removesuffix(".po") + ".mo" not in inside] == []


def test_no_test_and_no_tool_is_inside(wheel: Any) -> None:
    inside = {"repaycli", "repaycli-0.1.0.dist-info", "repaycli-0.1.0.data"}
    assert {name.split("/")[0] for name in names(wheel)} == inside


@pytest.mark.parametrize(("folder", "word"), [("man1", "payments"), ("zh_CN/man1", "还款计划")])
def test_manual_pages_are_installed_in_both_languages(folder: str, word: str, wheel: Any) -> None:
    pages = wheel.bin.parent / "share" / "man" / folder
    assert {page.name for page in pages.iterdir()} >= {"repaycli.1", "repaycli-plan.1"}
    assert word in (pages / "repaycli-plan.1").read_text(encoding="utf-8").replace(r"\:", "")


def test_it_runs_from_the_environment_not_from_the_tree(run: Callable[..., Output], wheel: Any) -> None:
    assert (wheel.site_packages / "repaycli" / "__init__.py").exists()
    assert run("--version").exit_code == 0


def test_repay_is_the_same_program(run: Callable[..., Output]) -> None:
    assert run("presets", program="repay").stdout == run("presets").stdout


def test_it_is_a_module_too(run: Callable[..., Output], wheel: Any) -> None:
    python = wheel.site_packages.parents[2] / "bin" / "python"
    found = subprocess.run([python, "-m", "repaycli", "presets"], capture_output=True, text=True, check=False)
    assert found.stdout == run("presets").stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["status"],
        ["compare"],
        ["compare", "--json"],
        ["ledger", "--plain"],
        ["plan", "--lang", "zh"],
        ["explain", "罚息"],
        ["no-such-command"],
        ["status", "-f", "missing.toml"],
    ],
    ids=" ".join,
)
def test_the_examples_see_what_a_user_sees(run: Callable[..., Output], tmp_path: Path, arguments: list[str]) -> None:
    """The fast way of the worked examples (in the tests' process) answers like a process of its own."""
    as_of = next(line.split("=")[1].split("#")[0].strip() for line in SAMPLE.splitlines() if line.startswith("as_of"))
    arguments = [*arguments, "--as-of", as_of]
    installed = run(*arguments, files={"accounts.toml": SAMPLE})
    here = run_in_process(arguments, tmp_path / "folder", tmp_path / "home")
    assert (here.exit_code, here.stdout, here.stderr) == (installed.exit_code, installed.stdout, installed.stderr)
