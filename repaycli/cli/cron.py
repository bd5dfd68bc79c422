"""The user's crontab: read, and changed only when it still is what was read, then read again to prove it."""

import re

from repaycli.cli.environment import Environment
from repaycli.cli.exit_codes import NoHelp, NotWritten
from repaycli.cli.outside import call, find
from repaycli.locale import tr

_NONE_YET = re.compile(rb"no crontab for |can't open .*: No such file or directory")


def has_cron(environment: Environment) -> bool:
    """Tell whether cron's program is installed."""
    return find("crontab", environment) is not None


def read_table(environment: Environment) -> bytes:
    """Return the crontab, empty when there is none; raises NoHelp when it cannot be read."""
    done = call([_program(environment), "-l"], environment)
    if done.code == 0:
        return done.out
    if _NONE_YET.search(done.err):
        return b""
    raise NoHelp(tr("the crontab could not be read: {reason}", reason=done.reason))


def replace_table(old: bytes, new: bytes, environment: Environment) -> None:
    """Put `new` in the place of `old`; raises NotWritten or NoHelp, with what the crontab then holds."""
    if read_table(environment) != old:
        raise NotWritten(
            tr("the crontab was changed by something else just now; nothing was written"), tr("Try again.")
        )
    reason = ""
    try:
        done = call([_program(environment), "-"], environment, stdin=new)
        reason = done.reason if done.code else ""
    except NoHelp as problem:
        reason = problem.message
    found = read_table(environment)
    if _is_same(found, new):
        return
    if found == old:
        raise NoHelp(
            tr(
                "the crontab could not be written: {reason}; nothing was changed",
                reason=reason or tr("it did not say why"),
            )
        )
    raise NotWritten(tr("the crontab does not hold what was written to it"), tr("Look at it: crontab -l"))


def _is_same(found: bytes, written: bytes) -> bool:
    """Compare what stands there with what was written; some crons put comments of their own before it."""
    if found == written:
        return True
    head = found[: len(found) - len(written)]
    return found.endswith(written) and head.endswith(b"\n") and all(line.startswith(b"#") for line in head.splitlines())


def _program(environment: Environment) -> str:
    found = find("crontab", environment)
    if found is None:
        raise NoHelp(
            tr("cron is not installed: there is no program crontab"),
            tr("Install it (Debian, Ubuntu: sudo apt install cron), or use a timer: --with systemd"),
        )
    return found
