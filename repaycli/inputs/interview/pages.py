"""What lenders call each figure: in Chinese on Chinese and Taiwanese pages, elsewhere in the reader's language.

A name that stands on the page as it is written here is a plain string; one that has to be translated is a `Text`.
"""

from collections.abc import Mapping

from repaycli.core.text import Text, text

Page = Mapping[str, str | Text]

CN_LOAN: Page = {
    "principal": "剩余本金 / 剩余未还本金",
    "rate": "日利率",
    "instalments": "剩余期数",
    "next_due": "下次还款日 / 每月还款日",
    "repayment": "还款方式",
    "overdue": "逾期金额",
}
CN_LINE: Page = {
    "due_day": "还款日",
    "statement_day": "出账日",
    "due": "本期账单 / 本月应还 / 剩余应还",
    "minimum": "最低还款",
    "unbilled": "未出账单",
    "interest": "利息",
    "limit": "总额度",
    "past_due": "逾期金额",
}
CN_CARD: Page = {
    **CN_LINE,
    "due_day": "到期还款日",
    "statement_day": "账单日",
    "due": "本期剩余应还",
    "minimum": "最低还款额",
    "unbilled": "未出账单",
    "limit": "信用额度",
}
TW_CARD: Page = {
    "rate": "循環信用利率 (年利率)",
    "due_day": "繳款截止日",
    "statement_day": "結帳日",
    "due": "本期應繳總額",
    "minimum": "最低應繳金額",
    "unbilled": "未出帳消費",
    "interest": "循環信用利息",
    "limit": "信用額度",
    "past_due": "逾期未繳金額",
}
CARD: Page = {
    "rate": text("Annual interest rate (APR)"),
    "due_day": text("Payment due date"),
    "statement_day": text("Statement date"),
    "due": text("Statement balance"),
    "minimum": text("Minimum payment due"),
    "unbilled": text("New transactions"),
    "interest": text("Interest charged"),
    "limit": text("Credit limit"),
    "past_due": text("Past due amount"),
}
IN_CARD: Page = {
    **CARD,
    "rate": text("Finance charges, annualised"),
    "due": text("Total amount due"),
    "minimum": text("Minimum amount due"),
    "unbilled": text("Unbilled amount"),
    "interest": text("Finance charges"),
}
LOAN: Page = {
    "principal": text("Principal balance"),
    "rate": text("Annual interest rate (APR)"),
    "instalments": text("Remaining payments"),
    "next_due": text("Next payment date"),
    "repayment": text("Repayment terms"),
    "overdue": text("Past due amount"),
}
