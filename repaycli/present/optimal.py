"""The optimal plan in words: what no plan can beat, what may still be saved, and what it saves against the simple ways."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import TYPE_CHECKING

from repaycli.core.money import Currency
from repaycli.core.nouns import NamedTuple
from repaycli.core.text import Text
from repaycli.engine.ledger import Projection
from repaycli.locale import sentences, tr, trn
from repaycli.present.model import DATA, ONLY_TABLE, Column, Money, Note, Table, Value
from repaycli.present.width import cells
from repaycli.present.words import sentence, strategy_name, strategy_word

if TYPE_CHECKING:
    from repaycli.strategies.optimal.optimum import Optimum, Progress, Score


class Ending(Enum):
    """What ended a search; the values are the words of `--json`."""

    FINISHED = "finished"
    TIME = "time"
    USER = "user"


class Proof(NamedTuple):
    """A plan that was searched for: what was found, what ended the search, and the seconds that it was given."""

    optimum: "Optimum"
    ending: Ending
    seconds: float

    @property
    def days(self) -> int:
        """Days past due of the plan, summed over accounts."""
        return self.optimum.projection.summary.overdue_days


def verdict(proof: Proof, currency: Currency) -> str:
    """Say how good the plan is: what no plan can beat, what may still be saved, what it saves against the simple ways."""
    return sentences((proof_sentence(proof, currency), against_best(proof.optimum, currency)))


def proof_sentence(proof: Proof, currency: Currency, has_to_stand: bool = False) -> str:
    """Say what no plan can beat, what this one costs, and whether it is proven or where the search ended.

    `has_to_stand`: the bound holds for plans alone that stand a cushion as this one does; others may well cost less.
    """
    bound = _bound_of_standing(proof, currency) if has_to_stand else _bound(proof, currency)
    certainty = _certainty_of_standing(proof, currency) if has_to_stand else _certainty(proof, currency)
    said = (_ended(proof), _lateness(proof), bound, _lacking(proof, currency), certainty, _priced(proof, currency))
    return sentences(said)


def _ended(proof: Proof) -> str:
    match proof.ending:
        case Ending.FINISHED:
            return ""
        case Ending.USER:
            return tr("The search was stopped; this is the best plan found so far.")
        case Ending.TIME:
            seconds = f"{proof.seconds:g}"
            return tr(
                "The time limit of {seconds} s ended the search; this is the best plan found so far.", seconds=seconds
            )


def _lateness(proof: Proof) -> str:
    """Say for how long the plan is past due, and whether it has to be."""
    if not proof.days:
        return ""
    beyond = proof.optimum.score.late[1]
    if proof.optimum.is_least_late and beyond:
        return tr(
            "This plan is past due for {count} days, {beyond} of them beyond 30; no plan is by less, the worst stage first.",
            count=proof.days,
            beyond=beyond,
        )
    if proof.optimum.is_least_late:
        return trn(
            "This plan is past due for {count} day; no plan is for fewer.",
            "This plan is past due for {count} days; no plan is for fewer.",
            proof.days,
        )
    return trn(
        "This plan is past due for {count} day; that no plan is for fewer is not proven.",
        "This plan is past due for {count} days; that no plan is for fewer is not proven.",
        proof.days,
    )


def _bound(proof: Proof, currency: Currency) -> str:
    found = proof.optimum
    bound, cost = currency.grouped(found.bound), currency.grouped(found.score.cost)
    if not found.has_bound:
        return tr("It costs {cost}; what no plan can cost less than is not known yet.", cost=cost)
    if not proof.days:
        return tr("On time, no plan can cost less than {bound}; this one costs {cost}.", bound=bound, cost=cost)
    return tr("Late no longer, no plan can cost less than {bound}; this one costs {cost}.", bound=bound, cost=cost)


def _bound_of_standing(proof: Proof, currency: Currency) -> str:
    found = proof.optimum
    bound, cost = currency.grouped(found.bound), currency.grouped(found.score.cost)
    if not proof.days:
        return tr(
            "On time and with its cushion, no plan of fixed payments can cost less than {bound}; this one costs {cost}.",
            bound=bound,
            cost=cost,
        )
    return tr(
        "Late no longer and with its cushion, no plan of fixed payments can cost less than {bound}; this one costs "
        "{cost}.",
        bound=bound,
        cost=cost,
    )


def _certainty_of_standing(proof: Proof, currency: Currency) -> str:
    found = proof.optimum
    if not found.is_proven:
        return tr("At most {gap} could be saved.", gap=currency.grouped(found.gap))
    if not found.gap:
        return tr("It is proven that no such plan is better.")
    return tr("It is proven that no such plan is better by more than rounding, {gap}.", gap=currency.grouped(found.gap))


def _certainty(proof: Proof, currency: Currency) -> str:
    found = proof.optimum
    if not found.has_bound:
        return ""
    if not found.is_proven:
        return tr("At most {gap} could be saved.", gap=currency.grouped(found.gap))
    if not found.gap:
        return tr("It is proven that no plan is better.")
    return tr("It is proven that no plan is better by more than rounding, {gap}.", gap=currency.grouped(found.gap))


def _lacking(proof: Proof, currency: Currency) -> str:
    """Say what of the cost nobody charges."""
    price = proof.optimum.score.lack_price
    if not price:
        return ""
    return tr(
        "That counts {lacks} for what expenses lack, which nobody charges: 1 % of it for each day of the time before the next "
        "income.",
        lacks=currency.grouped(price),
    )


def _priced(proof: Proof, currency: Currency) -> str:
    """Say what a cost counts here that `compare` leaves out."""
    found = proof.optimum
    if not found.score.end_price and not any(score.end_price for _, score in found.others):
        return ""
    return tr(
        "These costs count 30 days more of interest on what is still owed on {until} and bears any ({price} here); the total "
        "cost of `repaycli compare` does not.",
        price=currency.grouped(found.score.end_price),
        until=found.projection.until,
    )


def against_best(found: "Optimum", currency: Currency) -> str:
    """Say what the plan saves against the best of the simple ways, in money or in days past due; what expenses lack apart."""
    if not found.others:
        return ""
    projection, score = min(found.others, key=lambda each: each[1])
    name, saved = strategy_name(projection.strategy), score.spent - found.score.spent
    days = projection.summary.overdue_days - found.projection.summary.overdue_days
    if score.late != found.score.late:
        return sentences((_less_late(name, days, saved, currency), _less_unpaid(found.score, score)))
    if score.drawn > found.score.drawn:
        return tr("The best of the simple ways, {name}, leaves reserves or expenses short of more.", name=name)
    if score.lack_price > found.score.lack_price and saved <= 0:
        return tr(
            "The best of the simple ways, {name}, costs {more} less, but leaves more of the expenses unpaid, or for longer.",
            name=name,
            more=currency.grouped(-saved),
        )
    if saved > 0:
        said = tr(
            "It saves {saved} against {name}, the best of the simple ways.", saved=currency.grouped(saved), name=name
        )
        return sentences((said, _less_unpaid(found.score, score)))
    if saved < 0:  # it does not have to stand what this one stands
        return tr(
            "The best of the simple ways, {name}, costs {more} less, without a cushion.",
            name=name,
            more=currency.grouped(-saved),
        )
    return tr("The best of the simple ways, {name}, is as good.", name=name)


def _less_unpaid(own: "Score", other: "Score") -> str:
    """Say that the best simple way leaves more of the expenses unpaid, if it does, or less."""
    if other.lack_price > own.lack_price:
        return tr("That one leaves more of the expenses unpaid, or for longer.")
    if other.lack_price < own.lack_price:
        return tr("That one leaves less of the expenses unpaid, or not for so long.")
    return ""


def _less_late(name: str, days: int, saved: int, currency: Currency) -> str:
    """Where the best simple way is past due for longer, or by a worse stage."""
    if days <= 0:
        return tr("The best of the simple ways, {name}, is past due by a worse stage.", name=name)
    if saved < 0:
        return trn(
            "The best of the simple ways, {name}, is past due for {count} day more, and costs {more} less.",
            "The best of the simple ways, {name}, is past due for {count} days more, and costs {more} less.",
            days,
            name=name,
            more=currency.grouped(-saved),
        )
    return trn(
        "The best of the simple ways, {name}, is past due for {count} day more, and costs {more} more.",
        "The best of the simple ways, {name}, is past due for {count} days more, and costs {more} more.",
        days,
        name=name,
        more=currency.grouped(saved),
    )


def proof_fields(proof: Proof, currency: Currency) -> Mapping[str, object]:
    """Return the proof for programs."""
    found = proof.optimum
    return {
        "cost": Money(found.score.cost),
        "end_price": Money(found.score.end_price),
        "lack_price": Money(found.score.lack_price),
        **proof_values(proof),
        "ended_by": proof.ending.value,
        "left_out": [sentence(each, currency) for each in found.left_out],
    }


def proof_values(proof: Proof) -> Mapping[str, Value]:
    """Return bound, gap and whether they prove the plan, and whether the search came to its end."""
    found = proof.optimum
    return {
        "bound": Money(found.bound) if found.has_bound else None,
        "gap": Money(found.gap) if found.has_bound else None,
        "proven": found.is_proven,
        "finished": found.is_finished,
    }


def saves_tables(found: "Optimum") -> tuple[Table, ...]:
    """Return what the plan saves against each simple strategy: a table to look at, the plan itself on top, and one for
    programs."""
    has_lacks = any(score.lack_price for score in (found.score, *(score for _, score in found.others)))
    columns = (
        Column("name", tr("strategy"), is_text=True),
        Column("cost", tr("cost")),
        Column("overdue_days", tr("days overdue")),
        Column("saved", tr("optimal saves")),
        Column("days_saved", tr("days saved"), forms=DATA),
        Column("lack_price", tr("for what expenses lack"), forms=ONLY_TABLE | DATA if has_lacks else DATA),
    )
    rows = tuple(_saved(found, projection, score) for projection, score in found.others)
    summary, score = found.projection.summary, found.score
    own = (strategy_word(summary.name), Money(score.spent), summary.overdue_days, None, 0, Money(score.lack_price))
    shown = Table(
        "", tr("Against the simple ways"), columns, (own, *rows), strong=frozenset({0}), forms=ONLY_TABLE, may_turn=True
    )
    return shown, Table("saves", "", columns, rows, forms=DATA)


def _saved(found: "Optimum", projection: Projection, score: "Score") -> tuple[Value, ...]:
    days = projection.summary.overdue_days
    return (
        strategy_word(projection.strategy),
        Money(score.spent),
        days,
        Money(score.spent - found.score.spent),
        days - found.projection.summary.overdue_days,
        Money(score.lack_price),
    )


def proof_notes(found: "Optimum", currency: Currency) -> list[Note]:
    """Say what the search does not know, and among which plans the best was looked for."""
    among = tr(
        "the best plan is the one that is past due least, the worst stage first, then the cheapest, what expenses lack "
        "counted at 1 % a day; plans that draw on reserves, or leave expenses unpaid, by more than the simple ways do are "
        "not looked at"
    )
    return [*(_left_out(each, currency) for each in found.left_out), Note("optimal", "", among)]


def _left_out(what: Text, currency: Currency) -> Note:
    return Note("left-out", "", tr("left out of the search: {what}", what=sentence(what, currency)))


def gap_notes(found: Sequence["Optimum"], currency: Currency) -> tuple[Note, ...]:
    """Say, in a view that rests on plans that were searched for, what better ones could save at most."""
    said: list[Note] = []
    gap = max((each.gap for each in found if not each.is_proven and each.has_bound), default=0)
    if not all(each.has_bound for each in found):
        said.append(
            Note("optimal-gap", "", tr("the optimal plan is the best one found: how good it is is not known yet"))
        )
    elif gap:
        more = tr(
            "the optimal plan is the best one found: at most {gap} could be saved (`repaycli plan --strategy optimal` "
            "says more)",
            gap=currency.grouped(gap),
        )
        said.append(Note("optimal-gap", "", more))
    said += [_left_out(each, currency) for one in found for each in one.left_out]
    return tuple(dict.fromkeys(said))


def progress_line(progress: "Progress", seconds: int, currency: Currency, width: int) -> str:
    """Return where a search stands as the fullest line that fits."""
    best, gap = currency.grouped(progress.best), progress.gap
    said = [tr("best {best}", best=best), tr("{seconds} s", seconds=seconds)]
    if progress.bound is not None and gap is not None:
        said[1:1] = [
            tr("bound {bound}", bound=currency.grouped(progress.bound)),
            tr("gap {gap}", gap=currency.grouped(gap)),
        ]
    whole = tr("searching: ") + " · ".join(said)
    tries = [whole, " · ".join(said), " · ".join((said[0], said[-1])), said[-1]]
    return next((each for each in tries if cells(each) <= width), "")
