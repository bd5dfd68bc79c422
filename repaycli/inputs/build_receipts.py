"""Receipts: from records to what incomes really brought, each with the planned day that it stands for."""

from collections.abc import Iterable, Sequence
from datetime import date

from repaycli.core.nouns import NamedTuple
from repaycli.core.text import text
from repaycli.inputs.build_money import Checking, check_reference
from repaycli.inputs.reader import Record
from repaycli.products.accounts import Flow, Receipt
from repaycli.products.receipts import planned_around, stands_for


def receipts(records: Sequence[Record], incomes: Iterable[Flow | None], checking: Checking) -> list[Receipt]:
    """Build the receipts of all incomes; those that state their planned day have it, the others follow by their dates."""
    flows: dict[str, list[Flow]] = {}
    for flow in incomes:
        if flow is not None:
            flows.setdefault(flow.name, []).append(flow)
    own: dict[str, list[Record]] = {}
    for record in records:
        check_reference(record, "income", checking.names.incomes, "income", checking)
        if record.is_whole and record.get("income", str) in flows:
            own.setdefault(record.get("income", str), []).append(record)
    if checking.as_of is None:
        return []
    return [receipt for name in own for receipt in _of_one(flows[name], own[name], checking.as_of, checking)]


class _Income(NamedTuple):
    """Incomes of one name, and the dates on which they were planned around what is recorded of them."""

    name: str
    flows: Sequence[Flow]
    planned: Sequence[date]
    as_of: date

    def receipt(self, record: Record, due: date | None) -> Receipt:
        """Build a receipt, which arrives where the income of that time does."""
        on = record.get("date", date)
        time = due or on
        flow = next((each for each in self.flows if each.first <= time <= (each.until or time)), self.flows[0])
        return Receipt(self.name, on, record.amount("amount"), due, flow.wallet, record.maybe("id", str))


def _of_one(flows: Sequence[Flow], records: Sequence[Record], as_of: date, checking: Checking) -> Iterable[Receipt]:
    days = [day for record in records for day in (record.get("date", date), record.maybe("due", date)) if day]
    income = _Income(flows[0].name, flows, planned_around(flows, days), as_of)
    taken: dict[date, Record] = {}
    for record in records:
        due = record.maybe("due", date)
        if due is not None:
            _check_due(record, due, income, checking)
            taken[due] = record
            yield income.receipt(record, due)
    for record in sorted(records, key=lambda each: each.get("date", date)):
        if record.maybe("due", date) is None:
            due = _found(record, income, taken, checking)
            if due is not None:
                taken[due] = record
            yield income.receipt(record, due)


def _check_due(record: Record, due: date, income: _Income, checking: Checking) -> None:
    """Refuse a planned day that is none: what was planned for that time would come as well."""
    if due < income.as_of or due in income.planned:
        return
    near = stands_for(income.planned, due, is_missed=False, taken=())
    checking.findings.error(
        "not-planned",
        text("{income} is not planned for {due}", income=income.name, due=due),
        record.at("due"),
        why=text("a receipt stands for a planned day, which then brings nothing else"),
        help=text("write due = {near}, the nearest planned day", near=near)
        if near
        else text('leave it out; money beside the plan is an [[income]] of its own, with every = "once"'),
    )


def _found(record: Record, income: _Income, taken: dict[date, Record], checking: Checking) -> date | None:
    """Return the planned day that a receipt stands for; what came before the file's balances may stand for none."""
    on, is_missed = record.get("date", date), not record.amount("amount")
    due = stands_for(income.planned, on, is_missed, taken)
    if due is None:
        if on >= income.as_of:
            _refuse(record, on, income, checking)
        return None
    nearest = stands_for(income.planned, on, is_missed, ())
    if nearest in taken and due >= max(on, income.as_of):
        checking.findings.warning(
            "next-occurrence",
            text(
                "what was planned for {nearest} is recorded already, so what came on {date} counts as that of {due}",
                nearest=nearest,
                date=on,
                due=due,
            ),
            record.at("date"),
            why=text("what is planned for {due} does not come as well", due=due),
            help=text(
                "write due = {nearest} if it is a part of that one, due = {due} if not", nearest=nearest, due=due
            ),
            subject=income.name,
        )
    return due


def _refuse(record: Record, on: date, income: _Income, checking: Checking) -> None:
    checking.findings.error(
        "not-planned",
        text("no {income} is planned near {date} that is not recorded already", income=income.name, date=on),
        record.at("date"),
        why=text("a receipt stands for a planned day, which then brings nothing else"),
        help=text(
            'write due, the planned day that it stands for; money beside the plan is an [[income]] of its own, with every = "once"'
        ),
    )
