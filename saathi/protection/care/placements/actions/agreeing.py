"""A second person agrees afterwards to emergency shelter that began at once."""

from django.db import transaction

from saathi import audit
from saathi.agencies import access, writing
from saathi.agencies.authors import authors_of
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.infra.enough_text import has_enough_letters
from saathi.protection.care.placements import agreement_rules
from saathi.protection.care.placements import vocabulary as codes
from saathi.protection.care.placements.actions.placing import PlacementRefused, tell_decision
from saathi.protection.care.placements.models import Placement


@transaction.atomic
def agree_afterwards(*, placement: Placement, version: int, actor: Staff) -> Placement:
    """Agrees to a placement that lasts, opened with the reasons; `PlacementRefused` with what is missing."""
    access.require(actor, Permission.APPROVE, placement)
    reasons = agreement_rules.reasons_against_agreeing_afterwards(
        waits=agreement_rules.waits_for_agreement(placement.state, placement.exception_state),
        authors={*authors_of(placement), placement.submitted_by},
        actor_id=actor.id,
    ) or agreement_rules.reasons_against_agreement(
        placement.unmet, has_reasons=has_enough_letters(placement.question)
    )
    if reasons:
        raise PlacementRefused(reasons)
    writing.change(
        placement,
        actor=actor,
        version=version,
        payload=payload_of(placement),
        exception_state=codes.ExceptionState.APPROVED,
        decided_by=actor.id,
        decided_on=actor.office.today(),
    )
    tell_decision(placement, audit.AuditKind.APPROVED, actor)
    return placement
