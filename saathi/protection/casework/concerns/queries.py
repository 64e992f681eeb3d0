"""Queries of protection concerns for headers, lists and filters."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.infra.any_of import AnyOf
from saathi.protection.casework.concerns.models import ProtectionConcern
from saathi.protection.casework.concerns.rules import order_concerns
from saathi.protection.casework.concerns.vocabulary import CURRENT_STATUSES
from saathi.protection.identification.intake.vocabulary import Concern


def concerns_of_files(staff: Staff, file_ids: Collection[UUID]) -> dict[UUID, list[Concern]]:
    """The current concerns of each of these files that this person may read; one query.

    A file without concerns, or whose situation this person may not read, is left out.
    """
    if not file_ids:
        return {}
    rows = (
        access.visible(staff, ProtectionConcern)
        .filter(AnyOf("file", list(file_ids)), status__in=CURRENT_STATUSES)
        .values_list("file_id", "concern")
    )
    codes: dict[UUID, list[str]] = defaultdict(list)
    for file_id, code in rows:
        codes[file_id].append(code)
    return {file_id: order_concerns(listed) for file_id, listed in codes.items()}


def has_concern(staff: Staff, codes: Sequence[str]) -> Exists:
    """A query condition for any record of a file: the file has one of these concerns now.

    Only concerns that this person may read count, so that a filter discloses no more than the file.
    """
    concerns = access.visible(staff, ProtectionConcern).filter(
        file=OuterRef("file"), concern__in=list(codes), status__in=CURRENT_STATUSES
    )
    return Exists(concerns)


def current_concerns(staff: Staff, file_id: UUID) -> frozenset[str]:
    """The codes of the file's current concerns that this person may read."""
    return frozenset(
        access.visible(staff, ProtectionConcern)
        .filter(file=file_id, status__in=CURRENT_STATUSES)
        .values_list("concern", flat=True)
    )
