"""Households to plan for: six kinds, drawn from a seed and written as an accounts file would be.

They are written as text so that a slow one can be looked at with the program itself (`python -m benchmarks --optimal
--write FOLDER`), and so that products come from the presets. Debts come to one to eight monthly incomes; living costs
are what the income leaves after all dues and a margin, which is thin for the tight ones.
"""

import random
from datetime import date, timedelta
from decimal import Decimal

from repaycli.core.dates import add_months
from repaycli.core.nouns import NamedTuple
from repaycli.inputs.accounts_file import load
from repaycli.products.accounts import Household
from repaycli.strategies.compare import compare

FIXED = "fixed minimums, constant rates"
FREE = "free periods to keep or lose"
LUMPY = "lumpy income"
MIXED = "mixed"
TIGHT = "tight cash, some overdue unavoidable"
PROMOTIONS = "promotional rates"
KINDS = (FIXED, FREE, LUMPY, MIXED, TIGHT, PROMOTIONS)

_LINES = {FIXED: 0.0, FREE: 0.8, LUMPY: 0.5, MIXED: 0.6, TIGHT: 0.6, PROMOTIONS: 0.5}
"""The share of lines among the accounts; the rest are loans."""

_SPENDING = {FREE: 1.0, MIXED: 0.6, TIGHT: 0.4, PROMOTIONS: 0.2}
"""How many of the lines are used every month."""

_AFLOAT_TRIES = 30
_FIRST_DAYS = 100
"""What is short in the first months is cash at the start; later, it is living costs that are too high."""


class Account(NamedTuple):
    """One account as text, and what it asks for and gets used for in the first month (yuan)."""

    written: str
    due: int
    spent: int


class Case(NamedTuple):
    """A household to plan for, from its `as_of` to `until`, inclusive."""

    kind: str
    accounts: int
    months: int
    seed: int
    written: str
    household: Household
    until: date

    @property
    def name(self) -> str:
        """A file name that says which one it is."""
        return f"{self.kind.split(',')[0].replace(' ', '-')}-{self.accounts}x{self.months}-{self.seed:02}.toml"


