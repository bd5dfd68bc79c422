"""Reading a document of examples: files, commands, expectations, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.document import BadDocument, equivalent, parse_command, read_document, require_evidence

TEXT = """# A title

```toml
as_of = 2023-01-01
```

```toml
# file: accounts.journal.toml
[[payment]]
```

## Paid late

```console
$ COLUMNS=40 repaycli ledger --note "two words"
date\tamount
! not: 17.40
[exit 3]
$ repay check -f - < accounts.toml
```

```sh
never run
```
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "example.md"
    path.write_text(text, encoding="utf-8")
    return path


def test_files_and_commands(tmp_path: Path) -> None:
    document = read_document(write(tmp_path, TEXT))
    assert document.files == {
        "accounts.toml": "as_of = 2023-01-01\n",
        "accounts.journal.toml": "# file: accounts.journal.toml\n[[payment]]\n",
    }
    (example,) = document.examples
    assert (example.title, example.line) == ("Paid late", 15)
    first, second = example.commands
    assert first.argv == ("ledger", "--note", "two words")
    assert first.env == {"COLUMNS": "40"}
    assert first.expected == "date\tamount"
    assert first.absent == ("17.40",)
    assert first.exit_code == 3
    assert second.argv == ("check", "-f", "-")
    assert second.stdin_file == "accounts.toml"
    assert (second.expected, second.exit_code) == ("", 0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("```console\n$ ls\n```\n", "an example runs repaycli"),
        ("```console\n$ repaycli status | head\n```\n", "there is no shell here"),
        ("```console\nno command\n```\n", "begins with '$ repaycli"),
        ("```console\n$ repaycli status\n", "never closed"),
        ("```toml\n```\n```toml\n```\n", "a second file called accounts.toml"),
    ],
)
def test_what_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadDocument, match=said.replace("$", r"\$")):
        read_document(write(tmp_path, text))


@pytest.mark.parametrize("missing", ["Source:", "Checked by hand:"])
def test_evidence_is_required(tmp_path: Path, missing: str) -> None:
    text = "# Title\n\nSource: a page.\nChecked by hand: 1 + 1 = 2.\n"
    require_evidence(write(tmp_path, text))
    with pytest.raises(BadDocument, match=missing):
        require_evidence(write(tmp_path, text.replace(missing, "Said:")))
    with pytest.raises(BadDocument, match=missing):
        require_evidence(write(tmp_path, text.replace(missing + " ", missing + "\n")))


def test_a_set_up_line_stands_for_its_last_command() -> None:
    line = "python3 -m venv .venv && python3 -m pip install . && .venv/bin/repaycli status"
    command = parse_command(1, equivalent(line))
    assert (command.argv, command.env) == (("status",), {"REPAYCLI_FORCE_TERMINAL": "1"})
    assert equivalent("rm -r x && .venv/bin/repaycli status") == "rm -r x && .venv/bin/repaycli status"
