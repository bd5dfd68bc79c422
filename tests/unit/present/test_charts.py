"""Charts of blocks: as long as they should be, within the terminal, and in ASCII where it has to be."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from repaycli.core.money import CURRENCIES
from repaycli.present.charts import draw_bars, draw_fan, legend
from repaycli.present.model import Bars, Fan
from repaycli.present.width import cells

YUAN = CURRENCIES["CNY"]
DAYS = tuple(date(2026, 11, 1) + timedelta(days=7 * week) for week in range(30))


def bars(*shares: Fraction, label: str = "2026-{:02d}") -> Bars:
    rows = ((label.format(place), share, f"{place} %", " (1 to 2 %)") for place, share in enumerate(shares, start=1))
    return Bars("by month", tuple(rows))


def fan(*bands: tuple[int, int, int]) -> Fan:
    return Fan("cash", DAYS[: len(bands)], bands, "{middle} the middle, {band} the rest")


def test_the_longest_bar_takes_the_room_and_the_others_their_share_of_it() -> None:
    drawn = draw_bars(bars(Fraction(1, 2), Fraction(1, 4), Fraction(1, 64), Fraction(0)), 80)
    assert drawn == [
        "2026-01  " + "█" * 40 + "  1 % (1 to 2 %)",
        "2026-02  " + "█" * 20 + " " * 20 + "  2 % (1 to 2 %)",
        "2026-03  █▎" + " " * 38 + "  3 % (1 to 2 %)",
        "2026-04  " + " " * 40 + "  4 % (1 to 2 %)",
    ]


def test_a_bar_that_is_next_to_nothing_is_still_seen() -> None:
    shares = (Fraction(1), Fraction(1, 10000))
    assert draw_bars(bars(*shares), 80)[1].split()[1] == "▏"
    assert draw_bars(bars(*shares), 80, ascii_only=True)[1].split()[1] == "#"


def test_what_does_not_fit_is_left_out_beginning_with_the_interval() -> None:
    one = bars(Fraction(1))
    assert draw_bars(one, 30) == ["2026-01  " + "█" * 16 + "  1 %"]
    assert draw_bars(one, 14) == ["2026-01  1 %"]


def test_no_shares_are_no_bars() -> None:
    assert draw_bars(bars(Fraction(0)), 30)[0].split() == ["2026-01", "1", "%"]


def test_chinese_labels_take_two_columns() -> None:
    drawn = draw_bars(bars(Fraction(1), Fraction(1), label="花呗{}"), 40)
    assert [cells(line.partition("█")[0]) for line in drawn] == [7, 7]


def test_a_fan() -> None:
    drawn = draw_fan(fan((0, 500, 900), (900, 900, 900)), 40, YUAN)
    assert len(drawn) == 11
    assert drawn[0].startswith("10 │")
    assert drawn[8].startswith(" 0 │░")
    assert drawn[9] == "   └" + "─" * 36
    assert drawn[10] == "    1 Nov 2026" + " " * 16 + "8 Nov 2026"
    assert sum(line.count("█") for line in drawn) == 36  # one in each column
    first = [line[4] for line in drawn[:9] if len(line) > 4]
    assert first.count("█") == 1
    assert set(first) <= {"█", "░", " "}


def test_a_fan_of_several_days_a_column_shows_the_least_and_the_most() -> None:
    calm = [(400, 500, 600)] * 30
    calm[7] = (0, 500, 600)
    drawn = draw_fan(fan(*calm), 26, YUAN)
    assert drawn[8].count("░") == 1


@pytest.mark.parametrize("width", [30, 40, 80, 200])
@pytest.mark.parametrize("ascii_only", [False, True])
def test_every_line_fits(width: int, ascii_only: bool) -> None:
    bands = tuple((place * 1000, place * 12345678, place * 98765432) for place in range(30))
    drawn = draw_fan(fan(*bands), width, YUAN, ascii_only)
    drawn += draw_bars(bars(*(Fraction(1, place) for place in range(1, 9))), width, ascii_only)
    assert max(map(cells, drawn)) <= width
    assert not ascii_only or all(line.isascii() for line in drawn)


def test_a_fan_that_does_not_fit_is_not_drawn() -> None:
    assert draw_fan(fan((0, 1, 2), (1, 2, 3)), 20, YUAN) == []


@pytest.mark.parametrize(("top", "label"), [(0, "0.02"), (950, "10"), (1000, "10"), (123456, "1,500"), (3, "0.03")])
def test_the_top_is_round(top: int, label: str) -> None:
    assert draw_fan(fan((0, 0, top), (0, 0, 0)), 80, YUAN)[0].split()[0] == label


def test_the_legend_names_what_is_drawn() -> None:
    one = fan((0, 1, 2))
    assert legend(one) == "█ the middle, ░ the rest"
    assert legend(one, ascii_only=True) == "# the middle, . the rest"
