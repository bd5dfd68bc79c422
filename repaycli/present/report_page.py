"""The report as a file: one page that needs nothing else, loads nothing and runs nothing."""

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256

from repaycli.core.nouns import NamedTuple
from repaycli.locale import language, tr
from repaycli.locale.days import day_words
from repaycli.present.as_html import prose
from repaycli.present.html import Element, Node, document, el, styles
from repaycli.present.report import Report, Section, head, sections
from repaycli.present.report_style import CSS, DARK, LIGHT

GENERATOR = "repaycli report"
"""Says who wrote a file; it never changes, so that a file of ours is known again."""

_LANGUAGES = {"zh": "zh-Hans", "en": "en"}


class Source(NamedTuple):
    """What a report was made from and by: the name of the accounts file, the program's version."""

    file: str
    version: str


def as_page(report: Report, source: Source) -> bytes:
    """Return the file's bytes; the same report gives the same ones."""
    told = list(sections(report))
    body = el(
        "body",
        head(report),
        _contents(told),
        el("main", (_section(each) for each in told)),
        _foot(report, source),
    )
    root = el("html", el("head", _meta(report)), body, lang=_LANGUAGES[language()])
    return document(root).encode()


def is_ours(content: bytes) -> bool:
    """Tell whether a file begins as one that was written by us."""
    begins = b"<!doctype html>\n<html lang="
    return content.startswith(begins) and f'name="generator" content="{GENERATOR}"'.encode() in content


def _meta(report: Report) -> Iterator[Node]:
    digest = b64encode(sha256(CSS.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    yield el("meta", charset="utf-8")
    yield el("meta", name="generator", content=GENERATOR)
    yield el("meta", http_equiv="Content-Security-Policy", content=policy)
    yield el("meta", name="viewport", content="width=device-width, initial-scale=1")
    yield el("meta", name="referrer", content="no-referrer")
    yield el("meta", name="robots", content="noindex, nofollow")
    yield el("meta", name="format-detection", content="telephone=no")
    yield el("meta", name="color-scheme", content="light dark")
    yield el("meta", name="theme-color", content=LIGHT["page"], media="(prefers-color-scheme: light)")
    yield el("meta", name="theme-color", content=DARK["page"], media="(prefers-color-scheme: dark)")
    yield el("title", tr("Repayment report") + tr(", ") + day_words(report.projection.today))
    yield styles(CSS)


def _contents(told: list[Section]) -> Element:
    links = (el("li", el("a", each.heading, href=f"#{each.key}")) for each in told)
    return el("nav", el("ul", links), aria_label=tr("Contents"))


def _section(section: Section) -> Element:
    heading = el("h2", section.heading, id=f"{section.key}-heading")
    return el("section", heading, *section.children, id=section.key, aria_labelledby=f"{section.key}-heading")


def _foot(report: Report, source: Source) -> Element:
    own = report.household
    made = tr(
        "Made offline on {today} by repaycli {version} from {file}, with the balances of {as_of}, in {currency}.",
        today=day_words(report.projection.today),  # a page is kept: its year is said
        version=source.version,
        file=source.file,
        as_of=day_words(own.as_of),
        currency=own.currency.code,
    )
    private = tr("It holds private figures: show it only to people who may know them.")
    model = tr("It is a model and no advice: what your lender's contract and app say counts.")
    return el("footer", el("p", prose(made)), el("p", private), el("p", model))
