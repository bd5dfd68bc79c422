"""What was recorded, and what it changed: the answers of `pay`, `spend`, `receive`, `balance` and `undo`."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from repaycli.core.money import Currency
from repaycli.core.nouns import NamedTuple
from repaycli.engine.ledger import AccountPosition, WalletPosition
from repaycli.locale import say, tr, trn
from repaycli.present.discrepancy import cause_words, explained
from repaycli.present.entries import recorded_words
from repaycli.present.model import Lines, Money, Note, View
from repaycli.present.shell import command
from repaycli.present.shortfalls import made_missing
from repaycli.present.status import owed_in_all
from repaycli.products.accounts import BalanceCheck, Household
from repaycli.products.entries import Entry
from repaycli.strategies.discrepancy import Explanation
from repaycli.strategies.effects import Billing, Effect, Lacking


class Recording(NamedTuple):
    """An entry that stands in the journal now; the household without it and with it; the day of the run."""

    entry: Entry
    before: Household
    after: Household
    today: date
    taken_back: Entry | None = None  # what a reversal takes back

    @property
    def currency(self) -> Currency:
        """The household's."""
        return self.after.currency

    @property
    def on(self) -> date:
        """The entry's day."""
        return self.entry.on or self.today


# -- the answers ----------------------------------------------------------------------------------------------------------


def payment_view(recording: Recording, effect: Effect | None, twins: int, lacking: Lacking | None = None) -> View:
    """Return what a payment changed; `twins` = how many like it were recorded before."""
    lines = _payment_lines(recording, effect) if effect else [moves_nothing(recording)]
    notes = [*_twin_notes(recording, twins), *_inside_notes(recording), *_lacking_notes(lacking, recording.currency)]
    return answer_view(recording, effect, lines, _payment_data(recording, effect), notes)


def purchase_view(recording: Recording, effect: Effect | None, billing: Billing | None, twins: int) -> View:
    """Return what a purchase, a cash advance or a refund changed; `twins` = how many like it were recorded before."""
    currency, after = recording.currency, effect.after if effect else None
    lines = _owed_lines(after, currency) if after else [moves_nothing(recording)]
    if after and after.available is not None:
        lines.append(_available(after, currency))
    if billing:
        said = tr("on the statement of {closes}, due {due}", closes=billing.closes, due=billing.due)
        lines.insert(0, said)
    lines += promise(recording)
    more: dict[str, object] = {
        "statement": billing.closes if billing else None,
        "statement_due": billing.due if billing else None,
    }
    if after:
        more["available"] = None if after.available is None else Money(after.available)
    notes = [*_twin_notes(recording, twins), *_inside_notes(recording)]
    return answer_view(recording, effect, lines, more, notes)


def balance_view(
    recording: Recording, effect: Effect | None, found: Explanation, check: BalanceCheck, was_said: bool
) -> View:
    """Return what a figure of the lender or of a wallet changed, and why it was not ours."""
    currency = recording.currency
    lines = [] if was_said else explained(found, check, currency)
    if effect is None and recording.on < recording.after.as_of:
        lines = [moves_nothing(recording)]
    if effect:
        lines += _owed_lines(effect.after, currency) + _next_lines(effect.after, currency)
    more: dict[str, object] = {
        "expected": Money(found.expected),
        "difference": Money(found.difference),
        "causes": [
            {
                "kind": cause.kind,
                "amount": Money(cause.amount),
                "date": cause.on,
                "name": cause.name or None,
                "days": cause.days or None,
                "write": list(cause.settings),
                "message": cause_words(cause, check, currency),
            }
            for cause in found.causes
        ],
    }
    return answer_view(recording, effect, lines, more, [])


def undo_view(recording: Recording, effect: Effect | None, wallets: Sequence[WalletPosition]) -> View:
    """Return where the account stands without the entry that was taken back, or with what counts again."""
    currency = recording.currency
    lines = _owed_lines(effect.after, currency) + _next_lines(effect.after, currency) if effect else []
    if effect and effect.after.past_due:
        lines.insert(0, _still_past_due(effect.after, currency))
    lines += wallet_lines(wallets, currency)
    lines.append(tr("to take this undo back: {command}", command=command("undo", recording.entry.id or "")))
    return answer_view(recording, effect, lines, {}, [])


