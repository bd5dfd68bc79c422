"""`export` writes the ledger for other tools: on the standard output or into a file of its own."""

from __future__ import annotations

import csv
import io
import json

import pytest
from unit.cli.runner import SMALL, World


@pytest.fixture
def home(world: World) -> World:
    world.write()
    return world


def test_the_end_of_the_name_says_the_format(home: World) -> None:
    for name, first in {
        "a.csv": "date,account,kind,",
        "a.json": '{\n  "schema_version": 1,',
        "a.journal": "; repaycli export: hledger\n",
        "a.BEAN": ";; repaycli export: beancount\n",
    }.items():
        result = home.run("export", "-o", name, "--until", "2026-12-31")
        assert (result.code, result.out) == (0, ""), result.err
        assert result.err.endswith(f"postings from 2026-11-01 to 2026-12-31 written to {name}.\n")
        path = home.folder / name
        assert path.read_bytes().decode().startswith(first)
        assert path.stat().st_mode & 0o777 == 0o600
        assert home.run("export", "-o", name, "-q").code == 0, "what was exported before is replaced"


def test_without_a_format_it_is_asked_for(home: World) -> None:
    result = home.run("export")
    assert (result.code, result.out) == (2, "")
    assert "in which format?" in result.err
    assert home.run("export", "-o", "a.txt").code == 2
    result = home.run("export", "--format", "hledge")
    assert (result.code, "did you mean hledger?" in result.err) == (2, True)


def test_json_is_a_format_and_an_answer(home: World) -> None:
    asked = home.run("export", "--json")
    assert asked == home.run("export", "--format", "json")
    told = json.loads(asked.out)
    ledger = json.loads(home.run("ledger", "--json").out)
    assert {key: value for key, value in told.items() if key != "accounts"} == ledger
    assert told["accounts"][1]["name"] == "花呗"
    assert told["accounts"][1]["opening"] == "3000.00"
    written = json.loads(home.run("export", "--json", "-o", "a.csv").out)
    assert (written["format"], written["file"]) == ("csv", "a.csv")
    assert "postings" not in written
    assert home.run("export", "--json", "--format", "csv").code == 2


def test_a_mark_for_excel_is_only_written_when_asked_for(home: World) -> None:
    assert home.run("export", "-o", "a.csv").code == 0
    assert (home.folder / "a.csv").read_bytes()[:4] == b"date"
    assert home.run("export", "-o", "a.csv", "--bom").code == 0
    assert (home.folder / "a.csv").read_bytes()[:7] == b"\xef\xbb\xbfdate"
    assert home.run("export", "-o", "a.csv").code == 0, "it is known again with its mark"
    assert home.run("export", "-o", "a.json", "--bom").code == 2


@pytest.mark.parametrize("name", ["accounts.toml", "accounts.journal.toml"])
def test_what_the_user_wrote_is_never_written_over(home: World, name: str) -> None:
    result = home.run("export", "--format", "csv", "-o", name, "--force")
    assert result.code == 5
    assert (home.folder / "accounts.toml").read_text("utf-8") == SMALL


def test_a_file_of_others_is_kept_unless_forced(home: World) -> None:
    (home.folder / "a.csv").write_text("mine\n", "utf-8")
    assert home.run("export", "-o", "a.csv").code == 5
    assert (home.folder / "a.csv").read_text("utf-8") == "mine\n"
    assert home.run("export", "-o", "a.csv", "--force").code == 0


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "'"])
def test_no_name_begins_as_a_formula_does(world: World, sign: str) -> None:
    world.write(SMALL.replace("花呗", f"{sign}1+1"))
    result = world.run("export", "--format", "csv", "--until", "2026-11-30")
    accounts = {row["account"] for row in csv.DictReader(io.StringIO(result.out))}
    assert accounts == {"bank", f"'{sign}1+1"}


def test_a_formula_becomes_text_and_a_number_stays_one(world: World) -> None:
    world.write(SMALL.replace('"花呗"', '"=HYPERLINK(1)"').replace('"salary"', '"-2+3"'))
    result = world.run("export", "--format", "csv", "--until", "2026-11-30")
    rows = list(csv.DictReader(io.StringIO(result.out)))
    assert {row["account"] for row in rows} == {"bank", "'=HYPERLINK(1)"}
    assert {row["note"] for row in rows} == {"", "'-2+3"}
    assert [row["change"] for row in rows if row["kind"] == "payment"] == ["-300.00", "-2700.00"]


def test_today_is_a_projection_but_for_what_is_recorded(world: World) -> None:
    paid = '[[payment]]\naccount = "花呗"\ndate = 2026-11-10\namount = 2800\n'
    spent = '[[purchase]]\naccount = "花呗"\nposted = 2026-11-10\namount = 7\nnote = "tea; (hot)"\n'
    world.write(SMALL + paid + spent)
    result = world.run("export", "--format", "hledger", "--as-of", "2026-11-10", "--until", "2026-11-15")
    heads = [line for line in result.out.splitlines() if line.startswith("2026-")]
    assert heads == [
        "2026-11-01 * opening balances",
        "2026-11-10 * 花呗 | purchase: tea； (hot)  ; kind:purchase",
        "2026-11-10 * 花呗 | payment  ; kind:payment",
        "2026-11-10 ! 花呗 | payment  ; kind:payment, projection:",
        "2026-11-15 ! salary | income  ; kind:income, projection:",
        "2026-11-15 ! balances at the end of 2026-11-15",
    ]


def test_notes_stand_beside_a_csv_and_inside_the_others(home: World) -> None:
    assert "presets" in home.run("export", "--format", "csv").err
    assert home.run("export", "--format", "csv", "-q").err == ""
    beside = home.run("export", "--format", "beancount")
    assert beside.err == ""
    assert "presets" in beside.out
