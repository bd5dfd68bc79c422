"""`repaycli init`: an accounts file by questions."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from repaycli.cli.exit_codes import ExitCode, NoFile, NotWritten, WrongUsage
from repaycli.cli.session import Session
from repaycli.locale import mark, tr

if TYPE_CHECKING:
    from repaycli.cli.environment import Environment
    from repaycli.inputs.interview.draft import Draft

EXAMPLES = (
    "repaycli init",
    "repaycli init --dry-run",
    "repaycli init --currency CAD",
)
_NARROWEST = 20


def init(
    session: Session,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=mark("Print the file instead of writing it; it may be there already."))
    ] = False,
    currency: Annotated[
        str | None,
        typer.Option(
            "--currency",
            metavar="CODE",
            help=mark("The currency of your debts: CNY, CAD, USD, TWD, INR … (asked for, or that of your locale)."),
        ),
    ] = None,
) -> None:
    """Ask, write the file, and show where the household stands."""
    from repaycli.cli.asking.currency import start
    from repaycli.cli.asking.talk import Talk
    from repaycli.locale import language

    environment = session.environment
    if not environment.can_ask:
        raise WrongUsage(
            tr("init asks questions, and there is nobody at the keyboard to answer"),
            tr(
                "Run it in a terminal, or begin with the sample and put in your own figures: "
                "repaycli demo --print > accounts.toml (repaycli demo init shows how init goes)"
            ),
        )
    begun = start(currency, session.today(), language(), environment.env)
    path, name = _place(session) if not dry_run else (Path(), "-")
    talk = Talk(
        environment.complain,
        environment.reply,
        begun,
        _width(environment),
    )
    try:
        made = talk.held(tr("Show the file?") if dry_run else tr("Write {file}?", file=name))
    except KeyboardInterrupt:
        environment.complain("\n" + tr("nothing was written") + "\n")
        raise typer.Exit(ExitCode.INTERRUPTED) from None
    if dry_run:
        _show(session, made)
        return
    _write(path, name, made.text, environment)
    _first_answer(session)


def _width(environment: "Environment") -> int:
    return max(_NARROWEST, environment.errors_width)


def is_accepted(session: Session) -> bool:
    """Offer to make a file to a person at a terminal who named none and has none; tell whether that is wanted."""
    from repaycli.cli.files import accounts_path
    from repaycli.present.width import wrap

    environment, options = session.environment, session.options
    if not (environment.can_ask and environment.is_terminal) or options.json or options.plain:
        return False
    try:
        accounts_path(options.file, environment)
    except NoFile:
        said = tr("There is no accounts file yet. Make one now, by a few questions?")
        return environment.ask("\n".join(wrap(said, _width(environment) - len(" [Y/n] "))), True)
    return False


def _show(session: Session, made: "Draft") -> None:
    from repaycli.locale import say
    from repaycli.present.model import View

    if not session.options.json:
        session.environment.write(made.text)
        return
    assumed = [say(what) for _, what in made.assumptions]
    session.show(View(None, fields={"as_of": session.today(), "text": made.text, "assumed": assumed}))


def _place(session: Session) -> tuple[Path, str]:
    """Return where the new file will stand, and what it is called; raises NotWritten where one is found already."""
    from repaycli.cli.files import USUAL_NAME, accounts_path, journal_beside

    environment = session.environment
    stated = session.options.file or environment.env.get("REPAYCLI_FILE") or None
    try:
        path = accounts_path(stated, environment)
    except NoFile:
        path = Path(os.path.abspath(environment.folder / USUAL_NAME))  # noqa: PTH100
    if path is None:
        raise WrongUsage(tr("-f - has no place of its own"), tr("Name the accounts file with -f FILE."))
    name = stated or (USUAL_NAME if path.parent == Path(os.path.abspath(environment.folder)) else str(path))  # noqa: PTH100
    if os.path.lexists(path):
        raise _is_there(name, stated)
    journal = journal_beside(path)
    if os.path.lexists(journal):
        raise NotWritten(
            tr("{file} is there: its entries would count in the new file", file=journal.name),
            tr("Move it away, or choose another name: {command}", command="repaycli init -f NAME.toml"),
        )
    above = next(each for each in path.parents if os.path.exists(each))  # noqa: PTH110 - it never raises
    if not (above.is_dir() and os.access(above, os.W_OK | os.X_OK)):
        raise NotWritten(
            tr("{folder} cannot be written to by you", folder=str(above)),
            tr("Choose another place: {command}", command="repaycli init -f PATH"),
        )
    return path, name


def _is_there(name: str, stated: str | None) -> NotWritten:
    from repaycli.present.shell import command, use_file

    use_file(stated)
    return NotWritten(
        tr("{file} is there already, and init overwrites nothing", file=name),
        tr(
            "See what it says: {status}. For another file: {another}",
            status=command("status"),
            another="repaycli init -f NAME.toml",
        ),
    )


def _write(path: Path, name: str, text: str, environment: "Environment") -> None:
    """Write the file; where that fails, the answers are shown so that they are not lost."""
    from repaycli.cli.disk import create, make_folder, undisturbed
    from repaycli.present.width import clean, wrap

    said = wrap(clean(tr("{file} is written, readable by you alone.", file=name)), _width(environment))
    try:
        make_folder(path.parent)
        with undisturbed():  # Ctrl-C waits until it is said
            create(path, name, text.encode())
            environment.complain("\n" + "\n".join(said) + "\n\n")
    except NotWritten:
        environment.write(text)
        raise


def _first_answer(session: Session) -> None:
    from repaycli.cli.status import status
    from repaycli.engine.standing import standing
    from repaycli.present.interview import closing_text

    status(session)
    if session.options.quiet:
        return
    environment = session.environment
    household = session.household()
    today = session.today(household)
    environment.complain("\n" + closing_text(standing(household, today), household.currency, _width(environment)))