def answer_view(
    recording: Recording,
    effect: Effect | None,
    lines: Sequence[str],
    more: Mapping[str, object],
    notes: Sequence[Note],
) -> View:
    """Return the answer of a command that recorded something: `lines` say what it changed, `more` is that for programs."""
    entry, currency = recording.entry, recording.currency
    warned = [each for each in recording.after.warnings if each not in recording.before.warnings]
    return View(
        currency=currency,
        fields={
            "as_of": recording.today,
            "currency": currency.code,
            "recorded": _entry_data(entry),
            **({"taken_back": _entry_data(recording.taken_back)} if recording.taken_back else {}),
            "changes": {**(_position_data(effect) if effect else {}), **more},
        },
        parts=(Lines(tuple(f"  {line}" for line in lines), recorded_words(entry, currency, recording.taken_back)),),
        notes=(*notes, *(Note(each.code, each.subject, say(each.message)) for each in warned)),
    )


def _entry_data(entry: Entry) -> dict[str, object]:
    money = Money(entry.amount)
    data: dict[str, object] = {"entry": entry.table, "id": entry.id}
    match entry.table:
        case "payment":
            own = {"account": entry.account, "date": entry.on, "amount": money, "from": entry.wallet or None}
            data |= {**own, "as": entry.kind or None}
        case "purchase":
            data |= {"account": entry.account, "posted": entry.on, "amount": money, "kind": entry.kind or "purchase"}
        case "receipt":
            data |= {"income": entry.income, "date": entry.on, "due": entry.due, "amount": money}
        case "balance":
            data |= {"account": entry.account, "date": entry.on, "holds" if entry.holds else "owed": money}
            data |= {} if entry.holds else {"includes_accrued": entry.includes_accrued}
        case _:
            return {**data, "of": entry.of, "date": entry.on, "reason": entry.note or None}
    return {**data, "note": entry.note or None}


def _position_data(effect: Effect) -> dict[str, object]:
    after = effect.after
    return {
        "on": effect.on,
        "owed_before": Money(effect.before.owed),
        "owed": Money(after.owed),
        "accrued": Money(after.accrued),
        "planned": Money(after.planned),
        "past_due": Money(after.past_due),
        "days_past_due": after.days_past_due,
        "next_due": after.next_due,
        "next_amount": Money(after.next_amount) if after.next_due else None,
        "next_minimum": Money(after.next_minimum) if after.next_due else None,
        "wallets": [{"name": each.name, "holds": Money(each.holds)} for each in effect.wallets],
    }


# -- a payment ------------------------------------------------------------------------------------------------------------


def _payment_data(recording: Recording, effect: Effect | None) -> dict[str, object]:
    if effect is None:
        return {}
    before, after, saved = effect.before, effect.after, effect.saved
    return {
        "past_due_ended": _days_late(recording, before) if before.past_due and not after.past_due else None,
        "minimum_met": bool(before.next_due and _is_met(before, after)) if before.next_minimum else None,
        "bill_paid": bool(before.next_due and _is_paid(before, after)) if before.next_amount else None,
        "saved": Money(max(0, saved.amount)) if saved else None,
        "saved_until": saved.until if saved else None,
    }


def _payment_lines(recording: Recording, effect: Effect) -> list[str]:
    currency, after = recording.currency, effect.after
    lines = [*promise(recording), *_past_due_lines(recording, effect), *_due_lines(effect, currency)]
    saved = effect.saved
    if saved and saved.amount > 0 and not saved.missing:
        lines.append(
            tr(
                "saves {amount} of interest and fees by {until} (set against paying only what is due at least)",
                amount=currency.grouped(saved.amount),
                until=saved.until,
            )
        )
    lines += _owed_lines(after, currency) + _next_lines(after, currency) + wallet_lines(effect.wallets, currency)
    if saved and saved.missing:
        lines.append(made_missing(saved.missing, currency))
    return lines


def promise(recording: Recording) -> list[str]:
    """Say of an entry of a day to come when it counts."""
    if recording.on <= recording.today:
        return []
    return [tr("it counts from {date}; that is how things stand then:", date=recording.on)]


def _past_due_lines(recording: Recording, effect: Effect) -> list[str]:
    before, after, currency = effect.before, effect.after, recording.currency
    if not before.past_due:
        return []
    if after.past_due:
        return [_still_past_due(after, currency)]
    days = _days_late(recording, before)
    due = effect.on - timedelta(days=before.days_past_due)
    if days <= 0:
        return [tr("the due of {due} was met in time: nothing is past due", due=due)]
    return [
        trn(
            "nothing is past due any more; it was {count} day late",
            "nothing is past due any more; it was {count} days late",
            days,
        )
    ]


def _days_late(recording: Recording, before: AccountPosition) -> int:
    """Return the days from the due date that was past due to the payment."""
    return before.days_past_due - max(0, (recording.today - recording.on).days)


