"""The pictures of the README: what they show is what the program prints, and nothing in them is fetched.

The README's first block is run by another test; `docs/pictures.py` draws them again.
"""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from harness.document import read_document

TOP = Path(__file__).resolve().parent.parent
README = TOP / "README.md"
SVG = "{http://www.w3.org/2000/svg}"
FIGURE = re.compile(r"\d[\d,]*\.\d\d|\d{4}-\d\d-\d\d")


def rows(name: str) -> list[str]:
    """Return what stands in each line of a picture, with one blank between the columns."""
    texts = ET.parse(TOP / "docs" / name).getroot().iter(f"{SVG}text")
    lines = groupby(texts, key=lambda each: each.attrib["y"])
    return [" ".join(each.text or "" for each in line) for _, line in lines]


def test_the_table_in_the_picture_is_the_one_that_is_printed() -> None:
    printed = read_document(README).examples[0].commands[0].expected.split("\n...")[0]
    lines = [_without_blanks(line) for line in printed.split("\n") if line]
    assert len(lines) > 10
    assert [_without_blanks(row) for row in rows("compare.svg")] == ["$repayclicompare", *lines]


def _without_blanks(line: str) -> str:
    return "".join(line.split())


def test_the_chinese_picture_has_the_same_figures() -> None:
    figures = [sorted(FIGURE.findall(" ".join(rows(name)))) for name in ("compare.svg", "compare.zh.svg")]
    assert figures[0] == figures[1]


@pytest.mark.parametrize("name", ["compare.svg", "compare.zh.svg"])
def test_a_picture_fetches_nothing(name: str) -> None:
    drawn = (TOP / "docs" / name).read_text(encoding="utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?:|url\(|@import|@font-face|href|<(script|image|foreignObject)", drawn)


def test_every_picture_is_in_the_readme_and_is_described() -> None:
    text = README.read_text(encoding="utf-8")
    there = {f"docs/{path.name}" for path in (TOP / "docs").iterdir() if path.suffix in {".svg", ".png"}}
    assert set(re.findall(r"\]\((docs/[\w.]+)\)", text)) == there
    assert all(len(said) > 20 for said in re.findall(r"!\[([^]]*)\]", text))
