"""The options that every command takes, before or after its name, and the decorator that adds them."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

import typer

from repaycli.cli.exit_codes import WrongUsage
from repaycli.cli.session import Options, Session
from repaycli.cli.values import date_value, quoted
from repaycli.locale import LANGUAGES, mark, tr


def _show_help(ctx: typer.Context, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        ctx.find_root().obj.environment.write(ctx.get_help() + "\n")
        raise typer.Exit


def _show_version(ctx: typer.Context, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from repaycli import __version__

        ctx.find_root().obj.environment.write(f"repaycli {__version__}\n")
        raise typer.Exit


def _languages() -> list[str]:
    return ["zh", "en"]


_SHARED: dict[str, tuple[Any, Any]] = {
    "file": (
        Annotated[
            str | None,
            typer.Option(
                "--file",
                "-f",
                metavar="FILE",
                help=mark(
                    "The accounts file; - reads it from the standard input. "
                    "Otherwise $REPAYCLI_FILE, ./accounts.toml, or the one in your configuration folder."
                ),
            ),
        ],
        None,
    ),
    "as_of": (
        Annotated[
            str | None,
            typer.Option("--as-of", metavar="DATE", help=mark("Today, for this run: 2026-11-01.")),
        ],
        None,
    ),
    "json": (
        Annotated[bool, typer.Option("--json", help=mark("Answer with one JSON object."))],
        False,
    ),
    "plain": (
        Annotated[bool, typer.Option("--plain", help=mark("Tab-separated lines, as in a pipe."))],
        False,
    ),
    "lang": (
        Annotated[
            str | None,
            typer.Option("--lang", metavar="zh|en", help=mark("The language."), autocompletion=_languages),
        ],
        None,
    ),
    "no_color": (
        Annotated[bool, typer.Option("--no-color", help=mark("No colours, as with NO_COLOR."))],
        False,
    ),
    "quiet": (
        Annotated[bool, typer.Option("--quiet", "-q", help=mark("The answer alone, without notes."))],
        False,
    ),
    "debug": (
        Annotated[
            bool, typer.Option("--debug", help=mark("Show the traceback of a bug, and (remind) whose date is today."))
        ],
        False,
    ),
    "version": (
        Annotated[
            bool,
            typer.Option(
                "--version", is_eager=True, expose_value=False, callback=_show_version, help=mark("Show the version.")
            ),
        ],
        False,
    ),
    "help": (
        Annotated[
            bool,
            typer.Option(
                "--help", "-h", is_eager=True, expose_value=False, callback=_show_help, help=mark("Show this help.")
            ),
        ],
        False,
    ),
}

SHARED = frozenset(_SHARED)
"""The names of the shared options' parameters."""

_TAKEN = frozenset(Options._fields)


def takes_shared_options(function: Callable[..., None]) -> Callable[..., None]:
    """Let a command that takes a Session first take the shared options as well."""
    own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
    shared = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for name, (annotation, default) in _SHARED.items()
    ]
    context = inspect.Parameter("ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)

    def command(**values: Any) -> None:
        ctx: typer.Context = values.pop("ctx")
        session: Session = ctx.obj.under(taken(values))
        function(session, **{name: value for name, value in values.items() if name not in SHARED})

    parameters = [context, *(own), *shared]
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    command.__name__ = function.__name__
    command.__doc__ = None
    return command


def begins_with_shared_options(alone: Callable[[Session], None] | None = None) -> Callable[..., None]:
    """Return the callback of a command that has commands of its own: these take over the options that stand before their
    name. Without one `alone` answers, else the help page."""

    def nothing(session: Session) -> None:  # noqa: ARG001 - a pattern for the parameters
        return

    answer_alone = takes_shared_options(alone or nothing)

    def begin(ctx: typer.Context, **values: Any) -> None:
        if ctx.invoked_subcommand is not None:
            ctx.obj = ctx.obj.under(taken(values))
        elif alone is not None:
            answer_alone(ctx=ctx, **values)
        else:
            ctx.find_root().obj.environment.write(ctx.get_help() + "\n")

    begin.__signature__ = answer_alone.__signature__  # type: ignore[attr-defined]
    begin.__annotations__ = answer_alone.__annotations__
    return begin


def refuse_repeated(command: Any, ctx: Any, args: Sequence[str]) -> None:
    """Refuse an option that takes one value and stands twice: either could be meant."""
    _, _, order = command.make_parser(ctx).parse_args(args=list(args))
    for parameter in dict.fromkeys(order):
        is_single = parameter.param_type_name == "option" and not parameter.multiple and not parameter.is_flag
        if is_single and order.count(parameter) > 1:
            raise WrongUsage(
                tr("{name} stands twice", name=max(parameter.opts, key=len)),
                tr("It takes one value: write it once."),
            )


def taken(values: Mapping[str, Any]) -> Options:
    """Pick the shared options out of all that the parser found."""
    options = Options(**{name: value for name, value in values.items() if name in _TAKEN})
    if options.lang not in (None, *LANGUAGES):
        raise WrongUsage(tr("--lang: {value} is neither zh nor en", value=quoted(options.lang)))
    if options.file == "":
        raise WrongUsage(tr("--file: the name is empty"))
    if options.as_of is not None:
        date_value("--as-of", options.as_of)
    return options
