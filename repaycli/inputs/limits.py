"""What is refused before the parser sees it: other encodings, hidden characters, sizes that no household needs."""

import re

from repaycli.core.text import text
from repaycli.inputs.places import MOST_DEPTH, MOST_DIGITS, MOST_TABLES, MOST_VALUES, is_plain
from repaycli.inputs.source import LONE_JOINER, Findings, Mark, Source, is_hidden

MOST_BYTES = 1 << 20
MOST_LINE = 10_000
_MOST_TOLD = 20

# Not compiled until it is needed: a pattern of such wide ranges takes 10 ms.
_FORBIDDEN = (
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]"
    rf"|\r(?!\n)|{LONE_JOINER}"
)
_JOINERS = {"\u200c", "\u200d"}
_LONG_LINE = re.compile(rf"^[^\n]{{{MOST_LINE + 1},}}", re.MULTILINE)
_WIDE_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)


def decoded(content: bytes, name: str, findings: Findings) -> Source | None:
    """Return the text of a file, or None when it was refused."""
    if len(content) > MOST_BYTES:
        message = text("the file has more than {most} bytes", most=MOST_BYTES)
        why = text("a household's accounts take a few thousand")
        advice = text("check that it is the right file; long notes can go")
        findings.error("file-too-large", message, Mark(Source(name, ""), -1, -1), why=why, help=advice)
        return None
    found = content.removeprefix(b"\xef\xbb\xbf")
    try:
        source = Source(name, found.decode("utf-8"))
    except UnicodeDecodeError as problem:
        _refuse_encoding(found, problem.start, name, findings)
        return None
    _refuse_wide(content, source, findings)
    _refuse_characters(source, findings)
    _refuse_lines(source, findings)
    if not findings.has_errors_in(name) and not is_plain(source.text):
        from repaycli.inputs.plain import plain_tables  # imported here: its pattern takes as long as a small file

        source.plain = plain_tables(source.text)
        if source.plain is None:
            _refuse_structure(source, findings)
    return None if findings.has_errors_in(name) else source


def _refuse_encoding(content: bytes, start: int, name: str, findings: Findings) -> None:
    readable = Source(name, content.decode("utf-8", errors="replace"))
    offset = len(content[:start].decode("utf-8"))
    kind = next((kind for mark, kind in _WIDE_MARKS if content.startswith(mark)), "")
    if not kind and content.count(b"\x00") * 3 > len(content):
        kind = "UTF-16"
    if not kind:
        try:
            if any("\u4e00" <= char <= "\u9fff" for char in content.decode("gb18030")):
                kind = "GBK"
        except UnicodeDecodeError:
            kind = ""
    if kind:
        message = text("this file is not UTF-8; it looks like {kind}", kind=kind)
    else:
        message = text("this byte is not UTF-8")
    why = text("TOML files are UTF-8, so that every program reads the same text")
    advice = text("save the file again with the encoding UTF-8")
    findings.error("encoding", message, Mark(readable, offset, offset + 1), why=why, help=advice)


def _refuse_wide(content: bytes, source: Source, findings: Findings) -> None:
    """UTF-16 of plain ASCII decodes as UTF-8 with a NUL beside every letter."""
    if content and content.count(b"\x00") * 3 > len(content):
        message = text("this file is not UTF-8; it looks like {kind}", kind="UTF-16")
        why = text("TOML files are UTF-8, so that every program reads the same text")
        advice = text("save the file again with the encoding UTF-8")
        findings.error("encoding", message, Mark(source, 0, 1), why=why, help=advice)


def _refuse_characters(source: Source, findings: Findings) -> None:
    used = set(source.text) - {"\n", "\t"}
    if findings.has_errors_in(source.name) or not (used & _JOINERS or any(map(is_hidden, used))):
        return
    for count, match in enumerate(re.finditer(_FORBIDDEN, source.text)):
        if count == _MOST_TOLD:
            return
        mark = Mark(source, match.start(), match.end())
        if match[0] == "\r":
            message = text("a line ends in a carriage return alone")
            why = text("what follows could hide what stands before it")
            advice = text("end lines as Unix or Windows does")
        else:
            message = text("the character U+{code} stands here", code=f"{ord(match[0]):04X}")
            why = text("it cannot be seen, and could change how the rest of the line is shown")
            advice = text("delete it")
        findings.error("control-character", message, mark, why=why, help=advice)


def _refuse_lines(source: Source, findings: Findings) -> None:
    for count, match in enumerate(_LONG_LINE.finditer(source.text)):
        if count == _MOST_TOLD:
            return
        message = text("this line has {count} characters", count=match.end() - match.start())
        advice = text("break it into lines of at most {most} characters", most=MOST_LINE)
        findings.error("line-too-long", message, Mark(source, match.start(), match.start() + 1), help=advice)


def _refuse_structure(source: Source, findings: Findings) -> None:
    trouble = source.index.trouble
    if trouble is None:
        return
    mark = Mark(source, trouble.start, trouble.end)
    match trouble.kind:
        case "depth":
            message = text("this is nested more than {most} levels deep", most=MOST_DEPTH)
            why = text("the accounts file needs three")
            findings.error(
                "nesting-too-deep", message, mark, why=why, help=text("write it with fewer brackets or dots")
            )
        case "digits":
            message = text("this number has more than {most} digits", most=MOST_DIGITS)
            why = text("no amount of money is that large or that fine")
            findings.error(
                "number-too-long", message, mark, why=why, help=text("write the number, or put text in quotes")
            )
        case "tables":
            message = text("the file holds more than {most} tables", most=MOST_TABLES)
            findings.error("too-many-entries", message, mark, help=text("split the file, or remove old entries"))
        case _:
            message = text("the file holds more than {most} values", most=MOST_VALUES)
            findings.error("too-many-entries", message, mark, help=text("split the file, or remove old entries"))
