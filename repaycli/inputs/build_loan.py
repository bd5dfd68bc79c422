"""A loan: its record into frozen terms, with the checks that need more than one key."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from repaycli.core.dates import add_months
from repaycli.core.money import Currency, Rounding, round_ratio
from repaycli.core.nouns import NamedTuple
from repaycli.core.rates import Rate
from repaycli.core.text import Text, text
from repaycli.inputs.build_money import Checking, check_reference
from repaycli.inputs.build_terms import coupons, late_fee, look_at_rate, ordered, rate_changes, rate_of, round_unit
from repaycli.inputs.reader import Record
from repaycli.products.accounts import Loan, Origin
from repaycli.products.schedules import PERIODS
from repaycli.products.terms import (
    Accrual,
    Effect,
    InstalmentFee,
    OverdueInstalment,
    Pause,
    Prepayment,
    Repayment,
    ScheduledInstalment,
)


class _Facts(NamedTuple):
    """What a loan's cross checks are about, where it could be read."""

    principal: int
    instalments: int
    next_due: date
    rate: Rate
    every: str
    as_of: date


def loan(record: Record, currency: Currency, origins: Mapping[str, Origin], checking: Checking) -> Loan | None:
    """Build a loan, or None when a problem stops it."""
    look_at_rate(record, checking.findings)
    check_reference(record, "pay_from", checking.names.wallets, "wallet", checking)
    check_reference(record, "shared_limit", checking.names.shared_limits, "shared_limit", checking)
    ordered(record, "rates", "from", checking.findings)
    ordered(record, "schedule", "due", checking.findings)
    _check_pauses(record, checking)
    _check_counts(record, checking)
    _check_overdue(record, checking)
    facts = _facts(record, checking.as_of)
    if facts:
        _check_next_due(record, facts, checking)
        _check_schedule(record, facts, currency, checking)
        _check_instalment(record, facts, currency, checking)
        _check_first_period(record, facts, currency, checking)
    if not _is_whole(record):
        return None
    rate = rate_of(record)
    next_due = record.get("next_due", date)
    if checking.as_of and _principal(record) == _overdue_principal(record):
        next_due = max(next_due, checking.as_of)  # only what is overdue is left: no instalment follows
    fee = record.maybe("fee_per_instalment", Record)
    prepayment = record.maybe("prepayment", Record)
    name = record.get("name", str)
    return Loan(
        name=name,
        lender=record.maybe("lender", str) or name,
        principal=_principal(record),
        rate=rate,
        repayment=record.get("repayment", Repayment),
        instalments=max(1, record.amount("instalments")),
        next_due=next_due,
        due_day=record.maybe("due_day", int) or next_due.day,
        preset=record.maybe("preset", str),
        instalment=record.maybe("instalment", int),
        interest_from=record.maybe("interest_from", date),
        every=record.get("every", str),
        accrual=record.get("accrual", Accrual),
        penalty_multiplier=record.get("penalty_multiplier", Fraction),
        penalty_base=record.get("penalty_base", str),
        accelerates_after_days=record.maybe("accelerates_after_days", int),
        prepayment=_prepayment(prepayment) if prepayment else Prepayment(),
        rates=rate_changes(record, rate),
        pause=tuple(
            Pause(item.get("from", date), item.get("until", date), item.get("interest", bool))
            for item in record.rows("pause")
        ),
        schedule=tuple(
            ScheduledInstalment(item.get("due", date), item.amount("principal"), item.amount("interest"))
            for item in record.rows("schedule")
        ),
        fee_per_instalment=_fee(fee) if fee else None,
        late_fee=late_fee(record),
        limit=record.maybe("limit", int),
        shared_limit=record.maybe("shared_limit", str),
        rounding=record.get("rounding", Rounding),
        round_to=round_unit(record),
        grace_days=record.amount("grace_days"),
        tolerance=record.amount("tolerance"),
        overdue=tuple(
            OverdueInstalment(
                item.get("due", date), item.amount("principal"), item.amount("interest"), item.amount("penalty")
            )
            for item in sorted(record.rows("overdue"), key=lambda item: item.get("due", date))
        ),
        autopay=record.get("autopay", bool),
        pay_from=record.names("pay_from"),
        coupon=coupons(record, checking.findings),
        origins=origins,
    )


def _overdue_principal(record: Record) -> int:
    return sum(item.maybe("principal", int) or 0 for item in record.rows("overdue"))


