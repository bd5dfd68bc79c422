"""What every view says beside its answer: warnings of the file, what is unconfirmed, assumptions, preset terms."""

from collections.abc import Iterable, Mapping

from repaycli.core.money import Currency
from repaycli.engine.ledger import Notice, Unconfirmed
from repaycli.locale import say, tr
from repaycli.present.model import Note
from repaycli.present.words import joined, sentence
from repaycli.products.accounts import Account, Household, Origin


def notes(household: Household, unconfirmed: Iterable[Unconfirmed], notices: Iterable[Notice]) -> tuple[Note, ...]:
    """Return the notes in the order of their weight, each once."""
    found = [Note(problem.code, problem.subject, say(problem.message)) for problem in household.warnings]
    found += [_unconfirmed(item, household.currency) for item in unconfirmed]
    found += [Note(item.code, item.account, sentence(item.message, household.currency)) for item in notices]
    found += [note for account in household.accounts if (note := _preset_terms(account))]
    return tuple(dict.fromkeys(found))


def _unconfirmed(item: Unconfirmed, currency: Currency) -> Note:
    message = tr(
        "no payment is recorded for {due} (at least {minimum}, in full {amount}), so it counts as unpaid; "
        'if you paid, write into the file: [[payment]] account = "{account}", date = …, amount = …',
        due=item.due,
        minimum=currency.grouped(item.minimum),
        amount=currency.grouped(item.amount),
        account=item.account,
    )
    return Note("unconfirmed", item.account, message)


def _preset_terms(account: Account) -> Note | None:
    origins = account.origins
    keys = [key for key in sorted(origins) if origins[key].kind == "preset" and not is_inside(key, origins)]
    if not keys or not account.preset:
        return None
    message = tr(
        "from the preset {preset}: {keys}; your own contract page overrides these",
        preset=account.preset,
        keys=joined(keys),
    )
    return Note("preset-terms", account.name, message)


def is_inside(key: str, origins: Mapping[str, Origin]) -> bool:
    """Tell whether a key such as `minimum.share` belongs to a table that comes from the preset as a whole."""
    outer = key.rpartition(".")[0]
    return bool(outer) and outer in origins and origins[outer].kind == "preset"
