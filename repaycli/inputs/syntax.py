"""TOML's own errors in plain words: where it stopped, what stands there, what to write."""

import re
import tomllib
from decimal import Decimal
from typing import TYPE_CHECKING

from repaycli.core.dates import days_in_month
from repaycli.core.text import Text, text
from repaycli.inputs.source import Findings, Mark, Source, cut

if TYPE_CHECKING:
    from repaycli.inputs.locate import Trouble

_PLACE = r" \(at (?:line (\d+), column (\d+)|end of document)\)$"
_PAIR = r"^\s*([^\s=]{1,60})\s*=\s*(.*?)\s*$"
_VALUE = r"[^\s,#\]}]{1,80}"
_DATE = r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?"
_IN_VALUE = ("Invalid value", "Expected newline", "Invalid date")
_MOST_ROUNDS = 10
_MOST_REPEATED = 100_000

_LOOK_ALIKES = {
    "“": '"', "”": '"', "„": '"', "＂": '"', "「": '"', "」": '"', "‘": "'", "’": "'", "＇": "'", "＝": "=", "，": ",",
    "。": ".", "．": ".", "［": "[", "］": "]", "【": "[", "】": "]", "｛": "{", "｝": "}", "＃": "#", "\u3000": " ",
    "\u00a0": " ", "－": "-", "—": "-", "–": "-", "−": "-",
}  # fmt: skip
_TRUTH = dict.fromkeys(("True", "TRUE", "yes", "Yes", "on", "是"), "true") | dict.fromkeys(
    ("False", "FALSE", "no", "No", "off", "否"), "false"
)
_NOTHING = {"none", "None", "null", "nil", "NULL", "无"}


def exact(number: str) -> Decimal:
    """Read a decimal exactly; one whose exponent is beyond all bounds is infinite."""
    try:
        return Decimal(number)
    except ArithmeticError:
        return Decimal("-Infinity" if number.startswith("-") else "Infinity")


def parsed(source: Source, findings: Findings) -> dict[str, object] | None:
    """Parse a text that passed the limits; None when it is no TOML. Several broken lines are told in one run."""
    if source.plain is not None:
        return source.plain
    content = source.text
    for _ in range(_MOST_ROUNDS):
        try:
            found = tomllib.loads(content, parse_float=exact)
        except (ValueError, RecursionError) as problem:
            line = _explain(str(problem), Source(source.name, content), findings)
            blanked = _without_line(content, line)
            if blanked is None:
                return None
            content = blanked
        else:
            return None if findings.has_errors_in(source.name) else found
    return None


def _without_line(content: str, number: int | None) -> str | None:
    """Return the text without a broken `key = value` line, when what follows can still be trusted."""
    if number is None or len(content) > _MOST_REPEATED:
        return None
    lines = content.split("\n")
    broken = lines[number - 1]
    if not re.match(_PAIR, broken) or any(char in broken for char in "[]{}") or '"""' in broken or "'''" in broken:
        return None
    lines[number - 1] = ""
    return "\n".join(lines)


def _explain(problem: str, source: Source, findings: Findings) -> int | None:
    """Note the problem; return its line when reading can go on behind it."""
    match = re.search(_PLACE, problem)
    kind = problem[: match.start()] if match else problem
    content = source.text
    if match and match[1]:
        starts = source.starts
        offset = starts[min(int(match[1]), len(starts)) - 1] + int(match[2]) - 1
    else:
        offset = len(content.rstrip())
    if kind.startswith(("Cannot", "Duplicate")):
        _explain_twice(source, offset, findings)
        return None
    unclosed = next((item for item in source.index.unclosed if item.start <= offset), None)
    if unclosed and (
        kind.startswith(("Unterminated", "Unclosed", "Illegal", "Expected '\"'", 'Expected "\'"'))
        or not (match and match[1])
    ):
        _explain_unclosed(unclosed, source, findings)
        return None
    message, advice = _sentence(kind, content, offset)
    mark = _mark(kind, source, offset)
    why = text("the values are checked once every line can be read")
    findings.error("syntax", message, mark, why=why, help=advice)
    return mark.span.line if mark.span else None


def _mark(kind: str, source: Source, offset: int) -> Mark:
    """Point at the whole value, where the trouble is in one; else at the character."""
    content = source.text
    start = content.rfind("\n", 0, offset) + 1
    end = content.find("\n", offset)
    line = content[start : len(content) if end < 0 else end]
    pair = re.match(_PAIR, line)
    if (
        pair
        and pair[2]
        and kind.startswith(_IN_VALUE)
        and line[offset - start : offset - start + 1] not in _LOOK_ALIKES
    ):
        value = re.sub(r"\s+#.*$", "", pair[2])
        if value and not value.startswith(("[", "{")):
            return Mark(source, start + pair.start(2), start + pair.start(2) + len(value))
    return Mark(source, min(offset, max(0, len(content) - 1)), offset + 1)


def _explain_twice(source: Source, offset: int, findings: Findings) -> None:
    index = source.index
    for path, start, end in index.duplicates[:20]:
        name = next((part for part in reversed(path) if isinstance(part, str)), "")
        first = index.key(path)
        message = text(
            "{key} stands here a second time; the first is on line {line}",
            key=cut(name),
            line=first.line if first else 0,
        )
        why = text("only one of them could count")
        findings.error("duplicate-key", message, Mark(source, start, end), why=why, help=text("delete one of the two"))
    if not index.duplicates:
        start = source.text.rfind("\n", 0, min(offset, len(source.text))) + 1
        end = source.text.find("\n", start)
        message = text("this name is already used for something else above")
        why = text("a key holds one value, one table or one list of tables")
        advice = text("give every table of a list its own header in two brackets, and every key one value")
        mark = Mark(source, start, len(source.text) if end < 0 else end)
        findings.error("duplicate-key", message, mark, why=why, help=advice)


