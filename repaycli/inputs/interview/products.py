"""The debts that `init` knows: their presets, and what the lender's page calls each figure."""

from collections.abc import Mapping
from types import MappingProxyType

from repaycli.core.nouns import NamedTuple
from repaycli.core.text import Text, text
from repaycli.inputs.presets import read_preset

_NONE: Mapping[str, str] = MappingProxyType({})


class Product(NamedTuple):
    """A kind of debt. `cycles` maps the due day to the statement day where the lender offers only some pairs."""

    key: str
    kind: str  # "loan" or "credit_line"
    name: Text
    preset: str | None
    lender: Text | None = None
    page: Mapping[str, str] = _NONE
    cycles: Mapping[int, int] = MappingProxyType({})

    def term(self, key: str) -> object:
        """Return a term of its preset; None where it has none."""
        return read_preset(self.preset).terms().get(key) if self.preset else None


_LOAN_PAGE = {
    "principal": "剩余本金 / 剩余未还本金",
    "rate": "日利率",
    "instalments": "剩余期数",
    "next_due": "下次还款日 / 每月还款日",
    "repayment": "还款方式",
    "overdue": "逾期金额",
}
_LINE_PAGE = {
    "due_day": "还款日",
    "statement_day": "出账日",
    "due": "本期账单 / 本月应还 / 剩余应还",
    "minimum": "最低还款",
    "unbilled": "未出账单",
    "interest": "利息",
    "limit": "总额度",
    "past_due": "逾期金额",
}
_CARD_PAGE = _LINE_PAGE | {
    "due_day": "到期还款日",
    "statement_day": "账单日",
    "due": "本期剩余应还",
    "minimum": "最低还款额",
    "unbilled": "未出账单",
    "limit": "信用额度",
}

PRODUCTS: Mapping[str, Product] = {
    product.key: product
    for product in (
        Product(
            "huabei",
            "credit_line",
            text("Huabei"),
            "huabei",
            text("Ant"),
            _LINE_PAGE,
            # The pairs that the preset's note on statement_day cites.
            MappingProxyType({8: 1, 9: 1, 10: 1, 15: 5, 20: 10, 25: 15}),
        ),
        Product("jiebei", "loan", text("Jiebei"), "jiebei", text("Ant"), _LOAN_PAGE),
        Product("card", "credit_line", text("credit card"), "cn-credit-card", None, _CARD_PAGE),
        Product("baitiao", "credit_line", text("JD Baitiao"), "jd-baitiao", text("JD"), _LINE_PAGE),
        Product("weilidai", "loan", text("Weilidai"), "weilidai", text("WeBank"), _LOAN_PAGE),
        Product(
            "meituan",
            "credit_line",
            text("Meituan Yuefu"),
            "meituan",
            text("Meituan"),
            _LINE_PAGE,
            MappingProxyType({8: 1}),
        ),
        Product("loan", "loan", text("another loan"), None, None, _LOAN_PAGE),
    )
}
"""By key, in the order in which they are offered."""
