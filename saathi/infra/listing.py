"""Words side by side, with the comma of the reader's language; not for what machines read."""

from collections.abc import Iterable

from django.utils.translation import pgettext


def listed(words: Iterable[object]) -> str:
    """The words after each other: "health, school" in English, with the Arabic comma in Urdu."""
    return pgettext("between the items of a list", ", ").join(map(str, words))
