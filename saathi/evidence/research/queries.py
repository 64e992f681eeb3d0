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
from saathi.agencies.steps import Step
from saathi.evidence.deciding.pages import TAGS, Row, decided, moment
from saathi.evidence.deciding.rules import reasons_not_to_decide
from saathi.evidence.releases.files import standards
from saathi.evidence.releases.models import Release
from saathi.evidence.releases.queries import parts_of
from saathi.evidence.research import actions, rules
from saathi.evidence.research.models import Handing, ResearchRequest
from saathi.evidence.research.vocabulary import Purpose, RequestState
from saathi.protection.exchange.standards.wording import Losses
from saathi.web.parts import Pair


def requests(staff: Staff, words: str) -> QuerySet[ResearchRequest]:
    """The requests of the agency that hold all of these words, the newest first."""
    found = ResearchRequest.objects.filter(agency=staff.agency_id)
    for word in words.split():
        found = found.filter(
            Q(institute__icontains=word) | Q(title__icontains=word) | Q(agreement__icontains=word)
        )
    return found.select_related("release__family").order_by("-made_at", "pk")


def request(staff: Staff, request_id: UUID) -> ResearchRequest:
    """A request of the agency; 404 for others'."""
    handed = Prefetch("handings", Handing.objects.order_by("-made_at"))
    found = (
        ResearchRequest.objects.select_related("release__family")
        .prefetch_related(handed)
        .filter(agency=staff.agency_id, pk=request_id)
        .first()
    )
    if found is None:
        raise Http404
    return found


def material(staff: Staff) -> list[Release]:
    """The releases of the agency of which an extract may be made."""
    found = Release.objects.select_related("family").filter(
        family__agency=staff.agency_id, state__in=rules.MAY_BE_GIVEN, passes=True
    )
    return list(found.order_by("family__title", "-number"))


def row(one: ResearchRequest, today: dt.date) -> Row:
    """A request in words."""
    state, tag = _state(one, today)
    until = date_format(one.until, "DATE_FORMAT")
    return Row(
        title=one.title,
        about=_("%(institute)s, until %(day)s") % {"institute": one.institute, "day": until},
        state=state,
        tag=tag,
        url=reverse("research:show_request", args=[one.pk]),
    )


def _state(one: ResearchRequest, today: dt.date) -> tuple[str, str]:
    if one.state == RequestState.APPROVED and one.until < today:
        return _("Run out: nothing is given any more"), "attend"
    return str(RequestState(one.state).label), TAGS[one.state]


@dataclass(frozen=True)
class RequestPage:
    """A request: what for, how it stands, who took the extract, what can be done now."""

    title: str
    state: str
    tag: str
    told: Sequence[Pair]
    decided: Sequence[Pair]
    handings: Sequence[Pair]
    against: Sequence[str]
    steps: Sequence[Step]
    extract_url: str
    losses: Sequence[Losses]


def page(one: ResearchRequest, staff: Staff) -> RequestPage:
    """Everything on the page of a request. Two queries, for the names of staff and of files."""
    today = staff.office.today()
    state, tag = _state(one, today)
    names = names_of(
        [one.made_by, one.decided_by, one.ended_by, *(h.made_by for h in one.handings.all())]
    )
    standing, family = actions.standing(one), one.release.family
    may_take = Permission.PREPARE_RELEASE in staff.permissions
    against = rules.reasons_not_to_give(standing, today)
    is_approved = one.state == RequestState.APPROVED
    url = reverse("research:fetch_extract", args=[one.pk])
    return RequestPage(
        title=one.title,
        state=state,
        tag=tag,
        told=_told(one, names),
        decided=_decided(one, names),
        handings=[
            Pair(moment(hand.made_at), names.get(hand.made_by, ""), note=hand.sha256[:16])
            for hand in one.handings.all()
        ],
        against=[_(reason.text) for reason in against] if is_approved else (),
        steps=steps(one, staff),
        extract_url=url if may_take and not against else "",
        losses=standards.losses(family.indicator, family.country, parts_of(one.release)),
    )


def steps(one: ResearchRequest, staff: Staff) -> list[Step]:
    """What this person can do with a request now."""
    today, standing = staff.office.today(), actions.standing(one)
    found = []
    if Permission.APPROVE_RELEASE in staff.permissions:
        if not rules.reasons_not_to_approve(standing, staff.id, today):
            found.append(Step(_("Approve it"), _act(one, "approve"), is_main=True))
        if not reasons_not_to_decide(one.state, one.made_by, staff.id):
            found.append(Step(_("Refuse it"), _act(one, "refuse")))
    if Permission.PREPARE_RELEASE in staff.permissions and one.state == RequestState.APPROVED:
        found.append(Step(_("End it"), _act(one, "end")))
    return found


def _act(one: ResearchRequest, action: str) -> str:
    return reverse("research:act", args=[one.pk, action])


def _told(one: ResearchRequest, names: dict[UUID, str]) -> list[Pair]:
    release = one.release
    return [
        Pair(_("Institute"), one.institute),
        Pair(_("Purpose"), str(Purpose(one.purpose).label)),
        Pair(_("To be found out"), one.question),
        Pair(_("Ethics"), one.ethics),
        Pair(_("Agreement"), one.agreement, note=date_format(one.agreed_on, "DATE_FORMAT")),
        Pair(_("Ends on"), date_format(one.until, "DATE_FORMAT")),
        Pair(
            _("Release"),
            _("%(title)s, release %(number)s")
            % {"title": release.family.title, "number": release.number},
            note=one.tables_hash[:16],
        ),
        Pair(_("Written down by"), names.get(one.made_by, ""), note=moment(one.made_at)),
    ]


def _decided(one: ResearchRequest, names: dict[UUID, str]) -> list[Pair]:
    found = decided(one, names)
    if one.ended_by and one.ended_at:
        found.append(Pair(_("Ended by"), names.get(one.ended_by, ""), note=moment(one.ended_at)))
        found.append(Pair(_("Of its copies"), one.ending))
    return found
