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
from saathi.infra.join_words import isolate_direction, join_words
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
from saathi.protection.services.queries.directory import join_labels
from saathi.protection.services.vocabulary import (
    AttendanceStatus,
    CourseKind,
    CourseModule,
    EnrolmentEndReason,
    LivelihoodRecipient,
    LivelihoodState,
    LivelihoodSupport,
    LivelihoodSustainability,
    ObservedChange,
    ReferralDeclineReason,
    ReferralState,
    ReferralUrgency,
    ServiceExperience,
    ServiceKind,
    SessionNoteAudience,
    SupportProvider,
    SupportSessionKind,
)
from saathi.web.components import LabelledValue

PAGE_SIZE = 30
DAY_FORMAT = "j F Y"


@dataclass(frozen=True)
class SupportRow:
    """One thing on the page: its title, how it stands, what is known of it, and where it leads."""

    title: str
    state: str = ""
    tag: str = "quiet"
    pairs: Sequence[LabelledValue] = ()
    words: str = ""
    url: str = ""
    alarm: str = ""  # a safeguard that was broken, in a sentence


@dataclass(frozen=True)
class SupportDetails:
    """All that stands on the page, for a reader whose right to the section was asked."""

    current: Sequence[SupportRow]
    waiting: Sequence[SupportRow]
    ended: Sequence[SupportRow]
    enrolments: Sequence[SupportRow]
    sessions: Sequence[SupportRow]
    livelihoods: Sequence[SupportRow]
    shown_ids: Sequence[UUID]
    has_more: bool  # whether there are older ones that the page leaves out


def support_details(staff: Staff, child: Child) -> SupportDetails:
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
    opened = records.open_texts_of_each([*referrals, *livelihoods, *notes, *places, *sessions])
    services = services_by_id(referrals)
    rows = [(one, referral_row(one, opened.get(one.pk, {}), services, today)) for one in referrals]
    waiting = {ReferralState.OFFERED, ReferralState.ACCEPTED}
    return SupportDetails(
        current=[row for one, row in rows if one.state == ReferralState.ATTENDED],
        waiting=[row for one, row in rows if one.state in waiting],
        ended=[row for one, row in rows if one.state not in rules.OPEN_STATES],
        enrolments=_places(staff, places, opened),
        sessions=[_session(one, opened, notes, staff) for one in sessions],
        livelihoods=[_livelihood(one, opened.get(one.pk, {}), today) for one in livelihoods],
        shown_ids=[one.pk for one in (*referrals, *places, *sessions, *livelihoods, *notes)],
        has_more=any(
            len(found) == PAGE_SIZE for found in (referrals, places, sessions, livelihoods)
        ),
    )


def _referrals(staff: Staff, child: Child) -> list[Referral]:
    """Her referrals, and those of the family that were made from a report about her."""
    reports = access.visible(staff, Report).filter(about=child.file_id)
    # Two questions, each with its index: one with a subquery would look at every referral there is.
    files = [child.file_id, *reports.values_list("file", flat=True)[:PAGE_SIZE]]
    found = access.visible(staff, Referral).filter(file__in=files)
    return list(found.order_by("-offered_on", "-recorded_at", "-pk")[:PAGE_SIZE])


def _latest[RecordT: Scoped](
    staff: Staff, model: type[RecordT], child: Child, order: str
) -> list[RecordT]:
    found = access.visible(staff, model).filter(file=child.file_id)
    return list(found.order_by(order, "-recorded_at", "-pk")[:PAGE_SIZE])


def services_by_id(referrals: Sequence[Referral]) -> dict[UUID, Service]:
    """The services that referrals lead to, by id."""
    wanted = {one.service_id for one in referrals if one.service_id is not None}
    return {one.pk: one for one in Service.objects.filter(pk__in=wanted)} if wanted else {}


def format_day(value: dt.date | None) -> str:
    """A day in words; empty for none."""
    return date_format(value, DAY_FORMAT) if value else ""


def service_name(referral: Referral, content: dict[str, str], services: dict[UUID, Service]) -> str:
    """The service that a referral leads to, by name."""
    service = services.get(referral.service_id) if referral.service_id else None
    return f"{service.name}, {service.organisation}" if service else content.get("to_whom", "")


STATE_TAGS = {
    ReferralState.OFFERED: "attend",
    ReferralState.ACCEPTED: "attend",
    ReferralState.ATTENDED: "care",
}


def waiting_time_text(referral: Referral, today: dt.date) -> str:
    """How long a child has waited for help, or waited for it, in words."""
    days = rules.waiting_days(
        offered_on=referral.offered_on,
        began_on=referral.began_on,
        today=today,
        is_open=ReferralState(referral.state) in rules.OPEN_STATES,
    )
    if days is None:
        return ""
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def discrimination_warning(referral: Referral) -> str:
    """A sentence where a service declined for what is no reason to refuse a child; else empty."""
    if (
        referral.state == ReferralState.DECLINED
        and referral.why_declined in rules.DISCRIMINATORY_REASONS
    ):
        return _("This is no reason to refuse a child. Raise it with the service and your leaders.")
    return ""


