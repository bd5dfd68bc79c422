"""What `repaycli remind` does once its options are known. It does not need the argument parser, and does not import it."""

import os
import stat
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from repaycli.cli.exit_codes import ExitCode, NotWritten, Stop, WrongUsage
from repaycli.cli.reasons import reason
from repaycli.cli.session import Session
from repaycli.core.dates import LATEST
from repaycli.core.nouns import NamedTuple
from repaycli.locale import say_days, tr

if TYPE_CHECKING:
    from repaycli.cli.searching import Search
    from repaycli.engine.ledger import Standing
    from repaycli.present.consequences import Following
    from repaycli.present.remind import Reminder
    from repaycli.products.accounts import Household
    from repaycli.reminders.said import Memory
    from repaycli.strategies.needs import Need

WITHIN = 7
MOST_WITHIN = 366
_LARGEST_MEMORY = 4 << 20
_SECONDS = 2.0  # for the optimal plan of the days that a reminder looks ahead


class Asked(NamedTuple):
    """The options of `remind`; `within` are days."""

    within: int = WITHIN
    strategy: str | None = None
    once: bool = False
    exit_code: bool = False
    notify: bool = False


def answer(session: Session, asked: Asked) -> int:
    """Tell what needs the user and return the exit code; a failure is notified as well where notifying was asked for."""
    try:
        return _answer(session, asked)
    except Stop as stop:
        if asked.notify and not isinstance(stop, WrongUsage | _Told):
            _notify(
                session, tr("repaycli could not remind you"), [stop.message or tr("the accounts file has problems")]
            )
        raise


class _Told(NotWritten):
    """What needs the user was told, but that it was told could not be written down."""


def _answer(session: Session, asked: Asked) -> int:
    if not 0 <= asked.within <= MOST_WITHIN:
        raise WrongUsage(tr("--within: {value} is not between 0 and {most}", value=asked.within, most=MOST_WITHIN))
    from repaycli.cli.values import strategy_value
    from repaycli.engine.branch import replay
    from repaycli.engine.dues import coming_dues
    from repaycli.engine.standing import standing
    from repaycli.strategies.compare import project
    from repaycli.strategies.needs import AHEAD, needs

    household = session.household()
    today = session.today(household)
    if asked.notify and not session.options.json:
        say_days(today)  # a notification is for people, whoever sends it
    strategy = strategy_value(asked.strategy, household)
    if session.options.debug:
        _say_date(session, today)
    memory = _Remembered.of(session) if asked.once else None
    past = replay(household, today, workings=False)
    found = standing(household, today, past)
    following = _following(household, found)
    until = today + min(max(AHEAD, timedelta(days=asked.within)), LATEST - today)
    within = min(asked.within, (LATEST - today).days)
    projection = project(household, today, strategy, until, past, _search(session, strategy))
    dues = coming_dues(household, projection, past)
    listed = needs(
        household,
        found,
        projection,
        dues,
        following.events if following else (),
        within,
        memory.memory.last_run if memory else None,
    )
    told = memory.unsaid(listed, today) if memory else listed
    is_shown = True
    if told or session.options.json:
        from repaycli.present.remind import Reminder

        is_shown = _tell(session, asked, Reminder(household, following, strategy), told, today)
    if memory:
        memory.keep(listed, told, today)
    code = _state_code(listed) if asked.exit_code else ExitCode.ANSWERED
    return code if is_shown or code else ExitCode.NO_HELP


def _search(session: Session, strategy: str) -> "Search | None":
    """Return a short search, that nobody watches, where the strategy is searched for."""
    if strategy != "optimal":
        return None
    from repaycli.cli.searching import Search

    return Search(session, _SECONDS, is_shown=False)


def _following(household: "Household", found: "Standing") -> "Following | None":
    """Return what follows from being past due; None where nothing is, so that nothing about it has to be imported."""
    if not any(account.days_past_due for account in found.accounts):
        return None
    from repaycli.cli.following import after_standing

    return after_standing(household, found)


def _say_date(session: Session, today: date) -> None:
    if session.options.as_of:
        said = tr("today is {today}, from --as-of", today=today)
    else:
        said = tr("today is {today}, the date in {zone}", today=today, zone=session.environment.zone())
    session.environment.complain(f"{said}\n")


def _state_code(needs: "list[Need]") -> int:
    """Return the exit code of the worst that is so today, told now or earlier: overdue, then a shortfall, then a due."""
    from repaycli.strategies.needs import NeedKind

    kinds = {need.kind for need in needs}
    late = any(need.kind is NeedKind.UNCONFIRMED and need.until is None for need in needs)
    if NeedKind.OVERDUE in kinds or late:
        return ExitCode.OVERDUE
    if NeedKind.SHORTFALL in kinds:
        return ExitCode.SHORTFALL
    return ExitCode.DUE_SOON if NeedKind.DUE in kinds else ExitCode.ANSWERED


