"""`risk` through the built wheel: the JSON that programs rely on, and the same bytes for the same seed."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction

from harness.console import Output

ACCOUNTS = """\
as_of = 2026-11-01

[[wallet]]
name = "bank"
balance = 500

[[income]]
name = "salary"
amount = 4000
first = 2026-11-15
every = "month"
spread = "20%"
missed = "5%"
late_days = 2

[[loan]]
name = "借呗"
preset = "jiebei"
principal = 9000
daily_rate = "0.04%"
instalments = 3
next_due = 2026-11-20
interest_from = 2026-10-20

[[lender]]
name = "借呗"
stage = [{ name = "messages", after_days = 1 }, { name = "visits", after_days = 20 }]
"""

COMMAND = ("risk", "--json", "--paths", "60", "--seed", "7", "--months", "4", "--as-of", "2026-11-01")


def test_the_json_of_risk(run: Callable[..., Output]) -> None:
    done = run(*COMMAND, files={"accounts.toml": ACCOUNTS})
    assert (done.exit_code, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert (told["schema_version"], told["paths"], told["seed"], told["as_of"]) == (1, 60, 7, "2026-11-01")
    assert Fraction(told["any_overdue_low"]) < Fraction(told["any_overdue"]) < Fraction(told["any_overdue_high"])
    (account,) = told["accounts"]
    assert account["name"] == "借呗"
    assert account["overdue"] == told["any_overdue"]
    assert [stage["name"] for stage in account["stages"]] == ["messages", "visits"]
    assert Fraction(account["stages"][1]["probability"]) <= Fraction(account["stages"][0]["probability"])
    assert [each["month"] for each in told["by_month"]] == ["2026-11", "2026-12", "2027-01", "2027-02", "2027-03"]
    assert all(Fraction(each["any_overdue"]) <= Fraction(told["any_overdue"]) for each in told["by_month"])


def test_the_same_seed_gives_the_same_bytes(run: Callable[..., Output]) -> None:
    first = run(*COMMAND, files={"accounts.toml": ACCOUNTS})
    assert run(*COMMAND).stdout == first.stdout
    assert run(*COMMAND[:4], "--seed", "8", *COMMAND[6:]).stdout != first.stdout
