"""The answers of futures as tables, and as charts where a terminal shows them."""

from collections.abc import Iterable

from repaycli.locale import tr
from repaycli.locale.days import month_words
from repaycli.present.chances import between, chance_word, in_words, percent_of, values
from repaycli.present.model import (
    DATA,
    NOWHERE,
    ONLY_JSON,
    ONLY_PLAIN,
    ONLY_TABLE,
    Bars,
    Column,
    Fan,
    Money,
    Part,
    Table,
    Value,
)
from repaycli.present.risk_words import follow_name
from repaycli.products.accounts import Household
from repaycli.products.delinquency import Ladder, What
from repaycli.risk.answers import Answers, Follow

_SHOWN_MONTHS = 24
_CHANCE = ("probability", "low", "high")


def in_short(found: Answers) -> Table:
    """Return the single values in one row, for the lines of a pipe."""
    names = (
        *("strategy", "paths", "seed", "any_overdue", "low", "high", "missed", "expense_unpaid", "first_danger"),
        *("expected_cost", "worst_cost", "lowest_cash_p5", "lowest_cash_p50", "lowest_cash_p95"),
    )
    row: tuple[Value, ...] = (
        *(found.strategy, found.paths, found.seed, *values(found.overdue)),
        *(chance_word(found.missed), chance_word(found.short), found.danger_on),
        *map(Money, (*found.cost, *found.lowest)),
    )
    return Table("", "", _keys(*names), (row,), forms=ONLY_PLAIN)


def _keys(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, "") for name in names)


def account_tables(household: Household, found: Answers, ladder: Ladder) -> tuple[Table, ...]:
    """Return the chance of each account, and of each thing that follows from being past due; on a terminal only of what
    happens at all."""
    own = {account.name: account for account in household.accounts}
    is_shown = ONLY_TABLE if found.is_uncertain else NOWHERE
    accounts = Table(
        "accounts",
        tr("The chance of being past due, by account"),
        (
            Column("name", tr("account"), is_text=True),
            Column("overdue", tr("chance")),
            *(Column(key, "", forms=DATA) for key in ("low", "high")),
            Column("between", tr("between"), forms=is_shown),
            Column("words", tr("in words"), is_text=True, forms=is_shown),
            *(Column(key, "", forms=ONLY_JSON) for key in ("stages", "consequences")),
        ),
        tuple(
            (
                *(risk.name, *values(risk.overdue), between(risk.overdue), in_words(risk.overdue)),
                _stages(risk.follows),
                _others(risk.follows),
            )
            for risk in found.accounts
        ),
    )
    rows = [(risk, each) for risk in found.accounts for each in _by_days(risk.follows)]
    named = [(risk, each, follow_name(household, own[risk.name], each.threshold, ladder)) for risk, each in rows]
    shown = Table(
        "",
        tr("The chance of what follows from it"),
        (
            Column("account", tr("account"), is_text=True),
            Column("what", tr("what"), is_text=True),
            Column("after_days", tr("days past due")),
            Column("chance", tr("chance")),
            Column("between", tr("between"), forms=is_shown),
        ),
        tuple(
            (risk.name, name, max(1, each.threshold.days), chance_word(each.chance), between(each.chance))
            for risk, each, name in named
            if each.chance.hits
        ),
        forms=ONLY_TABLE,
    )
    listed = Table(
        "",
        "",
        _keys("account", "kind", "name", "after_days", *_CHANCE),
        tuple((risk.name, each.threshold.what.value, *_follow(each)) for risk, each in rows),
        forms=ONLY_PLAIN,
    )
    return accounts, shown, listed


def _by_days(follows: Iterable[Follow]) -> list[Follow]:
    return sorted(follows, key=lambda each: max(1, each.threshold.days))


def _follow(each: Follow) -> tuple[Value, ...]:
    return (each.threshold.detail or None, max(1, each.threshold.days), *values(each.chance))


def _stages(follows: Iterable[Follow]) -> Table:
    rows = tuple(_follow(each) for each in _by_days(follows) if each.threshold.what is What.STAGE)
    return Table("", "", _keys("name", "after_days", *_CHANCE), rows)


def _others(follows: Iterable[Follow]) -> Table:
    rows = tuple(
        (each.threshold.what.value, *_follow(each)[1:])
        for each in _by_days(follows)
        if each.threshold.what is not What.STAGE
    )
    return Table("", "", _keys("kind", "after_days", *_CHANCE), rows)


def month_parts(found: Answers) -> tuple[Part, ...]:
    """Return a bar for each month, the first two years at most, and all months as data."""
    rows: list[tuple[Value, ...]] = []
    for month in found.months:
        accounts = tuple((name, *values(chance)) for name, chance in month.accounts)
        nested = Table("", "", _keys("name", "overdue", "low", "high"), accounts)
        rows.append((f"{month.first:%Y-%m}", *values(month.overdue), nested))
    columns = (*_keys("month", "any_overdue", "low", "high"), Column("accounts", "", forms=ONLY_JSON))
    data = Table("by_month", "", columns, tuple(rows), forms=DATA)
    shown = found.months[:_SHOWN_MONTHS]
    if not any(month.overdue.hits for month in shown):
        return (data,)
    title = tr("The chance that something is past due, month by month")
    if len(found.months) > len(shown):
        title = tr("The chance that something is past due, month by month, in the first two years (all months: --json)")
    bars = tuple(
        (
            month_words(month.first),
            month.overdue.share,
            percent_of(month.overdue),
            tr(" ({interval})", interval=between(month.overdue)) if found.is_uncertain else "",
        )
        for month in shown
    )
    return Bars(title, bars), data


def figures(found: Answers) -> Table:
    """Return cost and cash, and how likely an expense goes unpaid, one below the other."""
    rows: list[tuple[str, Value]] = [(tr("expected cost"), Money(found.cost.expected))]
    if found.is_uncertain:
        rows += [
            (tr("cost in the worst 5 % of the futures, on average"), Money(found.cost.worst)),
            (tr("lowest cash, in 5 of 100 futures no more than"), Money(found.lowest.low)),
            (tr("lowest cash, in 50 of 100 futures no more than"), Money(found.lowest.middle)),
            (tr("lowest cash, in 95 of 100 futures no more than"), Money(found.lowest.high)),
        ]
    else:
        rows.append((tr("lowest cash"), Money(found.lowest.middle)))
    if found.is_uncertain:
        rows.append((tr("first day by which 1 of 20 futures has been past due"), found.danger_on))
        short = percent_of(found.short) + tr(" ({interval})", interval=between(found.short))
    else:
        short = in_words(found.short)
    rows.append((tr("chance that an expense cannot be paid in full"), short))
    return Table(
        "",
        tr("Cost and cash"),
        tuple(Column("", head) for head, _ in rows),
        (tuple(value for _, value in rows),),
        is_record=True,
        forms=ONLY_TABLE,
    )


def cash_parts(found: Answers) -> tuple[Part, ...]:
    """Return what the wallets hold over time, as a fan and as data."""
    rows = tuple((each.on, *map(Money, each.holds)) for each in found.cash)
    data = Table("cash", "", _keys("date", "p5", "p50", "p95"), rows, forms=DATA)
    legend = tr("{middle} the middle of all futures; {band} 90 of 100 lie in here")
    fan = Fan(
        tr("What the wallets hold"),
        tuple(each.on for each in found.cash),
        tuple((each.holds.low, each.holds.middle, each.holds.high) for each in found.cash),
        legend if found.is_uncertain else "",
    )
    return fan, data
