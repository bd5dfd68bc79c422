"""`repaycli risk`: what it takes, what it refuses, what is seen while it plays, and Ctrl-C."""

from __future__ import annotations

import io
import json
import os
import signal
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from unit.cli.runner import SMALL, World

from repaycli.cli.environment import Environment
from repaycli.cli.playing import Playing
from repaycli.cli.searching import Search
from repaycli.cli.session import Options, Session
from repaycli.inputs.accounts_file import load
from repaycli.products.accounts import Household
from repaycli.risk import playing as played
from repaycli.risk.outcomes import Outcomes
from repaycli.risk.playing import Wanted

TODAY = date(2026, 11, 1)
UNSURE = SMALL.replace("balance = 5000", "balance = 4500").replace(
    'every = "month"', 'every = "month"\nspread = "20%"\nmissed = "10%"\nlate_days = 2'
) + """
[[expense]]
name = "rent"
amount = 3000
first = 2026-11-05
every = "month"
"""  # fmt: skip


def answer(world: World, *argv: str) -> dict[str, Any]:
    result = world.run("risk", "--json", *argv)
    assert result.code == 0, result.err
    return json.loads(result.out)


def test_the_same_seed_draws_the_same_futures(world: World) -> None:
    world.write(UNSURE)
    few = ("--paths", "30", "--months", "4")
    assert world.run("risk", "--json", *few) == world.run("risk", "--json", *few, "--seed", "1")
    assert answer(world, *few, "--seed", "2")["cash"] != answer(world, *few)["cash"]
    told = answer(world, *few)
    assert (told["paths"], told["seed"], told["until"], told["partial"]) == (30, 1, "2027-03-01", False)
    assert 0 < Fraction(told["any_overdue"]) < 1


def test_a_year_is_looked_at_unless_another_time_is_asked_for(world: World) -> None:
    world.write(UNSURE)
    assert answer(world, "--paths", "2")["until"] == "2027-11-01"
    assert answer(world, "--paths", "2", "--until", "2026-12-24")["until"] == "2026-12-24"


def test_compare_says_how_to_get_the_chance_where_anything_varies(world: World) -> None:
    for text, wanted in ((SMALL, []), (UNSURE, ["chance"])):
        world.write(text)
        told = json.loads(world.run("compare", "--json").out)
        assert [each["code"] for each in told["notes"] if each["code"] == "chance"] == wanted
        assert {each["overdue_probability"] for each in told["strategies"]} == {None}
    told = json.loads(world.run("compare", "--json", "--paths", "5", "--strategy", "minimum").out)
    assert "chance" not in {each["code"] for each in told["notes"]}
    assert "repaycli compare --paths 1000" in world.run("compare").out


HISTORY = "".join(
    f'[[receipt]]\nincome = "salary"\ndate = 2026-{month:02}-15\namount = {amount}\n'
    for month, amount in enumerate((3000, 4200, 4100, 3900, 4000, 3300), 5)
)


def test_history_is_offered_and_used_only_where_it_is_asked_for(world: World) -> None:
    world.write(SMALL + HISTORY)
    offered, used = (answer(world, "--paths", "20", *more) for more in ((), ("--history",)))
    (one,), (other,) = offered["history"], used["history"]
    # the mean of 22,500 ÷ 6 = 3,750; squares 562,500 + 202,500 + 122,500 + 22,500 + 62,500 + 202,500 = 1,175,000, ÷ 5 =
    # 235,000; its root 484.77 ÷ 3,750 = 12.93 %
    assert one == {**other, "used": False}
    assert {key: other[key] for key in ("income", "occurrences", "spread", "missed", "late_days", "used")} == {
        "income": "salary",
        "occurrences": 6,
        "spread": "0.129",
        "missed": "0",
        "late_days": 0,
        "used": True,
    }
    assert (offered["uncertain"], used["uncertain"]) == (False, True)
    assert "how salary vary from what is recorded" in used["sentence"]
    assert "recorded" not in offered["sentence"]


def test_without_enough_history_there_is_none_to_use(world: World) -> None:
    world.write(UNSURE + HISTORY.replace("2026-10-15", "2026-12-15"))
    result = world.run("risk", "--history")
    assert result.code == 2
    assert "--history: no income is recorded 6 times yet (salary: 5)" in result.err
    assert answer(world, "--paths", "5")["history"][0]["spread"] is None


def test_what_is_certain_is_played_once(world: World) -> None:
    world.write()
    told = answer(world, "--paths", "5000")
    assert (told["paths"], told["uncertain"], told["partial"], told["any_overdue"]) == (1, False, False, "0")
    assert 'spread = "10%"' in world.run("risk").out


