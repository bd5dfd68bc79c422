"""`repaycli status`, also `repaycli` alone."""

from repaycli.cli.session import Session


def status(session: Session) -> None:
    """Show where the household stands today."""
    from repaycli.engine.standing import standing
    from repaycli.present.status import status_view

    household = session.household()
    session.show(status_view(household, standing(household, session.today(household))))
