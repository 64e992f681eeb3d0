"""Queries of the screening for international protection: legal bases, waiting requests."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.consent.rules import is_silence_on_own_consent
from saathi.consent.vocabulary import LegalBasis
from saathi.infra.query_columns import rows_column
from saathi.infra.reasons import Reason
from saathi.people.queries import code_of_file
from saathi.protection.identification.matches.queries import has_undone_merge
from saathi.protection.returns.borders.queries import active_contact_consents
from saathi.protection.returns.protection_screening import answer_rules, rules
from saathi.protection.returns.protection_screening.models import (
    ContactPermission,
    CorrectionReason,
    NoSignExplanation,
    OriginCorrection,
    ProtectionReferral,
    ProtectionScreening,
    RemovedDetail,
)
from saathi.protection.returns.protection_screening.superseding import RecordedFact
from saathi.protection.returns.protection_screening.vocabulary import (
    ContactRoute,
    PermissionAnswer,
    PermissionState,
)

MAX_REQUESTS_SHOWN = 10  # on My day


def has_legal_basis(permission: ContactPermission, staff: Staff) -> bool:
    """Whether the consent or other legal basis of a permission is active, not refused, and enough."""
    standing = {consent.pk for consent, _label in active_contact_consents(staff, permission.child)}
    return permission.consent_id in standing and not is_silent(permission)


def is_in_force(permission: ContactPermission, staff: Staff, on: dt.date) -> bool:
    """Whether an open permission has its legal basis, and the child did not refuse by this day."""
    refusals = earlier_refusals(permission, staff)
    return (
        has_legal_basis(permission, staff)
        and not any(each.asked_on <= on for each in refusals)
        and not is_refused_elsewhere(permission)
    )


def is_silent(permission: ContactPermission) -> bool:
    """Whether a permission has only the child's own consent although the child chose not to say."""
    basis = LegalBasis(permission.consent.basis) if permission.consent else None
    return is_silence_on_own_consent(
        basis, chose_not_to_say=permission.child_answer == PermissionAnswer.CHOSE_NOT
    )


def is_refused_elsewhere(permission: ContactPermission) -> bool:
    """Whether the child refused contact with the country of origin in another file, and that holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT consent_refused_in_other_file(%s, %s) OR origin_refused_in_other_file(%s, %s)",
            [
                *(permission.consent_id, ["origin", "tracing"]),
                *(permission.file_id, permission.country),
            ],
        )
        return bool(cursor.fetchone()[0])


def answers_about(
    file_id: UUID, country: str, staff: Staff
) -> list[tuple[ContactPermission, answer_rules.CountryAnswer]]:
    """What the child of a file said about contact with a country, in the order of recording."""
    asked = access.visible(staff, ContactPermission).filter(file_id=file_id, country=country)
    return [
        (each, _answer(each))
        for each in asked.select_related("file__office").order_by("asked_on", "recorded_at")
    ]


def earlier_refusals(permission: ContactPermission, staff: Staff) -> list[ContactPermission]:
    """The other requests of a file in which the child refused the country, and that hold."""
    answers = answers_about(permission.file_id, permission.country, staff)
    holding = answer_rules.refusals_that_hold([answer for _record, answer in answers])
    return [each for each, answer in answers if answer in holding and each.pk != permission.pk]


def reasons_against_answer(permission: ContactPermission, staff: Staff) -> tuple[Reason, ...]:
    """Why a new request, not saved, is not made: a refusal of the child holds that it does not end."""
    today = staff.office.today()
    said = answer_rules.CountryAnswer(
        PermissionAnswer(permission.child_answer), RecordedFact(today, today, staff.pk)
    )
    before = answers_about(permission.file_id, permission.country, staff)
    return answer_rules.reasons_against_answer(said, [answer for _record, answer in before])


def all_refusals(permission: ContactPermission, staff: Staff) -> list[ContactPermission]:
    """The other requests of a file in which the child refused the country, whether that holds or not."""
    return [
        each
        for each, answer in answers_about(permission.file_id, permission.country, staff)
        if answer.answer == PermissionAnswer.REFUSES and each.pk != permission.pk
    ]


def _answer(permission: ContactPermission) -> answer_rules.CountryAnswer:
    recorded_on = permission.file.office.date_of(permission.recorded_at)
    fact = RecordedFact(permission.asked_on, recorded_on, permission.recorded_by)
    return answer_rules.CountryAnswer(PermissionAnswer(permission.child_answer), fact)


def permission_facts(permission: ContactPermission, staff: Staff) -> rules.PermissionFacts:
    """What decides whether this supervisor may open a contact."""
    return rules.PermissionFacts(
        state=PermissionState(permission.state),
        child_answer=PermissionAnswer(permission.child_answer),
        through=ContactRoute(permission.through),
        ends_on=permission.ends_on,
        has_legal_basis=has_legal_basis(permission, staff),
        is_own=permission.recorded_by == staff.id,
        is_screener=has_screened(permission.file_id),
        has_undone_merge=has_undone_merge(permission.file_id),
        is_refused_elsewhere=is_refused_elsewhere(permission),
        is_silent=is_silent(permission),
        is_refused=bool(earlier_refusals(permission, staff)),
    )


def has_screened(file_id: UUID) -> bool:
    """Whether this member of staff recorded a screening of the child, in this or another file."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT origin_caller_screened(%s)", [file_id])
        return bool(cursor.fetchone()[0])


