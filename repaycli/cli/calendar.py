"""`repaycli calendar -o FILE.ics`."""

import os
import stat
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from repaycli.cli.completion import strategies
from repaycli.cli.exit_codes import FileProblems, NotWritten, WrongUsage
from repaycli.cli.searching import Search, TimeLimitOption, time_limit
from repaycli.cli.session import Session
from repaycli.locale import mark, tr, trn

if TYPE_CHECKING:
    from repaycli.cli.session import Loaded

STDOUT = "-"
_MONTHS = 12
_MOST_MONTHS = 120
_ALARMS = (3, 1)
_MOST_DAYS = 60
_HEAD = 4096


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
    from repaycli.present.as_ics import as_ics
    from repaycli.present.calendar import Wanted, calendar_events, calendar_view, revision
    from repaycli.strategies.compare import follow

    file = _file(output, session)
    wanted_alarms = _alarms(alarm, no_alarm)
    loaded = session.load()
    household = loaded.household
    if household is None:
        raise FileProblems(loaded.problems, loaded.file)
    if file != STDOUT:
        _refuse_to_lose(file, loaded, session, force)
    today = session.today(household)
    last = _horizon(today, until, months)
    way = strategy_value(strategy, household)
    search = Search(session, time_limit(limit, [way]))
    projection = follow(household, today, way, last, search)
    wanted = Wanted(_name(name, loaded.file), wanted_alarms)
    events = calendar_events(household, coming_dues(household, projection), projection, wanted)
    _write(file, as_ics(events, today, revision(household, today)), session)
    if session.options.json:
        session.show(search.noted(calendar_view(household, projection, events, file)))
    elif not session.options.quiet:
        _tell(len(events), today, last, file, session)


def _file(output: str | None, session: Session) -> str:
    if not output:
        program = session.environment.program
        raise WrongUsage(
            tr("-o FILE is missing: where is the calendar to be written?"),
            tr("Write, for example: {command}", command=f"{program} calendar -o debts.ics"),
        )
    if output == STDOUT and session.options.json:
        raise WrongUsage(
            tr("-o - and --json both want the standard output"), tr("Write the calendar to a file: -o FILE.ics")
        )
    return output


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


def _refuse_to_lose(file: str, loaded: "Loaded", session: Session, force: bool) -> None:
    """Refuse to write over the accounts file or its journal, ever, and over what is not ours unless it is forced."""
    from repaycli.cli.files import STDIN_NAME, journal_beside
    from repaycli.present.as_ics import is_ours

    environment = session.environment
    target = environment.folder / file
    own = [] if loaded.file == STDIN_NAME else [environment.folder / loaded.file]
    if any(_is_same(target, each) for path in own for each in (path, journal_beside(path))) or _is_stdin(
        target, session
    ):
        raise NotWritten(
            tr("{file} is what you write down yourself, or its journal; it is never written over", file=file),
            tr("Name another file: -o debts.ics"),
        )
    try:
        if not stat.S_ISREG(target.stat().st_mode) or force:  # what is no file is refused where it is written
            return
        with target.open("rb") as stream:
            head = stream.read(_HEAD)
    except FileNotFoundError:
        return
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise NotWritten(
            tr("{file} could not be written: {reason}; nothing was changed", file=file, reason=reason)
        ) from problem
    if head and not is_ours(head):
        raise NotWritten(
            tr("{file} is there already and was not made by repaycli; nothing was written", file=file),
            tr("Name another file, or write --force to replace it."),
        )


def _is_same(one: Path, other: Path) -> bool:
    """Tell whether two paths lead to one file, by whatever links, or would."""
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return os.path.realpath(one) == os.path.realpath(other)


def _is_stdin(target: Path, session: Session) -> bool:
    """Tell whether a file is the one that the accounts are read from through the standard input."""
    try:
        if session.environment.stdin is None:
            return False
        found = os.fstat(session.environment.stdin.fileno())
        return stat.S_ISREG(found.st_mode) and os.path.samestat(found, target.stat())
    except (OSError, ValueError):
        return False


def _write(file: str, content: bytes, session: Session) -> None:
    from repaycli.cli.disk import replace

    environment = session.environment
    if file == STDOUT:
        environment.write_bytes(content)
    else:
        replace(environment.folder / file, file, content)


def _tell(count: int, today: date, last: date, file: str, session: Session) -> None:
    from repaycli.present.width import clean, wrap

    environment = session.environment
    place = tr("the standard output") if file == STDOUT else file
    if count:
        said = trn(
            "{count} event from {today} to {until} written to {file}.",
            "{count} events from {today} to {until} written to {file}.",
            count,
            today=today,
            until=last,
            file=place,
        )
    else:
        said = tr(
            "Nothing is due from {today} to {until}: a calendar without events written to {file}.",
            today=today,
            until=last,
            file=place,
        )
    lines = wrap(clean(said), environment.width) if environment.errors_on_terminal else [clean(said)]
    environment.complain("\n".join(lines) + "\n")
