"""What an event of the calendar says: a summary that fits a month's view, and a description that says why."""

from collections.abc import Sequence

from repaycli.core.nouns import NamedTuple
from repaycli.engine.dues import ComingDue
from repaycli.engine.ledger import PlannedPayment, Projection
from repaycli.locale import joined, tr, trn
from repaycli.present.words import sentence, strategy_name
from repaycli.products.accounts import Household
from repaycli.products.terms import Autopay


class Said(NamedTuple):
    """What all events of a calendar are told from."""

    household: Household
    projection: Projection

    def amount(self, minor: int, is_estimate: bool = False) -> str:
        """Write an amount; what depends on a time to come is only about so much."""
        written = self.household.currency.grouped(minor)
        return f"≈{written}" if is_estimate else written

    def is_later(self, payments: Sequence[PlannedPayment]) -> bool:
        """Tell whether payments are planned for a day to come, but for those promised by the user."""
        return any(each.on > self.projection.today and not each.promised for each in payments)


def due_words(
    said: Said, due: ComingDue, payments: Sequence[PlannedPayment], before: Sequence[PlannedPayment]
) -> tuple[str, str]:
    """Return summary and description of a due date, with what is paid that day and what the plan pays before it."""
    asked = _asked(said, due)
    summary = tr("{account}: {asked}", account=due.account, asked=asked)
    if payments:
        paid = said.amount(_sum(payments), due.closes is not None)
        summary = tr("{account}: pay {paid}; {asked}", account=due.account, paid=paid, asked=asked)
        if _sum(payments) == due.minimum == due.amount and not due.days:
            summary = tr("{account}: pay {paid}, all that is due", account=due.account, paid=paid)
    if before:
        ahead = said.amount(_sum(before), said.is_later(before))
        summary = tr("{summary}; {amount} planned before", summary=summary, amount=ahead)
    lines = [
        _what(said, due),
        *_certainty(due),
        *(_plan(said, payments) if payments else ()),
        *(_ahead(said, before) if before else ()),
        *_short(said, due),
        *_autopay(said, due),
        _foot(said),
    ]
    return summary, "\n".join(lines)


def payment_words(said: Said, payments: Sequence[PlannedPayment]) -> tuple[str, str]:
    """Return summary and description of what the plan pays to an account on a day on which nothing of it is due."""
    first = payments[0]
    is_later = said.is_later(payments)
    summary = tr(
        "Pay {amount} to {account} from {wallets}",
        amount=said.amount(_sum(payments), is_later),
        account=first.account,
        wallets=joined(dict.fromkeys(payment.wallet for payment in payments)),
    )
    if is_later:
        changes = tr("It changes with what comes in and goes out until then: look again before you pay.")
        return summary, "\n".join([*_plan(said, payments), changes, _foot(said)])
    return summary, "\n".join([*_plan(said, payments), _foot(said)])


def _sum(payments: Sequence[PlannedPayment]) -> int:
    return sum(payment.amount for payment in payments)


def _asked(said: Said, due: ComingDue) -> str:
    """Say in a few words what is asked for."""
    is_estimate = due.closes is not None
    minimum, amount = said.amount(due.minimum, is_estimate), said.amount(due.amount, is_estimate)
    if due.is_past_due and due.unconfirmed:
        return tr("{amount} past due since {due}, unless it was paid", amount=amount, due=due.on)
    if due.is_past_due:
        return tr("{amount} past due since {due}", amount=amount, due=due.on)
    if due.days:
        return tr("{amount} was due on {due}", amount=minimum, due=due.on)
    if not due.amount:
        return tr("paid, nothing more is due")
    if not due.minimum:
        return tr("minimum paid, {amount} left in full", amount=amount)
    if due.minimum != due.amount:
        return tr("{minimum} due (in full {amount})", minimum=minimum, amount=amount)
    return tr("{amount} due", amount=amount)


def _what(said: Said, due: ComingDue) -> str:
    minimum, amount = said.amount(due.minimum), said.amount(due.amount)
    if due.is_past_due:
        return trn(
            "{amount} is past due since {due}, for {count} day.",
            "{amount} is past due since {due}, for {count} days.",
            due.days,
            amount=amount,
            due=due.on,
        )
    if due.until is not None:
        return tr(
            "{amount} was due on {due}; until {until} it still counts as on time.",
            amount=minimum,
            due=due.on,
            until=due.until,
        )
    if not due.amount:
        return tr("Due on {due}: nothing is left to pay.", due=due.on)
    if due.is_line:
        return tr("Due on {due}: at least {minimum}, in full {amount}.", due=due.on, minimum=minimum, amount=amount)
    return tr("Due on {due}: {amount}.", due=due.on, amount=amount)


def _certainty(due: ComingDue) -> list[str]:
    if due.closes is not None:
        return [
            tr(
                "An estimate: the statement closes on {closes}, and what happens until then changes it.",
                closes=due.closes,
            )
        ]
    if due.unconfirmed:
        return [tr("No payment is recorded for it. If it was paid, record the payment; if not, pay it today.")]
    return []


def _plan(said: Said, payments: Sequence[PlannedPayment]) -> list[str]:
    """Say what to pay that day, from where, and why."""
    heading = tr("To pay that day (strategy {name}):", name=strategy_name(said.projection.strategy))
    return [
        heading,
        *(
            tr(
                "{amount} from {wallet}: {reason}",
                amount=said.amount(payment.amount),
                wallet=payment.wallet,
                reason=sentence(payment.reason, said.household.currency),
            )
            for payment in payments
        ),
    ]


def _ahead(said: Said, before: Sequence[PlannedPayment]) -> list[str]:
    heading = tr("The plan pays before (strategy {name}):", name=strategy_name(said.projection.strategy))
    return [
        heading,
        *(
            tr("{amount} on {date} from {wallet}", amount=said.amount(each.amount), date=each.on, wallet=each.wallet)
            for each in before
        ),
    ]


def _short(said: Said, due: ComingDue) -> list[str]:
    on = max(due.on, said.projection.today)
    return [
        tr(
            "Money is short that day: {amount} is missing for {accounts}.",
            amount=said.amount(found.amount),
            accounts=joined(found.accounts),
        )
        for found in said.projection.summary.shortfalls
        if found.on == on and due.account in found.accounts
    ]


def _autopay(said: Said, due: ComingDue) -> list[str]:
    account = next(each for each in said.household.accounts if each.name == due.account)
    if due.days or not due.amount:
        return []
    match account.autopay:
        case Autopay.FULL:
            return [tr("Autopay is on: the lender takes the whole statement by itself.")]
        case Autopay.MINIMUM:
            return [tr("Autopay is on: the lender takes the minimum by itself, and no more.")]
        case True:
            return [tr("Autopay is on: the lender takes the instalment by itself.")]
        case _:
            return []


def _foot(said: Said) -> str:
    return tr(
        "Made by repaycli on {today} with the balances of {as_of}; amounts in {currency}.",
        today=said.projection.today,
        as_of=said.household.as_of,
        currency=said.household.currency.code,
    )