def _explain_unclosed(unclosed: "Trouble", source: Source, findings: Findings) -> None:
    closing = {"[": "]", "{": "}"}.get(unclosed.kind, unclosed.kind)
    match unclosed.kind:
        case "[":
            message = text("the list that begins here is not closed")
        case "{":
            message = text("the table that begins here is not closed")
        case _:
            message = text("the text that begins here is not closed")
    why = text("the values are checked once every line can be read")
    advice = text("end it with {closing}", closing=closing)
    findings.error("syntax", message, Mark(source, unclosed.start, unclosed.end), why=why, help=advice)


def _sentence(kind: str, content: str, offset: int) -> tuple[Text, Text]:
    start = content.rfind("\n", 0, offset) + 1
    end = content.find("\n", offset)
    line = content[start : len(content) if end < 0 else end]
    char = content[offset : offset + 1]
    pair = re.match(_PAIR, line)
    if char in _LOOK_ALIKES:
        plain = _LOOK_ALIKES[char]
        shown_plain = plain if plain.strip() else text("a blank")
        return (
            text(
                "{char} looks like {plain}, but is another character",
                char=f"U+{ord(char):04X} {cut(char)}",
                plain=shown_plain,
            ),
            text("type {plain} on the plain keyboard", plain=shown_plain),
        )
    if kind.startswith(("Expected '=' after a key", "Invalid initial", "Invalid statement")):
        return _about_key(line, char)
    if kind.startswith(("Expected ']'", "Expected ']]'")):
        name = re.search(r"\w+", line)
        example = f"[[{cut(name[0])}]]" if name and line.lstrip().startswith("[[") else "[[loan]]"
        return text("this header is not closed"), text("write {example}", example=example)
    if pair and kind.startswith(("Invalid value", "Expected newline", "Invalid date", "Unclosed")):
        found = re.compile(_VALUE).match(content, offset) if kind.startswith("Invalid date") else None
        return _about_value(pair[1], found[0] if found else pair[2], kind)
    if "scalar value" in kind or "hex value" in kind or "Unescaped" in kind:
        return text("this backslash begins no character that TOML knows"), text("write {example}", example="\\\\")
    return text("this cannot be read: {found}", found=cut(line[offset - start :].strip() or line.strip())), _FORM


_FORM = text("every line is key = value, a header such as [[loan]], or a comment after #")


def _about_key(line: str, char: str) -> tuple[Text, Text]:
    colon = re.match(r"\s*([^\s:=]{1,60})\s*[:：]\s*(.*)$", line)
    if colon:
        return (
            text("a colon stands where = is wanted"),
            text("write {example}", example=cut(f"{colon[1]} = {colon[2]}")),
        )
    name = re.match(r"\s*([^\s=\"'\[]{1,60})\s*=", line)
    if name and not name[1].isascii():
        return (
            text("{key} is no plain key", key=cut(name[1])),
            text("keys are English words; see `repaycli schema`"),
        )
    if char in {"", "\n", "\r"}:
        return text("this line has no ="), _FORM
    return text("{found} is not key = value", found=cut(line.strip())), _FORM


def _about_value(key: str, value: str, kind: str) -> tuple[Text, Text]:
    bare = re.sub(r"\s+#.*$", "", value).strip()
    number = bare.replace(",", "").replace("，", "").replace(" ", "").lstrip("¥￥$€").removesuffix("元")
    if not bare or bare.startswith("#"):
        return text("{key} has no value", key=cut(key)), text("write {example}", example=f"{cut(key)} = …")
    if re.fullmatch(r"[0-9.]+\s*[%％‰‱]", bare):
        return (
            text("a rate stands without quotes: {found}", found=cut(bare)),
            text("write {example}", example=f'{cut(key)} = "{bare}"'),
        )
    if bare in _TRUTH:
        return text("{found} is not true or false", found=bare), text(
            "write {example}", example=f"{cut(key)} = {_TRUTH[bare]}"
        )
    if bare in _NOTHING:
        return text("{found} is no value", found=bare), text("leave the key out")
    if found := re.fullmatch(_DATE, bare):
        return _about_date(cut(key), bare, [int(part) for part in found.groups()])
    if kind.startswith("Invalid date"):
        return text("{found} is no date of the calendar", found=cut(bare)), text(
            "write {example}", example=f"{cut(key)} = 2026-11-30"
        )
    if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", number) and (number != bare or number.startswith("0")):
        plain = number.lstrip("0") or "0"
        plain = f"0{plain}" if plain.startswith(".") else plain
        return (
            text("{found} is not how TOML writes a number", found=cut(bare)),
            text("write {example}", example=f"{cut(key)} = {plain}"),
        )
    if bare[0] not in "\"'":
        return (
            text("{found} is text without quotes", found=cut(bare)),
            text("write {example}", example=f'{cut(key)} = "{cut(bare)}"'),
        )
    return text("more stands behind the value: {found}", found=cut(bare)), _FORM


def _about_date(key: str, found: str, parts: list[int]) -> tuple[Text, Text]:
    year, month, day = parts
    in_calendar = 1 <= year <= 9999 and 1 <= month <= 12
    last = days_in_month(year, month) if in_calendar else 0
    example = f"{key} = {year:04}-{month:02}-{min(day, last):02}" if last and day else f"{key} = 2026-11-30"
    advice = text("write {example}", example=example)
    if not last or not 1 <= day <= last:
        return text("{found} is no date of the calendar", found=found), advice
    return text("{found} is not how TOML writes a date", found=found), advice
