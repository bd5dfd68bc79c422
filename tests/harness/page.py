"""Reads the page that `report` writes as a browser would, and finds what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import html5lib

SVG = "{http://www.w3.org/2000/svg}"


def read_page(content: bytes) -> Any:
    """Parse a page; whatever the HTML standard calls a parse error is raised. Elements of HTML have no namespace."""
    tree = html5lib.HTMLParser(strict=True, tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    return tree.parse(content)


def said(element: Any) -> str:
    """Return the text of an element, with single blanks."""
    return " ".join("".join(element.itertext()).split())


def rows(table: Any) -> list[dict[str, str]]:
    """Return the rows of a table by its column heads."""
    heads = [said(head) for head in table.iter("th") if head.get("scope") == "col"]
    found = [[said(cell) for cell in row if cell.tag in ("th", "td")] for row in table.find("tbody")]
    return [dict(zip(heads, cells, strict=True)) for cells in found]


def table_called(page: Any, caption: str) -> Any:
    """Return the table with that caption."""
    (found,) = [
        each
        for each in page.iter("table")
        if each.find("caption") is not None and said(each.find("caption")) == caption
    ]
    return found


def faults(content: bytes) -> Iterator[str]:
    """Yield what a reader, a browser or a screen reader would stumble over."""
    page = read_page(content)
    elements = [each for each in page.iter() if isinstance(each.tag, str)]
    identifiers = [each.get("id") for each in elements if each.get("id")]
    if not page.get("lang"):
        yield "no language"
    if len(identifiers) != len(set(identifiers)):
        yield "an id stands twice"
    for each in elements:
        tag = each.tag.removeprefix(SVG)
        if tag in ("script", "img", "iframe", "object", "link", "form", "base"):
            yield f"<{tag}> runs or loads something"
        for name, value in each.attrib.items():
            if str(name).lower().startswith("on") or name in ("style", "src"):
                yield f"{tag} has {name}"
            if str(name).endswith("href") and value.removeprefix("#") not in identifiers:
                yield f"a link leads nowhere: {value}"
            if name in ("aria-labelledby", "aria-describedby") and value not in identifiers:
                yield f"{name} names nothing: {value}"
    levels = [int(each.tag[1]) for each in elements if re.fullmatch("h[1-6]", each.tag)]
    if levels[:1] != [1] or levels.count(1) != 1 or any(b > a + 1 for a, b in pairwise(levels)):
        yield f"headings out of order: {levels}"
    yield from _charts(page)
    for table in page.iter("table"):
        if not all(head.get("scope") in ("col", "row") for head in table.iter("th")):
            yield "a head of a table without scope"
        if table.find("caption") is None or not said(table.find("caption")):
            yield "a table without a caption"


def _charts(page: Any) -> Iterator[str]:
    for figure in page.iter("figure"):
        (chart,) = [each for each in figure if each.tag == f"{SVG}svg"]
        if chart.get("role") != "img" or [each.tag for each in chart][:2] != [f"{SVG}title", f"{SVG}desc"]:
            yield "a chart without role, title or description"
        elif not said(chart[0]) or not said(chart[1]):
            yield "a chart whose title or description is empty"
        if figure.find("details") is None or figure.find("details").find(".//tbody/tr") is None:
            yield "a chart without its figures"
