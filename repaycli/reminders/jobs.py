"""A job: `remind` for one accounts file, every day at one time. What cron and systemd each write in their own words."""

from collections.abc import Sequence
from datetime import date, time

from repaycli.core.nouns import NamedTuple
from repaycli.locale import tr

KEY_LENGTH = 16
"""Hexadecimal digits that name an accounts file: in the marker of its block, in its timer's name."""


class Unfit(Exception):
    """This cannot be scheduled: `message` says why, `advice` what to do."""

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice


class Job(NamedTuple):
    """One accounts file's reminder. `settings` are the environment variables that it needs, `since` its first day."""

    key: str
    at: time
    argv: tuple[str, ...]
    settings: tuple[tuple[str, str], ...] = ()
    since: date | None = None

    @property
    def program(self) -> tuple[str, ...]:
        """What starts repaycli: all words before `remind`."""
        place = self.argv.index("remind") if "remind" in self.argv else len(self.argv)
        return self.argv[:place]

    @property
    def file(self) -> str:
        """The accounts file; empty when the command names none."""
        return self._after("-f") or ""

    @property
    def within(self) -> str | None:
        """The days ahead that are asked for."""
        return self._after("--within")

    @property
    def notifies(self) -> bool:
        """Tell whether it sends notifications to the desktop."""
        return "--notify" in self.argv

    def _after(self, option: str) -> str | None:
        words = self.argv[len(self.program) :]
        place = words.index(option) + 1 if option in words else len(words)
        return words[place] if place < len(words) else None


class Scheduled(NamedTuple):
    """A job as it was found: `by` "cron" or "systemd"; its state "waits", "stopped", "no-file" or "changed" (by hand)."""

    by: str
    job: Job
    state: str = "waits"


def remind_argv(
    program: Sequence[str], file: str, within: int | None, notifies: bool, language: str
) -> tuple[str, ...]:
    """Return the words that start `remind` for a file.

    >>> " ".join(remind_argv(["/opt/repaycli"], "/home/me/accounts.toml", 5, True, "zh"))
    '/opt/repaycli remind --once --within 5 --notify --lang zh -f /home/me/accounts.toml'
    """
    days = ["--within", str(within)] if within is not None else []
    notify = ["--notify"] if notifies else []
    return (*program, "remind", "--once", *days, *notify, "--lang", language, "-f", file)


def refuse_controls(words: Sequence[str]) -> None:
    """Refuse words that hold line breaks or other control characters: neither cron nor systemd can take them."""
    for word in words:
        if any(ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0 for char in word):
            raise Unfit(
                tr("{value} holds a line break or another control character; it cannot be scheduled", value=repr(word)),
                tr("Rename the file or its folder."),
            )


def as_bytes(text: str) -> bytes:
    """Return the bytes of a text that may hold the odd byte of a file's name."""
    return text.encode("utf-8", "surrogateescape")


def as_text(content: bytes) -> str:
    """Return bytes as a text from which `as_bytes` makes the same bytes."""
    return content.decode("utf-8", "surrogateescape")
