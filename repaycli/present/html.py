"""A page as a tree of elements, written as HTML in one place: whatever a text holds, it stays a text.

Nothing here puts markup together from strings. Every text and every value of an attribute is escaped where the tree is
written, and what could command a reader (control characters, direction marks) is shown as an escape. What would run, or
reach beyond the page, cannot be built at all.
"""

import re
from collections.abc import Iterable
from functools import cache
from html import escape

from repaycli.core.nouns import NamedTuple
from repaycli.present.width import clean

_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*")
_REFUSED_TAGS = frozenset(
    {"script", "style", "iframe", "object", "embed", "link", "base", "form", "img", "foreignObject"}
)
_REFUSED_ATTRIBUTES = frozenset({"style", "src", "srcset", "action", "formaction", "ping", "background"})
_VOID = frozenset({"meta", "br", "hr", "col"})
_EMPTY_SHAPES = frozenset({"path", "rect", "circle", "line"})
_OWN_LINE = frozenset({"head", "body", "header", "main", "section", "footer", "table", "tr", "li", "p", "svg", "details", "meta", "h1", "h2", "h3", "div"})  # fmt: skip
"""A line break follows these, so that the file can be read and compared; it shows nowhere."""


class Element(NamedTuple):
    """A tag, its attributes and what is in it."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    children: tuple["Node", ...]


class Styles(NamedTuple):
    """The style sheet of a page: a constant of the program, which nothing of a file enters."""

    css: str


Node = Element | Styles | str
Child = Node | Iterable[Node] | None


def el(tag: str, *children: Child, **attributes: str | int | None) -> Element:
    """Build an element. `class_` is `class`, `aria_label` is `aria-label`; None leaves an attribute or a child out.

    >>> write(el("p", "1 < 2 & ", el("b", "x"), class_='a"b'))
    '<p class="a&quot;b">1 &lt; 2 &amp; <b>x</b></p>\\n'

    Raises ValueError for what would run or load something, and for a link that leads off the page.
    """
    _check_tag(tag)
    found = tuple((_attribute(name), str(value)) for name, value in attributes.items() if value is not None)
    for name, value in found:
        if name == "href" and not value.startswith("#"):
            raise ValueError(f"a link that leads off the page: {value!r}")
    return Element(tag, found, tuple(_flat(children)))


@cache
def _check_tag(tag: str) -> None:
    if not _NAME.fullmatch(tag) or tag in _REFUSED_TAGS:
        raise ValueError(f"no tag for a page: {tag!r}")


def styles(css: str) -> Styles:
    """Build the style sheet. Raises ValueError where it could end itself or load something."""
    if "<" in css or "url(" in css or "@import" in css:
        raise ValueError("a style sheet neither holds markup nor loads anything")
    return Styles(css)


@cache
def _attribute(name: str) -> str:
    written = name.rstrip("_").replace("_", "-")
    if not _NAME.fullmatch(written) or written.lower().startswith("on") or written in _REFUSED_ATTRIBUTES:
        raise ValueError(f"no attribute for a page: {name!r}")
    return written


def _flat(children: Iterable[Child]) -> Iterable[Node]:
    for child in children:
        if child is None:
            continue
        if isinstance(child, str | Element | Styles):
            yield child
        else:
            yield from child


def write(node: Node) -> str:
    """Write a tree as HTML."""
    written: list[str] = []
    _write(node, written)
    return "".join(written)


def _write(node: Node, out: list[str]) -> None:
    if isinstance(node, str):
        out.append(escape(clean(node), quote=False))
        return
    if isinstance(node, Styles):
        out.append(f"<style>{node.css}</style>\n")
        return
    values = "".join(f' {name}="{escape(clean(value))}"' for name, value in node.attributes)
    end = "\n" if node.tag in _OWN_LINE else ""
    if node.tag in _EMPTY_SHAPES and not node.children:
        out.append(f"<{node.tag}{values}/>")
        return
    out.append(f"<{node.tag}{values}>")
    if node.tag not in _VOID:
        for child in node.children:
            _write(child, out)
        out.append(f"</{node.tag}>")
    out.append(end)


def document(root: Element) -> str:
    """Write a whole page."""
    return "<!doctype html>\n" + write(root) + "\n"
