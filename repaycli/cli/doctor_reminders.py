"""Doctor: is a reminder scheduled, did it run when it should have, and does what it says reach anybody?"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from repaycli.cli.exit_codes import ExitCode, Stop
from repaycli.cli.files import accounts_path, file_key
from repaycli.cli.outside import notifier, sends_mail
from repaycli.cli.reasons import reason
from repaycli.cli.scheduling import does_not_start, scheduled
from repaycli.cli.session import Session
from repaycli.core.nouns import NamedTuple
from repaycli.locale import sentences, tr, trn
from repaycli.present.doctor import Finding
from repaycli.present.schedule import next_run, when_words
from repaycli.reminders.jobs import Scheduled
from repaycli.reminders.notifier import with_session

_GRACE = timedelta(hours=1)
_LARGEST = 4 << 20


class Seen(NamedTuple):
    """What several checks look at: the accounts file's path, its jobs, what of them could not be read, the last run."""

    path: Path | None = None
    jobs: tuple[Scheduled, ...] = ()
    unread: tuple[str, ...] = ()
    last_run: date | None = None
    state_problem: str = ""
    as_of: date | None = None


def look(session: Session) -> Seen:
    """Gather what the checks look at; what fails here is told by them."""
    environment = session.environment
    try:
        path = accounts_path(session.options.file, environment)
        key = file_key(path) if path else ""
    except (Stop, OSError, ValueError):
        path, key = None, ""
    found, unread = scheduled(environment)
    last_run, problem = _last_run(session, path) if path and key else (None, "")
    jobs = tuple(each for each in found if key and each.job.key == key)
    return Seen(path, jobs, tuple(unread), last_run, problem, _as_of(session))


def _as_of(session: Session) -> date | None:
    """Return the day of the file's balances, where that can be read."""
    try:
        household = session.load().household
    except Stop:
        return None
    return household.as_of if household else None


def _last_run(session: Session, path: Path) -> tuple[date | None, str]:
    """Return the day of the last reminder, and what is wrong with the file that keeps it."""
    from repaycli.reminders.said import NotOursError, read_memory, state_name

    folder = session.environment.state_folder()
    if folder is None:
        return None, ""
    kept = folder / state_name(path.resolve())
    try:
        if kept.exists() and not kept.is_file():
            return None, tr("{file} is no plain file", file=str(kept))
        with kept.open("rb") as stream:
            return read_memory(stream.read(_LARGEST)).last_run, ""
    except FileNotFoundError:
        return None, ""
    except NotOursError:
        return None, tr("{file} holds something else than what a reminder keeps", file=str(kept))
    except OSError as problem:
        return None, tr("{file} cannot be read: {reason}", file=str(kept), reason=reason(problem))


def check_schedule(session: Session, seen: Seen) -> Iterator[Finding]:
    """Look whether the reminder is scheduled, and whether what it starts and reads is still there."""
    environment = session.environment
    for said in seen.unread:
        yield Finding("schedule", "problem", said)
    if not seen.jobs:
        if not seen.unread:
            yield Finding("schedule", "warning", tr("no reminder is scheduled"), "repaycli schedule install")
        return
    for each in seen.jobs:
        again = tr("repaycli schedule install sets it up again")
        if each.state == "changed":
            yield Finding("schedule", "problem", tr("its lines were changed by hand and are not understood"), again)
        elif each.state == "no-file":
            said = tr("it reads {file}, and that is gone", file=each.job.file)
            yield Finding("schedule", "problem", said, "repaycli schedule remove", ExitCode.NO_FILE)
        elif each.state == "stopped":
            yield Finding("schedule", "problem", tr("the timer is stopped, or systemd cannot be asked"), again)
        elif reason := does_not_start(each.job.program, environment):
            program = " ".join(each.job.program)
            said = tr("{program} does not start by itself: {reason}", program=program, reason=reason)
            yield Finding("schedule", "problem", said, again)
        else:
            following = next_run(each.job.at, environment.today(), environment.clock())
            yield Finding("schedule", "ok", when_words(each.job.at, each.by, following))


