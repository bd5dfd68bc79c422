"""The built-in product terms: which there are, and every value of one with its source, date and confidence."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol, cast

from repaycli.locale import mark, tr
from repaycli.present.model import Column, Table, View, Word
from repaycli.present.words import confidence_word, localised
from repaycli.products.accounts import Citation

_PRODUCTS = {"credit_line": mark("credit line"), "loan": mark("loan")}


class Cited(Protocol):
    """One value of a preset."""

    @property
    def key(self) -> str: ...
    @property
    def value(self) -> object: ...
    @property
    def citation(self) -> Citation: ...
    @property
    def note(self) -> Mapping[str, str]: ...


class Product(Protocol):
    """A preset, as `repaycli.inputs` reads it."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def title(self) -> Mapping[str, str]: ...
    @property
    def summary(self) -> Mapping[str, str]: ...
    @property
    def values(self) -> Sequence[Cited]: ...


def presets_view(presets: Iterable[Product], today: date) -> View:
    """Return the list of presets."""
    rows = tuple(
        (
            preset.name,
            Word(preset.kind, tr(_PRODUCTS[preset.kind])),
            localised(preset.title),
            localised(preset.summary),
        )
        for preset in presets
    )
    columns = (
        Column("name", tr("name"), is_text=True),
        Column("kind", tr("product"), is_text=True),
        Column("title", tr("title"), is_text=True),
        Column("summary", tr("summary"), is_text=True),
    )
    return View(
        currency=None,
        fields={"as_of": today},
        parts=(Table("presets", "", columns, rows),),
        sentence=tr(
            "`repaycli presets NAME` shows every value with its source; your own contract page overrides them all."
        ),
    )


def preset_view(preset: Product, today: date) -> View:
    """Return every value of one preset."""
    rows = tuple(
        (
            item.key,
            toml_value(item.value),
            confidence_word(item.citation.confidence),
            item.citation.as_of,
            item.citation.source,
            localised(item.note) or None,
        )
        for item in preset.values
    )
    columns = (
        Column("key", tr("key"), is_text=True),
        Column("value", tr("value"), is_text=True),
        Column("confidence", tr("confidence"), is_text=True),
        Column("as_of", tr("as of")),
        Column("source", tr("source"), is_text=True),
        Column("note", tr("note"), is_text=True),
    )
    return View(
        currency=None,
        head=f"{preset.name} – {localised(preset.title)}: {localised(preset.summary)}",
        fields={
            "as_of": today,
            "name": preset.name,
            "kind": preset.kind,
            "title": localised(preset.title),
            "summary": localised(preset.summary),
        },
        parts=(Table("values", "", columns, rows),),
        sentence=tr("Your own contract page overrides these: write its values into the file."),
    )


def toml_value(value: object) -> str:
    """Write a value as it would stand in the accounts file."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | Decimal() | float():
            return str(value)
        case str():
            return f'"{value}"'
        case Mapping():
            pairs = cast(Mapping[str, object], value).items()
            return "{ " + ", ".join(f"{key} = {toml_value(item)}" for key, item in pairs) + " }"
        case _:
            return "[" + ", ".join(toml_value(item) for item in cast(Iterable[object], value)) + "]"
