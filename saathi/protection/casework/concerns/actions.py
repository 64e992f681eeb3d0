"""Records protection concerns of a child and changes what is known about them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from saathi.agencies import access, collection_methods, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.vocabulary import CollectionMethod
from saathi.infra.reasons import Refused
from saathi.people.models import Child
from saathi.protection.casework.concerns import queries, rules
from saathi.protection.casework.concerns.models import CaseReport, ProtectionConcern
from saathi.protection.casework.concerns.vocabulary import ConcernSource, ConcernStatus
from saathi.protection.identification.intake.models import Report


class ConcernRefused(Refused):
    """A concern that cannot be recorded; `reasons` give the codes."""


@transaction.atomic
def add_concern(*, concern: ProtectionConcern, actor: Staff) -> ProtectionConcern:
    """Records a concern; `ConcernRefused` if the child has a current one of this kind."""
    access.require(actor, Permission.WORK_ON_CASE, concern)
    current = queries.current_concerns(actor, concern.file_id)
    if reasons := rules.reasons_against_concern(concern.concern, current):
        raise ConcernRefused(reasons)

    return writing.add(concern, actor=actor)


def build_case_report(
    *, child: Child, report: Report, texts: Mapping[str, Any], visits: str, is_opening: bool
) -> CaseReport:
    """A report as kept in the child's file, not saved.

    `texts` are its opened texts, `visits` its visits. The reporting person's name and contact
    details stay in the report.
    """
    copied = ("received_at", "is_time_unknown", "urgency", "channel", "reporter_kind",
              "reporter_is_confidential", "timing", "known_from")  # fmt: skip
    record = CaseReport(
        file_id=child.file_id,
        child=child,
        report=report.pk,
        is_opening=is_opening,
        **{name: getattr(report, name) for name in copied},
    )
    record.what, record.place = texts.get("what", ""), texts.get("place", "")
    record.visits = visits
    return collection_methods.set_collection_method(record, CollectionMethod.REPORT)


def build_reported_concerns(
    *, child: Child, codes: Iterable[str], since: dt.date, report: UUID, current: frozenset[str]
) -> list[ProtectionConcern]:
    """The concerns of a report that are not among the child's `current` ones, not saved."""
    new = [code for code in rules.order_concerns(codes) if code.value not in current]
    concerns = [
        ProtectionConcern(
            file_id=child.file_id,
            child=child,
            concern=code,
            since=since,
            source=ConcernSource.REPORT,
            status=ConcernStatus.REPORTED,
            report=report,
        )
        for code in new
    ]
    return [
        collection_methods.set_collection_method(concern, CollectionMethod.REPORT)
        for concern in concerns
    ]
