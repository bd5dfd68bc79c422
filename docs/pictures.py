"""Draw the pictures of the README again: `.venv/bin/python docs/pictures.py`, where repaycli is installed.

compare.svg and compare.zh.svg are what a terminal of 80 columns shows, as text: no font, and nothing else, is fetched.
report.png is the top of the sample's report on a phone; it needs Chromium, and is left as it is where there is none.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from repaycli.present.width import cells

DOCS = Path(__file__).resolve().parent
SAMPLE = ("-f", str(DOCS.parent / "sample_accounts.toml"), "--as-of", "2026-11-01")

_COLUMNS = 80
_CELL, _LINE, _EDGE = 8.4, 19.0, 16.0
_RUN = re.compile(r"[\x21-\x7e–]+(?: [\x21-\x7e–]+)*|─+|[^\x20-\x7e–─]+")
"""Signs of one width that stand together: each run is placed by itself, so that columns stand in any font."""

_HEAD = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" xml:lang="{language}" role="img"
  aria-labelledby="t">
<title id="t">{title}</title>
<style>text{{font:14px ui-monospace,Menlo,Consolas,"DejaVu Sans Mono","Noto Sans Mono CJK SC",monospace;fill:#e6e6e6}}
.asked{{fill:#8fd18f}}</style>
<rect width="100%" height="100%" rx="8" fill="#1d2026"/>
"""
"""One after the other: the size, what it shows, how it looks."""


def main() -> int:
    """Draw all of them."""
    for language, name in (("en", "compare.svg"), ("zh", "compare.zh.svg")):
        (DOCS / name).write_text(_drawn(_shown(language), language), encoding="utf-8")
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        print("no Chromium is installed: report.png is left as it is", file=sys.stderr)
        return 1
    _photograph(chromium)
    return 0


def _repaycli(*words: str, folder: Path | None = None, **settings: str) -> str:
    program = Path(sys.executable).parent / "repaycli"
    env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "COLUMNS": str(_COLUMNS), **settings}
    done = subprocess.run([program, *words, *SAMPLE], cwd=folder, env=env, capture_output=True, check=True)
    return done.stdout.decode()


def _shown(language: str) -> list[str]:
    """Return what `compare` answers on a terminal, down to the notes."""
    answer = _repaycli("compare", "--lang", language, REPAYCLI_FORCE_TERMINAL="1")
    return answer.split("\n* ")[0].rstrip().split("\n")


def _drawn(lines: Sequence[str], language: str) -> str:
    """Return lines of a terminal as an SVG picture."""
    asked = "$ repaycli compare"
    title = "repaycli compare: " + next(line for line in lines if line)
    size = {"width": _COLUMNS * _CELL + 2 * _EDGE, "height": (len(lines) + 2) * _LINE + 2 * _EDGE}
    rows = [_text(asked, 0, look="asked"), *(each for row, line in enumerate(lines, 2) for each in _text_of(line, row))]
    return _HEAD.format(title=escape(title), language=language, **size) + "\n".join([*rows, "</svg>"]) + "\n"


def _text_of(line: str, row: int) -> Iterator[str]:
    for run in _RUN.finditer(line):
        yield _text(run[0], row, cells(line[: run.start()]))


def _text(said: str, row: int, column: int = 0, look: str = "") -> str:
    x, y = _EDGE + column * _CELL, _EDGE + (row + 0.75) * _LINE
    of = f' class="{look}"' if look else ""
    return f'<text{of} x="{x:g}" y="{y:g}" textLength="{cells(said) * _CELL:g}">{escape(said)}</text>'


def _photograph(chromium: str) -> None:
    """Take the picture of the report as a phone shows it."""
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        _repaycli("report", "-o", "debts.html", "--lang", "en", "--paths", "100", folder=folder)
        options = (
            "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--hide-scrollbars", f"--user-data-dir={folder / 'profile'}",
            "--window-size=390,1060", "--force-device-scale-factor=1.5", f"--screenshot={DOCS / 'report.png'}",
        )  # fmt: skip
        page = (folder / "debts.html").as_uri()
        subprocess.run([chromium, *options, page], check=True, capture_output=True, timeout=120)


if __name__ == "__main__":
    sys.exit(main())
