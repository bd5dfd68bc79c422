"""`repaycli remind` answered without the argument parser, whose import alone takes longer than the answer.

Cron runs it every day, and a prompt may run it every time; so the forms that stand in such places are understood here.
Whatever else is written goes the ordinary way, `cli.remind`, and means the same there: a test holds the two together.
"""

from collections.abc import Sequence

from repaycli.cli import boundary
from repaycli.cli.environment import Environment
from repaycli.cli.reminding import Asked, answer
from repaycli.cli.session import Options, Session
from repaycli.locale import LANGUAGES

_FLAGS = {
    "--once": "once",
    "--exit-code": "exit_code",
    "--notify": "notify",
    "--quiet": "quiet",
    "-q": "quiet",
    "--no-color": "no_color",
}
_VALUES = {
    "--file": "file",
    "-f": "file",
    "--within": "within",
    "--strategy": "strategy",
    "-s": "strategy",
    "--as-of": "as_of",
    "--lang": "lang",
}


def understand(argv: Sequence[str]) -> tuple[Options, Asked] | None:
    """Return what is asked for; None when this is not `remind` with options known here, each at most once.

    >>> understand(["remind", "--once", "-f", "a.toml"])[0].file
    'a.toml'
    >>> understand(["remind", "--once", "--help"]), understand(["status"])
    (None, None)
    """
    if not argv or argv[0] != "remind":
        return None
    found: dict[str, str | bool | int] = {}
    words = iter(argv[1:])
    for word in words:
        name = _FLAGS.get(word) or _VALUES.get(word)
        if name is None or name in found:
            return None
        if word in _FLAGS:
            found[name] = True
            continue
        value = next(words, "")
        if not value or value.startswith("-"):
            return None
        if name == "within" and not (value.isascii() and value.isdigit() and len(value) < 5):
            return None
        if name == "lang" and value not in LANGUAGES:
            return None
        found[name] = int(value) if name == "within" else value
    options = {name: found[name] for name in Options._fields if name in found}
    asked = {name: found[name] for name in Asked._fields if name in found}
    return Options(**options), Asked(**asked)  # type: ignore[arg-type]


def remind(argv: Sequence[str], environment: Environment, asked_for: boundary.Foreseen) -> int | None:
    """Answer `remind` and return the exit code; None when it has to go the ordinary way."""
    understood = understand(argv)
    if understood is None:
        return None
    options, asked = understood
    return boundary.ended(environment, asked_for, lambda: answer(Session(environment, options), asked))
