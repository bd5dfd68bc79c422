"""The built wheel, installed as a user has it, and a way to drive it."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from harness.console import Output, run_process
from harness.terminal import run_on_terminal

TOP = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True, slots=True)
class Installed:
    """A temporary environment with the wheel in it."""

    wheel: Path
    bin: Path
    site_packages: Path


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Build the wheel and install it once, without the network: the dependencies are those of the tests' environment.

    Where several workers share the tests, the first that needs it builds it for all of them.
    """
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "wheel"
    folder.mkdir(exist_ok=True)
    done = folder / "done"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            _install(folder)
            done.touch()
    (built,) = folder.glob("repaycli-*.whl")
    (site_packages,) = folder.glob("venv/lib/python*/site-packages")
    return Installed(built, folder / "venv" / "bin", site_packages)


def _install(folder: Path) -> None:
    _quietly(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=TOP)
    (built,) = folder.glob("repaycli-*.whl")
    environment = folder / "venv"
    venv.create(environment, with_pip=False, symlinks=True)
    python = environment / "bin" / "python"
    _quietly(
        sys.executable, "-m", "pip", "--python", str(python), "install", "-q", "--no-deps", "--no-index", str(built)
    )
    (site_packages,) = environment.glob("lib/python*/site-packages")
    # A plain path in a .pth file: the dependencies are found there, an editable repaycli is not.
    (site_packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    _quietly(str(python), "-m", "compileall", "-q", str(site_packages / "repaycli"))


@pytest.fixture
def run(wheel: Installed, tmp_path: Path) -> Callable[..., Output]:
    """Drive the installed program: `run("status", "--plain", files={…}, env={…}, stdin=…, columns=40, pty=True)`.

    All calls of one test share a folder, `tmp_path / "folder"`, and an empty HOME. With `pty` both streams are a
    terminal of `columns` × 24, and the output is all in `screen` and `stdout`.
    """
    folder, home = tmp_path / "folder", tmp_path / "home"
    folder.mkdir()
    home.mkdir()

    def drive(
        *args: str,
        files: Mapping[str, str | bytes] | None = None,
        env: Mapping[str, str] | None = None,
        stdin: str | bytes = b"",
        columns: int = 80,
        pty: bool = False,
        program: str = "repaycli",
    ) -> Output:
        for name, content in (files or {}).items():
            (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
        command = [str(wheel.bin / program), *args]
        data = stdin.encode() if isinstance(stdin, str) else stdin
        settings = {"COLUMNS": str(columns), **(env or {})}
        if pty:
            return run_on_terminal(command, folder, home, settings, data, columns)
        return run_process(command, folder, home, settings, data)

    return drive


def _quietly(*command: str, cwd: Path | None = None) -> None:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"
