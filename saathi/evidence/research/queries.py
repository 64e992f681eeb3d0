"""Reads of requests of researchers, for those of the agency who keep and decide them."""

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
    """The requests of the agency that hold all of these words, the newest first."""
    found = ResearchRequest.objects.filter(agency=staff.agency_id)
    for word in words.split():
        found = found.filter(
            Q(institute__icontains=word) | Q(title__icontains=word) | Q(agreement__icontains=word)
        )
    return found.select_related("release__family").order_by("-made_at", "pk")


def get_request(staff: Staff, request_id: UUID) -> ResearchRequest:
    """A request of the agency; 404 for others'."""
    handed = Prefetch("handings", ExtractHandout.objects.order_by("-made_at"))
    found = (
        ResearchRequest.objects.select_related("release__family")
        .prefetch_related(handed)
        .filter(agency=staff.agency_id, pk=request_id)
        .first()
    )
    if found is None:
        raise Http404
    return found


def list_extract_releases(staff: Staff) -> list[Release]:
    """The releases of the agency of which an extract may be made."""
    found = Release.objects.select_related("family").filter(
        family__agency=staff.agency_id, state__in=rules.EXTRACTABLE_STATES, passes=True
    )
    return list(found.order_by("family__title", "-number"))


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


def _state(one: ResearchRequest, today: dt.date) -> tuple[str, str]:
    if one.state == ResearchRequestState.APPROVED and one.until < today:
        return _("Run out: nothing is given any more"), "attend"
    return str(ResearchRequestState(one.state).label), TAGS[one.state]


@dataclass(frozen=True)
class ResearchRequestPage:
    """A request: what for, how it stands, who took the extract, what can be done now."""

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
    """Everything on the page of a request. Two queries, for the names of staff and of files."""
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
    url = reverse("research:fetch_extract", args=[research_request.pk])
    return ResearchRequestPage(
        title=research_request.title,
        state=state,
        tag=tag,
        details=_told(research_request, names),
        decision=_decided(research_request, names),
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
    """What this person can do with a request now."""
    today, standing = staff.office.today(), actions.research_request_facts(research_request)
    found = []
    if Permission.APPROVE_RELEASE in staff.permissions:
        if not rules.reasons_not_to_approve(standing, staff.id, today):
            found.append(
                AvailableAction(_("Approve it"), _act(research_request, "approve"), is_main=True)
            )
        if not reasons_not_to_decide(research_request.state, research_request.made_by, staff.id):
            found.append(AvailableAction(_("Refuse it"), _act(research_request, "refuse")))
    if (
        Permission.PREPARE_RELEASE in staff.permissions
        and research_request.state == ResearchRequestState.APPROVED
    ):
        found.append(AvailableAction(_("End it"), _act(research_request, "end")))
    return found


def _act(one: ResearchRequest, action: str) -> str:
    return reverse("research:act", args=[one.pk, action])


def _told(one: ResearchRequest, names: dict[UUID, str]) -> list[LabelledValue]:
    release = one.release
    return [
        LabelledValue(_("Institute"), one.institute),
        LabelledValue(_("Purpose"), str(ResearchPurpose(one.purpose).label)),
        LabelledValue(_("To be found out"), one.question),
        LabelledValue(_("Ethics"), one.ethics),
        LabelledValue(
            _("Agreement"), one.agreement, note=date_format(one.agreed_on, "DATE_FORMAT")
        ),
        LabelledValue(_("Ends on"), date_format(one.until, "DATE_FORMAT")),
        LabelledValue(
            _("Release"),
            _("%(title)s, release %(number)s")
            % {"title": release.family.title, "number": release.number},
            note=one.tables_hash[:16],
        ),
        LabelledValue(
            _("Written down by"), names.get(one.made_by, ""), note=format_moment(one.made_at)
        ),
    ]


def _decided(one: ResearchRequest, names: dict[UUID, str]) -> list[LabelledValue]:
    found = decision_pairs(one, names)
    if one.ended_by and one.ended_at:
        found.append(
            LabelledValue(
                _("Ended by"), names.get(one.ended_by, ""), note=format_moment(one.ended_at)
            )
        )
        found.append(LabelledValue(_("Of its copies"), one.ending))
    return found
