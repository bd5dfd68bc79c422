"""A notification on the desktop: the program that shows it is run by its arguments alone, never through a shell."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from html import escape
from pathlib import Path

from repaycli.core.nouns import NamedTuple
from repaycli.core.text import Text, text

SECONDS = 5.0
"""So long a notifier may take."""

_APPLESCRIPT = (
    "on run {title, body}",
    "display notification body with title title",
    "end run",
)


class Notifier(NamedTuple):
    """A program that shows notifications: its name, its path, and whether it reads `<` and `&` of the body as markup."""

    name: str
    path: str
    reads_markup: bool


def find_notifier(env: Mapping[str, str], platform: str = sys.platform) -> Notifier | None:
    """Return the notifier of this system, looked for on the PATH of `env`; None where there is none."""
    name = "osascript" if platform == "darwin" else "notify-send"
    path = shutil.which(name, path=env.get("PATH") or os.defpath)
    return Notifier(name, path, name == "notify-send") if path else None


def arguments(notifier: Notifier, title: str, body: str, is_urgent: bool) -> list[str]:
    """Return the whole command line. No word of the title or body can be taken for an option, a script or markup."""
    if notifier.name == "osascript":
        script = [part for line in _APPLESCRIPT for part in ("-e", line)]
        return [notifier.path, *script, "--", title, body]
    urgency = "critical" if is_urgent else "normal"
    shown = escape(body, quote=False) if notifier.reads_markup else body
    return [notifier.path, "--app-name=repaycli", f"--urgency={urgency}", "--", title, shown]


def notify(
    title: str, body: str, env: Mapping[str, str], is_urgent: bool = False, seconds: float = SECONDS
) -> Text | None:
    """Show a notification; return why it could not be shown, None when it was."""
    notifier = find_notifier(env)
    if notifier is None:
        return text("no notifier is installed ({names})", names="notify-send, osascript")
    command = [word.replace("\0", "") for word in arguments(notifier, title, body, is_urgent)]
    try:
        done = subprocess.run(
            command,
            env=with_session(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return text("{name} did not answer within {seconds} seconds", name=notifier.name, seconds=f"{seconds:g}")
    except (OSError, ValueError) as problem:
        return text("{name} could not be run: {reason}", name=notifier.name, reason=str(problem))
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        reason: str | Text = said[-1][:200] if said else text("exit code {code}", code=done.returncode)
        return text("{name} failed: {reason}", name=notifier.name, reason=reason)
    return None


def with_session(env: Mapping[str, str]) -> dict[str, str]:
    """Return `env` with the address of the user's session bus: cron does not know it, and notify-send needs it."""
    found = dict(env)
    bus = f"/run/user/{os.getuid()}/bus"
    if "DBUS_SESSION_BUS_ADDRESS" not in found and Path(bus).exists():
        found["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={bus}"
    return found
