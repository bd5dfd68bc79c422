"""`repaycli spend LINE AMOUNT`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from repaycli.cli.completion import kinds, lines
from repaycli.cli.entry_values import DateOption, NoteOption, YesOption
from repaycli.cli.session import Session
from repaycli.locale import mark

if TYPE_CHECKING:
    from repaycli.products.accounts import Household
    from repaycli.strategies.doubts import Doubt

EXAMPLES = (
    "repaycli spend 招行信用卡 99.50 --note 超市",
    "repaycli spend 花呗 59 --kind refund",
)
KINDS = ("purchase", "cash", "refund")


def spend(
    session: Session,
    line: Annotated[
        str, typer.Argument(metavar="LINE", help=mark("The credit line that was used."), autocompletion=lines)
    ],
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help=mark("How much: 386 or 1,500.00."))],
    date: DateOption = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            metavar="purchase|cash|refund",
            help=mark("A purchase, cash drawn on the line, or money that came back. Otherwise a purchase."),
            autocompletion=kinds,
        ),
    ] = None,
    note: NoteOption = None,
    yes: YesOption = False,
) -> None:
    """Record a purchase, a cash advance or a refund, and show what it changed."""
    from repaycli.cli.entry_values import day_value, line_value, note_value
    from repaycli.cli.recording import open_desk, record, settle
    from repaycli.cli.values import choice_value, sum_value
    from repaycli.present.journal import Recording, purchase_view
    from repaycli.present.model import View
    from repaycli.products.entries import Entry
    from repaycli.strategies.doubts import doubts
    from repaycli.strategies.effects import billing, effect

    desk = open_desk(session)
    own, today = desk.household, desk.today
    meant = choice_value("--kind", kind, KINDS)
    entry = Entry(
        "purchase",
        None,
        day_value(desk, date),
        line_value(desk, line, yes),
        sum_value("AMOUNT", amount, own.currency),
        "" if meant == "purchase" else meant,
        note=note_value("--note", note),
    )

    def look(household: "Household", _: bytes) -> "Sequence[Doubt]":
        return [] if yes else doubts(household, entry, today)

    def show(recording: Recording) -> View:
        before, after, on = recording.before, recording.after, recording.on
        same = (entry.account, on, entry.amount, meant or "purchase")
        twins = sum((each.account, each.posted, each.amount, each.kind.value) == same for each in before.purchases)
        if on < before.as_of:
            return purchase_view(recording, None, None, twins)
        found = effect(before, after, entry.account, max(on, today))
        billed = None if meant == "refund" else billing(after, entry.account, on, today)
        return purchase_view(recording, found, billed, twins)

    settle(desk, look(own, desk.journal), yes)
    record(desk, entry, look, show)
