"""`repaycli demo [COMMAND …]`: the sample household, without any file."""

from pathlib import Path
from typing import Annotated

import typer

from repaycli.cli.session import Session
from repaycli.locale import mark

CONTEXT = {"ignore_unknown_options": True, "allow_interspersed_args": False}

SAMPLE = "sample_accounts.toml"


def demo(
    session: Session,
    command: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="COMMAND", help=mark("status, compare, plan, ledger, why or check with its options; else compare.")
        ),
    ] = None,
    print_it: Annotated[
        bool, typer.Option("--print", help=mark("Print the sample's text, to begin a file of your own with."))
    ] = False,
) -> None:
    """Run a command on the sample."""
    from repaycli.cli.app import answer_in
    from repaycli.cli.exit_codes import WrongUsage
    from repaycli.locale import tr

    path = sample_path()
    if session.options.file or any(word.startswith(("-f", "--file")) for word in command or ()):
        raise WrongUsage(tr("demo reads the sample and no other file"), tr("For your own file leave demo out."))
    if print_it and (command or session.options.json):
        raise WrongUsage(tr("--print prints the sample's text and does nothing else"))
    if print_it:
        session.environment.write(path.read_text(encoding="utf-8"))
        return
    words = list(command or ["compare"])
    if words[0] in ("pay", "spend", "receive", "balance", "undo"):
        raise WrongUsage(
            tr("{command} records, and the sample is not yours", command=words[0]),
            tr("To begin a file of your own: repaycli demo --print > accounts.toml"),
        )
    if words[0] in ("demo", "schema", "presets", "explain", "calc"):
        raise WrongUsage(tr("{command} does not read the sample", command=words[0]))
    if words[0].startswith("-"):
        words = ["compare", *words]
    environment = session.environment._replace(env={**session.environment.env, "REPAYCLI_FILE": str(path)})
    options = session.options._replace(as_of=session.options.as_of or _as_of(path))
    answer_in(words, session._replace(options=options, environment=environment))
    if not session.options.quiet and not {"-q", "--quiet", "-h", "--help", "--version"} & set(words):
        said = tr("This was the sample. To begin a file of your own: repaycli demo --print > accounts.toml")
        session.environment.complain(f"{said}\n")


def sample_path() -> Path:
    """Return where the sample is: inside the package, in a checkout at the top of the tree."""
    package = Path(__file__).parent.parent
    inside = package / SAMPLE
    return inside if inside.exists() else package.parent / SAMPLE


def _as_of(path: Path) -> str:
    import tomllib

    return str(tomllib.loads(path.read_text(encoding="utf-8"))["as_of"])
