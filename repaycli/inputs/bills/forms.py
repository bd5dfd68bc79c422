"""The forms of bills: which heads they have, and their rows as facts that mean the same in each.

Alipay: 交易明细 of the app (GB18030, notes before the head) and 交易记录 of the website (notes before and after). WeChat:
微信支付账单 (UTF-8, notes before). Any other table by a map of its columns.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from types import MappingProxyType

from repaycli.core.dates import EARLIEST, LATEST
from repaycli.core.money import Currency, TooFineError
from repaycli.core.nouns import NamedTuple
from repaycli.core.text import Text, text
from repaycli.inputs.bills.sheet import Row, Sheet, header, plain_head
from repaycli.inputs.source import Findings, cut

_MOST_DIGITS = 12
_AMOUNT = re.compile(r"([+-]?)[¥￥]?([+-]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]+)?(?:元)?")
_DATE = re.compile(r"([0-9]{1,4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,4})日?(?:[ T].*)?")
_SOLID = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:[ T].*)?")
_COUNT = re.compile(r"^共\s*([0-9]+)\s*笔")
_FOOT = "---"

ORDERS = ("ymd", "dmy", "mdy")
"""How the numbers of a date may follow one another."""


class Flow(Enum):
    """Which way the money went."""

    OUT = "out"
    IN = "in"
    NEITHER = "neither"


_FLOWS = {
    **dict.fromkeys(("支出", "已支出", "借", "借方", "debit", "dr", "d", "out"), Flow.OUT),
    **dict.fromkeys(("收入", "已收入", "贷", "贷方", "credit", "cr", "c", "in"), Flow.IN),
    **dict.fromkeys(("不计收支", "其他", "/", "", "资金转移", "中性交易"), Flow.NEITHER),
}


class Form(NamedTuple):
    """One kind of bill: the head of each fact's column. `order`: see ORDERS; `positive`: what a bare amount is."""

    kind: str
    heads: Mapping[str, str]
    order: str = "ymd"
    positive: Flow | None = None


class Fact(NamedTuple):
    """One row of any bill. `amount` in minor units, never negative; `number` is the platform's, empty where there is none.

    `is_contrary`: its direction says that money came in, and its sign that it went out.
    """

    line: int
    on: date
    amount: int
    flow: Flow
    kind: str = ""
    party: str = ""
    about: str = ""
    method: str = ""
    status: str = ""
    number: str = ""
    merchant: str = ""
    is_contrary: bool = False


ALIPAY = Form(
    "alipay",
    MappingProxyType(
        {
            "date": "交易时间",
            "kind": "交易分类",
            "party": "交易对方",
            "note": "商品说明",
            "direction": "收/支",
            "amount": "金额",
            "method": "收/付款方式",
            "status": "交易状态",
            "id": "交易订单号",
            "merchant": "商家订单号",
        }
    ),
)
ALIPAY_WEB = Form(
    "alipay",
    MappingProxyType(
        {
            "id": "交易号",
            "merchant": "商家订单号",
            "date": "交易创建时间",
            "kind": "类型",
            "party": "交易对方",
            "note": "商品名称",
            "amount": "金额(元)",
            "direction": "收/支",
            "status": "交易状态",
        }
    ),
)
WECHAT = Form(
    "wechat",
    MappingProxyType(
        {
            "date": "交易时间",
            "kind": "交易类型",
            "party": "交易对方",
            "note": "商品",
            "direction": "收/支",
            "amount": "金额(元)",
            "method": "支付方式",
            "status": "当前状态",
            "id": "交易单号",
            "merchant": "商户单号",
        }
    ),
)
KNOWN = (ALIPAY, ALIPAY_WEB, WECHAT)


class Found(NamedTuple):
    """The facts of a bill, and what is to be told of it."""

    form: Form
    facts: tuple[Fact, ...]
    told: tuple[Text, ...]


def read_facts(sheet: Sheet, stated: Form | None, currency: Currency, findings: Findings) -> Found | None:
    """Return the facts of a bill in the form that its heads show, or in the stated one; every bad row is a problem."""
    for form in [stated] if stated else KNOWN:
        found = header(sheet, tuple(form.heads.values()))
        if found:
            place, columns = found
            known = {fact: columns[plain_head(head)] for fact, head in form.heads.items()}
            return _read(sheet, place, _Reading(sheet, form, known, currency, findings))
    if stated:
        message = text(
            "no row has all of these heads: {heads}", heads=" / ".join(cut(each) for each in stated.heads.values())
        )
        advice = text("write the heads of --map as they stand in the bill")
    else:
        message = text("this is no bill of Alipay or WeChat: no row has the heads of one")
        advice = text("for a bank's bill say which column is what: {example}", example="--map date=交易日,amount=金额")
    findings.error("unknown-bill", message, sheet.mark(sheet.rows[0].line if sheet.rows else 1), help=advice)
    return None


class _Reading(NamedTuple):
    sheet: Sheet
    form: Form
    columns: Mapping[str, int]
    currency: Currency
    findings: Findings


