"""The names of a child: which are shown as hers, which others are kept, and what she is found by.

A name is a word that somebody writes or says. Nothing follows from it: neither sex nor religion,
caste, nationality or family. No surname is needed, and one name is enough (domain B.11).
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from saathi.people.vocabulary import NameKind, NameOwnership, NamePreference

RELATIVE_NAME_KINDS: Final = frozenset({NameKind.FATHER, NameKind.MOTHER, NameKind.GRANDFATHER})
_CALL_NAME_KINDS: Final = (NameKind.PET, NameKind.ALIAS)
# Which kind stands first where she did not say what she wants to be called.
_DISPLAY_ORDER: Final = (
    NameKind.GIVEN,
    NameKind.FORMAL,
    NameKind.PET,
    NameKind.ALIAS,
    NameKind.FAMILY,
)


@dataclass(frozen=True)
class Name:
    """One name as somebody writes or says it; all but kind and text may be empty."""

    kind: str
    text: str
    language: str = ""
    given_by: str = ""  # who gave it, in words
    source: str = ""  # a NameSource
    wanted: str = ""  # a Wanted
    whose: str = ""  # a Whose
    note: str = ""  # why it is not hers, what it means to her

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> "Name":
        """The name as an envelope holds it; what it does not say is empty."""
        return cls(**{field: str(text) for field, text in payload.items() if field in _FIELDS})

    def to_payload(self) -> dict[str, str]:
        """The name as an envelope holds it."""
        held = {"kind": str(self.kind), "text": self.text, "language": self.language}
        more = {key: str(value) for key, value in vars(self).items() if value and key not in held}
        return held | more

    @property
    def is_own_name(self) -> bool:
        """Whether it may stand as a name of hers: nobody forced it on her, and it is no mistake."""
        return (
            self.whose != NameOwnership.NOT_HERS
            and self.kind != NameKind.IMPOSED
            and self.kind not in RELATIVE_NAME_KINDS
        )


_FIELDS: Final = frozenset(field.name for field in fields(Name))


@dataclass(frozen=True)
class DisplayName:
    """How a page names a child: the name, the same in other scripts, and what she is called."""

    primary: str = ""
    other_forms: tuple[str, ...] = ()
    call_names: tuple[str, ...] = ()


def names_in_payload(payload: Mapping[str, Any]) -> list[Name]:
    """The names in an opened envelope, in the order they were written down."""
    return [Name.from_payload(kept) for kept in payload.get("names", [])]


def display_name(names: Iterable[Name]) -> DisplayName:
    """What stands at the head of her file: what she wants to be called goes first.

    A name given against her will, one that is not hers and those of her parents never stand here;
    one that she does not want stands only where there is no other.
    """
    hers = [name for name in names if name.is_own_name]
    wished = [name for name in hers if name.wanted != NamePreference.NO] or hers
    ranked = sorted(wished, key=_display_rank)
    if not ranked:
        return DisplayName()
    first = ranked[0]
    also = [name.text for name in ranked[1:] if name.kind == first.kind]
    called = [
        name.text
        for name in ranked[1:]
        if name.kind in _CALL_NAME_KINDS and name.kind != first.kind and name.text != first.text
    ]
    if first.kind in _CALL_NAME_KINDS:
        called += [name.text for name in ranked if name.kind == NameKind.GIVEN]
    return DisplayName(first.text, tuple(also), tuple(called))


def searchable_names(names: Iterable[Name]) -> list[Name]:
    """Every name she is found by, those of parents and those forced on her too; no mistakes."""
    return [name for name in names if name.whose != NameOwnership.NOT_HERS]


def script_of(text: str) -> str:
    """The script a text is written in, as Unicode calls it (LATIN, DEVANAGARI); empty for none."""
    for letter in text:
        if letter.isalpha():
            return unicodedata.name(letter, "").split(" ")[0]
    return ""


def _display_rank(name: Name) -> tuple[bool, int]:
    kinds = [str(kind) for kind in _DISPLAY_ORDER]
    place = kinds.index(name.kind) if name.kind in kinds else len(kinds)
    return name.wanted != NamePreference.YES, place
