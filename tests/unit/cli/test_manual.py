"""Manual pages: one for each command, with all that its help page says, in a form that formatters read."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from repaycli import locale
from repaycli.cli.app import program
from repaycli.cli.commands import COMMANDS, build
from repaycli.cli.manual import pages
from repaycli.cli.options import SHARED
from repaycli.locale import tr


@pytest.fixture(params=["en", "zh"])
def manual(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    locale.use(request.param)
    yield pages(program(), "1.2")
    locale.use("en")


def plain(page: str) -> str:
    """Return what a formatter shows: without breaks, fonts and escapes."""
    return re.sub(r"\\f[BR]|\\:|\\&", "", page).replace(r"\-", "-").replace(r"\e", "\\").replace(r"\(dq", '"')


def test_each_command_has_a_page(manual: dict[str, str]) -> None:
    assert {f"repaycli-{name}.1" for name in COMMANDS} | {"repaycli.1"} <= set(manual)


def test_a_page_says_all_that_the_help_page_says(manual: dict[str, str]) -> None:
    shared = plain(manual["repaycli.1"])
    for name in COMMANDS:
        page = plain(manual[f"repaycli-{name}.1"])
        for parameter in build(name, COMMANDS).params:
            said = shared if parameter.name in SHARED else page
            assert all(option in said for option in parameter.opts if option.startswith("-"))
            assert (parameter.help or "") in said.replace("\n", " ")


def test_no_line_is_taken_for_a_request(manual: dict[str, str]) -> None:
    known = {".TH", ".SH", ".TP", ".BR", ".ad", ".nf", ".fi"}
    for page in manual.values():
        requests = {line.split()[0] for line in page.splitlines() if line.startswith((".", "'"))}
        assert requests <= known
        assert not re.search(r"\\(?![e:&\-(fB])", page)


def test_an_exit_code_is_told(manual: dict[str, str]) -> None:
    assert re.search(r"\\fB130\\fR\n.*(interrupted|中断)", manual["repaycli.1"].replace(r"\:", ""))


def test_the_synopsis_is_the_usage_of_the_help_page(manual: dict[str, str]) -> None:
    assert f"repaycli {tr('[COMMAND] [OPTIONS]')}" in plain(manual["repaycli.1"])


def test_every_command_that_records_is_named_with_the_journal(manual: dict[str, str]) -> None:
    page = plain(manual["repaycli.1"]).replace("\n", " ")
    journal = page.split("accounts.journal.toml", 1)[1].split("repaycli_file".upper(), 1)[0]
    assert all(name in journal for name in ("pay", "receive", "spend", "balance", "import"))
