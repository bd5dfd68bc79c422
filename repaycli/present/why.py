"""The arithmetic behind every amount that an account posted on a day, and behind a statement closed that day."""

from collections.abc import Sequence
from datetime import date

from repaycli.engine.ledger import ClosedStatement, FallenDue, Kind, Posting, Projection
from repaycli.engine.workings import InterestWorking
from repaycli.locale import joined, tr
from repaycli.present.model import Lines, View, rate_words
from repaycli.present.notes import is_inside, notes
from repaycli.present.why_data import instalment_data, posting_data, statement_data
from repaycli.present.why_rules import rule_ids
from repaycli.present.words import confidence_word, kind_word, localised, sentence, strategy_name
from repaycli.present.workings import Rules, Teller, instalment_lines, minimum_lines, part_words, working_lines
from repaycli.products.accounts import Household

_RATE_TERMS = ("daily_rate", "annual_rate", "year_days", "rates", "accrual", "rounding", "round_to", "round_at")
_TERMS = {
    Kind.INTEREST: (*_RATE_TERMS, "interest_on", "interest_from", "payment_counts", "compound", "free_period"),
    Kind.PENALTY: (*_RATE_TERMS, "overdue_multiplier", "overdue_on", "penalty_multiplier", "penalty_base"),
    Kind.LATE_FEE: ("late_fee", "grace_days", "tolerance"),
    Kind.PAYMENT: ("allocation", "principal_first_after_days"),
    Kind.COUPON: ("coupon", "rounding", "round_to"),
}
_FEE_TERMS = {"cash-advance": "cash_fee", "instalment-fee": "fee_per_instalment", "prepayment-fee": "prepayment"}
"""The terms that decide an amount: by its kind, or for a fee by its rule."""


def why_view(household: Household, projection: Projection, account: str, on: date, rules: Rules) -> View:
    """Return the explanation of a day of an account or wallet."""
    terms = next((each for each in household.accounts if each.name == account), None)
    teller = Teller(household.currency, rules, terms.origins if terms else {}, terms)
    postings = [posting for posting in projection.postings if posting.account == account and posting.on == on]
    closed = [item for item in projection.statements if item.account == account and item.closed == on]
    dues = [item for item in projection.fallen_due if item.account == account and item.on == on]
    parts = [Lines(tuple(_posting(teller, posting)), _title(teller, posting)) for posting in postings]
    parts += [Lines(tuple(_fallen_due(teller, item)), _due_title(teller, item)) for item in dues]
    parts += [Lines(tuple(_statement(teller, item)), _statement_title(teller, item)) for item in closed]
    nearest = () if parts else _nearest(projection, account, on)
    return View(
        currency=household.currency,
        head=tr(
            "{account} on {date}, paying by {name}", account=account, date=on, name=strategy_name(projection.strategy)
        ),
        fields={
            "as_of": projection.today,
            "balances_as_of": household.as_of,
            "currency": household.currency.code,
            "account": account,
            "date": on,
            "strategy": projection.strategy,
            "postings": [posting_data(teller, posting, _posting(teller, posting)) for posting in postings],
            "statements": [statement_data(item, _statement(teller, item)) for item in closed],
            "instalments": [instalment_data(item, _fallen_due(teller, item)) for item in dues],
            "nearest": nearest,
        },
        parts=tuple(parts),
        sentence="" if parts else _nothing(account, on, nearest),
        steps=_lessons(teller, [rule for each in postings for rule in rule_ids(each, terms)], closed),
        notes=tuple(
            note
            for note in notes(household, projection.unconfirmed, projection.notices)
            if note.account == account and note.code != "preset-terms"
        ),
    )


def _lessons(teller: Teller, rule_names: Sequence[str], closed: Sequence[ClosedStatement]) -> Lines | None:
    """Name the lessons that tell more of the rules that were used."""
    used = [*rule_names, *("minimum-payment" for item in closed if item.working)]
    found = dict.fromkeys(teller.rules[name].lesson for name in used if name in teller.rules)
    names = joined(f"`repaycli explain {name}`" for name in found if name)
    return Lines((tr("More on this: {names}", names=names),)) if names else None


def _nearest(projection: Projection, account: str, on: date) -> tuple[date, ...]:
    days = {posting.on for posting in projection.postings if posting.account == account}
    days |= {item.on for item in projection.fallen_due if item.account == account}
    days |= {item.closed for item in projection.statements if item.account == account}
    before = max((day for day in days if day < on), default=None)
    after = min((day for day in days if day > on), default=None)
    return tuple(day for day in (before, after) if day)


