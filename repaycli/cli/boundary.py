"""Where a run ends when it does not end well: every ending becomes words on stderr and an exit code."""

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

from repaycli.cli.environment import Environment
from repaycli.cli.exit_codes import ExitCode, FileProblems, NoFile, NotWritten, Stop, WrongUsage
from repaycli.cli.values import nearest, quoted
from repaycli.core.nouns import NamedTuple
from repaycli.locale import joined, say_days, tr


class Foreseen(NamedTuple):
    """What must be known of the arguments even when they cannot be understood."""

    lang: str | None = None
    json: bool = False
    debug: bool = False


def foresee(argv: Sequence[str]) -> Foreseen:
    """Look ahead for the language, and for how errors are to be shown.

    >>> foresee(["status", "--lang=zh", "--json"])
    Foreseen(lang='zh', json=True, debug=False)
    """
    lang: str | None = None
    words = list(argv[: argv.index("--")] if "--" in argv else argv)
    for place, word in enumerate(words):
        if word == "--lang" and place + 1 < len(words):
            lang = words[place + 1]
        elif word.startswith("--lang="):
            lang = word.removeprefix("--lang=")
    return Foreseen(lang, "--json" in words, "--debug" in words)


def ended(environment: Environment, asked: Foreseen, answer: Callable[[], int]) -> int:
    """Answer, and return the exit code however it ends."""
    try:
        return answer()
    except Stop as stop:
        return stopped(stop, environment, asked)
    except KeyboardInterrupt:
        return interrupted(environment)
    except BrokenPipeError:
        return nobody_reads()
    except Exception as problem:  # noqa: BLE001 - the one place where our own bugs end
        return bug(problem, environment, asked)


def stopped(stop: Stop, environment: Environment, asked: Foreseen) -> int:
    """Tell why the run stopped."""
    from repaycli.present.problems import draw_problems, problem_records

    say_days(None)  # a problem quotes what stands in the file
    width = environment.width if environment.errors_on_terminal else None
    if isinstance(stop, FileProblems):
        environment.complain(draw_problems(stop.problems, stop.file, width, stop.command))
        records = problem_records(stop.problems)
    else:
        if stop.code == ExitCode.INTERRUPTED:
            environment.complain("\n")  # what a terminal shows of Ctrl-C has a line of its own
        environment.complain(_words(stop, width))
        records = [_record(stop)]
    if asked.json and not isinstance(stop, NotWritten):
        _write_json({"schema_version": 1, "problems": records}, environment)
    return stop.code


def _words(stop: Stop, width: int | None) -> str:
    from repaycli.present.width import clean, wrap

    said = [f"repaycli: {stop.message}", *([stop.advice] if stop.advice else [])]
    lines: list[str] = []
    for text in map(clean, said):
        lines += wrap(text, max(width, 20), "  ") if width else [text]
    return "\n".join(lines) + "\n"


def _record(stop: Stop) -> dict[str, object]:
    return {
        "code": stop.name,
        "severity": "error",
        "file": stop.file if isinstance(stop, NoFile) else "",
        "line": 0,
        "column": 0,
        "key": "",
        "message": stop.message,
        "why": None,
        "help": stop.advice or None,
        "account": None,
    }


def _write_json(body: dict[str, Any], environment: Environment) -> None:
    import json

    try:
        environment.write(json.dumps(body, ensure_ascii=True, indent=2) + "\n")
    except (NotWritten, BrokenPipeError):
        return


def usage_problem(problem: Any) -> WrongUsage:
    """Put what the argument parser complains about into our own words."""
    ctx = getattr(problem, "ctx", None)
    path = ctx.command_path if ctx else "repaycli"
    advice = tr("`{command} --help` shows what there is.", command=path)
    option = getattr(problem, "option_name", None)
    kind = type(problem).__name__
    if kind == "NoSuchOption" and option:
        if option[1:2].isdigit():
            return WrongUsage(tr("an amount is written without a minus sign"), advice)
        known = [name for each in ctx.command.params for name in each.opts if len(name) > 2] if ctx else []
        return WrongUsage(tr("there is no option {name}", name=quoted(option)) + _meant(option, known), advice)
    if kind == "MissingParameter" and problem.param is not None:
        name = problem.param.metavar or str(problem.param.name).upper()
        return WrongUsage(tr("{name} is missing", name=name), advice)
    if kind == "BadOptionUsage" and option:
        if "requires" in problem.message:
            return WrongUsage(tr("{name} needs a value", name=option), advice)
        return WrongUsage(tr("{name} takes no value", name=option), advice)
    if kind == "BadParameter" and problem.param is not None:
        name = problem.param.opts[0] if problem.param.opts else problem.param.name
        return WrongUsage(tr("{name}: a whole number is wanted", name=name), advice)
    if problem.message.startswith("Got unexpected extra argument"):
        extra = problem.message.rpartition(" (")[2].rstrip(").")
        return WrongUsage(tr("more than is asked for: {words}", words=quoted(extra)), advice)
    return WrongUsage(problem.format_message(), advice)


def _meant(option: str, known: list[str]) -> str:
    """Return the end of a sentence: the options that begin like this one, else the nearest; the dashes make nothing alike."""
    longer = [name for name in known if name.startswith(f"{option}-")]
    if longer:
        return tr("; did you mean {name}?", name=joined(longer))
    words = {name.lstrip("-"): name for name in known}
    near = nearest(option.lstrip("-"), words)
    return tr("; did you mean {name}?", name=words[near]) if near else ""


def interrupted(environment: Environment) -> int:
    """Ctrl-C: nothing was changed; the prompt begins on a line of its own."""
    environment.complain("\n")
    return ExitCode.INTERRUPTED


def nobody_reads() -> int:
    """The reader of a pipe went away: that is its good right."""
    return ExitCode.ANSWERED


def bug(problem: Exception, environment: Environment, asked: Foreseen) -> int:
    """Own up to a bug in one line; the traceback only on request."""
    from repaycli.present.width import clean

    if asked.debug:
        import traceback

        environment.complain(clean_lines("".join(traceback.format_exception(problem))))
    about = clean(f"{type(problem).__name__}: {problem}")[:300]
    message = tr("a bug of ours: {about}; please report it where you got repaycli, with this line", about=about)
    more = "" if asked.debug else " " + tr("(--debug shows more)")
    environment.complain(f"repaycli: {message}{more}\n")
    if asked.json:
        _write_json({"schema_version": 1, "problems": [_record(Stop(message))]}, environment)
    return ExitCode.BUG


def clean_lines(text: str) -> str:
    """Clean a text of several lines."""
    from repaycli.present.width import clean

    return "\n".join(map(clean, text.split("\n")))


def close_streams() -> None:
    """Let the interpreter find nothing left to write, so that it cannot complain about a closed pipe."""
    for stream in (sys.stdout, sys.stderr):
        if stream is None:
            continue
        try:
            stream.flush()
        except (OSError, ValueError):
            _discard(stream)


def _discard(stream: Any) -> None:
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
    except (OSError, ValueError, AttributeError):
        return
