"""Built-in product terms: cited data files of `repaycli.products`, and how a preset fills an account."""

from collections.abc import Mapping
from functools import cache
from typing import cast

from repaycli.core.nouns import NamedTuple
from repaycli.inputs.cited import FOLDER, citation, data, languages, tables
from repaycli.products.accounts import Citation, Origin

_RATES = ("daily_rate", "annual_rate")


class PresetValue(NamedTuple):
    """One term of a product, with its source. `value` is as the file would write it."""

    key: str
    value: object
    citation: Citation
    note: Mapping[str, str]  # by language; may be empty


class Preset(NamedTuple):
    """A product's usual terms. `kind` is "loan" or "credit_line"; titles and summaries by language."""

    name: str
    kind: str
    title: Mapping[str, str]
    summary: Mapping[str, str]
    values: tuple[PresetValue, ...]

    def terms(self) -> dict[str, object]:
        """Return the values by key."""
        return {item.key: item.value for item in self.values}

    def origin(self, key: str) -> Origin:
        """Say where a term of this preset comes from."""
        citation = next((item.citation for item in self.values if item.key == key), None)
        return Origin("preset", self.name, citation)


@cache
def preset_names() -> tuple[str, ...]:
    """Return the names of all built-in presets, in order.

    >>> "huabei" in preset_names()
    True
    """
    return tuple(sorted(path.stem for path in (FOLDER / "presets").glob("*.toml")))


@cache
def read_preset(name: str) -> Preset:
    """Return a built-in preset; KeyError when there is none of that name."""
    if name not in preset_names():
        raise KeyError(name)
    raw = data("presets", f"{name}.toml")
    values = tuple(
        PresetValue(str(item["key"]), item["value"], citation(item), languages(item.get("note")))
        for item in tables(raw["value"])
    )
    return Preset(str(raw["name"]), str(raw["kind"]), languages(raw["title"]), languages(raw["summary"]), values)


def filled(account: Mapping[str, object], preset: Preset) -> dict[str, object]:
    """Fill an account's unset keys from a preset; inline tables are merged key by key, lists are taken whole.

    Of `daily_rate` and `annual_rate` the account's own one stands alone.
    """
    result = dict(account)
    own_rate = any(rate in account for rate in _RATES)
    for key, value in preset.terms().items():
        own = result.get(key)
        if key not in result:
            if key not in _RATES or not own_rate:
                result[key] = value
        elif isinstance(own, dict) and isinstance(value, dict):
            result[key] = cast("dict[str, object]", value) | cast("dict[str, object]", own)
    return result


def origins(
    account: Mapping[str, object], preset: Preset | None, defaults: Mapping[str, tuple[str, ...]]
) -> dict[str, Origin]:
    """Say of every term where it comes from; sub-keys as `minimum.share`.

    `defaults` lists the keys that have a default, each with its sub-keys that have one.
    """
    found: dict[str, Origin] = {}
    terms = preset.terms() if preset else {}
    merged = filled(account, preset) if preset else dict(account)
    for key, value in merged.items():
        from_preset = preset.origin(key) if preset and key in terms else Origin("file")
        found[key] = Origin("file") if key in account else from_preset
        if isinstance(value, dict):
            own = account.get(key)
            for part in cast("dict[str, object]", value):
                is_own = isinstance(own, dict) and part in own
                found[f"{key}.{part}"] = Origin("file") if is_own else from_preset
    for key, parts in defaults.items():
        found.setdefault(key, Origin("default"))
        for part in parts:
            found.setdefault(f"{key}.{part}", Origin("default"))
    return found
