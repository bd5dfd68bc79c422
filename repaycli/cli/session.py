"""One run of one command: what was asked for, and the two things every command does: load a household, show a view."""

import re
from datetime import date
from typing import TYPE_CHECKING

from repaycli.cli.environment import Environment, is_ascii_only, wants_colour
from repaycli.cli.exit_codes import FileProblems, WrongUsage
from repaycli.cli.values import date_value
from repaycli.core.nouns import NamedTuple
from repaycli.locale import say_days, tr, use

if TYPE_CHECKING:
    from repaycli.cli.files import Found
    from repaycli.core.problems import Problem
    from repaycli.present.model import View
    from repaycli.products.accounts import Household


class Options(NamedTuple):
    """The options that every command takes."""

    file: str | None = None
    as_of: str | None = None
    json: bool = False
    plain: bool = False
    lang: str | None = None
    no_color: bool = False
    quiet: bool = False
    debug: bool = False

    def over(self, outer: "Options") -> "Options":
        """Put these before those given ahead of the command's name."""
        return Options(
            file=self.file or outer.file,
            as_of=self.as_of or outer.as_of,
            json=self.json or outer.json,
            plain=self.plain or outer.plain,
            lang=self.lang or outer.lang,
            no_color=self.no_color or outer.no_color,
            quiet=self.quiet or outer.quiet,
            debug=self.debug or outer.debug,
        )


class Loaded(NamedTuple):
    """The household, if the file is sound; all problems; the names of the file and of its journal, if it has one."""

    household: "Household | None"
    problems: "list[Problem]"
    file: str
    journal: str | None

    @property
    def sound(self) -> "Household":
        """The household; raises FileProblems when the file does not describe one."""
        if self.household is None:
            raise FileProblems(self.problems, self.file)
        return self.household


class Session(NamedTuple):
    """What a command gets to work with."""

    environment: Environment
    options: Options

    def under(self, options: Options) -> "Session":
        """Return the session with the options given after the command's name."""
        return self._replace(options=options.over(self.options))

    def load(self, found: "Found | None" = None) -> "Loaded":
        """Read the accounts file and its journal, or take what was `found` already."""
        from repaycli.cli.files import STDIN, read_accounts
        from repaycli.inputs.accounts_file import load
        from repaycli.present import shell

        found = found or read_accounts(self.options.file, self.environment)
        if not self.options.lang and (stated := _language(found.content)):
            use(stated)
        household, problems = load(found.content, found.name, found.journal)
        shell.use_file(None if self.options.file == STDIN else self.options.file)
        if household is not None and household.language and not self.options.lang:
            use(household.language)
        return Loaded(household, problems, found.name, found.journal[1] if found.journal else None)

    def household(self) -> "Household":
        """Return the household; raises FileProblems when the file does not describe one."""
        return self.load().sound

    def today(self, household: "Household | None" = None) -> date:
        """Return the day of the run: `--as-of`, else the clock's; never before the file's own.

        From then on what is shown on a terminal says days in words.
        """
        stated = self.options.as_of
        today = date_value("--as-of", stated) if stated else self.environment.today()
        if household is not None and today < household.as_of:
            raise WrongUsage(
                tr("{today} is before the file's as_of, {as_of}", today=today, as_of=household.as_of),
                tr(
                    "The balances are not known before that day. Write --as-of {as_of} or later.", as_of=household.as_of
                ),
            )
        say_days(today if self._is_for_people else None)
        return today

    @property
    def _is_for_people(self) -> bool:
        options = self.options
        return self.environment.is_terminal and not options.json and not options.plain

    def show(self, view: "View") -> None:
        """Write the answer in the form that was asked for: JSON, plain lines, or tables on a terminal."""
        environment, options = self.environment, self.options
        if options.json:
            from repaycli.present.as_json import as_json

            environment.write(as_json(view))
        elif not self._is_for_people:
            from repaycli.present.as_plain import as_plain, notes_beside

            environment.complain(notes_beside(view, options.quiet))
            environment.write(as_plain(view, options.quiet))
        else:
            from repaycli.present.as_table import Style, as_table

            colour = wants_colour(environment) and not options.no_color
            style = Style(environment.width, colour, is_ascii_only(environment))
            environment.write(as_table(view, style, options.quiet))


def _language(content: bytes) -> str | None:
    """Return the language that a file asks for at its top, even when the rest of it cannot be read."""
    top = content[:1] + content[1:].partition(b"\n[")[0]
    found = re.search(rb"""^[ \t]*language[ \t]*=[ \t]*["'](zh|en)["']""", top, re.MULTILINE)
    return found[1].decode() if found else None