def _principal(record: Record) -> int:
    """Return the principal still owed, past-due principal included, whichever way the file gives it."""
    stated, overdue = record.maybe("principal", int) or 0, _overdue_principal(record)
    return stated if stated >= overdue else stated + overdue


def _is_whole(record: Record) -> bool:
    return record.is_whole


def _prepayment(record: Record) -> Prepayment:
    return Prepayment(
        record.get("allowed", bool),
        record.get("fee", Fraction),
        record.get("effect", Effect),
        record.get("interest", str),
    )


def _fee(record: Record) -> InstalmentFee:
    return InstalmentFee(record.amount("amount"), record.maybe("share", Fraction) or Fraction(0), record.get("of", str))


def _facts(record: Record, as_of: date | None) -> _Facts | None:
    principal, instalments = record.maybe("principal", int), record.maybe("instalments", int)
    next_due, every = record.maybe("next_due", date), record.maybe("every", str)
    has_rate = record.values.get("daily_rate") is not None or record.values.get("annual_rate") is not None
    if principal is None or instalments is None or next_due is None or every is None or as_of is None or not has_rate:
        return None
    return _Facts(_principal(record) - _overdue_principal(record), instalments, next_due, rate_of(record), every, as_of)


def _check_counts(record: Record, checking: Checking) -> None:
    principal, instalments = record.maybe("principal", int), record.maybe("instalments", int)
    if principal == 0 and not record.rows("overdue"):
        checking.findings.error(
            "nothing-owed",
            text("the principal is zero and nothing is overdue"),
            record.at("principal"),
            why=text("a loan that is repaid needs no plan"),
            help=text("remove this [[loan]], or list what is unpaid under overdue"),
        )
    if instalments == 0 and principal and _principal(record) > _overdue_principal(record):
        checking.findings.error(
            "out-of-range",
            text("no instalment is left, but principal is still owed"),
            record.at("instalments"),
            why=text("the last instalment settles the principal"),
            help=text("write {example}, or list what is past due under overdue", example="instalments = 1"),
        )


def _check_overdue(record: Record, checking: Checking) -> None:
    overdue = _overdue_principal(record)
    if overdue > (record.maybe("principal", int) or 0):
        checking.findings.warning(
            "overdue-apart",
            text("more principal is listed under overdue than is owed in all; it is added to principal"),
            record.at("principal"),
            why=text("principal is all that is still owed, past-due principal included"),
            help=text("write the whole principal, what is overdue included"),
        )
    for item in record.rows("overdue"):
        due = item.maybe("due", date)
        if due and checking.as_of and due >= checking.as_of:
            checking.findings.error(
                "not-yet-due",
                text("{due} is not before as_of, so this is not overdue", due=due.isoformat()),
                item.at("due"),
                why=text("the file tells how things stood at the start of as_of"),
                help=text("give it as next_due, or change the date"),
            )


def _check_pauses(record: Record, checking: Checking) -> None:
    ordered(record, "pause", "from", checking.findings)
    last: date | None = None
    for item in record.rows("pause"):
        start, until = item.maybe("from", date), item.maybe("until", date)
        if start and until and until < start:
            checking.findings.error(
                "dates-in-order",
                text("until is before from"),
                item.at("until"),
                why=text("the pause would last no day"),
                help=text("write the last day of the pause"),
            )
        elif start and last and start <= last:
            checking.findings.error(
                "dates-in-order",
                text("this pause begins before the one above it ends"),
                item.at("from"),
                help=text("join the two, or change the date"),
            )
        last = until or last


def _check_next_due(record: Record, facts: _Facts, checking: Checking) -> None:
    if facts.principal and facts.next_due < facts.as_of:
        checking.findings.error(
            "due-before-start",
            text("next_due is {due}, before as_of", due=facts.next_due.isoformat()),
            record.at("next_due"),
            why=text("an instalment that was due before as_of was either paid or is overdue"),
            help=text(
                "write the date of the next instalment; if the old one is unpaid, write {example}",
                example=f"overdue = [{{ due = {facts.next_due.isoformat()}, principal = …, interest = … }}]",
            ),
        )
    interest_from = record.maybe("interest_from", date)
    if interest_from and interest_from > facts.next_due and facts.principal:
        checking.findings.error(
            "dates-in-order",
            text("interest_from is after next_due"),
            record.at("interest_from"),
            why=text("the next instalment would hold no interest"),
            help=text("write the last due day"),
        )


