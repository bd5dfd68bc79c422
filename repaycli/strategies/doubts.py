"""What speaks against an entry before it is recorded, by the model: a zero too many, a date that cannot be meant."""

from datetime import date, timedelta

from repaycli.core.nouns import NamedTuple
from repaycli.core.text import Text, text
from repaycli.engine.ledger import AccountPosition
from repaycli.engine.standing import standing
from repaycli.products.accounts import CreditLine, Household
from repaycli.products.entries import Entry
from repaycli.products.receipts import planned_amount
from repaycli.strategies.discrepancy import Explanation

_EARLY = timedelta(days=5)
"""A salary comes so early before holidays, hardly earlier."""

_FAR = 5


class Doubt(NamedTuple):
    """A reason to ask once more; in `message` amounts are minor units."""

    code: str
    message: Text


def doubts(household: Household, entry: Entry, today: date) -> list[Doubt]:
    """Return what speaks against an entry of a payment, a purchase or a balance."""
    on = entry.on or today
    if on < household.as_of:
        said = text(
            "{date} is before the file's as_of, {as_of}: the balances of that day hold it already, and it moves no money",
            date=on,
            as_of=household.as_of,
        )
        return [Doubt("before-start", said)]
    found = [Doubt("future", _future(entry, on))] if on > today else []
    if entry.table == "payment" or entry.kind == "refund":
        found += _more_than_owed(household, entry, on, today)
    elif entry.table == "purchase":
        found += _no_room(household, entry, on)
    return found


def _future(entry: Entry, on: date) -> Text:
    if entry.table == "balance":
        return text("{date} is in the future: what will stand there then cannot be known", date=on)
    if entry.table == "purchase":
        return text("{date} is in the future: until then it counts as something planned", date=on)
    return text("{date} is in the future: until then it counts as a promise, not as a payment", date=on)


def doubtful_receipt(household: Household, entry: Entry, today: date) -> list[Doubt]:
    """Return what speaks against a receipt: a day to come, a planned day that is another one's, a zero too many."""
    on, due = entry.on or today, entry.due
    found: list[Doubt] = []
    if on > today:
        said = text("{date} is in the future: until then it counts as something planned", date=on)
        found.append(Doubt("future", said))
    recorded = [each for each in household.receipts if due and (each.income, each.due) == (entry.income, due)]
    if recorded:
        said = text(
            "what was planned for {due} is recorded already, {amount} on {date}; this counts as one more part of it",
            due=due,
            amount=recorded[-1].amount,
            date=recorded[-1].on,
        )
        found.append(Doubt("one-more-part", said))
    elif due and due - on > _EARLY:
        said = text(
            "it counts as what is planned for {due}, {days} days early; if it stands for another day, say so: --due DATE",
            due=due,
            days=(due - on).days,
        )
        found.append(Doubt("early", said))
    return found + _unlike_planned(household, entry, due or on)


def _unlike_planned(household: Household, entry: Entry, due: date) -> list[Doubt]:
    planned = planned_amount([flow for flow in household.incomes if flow.name == entry.income], due)
    if not entry.amount or (planned <= entry.amount * _FAR and entry.amount <= planned * 2):
        return []
    more = text("{amount} is more than twice what is planned, {expected}", amount=entry.amount, expected=planned)
    less = text("{amount} is less than a fifth of what is planned, {expected}", amount=entry.amount, expected=planned)
    return [Doubt("unlike-planned", more if entry.amount > planned else less)]


def _position(household: Household, name: str, on: date) -> AccountPosition:
    return next(each for each in standing(household, on).accounts if each.name == name)


def _more_than_owed(household: Household, entry: Entry, on: date, today: date) -> list[Doubt]:
    """Look at the day itself, and at today where the day is past: what was recorded since may have paid it all."""
    days = dict.fromkeys((on, max(on, today)))
    owed, day = min((_owed_in_all(_position(household, entry.account, each)), each) for each in days)
    if entry.amount <= owed:
        return []
    said = text(
        "{account} owes {owed} on {date}, all in all; {amount} is {difference} too much",
        account=entry.account,
        owed=max(0, owed),
        date=day,
        amount=entry.amount,
        difference=entry.amount - max(0, owed),
    )
    return [Doubt("more-than-owed", said)]


def _owed_in_all(account: AccountPosition) -> int:
    return account.owed + account.accrued + account.planned


def _no_room(household: Household, entry: Entry, on: date) -> list[Doubt]:
    account = _position(household, entry.account, on)
    if account.is_frozen:
        said = text("spending on {account} is frozen while its lender is owed past-due sums", account=account.name)
        return [Doubt("frozen", said)]
    if account.available is None or entry.amount <= account.available:
        return []
    said = text(
        "{sum} can still be spent on {account} on {date}; {amount} is {difference} too much",
        sum=account.available,
        account=account.name,
        date=on,
        amount=entry.amount,
        difference=entry.amount - account.available,
    )
    return [Doubt("above-available", said)]


def doubtful_figure(household: Household, entry: Entry, found: Explanation) -> list[Doubt]:
    """Doubt a figure that holds interest it is not said to hold, or that no such account can come to."""
    if not found.difference or entry.holds:
        return []
    if any(cause.kind == "accrued" for cause in found.causes):
        said = text(
            "{amount} is what is owed with the interest that is not charged yet; so it needs --includes-accrued, or that "
            "interest would count twice",
            amount=entry.amount,
        )
        return [Doubt("includes-accrued", said)]
    account = next(each for each in household.accounts if each.name == entry.account)
    most = account.limit if isinstance(account, CreditLine) else None
    if most is not None and entry.amount > 2 * max(most, found.expected):
        said = text(
            "{amount} is more than twice the limit of {account}, {sum}",
            amount=entry.amount,
            account=account.name,
            sum=most,
        )
        return [Doubt("far-above-limit", said)]
    if most is None and entry.amount > 2 * max(1, found.expected):
        said = text(
            "{amount} is more than twice what the model has, {expected}", amount=entry.amount, expected=found.expected
        )
        return [Doubt("far-above", said)]
    return []


def same_day(household: Household, entry: Entry, found: Explanation) -> list[Doubt]:
    """Doubt a figure that may have been read after something recorded for the same day: a balance counts before it."""
    if not found.difference:
        return []
    if any(cause.kind == "evening" for cause in found.causes):
        said = text(
            "{amount} is what stands there after the entries of {date}; a balance counts at the START of its day, so they "
            "would count twice: both agree, and nothing needs to be recorded",
            amount=entry.amount,
            date=entry.on,
        )
        return [Doubt("counted-twice", said)]
    if not _is_touched(household, entry):
        return []
    said = text(
        "a balance counts at the START of its day, and entries of {date} are recorded: they would change {amount} once more",
        date=entry.on,
        amount=entry.amount,
    )
    return [Doubt("same-day", said)]


def _is_touched(household: Household, entry: Entry) -> bool:
    """Tell whether something is recorded for the day that moves the account or wallet."""
    paid = [each for each in household.payments if each.on == entry.on]
    if entry.holds:
        come = [each for each in household.receipts if each.on == entry.on and each.amount]
        return any(each.wallet in (None, entry.account) for each in (*paid, *come))
    bought = any(each.account == entry.account and each.posted == entry.on for each in household.purchases)
    return bought or any(each.account == entry.account for each in paid)
