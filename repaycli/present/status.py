"""Where the household stands today: what is owed, what is due next, what is past due, limits, one piece of advice."""

from collections.abc import Sequence
from datetime import date, timedelta

from repaycli.core.money import Currency
from repaycli.engine.ledger import AccountPosition, Standing
from repaycli.locale import joined, sentences, tr, trn
from repaycli.present.advice import action_lines, action_notes, action_sentence, action_table, advice_fields
from repaycli.present.consequences import NOTHING, Following, coming_tables, conduct_notes
from repaycli.present.limits import limits_tables
from repaycli.present.model import (
    ALL,
    DATA,
    ONLY_JSON,
    ONLY_PLAIN,
    ONLY_TABLE,
    Column,
    Money,
    Share,
    Table,
    View,
)
from repaycli.present.notes import notes
from repaycli.present.shell import pay_command
from repaycli.present.shortfalls import first_missing
from repaycli.products.accounts import Household
from repaycli.strategies.advice import NO_ADVICE, Action, Advice

_NOT_PLAIN = ALL - ONLY_PLAIN
"""A note says it there."""

_MOST_NAMES = 3


def status_view(
    household: Household, standing: Standing, following: Following = NOTHING, advised: Advice = NO_ADVICE
) -> View:
    """Return the status of a day, before any strategy pays, and what to do next."""
    actions = advised.actions
    advice = _advice(standing, actions, household.currency)
    said = "" if actions and not standing.unconfirmed else advice
    owed = sum(account.owed for account in standing.accounts)
    planned = sum(account.planned for account in standing.accounts)
    accrued = sum(account.accrued for account in standing.accounts)
    holds = sum(wallet.holds for wallet in standing.wallets)
    usable = sum(wallet.usable for wallet in standing.wallets)
    return View(
        currency=household.currency,
        head=tr(
            "On {today}, in {currency}: owed {owed}, in the wallets {holds}, of which {usable} may be used",
            today=standing.on,
            currency=household.currency.code,
            owed=owed_in_all(owed, planned, accrued, household.currency),
            holds=household.currency.grouped(holds) + _spent(standing, household.currency),
            usable=household.currency.grouped(usable),
        ),
        fields={
            "as_of": standing.on,
            "balances_as_of": household.as_of,
            "currency": household.currency.code,
            "owed": Money(owed),
            "owed_in_all": Money(owed + planned + accrued),
            "cash": Money(holds),
            "usable_cash": Money(usable),
            "advice": advice,
            **advice_fields(advised),
        },
        parts=(
            _past_due(standing),
            _accounts(standing),
            _in_all(standing),
            *limits_tables(standing, _by_urgency(standing)),
            _wallets(standing),
            _left_today(standing),
            _unconfirmed(standing),
            *coming_tables(household, following, standing.on),
            action_table(actions, standing.on, household.currency),
        ),
        sentence=sentences(
            (
                said,
                _left_out(standing, actions),
                "" if actions else first_missing(advised.shortfall, household.currency),
            )
        ),
        steps=action_lines(advised, standing.on, household.currency),
        notes=(
            *notes(household, standing.unconfirmed, standing.notices),
            *conduct_notes(household, [each.name for each in standing.accounts if each.past_due], following.ladder),
            *action_notes(actions),
        ),
    )


def owed_in_all(owed: int, planned: int, accrued: int, currency: Currency) -> str:
    """Write what is owed, what is not billed or posted yet included, and how much that is."""
    parts: list[str] = []
    if planned:
        parts.append(tr("instalments not yet billed {amount}", amount=currency.grouped(planned)))
    if accrued:
        parts.append(tr("interest not yet posted {amount}", amount=currency.grouped(accrued)))
    whole = currency.grouped(owed + planned + accrued)
    return whole + (tr(" (of it {parts})", parts=joined(parts)) if parts else "")