def _nothing(account: str, on: date, nearest: Sequence[date]) -> str:
    if not nearest:
        return tr("Nothing is posted to {account} on {date}, nor on any day near it.", account=account, date=on)
    if len(nearest) == 1:
        return tr(
            "Nothing is posted to {account} on {date}; the nearest day with a posting is {near}.",
            account=account,
            date=on,
            near=nearest[0],
        )
    return tr(
        "Nothing is posted to {account} on {date}; the nearest days with postings are {before} and {after}.",
        account=account,
        date=on,
        before=nearest[0],
        after=nearest[1],
    )


def _title(teller: Teller, posting: Posting) -> str:
    return tr(
        "{kind} {amount}, balance after it {balance}",
        kind=kind_word(posting.kind).label,
        amount=teller.money(posting.amount),
        balance=teller.money(posting.balance),
    )


def _statement_title(teller: Teller, item: ClosedStatement) -> str:
    return tr(
        "statement closed: balance {balance}, minimum {minimum}, due {due}",
        balance=teller.money(item.balance),
        minimum=teller.money(item.minimum),
        due=item.due,
    )


def _posting(teller: Teller, posting: Posting) -> list[str]:
    lines = working_lines(teller, posting.working, posting.amount) if posting.working else []
    if posting.wallet:
        lines.append("  " + tr("from {wallet}", wallet=posting.wallet))
    for split in posting.split:
        rate = tr("{rate} a day", rate=rate_words(split.rate)) if split.rate else ""
        lines.append(f"  {teller.money(split.amount)} → {part_words(split.part)}" + (f" ({rate})" if rate else ""))
    if posting.note:
        lines.append("  " + sentence(posting.note, teller.currency))
    if posting.unconfirmed:
        lines.append("  " + tr("unconfirmed: it follows from a due date for which no payment is recorded"))
    for rule in rule_ids(posting, teller.account):
        lines += _rule(teller, rule)
    return lines + _origins(teller, _terms(posting))


def _terms(posting: Posting) -> tuple[str, ...]:
    if posting.kind is Kind.FEE and posting.working:
        return (_FEE_TERMS.get(posting.working.rule, ""),)
    terms = _TERMS.get(posting.kind, ())
    if isinstance(posting.working, InterestWorking) and any(run.part == "cash" for run in posting.working.runs):
        terms = (*terms, "cash_rate")
    return terms


def _due_title(teller: Teller, item: FallenDue) -> str:
    if item.working.rule == "called-in":
        return tr("called in, in this scenario: {amount}", amount=teller.money(item.amount))
    return tr("instalment due: {amount}", amount=teller.money(item.amount))


def _fallen_due(teller: Teller, item: FallenDue) -> list[str]:
    lines = instalment_lines(teller, item.working, item.fee)
    if item.working.rule == "called-in":
        return [*lines, *_rule(teller, item.working.rule), *_origins(teller, ("accelerates_after_days",))]
    return [*lines, *_rule(teller, item.working.rule), *_origins(teller, ("repayment", "instalment", "due_day"))]


def _statement(teller: Teller, item: ClosedStatement) -> list[str]:
    if item.working is None:
        return []
    return [*minimum_lines(teller, item.working), *_rule(teller, "minimum-payment"), *_origins(teller, ("minimum",))]


def _rule(teller: Teller, rule_id: str) -> list[str]:
    rule = teller.rules.get(rule_id)
    if rule is None:
        return []
    cited = rule.citation
    return [
        "  " + tr("rule: {title}. {explanation}", title=localised(rule.title), explanation=localised(rule.explanation)),
        "  " + tr("formula: {formula}", formula=rule.formula),
        "  "
        + tr(
            "source: {source} (as of {as_of}, confidence {confidence})",
            source=cited.source,
            as_of=cited.as_of,
            confidence=confidence_word(cited.confidence).label,
        ),
    ]


def _origins(teller: Teller, terms: Sequence[str]) -> list[str]:
    """Say for each term that decided who set it: the file, or a preset with its citation."""
    origins = teller.origins
    keys = [key for key in origins if key.partition(".")[0] in terms and not is_inside(key, origins)]
    own = [key for key in keys if origins[key].kind == "file"]
    lines = ["  " + tr("from your file: {keys}", keys=joined(own))] if own else []
    for key in keys:
        origin = origins[key]
        if origin.kind != "preset" or origin.citation is None:
            continue
        lines.append(
            "  "
            + tr(
                "{key}: preset {preset}, {source} (as of {as_of}, confidence {confidence})",
                key=key,
                preset=origin.preset,
                source=origin.citation.source,
                as_of=origin.citation.as_of,
                confidence=confidence_word(origin.citation.confidence).label,
            )
        )
    return lines
