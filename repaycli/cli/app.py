"""The command line: from arguments to an exit code. `main` is what the installed programs call."""

import gc
import sys
from collections.abc import Sequence
from typing import Any, cast

import typer

from repaycli.cli import boundary
from repaycli.cli.commands import Commands, translate_parameters
from repaycli.cli.environment import Environment, of_this_process
from repaycli.cli.exit_codes import Stop
from repaycli.cli.options import taken, takes_shared_options
from repaycli.cli.session import Options, Session
from repaycli.locale import LANGUAGES, from_environment, mark, tr, use

ParserError = cast("type[Exception]", typer.BadParameter.__bases__[0])
"""What the argument parser raises, UsageError; its public name differs between versions of Typer."""

app = typer.Typer(
    name="repaycli",
    cls=Commands,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    pretty_exceptions_show_locals=False,
    add_completion=True,
    invoke_without_command=True,
    add_help_option=False,
    help=mark("What each way of paying your debts will cost, day by day and to the cent, and what goes overdue when."),
)


def _without_a_command(session: Session) -> None:
    """Answer `repaycli` alone as `repaycli status`."""
    from repaycli.cli.status import status

    status(session)


def _begin(ctx: typer.Context, **values: Any) -> None:
    if ctx.invoked_subcommand is None:
        _answer_alone(ctx=ctx, **values)
    else:
        ctx.obj = ctx.obj.under(taken(values))


_answer_alone = takes_shared_options(_without_a_command)
_begin.__signature__ = _answer_alone.__signature__  # type: ignore[attr-defined]
_begin.__annotations__ = _answer_alone.__annotations__
app.callback()(_begin)


def run(argv: Sequence[str], environment: Environment) -> int:
    """Answer one command line and return the exit code; nothing escapes but what ends the process itself."""
    asked = boundary.foresee(argv)
    use(asked.lang if asked.lang in LANGUAGES else from_environment(environment.env))
    try:
        return answer(argv, Session(environment, Options()))
    except Stop as stop:
        return boundary.stopped(stop, environment, asked)
    except ParserError as problem:
        return boundary.stopped(boundary.usage_problem(problem), environment, asked)
    except (KeyboardInterrupt, typer.Abort):
        return boundary.interrupted(environment)
    except BrokenPipeError:
        return boundary.nobody_reads()
    except Exception as problem:  # noqa: BLE001 - the one place where our own bugs end
        return boundary.bug(problem, environment, asked)


def answer(argv: Sequence[str], session: Session) -> int:
    """Parse the arguments and run the command; endings are left to `run`."""
    group: Any = typer.main.get_command(app)
    group.help = tr(group.help)
    translate_parameters(group)
    ended = group.main(args=list(argv), prog_name=session.environment.program, standalone_mode=False, obj=session)
    return ended if isinstance(ended, int) else 0


def main() -> None:
    """Run the program: arguments and surroundings come from the process."""
    gc.disable()  # a short life that makes many small lasting values: looking for cycles among them costs a tenth
    code = run(sys.argv[1:], of_this_process())
    boundary.close_streams()
    sys.exit(code)
