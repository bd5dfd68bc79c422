"""`repaycli status`, also `repaycli` alone."""

from repaycli.cli.session import Session


def status(session: Session) -> None:
    """Show where the household stands today."""
    from repaycli.cli.following import after_standing
    from repaycli.engine.standing import standing
    from repaycli.present.status import status_view
    from repaycli.strategies.advice import advise

    household = session.household()
    today = session.today(household)
    found = standing(household, today)
    session.show(status_view(household, found, after_standing(household, found), advise(household, today)))
