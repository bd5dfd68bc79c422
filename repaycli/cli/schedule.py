"""`repaycli schedule install`, `show`, `remove`: the daily reminder in cron or a systemd timer."""

from datetime import time
from typing import TYPE_CHECKING, Annotated

import typer

from repaycli.cli.environment import Environment
from repaycli.cli.exit_codes import NoHelp, NotWritten, WrongUsage
from repaycli.cli.session import Session
from repaycli.cli.values import did_you_mean, quoted
from repaycli.core.nouns import NamedTuple
from repaycli.locale import joined, mark, tr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from repaycli.present.model import Note
    from repaycli.present.schedule import Change
    from repaycli.reminders.jobs import Job

EXAMPLES = (
    "repaycli schedule install --at 08:30 --dry-run",
    "repaycli schedule install --at 08:30",
    "repaycli schedule show",
)
ACTIONS = ("install", "show", "remove")
_MOST_DAYS = 366


class Wish(NamedTuple):
    """What was asked for, as it was written."""

    at: str | None = None
    within: str | None = None
    notify: bool | None = None
    by: str | None = None
    dry_run: bool = False
    yes: bool = False


def _actions() -> list[str]:
    return list(ACTIONS)


def _kinds() -> list[str]:
    return ["cron", "systemd"]


Action = Annotated[
    str,
    typer.Argument(
        metavar="install|show|remove",
        help=mark("Set the daily reminder up, show what is set up, or take it away."),
        autocompletion=_actions,
    ),
]
At = Annotated[
    str | None, typer.Option("--at", metavar="HH:MM", help=mark("install: the time of day; otherwise 09:00."))
]
Within = Annotated[
    str | None, typer.Option("--within", metavar="N", help=mark("install: remind of what is due within N days."))
]
Notify = Annotated[
    bool | None,
    typer.Option(
        "--notify/--no-notify",
        help=mark("install: send desktop notifications, or do not; otherwise where a program for them is installed."),
    ),
]
With = Annotated[
    str | None,
    typer.Option(
        "--with",
        metavar="cron|systemd",
        help=mark("install: what starts the reminder; otherwise cron where it is installed, else a systemd timer."),
        autocompletion=_kinds,
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help=mark("Show the change and make none."))]
Yes = Annotated[bool, typer.Option("--yes", "-y", help=mark("Make the change without asking."))]


