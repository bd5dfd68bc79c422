"""What a report holds, as an answer for programs."""

from repaycli.present.model import Column, Money, Table, Value, View
from repaycli.present.plan import payment_table
from repaycli.present.report import Report, all_notes


def report_view(report: Report, file: str, size: int) -> View:
    """Return what was written to `file`, in `size` bytes: the figures of its tables and charts."""
    projection, compared = report.projection, report.compared
    return View(
        currency=report.household.currency,
        fields={
            **compared.fields,
            "strategy": projection.strategy,
            "file": file,
            "bytes": size,
            "owed_in_all": report.status.fields["owed_in_all"],
            "usable_cash": report.status.fields["usable_cash"],
            "any_overdue": report.risk.fields["any_overdue"] if report.risk else None,
            "paths": report.risk.fields["paths"] if report.risk else None,
        },
        parts=(
            *(part for part in compared.parts if isinstance(part, Table)),
            payment_table(projection, report.household.currency),
            _cash(report),
            _debts(report),
        ),
        notes=all_notes(report),
    )


def _cash(report: Report) -> Table:
    rows = tuple(
        (f"{each.first:%Y-%m}", Money(each.lowest), each.lowest_on, Money(each.at_end)) for each in report.course.months
    )
    return Table("cash", "", tuple(Column(key, "") for key in ("month", "lowest", "lowest_on", "at_end")), rows)


def _debts(report: Report) -> Table:
    columns = (Column("date", ""), Column("owed", ""))
    rows: list[tuple[Value, ...]] = []
    for name, owed in report.course.owed:
        points = tuple((day, Money(amount)) for day, amount in zip(report.course.days, owed, strict=True))
        rows.append((name, Table("", "", columns, points)))
    return Table("debts", "", (Column("account", ""), Column("over_time", "")), tuple(rows))
