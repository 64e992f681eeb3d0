"""Explains a screening that found no sign against the child's record, and confirms the explanation."""

from django.db import transaction

from saathi import audit
from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.infra.reasons import Refused
from saathi.protection.returns.protection_screening import contact_gate, detail_rules, queries
from saathi.protection.returns.protection_screening.models import NoSignExplanation


class NoSignExplanationRefused(Refused):
    """An explanation of "no sign" that is not needed, or not confirmed by a second person."""


@transaction.atomic
def explain_no_sign(*, explanation: NoSignExplanation, actor: Staff) -> NoSignExplanation:
    """Records why there is no sign although details contradict it; `NoSignExplanationRefused`."""
    access.require(actor, Permission.WORK_ON_CASE, explanation)
    details = contact_gate.details_against(explanation.screening_id)
    if reasons := detail_rules.reasons_against_explaining(details, explanation.reason):
        raise NoSignExplanationRefused(reasons)
    explanation.details = [detail.value for detail in details]
    return writing.add(explanation, actor=actor)


@transaction.atomic
def confirm_no_sign(
    *, explanation: NoSignExplanation, version: int, actor: Staff
) -> NoSignExplanation:
    """Confirms an explanation as a second person: only then the screening counts as finished.

    `NoSignExplanationRefused` with reasons.
    """
    access.require(actor, Permission.WORK_ON_CASE, explanation)
    if reasons := detail_rules.reasons_against_confirming_no_sign(
        is_confirmed=explanation.confirmed_by is not None,
        is_author=actor.pk in {explanation.recorded_by, explanation.screening.recorded_by},
        reads_signs=contact_gate.reads_signs(explanation.file_id),
        has_removed=queries.has_removed_details(explanation, actor),
    ):
        raise NoSignExplanationRefused(reasons)
    today = actor.office.today()
    writing.change(
        explanation, actor=actor, version=version, confirmed_by=actor.pk, confirmed_on=today
    )
    audit.record(
        audit.AuditKind.APPROVED,
        by=actor.id,
        agency=actor.agency_id,
        file_id=explanation.file_id,
        objects=[explanation.pk],
    )
    return explanation