def test_a_target(world: World) -> None:
    world.write(UNSURE)
    told = answer(world, "--paths", "20", "--months", "3", "-s", "minimum", "--target", "5%")
    found = told["target"]
    assert (found["share"], found["paths"], found["before"]) == ("0.05", 20, told["missed"])
    assert Fraction(found["buffer"]["after"]) <= Fraction(1, 20) < Fraction(found["before"])
    assert Fraction(found["buffer"]["amount"]) % Fraction(found["buffer"]["step"]) == 0
    assert {each["kind"] for each in told["changes"]} == {"due-date", "payoff"}
    assert "more in bank today" in told["sentence"]


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["--paths", "0"], ["--paths: 0 is not between 1 and 100000"]),
        (["--paths", "100001"], ["--paths: 100001 is not between 1 and 100000"]),
        (["--paths", "many"], ["--paths: a whole number is wanted"]),
        (["--seed", "-1"], ["--seed: -1 is not between 0 and"]),
        (["--target", "5"], ["--target: “5” is not a share with its unit", "Write 5%"]),
        (["--target", "100%"], ["--target: 100% is not below 100%", "Write 5%"]),
        (["--months", "2", "--until", "2027-01-01"], ["--until and --months"]),
        (["--time-limit", "2"], ["--time-limit is for the strategy optimal"]),
        (["-s", "optimal", "--target", "5%"], ["too often to search", "Write --strategy avalanche"]),
    ],
)
def test_what_cannot_be_is_refused_in_words(world: World, argv: list[str], words: list[str]) -> None:
    world.write(UNSURE)
    result = world.run("risk", *argv)
    assert (result.code, result.out) == (2, "")
    assert [word for word in words if word not in result.err] == []


def test_the_optimal_plan_is_searched_for_once_and_followed(world: World) -> None:
    world.write(UNSURE + '\n[strategy]\ndefault = "optimal"\n')
    told = answer(world, "--paths", "5", "--months", "3")
    assert told["strategy"] == "optimal"
    told = answer(world, "--paths", "5", "--months", "2", "--target", "5%")
    assert told["strategy"] == "avalanche"
    assert any("played by avalanche" in note["message"] for note in told["notes"])


def test_compare_gains_a_column_where_futures_are_asked_for(world: World) -> None:
    world.write(UNSURE)
    few = ("--json", "-s", "minimum", "-s", "optimal", "--months", "3")
    told = json.loads(world.run("compare", *few, "--paths", "12", "--seed", "3").out)
    chances = {each["name"]: each for each in told["strategies"]}
    for name, each in chances.items():
        assert Fraction(each["overdue_low"]) <= Fraction(each["overdue_probability"]) <= Fraction(each["overdue_high"])
        own = answer(world, "--paths", "12", "--seed", "3", "--months", "3", "-s", name)
        assert own["any_overdue"] == each["overdue_probability"]
    assert any("12 futures, seed 3" in note["message"] for note in told["notes"])
    without = json.loads(world.run("compare", *few).out)["strategies"][0]
    assert without["overdue_probability"] is None
    assert "overdue_low" not in without
    assert "chance of being past due" not in world.run("compare", "--plain").out


def test_afford_tells_the_chance_before_and_after(world: World) -> None:
    world.write(UNSURE)
    loan = ("--amount", "2000", "--rate", "7.2%/year", "--months", "3")
    told = json.loads(world.run("afford", *loan, "--json", "--paths", "25", "-s", "minimum").out)
    before, after = (Fraction(each["overdue_probability"]) for each in told["sides"])
    assert 0 < before < after
    assert "The chance that something is past due by " in told["verdict"]
    assert "The chance that" not in json.loads(world.run("afford", *loan, "--json").out)["verdict"]


def test_a_seed_without_futures_is_refused(world: World) -> None:
    world.write(UNSURE)
    result = world.run("compare", "--seed", "2")
    assert (result.code, "--paths 1000" in result.err) == (2, True)
    assert "--paths: 0 is not between" in world.run("compare", "--paths", "0").err


