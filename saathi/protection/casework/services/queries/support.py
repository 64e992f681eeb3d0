"""Queries of a child's page of services and support: present, waiting and past support."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies import access, records
from saathi.agencies.models import Scoped, Staff
from saathi.infra.join_words import isolate_direction, join_words
from saathi.people import languages
from saathi.people.models import Child
from saathi.protection.casework.services import rules
from saathi.protection.casework.services.models import (
    Course,
    Enrolment,
    Livelihood,
    Referral,
    Service,
    SessionNote,
    SupportSession,
)
from saathi.protection.casework.services.queries import waiting_times
from saathi.protection.casework.services.queries.directory import join_labels
from saathi.protection.casework.services.vocabulary import (
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
    ServiceExperience,
    ServiceKind,
    SessionNoteAudience,
    SupportProvider,
    SupportSessionKind,
)
from saathi.protection.identification.intake.models import Report
from saathi.web.components import LabelledValue

PAGE_SIZE = 30
DAY_FORMAT = "j F Y"


@dataclass(frozen=True)
class SupportRow:
    """One entry of the page: title, state, details and URL."""

    title: str
    state: str = ""
    tag: str = "quiet"
    pairs: Sequence[LabelledValue] = ()
    words: str = ""
    url: str = ""
    alarm: str = ""  # a warning about a broken safeguard, as a sentence


@dataclass(frozen=True)
class SupportDetails:
    """The content of the page, for a reader whose right to the section was checked."""

    current: Sequence[SupportRow]
    waiting: Sequence[SupportRow]
    ended: Sequence[SupportRow]
    enrolments: Sequence[SupportRow]
    sessions: Sequence[SupportRow]
    livelihoods: Sequence[SupportRow]
    shown_ids: Sequence[UUID]
    has_more: bool  # whether there are older ones that the page leaves out


def support_details(staff: Staff, child: Child) -> SupportDetails:
    """The child's present, waiting and past support; the latest thirty of each. At most eleven queries."""
    today = staff.office.today()
    referrals = _referrals(staff, child)
    enrolments = _latest(staff, Enrolment, child, "-starts_on")
    sessions = _latest(staff, SupportSession, child, "-held_on")
    livelihoods = _latest(staff, Livelihood, child, "-asked_on")
    notes = list(
        access.visible(staff, SessionNote)
        .filter(session__in=[session.pk for session in sessions])
        .order_by("recorded_at")
    )
    opened = records.open_texts_of_each([*referrals, *livelihoods, *notes, *enrolments, *sessions])
    services = services_by_id(referrals)
    waits = waiting_times.waiting_time_texts(referrals, staff.office)
    rows = [
        (each, referral_row(each, opened.get(each.pk, {}), services, today, waits[each.pk]))
        for each in referrals
    ]
    waiting = {ReferralState.OFFERED, ReferralState.ACCEPTED}
    listed: tuple[Sequence[Scoped], ...] = (referrals, enrolments, sessions, livelihoods)
    return SupportDetails(
        current=[row for referral, row in rows if referral.state == ReferralState.ATTENDED],
        waiting=[row for referral, row in rows if referral.state in waiting],
        ended=[row for referral, row in rows if referral.state not in rules.OPEN_STATES],
        enrolments=_enrolment_rows(staff, enrolments, opened),
        sessions=[_session_row(session, opened, notes, staff) for session in sessions],
        livelihoods=[
            _livelihood_row(livelihood, opened.get(livelihood.pk, {}), today)
            for livelihood in livelihoods
        ],
        shown_ids=[
            record.pk for record in (*referrals, *enrolments, *sessions, *livelihoods, *notes)
        ],
        has_more=any(len(page) == PAGE_SIZE for page in listed),
    )


def _referrals(staff: Staff, child: Child) -> list[Referral]:
    """The child's referrals, and those of the family made from a report about the child."""
    reports = access.visible(staff, Report).filter(child_file=child.file_id)
    # Two queries, each using its index: one with a subquery would scan all referrals.
    files = [child.file_id, *reports.values_list("file", flat=True)[:PAGE_SIZE]]
    referrals = access.visible(staff, Referral).filter(file__in=files)
    return list(referrals.order_by("-offered_on", "-recorded_at", "-pk")[:PAGE_SIZE])


def _latest[RecordT: Scoped](
    staff: Staff, model: type[RecordT], child: Child, order: str
) -> list[RecordT]:
    records_of_file = access.visible(staff, model).filter(file=child.file_id)
    return list(records_of_file.order_by(order, "-recorded_at", "-pk")[:PAGE_SIZE])


def services_by_id(referrals: Sequence[Referral]) -> dict[UUID, Service]:
    """The services of referrals, by id."""
    service_ids = {referral.service_id for referral in referrals if referral.service_id is not None}
    if not service_ids:
        return {}
    return {service.pk: service for service in Service.objects.filter(pk__in=service_ids)}