def referral_row(
    referral: Referral, content: dict[str, str], services: dict[UUID, Service], today: dt.date
) -> SupportRow:
    """A referral in words."""
    state = ReferralState(referral.state)
    late = state == ReferralState.OFFERED and referral.answer_by < today
    pairs = [
        LabelledValue(_("To"), service_name(referral, content, services)),
        LabelledValue(
            _("Offered on"),
            format_day(referral.offered_on),
            note=str(ReferralUrgency(referral.urgency).label),
        ),
    ]
    if state == ReferralState.OFFERED:
        note = _("the time has run out: ask again") if late else ""
        pairs.append(LabelledValue(_("Answer by"), format_day(referral.answer_by), note=note))
    if referral.why_declined:
        pairs.append(
            LabelledValue(
                _("Why declined"), str(ReferralDeclineReason(referral.why_declined).label)
            )
        )
    if words := waiting_time_text(referral, today):
        pairs.append(LabelledValue(_("Waited"), words))
    return SupportRow(
        title=str(ServiceKind(referral.kind).label),
        state=str(state.label),
        tag="danger" if late else STATE_TAGS.get(state, "quiet"),
        pairs=pairs,
        url=(
            reverse("support:show_referral", args=[referral.file_id, referral.pk])
            if referral.child_id
            else reverse("services:follow_report", args=[referral.pk])
        ),
        alarm=discrimination_warning(referral),
    )


def _places(
    staff: Staff, places: Sequence[Enrolment], opened: dict[UUID, dict[str, str]]
) -> list[SupportRow]:
    courses = {one.pk: one for one in Course.objects.filter(pk__in=[p.course_id for p in places])}
    came = Q(attendance__presence__in=[AttendanceStatus.CAME, AttendanceStatus.PART])
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
        pairs = [
            LabelledValue(_("Since"), format_day(one.starts_on)),
            LabelledValue(_("Came"), met),
        ]
        if one.ended_on:
            why = str(EnrolmentEndReason(one.why_ended).label)
            pairs.append(LabelledValue(_("Ended on"), format_day(one.ended_on), note=why))
        if one.her_view != ServiceExperience.NOT_ASKED:
            said = content.get("her_view_words", "")
            pairs.append(
                LabelledValue(
                    _("The child says"), str(ServiceExperience(one.her_view).label), note=said
                )
            )
        kind = str(CourseKind(one.kind).label)
        rows.append(
            SupportRow(
                title=isolate_direction(f"{course.name} · {kind}") if course else kind,
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
    session: SupportSession,
    opened: dict[UUID, dict[str, str]],
    notes: Sequence[SessionNote],
    staff: Staff,
) -> SupportRow:
    who = opened.get(session.pk, {}).get("who", "")
    about = [str(SupportProvider(session.provider).label)]
    pairs = [
        LabelledValue(_("Held on"), format_day(session.held_on)),
        LabelledValue(_("Given by"), join_words(about), note=who),
    ]
    if session.presence != AttendanceStatus.CAME:
        pairs.append(
            LabelledValue(_("Did the child come?"), str(AttendanceStatus(session.presence).label))
        )
    if session.minutes:
        pairs.append(LabelledValue(_("Minutes"), str(session.minutes)))
    if session.language:
        pairs.append(LabelledValue(_("Language"), languages.language_name(session.language)))
    if session.topics:
        pairs.append(LabelledValue(_("About"), join_labels(CourseModule, session.topics)))
    if session.change != ObservedChange.NOT_JUDGED:
        pairs.append(
            LabelledValue(_("How the child is doing"), str(ObservedChange(session.change).label))
        )
    if session.next_on:
        pairs.append(LabelledValue(_("Next time"), format_day(session.next_on)))
    mine = [note for note in notes if note.session_id == session.pk]
    for note in mine:
        whose = (
            _("only you read it")
            if note.audience == SessionNoteAudience.SELF
            else _("for the team")
        )
        pairs.append(LabelledValue(_("Note"), opened.get(note.pk, {}).get("note", ""), note=whose))
    writer = session.recorded_by == staff.id
    return SupportRow(
        title=str(SupportSessionKind(session.kind).label),
        pairs=pairs,
        url=reverse("support:change_session", args=[session.file_id, session.pk]) if writer else "",
    )


def _livelihood(livelihood: Livelihood, content: dict[str, str], today: dt.date) -> SupportRow:
    state = LivelihoodState(livelihood.state)
    pairs = [
        LabelledValue(_("For"), str(LivelihoodRecipient(livelihood.for_whom).label)),
        LabelledValue(
            _("Asked for on"), format_day(livelihood.asked_on), note=content.get("who", "")
        ),
    ]
    if livelihood.given:
        pairs.append(
            LabelledValue(
                _("Given"),
                join_labels(LivelihoodSupport, livelihood.given),
                note=format_day(livelihood.given_on),
            )
        )
    if livelihood.follow_up_on and livelihood.looked_on is None:
        note = (
            _("late") if livelihood.follow_up_on < today and state != LivelihoodState.ENDED else ""
        )
        pairs.append(
            LabelledValue(
                _("To be looked at again on"), format_day(livelihood.follow_up_on), note=note
            )
        )
    if livelihood.looked_on:
        lasting = (
            str(LivelihoodSustainability(livelihood.lasting).label) if livelihood.lasting else ""
        )
        pairs.append(
            LabelledValue(_("Looked at again on"), format_day(livelihood.looked_on), note=lasting)
        )
    if content.get("result"):
        pairs.append(LabelledValue(_("In words"), content["result"]))
    return SupportRow(
        title=_("Livelihood"),
        state=str(state.label),
        tag="care" if state == LivelihoodState.GIVEN else "quiet",
        pairs=pairs,
        words=content.get("plan", ""),
        url=reverse("support:follow_livelihood", args=[livelihood.file_id, livelihood.pk]),
    )
