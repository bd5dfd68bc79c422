"""Chances in words and figures, in both languages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from repaycli import locale
from repaycli.present.chances import between, in_words, percent_of
from repaycli.risk.chances import Chance


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    locale.use("en")
    yield
    locale.use("en")


@pytest.mark.parametrize(
    ("hits", "of", "percent", "interval", "words", "chinese"),
    [
        (0, 1000, "0 %", "0 to 0.38 %", "in none of 1,000 futures: less than 1 in 260", "1,000 次模拟中一次也没有：低于 1/260"),
        (1, 100000, "0.001 %", "0.0001 to 0.0057 %", "about 1 in 100,000", "约 100,000 次有 1 次"),
        (7, 1000, "0.7 %", "0.34 to 1.4 %", "about 1 in 140", "约 140 次有 1 次"),
        (127, 1000, "12.7 %", "10.8 to 14.9 %", "about 1 in 8", "约 8 次有 1 次"),
        (23, 100, "23 %", "15.8 to 32.2 %", "about 1 in 4", "约 4 次有 1 次"),
        (30, 100, "30 %", "21.9 to 39.6 %", "about 3 in 10", "约 10 次有 3 次"),
        (48, 100, "48 %", "38.5 to 57.7 %", "about 1 in 2", "约 2 次有 1 次"),
        (667, 1000, "66.7 %", "63.7 to 69.6 %", "about 2 in 3", "约 3 次有 2 次"),
        (96, 100, "96 %", "90.2 to 98.4 %", "in all but about 1 in 25", "几乎次次如此，约 25 次才有 1 次例外"),
        (1000, 1000, "100 %", "99.62 to 100 %", "in all of 1,000 futures: less than 1 in 260 goes well", "1,000 次模拟次次如此：幸免的不到 1/260"),
    ],
)  # fmt: skip
def test_a_chance(hits: int, of: int, percent: str, interval: str, words: str, chinese: str) -> None:
    chance = Chance(hits, of)
    assert (percent_of(chance), between(chance), in_words(chance)) == (percent, interval, words)
    locale.use("zh")
    assert in_words(chance) == chinese


def test_what_is_certain() -> None:
    assert [in_words(Chance(hits, 1, is_certain=True)) for hits in (0, 1)] == ["it cannot happen", "it is certain"]
    assert between(Chance(0, 1, is_certain=True)) == "0 to 0 %"
