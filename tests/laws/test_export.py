"""What holds for every export: the real hledger and beancount accept it, and reckon the balances that the engine has."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from laws.households import household, today_of
from laws.test_conservation import NAMES, moved
from repaycli.core.money import CURRENCIES
from repaycli.engine.ledger import Projection
from repaycli.engine.standing import openings
from repaycli.inputs.accounts_file import load
from repaycli.present import as_beancount, as_hledger
from repaycli.present.double_entry import Account, Books, double_entry, written_names
from repaycli.present.export import exported
from repaycli.present.ledger_accounts import ledger_with_accounts
from repaycli.products.accounts import Household
from repaycli.strategies.compare import project

HLEDGER = shutil.which("hledger")
needs_hledger = pytest.mark.skipif(HLEDGER is None, reason="hledger is not installed")
SEEDS = range(12)

HOSTILE = (
    "=cmd|' /C calc'!A0",
    "a:b; date:2020-99-99",
    "a-b; date-2020-99-99",
    '"quoted" \\ back',
    "(code) * ! name",
    "two  blanks, tag:x",
    "été",
    "ſtraße",
    "😀",
    "[2020-01-01]",
    "Interest",
    "#tag ^link",
    "@me {x} <b>",
)


def hostile(currency: str = "CNY", wallet: str = HOSTILE[0], income: str = HOSTILE[1]) -> Household:
    """A household in which everything that has a name has a bad one."""
    cards = "".join(
        f"""
[[credit_line]]
name = {json.dumps(name, ensure_ascii=False)}
lender = {json.dumps(HOSTILE[-1 - place], ensure_ascii=False)}
preset = "huabei"
limit = 10000
statement = [{{ closed = 2026-11-01, due = 2026-11-10, balance = {300 + place}, minimum = 30, paid = 0 }}]
purchase = [{{ posted = 2026-11-02, amount = 12, note = {json.dumps(name, ensure_ascii=False)} }}]
"""
        for place, name in enumerate(HOSTILE[2:])
    )
    text = f"""
