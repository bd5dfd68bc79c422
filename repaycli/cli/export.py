"""`repaycli export --format csv / json / hledger / beancount`."""

from pathlib import PurePath
from typing import Annotated

import typer

from repaycli.cli.exit_codes import WrongUsage
from repaycli.cli.output import STDOUT, Written
from repaycli.cli.plan import MonthsOption, StrategyOption, UntilOption
from repaycli.cli.searching import Search, TimeLimitOption, time_limit
from repaycli.cli.session import Session
from repaycli.locale import joined, mark, say_days, tr

EXAMPLES = (
    "repaycli export -o ledger.csv --bom",
    "repaycli export -o ledger.beancount --months 12",
)


def export(
    session: Session,
    stated: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="csv|json|hledger|beancount",
            help=mark(
                "csv for spreadsheets: amounts are plain numbers; in account, from and note a ' stands before what a "
                "spreadsheet would take for a formula. hledger and beancount: double entry, with opening balances, "
                "balance assertions at the end, * for what has happened and ! for the projection. Otherwise by the "
                "ending of FILE."
            ),
            autocompletion=lambda: ["csv", "json", "hledger", "beancount"],
        ),
    ] = None,
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", metavar="FILE", help=mark("The file to write; - is the standard output, as without it.")
        ),
    ] = STDOUT,
    strategy: StrategyOption = None,
    until: UntilOption = None,
    months: MonthsOption = None,
    limit: TimeLimitOption = None,
    bom: Annotated[
        bool,
        typer.Option("--bom", help=mark("csv: begin with a mark without which Excel garbles Chinese names.")),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help=mark("Replace a file even if it is no export made by repaycli."))
    ] = False,
) -> None:
    """Write the ledger in a format of other tools."""
    from repaycli.cli.following import after_projection
    from repaycli.cli.values import horizon, strategy_value
    from repaycli.engine.standing import openings
    from repaycli.present.as_plain import notes_beside
    from repaycli.present.export import exported, is_ours, written_view, written_words
    from repaycli.present.ledger_accounts import ledger_with_accounts
    from repaycli.strategies.compare import project

    form = _format(stated, output, session)
    if bom and form != "csv":
        raise WrongUsage(tr("--bom is for csv only"), tr("Leave it out."))
    out = Written(session, output, _example(form), lambda head: is_ours(form, head), is_json=form == "json")
    loaded = session.load()
    household = loaded.sound
    out.refuse_to_lose(loaded, force)
    today = session.today(household)
    say_days(None)  # one file, whether a person or a program asks for it
    name = strategy_value(strategy, household)
    search = Search(session, time_limit(limit, [name]))
    projection = project(household, today, name, horizon(today, until, months), search=search)
    begins = openings(household)
    view = search.noted(ledger_with_accounts(household, projection, begins, after_projection(household, projection)))
    out.write(exported(form, household, projection, begins, view, bom))
    if form == "csv":  # which has no place for them
        session.environment.complain(notes_beside(view, session.options.quiet))
    if output == STDOUT:
        return
    if session.options.json:
        session.show(written_view(view, form, output))
    elif not session.options.quiet:
        out.tell(written_words(household, projection, output))


def _format(stated: str | None, output: str, session: Session) -> str:
    from repaycli.cli.values import choice_value
    from repaycli.present.export import ENDINGS, FORMATS

    found = choice_value("--format", stated, FORMATS) or ENDINGS.get(PurePath(output).suffix.lower(), "")
    form = found or ("json" if session.options.json and output == STDOUT else "")
    if not form:
        raise WrongUsage(
            tr("in which format? --format is missing"),
            tr("Write one of {names}, for example: {example}", names=joined(FORMATS), example="--format csv"),
        )
    if session.options.json and output == STDOUT and form != "json":
        raise WrongUsage(
            tr("--json and --format {format} both want the standard output", format=form),
            tr("Write the export to a file: {example}", example=f"-o {_example(form)}"),
        )
    return form


def _example(form: str) -> str:
    from repaycli.present.export import ENDINGS

    return "ledger" + next(ending for ending, known in ENDINGS.items() if known == form)
