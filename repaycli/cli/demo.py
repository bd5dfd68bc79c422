"""`repaycli demo [COMMAND …]`: the sample household, without any file."""

from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import Annotated

import typer

from repaycli.cli.environment import Environment
from repaycli.cli.session import Session
from repaycli.locale import mark

EXAMPLES = (
    "repaycli demo status",
    "repaycli demo init",
    "repaycli demo --print > accounts.toml",
)
CONTEXT = {"ignore_unknown_options": True, "allow_interspersed_args": False}

SAMPLE = "sample_accounts.toml"

_ANSWERS = (
    *("12", "", "3860", "", "", "268.50", "12000"),  # Huabei
    *("13500", "0.04%", "9", "20", "", ""),  # Jiebei
    *("8600", "9800", "15", "2600", "5", "1800", ""),  # money; yes
)
"""Answers to the questions of `init`, with figures of the sample."""


def demo(
    session: Session,
    command: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="COMMAND",
            help=mark(
                "status, compare, plan, ledger, why or check with its options; init shows how its questions go; else compare."
            ),
            autocompletion=lambda: ["status", "compare", "plan", "ledger", "why", "check", "init"],
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
    if words[0] in ("pay", "spend", "receive", "balance", "import", "undo"):
        raise WrongUsage(
            tr("{command} records, and the sample is not yours", command=words[0]),
            tr("To begin a file of your own: repaycli init, or repaycli demo --print > accounts.toml"),
        )
    if words[0] in ("demo", "schema", "presets", "explain", "calc"):
        raise WrongUsage(tr("{command} does not read the sample", command=words[0]))
    if words[0].startswith("-"):
        words = ["compare", *words]
    environment = session.environment._replace(env={**session.environment.env, "REPAYCLI_FILE": str(path)})
    options = session.options._replace(as_of=session.options.as_of or _as_of(path))
    if words[0] == "init":
        words += ["--dry-run", "--currency", "CNY"]
        environment = _asking(environment)
    answer_in(words, session._replace(options=options, environment=environment))
    if not session.options.quiet and not {"-q", "--quiet", "-h", "--help", "--version"} & set(words):
        said = tr(
            "This was the sample. To begin a file of your own: repaycli init, or repaycli demo --print > accounts.toml"
        )
        session.environment.complain(f"{said}\n")


class _Keyboard(BytesIO):
    """What is typed in the demo of `init`, shown as it is typed."""

    def __init__(self, answers: Iterable[str], show: Callable[[str], None]) -> None:
        super().__init__("".join(f"{answer}\n" for answer in answers).encode())
        self.show = show

    def readline(self, size: int | None = -1) -> bytes:
        """Return the next answer."""
        typed = super().readline(size)
        self.show(typed.decode())
        return typed


def _asking(environment: Environment) -> Environment:
    """Return a world in which the questions of `init` are answered as somebody might, and all is shown as the answer."""
    return environment._replace(
        stdin=_Keyboard(_ANSWERS, environment.write),
        stderr=environment.stdout,
        errors_width=environment.width,
        can_ask=True,
    )


def sample_path() -> Path:
    """Return where the sample is: inside the package, in a checkout at the top of the tree."""
    package = Path(__file__).parent.parent
    inside = package / SAMPLE
    return inside if inside.exists() else package.parent / SAMPLE


def _as_of(path: Path) -> str:
    import tomllib

    return str(tomllib.loads(path.read_text(encoding="utf-8"))["as_of"])
