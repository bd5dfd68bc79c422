"""What `doctor` found, one row a check: in words and with a sign, never by colour alone."""

from collections.abc import Sequence
from datetime import date

from repaycli.core.nouns import NamedTuple
from repaycli.locale import joined, mark, tr, trn
from repaycli.present.model import ONLY_JSON, Column, Lines, Table, View, Word

_STATES = {"ok": mark("ok"), "warning": mark("! warning"), "problem": mark("!! problem")}

_NAMES = {
    "program": mark("program"),
    "file": mark("accounts file"),
    "journal": mark("journal"),
    "state": mark("state folder"),
    "schedule": mark("schedule"),
    "last-run": mark("last run"),
    "delivery": mark("delivery"),
    "clock": mark("clock"),
    "language": mark("language"),
    "terminal": mark("terminal"),
}


class Finding(NamedTuple):
    """One check: its state ("ok", "warning", "problem"), what was found, what to do; `code` is the exit code for it."""

    name: str
    state: str
    found: str
    help: str = ""
    code: int = 7


def doctor_view(findings: Sequence[Finding], today: date) -> View:
    """Return all checks, what to do about those that are not well, and the verdict."""
    asked = [finding for finding in findings if finding.help and finding.state != "ok"]
    steps = tuple(_name(finding) + tr(": ") + finding.help for finding in asked)
    return View(
        currency=None,
        fields={"as_of": today, "state": worst(findings)},
        parts=(
            Table(
                key="checks",
                title="",
                columns=(
                    Column("name", tr("check"), is_text=True),
                    Column("state", tr("state"), is_text=True),
                    Column("found", tr("found"), is_text=True),
                    Column("help", tr("what to do"), is_text=True, forms=ONLY_JSON),
                ),
                rows=tuple(_row(finding) for finding in findings),
                strong=frozenset(place for place, finding in enumerate(findings) if finding.state == "problem"),
            ),
            *([Lines(steps, tr("What to do"))] if steps else []),
        ),
        sentence=_verdict(findings),
    )


def worst(findings: Sequence[Finding]) -> str:
    """Return the gravest state among findings."""
    return max((finding.state for finding in findings), key=list(_STATES).index, default="ok")


def _row(finding: Finding) -> tuple[Word, Word, str, str]:
    return (
        Word(finding.name, _name(finding)),
        Word(finding.state, tr(_STATES[finding.state])),
        finding.found,
        finding.help,
    )


def _name(finding: Finding) -> str:
    return tr(_NAMES[finding.name])


def _verdict(findings: Sequence[Finding]) -> str:
    problems = sum(finding.state == "problem" for finding in findings)
    warnings = sum(finding.state == "warning" for finding in findings)
    if not problems and not warnings:
        return tr("All is well.")
    counted = [trn("{count} problem", "{count} problems", problems)] if problems else []
    if warnings:
        counted.append(trn("{count} warning", "{count} warnings", warnings))
    return tr("{counted}; the rest is well.", counted=joined(counted))
