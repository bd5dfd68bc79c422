"""The search as the command line runs it: its time, the line that shows it, and Ctrl-C."""

from __future__ import annotations

import io
import json
import os
import signal
from datetime import date
from pathlib import Path

import pytest
from unit.cli.runner import SMALL, World

from repaycli.cli.environment import Environment
from repaycli.cli.searching import Search
from repaycli.cli.session import Options, Session
from repaycli.core.money import CURRENCIES
from repaycli.strategies.optimal.optimum import Effort, Progress

YUAN = CURRENCIES["CNY"]


class Screen:
    """Standard error on a terminal, and a clock that is set by hand."""

    def __init__(self, tmp_path: Path, is_terminal: bool = True, width: int = 80) -> None:
        self.bytes = io.BytesIO()
        self.now = 100.0
        self.environment = Environment(
            env={},
            folder=tmp_path,
            stdin=None,
            stdout=None,
            stderr=io.TextIOWrapper(self.bytes, encoding="utf-8", write_through=True),
            today=lambda: date(2026, 11, 1),
            config_folder=lambda: None,
            errors_on_terminal=is_terminal,
            monotonic=lambda: self.now,
            errors_width=width,
        )

    def search(self, seconds: float = 20.0, count: int = 1, quiet: bool = False) -> Search:
        return Search(Session(self.environment, Options(quiet=quiet)), seconds, count)

    def three_steps(self, effort: Effort) -> None:
        """A search that gets somewhere after 0.5, 1.5 and 2.5 seconds."""
        for bound, best in ((None, 81400), (None, 81300), (81240, 81243)):
            self.now += 0.5
            effort.watch(Progress(bound, best, 0.0))
            self.now += 0.5

    @property
    def shown(self) -> list[str]:
        """What stood on the line, one after another."""
        return [part.rstrip(" ") for part in self.bytes.getvalue().decode().split("\r")]


def test_a_search_is_shown_after_its_first_second_on_one_line_that_is_wiped_off(tmp_path: Path) -> None:
    screen = Screen(tmp_path)
    screen.search().run(screen.three_steps, YUAN)
    longest = "searching: best 812.43 · bound 812.40 · gap 0.03 · 2 s"
    assert screen.shown == ["", "searching: best 813.00 · 1 s", longest, "", ""]
    wiped = screen.bytes.getvalue().decode().split("\r")[-2]
    assert wiped == " " * (len(longest) + len("^C^C"))  # the terminal shows these where the line ends


def test_a_short_search_shows_nothing(tmp_path: Path) -> None:
    screen = Screen(tmp_path)
    screen.search().run(lambda effort: effort.watch(Progress(81000, 81300, 0.0)), YUAN)
    assert screen.shown == [""]


@pytest.mark.parametrize(("is_terminal", "quiet"), [(False, False), (True, True)], ids=["pipe", "quiet"])
def test_nothing_is_shown_in_a_pipe_or_when_quiet(tmp_path: Path, is_terminal: bool, quiet: bool) -> None:
    screen = Screen(tmp_path, is_terminal)
    screen.search(quiet=quiet).run(screen.three_steps, YUAN)
    assert screen.shown == [""]


def test_a_narrow_terminal_gets_what_fits(tmp_path: Path) -> None:
    screen = Screen(tmp_path, width=24)
    screen.search().run(screen.three_steps, YUAN)
    assert screen.shown == ["", "best 813.00 · 1 s", "best 812.43 · 2 s", "", ""]


def test_several_searches_share_the_time(tmp_path: Path) -> None:
    search = Screen(tmp_path).search(seconds=12.0, count=3)
    given = [search.run(lambda effort: effort.seconds, YUAN) for _ in range(2)]
    assert given[0] == 4.0
    assert given[1] == 6.0  # the first one needed none of its share


def test_the_first_ctrl_c_ends_the_search_and_the_second_one_the_run(tmp_path: Path) -> None:
    search = Screen(tmp_path).search()
    before = signal.getsignal(signal.SIGINT)
    heard: list[bool] = []

    def work(effort: Effort) -> None:
        effort.watch(Progress(None, 100, 0.0))
        heard.append(effort.stopped())
        os.kill(os.getpid(), signal.SIGINT)
        heard.append(effort.stopped())
        os.kill(os.getpid(), signal.SIGINT)
        heard.append(effort.stopped())

    with pytest.raises(KeyboardInterrupt):
        search.run(work, YUAN)
    assert heard == [False, True]
    assert signal.getsignal(signal.SIGINT) is before


def test_ctrl_c_before_there_is_any_plan_ends_the_run(tmp_path: Path) -> None:
    search = Screen(tmp_path).search()
    with pytest.raises(KeyboardInterrupt):
        search.run(lambda effort: os.kill(os.getpid(), signal.SIGINT), YUAN)


