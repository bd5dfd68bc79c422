"""`repaycli status`, also `repaycli` alone."""

from typing import Annotated

import typer

from repaycli.cli.session import Session
from repaycli.locale import mark

EXAMPLES = (
    "repaycli status",
    "repaycli status --line",
)
Line = Annotated[
    bool, typer.Option("--line", help=mark("One short line, for a shell's prompt: what is past due, what is due next."))
]


def status(session: Session, line: Line = False) -> None:
    """Show where the household stands today."""
    from repaycli.engine.standing import standing

    household = session.household()
    today = session.today(household)
    found = standing(household, today)
    if line:
        from repaycli.present.prompt import line_view

        session.show(line_view(household, found))
        return
    from repaycli.cli.following import after_standing
    from repaycli.present.status import status_view
    from repaycli.strategies.advice import advise

    session.show(status_view(household, found, after_standing(household, found), advise(household, today)))
