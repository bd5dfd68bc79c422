"""Every bad file ends in an error that names its line and shows no control character."""

from __future__ import annotations

import pytest

from harness.bad_files import FOLDER, MADE, WRITTEN
from repaycli.core.problems import Problem, Severity
from repaycli.inputs.accounts_file import load
from repaycli.inputs.source import is_hidden
from repaycli.locale import say


def check(content: bytes, line: int, code: str) -> list[Problem]:
    household, problems = load(content, "accounts.toml")
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    found = [(problem.code, problem.place.line) for problem in errors]
    assert household is None
    assert (code, line) in found, found
    for problem in problems:
        texts = [say(each) for each in (problem.message, problem.why, problem.help) if each]
        assert not any(is_hidden(char) for char in "".join([*texts, problem.key, problem.source_line]))
        assert max(map(len, texts)) < 900
        assert problem.place.column <= len(problem.source_line) + 1 or not problem.place.line
    return problems


@pytest.mark.parametrize("row", WRITTEN, ids=[row["file"] for row in WRITTEN])
def test_written(row: dict[str, str]) -> None:
    check((FOLDER / row["file"]).read_bytes(), int(row["line"]), row["code"])


@pytest.mark.parametrize("name", MADE)
def test_made(name: str) -> None:
    check(*MADE[name])


def test_there_are_enough() -> None:
    assert len(WRITTEN) >= 90
    assert {path.name for path in FOLDER.glob("*.toml")} == {row["file"] for row in WRITTEN}


@pytest.mark.parametrize("name", ["[red]", "[/x]", ":bomb:", "{0}", "%s", "花呗 Huabei", "👩\u200d🚀", "<b>", "$(id)"])
def test_odd_but_legal_names(name: str) -> None:
    content = f'as_of = 2026-11-01\n[[wallet]]\nname = "{name}"\nbalance = 1\n'
    household, problems = load(content.encode(), "accounts.toml")
    assert household is not None
    assert not problems
    assert household.wallets[0].name == name


def test_more_than_200_incomes_expenses_and_spending_are_refused() -> None:
    flow = 'name = "x"\namount = 1\nfirst = 2026-11-02\n'
    line = 'as_of = 2026-11-01\n[[credit_line]]\nname = "c"\npreset = "huabei"\nlimit = 100\n'
    whole = line + ("[[credit_line.spending]]\n" + flow) * 100 + ("[[expense]]\n" + flow) * 99 + "[[income]]\n" + flow
    assert load(whole.encode(), "a.toml")[1] == []
    (problem,) = load((whole + "[[income]]\n" + flow).encode(), "a.toml")[1]
    assert (problem.code, problem.message.values["count"]) == ("too-many-entries", 201)


def wallets(*names: str) -> list[str]:
    tables = "".join(f'[[wallet]]\nname = "{name}"\nbalance = 1\n' for name in names)
    return [problem.code for problem in load(("as_of = 2026-11-01\n" + tables).encode(), "a.toml")[1]]


@pytest.mark.parametrize("char", ["\u200b", "\u2060", "\ufeff", "\u200c", "\u200d", "\\u200b", "\\u2060", "\\u200d"])
def test_a_name_holds_nothing_that_cannot_be_seen(char: str) -> None:
    assert wallets(f"花{char}呗") == ["control-character"]
    assert wallets(f"a{char}") == ["control-character"]


@pytest.mark.parametrize("name", ["👨\u200d👩\u200d👧", "می\u200cخواهم", "क्\u200dष"])
def test_joiners_stay_where_they_join(name: str) -> None:
    assert wallets(name) == []


def test_names_that_differ_only_in_how_accents_are_written_are_the_same() -> None:
    assert wallets("Caf\u00e9", "Cafe\u0301") == ["duplicate-name"]
    assert wallets("Café", "Cafe") == []