def test_who_ignores_ctrl_c_goes_on_doing_so(tmp_path: Path) -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        search = Screen(tmp_path).search()
        search.run(lambda effort: os.kill(os.getpid(), signal.SIGINT), YUAN)
        assert not search.is_stopped
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["plan", "--time-limit", "5"], ["--time-limit is for the strategy optimal", "--strategy optimal"]),
        (["compare", "-s", "full", "--time-limit", "5"], ["--time-limit is for the strategy optimal"]),
        (["plan", "-s", "optimal", "--time-limit", "0"], ["--time-limit: 0 is not between 0.1 and 3600 seconds"]),
        (["plan", "-s", "optimal", "--time-limit", "3600.5"], ["3600.5 is not between 0.1 and 3600 seconds"]),
        (["compare", "-s", "optimal", "--time-limit", "-1"], ["“-1” is not a number of seconds", "--time-limit 2.5"]),
        (["plan", "-s", "optimal", "--time-limit", "nan"], ["“nan” is not a number of seconds"]),
        (["plan", "-s", "optimal", "--time-limit", "２"], ["is not a number of seconds"]),
        (["plan", "-s", "optimal", "--time-limit", "2,5"], ["“2,5” is not a number of seconds"]),
        (["plan", "-s", "optimal", "--time-limit", "1", "--time-limit", "2"], ["--time-limit stands twice"]),
        (["afford", "-s", "optimal", "--amount", "1", "--rate", "7%/year", "--months", "2"], ["too often"]),
    ],
)
def test_what_cannot_be_is_refused_in_words(world: World, argv: list[str], words: list[str]) -> None:
    world.write()
    result = world.run(*argv)
    assert (result.code, result.out) == (2, "")
    assert [word for word in words if word not in result.err] == []


def test_the_optimal_plan_in_json(world: World) -> None:
    world.write()
    data = json.loads(world.run("plan", "-s", "optimal", "--json", "--time-limit", "2.5").out)
    assert data["strategy"] == data["summary"]["name"] == "optimal"
    assert {type(data[key]) for key in ("bound", "gap", "cost", "end_price")} == {str}
    assert {type(data[key]) for key in ("proven", "finished")} == {bool}
    assert isinstance(data["left_out"], list)
    assert [each["name"] for each in data["saves"]] == ["minimum", "full", "avalanche", "snowball"]
    for each in data["saves"]:
        assert float(each["cost"]) - float(data["cost"]) == pytest.approx(float(each["saved"]))
        assert each["overdue_days"] - data["summary"]["overdue_days"] == each["days_saved"]
    assert all(each["reason"] for each in data["payments"])


def test_compare_shows_the_optimal_plan_beside_the_others_over_the_same_time(world: World) -> None:
    world.write()
    data = json.loads(world.run("compare", "-s", "avalanche", "-s", "optimal", "--json").out)
    other, own = data["strategies"]
    assert (other["name"], own["name"]) == ("avalanche", "optimal")
    assert (other["bound"], other["proven"]) == (None, None)
    assert isinstance(own["bound"], str)
    assert isinstance(own["proven"], bool)
    assert data["sentence"].startswith("The best way is optimal")
    plan = json.loads(world.run("plan", "-s", "optimal", "--json").out)
    assert plan["until"] == data["until"]
    assert plan["summary"]["total_cost"] == own["total_cost"]
    assert plan["bound"] == own["bound"]


def test_compare_does_not_search_unless_it_is_asked_to(world: World) -> None:
    world.write()
    data = json.loads(world.run("compare", "--json").out)
    assert [each["name"] for each in data["strategies"]] == ["minimum", "full", "avalanche", "snowball"]
    assert not {"bound", "gap", "proven"} & set(data["strategies"][0])


def test_the_same_answer_twice(world: World) -> None:
    world.write()
    for command in (["plan"], ["plan", "--json"], ["compare"], ["ledger"]):
        assert world.run(*command, "-s", "optimal") == world.run(*command, "-s", "optimal")


def test_the_default_of_the_file_can_be_the_optimal_plan(world: World) -> None:
    world.write(SMALL + '\n[strategy]\ndefault = "optimal"\n')
    assert json.loads(world.run("plan", "--json").out)["strategy"] == "optimal"
    paid = [each["date"] for each in json.loads(world.run("plan", "--json").out)["payments"]]
    postings = json.loads(world.run("ledger", "--json").out)["postings"]
    assert [each["date"] for each in postings if each["kind"] == "payment" and each["account"] == "花呗"] == paid
    for command in (["status"], ["status", "--line"], ["remind"], ["check"], ["whatif", "--extra", "100"]):
        assert world.run(*command).code == 0, command
    assert world.run("why", "花呗", paid[0]).code == 0
    assert world.run("calendar", "-o", "debts.ics").code == 0
    loan = ("--amount", "1000", "--rate", "7.2%/year", "--months", "12")
    result = world.run("afford", *loan, "--json")
    assert result.code == 0
    assert any("played by avalanche" in note["message"] for note in json.loads(result.out)["notes"])
