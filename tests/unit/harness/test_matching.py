"""The comparison behind every worked example: a matcher that always agrees would make them all worthless."""

from __future__ import annotations

import pytest

from harness.matching import explain_mismatch

PRINTED = "date\tamount\n2023-05-05\t17.85\n2023-05-06\t1.00\ntotal\t18.85\n"

AGREE = {
    "all of it": PRINTED,
    "any lines before": "...\ntotal\t18.85",
    "any lines after": "date\tamount\n...",
    "any lines between": "date\tamount\n...\ntotal\t18.85",
    "any lines around": "...\n2023-05-05\t17.85\n...",
    "no line where any may be": "date\tamount\n...\n2023-05-05\t17.85\n2023-05-06\t1.00\n...\ntotal\t18.85",
    "any text in a line": "date\tamount\n2023-[..]\t17.85\n[..]\ntotal[..]",
    "spaces at the end of a line": PRINTED.replace("total", "total").replace("18.85", "18.85  "),
    "only any lines": "...",
}

DIFFER = {
    "another figure": (PRINTED.replace("17.85", "17.40"), "output line 2 is '2023-05-05\\t17.85'"),
    "a line too few": ("date\tamount\n2023-05-05\t17.85", "output line 3 was not expected"),
    "a line too many": (PRINTED + "more", "the output ends before 'more'"),
    "a missing line": ("...\n2023-05-07\t2.00\n...", "no output line from 1 on matches '2023-05-07\\t2.00'"),
    "the wrong order": ("...\n2023-05-06\t1.00\n...\n2023-05-05\t17.85\n...", "no output line from 4 on"),
    "something after the end": ("...\n2023-05-06\t1.00", "at the end of the output"),
    "lines that do not touch": ("...\ndate\tamount\ntotal\t18.85\n...", "do not follow one another"),
    "nothing expected": ("", "output line 1 was not expected"),
    "any text does not cross lines": ("date[..]1.00\ntotal\t18.85", "output line 1"),
    "a dot is a dot": (PRINTED.replace("17.85", "17x85"), "output line 2"),
}


@pytest.mark.parametrize("expected", AGREE.values(), ids=AGREE.keys())
def test_agrees(expected: str) -> None:
    assert explain_mismatch(expected, PRINTED) is None


@pytest.mark.parametrize(("expected", "said"), DIFFER.values(), ids=DIFFER.keys())
def test_differs(expected: str, said: str) -> None:
    mismatch = explain_mismatch(expected, PRINTED)
    assert mismatch is not None
    assert said in mismatch


def test_a_special_character_beside_the_wild_card_is_literal() -> None:
    assert explain_mismatch("(a) [..] + b", "(a) anything + b") is None
    assert explain_mismatch("(a) [..] + b", "xa) anything + b") is not None


def test_silence_is_matched_by_silence_only() -> None:
    assert explain_mismatch("", "") is None
    assert explain_mismatch("", "\n") is None
    assert explain_mismatch("a", "") is not None
