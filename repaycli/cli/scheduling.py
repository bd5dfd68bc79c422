"""What `schedule` and `doctor` share: the jobs that are there, and the change of one, whatever starts it."""

import os
from collections.abc import Mapping, Sequence

from repaycli.cli.cron import has_cron, read_table, replace_table
from repaycli.cli.environment import Environment
from repaycli.cli.exit_codes import NoHelp, NotWritten, Stop
from repaycli.cli.outside import call
from repaycli.cli.timers import install_units, is_active, new_units, read_units, remove_units, timer_jobs
from repaycli.locale import tr
from repaycli.present.schedule import Change, Planned
from repaycli.reminders.crontab import block_lines, blocks, jobs, with_job, without_job
from repaycli.reminders.jobs import Job, Scheduled, Unfit, as_text


def scheduled(environment: Environment) -> tuple[list[Scheduled], list[str]]:
    """Return all that is scheduled, by cron and by systemd, and what could not be read."""
    found: list[Scheduled] = []
    problems: list[str] = []
    try:
        if has_cron(environment):
            found += [Scheduled("cron", job, _state(job)) for job in jobs(read_table(environment))]
    except (Stop, Unfit) as problem:
        problems.append(problem.message)
    for job in timer_jobs(environment):
        state = _state(job)
        if state != "changed" and not is_active(job.key, environment):
            state = "stopped"
        found.append(Scheduled("systemd", job, state))
    return found, problems


def planned(each: Scheduled) -> Planned:
    """Return what a person is told of a job."""
    job = each.job
    return Planned(job.file, each.by, job.at, each.state, job.notifies, job.within, job.argv)


def _state(job: Job) -> str:
    if not job.file or not job.program:
        return "changed"
    return "waits" if os.path.isfile(job.file) else "no-file"  # noqa: PTH113 - whatever stands there, it raises nothing


def proven_program(environment: Environment) -> tuple[str, ...]:
    """Return the words that start this program from anywhere; raises NoHelp when they do not."""
    program = environment.command()
    if reason := does_not_start(program, environment):
        raise NoHelp(
            tr("{program} does not start by itself: {reason}", program=" ".join(program), reason=reason),
            tr("Install repaycli where it stays (pipx install repaycli), and schedule it from there."),
        )
    return program


def does_not_start(program: tuple[str, ...], environment: Environment) -> str:
    """Start a program as cron would, in a bare environment; return what went wrong, or nothing."""
    bare = {name: environment.env[name] for name in ("HOME", "LOGNAME", "USER") if name in environment.env}
    try:
        done = call([*program, "--version"], environment, env={**bare, "PATH": os.defpath})
    except NoHelp as problem:
        return problem.message
    return done.reason if done.code else ""


def settings_for(kind: str, notifies: bool, environment: Environment) -> tuple[tuple[str, str], ...]:
    """Return the variables without which the reminder would look elsewhere than this run does."""
    env = environment.env
    found: dict[str, str] = {}
    if env.get("TZ"):
        found["TZ"] = env["TZ"]
    if env.get("XDG_STATE_HOME", "").startswith("/"):
        found["XDG_STATE_HOME"] = env["XDG_STATE_HOME"]
    bus = env.get("DBUS_SESSION_BUS_ADDRESS", "")
    if kind == "cron" and notifies and bus.startswith("unix:path="):  # others change with every login
        found["DBUS_SESSION_BUS_ADDRESS"] = bus
    return tuple(found.items())


def change_for(kind: str, job: Job, environment: Environment) -> list[Change]:
    """Return what installing a job would take out and put in."""
    if kind == "cron":
        table = read_table(environment)
        with_job(table, job)  # refuses what it could not change
        return [Change(_crontab(), _block(table, job.key), tuple(block_lines(job)))]
    old, new = read_units(job.key, environment), new_units(job, environment)
    return [Change(str(path), _lines(old.get(path, "")), _lines(text)) for path, text in new.items()]


def make_change(kind: str, job: Job, shown: Sequence[Change], environment: Environment) -> None:
    """Install a job, unless what it replaces is no longer what was shown."""
    _refuse_other(shown, change_for(kind, job, environment))
    if kind == "cron":
        table = read_table(environment)
        replace_table(table, with_job(table, job), environment)
    else:
        install_units(job, environment)


def removals(key: str, environment: Environment) -> dict[str, list[Change]]:
    """Return what removing a file's jobs would take out, by what starts them."""
    found: dict[str, list[Change]] = {}
    if has_cron(environment) and (lines := _block(read_table(environment), key)):
        found["cron"] = [Change(_crontab(), lines)]
    if units := read_units(key, environment):
        found["systemd"] = [Change(str(path), _lines(text)) for path, text in units.items()]
    return found


def remove_all(key: str, shown: Mapping[str, Sequence[Change]], environment: Environment) -> None:
    """Take a file's jobs away, unless they are no longer what was shown."""
    now = removals(key, environment)
    for kind, changes in shown.items():
        _refuse_other(changes, now.get(kind, []))
    if "cron" in shown:
        _take_out(key, environment)
    if "systemd" in shown:
        remove_units(key, environment)


def _take_out(key: str, environment: Environment) -> None:
    table = read_table(environment)
    rest = without_job(table, key)
    try:
        replace_table(table, rest, environment)
    except NoHelp:
        if not rest or rest.endswith(b"\n"):
            raise
        replace_table(table, rest + b"\n", environment)  # most crons refuse a last line without its line feed


def _refuse_other(shown: Sequence[Change], now: Sequence[Change]) -> None:
    if [change.removed for change in shown] != [change.removed for change in now]:
        raise NotWritten(tr("what was scheduled has changed since it was shown; nothing was changed"), tr("Try again."))


def _crontab() -> str:
    return tr("crontab (all else in it stays as it is)")


def _block(table: bytes, key: str) -> tuple[str, ...]:
    lines = table.split(b"\n")
    for block in blocks(table):
        if block.key == key:
            return tuple(map(as_text, lines[block.first : block.last + 1]))
    return ()


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.rstrip("\n").split("\n")) if text else ()
