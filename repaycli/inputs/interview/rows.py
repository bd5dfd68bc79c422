"""Lines of the accounts file: keys with their values, and comments that say what they are, in the language in force."""

from datetime import date
from decimal import Decimal

from repaycli.core.money import Currency
from repaycli.core.text import Text, text
from repaycli.inputs.interview.nouns import Row
from repaycli.locale import say

_COMMENTS_AT = 26
_LONGEST = 78


def blank() -> Row:
    """Return an empty line."""
    return Row("")


def remark(*words: Text) -> list[Row]:
    """Return comments, one line each."""
    return [Row(f"# {say(each)}") for each in words]


def rule(title: Text) -> list[Row]:
    """Return the heading of a part of the file."""
    words = f"# ── {say(title)} "
    return [Row(""), Row(words + "─" * max(0, _LONGEST - 2 * len(words)))]


def header(name: str) -> Row:
    """Return the header of a table."""
    return Row(f"[[{name}]]")


def pair(
    key: str, value: str | bool | int | Decimal | date, says: Text | None, source: str = "", assumed: Text | None = None
) -> list[Row]:
    """Return a key with its value and what it is; above it what was assumed."""
    import tomli_w  # only what writes needs it

    written = tomli_w.dumps({key: value}).rstrip("\n")
    line = f"{written.ljust(_COMMENTS_AT)} # {say(says)}" if says else written
    return [*([assumption(assumed, source)] if assumed else []), Row(line, source)]


def assumption(words: Text, source: str) -> Row:
    """Return a comment that says what was assumed, and about which answer."""
    said = text("Assumed: {what}", what=words)
    return Row(f"# {say(said)}", source, words)


def unset(example: str, says: Text) -> Row:
    """Return a key that is not in force, to be brought into it by taking the # away."""
    return Row(f"# {example}".ljust(_COMMENTS_AT) + f" # {say(says)}")


def money(minor: int, currency: Currency) -> Decimal:
    """Return an amount as the file writes it."""
    return Decimal(currency.plain(minor))