def format_day(value: dt.date | None) -> str:
    """A day in words; empty for None."""
    return date_format(value, DAY_FORMAT) if value else ""


def service_name(referral: Referral, content: dict[str, str], services: dict[UUID, Service]) -> str:
    """The name of the service of a referral; its entry may wait for a second person to publish it."""
    if referral.service_id is None:
        return content.get("to_whom", "")
    service = services.get(referral.service_id)
    return f"{service.name}, {service.organisation}" if service else _("Service entry in revision")


STATE_TAGS = {
    ReferralState.OFFERED: "attend",
    ReferralState.ACCEPTED: "attend",
    ReferralState.ATTENDED: "care",
}


def is_unsent(referral: Referral) -> bool:
    """Whether nothing on record shows that the service knows of this child's referral."""
    return referral.child_id is not None and rules.is_unsent(
        ReferralState(referral.state),
        is_sent=referral.sent_on is not None,
        is_notified=referral.receiver is not None,
    )


def state_text(referral: Referral) -> str:
    """The state of a referral in words; one unknown to the service awaits no response."""
    return _("Not sent yet") if is_unsent(referral) else str(ReferralState(referral.state).label)


def discrimination_warning(referral: Referral) -> str:
    """A warning if a service declined for a discriminatory reason; else empty."""
    if (
        referral.state == ReferralState.DECLINED
        and referral.why_declined in rules.DISCRIMINATORY_REASONS
    ):
        return _(
            "This is not a valid reason to refuse a child. Raise it with the service and your"
            " managers."
        )
    return ""


def referral_row(
    referral: Referral,
    content: dict[str, str],
    services: dict[UUID, Service],
    today: dt.date,
    waiting: str,
) -> SupportRow:
    """A referral as a row of the page; `waiting` is the waiting time in words."""
    state = ReferralState(referral.state)
    awaits = state == ReferralState.OFFERED and not is_unsent(referral)
    is_overdue = awaits and referral.answer_by < today
    pairs = [
        LabelledValue(_("To"), service_name(referral, content, services)),
        LabelledValue(_("Offered on"), format_day(referral.offered_on)),
        LabelledValue(_("Urgency"), referral.get_urgency_display(), missing=_("not recorded")),
    ]
    if awaits:
        note = _("response overdue: follow up") if is_overdue else ""
        pairs.append(LabelledValue(_("Response due on"), format_day(referral.answer_by), note=note))
    if referral.why_declined:
        pairs.append(
            LabelledValue(
                _("Reason for declining"), str(ReferralDeclineReason(referral.why_declined).label)
            )
        )
    if waiting:
        pairs.append(LabelledValue(_("Waiting time"), waiting))
    return SupportRow(
        title=str(ServiceKind(referral.kind).label),
        state=state_text(referral),
        tag="danger" if is_overdue else STATE_TAGS.get(state, "quiet"),
        pairs=pairs,
        url=(
            reverse("support:show_referral", args=[referral.file_id, referral.pk])
            if referral.child_id
            else reverse("services:record_report_referral_progress", args=[referral.pk])
        ),
        alarm=discrimination_warning(referral),
    )


def _enrolment_rows(
    staff: Staff, enrolments: Sequence[Enrolment], opened: dict[UUID, dict[str, str]]
) -> list[SupportRow]:
    course_ids = [enrolment.course_id for enrolment in enrolments]
    courses = {course.pk: course for course in Course.objects.filter(pk__in=course_ids)}
    was_present = Q(attendance__presence__in=[AttendanceStatus.CAME, AttendanceStatus.PART])
    counts = {
        pk: (held, attended)
        for pk, held, attended in access.visible(staff, Enrolment)
        .filter(pk__in=[enrolment.pk for enrolment in enrolments])
        .annotate(held=Count("attendance"), there=Count("attendance", filter=was_present))
        .values_list("pk", "held", "there")
    }
    return [
        _enrolment_row(
            enrolment,
            courses.get(enrolment.course_id),
            opened.get(enrolment.pk, {}),
            counts.get(enrolment.pk, (0, 0)),
        )
        for enrolment in enrolments
    ]