def _still_past_due(account: AccountPosition, currency: Currency) -> str:
    return trn(
        "past due: {amount}, for {count} day",
        "past due: {amount}, for {count} days",
        account.days_past_due,
        amount=currency.grouped(account.past_due),
    )


def _is_paid(before: AccountPosition, after: AccountPosition) -> bool:
    return after.next_due != before.next_due or after.next_amount == 0


def _is_met(before: AccountPosition, after: AccountPosition) -> bool:
    return after.next_due != before.next_due or after.next_minimum == 0


def _due_lines(effect: Effect, currency: Currency) -> list[str]:
    """Say what became of the due that was next before the payment."""
    before, after = effect.before, effect.after
    if before.next_due is None or not before.next_amount:
        return []
    due = before.next_due
    if not before.is_line:
        if _is_paid(before, after):
            return [tr("the instalment of {due} is paid", due=due)]
        if after.next_amount >= before.next_amount:
            return []
        return [tr("{amount} of the instalment of {due} is left", amount=currency.grouped(after.next_amount), due=due)]
    if _is_paid(before, after):
        return [tr("the whole bill of {due} is paid", due=due)]
    if not before.next_minimum:
        return []
    if _is_met(before, after):
        left = currency.grouped(after.next_amount)
        return [tr("the minimum of {due} is met; {amount} of the bill is left", due=due, amount=left)]
    return [tr("still {amount} short of the minimum of {due}", amount=currency.grouped(after.next_minimum), due=due)]


# -- how an account and the wallets stand -----------------------------------------------------------------------------------


def _owed_lines(account: AccountPosition, currency: Currency) -> list[str]:
    whole = account.owed + account.planned + account.accrued
    if whole < 0:
        return [tr("{account} is overpaid by {amount}", account=account.name, amount=currency.grouped(-whole))]
    if not whole:
        return [tr("nothing is owed to {account} any more", account=account.name)]
    owed = owed_in_all(account.owed, account.planned, account.accrued, currency)
    return [tr("owed now: {amount}", amount=owed)]


def _next_lines(account: AccountPosition, currency: Currency) -> list[str]:
    if account.next_due is None or not account.next_amount:
        return [tr("next statement: {date}", date=account.next_closing)] if account.next_closing else []
    amount, due = currency.grouped(account.next_amount), account.next_due
    if not account.is_line or account.next_minimum == account.next_amount:
        return [tr("next due: {amount} by {due}", amount=amount, due=due)]
    if not account.next_minimum:
        return [tr("next due: nothing more is asked by {due}; {amount} pays the bill in full", due=due, amount=amount)]
    minimum = currency.grouped(account.next_minimum)
    return [tr("next due: at least {minimum} by {due}, {amount} in full", minimum=minimum, due=due, amount=amount)]


def _available(account: AccountPosition, currency: Currency) -> str:
    return tr("can still be spent: {amount}", amount=currency.grouped(account.available or 0))


def wallet_lines(wallets: Sequence[WalletPosition], currency: Currency) -> list[str]:
    """Say what wallets hold."""
    return [
        tr("{wallet} holds {amount} now", wallet=each.name, amount=currency.grouped(each.holds)) for each in wallets
    ]


def moves_nothing(recording: Recording) -> str:
    """Say that an entry is older than the balances."""
    return tr(
        "{date} is before {as_of}, the day of the balances, which hold it already: it moves no money",
        date=recording.on,
        as_of=recording.after.as_of,
    )


def _twin_notes(recording: Recording, twins: int) -> list[Note]:
    """Say when the same entry stood there before: a script may mean it, a person rarely does."""
    if not twins:
        return []
    message = trn(
        "the same is recorded once already; if this one was not meant: {command}",
        "the same is recorded {count} times already; if this one was not meant: {command}",
        twins,
        command=command("undo", recording.entry.id or ""),
    )
    return [Note("same-again", recording.entry.account, message)]


def _inside_notes(recording: Recording) -> list[Note]:
    """Say when a figure of the lender, recorded for a later day, holds the entry already."""
    account = recording.entry.account
    later = [each.on for each in recording.before.balances if each.account == account and recording.on < each.on]
    if not later or min(later) > recording.today:
        return []
    message = tr("the figure recorded for {date} holds it already: what is owed does not change", date=min(later))
    return [Note("inside-balance", account, message)]


def _lacking_notes(lacking: Lacking | None, currency: Currency) -> list[Note]:
    if lacking is None:
        return []
    message = tr(
        "by the model {amount} were missing in it for this payment, and are taken to have been there; say what it holds now: "
        "{command}",
        amount=currency.grouped(lacking.amount),
        command=command("balance", lacking.wallet, "FIGURE"),
    )
    return [Note("wallet-lacked", lacking.wallet, message)]
