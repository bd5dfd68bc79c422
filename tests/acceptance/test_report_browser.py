"""The report in a real browser: laid out on a phone and on a desk, in the dark and on paper, whatever things are called.

Needs Chromium, which nothing else here does; where it is missing these tests are skipped and say so. The page allows no
script, so the page that measures it stands around it.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from harness.console import Output
from harness.page import read_page
from repaycli.present.report_style import DARK, LIGHT

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium is installed: the layout in a browser is not looked at"
)

NAME = '"><img src=x onerror="top.document.title=1"><script>top.document.title=1</script>&'
LONG = "中国邮政储蓄银行信用卡中心个人消费贷款综合授信额度" * 3
UNBROKEN = "Averyveryveryverylongnamewithoutanyblanksinitthatnobodywouldwrite"
ACCOUNTS = f"""\
as_of = 2026-11-01

[[wallet]]
name = '{UNBROKEN}'
balance = 5000
reserve = 1000

[[income]]
name = "salary"
amount = 123456
first = 2026-11-15
every = "month"

[[credit_line]]
name = '{NAME}'
preset = "huabei"
limit = 10000
statement = [{{ closed = 2026-11-01, due = 2026-11-10, balance = 3000, minimum = 300, paid = 0 }}]

[[loan]]
name = "{LONG}"
principal = 1234567.89
annual_rate = "5.4%"
repayment = "level"
instalments = 120
next_due = 2026-12-01
"""
WIDTHS = (320, 390, 1280)

MEASURE = """\
<!doctype html><meta charset="utf-8"><title>0</title><body><pre id="found"></pre><script>
const page = new TextDecoder().decode(Uint8Array.from(atob("PAGE"), each => each.charCodeAt(0)));
const found = [];
function measured(frame, width) {
  const inside = frame.contentDocument, seen = inside.defaultView, all = selector => [...inside.querySelectorAll(selector)];
  const shown = each => seen.getComputedStyle(each).display !== "none" && each.getClientRects().length;
  const texts = all("svg.chart text").filter(shown).map(each => each.getBoundingClientRect());
  return {
    width, scrolls: inside.documentElement.scrollWidth, inner: seen.innerWidth,
    paper: seen.getComputedStyle(inside.body).backgroundColor,
    cards: seen.getComputedStyle(inside.querySelector(".cards tr")).display,
    outside: texts.filter(box => box.left < 0 || box.right > seen.innerWidth).length,
    charts: all("svg.chart").length, texts: texts.length,
    small: all("p,li,td,th,dd,dt,summary").filter(each => parseFloat(seen.getComputedStyle(each).fontSize) < 12).length,
    flat: all("svg.chart").filter(each => each.getBoundingClientRect().width < width / 5).length,
    images: inside.images.length, scripts: inside.scripts.length,
  };
}
let left = WIDTHS.length;
for (const width of WIDTHS) {
  const frame = document.createElement("iframe");
  frame.width = width; frame.height = 844; frame.srcdoc = page;
  frame.onload = () => {
    found.push(measured(frame, width));
    frame.remove();
    if (!--left) document.getElementById("found").textContent = JSON.stringify(found);
  };
  document.body.append(frame);
}
</script>
"""


def browse(tmp_path: Path, *options: str) -> str:
    command = [
        str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
        f"--user-data-dir={tmp_path / 'profile'}", *options,
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, check=True)
    return done.stdout


def measure(page: bytes, tmp_path: Path, *options: str) -> list[dict[str, Any]]:
    """Lay the page out at each width and return what is seen of it, the narrowest first."""
    around = tmp_path / "measure.html"
    words = MEASURE.replace("PAGE", b64encode(page).decode()).replace("WIDTHS", json.dumps(WIDTHS))
    around.write_text(words, encoding="utf-8")
    dumped = browse(tmp_path, *options, "--virtual-time-budget=20000", "--dump-dom", around.as_uri())
    assert "<title>0</title>" in dumped  # nothing that a name holds has run
    (found,) = re.findall(r'<pre id="found">(.+?)</pre>', dumped)
    return sorted(json.loads(unescape(found)), key=lambda each: each["width"])


@pytest.fixture
def page(cli: Callable[..., Output], tmp_path: Path) -> bytes:
    done = cli("report", "-o", "a.html", "--as-of", "2026-11-01", "--no-risk", files={"accounts.toml": ACCOUNTS})
    assert done.exit_code == 0
    return (tmp_path / "folder" / "a.html").read_bytes()


def rgb(colour: str) -> str:
    return "rgb({}, {}, {})".format(*(int(colour[place : place + 2], 16) for place in (1, 3, 5)))


def test_it_fits_a_phone_and_a_desk_and_runs_nothing(page: bytes, tmp_path: Path) -> None:
    found = measure(page, tmp_path)
    assert [each["width"] for each in found] == list(WIDTHS)
    for each in found:
        assert each["inner"] == each["width"]
        assert each["scrolls"] <= each["width"], each
        assert each["paper"] == rgb(LIGHT["page"])  # the style sheet is let in by its hash
        assert (each["outside"], each["small"], each["flat"], each["images"], each["scripts"]) == (0, 0, 0, 0, 0)
        assert each["charts"] >= 3
        assert each["texts"] > 20
    assert [each["cards"] for each in found] == ["grid", "grid", "table-row"]


@pytest.mark.long
def test_it_is_dark_where_the_reader_wants_it(page: bytes, tmp_path: Path) -> None:
    found = measure(page, tmp_path, "--blink-settings=preferredColorScheme=0")
    assert {each["paper"] for each in found} == {rgb(DARK["page"])}


@pytest.mark.long
def test_it_is_printed(page: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(page)
    browse(tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={tmp_path / 'a.pdf'}", (tmp_path / "a.html").as_uri())
    pages = len(re.findall(rb"/Type\s*/Page\b", (tmp_path / "a.pdf").read_bytes()))
    payments = len(list(read_page(page).iter("li")))
    assert 3 <= pages <= 3 + payments // 20
