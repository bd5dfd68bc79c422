"""Wallets, incomes and expenses, dated entries, lenders and strategies: records into the household's values."""

from datetime import date
from fractions import Fraction

from repaycli.core.dates import STEPS
from repaycli.core.nouns import NamedTuple
from repaycli.core.rates import Rate
from repaycli.core.text import Text, text
from repaycli.inputs.reader import Record
from repaycli.inputs.source import Findings
from repaycli.inputs.suggest import nearest
from repaycli.products.accounts import (
    BalanceCheck,
    CustomStrategy,
    Flow,
    Lender,
    Payment,
    Purchase,
    SharedLimit,
    Stage,
    Wallet,
)
from repaycli.products.terms import PayAs, PurchaseKind

YEAR_DAYS = 365


class Names(NamedTuple):
    """What the file calls things, for the references to them."""

    wallets: tuple[str, ...]
    loans: tuple[str, ...]
    lines: tuple[str, ...]
    shared_limits: tuple[str, ...]
    incomes: tuple[str, ...] = ()

    @property
    def accounts(self) -> tuple[str, ...]:
        """Every debt."""
        return (*self.loans, *self.lines)


class Checking(NamedTuple):
    """What every check needs: where problems go, the file's date (None when it was refused), its names."""

    findings: Findings
    as_of: date | None
    names: Names
    rules: dict[tuple[str, date], str | None]  # what the rules seen so far became


def check_reference(record: Record, key: str, known: tuple[str, ...], what: str, checking: Checking) -> None:
    """Check that a name stands for something in the file: `what` is a table, or "account" for any of several."""
    value = record.values.get(key)
    listed = record.names(key) if isinstance(value, tuple) else (value,)
    for number, name in enumerate(listed):
        if not isinstance(name, str) or name in known:
            continue
        spot = record.at(key) / number if isinstance(value, tuple) else record.at(key)
        near = nearest(name, known)
        if what == "account":
            message = text('{key} names "{name}", and no account has that name', key=key, name=name)
            missing = text("add the account: [[loan]] or [[credit_line]]")
        else:
            form = f"[[{what}]]"
            message = text('{key} names "{name}", and there is no {form} of that name', key=key, name=name, form=form)
            missing = text("add a {form} with this name", form=form)
        if near:
            advice = text('did you mean "{near}"?', near=near)
        else:
            advice = _listed(known) or missing
        why = text("names are compared letter by letter")
        checking.findings.error("unknown-name", message, spot, why=why, help=advice)


def _listed(known: tuple[str, ...]) -> Text | None:
    return text("the names are {names}", names=", ".join(f'"{one}"' for one in known[:12])) if known else None


def wallet(record: Record, checking: Checking) -> Wallet | None:
    """Build a wallet."""
    if record.amount("reserve") > record.amount("balance") and "balance" in record.values:
        checking.findings.warning(
            "reserve-above-balance",
            text("the reserve is more than the wallet holds"),
            record.at("reserve"),
            why=text("until it holds more, this wallet pays for nothing"),
        )
    if not record.is_whole:
        return None
    found = record.maybe("annual_yield", Fraction)
    return Wallet(
        record.get("name", str),
        record.amount("balance"),
        record.amount("reserve"),
        None if found is None else Rate(found, "year", YEAR_DAYS),
    )


def flow(record: Record, checking: Checking) -> Flow | None:
    """Build an income, an expense or the spending on a line."""
    first, until, every = record.maybe("first", date), record.maybe("until", date), record.maybe("every", str)
    if first and until and until < first:
        checking.findings.error(
            "dates-in-order",
            text("until is before first"),
            record.at("until"),
            why=text("it would never happen"),
            help=text("write a later date, or leave until out"),
        )
    rule: str | None = every
    if every and every not in STEPS:
        from repaycli.inputs.rules import checked_rule  # imported here: only files that use an RRULE pay for dateutil

        rule = checked_rule(every, first, record, checking.findings, checking.rules)
    if "wallet" in record.table.by_name:
        check_reference(record, "wallet", checking.names.wallets, "wallet", checking)
    if not record.is_whole or rule is None:
        return None
    return Flow(
        record.get("name", str),
        record.amount("amount"),
        record.get("first", date),
        rule,
        until,
        record.maybe("wallet", str),
        record.get("spread", Fraction),
        record.get("missed", Fraction),
        record.amount("late_days"),
        record.maybe("kind", PurchaseKind) or PurchaseKind.PURCHASE,
        record.get("common", Fraction),
    )


