"""The legal lines are complete: each entry with source, date and confidence, and the prime rate of a day is the last one."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from repaycli import products
from repaycli.inputs.practice import read_laws
from repaycli.products.irr import YearlyRate
from repaycli.products.legal import compare_with_lines

LAWS = sorted(path.stem for path in (Path(products.__file__).parent / "laws").glob("*.toml"))


def test_a_currency_without_laws_has_none() -> None:
    assert read_laws("XXX").lines == ()


@pytest.mark.parametrize("currency", LAWS)
def test_every_entry_is_cited(currency: str) -> None:
    laws = read_laws(currency)
    for line in laws.lines:
        assert set(line.rule.title) == set(line.rule.explanation) == {"en", "zh"}
        assert (line.rate is None) == bool(line.multiple)
    for _, rule in laws.rules:
        assert set(rule.title) == set(rule.explanation) == {"en", "zh"}
        assert rule.citation.source
    for citation in (*(line.rule.citation for line in laws.lines), *(each.citation for each in laws.prime)):
        assert citation.source
        assert citation.confidence in {"high", "medium", "low"}
        assert date.fromisoformat(citation.as_of)
    assert [each.from_date for each in laws.prime] == sorted(each.from_date for each in laws.prime)


@pytest.mark.parametrize(
    ("on", "rate"),
    [
        (date(2024, 7, 21), "0.0345"),
        (date(2024, 7, 22), "0.0335"),
        (date(2025, 5, 19), "0.031"),
        (date(2025, 12, 1), "0.03"),
    ],
)
def test_the_prime_rate_of_a_day_is_the_last_one_not_later(on: date, rate: str) -> None:
    prime = read_laws("CNY").prime_on(on)
    assert prime is not None
    assert prime.rate == Fraction(rate)


def test_four_times_the_prime_rate_of_the_day() -> None:
    cost = YearlyRate(Fraction(12, 100), Fraction(1268, 10000))
    found = {each.line.rule.id: each for each in compare_with_lines(read_laws("CNY"), cost, date(2025, 12, 1))}
    assert found["private-lending"].limit == Fraction(12, 100)
    assert {name: each.crossed for name, each in found.items()} == {
        "courts": "no",
        "new-loans": "no",
        "private-lending": "may",
        "micro-lenders": "may",
    }


def test_before_the_first_prime_rate_only_the_fixed_lines_are_known() -> None:
    found = compare_with_lines(read_laws("CNY"), None, date(2019, 1, 1))
    assert [each.line.rule.id for each in found] == ["courts", "new-loans"]
