"""What every view says beside its answer: warnings of the file, what is unconfirmed, assumptions, preset terms."""

from collections.abc import Iterable, Mapping

from repaycli.core.money import Currency
from repaycli.engine.ledger import Notice, Unconfirmed
from repaycli.locale import joined, say, tr
from repaycli.present.model import ONLY_JSON, SHOWN, Note
from repaycli.present.shell import pay_command
from repaycli.present.words import sentence
from repaycli.products.accounts import Account, Household, Origin


def notes(household: Household, unconfirmed: Iterable[Unconfirmed], notices: Iterable[Notice]) -> tuple[Note, ...]:
    """Return the notes in the order of their weight, each once."""
    found = [Note(problem.code, problem.subject, say(problem.message)) for problem in household.warnings]
    found += [_unconfirmed(item, household.currency) for item in unconfirmed]
    found += [Note(item.code, item.account, sentence(item.message, household.currency)) for item in notices]
    found += _preset_terms(household.accounts)
    return tuple(dict.fromkeys(found))


def _unconfirmed(item: Unconfirmed, currency: Currency) -> Note:
    message = tr(
        "no payment is recorded for {due} (at least {minimum}, in full {amount}), so it counts as unpaid; if you paid, "
        "record what you paid and when: {command}",
        due=item.due,
        minimum=currency.grouped(item.minimum),
        amount=currency.grouped(item.amount),
        command=pay_command(item.account, item.minimum, item.due, currency),
    )
    return Note("unconfirmed", item.account, message)


def _preset_terms(accounts: Iterable[Account]) -> list[Note]:
    """Say in one line which presets gave terms; for programs, with the keys of each account."""
    used = [(account, keys) for account in accounts if account.preset and (keys := preset_keys(account))]
    if not used:
        return []
    names = joined(dict.fromkeys(f"{account.name} {account.preset}" for account, _ in used))
    message = tr(
        "terms that your file leaves open are those of the presets {names} (`repaycli presets NAME` shows them, with their "
        "sources); your own contract page goes first",
        names=names,
    )
    return [Note("preset-terms", "", message, SHOWN), *(_keys_note(account, keys) for account, keys in used)]


def preset_keys(account: Account) -> list[str]:
    """Return the keys of an account whose values come from its preset."""
    origins = account.origins
    return [key for key in sorted(origins) if origins[key].kind == "preset" and not is_inside(key, origins)]


def _keys_note(account: Account, keys: Iterable[str]) -> Note:
    message = tr(
        "from the preset {preset}: {keys}; your own contract page overrides these",
        preset=account.preset,
        keys=joined(keys),
    )
    return Note("preset-terms", account.name, message, ONLY_JSON)


def is_inside(key: str, origins: Mapping[str, Origin]) -> bool:
    """Tell whether a key such as `minimum.share` belongs to a table that comes from the preset as a whole."""
    outer = key.rpartition(".")[0]
    return bool(outer) and outer in origins and origins[outer].kind == "preset"
