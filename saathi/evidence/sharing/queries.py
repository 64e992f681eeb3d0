"""Reads agreements between authorities, for staff of the agency who record and decide them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.queries import names_of
from saathi.agencies.record_actions import AvailableAction
from saathi.evidence.approval.pages import TAGS, DecisionRow, decision_pairs, format_moment
from saathi.evidence.approval.rules import reasons_not_to_decide
from saathi.evidence.indicators import catalogue
from saathi.evidence.sharing import actions, rules
from saathi.evidence.sharing.forms import dimension_choices
from saathi.evidence.sharing.models import Sharing, SharingAgreement
from saathi.evidence.sharing.vocabulary import (
    AgreementState,
    PartnerAuthority,
    SharingOutcome,
    SharingPurpose,
)
from saathi.infra.countries import country_name
from saathi.infra.join_words import join_words
from saathi.web.components import LabelledValue

# For each code of a refused sharing, the words of the rule that refused it.
REFUSAL_TEXTS = {
    "state": "The agreement is not approved.",
    "until": "The agreement has run out.",
    "indicator": "The agreement does not name this indicator.",
    "detail": "The tables are taken apart by more than the agreement names.",
    "release": "Only a release that a second person approved, and that was not withdrawn, is given.",
    "content": "It holds something else than counts by released dimensions.",
}


def list_agreements(staff: Staff, words: str) -> QuerySet[SharingAgreement]:
    """The agreements of the agency that contain all the search words, newest first."""
    agreements = SharingAgreement.objects.filter(agency=staff.agency_id)
    for word in words.split():
        agreements = agreements.filter(
            Q(partner__icontains=word) | Q(number__icontains=word) | Q(what__icontains=word)
        )
    return agreements.order_by("-made_at", "pk")


def get_agreement(staff: Staff, agreement_id: UUID) -> SharingAgreement:
    """An agreement of the agency; 404 for other agencies'."""
    shared = Prefetch(
        "sharings", Sharing.objects.select_related("release__family").order_by("-made_at")
    )
    agreement = (
        SharingAgreement.objects.select_related("agency")
        .prefetch_related(shared)
        .filter(agency=staff.agency_id, pk=agreement_id)
        .first()
    )
    if agreement is None:
        raise Http404
    return agreement


def agreement_row(sharing_agreement: SharingAgreement, today: dt.date) -> DecisionRow:
    """An agreement in words."""
    state, tag = _state(sharing_agreement, today)
    until = date_format(sharing_agreement.until, "DATE_FORMAT")
    return DecisionRow(
        title=sharing_agreement.partner,
        about=_("%(number)s, until %(day)s") % {"number": sharing_agreement.number, "day": until},
        state=state,
        tag=tag,
        url=reverse("sharing:show_agreement", args=[sharing_agreement.pk]),
    )


def _state(agreement: SharingAgreement, today: dt.date) -> tuple[str, str]:
    if agreement.state == AgreementState.APPROVED and agreement.until < today:
        return _("Run out: nothing is shared any more"), "attend"
    return str(AgreementState(agreement.state).label), TAGS[agreement.state]


@dataclass(frozen=True)
class AgreementPage:
    """An agreement: its scope, its state, the log of sharing, and the available steps."""

    title: str
    state: str
    tag: str
    details: Sequence[LabelledValue]
    decision: Sequence[LabelledValue]
    sharings: Sequence[LabelledValue]
    reasons_against: Sequence[str]
    steps: Sequence[AvailableAction]


def build_agreement_page(sharing_agreement: SharingAgreement, staff: Staff) -> AgreementPage:
    """The data of an agreement's page. One query, for the names of staff."""
    today = staff.office.today()
    state, tag = _state(sharing_agreement, today)
    names = names_of(
        [
            sharing_agreement.made_by,
            sharing_agreement.decided_by,
            sharing_agreement.ended_by,
            *(s.made_by for s in sharing_agreement.sharings.all()),
        ]
    )
    is_approved = sharing_agreement.state == AgreementState.APPROVED
    against = (
        rules.reasons_not_in_force(actions.agreement_facts(sharing_agreement), today)
        if is_approved
        else ()
    )
    return AgreementPage(
        title=sharing_agreement.partner,
        state=state,
        tag=tag,
        details=_agreement_details(sharing_agreement, names),
        decision=_decision_details(sharing_agreement, names),
        sharings=[_sharing(shared, names) for shared in sharing_agreement.sharings.all()],
        reasons_against=[_(reason.text) for reason in against],
        steps=available_steps(sharing_agreement, staff),
    )


