"""`import` shows what a bill would add to the journal, and adds it whole when it is agreed to."""

from __future__ import annotations

import io
import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from unit.cli.runner import World
from unit.inputs.bills import ALIPAY, CARD, WECHAT
from unit.inputs.test_bills import FILE

from repaycli.cli import disk
from repaycli.cli.entry import run
from repaycli.cli.environment import Environment

MAP = ("--map", "date=记账日,debit=支出,credit=存入,note=摘要", "--account", "招行信用卡")
CARDS = ("--account", "招商银行信用卡(1234)=招行信用卡", "--account", "招商银行=招行信用卡")


@pytest.fixture
def home(world: World) -> World:
    world.write(FILE)
    world.today = date(2026, 11, 6)
    for name, content in {"alipay.csv": ALIPAY, "wechat.csv": WECHAT, "card.csv": CARD.encode()}.items():
        (world.folder / name).write_bytes(content)
    return world


def journal(world: World) -> Path:
    return world.folder / "accounts.journal.toml"


def test_without_a_person_it_shows_and_writes_nothing(home: World) -> None:
    result = home.run("import", "alipay.csv")
    assert result.code == 0
    assert "7 entries are new. 8 rows are passed over. Nothing is recorded yet." in result.out
    assert "To record them, run it again with --yes." in result.out
    assert not journal(home).exists()


def test_yes_records_all_and_a_second_time_nothing(home: World) -> None:
    result = home.run("import", "alipay.csv", "--yes")
    assert (result.code, result.err) == (0, "")
    assert "7 entries were recorded. 8 rows are passed over." in result.out
    text = journal(home).read_text("utf-8")
    assert text.startswith("[[purchase]]\n")
    assert text.count("[[purchase]]") == 5
    assert text.count("[[payment]]") == 2
    assert 'id = "alipay-2026110422001400000000000001"\namount = 26.50\n' in text
    assert journal(home).stat().st_mode & 0o777 == 0o600
    again = home.run("import", "alipay.csv", "--yes")
    assert "0 entries are new. 7 are already there." in again.out
    assert journal(home).read_text("utf-8") == text
    assert home.run("check").code == 0


def test_what_was_undone_stays_undone(home: World) -> None:
    home.run("import", "alipay.csv", "--yes")
    assert home.run("undo", "alipay-2026110422001400000000000001", "--yes").code == 0
    assert "you took it back" in home.run("import", "alipay.csv").out


@pytest.mark.parametrize(("answer", "recorded"), [(b"y\n", True), (b"n\n", False)])
def test_a_person_is_asked(home: World, answer: bytes, recorded: bool) -> None:
    home.asks = True
    result = home.run("import", "wechat.csv", *CARDS, stdin=answer)
    assert "Record 4 entries? [y/N]" in result.err
    assert "run it again" not in result.out
    assert journal(home).exists() == recorded
    assert result.code == (0 if recorded else 2)
    assert ("4 entries were recorded." in result.out) == recorded


CALLED = """
[[import]]
called = "招商银行信用卡(1234)"
account = "招行信用卡"
[[import]]
called = "招商银行"
account = "花呗"
"""


def test_the_file_says_for_good_what_bills_call_an_account(home: World) -> None:
    home.write(FILE + CALLED)
    told = json.loads(home.run("import", "wechat.csv", "--json").out)
    assert [each["account"] for each in told["entries"]] == ["招行信用卡"] * 3 + ["花呗"]
    told = json.loads(home.run("import", "wechat.csv", *CARDS, "--json").out)
    assert [each["account"] for each in told["entries"]] == ["招行信用卡"] * 4, "the command line has the last word"
    home.write(FILE + CALLED.replace('"花呗"', '"花贝"'))
    result = home.run("check")
    assert (result.code, "unknown-name" in result.err) == (3, True)


def test_json_is_the_preview_and_asks_nothing(home: World) -> None:
    home.asks = True
    told = json.loads(home.run("import", "card.csv", *MAP, "--json").out)
    assert (told["format"], told["encoding"], told["recorded"]) == ("csv", "utf-8", False)
    assert [(each["line"], each["kind"], each["amount"], each["state"]) for each in told["entries"]] == [
        (2, "purchase", "1200.00", "new"),
        (3, "payment", "500.00", "new"),
        (4, "refund", "35.50", "new"),
    ]
    assert [each["line"] for each in told["skipped"]] == [5]
    assert {each["account"]: (each["before"], each["after"]) for each in told["accounts"]} == {
        "招行信用卡": ("5000.00", "5664.50"),
        "余额宝": ("9000.00", "8500.00"),
    }
    assert not journal(home).exists()
    assert json.loads(home.run("import", "card.csv", *MAP, "--json", "--yes").out)["recorded"] is True


def test_all_problems_come_at_once_and_nothing_is_written(home: World) -> None:
    bad = CARD.replace("2026/11/03", "soon").replace("35.50", "3x")
    (home.folder / "bad.csv").write_text(bad, "utf-8")
    result = home.run("import", "bad.csv", *MAP, "--yes")
    assert (result.code, result.out) == (3, "")
    assert "--> bad.csv:2:12" in result.err
    assert "--> bad.csv:4:" in result.err
    assert "2 errors in bad.csv. Once corrected, run: repaycli import bad.csv\n" in result.err
    assert not journal(home).exists()


