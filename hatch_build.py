"""Build hook: compiles the translations (`.po` to the `.mo` that gettext reads) and ships the sample."""

from __future__ import annotations

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