def check_last_run(session: Session, seen: Seen) -> Iterator[Finding]:
    """Compare the day of the last run with the days on which it should have run."""
    if seen.state_problem:
        yield Finding("last-run", "problem", seen.state_problem, tr("Take it away: the next reminder makes it anew."))
        return
    said = tr("on {day}", day=seen.last_run) if seen.last_run else tr("never")
    jobs = [each for each in seen.jobs if each.state in ("waits", "stopped")]
    if not jobs:
        yield Finding("last-run", "ok", said)
        return
    job = min((each.job for each in jobs), key=lambda job: job.at)
    environment = session.environment
    now = datetime.combine(environment.today(), environment.clock())
    expected = (now - _GRACE - timedelta(hours=job.at.hour, minutes=job.at.minute)).date()
    before = max(filter(None, (seen.last_run, job.since)), default=None)
    missed = (expected - before).days if before else 0
    if missed > 0:
        said = trn(
            "{when}; it should have run on {expected}, {count} day was missed",
            "{when}; it should have run on {expected}, {count} days were missed",
            missed,
            when=said,
            expected=expected,
        )
        yield Finding("last-run", "problem", said, _why_not(jobs[0].by, job.at.strftime("%H:%M")))
    else:
        yield Finding("last-run", "ok", said)


def _why_not(by: str, at: str) -> str:
    if by == "systemd":
        return tr(
            "A timer runs only while you are logged in. What it says: journalctl --user; loginctl enable-linger lets it run always."
        )
    return tr(
        "Is cron running (systemctl status cron)? Was the machine off at {at}? A timer makes up for that: "
        "repaycli schedule remove, then repaycli schedule install --with systemd",
        at=at,
    )


def check_delivery(session: Session, seen: Seen) -> Iterator[Finding]:
    """Look whether what a reminder says reaches the user."""
    environment = session.environment
    program = notifier(environment)
    jobs = [each for each in seen.jobs if each.job.argv]
    notifying = [each for each in jobs if each.job.notifies]
    install = tr("Install a notifier (Debian, Ubuntu: sudo apt install libnotify-bin).")
    notify = sentences(("" if program else install, tr("repaycli schedule install --notify")))
    if notifying and program is None:
        said = tr("the schedule sends notifications, and no program for them is installed (notify-send)")
        yield Finding("delivery", "problem", said, install)
    elif any(each.by == "cron" and _lacks_bus(session, each) for each in notifying):
        said = tr("{program} is there, but cron does not know this desktop's DBUS_SESSION_BUS_ADDRESS", program=program)
        yield Finding("delivery", "warning", said, tr("repaycli schedule install on the desktop, or --with systemd."))
    elif notifying:
        yield Finding("delivery", "ok", tr("desktop notifications by {program}", program=program))
    elif any(each.by == "cron" for each in jobs):
        if sends_mail(environment):
            yield Finding("delivery", "ok", tr("mail from cron"))
        else:
            said = tr("cron sends mail, and no program for that is installed: nobody sees what it says")
            yield Finding("delivery", "problem", said, notify)
    elif jobs:
        said = tr("what it says goes to systemd's journal alone; nobody sees it unless they look")
        yield Finding("delivery", "warning", said, notify)
    elif program:
        yield Finding("delivery", "ok", tr("{program} can show notifications", program=program))
    else:
        said = tr("no program for desktop notifications is installed (notify-send)")
        yield Finding("delivery", "warning", said, install)


def _lacks_bus(session: Session, each: Scheduled) -> bool:
    """Tell whether cron's bare environment would leave the notifier without its desktop."""
    found = with_session(dict(each.job.settings))
    return (notifier(session.environment) or "").endswith("notify-send") and "DBUS_SESSION_BUS_ADDRESS" not in found