def schedule(
    session: Session,
    action: Action,
    at: At = None,
    within: Within = None,
    notify: Notify = None,
    by: With = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Set the daily reminder up, show it, or take it away."""
    from repaycli.reminders.jobs import Unfit

    if action not in ACTIONS:
        raise WrongUsage(
            tr("schedule: {value} is not known", value=quoted(action)) + did_you_mean(action, ACTIONS),
            tr("Write one of: {names}", names=joined(ACTIONS)),
        )
    for_install = {"--at": at, "--within": within, "--notify": notify, "--with": by}
    for_change = {"--dry-run": dry_run or None, "--yes": yes or None}
    strange = {"install": {}, "remove": for_install, "show": {**for_install, **for_change}}[action]
    if stated := [name for name, value in strange.items() if value is not None]:
        raise WrongUsage(tr("schedule {action} takes no {names}", action=action, names=joined(stated)))
    wish = Wish(at, within, notify, by, dry_run, yes)
    try:
        match action:
            case "install":
                _install(session, wish)
            case "remove":
                _remove(session, wish)
            case _:
                _show(session)
    except Unfit as problem:
        raise NotWritten(problem.message, problem.advice) from None


def _install(session: Session, wish: Wish) -> None:
    from repaycli.cli.scheduling import change_for, make_change
    from repaycli.present.schedule import changed_view, next_run, when_words

    environment = session.environment
    kind, job, old = _job(session, wish)
    head = {**_head(session, "install", job.file), "by": kind}
    following = next_run(job.at, environment.today(), environment.clock())
    said = [when_words(job.at, kind, following), _delivery(job, kind, environment)]
    if old is not None and old == job._replace(since=old.since) and _is_alive(kind, job.key, environment):
        session.show(changed_view({**head, "changed": False}, (), [tr("It is so already."), *said]))
        return
    changes = change_for(kind, job, environment)
    if not _agreed(session, changes, wish, head):
        return
    make_change(kind, job, changes, environment)
    head = {**head, "changed": True, "next_run": f"{following:%Y-%m-%dT%H:%M}"}
    said = [tr("The reminder is set up."), *said, tr("Whether it really runs: repaycli doctor")]
    session.show(changed_view(head, changes, said, _notes(kind)))


def _job(session: Session, wish: Wish) -> "tuple[str, Job, Job | None]":
    """Return what starts the reminder, the job that is wanted, and the one that is there already."""
    from repaycli.cli.outside import notifier
    from repaycli.cli.scheduling import proven_program, scheduled, settings_for
    from repaycli.locale import language
    from repaycli.reminders.jobs import Job, remind_argv

    environment = session.environment
    time_of_day, days = _time(wish.at), _days(wish.within)
    path, key = _file(session)
    session.household()  # a reminder that cannot run is worse than none
    notifies = notifier(environment) is not None if wish.notify is None else wish.notify
    argv = remind_argv(proven_program(environment), str(path), days, notifies, language())
    kind = _kind(wish.by, argv, time_of_day, environment)
    found = {each.by: each.job for each in scheduled(environment)[0] if each.job.key == key}
    if found and kind not in found:
        raise WrongUsage(
            tr("a reminder for {file} is scheduled with {other} already", file=str(path), other=joined(found)),
            tr("Take it away first: repaycli schedule remove"),
        )
    job = Job(key, time_of_day, argv, settings_for(kind, notifies, environment), environment.today())
    return kind, job, found.get(kind)


def _remove(session: Session, wish: Wish) -> None:
    from repaycli.cli.scheduling import removals, remove_all
    from repaycli.present.schedule import changed_view

    path, key = _file(session)
    found = removals(key, session.environment)
    changes = [change for each in found.values() for change in each]
    head = _head(session, "remove", str(path))
    if not changes:
        said = tr("No reminder is scheduled for {file}; nothing was changed.", file=str(path))
        session.show(changed_view({**head, "changed": False}, (), [said]))
        return
    if not _agreed(session, changes, wish, head):
        return
    remove_all(key, found, session.environment)
    said = tr("The reminder for {file} is taken away.", file=str(path))
    session.show(changed_view({**head, "changed": True}, changes, [said]))


def _show(session: Session) -> None:
    from repaycli.cli.exit_codes import NoFile
    from repaycli.cli.scheduling import planned, scheduled
    from repaycli.present.model import Note
    from repaycli.present.schedule import schedules_view

    environment = session.environment
    try:
        path: Path | None = _file(session)[0]
    except NoFile:
        path = None
    found, problems = scheduled(environment)
    notes = [Note("not-read", "", said) for said in problems]
    session.show(
        schedules_view(
            list(map(planned, found)), str(path) if path else None, environment.today(), environment.clock(), notes
        )
    )


def _file(session: Session) -> "tuple[Path, str]":
    """Return the accounts file's absolute path and its key."""
    from repaycli.cli.files import accounts_path, file_key

    path = accounts_path(session.options.file, session.environment)
    if path is None:
        raise WrongUsage(
            tr("schedule needs a file at a place of its own, not the standard input"), tr("Name one with -f FILE.")
        )
    try:
        return path, file_key(path)
    except (OSError, ValueError) as problem:
        raise WrongUsage(tr("{file} cannot be read: {reason}", file=str(path), reason=str(problem))) from None


def _time(stated: str | None) -> time:
    import re

    found = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", stated or "09:00")
    if found is None:
        raise WrongUsage(
            tr("{option}: {value} is not a time of day", option="--at", value=quoted(stated or "")),
            tr("Write hours and minutes: {example}", example="09:00"),
        )
    return time(int(found[1]), int(found[2]))


def _days(stated: str | None) -> int | None:
    if stated is None:
        return None
    if not (stated.isascii() and stated.isdigit() and int(stated[:4]) <= _MOST_DAYS):
        raise WrongUsage(
            tr("--within: {value} is not a number of days from 0 to {most}", value=quoted(stated), most=_MOST_DAYS)
        )
    return int(stated)


def _kind(stated: str | None, argv: tuple[str, ...], at: time, environment: Environment) -> str:
    """Return what is to start the reminder: what was asked for, else cron, else systemd."""
    from repaycli.cli.cron import has_cron
    from repaycli.cli.timers import has_timers
    from repaycli.reminders.crontab import cron_line
    from repaycli.reminders.jobs import Job

    if stated not in (None, *_kinds()):
        raise WrongUsage(tr("--with: {value} is neither cron nor systemd", value=quoted(stated)))
    if stated is not None:
        return stated
    if has_cron(environment):
        return "cron"
    if has_timers(environment):
        return "systemd"
    raise NoHelp(
        tr("neither cron nor a systemd of your own is there to start the reminder"),
        tr(
            "Install cron (Debian, Ubuntu: sudo apt install cron) and try again, or add this line by hand to what "
            "starts programs on this machine: {line}",
            line=cron_line(Job("", at, argv)),
        ),
    )


def _is_alive(kind: str, key: str, environment: Environment) -> bool:
    from repaycli.cli.timers import is_active

    return kind == "cron" or is_active(key, environment)


def _agreed(session: Session, changes: "Sequence[Change]", wish: Wish, head: "Mapping[str, object]") -> bool:
    """Show a change and ask for it; tell whether it is to be made. What is not made is said here."""
    from repaycli.present.schedule import change_text, changed_view

    environment = session.environment
    text = change_text(changes)
    if wish.dry_run and session.options.json:
        session.show(changed_view({**head, "changed": False, "dry_run": True}, changes, ()))
        return False
    if wish.dry_run:
        environment.write(text)
        return False
    if not (wish.yes and session.options.quiet):
        environment.complain(text)
    if wish.yes:
        return True
    if not environment.can_ask:
        raise WrongUsage(
            tr("schedule asks before it changes anything, and there is nobody to ask"),
            tr("Write --yes to make the change, --dry-run to see it only."),
        )
    if environment.ask(tr("Make this change?")):
        return True
    session.show(changed_view({**head, "changed": False}, (), [tr("Nothing was changed.")]))
    return False


def _head(session: Session, action: str, file: str) -> dict[str, object]:
    return {"as_of": session.environment.today(), "action": action, "file": file}


def _delivery(job: "Job", kind: str, environment: Environment) -> str:
    """Say how what the reminder says will reach the user, or that it will not."""
    from repaycli.cli.outside import notifier, sends_mail
    from repaycli.reminders.systemd import unit_name

    if job.notifies and notifier(environment) is None:
        return tr("It sends desktop notifications; no program for them is installed yet (notify-send).")
    if job.notifies:
        return tr("It sends desktop notifications.")
    if kind == "systemd":
        return tr("What it says is in: {command}", command=f"journalctl --user -u {unit_name(job.key)}")
    if sends_mail(environment):
        return tr("What it says comes as mail from cron.")
    return tr("What it says would come as mail from cron, but no program that sends mail is installed: nobody sees it.")


def _notes(kind: str) -> "list[Note]":
    """Say what may keep a reminder from being made."""
    from repaycli.present.model import Note

    if kind == "systemd":
        said = tr("A timer runs while you are logged in, and makes up for what it missed.")
    else:
        said = tr("When the machine is off at that time, cron leaves the day out; the next run catches up.")
    return [Note("machine-off", "", said)]
