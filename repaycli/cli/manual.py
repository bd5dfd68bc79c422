"""Manual pages, made from the commands themselves: what `man repaycli` and `man repaycli-plan` show.

The build writes them into the wheel; nothing reads them at run time. Texts are in the language in force, and each
Chinese character is followed by a place where the line may break, which the formatter would not find.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from repaycli.cli.commands import COMMANDS, build
from repaycli.cli.exit_codes import ExitCode
from repaycli.cli.help import metavar
from repaycli.cli.options import SHARED
from repaycli.locale import mark, tr
from repaycli.present.width import pieces

PROGRAM = "repaycli"

_ENDINGS = {
    ExitCode.ANSWERED: mark("answered"),
    ExitCode.BUG: mark("a bug of ours"),
    ExitCode.USAGE: mark("wrong usage"),
    ExitCode.PROBLEMS: mark("the file has problems"),
    ExitCode.NO_FILE: mark("no file found, or it cannot be read"),
    ExitCode.NOT_WRITTEN: mark("could not write; nothing changed"),
    ExitCode.LOCKED: mark("locked by another run"),
    ExitCode.NO_HELP: mark("outside help (notifier, cron) is not available"),
    ExitCode.DUE_SOON: mark("something is due soon (only with --exit-code)"),
    ExitCode.OVERDUE: mark("something is past due (only with --exit-code)"),
    ExitCode.SHORTFALL: mark("money will be missing (only with --exit-code)"),
    ExitCode.INTERRUPTED: mark("interrupted"),
}

_FILES = {
    "accounts.toml": mark("What you owe and earn. It is read, and never written."),
    "accounts.journal.toml": mark(
        "Beside it: what pay, receive, spend, balance and import recorded. Lines are only ever added."
    ),
}

_ENVIRONMENT = {
    "REPAYCLI_FILE": mark("The accounts file, where -f names none."),
    "NO_COLOR": mark("If it is set, nothing is coloured."),
    "LC_ALL, LC_MESSAGES, LANG": mark("The language: zh for Chinese, else English."),
}


def pages(program: Any, version: str) -> dict[str, str]:
    """Return every manual page by the name of its file; `program` is the group of commands."""
    found = {f"{PROGRAM}.1": _whole(program, version)}
    for name in COMMANDS:
        command = build(name, COMMANDS)
        found |= {f"{title}.1": _one(each, title, version) for title, each in _all(command, f"{PROGRAM}-{name}")}
    return found


def _all(command: Any, title: str) -> Iterator[tuple[str, Any]]:
    """Yield a command and those inside it, by the title of their page."""
    yield title, command
    for inner in getattr(command, "known", {}):
        yield f"{title}-{inner}", command.get_command(None, inner)


def _whole(program: Any, version: str) -> str:
    lines = _head(PROGRAM, program.help, " ".join([PROGRAM, tr("[COMMAND] [OPTIONS]")]), version)
    lines += _section(tr("COMMANDS"), [(f"{PROGRAM}-{name}(1)", tr(summary)) for name, summary in COMMANDS.items()])
    lines += _section(tr("OPTIONS OF EVERY COMMAND"), _options(program.params))
    lines += _section(tr("FILES"), [(name, tr(meaning)) for name, meaning in _FILES.items()])
    lines += _section(tr("ENVIRONMENT"), [(name, tr(meaning)) for name, meaning in _ENVIRONMENT.items()])
    lines += _section(tr("EXIT STATUS"), [(str(int(code)), tr(meaning)) for code, meaning in _ENDINGS.items()])
    return "\n".join(lines) + "\n"


def _one(command: Any, title: str, version: str) -> str:
    own = [each for each in command.params if each.name not in SHARED]
    arguments = [each for each in own if each.param_type_name == "argument"]
    usage = [title.replace("-", " "), *map(metavar, arguments), tr("[OPTIONS]")]
    lines = _head(title, command.help, " ".join(usage), version)
    lines += _section(tr("ARGUMENTS"), [(metavar(each), each.help or "") for each in arguments])
    lines += _section(tr("OPTIONS"), _options([each for each in own if each not in arguments]))
    lines += _section(tr("COMMANDS"), [(name, tr(summary)) for name, summary in getattr(command, "known", {}).items()])
    lines += _examples(command)
    lines += [_title(tr("SEE ALSO")), f".BR {_escaped(PROGRAM)} (1)"]
    return "\n".join(lines) + "\n"


def _head(title: str, summary: str, usage: str, version: str) -> list[str]:
    return [
        f'.TH "{_escaped(title.upper())}" 1 "" "{_escaped(f"{PROGRAM} {version}")}"',
        ".ad l",
        _title(tr("NAME")),
        rf"{_escaped(title)} \- {_text(summary)}",
        _title(tr("SYNOPSIS")),
        _text(usage),
    ]


def _title(name: str) -> str:
    return f'.SH "{_escaped(name)}"'


def _section(title: str, rows: Sequence[tuple[str, str]]) -> list[str]:
    """Return a section of labels with what they mean; nothing where there are none."""
    lines = [_title(title)] if rows else []
    for label, meaning in rows:
        lines += [".TP", rf"\fB{_escaped(label)}\fR", _text(meaning)]
    return lines


def _examples(command: Any) -> list[str]:
    """Return the examples of a command as they are typed."""
    examples: Sequence[str] = getattr(command, "examples", ())
    if not examples:
        return []
    return [_title(tr("EXAMPLES")), ".nf", *(f"$ {_escaped(each)}" for each in examples), ".fi"]


def _options(parameters: Sequence[Any]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for each in parameters:
        names = ", ".join(sorted([*each.opts, *each.secondary_opts], key=len))
        found.append((names if each.is_flag else f"{names} {each.metavar or 'TEXT'}", each.help or ""))
    return found


def _text(said: str) -> str:
    """Return running text: a line may break between Chinese characters, and begins with no command."""
    found = r"\:".join(map(_escaped, pieces(said))).replace(r" \:", " ")
    return rf"\&{found}" if found.startswith((".", "'")) else found


def _escaped(said: str) -> str:
    return said.replace("\\", r"\e").replace("-", r"\-").replace('"', r"\(dq")
