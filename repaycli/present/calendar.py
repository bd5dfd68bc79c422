"""A calendar as plain values: an event for each due date and for each planned payment, ready to be written.

What falls due and what the plan pays on one day for one account is one event. An event is known by its UID, from the
calendar's name, the account, and the due date (or the month of a payment), and by nothing that changes with the
balances: a calendar app that reads a newer file finds the event it has, and brings it up to date.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from hashlib import sha256
from unicodedata import normalize

from repaycli.core.nouns import NamedTuple
from repaycli.engine.dues import ComingDue
from repaycli.engine.ledger import PlannedPayment, Projection
from repaycli.locale import tr
from repaycli.present.calendar_words import Said, due_words, payment_words
from repaycli.present.model import ALL, Column, Money, Table, View
from repaycli.present.notes import notes
from repaycli.products.accounts import Household

ALARM_HOUR = 9
"""Alarms ring at nine in the morning."""

_FIRST = date(2000, 1, 1)
_MOST_A_DAY = 1000


class Wanted(NamedTuple):
    """What the user asks of a calendar: its name, which keeps it apart from others, and alarms as days before."""

    name: str
    alarms: tuple[int, ...]


class Event(NamedTuple):
    """One all-day event. `alarms` are days before it; `due` is None for a payment that stands alone."""

    uid: str
    on: date
    account: str
    summary: str
    description: str
    alarms: tuple[int, ...]
    due: ComingDue | None
    payments: tuple[PlannedPayment, ...]

    @property
    def kind(self) -> str:
        """What it is for: "overdue", "due" or "payment"."""
        if self.due is None:
            return "payment"
        return "overdue" if self.due.is_past_due else "due"

    @property
    def is_estimate(self) -> bool:
        """Tell whether its statement has not closed yet."""
        return self.due is not None and self.due.closes is not None


def calendar_events(
    household: Household, dues: Sequence[ComingDue], projection: Projection, wanted: Wanted
) -> tuple[Event, ...]:
    """Return the events from today to the projection's last day, by date and account."""
    today = projection.today
    said = Said(household, projection)
    waiting: dict[tuple[str, date], list[PlannedPayment]] = {}
    for payment in projection.payments:
        waiting.setdefault((payment.account, payment.on), []).append(payment)
    found: list[Event] = []
    previous: dict[str, date] = {}
    for due in dues:
        on = max(due.on, today)
        payments = waiting.pop((due.account, on), []) if due.amount else []
        before = _before(due, projection, previous.get(due.account))
        previous[due.account] = on
        summary, description = due_words(said, due, payments, before)
        alarms = _alarms(on, today, wanted.alarms) if due.amount else ()
        uid = _uid(wanted.name, due.account, "due", due.on.isoformat())
        found.append(Event(uid, on, due.account, summary, description, alarms, due, tuple(payments)))
    for (account, on), number in _numbered(waiting).items():
        payments = waiting[account, on]
        summary, description = payment_words(said, payments)
        uid = _uid(wanted.name, account, "payment", f"{on:%Y-%m}", str(number))
        alarms = _alarms(on, today, wanted.alarms)
        found.append(Event(uid, on, account, summary, description, alarms, None, tuple(payments)))
    return tuple(sorted(found, key=lambda event: (event.on, event.account, event.kind, event.uid)))


def _before(due: ComingDue, projection: Projection, previous: date | None) -> list[PlannedPayment]:
    """Return what the plan pays ahead of a due date, for it: on a line whatever it pays after the last due date and
    after the statement closed; on a loan only a payoff does away with an instalment."""
    if due.days or not due.amount:
        return []
    if not due.is_line and any(each.account == due.account and each.on == due.on for each in projection.fallen_due):
        return []
    after = max(each for each in (previous, due.closes, date.min) if each is not None)
    return [each for each in projection.payments if each.account == due.account and after < each.on < due.on]


def _numbered(waiting: Iterable[tuple[str, date]]) -> dict[tuple[str, date], int]:
    """Number an account's payment days of a month from its last one backwards: what is over takes no number along."""
    numbers: dict[tuple[str, date], int] = {}
    count: dict[tuple[str, int, int], int] = {}
    for account, on in sorted(waiting, reverse=True):
        month = account, on.year, on.month
        numbers[account, on] = count[month] = count.get(month, 0) + 1
    return numbers


def _alarms(on: date, today: date, wanted: tuple[int, ...]) -> tuple[int, ...]:
    """Return the alarms that can still ring; where none is left after today, one on the morning of the day itself."""
    days = (on - today).days
    left = [before for before in wanted if before <= days]
    if wanted and not any(before < days for before in left):
        left.append(0)
    return tuple(sorted(set(left), reverse=True))


def _uid(*parts: str) -> str:
    """Make a UID that is the same on every day and every machine and tells nothing."""
    return sha256(normalize("NFC", "\0".join(parts)).encode("utf-8", "replace")).hexdigest()[:32] + "@repaycli"


def revision(household: Household, today: date) -> int:
    """Return a number that grows from day to day, and within a day with each recorded entry: a newer file wins."""
    entries = len(household.payments) + len(household.purchases) + len(household.balances)
    return (today - _FIRST).days * _MOST_A_DAY + min(entries, _MOST_A_DAY - 1)


def alarm_times(event: Event) -> list[str]:
    """Return when an event's alarms ring, in local time: `2026-11-07T09:00`."""
    return [f"{event.on - timedelta(days=before)}T{ALARM_HOUR:02d}:00" for before in event.alarms]


def calendar_view(household: Household, projection: Projection, events: Sequence[Event], file: str) -> View:
    """Return the events as an answer for programs."""
    return View(
        currency=household.currency,
        head=tr("Events from {today} to {until}", today=projection.today, until=projection.until),
        fields={
            "as_of": projection.today,
            "balances_as_of": household.as_of,
            "until": projection.until,
            "currency": household.currency.code,
            "strategy": projection.strategy,
            "file": file,
        },
        parts=(
            Table(
                key="events",
                title="",
                columns=tuple(Column(key, key, forms=ALL) for key in _KEYS),
                rows=tuple(_row(event) for event in events),
            ),
        ),
        notes=notes(household, projection.unconfirmed, projection.notices),
    )


_KEYS = (
    "uid", "date", "kind", "account", "due", "minimum", "amount", "unconfirmed", "estimate", "paid", "from", "alarms",
    "summary", "description",
)  # fmt: skip


def _row(event: Event) -> tuple[str | date | Money | bool | Sequence[str] | None, ...]:
    due = event.due
    return (
        event.uid,
        event.on,
        event.kind,
        event.account,
        due.on if due else None,
        Money(due.minimum) if due else None,
        Money(due.amount) if due else None,
        bool(due and due.unconfirmed),
        event.is_estimate,
        Money(sum(payment.amount for payment in event.payments)),
        list(dict.fromkeys(payment.wallet for payment in event.payments)),
        alarm_times(event),
        event.summary,
        event.description,
    )
