"""What `whatif` says in words: what is changed, which way is best, what it costs and what to beware of."""

from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction

from repaycli.core.money import Currency
from repaycli.core.nouns import NamedTuple
from repaycli.engine.changes import CallIn, Conversion, Skip
from repaycli.engine.ledger import Kind, Projection
from repaycli.locale import joined, tr, trn
from repaycli.present.consequences import Following
from repaycli.present.model import Note, Word, percent
from repaycli.present.shell import command
from repaycli.present.shortfalls import first_missing
from repaycli.present.words import confidence_word
from repaycli.products.irr import YearlyRate, yearly_rate
from repaycli.strategies.whatif import (
    Advance,
    Borrow,
    Change,
    Extend,
    Extra,
    Income,
    PayOnce,
    Played,
    RateTo,
)


class Side(NamedTuple):
    """One side of the comparison, and what follows on it from being past due."""

    played: Played
    following: Following


def group_name(group: Sequence[Change], count: int, currency: Currency) -> str | Word:
    return Word("change", tr("with the change")) if count == 1 else "; ".join(said_of(each, currency) for each in group)


def said_of(change: Change, currency: Currency) -> str:
    """Say one change in words."""
    match change:
        case Skip(account, on):
            if on:
                return tr("{account}: nothing is paid for the due of {date}", account=account, date=on)
            return tr("{account}: nothing is paid for the next due", account=account)
        case PayOnce(account, amount, on, ahead):
            shown = currency.grouped(amount)
            if ahead:
                return tr("{account}: {amount} repaid early on {date}", account=account, amount=shown, date=on)
            return tr("{account}: {amount} paid on {date}", account=account, amount=shown, date=on)
        case Extra(amount, on):
            return tr("{amount} more money on {date}", amount=currency.grouped(amount), date=on)
        case Extend(account, months):
            return tr("{account}: {count} months longer", account=account, count=months)
        case Conversion(account, count, fee):
            return tr(
                "{account}: the bill in {count} instalments, a fee of {fee} each",
                account=account,
                count=count,
                fee=percent(fee),
            )
        case Borrow(name, amount, rate, count):
            return tr(
                "{name}: {amount} borrowed at {rate} a year, {count} instalments",
                name=name,
                amount=currency.grouped(amount),
                rate=percent(rate.annual),
                count=count,
            )
        case RateTo(account, amount, per):
            if per == "day":
                return tr("{account}: {rate} a day", account=account, rate=percent(amount))
            return tr("{account}: {rate} a year", account=account, rate=percent(amount))
        case Income(name, share):
            return tr("{name}: only {share} of it comes", name=name, share=percent(share))
        case CallIn(account, on):
            return tr("{account}: called in on {date}, all of it due at once", account=account, date=on)
        case Advance(line, amount):
            return tr("{account}: {amount} drawn in cash", account=line, amount=currency.grouped(amount))


def in_words(sides: Sequence[Side], groups: Sequence[Sequence[Change]], currency: Currency) -> list[str]:
    base = sides[0].played.projection
    if len(sides) == 1:
        first = next(iter(base.summary.shortfalls), None)
        return [_as_it_is(base, currency), first_missing(first, currency), _what_to_change()]
    maybe = _only_may(groups)
    if len(sides) > 2:
        return [maybe, _cheapest(sides, groups, currency)]
    after = sides[1].played.projection
    invented = _not_there(base, after, currency)
    return [invented, maybe, _cost(base, after, currency), _lateness(base, after), _danger(base, after, currency)]


def _not_there(base: Projection, after: Projection, currency: Currency) -> str:
    """Say how much of what a change pays the wallets do not hold: a payment that is recorded always stands."""
    missing = _adjusted(after) - _adjusted(base)
    if missing <= 0:
        return ""
    return tr(
        "{amount} of what is paid here is money that the wallets do not hold then: it has to come from elsewhere.",
        amount=currency.grouped(missing),
    )


def _adjusted(projection: Projection) -> int:
    """Return what payments took beyond what the wallets held; such an adjustment says nothing about its cause."""
    debts = {account for account, _ in projection.accrued_at_end}
    return sum(
        item.amount
        for item in projection.postings
        if item.kind is Kind.ADJUSTMENT and item.account not in debts and item.note is None
    )


def _only_may(groups: Sequence[Sequence[Change]]) -> str:
    """Say before anything else that a loan need not be called in; nothing where none is."""
    called = dict.fromkeys(each.account for group in groups for each in group if isinstance(each, CallIn))
    if not called:
        return ""
    return tr(
        "The lender may call in {accounts}, but need not; this is what would follow if it did.", accounts=joined(called)
    )


def _what_to_change() -> str:
    whatif = command("whatif")
    return tr(
        "Nothing is changed yet: say what, as in {example}; {help} lists it all.",
        example=f"`{whatif} --extra 500`",
        help=f"`{whatif} --help`",
    )


def _as_it_is(base: Projection, currency: Currency) -> str:
    cost = currency.grouped(base.summary.total_cost)
    days = base.summary.overdue_days
    if not days:
        return tr("As it is, it costs {cost} up to {until}, and nothing is past due.", cost=cost, until=base.until)
    return trn(
        "As it is, it costs {cost} up to {until}, with {count} day past due.",
        "As it is, it costs {cost} up to {until}, with {count} days past due.",
        days,
        cost=cost,
        until=base.until,
    )


