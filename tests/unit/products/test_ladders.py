"""The ladders are complete: every rule that the engine names is there, each entry with source, date and confidence."""

from datetime import date
from pathlib import Path

import pytest

from repaycli import products
from repaycli.inputs.practice import read_ladder
from repaycli.inputs.presets import preset_names
from repaycli.products.delinquency import What

LADDERS = sorted(path.stem for path in (Path(products.__file__).parent / "ladders").glob("*.toml"))
UNCITED = {What.PENALTY, What.STAGE}  # cited by the rule of its interest, by its own stage


def test_a_currency_without_a_ladder_has_an_empty_one() -> None:
    assert read_ladder("XXX").stages == ()


@pytest.mark.parametrize("currency", LADDERS)
def test_every_entry_is_cited_in_both_languages(currency: str) -> None:
    ladder = read_ladder(currency)
    for stage in ladder.stages:
        assert stage.citation is not None
        assert set(stage.titles) == set(stage.meanings) == {"en", "zh"}
    assert [stage.after_days for stage in ladder.stages] == sorted(stage.after_days for stage in ladder.stages)
    for rule in (*ladder.conduct, *ladder.rules.values()):
        assert rule.citation.source
        assert rule.citation.confidence in {"high", "medium", "low"}
        assert date.fromisoformat(rule.citation.as_of)
        assert set(rule.title) == set(rule.explanation) == {"en", "zh"}
        assert set(rule.presets) <= set(preset_names())


def test_the_chinese_ladder_has_every_rule() -> None:
    assert {what.value for what in What if what not in UNCITED} <= set(read_ladder("CNY").rules)
