"""`repaycli plan`."""

from typing import Annotated

import typer

from repaycli.cli.completion import strategies
from repaycli.cli.session import Session
from repaycli.locale import mark

StrategyOption = Annotated[
    str | None,
    typer.Option(
        "--strategy",
        "-s",
        metavar="NAME",
        help=mark("minimum, full, avalanche, snowball or custom; otherwise the file's default, else full."),
        autocompletion=strategies,
    ),
]
MonthsOption = Annotated[int | None, typer.Option("--months", metavar="N", help=mark("Look so many months ahead."))]
UntilOption = Annotated[
    str | None, typer.Option("--until", metavar="DATE", help=mark("The last day, itself included."))
]


def plan(
    session: Session, strategy: StrategyOption = None, until: UntilOption = None, months: MonthsOption = None
) -> None:
    """List the payments of one strategy."""
    from repaycli.cli.following import after_projection
    from repaycli.cli.values import horizon, strategy_value
    from repaycli.present.plan import plan_view
    from repaycli.strategies.compare import project
    from repaycli.strategies.help import what_would_help

    household = session.household()
    today = session.today(household)
    name = strategy_value(strategy, household)
    projection = project(household, today, name, horizon(today, until, months))
    helps = what_would_help(household, [projection])
    session.show(plan_view(household, projection, after_projection(household, projection), helps))
