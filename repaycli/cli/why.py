"""`repaycli why ACCOUNT DATE`."""

from typing import Annotated

import typer

from repaycli.cli.completion import accounts
from repaycli.cli.plan import StrategyOption
from repaycli.cli.searching import Search, TimeLimitOption, time_limit
from repaycli.cli.session import Session
from repaycli.locale import mark

EXAMPLES = ("repaycli why 花呗 2026-12-01 --strategy minimum",)


def why(
    session: Session,
    account: Annotated[
        str, typer.Argument(metavar="ACCOUNT", help=mark("An account or wallet of the file."), autocompletion=accounts)
    ],
    date: Annotated[str, typer.Argument(metavar="DATE", help=mark("The day of the posting: 2026-12-01."))],
    strategy: StrategyOption = None,
    limit: TimeLimitOption = None,
) -> None:
    """Explain what was posted to an account on a day."""
    from repaycli.cli.values import account_value, date_value, strategy_value
    from repaycli.core.dates import LATEST, add_months
    from repaycli.inputs.practice import read_rules
    from repaycli.present.why import why_view
    from repaycli.strategies.compare import follow

    on = date_value("DATE", date)
    household = session.household()
    today = session.today(household)
    name = account_value(account, household)
    last = min(add_months(max(on, today), 2), LATEST)  # two months more: the nearest postings after the day are known
    way = strategy_value(strategy, household)
    search = Search(session, time_limit(limit, [way]))
    projection = follow(household, today, way, last, search)
    session.show(search.noted(why_view(household, projection, name, on, read_rules())))
