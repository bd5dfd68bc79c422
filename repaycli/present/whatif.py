"""Changes set against the household as it is: side by side, then the verdict in words."""

from collections.abc import Sequence
from datetime import date

from repaycli.core.money import Currency
from repaycli.engine.ledger import Kind, Projection
from repaycli.locale import sentences, tr
from repaycli.present.compare import summary_columns, summary_row
from repaycli.present.consequences import Following, stage_name
from repaycli.present.late import late_lines, sources
from repaycli.present.model import ALL, DATA, ONLY_JSON, Column, Lines, Money, Table, Value, View, Word
from repaycli.present.notes import notes
from repaycli.present.whatif_words import Side, called_in, group_name, in_words, said_of, warnings
from repaycli.present.words import strategy_name
from repaycli.products.accounts import Household
from repaycli.products.delinquency import What
from repaycli.strategies.late import Question
from repaycli.strategies.whatif import (
    Advance,
    Borrow,
    Change,
)


def whatif_view(
    household: Household,
    groups: Sequence[Sequence[Change]],
    sides: Sequence[Side],
    question: Question | None,
    following: Following,
) -> View:
    """Return the base and what the changes make of it; where something is past due, what can still be done."""
    base, currency = sides[0].played.projection, household.currency
    said = [said_of(change, currency) for group in groups for change in group]
    parts: list[Table | Lines] = []
    if said:
        parts.append(Lines(tuple(f"  {line}" for line in said), tr("What is changed")))
    parts.append(_sides(sides, groups, currency))
    if len(sides) == 2:
        parts.append(_difference(sides[0], sides[1]))
    answers = late_lines(household, question, following, base.today) if question else None
    if answers is not None:
        parts.append(answers)
    verdict = sentences(in_words(sides, groups, currency))
    return View(
        currency=currency,
        head=tr(
            "{name}: what if, from {today} to {until}, in {currency}",
            name=strategy_name(base.strategy),
            today=base.today,
            until=base.until,
            currency=currency.code,
        ),
        fields={
            "as_of": base.today,
            "balances_as_of": household.as_of,
            "until": base.until,
            "currency": currency.code,
            "strategy": base.strategy,
            "changes": said,
            "verdict": verdict,
            "question": answers.title if answers else None,
            "answers": answers.lines if answers else (),
        },
        parts=tuple(parts),
        sentence=verdict,
        notes=(
            *warnings(groups),
            *called_in(groups, sides),
            *(sources(question, following) if question else ()),
            *notes(household, base.unconfirmed, [each for side in sides for each in side.played.projection.notices]),
        ),
    )


def _sides(sides: Sequence[Side], groups: Sequence[Sequence[Change]], currency: Currency) -> Table:
    summaries = [side.played.projection.summary for side in sides]
    names = [Word("base", tr("as it is")), *(group_name(group, len(groups), currency) for group in groups)]
    late = any(summary.overdue_days for summary in summaries)
    return Table(
        key="sides",
        title="",
        columns=(
            Column("name", "", is_text=True),
            *summary_columns(summaries, with_cash=True),
            Column("worst_stage", tr("worst stage"), is_text=True, forms=ALL if late else DATA),
            Column("marks", tr("marks on the record"), forms=ALL if late else DATA),
            Column("first_shortfall", tr("first shortfall")),
            Column("monthly_burden", tr("dearest month")),
        ),
        rows=tuple(
            (
                name,
                *summary_row(side.played.projection.summary),
                _worst_stage(side),
                _marks(side),
                _first_shortfall(side.played.projection),
                Money(burden(side.played.projection, _borrowed(group))),
            )
            for name, side, group in zip(names, sides, ((), *groups), strict=True)
        ),
        may_turn=True,
    )


def _difference(base: Side, changed: Side) -> Table:
    """The same as differences, for programs."""
    before, after = base.played.projection.summary, changed.played.projection.summary
    keys = ("total_cost", "overdue_days", "worst_days_past_due", "lowest_cash", "debt_at_end", "cash_at_end")
    money = {"total_cost", "lowest_cash", "debt_at_end", "cash_at_end"}
    row: list[Value] = []
    for key in keys:
        difference = getattr(after, key) - getattr(before, key)
        row.append(Money(difference) if key in money else difference)
    return Table(
        "difference", "", tuple(Column(key, "") for key in keys), (tuple(row),), is_record=True, forms=ONLY_JSON
    )


def _worst_stage(side: Side) -> str | None:
    stages = [event for event in side.following.events if event.what is What.STAGE]
    if not stages:
        return None
    worst = max(stages, key=lambda event: (event.days, event.account))
    said = stage_name(side.played.household, worst, side.following.ladder)
    return said if worst.certain else tr("may: {what}", what=said)


def _marks(side: Side) -> int:
    today = side.played.projection.today
    return sum(event.what is What.RECORD_MARK and event.on >= today for event in side.following.events)


def _first_shortfall(projection: Projection) -> date | None:
    return projection.summary.shortfalls[0].on if projection.summary.shortfalls else None


def burden(projection: Projection, borrowed: int = 0) -> int:
    """Return what is paid to debts in the month that takes most, minor units; what is borrowed today pays its part of
    this month's, as it is no money of one's own."""
    months: dict[tuple[int, int], int] = {}
    for posting in projection.postings:
        if posting.kind is Kind.PAYMENT and posting.on >= projection.today:
            month = (posting.on.year, posting.on.month)
            months[month] = months.get(month, 0) + posting.amount
    this_month = (projection.today.year, projection.today.month)
    months[this_month] = max(0, months.get(this_month, 0) - borrowed)
    return max(months.values())


def _borrowed(group: Sequence[Change]) -> int:
    """Return what a group of changes brings in that has to be repaid, minor units."""
    total = 0
    for change in group:
        match change:
            case Borrow(amount=amount, paid_out=paid_out):
                total += amount if paid_out is None else paid_out
            case Advance(amount=amount):
                total += amount
            case _:
                pass
    return total
