"""Joins words with the comma and in the direction of the reader's language; not for machines."""

from collections.abc import Iterable

from django.utils.translation import get_language_bidi, pgettext


def join_words(words: Iterable[object]) -> str:
    """The words joined: "health, school" in English, with the Arabic comma in Urdu."""
    return pgettext("between the items of a list", ", ").join(map(str, words))


def isolate_direction(text: str) -> str:
    """Text that begins with user input, such as a place, with the direction of the page.

    A browser goes by the first letter: a Latin name would turn the direction of the whole line.
    """
    return f"\N{RIGHT-TO-LEFT MARK}{text}" if get_language_bidi() else text
