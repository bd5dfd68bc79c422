"""A credit line: its record into frozen terms, with the checks that need more than one key."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from repaycli.core.money import Currency, Rounding
from repaycli.core.rates import Rate
from repaycli.core.text import text
from repaycli.inputs.build_money import Checking, check_reference, flow, purchase
from repaycli.inputs.build_terms import (
    check_cap,
    coupons,
    late_fee,
    look_at_rate,
    ordered,
    rate_changes,
    rate_of,
    round_unit,
)
from repaycli.inputs.presets import read_preset
from repaycli.inputs.reader import Record
from repaycli.products.accounts import CreditLine, Origin
from repaycli.products.terms import (
    Accrual,
    Allocation,
    Autopay,
    CashFee,
    Compound,
    InstalmentPlan,
    InterestFrom,
    InterestOn,
    MinimumRule,
    OpenStatement,
    OverdueOn,
    PrepayFee,
    PurchaseKind,
    Repayment,
    StatementDates,
)


def credit_line(
    record: Record, currency: Currency, origins: Mapping[str, Origin], checking: Checking
) -> CreditLine | None:
    """Build a credit line, or None when a problem stops it."""
    findings = checking.findings
    look_at_rate(record, findings)
    check_reference(record, "pay_from", checking.names.wallets, "wallet", checking)
    check_reference(record, "shared_limit", checking.names.shared_limits, "shared_limit", checking)
    ordered(record, "rates", "from", findings)
    ordered(record, "dates", "from", findings)
    check_cap(record, "late_fee", findings)
    check_cap(record, "cash_fee", findings)
    _check_statements(record, currency, checking)
    _check_plans(record, checking)
    _check_deferred(record, checking)
    _check_limit(record, currency, checking)
    spending = [flow(item, checking) for item in record.rows("spending")]
    name = record.maybe("name", str) or ""
    purchases = [purchase(item, name, checking) for item in record.rows("purchase")]
    if not record.is_whole or None in spending or None in purchases:
        return None
    rate = rate_of(record)
    minimum = record.maybe("minimum", Record)
    return CreditLine(
        name=name,
        lender=record.maybe("lender", str) or name,
        limit=record.amount("limit"),
        rate=rate,
        statement_day=record.get("statement_day", int),
        due_day=record.get("due_day", int),
        preset=record.maybe("preset", str),
        shared_limit=record.maybe("shared_limit", str),
        cash_rate=_cash_rate(record, rate, origins),
        cash_fee=_cash_fee(record),
        unbilled=record.amount("unbilled"),
        credit_balance=record.amount("credit_balance"),
        statement=tuple(sorted(map(_statement, record.rows("statement")), key=lambda item: item.closed)),
        revolving=record.get("revolving", bool),
        accrued=record.maybe("accrued", int),
        purchase=tuple(item for item in purchases if item),
        spending=tuple(item for item in spending if item),
        instalment_plan=tuple(_plan(item, rate) for item in record.rows("instalment_plan")),
        minimum=_minimum(minimum) if minimum else MinimumRule(),
        interest_on=record.get("interest_on", InterestOn),
        interest_from=record.get("interest_from", InterestFrom),
        free_period=record.get("free_period", str),
        statement_day_interest=record.get("statement_day_interest", str),
        payment_counts=record.get("payment_counts", str),
        purchase_on_statement_day=record.get("purchase_on_statement_day", str),
        accrual=record.get("accrual", Accrual),
        compound=record.get("compound", Compound),
        overdue_multiplier=record.get("overdue_multiplier", Fraction),
        overdue_on=record.get("overdue_on", OverdueOn),
        late_fee=late_fee(record),
        rates=rate_changes(record, rate),
        dates=tuple(
            StatementDates(item.get("from", date), item.get("statement_day", int), item.get("due_day", int))
            for item in record.rows("dates")
        ),
        rounding=record.get("rounding", Rounding),
        round_to=round_unit(record),
        round_at=record.get("round_at", str),
        allocation=_allocation(record),
        grace_days=record.amount("grace_days"),
        tolerance=record.amount("tolerance"),
        autopay=record.get("autopay", Autopay),
        pay_from=record.names("pay_from"),
        coupon=coupons(record, checking.findings),
        origins=origins,
    )


def _cash_rate(record: Record, rate: Rate, origins: Mapping[str, Origin]) -> Rate | None:
    """Return the rate of cash, in the unit of the rate key beside which it was stated: the file's or the preset's."""
    amount = record.maybe("cash_rate", Fraction)
    if amount is None:
        return None
    origin = origins.get("cash_rate")
    if origin and origin.kind == "preset":
        per = "year" if "annual_rate" in read_preset(origin.preset).terms() else "day"
        return Rate(amount, per, rate.year_days)
    return rate.like(amount)


def _cash_fee(record: Record) -> CashFee | None:
    found = record.maybe("cash_fee", Record)
    return CashFee(found.get("share", Fraction), found.amount("floor"), found.maybe("cap", int)) if found else None


def _statement(item: Record) -> OpenStatement:
    return OpenStatement(
        item.get("closed", date),
        item.get("due", date),
        item.amount("balance"),
        item.amount("minimum"),
        item.amount("paid"),
        item.amount("interest"),
        item.amount("fees"),
        item.get("included", bool),
    )


def _plan(item: Record, rate: Rate) -> InstalmentPlan:
    annual = item.maybe("annual_rate", Fraction)
    return InstalmentPlan(
        principal=item.amount("principal"),
        instalments=item.get("instalments", int),
        next_statement=item.get("next_statement", date),
        fee_rate=item.maybe("fee_rate", Fraction) or Fraction(0),
        rate=None if annual is None else Rate(annual, "year", rate.year_days),
        repayment=item.get("repayment", Repayment),
        prepay_fee=item.get("prepay_fee", PrepayFee),
        remainder=item.get("remainder", str),
        original=item.maybe("original", int),
    )


def _minimum(found: Record) -> MinimumRule:
    return MinimumRule(
        found.get("share", Fraction),
        found.amount("floor"),
        found.maybe("carried_share", Fraction),
        found.maybe("cash_share", Fraction),
        found.get("floor_on", str),
        found.get("of", str),
        found.get("instalments_in_share", bool),
    )


def _allocation(record: Record) -> Allocation:
    days = record.values.get("principal_first_after_days")
    after = days if isinstance(days, int) and not isinstance(days, bool) else None
    match record.values.get("allocation"):
        case Record() as found:
            excess = found.maybe("excess", str) or ""
            return Allocation(minimum=found.names("minimum"), excess=excess, principal_first_after_days=after)
        case _:
            return Allocation(order=record.names("allocation"), principal_first_after_days=after)


def _check_statements(record: Record, currency: Currency, checking: Checking) -> None:
    seen: set[date] = set()
    for item in record.rows("statement"):
        closed, due = item.maybe("closed", date), item.maybe("due", date)
        if closed and due and due <= closed:
            checking.findings.error(
                "dates-in-order",
                text(
                    "the statement is due on {due}, not after it closed on {closed}",
                    due=due.isoformat(),
                    closed=closed.isoformat(),
                ),
                item.at("due"),
                why=text("a statement is made first and paid later"),
                help=text("compare both dates with the statement"),
            )
        if closed and checking.as_of and closed > checking.as_of:
            checking.findings.error(
                "closed-after-start",
                text("the statement closed on {closed}, after as_of", closed=closed.isoformat()),
                item.at("closed"),
                why=text("the file tells how things stood at the start of as_of; later statements are computed"),
                help=text("leave it out, or move as_of to the day of your figures"),
            )
        if closed in seen:
            checking.findings.error(
                "duplicate-statement",
                text("a second statement of {closed}", closed=str(closed)),
                item.at("closed"),
                help=text("keep one of them"),
            )
        seen.update([closed] if closed else [])
        _check_parts(item, currency, checking)


def _check_parts(item: Record, currency: Currency, checking: Checking) -> None:
    balance = item.maybe("balance", int)
    if balance is None:
        return
    shown = currency.plain(balance)
    if item.amount("minimum") > balance:
        checking.findings.error(
            "above-balance",
            text("the minimum is more than the balance of {balance}", balance=shown),
            item.at("minimum"),
            why=text("a statement never asks for more than is owed"),
            help=text("compare both with the statement"),
        )
    if item.amount("interest") + item.amount("fees") > balance:
        key = "interest" if item.amount("interest") else "fees"
        checking.findings.error(
            "above-balance",
            text("interest and fees are more than the balance of {balance}", balance=shown),
            item.at(key),
            why=text("they are part of the balance"),
            help=text("write the balance with its interest and fees"),
        )
    if item.amount("paid") > balance:
        checking.findings.warning(
            "paid-above-balance",
            text("more was paid than the balance of {balance}", balance=shown),
            item.at("paid"),
            why=text("paid counts only what went to this statement"),
            help=text("give the rest as credit_balance"),
        )


def _check_plans(record: Record, checking: Checking) -> None:
    for item in record.rows("instalment_plan"):
        following = item.maybe("next_statement", date)
        if following and checking.as_of and following < checking.as_of:
            checking.findings.error(
                "due-before-start",
                text("next_statement is {date}, before as_of", date=following.isoformat()),
                item.at("next_statement"),
                why=text("what was billed before as_of is part of a statement"),
                help=text("write the date of the next statement, and the principal and parts that are left"),
            )
        principal, original = item.maybe("principal", int), item.maybe("original", int)
        if principal is not None and original is not None and original < principal:
            checking.findings.error(
                "above-balance",
                text("more is left of the plan than it began with"),
                item.at("original"),
                why=text("the fee is charged on the principal that the plan began with"),
                help=text("exchange the two, or leave original out"),
            )


def _check_limit(record: Record, currency: Currency, checking: Checking) -> None:
    """Warn of a line that owes more than twice its limit: most likely a slip in one of the two."""
    limit = record.maybe("limit", int)
    if limit is None:
        return
    statements = [item for item in record.rows("statement") if not item.maybe("included", bool)]
    owed = record.amount("unbilled") + sum(item.amount("balance") - item.amount("paid") for item in statements)
    if owed > 2 * limit:
        checking.findings.warning(
            "above-limit",
            text("a limit of {limit}, and {owed} are owed", limit=currency.plain(limit), owed=currency.plain(owed)),
            record.at("limit"),
            why=text("a line seldom owes more than twice its limit; is a zero missing?"),
            help=text("compare both with the lender's page"),
            subject=record.maybe("name", str) or "",
        )


def _check_deferred(record: Record, checking: Checking) -> None:
    rows = record.rows("rates")
    for item in rows:
        if not item.maybe("deferred", bool):
            continue
        rate = item.maybe("daily_rate", Fraction)
        rate = item.maybe("annual_rate", Fraction) if rate is None else rate
        if rate:
            key = "daily_rate" if "daily_rate" in item.given else "annual_rate"
            checking.findings.error(
                "deferred-rate",
                text("interest is deferred, but the rate is not 0 %"),
                item.at(key),
                why=text("a promotion with deferred interest charges none while it lasts"),
                help=text("write {example}, or leave deferred out", example=f'{key} = "0%"'),
            )
        elif item is rows[-1]:
            checking.findings.error(
                "deferred-rate",
                text("no rate follows the deferred promotion"),
                item.at("deferred"),
                why=text("the rate that follows is the one that is charged if it ends unpaid"),
                help=text("add the rate that holds when the promotion ends"),
            )


def has_cash(record: Record) -> bool:
    """Tell whether cash is drawn on the line by its own entries."""
    rows = (*record.rows("purchase"), *record.rows("spending"))
    return any(item.maybe("kind", PurchaseKind) is PurchaseKind.CASH for item in rows)
