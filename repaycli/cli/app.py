"""The command line as Typer parses it, and the command that it asks for."""

from collections.abc import Sequence
from typing import Any, cast

import typer

from repaycli.cli import boundary
from repaycli.cli.commands import Commands, translate_parameters
from repaycli.cli.environment import Environment
from repaycli.cli.options import begins_with_shared_options
from repaycli.cli.session import Options, Session
from repaycli.locale import mark, tr

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
    """Answer `repaycli` alone as `repaycli status`; a person who has no accounts file yet is invited to make one."""
    from repaycli.cli.init import init, is_accepted
    from repaycli.cli.status import status

    if is_accepted(session):
        init(session)
    else:
        status(session)


app.callback()(begins_with_shared_options(_without_a_command))


def answer(argv: Sequence[str], environment: Environment) -> int:
    """Parse the arguments and run the command; what the parser complains about ends as wrong usage."""
    try:
        return answer_in(argv, Session(environment, Options()))
    except ParserError as problem:
        raise boundary.usage_problem(problem) from problem
    except typer.Abort as problem:
        raise KeyboardInterrupt from problem


def answer_in(argv: Sequence[str], session: Session) -> int:
    """Parse the arguments and run the command in a session; endings are left to the caller."""
    ended = program().main(args=list(argv), prog_name=session.environment.program, standalone_mode=False, obj=session)
    return ended if isinstance(ended, int) else 0


def program() -> Any:
    """Build the group of all commands, with its help in the language in force."""
    group: Any = typer.main.get_command(app)
    group.help = tr(group.help)
    translate_parameters(group)
    return group
