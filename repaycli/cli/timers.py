"""systemd user timers: two files of our own for each accounts file, made known to systemd, and taken away again."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from repaycli.cli import disk
from repaycli.cli.environment import Environment
from repaycli.cli.exit_codes import NoHelp, NotWritten
from repaycli.cli.outside import call, find
from repaycli.cli.reasons import reason
from repaycli.locale import tr
from repaycli.reminders.jobs import KEY_LENGTH, Job
from repaycli.reminders.systemd import PREFIX, is_ours, read_job, service_text, timer_text, unit_name

_MANY = 1 << 16


def has_timers(environment: Environment) -> bool:
    """Tell whether the user's own systemd is running and can be reached."""
    try:
        return find("systemctl", environment) is not None and _systemctl(environment, "show-environment") == ""
    except NoHelp:
        return False


def unit_folder(environment: Environment) -> Path | None:
    """Return the folder of the user's own units; None without a home folder."""
    for name, below in (("XDG_CONFIG_HOME", "systemd/user"), ("HOME", ".config/systemd/user")):
        folder = environment.env.get(name, "")
        if folder.startswith("/"):
            return Path(folder) / below
    return None


def read_units(key: str, environment: Environment) -> dict[Path, str]:
    """Return the text of a file's service and timer, as far as they are there.

    Raises NotWritten when a file of that name is there that was not made by this program.
    """
    folder = unit_folder(environment)
    if folder is None:
        return {}
    found: dict[Path, str] = {}
    for path in _paths(folder, key):
        try:
            if path.exists() and not path.is_file():
                raise NotWritten(tr("{file} is no plain file; nothing was written", file=str(path)))
            with path.open(encoding="utf-8", errors="replace", newline="") as stream:
                text = stream.read(_MANY)
        except FileNotFoundError:
            continue
        except OSError as problem:
            raise NotWritten(tr("{file} cannot be read: {reason}", file=str(path), reason=reason(problem))) from problem
        if not is_ours(text):
            raise NotWritten(
                tr("{file} was not made by repaycli; it is left alone", file=str(path)),
                tr("Move it away, or use cron."),
            )
        found[path] = text
    return found


def timer_jobs(environment: Environment) -> list[Job]:
    """Read the jobs of all our timers, those of foreign files left out."""
    folder = unit_folder(environment)
    found: list[Job] = []
    for path in sorted(folder.glob(f"{PREFIX}*.timer")) if folder else []:
        key = path.stem.removeprefix(PREFIX)
        if len(key) != KEY_LENGTH:
            continue
        with suppress(NotWritten):
            texts = read_units(key, environment)
            service, timer = _paths(path.parent, key)
            found.append(read_job(key, texts.get(service, ""), texts.get(timer, "")))
    return found


def is_active(key: str, environment: Environment) -> bool:
    """Tell whether systemd waits for the next time of a timer."""
    try:
        return _systemctl(environment, "is-active", f"{unit_name(key)}.timer") == ""
    except NoHelp:
        return False


def new_units(job: Job, environment: Environment) -> dict[Path, str]:
    """Return the two files that a job needs; raises NoHelp when there is no place for them."""
    folder = unit_folder(environment)
    if folder is None:
        raise NoHelp(tr("there is no home folder for systemd's files: HOME is not set"))
    service, timer = _paths(folder, job.key)
    return {service: service_text(job), timer: timer_text(job)}


def install_units(job: Job, environment: Environment) -> None:
    """Write a job's files and start its timer; what was there comes back when systemd refuses."""
    old, new = read_units(job.key, environment), new_units(job, environment)
    timer = f"{unit_name(job.key)}.timer"
    try:
        for path, text in new.items():
            disk.make_folder(path.parent)
            disk.replace(path, str(path), text.encode())
        # enable --now leaves a timer as it is that runs already
        for words in (["daemon-reload"], ["enable", timer], ["restart", timer]):
            _must(environment, *words)
    except (NoHelp, NotWritten):
        _bring_back(old, new, timer, environment)
        raise


def remove_units(key: str, environment: Environment) -> None:
    """Stop a timer and take its two files away."""
    found = read_units(key, environment)
    if any(path.suffix == ".timer" for path in found):
        _must(environment, "disable", "--now", f"{unit_name(key)}.timer")
    for path in found:
        try:
            path.unlink(missing_ok=True)
        except OSError as problem:
            raise NotWritten(
                tr("{file} could not be taken away: {reason}", file=str(path), reason=reason(problem))
            ) from problem
    _must(environment, "daemon-reload")


def _bring_back(old: Mapping[Path, str], new: Mapping[Path, str], timer: str, environment: Environment) -> None:
    with suppress(NoHelp):
        if not old:
            _systemctl(environment, "disable", "--now", timer)
    for path in new:
        with suppress(OSError, NotWritten):
            if path in old:
                disk.replace(path, str(path), old[path].encode())
            else:
                path.unlink(missing_ok=True)
    with suppress(NoHelp):
        _systemctl(environment, "daemon-reload")


def _paths(folder: Path, key: str) -> tuple[Path, Path]:
    return folder / f"{unit_name(key)}.service", folder / f"{unit_name(key)}.timer"


def _must(environment: Environment, *words: str) -> None:
    refused = _systemctl(environment, *words)
    if refused:
        raise NoHelp(tr("systemd refused `{command}`: {reason}", command=" ".join(words), reason=refused))


def _systemctl(environment: Environment, *words: str) -> str:
    """Speak to the user's own systemd; return what it found wrong, nothing when all is well."""
    program = find("systemctl", environment)
    if program is None:
        raise NoHelp(tr("systemd is not installed: there is no program systemctl"), tr("Use cron: --with cron"))
    done = call([program, "--user", *words], environment)
    return done.reason if done.code else ""