def available_steps(sharing_agreement: SharingAgreement, staff: Staff) -> list[AvailableAction]:
    """The steps that are available to this reader for an agreement."""
    today, agreed = staff.office.today(), actions.agreement_facts(sharing_agreement)
    steps = []
    if Permission.APPROVE_RELEASE in staff.permissions:
        if not rules.reasons_not_to_approve(agreed, staff.id, today):
            steps.append(
                AvailableAction(
                    _("Approve it"), _step_url(sharing_agreement, "approve"), is_main=True
                )
            )
        if not reasons_not_to_decide(sharing_agreement.state, sharing_agreement.made_by, staff.id):
            steps.append(AvailableAction(_("Refuse it"), _step_url(sharing_agreement, "refuse")))
    if Permission.PREPARE_RELEASE in staff.permissions:
        if not rules.reasons_not_in_force(agreed, today):
            url = reverse("sharing:share_tables", args=[sharing_agreement.pk])
            steps.append(AvailableAction(_("Share tables"), url, is_main=True))
        if sharing_agreement.state == AgreementState.APPROVED:
            steps.append(AvailableAction(_("End it"), _step_url(sharing_agreement, "end")))
    return steps


def _step_url(agreement: SharingAgreement, action: str) -> str:
    return reverse("sharing:confirm_agreement_step", args=[agreement.pk, action])


def _sharing(shared: Sharing, names: dict[UUID, str]) -> LabelledValue:
    """When, by and to whom a release was shared, or why it was refused."""
    release = _("%(title)s, release %(number)s") % {
        "title": shared.release.family.title,
        "number": shared.release.number,
    }
    words = [str(SharingOutcome(shared.outcome).label), release, shared.to]
    words += [_(REFUSAL_TEXTS[code]) for code in shared.against if code in REFUSAL_TEXTS]
    note = f"{names.get(shared.made_by, '')} {shared.sha256[:16]}".strip()
    return LabelledValue(format_moment(shared.made_at), " · ".join(words), note=note)


def _titles(names: Iterable[str]) -> str:
    indicators = [catalogue.find_indicator(name) for name in names]
    return join_words(str(indicator.title) for indicator in indicators if indicator)


def _agreement_details(agreement: SharingAgreement, names: dict[UUID, str]) -> list[LabelledValue]:
    titles = dict(dimension_choices())
    country = country_name(agreement.country)
    return [
        LabelledValue(
            _("The other authority"),
            agreement.partner,
            note=str(PartnerAuthority(agreement.partner_kind).label),
        ),
        LabelledValue(_("Its country"), country),
        LabelledValue(_("Purpose"), str(SharingPurpose(agreement.purpose).label)),
        LabelledValue(_("What was agreed"), agreement.what),
        LabelledValue(_("Indicators"), _titles(agreement.indicators)),
        LabelledValue(
            _("Taken apart by"),
            join_words(titles.get(name, name) for name in agreement.by),
            missing=_("year and country alone"),
        ),
        LabelledValue(_("How they are kept"), agreement.keeping),
        LabelledValue(
            _("Agreement"), agreement.number, note=date_format(agreement.agreed_on, "DATE_FORMAT")
        ),
        LabelledValue(_("Ends on"), date_format(agreement.until, "DATE_FORMAT")),
        LabelledValue(
            _("Written down by"),
            names.get(agreement.made_by, ""),
            note=format_moment(agreement.made_at),
        ),
    ]


def _decision_details(agreement: SharingAgreement, names: dict[UUID, str]) -> list[LabelledValue]:
    pairs = decision_pairs(agreement, names)
    if agreement.ended_by and agreement.ended_at:
        pairs.append(
            LabelledValue(
                _("Ended by"),
                names.get(agreement.ended_by, ""),
                note=format_moment(agreement.ended_at),
            )
        )
        pairs.append(LabelledValue(_("Of its copies"), agreement.ending))
    return pairs
