"""Bills as they are read: what becomes of each row, and what is refused with its line."""

from __future__ import annotations

import random
from datetime import date

import pytest
from unit.inputs.bills import ALIPAY, ALIPAY_HEAD, ALIPAY_ROWS, ALIPAY_WEB, CARD, WECHAT

from repaycli.core.money import CURRENCIES
from repaycli.inputs.accounts_file import load
from repaycli.inputs.bills.bill import Reading, Wanted, read_bill
from repaycli.inputs.bills.forms import Flow, Form
from repaycli.inputs.bills.sheet import MOST_BYTES, MOST_CELL, MOST_ROWS
from repaycli.inputs.journal import entry_text
from repaycli.products.accounts import Household
from repaycli.products.bill import Bill, State
from repaycli.products.entries import Entry, Recorded

TODAY = date(2026, 11, 6)

FILE = """\
as_of = 2026-11-01
[[wallet]]
name = "余额宝"
balance = 9000
[[credit_line]]
name = "花呗"
preset = "huabei"
limit = 9000
unbilled = 500
[[credit_line]]
name = "招行信用卡"
preset = "cn-credit-card"
limit = 9000
statement_day = 25
due_day = 13
unbilled = 5000
[[loan]]
name = "借呗"
principal = 1000
daily_rate = "0.04%"
repayment = "level"
instalments = 5
next_due = 2026-11-20
interest_from = 2026-10-20
"""


def household() -> Household:
    own, problems = load(FILE.encode(), "accounts.toml")
    assert own is not None, problems
    return own


def reading(content: bytes | str, wanted: Wanted | None = None, own: Household | None = None) -> Reading:
    raw = content.encode() if isinstance(content, str) else content
    found, problems = read_bill(raw, "bill.csv", own or household(), wanted or Wanted({}))
    assert found is not None, problems
    return found


def bill(content: bytes | str, wanted: Wanted | None = None, recorded: tuple[Recorded, ...] = ()) -> Bill:
    return reading(content, wanted).bill(household(), recorded, TODAY)


def refused(content: bytes | str, wanted: Wanted | None = None, own: Household | None = None) -> list[tuple[str, int]]:
    raw = content.encode() if isinstance(content, str) else content
    found, problems = read_bill(raw, "bill.csv", own or household(), wanted or Wanted({}))
    assert found is None
    assert all(problem.place.file == "bill.csv" for problem in problems)
    return [(problem.code, problem.place.line) for problem in problems]


def said(found: Bill) -> list[tuple[int, str, str, int, str]]:
    return [
        (each.line, each.entry.kind or each.entry.table, each.entry.account, each.entry.amount, each.entry.wallet)
        for each in found.drafted
    ]


def reasons(found: Bill) -> dict[int, str]:
    return {each.line: each.reason.template for each in found.passed}


def one(row: str) -> bytes:
    return f"{ALIPAY_HEAD}\n{row}\n".encode("gb18030")


CARD_MAP = {"date": "记账日", "debit": "支出", "credit": "存入", "note": "摘要"}


def card(**more: object) -> Wanted:
    return Wanted({}, "招行信用卡", Form("csv", CARD_MAP), **more)  # type: ignore[arg-type]


def test_alipay() -> None:
    found = bill(ALIPAY)
    assert (found.kind, found.encoding) == ("alipay", "gb18030")
    assert said(found) == [
        (15, "purchase", "花呗", 2650, ""),
        (16, "purchase", "花呗", 8800, ""),
        (19, "purchase", "花呗", 30000, ""),
        (20, "refund", "花呗", 4000, ""),
        (21, "payment", "花呗", 50000, "余额宝"),
        (22, "payment", "借呗", 12000, ""),
        (29, "purchase", "花呗", 1200, ""),
    ]
    assert reasons(found) == {
        17: "it was closed before it was paid, or refunded in full",
        18: "its purchase, line {line}, was closed: both cancel out",
        23: 'a repayment to "{called}", which is no account of the file',
        24: "paid from the wallet {name}, whose spending is not recorded one by one",
        25: 'paid from several sources, "{method}": how much from each is not said',
        26: "neither a purchase nor a repayment",
        27: 'not completed: "{status}"',
        28: "a refund of a purchase that is neither in this bill nor recorded: it may never have been charged",
    }
    first = found.drafted[0].entry
    assert (first.id, first.note, first.on) == (
        "alipay-2026110422001400000000000001",
        "小面馆 晚餐",
        date(2026, 11, 4),
    )
    assert [each.line for each in found.drafted if each.state is State.EARLIER] == [29]
    assert any("某行储蓄卡(0001)" in str(told.values.values()) for told in found.told)


