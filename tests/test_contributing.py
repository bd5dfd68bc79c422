"""The worked example that CONTRIBUTING shows is one."""

from __future__ import annotations

import re
from pathlib import Path

from harness.collector import check_example
from harness.document import read_document, require_evidence

CONTRIBUTING = Path(__file__).resolve().parent.parent / "CONTRIBUTING.md"


def test_the_page_that_is_shown_can_be_run(tmp_path: Path) -> None:
    (page,) = re.findall(
        r"^````markdown\n(.*?)^````$", CONTRIBUTING.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    path = tmp_path / "page.md"
    path.write_text(page, encoding="utf-8")
    require_evidence(path)
    document = read_document(path)
    (example,) = document.examples
    check_example(document, example)


def test_every_room_of_the_tree_is_named() -> None:
    text = CONTRIBUTING.read_text(encoding="utf-8")
    package = CONTRIBUTING.parent / "repaycli"
    rooms = sorted(path.parent.name for path in package.glob("*/__init__.py"))
    assert [room for room in rooms if f"\nrepaycli/{room}/" not in text] == []
