"""Problems: what is wrong with a user's input, as values that are collected and shown all at once."""

from enum import Enum

from repaycli.core.nouns import NamedTuple
from repaycli.core.text import Text


class Severity(Enum):
    """`ERROR` stops the answer; `WARNING` is shown beside it."""

    ERROR = "error"
    WARNING = "warning"


class Place(NamedTuple):
    """Where in a file: `line` and `column` count from 1; 0 means that the place is not known.

    `width` is how many characters the caret underlines; a problem of the whole file is at line 1, column 1, width 0.
    """

    file: str
    line: int = 0
    column: int = 0
    width: int = 1


class Problem(NamedTuple):
    """One thing that is wrong: what was found, why it matters, what to write instead."""

    code: str
    message: Text
    place: Place
    why: Text | None = None
    help: Text | None = None
    key: str = ""
    source_line: str = ""
    severity: Severity = Severity.ERROR
    subject: str = ""  # the name of what it is about, where a view away from the file has to say it
