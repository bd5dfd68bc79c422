"""How a run can end: one exit code for each kind of ending, and the exceptions that carry them to the boundary."""

from collections.abc import Sequence
from enum import IntEnum

from repaycli.core.problems import Problem


class ExitCode(IntEnum):
    """What the shell sees. 10 to 12 come only with `--exit-code`."""

    ANSWERED = 0
    BUG = 1
    USAGE = 2
    PROBLEMS = 3
    NO_FILE = 4
    NOT_WRITTEN = 5
    LOCKED = 6
    NO_HELP = 7
    DUE_SOON = 10
    OVERDUE = 11
    SHORTFALL = 12
    INTERRUPTED = 130


class Stop(Exception):
    """The run ends here: `message` says what is wrong, `advice` what to do."""

    code = ExitCode.BUG
    name = "bug"

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice


class WrongUsage(Stop):
    """The command line asks for something that is not there."""

    code = ExitCode.USAGE
    name = "usage"


class OtherCurrency(WrongUsage):
    """An amount names another currency than the one that it is wanted in."""


class Declined(Stop):
    """A question was answered with no; nothing was changed."""

    code = ExitCode.USAGE
    name = "declined"


class NoFile(Stop):
    """No accounts file was found, or it cannot be read."""

    code = ExitCode.NO_FILE
    name = "no-file"

    def __init__(self, message: str, advice: str = "", file: str = "") -> None:
        super().__init__(message, advice)
        self.file = file


class NotWritten(Stop):
    """Nothing could be written, and nothing was changed."""

    code = ExitCode.NOT_WRITTEN
    name = "not-written"


class NothingYet(Stop):
    """Ctrl-C came before there was anything to answer with."""

    code = ExitCode.INTERRUPTED
    name = "nothing-yet"


class Locked(Stop):
    """Another run holds the file; nothing was changed."""

    code = ExitCode.LOCKED
    name = "locked"


class NoHelp(Stop):
    """A program outside that is needed for this is missing or failed."""

    code = ExitCode.NO_HELP
    name = "no-help"


class FileProblems(Stop):
    """The file has problems; all of them are shown at once. `command`: what to run next, otherwise `check`."""

    code = ExitCode.PROBLEMS
    name = "problems"

    def __init__(self, problems: Sequence[Problem], file: str, command: str = "") -> None:
        super().__init__("")
        self.problems = tuple(problems)
        self.file = file
        self.command = command
