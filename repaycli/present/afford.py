"""A new loan before it is signed: without it and with it, month by month, the lines of the law, and the verdict."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from repaycli.core.dates import add_months
from repaycli.locale import sentences, tr, trn
from repaycli.present.afford_words import in_words, legal_notes, limits_of_this, month_of, share_of
from repaycli.present.compare import Likely, summary_columns, summary_row
from repaycli.present.model import (
    DATA,
    ONLY_TABLE,
    Column,
    Lines,
    Money,
    Share,
    Table,
    Value,
    View,
    Word,
    percent,
    shown_value,
)
from repaycli.present.notes import notes
from repaycli.present.words import confidence_word, localised, strategy_name
from repaycli.products.accounts import Household
from repaycli.products.irr import YearlyRate
from repaycli.products.legal import Compared, Laws
from repaycli.strategies.afford import Break, Side, Sides
from repaycli.strategies.largest import Largest

_SHOWN_MONTHS = 12


def afford_view(
    household: Household,
    sides: Sides,
    largest: Largest,
    laws: Laws,
    lines: Sequence[Compared],
    likely: tuple[Likely, Likely] | None = None,
) -> View:
    """Return whether the loan is safe, what it changes, how large it may be and which lines its cost crosses; `likely`:
    what futures say without it and with it, where they were played."""
    currency = household.currency
    before, after, wanted = sides.before.projection, sides.after.projection, sides.wanted
    cost = wanted.cost()
    verdict = sentences((in_words(household, sides, largest, cost, lines), _likely(sides, likely)))
    return View(
        currency=currency,
        head=tr(
            "{name}: a new loan, from {today} to {until}, in {currency}",
            name=strategy_name(sides.strategy),
            today=before.today,
            until=sides.until,
            currency=currency.code,
        ),
        fields={
            "as_of": before.today,
            "balances_as_of": household.as_of,
            "until": sides.until,
            "currency": currency.code,
            "strategy": sides.strategy,
            "loan": _loan_fields(sides, cost),
            "safe": sides.breaks is None,
            "breaks": _break_fields(sides.breaks),
            "largest_safe": {
                "amount": Money(largest.amount),
                "at_least": largest.breaks is None,
                "breaks": _break_fields(largest.breaks),
                "replays": largest.plays,
            },
            "verdict": verdict,
        },
        parts=(_loan(household, sides), _sides(sides, likely), *_months(sides), *_legal(lines)),
        sentence=verdict,
        notes=(
            *limits_of_this(sides),
            *legal_notes(laws, lines, sides),
            *notes(household, before.unconfirmed, (*before.notices, *after.notices)),
        ),
    )


def _likely(sides: Sides, likely: tuple[Likely, Likely] | None) -> str:
    """Say how likely it is to be past due, where futures were played on both sides."""
    if likely is None or likely[1].chance is None:
        return ""
    before, after = (shown_value(each.chance, None) for each in likely)
    return tr(
        "The chance that something is past due by {until} is {after} with it, {before} without it.",
        until=sides.until,
        after=after,
        before=before,
    )


def _loan(household: Household, sides: Sides) -> Lines:
    wanted, currency = sides.wanted, household.currency
    today = sides.before.projection.today
    said = [
        trn(
            "{name}: {amount} at {rate} a year, {count} instalment of {instalment}, on {first}",
            "{name}: {amount} at {rate} a year, {count} monthly instalments of {instalment}, from {first} to {last}",
            wanted.instalments,
            name=wanted.name,
            amount=currency.grouped(wanted.amount),
            rate=percent(wanted.rate.annual),
            instalment=currency.grouped(wanted.instalment),
            first=add_months(today, 1),
            last=add_months(today, wanted.instalments),
        )
    ]
    shown = {"paid": currency.grouped(wanted.paid_out), "wallet": household.wallets[0].name}
    if wanted.fee:
        said.append(tr("a fee of {fee} is kept back: {paid} is paid out", fee=currency.grouped(wanted.fee), **shown))
    if wanted.is_kept:
        said.append(tr("assumed: the {paid} stays in {wallet} (without --keep it is spent the same day)", **shown))
    else:
        said.append(tr("assumed: the {paid} is spent the same day (with --keep it stays in {wallet})", **shown))
    return Lines(tuple(f"  {line}" for line in said), tr("The loan"))


def _loan_fields(sides: Sides, cost: YearlyRate | None) -> dict[str, object]:
    wanted = sides.wanted
    today = sides.before.projection.today
    return {
        "name": wanted.name,
        "amount": Money(wanted.amount),
        "fee": Money(wanted.fee),
        "paid_out": Money(wanted.paid_out),
        "kept": wanted.is_kept,
        "annual_rate": wanted.rate.annual,
        "instalments": wanted.instalments,
        "instalment": Money(wanted.instalment),
        "first_due": add_months(today, 1),
        "last_due": add_months(today, wanted.instalments),
        "nominal_rate": cost.nominal if cost else Fraction(0),
        "effective_rate": cost.effective if cost else Fraction(0),
    }


def _break_fields(breaks: Break | None) -> Mapping[str, object] | None:
    if breaks is None:
        return None
    return {
        "month": month_of(breaks),
        "date": breaks.on,
        "kind": "shortfall" if breaks.is_missing else "past-due",
        "amount": Money(breaks.amount),
        "more": Money(breaks.more),
        "accounts": breaks.accounts,
    }


def _sides(sides: Sides, likely: tuple[Likely, Likely] | None) -> Table:
    summaries = [side.projection.summary for side in (sides.before, sides.after)]
    named = (
        (Word("before", tr("without it")), sides.before, likely[0] if likely else None),
        (Word("after", tr("with it")), sides.after, likely[1] if likely else None),
    )
    return Table(
        key="sides",
        title="",
        columns=(
            Column("name", "", is_text=True),
            *summary_columns(summaries, with_cash=True, with_chance=likely is not None),
            Column("lowest_cash_date", tr("lowest cash on")),
            Column("first_shortfall", tr("first shortfall")),
            Column("payment_to_income", tr("highest payment-to-income")),
            Column("payment_to_income_month", tr("in the month")),
        ),
        rows=tuple((name, *summary_row(side.projection.summary, each), *_more(side)) for name, side, each in named),
        may_turn=True,
    )


def _more(side: Side) -> tuple[Value, ...]:
    shortfalls, heaviest = side.projection.summary.shortfalls, side.heaviest
    return (
        side.lowest_cash_on,
        shortfalls[0].on if shortfalls else None,
        share_of(heaviest),
        month_of(heaviest) if heaviest else None,
    )


def _months(sides: Sides) -> tuple[Table, Table]:
    rows: list[tuple[Value, ...]] = [
        (
            month_of(before),
            Money(before.income),
            Money(before.paid),
            Money(after.paid),
            share_of(before),
            share_of(after),
            Money(before.lowest_cash),
            Money(after.lowest_cash),
        )
        for before, after in zip(sides.before.months, sides.after.months, strict=True)
    ]
    title = tr("Month by month")
    if len(rows) > _SHOWN_MONTHS + 1:
        title = tr("The first year, month by month (all months: --json)")
        shown = rows[:_SHOWN_MONTHS]
    else:
        shown = rows

    columns = (
        Column("month", tr("month")),
        Column("income", tr("income")),
        Column("payments_before", "", forms=DATA),
        Column("payments_after", tr("paid to debts")),
        Column("share_before", tr("share without it")),
        Column("share_after", tr("share with it")),
        Column("lowest_cash_before", "", forms=DATA),
        Column("lowest_cash_after", tr("lowest cash")),
    )
    return (
        Table("", title, columns, tuple(shown), forms=ONLY_TABLE),
        Table("months", "", columns, tuple(rows), forms=DATA),
    )


def _legal(lines: Sequence[Compared]) -> tuple[Table, ...]:
    columns = (
        Column("rule", "", forms=DATA),
        Column("title", tr("line"), is_text=True),
        Column("limit", tr("a year")),
        Column("crossed", tr("crossed")),
        Column("lpr_multiple", "", forms=DATA),
        Column("lpr", "", forms=DATA),
        Column("lpr_from", "", forms=DATA),
        Column("since", "", forms=DATA),
        Column("confidence", tr("confidence")),
        Column("source", "", forms=DATA),
    )
    words = {"yes": tr("yes"), "may": tr("perhaps"), "no": tr("no")}
    rows: list[tuple[Value, ...]] = [
        (
            each.line.rule.id,
            localised(each.line.rule.title),
            Share(each.limit),
            Word(each.crossed, words[each.crossed]),
            each.line.multiple or None,
            Share(each.prime.rate) if each.prime else None,
            each.prime.from_date if each.prime else None,
            each.line.since,
            confidence_word(each.line.rule.citation.confidence),
            each.line.rule.citation.source,
        )
        for each in lines
    ]
    crossed = tuple(row for row, each in zip(rows, lines, strict=True) if each.crossed != "no")
    return (
        Table("", tr("Lines of the law that its cost is above"), columns, crossed, forms=ONLY_TABLE),
        Table("legal_lines", "", columns, tuple(rows), forms=DATA),
    )
