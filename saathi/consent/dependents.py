"""What stops when a consent is withdrawn: records for which that consent is the only legal basis.

The page of the withdrawal lists them first (GDN-008). A higher domain, such as services, registers a
function that finds its own records, so this module imports no higher domain.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from saathi.agencies.models import Staff


@dataclass(frozen=True, slots=True)
class ConsentDependent:
    """A record whose only legal basis is a consent: its description, and how to end it on a day."""

    description: str
    stop: Callable[[dt.date], None]


type DependentsFinder = Callable[[UUID, Staff], list[ConsentDependent]]

_FINDERS: list[DependentsFinder] = []


def register_finder(finder: DependentsFinder) -> DependentsFinder:
    """Registers a domain's finder; it is called with the id of the consent and the actor."""
    _FINDERS.append(finder)
    return finder


def find_dependents(consent_id: UUID, *, actor: Staff) -> list[ConsentDependent]:
    """Everything that depends on a consent alone, as far as the actor may see it."""
    return [dependent for finder in _FINDERS for dependent in finder(consent_id, actor)]
