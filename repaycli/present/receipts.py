"""What a receipt changed: the answer of `receive`."""

from datetime import date

from repaycli.locale import tr, trn
from repaycli.present.journal import Recording, answer_view, moves_nothing, promise, wallet_lines
from repaycli.present.model import Money, View
from repaycli.present.shortfalls import made_missing
from repaycli.products.receipts import ENOUGH
from repaycli.strategies.effects import Came


def receipt_view(recording: Recording, came: Came) -> View:
    """Return what a receipt stands for, and what it changed."""
    currency = recording.currency
    lines = [*_planned_lines(recording, came), *_times(recording, came), *wallet_lines(came.wallets, currency)]
    if came.missing:
        lines.append(made_missing(came.missing, currency))
    lines.append(_count(recording.entry.income, came.recorded))
    return answer_view(recording, None, lines, _data(recording, came), [])


def _planned_lines(recording: Recording, came: Came) -> list[str]:
    """Say what was planned, and how far off it is."""
    if came.due is None or came.planned is None:
        return [tr("no planned day is known that it stands for; --due DATE says one")]
    lines, currency = [_planned(recording, came.due, came.planned)], recording.currency
    off = came.brought - came.planned if recording.entry.amount else 0
    if off > 0:
        lines.append(tr("{amount} more than planned", amount=currency.grouped(off)))
    if off < 0:
        lines.append(tr("{amount} less than planned", amount=currency.grouped(-off)))
    return lines


def _planned(recording: Recording, due: date, planned: int) -> str:
    shown = {"amount": recording.currency.grouped(planned), "due": due}
    days = (recording.on - due).days if recording.entry.amount else 0
    if days > 0:
        return trn(
            "planned: {amount} on {due}; it is {count} day late",
            "planned: {amount} on {due}; it is {count} days late",
            days,
            **shown,
        )
    if days < 0:
        return trn(
            "planned: {amount} on {due}; it is {count} day early",
            "planned: {amount} on {due}; it is {count} days early",
            -days,
            **shown,
        )
    return tr("planned: {amount} on {due}", **shown)


def _times(recording: Recording, came: Came) -> list[str]:
    """Say what its day makes of it."""
    as_of = recording.after.as_of
    if recording.entry.amount and recording.on < as_of:
        if came.due and came.due >= as_of:
            return [moves_nothing(recording), tr("what is planned for {due} does not come as well", due=came.due)]
        return [moves_nothing(recording)]
    return promise(recording)


def _count(income: str, count: int) -> str:
    if count >= ENOUGH:
        return tr("{income}: recorded {count} times; `repaycli risk` tells how it varies", income=income, count=count)
    return trn(
        "{income}: recorded {count} time; from {enough} on `repaycli risk` tells how it varies",
        "{income}: recorded {count} times; from {enough} on `repaycli risk` tells how it varies",
        count,
        income=income,
        enough=ENOUGH,
    )


def _data(recording: Recording, came: Came) -> dict[str, object]:
    missing, is_known = came.missing.shortfall if came.missing else None, came.planned is not None
    late = (recording.on - came.due).days if came.due and recording.entry.amount else None
    return {
        "planned": Money(came.planned) if came.planned is not None else None,
        "planned_date": came.due,
        "brought": Money(came.brought) if is_known else None,
        "days_late": late,
        "wallets": [{"name": each.name, "holds": Money(each.holds)} for each in came.wallets],
        "missing": {"date": missing.on, "amount": Money(missing.amount), "accounts": list(missing.accounts)}
        if missing
        else None,
        "occurrences": came.recorded,
    }
