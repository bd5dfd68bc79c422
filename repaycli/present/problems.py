"""Problems of a file, drawn like a compiler's: the place, the user's own line, why it matters, what to write."""

from collections.abc import Sequence

from repaycli.core.problems import Problem, Severity
from repaycli.locale import joined, say, tr, trn
from repaycli.present.width import cells, clean, wrap

_EXCERPT = 160


def draw_problems(problems: Sequence[Problem], file: str, width: int | None = None, command: str = "") -> str:
    """Return every problem, how many there are, and the next command. `width` wraps sentences on a terminal."""
    blocks = [_draw(problem, width) for problem in problems]
    blocks.append(_wrapped(_ending(problems, clean(file), clean(command)), width))
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def problem_records(problems: Sequence[Problem]) -> list[dict[str, object]]:
    """Return the problems as JSON shows them."""
    return [
        {
            "code": problem.code,
            "severity": problem.severity.value,
            "file": problem.place.file,
            "line": problem.place.line,
            "column": problem.place.column,
            "key": problem.key,
            "message": say(problem.message),
            "why": say(problem.why) if problem.why else None,
            "help": say(problem.help) if problem.help else None,
            "account": problem.subject or None,
        }
        for problem in problems
    ]


def _draw(problem: Problem, width: int | None) -> list[str]:
    place, margin = problem.place, " " * len(str(problem.place.line or ""))
    severity = tr("error") if problem.severity is Severity.ERROR else tr("warning")
    about = clean(problem.subject) + tr(": ") if problem.subject else ""
    lines = _wrapped(f"{severity}[{problem.code}]: {about}{clean(say(problem.message))}", width)
    where = clean(place.file) + (f":{place.line}" if place.line else "") + (f":{place.column}" if place.column else "")
    lines.append(f"{margin}--> {where}")
    if place.line and place.width:
        before, marked, after = _excerpt(problem)
        lines.append(f"{margin} |")
        lines.append(f"{place.line} | {before}{marked}{after}")
        if place.column:
            lines.append(f"{margin} | {' ' * cells(before)}{'^' * max(1, cells(marked))}")
    for label, text in ((tr("why"), problem.why), (tr("help"), problem.help)):
        if text is not None:
            start = f"{margin} = {label}: "
            lines += _wrapped(start + clean(say(text)), width, " " * cells(start))
    return lines


def _excerpt(problem: Problem) -> tuple[str, str, str]:
    """Return the user's line before, at and after the marked place; far-off parts of a long line are left out."""
    line, column = problem.source_line.rstrip("\r\n"), max(problem.place.column, 1) - 1
    stop = min(column + max(problem.place.width, 1), max(len(line), column + 1))
    parts = [clean(part.replace("\t", " ")) for part in (line[:column], line[column:stop], line[stop:])]
    if sum(map(len, parts)) <= _EXCERPT:
        return parts[0], parts[1], parts[2]
    half = _EXCERPT // 2
    before = parts[0] if len(parts[0]) <= half else "…" + parts[0][-half:]
    marked = parts[1] if len(parts[1]) <= half else parts[1][:half]
    after = parts[2] if len(parts[2]) <= half and marked == parts[1] else parts[2][:half] + "…"
    return before, marked, after


def _ending(problems: Sequence[Problem], file: str, command: str) -> str:
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    warnings = len(problems) - errors
    counts = [trn("{count} error", "{count} errors", errors)] if errors or not warnings else []
    if warnings:
        counts.append(trn("{count} warning", "{count} warnings", warnings))
    counted = tr(" and ").join(counts)
    named = dict.fromkeys(clean(problem.place.file) for problem in problems if problem.place.file)
    where = joined(named) or file  # the journal's problems are the journal's
    if errors:
        command = command or next_command("check", file)
        return tr("{counted} in {file}. Once corrected, run: {command}", counted=counted, file=where, command=command)
    return tr(
        "{counted} in {file}. Next: {command}", counted=counted, file=where, command=next_command("compare", file)
    )


def next_command(name: str, file: str) -> str:
    """Return a command line that reads the same file again.

    >>> next_command("check", "accounts.toml"), next_command("compare", "<stdin>"), next_command("check", "a b.toml")
    ('repaycli check', 'repaycli compare -f -', "repaycli check -f 'a b.toml'")
    """
    if file == "accounts.toml":
        return f"repaycli {name}"
    return f"repaycli {name} -f " + ("-" if file == "<stdin>" else _quoted(file))


def _quoted(file: str) -> str:
    return f"'{file}'" if any(char in " '\"\\$&;()|<>*?`" for char in file) else file


def _wrapped(text: str, width: int | None, indent: str = "") -> list[str]:
    return wrap(text, max(width, 20), indent) if width else [text]
