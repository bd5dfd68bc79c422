"""Where a run begins: `main` is what the installed programs call."""

import gc
import sys
from collections.abc import Sequence

from repaycli.cli import boundary, straight
from repaycli.cli.environment import Environment, of_this_process
from repaycli.locale import LANGUAGES, from_environment, say_days, use


def run(argv: Sequence[str], environment: Environment) -> int:
    """Answer one command line and return the exit code; nothing escapes but what ends the process itself."""
    asked = boundary.foresee(argv)
    use(asked.lang if asked.lang in LANGUAGES else from_environment(environment.env))

    def answer() -> int:
        from repaycli.cli.app import answer

        return answer(argv, environment)

    try:
        code = straight.remind(argv, environment, asked)
        return boundary.ended(environment, asked, answer) if code is None else code
    finally:
        say_days(None)  # a run knows its own today


def main() -> None:
    """Run the program: arguments and surroundings come from the process."""
    gc.disable()  # a short life that makes many small lasting values: looking for cycles among them costs a tenth
    code = run(sys.argv[1:], of_this_process())
    boundary.close_streams()
    sys.exit(code)
