"""The journal as text: an entry written for its end, and whether what stands at its end is whole.

The last key of an entry is one that it needs, and each line ends in a line break: a tail that was cut off at any byte
either lacks a key or does not end in a line break, and is never a smaller valid entry (15 of 1500.00).
"""

import re
from decimal import Decimal

from repaycli.core.money import Currency
from repaycli.core.text import text
from repaycli.inputs.fields import Rows
from repaycli.inputs.limits import MOST_BYTES
from repaycli.inputs.source import LONE_JOINER, Findings, Mark, Source, cut, is_hidden
from repaycli.products.entries import Entry

_MOST_SHOWN = 300
_LONGEST_LINE = 1000
_BOM = b"\xef\xbb\xbf"
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")

_HEADER = re.compile(rb"\[\[[ \t]*[\"']?([a-z_]+)[\"']?[ \t]*\]\]")
_KEYS = re.compile(rb"^[ \t]*[\"']?([a-z_]+)[\"']?[ \t]*=", re.MULTILINE)
_BEGINS_A_KEY = re.compile(rb"[ \t]*[A-Za-z0-9_\"'-]")


def entry_text(entry: Entry, currency: Currency) -> str:
    """Write an entry as TOML; its last line is a key that it cannot do without."""
    import tomli_w  # only what writes needs it

    written = {key: value for key, value in _values(entry) if value not in (None, "", False)}
    return f"[[{entry.table}]]\n{tomli_w.dumps(written | _amount(entry, currency))}"


def _values(entry: Entry) -> list[tuple[str, object]]:
    """Return every key but the amount, which stands last."""
    own: list[tuple[str, object]]
    match entry.table:
        case "payment":
            own = [("account", entry.account), ("date", entry.on), ("from", entry.wallet), ("as", entry.kind)]
        case "purchase":
            own = [("account", entry.account), ("posted", entry.on), ("kind", entry.kind)]
        case "balance":
            own = [("account", entry.account), ("date", entry.on), ("includes_accrued", entry.includes_accrued)]
        case "receipt":
            own = [("income", entry.income), ("date", entry.on), ("due", entry.due)]
        case _:
            return [("date", entry.on), ("reason", entry.note), ("id", entry.id), ("of", entry.of)]
    return [*own, ("note", entry.note), ("id", entry.id)]


def _amount(entry: Entry, currency: Currency) -> dict[str, object]:
    if entry.table == "reversal":
        return {}
    key = "amount" if entry.table != "balance" else "holds" if entry.holds else "owed"
    return {key: Decimal(currency.plain(entry.amount)) if currency.digits else entry.amount}


def addition(content: bytes, entry: str) -> bytes:
    """Return what to put at the end of a journal's content: a blank line, and the entry."""
    if not content:
        return entry.encode()
    return (b"\n" if content.endswith(b"\n") else b"\n\n") + entry.encode()


def torn_tail(content: bytes) -> int | None:
    """Return the offset at which a last piece begins that is not whole: its last line does not end, or keys are missing.

    >>> torn_tail(b'[[payment]]\\naccount = "a"\\ndate = 2026-11-01\\namount = 1500.00\\n') is None
    True
    >>> torn_tail(b'# mine\\n[[payment]]\\naccount = "a"\\ndate = 2026-11-01\\namount = 15')
    7
    """
    if len(content) > MOST_BYTES or content.startswith(_WIDE):  # refused for that, and nothing is known of its end
        return None
    header = _last_header(content)
    begins = content.rfind(b"\n") + 1
    last = content[begins:].removeprefix(_BOM).lstrip(b" \t")
    if last and not last.startswith(b"#"):
        if header is None or header == begins:
            return begins
        is_apart = not _BEGINS_A_KEY.match(last) and _is_whole(content[header:begins])
        return begins if is_apart else header
    if header is None or _is_whole(content[header:]) or _is_inside_text(content[:header]):
        return None
    return header


def _last_header(content: bytes) -> int | None:
    found = content.rfind(b"\n[")
    if found >= 0:
        return found + 1
    start = len(_BOM) if content.startswith(_BOM) else 0
    return start if content.startswith(b"[", start) else None


def _is_whole(piece: bytes) -> bool:
    """Tell whether a table has every key that it needs; a table that the journal does not know is not judged here."""
    from repaycli.inputs.schema import JOURNAL

    header = _HEADER.match(piece)
    key = JOURNAL.by_name.get(header[1].decode()) if header else None
    if key is None or not isinstance(key.kind, Rows):
        return True
    table, given = key.kind.table, {found.decode() for found in _KEYS.findall(piece)}
    needed = {each.name for each in table.keys if each.required}
    return needed <= given and (not table.needs_one or not given.isdisjoint(table.needs_one))


def _is_inside_text(before: bytes) -> bool:
    """Tell whether a text of several lines is still open at the end: what looks like a header there is none."""
    from repaycli.inputs.locate import locate

    return any(len(unclosed.kind) == 3 for unclosed in locate(before.decode("utf-8", "replace")).unclosed)


def report_torn(content: bytes, start: int, name: str, findings: Findings) -> None:
    """Note that a journal ends in a piece that is not whole."""
    source = Source(name, content.removeprefix(_BOM).decode("utf-8", "replace"))
    offset = len(content[:start].removeprefix(_BOM).decode("utf-8", "replace"))
    end = source.text.find("\n", offset)
    message = text("the journal ends in a piece that is not whole: {piece}", piece=shown_piece(content, start))
    why = text("it was never said to be recorded, and what is left of a cut amount could pass for another amount")
    advice = text(
        "record it again: `repaycli pay`, `spend`, `receive`, `balance` and `undo` show this piece and, with your consent, keep it "
        "as a comment; if it is whole, end its last line with a line break"
    )
    mark = Mark(source, offset, len(source.text) if end < 0 else end)
    findings.error("torn-journal", message, mark, why=why, help=advice)


def shown_piece(content: bytes, start: int) -> str:
    """Write a torn piece on one line."""
    lines = content[start:].decode("utf-8", "replace").split("\n")
    return cut(" | ".join(line.strip() for line in lines if line.strip("\r ")), _MOST_SHOWN)


def set_aside(content: bytes) -> bytes:
    """Return a journal whose torn piece is a comment, so that nothing of it is lost, and ends in a line break."""
    start = torn_tail(content)
    if start is None:
        return content
    readable = "".join(map(_readable, content[start:].decode("utf-8", "backslashreplace").split("\n")))
    return content[:start] + readable.encode()


def _readable(line: str) -> str:
    """Write a line as comments that any reader of the file takes."""
    visible = re.sub(LONE_JOINER, lambda found: _escape(found[0]), line.removesuffix("\r"))
    visible = "".join(_escape(char) if is_hidden(char) and char != "\t" else char for char in visible)
    parts = [visible[place : place + _LONGEST_LINE] for place in range(0, len(visible), _LONGEST_LINE)]
    return "".join(f"# torn: {part}\n" for part in parts)


def _escape(char: str) -> str:
    return f"\\x{ord(char):02x}" if ord(char) < 0x100 else f"\\u{ord(char):04x}"
