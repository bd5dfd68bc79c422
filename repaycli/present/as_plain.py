"""A view as tab-separated lines: each table begins with a header line of English keys; a blank line parts tables."""

from repaycli.core.money import Currency
from repaycli.locale import tr
from repaycli.present.model import Lines, Table, View, plain_value
from repaycli.present.width import clean


def as_plain(view: View, quiet: bool = False) -> str:
    """Return the tables, the sentence and the notes. With `is_fixed` the tables alone, empty ones included."""
    blocks: list[list[str]] = []
    for part in view.parts:
        if isinstance(part, Lines):
            blocks.append(_lines(part))
        elif isinstance(part, Table) and "plain" in part.forms and (part.rows or view.is_fixed):
            blocks.append(_table(part, view.currency))
    if view.sentence and not view.is_fixed:
        blocks.append([clean(view.sentence)])
    if view.steps:
        blocks.append(_lines(view.steps))
    notes = [note for note in view.notes if "plain" in note.forms]
    if notes and not view.is_fixed and not quiet:
        blocks.append(["note\taccount\tmessage"])
        blocks[-1] += ["\t".join(map(clean, (note.code, note.account, note.message))) for note in notes]
    return "\n".join("\n".join(block) + "\n" for block in blocks)


def _lines(part: Lines) -> list[str]:
    return [*([clean(part.title)] if part.title else []), *(clean(line) for line in part.lines)]


def _table(table: Table, currency: Currency | None) -> list[str]:
    columns = [(place, column) for place, column in enumerate(table.columns) if "plain" in column.forms]
    lines = ["\t".join(column.key for _, column in columns)]
    lines += ["\t".join(clean(plain_value(row[place], currency)) for place, _ in columns) for row in table.rows]
    return lines


def notes_beside(view: View, quiet: bool = False) -> str:
    """Return the notes of a view whose plain form is fixed: they go beside the answer, one a line."""
    if not view.is_fixed or quiet:
        return ""
    notes = [note for note in view.notes if "plain" in note.forms]
    lines = [clean(note.account + tr(": ") + note.message if note.account else note.message) for note in notes]
    return "".join(f"* {line}\n" for line in lines)
