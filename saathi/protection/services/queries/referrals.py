"""Reads of referrals: one with all its days, those of a worker, those to a service, the letter."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet, Value
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies import access, records
from saathi.agencies.assembled import assembled
from saathi.agencies.models import Staff
from saathi.agencies.permissions import BUNDLES, Permission
from saathi.consent.models import Consent
from saathi.consent.rules import ConsentTimes, consent_state
from saathi.consent.vocabulary import ConsentState, LegalBasis, Scope
from saathi.infra import clock
from saathi.infra.listing import listed
from saathi.people import languages
from saathi.people.models import Child
from saathi.people.queries import adult_from
from saathi.people.vocabulary import Gender
from saathi.people.wording import age_words
from saathi.protection.services import rules
from saathi.protection.services.models import Referral, Service
from saathi.protection.services.queries.directory import labels
from saathi.protection.services.queries.support import (
    alarm_of,
    day,
    names_of,
    service_name,
    waiting_words,
)
from saathi.protection.services.vocabulary import (
    Accessible,
    HerAnswer,
    Outcome,
    ReferralState,
    Serves,
    ServiceKind,
    Shared,
    Urgency,
    WhyDeclined,
)
from saathi.web.parts import Cell, Column, Pair, Table

A_PAGE = 50
RECENTLY = dt.timedelta(days=14)
TAKES = {Gender.GIRL: Serves.GIRLS, Gender.BOY: Serves.BOYS, Gender.OTHER: Serves.OTHERS}


def needs_of(child: Child, *, today: dt.date, accessible: str = "") -> rules.Needs:
    """What of a child matters for the choice of a service; neither her papers nor her story."""
    low = today.year - child.birth_year_high - 1 if child.birth_year_high else None
    high = today.year - child.birth_year_low if child.birth_year_low else None
    return rules.Needs(
        age_low=max(low, 0) if low is not None else None,
        age_high=high,
        serves=TAKES.get(Gender(child.gender), ""),
        languages=child.languages,
        accessible=[accessible] if accessible else [],
    )


def offers_of(service: Service) -> rules.Offers:
    """What an entry says of whom it is for."""
    return rules.Offers(
        service.age_low, service.age_high, service.serves, service.languages, service.accessible
    )


def consents_for(staff: Staff, child: Child) -> list[tuple[Consent, str]]:
    """The legal bases that stand today, for those who read them, in words."""
    today = staff.office.today()
    found = access.visible(staff, Consent).filter(child=child, withdrawn_on=None)
    adult = adult_from(child, staff)
    standing = []
    for one in found.order_by("-given_on")[:A_PAGE]:
        times = ConsentTimes(LegalBasis(one.basis), one.given_on, one.ends_on, one.withdrawn_on)
        if consent_state(times, adult_from=adult, today=today) != ConsentState.STANDS:
            continue
        scopes = listed([str(Scope(scope).label) for scope in one.scopes if scope in Scope.values])
        words = f"{LegalBasis(one.basis).label} · {scopes} · {day(one.given_on)}"
        standing.append((one, words))
    return standing


@dataclass(frozen=True)
class ReferralPage:
    """One referral as its page shows it."""

    title: str
    state: str
    tag: str
    pairs: Sequence[Pair]
    need: str
    her_words: str
    alarm: str
    access: Sequence[Pair]
    is_open_to: bool
    may_open: bool  # whether a service that uses Saathi may be given the file
    basis_lost: bool  # what the sharing rested on was taken back or ended, and this reader sees it


def referral_page(staff: Staff, referral: Referral) -> ReferralPage:
    """A referral with all its days, opened for a reader whose right was asked."""
    content = records.words_of(referral)
    services = names_of([referral])
    state = ReferralState(referral.state)
    service = services.get(referral.service_id) if referral.service_id else None
    now = clock.now()
    is_open_to = referral.access_until is not None and referral.access_until > now
    late = state == ReferralState.OFFERED and referral.answer_by < staff.office.today()
    tag = "danger" if late else "care" if state == ReferralState.ATTENDED else "quiet"
    return ReferralPage(
        title=str(ServiceKind(referral.kind).label),
        state=str(state.label),
        tag="attend" if tag == "quiet" and state in rules.OPEN else tag,
        pairs=[
            *_offer_pairs(referral, content, services),
            *_course_pairs(referral, content, staff.office.today()),
            *_sharing_pairs(referral, content),
            Pair(_("Recorded on"), date_format(_local(referral.recorded_at, staff), "j F Y, H:i")),
        ],
        need=content.get("need", ""),
        her_words=content.get("her_words", ""),
        alarm=alarm_of(referral),
        access=_access_pairs(referral, staff),
        is_open_to=is_open_to,
        may_open=service is not None and service.run_by_id is not None and state in rules.OPEN,
        basis_lost=state in rules.OPEN and _basis_lost(staff, referral),
    )


def _basis_lost(staff: Staff, one: Referral) -> bool:
    if one.consent is None:
        return False
    found = access.visible(staff, Consent).filter(pk=one.consent)
    over = Q(withdrawn_on__isnull=False) | Q(ends_on__lt=staff.office.today())
    return found.filter(over).exists()


def _local(moment: dt.datetime, staff: Staff) -> dt.datetime:
    return moment.astimezone(ZoneInfo(staff.office.time_zone))


def _offer_pairs(
    one: Referral, content: dict[str, str], services: dict[UUID, Service]
) -> list[Pair]:
    found = [
        Pair(_("To"), service_name(one, content, services)),
        Pair(_("Offered on"), day(one.offered_on), note=str(Urgency(one.urgency).label)),
        Pair(_("The child"), str(HerAnswer(one.her_answer).label)),
    ]
    if one.needs_access:
        found.append(Pair(_("Needs to get in"), labels(Accessible, one.needs_access)))
    return found


def _course_pairs(one: Referral, content: dict[str, str], today: dt.date) -> list[Pair]:
    found = []
    if one.state == ReferralState.OFFERED:
        found.append(Pair(_("Answer by"), day(one.answer_by)))
    if one.answered_on:
        found.append(Pair(_("Answered on"), day(one.answered_on), note=content.get("answer", "")))
    if one.why_declined:
        found.append(Pair(_("Why declined"), str(WhyDeclined(one.why_declined).label)))
    if one.began_on:
        found.append(Pair(_("Began on"), day(one.began_on)))
    if words := waiting_words(one, today):
        found.append(Pair(_("Waited"), words))
    if one.ended_on:
        found.append(Pair(_("Ended on"), day(one.ended_on)))
    if one.outcome:
        result = content.get("result", "")
        found.append(Pair(_("What came of it"), str(Outcome(one.outcome).label), note=result))
    return found


def _sharing_pairs(one: Referral, content: dict[str, str]) -> list[Pair]:
    basis = str(LegalBasis(one.basis).label) if one.basis else ""
    found = [
        Pair(_("The service is told"), labels(Shared, one.shared)),
        Pair(_("The sharing rests on"), basis, missing=_("nothing: no name is shared")),
    ]
    if content.get("withheld") or content.get("withheld_from"):
        found.append(
            Pair(_("Withheld"), content.get("withheld", ""), note=content.get("withheld_from", ""))
        )
    return found


def _access_pairs(one: Referral, staff: Staff) -> list[Pair]:
    if one.receiver is None or one.access_until is None:
        return []
    name = Staff.objects.filter(pk=one.receiver).values_list("name", flat=True).first() or ""
    ends = date_format(_local(one.access_until, staff), "j F Y, H:i")
    over = one.access_until <= clock.now()
    return [
        Pair(_("Opened to"), name),
        Pair(_("Ended by itself or was ended") if over else _("Ends by itself"), ends),
    ]


def people_at(service: Service) -> QuerySet[Staff]:
    """Those who could answer at the agency that runs a service, if it uses Saathi."""
    works = [kind for kind, holds in BUNDLES.items() if Permission.WORK_ON_CASE in holds]
    found = Staff.objects.filter(agency=service.run_by_id, is_active=True, bundle__in=works)
    return found.order_by("name", "pk")


@dataclass(frozen=True)
class Letter:
    """What a service is told on paper: no more than was agreed."""

    to: str
    kind: str
    code: str
    name: str
    pairs: Sequence[Pair]
    need: str
    by: str
    office: str
    offered: str
    answer_by: str


def letter(staff: Staff, child: Child, referral: Referral, name: str) -> Letter:
    """The letter, with what is shared and nothing else."""
    content = records.words_of(referral)
    shared = set(referral.shared)
    pairs = []
    if Shared.AGE in shared:
        needs = needs_of(child, today=staff.office.today())
        pairs.append(Pair(_("Age"), age_words(needs.age_low, needs.age_high)))
    if Shared.LANGUAGE in shared:
        spoken = listed([languages.name_of(code) for code in child.languages])
        pairs.append(Pair(_("Languages"), spoken))
    if referral.needs_access:
        pairs.append(Pair(_("Needs to get in"), labels(Accessible, referral.needs_access)))
    return Letter(
        to=service_name(referral, content, names_of([referral])),
        kind=str(ServiceKind(referral.kind).label),
        code=child.code,
        name=name if Shared.NAME in shared else "",
        pairs=pairs,
        need=content.get("need", ""),
        by=staff.name,
        office=staff.office.name,
        offered=day(referral.offered_on),
        answer_by=day(referral.answer_by),
    )


# --- lists ----------------------------------------------------------------------------------------

WHICH = ("made", "waiting", "received", "ended_access")


def referrals_of(staff: Staff, which: str, number: str) -> Page[Referral]:
    """Her referrals, or those to her, by page; the earliest answer first where one is waited for."""
    found = access.visible(staff, Referral).filter(_which(staff, which))
    order = ("answer_by", "pk") if which == "waiting" else ("-offered_on", "-pk")
    pages = Paginator(found.select_related("child").order_by(*order), A_PAGE)
    return pages.get_page(number)


def _which(staff: Staff, which: str) -> Q:
    match which:
        case "waiting":
            return _waiting(staff, staff.office.today())
        case "received":
            return Q(receiver=staff.id)
        case "ended_access":
            return _ended(staff, clock.now() - RECENTLY)
    return Q(recorded_by=staff.id)


def _waiting(staff: Staff, today: dt.date) -> Q:
    return Q(recorded_by=staff.id, state=ReferralState.OFFERED, answer_by__lt=today)


def _ended(staff: Staff, since: dt.datetime) -> Q:
    return Q(recorded_by=staff.id, access_until__lte=clock.now(), access_until__gt=since)


@dataclass(frozen=True)
class Counts:
    """What of referrals waits on a person's day."""

    waiting: int  # of a report's family, not answered in time; a child's stand among what is due
    received: int
    ended_access: int


