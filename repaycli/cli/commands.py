"""The commands by name. Each lives in a module of its own name, which is imported when the command is asked for."""

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from repaycli.cli.exit_codes import WrongUsage
from repaycli.cli.help import group_help, own_help
from repaycli.cli.options import refuse_repeated, takes_shared_options
from repaycli.cli.values import did_you_mean, quoted
from repaycli.locale import joined, mark, tr

COMMANDS = {
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
    "balance": mark(
        "Compare the lender's figure, or what a wallet holds, with the model's; see why they differ; record it."
    ),
    "undo": mark("Take an entry back, by its id or the newest; nothing is deleted."),
    "remind": mark("Only what needs you: due soon, past due, unconfirmed, money that will be missing; else nothing."),
    "calendar": mark("Due dates and planned payments as all-day events with alarms, for your calendar app."),
    "schedule": mark("Have reminders come every day: set them up in cron or systemd, show them, take them away."),
    "doctor": mark("Prove that reminders really run, and that files, clock and terminal are in order."),
    "check": mark("Verify the accounts file: every problem with its line and what to write instead."),
    "schema": mark("Print a JSON Schema, so that editors complete and verify the accounts file."),
    "fit": mark("Which conventions reproduce your real statements to the cent: the lines to write into the file."),
    "presets": mark("Built-in terms of common products, each value with its source."),
    "demo": mark("The sample household, without any file."),
}


_OF_TYPER = (
    mark("Install completion for the current shell."),
    mark("Show completion for the current shell, to copy it or customize the installation."),
)
"""Help that Typer itself brings along; listed here for the catalogue."""


class Command(TyperCommand):
    """A command whose help is laid out by the width of Chinese characters too."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments; what takes one value may stand once."""
        refuse_repeated(self, ctx, args)
        return super().parse_args(ctx, args)

    def get_help(self, ctx: Any) -> str:
        """Return the help page."""
        return own_help(self, ctx)


class Commands(TyperGroup):
    """Finds a command by its name and imports no other."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse what stands before the command's name; what takes one value may stand once."""
        refuse_repeated(self, ctx, args)
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """Return the names in the order of the help page."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """Import and build one command."""
        return build(cmd_name) if cmd_name in COMMANDS else None

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Find the command that the arguments begin with."""
        command = self.get_command(ctx, args[0])
        if command is None and not ctx.resilient_parsing:
            raise WrongUsage(
                tr("there is no command {name}", name=quoted(args[0])) + did_you_mean(args[0], COMMANDS),
                tr("The commands are: {names}", names=joined(COMMANDS)),
            )
        return args[0] if command else None, command, args[1:]

    def get_help(self, ctx: Any) -> str:
        """Return the help page with the list of commands."""
        return group_help(self, ctx, {name: tr(summary) for name, summary in COMMANDS.items()})


def build(name: str) -> Any:
    """Build a command with its help in the language in force."""
    module = import_module(f"repaycli.cli.{name}")
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    settings: dict[str, Any] = dict(getattr(module, "CONTEXT", {}))
    alone.command(name, cls=Command, help=tr(COMMANDS[name]), add_help_option=False, context_settings=settings)(
        takes_shared_options(getattr(module, name))
    )
    command = typer.main.get_command(alone)
    translate_parameters(command)
    return command


def translate_parameters(command: Any) -> None:
    """Put the help of every parameter into the language in force."""
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = tr(parameter.help)
