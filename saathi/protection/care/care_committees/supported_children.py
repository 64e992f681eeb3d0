"""Which children a committee supports, as a higher domain says; no text about a meeting names one.

This module imports no higher domain: the follow-up after a return registers who is supported.
"""

from collections.abc import Callable, Sequence
from uuid import UUID

from saathi.agencies.models import Staff
from saathi.people.identifying_words.identifier_scan import ChildIdentifiers

type SupportedChildren = Callable[[UUID, Staff], Sequence[ChildIdentifiers]]

_FINDERS: list[SupportedChildren] = []


def register_supported_children(finder: SupportedChildren) -> SupportedChildren:
    """Registers a domain's finder and returns it; it gets the committee and the reader."""
    _FINDERS.append(finder)
    return finder


def identifiers_of_supported_children(committee_id: UUID, reader: Staff) -> list[ChildIdentifiers]:
    """The names of the children whom the committee supports and whose files the reader may open."""
    return [child for finder in _FINDERS for child in finder(committee_id, reader)]
