"""Which terms came from presets: each value with its source, its date and how sure it is."""

from collections.abc import Iterator, Sequence

from repaycli.locale import joined, tr
from repaycli.present.as_html import table
from repaycli.present.html import Child, el
from repaycli.present.model import Column, Table, Value
from repaycli.present.notes import preset_keys
from repaycli.present.presets import Product, toml_value
from repaycli.present.words import confidence_word, localised
from repaycli.products.accounts import Household

_SURE = ("high", "medium", "low")


def presets_used(household: Household, products: Sequence[Product]) -> Iterator[Child]:
    """Yield one table that counts how sure the terms are that came from presets, and, folded, every one of them."""
    used = {account.name: (account.preset, preset_keys(account)) for account in household.accounts if account.preset}
    counted: list[tuple[Value, ...]] = []
    listed: list[tuple[Value, ...]] = []
    for product in products:
        names = [name for name, (preset, keys) in used.items() if preset == product.name and keys]
        keys = {key for name in names for key in used[name][1]}
        values = [each for each in product.values if each.key in keys]
        if not values:
            continue
        sure = [each.citation.confidence for each in values]
        counted.append((product.name, localised(product.title), joined(names), *(sure.count(each) for each in _SURE)))
        listed += [
            (
                product.name,
                each.key,
                toml_value(each.value),
                confidence_word(each.citation.confidence),
                each.citation.as_of,
                each.citation.source,
            )
            for each in values
        ]
    if not counted:
        return
    yield table(Table("", tr("How sure the terms from presets are"), _counted_columns(), tuple(counted)), None)
    yield el(
        "details",
        el("summary", tr("Every term from a preset, with its source")),
        table(Table("", tr("Terms from presets"), _listed_columns(), tuple(listed)), None),
    )


def _counted_columns() -> tuple[Column, ...]:
    return (
        Column("preset", tr("preset")),
        Column("title", tr("title"), is_text=True),
        Column("accounts", tr("accounts"), is_text=True),
        *(Column(each, tr("{confidence} confidence", confidence=confidence_word(each).label)) for each in _SURE),
    )


def _listed_columns() -> tuple[Column, ...]:
    return (
        Column("preset", tr("preset")),
        Column("key", tr("key"), is_text=True),
        Column("value", tr("value"), is_text=True),
        Column("confidence", tr("confidence")),
        Column("as_of", tr("as of")),
        Column("source", tr("source"), is_text=True),
    )
