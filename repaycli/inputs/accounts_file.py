"""From the bytes of an accounts file and its journal to a Household, or to all of their problems."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

from repaycli.core.money import CURRENCIES, Currency
from repaycli.core.nouns import NamedTuple
from repaycli.core.problems import Problem, Severity
from repaycli.core.text import text
from repaycli.inputs import build_money as money
from repaycli.inputs.build_line import credit_line, has_cash
from repaycli.inputs.build_loan import loan
from repaycli.inputs.build_money import Checking, Names
from repaycli.inputs.build_receipts import receipts
from repaycli.inputs.entries import Entry, check_duplicates, effective
from repaycli.inputs.fields import Sub, Table
from repaycli.inputs.journal import report_torn, torn_tail
from repaycli.inputs.limits import decoded
from repaycli.inputs.presets import Preset, filled, origins, preset_names, read_preset
from repaycli.inputs.reader import Reading, Record, read_table
from repaycli.inputs.schema import JOURNAL, ROOT
from repaycli.inputs.schema_line import CREDIT_LINE
from repaycli.inputs.schema_loan import LOAN
from repaycli.inputs.source import Findings, Source, Spot, TooManyProblemsError, cut
from repaycli.inputs.suggest import nearest
from repaycli.inputs.syntax import parsed
from repaycli.products.accounts import Household, Origin
from repaycli.products.receipts import with_receipts
from repaycli.products.terms import PurchaseKind

MOST_ACCOUNTS = 200
MOST_ENTRIES = 20_000
MOST_FLOWS = 200

_ACCOUNT_TABLES = {"loan": LOAN, "credit_line": CREDIT_LINE}
_ENTRY_TABLES = ("payment", "purchase", "balance", "receipt")
_DEFAULT_CURRENCY = CURRENCIES["CNY"]


class _File(NamedTuple):
    """A file that was read: its top record, and where the terms of its accounts come from, by kind and number."""

    record: Record
    origins: Mapping[tuple[str, int], Mapping[str, Origin]]


def load(
    accounts_text: bytes, accounts_name: str, journal: tuple[bytes, str] | None = None
) -> tuple[Household | None, list[Problem]]:
    """Read an accounts file and perhaps its journal (bytes and name).

    Returns the household, None when an error stops it, and every problem, warnings included, in the files' order.
    """
    findings = Findings()
    household = None
    try:
        household = _load(accounts_text, accounts_name, journal, findings)
    except TooManyProblemsError:
        household = None
    problems = findings.ordered()
    return (None if findings.has_errors else household), problems


def _load(content: bytes, name: str, journal: tuple[bytes, str] | None, findings: Findings) -> Household | None:
    source = decoded(content, name, findings)
    raw = parsed(source, findings) if source else None
    currency = _currency(raw, source, findings) if raw is not None and source else _DEFAULT_CURRENCY
    book = _journal(journal, currency, findings) if journal else None
    if raw is None or source is None:
        return None
    if _is_too_large(raw, source, findings):
        return None
    file = _read(raw, Reading(source, findings, currency, _elsewhere()))
    return _household(file, book, currency, findings)


def read_both(content: bytes, name: str, journal: tuple[bytes, str] | None) -> tuple[Record | None, Record | None]:
    """Return the top records of an accounts file and of its journal, as they were read and without looking further."""
    findings = Findings()
    source = decoded(content, name, findings)
    raw = parsed(source, findings) if source else None
    if raw is None or source is None:
        return None, None
    currency = _currency(raw, source, findings)
    book = _journal(journal, currency, findings) if journal else None
    return _read(raw, Reading(source, findings, currency, _elsewhere())).record, book


def _elsewhere() -> dict[str, str]:
    return {key.name: table.name for table in (LOAN, CREDIT_LINE) for key in table.keys}


def _currency(raw: Mapping[str, object], source: Source, findings: Findings) -> Currency:
    code = raw.get("currency", "CNY")
    if not isinstance(code, str) or code in CURRENCIES:
        return CURRENCIES[code] if isinstance(code, str) else _DEFAULT_CURRENCY
    near = nearest(code.upper(), CURRENCIES) or {"RMB": "CNY", "CNH": "CNY", "NTD": "TWD"}.get(code.upper())
    findings.error(
        "unknown-currency",
        text('"{code}" is no currency code', code=cut(code, 20)),
        Spot(source, ("currency",)),
        why=text("the code says how many decimals an amount has"),
        help=text("did you mean {near}?", near=f'"{near}"')
        if near
        else text("write an ISO 4217 code, such as {example}", example='"CNY"'),
    )
    return _DEFAULT_CURRENCY


def _journal(journal: tuple[bytes, str], currency: Currency, findings: Findings) -> Record | None:
    """Read the journal; a torn piece at its end is told, and the rest read as if it were not there."""
    content, name = journal
    torn = torn_tail(content)
    book = _book(content if torn is None else content[:torn], name, currency, findings)
    if torn is not None:
        report_torn(content, torn, name, findings)
    return book


def _book(content: bytes, name: str, currency: Currency, findings: Findings) -> Record | None:
    source = decoded(content, name, findings)
    raw = parsed(source, findings) if source else None
    if raw is None or source is None or _is_too_large(raw, source, findings):
        return None
    return read_table(JOURNAL, raw, Spot(source, ()), Reading(source, findings, currency, {}))


def _is_too_large(raw: Mapping[str, object], source: Source, findings: Findings) -> bool:
    def count(*tables: str) -> int:
        return sum(len(cast("list[object]", found)) for table in tables if isinstance(found := raw.get(table), list))

    accounts = count("wallet", "loan", "credit_line", "lender", "shared_limit")
    if accounts > MOST_ACCOUNTS:
        message = text("{count} accounts, wallets and lenders", count=accounts)
        largest = max(("wallet", "loan", "credit_line", "lender", "shared_limit"), key=count)
        advice = text("keep at most {most} in a file", most=MOST_ACCOUNTS)
        findings.error("too-many-accounts", message, Spot(source, (largest, 0), True), help=advice)
        return True
    flows = count("income", "expense") + _spending(raw)
    if flows > MOST_FLOWS:
        message = text("{count} incomes, expenses and spending entries", count=flows)
        largest = max(("income", "expense", "credit_line"), key=count)
        why = text("each of them is lived through date by date, in every strategy")
        advice = text("put those of the same rhythm together: at most {most} in a file", most=MOST_FLOWS)
        findings.error("too-many-entries", message, Spot(source, (largest, 0), True), why=why, help=advice)
        return True
    entries = count(*_ENTRY_TABLES, "reversal")
    if entries > MOST_ENTRIES:
        message = text("{count} entries", count=entries)
        largest = max((*_ENTRY_TABLES, "reversal"), key=count)
        advice = text("keep at most {most} in a file", most=MOST_ENTRIES)
        findings.error("too-many-entries", message, Spot(source, (largest, 0), True), help=advice)
        return True
    return False


def _spending(raw: Mapping[str, object]) -> int:
    lines = raw.get("credit_line")
    if not isinstance(lines, list):
        return 0
    tables = [cast("dict[str, object]", line) for line in cast("list[object]", lines) if isinstance(line, dict)]
    return sum(len(cast("list[object]", found)) for line in tables if isinstance(found := line.get("spending"), list))


def _read(raw: Mapping[str, object], reading: Reading) -> _File:
    """Fill the accounts from their presets, then read the whole file."""
    whole = dict(raw)
    found: dict[tuple[str, int], Mapping[str, Origin]] = {}
    unfilled: set[tuple[str | int, ...]] = set()
    for kind, table in _ACCOUNT_TABLES.items():
        accounts = raw.get(kind)
        if not isinstance(accounts, list):
            continue
        merged: list[object] = []
        for number, account in enumerate(cast("list[object]", accounts)):
            if not isinstance(account, dict):
                merged.append(account)
                continue
            own = cast("dict[str, object]", account)
            preset = _preset(own, kind, Spot(reading.source, (kind, number, "preset")), reading.findings)
            merged.append(filled(own, preset) if preset else own)
            if preset is None and "preset" in own:
                unfilled.add((kind, number))
            found[kind, number] = origins(own, preset, _defaults(table))
        whole[kind] = merged
    return _File(read_table(ROOT, whole, Spot(reading.source, ()), reading._replace(unfilled=unfilled)), found)


def _defaults(table: Table) -> dict[str, tuple[str, ...]]:
    """Return the keys that have a default, each with its sub-keys that have one."""
    found: dict[str, tuple[str, ...]] = {}
    for key in table.keys:
        if isinstance(key.kind, Sub):
            parts = tuple(part.name for part in key.kind.table.keys if part.default is not None)
            if key.name in {"minimum", "prepayment"}:
                found[key.name] = parts
        elif key.default is not None:
            found[key.name] = ()
    return found


def _preset(account: Mapping[str, object], kind: str, spot: Spot, findings: Findings) -> Preset | None:
    name = account.get("preset")
    if not isinstance(name, str):
        return None
    names = preset_names()
    if name not in names:
        near = nearest(name, names)
        advice = text("the presets are {names}", names=", ".join(names))
        if near:
            advice = text("did you mean {near}? See `repaycli presets`", near=f'"{near}"')
        why = text("a preset fills in the terms that the file leaves out")
        findings.error(
            "unknown-preset", text('there is no preset "{name}"', name=cut(name)), spot, why=why, help=advice
        )
        return None
    preset = read_preset(name)
    if preset.kind != kind:
        message = text('the preset "{name}" is for a [[{kind}]]', name=name, kind=preset.kind)
        why = text("its terms would mean nothing here")
        advice = text("write [[{kind}]] above, or choose another preset", kind=preset.kind)
        findings.error("unknown-preset", message, spot, why=why, help=advice)
        return None
    return preset


def _household(file: _File, journal: Record | None, currency: Currency, findings: Findings) -> Household | None:
    record = file.record
    names = Names(
        _unique(record.rows("wallet"), findings, {}),
        (),
        (),
        _unique(record.rows("shared_limit"), findings, {}),
    )
    taken = {name: item for item in record.rows("wallet") if (name := item.maybe("name", str))}
    loans = _unique(record.rows("loan"), findings, taken)
    taken |= {name: item for item in record.rows("loan") if (name := item.maybe("name", str))}
    lines = _unique(record.rows("credit_line"), findings, taken)
    income_names = tuple(name for item in record.rows("income") if (name := item.maybe("name", str)))
    own_names = Names(names.wallets, loans, lines, names.shared_limits, income_names)
    checking = Checking(findings, record.maybe("as_of", date), own_names, {})
    _unique(record.rows("lender"), findings, {})
    _check_lenders(record, findings)

    wallets = [money.wallet(item, checking) for item in record.rows("wallet")]
    incomes = [money.flow(item, checking) for item in record.rows("income")]
    expenses = [money.flow(item, checking) for item in record.rows("expense")]
    found_loans = [
        loan(item, currency, file.origins.get(("loan", number), {}), checking)
        for number, item in enumerate(record.rows("loan"))
    ]
    found_lines = [
        credit_line(item, currency, file.origins.get(("credit_line", number), {}), checking)
        for number, item in enumerate(record.rows("credit_line"))
    ]
    entries = _entries(record, journal, findings)
    payments = [money.payment(item.record, checking) for item in entries if item.record.table.name == "payment"]
    balances = [money.balance(item.record, checking) for item in entries if item.record.table.name == "balance"]
    purchases = [
        money.purchase(item.record, item.line, checking) for item in entries if item.record.table.name == "purchase"
    ]
    called = [money.called(item, checking) for item in record.rows("import")]
    received = receipts([item.record for item in entries if item.record.table.name == "receipt"], incomes, checking)
    _check_cash(record, entries, findings)
    strategy = record.maybe("strategy", Record)
    custom = strategy.maybe("custom", Record) if strategy else None
    found_custom = money.custom_strategy(custom, checking) if custom else None
    _check_custom(strategy, custom, findings)
    if findings.has_errors or checking.as_of is None:
        return None
    household = Household(
        as_of=checking.as_of,
        currency=currency,
        language=record.maybe("language", str),
        wallets=tuple(item for item in wallets if item),
        incomes=tuple(item for item in incomes if item),
        expenses=tuple(item for item in expenses if item),
        loans=tuple(item for item in found_loans if item),
        lines=tuple(item for item in found_lines if item),
        payments=tuple(item for item in payments if item),
        purchases=tuple(item for item in purchases if item),
        balances=tuple(item for item in balances if item),
        lenders=tuple(found for item in record.rows("lender") if (found := money.lender(item))),
        shared_limits=tuple(found for item in record.rows("shared_limit") if (found := money.shared_limit(item))),
        called=tuple(item for item in called if item),
        default_strategy=_default_strategy(strategy),
        custom=found_custom,
        warnings=tuple(item for item in findings.ordered() if item.severity is Severity.WARNING),
    )
    return with_receipts(household, received)


def _default_strategy(strategy: Record | None) -> str | None:
    return strategy.maybe("default", str) if strategy and "default" in strategy.given else None


def _unique(records: Sequence[Record], findings: Findings, taken: Mapping[str, Record]) -> tuple[str, ...]:
    """Return the names, and refuse one that stands twice."""
    seen = {_composed(name): record for name, record in taken.items()}
    found: list[str] = []
    for record in records:
        name = record.maybe("name", str)
        if name is None:
            continue
        same = _composed(name)
        if same in seen:
            message = text('"{name}" is already the name on line {line}', name=name, line=seen[same].at("name").line)
            why = text("payments and references could mean either")
            advice = text("give each its own name")
            findings.error("duplicate-name", message, record.at("name"), why=why, help=advice)
        seen.setdefault(same, record)
        found.append(name)
    return tuple(dict.fromkeys(found))


def _composed(name: str) -> str:
    """Write accents as one character with their letter: what looks alike is the same name."""
    if name.isascii():
        return name
    from unicodedata import normalize  # a large table, and names of plain letters do without it

    return normalize("NFC", name)


def _check_lenders(record: Record, findings: Findings) -> None:
    accounts = (*record.rows("loan"), *record.rows("credit_line"))
    used = {item.maybe("lender", str) or item.maybe("name", str) for item in accounts}
    for item in record.rows("lender"):
        name = item.maybe("name", str)
        if name is None or name in used:
            continue
        near = nearest(name, [known for known in used if known])
        findings.warning(
            "unused-lender",
            text('no account has the lender "{name}"', name=name),
            item.at("name"),
            why=text("what stands here has no effect"),
            help=text('did you mean "{near}"?', near=near) if near else text("write it as the accounts' lender"),
        )


def _entries(record: Record, journal: Record | None, findings: Findings) -> list[Entry]:
    """Return the entries of the file, of its lines and of the journal that count."""
    found = [Entry(item) for table in _ENTRY_TABLES for item in record.rows(table)]
    for line in record.rows("credit_line"):
        name = line.maybe("name", str)
        found += [Entry(item, name) for item in line.rows("purchase")] if name else []
    reversals = [*record.rows("reversal")]
    if journal:
        found += [Entry(item) for table in _ENTRY_TABLES for item in journal.rows(table)]
        reversals += journal.rows("reversal")
    counted = effective(found, reversals, findings)
    if journal:
        check_duplicates(counted, findings)
    return counted


def _check_cash(record: Record, entries: Sequence[Entry], findings: Findings) -> None:
    drawn = {
        item.record.maybe("account", str)
        for item in entries
        if item.record.table.name == "purchase" and item.record.maybe("kind", PurchaseKind) is PurchaseKind.CASH
    }
    for line in record.rows("credit_line"):
        if "cash_rate" in line.values or not (has_cash(line) or line.maybe("name", str) in drawn):
            continue
        findings.warning(
            "no-cash-terms",
            text("cash is drawn on this line, but it has no cash_rate"),
            line.spot.at_key,
            why=text("cash usually bears interest from the first day; without terms it counts as a purchase"),
            help=text("write {example}", example='cash_rate = "0.05%"'),
        )


def _check_custom(strategy: Record | None, custom: Record | None, findings: Findings) -> None:
    if strategy and strategy.maybe("default", str) == "custom" and custom is None:
        findings.error(
            "missing-key",
            text("the strategy is custom, but [strategy.custom] is missing"),
            strategy.at("default"),
            why=text("it says how much to pay and to whom"),
            help=text("write {example}", example="[strategy.custom] budget = 3000"),
        )
