"""`repaycli risk`."""

from typing import TYPE_CHECKING, Annotated

import typer

from repaycli.cli.likely import MOST_PATHS, MOST_SEED, SeedOption
from repaycli.cli.plan import StrategyOption, UntilOption
from repaycli.cli.searching import Search, TimeLimitOption, time_limit
from repaycli.cli.session import Session
from repaycli.locale import joined, mark, tr

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from repaycli.products.accounts import Household
    from repaycli.risk.history import History

EXAMPLES = (
    "repaycli risk",
    "repaycli risk --target 5% --paths 200 --months 6",
)
MONTHS = 12
PATHS = 1000
STAND_IN = "avalanche"
"""Played for a target where the file's default is the optimal plan: that would be searched for at each step."""

PathsOption = Annotated[
    int | None,
    typer.Option(
        "--paths",
        metavar="N",
        help=mark("How many futures are drawn: 1 to 100000, otherwise 1000; Ctrl-C answers from those done so far."),
    ),
]
MonthsOption = Annotated[
    int | None,
    typer.Option("--months", metavar="N", help=mark("Look so many months ahead; otherwise 12.")),
]
TargetOption = Annotated[
    str | None,
    typer.Option(
        "--target",
        metavar="SHARE",
        help=mark(
            "How much more cash today brings the chance of missing a due date to this share, and which single change helps "
            "most: 5%. Plays the household some thirty times."
        ),
    ),
]

HistoryOption = Annotated[
    bool,
    typer.Option(
        "--history",
        help=mark(
            "Let incomes vary as at least six recorded times of them say (`receive`), instead of as the file says."
        ),
    ),
]


def risk(
    session: Session,
    strategy: StrategyOption = None,
    paths: PathsOption = None,
    seed: SeedOption = None,
    months: MonthsOption = None,
    until: UntilOption = None,
    target: TargetOption = None,
    history: HistoryOption = False,
    limit: TimeLimitOption = None,
) -> None:
    """Tell how likely it is to be past due, from futures that are drawn and played."""
    from repaycli.cli.playing import Playing
    from repaycli.cli.values import horizon, number_value, strategy_value
    from repaycli.core.dates import LATEST, add_months
    from repaycli.engine.standing import standing
    from repaycli.inputs.practice import read_ladder
    from repaycli.present.model import Note
    from repaycli.present.risk import Beside, risk_view
    from repaycli.present.words import strategy_name
    from repaycli.risk.answers import answers
    from repaycli.risk.history import histories
    from repaycli.risk.playing import Wanted

    count = number_value("--paths", paths, (1, MOST_PATHS), PATHS)
    wanted_seed = number_value("--seed", seed, (0, MOST_SEED), 1)
    share = _target(target)
    household = session.household()
    today = session.today(household)
    recorded = histories(household, today)
    if history:
        household = _fitted(household, recorded)
    last = horizon(today, until, months) or min(add_months(today, MONTHS), LATEST)
    asked = strategy_value(strategy, household)
    name = _played(asked, share is not None, is_stated=strategy is not None)
    search = Search(session, time_limit(limit, [name]))
    wanted = Wanted(count if household.is_uncertain else 1, wanted_seed, name, last)
    playing = Playing(session, household, today, wanted, search)
    outcomes = playing.some()
    ladder = read_ladder(household.currency.code)
    found = answers(household, outcomes, ladder)
    is_stopped = playing.is_stopped
    reached = None if share is None or is_stopped else playing.reach(share, outcomes)
    beside = Beside(ladder, standing(household, today), wanted.paths, reached, recorded, history)
    view = risk_view(household, found, beside)
    if name != asked:
        said = tr(
            "played by {name}: the optimal plan would have to be searched for too often", name=strategy_name(name)
        )
        view = view._replace(notes=(*view.notes, Note("strategy", "", said)))
    if share is not None and is_stopped:
        said = tr("--target: no buffer was looked for, as the playing was stopped")
        view = view._replace(notes=(*view.notes, Note("target", "", said)))
    session.show(search.noted(view))


def _fitted(household: "Household", recorded: "Sequence[History]") -> "Household":
    """Return the household whose incomes vary as history says; raises WrongUsage where it says nothing yet."""
    from repaycli.cli.exit_codes import WrongUsage
    from repaycli.present.shell import command
    from repaycli.products.receipts import ENOUGH
    from repaycli.risk.history import as_fitted

    if not any(each.fitted for each in recorded):
        counts = joined(tr("{income}: {count}", income=each.income, count=each.occurrences) for each in recorded)
        message = tr("--history: no income is recorded {enough} times yet", enough=ENOUGH)
        form = command("receive", "INCOME", "AMOUNT", options=("--date", "DATE"))
        raise WrongUsage(
            message + (tr(" ({counts})", counts=counts) if counts else ""),
            tr("Record what came, back to before the file's balances too: {command}", command=form),
        )
    return as_fitted(household, recorded)


def _target(stated: str | None) -> "Fraction | None":
    if stated is None:
        return None
    from repaycli.cli.changes import share_value
    from repaycli.cli.exit_codes import WrongUsage

    share = share_value("--target", stated, "5%")
    if not 0 <= share < 1:
        raise WrongUsage(tr("--target: {value} is not below 100%", value=stated), tr("Write {example}", example="5%"))
    return share


def _played(name: str, with_target: bool, is_stated: bool) -> str:
    """Return the strategy to play: for a target the household is played thirty times, and no search is as short as that."""
    from repaycli.cli.exit_codes import WrongUsage
    from repaycli.strategies.compare import OPTIMAL

    if name != OPTIMAL or not with_target:
        return name
    if is_stated:
        raise WrongUsage(
            tr("--target plays the household some thirty times: too often to search for the optimal plan each time"),
            tr("Write --strategy {name}, or another one.", name=STAND_IN),
        )
    return STAND_IN
