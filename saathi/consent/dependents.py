"""What rests on a consent, told by the domains that know: they register here, and are never imported.

When a consent is withdrawn, what rested on it alone stops, and the person sees beforehand what
that is (GDN-008).
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from saathi.agencies.models import Staff


@dataclass(frozen=True, slots=True)
class ConsentDependent:
    """One thing that rests on a consent, in words; `stop` ends it on a day."""

    description: str
    stop: Callable[[dt.date], None]


type DependentsFinder = Callable[[UUID, Staff], list[ConsentDependent]]

_FINDERS: list[DependentsFinder] = []


def register_finder(finder: DependentsFinder) -> DependentsFinder:
    """Adds a domain's answer to "what rests on this consent alone?"; asked with its id."""
    _FINDERS.append(finder)
    return finder


def find_dependents(consent_id: UUID, *, actor: Staff) -> list[ConsentDependent]:
    """Everything that rests on a consent alone, as far as `by` may see it."""
    return [one for finder in _FINDERS for one in finder(consent_id, actor)]
