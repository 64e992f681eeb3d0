"""Queries of referrals: details of one, the access of a service, the letter, a table."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.paginator import Page
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies import access, records
from saathi.agencies.models import Staff
from saathi.agencies.permissions import SHIPPED_ROLES, Permission
from saathi.consent.models import Consent
from saathi.consent.vocabulary import LegalBasis
from saathi.infra import clock
from saathi.infra.join_words import join_words
from saathi.infra.route_countries import country_name
from saathi.people import languages
from saathi.people.formatting import format_age
from saathi.people.models import Child
from saathi.people.vocabulary import Gender
from saathi.protection.casework.services import rules
from saathi.protection.casework.services.abroad_rules import OTHER_COUNTRY
from saathi.protection.casework.services.models import Referral, Service
from saathi.protection.casework.services.queries import facility_entries, support
from saathi.protection.casework.services.queries.directory import join_labels
from saathi.protection.casework.services.queries.support import (
    discrimination_warning,
    format_day,
    service_name,
    services_by_id,
)
from saathi.protection.casework.services.queries.waiting_times import waiting_time_texts
from saathi.protection.casework.services.vocabulary import (
    ChildReferralAnswer,
    ReferralDeclineReason,
    ReferralOutcome,
    ReferralSentBy,
    ReferralState,
    ServedGender,
    ServiceAccessibility,
    ServiceKind,
    SharedInformation,
)
from saathi.web.components import DisplayTable, DisplayTableCell, DisplayTableColumn, LabelledValue
from saathi.web.telephone import telephone_url

PAGE_SIZE = 50
SERVED_BY_GENDER = {
    Gender.GIRL: ServedGender.GIRLS,
    Gender.BOY: ServedGender.BOYS,
    Gender.OTHER: ServedGender.OTHERS,
}


def child_service_needs(
    child: Child, *, today: dt.date, accessible: str = ""
) -> rules.ChildServiceNeeds:
    """The child's needs that matter for the choice of a service; neither papers nor history."""
    low = today.year - child.birth_year_high - 1 if child.birth_year_high else None
    high = today.year - child.birth_year_low if child.birth_year_low else None
    return rules.ChildServiceNeeds(
        age_low=max(low, 0) if low is not None else None,
        age_high=high,
        serves=SERVED_BY_GENDER.get(Gender(child.gender), ""),
        languages=child.languages,
        accessible=[accessible] if accessible else [],
    )


def service_eligibility(service: Service) -> rules.ServiceEligibility:
    """The children a directory entry is for."""
    return rules.ServiceEligibility(
        service.age_low, service.age_high, service.serves, service.languages, service.accessible
    )


@dataclass(frozen=True)
class ReferralDetails:
    """One referral as its page shows it."""

    title: str
    state: str
    tag: str
    pairs: Sequence[LabelledValue]
    need: str
    child_words: str
    alarm: str
    access: Sequence[LabelledValue]
    is_open_to: bool
    may_open: bool  # whether the file may be opened to a service that uses Saathi
    place_url: str  # of the form that places the child, if the referral asks for accommodation
    is_unsent: bool  # nothing says that the service knows of it
    phone: str  # of the service; then its dialling link
    phone_url: str
    basis_lost: (
        bool  # the basis of the sharing was withdrawn or ended, as far as the reader may see it
    )


def referral_details(staff: Staff, referral: Referral) -> ReferralDetails:
    """A referral with all its dates, decrypted for a reader whose right was checked."""
    content = records.open_texts(referral)
    services = services_by_id([referral])
    state = ReferralState(referral.state)
    service = services.get(referral.service_id) if referral.service_id else None
    now = clock.now()
    is_open_to = referral.access_until is not None and referral.access_until > now
    is_unsent = support.is_unsent(referral)
    is_overdue = (
        state == ReferralState.OFFERED
        and not is_unsent
        and referral.answer_by < staff.office.today()
    )
    tag = "danger" if is_overdue else "care" if state == ReferralState.ATTENDED else "quiet"
    return ReferralDetails(
        title=str(ServiceKind(referral.kind).label),
        state=support.state_text(referral),
        tag="attend" if tag == "quiet" and state in rules.OPEN_STATES else tag,
        pairs=[
            *_referral_pairs(referral, content, services),
            *_progress_pairs(referral, content, staff),
            *_sharing_pairs(referral, content),
            LabelledValue(
                _("Recorded on"), date_format(_local(referral.recorded_at, staff), "j F Y, H:i")
            ),
        ],
        need=content.get("need", ""),
        child_words=content.get("child_words", ""),
        alarm=discrimination_warning(referral),
        access=_access_pairs(referral, staff),
        is_open_to=is_open_to,
        may_open=service is not None
        and service.run_by_id is not None
        and state in rules.OPEN_STATES,
        place_url=facility_entries.place_url_of_referral(referral, service),
        is_unsent=is_unsent,
        phone=service.phone if service else "",
        phone_url=telephone_url(service.phone) if service else "",
        basis_lost=state in rules.OPEN_STATES and _basis_lost(staff, referral),
    )


