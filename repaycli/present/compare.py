"""The strategies side by side, and one sentence that says which is cheapest and what the first danger is."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from repaycli.core.money import Currency
from repaycli.core.nouns import NamedTuple
from repaycli.engine.ledger import Projection, Summary
from repaycli.locale import joined, sentences, tr, trn
from repaycli.present.advice import action_lines, action_notes, action_table, advice_fields
from repaycli.present.model import ALL, DATA, ONLY_JSON, ONLY_TABLE, Column, Money, Note, Table, Value, View
from repaycli.present.notes import notes
from repaycli.present.shell import command
from repaycli.present.shortfalls import first_shortfalls, help_notes, help_table, shortfall_table
from repaycli.present.words import joined_and, strategy_name, strategy_word
from repaycli.products.accounts import Household
from repaycli.strategies.advice import NO_ADVICE, Advice
from repaycli.strategies.compare import OPTIMAL, best
from repaycli.strategies.help import Help

if TYPE_CHECKING:
    from repaycli.present.optimal import Proof


class Likely(NamedTuple):
    """How likely it is that something is past due, the ends of its interval for programs and in words; nothing where no
    futures were played."""

    chance: Value = None
    low: Value = None
    high: Value = None
    between: Value = None


_NOBODY: Mapping[str, Likely] = MappingProxyType({})


def compare_view(
    household: Household,
    projections: Sequence[Projection],
    helps: Sequence[Help] = (),
    advised: Advice = NO_ADVICE,
    proof: "Proof | None" = None,
    likely: Mapping[str, Likely] = _NOBODY,
) -> View:
    """Return the comparison of strategies that were played over one horizon, what would help those that run short, and
    the first actions of the best; `proof` belongs to the optimal plan, where that is among them; `likely`: what futures
    say of each, where they were played."""
    first = projections[0]
    summaries = [projection.summary for projection in projections]
    fields = {
        "as_of": first.today,
        "balances_as_of": household.as_of,
        "until": first.until,
        "currency": household.currency.code,
    }
    said = (
        *help_notes(helps, household.currency, len(summaries)),
        *debt_notes(summaries),
        *notes(household, first.unconfirmed, [notice for each in projections for notice in each.notices]),
        *action_notes(advised.actions),
        *_proof_notes(proof, household.currency),
        *_chance_notes(household, likely),
    )
    verdict = _sentence(projections, household.currency, proof)
    plan = best(projections).strategy
    return View(
        currency=household.currency,
        head=tr(
            "From {today} to {until}, in {currency}, with the balances of {as_of}",
            today=first.today,
            until=first.until,
            currency=household.currency.code,
            as_of=household.as_of,
        ),
        fields={**fields, "sentence": verdict, **advice_fields(advised, plan)},
        parts=(
            _strategies(projections, proof, likely),
            first_shortfalls(summaries),
            help_table(helps),
            action_table(advised.actions, first.today, household.currency),
        ),
        sentence=verdict,
        steps=action_lines(advised, first.today, household.currency, plan),
        notes=said,
    )


def _chance_notes(household: Household, likely: Mapping[str, Likely]) -> list[Note]:
    """Say how to get the chance of being past due, where the file says that anything varies and no futures were played:
    that takes a second for some strategies, a quarter of a minute for others."""
    if likely or not household.is_uncertain:
        return []
    form = command("compare", options=("--paths", "1000"))
    said = tr(
        "every income and expense is taken to come as planned; how likely it is to be past due if they vary as the file says: {command}",
        command=form,
    )
    return [Note("chance", "", said)]


def summary_columns(
    summaries: Sequence[Summary], with_cash: bool = False, with_chance: bool = False
) -> tuple[Column, ...]:
    """Return the columns of a summary; a terminal leaves out those that would hold only zeros, and the cash at the end
    unless it is asked for. `with_chance`: futures were played."""
    extra = {
        "coupons": any(summary.coupons for summary in summaries),
        "debt_at_end": any(summary.debt_at_end for summary in summaries),
        "cash_at_end": with_cash,
    }

    def forms(key: str) -> frozenset[str]:
        return ALL if extra.get(key) else DATA

    return (
        Column("interest", tr("interest")),
        Column("penalty", tr("penalty")),
        Column("fees", tr("fees")),
        Column("coupons", tr("coupons"), forms=forms("coupons")),
        Column("total_cost", tr("total cost")),
        Column("paid", tr("paid"), forms=DATA),
        Column("overdue_days", tr("days overdue")),
        Column("worst_days_past_due", tr("worst days past due")),
        Column("lowest_cash", tr("lowest cash")),
        Column("payoff_date", tr("today's debts repaid on")),
        Column("debt_at_end", tr("debt at end"), forms=forms("debt_at_end")),
        Column("cash_at_end", tr("cash at end"), forms=forms("cash_at_end")),
        Column("overdue_probability", tr("chance of being past due"), forms=ALL if with_chance else ONLY_JSON),
        *((Column("overdue_low", "", forms=DATA), Column("overdue_high", "", forms=DATA)) if with_chance else ()),
        *((Column("overdue_between", tr("between"), forms=ONLY_TABLE),) if with_chance else ()),
        Column("shortfalls", "", forms=ONLY_JSON),
    )


def debt_notes(summaries: Sequence[Summary]) -> list[Note]:
    """Say what is owed at the end although every debt of today is repaid."""
    if not any(each.payoff_date and each.debt_at_end for each in summaries):
        return []
    return [
        Note(
            "new-debt",
            "",
            tr(
                "once today's debts are repaid, debt at end is new spending, or interest billed by then and not due yet"
            ),
        )
    ]


def summary_row(summary: Summary, likely: Likely | None = None) -> tuple[Value, ...]:
    """Return a summary as values, in the order of `summary_columns`; `likely` where that has the chance."""
    return (
        Money(summary.interest),
        Money(summary.penalty),
        Money(summary.fees),
        Money(summary.coupons),
        Money(summary.total_cost),
        Money(summary.paid),
        summary.overdue_days,
        summary.worst_days_past_due,
        Money(summary.lowest_cash),
        summary.payoff_date,
        Money(summary.debt_at_end),
        Money(summary.cash_at_end),
        *(likely or (None,)),  # the chance of overdue: known only to the seeded futures
        shortfall_table(summary.shortfalls),
    )


def _strategies(
    projections: Sequence[Projection], proof: "Proof | None", likely: Mapping[str, Likely] = _NOBODY
) -> Table:
    summaries = [projection.summary for projection in projections]
    cheapest = min(summary.total_cost for summary in summaries)
    strong = {place for place, summary in enumerate(summaries) if summary.total_cost == cheapest}
    if proof is not None:
        strong = {place for place, summary in enumerate(summaries) if summary.name == OPTIMAL}
    proven = _proven(proof)
    return Table(
        key="strategies",
        title="",
        columns=(
            Column("name", tr("strategy"), is_text=True),
            *summary_columns(summaries, with_chance=bool(likely)),
            *(Column(key, "", forms=ONLY_JSON) for key in proven),
        ),
        rows=tuple(
            (
                strategy_word(summary.name),
                *summary_row(summary, likely.get(summary.name, Likely()) if likely else None),
                *(value if summary.name == OPTIMAL else None for value in proven.values()),
            )
            for summary in summaries
        ),
        may_turn=True,
        strong=frozenset(strong if len(summaries) > 1 else ()),
    )


def _proven(proof: "Proof | None") -> "Mapping[str, Value]":
    if proof is None:
        return {}
    from repaycli.present.optimal import proof_values

    return proof_values(proof)


def _proof_notes(proof: "Proof | None", currency: Currency) -> list[Note]:
    if proof is None:
        return []
    from repaycli.present.optimal import proof_notes

    return proof_notes(proof.optimum, currency)


def _sentence(projections: Sequence[Projection], currency: Currency, proof: "Proof | None" = None) -> str:
    if proof is not None:
        return _of_optimal(projections, currency, proof)
    said = tr("{cost}; {danger}.", cost=_cost(projections, currency), danger=_danger(projections, currency))
    return sentences((said, _safer(projections, currency)))


def _of_optimal(projections: Sequence[Projection], currency: Currency, proof: "Proof") -> str:
    """Where the optimal plan is among them, it is the best; say what it costs, its first danger, and what is proven."""
    from repaycli.present.optimal import verdict

    own = best(projections)
    cost = tr(
        "The best way is {name}: {cost} up to {until}",
        name=strategy_name(OPTIMAL),
        cost=currency.grouped(own.summary.total_cost),
        until=own.until,
    )
    said = tr("{cost}; {danger}.", cost=cost, danger=_danger_of(own, projections, currency))
    return sentences((said, verdict(proof, currency)))


def _safer(projections: Sequence[Projection], currency: Currency) -> str:
    """Where the cheapest way goes past due for longer than another, name the safest and what it costs more."""
    cheapest = _cheapest(projections).summary
    safest = best(projections).summary
    if safest.overdue_days == cheapest.overdue_days:
        return ""
    return trn(
        "The safest is {name}: {count} day past due against {other}, for {more} more.",
        "The safest is {name}: {count} days past due against {other}, for {more} more.",
        safest.overdue_days,
        name=strategy_name(safest.name),
        other=cheapest.overdue_days,
        more=currency.grouped(safest.total_cost - cheapest.total_cost),
    )


def _cost(projections: Sequence[Projection], currency: Currency) -> str:
    summaries = [projection.summary for projection in projections]
    until = projections[0].until
    best = _cheapest(projections).summary
    cost = currency.grouped(best.total_cost)
    if len(summaries) == 1:
        return tr("Paying by {name} costs {cost} up to {until}", name=strategy_name(best.name), cost=cost, until=until)
    other = next((each for each in summaries if each.name == "minimum" and each.total_cost > best.total_cost), None)
    other = other or max(summaries, key=lambda each: each.total_cost)
    saved = other.total_cost - best.total_cost
    if not saved:
        return tr("All of these ways cost the same, {cost} up to {until}", cost=cost, until=until)
    names = [strategy_name(each.name) for each in summaries if each.total_cost == best.total_cost]
    if len(names) > 1:
        return tr(
            "The cheapest ways are {names}, {cost} each up to {until}, {saved} less than {other}",
            names=joined_and(names),
            cost=cost,
            until=until,
            saved=currency.grouped(saved),
            other=strategy_name(other.name),
        )
    return tr(
        "The cheapest way is {name}: {cost} up to {until}, {saved} less than {other}",
        name=names[0],
        cost=cost,
        until=until,
        saved=currency.grouped(saved),
        other=strategy_name(other.name),
    )


def _cheapest(projections: Sequence[Projection]) -> Projection:
    return min(projections, key=lambda each: (each.summary.total_cost, each.summary.overdue_days))


def _danger(projections: Sequence[Projection], currency: Currency) -> str:
    return _danger_of(_cheapest(projections), projections, currency)


def _danger_of(best: Projection, projections: Sequence[Projection], currency: Currency) -> str:
    """Say the first danger of the best way, else that of another one, else that there is none."""
    if best.summary.shortfalls:
        first = best.summary.shortfalls[0]
        return tr(
            "the first danger is {date}, when {amount} are missing for {accounts}",
            date=first.on,
            amount=currency.grouped(first.amount),
            accounts=joined(first.accounts),
        )
    if best.unconfirmed:
        item = min(best.unconfirmed, key=lambda item: item.due)
        return tr(
            "the first danger is {account}: no payment is recorded for {date}, when {amount} were due",
            account=item.account,
            date=item.due,
            amount=currency.grouped(item.minimum),
        )
    past_due = next((spell for spell in best.spells if spell.last is None or spell.last >= best.today), None)
    if past_due is not None:
        return tr(
            "the first danger is {account}, past due since {date} with {amount}",
            account=past_due.account,
            date=past_due.due,
            amount=currency.grouped(past_due.amount),
        )
    others = [(each.summary.shortfalls[0].on, each.summary) for each in projections if each.summary.shortfalls]
    if others:
        _, summary = min(others, key=lambda each: each[0])
        first = summary.shortfalls[0]
        return tr(
            "with it no due is missed, while with {name} {amount} are missing for {accounts} on {date}",
            name=strategy_name(summary.name),
            date=first.on,
            amount=currency.grouped(first.amount),
            accounts=joined(first.accounts),
        )
    return tr("no due is missed for want of money")
