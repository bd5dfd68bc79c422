"""A loan by itself: every instalment and what it is made of, the totals, what it costs a year, and the answer in words."""

from collections.abc import Iterable, Sequence

from repaycli.core.nouns import NamedTuple
from repaycli.locale import sentences, tr, trn
from repaycli.present.calc_words import rate_fields, rate_forms, yearly_fields
from repaycli.present.model import ALL, DATA, ONLY_TABLE, Column, Lines, Money, Note, Table, Value, View, percent
from repaycli.present.notes import notes
from repaycli.products.accounts import Household
from repaycli.products.irr import YearlyRate
from repaycli.products.terms import Repayment
from repaycli.strategies.alone import Instalment

_SHOWN = 24


class LoanAsked(NamedTuple):
    """What was asked: the loan, a fee kept back at the start; a period's `interest`, and what it all costs a year."""

    household: Household
    fee: int
    interest: int
    cost: YearlyRate | None


def loan_view(asked: LoanAsked, rows: Sequence[Instalment]) -> View:
    """Return a loan's schedule and cost; without instalments: why it is never repaid."""
    household, loan = asked.household, asked.household.loans[0]
    currency = household.currency
    interest, fees = sum(row.interest for row in rows), asked.fee + sum(row.fee for row in rows)
    paid = asked.fee + sum(row.amount for row in rows)
    totals: dict[str, object] = {
        "instalments": len(rows),
        "last_due": rows[-1].on if rows else None,
        "interest": Money(interest),
        "fees": Money(fees),
        "total_cost": Money(interest + fees),
        "paid": Money(paid),
        **yearly_fields(asked.cost),
    }
    if not rows:
        totals.update((key, None) for key in tuple(totals))
    return View(
        currency=currency,
        head=tr(
            "{amount} {currency}, borrowed on {date}",
            amount=currency.grouped(loan.principal),
            currency=currency.code,
            date=household.as_of,
        ),
        fields={
            "as_of": household.as_of,
            "currency": currency.code,
            "principal": Money(loan.principal),
            "rate": rate_fields(loan.rate),
            "repayment": loan.repayment.value,
            "accrual": loan.accrual.value,
            "fee": Money(asked.fee),
            "repaid": bool(rows),
            "period_interest": Money(asked.interest),
            **totals,
            "verdict": _words(asked, rows),
        },
        parts=(Lines((tr("  rate: {rate}", rate=rate_forms(loan.rate)),), tr("The loan")), *schedule(rows)),
        sentence=_words(asked, rows),
        notes=(*_notes(asked, rows), *notes(household, (), ())),
    )


def schedule(rows: Sequence[Instalment]) -> tuple[Table, ...]:
    """Return the instalments: on a terminal the first and the last of many."""
    if not rows:
        return ()
    columns = (
        Column("number", tr("no.")),
        Column("due", tr("due")),
        Column("amount", tr("to be paid")),
        Column("principal", tr("principal")),
        Column("interest", tr("interest"), forms=_shown(row.interest for row in rows)),
        Column("fee", tr("fee"), forms=_shown(row.fee for row in rows)),
        Column("left", tr("left")),
    )
    found: list[tuple[Value, ...]] = [
        (
            number,
            row.on,
            Money(row.amount),
            Money(row.principal),
            Money(row.interest),
            Money(row.fee),
            Money(row.left),
        )
        for number, row in enumerate(rows, 1)
    ]
    title, shown = tr("Instalments"), found
    if len(found) > _SHOWN + 1:
        title = tr("The first and the last instalments (all: --plain, --json)")
        shown = [*found[: _SHOWN - 2], *found[-2:]]
    return (
        Table("", title, columns, tuple(shown), forms=ONLY_TABLE),
        Table("schedule", "", columns, tuple(found), forms=DATA),
    )


def _shown(amounts: Iterable[int]) -> frozenset[str]:
    """A column of nothing but zeros is for programs."""
    return ALL if any(amounts) else DATA


def _words(asked: LoanAsked, rows: Sequence[Instalment]) -> str:
    household, loan = asked.household, asked.household.loans[0]
    currency = household.currency
    if not rows and (loan.instalment or 0) <= asked.interest:
        return tr(
            "Never repaid: an instalment of {amount} does not cover the interest of a period, {interest}.",
            amount=currency.grouped(loan.instalment or 0),
            interest=currency.grouped(asked.interest),
        )
    if not rows:
        return tr(
            "Not repaid after {count} instalments of {amount}.",
            count=loan.instalments,
            amount=currency.grouped(loan.instalment or 0),
        )
    interest, fees = sum(row.interest for row in rows), asked.fee + sum(row.fee for row in rows)
    shown = {
        "interest": currency.grouped(interest),
        "fees": currency.grouped(fees),
        "paid": currency.grouped(asked.fee + sum(row.amount for row in rows)),
        "amount": currency.grouped(loan.principal),
    }
    costs = tr("{paid} are paid for {amount}: {interest} in interest.", **shown)
    if fees:
        costs = tr("{paid} are paid for {amount}: {interest} in interest and {fees} in fees.", **shown)
    return sentences((_instalments(asked, rows), costs, _cost(asked.cost)))


def _instalments(asked: LoanAsked, rows: Sequence[Instalment]) -> str:
    currency, loan = asked.household.currency, asked.household.loans[0]
    first, last = rows[0], rows[-1]
    shown = {
        "first": currency.grouped(first.amount),
        "last": currency.grouped(last.amount),
        "from_date": first.on,
        "until": last.on,
    }
    if len(rows) == 1:
        return tr("One payment of {last} on {until}.", **shown)
    count = len(rows)
    match loan.repayment:
        case Repayment.EQUAL_PRINCIPAL:
            return tr(
                "{count} instalments, falling from {first} to {last}, from {from_date} to {until}.",
                count=count,
                **shown,
            )
        case Repayment.INTEREST_FIRST:
            return trn(
                "{count} payment of interest alone, {first}; then {last} on {until}.",
                "{count} payments of interest alone, the first {first}, from {from_date}; then {last} on {until}.",
                count - 1,
                **shown,
            )
        case _:
            return tr(
                "{count} instalments of {first} (the last {last}), from {from_date} to {until}.", count=count, **shown
            )


def _cost(cost: YearlyRate | None) -> str:
    if cost is None:
        return ""
    return tr(
        "A year this costs {nominal} (nominal), {effective} effective.",
        nominal=percent(cost.nominal),
        effective=percent(cost.effective),
    )


def _notes(asked: LoanAsked, rows: Sequence[Instalment]) -> list[Note]:
    if not rows or asked.cost is None:
        return []
    said = tr(
        "nominal: 12 × the monthly rate (PBoC 2021 no. 3: simple, to be labelled so); effective: with compound interest (PBoC "
        "2021 no. 3: compound, IRR; the APR of the EU); fees are counted in"
    )
    return [Note("yearly-cost", "", said)]
