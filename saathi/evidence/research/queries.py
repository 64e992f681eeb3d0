"""Reads requests of researchers, for staff of the agency who record and decide them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
from saathi.evidence.releases.files import standards
from saathi.evidence.releases.models import Release
from saathi.evidence.releases.queries import list_parts
from saathi.evidence.research import actions, rules
from saathi.evidence.research.models import ExtractHandout, ResearchRequest
from saathi.evidence.research.vocabulary import ResearchPurpose
from saathi.protection.exchange.standards.wording import StandardLosses
from saathi.web.components import LabelledValue, Text

STEP_PAGE = "research:confirm_request_step"


def list_requests(staff: Staff, words: str) -> QuerySet[ResearchRequest]:
    """The requests of the agency that contain all the search words, newest first."""
    requests = ResearchRequest.objects.filter(agency=staff.agency_id)
    rows = pages.search_rows(requests, words, "institute", "title", "agreement")
    return rows.select_related("release__family")


def get_request(staff: Staff, request_id: UUID) -> ResearchRequest:
    """A request of the agency; 404 for other agencies'."""
    handed = Prefetch("handings", ExtractHandout.objects.order_by("-made_at"))
    requests = ResearchRequest.objects.select_related("release__family").prefetch_related(handed)
    return get_object_or_404(requests, agency=staff.agency_id, pk=request_id)


def list_extract_releases(staff: Staff) -> list[Release]:
    """The releases of the agency from which an extract may be made."""
    releases = Release.objects.select_related("family").filter(
        family__agency=staff.agency_id, state__in=rules.EXTRACTABLE_STATES, passes=True
    )
    return list(releases.order_by("family__title", "-number"))


def release_label(release: Release) -> str:
    """A release by its title and number."""
    return _("%(title)s, release %(number)s") % {
        "title": release.family.title,
        "number": release.number,
    }


def research_request_row(research_request: ResearchRequest, today: dt.date) -> DecisionRow:
    """A request in words."""
    until = date_format(research_request.until, "DATE_FORMAT")
    about = {"institute": research_request.institute, "day": until}
    return DecisionRow(
        research_request.title,
        _("%(institute)s, until %(day)s") % about,
        *_state(research_request, today),
        url=reverse("research:show_request", args=[research_request.pk]),
    )


def _state(request: ResearchRequest, today: dt.date) -> tuple[Text, str]:
    return pages.agreement_state(request, today, _("Expired: no further access"))


@dataclass(frozen=True, kw_only=True)
class ResearchRequestPage(DecisionPage):
    """A request: its purpose, its state, the handed-out extracts, and the available steps."""

    extract_url: str
    losses: Sequence[StandardLosses]


def build_request_page(research_request: ResearchRequest, staff: Staff) -> ResearchRequestPage:
    """The data of a request's page. Two queries, for the names of staff and of files."""
    today = staff.office.today()
    state, tag = _state(research_request, today)
    handouts = research_request.handings.all()
    names = pages.names_of_people(research_request, (handout.made_by for handout in handouts))
    family = research_request.release.family
    against = rules.reasons_not_to_hand_out(actions.research_request_facts(research_request), today)
    may_take = Permission.PREPARE_RELEASE in staff.permissions and not against
    url = reverse("research:download_extract", args=[research_request.pk])
    is_approved = research_request.state == AgreementState.APPROVED
    return ResearchRequestPage(
        title=research_request.title,
        state=state,
        tag=tag,
        reasons_against=pages.reason_texts(against) if is_approved else (),
        steps=available_steps(research_request, staff),
        panels=[
            PairsPanel(_("Request"), _request_details(research_request, names)),
            *pages.decision_panels(research_request, names),
            PairsPanel(
                _("Downloads of the extract"),
                [_handout(handout, names) for handout in handouts],
                empty=_("No downloads yet."),
            ),
        ],
        extract_url=url if may_take else "",
        losses=standards.list_losses(
            family.indicator, family.country, list_parts(research_request.release)
        ),
    )


def available_steps(research_request: ResearchRequest, staff: Staff) -> list[AvailableAction]:
    """The steps that are available to this reader for a request."""
    steps: list[AvailableAction] = []
    if Permission.APPROVE_RELEASE in staff.permissions:
        facts = actions.research_request_facts(research_request)
        against = rules.reasons_not_to_approve(facts, staff.id, staff.office.today())
        steps += pages.deciding_steps(research_request, staff, STEP_PAGE, against)
    is_approved = research_request.state == AgreementState.APPROVED
    if Permission.PREPARE_RELEASE in staff.permissions and is_approved:
        steps.append(pages.step_link(research_request, STEP_PAGE, "end", _("End")))
    return steps


def _handout(handout: ExtractHandout, names: Mapping[UUID, str]) -> LabelledValue:
    moment = pages.format_moment(handout.made_at)
    return LabelledValue(moment, names.get(handout.made_by, ""), note=handout.sha256[:16])


def _request_details(request: ResearchRequest, names: Mapping[UUID, str]) -> list[LabelledValue]:
    release = release_label(request.release)
    return [
        LabelledValue(_("Institute"), request.institute),
        LabelledValue(_("Purpose"), str(ResearchPurpose(request.purpose).label)),
        LabelledValue(_("Research question"), request.question),
        LabelledValue(_("Ethics review"), request.ethics),
        *pages.agreement_pairs(request, request.agreement),
        LabelledValue(_("Release"), release, note=request.tables_hash[:16]),
        pages.author_pair(request, names),
    ]