def latest_screening(staff: Staff, file_id: UUID) -> ProtectionScreening | None:
    """The latest screening of a file that the reader may read."""
    records = access.rights(staff, file_id).records(ProtectionScreening)
    return records.order_by("-screened_on", "-recorded_at").first()


def open_permissions(staff: Staff, file_id: UUID) -> list[ContactPermission]:
    """The permissions of a file under which a contact may be made."""
    contact_permissions = access.visible(staff, ContactPermission).filter(
        file_id=file_id, state=PermissionState.OPEN, ends_on__gte=staff.office.today()
    )
    return list(contact_permissions.order_by("-decided_on", "pk"))


def waiting_requests_column(staff: Staff, _files: object) -> Any:
    """The oldest ten requests of others that this supervisor may decide on."""
    asked = access.visible(staff, ContactPermission).filter(
        state=PermissionState.ASKED, file__office__in=staff.acts_as
    )
    others = asked.exclude(recorded_by=staff.id).order_by("asked_on", "pk")[:MAX_REQUESTS_SHOWN]
    return rows_column(others, file_id="file_id", asked_on="asked_on", code=code_of_file(staff))


def pending_permissions(staff: Staff) -> QuerySet[ContactPermission]:
    """The requests of others that this person may decide on, for the page of approvals."""
    asked = access.visible(staff, ContactPermission, by_row=True)
    return asked.filter(state=PermissionState.ASKED).exclude(recorded_by=staff.pk)


def pending_explanations(staff: Staff) -> QuerySet[NoSignExplanation]:
    """The explanations of "no sign" by others that no second person confirmed."""
    waiting = access.visible(staff, NoSignExplanation, by_row=True).filter(confirmed_by=None)
    return waiting.exclude(Q(recorded_by=staff.pk) | Q(screening__recorded_by=staff.pk))


def pending_outcomes(staff: Staff) -> QuerySet[ProtectionReferral]:
    """The decisions of bodies that another person recorded, and no second one confirmed."""
    protection_referrals = access.visible(staff, ProtectionReferral, by_row=True)
    waiting = protection_referrals.filter(decided_on__isnull=False, confirmed_by=None)
    return waiting.exclude(Q(recorded_by=staff.pk) | Q(outcome_by=staff.pk))


def unexplained_corrections(staff: Staff, file_id: UUID) -> QuerySet[OriginCorrection]:
    """The countries that were removed as country of origin of a file without a reason, the earliest first."""
    return _unexplained(staff, [file_id])


def _unexplained(staff: Staff, files: Sequence[UUID]) -> QuerySet[OriginCorrection]:
    reasons = access.visible(staff, CorrectionReason, by_row=True).filter(correction=OuterRef("pk"))
    corrections = access.visible(staff, OriginCorrection, by_row=True).filter(file_id__in=files)
    return corrections.filter(~Exists(reasons)).order_by("recorded_at", "pk")


def files_with_unexplained_corrections(staff: Staff, files: Sequence[UUID]) -> set[UUID]:
    """Those of these files in which a country of origin was removed without a reason."""
    return set(_unexplained(staff, files).values_list("file_id", flat=True))


def has_corrected(file_id: UUID, staff: Staff) -> bool:
    """Whether a member of staff removed a country of origin of this file, or gave a reason for it."""
    of_staff = {"file": file_id, "recorded_by": staff.pk}
    return (
        access.visible(staff, OriginCorrection).filter(**of_staff).exists()
        or access.visible(staff, CorrectionReason).filter(**of_staff).exists()
    )


def removed_details(staff: Staff, file_id: UUID) -> QuerySet[RemovedDetail]:
    """What was removed from the child's record although it contradicts "no sign", the earliest first."""
    found = access.visible(staff, RemovedDetail).filter(file_id=file_id)
    return found.order_by("recorded_at", "pk")


def has_removed_details(explanation: NoSignExplanation, staff: Staff) -> bool:
    """Whether a member of staff removed one of the explained details from the child's record."""
    removed = removed_details(staff, explanation.file_id)
    return removed.filter(recorded_by=staff.pk, detail__in=explanation.details).exists()
