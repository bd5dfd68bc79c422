"""`repaycli check`."""

from repaycli.cli.session import Session

EXAMPLES = (
    "repaycli check",
    "repaycli check -f accounts.toml",
)


def check(session: Session) -> None:
    """Verify the accounts file and show every problem."""
    from repaycli.cli.exit_codes import FileProblems
    from repaycli.present.check import check_view
    from repaycli.present.problems import draw_problems

    household, problems, name, journal = session.load()
    if household is None:
        raise FileProblems(problems, name)
    environment = session.environment
    if problems:
        width = environment.width if environment.errors_on_terminal else None
        environment.complain(draw_problems(problems, name, width))
    session.show(check_view(household, problems, name, session.today(), journal))
