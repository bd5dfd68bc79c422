"""`repaycli pay ACCOUNT AMOUNT`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from repaycli.cli.completion import debts, meanings, wallets
from repaycli.cli.entry_values import DateOption, NoteOption, YesOption
from repaycli.cli.session import Session
from repaycli.locale import mark

if TYPE_CHECKING:
    from repaycli.products.accounts import Household
    from repaycli.strategies.doubts import Doubt

EXAMPLES = (
    "repaycli pay 花呗 386",
    "repaycli pay 招行信用卡 1,500 --from 余额宝",
    "repaycli pay 借呗 2000 --as prepayment",
)


def pay(
    session: Session,
    account: Annotated[
        str,
        typer.Argument(metavar="ACCOUNT", help=mark("The loan or credit line that was paid."), autocompletion=debts),
    ],
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help=mark("How much: 386 or 1,500.00."))],
    date: DateOption = None,
    wallet: Annotated[
        str | None,
        typer.Option("--from", metavar="WALLET", help=mark("The wallet that paid it."), autocompletion=wallets),
    ] = None,
    pay_as: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="instalment|prepayment",
            help=mark(
                "What early money on a loan is meant for. Otherwise: overdue, the next instalment, the rest ahead."
            ),
            autocompletion=meanings,
        ),
    ] = None,
    note: NoteOption = None,
    yes: YesOption = False,
) -> None:
    """Record a payment, and show what it changed."""
    from repaycli.cli.entry_values import day_value, debt_value, note_value, wallet_value
    from repaycli.cli.recording import open_desk, record, settle
    from repaycli.cli.values import choice_value, sum_value
    from repaycli.present.journal import Recording, payment_view
    from repaycli.present.model import View
    from repaycli.products.entries import Entry
    from repaycli.strategies.doubts import doubts
    from repaycli.strategies.effects import effect, lacking, saved

    desk = open_desk(session)
    own, today = desk.household, desk.today
    entry = Entry(
        "payment",
        None,
        day_value(desk, date),
        debt_value(desk, account, yes),
        sum_value("AMOUNT", amount, own.currency),
        choice_value("--as", pay_as, ("instalment", "prepayment")),
        wallet_value(desk, wallet),
        note=note_value("--note", note),
    )

    def look(household: "Household", _: bytes) -> "Sequence[Doubt]":
        return [] if yes else doubts(household, entry, today)

    def show(recording: Recording) -> View:
        before, after, on = recording.before, recording.after, recording.on
        twins = sum(
            (each.account, each.on, each.amount) == (entry.account, on, entry.amount) for each in before.payments
        )
        if on < before.as_of:
            return payment_view(recording, None, twins)
        found = effect(before, after, entry.account, max(on, today))
        saves = saved(before, after, today, on)
        lacks = lacking(before, entry, on) if on <= today else None
        return payment_view(recording, found._replace(saved=saves) if found else None, twins, lacks)

    settle(desk, look(own, desk.journal), yes)
    record(desk, entry, look, show)
