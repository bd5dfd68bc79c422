"""Programs outside: found on PATH, started with their words and never through a shell, stopped when they take too long."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress

from repaycli.cli.environment import Environment
from repaycli.cli.exit_codes import NoHelp
from repaycli.cli.reasons import reason
from repaycli.core.nouns import NamedTuple
from repaycli.locale import tr


class Done(NamedTuple):
    """How a program ended and what it wrote."""

    code: int
    out: bytes
    err: bytes

    @property
    def reason(self) -> str:
        """What it said went wrong, in one line."""
        said = " ".join((self.err.strip() or self.out.strip()).decode("utf-8", "replace").split())
        return said[:300] or tr("exit code {code}", code=self.code)


def find(name: str, environment: Environment) -> str | None:
    """Return the path of a program, or None when it is not installed."""
    from shutil import which

    found = which(name, path=environment.env.get("PATH", os.defpath))
    return os.path.abspath(found) if found else None  # noqa: PTH100


def notifier(environment: Environment) -> str | None:
    """Return the program that shows notifications on this desktop, if it is installed."""
    from repaycli.reminders.notifier import find_notifier

    found = find_notifier(environment.env)
    return found.path if found else None


def sends_mail(environment: Environment) -> bool:
    """Tell whether a program is there by which cron can send mail."""
    path = environment.env.get("PATH", os.defpath)
    return find("sendmail", environment._replace(env={"PATH": f"{path}:/usr/sbin:/usr/lib"})) is not None


def call(
    argv: Sequence[str], environment: Environment, stdin: bytes = b"", env: Mapping[str, str] | None = None
) -> Done:
    """Run a program to its end, away from the terminal; raises NoHelp when it cannot be started or takes too long.

    It speaks English, so that what it says can be read; `env` replaces its whole environment.
    """
    settings = {**environment.env, "LC_ALL": "C"} if env is None else dict(env)
    try:
        process = subprocess.Popen(
            argv,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=settings,
            cwd="/",
            start_new_session=True,
        )
    except (OSError, ValueError) as problem:
        raise NoHelp(
            tr("{program} could not be started: {reason}", program=argv[0], reason=reason(problem))
        ) from problem
    with process:
        try:
            out, err = process.communicate(stdin, timeout=environment.patience)
        except subprocess.TimeoutExpired:
            _end(process)
            raise NoHelp(
                tr("{program} did not end within {seconds} s", program=argv[0], seconds=f"{environment.patience:g}")
            ) from None
        except BaseException:
            _end(process)
            raise
    return Done(process.returncode, out, err)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End a program with all that it has started: one of them could hold its output open."""
    with suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
