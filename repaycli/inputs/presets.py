"""Built-in product terms and rules: cited data files of `repaycli.products`, and how a preset fills an account."""

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import NamedTuple, cast

from repaycli import products
from repaycli.products.accounts import Citation, Origin, Stage
from repaycli.products.delinquency import Ladder, Practice
from repaycli.products.legal import Laws, LegalLine, PrimeRate

_FOLDER = Path(products.__file__ or "").parent  # importlib.resources would cost every command 20 ms
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


class Rule(NamedTuple):
    """A built-in rule of finance, as `why` prints it; titles and explanations by language."""

    id: str
    title: Mapping[str, str]
    explanation: Mapping[str, str]
    formula: str
    citation: Citation


def _data(*parts: str) -> dict[str, object]:
    content = _FOLDER.joinpath(*parts).read_text(encoding="utf-8")
    return tomllib.loads(content, parse_float=Decimal)


def _citation(raw: Mapping[str, object]) -> Citation:
    on = raw["as_of"]
    return Citation(str(raw["source"]), on.isoformat() if isinstance(on, date) else str(on), str(raw["confidence"]))


def _languages(raw: object) -> Mapping[str, str]:
    return cast("dict[str, str]", raw) if isinstance(raw, dict) else {}


def _tables(raw: object) -> list[dict[str, object]]:
    return cast("list[dict[str, object]]", raw)


@cache
def preset_names() -> tuple[str, ...]:
    """Return the names of all built-in presets, in order.

    >>> "huabei" in preset_names()
    True
    """
    return tuple(sorted(path.stem for path in (_FOLDER / "presets").glob("*.toml")))


@cache
def read_preset(name: str) -> Preset:
    """Return a built-in preset; KeyError when there is none of that name."""
    if name not in preset_names():
        raise KeyError(name)
    raw = _data("presets", f"{name}.toml")
    values = tuple(
        PresetValue(str(item["key"]), item["value"], _citation(item), _languages(item.get("note")))
        for item in _tables(raw["value"])
    )
    return Preset(str(raw["name"]), str(raw["kind"]), _languages(raw["title"]), _languages(raw["summary"]), values)


@cache
def read_rules() -> Mapping[str, Rule]:
    """Return every built-in rule by its id."""
    return {
        str(item["id"]): Rule(
            str(item["id"]),
            _languages(item["title"]),
            _languages(item["explanation"]),
            str(item["formula"]),
            _citation(item),
        )
        for item in _tables(_data("rule_sources.toml")["rule"])
    }


@cache
def read_ladder(currency: str) -> Ladder:
    """Return what usually follows from being past due where a currency is used; an empty ladder where nothing is known."""
    if not _FOLDER.joinpath("ladders", f"{currency}.toml").exists():
        return Ladder()
    raw = _data("ladders", f"{currency}.toml")
    stages = tuple(
        Stage(
            str(item["id"]),
            cast("int", item["after_days"]),
            titles=_languages(item["title"]),
            meanings=_languages(item["means"]),
            citation=_citation(item),
        )
        for item in _tables(raw["stage"])
    )
    rules = {rule.id: rule for rule in map(_practice, _tables(raw["rule"]))}
    for rule in ("overdue-penalty-loan", "overdue-interest-line"):
        if rule not in rules:
            found = read_rules()[rule]
            rules[rule] = Practice(rule, found.title, found.explanation, found.citation)
    return Ladder(stages, tuple(map(_practice, _tables(raw["conduct"]))), rules)


@cache
def read_laws(currency: str) -> Laws:
    """Return what law says about the cost of a loan where a currency is used; none where nothing is known."""
    if not _FOLDER.joinpath("laws", f"{currency}.toml").exists():
        return Laws()
    raw = _data("laws", f"{currency}.toml")
    lines = tuple(
        LegalLine(
            _practice(item),
            Fraction(cast("Decimal", item["rate"])) if "rate" in item else None,
            cast("int", item.get("lpr_multiple", 0)),
            cast("date | None", item.get("since")),
        )
        for item in _tables(raw["line"])
    )
    prime = tuple(
        PrimeRate(cast("date", item["from"]), Fraction(cast("Decimal", item["rate"])), _citation(item))
        for item in _tables(raw["lpr"])
    )
    rules = tuple((cast("date", item["since"]), _practice(item)) for item in _tables(raw["rule"]))
    return Laws(lines, rules, prime, cast("date", raw["lpr_known_until"]))


def _practice(raw: Mapping[str, object]) -> Practice:
    return Practice(
        str(raw["id"]),
        _languages(raw["title"]),
        _languages(raw["explanation"]),
        _citation(raw),
        tuple(cast("list[str]", raw.get("presets", []))),
        cast("int | None", raw.get("after_days")),
    )


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
