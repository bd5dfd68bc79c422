"""What reaches a target: the buffer in a sentence, the changes in a table, both for programs."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from repaycli.core.money import Currency
from repaycli.locale import sentences, tr, trn
from repaycli.present.chances import between, chance_word, percent_of, percentage, values
from repaycli.present.model import DATA, ONLY_TABLE, Column, Money, Note, Table, Value, Word
from repaycli.present.words import sentence

if TYPE_CHECKING:  # whoever seeks no target does without the search for the best plan, which remedies lean on
    from repaycli.risk.answers import Outlook
    from repaycli.risk.remedies import Helped
    from repaycli.risk.target import Reached


def target_sentence(reached: "Reached", currency: Currency) -> str:
    """Say what buffer reaches the target, and what helps most."""
    return sentences((_buffer(reached, currency), _best(reached, currency)))


def _buffer(reached: "Reached", currency: Currency) -> str:
    found, target = reached.buffer, tr("{percent} %", percent=percentage(reached.target))
    if found is None:
        return tr("No buffer was found in the time there was.")
    if not found.wallet and found.amount is None:
        return tr("There is no wallet that a buffer could lie in.")
    if found.amount == 0:
        return tr(
            "The chance of missing a due date is within the target of {target} without any buffer.",
            target=target,
        )
    shown = {"target": target, "wallet": found.wallet, "chance": percent_of(found.after)}
    if found.amount is None:
        return tr(
            "No buffer brings the chance of missing a due date to {target}: even with {most} more in {wallet} today it is {chance}.",
            most=currency.grouped(found.most),
            **shown,
        )
    return tr(
        "With {amount} more in {wallet} today the chance of missing a due date is {chance}, within the target of {target}; with "
        "{step} less it is not.",
        amount=currency.grouped(found.amount),
        step=currency.grouped(found.step),
        **shown,
    )


def _best(reached: "Reached", currency: Currency) -> str:
    rows = reached.tried.rows
    if not rows:
        return ""
    best = rows[0]
    if best.is_harmful or best.after.missed.share >= reached.before.missed.share:
        return tr("No single change that was tried makes it less likely.")
    return tr(
        "The single change that helps most: {what} ({after} instead of {before}).",
        what=sentence(best.remedy.what, currency),
        after=percent_of(best.after.missed),
        before=percent_of(reached.before.missed),
    )


def target_fields(reached: "Reached | None") -> Mapping[str, object] | None:
    """Return the target, the chance as it is, and the buffer, for programs."""
    if reached is None:
        return None
    share, low, high = values(reached.before.missed)
    return {
        "share": reached.target,
        "paths": reached.paths,
        "before": share,
        "before_low": low,
        "before_high": high,
        "buffer": _buffer_fields(reached),
        "changes_left": reached.tried.left,
    }


def _buffer_fields(reached: "Reached") -> Mapping[str, object] | None:
    found = reached.buffer
    if found is None:
        return None
    share, low, high = values(found.after)
    return {
        "amount": None if found.amount is None else Money(found.amount),
        "wallet": found.wallet or None,
        "step": Money(found.step),
        "most": Money(found.most),
        "after": share,
        "after_low": low,
        "after_high": high,
    }


def target_tables(reached: "Reached | None", currency: Currency) -> tuple[Table, ...]:
    """Return what each change makes of the chance, the best first: to look at below the household as it is, and for
    programs."""
    rows = reached.tried.rows if reached else ()
    shown: list[tuple[Value, ...]] = []
    data: list[tuple[Value, ...]] = []
    for each in rows:
        what = sentence(each.remedy.what, currency)
        shown.append((what, *_shown(each.after)))
        data.append((each.remedy.kind, what, *_data(each)))
    if reached and rows:
        shown.insert(0, (tr("as it is"), *_shown(reached.before)))
    heads = (tr("chance"), tr("between"), tr("expense unpaid"), tr("expected cost"))
    columns = (Column("", tr("change"), is_text=True), *(Column("", head) for head in heads))
    title = tr("What single changes make of the chance of missing a due date")
    keys = ("kind", "what", "missed", "low", "high", "expense_unpaid", "expected_cost", "harmful")
    return (
        Table("", title, columns, tuple(shown), strong=frozenset({0}), forms=ONLY_TABLE),
        Table("changes", "", tuple(Column(key, "") for key in keys), tuple(data), forms=DATA),
    )


def _shown(found: "Outlook") -> tuple[Value, ...]:
    return (chance_word(found.missed), between(found.missed), chance_word(found.short), Money(found.cost))


def _data(each: "Helped") -> tuple[Value, ...]:
    after = each.after
    harmful = Word("yes", tr("yes")) if each.is_harmful else Word("no", tr("no"))
    return (*values(after.missed), chance_word(after.short), Money(after.cost), harmful)


def target_notes(reached: "Reached | None", paths: int) -> list[Note]:
    """Say in how many futures the buffer and the changes were looked for, and what was left."""
    if reached is None:
        return []
    said: list[Note] = []
    if reached.paths < paths:
        fewer = tr(
            "the buffer and the changes were played in the first {count} futures only, where the chance is {percent}",
            count=f"{reached.paths:,}",
            percent=percent_of(reached.before.missed),
        )
        said.append(Note("target", "", fewer))
    if (reached.buffer and reached.buffer.amount) or reached.tried.rows:
        how = tr(
            "a buffer is cash like any other: the strategy may pay debts early with it; a change is played by itself, in the "
            "same futures"
        )
        said.append(Note("target", "", how))
    if any(each.is_harmful for each in reached.tried.rows):
        said.append(Note("target", "", tr("changes that leave expenses unpaid more often stand last")))
    if reached.tried.left:
        left = trn(
            "{count} more change was not played: the search was stopped",
            "{count} more changes were not played: the search was stopped",
            reached.tried.left,
        )
        said.append(Note("target", "", left))
    return said