def test_a_name_that_the_user_gives_finds_the_card_and_the_wallet() -> None:
    names = {"招商银行": "招行信用卡", "某行储蓄卡(0001)": "余额宝"}
    found = bill(ALIPAY, Wanted(names))
    assert (22, "payment", "借呗", 12000, "余额宝") in said(found)
    assert (23, "payment", "招行信用卡", 20000, "余额宝") in said(found)


def test_the_website_s_bill_says_nothing_of_how_it_was_paid() -> None:
    found = bill(ALIPAY_WEB)
    assert said(found) == [(6, "payment", "花呗", 50000, "")]
    assert reasons(found) == {7: "the bill does not say what it was paid with"}


def test_wechat() -> None:
    found = bill(WECHAT, Wanted({"招商银行信用卡(1234)": "招行信用卡", "招商银行": "招行信用卡"}))
    assert (found.kind, found.encoding) == ("wechat", "utf-8")
    assert said(found) == [
        (18, "purchase", "招行信用卡", 30000, ""),
        (19, "purchase", "招行信用卡", 108000, ""),
        (20, "refund", "招行信用卡", 8000, ""),
        (21, "payment", "招行信用卡", 46224, ""),
    ]
    assert set(reasons(found)) == {22, 23}
    assert bill(WECHAT).drafted == (), "without the user's word no card is guessed"


def test_a_card_s_own_statement() -> None:
    found = bill(CARD, card())
    assert said(found) == [
        (2, "purchase", "招行信用卡", 120000, ""),
        (3, "payment", "招行信用卡", 50000, ""),
        (4, "refund", "招行信用卡", 3550, ""),
    ]
    assert reasons(found) == {5: "interest or a fee, which the model reckons itself"}
    assert [each.entry.on for each in found.drafted] == [date(2026, 11, day) for day in (3, 4, 5)]


def test_the_statement_of_a_wallet_pays_debts() -> None:
    text = "日期;金额;方向;对方;摘要\n20261103;100.00;支出;借呗;还款\n2026-11-04;5.00;支出;小店;茶\n2026年11月5日;7;收入;某人;转账\n"
    heads = {"date": "日期", "amount": "金额", "direction": "方向", "party": "对方", "note": "摘要"}
    found = bill(text, Wanted({}, "余额宝", Form("csv", heads)))
    assert said(found) == [(2, "payment", "借呗", 10000, "余额宝")]
    assert set(reasons(found)) == {3, 4}


@pytest.mark.parametrize(
    ("positive", "kinds"), [(Flow.OUT, ["purchase", "payment"]), (Flow.IN, ["payment", "purchase"])]
)
def test_a_bare_amount_means_what_was_said(positive: Flow, kinds: list[str]) -> None:
    form = Form("csv", {"date": "date", "amount": "amount"}, "dmy", positive)
    found = bill("date,amount\n03/11/2026,12.5\n04/11/2026,-1\n", Wanted({}, "招行信用卡", form))
    assert [(each.entry.table, each.entry.amount) for each in found.drafted] == list(
        zip(kinds, (1250, 100), strict=True)
    )


def test_what_is_recorded_is_not_taken_twice() -> None:
    first = bill(ALIPAY)
    recorded = tuple(Recorded(each.entry, "j", 1, True) for each in first.drafted)
    again = bill(ALIPAY, recorded=recorded)
    assert {each.state for each in again.drafted} == {State.THERE}
    assert again.new == ()
    undone = (recorded[0]._replace(undone_by="r1"), *recorded[1:])
    assert reasons(bill(ALIPAY, recorded=undone))[15] == "it was recorded, and you took it back"


