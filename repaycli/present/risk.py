"""What may come: how likely it is to be past due, in words, tables, bars and a fan; the data of all of it in JSON."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from repaycli.core.nouns import NamedTuple
from repaycli.engine.ledger import Standing
from repaycli.locale import sentences, trn
from repaycli.present.chances import values
from repaycli.present.history import history_fields, history_notes, history_sentence
from repaycli.present.model import Money, View
from repaycli.present.notes import notes
from repaycli.present.risk_tables import account_tables, cash_parts, figures, in_short, month_parts
from repaycli.present.risk_target import target_fields, target_notes, target_sentence, target_tables
from repaycli.present.risk_words import headline, risk_notes
from repaycli.products.accounts import Household
from repaycli.products.delinquency import Ladder
from repaycli.risk.answers import Answers
from repaycli.risk.chances import Band, Chance
from repaycli.risk.history import History

if TYPE_CHECKING:
    from repaycli.risk.target import Reached


class Beside(NamedTuple):
    """What is needed besides the answers: what usually follows from being past due, where the household stands, how many
    futures were wanted, what reaches a target, if there is one, what history says of incomes, and whether they were played so."""

    ladder: Ladder
    standing: Standing
    wanted: int
    reached: "Reached | None" = None
    history: Sequence[History] = ()
    uses_history: bool = False


def risk_view(household: Household, found: Answers, beside: Beside) -> View:
    """Return what the futures of a household answer."""
    currency, reached = household.currency, beside.reached
    is_partial = found.is_uncertain and found.paths < beside.wanted
    history = beside.history, beside.uses_history
    target = target_sentence(reached, currency) if reached else ""
    said = sentences((headline(found, currency), target, history_sentence(*history)))
    return View(
        currency=currency,
        head=trn(
            "From {today} to {until}, in {currency}, with the balances of {as_of}; {paths} future, seed {seed}",
            "From {today} to {until}, in {currency}, with the balances of {as_of}; {paths} futures, seed {seed}",
            found.paths,
            paths=f"{found.paths:,}",
            today=found.today,
            until=found.until,
            seed=found.seed,
            currency=currency.code,
            as_of=household.as_of,
        ),
        fields={
            "as_of": found.today,
            "balances_as_of": household.as_of,
            "until": found.until,
            "currency": currency.code,
            "strategy": found.strategy,
            "paths": found.paths,
            "seed": found.seed,
            "partial": is_partial,
            **_answer_fields(found),
            "target": target_fields(reached),
            "history": history_fields(*history),
            "sentence": said,
        },
        parts=(
            in_short(found),
            *account_tables(household, found, beside.ladder),
            *month_parts(found),
            figures(found),
            *cash_parts(found),
            *target_tables(reached, currency),
        ),
        sentence=said,
        notes=(
            *risk_notes(found, beside.wanted if is_partial else 0, household),
            *target_notes(reached, found.paths),
            *history_notes(*history, currency),
            *notes(household, beside.standing.unconfirmed, beside.standing.notices),
        ),
        is_led=True,
    )


def _answer_fields(found: Answers) -> Mapping[str, object]:
    return {
        "uncertain": found.is_uncertain,
        **_chance_fields("any_overdue", found.overdue),
        **_chance_fields("missed", found.missed),
        **_chance_fields("expense_unpaid", found.short),
        "late_already": found.late,
        "first_danger": found.danger_on,
        "cost": {"expected": Money(found.cost.expected), "worst_5_percent": Money(found.cost.worst)},
        "lowest_cash": _band_fields(found.lowest),
        "debt_at_end": _band_fields(found.debt),
    }


def _chance_fields(name: str, chance: Chance) -> Mapping[str, object]:
    share, low, high = values(chance)
    return {name: share, f"{name}_low": low, f"{name}_high": high}


def _band_fields(band: Band) -> Mapping[str, object]:
    return {"p5": Money(band.low), "p50": Money(band.middle), "p95": Money(band.high)}
