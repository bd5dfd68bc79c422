"""Did you mean: the nearest of a few words, and what other programs call our keys."""

from collections.abc import Iterable

ALIASES = {
    "apr": "annual_rate",
    "interest_rate": "annual_rate",
    "yearly_rate": "annual_rate",
    "年利率": "annual_rate",
    "rate": "daily_rate",
    "日利率": "daily_rate",
    "利率": "daily_rate",
    "payment_day": "due_day",
    "repayment_day": "due_day",
    "pay_day": "due_day",
    "还款日": "due_day",
    "billing_day": "statement_day",
    "bill_day": "statement_day",
    "账单日": "statement_day",
    "credit_limit": "limit",
    "额度": "limit",
    "term": "instalments",
    "terms": "instalments",
    "periods": "instalments",
    "months": "instalments",
    "installments": "instalments",
    "期数": "instalments",
    "monthly_payment": "instalment",
    "installment": "instalment",
    "月供": "instalment",
    "installment_plan": "instalment_plan",
    "balance": "principal",
    "outstanding": "principal",
    "本金": "principal",
    "名称": "name",
    "title": "name",
    "余额": "balance",
    "金额": "amount",
    "value": "amount",
    "bank": "lender",
    "method": "repayment",
    "type": "kind",
    "start": "first",
    "frequency": "every",
    "repeat": "every",
    "end": "until",
    "day": "date",
    "on": "date",
    "date": "as_of",
    "today": "as_of",
    "min_payment": "minimum",
    "最低还款": "minimum",
    "bill": "statement",
    "账单": "statement",
    "card": "credit_line",
    "credit_card": "credit_line",
    "creditcard": "credit_line",
    "debt": "loan",
    "account": "wallet",
    "salary": "income",
    "credit": "credit_line",
    "payment": "instalment",
    "due_date": "next_due",
}

_ON_LINES = {"balance": "unbilled", "outstanding": "unbilled", "owed": "unbilled"}
"""What these mean where there is no principal: never `credit_balance`, which is the other way round."""


def nearest(word: str, among: Iterable[str]) -> str | None:
    """Return the word that was probably meant, or None.

    >>> nearest("statment_day", ["statement_day", "due_day"]), nearest("借贝", ["花呗", "借呗"])
    ('statement_day', '借呗')
    >>> nearest("balance", ["credit_balance", "unbilled"]), nearest("acount", ["amount", "account"])
    ('unbilled', 'account')
    """
    choices = list(among)
    folded = word.strip().casefold().replace("-", "_").replace(" ", "_")
    for choice in choices:
        if choice.casefold().replace("-", "_") == folded:
            return choice
    for aliases in (ALIASES, _ON_LINES):
        if (alias := aliases.get(folded)) in choices:
            return alias
    if not 0 < len(word) <= 60:
        return None
    for choice in choices:
        if (
            not word.isascii()
            and 2 <= len(choice) == len(word)
            and sum(a != b for a, b in zip(choice, word, strict=True)) == 1
        ):
            return choice
    import difflib  # only a misspelt word pays for it

    matches = difflib.get_close_matches(folded, choices[:300], n=1, cutoff=0.6)
    return matches[0] if matches else None
