"""Reads of agreements between authorities, for those of the agency who keep and decide them."""

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
from saathi.agencies.steps import Step
from saathi.evidence.deciding.pages import TAGS, Row, decided, moment
from saathi.evidence.deciding.rules import reasons_not_to_decide
from saathi.evidence.indicators import catalogue
from saathi.evidence.sharing import actions, rules
from saathi.evidence.sharing.forms import dimension_choices
from saathi.evidence.sharing.models import Sharing, SharingAgreement
from saathi.evidence.sharing.vocabulary import (
    AgreementState,
    Partner,
    Purpose,
    SharingOutcome,
)
from saathi.infra.countries import country_name
from saathi.infra.listing import listed
from saathi.web.parts import Pair

# What a code of a refused sharing says, in the words of the rule that refused it.
AGAINST = {
    "state": "The agreement is not approved.",
    "until": "The agreement has run out.",
    "indicator": "The agreement does not name this indicator.",
    "detail": "The tables are taken apart by more than the agreement names.",
    "release": "Only a release that a second person approved, and that was not withdrawn, is given.",
    "content": "It holds something else than counts by released dimensions.",
}


def agreements(staff: Staff, words: str) -> QuerySet[SharingAgreement]:
    """The agreements of the agency that hold all of these words, the newest first."""
    found = SharingAgreement.objects.filter(agency=staff.agency_id)
    for word in words.split():
        found = found.filter(
            Q(partner__icontains=word) | Q(number__icontains=word) | Q(what__icontains=word)
        )
    return found.order_by("-made_at", "pk")


def agreement(staff: Staff, agreement_id: UUID) -> SharingAgreement:
    """An agreement of the agency; 404 for others'."""
    shared = Prefetch(
        "sharings", Sharing.objects.select_related("release__family").order_by("-made_at")
    )
    found = (
        SharingAgreement.objects.select_related("agency")
        .prefetch_related(shared)
        .filter(agency=staff.agency_id, pk=agreement_id)
        .first()
    )
    if found is None:
        raise Http404
    return found


def row(one: SharingAgreement, today: dt.date) -> Row:
    """An agreement in words."""
    state, tag = _state(one, today)
    until = date_format(one.until, "DATE_FORMAT")
    return Row(
        title=one.partner,
        about=_("%(number)s, until %(day)s") % {"number": one.number, "day": until},
        state=state,
        tag=tag,
        url=reverse("sharing:show_agreement", args=[one.pk]),
    )


def _state(one: SharingAgreement, today: dt.date) -> tuple[str, str]:
    if one.state == AgreementState.APPROVED and one.until < today:
        return _("Run out: nothing is shared any more"), "attend"
    return str(AgreementState(one.state).label), TAGS[one.state]


@dataclass(frozen=True)
class AgreementPage:
    """An agreement: what it lets be shared, how it stands, what was shared, what can be done now."""

    title: str
    state: str
    tag: str
    told: Sequence[Pair]
    decided: Sequence[Pair]
    sharings: Sequence[Pair]
    against: Sequence[str]
    steps: Sequence[Step]


def page(one: SharingAgreement, staff: Staff) -> AgreementPage:
    """Everything on the page of an agreement. One query, for the names of staff."""
    today = staff.office.today()
    state, tag = _state(one, today)
    names = names_of(
        [one.made_by, one.decided_by, one.ended_by, *(s.made_by for s in one.sharings.all())]
    )
    is_approved = one.state == AgreementState.APPROVED
    against = rules.reasons_against_running(actions.agreed(one), today) if is_approved else ()
    return AgreementPage(
        title=one.partner,
        state=state,
        tag=tag,
        told=_told(one, names),
        decided=_decided(one, names),
        sharings=[_sharing(shared, names) for shared in one.sharings.all()],
        against=[_(reason.text) for reason in against],
        steps=steps(one, staff),
    )


def steps(one: SharingAgreement, staff: Staff) -> list[Step]:
    """What this person can do with an agreement now."""
    today, agreed = staff.office.today(), actions.agreed(one)
    found = []
    if Permission.APPROVE_RELEASE in staff.permissions:
        if not rules.reasons_not_to_approve(agreed, staff.id, today):
            found.append(Step(_("Approve it"), _act(one, "approve"), is_main=True))
        if not reasons_not_to_decide(one.state, one.made_by, staff.id):
            found.append(Step(_("Refuse it"), _act(one, "refuse")))
    if Permission.PREPARE_RELEASE in staff.permissions:
        if not rules.reasons_against_running(agreed, today):
            url = reverse("sharing:share_tables", args=[one.pk])
            found.append(Step(_("Share tables"), url, is_main=True))
        if one.state == AgreementState.APPROVED:
            found.append(Step(_("End it"), _act(one, "end")))
    return found


def _act(one: SharingAgreement, action: str) -> str:
    return reverse("sharing:act", args=[one.pk, action])


def _sharing(shared: Sharing, names: dict[UUID, str]) -> Pair:
    """When and by whom, which release to whom; or why it was not given."""
    release = _("%(title)s, release %(number)s") % {
        "title": shared.release.family.title,
        "number": shared.release.number,
    }
    words = [str(SharingOutcome(shared.outcome).label), release, shared.to]
    words += [_(AGAINST[code]) for code in shared.against if code in AGAINST]
    note = f"{names.get(shared.made_by, '')} {shared.sha256[:16]}".strip()
    return Pair(moment(shared.made_at), " · ".join(words), note=note)


def _titles(names: Iterable[str]) -> str:
    found = [catalogue.named(name) for name in names]
    return listed(str(one.title) for one in found if one)


def _told(one: SharingAgreement, names: dict[UUID, str]) -> list[Pair]:
    titles = dict(dimension_choices())
    country = country_name(one.country)
    return [
        Pair(_("The other authority"), one.partner, note=str(Partner(one.partner_kind).label)),
        Pair(_("Its country"), country),
        Pair(_("Purpose"), str(Purpose(one.purpose).label)),
        Pair(_("What was agreed"), one.what),
        Pair(_("Indicators"), _titles(one.indicators)),
        Pair(
            _("Taken apart by"),
            listed(titles.get(name, name) for name in one.by),
            missing=_("year and country alone"),
        ),
        Pair(_("How they are kept"), one.keeping),
        Pair(_("Agreement"), one.number, note=date_format(one.agreed_on, "DATE_FORMAT")),
        Pair(_("Ends on"), date_format(one.until, "DATE_FORMAT")),
        Pair(_("Written down by"), names.get(one.made_by, ""), note=moment(one.made_at)),
    ]


def _decided(one: SharingAgreement, names: dict[UUID, str]) -> list[Pair]:
    found = decided(one, names)
    if one.ended_by and one.ended_at:
        found.append(Pair(_("Ended by"), names.get(one.ended_by, ""), note=moment(one.ended_at)))
        found.append(Pair(_("Of its copies"), one.ending))
    return found
