"""`repaycli remind`, with every option; its plainest forms are answered before the argument parser is loaded (`straight`)."""

from typing import Annotated

import typer

from repaycli.cli.plan import StrategyOption
from repaycli.cli.reminding import WITHIN, Asked, answer
from repaycli.cli.session import Session
from repaycli.locale import mark

EXAMPLES = (
    "repaycli remind",
    "repaycli remind --within 14",
)


def remind(
    session: Session,
    within: Annotated[
        int,
        typer.Option("--within", metavar="DAYS", help=mark("So many days ahead a due date counts as near; else 7.")),
    ] = WITHIN,
    strategy: StrategyOption = None,
    once: Annotated[
        bool,
        typer.Option(
            "--once", help=mark("Say each thing once a day, and again only if it got worse; catch up after days off.")
        ),
    ] = False,
    exit_code: Annotated[
        bool,
        typer.Option(
            "--exit-code",
            help=mark(
                "End with 11 when something is overdue, 12 when money will be missing, 10 when something is due."
            ),
        ),
    ] = False,
    notify: Annotated[
        bool,
        typer.Option(
            "--notify",
            help=mark("Show it as a notification on the desktop; where that fails, write it, and end with 7."),
        ),
    ] = False,
) -> None:
    """Say what needs the user, and nothing else."""
    code = answer(session, Asked(within, strategy, once, exit_code, notify))
    if code:
        raise typer.Exit(code)