def _spent(standing: Standing, currency: Currency) -> str:
    """Say what of the day's own expenses left the wallets already: who wrote down more than they hold looks for it."""
    if not standing.spent:
        return ""
    names = joined([name for name, _ in standing.spent[:_MOST_NAMES]])
    return tr(
        " (after today's {amount} of {names})",
        amount=currency.grouped(sum(amount for _, amount in standing.spent)),
        names=names + ("…" if len(standing.spent) > _MOST_NAMES else ""),
    )


def _by_urgency(standing: Standing) -> list[AccountPosition]:
    """Return the accounts, what is past due longest first, then by the next due date."""
    return sorted(
        standing.accounts,
        key=lambda account: (-account.days_past_due, account.next_due or date.max, account.name),
    )


def _accounts(standing: Standing) -> Table:
    accounts = _by_urgency(standing)
    closing = any(account.next_closing for account in accounts)
    return Table(
        key="accounts",
        title="",
        columns=(
            Column("name", tr("account"), is_text=True),
            Column("lender", tr("lender"), is_text=True, forms=DATA),
            Column("owed", tr("owed")),
            Column("accrued", tr("interest not yet posted"), forms=DATA),
            Column("planned", tr("instalments not yet billed"), forms=DATA),
            Column("past_due", tr("past due"), forms=DATA),
            Column("days_past_due", tr("days past due"), forms=DATA),
            Column("next_due", tr("next due")),
            Column("days_left", tr("days left")),
            Column("next_amount", tr("in full")),
            Column("next_minimum", tr("at least")),
            Column("next_closing", tr("next statement"), forms=ALL if closing else DATA),
            Column("daily_rate", tr("daily rate"), forms=DATA),
            Column("annual_rate", tr("annual rate"), forms=DATA),
        ),
        rows=tuple(
            (
                account.name,
                account.lender,
                Money(account.owed),
                Money(account.accrued),
                Money(account.planned),
                Money(account.past_due),
                account.days_past_due,
                account.next_due,
                (account.next_due - standing.on).days if account.next_due else None,
                Money(account.next_amount) if account.next_due else None,
                Money(account.next_minimum) if account.next_due else None,
                account.next_closing,
                Share(account.daily_rate),
                Share(account.annual_rate),
            )
            for account in accounts
        ),
        strong=frozenset(place for place, account in enumerate(accounts) if account.past_due > 0),
    )


def _in_all(standing: Standing) -> Table:
    """What is owed besides what is billed and posted; the main table of a terminal has no room for it."""
    found = [account for account in _by_urgency(standing) if account.planned or account.accrued]
    planned = any(account.planned for account in found)
    return Table(
        key="",
        title=tr("Not yet billed or posted"),
        columns=(
            Column("name", tr("account"), is_text=True),
            Column("owed", tr("owed")),
            Column("planned", tr("instalments not yet billed"), forms=ONLY_TABLE if planned else DATA),
            Column("accrued", tr("interest not yet posted")),
            Column("all", tr("in all")),
        ),
        rows=tuple(
            (
                account.name,
                Money(account.owed),
                Money(account.planned),
                Money(account.accrued),
                Money(account.owed + account.planned + account.accrued),
            )
            for account in found
        ),
        forms=ONLY_TABLE,
    )


def _past_due(standing: Standing) -> Table:
    late = [account for account in _by_urgency(standing) if account.past_due > 0]
    return Table(
        key="",
        title=tr("Past due"),
        columns=(
            Column("name", tr("account"), is_text=True),
            Column("since", tr("due")),
            Column("days", tr("days past due")),
            Column("amount", tr("past due")),
        ),
        rows=tuple(
            (
                account.name,
                standing.on - timedelta(days=account.days_past_due),
                account.days_past_due,
                Money(account.past_due),
            )
            for account in late
        ),
        strong=frozenset(range(len(late))),
        forms=ONLY_TABLE,
    )


def _wallets(standing: Standing) -> Table:
    return Table(
        key="wallets",
        title=tr("Wallets"),
        columns=(
            Column("name", tr("name"), is_text=True),
            Column("holds", tr("holds")),
            Column("reserve", tr("reserve")),
            Column("usable", tr("may be used")),
        ),
        rows=tuple(
            (wallet.name, Money(wallet.holds), Money(wallet.reserve), Money(wallet.usable))
            for wallet in standing.wallets
        ),
    )