def test_an_entry_that_the_file_refuses_leaves_the_journal_as_it_was(home: World) -> None:
    old = '[[payment]]\naccount = "花呗"\ndate = 2026-11-02\nid = "k"\namount = 1.00\n'
    home.write(old, journal(home).name)
    home.write(FILE + '[[purchase]]\naccount = "花呗"\nposted = 2026-11-04\namount = 26.50\nid = "alipay-9"\n')
    row = ALIPAY.replace(b"2026110422001400000000000001", b"k")
    (home.folder / "alipay.csv").write_bytes(row)
    result = home.run("import", "alipay.csv", "--yes")
    assert result.code == 0
    assert journal(home).read_text("utf-8").startswith(old)


def test_a_torn_journal_is_told_and_kept(home: World) -> None:
    home.write('[[payment]]\naccount = "花呗"\ndate = 2026-11-02\nid = "k"\namount = 1', journal(home).name)
    shown = home.run("import", "alipay.csv")
    assert (shown.code, "torn-journal" in shown.err) == (3, True)
    assert home.run("import", "alipay.csv", "--yes").code == 0
    assert "# torn: amount = 1\n" in journal(home).read_text("utf-8")
    assert home.run("check").code == 0


OTHER = '[[payment]]\naccount = "花呗"\ndate = 2026-11-02\nid = "other"\namount = 7.00\n'
SAME = '[[purchase]]\naccount = "花呗"\nposted = 2026-11-04\nid = "same"\namount = 26.50\n'


@pytest.mark.parametrize(("written", "code"), [(OTHER, 0), (SAME, 2)])
def test_another_run_may_write_in_between(
    home: World, monkeypatch: pytest.MonkeyPatch, written: str, code: int
) -> None:
    real = disk.append

    def late(path: Path, *rest: Any) -> None:
        path.write_text(written, "utf-8")
        real(path, *rest)

    monkeypatch.setattr(disk, "append", late)
    result = home.run("import", "alipay.csv", "--yes")
    assert result.code == code
    text = journal(home).read_text("utf-8")
    assert text.startswith(written)
    assert (text == written) == bool(code), "all of them or none"
    assert ("another run wrote" in result.err) == bool(code)


def test_what_cannot_be_written_leaves_nothing(home: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def short(descriptor: int, content: bytes) -> int:
        return write(descriptor, content[:100])

    write = os.write
    monkeypatch.setattr(disk.os, "write", short)
    result = home.run("import", "alipay.csv", "--yes")
    monkeypatch.undo()
    assert (result.code, result.out) == (5, "")
    assert not journal(home).exists()


def test_what_is_recorded_is_told_even_where_the_answer_cannot_be_shown(home: World) -> None:
    err = io.StringIO()
    environment = Environment(
        {}, home.folder, None, None, err, lambda: home.today, lambda: None, token=lambda: next(home.tokens)
    )
    assert run(["import", "alipay.csv", "--yes"], environment) == 0
    assert err.getvalue().startswith("7 entries were recorded. ")
    assert "the standard output is closed" in err.getvalue()
    assert journal(home).exists()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["nothing.csv"], 4, "it is not there"),
        (["."], 4, "it is no file"),
        (["card.csv"], 3, "no bill of Alipay or WeChat"),
        (["alipay.csv", "--account", "花呗"], 2, "is for a bank's bill"),
        (["alipay.csv", "--account", "x=花贝"], 2, "there is no account"),
        (["card.csv", "--map", "date=记账日,debit=支出"], 2, "whose statement is it?"),
        (["card.csv", *MAP[2:], "--map", "date=记账日"], 2, "date is wanted"),
        (["card.csv", *MAP[2:], "--map", "date=记账日,amount=支出"], 2, "--positive is missing"),
        (["card.csv", *MAP[2:], "--map", "date=记账日,amuont=支出"], 2, "did you mean amount?"),
        (["card.csv", *MAP[2:], "--map", "记账日"], 2, "does not say which column"),
        (["card.csv", *MAP[2:], "--map", "date=a,date=b"], 2, "stands there twice"),
        (["card.csv", *MAP, "--positive", "out"], 2, "Leave it out."),
        (["card.csv", *MAP, "--dates", "ydm"], 2, "is not one of"),
        (["alipay.csv", "--encoding", "ebcdic"], 2, "is not one of"),
        (["alipay.csv", "-f", "-"], 2, "no journal beside"),
    ],
)
def test_what_makes_no_sense_is_refused(home: World, words: list[str], code: int, said: str) -> None:
    result = home.run("import", *words)
    assert (result.code, said in result.err) == (code, True), result.err
    assert not journal(home).exists()


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_amounts_stay_whole_at_any_width(home: World, width: int, language: str) -> None:
    home.is_terminal, home.width = True, width
    result = home.run("import", "wechat.csv", *CARDS, "--lang", language)
    assert "1,080.00" in result.out
    assert "招行信用卡" in result.out


@pytest.mark.parametrize(("holds", "missing"), [("9000", None), ("600", "20.00")])
def test_what_a_wallet_lacked_for_the_payments_is_said(home: World, holds: str, missing: str | None) -> None:
    home.write(FILE.replace("balance = 9000", f"balance = {holds}"))
    told = json.loads(home.run("import", "alipay.csv", "--json").out)["notes"]
    found = [each["message"] for each in told if each["code"] == "wallet-lacked"]
    assert [f"{missing} were missing" in each for each in found] == ([True] if missing else [])
    assert all("repaycli balance 余额宝 FIGURE" in each for each in found)
