"""What a row of Alipay's or WeChat's bill is: a purchase, a refund, a repayment, or nothing for the journal, and why."""

import re
from collections.abc import Callable, Iterable, Sequence

from repaycli.core.text import Text, text
from repaycli.inputs.bills.forms import Fact, Flow
from repaycli.inputs.bills.names import Named, Names, Sort
from repaycli.inputs.bills.writing import Draft, drafted, no_interest
from repaycli.inputs.source import cut

_DONE = frozenset(
    (
        "交易成功",
        "支付成功",
        "还款成功",
        "退款成功",
        "代付成功",
        "充值成功",
        "已转账",
        "已收钱",
        "对方已收钱",
        "朋友已收钱",
    )
)
_CAME_IN = ("已存入零钱", "已到账", "提现已到账")
_DONE_AND_REFUNDED = ("已全额退款", "已退款")
_CLOSED = ("交易关闭", "已关闭")
_DISCOUNT = re.compile("立减|满减|优惠|特惠|折扣")
_PRODUCTS = ("花呗", "借呗", "网商贷", "备用金", "信用购", "白条", "分付", "微粒贷", "信用卡")

Judge = Callable[[Fact], Draft | Text]


def judge_of(facts: Sequence[Fact], names: Names, is_recorded: Callable[[str], bool]) -> Judge:
    """Return what judges each row of a bill of Alipay or WeChat. `is_recorded` knows the numbers of rows in the journal."""
    refunds = _Refunds(facts, is_recorded)

    def judge(fact: Fact) -> Draft | Text:
        if not fact.amount:
            return text("no money was moved")
        if fact.status in _CLOSED:
            return text("it was closed before it was paid, or refunded in full")
        if fact.status in _CAME_IN:
            return text("neither a purchase nor a repayment")
        if fact.status not in _DONE and not fact.status.startswith(_DONE_AND_REFUNDED):
            return text('not completed: "{status}"', status=cut(fact.status))
        if _is_refund(fact):
            return refunds.judge(fact, names)
        if "还款" in fact.about or "还款" in fact.kind:
            return _repayment(fact, names)
        if fact.flow is not Flow.OUT:
            return text("neither a purchase nor a repayment")
        return _purchase(fact, names)

    return judge


def _is_refund(fact: Fact) -> bool:
    is_refund = "退款成功" in fact.status or fact.kind.endswith("退款") or fact.about.startswith("退款")
    return is_refund and fact.flow is not Flow.OUT


def _sources(fact: Fact) -> list[str]:
    """Return what it was paid with; what only lowers the price is left out, as the amount is without it."""
    parts = [part.strip() for part in re.split("[&+]", fact.method)]
    return [part for part in parts if part and not _DISCOUNT.search(part)]


def _paid_with(fact: Fact, names: Names) -> Named | Text:
    """Return the credit line that a row was paid with, or why there is none."""
    sources = _sources(fact)
    if not sources:
        return text("the bill does not say what it was paid with")
    found = {each for source in sources for each in names.called(source)}
    if any("分期" in source for source in sources):
        return text("paid in instalments: write it into the file as an instalment_plan")
    if not found:
        return text('paid with "{called}", which is no account of the file', called=cut(fact.method))
    if len(sources) > 1:
        return text('paid from several sources, "{method}": how much from each is not said', method=cut(fact.method))
    (named,) = found
    if named.sort is Sort.WALLET:
        return text("paid from the wallet {name}, whose spending is not recorded one by one", name=named.name)
    if named.sort is Sort.LOAN:
        return text("{name} is a loan: nothing is spent with it", name=named.name)
    return named


def _purchase(fact: Fact, names: Names) -> Draft | Text:
    named = _paid_with(fact, names)
    if isinstance(named, Text):
        return named
    return no_interest(fact) or drafted(fact, "purchase", named.name)


def _repayment(fact: Fact, names: Names) -> Draft | Text:
    if fact.flow is Flow.IN:
        return text("neither a purchase nor a repayment")
    product = next((each for each in _PRODUCTS if each in fact.about or each in fact.kind), "")
    debts = {each for each in names.mentioned((fact.party, fact.about, product)) if each.is_debt}
    what = fact.party or product or fact.about
    if not debts:
        return text('a repayment to "{called}", which is no account of the file', called=cut(what))
    if len(debts) > 1:
        return text("a repayment that fits {names}", names=tuple(sorted(each.name for each in debts)))
    (debt,) = debts
    sources = _sources(fact)
    payers = names.called(*sources)
    if any(each.is_debt for each in payers):
        return text("paid with a debt: one debt cannot pay another")
    wallet = next(iter(payers)).name if len(payers) == len(sources) == 1 else ""
    return drafted(fact, "payment", debt.name, wallet=wallet)


class _Refunds:
    """Refunds, each with the purchase that it belongs to: Alipay closes a purchase that was refunded in full, and lists
    the refund all the same; taking one without the other would lower what is owed.
    """

    def __init__(self, facts: Iterable[Fact], is_recorded: Callable[[str], bool]) -> None:
        self.purchases = [fact for fact in facts if fact.flow is Flow.OUT and not _is_refund(fact)]
        self.is_recorded = is_recorded
        self.by_number = {fact.number: fact for fact in self.purchases if fact.number}
        self.by_merchant = {fact.merchant: fact for fact in self.purchases if fact.merchant}

    def judge(self, fact: Fact, names: Names) -> Draft | Text:
        named = _paid_with(fact, names)
        if isinstance(named, Text):
            return named
        number = re.split("[_*]", fact.number)[0]
        bought = self.by_number.get(number) or self.by_merchant.get(fact.merchant)
        if bought and bought.status in _CLOSED:
            return text("its purchase, line {line}, was closed: both cancel out", line=bought.line)
        if fact.status == "退款成功" and bought is None and not self.is_recorded(number):
            return text(
                "a refund of a purchase that is neither in this bill nor recorded: it may never have been charged"
            )
        return drafted(fact, "refund", named.name)