def _read(sheet: Sheet, place: int, reading: _Reading) -> Found:
    width = max(reading.columns.values()) + 1
    facts: list[Fact] = []
    body = sheet.rows[place + 1 :]
    end = next((number for number, row in enumerate(body) if _is_foot(row)), len(body))
    for row in body[:end]:
        if len(row.cells) < width:
            reading.findings.error(
                "bill-row",
                text("the row has {found} cells, its head {wanted}", found=len(row.cells), wanted=width),
                sheet.mark(row.line),
                help=text("if the file was cut off, export it again"),
            )
            continue
        fact = _fact(row, reading)
        if fact:
            facts.append(fact)
    told = _counted((*sheet.rows[:place], *body[end:]), end)
    if facts and end == len(body) and not sheet.source.text.endswith("\n"):
        message = text(
            "the bill ends without a line break: see whether its last row, line {line}, is whole", line=body[-1].line
        )
        told = (*told, message)
    return Found(reading.form, tuple(facts), told)


def _is_foot(row: Row) -> bool:
    """Tell whether a line is drawn below the table; a cell of a row may begin with strokes as well."""
    return row.cells[0].startswith(_FOOT) and not any(row.cells[1:])


def _counted(rows: tuple[Row, ...], found: int) -> tuple[Text, ...]:
    """Compare the rows with what the bill says of their number."""
    said = next((match for row in rows if (match := _COUNT.match(row.cells[0]))), None)
    if said is None or int(said[1][:9]) == found:
        return ()
    message = text(
        "the bill says that it has {said} rows, and {found} are here: some are missing or were added",
        said=int(said[1][:9]),
        found=found,
    )
    return (message,)


def _fact(row: Row, reading: _Reading) -> Fact | None:
    def cell(name: str) -> str:
        place = reading.columns.get(name)
        return "" if place is None else row.cells[place]

    on, moved = _date(cell("date"), row, reading), _moved(cell, row, reading)
    if on is None or moved is None:
        return None
    signed, flow = moved
    words = {"kind": cell("kind"), "party": cell("party"), "about": cell("note"), "method": cell("method")}
    words |= {"status": cell("status"), "number": cell("id"), "merchant": cell("merchant")}
    plain = {key: "" if word == "/" else word for key, word in words.items()}
    return Fact(row.line, on, abs(signed), flow, **plain, is_contrary=signed < 0 and flow is Flow.IN)


def _moved(cell: Callable[[str], str], row: Row, reading: _Reading) -> tuple[int, Flow] | None:
    """Return how much was moved, and which way; below zero where a direction stands beside an amount with a minus."""
    if "amount" not in reading.columns:
        return _of_two(cell("debit"), cell("credit"), row, reading)
    signed = _amount(cell("amount"), row, reading)
    if signed is None:
        return None
    if "direction" in reading.columns:
        flow = _FLOWS.get(cell("direction").lower())
        if flow is None:
            message = text('"{found}" says neither out nor in', found=cut(cell("direction")))
            reading.findings.error("bill-row", message, reading.sheet.mark(row.line, cell("direction")))
            return None
        return signed, flow
    positive = reading.form.positive or Flow.OUT
    other = Flow.IN if positive is Flow.OUT else Flow.OUT
    return abs(signed), positive if signed >= 0 else other


def _of_two(debit: str, credit: str, row: Row, reading: _Reading) -> tuple[int, Flow] | None:
    """Return the amount that stands in one of two columns."""
    out = _amount(debit, row, reading) if debit and debit != "-" else 0
    into = _amount(credit, row, reading) if credit and credit != "-" else 0
    if out is None or into is None:
        return None
    if out and into:
        message = text("the row has an amount in both columns")
        reading.findings.error("bill-row", message, reading.sheet.mark(row.line))
        return None
    return (abs(out), Flow.OUT if out > 0 else Flow.IN) if out else (abs(into), Flow.OUT if into < 0 else Flow.IN)


def _amount(found: str, row: Row, reading: _Reading) -> int | None:
    """Read a signed amount exactly."""
    match = _AMOUNT.fullmatch(found.replace(" ", ""))
    mark, currency = reading.sheet.mark(row.line, found), reading.currency
    if not match or (match[1] and match[2]) or len(match[3]) > _MOST_DIGITS:
        message = text('"{found}" is no amount', found=cut(found))
        reading.findings.error(
            "bill-row", message, mark, help=text("an amount is written {example}", example="1,234.50")
        )
        return None
    number = Decimal(match[3].replace(",", "") + (match[4] or ""))
    try:
        minor = currency.minor(number)
    except TooFineError:
        message = text(
            "{found} has more decimals than {currency}, which has {digits}",
            found=cut(found),
            currency=currency.code,
            digits=currency.digits,
        )
        reading.findings.error("bill-row", message, mark)
        return None
    return -minor if "-" in (match[1], match[2]) else minor


def _date(found: str, row: Row, reading: _Reading) -> date | None:
    order = reading.form.order
    match = _DATE.fullmatch(found) or (_SOLID.fullmatch(found) if order == "ymd" else None)
    if match:
        parts = dict(zip(order, map(int, match.groups()), strict=True))
        year_digits = match.group(order.index("y") + 1)
        try:
            on = date(parts["y"], parts["m"], parts["d"])
        except ValueError:
            on = None
        if on is not None and len(year_digits) == 4 and EARLIEST <= on <= LATEST:
            return on
    reading.findings.error(
        "bill-row",
        text('"{found}" is no date whose numbers are in the order {order}', found=cut(found), order=order),
        reading.sheet.mark(row.line, found),
        help=text("a date is written {example}; for another order see --dates", example="2026-11-05"),
    )
    return None