class Draft(NamedTuple):
    """What an accounts file is written from: dates and texts that stand, cash and living costs that are found (yuan)."""

    as_of: date
    income: int
    incomes: str
    debts: tuple[Account, ...]
    rent_day: date
    food_day: date
    rent_share: int  # of a hundred
    bill: str  # an expense that comes once
    cash: int
    living: int

    def written(self) -> str:
        """Write the accounts file."""
        rent = self.living * self.rent_share // 100
        food = max(1, (self.living - rent) * 12 // 52)
        costs = _flow("expense", "rent", rent, self.rent_day, "month")
        costs += _flow("expense", "food", food, self.food_day, "week") + self.bill
        wallet = f'\n[[wallet]]\nname = "bank"\nbalance = {self.cash}\n'
        debts = "".join(each.written for each in self.debts)
        return f"as_of = {self.as_of}\n{wallet}{self.incomes}{costs}{debts}"


def case(kind: str, accounts: int, months: int, seed: int) -> Case:
    """Draw the household of a seed: the same one on every machine."""
    pick = random.Random(f"{kind} {accounts} {months} {seed}")
    as_of = date(2026, 1, 1) + timedelta(days=pick.randrange(365))
    until = add_months(as_of, months) - timedelta(days=1)
    draft = _afloat(_draft(pick, kind, accounts, months, as_of), until)
    if kind == TIGHT:  # less than it takes to be in time everywhere
        draft = draft._replace(cash=max(0, int(draft.cash - pick.uniform(0.2, 0.5) * draft.income)))
    written = draft.written()
    return Case(kind, accounts, months, seed, written, _loaded(written), until)


def _draft(pick: random.Random, kind: str, accounts: int, months: int, as_of: date) -> Draft:
    income = pick.randrange(50, 201) * 100
    debts = _debts(pick, kind, accounts, months, income, as_of)
    margin = pick.uniform(0.0, 0.03) if kind == TIGHT else pick.uniform(0.03, 0.12)
    left = (1 - margin) * income - sum(each.due + each.spent for each in debts)
    bill = ""
    if kind in (TIGHT, MIXED):
        amount = income * pick.randrange(20, 60) // 100
        bill = _flow("expense", "hospital", amount, as_of + timedelta(days=pick.randrange(20, 150)), "once")
    return Draft(
        as_of,
        income,
        _incomes(pick, kind, income, as_of),
        tuple(debts),
        rent_day=as_of + timedelta(days=pick.randrange(28)),
        food_day=as_of + timedelta(days=pick.randrange(7)),
        rent_share=pick.randrange(30, 60),
        bill=bill,
        cash=pick.randrange(income // 10, income // 2),
        living=max(income // 5, int(left)),
    )


def _afloat(draft: Draft, until: date) -> Draft:
    """Find so much cash at the start, and so little living costs, that paying minimums alone is never late."""
    for _ in range(_AFLOAT_TRIES):
        shortfalls = compare(_loaded(draft.written()), draft.as_of, ["minimum"], until)[0].summary.shortfalls
        if not shortfalls:
            break
        missing, days = shortfalls[0].amount // 100 + 100, (shortfalls[0].on - draft.as_of).days
        if days < _FIRST_DAYS or draft.living < draft.income // 8:
            draft = draft._replace(cash=draft.cash + missing)
        else:
            draft = draft._replace(living=draft.living - missing * 30 // days - 20)
    return draft


def _loaded(written: str) -> Household:
    household, problems = load(written.encode(), "accounts.toml")
    if household is None:
        raise AssertionError("\n".join(str(problem) for problem in problems) + "\n" + written)
    return household


# -- what comes and goes ----------------------------------------------------------------------------------------------


def _incomes(pick: random.Random, kind: str, income: int, as_of: date) -> str:
    pay_day = as_of + timedelta(days=pick.randrange(28))
    if kind not in (LUMPY, MIXED):
        return _flow("income", "salary", income, pay_day, "month")
    match pick.randrange(3):
        case 0:
            rest = _flow("income", "commission", income * 9 // 5, as_of + timedelta(days=pick.randrange(80)), "quarter")
            return _flow("income", "salary", income * 2 // 5, pay_day, "month") + rest
        case 1:
            return _flow("income", "contracts", income * 2, pay_day, "FREQ=MONTHLY;INTERVAL=2")
        case _:
            bonus = _flow("income", "bonus", income * 3, as_of + timedelta(days=pick.randrange(300)), "year")
            return _flow("income", "salary", income * 3 // 4, pay_day, "month") + bonus


def _flow(table: str, name: str, amount: int, first: date, every: str) -> str:
    return f'\n[[{table}]]\nname = "{name}"\namount = {amount}\nfirst = {first}\nevery = "{every}"\n'


# -- debts ------------------------------------------------------------------------------------------------------------


def _debts(pick: random.Random, kind: str, accounts: int, months: int, income: int, as_of: date) -> list[Account]:
    """Draw the accounts; while they ask for more than the income can bear, draw them smaller."""
    count = round(_LINES[kind] * accounts)
    total = pick.uniform(1.5, 8) * income
    spending = income * pick.randrange(8, 21) // 100 // max(1, count)
    weights = [pick.uniform(0.3, 1.7) for _ in range(accounts)]
    state = pick.getstate()
    while True:
        pick.setstate(state)
        sizes = [max(500, int(total * weight / sum(weights))) for weight in weights]
        found = [
            _line(pick, kind, number, size, spending, as_of)
            if number < count
            else _loan(pick, kind, number, size, months, as_of)
            for number, size in enumerate(sizes)
        ]
        if sum(each.due + each.spent for each in found) <= 0.6 * income or total < income:
            return found
        total *= 0.9


_CARDS = ("huabei", "cn-credit-card", "cn-credit-card-unpaid", "us-card", "jd-baitiao")


def _line(pick: random.Random, kind: str, number: int, size: int, spending: int, as_of: date) -> Account:
    """A line with an open statement; a part of what is owed is carried on some, others get used every month."""
    preset = pick.choice(_CARDS)
    closed = _in_every_month(as_of - timedelta(days=pick.randrange(1, 8)), -1)
    due = _in_every_month(closed + timedelta(days=9 if preset in ("huabei", "jd-baitiao") else pick.randrange(18, 26)))
    yearly = pick.randrange(160, 300) if preset == "us-card" else 0
    rate = f'annual_rate = "{Decimal(yearly) / 10}%"' if yearly else f'daily_rate = "0.0{pick.randrange(30, 51)}%"'
    spends = pick.random() < _SPENDING.get(kind, 0)
    spent = spending * pick.randrange(50, 151) // 100 if spends else 0
    revolving = pick.random() < (0.3 if spends else 0.8)
    interest = size * 15 // 1000 if revolving else 0
    minimum = min(size, interest + max(25, size // (100 if preset == "us-card" else 10)))
    limit = (size + 4 * spent) * 13 // 10
    written = f"""
[[credit_line]]
name = "line{number}"
lender = "bank{number % 3}"
preset = "{preset}"
{rate}
limit = {limit}
statement_day = {closed.day}
due_day = {due.day}
unbilled = {spent // 4}
revolving = {str(revolving).lower()}
"""
    if kind == PROMOTIONS or (kind == MIXED and pick.random() < 0.2):
        written += _promotion(pick, preset, as_of, rate)
    written += f"""
[[credit_line.statement]]
closed = {closed}
due = {due}
balance = {size}
minimum = {minimum}
interest = {interest}
"""
    for name, share in (("shop", 60), ("fuel", 40)) if spent else ():
        written += _flow("credit_line.spending", name, spent * share // 100, _soon(pick, as_of), "month")
    return Account(written, minimum, spent)


def _soon(pick: random.Random, as_of: date) -> date:
    return as_of + timedelta(days=pick.randrange(1, 28))


def _in_every_month(on: date, step: int = 1) -> date:
    """Go on (or back) to a day that every month has."""
    while on.day > 28:
        on += timedelta(days=step)
    return on


def _promotion(pick: random.Random, preset: str, as_of: date, rate: str) -> str:
    """A rate of nothing or little that ends in some months; US cards defer it now and then."""
    ends = add_months(as_of.replace(day=1), pick.randrange(4, 13))
    key = rate.split(" = ", maxsplit=1)[0]
    low = pick.choice(["0%", "0.005%", "0.01%"]) if key == "daily_rate" else pick.choice(["0%", "1.9%", "3.9%"])
    deferred = ", deferred = true" if low == "0%" and preset == "us-card" and pick.random() < 0.5 else ""
    on = ', on = "all"' if preset else ""
    first = add_months(as_of.replace(day=1), -3)
    return f'rates = [{{ from = {first}, {key} = "{low}"{on}{deferred} }}, {{ from = {ends}, {rate}{on} }}]\n'


def _loan(pick: random.Random, kind: str, number: int, size: int, months: int, as_of: date) -> Account:
    """Jiebei, Weilidai, or a bank's loan by months; all of them may be prepaid, at a bank now and then for a fee."""
    product = pick.choice(["jiebei", "jiebei", "weilidai", "bank", "bank"])
    next_due = _in_every_month(_soon(pick, as_of))
    instalments = pick.randrange(max(9, months // 2), months + 1)
    if product == "bank":
        rate = f'annual_rate = "{Decimal(pick.randrange(42, 150)) / 10}%"'
        terms = f'{rate}\nrepayment = "level"\naccrual = "monthly"\n'
        if kind == MIXED and pick.random() < 0.5:
            terms += f'prepayment = {{ allowed = true, fee = "{pick.choice(["0.5%", "1%", "2%"])}" }}\n'
    else:
        rate = f'daily_rate = "0.0{pick.randrange(20, 50)}%"'
        terms = f'preset = "{product}"\n{rate}\n'
    if kind == PROMOTIONS and pick.random() < 0.6:
        terms += _promotion(pick, "", as_of, rate)
    written = f"""
[[loan]]
name = "loan{number}"
lender = "lender{number % 4}"
{terms}principal = {size}
instalments = {instalments}
next_due = {next_due}
interest_from = {add_months(next_due, -1)}
"""
    return Account(written, size // instalments + size * 12 // 1000, 0)
