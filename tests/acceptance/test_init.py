"""A newcomer at a real terminal: from the installed program to a first plan, and from a payment to the next one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.console import Output

AS_OF = ("--as-of", "2026-11-01")
KEYS = "12\n\n3860\n\n\n268.5\n12000\n13500\n0.04%\n9\n20\n\n\n8600\n9800\n15\n\n\n\n"
"""Debts; Huabei; Jiebei; money; yes, write it."""

Run = Callable[..., Output]


@pytest.mark.parametrize(
    ("language", "locale", "name", "columns"),
    [("en", "en_US.UTF-8", "Huabei", 80), ("zh", "zh_CN.UTF-8", "花呗", 40)],
    ids=["en", "zh"],
)
def test_from_install_to_a_plan_to_an_updated_plan(
    run: Run, tmp_path: Path, language: str, locale: str, name: str, columns: int
) -> None:
    env = {"LANG": locale}
    argv = () if language == "zh" else ("--currency", "CNY")  # whoever reads no Chinese is asked
    begun = run("init", *argv, *AS_OF, env=env, stdin=KEYS, columns=columns, pty=True)
    assert begun.exit_code == 0
    plan = {"en": "What to do next", "zh": "接下来怎么做"}[language]
    assert plan in begun.screen
    assert f"repaycli pay {name} 386" in begun.screen
    file = tmp_path / "folder" / "accounts.toml"
    assert file.stat().st_mode & 0o777 == 0o600
    paid = run("pay", name, "386", *AS_OF, env=env, columns=columns, pty=True)
    assert paid.exit_code == 0
    assert "3,474.00" in paid.screen  # what is left of the bill: 3,860.00 − 386.00
    after: Any = json.loads(run("status", *AS_OF, "--json").stdout)
    (line,) = [each for each in after["accounts"] if each["name"] == name]
    assert line["next_minimum"] == "0.00"


def test_a_canadian_is_asked_about_her_card_in_canadian_dollars(run: Run, tmp_path: Path) -> None:
    """The limit leaves 5,000.00 − 2,431.87 − 145.20 = 2,422.93."""
    keys = "\n1\n\n19.99%\n15\n25\n2431.87\n\n72.96\n145.2\n5000\n3200\n2900\n15\n1450\n5\n900\n\n"
    begun = run("init", "--as-of", "2026-12-01", env={"LANG": "en_CA.UTF-8"}, stdin=keys, pty=True)
    assert begun.exit_code == 0
    for said in ("[CAD] > ", "(on the page: Statement balance)", "= 19.99 % a year of 365 days = "):
        assert said in begun.screen
    for shown in ("in CAD: owed 2,577.07", "2,422.93", "repaycli pay 'credit card' 72.96"):
        assert shown in begun.screen
    assert not any("\u4e00" <= char <= "\u9fff" for char in begun.screen)
    status: Any = json.loads(run("status", "--as-of", "2026-12-01", "--json").stdout)
    assert (status["currency"], status["accounts"][0]["next_minimum"]) == ("CAD", "72.96")


def test_ctrl_d_in_the_middle_leaves_no_file(run: Run, tmp_path: Path) -> None:
    left = run("init", *AS_OF, stdin="12\n\n3860\n\x04", pty=True)
    assert left.exit_code == 2
    assert "nothing was written" in left.screen
    assert list((tmp_path / "folder").iterdir()) == []


def test_a_pipe_is_told_where_to_begin(run: Run, tmp_path: Path) -> None:
    piped = run("init", stdin=KEYS)
    assert (piped.exit_code, piped.stdout) == (2, "")
    assert "repaycli demo --print > accounts.toml" in piped.stderr
    assert list((tmp_path / "folder").iterdir()) == []
