"""Ten years of a household's records: three lines used every few days and paid in time, two loans swept by autopay."""

import random
from datetime import date, timedelta
from pathlib import Path

ENTRIES = 2000
TODAY = date(2026, 11, 26)
_AS_OF = date(2016, 11, 1)

_MONEY = """\
as_of = 2016-11-01

[[wallet]]
name = "bank"
balance = 50000

[[income]]
name = "salary"
amount = 30000
first = 2016-11-25
every = "month"
"""

_LINE = """
[[credit_line]]
name = "line{number}"
preset = "huabei"
limit = 50000
"""

_LOAN = """
[[loan]]
name = "loan{number}"
preset = "jiebei"
principal = 12000
daily_rate = "0.04%"
instalments = 130
next_due = 2016-11-20
interest_from = 2016-10-20
autopay = true
"""


def write_ten_years(folder: Path) -> Path:
    """Write the accounts file and a journal of 2,000 entries; return the accounts file. On TODAY nothing needs the user."""
    pick = random.Random(1)
    lines = [_LINE.format(number=number) for number in range(3)]
    loans = [_LOAN.format(number=number) for number in range(2)]
    accounts = folder / "accounts.toml"
    accounts.write_text("".join([_MONEY, *lines, *loans]), encoding="utf-8")
    entries: list[tuple[date, str, str, int]] = []
    bills: dict[tuple[str, int], int] = {}
    day = _AS_OF + timedelta(days=1)
    while day < date(2026, 11, 1):
        account, amount = f"line{pick.randrange(3)}", pick.randrange(1000, 90000)
        entries.append((day, "purchase", account, amount))
        month = day.year * 12 + day.month - 1
        bills[account, month] = bills.get((account, month), 0) + amount
        day += timedelta(days=pick.choice([2, 2, 2, 3]))
    for (account, month), amount in bills.items():
        year, following = divmod(month + 1, 12)
        entries.append((date(year, following + 1, 9), "payment", account, amount))
    missing = ENTRIES - len(entries)
    entries += [(date(2026, 11, pick.randrange(2, 26)), "purchase", "line0", 100) for _ in range(missing)]
    journal = "\n".join(_entry(number, *entry) for number, entry in enumerate(sorted(entries)[:ENTRIES]))
    (folder / "accounts.journal.toml").write_text(journal, encoding="utf-8")
    return accounts


def _entry(number: int, day: date, kind: str, account: str, amount: int) -> str:
    date_key, note = ("posted", 'note = "超市"\n') if kind == "purchase" else ("date", "")
    money = f"{amount // 100}.{amount % 100:02d}"
    return f'[[{kind}]]\naccount = "{account}"\n{date_key} = {day}\n{note}id = "e{number}"\namount = {money}\n'