def _enrolment_row(
    enrolment: Enrolment,
    course: Course | None,
    content: dict[str, str],
    counts: tuple[int, int],
) -> SupportRow:
    """An enrolment as a row; `counts` are the sessions held and those the child attended."""
    held, attended = counts
    times = _("%(there)d of %(held)d meetings") % {"there": attended, "held": held} if held else ""
    pairs = [
        LabelledValue(_("Since"), format_day(enrolment.starts_on)),
        LabelledValue(_("Attended"), times),
    ]
    if enrolment.ended_on:
        why = str(EnrolmentEndReason(enrolment.why_ended).label)
        pairs.append(LabelledValue(_("Ended on"), format_day(enrolment.ended_on), note=why))
    if enrolment.child_view not in {ServiceExperience.NOT_RECORDED, ServiceExperience.NOT_ASKED}:
        experience = str(ServiceExperience(enrolment.child_view).label)
        comment = content.get("child_view_words", "")
        pairs.append(LabelledValue(_("Child’s response"), experience, note=comment))
    kind = str(CourseKind(enrolment.kind).label)
    return SupportRow(
        title=isolate_direction(f"{course.name} · {kind}") if course else kind,
        state=_("Ended") if enrolment.ended_on else _("In progress"),
        tag="quiet" if enrolment.ended_on else "care",
        pairs=pairs,
        words=content.get("wish", ""),
        url=""
        if enrolment.ended_on
        else reverse("support:end_enrolment", args=[enrolment.file_id, enrolment.pk]),
    )


def _session_row(
    session: SupportSession,
    opened: dict[UUID, dict[str, str]],
    notes: Sequence[SessionNote],
    staff: Staff,
) -> SupportRow:
    is_writer = session.recorded_by == staff.id
    return SupportRow(
        title=str(SupportSessionKind(session.kind).label),
        pairs=[
            *_session_pairs(session, opened.get(session.pk, {}).get("who", "")),
            *_note_pairs(session, opened, notes),
        ],
        url=(
            reverse("support:change_support_session", args=[session.file_id, session.pk])
            if is_writer
            else ""
        ),
    )


def _session_pairs(session: SupportSession, who: str) -> list[LabelledValue]:
    provider = [str(SupportProvider(session.provider).label)]
    pairs = [
        LabelledValue(_("Held on"), format_day(session.held_on)),
        LabelledValue(_("Given by"), join_words(provider), note=who),
    ]
    if session.presence != AttendanceStatus.CAME:
        pairs.append(LabelledValue(_("Attendance"), str(AttendanceStatus(session.presence).label)))
    if session.minutes:
        pairs.append(LabelledValue(_("Minutes"), str(session.minutes)))
    if session.language:
        pairs.append(LabelledValue(_("Language"), languages.language_name(session.language)))
    if session.topics:
        pairs.append(LabelledValue(_("About"), join_labels(CourseModule, session.topics)))
    if session.change not in {ObservedChange.NOT_RECORDED, ObservedChange.NOT_JUDGED}:
        pairs.append(LabelledValue(_("Observed change"), str(ObservedChange(session.change).label)))
    if session.next_on:
        pairs.append(LabelledValue(_("Next session"), format_day(session.next_on)))
    return pairs


def _note_pairs(
    session: SupportSession, opened: dict[UUID, dict[str, str]], notes: Sequence[SessionNote]
) -> list[LabelledValue]:
    pairs = []
    for note in notes:
        if note.session_id != session.pk:
            continue
        audience = (
            _("visible only to you")
            if note.audience == SessionNoteAudience.SELF
            else _("for the team")
        )
        pairs.append(
            LabelledValue(_("Note"), opened.get(note.pk, {}).get("note", ""), note=audience)
        )
    return pairs


def _livelihood_row(livelihood: Livelihood, content: dict[str, str], today: dt.date) -> SupportRow:
    state = LivelihoodState(livelihood.state)
    return SupportRow(
        title=_("Livelihood"),
        state=str(state.label),
        tag="care" if state == LivelihoodState.GIVEN else "quiet",
        pairs=_livelihood_pairs(livelihood, content, today),
        words=content.get("plan", ""),
        url=reverse("support:record_livelihood_progress", args=[livelihood.file_id, livelihood.pk]),
    )


def _livelihood_pairs(
    livelihood: Livelihood, content: dict[str, str], today: dt.date
) -> list[LabelledValue]:
    has_ended = livelihood.state == LivelihoodState.ENDED
    pairs = [
        LabelledValue(_("Recipient"), str(LivelihoodRecipient(livelihood.for_whom).label)),
        LabelledValue(
            _("Requested on"), format_day(livelihood.asked_on), note=content.get("who", "")
        ),
    ]
    if livelihood.given:
        given = join_labels(LivelihoodSupport, livelihood.given)
        pairs.append(LabelledValue(_("Given"), given, note=format_day(livelihood.given_on)))
    if livelihood.follow_up_on and livelihood.looked_on is None:
        note = _("overdue") if livelihood.follow_up_on < today and not has_ended else ""
        pairs.append(
            LabelledValue(_("Next review due on"), format_day(livelihood.follow_up_on), note=note)
        )
    if livelihood.looked_on:
        lasting = (
            str(LivelihoodSustainability(livelihood.lasting).label) if livelihood.lasting else ""
        )
        pairs.append(
            LabelledValue(_("Reviewed on"), format_day(livelihood.looked_on), note=lasting)
        )
    if content.get("result"):
        pairs.append(LabelledValue(_("Details"), content["result"]))
    return pairs
