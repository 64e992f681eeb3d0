"""Records that end when a consent is withdrawn: those for which it is the only legal basis.

The withdrawal page lists them first (GDN-008). A higher domain, such as services, registers a
function that finds its own records, so this module imports no higher domain.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from saathi.agencies.models import Staff


@dataclass(frozen=True, slots=True)
class ConsentDependent:
    """A record whose only legal basis is a consent: a description, and a function to end it."""

    description: str
    stop: Callable[[dt.date], None]


type DependentsFinder = Callable[[UUID, Staff], list[ConsentDependent]]

_FINDERS: list[DependentsFinder] = []


def register_dependent_finder(finder: DependentsFinder) -> DependentsFinder:
    """Registers a domain's finder and returns it; it gets the id of the consent and the actor."""
    _FINDERS.append(finder)
    return finder


def find_dependents(consent_id: UUID, *, actor: Staff) -> list[ConsentDependent]:
    """The records that depend on this consent alone, as far as the actor may see them."""
    return [dependent for finder in _FINDERS for dependent in finder(consent_id, actor)]
