"""Whatever a text holds, it stays a text; what would run or load something cannot be built."""

from __future__ import annotations

from typing import Any

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repaycli.present.html import document, el, styles, write
from repaycli.present.width import clean

NASTY = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "a & b &amp; c",
    "]]>",
    "<!--",
    "</style>",
    "\u202eabc",
]
TEXTS = st.text() | st.sampled_from(NASTY) | st.lists(st.sampled_from(NASTY)).map("".join)


def parsed(page: str) -> Any:
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)


@given(TEXTS, TEXTS)
@settings(max_examples=50)
def test_a_text_and_an_attribute_are_read_back_as_they_are_shown(said: str, value: str) -> None:
    page = el("html", el("head", el("title", "x")), el("body", el("p", el("b", said), title=value)), lang="en")
    (paragraph,) = parsed(document(page)).iter("p")
    (bold,) = list(paragraph)
    assert list(bold) == []
    assert (bold.text or "") == clean(said)
    assert paragraph.attrib == {"title": clean(value)}


def test_what_commands_a_reader_is_shown_as_an_escape() -> None:
    assert write(el("b", "a\u202eb\x00\x1b")) == "<b>a\\u202eb\\x00\\x1b</b>"


@pytest.mark.parametrize("tag", ["script", "style", "iframe", "img", "form", "p onclick", "p>", ""])
def test_a_tag_that_runs_or_loads_is_refused(tag: str) -> None:
    with pytest.raises(ValueError, match="no tag"):
        el(tag)


@pytest.mark.parametrize("name", ["onclick", "onClick", "style", "src", "srcset", "formaction", "a b", "x>"])
def test_an_attribute_that_runs_or_loads_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no attribute"):
        el("p", **{name: "x"})


@pytest.mark.parametrize("target", ["https://example.org", "javascript:alert(1)", "//x", "a.html", ""])
def test_a_link_leads_nowhere_but_into_the_page(target: str) -> None:
    with pytest.raises(ValueError, match="off the page"):
        el("a", "x", href=target)
    assert el("a", "x", href="#x").attributes == (("href", "#x"),)


@pytest.mark.parametrize("css", ["</style>", "a{background:url(x)}", "@import 'x'"])
def test_a_style_sheet_neither_ends_itself_nor_loads(css: str) -> None:
    with pytest.raises(ValueError, match="loads"):
        styles(css)
