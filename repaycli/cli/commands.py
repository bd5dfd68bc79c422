"""The commands by name. Each lives in a module of its own name, which is imported when the command is asked for."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, ClassVar

import typer
from typer.core import TyperCommand, TyperGroup

from repaycli.cli.exit_codes import WrongUsage
from repaycli.cli.help import group_help, own_help
from repaycli.cli.options import begins_with_shared_options, refuse_repeated, takes_shared_options
from repaycli.cli.values import did_you_mean, quoted
from repaycli.locale import joined, mark, tr

COMMANDS = {
    "init": mark("Make your accounts file by questions; nothing is written before the last one."),
    "status": mark("What is owed, what is due next, what is past due or unconfirmed."),
    "compare": mark("The ways of paying side by side: interest, fees, days overdue, payoff date."),
    "plan": mark("Dated payments of one strategy: what to pay, how much, from which wallet, and why."),
    "ledger": mark("Every posting and every statement, day by day."),
    "why": mark("The arithmetic behind what an account posted on a day, with the rule and its source."),
    "whatif": mark("Changes set against the base: cost, days overdue, worst stage, cash; and a verdict in words."),
    "afford": mark("A new loan before it is signed: is it safe, what breaks first, how large it may be."),
    "risk": mark(
        "How likely it is to be past due, from seeded futures: by account, month and stage; the buffer that helps."
    ),
    "pay": mark("Record a payment in the journal, and see what it changed."),
    "spend": mark("Record a purchase, a cash advance or a refund on a credit line."),
    "receive": mark("Record what an income really brought, or that it did not come, and see what it changed."),
    "balance": mark(
        "Compare the lender's figure, or what a wallet holds, with the model's; see why they differ; record it."
    ),
    "import": mark("Take repayments and purchases over from a bill of Alipay, WeChat or a bank; shows them first."),
    "undo": mark("Take an entry back, by its id or the newest; nothing is deleted."),
    "remind": mark("Only what needs you: due soon, past due, unconfirmed, money that will be missing; else nothing."),
    "calendar": mark("Due dates and planned payments as all-day events with alarms, for your calendar app."),
    "export": mark("The ledger for other tools: spreadsheets (csv), programs (json), hledger and beancount."),
    "report": mark("One page to read, print and keep: verdict, ways of paying, cash, debts, payments, what may come."),
    "schedule": mark("Have reminders come every day: set them up in cron or systemd, show them, take them away."),
    "doctor": mark("Prove that reminders really run, and that files, clock and terminal are in order."),
    "check": mark("Verify the accounts file: every problem with its line and what to write instead."),
    "schema": mark("Print a JSON Schema, so that editors complete and verify the accounts file."),
    "calc": mark(
        "Calculators without a file: a loan, a card's minimum payments, a yearly rate, the cost of instalments."
    ),
    "fit": mark("Which conventions reproduce your real statements to the cent: the lines to write into the file."),
    "presets": mark("Built-in terms of common products, each value with its source."),
    "explain": mark(
        "Short lessons: what a minimum, interest, a penalty or the credit record means, and what to do; with sources."
    ),
    "demo": mark("The sample household, without any file."),
}


_NOT_A_NAME = {"import": "import_bill"}
"""Commands that cannot be the name of a module and of its function."""

_OF_TYPER = (
    mark("Install completion for the current shell."),
    mark("Show completion for the current shell, to copy it or customize the installation."),
)
"""Help that Typer itself brings along; listed here for the catalogue."""


class Command(TyperCommand):
    """A command whose help is laid out by the width of Chinese characters too.

    `examples` are command lines that its help page shows: a module's `EXAMPLES`, each of which a test runs.
    """

    examples: tuple[str, ...] = ()

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments; what takes one value may stand once."""
        refuse_repeated(self, ctx, args)
        return super().parse_args(ctx, args)

    def get_help(self, ctx: Any) -> str:
        """Return the help page."""
        return own_help(self, ctx, self.examples)


class Commands(TyperGroup):
    """Finds a command by its name and imports no other; `known` are the commands, `inside` is the command they belong to."""

    known: ClassVar[Mapping[str, str]] = COMMANDS
    inside: ClassVar[str] = ""
    examples: ClassVar[tuple[str, ...]] = ()

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse what stands before the command's name; what takes one value may stand once."""
        refuse_repeated(self, ctx, args)
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """Return the names in the order of the help page."""
        return list(self.known)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """Import and build one command."""
        return build(cmd_name, self.known, self.inside) if cmd_name in self.known else None

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Find the command that the arguments begin with."""
        command = self.get_command(ctx, args[0])
        if command is None and not ctx.resilient_parsing:
            raise WrongUsage(
                tr("there is no command {name}", name=quoted(args[0])) + did_you_mean(args[0], self.known),
                tr("The commands are: {names}", names=joined(self.known)),
            )
        return args[0] if command else None, command, args[1:]

    def get_help(self, ctx: Any) -> str:
        """Return the help page with the list of commands."""
        summaries = {name: tr(summary) for name, summary in self.known.items()}
        return group_help(self, ctx, summaries, self.inside, self.examples)


def build(name: str, known: Mapping[str, str], inside: str = "") -> Any:
    """Build a command, or a group of them where its module has `COMMANDS`, with its help in the language in force."""
    own = f"{inside}_{name}" if inside else _NOT_A_NAME.get(name, name)
    module = import_module(f"repaycli.cli.{own}")
    if hasattr(module, "COMMANDS"):
        return _build_group(name, tr(known[name]), module)
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    settings: dict[str, Any] = dict(getattr(module, "CONTEXT", {}))
    alone.command(name, cls=Command, help=tr(known[name]), add_help_option=False, context_settings=settings)(
        takes_shared_options(getattr(module, name if inside else own))
    )
    command: Any = typer.main.get_command(alone)
    command.examples = module.EXAMPLES
    translate_parameters(command)
    return command


def _build_group(name: str, summary: str, module: Any) -> Any:
    """Build a command that has commands of its own, each in a module of both names; alone it shows its help."""
    own = {"known": module.COMMANDS, "inside": name, "examples": module.EXAMPLES}
    kind = type("Group", (Commands,), own)
    alone = typer.Typer(cls=kind, add_completion=False, rich_markup_mode=None)
    begin = begins_with_shared_options()
    alone.callback(invoke_without_command=True, add_help_option=False, help=summary)(begin)
    command = typer.main.get_command(alone)
    command.name = name
    translate_parameters(command)
    return command


def translate_parameters(command: Any) -> None:
    """Put the help of every parameter into the language in force."""
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = tr(parameter.help)