def test_an_entry_made_by_hand_stands_for_one_row() -> None:
    row = ALIPAY_ROWS[0]
    twice = "\n".join((ALIPAY_HEAD, row, row.replace("0001\t,M", "0099\t,N"))).encode("gb18030")
    by_hand = Recorded(Entry("purchase", "k2", date(2026, 11, 4), "花呗", 2650), "j", 1, True)
    assert [each.state for each in bill(twice, recorded=(by_hand,)).drafted] == [State.THERE, State.NEW]


def test_a_repayment_in_the_statements_of_both_its_sides_is_one() -> None:
    heads = {"date": "date", "debit": "out", "credit": "in", "party": "who"}
    wallet = "date,out,in,who\n2026-11-03,500,,招行信用卡\n2026-11-03,500,,招行信用卡\n"
    card = "date,out,in,who\n2026-11-03,,500,\n2026-11-03,,500,\n2026-11-03,,500,\n"
    sides = [(wallet, Wanted({}, "余额宝", Form("csv", heads))), (card, Wanted({}, "招行信用卡", Form("csv", heads)))]
    for (text, own), (other, others) in (sides, sides[::-1]):
        recorded = tuple(Recorded(each.entry, "j", 1, True) for each in bill(text, own).new)
        states = [each.state for each in bill(other, others, recorded=recorded).drafted]
        assert states.count(State.THERE) == 2, "each of the two repayments is known again once"
        assert {each.state for each in bill(text, own, recorded=recorded).drafted} == {State.THERE}


def test_a_row_may_begin_with_strokes() -> None:
    text = "note,date,in\n茶,2026-11-03,5\n--- 面包,2026-11-04,6\n书,2026-11-05,7\n-----,,\n3 rows,,\n"
    form = Form("csv", {"note": "note", "date": "date", "amount": "in"}, positive=Flow.OUT)
    assert [each.line for each in bill(text, Wanted({}, "招行信用卡", form)).drafted] == [2, 3, 4]


@pytest.mark.parametrize("sign", [";", "\t"])
def test_what_parts_the_cells_is_seen_at_the_heads(sign: str) -> None:
    rows = ALIPAY.decode("gb18030").replace("晚餐", f"晚{sign * 40}餐")
    assert said(bill(rows)) == said(bill(ALIPAY))
    text = "date;in;note\n2026-11-03;5.00;a, b, c, d\n"
    form = Form("csv", {"date": "date", "amount": "in"}, positive=Flow.OUT)
    assert said(bill(text, Wanted({}, "招行信用卡", form))) == [(2, "purchase", "招行信用卡", 500, "")]


def test_rows_that_are_alike_and_have_no_number_are_told_apart() -> None:
    text = "记账日,摘要,支出,存入\n" + "2026-11-03,茶,5,\n" * 2
    found = bill(text, card())
    ids = [each.entry.id for each in found.drafted]
    assert len(set(ids)) == 2
    assert [each.entry.id for each in bill(text, card()).drafted] == ids
    assert [each.entry.id for each in bill("x,,,\n" + text, card()).drafted] == ids, "where a row stands does not count"


def test_the_same_row_of_two_banks_is_two_entries() -> None:
    heads = {"date": "date", "credit": "in", "id": "no"}
    text = "date,in,no\n2026-11-03,500,0001\n2026-11-04,500,0001\n2026-11-04,500,0001\n"
    ids = {
        own: [str(each.entry.id) for each in bill(text, Wanted({}, own, Form("csv", heads))).drafted]
        for own in ("花呗", "招行信用卡")
    }
    assert [len(found) for found in ids.values()] == [2, 2], "the same number on the same day is the same row"
    assert len({*ids["花呗"], *ids["招行信用卡"]}) == 4


def test_a_number_that_a_spreadsheet_spoilt_is_none() -> None:
    found = bill(one(ALIPAY_ROWS[0].replace("2026110422001400000000000001\t", "2.02611E+27")))
    assert found.drafted[0].entry.id not in (None, "alipay-2.02611E+27")


def test_the_same_number_twice_is_taken_once() -> None:
    found = bill(one(f"{ALIPAY_ROWS[0]}\n{ALIPAY_ROWS[0]}"))
    assert len(found.drafted) == 1
    assert reasons(found) == {3: "it has the same number as line {line}"}


