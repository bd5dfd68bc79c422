"""The lessons: whole in both languages, short, sourced; every figure of an example is the engine's, every command runs."""

from __future__ import annotations

import re
import shlex
from calendar import month_name
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from harness.console import Output
from harness.document import read_document
from repaycli.inputs.lessons import FOLDER, Topic, find_topic, groups, lesson_text, topics
from repaycli.inputs.practice import read_rules
from repaycli.locale import LANGUAGES, use
from repaycli.present.as_table import Style, as_table
from repaycli.present.explain import lesson_view
from repaycli.present.width import cells

ROOT = Path(__file__).parents[3]
WORKED = ROOT / "tests" / "worked"

PAGES = {
    "instalments": "whatif/bill_in_instalments.md",
    "overdue": "consequences/ladder_dates.md",
    "collections": "consequences/ladder_dates.md",
    "credit-record": "consequences/five_years.md",
    "debt-for-debt": "ways_out/card_pays_jiebei.md",
    "help": "ways_out/personalised_plan_free.md",
    "optimal": "optimal/before_the_rate_rises.md",
}
"""The worked example behind a lesson, where it is not the page of its own name in tests/worked/lessons."""

EXAMPLES = {"en": "Example", "zh": "算例"}

MONTHS = list(month_name)[1:]
_EN_DATE = re.compile(rf"(\d{{1,2}}) ({'|'.join(MONTHS)})")
_ZH_DATE = re.compile(r"(\d{1,2})月(\d{1,2})日")
_ISO_DATE = re.compile(r"(\d{4})-(\d\d-\d\d)")
_RANGE = re.compile(r"(\d[\d.]*)( to \d[\d.]* ?%)")
_FIGURE = re.compile(r"\d[\d,]*(?:[.:]\d+)?(?: ?%)?")

every_topic = pytest.mark.parametrize("topic", topics(), ids=lambda topic: topic.id)
every_language = pytest.mark.parametrize("language", LANGUAGES)


def figures(text: str) -> set[str]:
    """Return all dates (as month-day), percentages and numbers of a text, each written in one way."""
    found: set[str] = set()

    def take(day: str) -> str:
        found.add(day)
        return " "

    text = _EN_DATE.sub(lambda at: take(f"{MONTHS.index(at[2]) + 1:02}-{int(at[1]):02}"), text)
    text = _ZH_DATE.sub(lambda at: take(f"{int(at[1]):02}-{int(at[2]):02}"), text)
    text = _ISO_DATE.sub(lambda at: f"{at[1]} {take(at[2])}", text)
    for figure in _FIGURE.findall(_RANGE.sub(r"\1 %\2", text)):
        number = figure.rstrip("% ").replace(",", "").rstrip(".")
        if "." in number:
            number = number.rstrip("0").rstrip(".")
        found.add(number + ("%" if figure.endswith("%") else ""))
    return found


def example(topic: Topic, language: str) -> str:
    """Return the part of a lesson that tells its example."""
    _, _, rest = lesson_text(topic, language).partition(f"## {EXAMPLES[language]}\n")
    assert rest, f"{topic.id}.{language}.md has no example"
    return rest.partition("\n## ")[0]


def blocks(text: str) -> list[str]:
    """Return what each line is: a heading, an item, a row of so many cells, a paragraph, or nothing."""
    found: list[str] = []
    for line in text.split("\n"):
        start = line.split(" ")[0]
        if start in ("#", "##", "-", ""):
            found.append(start)
        else:
            found.append(f"{line.count('|')} cells" if start.startswith("|") else "paragraph")
    return found


def page(topic: Topic) -> Path:
    return WORKED / PAGES.get(topic.id, f"lessons/{topic.id.replace('-', '_')}.md")


def test_figures_are_read_alike_in_both_languages() -> None:
    assert figures("12.50 on 5 May, 8.9 % to 1,000.00") == {"12.5", "05-05", "8.9%", "1000"}
    assert figures("5月5日还 12.50，8.9% 到 1,000.00") == {"12.5", "05-05", "8.9%", "1000"}
    assert figures("2026-05-05\tcard\t1000.00; 8.1 to 11.8 %") == {"2026", "05-05", "1000", "8.1%", "11.8%"}


@every_topic
@every_language
def test_every_figure_of_an_example_is_the_engines(topic: Topic, language: str) -> None:
    """The pages are run by the collector: what they expect is what the engine prints."""
    document = read_document(page(topic))
    commands = [command for shown in document.examples for command in shown.commands]
    stated = "\n".join([*document.files.values(), *(command.text for command in commands)])
    printed = "\n".join(command.expected for command in commands)
    told = example(topic, language)
    assert figures(told) - figures(printed) - figures(stated) == set()
    assert figures(told) & figures(printed)
    amounts = set(re.findall(r"\d[\d,]*\.\d\d(?![\d%]| %)", told))
    assert figures(" ".join(amounts)) <= figures(printed), "an amount with cents is printed by the engine"


