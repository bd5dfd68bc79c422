"""What being past due brings with it, as dated rows: in force, still ahead, or only possible, each with its source."""

from collections.abc import Sequence
from datetime import date, timedelta

from repaycli.core.nouns import NamedTuple
from repaycli.engine.ledger import Consequence
from repaycli.locale import tr
from repaycli.present.model import ALL, DATA, ONLY_JSON, SHOWN, Column, Note, Table, Value, Word, percent
from repaycli.present.words import confidence_word, localised
from repaycli.products.accounts import Household, Lender, Stage
from repaycli.products.delinquency import Ladder, Practice, What

_SHOWN_AHEAD = timedelta(days=45)
_COUNTED = (What.BUCKET, What.RECORD_MARK)


class Following(NamedTuple):
    """What follows from being past due, and the practice that names it."""

    events: Sequence[Consequence] = ()
    ladder: Ladder = Ladder()


NOTHING = Following()
"""Nothing is past due."""


def coming_tables(household: Household, following: Following, today: date) -> tuple[Table, ...]:
    """Return what follows for accounts that are past due today: on screen what is in force and what comes soon, in
    JSON all of it."""
    found = following.events
    stages = {event.account: event for event in found if event.what is What.STAGE and event.on <= today}
    shown = [
        event
        for event in found
        if event.on <= today + _SHOWN_AHEAD
        and event.what not in _COUNTED
        and (event.what is not What.STAGE or event.on > today or stages[event.account] is event)
    ]
    title = tr("What being past due brings with it")
    return (
        Table("", title, _columns("from"), _rows(household, shown, following.ladder, today), forms=SHOWN),
        Table("consequences", "", _columns("from"), _rows(household, found, following.ladder, today), forms=ONLY_JSON),
    )


def past_tables(
    household: Household, following: Following, today: date, forms: frozenset[str] = ALL
) -> tuple[Table, ...]:
    """Return what followed, day by day; nothing where no account was past due."""
    rows = _rows(household, following.events, following.ladder, today)
    title = tr("What being past due brings with it")
    return (Table("consequences", title, _columns("date"), rows, forms=forms),) if rows else ()


def conduct_notes(household: Household, late: Sequence[str], ladder: Ladder) -> list[Note]:
    """Say what a collector may not do about the accounts that are past due, each rule once."""
    presets = [account.preset for account in household.accounts if account.name in late]
    rules = {rule.id: rule for preset in presets if (rule := ladder.conduct_for(preset))}
    return [practice_note("conduct", rule) for rule in rules.values()]


def practice_note(code: str, rule: Practice) -> Note:
    """Tell a rule of practice, its source and how sure it is."""
    said = tr(
        "{title}: {explanation} (source: {source}, confidence {confidence})",
        title=localised(rule.title),
        explanation=localised(rule.explanation),
        source=rule.citation.source,
        confidence=confidence_word(rule.citation.confidence).label,
    )
    return Note(code, "", said)


def _columns(date_key: str) -> tuple[Column, ...]:
    return (
        Column(date_key, tr("begins") if date_key == "from" else tr("date")),
        Column("account", tr("account"), is_text=True),
        Column("lender", tr("lender"), is_text=True, forms=DATA),
        Column("days", tr("days past due")),
        Column("what", tr("what"), is_text=True),
        Column("state", tr("state"), is_text=True),
        Column("kind", "", forms=DATA),
        Column("certain", "", forms=ONLY_JSON),
        Column("rule", "", forms=ONLY_JSON),
        Column("confidence", tr("confidence"), is_text=True),
        Column("source", "", forms=DATA),
        Column("unconfirmed", "", forms=ONLY_JSON),
    )


def _rows(
    household: Household, events: Sequence[Consequence], ladder: Ladder, today: date
) -> tuple[tuple[Value, ...], ...]:
    rows: list[tuple[Value, ...]] = []
    for event in events:
        citation = _citation(event, ladder)
        rows.append(
            (
                event.on,
                event.account,
                event.lender,
                event.days,
                event_sentence(household, event, ladder),
                _state(event, today),
                event.what.value,
                event.certain,
                event.rule or None,
                confidence_word(citation[1]),
                citation[0],
                event.unconfirmed,
            )
        )
    return tuple(rows)


def _state(event: Consequence, today: date) -> Word:
    if event.on <= today:
        return Word("in-force", tr("in force"))
    return Word("ahead", tr("still ahead"))


def _citation(event: Consequence, ladder: Ladder) -> tuple[str, str]:
    """Return the source of an event's rule and its confidence."""
    if not event.rule:
        return tr("your accounts file"), "high"
    if event.what is What.STAGE:
        found = next((stage.citation for stage in ladder.stages if stage.name == event.rule), None)
    else:
        found = ladder.rules[event.rule].citation if event.rule in ladder.rules else None
    return (found.source, found.confidence) if found else (tr("your accounts file"), "medium")


def event_sentence(household: Household, event: Consequence, ladder: Ladder) -> str:
    """Say what begins, with a "may" where it is not certain."""
    said = _what(household, event, ladder)
    said = said if event.certain or event.what is What.RECORD_CLOCK else tr("may: {what}", what=said)
    return tr("{what} (unconfirmed)", what=said) if event.unconfirmed else said


def _what(household: Household, event: Consequence, ladder: Ladder) -> str:
    lender = next((each for each in household.lenders if each.name == event.lender), Lender(event.lender))
    match event.what:
        case What.PENALTY if event.rule == "overdue-penalty-loan":
            return tr("penalty interest runs on the overdue instalment")
        case What.PENALTY:
            return tr("the overdue part bears the overdue rate")
        case What.WHOLE_BILL:
            return tr("all that is left of the bill has to be paid: no minimum, no instalments")
        case What.SPENDING_FROZEN:
            return tr("nothing more can be spent with {lender}; repaying stays possible", lender=event.lender)
        case What.LIMIT_CUT if not event.rule:
            return tr("the limit is cut by {share}", share=percent(lender.limit_cut_share))
        case What.LIMIT_CUT:
            return tr("the limit is cut")
        case What.REPORTED:
            return tr("it is reported to the credit register")
        case What.CALLED_IN:
            return tr("the lender calls in the whole loan")
        case What.BUCKET:
            return tr("counts as {bucket}", bucket=event.detail)
        case What.STAGE:
            return _stage(lender, event, ladder)
        case What.RECORD_MARK:
            return tr("mark {mark} for this month on the credit record", mark=event.detail)
        case What.RECORD_CLOCK:
            return tr(
                "the past-due sum is paid; a mark stays on the record for five years, until {date}", date=event.detail
            )


def _stage(lender: Lender, event: Consequence, ladder: Ladder) -> str:
    stage = _rung(lender, event, ladder)
    name = localised(stage.titles) or stage.name
    means = localised(stage.meanings) or stage.means
    return tr("{stage}: {means}", stage=name, means=means) if means else name


def _rung(lender: Lender, event: Consequence, ladder: Ladder) -> Stage:
    stages = lender.stages if not event.rule else ladder.stages
    return next(each for each in stages if each.name == event.detail)


def stage_name(household: Household, event: Consequence, ladder: Ladder) -> str:
    """Return the name of the rung that an event reaches."""
    lender = next((each for each in household.lenders if each.name == event.lender), Lender(event.lender))
    stage = _rung(lender, event, ladder)
    return localised(stage.titles) or stage.name
