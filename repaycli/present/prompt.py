"""The household in one short line, for a shell's prompt: what is past due, what is unconfirmed, what is due next."""

from collections.abc import Sequence
from datetime import date, timedelta

from repaycli.core.money import Currency
from repaycli.engine.ledger import AccountPosition, Standing
from repaycli.locale import tr, trn
from repaycli.present.model import Money, View
from repaycli.products.accounts import Household

_SOON = timedelta(days=7)


def line_view(household: Household, standing: Standing) -> View:
    """Return one line: accounts and sums past due, and the least that is to be paid within a week, else next."""
    unconfirmed = {item.account for item in standing.unconfirmed}
    late = [account for account in standing.accounts if account.past_due > 0]
    graced = [account for account in standing.accounts if account.name in unconfirmed and account not in late]
    unsure = [*(account for account in late if account.name in unconfirmed), *graced]
    known = [account for account in late if account.name not in unconfirmed]
    due = _due(standing)
    said = [
        *_late(trn("{count} past due", "{count} past due", len(known)), known, household.currency),
        *_late(trn("{count} unconfirmed", "{count} unconfirmed", len(unsure)), unsure, household.currency),
        *_coming(due, standing.on, household.currency),
    ]
    line = tr("; ").join(said) or tr("nothing is due")
    return View(
        currency=household.currency,
        fields={
            "as_of": standing.on,
            "balances_as_of": household.as_of,
            "currency": household.currency.code,
            "past_due": Money(sum(account.past_due for account in late)),
            "due": Money(sum(account.next_minimum for _, account in due)),
            "due_by": max((day for day, _ in due), default=None),
            "line": line,
        },
        sentence=line,
    )


def _due(standing: Standing) -> list[tuple[date, AccountPosition]]:
    """Return what is to be paid within a week, else what is due on the next due day."""
    dated = [(account.next_due, account) for account in standing.accounts if account.next_due and account.next_minimum]
    unconfirmed = {(item.account, item.due) for item in standing.unconfirmed}
    waiting = [(day, account) for day, account in dated if (account.name, day) not in unconfirmed]
    soon = [(day, account) for day, account in waiting if day <= standing.on + _SOON]
    first = min((day for day, _ in waiting), default=None)
    return soon or [(day, account) for day, account in waiting if day == first]


def _late(words: str, accounts: Sequence[AccountPosition], currency: Currency) -> list[str]:
    if not accounts:
        return []
    return [words + tr(": ") + currency.grouped(sum(account.past_due or account.next_minimum for account in accounts))]


def _coming(due: Sequence[tuple[date, AccountPosition]], today: date, currency: Currency) -> list[str]:
    if not due:
        return []
    last = max(day for day, _ in due)
    amount = currency.grouped(sum(account.next_minimum for _, account in due))
    if last > today + _SOON:
        return [tr("next due {day}: {amount}", day=last, amount=amount)]
    return [trn("{count} due by {day}: {amount}", "{count} due by {day}: {amount}", len(due), day=last, amount=amount)]
