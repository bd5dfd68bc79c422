"""Every code that the reading of a file can give has a page, and every page's code exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

TOP = Path(__file__).parents[3]
PAGES = TOP / "tests" / "errors"

_CODE = re.compile(r'(?:error|warning|refuse|Problem|_swap)\(\s*"([a-z0-9]+(?:-[a-z0-9]+)+|syntax|encoding)"')


def codes() -> set[str]:
    sources = (TOP / "repaycli" / "inputs").glob("*.py")
    return {code for path in sources for code in _CODE.findall(path.read_text(encoding="utf-8"))}


def too_large_to_show() -> set[str]:
    return set(re.findall(r"^- `([a-z-]+)`", (PAGES / "README.md").read_text(encoding="utf-8"), re.MULTILINE))


def test_every_code_has_a_page() -> None:
    pages = {path.stem for path in PAGES.glob("*.md")} - {"README"}
    assert codes() == pages | too_large_to_show()
    assert not pages & too_large_to_show()


def calls_of_text() -> list[tuple[str, ast.Call]]:
    return [
        (f"{path.name}:{node.lineno}", node)
        for path in (TOP / "repaycli" / "inputs").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "text"
    ]


@pytest.mark.parametrize(("place", "call"), calls_of_text(), ids=lambda each: each if isinstance(each, str) else "")
def test_every_message_is_a_literal_with_its_values(place: str, call: ast.Call) -> None:
    (template,) = call.args
    assert isinstance(template, ast.Constant)
    assert isinstance(template.value, str)
    fields = {name for _, name, _, _ in Formatter().parse(template.value) if name is not None}
    assert fields == {keyword.arg for keyword in call.keywords}
