"""What a child's page of services and support reads: what she has, waits for, and had."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies import access, records
from saathi.agencies.models import Scoped, Staff
from saathi.infra.listing import in_our_direction, listed
from saathi.people import languages
from saathi.people.models import Child
from saathi.protection.intake.models import Report
from saathi.protection.services import rules
from saathi.protection.services.models import (
    Course,
    Enrolment,
    Livelihood,
    Referral,
    Service,
    SessionNote,
    SupportSession,
)
from saathi.protection.services.queries.directory import labels
from saathi.protection.services.vocabulary import (
    Audience,
    Change,
    CourseKind,
    ForWhom,
    Given,
    HerView,
    Lasting,
    LivelihoodState,
    Module,
    Presence,
    Provider,
    ReferralState,
    ServiceKind,
    SessionKind,
    Urgency,
    WhyDeclined,
    WhyEnded,
)
from saathi.web.parts import Pair

A_PAGE = 30
DAY = "j F Y"


@dataclass(frozen=True)
class Row:
    """One thing on the page: its title, how it stands, what is known of it, and where it leads."""

    title: str
    state: str = ""
    tag: str = "quiet"
    pairs: Sequence[Pair] = ()
    words: str = ""
    url: str = ""
    alarm: str = ""  # a safeguard that was broken, in a sentence


@dataclass(frozen=True)
class SupportPage:
    """All that stands on the page, for a reader whose right to the section was asked."""

    has: Sequence[Row]
    waits: Sequence[Row]
    ended: Sequence[Row]
    places: Sequence[Row]
    sessions: Sequence[Row]
    livelihoods: Sequence[Row]
    shown: Sequence[UUID]
    more: bool  # whether there are older ones that the page leaves out


def support_page(staff: Staff, child: Child) -> SupportPage:
    """What support the child has, waits for and had; the latest thirty of each. Ten queries."""
    today = staff.office.today()
    referrals = _referrals(staff, child)
    places = _latest(staff, Enrolment, child, "-starts_on")
    sessions = _latest(staff, SupportSession, child, "-held_on")
    livelihoods = _latest(staff, Livelihood, child, "-asked_on")
    notes = list(
        access.visible(staff, SessionNote)
        .filter(session__in=[one.pk for one in sessions])
        .order_by("recorded_at")
    )
    opened = records.words_of_each([*referrals, *livelihoods, *notes, *places, *sessions])
    services = names_of(referrals)
    rows = [(one, referral_row(one, opened[one.pk], services, today)) for one in referrals]
    waiting = {ReferralState.OFFERED, ReferralState.ACCEPTED}
    return SupportPage(
        has=[row for one, row in rows if one.state == ReferralState.ATTENDED],
        waits=[row for one, row in rows if one.state in waiting],
        ended=[row for one, row in rows if one.state not in rules.OPEN],
        places=_places(staff, places, opened),
        sessions=[_session(one, opened, notes, staff) for one in sessions],
        livelihoods=[_livelihood(one, opened[one.pk], today) for one in livelihoods],
        shown=[one.pk for one in (*referrals, *places, *sessions, *livelihoods, *notes)],
        more=any(len(found) == A_PAGE for found in (referrals, places, sessions, livelihoods)),
    )


def _referrals(staff: Staff, child: Child) -> list[Referral]:
    """Her referrals, and those of the family that were made from a report about her."""
    reports = access.visible(staff, Report).filter(about=child.file_id)
    # Two questions, each with its index: one with a subquery would look at every referral there is.
    files = [child.file_id, *reports.values_list("file", flat=True)[:A_PAGE]]
    found = access.visible(staff, Referral).filter(file__in=files)
    return list(found.order_by("-offered_on", "-recorded_at", "-pk")[:A_PAGE])


def _latest[RecordT: Scoped](
    staff: Staff, model: type[RecordT], child: Child, order: str
) -> list[RecordT]:
    found = access.visible(staff, model).filter(file=child.file_id)
    return list(found.order_by(order, "-recorded_at", "-pk")[:A_PAGE])


def names_of(referrals: Sequence[Referral]) -> dict[UUID, Service]:
    """The services that referrals lead to, by id."""
    wanted = {one.service_id for one in referrals if one.service_id is not None}
    return {one.pk: one for one in Service.objects.filter(pk__in=wanted)} if wanted else {}


def day(value: dt.date | None) -> str:
    """A day in words; empty for none."""
    return date_format(value, DAY) if value else ""


def service_name(one: Referral, content: dict[str, str], services: dict[UUID, Service]) -> str:
    """The service that a referral leads to, by name."""
    service = services.get(one.service_id) if one.service_id else None
    return f"{service.name}, {service.organisation}" if service else content.get("to_whom", "")


TAGS = {
    ReferralState.OFFERED: "attend",
    ReferralState.ACCEPTED: "attend",
    ReferralState.ATTENDED: "care",
}


def waiting_words(one: Referral, today: dt.date) -> str:
    """How long a child has waited for help, or waited for it, in words."""
    days = rules.waiting_days(
        offered_on=one.offered_on,
        began_on=one.began_on,
        today=today,
        is_open=ReferralState(one.state) in rules.OPEN,
    )
    if days is None:
        return ""
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def alarm_of(one: Referral) -> str:
    """A sentence where a service declined for what is no reason to refuse a child; else empty."""
    if one.state == ReferralState.DECLINED and one.why_declined in rules.NO_REASON:
        return _("This is no reason to refuse a child. Raise it with the service and your leaders.")
    return ""


def referral_row(
    one: Referral, content: dict[str, str], services: dict[UUID, Service], today: dt.date
) -> Row:
    """A referral in words."""
    state = ReferralState(one.state)
    late = state == ReferralState.OFFERED and one.answer_by < today
    pairs = [
        Pair(_("To"), service_name(one, content, services)),
        Pair(_("Offered on"), day(one.offered_on), note=str(Urgency(one.urgency).label)),
    ]
    if state == ReferralState.OFFERED:
        note = _("the time has run out: ask again") if late else ""
        pairs.append(Pair(_("Answer by"), day(one.answer_by), note=note))
    if one.why_declined:
        pairs.append(Pair(_("Why declined"), str(WhyDeclined(one.why_declined).label)))
    if words := waiting_words(one, today):
        pairs.append(Pair(_("Waited"), words))
    return Row(
        title=str(ServiceKind(one.kind).label),
        state=str(state.label),
        tag="danger" if late else TAGS.get(state, "quiet"),
        pairs=pairs,
        url=(
            reverse("support:show_referral", args=[one.file_id, one.pk])
            if one.child_id
            else reverse("services:follow_report", args=[one.pk])
        ),
        alarm=alarm_of(one),
    )


def _places(
    staff: Staff, places: Sequence[Enrolment], opened: dict[UUID, dict[str, str]]
) -> list[Row]:
    courses = {one.pk: one for one in Course.objects.filter(pk__in=[p.course_id for p in places])}
    came = Q(attendance__presence__in=[Presence.CAME, Presence.PART])
    counts = {
        pk: (held, there)
        for pk, held, there in access.visible(staff, Enrolment)
        .filter(pk__in=[one.pk for one in places])
        .annotate(held=Count("attendance"), there=Count("attendance", filter=came))
        .values_list("pk", "held", "there")
    }
    rows = []
    for one in places:
        course = courses.get(one.course_id)
        content = opened.get(one.pk, {})
        held, there = counts.get(one.pk, (0, 0))
        met = _("%(there)d of %(held)d times") % {"there": there, "held": held} if held else ""
        pairs = [Pair(_("Since"), day(one.starts_on)), Pair(_("Came"), met)]
        if one.ended_on:
            why = str(WhyEnded(one.why_ended).label)
            pairs.append(Pair(_("Ended on"), day(one.ended_on), note=why))
        if one.her_view != HerView.NOT_ASKED:
            said = content.get("her_view_words", "")
            pairs.append(Pair(_("The child says"), str(HerView(one.her_view).label), note=said))
        kind = str(CourseKind(one.kind).label)
        rows.append(
            Row(
                title=in_our_direction(f"{course.name} · {kind}") if course else kind,
                state=_("Ended") if one.ended_on else _("Under way"),
                tag="quiet" if one.ended_on else "care",
                pairs=pairs,
                words=content.get("wish", ""),
                url=""
                if one.ended_on
                else reverse("support:end_place", args=[one.file_id, one.pk]),
            )
        )
    return rows


def _session(
    one: SupportSession,
    opened: dict[UUID, dict[str, str]],
    notes: Sequence[SessionNote],
    staff: Staff,
) -> Row:
    who = opened.get(one.pk, {}).get("who", "")
    about = [str(Provider(one.provider).label)]
    pairs = [Pair(_("Held on"), day(one.held_on)), Pair(_("Given by"), listed(about), note=who)]
    if one.presence != Presence.CAME:
        pairs.append(Pair(_("Did the child come?"), str(Presence(one.presence).label)))
    if one.minutes:
        pairs.append(Pair(_("Minutes"), str(one.minutes)))
    if one.language:
        pairs.append(Pair(_("Language"), languages.name_of(one.language)))
    if one.topics:
        pairs.append(Pair(_("About"), labels(Module, one.topics)))
    if one.change != Change.NOT_JUDGED:
        pairs.append(Pair(_("How the child is doing"), str(Change(one.change).label)))
    if one.next_on:
        pairs.append(Pair(_("Next time"), day(one.next_on)))
    mine = [note for note in notes if note.session_id == one.pk]
    for note in mine:
        whose = _("only you read it") if note.audience == Audience.SELF else _("for the team")
        pairs.append(Pair(_("Note"), opened[note.pk].get("note", ""), note=whose))
    writer = one.recorded_by == staff.id
    return Row(
        title=str(SessionKind(one.kind).label),
        pairs=pairs,
        url=reverse("support:change_session", args=[one.file_id, one.pk]) if writer else "",
    )


def _livelihood(one: Livelihood, content: dict[str, str], today: dt.date) -> Row:
    state = LivelihoodState(one.state)
    pairs = [
        Pair(_("For"), str(ForWhom(one.for_whom).label)),
        Pair(_("Asked for on"), day(one.asked_on), note=content.get("who", "")),
    ]
    if one.given:
        pairs.append(Pair(_("Given"), labels(Given, one.given), note=day(one.given_on)))
    if one.follow_up_on and one.looked_on is None:
        note = _("late") if one.follow_up_on < today and state != LivelihoodState.ENDED else ""
        pairs.append(Pair(_("To be looked at again on"), day(one.follow_up_on), note=note))
    if one.looked_on:
        lasting = str(Lasting(one.lasting).label) if one.lasting else ""
        pairs.append(Pair(_("Looked at again on"), day(one.looked_on), note=lasting))
    if content.get("result"):
        pairs.append(Pair(_("In words"), content["result"]))
    return Row(
        title=_("Livelihood"),
        state=str(state.label),
        tag="care" if state == LivelihoodState.GIVEN else "quiet",
        pairs=pairs,
        words=content.get("plan", ""),
        url=reverse("support:follow_livelihood", args=[one.file_id, one.pk]),
    )
