"""Doctor: the program itself, the clock, the language and the terminal."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from repaycli.cli.session import Session
from repaycli.locale import language, tr
from repaycli.present.doctor import Finding
from repaycli.present.width import cells

if TYPE_CHECKING:
    from repaycli.cli.doctor_reminders import Seen

_WIDE = "花"
_OLD = 366
_FAR = 3660
_NARROWEST = 40


def check_program(session: Session) -> Iterator[Finding]:
    """Name the versions that a report of a bug should hold."""
    from importlib.metadata import PackageNotFoundError, version

    from repaycli import __version__

    found = [f"repaycli {__version__}", "Python " + ".".join(map(str, sys.version_info[:3]))]
    for name in ("typer", "rich"):
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            said = tr("{name} is not installed as a package", name=name)
            yield Finding("program", "problem", said, tr("Install repaycli again."))
            return
    yield Finding("program", "ok", ", ".join(found) + "; " + " ".join(session.environment.command()))


def check_clock(session: Session, seen: "Seen") -> Iterator[Finding]:
    """Compare today with what is known of the past."""
    environment = session.environment
    today = environment.today()
    now = f"{today} {environment.clock():%H:%M}, {environment.zone()}"
    help_ = tr("Set the clock: timedatectl")
    as_of = seen.as_of
    if seen.last_run is not None and today < seen.last_run:
        said = tr("{now}: before the last run, {day}; it was set back", now=now, day=seen.last_run)
        yield Finding("clock", "problem", said, help_)
    elif as_of is not None and today < as_of:
        said = tr("{now}: before the file's as_of, {as_of}", now=now, as_of=as_of)
        yield Finding("clock", "problem", said, help_)
    elif as_of is not None and (today - as_of).days > _FAR:
        said = tr("{now}: more than ten years after the file's as_of, {as_of}", now=now, as_of=as_of)
        yield Finding("clock", "problem", said, help_)
    elif as_of is not None and (today - as_of).days > _OLD:
        said = tr("{now}: the file's balances are more than a year old, of {as_of}", now=now, as_of=as_of)
        yield Finding("clock", "warning", said, tr("If the clock is right, write today's balances into the file."))
    else:
        yield Finding("clock", "ok", now)


def check_language(session: Session) -> Iterator[Finding]:
    """Look whether Chinese can be shown: by the encoding, and by the catalogue."""
    from repaycli import locale

    encoding = getattr(session.environment.stdout, "encoding", None) or "utf-8"
    env = session.environment.env
    stated = next((f"{name}={env[name]}" for name in ("LC_ALL", "LC_MESSAGES", "LANG") if env.get(name)), "LANG=")
    catalogue = Path(locale.__file__).parent / "zh" / "LC_MESSAGES" / "repaycli.mo"
    found = f"{language()}; {stated}; {encoding}"
    try:
        _WIDE.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        said = tr("{found}: cannot show Chinese", found=found)
        yield Finding("language", "warning", said, tr("Use a UTF-8 locale: export LANG=C.UTF-8"))
        return
    if not catalogue.exists():
        said = tr("{found}: the Chinese texts are missing", found=found)
        yield Finding("language", "warning", said, tr("Install repaycli again."))
        return
    yield Finding("language", "ok", found)


def check_terminal(session: Session, measures: bool) -> Iterator[Finding]:
    """Say how wide the terminal is, and how wide a Chinese character; measured where asked for."""
    environment = session.environment
    if not environment.is_terminal:
        yield Finding("terminal", "ok", tr("none: the answer goes to a pipe or a file"))
        return
    width = tr("{width} columns", width=environment.width)
    found = measured(session) if measures else None
    if measures and found is None:
        said = tr("{width}; the terminal did not say how wide {char} is", width=width, char=_WIDE)
        yield Finding("terminal", "warning", said, tr("Tables are drawn as if it took two columns."))
    elif found is None:
        said = tr("{width}; {char} is taken for two columns wide (--terminal measures)", width=width, char=_WIDE)
        yield _narrow(session, said)
    elif found != cells(_WIDE):
        said = tr(
            "{width}; {char} is {found} wide here, not two: tables stand askew", width=width, char=_WIDE, found=found
        )
        yield Finding("terminal", "warning", said, tr("Choose a font with Chinese characters of double width."))
    else:
        yield _narrow(session, tr("{width}; {char} is two columns wide", width=width, char=_WIDE))


def _narrow(session: Session, said: str) -> Finding:
    if session.environment.width >= _NARROWEST:
        return Finding("terminal", "ok", said)
    return Finding("terminal", "warning", said, tr("Make the window 40 columns wide or more."))


def measured(session: Session) -> int | None:
    """Write a Chinese character and ask the terminal where its cursor then is; None when it does not say within a second.

    Both ends have to be a terminal; its settings are put back whatever happens.
    """
    environment = session.environment
    if not environment.can_ask or environment.stdin is None or environment.stdout is None:
        return None
    from repaycli.cli.terminal import cursor_column

    try:
        column = cursor_column(environment.stdin.fileno(), environment.stdout.fileno(), _WIDE)
    except (OSError, ValueError, AttributeError):
        return None
    return column - 1 if column else None
