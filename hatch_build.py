"""Build hook: compiles the translations (`.po` to the `.mo` that gettext reads), ships the sample, writes manual pages."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BuildHook(BuildHookInterface[Any]):
    """Runs before each wheel, editable ones included."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        for source in sorted(root.glob("repaycli/locale/*/LC_MESSAGES/repaycli.po")):
            compile_catalogue(source)
        # An editable install reads the sample at the top of the tree; a copy would only grow stale.
        if version == "standard":
            build_data["force_include"][str(root / "sample_accounts.toml")] = "repaycli/sample_accounts.toml"
            build_data["shared_data"] |= write_manual(root, root / "build" / "man")


MANUAL = {"en": "share/man/man1", "zh": "share/man/zh_CN/man1"}
"""Where manual pages in a language are installed."""


def write_manual(root: Path, folder: Path) -> dict[str, str]:
    """Write the manual pages of every language; return where each is to be installed."""
    sys.path.insert(0, str(root))
    try:
        from repaycli import __version__, locale
        from repaycli.cli.app import program
        from repaycli.cli.manual import pages
    finally:
        sys.path.remove(str(root))
    found: dict[str, str] = {}
    for language, target in MANUAL.items():
        locale.use(language)
        (folder / language).mkdir(parents=True, exist_ok=True)
        for name, page in pages(program(), __version__).items():
            (folder / language / name).write_text(page, encoding="utf-8")
            found[str(folder / language / name)] = f"{target}/{name}"
    locale.use("en")
    return found


def compile_catalogue(source: Path) -> Path:
    """Write `repaycli.mo` beside `source`; an unchanged one is left alone."""
    with source.open("rb") as stream:
        catalogue = read_po(stream, abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    target = source.with_suffix(".mo")
    if not target.exists() or target.read_bytes() != compiled.getvalue():
        target.write_bytes(compiled.getvalue())
    return target
