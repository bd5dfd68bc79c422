"""`repaycli report -o FILE.html`."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from repaycli.cli.exit_codes import WrongUsage
from repaycli.cli.likely import MOST_PATHS, MOST_SEED, SeedOption
from repaycli.cli.output import Written
from repaycli.cli.plan import MonthsOption, StrategyOption, UntilOption
from repaycli.cli.searching import Search, TimeLimitOption, time_limit
from repaycli.cli.session import Session
from repaycli.core.nouns import NamedTuple
from repaycli.locale import mark, say_days, tr

if TYPE_CHECKING:
    from repaycli.engine.course import Course
    from repaycli.engine.ledger import Projection, Standing
    from repaycli.present.optimal import Proof
    from repaycli.present.report import Report
    from repaycli.products.accounts import Household
    from repaycli.risk.answers import Answers
    from repaycli.strategies.advice import Advice
    from repaycli.strategies.help import Help
    from repaycli.strategies.optimal.optimum import Optimum

EXAMPLES = (
    "repaycli report -o debts.html",
    "repaycli report -o debts.html --strategy avalanche --no-risk",
)
_EXAMPLE = "debts.html"
_PATHS = 300
_RISK_MONTHS = 12
_MOST_MONTHS = 120


class Asked(NamedTuple):
    """What the options ask for: how many futures (0: none) from which seed, the last day (None: that of `compare`)."""

    strategy: str
    paths: int
    seed: int
    until: date | None


def report(
    session: Session,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE.html",
            help=mark(
                "The file to write: one page that any browser opens, on a phone and without a network, and that prints "
                "well; - is the standard output. It holds private figures."
            ),
        ),
    ] = None,
    strategy: StrategyOption = None,
    months: MonthsOption = None,
    until: UntilOption = None,
    limit: TimeLimitOption = None,
    paths: Annotated[
        int | None,
        typer.Option(
            "--paths",
            metavar="N",
            help=mark(
                "How many futures are drawn for what may come, a year ahead at most: 1 to 100000, otherwise 300."
            ),
        ),
    ] = None,
    seed: SeedOption = None,
    no_risk: Annotated[bool, typer.Option("--no-risk", help=mark("Draw no futures."))] = False,
    force: Annotated[
        bool, typer.Option("--force", help=mark("Replace a file even if it is no report made by repaycli."))
    ] = False,
) -> None:
    """Write one page with all of it."""
    from repaycli import __version__
    from repaycli.cli.files import STDIN_NAME
    from repaycli.cli.values import number_value, strategy_value
    from repaycli.present.report_page import Source, as_page, is_ours
    from repaycli.present.report_view import report_view

    out = Written(session, output, _EXAMPLE, is_ours)
    if not output:
        raise WrongUsage(tr("-o FILE is missing: where is the report to be written?"), out.example("report"))
    count = _paths(paths, seed, no_risk)
    wanted_seed = number_value("--seed", seed, (0, MOST_SEED), 1)
    loaded = session.load()
    household = loaded.sound
    out.refuse_to_lose(loaded, force)
    today = session.today(household)
    name = strategy_value(strategy, household)
    asked = Asked(name, count, wanted_seed, _last(today, until, months))
    search = Search(session, time_limit(limit, [name]))
    played = _played(session, household, today, asked, search)
    say_days(today)  # the page is for people, wherever it is made
    found = _told(played)
    made_from = tr("the standard input") if loaded.file == STDIN_NAME else Path(loaded.file).name
    content = as_page(found, Source(made_from, __version__))
    out.write(content)
    if session.options.json:
        say_days(None)
        session.show(report_view(_told(played), out.file, len(content)))
    elif not session.options.quiet:
        out.tell(
            tr(
                "Report from {today} to {until} written to {file}.",
                today=today,
                until=found.projection.until,
                file=out.place,
            )
        )


def _paths(stated: int | None, seed: int | None, none: bool) -> int:
    from repaycli.cli.values import number_value

    if none and (stated is not None or seed is not None):
        option = "--seed" if stated is None else "--paths"
        raise WrongUsage(tr("--no-risk and {option} exclude each other", option=option), tr("Write one of them."))
    return 0 if none else number_value("--paths", stated, (1, MOST_PATHS), _PATHS)


def _last(today: date, until: str | None, months: int | None) -> date | None:
    from repaycli.cli.values import horizon
    from repaycli.core.dates import LATEST, add_months

    last, most = horizon(today, until, months), min(add_months(today, _MOST_MONTHS), LATEST)
    if last is not None and last > most:
        raise WrongUsage(
            tr("{last} is too far ahead for a report", last=last),
            tr("It reaches {months} months ahead at most, to {most}.", months=_MOST_MONTHS, most=most),
        )
    return last


class Played(NamedTuple):
    """What was played for a report, before any of it is put into words."""

    household: "Household"
    standing: "Standing"
    projections: "tuple[Projection, ...]"
    followed: "Projection"
    course: "Course"
    advised: "Advice"
    helps: "tuple[Help, ...]"
    proof: "Proof | None"
    risk: "tuple[Answers, int] | None"


def _played(session: Session, household: "Household", today: date, asked: Asked, search: Search) -> Played:
    """Let each part of the program answer what the report tells."""
    from repaycli.engine.standing import standing
    from repaycli.strategies.advice import advise
    from repaycli.strategies.compare import COMPARED, Player, best, horizon
    from repaycli.strategies.course import compare_along
    from repaycli.strategies.help import what_would_help

    names = [*COMPARED, *(["custom"] if household.custom else []), asked.strategy]
    player = Player(household, today, asked.until or horizon(today), search=search)
    projections, course = compare_along(player, list(dict.fromkeys(names)), asked.strategy, asked.until)
    followed = next(each for each in projections if each.strategy == asked.strategy)
    where = standing(household, today, player.replayed())
    advised = advise(household, today, best(projections).payments)
    helps = what_would_help(household, projections)
    proof = search.proof() if search.found else None
    optimum = search.found[-1] if search.found else None
    likely = _answers(session, household, today, asked._replace(until=followed.until), optimum) if asked.paths else None
    return Played(household, where, projections, followed, course, advised, helps, proof, likely)


def _told(played: Played) -> "Report":
    """Put it into words, with days as they are said now."""
    from repaycli.cli.following import after_standing
    from repaycli.inputs.practice import read_ladder
    from repaycli.inputs.presets import preset_names, read_preset
    from repaycli.present.compare import compare_view
    from repaycli.present.report import Report
    from repaycli.present.status import status_view
    from repaycli.strategies.compare import best

    household, where, advised = played.household, played.standing, played.advised
    presets = {account.preset for account in household.accounts}
    risk = None
    if played.risk:
        from repaycli.present.risk import Beside, risk_view

        found, wanted = played.risk
        risk = risk_view(household, found, Beside(read_ladder(household.currency.code), where, wanted))
    return Report(
        household,
        where,
        played.followed,
        best(played.projections).summary,
        played.course,
        advised,
        status_view(household, where, after_standing(household, where), advised),
        compare_view(household, played.projections, played.helps, advised, played.proof),
        risk,
        [read_preset(each) for each in preset_names() if each in presets],
    )


def _answers(
    session: Session, household: "Household", today: date, asked: Asked, optimum: "Optimum | None"
) -> "tuple[Answers, int]":
    """Play futures under the way that is followed, a year ahead at most, and tell how many were wanted.

    Ctrl-C answers from those done so far.
    """
    from repaycli.cli.playing import Playing
    from repaycli.core.dates import LATEST, add_months
    from repaycli.inputs.practice import read_ladder
    from repaycli.risk.answers import answers
    from repaycli.risk.playing import Wanted

    def again(*_: object) -> "Optimum":
        assert optimum is not None
        return optimum

    last = min(asked.until or LATEST, add_months(today, _RISK_MONTHS))
    wanted = Wanted(asked.paths if household.is_uncertain else 1, asked.seed, asked.strategy, last)
    outcomes = Playing(session, household, today, wanted, again).some()
    return answers(household, outcomes, read_ladder(household.currency.code)), wanted.paths