def _check_schedule(record: Record, facts: _Facts, currency: Currency, checking: Checking) -> None:
    rows = record.rows("schedule")
    if not rows:
        return
    total = sum(item.amount("principal") for item in rows)
    problem: Text | None = None
    if total != facts.principal:
        problem = text(
            "the schedule's principal adds up to {total}, the loan's is {principal}",
            total=currency.plain(total),
            principal=currency.plain(facts.principal),
        )
    elif len(rows) != facts.instalments:
        problem = text(
            "the schedule has {count} entries for {instalments}", count=len(rows), instalments=facts.instalments
        )
    elif rows[0].maybe("due", date) not in {facts.next_due, None}:
        problem = text("the schedule does not begin on next_due, {due}", due=facts.next_due.isoformat())
    if problem:
        why = text("the schedule lists every instalment that is left, and only these")
        checking.findings.error("schedule-sum", problem, record.at("schedule").at_key, why=why)


def _check_instalment(record: Record, facts: _Facts, currency: Currency, checking: Checking) -> None:
    instalment = record.maybe("instalment", int)
    if instalment is None or record.maybe("repayment", Repayment) is not Repayment.LEVEL or facts.instalments < 2:
        return
    unit, count = PERIODS[facts.every]
    rate = facts.rate.daily * count if unit == "day" else facts.rate.monthly * count
    interest = facts.principal * rate
    if instalment <= interest:
        checking.findings.warning(
            "instalment-too-small",
            text(
                "an instalment of {instalment} does not cover a period's interest of {interest}",
                instalment=currency.plain(instalment),
                interest=currency.plain(round_ratio(interest.numerator, interest.denominator)),
            ),
            record.at("instalment"),
            why=text("the loan would not shrink until its last instalment"),
            help=text("compare rate, principal and instalment with the lender's page"),
        )


def _period_start(record: Record, facts: _Facts, periods: int) -> date:
    """Return the day so many periods before the next due date."""
    unit, count = PERIODS[facts.every]
    if unit == "day":
        return date.fromordinal(facts.next_due.toordinal() - count * periods)
    return add_months(facts.next_due, -count * periods, record.maybe("due_day", int) or facts.next_due.day)


def _check_long_period(record: Record, facts: _Facts, currency: Currency, checking: Checking) -> None:
    """Warn of more than two periods of interest before one instalment: most likely a slip in the year or month."""
    begins = record.maybe("interest_from", date)
    is_usual = record.maybe("repayment", Repayment) is Repayment.BULLET or "pause" in record.given
    if begins is None or is_usual or begins >= _period_start(record, facts, 2):
        return
    nights = (facts.next_due - begins).days
    exact = facts.principal * facts.rate.daily * nights
    checking.findings.warning(
        "long-first-period",
        text(
            "interest runs from {start}: the next instalment would hold {nights} nights of it, {amount}",
            start=begins.isoformat(),
            nights=nights,
            amount=currency.plain(round_ratio(exact.numerator, exact.denominator)),
        ),
        record.at("interest_from"),
        why=text("that is more than two periods before next_due; is the year or the month a slip?"),
        help=text(
            "write {example} if interest was charged up to the last due date", example=_from_example(record, facts)
        ),
        subject=record.maybe("name", str) or "",
    )


def _from_example(record: Record, facts: _Facts) -> str:
    return f"interest_from = {_period_start(record, facts, 1).isoformat()}"


def _check_first_period(record: Record, facts: _Facts, currency: Currency, checking: Checking) -> None:
    if not facts.principal or facts.next_due < facts.as_of:
        return
    if "interest_from" in record.given:
        _check_long_period(record, facts, currency, checking)
        return
    start = _period_start(record, facts, 1)
    nights = (facts.as_of - start).days
    if not nights:
        return
    exact = facts.principal * facts.rate.daily * abs(nights)
    amount = currency.plain(round_ratio(exact.numerator, exact.denominator))
    if nights > 0:
        message = text(
            "interest is taken to run from as_of; the {nights} nights since {start} would be {amount} more",
            nights=nights,
            start=start.isoformat(),
            amount=amount,
        )
    else:
        message = text(
            "interest is taken to run from as_of; the {nights} nights before {start} are {amount} of it",
            nights=-nights,
            start=start.isoformat(),
            amount=amount,
        )
    checking.findings.warning(
        "first-period",
        message,
        record.at("next_due"),
        why=text("as_of is not one period before next_due, so the file does not say what the next instalment holds"),
        help=text(
            "write {example} if interest was charged up to that day, or {other} if it was charged up to as_of",
            example=f"interest_from = {start.isoformat()}",
            other=f"interest_from = {facts.as_of.isoformat()}",
        ),
        subject=record.maybe("name", str) or "",
    )
