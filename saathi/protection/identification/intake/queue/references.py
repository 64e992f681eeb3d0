"""The reference of a report, such as R-7K2P-9QXM: made from its id, so that nothing else is stored."""

import re
from uuid import UUID

# Digits and letters without I, L, O and U, which are mistaken for others.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("ILOU", "110V")
_PREFIX = "R"
_BEGINNING = re.compile(r"^R[\s-]+")
_LENGTH = 8  # of 5 bits: the first 40 bits of the id
_BITS_BELOW = 128 - 5 * _LENGTH


def report_reference(report_id: UUID) -> str:
    """The reference by which people name a report; it reveals nothing about it."""
    value = report_id.int >> _BITS_BELOW
    letters = [_LETTERS[value >> 5 * place & 31] for place in reversed(range(_LENGTH))]
    return f"{_PREFIX}-{''.join(letters[:4])}-{''.join(letters[4:])}"


def ids_of_full_reference(text: str) -> tuple[UUID, UUID] | None:
    """The first and the last id with this reference, which must be complete; None otherwise."""
    ids = ids_of_reference(text)
    return ids if ids and report_reference(ids[0]) == report_reference(ids[1]) else None


def ids_of_reference(text: str) -> tuple[UUID, UUID] | None:
    """The first and the last id with this reference or start of one; None if it is neither.

    Spaces, hyphens and small letters are accepted; at least four letters are needed.
    """
    written = _BEGINNING.sub("", text.strip().upper())
    letters = "".join(letter for letter in written if letter.isalnum())
    if len(letters) > _LENGTH:
        letters = letters.removeprefix(_PREFIX)
    letters = letters.translate(_MISREAD)
    if not 4 <= len(letters) <= _LENGTH or not set(letters) <= set(_LETTERS):
        return None
    value = 0
    for letter in letters:
        value = value << 5 | _LETTERS.index(letter)
    below = 128 - 5 * len(letters)
    first = value << below
    return UUID(int=first), UUID(int=first | (1 << below) - 1)
