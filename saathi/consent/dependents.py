"""Finds what depends on a consent. Other domains register finders here, so they are not imported.

When a consent is withdrawn, everything that depended on it alone stops; the page lists it
beforehand (GDN-008).
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from saathi.agencies.models import Staff


@dataclass(frozen=True, slots=True)
class ConsentDependent:
    """Something that depends on a consent, with a description; `stop` ends it on a day."""

    description: str
    stop: Callable[[dt.date], None]


type DependentsFinder = Callable[[UUID, Staff], list[ConsentDependent]]

_FINDERS: list[DependentsFinder] = []


def register_finder(finder: DependentsFinder) -> DependentsFinder:
    """Registers a domain's finder, which is called with a consent's id."""
    _FINDERS.append(finder)
    return finder


def find_dependents(consent_id: UUID, *, actor: Staff) -> list[ConsentDependent]:
    """Everything that depends on a consent alone, as far as the actor may see it."""
    return [dependent for finder in _FINDERS for dependent in finder(consent_id, actor)]