def test_a_row_of_today_is_taken_and_one_of_the_first_day_moves_money() -> None:
    for day, state in (("2026-11-06", State.NEW), ("2026-11-01", State.NEW), ("2026-10-31", State.EARLIER)):
        found = bill(one(ALIPAY_ROWS[0].replace("2026-11-04", day)))
        assert [each.state for each in found.drafted] == [state], day


@pytest.mark.parametrize("day", ["26-11-04", "926-11-04", "0026-11-04", "1899-12-31", "9999-12-31"])
def test_a_year_that_cannot_be_meant_is_no_date(day: str) -> None:
    assert refused(one(ALIPAY_ROWS[0].replace("2026-11-04", day))) == [("bill-row", 2)]


def test_what_a_debt_or_instalments_pay_is_passed_over() -> None:
    paid = bill(one(ALIPAY_ROWS[6].replace("余额宝", "招行信用卡")))
    assert reasons(paid) == {2: "paid with a debt: one debt cannot pay another"}
    parts = bill(one(ALIPAY_ROWS[0].replace("花呗,", "花呗分期(3期),")), Wanted({"花呗分期(3期)": "花呗"}))
    assert reasons(parts) == {2: "paid in instalments: write it into the file as an instalment_plan"}


def test_a_row_of_tomorrow_is_passed_over() -> None:
    assert reasons(bill(one(ALIPAY_ROWS[0].replace("2026-11-04", "2026-11-07")))) == {2: "its date lies ahead of today"}


def test_a_hostile_note_is_harmless() -> None:
    found = bill(one(ALIPAY_ROWS[0].replace("晚餐", "a\u202eb\u200d=1" + "x" * 500)))
    note = found.drafted[0].entry.note
    assert len(note) == 100
    assert "\u202e" not in note
    assert "\u200d" not in note


def test_rows_that_are_missing_are_told() -> None:
    cut = ALIPAY.decode("gb18030").replace(ALIPAY_ROWS[3] + "\r\n", "").encode("gb18030")
    assert [told.values for told in bill(cut).told if "said" in told.values] == [{"said": 15, "found": 14}]


def test_a_last_row_that_may_be_cut_off_is_told() -> None:
    assert [told.values for told in bill(CARD.rstrip("\n"), card()).told if "line" in told.values] == [{"line": 5}]
    assert not any("line" in told.values for told in bill(CARD, card()).told)


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (b"PK\x03\x04xlsx", [("not-a-bill", 1)]),
        (b"a" * (MOST_BYTES + 1), [("bill-too-large", 1)]),
        (b"a,b\n\xff\xff,1\n", [("bill-encoding", 2)]),
        ("a\x00b,c\n", [("bill-character", 1)]),
        ("a,b\n1,2\n", [("unknown-bill", 1)]),
        ("", [("unknown-bill", 1)]),
        (ALIPAY[:-40], [("bill-row", 29)]),
        (ALIPAY[: ALIPAY.index("书".encode("gb18030")) + 1], [("bill-encoding", 27)]),
        (one('2026-11-04,"never closed,a\nb\nc'), [("bill-quotes", 2)]),
        (one(f"2026-11-04,{'x' * (MOST_CELL + 1)}"), [("bill-quotes", 2)]),
        (one(ALIPAY_ROWS[0].replace("26.50", "26.505")), [("bill-row", 2)]),
        (one(ALIPAY_ROWS[0].replace("26.50", "1e9")), [("bill-row", 2)]),
        (one(ALIPAY_ROWS[0].replace("26.50", "=1+1")), [("bill-row", 2)]),
        (one(ALIPAY_ROWS[0].replace("26.50", "1" * 13)), [("bill-row", 2)]),
        (one(ALIPAY_ROWS[0].replace("支出", "借出")), [("bill-row", 2)]),
        (
            one("\n".join(row.replace("2026-11-04", "04-11-2026") for row in ALIPAY_ROWS[:2])),
            [("bill-row", 2), ("bill-row", 3)],
        ),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(content: bytes | str, wanted: list[tuple[str, int]]) -> None:
    assert refused(content) == wanted


def test_too_many_rows_are_refused() -> None:
    text = "记账日,摘要,支出,存入\n" + "2026-11-03,a,1,\n" * (MOST_ROWS + 1)
    assert ("bill-too-large", MOST_ROWS + 1) in refused(text, card())


