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

# What a code of a refused sharing says, in the words of the rule that refused it.
REFUSAL_TEXTS = {
    "state": "The agreement is not approved.",
    "until": "The agreement has run out.",
    "indicator": "The agreement does not name this indicator.",
    "detail": "The tables are taken apart by more than the agreement names.",
    "release": "Only a release that a second person approved, and that was not withdrawn, is given.",
    "content": "It holds something else than counts by released dimensions.",
}


def list_agreements(staff: Staff, words: str) -> QuerySet[SharingAgreement]:
    """The agreements of the agency that hold all of these words, the newest first."""
    found = SharingAgreement.objects.filter(agency=staff.agency_id)
    for word in words.split():
        found = found.filter(
            Q(partner__icontains=word) | Q(number__icontains=word) | Q(what__icontains=word)
        )
    return found.order_by("-made_at", "pk")


def get_agreement(staff: Staff, agreement_id: UUID) -> SharingAgreement:
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
    details: Sequence[LabelledValue]
    decision: Sequence[LabelledValue]
    sharings: Sequence[LabelledValue]
    reasons_against: Sequence[str]
    steps: Sequence[AvailableAction]


def build_agreement_page(sharing_agreement: SharingAgreement, staff: Staff) -> AgreementPage:
    """Everything on the page of an agreement. One query, for the names of staff."""
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
        details=_told(sharing_agreement, names),
        decision=_decided(sharing_agreement, names),
        sharings=[_sharing(shared, names) for shared in sharing_agreement.sharings.all()],
        reasons_against=[_(reason.text) for reason in against],
        steps=available_steps(sharing_agreement, staff),
    )


def available_steps(sharing_agreement: SharingAgreement, staff: Staff) -> list[AvailableAction]:
    """What this person can do with an agreement now."""
    today, agreed = staff.office.today(), actions.agreement_facts(sharing_agreement)
    found = []
    if Permission.APPROVE_RELEASE in staff.permissions:
        if not rules.reasons_not_to_approve(agreed, staff.id, today):
            found.append(
                AvailableAction(_("Approve it"), _act(sharing_agreement, "approve"), is_main=True)
            )
        if not reasons_not_to_decide(sharing_agreement.state, sharing_agreement.made_by, staff.id):
            found.append(AvailableAction(_("Refuse it"), _act(sharing_agreement, "refuse")))
    if Permission.PREPARE_RELEASE in staff.permissions:
        if not rules.reasons_not_in_force(agreed, today):
            url = reverse("sharing:share_tables", args=[sharing_agreement.pk])
            found.append(AvailableAction(_("Share tables"), url, is_main=True))
        if sharing_agreement.state == AgreementState.APPROVED:
            found.append(AvailableAction(_("End it"), _act(sharing_agreement, "end")))
    return found


def _act(one: SharingAgreement, action: str) -> str:
    return reverse("sharing:act", args=[one.pk, action])


def _sharing(shared: Sharing, names: dict[UUID, str]) -> LabelledValue:
    """When and by whom, which release to whom; or why it was not given."""
    release = _("%(title)s, release %(number)s") % {
        "title": shared.release.family.title,
        "number": shared.release.number,
    }
    words = [str(SharingOutcome(shared.outcome).label), release, shared.to]
    words += [_(REFUSAL_TEXTS[code]) for code in shared.against if code in REFUSAL_TEXTS]
    note = f"{names.get(shared.made_by, '')} {shared.sha256[:16]}".strip()
    return LabelledValue(format_moment(shared.made_at), " · ".join(words), note=note)


def _titles(names: Iterable[str]) -> str:
    found = [catalogue.find_indicator(name) for name in names]
    return join_words(str(one.title) for one in found if one)


def _told(one: SharingAgreement, names: dict[UUID, str]) -> list[LabelledValue]:
    titles = dict(dimension_choices())
    country = country_name(one.country)
    return [
        LabelledValue(
            _("The other authority"),
            one.partner,
            note=str(PartnerAuthority(one.partner_kind).label),
        ),
        LabelledValue(_("Its country"), country),
        LabelledValue(_("Purpose"), str(SharingPurpose(one.purpose).label)),
        LabelledValue(_("What was agreed"), one.what),
        LabelledValue(_("Indicators"), _titles(one.indicators)),
        LabelledValue(
            _("Taken apart by"),
            join_words(titles.get(name, name) for name in one.by),
            missing=_("year and country alone"),
        ),
        LabelledValue(_("How they are kept"), one.keeping),
        LabelledValue(_("Agreement"), one.number, note=date_format(one.agreed_on, "DATE_FORMAT")),
        LabelledValue(_("Ends on"), date_format(one.until, "DATE_FORMAT")),
        LabelledValue(
            _("Written down by"), names.get(one.made_by, ""), note=format_moment(one.made_at)
        ),
    ]


def _decided(one: SharingAgreement, names: dict[UUID, str]) -> list[LabelledValue]:
    found = decision_pairs(one, names)
    if one.ended_by and one.ended_at:
        found.append(
            LabelledValue(
                _("Ended by"), names.get(one.ended_by, ""), note=format_moment(one.ended_at)
            )
        )
        found.append(LabelledValue(_("Of its copies"), one.ending))
    return found
