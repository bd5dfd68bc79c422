"""The real command line in a world made for a test."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path

from repaycli.cli.entry import run
from repaycli.cli.environment import Environment

SMALL = """\
as_of = 2026-11-01

[[wallet]]
name = "bank"
balance = 5000

[[income]]
name = "salary"
amount = 4000
first = 2026-11-15
every = "month"

[[credit_line]]
name = "花呗"
preset = "huabei"
limit = 10000
statement = [{ closed = 2026-11-01, due = 2026-11-10, balance = 3000, minimum = 300, paid = 0 }]
"""


@dataclass(frozen=True, slots=True)
class Result:
    """What a run left behind."""

    code: int
    out: str
    err: str


@dataclass
class World:
    """A folder, a configuration folder, variables, a clock and a terminal; `run` answers one command line."""

    folder: Path
    config: Path
    today: date = date(2026, 11, 1)
    is_terminal: bool = False
    width: int = 80
    encoding: str = "utf-8"
    asks: bool = False  # a person sits there; what they type is `stdin`
    tokens: Iterator[str] = field(default_factory=lambda: (f"id{number}x" for number in count(1)))
    state: Path | None = None

    def write(self, text: str = SMALL, name: str = "accounts.toml") -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def run(self, *argv: str, env: Mapping[str, str] | None = None, stdin: bytes | io.BytesIO | None = b"") -> Result:
        out, err = io.BytesIO(), io.BytesIO()
        environment = Environment(
            env=env or {},
            folder=self.folder,
            stdin=io.BytesIO(stdin) if isinstance(stdin, bytes) else stdin,
            stdout=io.TextIOWrapper(out, encoding=self.encoding, write_through=True),
            stderr=io.TextIOWrapper(err, encoding=self.encoding, write_through=True),
            today=lambda: self.today,
            config_folder=lambda: self.config,
            is_terminal=self.is_terminal,
            width=self.width,
            can_ask=self.asks,
            token=lambda: next(self.tokens),
            state_folder=lambda: self.state,
            zone=lambda: "CST +0800",
        )
        code = run(argv, environment)
        return Result(code, out.getvalue().decode(self.encoding), err.getvalue().decode(self.encoding))