def _basis_lost(staff: Staff, referral: Referral) -> bool:
    if referral.consent is None:
        return False
    consents = access.visible(staff, Consent).filter(pk=referral.consent)
    has_ended = Q(withdrawn_on__isnull=False) | Q(ends_on__lt=staff.office.today())
    return consents.filter(has_ended).exists()


def _local(moment: dt.datetime, staff: Staff) -> dt.datetime:
    return moment.astimezone(ZoneInfo(staff.office.time_zone))


def _referral_pairs(
    referral: Referral, content: dict[str, str], services: dict[UUID, Service]
) -> list[LabelledValue]:
    pairs = [
        LabelledValue(_("To"), service_name(referral, content, services), note=_country(referral)),
        LabelledValue(_("Offered on"), format_day(referral.offered_on)),
        LabelledValue(_("Urgency"), referral.get_urgency_display(), missing=_("not recorded")),
        LabelledValue(_("The child"), str(ChildReferralAnswer(referral.child_answer).label)),
    ]
    if referral.needs_access:
        pairs.append(
            LabelledValue(
                _("Accessibility needs"), join_labels(ServiceAccessibility, referral.needs_access)
            )
        )
    return pairs


def _country(referral: Referral) -> str:
    """The country of a service that is not in the directory, in words."""
    is_other = referral.country == OTHER_COUNTRY
    return _("Another country") if is_other else country_name(referral.country)


def _progress_pairs(
    referral: Referral, content: dict[str, str], staff: Staff
) -> list[LabelledValue]:
    pairs = []
    if referral.sent_on:
        how = str(ReferralSentBy(referral.sent_how).label)
        pairs.append(
            LabelledValue(_("Service notified on"), format_day(referral.sent_on), note=how)
        )
    if referral.state == ReferralState.OFFERED and not support.is_unsent(referral):
        pairs.append(LabelledValue(_("Response due on"), format_day(referral.answer_by)))
    if referral.answered_on:
        pairs.append(
            LabelledValue(
                _("Date of the response"),
                format_day(referral.answered_on),
                note=content.get("answer", ""),
            )
        )
    if referral.why_declined:
        pairs.append(
            LabelledValue(
                _("Reason for declining"), str(ReferralDeclineReason(referral.why_declined).label)
            )
        )
    if referral.began_on:
        pairs.append(LabelledValue(_("Start date"), format_day(referral.began_on)))
    if words := waiting_time_texts([referral], staff.office)[referral.pk]:
        pairs.append(LabelledValue(_("Waiting time"), words))
    if referral.ended_on:
        pairs.append(LabelledValue(_("Ended on"), format_day(referral.ended_on)))
    if referral.outcome:
        result = content.get("result", "")
        pairs.append(
            LabelledValue(_("Outcome"), str(ReferralOutcome(referral.outcome).label), note=result)
        )
    return pairs


def _shared_labels(shared: Sequence[str]) -> str:
    """What is shared, in words; says that the case ID has no name only if no name is shared."""
    if SharedInformation.NAME not in shared:
        return join_labels(SharedInformation, shared)
    others = [code for code in shared if code != SharedInformation.CODE]
    labels = [_("Case ID")] if SharedInformation.CODE in shared else []
    return join_words([*labels, join_labels(SharedInformation, others)])


def _sharing_pairs(referral: Referral, content: dict[str, str]) -> list[LabelledValue]:
    basis = str(LegalBasis(referral.basis).label) if referral.basis else ""
    pairs = [
        LabelledValue(_("Shared with the service"), _shared_labels(referral.shared)),
        LabelledValue(_("Legal basis for sharing"), basis, missing=_("none: no name is shared")),
    ]
    if content.get("withheld") or content.get("withheld_from"):
        pairs.append(
            LabelledValue(
                _("Withheld"), content.get("withheld", ""), note=content.get("withheld_from", "")
            )
        )
    return pairs


