"""`repaycli doctor`: do reminders really run, and is everything around them in order?"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from repaycli.cli.session import Session
from repaycli.locale import mark, tr

if TYPE_CHECKING:
    from repaycli.present.doctor import Finding

EXAMPLES = ("repaycli doctor",)
Terminal = Annotated[
    bool,
    typer.Option(
        "--terminal", help=mark("Measure on this terminal how wide a Chinese character is; takes up to a second.")
    ),
]
ExitCodes = Annotated[
    bool,
    typer.Option(
        "--exit-code", help=mark("End with the exit code of the first problem (3 to 7); otherwise 0 whatever is found.")
    ),
]


def doctor(session: Session, terminal: Terminal = False, exit_code: ExitCodes = False) -> None:
    """Check everything that a reminder needs; whatever is wrong is a row of the answer, not an error."""
    from repaycli.cli.doctor_files import check_file, check_journal, check_state
    from repaycli.cli.doctor_machine import check_clock, check_language, check_program, check_terminal
    from repaycli.cli.doctor_reminders import Seen, check_delivery, check_last_run, check_schedule, look
    from repaycli.cli.exit_codes import WrongUsage
    from repaycli.cli.files import STDIN
    from repaycli.present.doctor import Finding, doctor_view

    if (session.options.file or session.environment.env.get("REPAYCLI_FILE")) == STDIN:
        raise WrongUsage(tr("doctor looks at a file at a place of its own, not at the standard input"))
    file = _safely("file", lambda: check_file(session))  # first: the file chooses the language
    seen = Seen()

    def looked() -> "list[Finding]":
        nonlocal seen
        seen = look(session)
        return []

    file += _safely("schedule", looked)
    checks: dict[str, Callable[[], Iterable[Finding]]] = {
        "program": lambda: check_program(session),
        "file": lambda: file,
        "journal": lambda: check_journal(seen),
        "state": lambda: check_state(session),
        "schedule": lambda: check_schedule(session, seen),
        "last-run": lambda: check_last_run(session, seen),
        "delivery": lambda: check_delivery(session, seen),
        "clock": lambda: check_clock(session, seen),
        "language": lambda: check_language(session),
        "terminal": lambda: check_terminal(session, terminal),
    }
    findings = [finding for name, check in checks.items() for finding in _safely(name, check)]
    session.show(doctor_view(findings, session.environment.today()))
    problems = [finding.code for finding in findings if finding.state == "problem"]
    if exit_code and problems:
        raise typer.Exit(problems[0])


def _safely(name: str, check: "Callable[[], Iterable[Finding]]") -> "list[Finding]":
    """Make a check; one that fails by itself has found a problem."""
    from repaycli.cli.exit_codes import Stop
    from repaycli.present.doctor import Finding

    try:
        return list(check())
    except Stop as stop:
        return [Finding(name, "problem", stop.message, stop.advice, stop.code)]
    except Exception as problem:  # noqa: BLE001 - whatever is wrong with the machine is what is asked for
        about = f"{type(problem).__name__}: {problem}"[:300]
        return [Finding(name, "problem", tr("could not be checked: {about}", about=about))]
