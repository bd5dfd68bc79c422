"""`explain`: the list, one lesson by any of its names, in the language that was asked for, in every form."""

from __future__ import annotations

import json
from datetime import date

import pytest
from unit.cli.runner import World

from repaycli.inputs.lessons import topics
from repaycli.locale.days import day_words


@pytest.mark.parametrize(
    "names", [["minimum"], ["Minimum", "Payment"], ["最低还款"], ["最低还款额"], ["minimum-payment"]]
)
def test_a_lesson_has_many_names(world: World, names: list[str]) -> None:
    assert json.loads(world.run("explain", *names, "--json").out)["topic"] == "minimum"


def test_who_asks_in_chinese_is_answered_in_chinese(world: World) -> None:
    assert world.run("explain", "罚息").out.startswith("罚息\n")
    assert world.run("explain", "penalty").out.startswith("Penalty interest\n")
    assert world.run("explain", "罚息", "--lang", "en").out.startswith("Penalty interest\n")
    assert world.run("explain", "penalty", "--lang", "zh").out.startswith("罚息\n")


def test_the_json_of_a_lesson(world: World) -> None:
    found = json.loads(world.run("explain", "credit-record", "--json").out)
    assert found["schema_version"] == 1
    assert found["as_of"] == "2026-11-01"
    assert found["title"] == "Credit record"
    assert date.fromisoformat(found["checked"])
    assert found["text"].startswith("# Credit record\n")
    assert "credit-record" not in found["see"]
    first = found["sources"][0]
    assert first["title"] == "Regulation on credit reporting"
    assert first["section"] == "article 16 (five years)"
    assert first["seen"] == "report"
    assert date.fromisoformat(first["checked"]) >= date.fromisoformat(found["checked"])


def test_the_list_is_grouped_for_people_and_whole_for_programs(world: World) -> None:
    listed = json.loads(world.run("explain", "--json").out)["topics"]
    assert len(listed) >= 15
    assert {"topic", "group", "title", "summary", "checked", "names"} == set(listed[0])
    assert "最低还款" in listed[0]["names"]
    world.is_terminal = True
    shown = world.run("explain").out
    assert shown.startswith("What it costs\n")
    assert all(shown.count(f"\n{each['topic']} ") == 1 for each in listed)


def test_sources_and_the_date_end_every_form(world: World) -> None:
    checked = next(topic.checked for topic in topics() if topic.id == "grace")
    for terminal in (False, True):
        world.is_terminal = terminal
        shown = world.run("explain", "grace").out
        assert "\nSources\n- China Banking Association: " in shown
        said = day_words(checked) if terminal else checked
        assert f"\nIts sources were read on {said} or later." in shown
        assert "\x1b[" not in world.run("explain", "grace", "--no-color").out


def test_figures_stand_at_the_right(world: World) -> None:
    world.is_terminal = True
    lines = world.run("explain", "minimum", "--no-color").out.split("\n")
    paid = next(line for line in lines if line.startswith("paid "))
    owed = next(line for line in lines if line.startswith("still owed"))
    assert paid.endswith("10,000.00")
    assert len(owed) == len(paid)
