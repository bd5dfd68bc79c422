"""`report` writes a page of its own and no other; what it refuses, it says why."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from unit.cli.runner import SMALL, World

from harness.page import faults, read_page, said

FOREIGN = b"<!doctype html>\n<html lang=en><title>mine</title>"


@pytest.fixture
def home(world: World) -> World:
    world.write()
    return world


def test_the_page_is_written_for_the_user_alone(home: World) -> None:
    result = home.run("report", "-o", "a.html")
    assert (result.code, result.out) == (0, "")
    assert result.err == "Report from 1 Nov 2026 to 1 Nov 2029 written to a.html.\n"
    path = home.folder / "a.html"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(faults(path.read_bytes())) == []
    foot = said(read_page(path.read_bytes()).find(".//footer"))
    assert "from accounts.toml, with the balances of 1 Nov 2026, in CNY." in foot
    assert "private" in foot


def test_the_same_day_gives_the_same_bytes_on_the_standard_output_too(home: World) -> None:
    home.run("report", "-o", "a.html", "-q")
    result = home.run("report", "-o", "-", "-q")
    assert (result.code, result.err) == (0, "")
    assert result.out.encode() == (home.folder / "a.html").read_bytes()
    assert not (home.folder / "-").exists()


def test_a_report_of_ours_is_replaced_and_a_file_of_others_is_kept_unless_forced(home: World) -> None:
    home.run("report", "-o", "a.html")
    home.today = date(2026, 11, 2)
    assert home.run("report", "-o", "a.html").code == 0
    assert "2026-11-02" in (home.folder / "a.html").read_text(encoding="utf-8")
    path = home.folder / "b.html"
    path.write_bytes(FOREIGN)
    result = home.run("report", "-o", "b.html")
    assert result.code == 5
    assert "was not made by repaycli" in result.err
    assert path.read_bytes() == FOREIGN
    assert home.run("report", "-o", "b.html", "--force").code == 0


def test_the_records_are_never_written_over(home: World) -> None:
    result = home.run("report", "-o", "accounts.toml", "--force")
    assert result.code == 5
    assert "never written over" in result.err
    assert "-o debts.html" in result.err
    assert (home.folder / "accounts.toml").read_text(encoding="utf-8") == SMALL


def test_a_broken_file_writes_nothing(home: World) -> None:
    home.run("report", "-o", "a.html")
    before = (home.folder / "a.html").read_bytes()
    home.write(SMALL.replace("5000", "-5000"))
    result = home.run("report", "-o", "a.html")
    assert result.code == 3
    assert "accounts.toml:5" in result.err
    assert (home.folder / "a.html").read_bytes() == before


def test_accounts_from_the_standard_input_are_named_so(home: World) -> None:
    result = home.run("report", "-f", "-", "-o", "-", "--no-risk", stdin=SMALL.encode())
    assert "from the standard input, with" in said(read_page(result.out.encode()))


def test_json_tells_what_was_written(home: World) -> None:
    result = home.run("report", "-o", "a.html", "--json", "-s", "minimum", "--months", "3")
    data = json.loads(result.out)
    assert (data["file"], data["strategy"], data["until"]) == ("a.html", "minimum", "2027-02-01")
    assert data["bytes"] == (home.folder / "a.html").stat().st_size
    compared = json.loads(home.run("compare", "--json", "--months", "3").out)
    assert data["strategies"] == compared["strategies"]
    assert data["sentence"] == compared["sentence"]
    plan = json.loads(home.run("plan", "--json", "-s", "minimum", "--months", "3").out)
    assert data["payments"] == plan["payments"]


def test_futures_are_drawn_where_something_varies(home: World) -> None:
    home.write(SMALL.replace('every = "month"', 'every = "month"\nlate_days = 20'))
    home.run("report", "-o", "a.html", "--paths", "10", "--seed", "3", "--months", "6")
    words = said(read_page((home.folder / "a.html").read_bytes()))
    assert "10 futures, seed 3" in words
    home.run("report", "-o", "a.html", "--no-risk", "--months", "6")
    assert "futures" not in said(read_page((home.folder / "a.html").read_bytes()))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_language_that_was_asked_for_is_the_pages(home: World, language: str) -> None:
    home.run("report", "-o", "a.html", "--lang", language)
    page = read_page((home.folder / "a.html").read_bytes())
    assert page.get("lang") == {"en": "en", "zh": "zh-Hans"}[language]
    assert said(page.find(".//h1")) == {"en": "Repayment report, 1 Nov 2026", "zh": "还款报告，2026年11月1日"}[language]


def test_an_optimal_plan_is_searched_for_once_and_followed(home: World) -> None:
    result = home.run("report", "-o", "a.html", "--json", "-s", "optimal", "--paths", "2")
    data = json.loads(result.out)
    (best,) = [each for each in data["strategies"] if each["name"] == "optimal"]
    assert data["strategy"] == "optimal"
    assert sum(Decimal(each["amount"]) for each in data["payments"]) == Decimal(best["paid"])
    assert data["cash"][-1]["at_end"] == best["cash_at_end"]


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        ([], "Write, for example: repaycli report -o debts.html"),
        (["-o", ""], "-o FILE is missing"),
        (["-o", "-", "--json"], "-o - and --json both want the standard output"),
        (["-o", "a.html", "--no-risk", "--paths", "5"], "--no-risk and --paths exclude each other"),
        (["-o", "a.html", "--no-risk", "--seed", "5"], "--no-risk and --seed exclude each other"),
        (["-o", "a.html", "--paths", "0"], "0 is not between 1 and 100000"),
        (["-o", "a.html", "--months", "121"], "too far ahead for a report"),
        (["-o", "a.html", "-s", "fall"], "did you mean full?"),
        (["-o", "a.html", "--time-limit", "3"], "--time-limit is for the strategy optimal"),
    ],
)
def test_what_cannot_be_meant_is_refused(home: World, argv: list[str], words: str) -> None:
    result = home.run("report", *argv)
    assert result.code == 2
    assert words in result.err
    assert sorted(each.name for each in home.folder.iterdir()) == ["accounts.toml"]
