"""A machine made for a test: its own PATH with stand-ins for cron, systemd and notifiers, a home, a clock, a person."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from typing import Any

from unit.cli.runner import SMALL, Result

from repaycli.cli.entry import run
from repaycli.cli.environment import Environment

CRONTAB = """
import os, sys
table = os.environ["HOME"] + "/table"
if sys.argv[1:] == ["-l"]:
    if not os.path.exists(table):
        sys.exit("no crontab for me")
    sys.stdout.buffer.write(open(table, "rb").read())
elif sys.argv[1:] == ["-"]:
    open(table, "wb").write(sys.stdin.buffer.read())
else:
    sys.exit(3)
"""

SYSTEMCTL = """
import os, sys
home = os.environ["HOME"]
with open(home + "/asked", "a") as asked:
    asked.write(" ".join(sys.argv[1:]) + "\\n")
words = sys.argv[2:]
active = home + "/active"
if words[0] in ("enable", "restart"):
    open(active, "w").close()
elif words[0] == "disable" and os.path.exists(active):
    os.unlink(active)
elif words[0] == "is-active" and not os.path.exists(active):
    sys.exit(3)
"""

FINE = "import sys"
REFUSES = "import sys; sys.exit('you (me) are not allowed to use this program')"
HANGS = "import os; open(os.environ['HOME'] + '/fifo').read()"


@dataclass
class Machine:
    """`run` answers one command line; `install` puts a stand-in on PATH."""

    top: Path
    today: date = date(2026, 11, 1)
    clock: time = time(8, 0)
    encoding: str = "utf-8"
    env: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for folder in ("bin", "home", "folder", "state"):
            (self.top / folder).mkdir(exist_ok=True)
        self.program = self.install("repaycli", FINE)
        self.file = self.folder / "accounts.toml"
        self.file.write_text(SMALL, encoding="utf-8")

    @property
    def folder(self) -> Path:
        return self.top / "folder"

    @property
    def home(self) -> Path:
        return self.top / "home"

    @property
    def state(self) -> Path:
        return self.top / "state"

    @property
    def table(self) -> Path:
        return self.home / "table"

    @property
    def units(self) -> Path:
        return self.home / ".config" / "systemd" / "user"

    def install(self, name: str, code: str) -> Path:
        path = self.top / "bin" / name
        path.write_text(f"#!{sys.executable} -IS\n{code}\n", encoding="utf-8")
        path.chmod(0o755)
        return path

    def run(self, *argv: str, said: str | None = None, env: Mapping[str, str] | None = None, **changes: Any) -> Result:
        """`said` is what a person at the terminal answers; without it there is nobody."""
        out, err = io.BytesIO(), io.BytesIO()
        environment = Environment(
            env={"PATH": str(self.top / "bin"), "HOME": str(self.home), **self.env, **(env or {})},
            folder=self.folder,
            stdin=io.BytesIO((said or "").encode()),
            stdout=io.TextIOWrapper(out, encoding=self.encoding, write_through=True),
            stderr=io.TextIOWrapper(err, encoding="utf-8", write_through=True),
            today=lambda: self.today,
            config_folder=lambda: self.home / "config",
            can_ask=said is not None,
            state_folder=lambda: self.state,
            zone=lambda: "CST +0800",
            clock=lambda: self.clock,
            command=lambda: (str(self.program),),
            patience=60.0,
        )._replace(**changes)
        code = run(argv, environment)
        return Result(code, out.getvalue().decode(self.encoding), err.getvalue().decode())

    def json(self, *argv: str, **rest: Any) -> dict[str, Any]:
        result = self.run(*argv, "--json", **rest)
        assert result.code == 0, result.err
        return json.loads(result.out)

    def asked(self) -> list[str]:
        """What systemd was asked to do, in order."""
        path = self.home / "asked"
        return path.read_text().splitlines() if path.exists() else []