as_of = 2026-11-01
currency = "{currency}"
[[wallet]]
name = {json.dumps(wallet, ensure_ascii=False)}
balance = 9000
annual_yield = "3%"
[[income]]
name = {json.dumps(income, ensure_ascii=False)}
amount = 500
first = 2026-11-15
every = "month"
[[expense]]
name = "Interest"
amount = 10
first = 2026-11-15
every = "month"
{cards}"""
    own, problems = load(text.encode(), "accounts.toml")
    assert own is not None, problems
    return own


CASES = [*(str(seed) for seed in SEEDS), "hostile", "yen"]


def case(name: str) -> tuple[Household, Projection]:
    if not name.isdigit():
        own = hostile("JPY" if name == "yen" else "CNY")
        today = own.as_of + timedelta(days=14)
        return own, project(own, today, "full", today + timedelta(days=100))
    seed = int(name)
    own = household(seed)
    today = today_of(seed, own)
    return own, project(own, today, NAMES[seed % 5], today + timedelta(days=200))


def expected(own: Household, found: Projection) -> dict[str, int]:
    """Return what each account owes or holds at the end, reckoned here from the file and the kinds of the postings."""
    ends = {each.name: each.amount for each in openings(own)}
    ends |= {wallet.name: wallet.balance for wallet in own.wallets}
    wallets = {wallet.name for wallet in own.wallets}
    for posting in found.postings:
        ends[posting.account] += moved(posting.kind, posting.amount, posting.account in wallets)
        if posting.wallet:
            ends[posting.wallet] -= posting.amount
    return ends


def signed(own: Household, found: Projection, names: Mapping[Account, str]) -> dict[str, Decimal]:
    lenders = {account.name: account.lender for account in own.accounts}
    wanted: dict[str, Decimal] = {}
    for name, amount in expected(own, found).items():
        lender = lenders.get(name)
        account = Account("Assets", (name,)) if lender is None else Account("Liabilities", (lender, name))
        plain = own.currency.plain(amount if lender is None else -amount)
        wanted[names[account]] = Decimal(plain)
    return wanted


def books(own: Household, found: Projection) -> Books:
    return double_entry(own, found, openings(own))


def content(form: str, own: Household, found: Projection) -> bytes:
    return exported(form, own, found, openings(own), ledger_with_accounts(own, found, openings(own)))


def hledger(path: Path, *arguments: str) -> str:
    assert HLEDGER
    found = subprocess.run(
        [HLEDGER, *arguments, "-f", str(path)], capture_output=True, env={"LANG": "C.UTF-8"}, check=False, timeout=60
    )
    assert found.returncode == 0, found.stderr.decode()
    return found.stdout.decode()


@needs_hledger
@pytest.mark.parametrize("name", CASES)
def test_hledger_reckons_our_balances(name: str, tmp_path: Path) -> None:
    own, found = case(name)
    path = tmp_path / "a.journal"
    path.write_bytes(content("hledger", own, found))
    hledger(path, "check", "--strict", "ordereddates")
    rows = csv.DictReader(io.StringIO(hledger(path, "bal", "-O", "csv", "-E", "--no-total", "Assets", "Liabilities")))
    told = {row["account"]: Decimal(row["balance"].partition(" ")[0]) for row in rows}
    wanted = signed(own, found, written_names(books(own, found).accounts, as_hledger.component))
    assert {name: told[name] for name in wanted} == wanted
    planned = sum(plan.principal for line in own.lines for plan in line.instalment_plan)
    assert planned or told.keys() == wanted.keys()


@pytest.mark.parametrize("name", CASES)
def test_beancount_reckons_our_balances(name: str, tmp_path: Path) -> None:
    loader = pytest.importorskip("beancount.loader", reason="beancount is not installed")
    from beancount.core import realization  # type: ignore[import-not-found]

    own, found = case(name)
    path = tmp_path / "a.beancount"
    path.write_bytes(content("beancount", own, found))
    entries, errors, _ = loader.load_file(str(path))
    assert errors == []
    root = realization.realize(entries)
    wanted = signed(own, found, written_names(books(own, found).accounts, as_beancount.component))
    told = {
        account: realization.get(root, account).balance.get_currency_units(own.currency.code).number
        for account in wanted
    }
    assert told == wanted
    dates = [entry.date for entry in entries]
    assert dates == sorted(dates)


def test_beancount_refuses_an_end_that_is_a_cent_off(tmp_path: Path) -> None:
    loader = pytest.importorskip("beancount.loader", reason="beancount is not installed")
    own, found = case("0")
    whole = content("beancount", own, found).decode()
    head, sign, tail = whole.rpartition(" ~ 0 ")
    path = tmp_path / "a.beancount"
    path.write_text(f"{head[:-1]}{(int(head[-1]) + 1) % 10}{sign}{tail}", "utf-8")
    _, errors, _ = loader.load_file(str(path))
    assert len(errors) == 1


@pytest.mark.parametrize("name", CASES)
def test_the_changes_of_the_csv_add_up(name: str) -> None:
    own, found = case(name)
    text = content("csv", own, found).decode()
    assert text.count("\r\n") == text.count("\n") == len(found.postings) + len(openings(own)) + 1
    ends: dict[str, Decimal] = {}
    for row in csv.DictReader(io.StringIO(text, newline="")):
        assert not row["account"].startswith(("=", "+", "-", "@"))
        account, wallet = (row[key].removeprefix("'") for key in ("account", "from"))
        ends[account] = ends.get(account, Decimal(0)) + Decimal(row["change"])
        assert abs(Decimal(row["change"])) == Decimal(row["amount"]) or row["kind"] == "adjustment"
        if wallet:
            ends[wallet] -= Decimal(row["amount"])
    assert ends == {name: Decimal(own.currency.plain(amount)) for name, amount in expected(own, found).items()}


@pytest.mark.parametrize("name", CASES)
def test_the_json_says_where_every_account_ends(name: str) -> None:
    own, found = case(name)
    told = json.loads(content("json", own, found))
    assert {each["name"]: each["balance"] for each in told["accounts"]} == {
        name: own.currency.plain(amount) for name, amount in expected(own, found).items()
    }
    assert len(told["postings"]) == len(found.postings)


def test_names_that_look_alike_stay_apart() -> None:
    accounts = [Account("Assets", (name,)) for name in ("a:b", "a-b", "a b", "card", "Card", "Interest")]
    accounts += [
        Account("Expenses:Interest"),
        Account("Expenses", ("Interest",)),
        Account("Liabilities", ("Instalments", "x")),
    ]
    for component in (as_hledger.component, as_beancount.component):
        written = written_names(accounts, component)
        assert len(set(written.values())) == len(accounts)
        assert written[Account("Expenses:Interest")] == "Expenses:Interest"
        assert not written[accounts[-1]].startswith("Liabilities:Instalments:")


@needs_hledger
@pytest.mark.parametrize("code", ["BHD", "CLF"])
def test_hledger_takes_three_and_four_digits(code: str, tmp_path: Path) -> None:
    own = hostile()._replace(currency=CURRENCIES[code])
    path = tmp_path / "a.journal"
    path.write_bytes(content("hledger", own, project(own, own.as_of, "full", own.as_of + timedelta(days=30))))
    hledger(path, "check", "--strict")
