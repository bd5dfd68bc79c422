"""Days on which money is missing, and what would help."""

from collections.abc import Sequence

from repaycli.core.money import Currency
from repaycli.engine.ledger import Shortfall, Summary
from repaycli.locale import joined, tr, trn
from repaycli.present.model import ONLY_JSON, SHOWN, Column, Money, Note, Table, Value, Word
from repaycli.present.words import strategy_name, strategy_word
from repaycli.strategies.effects import Missing
from repaycli.strategies.help import Help


def shortfall_table(shortfalls: Sequence[Shortfall], key: str = "", title: str = "") -> Table:
    """Return the days on which money is missing."""
    return Table(
        key=key,
        title=title,
        columns=(
            Column("date", tr("date")),
            Column("amount", tr("amount")),
            Column("accounts", tr("accounts"), is_text=True),
        ),
        rows=tuple((item.on, Money(item.amount), item.accounts) for item in shortfalls),
    )


def first_shortfalls(summaries: Sequence[Summary]) -> Table:
    """The first shortfall of every strategy that runs short, and how many there are; JSON holds them all.

    What all of them share is said once.
    """
    firsts = {summary.shortfalls[:1] for summary in summaries}
    counts = [len(summary.shortfalls) for summary in summaries]
    if len(summaries) > 1 and len(firsts) == 1 and min(counts):
        times = str(counts[0]) if len(set(counts)) == 1 else f"{min(counts)} – {max(counts)}"
        named = [(Word("all", tr("all")), times, summaries[0].shortfalls[0])]
    else:
        named = [
            (strategy_word(summary.name), str(len(summary.shortfalls)), summary.shortfalls[0])
            for summary in summaries
            if summary.shortfalls
        ]
    return Table(
        key="",
        title=tr("Not enough money"),
        columns=(
            Column("strategy", tr("strategy"), is_text=True),
            Column("times", tr("times")),
            Column("first", tr("first on")),
            Column("amount", tr("missing")),
            Column("accounts", tr("for"), is_text=True),
        ),
        rows=tuple((name, times, first.on, Money(first.amount), first.accounts) for name, times, first in named),
        forms=SHOWN,
    )


def help_notes(helps: Sequence[Help], currency: Currency, compared: int) -> list[Note]:
    """Say what would remove the first shortfall; `compared` is how many strategies there are."""
    return [Note("shortfall", "", _help_line(each, currency, compared)) for each in helps]


def _help_line(each: Help, currency: Currency, compared: int) -> str:
    names = joined(strategy_name(name) for name in each.strategies)
    if 1 < compared == len(each.strategies):
        names = tr("all of these ways")
    return tr("what would help with {name}: {what}", name=names, what=_what(each, currency)) + _remain(each)


def _what(each: Help, currency: Currency) -> str:
    amount, on = currency.grouped(each.amount), each.shortfall.on
    if each.source:
        return tr(
            "on {date} move {amount} from {source} to {wallet}, or add {source} to the pay_from of {accounts}",
            date=on,
            amount=amount,
            source=each.source,
            wallet=each.wallet,
            accounts=joined(each.shortfall.accounts),
        )
    if not each.wallet:
        return tr("on {date} {amount} in a wallet (the file has none)", date=on, amount=amount)
    said = tr("on {date} {amount} more in {wallet}", date=on, amount=amount, wallet=each.wallet)
    if each.refill:
        said += tr(" ({amount} of it fills up its reserve)", amount=currency.grouped(each.refill))
    return said


def _remain(each: Help) -> str:
    if each.remain is None or not each.remain[1]:
        return ""
    least, most = each.remain
    if least < most:
        return tr("; {least} to {most} more shortfalls follow", least=least, most=most)
    return trn("; {count} more shortfall follows", "; {count} more shortfalls follow", most)


def help_table(helps: Sequence[Help]) -> Table:
    """Return the same for programs."""
    return Table(
        key="helps",
        title="",
        columns=tuple(
            Column(key, "") for key in ("strategies", "date", "amount", "to", "from", "remain_least", "remain_most")
        ),
        rows=tuple(_help_row(each) for each in helps),
        forms=ONLY_JSON,
    )


def _help_row(each: Help) -> tuple[Value, ...]:
    remain = each.remain or (None, None)
    to, source = each.wallet or None, each.source
    return (each.strategies, each.shortfall.on, Money(each.amount), to, source, *remain)


def even_so(shortfall: Shortfall | None, currency: Currency) -> str:
    """Say what is missing even when the best is done; nothing where nothing is."""
    if shortfall is None:
        return ""
    return tr(
        "Even so {amount} are missing for {accounts} on {date}.",
        amount=currency.grouped(shortfall.amount),
        accounts=joined(shortfall.accounts),
        date=shortfall.on,
    )


def first_missing(shortfall: Shortfall | None, currency: Currency) -> str:
    """Say what is missing first; nothing where nothing is."""
    if shortfall is None:
        return ""
    return tr(
        "The first shortfall is on {date}: {amount} are missing for {accounts}.",
        date=shortfall.on,
        amount=currency.grouped(shortfall.amount),
        accounts=joined(shortfall.accounts),
    )


def made_missing(missing: Missing, currency: Currency) -> str:
    """Say what an entry makes missing, that was not missing or less so."""
    shortfall = missing.shortfall
    if missing.is_first and not missing.before:
        return first_missing(shortfall, currency)
    shown = {
        "date": shortfall.on,
        "amount": currency.grouped(shortfall.amount),
        "accounts": joined(shortfall.accounts),
    }
    if missing.before:
        before = currency.grouped(missing.before)
        return tr("{amount} are now missing for {accounts} on {date}; it was {before}.", before=before, **shown)
    return tr("One more shortfall comes of it on {date}: {amount} are missing for {accounts}.", **shown)