def test_an_amount_in_both_columns_is_refused() -> None:
    assert refused("记账日,摘要,支出,存入\n2026-11-03,a,1,2\n", card()) == [("bill-row", 2)]


def test_heads_that_are_not_there_are_told() -> None:
    assert refused("日期,摘要,支出,存入\n2026-11-03,a,1,\n", card()) == [("unknown-bill", 1)]


def test_a_bill_in_yuan_is_for_accounts_in_yuan() -> None:
    yen = household()._replace(currency=CURRENCIES["JPY"])
    assert ("bill-currency", 1) in refused(one(ALIPAY_ROWS[0].replace("26.50", "26")), own=yen)


def test_the_stated_encoding_is_held_to() -> None:
    assert refused(ALIPAY, Wanted({}, encoding="utf-8")) == [("bill-encoding", 2)]
    assert bill(CARD.encode("utf-16"), card()).encoding == "utf-16"
    assert refused(CARD.encode("gb18030"), card(encoding="utf-16"))


def test_a_damaged_bill_is_read_or_refused_and_what_is_read_can_be_recorded() -> None:
    pick, own = random.Random(7), household()
    outcomes: set[str] = set()
    for _ in range(300):
        text = pick.choice([ALIPAY.decode("gb18030"), WECHAT.decode("utf-8-sig"), CARD])
        for _ in range(pick.randint(1, 5)):
            place, other = pick.randrange(len(text)), pick.randrange(len(text))
            piece = pick.choice(
                ['"', ",", "\n", "\r", "\t", "-", "=1", "\u202e", "\x1b", "￥", "分期", text[other : other + 40]]
            )
            text = text[:place] + piece + text[place + pick.randint(0, 30) :]
        names = {"招商银行信用卡(1234)": "招行信用卡", "招商银行": "招行信用卡"}
        wanted = card() if text.startswith("交易日") else Wanted(names)
        found, problems = read_bill(text.encode(), "bill.csv", own, wanted)
        if found is None:
            assert problems
            outcomes |= {problem.code for problem in problems}
            continue
        entries = [each.entry for each in found.bill(own, (), TODAY).new]
        journal = "\n".join(entry_text(entry, own.currency) for entry in entries).encode()
        assert load(FILE.encode(), "accounts.toml", (journal, "journal"))[0] is not None
        outcomes.add("read")
    assert outcomes >= {"read", "bill-row", "bill-quotes", "bill-character", "unknown-bill"}


SIGNED_MAP = {"date": "日期", "direction": "收支", "amount": "金额", "note": "摘要"}
SIGNED = """日期,收支,金额,摘要
2026-11-04,收入,-200.00,还款
2026-11-05,收入,500.00,还款
2026-11-05,支出,-30.00,超市
"""


def test_a_row_whose_direction_and_sign_disagree_is_passed_over() -> None:
    found = bill(SIGNED, Wanted({}, "招行信用卡", Form("csv", SIGNED_MAP)))
    assert said(found) == [(3, "payment", "招行信用卡", 50000, ""), (4, "purchase", "招行信用卡", 3000, "")]
    assert reasons(found) == {2: "its direction says in, its sign out"}


@pytest.mark.parametrize(
    ("on", "entry_id", "is_asked"),
    [
        (date(2026, 11, 2), None, True),
        (date(2026, 11, 8), "alipay-1", True),
        (date(2026, 11, 1), None, False),
        (date(2026, 11, 4), "csv-1", False),
        (date(2026, 11, 5), None, False),
    ],
)
def test_a_repayment_booked_a_few_days_off_is_asked_about(on: date, entry_id: str | None, is_asked: bool) -> None:
    recorded = Recorded(Entry("payment", entry_id, on, "招行信用卡", 50000), "accounts.journal.toml", 1, True)
    found = bill(SIGNED, Wanted({}, "招行信用卡", Form("csv", SIGNED_MAP)), (recorded,))
    asked = [told for told in found.told if "is recorded for {date} already" in told.template]
    assert [told.values["date"] for told in asked] == ([on] if is_asked else [])
    undone = bill(SIGNED, Wanted({}, "招行信用卡", Form("csv", SIGNED_MAP)), (recorded._replace(undone_by="x"),))
    assert not [told for told in undone.told if "is recorded for {date} already" in told.template]
