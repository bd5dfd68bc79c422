"""分期 by itself: what each instalment is, and the yearly rate that it really is, against the one that people believe."""

from collections.abc import Sequence
from fractions import Fraction

from repaycli.core.nouns import NamedTuple
from repaycli.locale import sentences, tr
from repaycli.present.calc_loan import schedule
from repaycli.present.model import Money, Note, View, percent
from repaycli.products.accounts import Household
from repaycli.products.apr import Costs
from repaycli.strategies.alone import Instalment


class PlanAsked(NamedTuple):
    """What was asked: the sum in instalments, all its fees and what of them is paid at the start; what that is a year."""

    household: Household
    fees: int
    upfront: int
    costs: Costs | None


def instalments_view(asked: PlanAsked, rows: Sequence[Instalment]) -> View:
    """Return what a plan costs and is a year."""
    household, loan, costs = asked.household, asked.household.loans[0], asked.costs
    currency = household.currency
    verdict = _words(asked, rows)
    return View(
        currency=currency,
        head=tr(
            "{amount} {currency} in {count} instalments from {date}",
            amount=currency.grouped(loan.principal),
            currency=currency.code,
            count=len(rows),
            date=household.as_of,
        ),
        fields={
            "as_of": household.as_of,
            "currency": currency.code,
            "principal": Money(loan.principal),
            "instalments": len(rows),
            "fees": Money(asked.fees),
            "upfront": Money(asked.upfront),
            "paid": Money(asked.upfront + sum(row.amount for row in rows)),
            "believed_rate": _believed(asked),
            "nominal_rate": costs.eu.nominal if costs else None,
            "effective_rate": costs.eu.effective if costs else None,
            "verdict": verdict,
        },
        parts=schedule(rows),
        sentence=verdict,
        notes=tuple(_notes()),
    )


def _believed(asked: PlanAsked) -> Fraction:
    """Return the fee of an instalment × 12, as a share of the whole sum."""
    loan = asked.household.loans[0]
    return Fraction(12 * asked.fees, loan.principal * loan.instalments)


def _words(asked: PlanAsked, rows: Sequence[Instalment]) -> str:
    currency, principal = asked.household.currency, asked.household.loans[0].principal
    first, last = rows[0], rows[-1]
    paid = tr(
        "{count} instalments: the first {first} on {from_date}, the last {last} on {until}; {fees} in fees for {amount}.",
        count=len(rows),
        first=currency.grouped(first.amount),
        from_date=first.on,
        last=currency.grouped(last.amount),
        until=last.on,
        fees=currency.grouped(asked.fees),
        amount=currency.grouped(principal),
    )
    if asked.costs is None:
        return sentences((paid, tr("The fee takes all of the sum: there is no rate for that.")))
    if not asked.fees:
        return sentences((paid, tr("It costs nothing a year.")))
    real = tr(
        "It looks like {believed} a year (the fee of an instalment × 12), but it is {nominal} (nominal), {effective} effective: "
        "the fee stays the same while ever less is owed.",
        believed=percent(_believed(asked)),
        nominal=percent(asked.costs.eu.nominal),
        effective=percent(asked.costs.eu.effective),
    )
    return sentences((paid, real))


def _notes() -> list[Note]:
    said = (
        tr("nominal: 12 × the monthly rate (PBoC 2021 no. 3: simple, to be labelled so)"),
        tr("effective: with compound interest (PBoC 2021 no. 3: compound, IRR)"),
        tr("ended early, some lenders waive the fees to come, some charge them all: ask before you agree"),
    )
    return [Note("yearly-cost", "", each) for each in said]
