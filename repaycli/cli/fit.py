"""`repaycli fit ACCOUNT`."""

from typing import Annotated

import typer

from repaycli.cli.completion import debts
from repaycli.cli.session import Session
from repaycli.locale import mark

EXAMPLES = ("repaycli fit 花呗 --seen 2026-12-01:interest=36.48",)
SECONDS = 60.0


def fit(
    session: Session,
    account: Annotated[str, typer.Argument(metavar="ACCOUNT", help=mark("A debt of the file."), autocompletion=debts)],
    seen: Annotated[
        list[str] | None,
        typer.Option(
            "--seen",
            metavar="DATE:FIGURE=AMOUNT",
            help=mark(
                "What the lender shows: 2026-11-25:interest=17.85. A line's statement has interest, penalty, fees, minimum "
                "and balance; a loan's due date instalment, principal, interest, penalty and fees; any day owed. Again for "
                "every figure; recorded balances count by themselves."
            ),
        ),
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option(
            "--without",
            metavar="DATE",
            help=mark("Leave the balance that is recorded for this day uncompared. Repeatable."),
        ),
    ] = None,
    limit: Annotated[
        str | None,
        typer.Option(
            "--time-limit",
            metavar="SECONDS",
            help=mark(
                "Try combinations so long at most, otherwise a minute; Ctrl-C ends it with what was found so far."
            ),
        ),
    ] = None,
) -> None:
    """Find the conventions that come to what the lender shows."""
    from repaycli.cli.searching import seconds_value
    from repaycli.cli.seen import figures_of
    from repaycli.cli.trying import Trying
    from repaycli.engine.standing import standing
    from repaycli.present.fit import fit_view
    from repaycli.strategies.fitting.fit import case, every_choice

    household = session.household()
    today = session.today(household)
    asked = figures_of(household, today, account, seen or (), without or ())
    made = case(household, asked.account, asked.figures)
    every = every_choice(made)
    trying = Trying(session, SECONDS if limit is None else seconds_value(limit))
    fitted, ahead = trying.fit(made, every, household, today)
    open_dues = [each for each in standing(household, today).unconfirmed if each.account == asked.account.name]
    session.show(fit_view(household, today, fitted, ahead, every, open_dues))
