"""`repaycli plan`."""

from typing import Annotated

import typer

from repaycli.cli.completion import strategies
from repaycli.cli.searching import TimeLimitOption, only_optimal, time_limit
from repaycli.cli.session import Session
from repaycli.locale import mark

EXAMPLES = (
    "repaycli plan --strategy avalanche --months 3",
    "repaycli plan --strategy optimal",
)
StrategyOption = Annotated[
    str | None,
    typer.Option(
        "--strategy",
        "-s",
        metavar="NAME",
        help=mark("minimum, full, avalanche, snowball, optimal or custom; otherwise the file's default, else full."),
        autocompletion=strategies,
    ),
]
MonthsOption = Annotated[int | None, typer.Option("--months", metavar="N", help=mark("Look so many months ahead."))]
UntilOption = Annotated[
    str | None, typer.Option("--until", metavar="DATE", help=mark("The last day, itself included."))
]


Worth = Annotated[
    bool,
    typer.Option(
        "--worth",
        help=mark(
            "optimal: what 100 more today, a later due date and a lower rate would save. Takes a few searches more."
        ),
    ),
]
CushionOption = Annotated[
    str | None,
    typer.Option(
        "--cushion",
        metavar="AMOUNT/DAYS",
        help=mark(
            "optimal: nothing becomes past due if every income comes so many days late and any one of them is short by "
            "so much: 500/3, 500 or /3."
        ),
    ),
]


def plan(
    session: Session,
    strategy: StrategyOption = None,
    until: UntilOption = None,
    months: MonthsOption = None,
    limit: TimeLimitOption = None,
    cushion: CushionOption = None,
    worth: Worth = False,
) -> None:
    """List the payments of one strategy."""
    from repaycli.cli.following import after_projection
    from repaycli.cli.values import horizon, strategy_value
    from repaycli.present.plan import plan_view
    from repaycli.strategies.compare import OPTIMAL, project
    from repaycli.strategies.help import what_would_help

    household = session.household()
    today = session.today(household)
    name = strategy_value(strategy, household)
    last, seconds = horizon(today, until, months), time_limit(limit, [name])
    if cushion is not None or worth:
        only_optimal("--worth" if cushion is None else "--cushion", [name])
    if name == OPTIMAL:
        from repaycli.cli.best_plan import Wanted, best_plan, cushion_value

        wanted = Wanted(last, seconds, cushion_value(cushion, household.currency), worth)
        session.show(best_plan(session, household, wanted))
        return
    projection = project(household, today, name, last)
    helps = what_would_help(household, [projection])
    session.show(plan_view(household, projection, after_projection(household, projection), helps))
