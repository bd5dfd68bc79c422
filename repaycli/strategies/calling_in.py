"""A loan called in, as a scenario: on which day, and whether it could happen at all."""

from datetime import date, timedelta

from repaycli.core.text import Text, text
from repaycli.engine.changes import CallIn
from repaycli.engine.ledger import Projection
from repaycli.engine.standing import standing
from repaycli.products.accounts import Household, Loan
from repaycli.strategies.impossible import Impossible


def settled(household: Household, today: date, change: CallIn) -> CallIn:
    """Return the call-in with its day: the one it names, else the first on which the terms allow it, today at the earliest.

    Formula: oldest due date that is past due + `accelerates_after_days`. Units: calendar days. Source: JB-06.
    Raises `Impossible` where there is no such day.
    """
    name = change.account
    account = next(each for each in household.accounts if each.name == name)
    if not isinstance(account, Loan):
        raise Impossible(
            text("{account} is a credit line: it cannot be called in", account=name),
            text("only a loan has instalments that are not due yet"),
        )
    if change.on is not None:
        return change
    if account.accelerates_after_days is None:
        raise Impossible(
            text("{account} does not say after how many days past due it may be called in", account=name),
            text("name the day, --call-in {account}=DATE, or write accelerates_after_days into the file", account=name),
        )
    days = next(each.days_past_due for each in standing(household, today).accounts if each.name == name)
    if not days:
        raise Impossible(
            text("nothing of {account} is past due today, {today}", account=name, today=today),
            text(
                "name the day, --call-in {account}=DATE, with --skip {account} to leave its due unpaid until then",
                account=name,
            ),
        )
    return CallIn(name, max(today, today + timedelta(days=account.accelerates_after_days - days)))


def check_called_in(change: CallIn, played: Projection, until: date | None) -> None:
    """Raise `Impossible` where a run that was played to its end, or to `until`, could not call the loan in."""
    if any(note.code == "called-in" and note.account == change.account for note in played.notices):
        return
    for note in played.notices:
        if note.code == "not-called-in" and note.account == change.account:
            raise Impossible(note.message, _advice(change.account))
    if until is not None and change.on is not None and change.on > until:
        raise Impossible(
            text("{date} is after the last day, {until}", date=change.on, until=until),
            text("choose a later --until, or an earlier day"),
        )
    raise Impossible(
        text("nothing of {account} is past due on {date}", account=change.account, date=change.on),
        _advice(change.account),
    )


def _advice(name: str) -> Text:
    return text(
        "only a loan that is past due can be called in: it is paid by then, or never late; add --skip {account} to leave it unpaid, or name an earlier day",
        account=name,
    )