def _left_today(standing: Standing) -> Table:
    """What of the day's own expenses left the wallets already, for programs."""
    rows = tuple((name, Money(amount)) for name, amount in standing.spent)
    return Table("left_today", "", (Column("name", ""), Column("amount", "")), rows, forms=ONLY_JSON)


def _unconfirmed(standing: Standing) -> Table:
    return Table(
        key="unconfirmed",
        title=tr("Unconfirmed: no payment is recorded"),
        columns=(
            Column("account", tr("account"), is_text=True),
            Column("due", tr("due")),
            Column("minimum", tr("at least")),
            Column("amount", tr("in full")),
        ),
        rows=tuple((item.account, item.due, Money(item.minimum), Money(item.amount)) for item in standing.unconfirmed),
    )


def _left_out(standing: Standing, actions: Sequence[Action]) -> str:
    """Name what stays past due although something else is advised: paying it was played, and was worth less."""
    paid = {action.account for action in actions}
    late = [account.name for account in standing.accounts if account.past_due > 0 and account.name not in paid]
    if not actions or not late:
        return ""
    return tr(
        "{accounts}: past due, and so for now; what there is does more for the dues below.", accounts=joined(late)
    )


def _advice(standing: Standing, actions: Sequence[Action], currency: Currency) -> str:
    """Say the one thing to do next: what to make sure of, else the first action, else what falls due."""
    late = [account for account in standing.accounts if account.past_due > 0]
    if standing.unconfirmed:
        item = min(standing.unconfirmed, key=lambda item: item.due)
        account = next(each for each in standing.accounts if each.name == item.account)
        asked = account.past_due or item.minimum
        said = tr(
            "First make sure of {account}: was {minimum} or more paid for {due}? If so, record it ({command}); if not, pay "
            "{asked} today.",
            command=pay_command(item.account, item.minimum, item.due, currency),
            account=item.account,
            minimum=currency.grouped(item.minimum),
            due=item.due,
            asked=currency.grouped(asked),
        )
        return sentences((said, _only(standing, asked, currency)))
    if actions:
        return action_sentence(actions[0], standing.on, currency)
    if late:
        worst = max(late, key=lambda account: (account.days_past_due, account.daily_rate, account.name))
        said = trn(
            "Pay {amount} to {account} first: it is {count} day past due.",
            "Pay {amount} to {account} first: it is {count} days past due.",
            worst.days_past_due,
            amount=currency.grouped(worst.past_due),
            account=worst.name,
        )
        return sentences((said, _only(standing, worst.past_due, currency)))
    return _next_due(standing, [account for account in standing.accounts if account.next_minimum > 0], currency)


def _only(standing: Standing, wanted: int, currency: Currency) -> str:
    """Say how much may be used, where that is not enough."""
    usable = sum(wallet.usable for wallet in standing.wallets)
    return "" if usable >= wanted else tr("Only {usable} may be used today.", usable=currency.grouped(usable))


def _next_due(standing: Standing, waiting: Sequence[AccountPosition], currency: Currency) -> str:
    dated = [(account.next_due, account) for account in waiting if account.next_due]
    if not dated:
        return tr("Nothing is due now. `repaycli compare` shows what each way of paying will cost.")
    due, account = min(dated, key=lambda each: (each[0], each[1].name))
    minimum, amount = currency.grouped(account.next_minimum), currency.grouped(account.next_amount)
    if not account.is_line or account.next_minimum == account.next_amount:
        said = tr("Next: {account} asks for {amount} by {due}.", account=account.name, amount=amount, due=due)
    else:
        said = tr(
            "Next: {account} asks for at least {minimum} by {due}, {amount} in full.",
            account=account.name,
            minimum=minimum,
            amount=amount,
            due=due,
        )
    return sentences((said, _only(standing, account.next_minimum, currency)))
