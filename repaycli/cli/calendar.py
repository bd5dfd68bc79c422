"""`repaycli calendar -o FILE.ics`."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from repaycli.cli.completion import strategies
from repaycli.cli.exit_codes import WrongUsage
from repaycli.cli.output import Written
from repaycli.cli.searching import Search, TimeLimitOption, time_limit
from repaycli.cli.session import Session
from repaycli.locale import mark, say_days, tr, trn

EXAMPLES = (
    "repaycli calendar -o debts.ics",
    "repaycli calendar -o debts.ics --months 6 --alarm 3 --alarm 0",
)
_MONTHS = 12
_MOST_MONTHS = 120
_ALARMS = (3, 1)
_MOST_DAYS = 60
_EXAMPLE = "debts.ics"


def calendar(
    session: Session,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE.ics",
            help=mark(
                "The file to write, for any calendar app; - is the standard output. Import it again when something "
                "changed: each due date is brought up to date and stands there once. An import deletes nothing: what "
                "the plan no longer pays stays in the app, unless the app subscribes to the file instead."
            ),
        ),
    ] = None,
    strategy: Annotated[
        str | None,
        typer.Option(
            "--strategy",
            "-s",
            metavar="NAME",
            help=mark(
                "Whose payments: minimum, full, avalanche, snowball, optimal or custom; otherwise the file's default, else "
                "full."
            ),
            autocompletion=strategies,
        ),
    ] = None,
    months: Annotated[
        int | None, typer.Option("--months", metavar="N", help=mark("Look so many months ahead; otherwise 12."))
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help=mark("The last day, itself included."))
    ] = None,
    limit: TimeLimitOption = None,
    alarm: Annotated[
        list[int] | None,
        typer.Option(
            "--alarm",
            metavar="DAYS",
            help=mark(
                "Ring at 9:00 so many days before, 0 on the day itself; may be repeated. Otherwise 3 days and 1 day."
            ),
        ),
    ] = None,
    no_alarm: Annotated[bool, typer.Option("--no-alarm", help=mark("Events without alarms."))] = False,
    name: Annotated[
        str | None,
        typer.Option(
            "--name",
            metavar="NAME",
            help=mark(
                "Keeps this calendar apart from others in one app, such as another person's; otherwise the name of the "
                "accounts file. Always use the same one."
            ),
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help=mark("Replace a file even if it is no calendar made by repaycli."))
    ] = False,
) -> None:
    """Write what falls due and what the plan pays as events."""
    from repaycli.cli.values import strategy_value
    from repaycli.engine.dues import coming_dues
    from repaycli.present.as_ics import as_ics, is_ours
    from repaycli.present.calendar import Wanted, calendar_events, calendar_view, revision
    from repaycli.strategies.compare import follow

    out = Written(session, output, _EXAMPLE, is_ours)
    if not output:
        raise WrongUsage(tr("-o FILE is missing: where is the calendar to be written?"), out.example("calendar"))
    wanted_alarms = _alarms(alarm, no_alarm)
    loaded = session.load()
    household = loaded.sound
    out.refuse_to_lose(loaded, force)
    today = session.today(household)
    last = _horizon(today, until, months)
    say_days(None)  # one file, whether a person or cron asks for it
    way = strategy_value(strategy, household)
    search = Search(session, time_limit(limit, [way]))
    projection = follow(household, today, way, last, search)
    wanted = Wanted(_name(name, loaded.file), wanted_alarms)
    events = calendar_events(household, coming_dues(household, projection), projection, wanted)
    out.write(as_ics(events, today, revision(household, today)))
    if session.options.json:
        session.show(search.noted(calendar_view(household, projection, events, output)))
    elif not session.options.quiet:
        out.tell(_told(len(events), today, last, out.place))


def _alarms(stated: Sequence[int] | None, none: bool) -> tuple[int, ...]:
    if none:
        if stated:
            raise WrongUsage(tr("--alarm and --no-alarm exclude each other"), tr("Write one of them."))
        return ()
    for days in stated or ():
        if not 0 <= days <= _MOST_DAYS:
            raise WrongUsage(tr("--alarm: {value} is not between 0 and {most} days", value=days, most=_MOST_DAYS))
    return tuple(sorted(set(stated or _ALARMS), reverse=True))


def _horizon(today: date, until: str | None, months: int | None) -> date:
    from repaycli.cli.values import horizon
    from repaycli.core.dates import LATEST, add_months

    last = horizon(today, until, months) or min(add_months(today, _MONTHS), LATEST)
    most = min(add_months(today, _MOST_MONTHS), LATEST)
    if last > most:
        raise WrongUsage(
            tr("{last} is too far ahead for a calendar", last=last),
            tr("It reaches {months} months ahead at most, to {most}.", months=_MOST_MONTHS, most=most),
        )
    return last


def _name(stated: str | None, file: str) -> str:
    """Return what keeps a calendar apart: a name that stays the same when the accounts file moves."""
    from repaycli.cli.files import STDIN_NAME, USUAL_NAME

    return stated or Path(USUAL_NAME if file == STDIN_NAME else file).name.removesuffix(".toml")


def _told(count: int, today: date, last: date, place: str) -> str:
    if not count:
        return tr(
            "Nothing is due from {today} to {until}: a calendar without events written to {file}.",
            today=today,
            until=last,
            file=place,
        )
    return trn(
        "{count} event from {today} to {until} written to {file}.",
        "{count} events from {today} to {until} written to {file}.",
        count,
        today=today,
        until=last,
        file=place,
    )