def purchase(record: Record, account: str | None, checking: Checking) -> Purchase | None:
    """Build a purchase; `account` is the line it stands in, None for an entry that names one."""
    kind = record.maybe("kind", PurchaseKind)
    if record.maybe("counts_as_payment", bool) and kind is not None and kind is not PurchaseKind.REFUND:
        checking.findings.error(
            "not-a-refund",
            text("counts_as_payment stands at a {kind}", kind=kind.value),
            record.at("counts_as_payment"),
            why=text("only a refund can count towards the minimum"),
            help=text("write {example}", example='kind = "refund"'),
        )
    if account is None:
        _debt(record, checking.names.lines, "credit_line", checking)
    if not record.is_whole:
        return None
    return Purchase(
        account if account is not None else record.get("account", str),
        record.get("posted", date),
        record.amount("amount"),
        kind or PurchaseKind.PURCHASE,
        record.maybe("note", str) or "",
        record.maybe("counts_as_payment", bool) or False,
        record.maybe("id", str),
    )


def _debt(record: Record, known: tuple[str, ...], what: str, checking: Checking) -> None:
    """Check the account of an entry, and say so when it is another kind of account."""
    name, names = record.maybe("account", str), checking.names
    if name is None or name in known:
        return
    other = (
        "wallet"
        if name in names.wallets
        else "loan"
        if name in names.loans
        else "credit_line"
        if name in names.lines
        else ""
    )
    if not other:
        check_reference(record, "account", known, what, checking)
        return
    checking.findings.error(
        "wrong-account",
        text('"{name}" is a [[{other}]]', name=name, other=other),
        record.at("account"),
        why=text("a {entry} belongs to an account of another kind", entry=record.table.name),
        help=_listed(known) or text("add the account that it belongs to"),
    )


def payment(record: Record, checking: Checking) -> Payment | None:
    """Build a repayment."""
    _debt(record, checking.names.accounts, "account", checking)
    check_reference(record, "from", checking.names.wallets, "wallet", checking)
    if record.maybe("as", PayAs) and record.maybe("account", str) in checking.names.lines:
        checking.findings.error(
            "not-a-loan",
            text("as stands at a payment to a credit line"),
            record.at("as"),
            why=text("a line's own allocation says what a payment goes to"),
            help=text("leave it out"),
        )
    if not record.is_whole:
        return None
    return Payment(
        record.get("account", str),
        record.get("date", date),
        record.amount("amount"),
        record.maybe("from", str),
        record.maybe("as", PayAs),
        record.maybe("id", str),
    )


def balance(record: Record, checking: Checking) -> BalanceCheck | None:
    """Build a correction: what the lender or the wallet shows."""
    names = checking.names
    name, is_wallet = record.maybe("account", str), "holds" in record.given
    if name in names.wallets and "owed" in record.given:
        _swap(record, "owed", "holds", checking)
    elif name in names.accounts and is_wallet:
        _swap(record, "holds", "owed", checking)
    else:
        check_reference(record, "account", (*names.accounts, *names.wallets), "account", checking)
    if not record.is_whole:
        return None
    return BalanceCheck(
        record.get("account", str),
        record.get("date", date),
        record.amount("holds" if is_wallet else "owed"),
        is_wallet,
        record.maybe("includes_accrued", bool) or False,
        record.maybe("id", str),
    )


def _swap(record: Record, found: str, wanted: str, checking: Checking) -> None:
    message = text("{found} stands where {wanted} is wanted", found=found, wanted=wanted)
    why = text("a wallet holds money, a debt is owed")
    advice = text("write {example}", example=f"{wanted} = {record.table[wanted].example}")
    checking.findings.error("wrong-account", message, record.at(found).at_key, why=why, help=advice)


def lender(record: Record) -> Lender | None:
    """Build a lender's consequences."""
    if not record.is_whole:
        return None
    limit_cut = record.maybe("limit_cut", Record)
    return Lender(
        record.get("name", str),
        record.maybe("spending_frozen_after_days", int),
        limit_cut.get("after_days", int) if limit_cut else None,
        limit_cut.get("share", Fraction) if limit_cut else Fraction(0),
        record.maybe("reported_after_days", int),
        tuple(
            Stage(stage.get("name", str), stage.get("after_days", int), stage.maybe("means", str) or "")
            for stage in record.rows("stage")
        ),
    )


def shared_limit(record: Record) -> SharedLimit | None:
    """Build a shared limit."""
    if not record.is_whole:
        return None
    return SharedLimit(record.get("name", str), record.amount("amount"), record.get("over_limit", str))


def called(record: Record, checking: Checking) -> tuple[str, str] | None:
    """Build what bills call an account, and its name."""
    names = checking.names
    check_reference(record, "account", (*names.accounts, *names.wallets), "account", checking)
    return (record.get("called", str), record.get("account", str)) if record.is_whole else None


def custom_strategy(record: Record, checking: Checking) -> CustomStrategy | None:
    """Build the user's own rule."""
    check_reference(record, "order", checking.names.accounts, "account", checking)
    return CustomStrategy(record.maybe("budget", int), record.names("order")) if record.is_whole else None
