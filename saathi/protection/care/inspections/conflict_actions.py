"""Actions on connections that inspectors declare: declare one, withdraw that of a colleague."""

from django.db import transaction

from saathi import audit
from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.row_proofs import prove_rows
from saathi.infra import clock
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.inspections import queries, rules
from saathi.protection.care.inspections.actions import InspectionRefused, require_inspector
from saathi.protection.care.inspections.models import Inspection, InspectorConflict
from saathi.protection.care.inspections.vocabulary import ConflictState


@transaction.atomic
def declare_conflict(
    *, facility: Facility, actor: Staff, inspection: Inspection | None = None
) -> InspectorConflict:
    """Records that the actor has a connection with the facility, and so takes no part any more."""
    access.require(actor, Permission.INSPECT)
    if inspection is not None:
        require_inspector(inspection, actor)
    if declared := queries.own_conflict(facility.pk, actor):
        return declared
    declared = InspectorConflict.objects.create(
        agency_id=actor.agency_id,
        facility=facility,
        inspection=inspection,
        recorded_by=actor.id,
        state=ConflictState.DECLARED,
    )
    _log(declared, "conflict_declared", actor)
    return declared


@transaction.atomic
def withdraw_conflict(*, declared: InspectorConflict, why: str, actor: Staff) -> InspectorConflict:
    """Withdraws a declared connection as another inspector; `InspectionRefused` with reasons."""
    access.require(actor, Permission.INSPECT)
    if declared.agency_id != actor.agency_id:
        raise access.NotAllowed
    reasons = rules.reasons_against_withdrawing_conflict(
        is_own=declared.recorded_by == actor.id,
        is_declared=declared.state == ConflictState.DECLARED,
        is_barred=queries.has_declared_conflict(declared.facility_id, actor.id),
        why=why,
    )
    if reasons:
        raise InspectionRefused(reasons)
    values = {
        "state": ConflictState.WITHDRAWN.value,
        "why_withdrawn": why,
        "decided_by": actor.id,
        "decided_at": clock.now(),
    }
    prove_rows([(declared, values)], by=actor.id)
    InspectorConflict.objects.filter(pk=declared.pk).update(**values)
    declared.refresh_from_db()
    _log(declared, "conflict_withdrawn", actor)
    return declared


def _log(declared: InspectorConflict, action: str, actor: Staff) -> None:
    audit.record(
        audit.AuditKind.WROTE,
        by=actor.id,
        agency=actor.agency_id,
        objects=[declared.pk, declared.facility_id],
        detail={"action": action, "model": "inspections.conflict"},
    )
