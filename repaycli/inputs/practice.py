"""Built-in rules: those that `why` prints, what usually follows from being past due, and what law says about a loan's cost."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import cast

from repaycli.core.nouns import NamedTuple
from repaycli.inputs.cited import FOLDER, citation, data, languages, tables
from repaycli.products.accounts import Citation, Stage
from repaycli.products.delinquency import Ladder, Practice
from repaycli.products.legal import Laws, LegalLine, PrimeRate


class Rule(NamedTuple):
    """A built-in rule of finance, as `why` prints it; titles and explanations by language. `lesson`: of `explain`, or ""."""

    id: str
    title: Mapping[str, str]
    explanation: Mapping[str, str]
    formula: str
    citation: Citation
    lesson: str


@cache
def read_rules() -> Mapping[str, Rule]:
    """Return every built-in rule by its id."""
    return {
        str(item["id"]): Rule(
            str(item["id"]),
            languages(item["title"]),
            languages(item["explanation"]),
            str(item["formula"]),
            citation(item),
            str(item.get("lesson", "")),
        )
        for item in tables(data("rule_sources.toml")["rule"])
    }


@cache
def read_ladder(currency: str) -> Ladder:
    """Return what usually follows from being past due where a currency is used; an empty ladder where nothing is known."""
    if not FOLDER.joinpath("ladders", f"{currency}.toml").exists():
        return Ladder()
    raw = data("ladders", f"{currency}.toml")
    stages = tuple(
        Stage(
            str(item["id"]),
            cast("int", item["after_days"]),
            titles=languages(item["title"]),
            meanings=languages(item["means"]),
            citation=citation(item),
        )
        for item in tables(raw["stage"])
    )
    rules = {rule.id: rule for rule in map(_practice, tables(raw["rule"]))}
    for rule in ("overdue-penalty-loan", "overdue-interest-line"):
        if rule not in rules:
            found = read_rules()[rule]
            rules[rule] = Practice(rule, found.title, found.explanation, found.citation)
    return Ladder(stages, tuple(map(_practice, tables(raw["conduct"]))), rules)


@cache
def read_laws(currency: str) -> Laws:
    """Return what law says about the cost of a loan where a currency is used; none where nothing is known."""
    if not FOLDER.joinpath("laws", f"{currency}.toml").exists():
        return Laws()
    raw = data("laws", f"{currency}.toml")
    lines = tuple(
        LegalLine(
            _practice(item),
            Fraction(cast("Decimal", item["rate"])) if "rate" in item else None,
            cast("int", item.get("lpr_multiple", 0)),
            cast("date | None", item.get("since")),
        )
        for item in tables(raw["line"])
    )
    prime = tuple(
        PrimeRate(cast("date", item["from"]), Fraction(cast("Decimal", item["rate"])), citation(item))
        for item in tables(raw["lpr"])
    )
    rules = tuple((cast("date", item["since"]), _practice(item)) for item in tables(raw["rule"]))
    return Laws(lines, rules, prime, cast("date", raw["lpr_known_until"]))


def _practice(raw: Mapping[str, object]) -> Practice:
    return Practice(
        str(raw["id"]),
        languages(raw["title"]),
        languages(raw["explanation"]),
        citation(raw),
        tuple(cast("list[str]", raw.get("presets", []))),
        cast("int | None", raw.get("after_days")),
    )
