"""No text makes the reading fail: it ends in a household or in problems."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from repaycli.inputs.accounts_file import load
from repaycli.inputs.source import is_hidden
from repaycli.locale import say

LINES = (Path(__file__).parents[3] / "sample_accounts.toml").read_text(encoding="utf-8").split("\n")
VALUES = [line.split("=", 1)[1] for line in LINES if "=" in line and not line.startswith("#")]
ODD = [
    "nan",
    "-1",
    "1e999999999",
    "[]",
    "[{}]",
    "{}",
    "true",
    "08:00:00",
    '"\\u001b"',
    "{ a = [1] }",
    '"FREQ=DAILY;COUNT=2"',
]


@st.composite
def broken_samples(draw: st.DrawFn) -> str:
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 5))):
        place = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["value", "value", "value", "delete", "repeat", "cut"])):
            case "value" if "=" in lines[place]:
                key = lines[place].split("=", 1)[0]
                lines[place] = f"{key}= {draw(st.sampled_from(VALUES + ODD))}"
            case "delete" if len(lines) > 1:
                del lines[place]
            case "repeat":
                lines.insert(place, draw(st.sampled_from(LINES)))
            case _:
                lines[place] = lines[place][: draw(st.integers(0, 20))]
    return "\n".join(lines)


def check(content: bytes) -> None:
    household, problems = load(content, "a.toml", (content, "a.journal.toml"))
    assert household is not None or problems
    for problem in problems:
        said = [say(each) for each in (problem.message, problem.why, problem.help) if each]
        assert not any(is_hidden(char) for char in "".join([*said, problem.key, problem.source_line]))


@given(broken_samples())
@settings(max_examples=150, deadline=None)
def test_broken_samples(text: str) -> None:
    check(text.encode())


@given(st.binary(max_size=80) | st.text(st.characters(blacklist_categories=("Cs",)), max_size=80).map(str.encode))
@settings(max_examples=150, deadline=None)
def test_any_bytes(content: bytes) -> None:
    check(b"as_of = 2026-11-01\n" + content)
