"""`repaycli afford`."""

from typing import TYPE_CHECKING, Annotated

import typer

from repaycli.cli.likely import BesidePathsOption, Futures, SeedOption, Side, beside, likelihoods
from repaycli.cli.plan import StrategyOption, UntilOption
from repaycli.cli.session import Session
from repaycli.locale import joined, mark, tr

if TYPE_CHECKING:
    from repaycli.products.accounts import Household
    from repaycli.strategies.afford import Wanted

EXAMPLES = (
    "repaycli afford --amount 8000 --rate 7.2%/year --months 12",
    "repaycli afford --amount 5000 --rate 0.05%/day --months 12 --fee 200",
)
EXAMPLE = "--amount 8000 --rate 7.2%/year --months 12"
STAND_IN = "avalanche"
"""Played where the file's default is the optimal plan; it too keeps cash back for coming dues."""

Amount = Annotated[
    str | None, typer.Option("--amount", metavar="AMOUNT", help=mark("How much is borrowed (always needed)."))
]
Rate = Annotated[
    str | None,
    typer.Option("--rate", metavar="RATE", help=mark("Its rate: 0.04%/day or 7.2%/year (always needed).")),
]
Months = Annotated[
    str | None,
    typer.Option(
        "--months",
        metavar="N",
        help=mark("Repaid in N equal monthly instalments, the first in a month (always needed)."),
    ),
]
Fee = Annotated[
    str | None,
    typer.Option("--fee", metavar="AMOUNT", help=mark("A fee that is kept back when the money is paid out (砍头息).")),
]
Keep = Annotated[
    bool,
    typer.Option(
        "--keep",
        help=mark("The money stays in the first wallet; otherwise it is spent the same day, on a phone or a car."),
    ),
]
Name = Annotated[str | None, typer.Option("--name", metavar="NAME", help=mark("What the loan is called."))]


def afford(
    session: Session,
    amount: Amount = None,
    rate: Rate = None,
    months: Months = None,
    fee: Fee = None,
    keep: Keep = False,
    name: Name = None,
    strategy: StrategyOption = None,
    until: UntilOption = None,
    paths: BesidePathsOption = None,
    seed: SeedOption = None,
) -> None:
    """Tell whether a new loan is safe, before it is signed."""
    from repaycli.cli.exit_codes import WrongUsage
    from repaycli.cli.values import horizon, strategy_value
    from repaycli.inputs.practice import read_laws
    from repaycli.present.afford import afford_view
    from repaycli.present.model import Note
    from repaycli.present.words import sentence, strategy_name
    from repaycli.products.legal import compare_with_lines
    from repaycli.strategies.afford import play
    from repaycli.strategies.largest import largest_safe
    from repaycli.strategies.whatif import Impossible

    needed = {"--amount": amount, "--rate": rate, "--months": months}
    if missing := [option for option, value in needed.items() if value is None]:
        raise WrongUsage(
            tr("{name} is missing", name=joined(missing)),
            tr("For example: {example}", example=f"repaycli afford {EXAMPLE}"),
        )
    futures = beside(paths, seed)
    household = session.household()
    today = session.today(household)
    asked = strategy_value(strategy, household)
    chosen = _played(asked, is_stated=strategy is not None)
    stated = {option: value or "" for option, value in needed.items()}
    wanted = _wanted(household, stated, fee, keep)._replace(name=_name(name, household))
    try:
        sides = play(household, today, chosen, wanted, horizon(today, until, None))
    except Impossible as problem:
        currency = household.currency
        raise WrongUsage(sentence(problem.message, currency), sentence(problem.why, currency)) from None
    laws = read_laws(household.currency.code)
    lines = compare_with_lines(laws, wanted.cost(), today)
    likely, more = None, ()
    if futures is not None:
        both = [Side("before", household, chosen), Side("after", wanted.in_household(household, today), chosen)]
        told = likelihoods(session, both, Futures(*futures, today, sides.until))
        likely, more = (told.likely["before"], told.likely["after"]), told.notes
    view = afford_view(household, sides, largest_safe(household, sides), laws, lines, likely)
    view = view._replace(notes=(*view.notes, *more))
    if chosen != asked:
        said = tr(
            "played by {name}: the optimal plan would have to be searched for too often", name=strategy_name(chosen)
        )
        view = view._replace(notes=(*view.notes, Note("strategy", "", said)))
    session.show(view)


def _played(name: str, is_stated: bool) -> str:
    """Return the strategy to play: the household is played up to 150 times, and no search is as short as that."""
    from repaycli.cli.exit_codes import WrongUsage
    from repaycli.strategies.compare import OPTIMAL

    if name != OPTIMAL:
        return name
    if is_stated:
        raise WrongUsage(
            tr(
                "afford plays the household a hundred times and more: too often to search for the optimal plan each time"
            ),
            tr("Write --strategy {name}, or another one.", name=STAND_IN),
        )
    return STAND_IN


def _wanted(household: "Household", stated: dict[str, str], fee: str | None, keep: bool) -> "Wanted":
    from repaycli.cli.changes import count_value, rate_value
    from repaycli.cli.exit_codes import WrongUsage
    from repaycli.cli.values import sum_value
    from repaycli.core.rates import Rate as YearlyOrDaily
    from repaycli.strategies.afford import Wanted

    currency = household.currency
    amount = sum_value("--amount", stated["--amount"], currency)
    rate = YearlyOrDaily(*rate_value("--rate", stated["--rate"]))
    kept_back = sum_value("--fee", fee, currency) if fee is not None else 0
    if kept_back >= amount:
        raise WrongUsage(
            tr("--fee: {fee} leaves nothing of {amount}", fee=currency.plain(kept_back), amount=currency.plain(amount)),
            tr("Write what is kept back when the money is paid out."),
        )
    return Wanted("", amount, rate, count_value("--months", stated["--months"]), kept_back, keep)


def _name(stated: str | None, household: "Household") -> str:
    """Return the loan's name: the one that was asked for, else a word that the file does not use yet."""
    from repaycli.cli.exit_codes import WrongUsage

    if stated is not None:
        if not stated.strip() or not stated.isprintable():
            raise WrongUsage(tr("--name: the name is empty, or holds characters that cannot be shown"))
        return stated
    taken = {each.name for each in (*household.accounts, *household.wallets, *household.incomes, *household.expenses)}
    name, count = tr("new loan"), 1
    while name in taken:
        count += 1
        name = tr("new loan {count}", count=count)
    return name
