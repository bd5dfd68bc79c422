"""`repaycli ledger`."""

from repaycli.cli.plan import MonthsOption, StrategyOption, UntilOption
from repaycli.cli.searching import Search, TimeLimitOption, time_limit
from repaycli.cli.session import Session

EXAMPLES = (
    "repaycli ledger --months 2",
    "repaycli ledger --strategy minimum --until 2027-06-30",
)


def ledger(
    session: Session,
    strategy: StrategyOption = None,
    until: UntilOption = None,
    months: MonthsOption = None,
    limit: TimeLimitOption = None,
) -> None:
    """List every posting and statement."""
    from repaycli.cli.following import after_projection
    from repaycli.cli.values import horizon, strategy_value
    from repaycli.present.ledger import ledger_view
    from repaycli.strategies.compare import project

    household = session.household()
    today = session.today(household)
    name = strategy_value(strategy, household)
    search = Search(session, time_limit(limit, [name]))
    projection = project(household, today, name, horizon(today, until, months), search=search)
    session.show(search.noted(ledger_view(household, projection, after_projection(household, projection))))