def test_what_was_stopped_stays_open(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.write(UNSURE)
    on_future(monkeypatch, lambda done: interrupt() if done == 5 else None)
    told = json.loads(world.run("compare", "--json", "--months", "2", "--paths", "9").out)
    assert [each["overdue_probability"] is None for each in told["strategies"]] == [False, True, True, True]
    assert "partial: stopped after 5 of 9 futures" in [note["message"] for note in told["notes"]]


class Watched:
    """A household whose futures are played with a clock that is set by hand, while somebody watches."""

    def __init__(self, folder: Path, strategy: str = "minimum", paths: int = 40) -> None:
        self.bytes = io.BytesIO()
        self.now = 100.0
        environment = Environment(
            env={},
            folder=folder,
            stdin=None,
            stdout=None,
            stderr=io.TextIOWrapper(self.bytes, encoding="utf-8", write_through=True),
            today=lambda: TODAY,
            config_folder=lambda: None,
            errors_on_terminal=True,
            monotonic=lambda: self.now,
            errors_width=80,
        )
        session = Session(environment, Options())
        household = load(UNSURE.encode(), "accounts.toml", None)[0]
        assert household is not None
        wanted = Wanted(paths, 1, strategy, date(2027, 2, 1))
        self.playing = Playing(session, household, TODAY, wanted, Search(session))

    @property
    def shown(self) -> list[str]:
        """What stood on the line, one after another."""
        return [part.rstrip(" ") for part in self.bytes.getvalue().decode().split("\r")]


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    return Watched(tmp_path)


def on_future(monkeypatch: pytest.MonkeyPatch, happens: Callable[[int], None]) -> None:
    """Let futures be done one after another, and something happen after each, before whoever watches is told of it."""
    play = played.play

    def one_by_one(*args: Any, watch: Callable[[int], bool] = lambda _: False, **more: Any) -> Outcomes:
        outcomes = play(*args, **more)
        for done in range(1, outcomes.paths + 1):
            happens(done)
            if watch(done):
                return first_of(outcomes, done)
        return outcomes

    monkeypatch.setattr(played, "play", one_by_one)


def first_of(outcomes: Outcomes, done: int) -> Outcomes:
    """Return what came of the first so many futures alone."""
    spells = [spell._replace(futures=spell.futures[spell.futures < done]) for spell in outcomes.spells]
    return outcomes._replace(
        paths=done,
        spells=spells,
        costs=outcomes.costs[:done],
        lowest=outcomes.lowest[:done],
        debts=outcomes.debts[:done],
        cash=outcomes.cash[:, :done],
        short=outcomes.short[outcomes.short < done],
    )


def interrupt() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_where_it_stands_is_shown_after_a_second_and_wiped_off(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(_: int) -> None:
        watched.now += 0.4

    on_future(monkeypatch, slow)
    watched.playing.first()
    shown = watched.shown
    assert shown[:3] == ["", "playing futures: 3 of 40 · 1 s", "playing futures: 4 of 40 · 1 s"]
    assert shown[-2:] == ["", ""]
    assert max(map(len, shown)) < 80


def test_quick_futures_show_nothing(watched: Watched) -> None:
    watched.playing.first()
    assert watched.shown == [""]


def test_the_first_ctrl_c_ends_the_playing_with_the_futures_done(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = signal.getsignal(signal.SIGINT)
    on_future(monkeypatch, lambda done: interrupt() if done == 7 else None)
    outcomes = watched.playing.first()
    assert (outcomes.paths, watched.playing.is_stopped) == (7, True)
    assert signal.getsignal(signal.SIGINT) is before


def test_a_second_ctrl_c_ends_the_run(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    def twice(_: int) -> None:
        interrupt()
        interrupt()

    on_future(monkeypatch, twice)
    with pytest.raises(KeyboardInterrupt):
        watched.playing.first()


def none_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let futures be done together, and be stopped before they are."""
    play = played.play

    def together(*args: Any, watch: Callable[[int], bool], **more: Any) -> Outcomes:
        watch(3)
        interrupt()
        assert watch(4)
        return first_of(play(*args, **more), 0)

    monkeypatch.setattr(played, "play", together)


def test_no_future_done_is_no_answer(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.write(UNSURE)
    none_done(monkeypatch)
    result = world.run("risk", "--paths", "9", "--months", "2")
    assert (result.code, result.out) == (130, "")
    assert result.err == (
        "\nrepaycli: stopped before a future was done: nothing is known yet\nA few are done sooner: --paths 100\n"
    )
    told = json.loads(world.run("compare", "--json", "--months", "2", "--paths", "9").out)
    assert {each["overdue_probability"] for each in told["strategies"]} == {None}


def test_ctrl_c_while_a_buffer_is_looked_for(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes = watched.playing.first()

    def slow(done: int) -> None:
        watched.now += 1.5
        if done == 3:
            interrupt()

    on_future(monkeypatch, slow)
    found = watched.playing.reach(Fraction(1, 20), outcomes)
    assert (found.buffer, found.tried.rows) == (None, ())
    assert watched.shown[2:4] == ["looking for the buffer: try 1 · 3 s", "looking for the buffer: try 1 · 4 s"]


def test_ctrl_c_while_changes_are_played_keeps_the_buffer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Watched(tmp_path, "full")
    outcomes = watched.playing.first()
    households: list[Household] = []

    def later(household: Household, *args: Any, **more: Any) -> Outcomes:
        if not any(flow.name.startswith("\0") for flow in household.incomes):
            households.append(household)
            if len(households) == 2:
                interrupt()
        return play(household, *args, **more)

    play = played.play
    monkeypatch.setattr(played, "play", later)
    found = watched.playing.reach(Fraction(1, 20), outcomes)
    assert found.buffer is not None
    assert (len(found.tried.rows), found.tried.left > 0) == (1, True)


def test_a_partial_answer_is_printed_and_marked(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.write(UNSURE)
    on_future(monkeypatch, lambda done: interrupt() if done == 5 else None)
    told = answer(world, "--paths", "500", "--target", "5%")
    assert (told["paths"], told["partial"], told["target"]) == (5, True, None)
    said = [note["message"] for note in told["notes"]]
    assert "partial: stopped after 5 of 500 futures" in said
    assert "--target: no buffer was looked for, as the playing was stopped" in said
