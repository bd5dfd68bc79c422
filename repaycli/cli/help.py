"""Help pages, wrapped by the width of Chinese characters too, in the language in force."""

from collections.abc import Mapping, Sequence
from typing import Any

from repaycli.cli.options import SHARED
from repaycli.locale import tr
from repaycli.present.width import cells, pad, wrap

_WIDEST = 100
_LABELS = 26

Row = tuple[str, str]


def own_help(command: Any, ctx: Any, examples: Sequence[str] = ()) -> str:
    """Return the help page of one command; `examples` are command lines, which stay fit to be copied."""
    width = _width(ctx)
    own = [parameter for parameter in command.params if parameter.name not in SHARED]
    arguments = [_row(parameter) for parameter in own if parameter.param_type_name == "argument"]
    options = [_row(parameter) for parameter in own if parameter.param_type_name == "option"]
    shared = [_row(parameter) for parameter in command.params if parameter.name in SHARED]
    usage = [_usage(ctx.command_path), *(metavar(each) for each in own if each.param_type_name == "argument")]
    lines = wrap(" ".join([*usage, tr("[OPTIONS]")]), width, "  ")
    lines += ["", *wrap(command.help or "", width)]
    lines += _examples(examples, width)
    lines += _section(tr("Arguments:"), arguments, width)
    lines += _section(tr("Options:"), options, width)
    lines += _section(tr("Options of every command:"), shared, width)
    return "\n".join(lines)


def group_help(
    command: Any, ctx: Any, commands: Mapping[str, str], inside: str = "", examples: Sequence[str] = ()
) -> str:
    """Return the help page of the program, or of the command `inside` which its commands are: what it does, its commands,
    the options of every command, and where to begin."""
    width = _width(ctx)
    lines = wrap(" ".join([_usage(ctx.command_path), tr("[COMMAND] [OPTIONS]")]), width, "  ")
    lines += ["", *wrap(command.help or "", width)]
    lines += _examples(examples, width)
    lines += _section(tr("Commands:"), list(commands.items()), width)
    lines += _section(tr("Options of every command:"), [_row(each) for each in command.params], width)
    if inside:
        more = [tr("`repaycli {name} COMMAND --help` says more, with examples.", name=inside)]
    else:
        more = [
            tr("`repaycli COMMAND --help` says more, with examples. Without a command: status."),
            tr("To begin: `repaycli init`, then `repaycli status` and `repaycli compare`."),
        ]
    return "\n".join([*lines, "", *(line for each in more for line in wrap(each, width))])


def _examples(examples: Sequence[str], width: int) -> list[str]:
    if not examples:
        return []
    return ["", tr("For example:"), *(line for each in examples for line in _to_copy(each, width))]


def _to_copy(example: str, width: int) -> list[str]:
    """Write a command line over as many lines as it needs, each but the last with the shell's sign that it goes on.

    No word is cut: what is copied has to run.
    """
    lines: list[str] = []
    for word in example.split(" "):
        if lines and cells(f"{lines[-1]} {word}") <= width - 2:
            lines[-1] += f" {word}"
        else:
            lines.append(f"    {word}" if lines else f"  {word}")
    *first, last = lines
    return [f"{line} \\" for line in first] + [last]


def _usage(path: str) -> str:
    return tr("Usage: {command}", command=path)


def _width(ctx: Any) -> int:
    return max(20, min(ctx.find_root().obj.environment.width, _WIDEST))


def metavar(parameter: Any) -> str:
    """Return how an argument is written in a usage line."""
    name = str(parameter.metavar or parameter.name.upper())
    return name if parameter.required else f"[{name}]"


def _row(parameter: Any) -> Row:
    if parameter.param_type_name == "argument":
        return metavar(parameter), parameter.help or ""
    names = ", ".join(sorted([*parameter.opts, *parameter.secondary_opts], key=len))
    takes_value = not parameter.is_flag
    return (f"{names} {parameter.metavar or 'TEXT'}" if takes_value else names), parameter.help or ""


def _section(title: str, rows: Sequence[Row], width: int) -> list[str]:
    if not rows:
        return []
    labels = min(max(cells(label) for label, _ in rows), _LABELS)
    lines = ["", title]
    for label, text in rows:
        if width < labels + 30:  # too narrow for two columns
            lines += [f"  {label}", *wrap("      " + text, width, "      ")]
            continue
        margin = " " * (labels + 4)
        first, *rest = wrap(text, width - labels - 4)
        if cells(label) > labels:
            lines += [f"  {label}", margin + first]
        else:
            lines.append(f"  {pad(label, labels)}  {first}")
        lines += [margin + line for line in rest]
    return lines
