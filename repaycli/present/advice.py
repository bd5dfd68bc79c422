"""At most three actions, dated and costed, as lines for people and rows for programs."""

from collections.abc import Sequence
from datetime import date

from repaycli.core.money import Currency
from repaycli.locale import tr, trn
from repaycli.present.model import ONLY_JSON, Column, Lines, Money, Note, Table
from repaycli.present.shell import command
from repaycli.present.shortfalls import even_so
from repaycli.present.words import joined_and, strategy_name
from repaycli.strategies.advice import Action, ActionKind, Advice


def action_lines(advice: Advice, today: date, currency: Currency, plan: str = "") -> Lines | None:
    """Return the actions, numbered, and what they leave open; None where there are none.

    `plan` is the strategy whose payments they are, where they may be a plan's.
    """
    actions = advice.actions
    if not actions:
        return None
    title = tr("What to do next, and what it saves by {until}", until=actions[0].until)
    if advice.is_planned:
        name = strategy_name(plan)
        title = tr("What to do next, paying by {name}, and what it saves by {until}", name=name, until=actions[0].until)
    lines = [f"{place}. {action_sentence(action, today, currency)}" for place, action in enumerate(actions, start=1)]
    return Lines((*lines, *_left_open(advice, currency, plan)), title)


def _left_open(advice: Advice, currency: Currency, plan: str) -> list[str]:
    """Say where dues follow that the actions leave out, what looks beyond dues, and what is missing even so."""
    missing = even_so(advice.shortfall, currency)
    follow = tr("More dues follow: {command}", command=command("plan")) if advice.more_follow else ""
    beyond = tr("These are dues alone; where spare money saves most: {command}", command=command("compare"))
    return [said for said in (follow, "" if plan or missing else beyond, missing) if said]


def advice_fields(advice: Advice, plan: str = "") -> dict[str, object]:
    """Say for programs whose payments are advised (nothing: what falls due), and whether more dues follow."""
    return {"advice_follows": plan if advice.is_planned else None, "more_dues_follow": advice.more_follow}


def action_notes(actions: Sequence[Action]) -> list[Note]:
    """Say what the savings are set against."""
    if not actions:
        return []
    said = tr(
        "each saving is found by playing the file with the payment and without it: without, that account gets nothing until "
        "its next due date; the payments before it are made, and everything else is paid at its minimum"
    )
    return [Note("advice", "", said)]


def action_table(actions: Sequence[Action], today: date, currency: Currency) -> Table:
    """Return the actions for programs; `as` is how a payment is recorded so that it does the same."""
    return Table(
        key="actions",
        title="",
        columns=tuple(
            Column(key, "")
            for key in (
                "date",
                "account",
                "amount",
                "from",
                "kind",
                "as",
                "at_least",
                "saving",
                "cost",
                "cost_without",
                "until",
                "days_overdue_saved",
                "keeps_open",
                "unconfirmed",
                "message",
            )
        ),
        rows=tuple(
            (
                action.on,
                action.account,
                Money(action.amount),
                _wallet_table(action),
                action.kind.value,
                action.pay_as.value if action.pay_as else None,
                Money(action.minimum),
                Money(action.saving),
                Money(action.cost),
                Money(action.cost_without),
                action.until,
                action.days_saved,
                action.keeps_open or None,
                action.unconfirmed,
                action_sentence(action, today, currency),
            )
            for action in actions
        ),
        forms=ONLY_JSON,
    )


def _wallet_table(action: Action) -> Table:
    rows = tuple((wallet or None, Money(amount)) for wallet, amount in action.sources)
    return Table("from", "", (Column("wallet", ""), Column("amount", "")), rows)


def action_sentence(action: Action, today: date, currency: Currency) -> str:
    """Say one action in a sentence."""
    named = [wallet for wallet, _ in action.sources if wallet]
    if len(named) > 1:
        named = [
            tr("{wallet} ({amount})", wallet=wallet, amount=currency.grouped(amount))
            for wallet, amount in action.sources
        ]
    values = {
        "amount": currency.grouped(action.amount),
        "account": action.account,
        "wallets": joined_and(named) if named else tr("money at hand"),
        "more": _more(action, today, currency),
        "effects": tr(", ").join(_effects(action, currency)),
    }
    if action.on == today:
        return tr("Today pay {amount} to {account} from {wallets}{more}: {effects}.", **values)
    return tr("By {date} pay {amount} to {account} from {wallets}{more}: {effects}.", date=action.on, **values)


def _more(action: Action, today: date, currency: Currency) -> str:
    minimum = currency.grouped(action.minimum)
    if action.unconfirmed:
        return tr(", unless it was paid (then record that)")
    if action.kind is ActionKind.FIRST:
        return tr(", before what is past due")
    if action.kind is ActionKind.AHEAD:
        return tr(", beyond what is due")
    if action.kind is ActionKind.EARLY:
        return tr(", early for its coupon")
    if not action.is_met and action.amount < action.minimum:
        return tr(", all there is of the {minimum} asked", minimum=minimum)
    if action.amount > action.minimum:
        return tr(", at least {minimum}", minimum=minimum)
    return tr(", as soon as the money is there") if action.kind is ActionKind.PAST_DUE and action.on > today else ""


def _effects(action: Action, currency: Currency) -> list[str]:
    found: list[str] = []
    in_time = action.days_saved > 0 and action.is_met and action.kind is not ActionKind.AHEAD
    if action.saving >= 0:
        found.append(tr("saves {amount}", amount=currency.grouped(action.saving)))
    elif not in_time:  # being in time is worth more than what leaving a due out may save
        found.append(tr("costs {amount} more", amount=currency.grouped(-action.saving)))
    if action.kind is ActionKind.FIRST:
        found.append(trn("{count} day past due less", "{count} days past due less", action.days_saved))
    elif in_time:
        late = action.kind is ActionKind.PAST_DUE
        found.append(tr("ends its being past due") if late else tr("keeps it on time"))
    if action.keeps_open:
        found.append(tr("keeps what {lender} lends open for spending", lender=action.keeps_open))
    return found
