"""`repaycli receive INCOME AMOUNT`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from repaycli.cli.completion import incomes
from repaycli.cli.entry_values import DateOption, NoteOption, YesOption
from repaycli.cli.exit_codes import WrongUsage
from repaycli.cli.session import Session
from repaycli.locale import mark, tr
from repaycli.present.shell import command

if TYPE_CHECKING:
    from repaycli.core.money import Currency
    from repaycli.products.accounts import Household
    from repaycli.strategies.doubts import Doubt

EXAMPLES = (
    "repaycli receive 工资 9640",
    "repaycli receive 工资 --none",
)


def receive(
    session: Session,
    income: Annotated[str, typer.Argument(metavar="INCOME", help=mark("The income."), autocompletion=incomes)],
    amount: Annotated[
        str | None, typer.Argument(metavar="AMOUNT", help=mark("What came: 9640 or 9,640.00."), show_default=False)
    ] = None,
    date: DateOption = None,
    due: Annotated[
        str | None,
        typer.Option(
            "--due",
            metavar="DATE",
            help=mark("The planned day that it stands for. Otherwise the nearest that is not recorded yet."),
        ),
    ] = None,
    nothing: Annotated[bool, typer.Option("--none", help=mark("It did not come, and will not."))] = False,
    note: NoteOption = None,
    yes: YesOption = False,
) -> None:
    """Record what an income really brought, and show what it changed."""
    from repaycli.cli.entry_values import day_value, due_value, income_value, note_value
    from repaycli.cli.recording import open_desk, record, settle
    from repaycli.present.journal import Recording
    from repaycli.present.model import View
    from repaycli.present.receipts import receipt_view
    from repaycli.products.entries import Entry
    from repaycli.strategies.doubts import doubtful_receipt
    from repaycli.strategies.effects import came

    desk = open_desk(session)
    own, today = desk.household, desk.today
    name = income_value(desk, income, yes)
    entry = Entry(
        "receipt",
        None,
        day_value(desk, date),
        amount=_amount(name, amount, nothing, own.currency),
        note=note_value("--note", note),
        income=name,
    )
    entry = entry._replace(due=due_value(desk, entry, due))

    def look(household: "Household", _: bytes) -> "Sequence[Doubt]":
        return [] if yes else doubtful_receipt(household, entry, today)

    def show(recording: Recording) -> View:
        return receipt_view(recording, came(recording.before, recording.after, entry, today))

    settle(desk, look(own, desk.journal), yes)
    record(desk, entry, look, show)


def _amount(income: str, stated: str | None, nothing: bool, currency: "Currency") -> int:
    """Return what came, in minor units."""
    from repaycli.cli.values import sum_value

    if nothing:
        if stated is not None:
            raise WrongUsage(tr("{amount} and --none contradict each other", amount=stated), tr("Write one of them."))
        return 0
    if stated is None:
        raise WrongUsage(
            tr("how much came is missing"),
            tr(
                "Write {command}, or {none} if it did not come.",
                command=command("receive", income, "AMOUNT"),
                none=command("receive", income, options=("--none",)),
            ),
        )
    return sum_value("AMOUNT", stated, currency, zero=True)
