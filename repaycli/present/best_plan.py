"""The view of the optimal plan: how good it is comes first, then what it saves, what it stands and what changes are worth,
then its payments."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from repaycli.core.money import Currency
from repaycli.core.nouns import NamedTuple
from repaycli.locale import sentences, tr, trn
from repaycli.present.consequences import NOTHING, Following
from repaycli.present.model import DATA, ONLY_TABLE, SHOWN, Column, Money, Note, Part, Table, Value, View, Word
from repaycli.present.optimal import Proof, against_best, proof_fields, proof_notes, proof_sentence, saves_tables
from repaycli.present.plan import plan_view
from repaycli.present.words import sentence
from repaycli.products.accounts import Household
from repaycli.strategies.help import Help

if TYPE_CHECKING:
    from repaycli.strategies.optimal.changed.cushion import Cushion, Cushioned, Unbridged
    from repaycli.strategies.optimal.changed.worth import Worth, Worths


class More(NamedTuple):
    """What was asked for besides the plan: a cushion (what was asked, and what came of it), what changes are worth."""

    cushion: "Cushion | None" = None
    cushioned: "Cushioned | None" = None
    worths: "Worths | None" = None


NO_MORE = More()


def best_plan_view(
    household: Household,
    proof: Proof,
    following: Following = NOTHING,
    helps: Sequence[Help] = (),
    more: More = NO_MORE,
) -> View:
    """Return the plan with its proof, what follows from being late, what would help, and more."""
    found, currency = proof.optimum, household.currency
    view = plan_view(household, found.projection, following, helps)
    cushion = cushion_sentence(more.cushioned, currency) if more.cushioned else ""
    proven = proof_sentence(proof, currency, _has_to_stand(more.cushioned))
    said = sentences((proven, cushion, against_best(found, currency)))
    if view.sentence:  # nothing is to be paid, or can be
        said = view.sentence if not found.gap else sentences((view.sentence, said))
    shown, data = saves_tables(found)
    unbridged = _unbridged(more.cushioned.unbridged if more.cushioned else ())
    worth_shown, worth_data = _worth(more.worths, currency)
    return view._replace(
        fields={
            **view.fields,
            **proof_fields(proof, currency),
            "sentence": said,
            "cushion": _cushion_fields(more),
            "worth_left": more.worths.left if more.worths else None,
        },
        parts=(shown, unbridged, worth_shown, *_said_once(view.parts), data, worth_data),
        sentence=said,
        notes=(*view.notes, *_worth_notes(more), *proof_notes(found, currency)),
        is_led=True,
    )


def _has_to_stand(found: "Cushioned | None") -> bool:
    """Tell whether the bound holds for plans with the cushion alone: it is higher than that of all plans."""
    return found is not None and found.optimum.has_bound and found.optimum.bound > found.plain.bound


def _said_once(parts: Sequence[Part]) -> Iterator[Part]:
    """Say a long reason once on a terminal where an account is paid from several wallets on a day."""
    for part in parts:
        if not isinstance(part, Table) or part.key != "payments":
            yield part
            continue
        rows: list[tuple[Value, ...]] = []
        for place, row in enumerate(part.rows):
            before = part.rows[place - 1] if place else None
            is_same = before is not None and before[:2] == row[:2] and before[-1] == row[-1]
            rows.append((*row[:-1], tr("as above")) if is_same else row)
        yield part._replace(key="", rows=tuple(rows), forms=ONLY_TABLE)
        yield part._replace(forms=DATA)


def cushion_sentence(found: "Cushioned", currency: Currency) -> str:
    """Say what late and short incomes the plan stands, what that costs, and that something is not stood, if so."""
    stands = found.stands
    amount, days = currency.grouped(stands.amount), stands.days
    price = currency.grouped(found.price)
    if not stands.amount and not stands.days:
        return tr("No plan was found that stands late or short incomes.")
    if stands.amount and days:
        what = trn(
            "every income may come up to {count} day late, and any one of them be short by up to {amount}",
            "every income may come up to {count} days late, and any one of them be short by up to {amount}",
            days,
            amount=amount,
        )
    elif days:
        what = trn(
            "every income may come up to {count} day late", "every income may come up to {count} days late", days
        )
    else:
        what = tr("any one income may be short by up to {amount}", amount=amount)
    first = tr(
        "Its cushion: {what}, and nothing more becomes past due by it; that costs {price}.", what=what, price=price
    )
    return sentences((first, tr("Not all of it can be bridged: see below.") if found.unbridged else ""))


def _cushion_fields(more: More) -> Mapping[str, object] | None:
    asked, found = more.cushion, more.cushioned
    if asked is None or found is None:
        return None
    return {
        "amount": Money(asked.amount),
        "days": asked.days,
        "stands": {"amount": Money(found.stands.amount), "days": found.stands.days},
        "price": Money(found.price),
        "unbridged": Table("", "", _UNBRIDGED, tuple(map(_unbridged_row, found.unbridged))),
    }


_UNBRIDGED = tuple(Column(key, "") for key in ("income", "date", "account", "due", "missing"))


def _unbridged_row(each: "Unbridged") -> tuple[Value, ...]:
    return (each.income or None, each.on if each.income else None, each.account, each.due, Money(each.missing))


def _unbridged(found: "Sequence[Unbridged]") -> Table:
    """List the incomes that have to come on their day, or in full, and what is missed otherwise."""
    columns = (
        Column("income", tr("income"), is_text=True),
        Column("date", tr("on its day")),
        Column("account", tr("else missed"), is_text=True),
        Column("due", tr("due")),
        Column("missing", tr("missing")),
    )
    rows = tuple((each.income or tr("any one that is short"), *_unbridged_row(each)[1:]) for each in found)
    return Table("", tr("What no plan bridges"), columns, rows, forms=SHOWN)


def _worth(found: "Worths | None", currency: Currency) -> tuple[Table, Table]:
    """Return what changes are worth, to look at and for programs."""
    rows = found.rows if found else ()
    named = [(each, sentence(each.what, currency)) for each in rows]
    has_days = any(each.days_late_change for each in rows)
    columns = (
        Column("what", tr("change"), is_text=True),
        Column("saves", tr("saves")),
        Column("days_late_change", tr("days overdue"), forms=ONLY_TABLE | DATA if has_days else DATA),
        Column("sure", tr("sure"), forms=DATA),
    )
    return (
        Table("", tr("What changes would be worth"), columns, tuple(_shown(*each) for each in named), forms=ONLY_TABLE),
        Table("worth", "", columns, tuple(_row(*each) for each in named), forms=DATA),
    )


def _row(each: "Worth", what: str) -> tuple[Value, ...]:
    sure = Word("yes", tr("yes")) if each.is_sure else Word("no", tr("no"))
    return (what, Money(each.saves), each.days_late_change, sure)


def _shown(each: "Worth", what: str) -> tuple[Value, ...]:
    """Leave out a difference whose sign is not proven."""
    return (
        what,
        Money(each.saves) if each.is_sure else None,
        f"{each.days_late_change:+d}" if each.days_late_change else "0",
        "",
    )


def _worth_notes(more: More) -> list[Note]:
    found = more.worths
    if found is None:
        return []
    said: list[Note] = []
    if more.cushioned is not None:
        said.append(Note("worth", "", tr("what changes would be worth is told of the plan without a cushion")))
    if any(not each.is_sure for each in found.rows):
        said.append(
            Note(
                "worth",
                "",
                tr(
                    "–: what it would save, or cost more, is too little to be proven, or expenses lack more or less with it"
                ),
                ONLY_TABLE,
            )
        )
    if found.left:
        left = trn(
            "for {count} more change no time was left: a higher --time-limit finds it",
            "for {count} more changes no time was left: a higher --time-limit finds them",
            found.left,
        )
        said.append(Note("worth", "", left))
    return said
