"""Files that must end in a clear error: those written down in `acceptance/bad_files`, and those too big or too odd to be."""

from __future__ import annotations

import csv
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "acceptance" / "bad_files"

WRITTEN = list(csv.DictReader((FOLDER / "expected.tsv").open(encoding="utf-8"), delimiter="\t"))

MIB = 1 << 20
HEAD = b"as_of = 2026-11-01\n"
WALLET = '[[wallet]]\nname = "卡"\nbalance = 1\n'.encode()


def filled(unit: bytes, size: int = MIB - 2000) -> bytes:
    """Repeat a piece of text up to a size."""
    return unit * (size // len(unit))


# name: (content, line of the error, 0 = the file as a whole, code)
MADE: dict[str, tuple[bytes, int, str]] = {
    "file_too_large": (HEAD + b"#\n" * MIB, 1, "file-too-large"),
    "line_too_long": (HEAD + b"# " + b"x" * 10_000 + b"\n", 2, "line-too-long"),
    "line_too_long_text": (HEAD + b'[[wallet]]\nname = "' + b"x" * 20_000 + b'"\n', 3, "line-too-long"),
    "number_4301_digits": (HEAD + b"[[wallet]]\nbalance = " + b"9" * 4301 + b"\n", 3, "number-too-long"),
    "number_10000_digits": (HEAD + b"[[wallet]]\nbalance = " + b"9" * 9_980 + b"\n", 3, "number-too-long"),
    "number_underscores": (HEAD + b"[[wallet]]\nbalance = " + b"9_" * 40 + b"9\n", 3, "number-too-long"),
    "number_in_list": (HEAD + b"x = [1, 2,\n" + b"7" * 5000 + b"]\n", 3, "number-too-long"),
    "nested_lists": (HEAD + b"x = " + b"[" * 9_000 + b"\n", 2, "nesting-too-deep"),
    "nested_lists_on_lines": (HEAD + b"x = [\n" + b"[\n" * 100_000, 14, "nesting-too-deep"),
    "nested_lists_short": (HEAD + b"x = [\n" + b"[\n" * 3000, 14, "nesting-too-deep"),
    "nested_lists_hidden": (HEAD + b"x = [\n" + b'["""]\n""",\n' * 3000, 25, "nesting-too-deep"),
    "nested_tables": (HEAD + b"x = " + b"{ a = " * 1_000 + b"\n", 2, "nesting-too-deep"),
    "nested_closed": (HEAD + b"x = " + b"[" * 200 + b"]" * 200 + b"\n", 2, "nesting-too-deep"),
    "dotted_key_deep": (HEAD + b".".join([b"a"] * 4000) + b" = 1\n", 2, "nesting-too-deep"),
    "dotted_header_deep": (HEAD + b"[" + b".".join([b"a"] * 4000) + b"]\n", 2, "nesting-too-deep"),
    "many_values": (HEAD + b"x = [\n" + filled(b"1,\n") + b"]\n", 120_001, "too-many-entries"),
    "many_keys": (HEAD + b"".join(b"k%d = 1\n" % n for n in range(70_000)), 1, "too-many-problems"),
    "many_wallets": (HEAD + WALLET * 201, 2, "too-many-accounts"),
    "many_payments": (HEAD + b"[[payment]]\n" * 20_001, 2, "too-many-entries"),
    "many_bad_payments": (HEAD + b"[[payment]]\n" * 10_000, 1, "too-many-problems"),
    "many_headers": (HEAD + filled(b"[[x]]\n"), 25_002, "too-many-entries"),
    "many_tables": (HEAD + b"".join(b"[t%d]\n" % n for n in range(70_000)), 25_002, "too-many-entries"),
    "many_quotes": (HEAD + b"x = " + filled(b'"', 9_000) + b"\n", 2, "syntax"),
    "many_backslashes": (HEAD + b'x = "' + b"\\" * 9_001 + b"\n", 2, "syntax"),
    "many_open_texts": (HEAD + filled(b'x = "\n', 200_000), 2, "syntax"),
    "many_broken_lines": (HEAD + filled(b"= \n"), 2, "syntax"),
    "long_open_text": (HEAD + b'x = """' + filled(b"x\n"), 2, "syntax"),
    "long_escapes": (HEAD + b'x = """' + filled(b'\\"\n'), 2, "syntax"),
    "long_open_list": (HEAD + b"x = [" + filled(b'"a",\n', 500_000), 2, "syntax"),
    "long_unknown_key": (HEAD + b"k" * 9_000 + b" = 1\n", 2, "unknown-key"),
    "utf_16": ('\ufeffas_of = 2026-11-01\n[[wallet]]\nname = "卡"\n'.encode("utf-16-le"), 1, "encoding"),
    "utf_16_big": ('\ufeffas_of = 2026-11-01\n[[wallet]]\nname = "卡"\n'.encode("utf-16-be"), 1, "encoding"),
    "utf_16_ascii_no_mark": ("as_of = 2026-11-01\n".encode("utf-16-le"), 1, "encoding"),
    "utf_32": ("as_of = 2026-11-01\n".encode("utf-32"), 1, "encoding"),
    "gbk": ('as_of = 2026-11-01\n[[wallet]]\nname = "工资卡"\n'.encode("gb18030"), 3, "encoding"),
    "latin_1": ('as_of = 2026-11-01\n[[wallet]]\nname = "café"\n'.encode("latin-1"), 3, "encoding"),
    "surrogate": (HEAD + b'[[wallet]]\nname = "\xed\xa0\x80"\n', 3, "encoding"),
    "overlong": (HEAD + b'[[wallet]]\nname = "\xc0\xaf"\n', 3, "encoding"),
    "cut_off": (HEAD + '[[wallet]]\nname = "卡'.encode()[:-1], 3, "encoding"),
    "nul": (HEAD + b'[[wallet]]\nname = "a\x00b"\n', 3, "control-character"),
    "only_nul": (b"\x00" * 1000, 1, "encoding"),
    "escape_in_comment": (HEAD + b"# \x1b[31mred\x1b[0m\n", 2, "control-character"),
    "escape_in_name": (HEAD + b'[[wallet]]\nname = "\x1b]0;title\x07"\n', 3, "control-character"),
    "escape_in_broken_line": (HEAD + b"\x1b[2J = 1\n", 2, "control-character"),
    "bell": (HEAD + b"# \x07\n", 2, "control-character"),
    "bidi_in_comment": (HEAD + "# \u202e balance\n".encode(), 2, "control-character"),
    "bidi_isolate": (HEAD + '[[wallet]]\nname = "\u2066卡\u2069"\n'.encode(), 3, "control-character"),
    "mark_in_the_middle": (HEAD + '\ufeffcurrency = "CNY"\n'.encode(), 2, "control-character"),
    "line_separator": (HEAD + '[[wallet]]\nname = "a\u2028b"\n'.encode(), 3, "control-character"),
    "carriage_return": (HEAD + b"# hidden\rname\n", 2, "control-character"),
    "old_mac": (b'as_of = 2026-11-01\rcurrency = "CNY"\r', 1, "control-character"),
    "windows_lines": (b"as_of = 2026-11-01\r\n\r\n[[wallet]]\r\nname = 5\r\nbalance = 1\r\n", 4, "wrong-type"),
    "after_byte_order_mark": (b"\xef\xbb\xbf" + HEAD + b"[[wallet]]\nname = 5\nbalance = 1\n", 3, "wrong-type"),
    "picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", 1, "encoding"),
    "archive": (b"PK\x03\x04\x14\x00\x00\x00\x08\x00", 1, "encoding"),
}
