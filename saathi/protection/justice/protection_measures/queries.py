"""Reads threats and protection measures for one reader, and the places that no text may name."""

from collections.abc import Collection
from uuid import UUID

from saathi.agencies import access, records
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.record_kit.fields import payload_of
from saathi.agencies.sections import Section
from saathi.people.models import Child
from saathi.protection.justice.protection_measures.models import (
    ProtectionReview,
    Threat,
    ThreatCheck,
)
from saathi.protection.justice.protection_measures.vocabulary import ACTIVE_THREATS
from saathi.protection.returns.transfers import shelter_names
from saathi.vault import store as vault


def has_active_threat(staff: Staff, child_id: UUID, other_than: UUID | None = None) -> bool:
    """Whether a threat to the child, of those that the reader reads, is still active; or another one."""
    threats = access.visible(staff, Threat).filter(child=child_id, state__in=ACTIVE_THREATS)
    others = threats.exclude(pk=other_than) if other_than else threats
    return others.exists()


def latest_check(staff: Staff, threat: Threat) -> ThreatCheck | None:
    """The latest check of a threat; None if it was not checked yet."""
    checks = access.visible(staff, ThreatCheck).filter(threat=threat)
    return checks.order_by("-checked_on", "-recorded_at").first()


def places_of(child: Child, staff: Staff) -> list[str]:
    """Where the child may be found: the recorded address, if the reader reads it, and shelters."""
    reads, _writes = access.sections_of_file(staff, child.file_id)
    places = shelter_names.names_here(staff)
    if Section.IDENTITY in reads:
        address = vault.open(child).get("address", "")
        places += [address] if isinstance(address, str) else []
    return places


def texts_of(record: Scoped) -> dict[str, str]:
    """The texts of a record, by name."""
    return {name: str(text) for name, text in payload_of(record).items()}


def reviews_of(staff: Staff, measure_ids: Collection[UUID]) -> dict[UUID, list[ProtectionReview]]:
    """The reviews of measures, the latest first, with their texts."""
    protection_reviews = access.visible(staff, ProtectionReview).filter(measure__in=measure_ids)
    listed = list(protection_reviews.order_by("-reviewed_on", "-recorded_at"))
    records.open_texts_of_each(listed)
    of_measure: dict[UUID, list[ProtectionReview]] = {}
    for review in listed:
        of_measure.setdefault(review.measure_id, []).append(review)
    return of_measure
