"""Reads requests of researchers, for staff of the agency who record and decide them."""

import datetime as dt
from collections.abc import Sequence
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
from saathi.evidence.releases.files import standards
from saathi.evidence.releases.models import Release
from saathi.evidence.releases.queries import list_parts
from saathi.evidence.research import actions, rules
from saathi.evidence.research.models import ExtractHandout, ResearchRequest
from saathi.evidence.research.vocabulary import ResearchPurpose, ResearchRequestState
from saathi.protection.exchange.standards.wording import StandardLosses
from saathi.web.components import LabelledValue


def list_requests(staff: Staff, words: str) -> QuerySet[ResearchRequest]:
    """The requests of the agency that contain all the search words, newest first."""
    requests = ResearchRequest.objects.filter(agency=staff.agency_id)
    for word in words.split():
        requests = requests.filter(
            Q(institute__icontains=word) | Q(title__icontains=word) | Q(agreement__icontains=word)
        )
    return requests.select_related("release__family").order_by("-made_at", "pk")


def get_request(staff: Staff, request_id: UUID) -> ResearchRequest:
    """A request of the agency; 404 for other agencies'."""
    handed = Prefetch("handings", ExtractHandout.objects.order_by("-made_at"))
    request = (
        ResearchRequest.objects.select_related("release__family")
        .prefetch_related(handed)
        .filter(agency=staff.agency_id, pk=request_id)
        .first()
    )
    if request is None:
        raise Http404
    return request


def list_extract_releases(staff: Staff) -> list[Release]:
    """The releases of the agency from which an extract may be made."""
    releases = Release.objects.select_related("family").filter(
        family__agency=staff.agency_id, state__in=rules.EXTRACTABLE_STATES, passes=True
    )
    return list(releases.order_by("family__title", "-number"))


def research_request_row(research_request: ResearchRequest, today: dt.date) -> DecisionRow:
    """A request in words."""
    state, tag = _state(research_request, today)
    until = date_format(research_request.until, "DATE_FORMAT")
    return DecisionRow(
        title=research_request.title,
        about=_("%(institute)s, until %(day)s")
        % {"institute": research_request.institute, "day": until},
        state=state,
        tag=tag,
        url=reverse("research:show_request", args=[research_request.pk]),
    )


def _state(request: ResearchRequest, today: dt.date) -> tuple[str, str]:
    if request.state == ResearchRequestState.APPROVED and request.until < today:
        return _("Run out: nothing is given any more"), "attend"
    return str(ResearchRequestState(request.state).label), TAGS[request.state]


@dataclass(frozen=True)
class ResearchRequestPage:
    """A request: its purpose, its state, the handed-out extracts, and the available steps."""

    title: str
    state: str
    tag: str
    details: Sequence[LabelledValue]
    decision: Sequence[LabelledValue]
    handouts: Sequence[LabelledValue]
    reasons_against: Sequence[str]
    steps: Sequence[AvailableAction]
    extract_url: str
    losses: Sequence[StandardLosses]


def build_request_page(research_request: ResearchRequest, staff: Staff) -> ResearchRequestPage:
    """The data of a request's page. Two queries, for the names of staff and of files."""
    today = staff.office.today()
    state, tag = _state(research_request, today)
    names = names_of(
        [
            research_request.made_by,
            research_request.decided_by,
            research_request.ended_by,
            *(h.made_by for h in research_request.handings.all()),
        ]
    )
    standing, family = (
        actions.research_request_facts(research_request),
        research_request.release.family,
    )
    may_take = Permission.PREPARE_RELEASE in staff.permissions
    against = rules.reasons_not_to_hand_out(standing, today)
    is_approved = research_request.state == ResearchRequestState.APPROVED
    url = reverse("research:download_extract", args=[research_request.pk])
    return ResearchRequestPage(
        title=research_request.title,
        state=state,
        tag=tag,
        details=_request_details(research_request, names),
        decision=_decision_details(research_request, names),
        handouts=[
            LabelledValue(
                format_moment(hand.made_at), names.get(hand.made_by, ""), note=hand.sha256[:16]
            )
            for hand in research_request.handings.all()
        ],
        reasons_against=[_(reason.text) for reason in against] if is_approved else (),
        steps=available_steps(research_request, staff),
        extract_url=url if may_take and not against else "",
        losses=standards.list_losses(
            family.indicator, family.country, list_parts(research_request.release)
        ),
    )


def available_steps(research_request: ResearchRequest, staff: Staff) -> list[AvailableAction]:
    """The steps that are available to this reader for a request."""
    today, standing = staff.office.today(), actions.research_request_facts(research_request)
    steps = []
    if Permission.APPROVE_RELEASE in staff.permissions:
        if not rules.reasons_not_to_approve(standing, staff.id, today):
            steps.append(
                AvailableAction(
                    _("Approve it"), _step_url(research_request, "approve"), is_main=True
                )
            )
        if not reasons_not_to_decide(research_request.state, research_request.made_by, staff.id):
            steps.append(AvailableAction(_("Refuse it"), _step_url(research_request, "refuse")))
    if (
        Permission.PREPARE_RELEASE in staff.permissions
        and research_request.state == ResearchRequestState.APPROVED
    ):
        steps.append(AvailableAction(_("End it"), _step_url(research_request, "end")))
    return steps


def _step_url(request: ResearchRequest, action: str) -> str:
    return reverse("research:confirm_request_step", args=[request.pk, action])


def _request_details(request: ResearchRequest, names: dict[UUID, str]) -> list[LabelledValue]:
    release = request.release
    return [
        LabelledValue(_("Institute"), request.institute),
        LabelledValue(_("Purpose"), str(ResearchPurpose(request.purpose).label)),
        LabelledValue(_("To be found out"), request.question),
        LabelledValue(_("Ethics"), request.ethics),
        LabelledValue(
            _("Agreement"), request.agreement, note=date_format(request.agreed_on, "DATE_FORMAT")
        ),
        LabelledValue(_("Ends on"), date_format(request.until, "DATE_FORMAT")),
        LabelledValue(
            _("Release"),
            _("%(title)s, release %(number)s")
            % {"title": release.family.title, "number": release.number},
            note=request.tables_hash[:16],
        ),
        LabelledValue(
            _("Written down by"),
            names.get(request.made_by, ""),
            note=format_moment(request.made_at),
        ),
    ]


def _decision_details(request: ResearchRequest, names: dict[UUID, str]) -> list[LabelledValue]:
    pairs = decision_pairs(request, names)
    if request.ended_by and request.ended_at:
        pairs.append(
            LabelledValue(
                _("Ended by"), names.get(request.ended_by, ""), note=format_moment(request.ended_at)
            )
        )
        pairs.append(LabelledValue(_("Of its copies"), request.ending))
    return pairs
