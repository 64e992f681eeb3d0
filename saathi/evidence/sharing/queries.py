"""Reads agreements between authorities, for staff of the agency who record and decide them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_actions import AvailableAction
from saathi.evidence.approval import pages
from saathi.evidence.approval.pages import DecisionPage, DecisionRow, PairsPanel
from saathi.evidence.approval.vocabulary import AgreementState
from saathi.evidence.indicators import catalogue
from saathi.evidence.research.queries import release_label
from saathi.evidence.sharing import actions, rules
from saathi.evidence.sharing.forms import dimension_choices
from saathi.evidence.sharing.models import Sharing, SharingAgreement
from saathi.evidence.sharing.vocabulary import PartnerAuthority, SharingOutcome, SharingPurpose
from saathi.infra.countries import country_name
from saathi.infra.join_words import join_words
from saathi.web.components import LabelledValue, Text

STEP_PAGE = "sharing:confirm_agreement_step"
# For each code of a refused sharing, the text of the rule that refused it.
REFUSAL_TEXTS = {
    "state": "The agreement is not approved.",
    "until": "The agreement has expired.",
    "indicator": "The agreement does not name this indicator.",
    "detail": "The tables are disaggregated by more dimensions than the agreement allows.",
    "release": "Only releases that a second person approved and that were not withdrawn are provided.",
    "content": "A table contains data other than counts by released dimensions.",
}


def list_agreements(staff: Staff, words: str) -> QuerySet[SharingAgreement]:
    """The agreements of the agency that contain all the search words, newest first."""
    agreements = SharingAgreement.objects.filter(agency=staff.agency_id)
    return pages.search_rows(agreements, words, "partner", "number", "what")


def get_agreement(staff: Staff, agreement_id: UUID) -> SharingAgreement:
    """An agreement of the agency; 404 for other agencies'."""
    shared = Prefetch(
        "sharings", Sharing.objects.select_related("release__family").order_by("-made_at")
    )
    agreements = SharingAgreement.objects.select_related("agency").prefetch_related(shared)
    return get_object_or_404(agreements, agency=staff.agency_id, pk=agreement_id)


def agreement_row(sharing_agreement: SharingAgreement, today: dt.date) -> DecisionRow:
    """An agreement in words."""
    until = date_format(sharing_agreement.until, "DATE_FORMAT")
    return DecisionRow(
        sharing_agreement.partner,
        _("%(number)s, until %(day)s") % {"number": sharing_agreement.number, "day": until},
        *_state(sharing_agreement, today),
        url=reverse("sharing:show_agreement", args=[sharing_agreement.pk]),
    )


def _state(agreement: SharingAgreement, today: dt.date) -> tuple[Text, str]:
    return pages.agreement_state(agreement, today, _("Expired: do not share any more data"))


def build_agreement_page(sharing_agreement: SharingAgreement, staff: Staff) -> DecisionPage:
    """The data of an agreement's page. One query, for the names of staff."""
    today = staff.office.today()
    state, tag = _state(sharing_agreement, today)
    sharings = sharing_agreement.sharings.all()
    names = pages.names_of_people(sharing_agreement, (sharing.made_by for sharing in sharings))
    is_approved = sharing_agreement.state == AgreementState.APPROVED
    against = rules.reasons_not_in_force(actions.agreement_facts(sharing_agreement), today)
    return DecisionPage(
        title=sharing_agreement.partner,
        state=state,
        tag=tag,
        reasons_against=pages.reason_texts(against) if is_approved else (),
        steps=available_steps(sharing_agreement, staff),
        panels=[
            PairsPanel(_("Terms of the agreement"), _agreement_details(sharing_agreement, names)),
            *pages.decision_panels(sharing_agreement, names),
            PairsPanel(
                _("Shared and refused tables"),
                [_sharing(shared, names) for shared in sharings],
                empty=_("Nothing has been shared."),
            ),
        ],
    )


def available_steps(sharing_agreement: SharingAgreement, staff: Staff) -> list[AvailableAction]:
    """The steps that are available to this reader for an agreement."""
    today, agreed = staff.office.today(), actions.agreement_facts(sharing_agreement)
    steps: list[AvailableAction] = []
    if Permission.APPROVE_RELEASE in staff.permissions:
        against = rules.reasons_not_to_approve(agreed, staff.id, today)
        steps += pages.deciding_steps(sharing_agreement, staff, STEP_PAGE, against)
    if Permission.PREPARE_RELEASE in staff.permissions:
        if not rules.reasons_not_in_force(agreed, today):
            url = reverse("sharing:share_tables", args=[sharing_agreement.pk])
            steps.append(AvailableAction(_("Share tables"), url, is_main=True))
        if sharing_agreement.state == AgreementState.APPROVED:
            steps.append(pages.step_link(sharing_agreement, STEP_PAGE, "end", _("End")))
    return steps


def _sharing(shared: Sharing, names: Mapping[UUID, str]) -> LabelledValue:
    """When a release was shared, who shared and who got it, or why it was refused."""
    release = release_label(shared.release)
    words = [str(SharingOutcome(shared.outcome).label), release, shared.to]
    words += [_(REFUSAL_TEXTS[code]) for code in shared.against if code in REFUSAL_TEXTS]
    note = f"{names.get(shared.made_by, '')} {shared.sha256[:16]}".strip()
    return LabelledValue(pages.format_moment(shared.made_at), " · ".join(words), note=note)


def _titles(names: Iterable[str]) -> str:
    indicators = [catalogue.find_indicator(name) for name in names]
    return join_words(str(indicator.title) for indicator in indicators if indicator)


def _agreement_details(
    agreement: SharingAgreement, names: Mapping[UUID, str]
) -> list[LabelledValue]:
    titles = dict(dimension_choices())
    country = country_name(agreement.country)
    return [
        LabelledValue(
            _("Other authority"),
            agreement.partner,
            note=str(PartnerAuthority(agreement.partner_kind).label),
        ),
        LabelledValue(_("Country of the authority"), country),
        LabelledValue(_("Purpose"), str(SharingPurpose(agreement.purpose).label)),
        LabelledValue(_("Terms of the agreement"), agreement.what),
        LabelledValue(_("Indicators"), _titles(agreement.indicators)),
        LabelledValue(
            _("Disaggregate by"),
            join_words(titles.get(name, name) for name in agreement.by),
            missing=_("year and country only"),
        ),
        LabelledValue(_("Storage and access"), agreement.keeping),
        *pages.agreement_pairs(agreement, agreement.number),
        pages.author_pair(agreement, names),
    ]
