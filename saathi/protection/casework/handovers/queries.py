"""Queries for transfers, and the reasons against one."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from saathi import audit
from saathi.agencies import access, access_log
from saathi.agencies.models import Office, Staff
from saathi.agencies.queries import filter_hidden_principals
from saathi.consent.models import Consent
from saathi.consent.queries import refused_since
from saathi.consent.vocabulary import ConsentScope, LegalBasis
from saathi.infra.query_columns import count_column
from saathi.infra.reasons import Reason
from saathi.protection.casework.cases import caseload
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.rules import is_caseload_full, reasons_not_to_assign
from saathi.protection.casework.handovers import rules
from saathi.protection.casework.handovers.models import Handover
from saathi.protection.casework.handovers.vocabulary import HandoverState

PAGE_SIZE = 50
MAX_COUNTED = 1_000  # of those that wait


def list_handovers(staff: Staff, file_id: UUID) -> list[Handover]:
    """The transfers of a file that the reader may read, the latest first."""
    handovers = access.rights(staff, file_id).records(Handover)
    return list(_with_names(handovers).order_by("-offered_on", "-recorded_at")[:PAGE_SIZE])


def get_handover(staff: Staff, handover_id: UUID) -> Handover:
    """One transfer, with an entry in the access log; 404 without access."""
    handovers = _with_names(access.visible(staff, Handover)).select_related("case__office")
    handover = access.first_record_with_rights(staff, handovers.filter(pk=handover_id))
    if handover is None:
        raise access.NotAllowed
    access_log.log_file_view(
        staff,
        audit.AuditKind.LOOKED,
        Handover.section,
        file_id=handover.file_id,
        objects=[handover.pk],
    )
    return handover


def list_offers(staff: Staff, *, before: UUID | None = None) -> list[Handover]:
    """Transfers from and to the offices that the staff member leads: waiting ones first, then the latest."""
    led = Q(to_office__in=staff.acts_as) | Q(from_office__in=staff.acts_as)
    offers = access.visible(staff, Handover).filter(led).exclude(kind="worker")
    previous_last = offers.filter(pk=before).first() if before else None
    if previous_last is not None:
        later = Q(offered_on__lt=previous_last.offered_on) | Q(
            offered_on=previous_last.offered_on, pk__lt=previous_last.pk
        )
        offers = offers.filter(later)
    return list(_with_names(offers).order_by("-offered_on", "-pk")[: PAGE_SIZE + 1])


def waiting_offers_column(staff: Staff, _files: object) -> Any:
    """The number of offers awaiting an answer from the offices the staff member leads."""
    offers = access.visible(staff, Handover, by_row=True)
    waiting = offers.filter(to_office__in=staff.acts_as, state=HandoverState.OFFERED)
    return count_column(waiting, MAX_COUNTED)


def _with_names(handovers: QuerySet[Handover]) -> QuerySet[Handover]:
    offices = ("from_office__agency", "to_office__agency")
    return handovers.select_related(*offices, "to_worker__office")


def receiving_offices(case: Case) -> QuerySet[Office]:
    """Offices that a case can be transferred to.

    All active offices except the case's own: first those of the agency, by name.
    """
    offices = Office.objects.filter(is_active=True, agency__is_active=True).exclude(
        pk=case.office_id
    )
    return offices.select_related("agency").order_by("agency__name", "name")


def active_legal_bases(staff: Staff, case: Case, today: dt.date) -> QuerySet[Consent]:
    """Legal bases for giving the file to another agency: active consents and other bases.

    None that the child's refusal of a transfer excludes.
    """
    consents = access.visible(staff, Consent).filter(file=case.file_id, withdrawn_on=None)
    standing = consents.filter(Q(ends_on=None) | Q(ends_on__gte=today)).exclude(
        basis=LegalBasis.REFUSED
    )
    covering = standing.filter(scopes__contains=[ConsentScope.TRANSFER])
    return covering.exclude(refused_since(ConsentScope.TRANSFER)).order_by("-given_on")


def reasons_not_to_offer(
    case: Case, office: Office, handover: Handover, consent: Consent | None, actor: Staff
) -> tuple[Reason, ...]:
    """Why this case may not be offered like this; empty if it may."""
    today = actor.office.today()
    assert handover.answer_by is not None
    assert handover.former_until is not None
    is_other = office.agency_id != actor.agency_id
    has_active_basis = (
        consent is not None
        and active_legal_bases(actor, case, today).filter(pk=consent.pk).exists()
    )
    facts = rules.HandoverOfferFacts(
        is_other_agency=is_other,
        has_basis=has_active_basis,
        is_hidden_from_receiver=is_other
        and bool(filter_hidden_principals(case.file_id, [office.agency_id])),
        has_open_offer=_has_open_offer(case),
        answer_by=handover.answer_by,
        former_access_until=actor.office.date_of(handover.former_until) - dt.timedelta(days=1),
        lacks_abroad=lacks_abroad(case, office, handover.child_view),
    )
    return rules.reasons_against_offer(facts, today=today)


def lacks_abroad(case: Case, office: Office, child_view: str) -> Sequence[str]:
    """What a transfer to an office in another country lacks: codes of `rules.LACKS_ABROAD`."""
    if office.country == case.office.country:
        return ()
    with connection.cursor() as cursor:
        values: list[Any] = [case.file_id, office.pk, child_view]
        cursor.execute("SELECT handover_asked_abroad(%s, %s, %s)", values)
        return tuple(cursor.fetchone()[0])


def _has_open_offer(case: Case) -> bool:
    return Handover.objects.filter(case=case, state=HandoverState.OFFERED).exists()


def check_caseload(
    worker: Staff, override_reason: str, *, on: dt.date
) -> tuple[bool, Sequence[Reason]]:
    """Whether another case exceeds the limit of the worker's procedure, and the reasons against it."""
    open_cases, procedure = caseload.open_cases_and_procedure(worker, on)
    reasons = reasons_not_to_assign(open_cases, procedure, why_beyond=override_reason)
    return is_caseload_full(open_cases, procedure.cases_per_worker), reasons
