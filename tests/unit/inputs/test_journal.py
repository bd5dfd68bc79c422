"""Entries as text, and tails that were cut off: never read as something else, and never lost."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal

import pytest

from repaycli.core.money import CURRENCIES
from repaycli.core.problems import Severity
from repaycli.inputs.accounts_file import load
from repaycli.inputs.journal import addition, entry_text, set_aside, torn_tail
from repaycli.products.accounts import Household
from repaycli.products.entries import Entry

ACCOUNTS = """\
as_of = 2026-11-01

[[wallet]]
name = "bank"
balance = 5000

[[credit_line]]
name = "花呗"
preset = "huabei"
limit = 10000
statement = [{ closed = 2026-11-01, due = 2026-11-10, balance = 3000, minimum = 300 }]

[[loan]]
name = "借呗"
preset = "jiebei"
principal = 6000
daily_rate = "0.04%"
instalments = 6
next_due = 2026-11-20
interest_from = 2026-10-20

[[income]]
name = "工资"
amount = 9800
first = 2026-11-15
every = "month"
"""

OLD = """\
# mine: 我的流水
[[payment]]
account = "花呗"
date = 2026-11-02
id = "p1"
amount = 20.00
"""

DAY = date(2026, 11, 10)
NOTE = 'a "quote", a \\ backslash, an emoji 👨\u200d👩\u200d👧, 花 # = [x]'

ENTRIES = {
    "payment": Entry("payment", "k7f3q2", DAY, "花呗", 150000, note=NOTE),
    "payment of a loan": Entry("payment", "k7f3q2", DAY, "借呗", 1234, "prepayment", "bank"),
    "purchase": Entry("purchase", "k7f3q2", DAY, "花呗", 150000),
    "refund": Entry("purchase", "k7f3q2", DAY, "花呗", 99, "refund", note="x"),
    "balance": Entry("balance", "k7f3q2", DAY, "花呗", 150000, includes_accrued=True),
    "wallet": Entry("balance", "k7f3q2", DAY, "bank", 0, holds=True),
    "receipt": Entry("receipt", "k7f3q2", DAY, amount=964050, note=NOTE, income="工资", due=date(2026, 11, 15)),
    "nothing came": Entry("receipt", "k7f3q2", DAY, income="工资", due=date(2026, 10, 15)),
    "reversal": Entry("reversal", "k7f3q2", DAY, of="p1", note="another card"),
}


def read(journal: bytes) -> tuple[Household | None, list[str]]:
    household, problems = load(ACCOUNTS.encode(), "accounts.toml", (journal, "accounts.journal.toml"))
    return household, [problem.code for problem in problems if problem.severity is Severity.ERROR]


def with_entry(entry: Entry, old: bytes = OLD.encode()) -> bytes:
    return old + addition(old, entry_text(entry, CURRENCIES["CNY"]))


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES.keys())
def test_what_is_written_is_read(entry: Entry) -> None:
    (table,) = tomllib.loads(entry_text(entry, CURRENCIES["CNY"]), parse_float=Decimal)[entry.table]
    assert table["id"] == "k7f3q2"
    assert table.get("date", table.get("posted")) == DAY
    if entry.note:
        assert table.get("note", table.get("reason")) == entry.note
    if entry.table != "reversal":
        assert Decimal(entry.amount) / 100 == table.get("amount", table.get("owed", table.get("holds")))
    assert read(with_entry(entry))[1] == []


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES.keys())
@pytest.mark.parametrize("old", [b"", OLD.encode()], ids=["first", "later"])
def test_a_tail_cut_at_any_byte_is_never_another_entry(entry: Entry, old: bytes) -> None:
    if entry.table == "reversal" and not old:
        return  # there is nothing to take back
    new = with_entry(entry, old)
    before, after = read(old), read(new)
    assert before[1] == after[1] == []
    assert before != after
    for length in range(len(old), len(new)):
        household, codes = read(new[:length])
        assert household == before[0] or (household is None and codes == ["torn-journal"]), new[:length].decode(
            "utf-8", "replace"
        )


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES.keys())
def test_a_torn_tail_that_is_set_aside_is_a_comment_and_nothing_is_lost(entry: Entry) -> None:
    old, new = OLD.encode(), with_entry(entry)
    for length in range(len(old), len(new)):
        mended = set_aside(new[:length])
        assert mended.startswith(old)
        assert mended.endswith(b"\n")
        assert torn_tail(mended) is None
        assert read(mended) == read(old)
        for line in new[len(old) : length].decode("utf-8", "ignore").split("\n"):
            assert line.rstrip("\u200d") in mended.decode().replace("# torn: ", "")


@pytest.mark.parametrize("tail", [b"\0" * 5000, b"\x1b[31m", b"\xe8\x8a", b"[[", b'[[payment]]\naccount = "\xe8\x8a'])
def test_what_a_crash_may_leave_is_kept_as_a_readable_comment(tail: bytes) -> None:
    torn = OLD.encode() + b"\n" + tail
    assert read(torn) == (None, ["torn-journal"])
    mended = set_aside(torn)
    assert read(mended) == read(OLD.encode())
    assert mended.decode().isprintable() or all(char.isprintable() for char in mended.decode() if char != "\n")


def test_a_whole_entry_in_front_of_what_a_crash_left_stays() -> None:
    assert b"amount = 20.00\n\n# torn: " in set_aside(OLD.encode() + b"\n\0\0\0")


@pytest.mark.parametrize(
    "journal",
    [
        b"",
        b"\n\n",
        b"# a comment without an end",
        OLD.encode() + b"   ",
        OLD.encode() + b"# 15",
        b"\xef\xbb\xbf" + OLD.encode(),
        OLD.encode().replace(b"\n", b"\r\n"),
        OLD.encode() + b'note = """\n[[payment]]\naccount = "x"\n"""\n',
        b"payment = []\n",
    ],
)
def test_what_is_whole_is_not_torn(journal: bytes) -> None:
    assert torn_tail(journal) is None
    assert read(journal)[1] == []


def test_an_entry_written_by_hand_without_a_line_break_could_be_cut() -> None:
    household, problems = load(ACCOUNTS.encode(), "a.toml", (OLD.encode().rstrip(), "a.journal.toml"))
    (problem,) = problems
    assert household is None
    assert (problem.code, problem.place.file, problem.place.line) == ("torn-journal", "a.journal.toml", 2)
    assert "end its last line with a line break" in str(problem.help)


def test_the_rest_of_a_torn_journal_is_looked_at() -> None:
    rest = OLD.replace("date", "dat")
    assert read(rest.encode() + b"\n[[payment]]\nacc") == (None, ["missing-key", "unknown-key", "torn-journal"])


def test_a_currency_without_decimals() -> None:
    text = entry_text(ENTRIES["payment"]._replace(amount=1500, note=""), CURRENCIES["JPY"])
    assert text.endswith("\namount = 1500\n")


def test_a_comment_without_an_end_keeps_its_line() -> None:
    old = b"# mine"
    assert with_entry(ENTRIES["payment"], old).startswith(b"# mine\n\n[[payment]]\n")
