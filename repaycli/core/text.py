"""Texts for users as values: an English template and what fills it, translated only where it is shown."""

from collections.abc import Mapping
from types import MappingProxyType

from repaycli.core.nouns import NamedTuple

_EMPTY: Mapping[str, object] = MappingProxyType({})


class Text(NamedTuple):
    """A sentence for a user: `template` is the message id, `{name}` fields are filled from `values`.

    The core and the engine only build these; `repaycli.locale` translates and fills them.
    """

    template: str
    values: Mapping[str, object] = _EMPTY


def text(template: str, **values: object) -> Text:
    """Build a `Text`; the catalogue extractor looks for calls of this name."""
    return Text(template, values)
