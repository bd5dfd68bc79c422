"""The collector of Markdown examples, and the command line as a fixture."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

from harness.collector import pytest_collect_file
from harness.console import Output, run_in_process

__all__ = ["cli", "pytest_collect_file"]

settings.register_profile("repaycli", deadline=None)  # a busy machine is no fault of the program
settings.load_profile("repaycli")


def pytest_collection_finish() -> None:
    """Look for cycles among what the tests make, and seldom: not among the modules and the thousands of tests."""
    gc.freeze()
    gc.set_threshold(20_000)


@pytest.fixture
def cli(tmp_path: Path) -> Callable[..., Output]:
    """Run the command line in this process: `cli("status", files={"accounts.toml": text}, env={"COLUMNS": "40"})`.

    All calls of one test share a folder, `tmp_path / "folder"`.
    """
    folder, home = tmp_path / "folder", tmp_path / "home"
    folder.mkdir()
    home.mkdir()

    def run(
        *args: str,
        files: Mapping[str, str | bytes] | None = None,
        env: Mapping[str, str] | None = None,
        stdin: str | bytes = b"",
    ) -> Output:
        for name, content in (files or {}).items():
            (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return run_in_process(args, folder, home, env, stdin.encode() if isinstance(stdin, str) else stdin)

    return run