def _access_pairs(referral: Referral, staff: Staff) -> list[LabelledValue]:
    if referral.receiver is None or referral.access_until is None:
        return []
    name = Staff.objects.filter(pk=referral.receiver).values_list("name", flat=True).first() or ""
    ends = date_format(_local(referral.access_until, staff), "j F Y, H:i")
    has_ended = referral.access_until <= clock.now()
    return [
        LabelledValue(_("Access given to"), name),
        LabelledValue(_("Access ended on") if has_ended else _("Access ends on"), ends),
    ]


def list_service_staff(service: Service) -> QuerySet[Staff]:
    """Staff who could answer at the agency that runs a service, if it uses Saathi."""
    caseworker_kinds = [
        kind
        for kind, permissions in SHIPPED_ROLES.items()
        if Permission.WORK_ON_CASE in permissions
    ]
    service_staff = Staff.objects.filter(
        agency=service.run_by_id, is_active=True, role_kind__in=caseworker_kinds
    )
    return service_staff.order_by("name", "pk")


@dataclass(frozen=True)
class ReferralLetter:
    """The letter to a service: no more than was agreed."""

    to: str
    kind: str
    code: str
    name: str
    pairs: Sequence[LabelledValue]
    need: str
    by: str
    office: str
    offered: str
    answer_by: str


def referral_letter(staff: Staff, child: Child, referral: Referral, name: str) -> ReferralLetter:
    """The letter, with what is shared and nothing else."""
    content = records.open_texts(referral)
    shared = set(referral.shared)
    pairs = []
    if SharedInformation.AGE in shared:
        needs = child_service_needs(child, today=staff.office.today())
        pairs.append(LabelledValue(_("Age"), format_age(needs.age_low, needs.age_high)))
    if SharedInformation.LANGUAGE in shared:
        spoken = join_words([languages.language_name(code) for code in child.languages])
        pairs.append(LabelledValue(_("Languages"), spoken))
    if referral.needs_access:
        pairs.append(
            LabelledValue(
                _("Accessibility needs"), join_labels(ServiceAccessibility, referral.needs_access)
            )
        )
    return ReferralLetter(
        to=service_name(referral, content, services_by_id([referral])),
        kind=str(ServiceKind(referral.kind).label),
        code=child.code,
        name=name if SharedInformation.NAME in shared else "",
        pairs=pairs,
        need=content.get("need", ""),
        by=staff.name,
        office=staff.office.name,
        offered=format_day(referral.offered_on),
        answer_by=format_day(referral.answer_by),
    )


def referral_table(staff: Staff, page: Page[Referral]) -> DisplayTable:
    """A page of referrals, with codes and no names: others may see the list on a desk."""
    services = services_by_id(list(page.object_list))
    visible_child_ids = set(
        access.visible(staff, Child)
        .filter(pk__in=[referral.child_id for referral in page.object_list if referral.child_id])
        .values_list("pk", flat=True)
    )
    today = staff.office.today()
    waits = waiting_time_texts(list(page.object_list), staff.office)
    rows = [
        [
            _child_cell(referral, visible_child_ids),
            DisplayTableCell(ServiceKind(referral.kind).label),
            DisplayTableCell(service_name(referral, {}, services) or _("not in the directory")),
            DisplayTableCell(format_day(referral.offered_on)),
            DisplayTableCell(
                support.state_text(referral),
                tag="danger"
                if referral.state == ReferralState.OFFERED
                and not support.is_unsent(referral)
                and referral.answer_by < today
                else "",
            ),
            DisplayTableCell(waits[referral.pk] or "–"),
        ]
        for referral in page.object_list
    ]
    columns = [
        DisplayTableColumn(_("File")),
        DisplayTableColumn(_("Type of service")),
        DisplayTableColumn(_("To")),
        DisplayTableColumn(_("Offered on")),
        DisplayTableColumn(_("Current status")),
        DisplayTableColumn(_("Waiting time")),
    ]
    return DisplayTable(_("Referrals"), columns, rows)


def _child_cell(referral: Referral, visible_ids: set[UUID]) -> DisplayTableCell:
    if referral.child_id is None:
        return DisplayTableCell(
            _("From a report"),
            reverse("services:record_report_referral_progress", args=[referral.pk]),
        )
    if referral.child is None or referral.child_id not in visible_ids:
        return DisplayTableCell(_("no access"))
    return DisplayTableCell(
        referral.child.code, reverse("support:show_referral", args=[referral.file_id, referral.pk])
    )


def list_referrals_by_consent(consent_id: UUID, actor: Staff) -> list[Referral]:
    """The open referrals based on this consent alone."""
    referrals = access.visible(actor, Referral).filter(
        consent=consent_id, state__in=rules.OPEN_STATES
    )
    return list(referrals.order_by("offered_on", "pk"))
