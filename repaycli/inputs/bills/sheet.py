"""A bill's bytes as rows of cells: encoding, sizes and quotes; all that cannot be read is told with its line."""

import csv
import io
import re
from collections.abc import Sequence

from repaycli.core.nouns import NamedTuple
from repaycli.core.text import text
from repaycli.inputs.source import Findings, Mark, Source, cut

MOST_BYTES = 8 << 20
MOST_ROWS = 20_000
MOST_CELL = 10_000

ENCODINGS = ("utf-8", "gb18030", "big5", "shift_jis", "utf-16")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ARCHIVES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"Rar!", b"7z\xbc\xaf")
_LONGEST_CHARACTER = 4
_SHOWN = 40
_DELIMITERS = (",", "\t", ";")
_AROUND = ' "\t'
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Row(NamedTuple):
    """The cells of one row, without the blanks around them, and the line on which it begins."""

    line: int
    cells: tuple[str, ...]


class Sheet(NamedTuple):
    """A bill as rows. `source` is its text, for the places of problems."""

    source: Source
    encoding: str
    rows: tuple[Row, ...]

    def mark(self, line: int, cell: str = "") -> Mark:
        """Point at a cell of a line, or at the whole line."""
        starts = self.source.starts
        begin = starts[line - 1]
        end = starts[line] - 1 if line < len(starts) else len(self.source.text)
        found = self.source.text.find(cell, begin, end) if cell else -1
        return Mark(self.source, found, found + len(cell)) if found >= 0 else Mark(self.source, begin, end)


def decoded_bill(content: bytes, name: str, encoding: str | None, findings: Findings) -> tuple[Source, str] | None:
    """Return a bill's text and its encoding: the stated one, else UTF-8 or GB18030, whichever fits to the last byte."""
    whole = Mark(Source(name, ""), -1, -1)
    if content.startswith(_ARCHIVES):
        findings.error(
            "not-a-bill",
            text("this is a spreadsheet, an archive or a PDF, not comma-separated text"),
            whole,
            help=text("unpack it; open an .xlsx and save it as CSV (UTF-8)"),
        )
        return None
    if len(content) > MOST_BYTES:
        message = text("the bill has more than {most} bytes", most=MOST_BYTES)
        findings.error("bill-too-large", message, whole, help=text("export fewer months at once"))
        return None
    marked = next((known for bom, known in _BOMS if content.startswith(bom)), None)
    tried = [encoding] if encoding else [marked] if marked else ["utf-8", "gb18030"]
    wrong, wrongly = 0, tried[-1]
    for each in tried:
        try:
            found = content.decode(each).removeprefix("\ufeff")
        except UnicodeDecodeError as problem:
            if problem.start >= wrong:
                wrong, wrongly = problem.start, each
            if problem.start > len(content) - _LONGEST_CHARACTER:
                break  # cut off inside a character: what else it could be would be read wrongly
            continue
        return Source(name, found.replace("\r\n", "\n").replace("\r", "\n")), each.removesuffix("-sig")
    before = content[:wrong].decode(wrongly, "replace")
    readable = Source(name, before + content[wrong : wrong + _SHOWN].decode(wrongly, "replace"))
    findings.error(
        "bill-encoding",
        text("from here on the bill is not {encodings}", encodings=" / ".join(tried)),
        Mark(readable, len(before), len(before) + 1),
        why=text("a byte that is read wrongly makes another name or amount of it"),
        help=text(
            "name its encoding, such as {example}; if the file was cut off, export it again", example="--encoding big5"
        ),
    )
    return None


def read_sheet(source: Source, encoding: str, heads: Sequence[Sequence[str]], findings: Findings) -> Sheet:
    """Return the rows of a bill's text, blank ones left out. `heads`: those of each form that it may have."""
    sheet = Sheet(source, encoding, ())
    hidden = _FORBIDDEN.search(source.text)
    if hidden:
        findings.error(
            "bill-character",
            text("the character U+{code} stands here", code=f"{ord(hidden[0]):04X}"),
            Mark(source, hidden.start(), hidden.end()),
            why=text("a bill has none: this is another kind of file, or it is damaged"),
        )
        return sheet
    return sheet._replace(rows=_rows(sheet, _delimiter(source.text, heads), findings))


def _delimiter(words: str, heads: Sequence[Sequence[str]]) -> str:
    """Return what parts the cells: what parts the heads of a form; otherwise what stands most often in one line."""
    lines, first = words.split("\n"), tuple({form[0].strip(_AROUND) for form in heads if form})
    for line in lines:
        for each in _DELIMITERS if any(head in line for head in first) else ():
            cells = {plain_head(cell.strip(_AROUND)) for cell in line.split(each)} if each in line else set[str]()
            if any(all(plain_head(head) in cells for head in form) for form in heads):
                return each
    return max(_DELIMITERS, key=lambda each: max(line.count(each) for line in lines))


def _rows(sheet: Sheet, delimiter: str, findings: Findings) -> tuple[Row, ...]:
    rows: list[Row] = []
    before, limit = 0, csv.field_size_limit(MOST_CELL)
    reader = csv.reader(io.StringIO(sheet.source.text), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            stripped = tuple(cell.strip() for cell in cells)
            if any(stripped):
                rows.append(Row(before + 1, stripped))
            before = reader.line_num
            if len(rows) > MOST_ROWS:
                message = text("the bill has more than {most} rows", most=MOST_ROWS)
                findings.error("bill-too-large", message, sheet.mark(before), help=text("export fewer months at once"))
                break
    except csv.Error:
        findings.error(
            "bill-quotes",
            text("a quoted cell that begins here has no proper end, or a cell is longer than {most}", most=MOST_CELL),
            sheet.mark(min(before + 1, len(sheet.source.starts))),
            why=text("what follows could be part of it, so nothing after it can be read"),
            help=text("if the file was cut off, export it again"),
        )
    finally:
        csv.field_size_limit(limit)
    return tuple(rows)


def header(sheet: Sheet, wanted: Sequence[str]) -> tuple[int, dict[str, int]] | None:
    """Return the place of the first row that has all of these heads, and the column of every head in it."""
    for place, row in enumerate(sheet.rows):
        heads = [plain_head(cell) for cell in row.cells]
        if all(plain_head(each) in heads for each in wanted):
            return place, {head: heads.index(head) for head in heads if head}
    return None


def plain_head(head: str) -> str:
    """Write a head as all variants of it are: `金额（元）` as `金额(元)`."""
    return cut(head.strip().replace("（", "(").replace("）", ")"))