def _cheapest(sides: Sequence[Side], groups: Sequence[Sequence[Change]], currency: Currency) -> str:
    """Which of several ways is best: the fewest days past due, then the least cost."""
    found = [
        (side.played.projection.summary.overdue_days, side.played.projection.summary.total_cost, place)
        for place, side in enumerate(sides)
    ]
    days, cost, place = min(found)
    names = [tr("as it is"), *(group_name(group, len(groups), currency) for group in groups)]
    name = names[place] if isinstance(names[place], str) else tr("as it is")
    shown = currency.grouped(cost)
    if not days:
        return tr(
            "The best of these (fewest days past due, then least cost): {name}; it costs {cost}, and nothing is past due.",
            name=name,
            cost=shown,
        )
    return trn(
        "The best of these (fewest days past due, then least cost): {name}; it costs {cost}, with {count} day past due.",
        "The best of these (fewest days past due, then least cost): {name}; it costs {cost}, with {count} days past due.",
        days,
        name=name,
        cost=shown,
    )


def _cost(base: Projection, after: Projection, currency: Currency) -> str:
    before, now = base.summary.total_cost, after.summary.total_cost
    if now == before:
        return tr("It changes nothing in the cost, {cost} up to {until}.", cost=currency.grouped(now), until=base.until)
    shown = {"cost": currency.grouped(now), "before": currency.grouped(before), "until": base.until}
    if now > before:
        return tr(
            "It costs {more} more up to {until}: {cost} instead of {before}.",
            more=currency.grouped(now - before),
            **shown,
        )
    return tr(
        "It saves {less} up to {until}: {cost} instead of {before}.", less=currency.grouped(before - now), **shown
    )


def _lateness(base: Projection, after: Projection) -> str:
    before, now = base.summary.overdue_days, after.summary.overdue_days
    late = list(
        dict.fromkeys(
            spell.account
            for spell in after.spells
            if spell.last is None or spell.last >= after.today - timedelta(days=1)
        )
    )
    if not now and not before:
        return tr("Nothing is past due, with it or without.")
    if not now:
        return trn(
            "Nothing is past due any more, against {count} day without it.",
            "Nothing is past due any more, against {count} days without it.",
            before,
        )
    if now == before:
        return trn(
            "It leaves {count} day past due ({names}), as without it.",
            "It leaves {count} days past due ({names}), as without it.",
            now,
            names=joined(late),
        )
    return trn(
        "It leaves {count} day past due ({names}) instead of {before}.",
        "It leaves {count} days past due ({names}) instead of {before}.",
        now,
        names=joined(late),
        before=before,
    )


def _danger(base: Projection, after: Projection, currency: Currency) -> str:
    if after.summary.shortfalls:
        return first_missing(after.summary.shortfalls[0], currency)
    if base.summary.shortfalls:
        return tr("The shortfall of {date} is gone.", date=base.summary.shortfalls[0].on)
    difference = after.summary.cash_at_end - base.summary.cash_at_end
    shown = {"amount": currency.grouped(abs(difference)), "cash": currency.grouped(after.summary.cash_at_end)}
    if difference > 0:
        return tr("No due is missed for want of money; at the end there is {amount} more: {cash}.", **shown)
    if difference < 0:
        return tr("No due is missed for want of money; at the end there is {amount} less: {cash}.", **shown)
    return tr("No due is missed for want of money.")


def warnings(groups: Sequence[Sequence[Change]]) -> list[Note]:
    """Say what each kind of change depends on, and what it really costs a year."""
    found: list[Note] = []
    for change in (each for group in groups for each in group):
        match change:
            case Extend(account):
                said = tr("the lender has to agree to an extension; ask before the due date, and have it in writing")
                found.append(Note("extension", account, said))
            case Conversion(account, count, fee):
                rate = _fee_rate(count, fee)
                found.append(Note("instalments", account, _yearly(rate)))
                found.append(
                    Note(
                        "instalments",
                        account,
                        tr(
                            "the lender may refuse; what moves cannot be moved back, and its parts count in full in every minimum"
                        ),
                    )
                )
            case Borrow(name, _, rate, count):
                months = [_level(rate.monthly, count)] * count
                found.append(Note("borrowing", name, _yearly(yearly_rate(10**9, months))))
            case Advance(line):
                said = tr(
                    "drawing on one line to pay another debt lowers nothing that you owe, and bears interest from today"
                )
                found.append(Note("advance", line, said))
            case _:
                pass
    return list(dict.fromkeys(found))


def called_in(groups: Sequence[Sequence[Change]], sides: Sequence[Side]) -> list[Note]:
    """Say that a loan may be called in, not that it will be, and how sure the source is."""
    rules = [side.following.ladder.rules for side in sides]
    cited = next((found["called-in"].citation for found in rules if "called-in" in found), None)
    found: list[Note] = []
    for account in dict.fromkeys(each.account for group in groups for each in group if isinstance(each, CallIn)):
        said = tr("the lender may ask for the whole loan at once, it need not; your contract says when it may")
        found.append(Note("called-in", account, said))
        if cited is not None:
            source = tr(
                "source: {source} (as of {as_of}, confidence {confidence})",
                source=cited.source,
                as_of=cited.as_of,
                confidence=confidence_word(cited.confidence).label,
            )
            found.append(Note("called-in", account, source))
    return found


def _fee_rate(count: int, fee: Fraction) -> YearlyRate | None:
    whole = 10**9 * count
    return yearly_rate(whole, [10**9 + round(fee * whole)] * count)


def _level(monthly: Fraction, count: int) -> int:
    from repaycli.products.schedules import level_instalment

    return level_instalment(10**9, monthly, count)


def _yearly(rate: YearlyRate | None) -> str:
    if rate is None:
        return tr("it costs nothing a year")
    return tr(
        "a year this costs {nominal} (nominal, 12 × the monthly rate), {effective} effective",
        nominal=percent(rate.nominal),
        effective=percent(rate.effective),
    )
