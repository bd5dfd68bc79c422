"""One description of the file: its defaults are the terms' own, its examples can be read, editors can use it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from repaycli.inputs.accounts_file import load
from repaycli.inputs.fields import Key, Rows, Sub, Table
from repaycli.inputs.practice import read_rules
from repaycli.inputs.presets import preset_names, read_preset
from repaycli.inputs.schema import ROOT, json_schema
from repaycli.inputs.schema_money import STRATEGIES
from repaycli.products.accounts import CreditLine, Loan
from repaycli.strategies.compare import STRATEGIES as PLAYED

ROOT_FOLDER = Path(__file__).parents[3]
HEAD = "as_of = 2026-11-01\n"
LOAN = HEAD + (
    '[[loan]]\nname = "x"\nprincipal = 100\ndaily_rate = "0.04%"\nrepayment = "level"\ninstalments = 9\n'
    "next_due = 2026-12-01\n"
)
LINE = HEAD + ('[[credit_line]]\nname = "x"\nlimit = 100\ndaily_rate = "0.05%"\nstatement_day = 1\ndue_day = 10\n')


def tables(table: Table = ROOT) -> Iterator[Table]:
    yield table
    for key in table.keys:
        if isinstance(key.kind, Sub | Rows):
            yield from tables(key.kind.table)


def keys() -> list[tuple[Table, Key]]:
    return [(table, key) for table in tables() for key in table.keys]


def as_json(value: Any) -> Any:
    """Show a TOML value as editors show it to a JSON Schema."""
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def errors(text: str) -> list[str]:
    validator = jsonschema.Draft202012Validator(json_schema())
    return [error.message for error in validator.iter_errors(as_json(tomllib.loads(text)))]


@pytest.mark.parametrize(("table", "key"), keys(), ids=lambda each: getattr(each, "name", ""))
def test_every_key_is_described(table: Table, key: Key) -> None:
    assert key.help.template
    assert key.example
    assert key.default is None or key.default_text is None
    assert not (key.required and key.default is not None)
    if not key.example.startswith("[[") and key.example != "[strategy]":
        tomllib.loads(f"{key.name} = {key.example}")


@pytest.mark.parametrize(("text", "kind"), [(LOAN, Loan), (LINE, CreditLine)])
def test_the_defaults_are_those_of_the_terms(text: str, kind: type[Any]) -> None:
    household, _ = load(text.encode(), "a.toml")
    assert household is not None
    (account,) = household.accounts
    for name, default in kind._field_defaults.items():
        if name != "origins":
            assert getattr(account, name) == default, name


@pytest.mark.parametrize("part", ["minimum = {}", "late_fee = {}", "cash_fee = {}"])
def test_the_defaults_of_tables_are_those_of_the_terms(part: str) -> None:
    household, _ = load(f"{LINE}{part}\n".encode(), "a.toml")
    assert household is not None
    found = getattr(household.lines[0], part.split(maxsplit=1)[0])
    assert found == type(found)()


def test_json_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())


def test_json_schema_accepts_the_sample() -> None:
    assert errors((ROOT_FOLDER / "sample_accounts.toml").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        HEAD + "colour = 1\n",
        LOAN.replace('"0.04%"', "0.0004"),
        LOAN.replace('daily_rate = "0.04%"\n', ""),
        LOAN + 'annual_rate = "5%"\n',
        LINE + "due_date = 5\n",
        LINE.replace("due_day = 10", "due_day = 32"),
        LINE + 'interest_on = "some"\n',
        LINE + 'preset = "jiebei"\n',
        LINE + 'minimum = { shar = "5%" }\n',
        HEAD + 'currency = "RMB"\n',
    ],
)
def test_json_schema_refuses(text: str) -> None:
    assert errors(text)


def test_json_schema_lets_a_preset_give_the_terms() -> None:
    text = HEAD + '[[credit_line]]\nname = "x"\npreset = "huabei"\nlimit = 5\n'
    assert errors(text) == []
    assert errors(text.replace('preset = "huabei"\n', ""))


def test_the_sample_s_descriptions_are_translated() -> None:
    found = json_schema(lambda message: message.template.upper())
    assert found["description"] == "THE ACCOUNTS FILE"


@pytest.mark.parametrize("name", preset_names())
def test_presets_can_be_read(name: str) -> None:
    preset = read_preset(name)
    table = ROOT[preset.kind].kind
    assert isinstance(table, Rows)
    assert set(preset.terms()) <= set(table.table.by_name)
    text = (LOAN if preset.kind == "loan" else LINE).replace('name = "x"', f'name = "x"\npreset = "{name}"')
    household, problems = load(text.encode(), "a.toml")
    assert household is not None, problems
    assert {"en", "zh"} <= set(preset.title) & set(preset.summary)
    for item in preset.values:
        assert item.citation.source
        assert item.citation.confidence in {"high", "medium", "low"}


def test_unknown_preset() -> None:
    with pytest.raises(KeyError):
        read_preset("../huabei")


def test_rules() -> None:
    rules = read_rules()
    assert rules["refund"].title["zh"] == "退款"
    assert all({"en", "zh"} <= set(rule.title) and rule.citation.source for rule in rules.values())


def test_every_strategy_of_the_file_can_be_played() -> None:
    assert STRATEGIES == PLAYED


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (LINE.replace("limit = 100\n", ""), "'limit' is a required property"),
        (LINE.replace("limit = 100\n", 'preset = "huabei"\n'), "'limit' is a required property"),
        (LOAN.replace("instalments = 9", "instalments = 0"), "'overdue' is a required property"),
    ],
)
def test_what_check_refuses_editors_refuse(text: str, message: str) -> None:
    assert message in errors(text)
    assert load(text.encode(), "a.toml")[0] is None