def _tell(session: Session, asked: Asked, reminder: "Reminder", told: "list[Need]", today: date) -> bool:
    """Notify, or write; tell whether it went the way that was asked for. JSON is written in any case."""
    lines = reminder.lines(told)
    shown = True
    if asked.notify and told:
        shown = _notify(session, _title(len(told)), lines, is_urgent=_state_code(told) == ExitCode.OVERDUE)
    if session.options.json or (lines and not (asked.notify and shown)):
        _write(session, reminder, told, lines, today)
    return shown


def _title(count: int) -> str:
    from repaycli.locale import trn

    return trn("repaycli: {count} thing needs you", "repaycli: {count} things need you", count)


def _notify(session: Session, title: str, lines: list[str], is_urgent: bool = False) -> bool:
    """Show a notification; where that fails, say why and return False."""
    from repaycli.locale import say
    from repaycli.present.width import clean
    from repaycli.reminders.notifier import notify

    problem = notify(title, "\n".join(map(clean, lines)), session.environment.env, is_urgent)
    if problem is not None:
        session.environment.complain(f"repaycli: {clean(say(problem))}\n")
    return problem is None


def _write(session: Session, reminder: "Reminder", told: "list[Need]", lines: list[str], today: date) -> None:
    """Write what there is to say, one line each; where the answer has nowhere to go, it goes beside it."""
    from repaycli.present.width import clean

    environment, options = session.environment, session.options
    if options.json or options.plain:
        session.show(reminder.view(told, {"as_of": today}))
        return
    said = [clean(line) for line in lines]
    if environment.is_terminal:
        width = max(20, environment.width)
        said = [
            part
            for line, need in zip(said, told, strict=True)
            for part in _wrapped(line, reminder.command(need), width)
        ]
    text = "".join(f"{line}\n" for line in said)
    try:
        environment.write(text)
    except NotWritten:
        environment.complain(text)
        raise


def _wrapped(line: str, command: str, width: int) -> list[str]:
    """Break a line for a terminal; a command in it stays whole, on a line of its own, to be copied."""
    from repaycli.present.width import cells, clean, wrap

    shown = clean(command)
    if not command or cells(line) <= width:
        return wrap(line, width, "  ")
    before, _, after = line.partition(shown)
    return [*wrap(before.rstrip(), width, "  "), f"  {shown}", *wrap("  " + after.lstrip("；; "), width, "  ")]


class _Remembered(NamedTuple):
    """The memory of what was said about one accounts file, and where it is kept."""

    session: Session
    accounts: Path
    place: Path | None
    memory: "Memory"
    problem: str = ""

    @classmethod
    def of(cls, session: Session) -> "_Remembered":
        """Read the memory; what cannot be read counts as nothing said, so that nothing is lost."""
        from repaycli.cli.files import place_of
        from repaycli.reminders.said import Memory, NotOursError, read_memory, state_name

        accounts = place_of(session.options.file, session.environment)
        folder = session.environment.state_folder()
        if folder is None:
            return cls(session, accounts, None, Memory(), tr("there is no folder for it"))
        place = folder / state_name(accounts)
        try:
            if not stat.S_ISREG(place.stat().st_mode):  # a pipe would make us wait
                raise NotOursError
            with place.open("rb") as stream:
                return cls(session, accounts, place, read_memory(stream.read(_LARGEST_MEMORY)))
        except FileNotFoundError:
            return cls(session, accounts, place, Memory())
        except NotOursError:
            return cls(session, accounts, None, Memory(), tr("{file} holds something else: take it away", file=place))
        except (OSError, ValueError) as problem:
            said = tr("{file}: {reason}", file=place, reason=reason(problem))
            return cls(session, accounts, None, Memory(), said)

    def unsaid(self, needs: "list[Need]", today: date) -> "list[Need]":
        """Return what is to be said today."""
        from repaycli.reminders.said import unsaid

        return unsaid(needs, self.memory, today)

    def keep(self, needs: "list[Need]", told: "list[Need]", today: date) -> None:
        """Write down what was said; raises NotWritten with the reason when that is impossible."""
        from repaycli.cli.disk import make_folder, replace
        from repaycli.reminders.said import after, write_memory

        try:
            if self.place is None:
                raise NotWritten(self.problem)
            make_folder(self.place.parent)
            content = write_memory(after(self.memory, needs, told, today), self.accounts)
            replace(self.place, os.fspath(self.place), content)
        except NotWritten as stop:
            raise _Told(
                tr(
                    "that you were reminded could not be noted, so the same may be said again: {reason}",
                    reason=stop.message,
                )
            ) from stop
