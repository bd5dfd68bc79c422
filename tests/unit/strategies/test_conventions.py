"""What is written for a convention is what the file reads: every line of every key, pasted into an account's table."""

from __future__ import annotations

import pytest

from repaycli.core.money import CURRENCIES
from repaycli.inputs.accounts_file import load
from repaycli.products.accounts import Account
from repaycli.strategies.conventions import Setting, choices, minimums, value_of, with_settings, written

LINE = """\
as_of = 2023-03-30

[[credit_line]]
name = "a"
limit = 20000
annual_rate = "18.25%"
statement_day = 5
due_day = 23
instalment_plan = [{ principal = 300, instalments = 3, next_statement = 2023-04-05, fee_rate = "0.5%" }]
purchase = [{ posted = 2023-03-30, amount = 1000, kind = "cash" }]
"""

FLOOR = 'minimum = { share = "2.5%", floor = 10.5, floor_on = "total" }\n'

LOAN = """\
as_of = 2023-05-20

[[loan]]
name = "a"
principal = 2500
daily_rate = "0.05%"
repayment = "level"
instalments = 5
next_due = 2023-06-10
"""


def read(text: str) -> Account:
    household, problems = load(text.encode(), "accounts.toml")
    assert household is not None, problems
    return household.accounts[0]._replace(origins={})  # type: ignore[return-value]


@pytest.mark.parametrize("text", [LINE, LOAN], ids=["line", "loan"])
def test_every_line_can_be_pasted(text: str) -> None:
    account = read(text)
    for key, values in choices(account, CURRENCIES["CNY"]).items():
        assert values[0] == value_of(account, key)
        for value in values[1:]:
            lines = written(account, [Setting(key, value)], CURRENCIES["CNY"])
            assert read(text + "\n".join(lines)) == with_settings(account, {key: value}), lines


def test_every_minimum_can_be_pasted() -> None:
    account = read(LINE + FLOOR)
    household, _ = load((LINE + FLOOR).encode(), "accounts.toml")
    assert household is not None
    rules = minimums(account, household)  # type: ignore[arg-type]
    assert rules[0] == account.minimum  # type: ignore[union-attr]
    for rule in rules[1:]:
        lines = written(account, [Setting("minimum", rule)], CURRENCIES["CNY"])
        assert read(LINE + "\n".join(lines)) == with_settings(account, {"minimum": rule}), lines


def test_parts_of_one_key_stand_together() -> None:
    account = read(LOAN)
    effect = choices(account, CURRENCIES["CNY"])["prepayment.effect"][1]
    settings = [Setting("prepayment.interest", "part"), Setting("prepayment.effect", effect)]
    assert written(account, settings, CURRENCIES["CNY"]) == (
        'prepayment.effect = "lower"',
        'prepayment.interest = "part"',
    )