@every_topic
def test_both_languages_tell_the_same(topic: Topic) -> None:
    english, chinese = (lesson_text(topic, language) for language in ("en", "zh"))
    assert figures(english) == figures(chinese)
    assert blocks(english) == blocks(chinese)
    assert _commands(english) == _commands(chinese)
    assert english.startswith(f"# {topic.title['en']}\n")
    assert chinese.startswith(f"# {topic.title['zh']}\n")


@every_topic
@every_language
def test_a_lesson_is_written_in_the_markdown_that_is_read(topic: Topic, language: str) -> None:
    text = lesson_text(topic, language)
    assert not re.search(r"\*\*|__|<|\]\(|^```|^#{3}|^> |\t", text, re.MULTILINE)
    assert text.endswith("\n")
    assert "\n\n\n" not in text


@every_topic
@every_language
def test_a_lesson_is_short_and_fits(topic: Topic, language: str) -> None:
    use(language)
    try:
        view = lesson_view(topic, lesson_text(topic, language), date(2026, 11, 30))
        for width in (40, 80, 200):
            lines = as_table(view, Style(width)).split("\n")
            assert max(map(cells, lines)) <= width
            if width == 200:
                assert max(map(cells, lines)) <= 88, "lines this long are hard to read"
            if width == 80:
                assert min(lines.index(title) for title in ("Sources", "出处") if title in lines) <= 45
    finally:
        use("en")


@every_topic
def test_every_lesson_is_sourced_and_dated(topic: Topic) -> None:
    assert topic.sources
    for source in topic.sources:
        assert source.issuer.keys() == source.title.keys() == {"en", "zh"}
        assert source.seen in ("original", "copy", "report", "program", "none")
        assert source.confidence in ("high", "medium", "low")
        assert bool(source.where) == (source.seen != "none")
        assert bool(source.checked) == (source.seen != "none")
    assert topic.group in groups()
    assert {each.id for each in topics()} >= set(topic.see)


def test_no_source_is_kept_that_no_lesson_cites() -> None:
    kept = re.findall(r'^id = "(.+)"', (FOLDER / "sources.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(set(kept)) == len(kept)
    assert len(kept) == len({str(source) for topic in topics() for source in topic.sources})


def test_every_text_belongs_to_a_topic() -> None:
    assert {path.name for path in FOLDER.glob("*.md")} == {
        f"{topic.id}.{language}.md" for topic in topics() for language in LANGUAGES
    }


def test_no_name_asks_for_two_lessons() -> None:
    for topic in topics():
        for name in topic.names:
            assert find_topic(name) is topic, name


def test_rules_name_lessons_that_are_there() -> None:
    assert {rule.lesson for rule in read_rules().values()} - {""} <= {topic.id for topic in topics()}


def _commands(text: str) -> list[str]:
    return re.findall(r"`(repaycli [^`]+)`", text)


ALL_COMMANDS = sorted({command for topic in topics() for command in _commands(lesson_text(topic, "en"))})

SAME_NAMES = """\
as_of = 2026-11-01

[[wallet]]
name = "工资卡"
balance = 20000

[[income]]
name = "工资"
amount = 9800
first = 2026-11-15
every = "month"

[[credit_line]]
name = "花呗"
preset = "huabei"
limit = 12000
statement = [{ closed = 2026-11-01, due = 2026-11-10, balance = 3860, minimum = 386 }]

[[credit_line]]
name = "招行信用卡"
preset = "cn-credit-card"
limit = 30000
statement_day = 25
due_day = 13
unbilled = 386
revolving = true
statement = [{ closed = 2026-10-25, due = 2026-11-13, balance = 10000, minimum = 1000 }]

[[loan]]
name = "借呗"
preset = "jiebei"
principal = 1000
daily_rate = "0.04%"
instalments = 2
next_due = 2026-11-20
interest_from = 2026-10-20

[[loan]]
name = "工行小额贷"
principal = 1000
annual_rate = "5.4%"
repayment = "level"
instalments = 2
next_due = 2026-11-21
interest_from = 2026-10-21
"""
"""The accounts of sample_accounts.toml, with less to come."""


PLAYED = ("compare", "plan", "whatif", "afford", "risk")
"""What looks ahead until all is repaid, unless it is told not to; `afford --months` is the loan's own length."""


@pytest.mark.parametrize("command", ALL_COMMANDS)
def test_every_command_runs(cli: Callable[..., Output], command: str) -> None:
    """They name the accounts of the sample, so that whoever copies one sees an answer."""
    words = shlex.split(command)[1:]
    ends = {"--until"} if words[0] == "afford" else {"--until", "--months"}
    soon = ["--until", "2026-12-01"] if words[0] in PLAYED and not ends & set(words) else []
    found = cli(*words, *soon, "--as-of", "2026-11-01", files={"accounts.toml": SAME_NAMES})
    assert found.exit_code == 0, found.screen


def test_the_commands_name_accounts_of_the_sample() -> None:
    names = re.compile(r'^name = "(.+)"', re.MULTILINE)
    sample = (ROOT / "sample_accounts.toml").read_text(encoding="utf-8")
    assert set(names.findall(SAME_NAMES)) <= set(names.findall(sample))