def counts(staff: Staff) -> Counts:
    """What waits for a person, in one query that looks at nothing else of hers."""
    today, since = staff.office.today(), clock.now() - RECENTLY
    return Counts(*next(iter(_counts(staff, today, since)), (0, 0, 0)))


@assembled
def _counts(
    staff: Staff, today: dt.date, since: dt.datetime
) -> QuerySet[Any, tuple[int, int, int]]:
    waiting = _waiting(staff, today) & Q(due=None)
    received = Q(receiver=staff.id, state=ReferralState.OFFERED)
    ended = _ended(staff, since)
    # Three indexes find the few that wait; of all she reads there are hundreds.
    found = access.visible(staff, Referral, by_row=True).filter(waiting | received | ended)
    counted = (
        found.order_by()
        .values(of=Value(1))
        .annotate(
            waiting=Count("pk", filter=waiting),
            received=Count("pk", filter=received),
            ended_access=Count("pk", filter=ended),
        )
    )
    return counted.values_list("waiting", "received", "ended_access")


def table(staff: Staff, page: Page[Referral]) -> Table:
    """A page of referrals. Codes and no names: the list may lie open on a desk."""
    services = names_of(list(page.object_list))
    seen = set(
        access.visible(staff, Child)
        .filter(pk__in=[one.child_id for one in page.object_list if one.child_id])
        .values_list("pk", flat=True)
    )
    today = staff.office.today()
    rows = [
        [
            _child_cell(one, seen),
            Cell(ServiceKind(one.kind).label),
            Cell(service_name(one, {}, services) or _("not in the directory")),
            Cell(day(one.offered_on)),
            Cell(
                ReferralState(one.state).label,
                tag="danger"
                if one.state == ReferralState.OFFERED and one.answer_by < today
                else "",
            ),
            Cell(waiting_words(one, today) or "–"),
        ]
        for one in page.object_list
    ]
    columns = [
        Column(_("File")),
        Column(_("For what")),
        Column(_("To")),
        Column(_("Offered on")),
        Column(_("How it stands")),
        Column(_("Waited")),
    ]
    return Table(_("Referrals"), columns, rows)


def _child_cell(one: Referral, seen: set[UUID]) -> Cell:
    if one.child_id is None:
        return Cell(_("From a report"), reverse("services:follow_report", args=[one.pk]))
    if one.child is None or one.child_id not in seen:
        return Cell(_("not open to you now"))
    return Cell(one.child.code, reverse("support:show_referral", args=[one.file_id, one.pk]))
