"""`repaycli balance NAME FIGURE`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from repaycli.cli.completion import accounts
from repaycli.cli.entry_values import NoteOption, YesOption
from repaycli.cli.session import Session
from repaycli.locale import mark

if TYPE_CHECKING:
    from repaycli.products.accounts import Household
    from repaycli.strategies.doubts import Doubt

EXAMPLES = (
    "repaycli balance 花呗 4321.00",
    "repaycli balance 工资卡 3180.20",
)


def balance(
    session: Session,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help=mark("An account or wallet of the file."), autocompletion=accounts)
    ],
    figure: Annotated[
        str,
        typer.Argument(
            metavar="FIGURE", help=mark("What the lender's app says is owed, or what the wallet holds: 4,321.00.")
        ),
    ],
    date: Annotated[
        str | None,
        typer.Option(
            "--date", metavar="DATE", help=mark("The day at whose start it stood there: 2026-11-10. Otherwise today.")
        ),
    ] = None,
    includes_accrued: Annotated[
        bool, typer.Option("--includes-accrued", help=mark("The figure holds interest that is not charged yet."))
    ] = False,
    note: NoteOption = None,
    yes: YesOption = False,
) -> None:
    """Compare a figure with the model's, say why they differ, and record it."""
    from repaycli.cli.entry_values import day_value, name_value, note_value
    from repaycli.cli.exit_codes import WrongUsage
    from repaycli.cli.recording import open_desk, record, settle
    from repaycli.cli.values import sum_value
    from repaycli.locale import tr
    from repaycli.present.discrepancy import explained
    from repaycli.present.journal import Recording, balance_view
    from repaycli.present.model import View
    from repaycli.products.accounts import BalanceCheck
    from repaycli.products.entries import Entry
    from repaycli.strategies.discrepancy import Explanation, explain
    from repaycli.strategies.doubts import doubtful_figure, doubts, same_day
    from repaycli.strategies.effects import effect

    desk = open_desk(session)
    own, today = desk.household, desk.today
    wallets = [each.name for each in own.wallets]
    account = name_value(desk, name, [*(each.name for each in own.accounts), *wallets], yes)
    if includes_accrued and account in wallets:
        raise WrongUsage(tr("--includes-accrued: {name} is a wallet, and owes no interest", name=account))
    entry = Entry(
        "balance",
        None,
        day_value(desk, date),
        account,
        sum_value("FIGURE", figure, own.currency, zero=True),
        holds=account in wallets,
        includes_accrued=includes_accrued,
        note=note_value("--note", note),
    )
    check = BalanceCheck(account, entry.on or today, entry.amount, entry.holds, includes_accrued)

    def compare(household: "Household") -> Explanation:
        return explain(household, check, today) if check.on >= household.as_of else Explanation(entry.amount, 0, ())

    found = compare(own)
    lines = explained(found, check, own.currency) if found.difference else []

    def look(household: "Household", _: bytes) -> "Sequence[Doubt]":
        if yes:
            return []
        figure = doubtful_figure(household, entry, found)
        return [*doubts(household, entry, today), *same_day(household, entry, found), *figure]

    def show(recording: Recording) -> View:
        before, on = recording.before, max(recording.on, today)
        shown = effect(before, recording.after, account, on) if recording.on >= before.as_of else None
        return balance_view(recording, shown, found if before is own else compare(before), check, was_told)

    doubted = look(own, desk.journal)
    was_told = session.environment.can_ask and not yes and bool(lines)
    settle(desk, doubted, yes, lines)
    record(desk, entry, look, show)
