"""What the commands of the journal take on the command line: names as the file writes them, days and notes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from repaycli.cli.exit_codes import Declined, WrongUsage
from repaycli.cli.recording import Desk, nothing_recorded
from repaycli.cli.values import date_value, did_you_mean, quoted
from repaycli.locale import joined, mark, sentences, tr
from repaycli.present.shell import command

if TYPE_CHECKING:
    from datetime import date

    from repaycli.products.entries import Entry

_MOST_NOTE = 500

DateOption = Annotated[
    str | None, typer.Option("--date", metavar="DATE", help=mark("The day it happened: 2026-11-10. Otherwise today."))
]
NoteOption = Annotated[str | None, typer.Option("--note", metavar="TEXT", help=mark("Anything you want to remember."))]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help=mark("Ask nothing, and insist where something is odd."))]


def day_value(desk: Desk, stated: str | None) -> "date":
    """Return the day of an entry, by default that of the run."""
    return date_value("--date", stated) if stated else desk.today


def note_value(option: str, stated: str | None) -> str:
    """Read a note: one line of at most 500 characters that can all be seen."""
    from repaycli.inputs.source import first_hidden

    if stated is None or not stated.strip():
        return ""
    if len(stated) > _MOST_NOTE:
        raise WrongUsage(
            tr("{option}: the text has {count} characters", option=option, count=len(stated)),
            tr("Write at most {most}.", most=_MOST_NOTE),
        )
    hidden = first_hidden(stated)
    if hidden:
        raise WrongUsage(
            tr("{option}: the character U+{code} stands in it", option=option, code=f"{ord(hidden):04X}"),
            tr("Write it on one line, with characters that can be seen."),
        )
    return stated


def name_value(desk: Desk, stated: str, wanted: Sequence[str], yes: bool, others: Sequence[str] = ()) -> str:
    """Return the name of an account as the file writes it; on a terminal the nearest one that fits is asked for.

    `others` are names that the file has too, and that the caller refuses in its own words.
    """
    return _named(desk, stated, (wanted, others), yes, tr("there is no account {value}", value=quoted(stated)))


def income_value(desk: Desk, stated: str, yes: bool) -> str:
    """Return the name of an income."""
    wanted = list(dict.fromkeys(flow.name for flow in desk.household.incomes))
    return _named(desk, stated, (wanted, ()), yes, tr("there is no income {value}", value=quoted(stated)))


def _named(desk: Desk, stated: str, among: tuple[Sequence[str], Sequence[str]], yes: bool, message: str) -> str:
    """Return a name among those that are wanted and others; only one that is wanted is asked for. `message`: it is none."""
    from repaycli.inputs.suggest import nearest

    wanted, others = among
    names = [*wanted, *others]
    if stated in names:
        return stated
    folded = [name for name in names if name.casefold() == stated.casefold()]
    if len(folded) == 1:
        return folded[0]
    near = nearest(stated, wanted)
    environment = desk.session.environment
    if near and environment.can_ask and not yes:
        if environment.ask(message + tr("; did you mean {name}?", name=near)):
            return near
        raise Declined(nothing_recorded(), _known(wanted))
    insists = tr("--yes cannot insist on a name that is not in the file.") if yes else ""
    raise WrongUsage(
        message + (tr("; did you mean {name}?", name=near) if near else ""), sentences((insists, _known(wanted)))
    )


def debt_value(desk: Desk, stated: str, yes: bool) -> str:
    """Return the name of a loan or credit line."""
    own = desk.household
    debts, wallets = [each.name for each in own.accounts], [each.name for each in own.wallets]
    name = name_value(desk, stated, debts, yes, wallets)
    if name in wallets:
        raise WrongUsage(tr("{name} is a wallet, where a debt is wanted", name=quoted(name)), _known(debts))
    return name


def line_value(desk: Desk, stated: str, yes: bool) -> str:
    """Return the name of a credit line."""
    own = desk.household
    lines, loans = [each.name for each in own.lines], [each.name for each in own.loans]
    name = name_value(desk, stated, lines, yes, [*loans, *(each.name for each in own.wallets)])
    if name in lines:
        return name
    if name in loans:
        raise WrongUsage(
            tr("{name} is a loan: nothing is spent with it", name=quoted(name)),
            tr("The credit lines are: {names}", names=joined(lines)) if lines else "",
        )
    raise WrongUsage(
        tr("{name} is a wallet, and what it pays is not recorded one by one", name=quoted(name)),
        tr("Say what it holds now: {command}", command=command("balance", name, "FIGURE")),
    )


def wallet_value(desk: Desk, stated: str | None) -> str:
    """Return the name of the wallet that paid, nothing for nothing."""
    own = desk.household
    wallets = [each.name for each in own.wallets]
    if stated is None or stated in wallets:
        return stated or ""
    if any(stated == each.name for each in own.accounts):
        message = tr("--from: {name} is a debt, and one debt cannot pay another", name=quoted(stated))
    else:
        message = tr("--from: there is no wallet {value}", value=quoted(stated)) + did_you_mean(stated, wallets)
    raise WrongUsage(message, tr("The wallets are: {names}", names=joined(wallets)) if wallets else "")


def due_value(desk: Desk, entry: "Entry", stated: str | None) -> "date | None":
    """Return the planned day that a receipt stands for, by default the nearest that no other one does.

    None: it is older than the balances, and no planned day of that time is known.
    """
    from repaycli.products.receipts import REACH, planned_dates, stands_for

    own, on = desk.household, entry.on or desk.today
    flows = [flow for flow in own.incomes if flow.name == entry.income]
    due = date_value("--due", stated) if stated else None
    near = due or on
    planned = planned_dates(flows, near - REACH, near + REACH)
    if due is not None:
        if due >= own.as_of and due not in planned:
            days = joined(str(each) for each in planned)
            message = tr("--due: {income} is not planned for {date}", income=quoted(entry.income), date=due)
            raise WrongUsage(message, tr("It is planned for: {days}", days=days) if days else _beside_the_plan())
        return due
    taken = {each.due for each in own.receipts if each.income == entry.income and each.due}
    found = stands_for(planned, on, not entry.amount, taken)
    if found is None and on >= own.as_of:
        raise WrongUsage(
            tr("no {income} is planned near {date} that is not recorded already", income=quoted(entry.income), date=on),
            tr("Say which planned day it stands for: {option}", option="--due DATE") + " " + _beside_the_plan(),
        )
    return found


def _beside_the_plan() -> str:
    return tr('Money beside the plan is an [[income]] of its own in the file, with every = "once".')


def _known(names: Sequence[str]) -> str:
    return tr("The file has: {names}", names=joined(names)) if names else ""
