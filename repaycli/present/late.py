"""What can still be done when an account is past due and another falls due: answers with dates and sums."""

from datetime import date

from repaycli.core.money import Currency
from repaycli.engine.ledger import Consequence
from repaycli.locale import joined, sentences, tr
from repaycli.present.consequences import Following, event_sentence, practice_note
from repaycli.present.model import Lines, Note
from repaycli.present.shortfalls import even_so
from repaycli.products.accounts import Household
from repaycli.products.delinquency import What
from repaycli.strategies.late import Question, Way

_NOT_LINES = (What.BUCKET, What.RECORD_MARK, What.RECORD_CLOCK)
_RULES = ("separate-contracts", "line-pays-no-debt", "sweep")


def late_lines(household: Household, question: Question, following: Following, today: date) -> Lines:
    """Answer, line by line: may it be paid, from what, what is swept, what waiting costs, what is frozen, what is best,
    which date comes next."""
    late, other, currency = question.late, question.other, household.currency
    title = tr("{late} is past due: can {other} still be paid?", late=late.name, other=other.name)
    lines = [
        _may(question, currency),
        _from(question, currency),
        _sweeps(question),
        *_waiting(question, currency),
        _frozen(household, question, following, today),
        _best(question, currency),
        _next_line(household, question, following, today, currency),
    ]
    return Lines(tuple(line for line in lines if line), title)


def sources(question: Question, following: Following) -> list[Note]:
    """Return where the answers come from."""
    rules = [following.ladder.rules[rule] for rule in _RULES if rule in following.ladder.rules]
    return [
        practice_note("source", rule)
        for rule in rules
        if rule.id != "sweep" or question.sweeping or question.same_lender
    ]


def _may(question: Question, currency: Currency) -> str:
    other = question.other
    amount, due = currency.grouped(other.next_minimum), other.next_due
    if other.is_line and other.next_minimum < other.next_amount:
        said = tr(
            "Yes: they are separate contracts. {amount} paid to {account} by {date}, its minimum, keeps it on time; "
            "{full} is the whole bill.",
            amount=amount,
            account=other.name,
            date=due,
            full=currency.grouped(other.next_amount),
        )
    else:
        said = tr(
            "Yes: they are separate contracts. {amount} paid to {account} by {date} keeps it on time.",
            amount=amount,
            account=other.name,
            date=due,
        )
    return said


def _from(question: Question, currency: Currency) -> str:
    wallets = joined(
        tr("{wallet} (may be used: {amount})", wallet=name, amount=currency.grouped(amount))
        for name, amount in question.wallets
    )
    if question.other.is_line:
        return tr(
            "From: {wallets}. Not from {line}: a credit line cannot pay another debt.",
            wallets=wallets or tr("no wallet"),
            line=question.other.name,
        )
    return tr("From: {wallets}.", wallets=wallets or tr("no wallet"))


def _sweeps(question: Question) -> str:
    late, other = question.late, question.other
    if late.name in question.sweeping:
        return tr(
            "Autopay of {late} may take what is in {wallets} first, for what is past due: pay {other} by hand, and name it.",
            late=late.name,
            wallets=joined(question.late_wallets),
            other=other.name,
        )
    if question.same_lender:
        return tr(
            "The lender may take money that it can reach for either debt: pay {other} by hand, and name it.",
            other=other.name,
        )
    return ""


def _waiting(question: Question, currency: Currency) -> list[str]:
    lines = [
        tr(
            "Each day that the {past_due} of {account} stay unpaid costs {one} (30 days: {month}).",
            account=item.account,
            past_due=currency.grouped(item.past_due),
            one=currency.grouped(item.one_day),
            month=currency.grouped(item.month),
        )
        for item in question.waiting
    ]
    missing = question.missing
    lines.append(
        tr(
            "Missing {account} on {date} adds {one} by the day after, {month} within 30 days.",
            account=missing.account,
            date=missing.due,
            one=currency.grouped(missing.one_day),
            month=currency.grouped(missing.month),
        )
    )
    return lines


def _frozen(household: Household, question: Question, following: Following, today: date) -> str:
    found = next(
        (
            event
            for event in following.events
            if event.what is What.SPENDING_FROZEN and event.on <= today and event.lender == question.late.lender
        ),
        None,
    )
    if found is None:
        return ""
    return tr("Frozen: {what}.", what=event_sentence(household, found, following.ladder))


def _best(question: Question, currency: Currency) -> str:
    late, other = question.late, question.other
    usable = currency.grouped(question.usable)
    values = {
        "late": late.name,
        "other": other.name,
        "usable": usable,
        "past_due": currency.grouped(late.past_due),
        "minimum": currency.grouped(other.next_minimum),
    }
    first, second = question.late_first, question.other_first
    if not first.misses and _rank(first) <= _rank(second):
        said = tr(
            "Best with the {usable} at hand and what comes: {past_due} to {late} today, {minimum} to {other} by its "
            "due date.",
            **values,
        )
        return sentences((said, even_so(first.shortfall, currency)))
    if _rank(second) < _rank(first):
        better, worse = second, first
        said = tr(
            "Best with the {usable} at hand and what comes: first {minimum} to {other}, the rest to {late}.",
            **values,
        )
    else:
        better, worse = first, second
        said = tr(
            "Best with the {usable} at hand and what comes: first {late}; that misses {other} all the same.",
            **values,
        )
    return sentences((said, _against(better, worse, currency), even_so(better.shortfall, currency)))


def _rank(way: Way) -> tuple[int, int, int]:
    return way.overdue_days, way.worst_days, way.cost


def _against(better: Way, worse: Way, currency: Currency) -> str:
    if _rank(better) == _rank(worse):
        return tr("The other order comes to the same.")
    return tr(
        "So {days} days past due and {cost} in all, the other way {other_days} and {other_cost}.",
        days=better.overdue_days,
        cost=currency.grouped(better.cost),
        other_days=worse.overdue_days,
        other_cost=currency.grouped(worse.cost),
    )


def _next_line(household: Household, question: Question, following: Following, today: date, currency: Currency) -> str:
    other = question.other
    coming = [event for event in following.events if event.on > today and event.what not in _NOT_LINES]
    due = other.next_due or date.max
    certain: Consequence | None = min((each for each in coming if each.certain), key=_order, default=None)
    if certain is None or due <= certain.on:
        line = due
        said = tr(
            "The next line not to cross: {date}, when {account} asks for at least {amount}.",
            date=due,
            account=other.name,
            amount=currency.grouped(other.next_minimum),
        )
    else:
        line = certain.on
        said = tr(
            "The next line not to cross: {date}, {account}: {what}.",
            date=certain.on,
            account=certain.account,
            what=event_sentence(household, certain, following.ladder),
        )
    perhaps: Consequence | None = min((each for each in coming if each.on <= line), key=_order, default=None)
    if perhaps is None or perhaps is certain:
        return said
    before = tr(
        "Perhaps before it: {date}, {account}: {what}.",
        date=perhaps.on,
        account=perhaps.account,
        what=event_sentence(household, perhaps, following.ladder),
    )
    return sentences((said, before))


def _order(event: Consequence) -> tuple[date, str]:
    return event.on, event.account
