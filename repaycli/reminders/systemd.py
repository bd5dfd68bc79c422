"""The text of a systemd user timer and its service, and how they are read again.

Every word is quoted as systemd.syntax(7), systemd.service(5) (Command lines) and systemd.exec(5) (Environment=) say.
"""

import re
from datetime import date, time

from repaycli.locale import tr
from repaycli.reminders.jobs import Job, Unfit, refuse_controls

PREFIX = "repaycli-remind-"

_MARKER = "# Made by repaycli schedule. To take it away: repaycli schedule remove"
_SINCE = re.compile(r"^# since (\d{4}-\d\d-\d\d)$", re.MULTILINE)
_CALENDAR = re.compile(r"^OnCalendar=\*-\*-\* (\d\d):(\d\d):00$", re.MULTILINE)
_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"')
_NOT_IN_PROGRAM = "'\"\\$%"
"""The program's own path is not unquoted as its arguments are, in one version or another of systemd."""


def unit_name(key: str) -> str:
    """Return the name of a file's timer and service, without the ending."""
    return PREFIX + key


def is_ours(text: str) -> bool:
    """Tell whether a unit file was made by this program."""
    return text.startswith(_MARKER + "\n")


def quote_word(word: str) -> str:
    r"""Quote a word of ExecStart=: systemd expands variables and specifiers inside quotes, too.

    >>> quote_word('50% "off" for $5')
    '"50%% \\"off\\" for $$5"'
    """
    return quote_setting(word).replace("$", "$$")


def quote_setting(word: str) -> str:
    """Quote an assignment of Environment=, where a dollar is only a dollar."""
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%") + '"'


def service_text(job: Job) -> str:
    """Return the service that runs a job once; raises Unfit when systemd could not run it."""
    settings = [f"{name}={value}" for name, value in job.settings]
    refuse_controls([*settings, *job.argv])
    for word in (*settings, *job.argv):
        if not _is_unicode(word):
            raise Unfit(
                tr("{value} is not UTF-8, and systemd reads nothing else", value=repr(word)),
                tr("Use cron: --with cron"),
            )
    if any(char in _NOT_IN_PROGRAM for char in job.argv[0]):
        raise Unfit(
            tr("systemd cannot start a program of this name: {path}", path=job.argv[0]), tr("Use cron: --with cron")
        )
    return "\n".join(
        [
            _MARKER,
            *([f"# since {job.since}"] if job.since else []),
            "[Unit]",
            "Description=repaycli remind",
            "",
            "[Service]",
            "Type=oneshot",
            *(f"Environment={quote_setting(setting)}" for setting in settings),
            "ExecStart=" + " ".join(map(quote_word, job.argv)),
            "",
        ]
    )


def timer_text(job: Job) -> str:
    """Return the timer that starts the service every day; what was missed while the machine was off is made up for."""
    return "\n".join(
        [
            _MARKER,
            "[Unit]",
            "Description=repaycli remind, every day",
            "",
            "[Timer]",
            f"OnCalendar=*-*-* {job.at:%H:%M}:00",
            "Persistent=true",
            "",
            "[Install]",
            "WantedBy=timers.target",
            "",
        ]
    )


def read_job(key: str, service: str, timer: str) -> Job:
    """Read a job from its two files; what is not there any more is missing in the job, too."""
    calendar, since = _CALENDAR.search(timer), _SINCE.search(service)
    at = _time(calendar[1], calendar[2]) if calendar else time(0)
    argv: tuple[str, ...] = ()
    settings: list[tuple[str, str]] = []
    for line in service.split("\n"):  # splitlines would split at more than that
        name, _, value = line.partition("=")
        words = [_unquoted(word, name == "ExecStart") for word in _WORD.findall(value)]
        if name == "ExecStart" and calendar:
            argv = tuple(words)
        elif name == "Environment":
            settings += [(word.partition("=")[0], word.partition("=")[2]) for word in words]
    return Job(key, at, argv, tuple(settings), _date(since[1]) if since else None)


def _unquoted(word: str, expands: bool) -> str:
    plain = re.sub(r"\\(.)", r"\1", word).replace("%%", "%")
    return plain.replace("$$", "$") if expands else plain


def _time(hour: str, minute: str) -> time:
    return time(int(hour) % 24, int(minute) % 60)


def _date(stated: str) -> date | None:
    try:
        return date.fromisoformat(stated)
    except ValueError:
        return None


def _is_unicode(word: str) -> bool:
    try:
        word.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
