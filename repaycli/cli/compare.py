"""`repaycli compare`."""

from typing import TYPE_CHECKING, Annotated

import typer

from repaycli.cli.completion import strategies
from repaycli.cli.likely import BesidePathsOption, Futures, SeedOption, Side, beside, likelihoods
from repaycli.cli.searching import Search, TimeLimitOption, time_limit
from repaycli.cli.session import Session
from repaycli.locale import mark

if TYPE_CHECKING:
    from repaycli.strategies.optimal.optimum import Optimum

EXAMPLES = (
    "repaycli compare",
    "repaycli compare --strategy full --strategy optimal --months 12",
)


def compare(
    session: Session,
    strategy: Annotated[
        list[str] | None,
        typer.Option(
            "--strategy",
            "-s",
            metavar="NAME",
            help=mark(
                "minimum, full, avalanche, snowball, optimal or custom; may be repeated. Otherwise the first four, "
                "and custom when the file describes it."
            ),
            autocompletion=strategies,
        ),
    ] = None,
    months: Annotated[
        int | None, typer.Option("--months", metavar="N", help=mark("Look so many months ahead."))
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help=mark("The last day, itself included."))
    ] = None,
    limit: TimeLimitOption = None,
    paths: BesidePathsOption = None,
    seed: SeedOption = None,
) -> None:
    """Play the strategies over one time and set them side by side."""
    from repaycli.cli.values import horizon, strategy_value
    from repaycli.present.compare import compare_view
    from repaycli.strategies.advice import advise
    from repaycli.strategies.compare import COMPARED, best
    from repaycli.strategies.compare import compare as play
    from repaycli.strategies.help import what_would_help

    household = session.household()
    today = session.today(household)
    names = list(COMPARED) + (["custom"] if household.custom else [])
    if strategy:
        names = list(dict.fromkeys(strategy_value(name, household) for name in strategy))
    futures = beside(paths, seed)
    search = Search(session, time_limit(limit, names))
    projections = play(household, today, names, horizon(today, until, months), search=search)
    actions = advise(household, today, best(projections).payments)
    proof = search.proof() if search.found else None
    helps = what_would_help(household, projections)
    if futures is None:
        session.show(compare_view(household, projections, helps, actions, proof))
        return

    def again(*_: object) -> "Optimum":
        return search.found[-1]

    sides = [Side(each.strategy, household, each.strategy) for each in projections]
    told = likelihoods(session, sides, Futures(*futures, today, projections[0].until), again)
    view = compare_view(household, projections, helps, actions, proof, told.likely)
    session.show(view._replace(notes=(*view.notes, *told.notes)))
