"""Joins words with the comma and in the direction of the reader's language; not for machines."""

from collections.abc import Iterable

from django.utils.translation import get_language_bidi, pgettext


def join_words(words: Iterable[object]) -> str:
    """The words joined: "health, school" in English, with the Arabic comma in Urdu."""
    return pgettext("between the items of a list", ", ").join(map(str, words))


def isolate_direction(text: str) -> str:
    """Text that begins with user input, such as a place, with the direction of the page.

    A browser uses the first letter, and would turn the whole line for a Latin name in it.
    """
    return f"\N{RIGHT-TO-LEFT MARK}{text}" if get_language_bidi() else text
