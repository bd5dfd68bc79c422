"""Translations: what fills and translates a `Text`, and the language in force."""

import gettext as _gettext
from collections.abc import Iterable, Mapping
from pathlib import Path

from repaycli.core.text import Text

_translations: _gettext.NullTranslations = _gettext.NullTranslations()
_language = "en"

LANGUAGES = ("en", "zh")


def use(language: str) -> None:
    """Put a language in force for everything shown from now on; an unknown one is English."""
    global _translations, _language
    _language = language if language in LANGUAGES else "en"
    if _language == "en":
        _translations = _gettext.NullTranslations()
    else:
        # Without a compiled catalogue (a fresh checkout) everything is shown in English.
        _translations = _gettext.translation("repaycli", Path(__file__).parent, [_language], fallback=True)


def language() -> str:
    """Return the language in force: "en" or "zh"."""
    return _language


def from_environment(env: Mapping[str, str]) -> str:
    """Choose the language that the locale variables ask for: the first of them that is set decides.

    >>> from_environment({"LANG": "zh_CN.UTF-8"}), from_environment({"LC_ALL": "C", "LANG": "zh_CN"})
    ('zh', 'en')
    """
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = env.get(name)
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def mark(message: str) -> str:
    """Mark a literal for the catalogue; it is translated later, where it is shown."""
    return message


def tr(message: str, **values: object) -> str:
    """Translate a literal message and fill its `{name}` fields."""
    translated = _translations.gettext(message)
    return translated.format(**values) if values else translated


def trn(one: str, many: str, count: int, **values: object) -> str:
    """Translate a counted message; `{count}` is filled too."""
    return _translations.ngettext(one, many, count).format(count=count, **values)


def joined(names: Iterable[str]) -> str:
    """Join names as the language does."""
    return ("、" if _language == "zh" else ", ").join(names)


def sentences(said: Iterable[str]) -> str:
    """Put sentences one after another as the language does."""
    return ("" if _language == "zh" else " ").join(each for each in said if each)


def say(message: Text) -> str:
    """Translate a `Text` built elsewhere and fill it; values that are texts are translated too."""
    values = {key: say(value) if isinstance(value, Text) else value for key, value in message.values.items()}
    return tr(message.template, **values)
