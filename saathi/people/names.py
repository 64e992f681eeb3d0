"""Names of a child: which are displayed, which are only kept, and which are searchable.

Nothing is inferred from a name: neither sex nor religion, caste, nationality or family. No surname
is needed, and one name is enough (domain B.11).
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from saathi.people.vocabulary import NameKind, NameOwnership, NamePreference

RELATIVE_NAME_KINDS: Final = frozenset({NameKind.FATHER, NameKind.MOTHER, NameKind.GRANDFATHER})
_CALL_NAME_KINDS: Final = (NameKind.PET, NameKind.ALIAS)
# Order of the kinds for display if the child stated no preference.
_DISPLAY_ORDER: Final = (
    NameKind.GIVEN,
    NameKind.FORMAL,
    NameKind.PET,
    NameKind.ALIAS,
    NameKind.FAMILY,
)


@dataclass(frozen=True)
class Name:
    """One name as written or spoken; everything except kind and text may be empty."""

    kind: str
    text: str
    language: str = ""
    given_by: str = ""  # who gave it, in words
    source: str = ""  # a NameSource
    wanted: str = ""  # a NamePreference
    whose: str = ""  # a NameOwnership
    note: str = ""  # why it is not the child's, or what it means to the child

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> "Name":
        """The name from an envelope; missing keys become empty."""
        return cls(**{field: str(text) for field, text in payload.items() if field in _FIELDS})

    def to_payload(self) -> dict[str, str]:
        """The name for an envelope."""
        payload = {"kind": str(self.kind), "text": self.text, "language": self.language}
        optional = {
            key: str(value) for key, value in vars(self).items() if value and key not in payload
        }
        return payload | optional

    @property
    def is_own_name(self) -> bool:
        """Whether it can be displayed as the child's name: not forced on the child and not a mistake."""
        return (
            self.whose != NameOwnership.NOT_THE_CHILD
            and self.kind != NameKind.IMPOSED
            and self.kind not in RELATIVE_NAME_KINDS
        )


_FIELDS: Final = frozenset(field.name for field in fields(Name))


@dataclass(frozen=True)
class DisplayName:
    """How a page names a child: the name, its form in other scripts, and the preferred name."""

    primary: str = ""
    other_forms: tuple[str, ...] = ()
    call_names: tuple[str, ...] = ()

    @property
    def all_forms(self) -> tuple[str, ...]:
        """The name in every script."""
        return (self.primary, *self.other_forms)


def names_in_payload(payload: Mapping[str, Any]) -> list[Name]:
    """The names in an opened envelope, in the order of recording."""
    return [Name.from_payload(item) for item in payload.get("names", [])]


def display_name(names: Iterable[Name]) -> DisplayName:
    """The name for the header of the file: the name that the child prefers comes first.

    Names forced on the child, names of other people and parents' names are never used; a name the
    child does not want only if there is no other.
    """
    own_names = [name for name in names if name.is_own_name]
    wished = [name for name in own_names if name.wanted != NamePreference.NO] or own_names
    ranked = sorted(wished, key=_display_rank)
    if not ranked:
        return DisplayName()
    first = ranked[0]
    other_forms = [name.text for name in ranked[1:] if name.kind == first.kind]
    call_names = [
        name.text
        for name in ranked[1:]
        if name.kind in _CALL_NAME_KINDS and name.kind != first.kind and name.text != first.text
    ]
    if first.kind in _CALL_NAME_KINDS:
        call_names += [name.text for name in ranked if name.kind == NameKind.GIVEN]
    return DisplayName(first.text, tuple(other_forms), tuple(call_names))


def searchable_names(names: Iterable[Name]) -> list[Name]:
    """Every name for the search index, including parents' and forced names; mistakes are left out."""
    return [name for name in names if name.whose != NameOwnership.NOT_THE_CHILD]


def script_of(text: str) -> str:
    """The Unicode script of a text (LATIN, DEVANAGARI); empty for none."""
    for letter in text:
        if letter.isalpha():
            return unicodedata.name(letter, "").split(" ")[0]
    return ""


def _display_rank(name: Name) -> tuple[bool, int]:
    kinds = [str(kind) for kind in _DISPLAY_ORDER]
    kind_rank = kinds.index(name.kind) if name.kind in kinds else len(kinds)
    return name.wanted != NamePreference.YES, kind_rank
