"""Queries of courses: the list, one group as far as the reader may see its children, its sessions."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.sections import Section
from saathi.people import languages
from saathi.people.formatting import format_age
from saathi.people.models import Child
from saathi.people.panels import Panel, PanelRow
from saathi.people.vocabulary import NameKind
from saathi.protection.casework.services.models import (
    Attendance,
    Course,
    CourseSession,
    Enrolment,
    ProgrammeProposal,
)
from saathi.protection.casework.services.queries.directory import join_labels
from saathi.protection.casework.services.queries.support import format_day
from saathi.protection.casework.services.vocabulary import (
    AttendanceStatus,
    CourseKind,
    CourseModule,
    ProposalMethod,
    ProposalResponse,
    ProposalTopic,
    SupportProvider,
)
from saathi.vault import store as vault
from saathi.web.components import (
    ActionLink,
    DisplayTable,
    DisplayTableCell,
    DisplayTableColumn,
    LabelledValue,
)

PAGE_SIZE = 25
MAX_GROUP_MEMBERS = 100
MAX_SESSIONS_SHOWN = 60
LATE_ENTRY_PERIOD = dt.timedelta(days=2 * 365)


def list_agency_courses(staff: Staff, *, ended: bool, number: str) -> Page[Course]:
    """The courses of the agency, latest first, by page."""
    today = staff.office.today()
    has_ended = Q(ends_on__lt=today)
    courses = Course.objects.filter(
        has_ended if ended else ~has_ended | Q(ends_on=None), agency=staff.agency_id
    )
    return Paginator(courses.order_by("-starts_on", "pk"), PAGE_SIZE).get_page(number)


def list_joinable_courses(staff: Staff) -> QuerySet[Course]:
    """The courses open to enrolment, also past ones: paper enrolments may be entered late."""
    since = staff.office.today() - LATE_ENTRY_PERIOD
    courses = Course.objects.filter(Q(ends_on=None) | Q(ends_on__gte=since), agency=staff.agency_id)
    return courses.order_by("name", "starts_on", "pk")


def get_course(staff: Staff, course_id: UUID) -> Course:
    """A course of the reader's agency; 404 for any other."""
    course = Course.objects.filter(pk=course_id, agency=staff.agency_id).first()
    if course is None:
        raise Http404
    return course


def get_course_session(course_: Course, session_id: UUID) -> CourseSession:
    """A session of a course; 404 if there is none."""
    session = CourseSession.objects.filter(pk=session_id, course=course_).first()
    if session is None:
        raise Http404
    return session


def course_table(page: Page[Course]) -> DisplayTable:
    """A page of courses."""
    rows = [
        [
            DisplayTableCell(course.name, reverse("services:show_course", args=[course.pk])),
            DisplayTableCell(CourseKind(course.kind).label),
            DisplayTableCell(format_day(course.starts_on)),
            DisplayTableCell(format_day(course.ends_on) or _("no end date")),
        ]
        for course in page.object_list
    ]
    columns = [
        DisplayTableColumn(_("Course")),
        DisplayTableColumn(_("Type")),
        DisplayTableColumn(_("First day")),
        DisplayTableColumn(_("Last day")),
    ]
    return DisplayTable(_("Courses and groups"), columns, rows)


@dataclass(frozen=True)
class CourseGroupDetails:
    """A course as the reader sees it, with the children in it that the reader works with."""

    pairs: Sequence[LabelledValue]
    about: str
    children: DisplayTable | None
    meetings: DisplayTable | None
    shown_enrolment_ids: Sequence[UUID]
    shown_file_ids: Sequence[UUID]


@dataclass(frozen=True)
class CourseGroupMember:
    """A child of the group that the reader may see."""

    enrolment: Enrolment
    code: str
    name: str


def list_group_members(
    staff: Staff, course_: Course, *, with_names: bool, running: bool = False
) -> list[CourseGroupMember]:
    """The children of a group whose enrolments the reader may see, by code. Three queries."""
    enrolments = access.visible(staff, Enrolment).filter(course=course_)
    if running:
        enrolments = enrolments.filter(ended_on=None)
        enrolments = enrolments.filter(
            access.right_condition(staff, "writes", Section.SUPPORT, "file")
        )
    members = list(enrolments.order_by("pk")[:MAX_GROUP_MEMBERS])
    children = {
        child.pk: child
        for child in access.visible(staff, Child).filter(
            pk__in=[enrolment.child_id for enrolment in members]
        )
    }
    opened = vault.open_many(list(children.values())) if with_names else {}
    shown = [
        CourseGroupMember(
            enrolment,
            children[enrolment.child_id].code,
            _first_name(opened.get(enrolment.child_id)),
        )
        for enrolment in members
        if enrolment.child_id in children
    ]
    return sorted(shown, key=lambda member: member.code)


def _first_name(payload: dict[str, object] | None) -> str:
    """The first name that is the child's own, not one imposed on them."""
    names = payload.get("names", []) if payload else []
    assert isinstance(names, list)
    own = [name["text"] for name in names if name["kind"] != NameKind.IMPOSED]
    return str(own[0]) if own else ""


def course_group_details(staff: Staff, course_: Course, *, with_names: bool) -> CourseGroupDetails:
    """The course, the children the reader may see, its sessions. Six queries, whatever its size."""
    members = list_group_members(staff, course_, with_names=with_names)
    was_present = Q(attendance__presence__in=[AttendanceStatus.CAME, AttendanceStatus.PART])
    counts = {
        pk: (held, attended)
        for pk, held, attended in access.visible(staff, Enrolment)
        .filter(pk__in=[member.enrolment.pk for member in members])
        .annotate(held=Count("attendance"), there=Count("attendance", filter=was_present))
        .values_list("pk", "held", "there")
    }
    sessions = list(
        CourseSession.objects.filter(course=course_).order_by("-held_on", "pk")[:MAX_SESSIONS_SHOWN]
    )
    return CourseGroupDetails(
        pairs=[
            LabelledValue(_("Type"), str(CourseKind(course_.kind).label)),
            LabelledValue(_("Led by"), str(SupportProvider(course_.led_by).label)),
            LabelledValue(_("First day"), format_day(course_.starts_on)),
            LabelledValue(_("Last day"), format_day(course_.ends_on), missing=_("no end date")),
            LabelledValue(
                _("Ages"), format_age(course_.age_low, course_.age_high), missing=_("all ages")
            ),
            LabelledValue(
                _("Language"), languages.language_name(course_.language) if course_.language else ""
            ),
            LabelledValue(_("About"), join_labels(CourseModule, course_.modules)),
        ],
        about=course_.about,
        children=_children_table(members, counts) if members else None,
        meetings=_sessions_table(course_, sessions) if sessions else None,
        shown_enrolment_ids=[member.enrolment.pk for member in members],
        shown_file_ids=[member.enrolment.file_id for member in members],
    )


def _children_table(
    members: Sequence[CourseGroupMember], counts: dict[UUID, tuple[int, int]]
) -> DisplayTable:
    rows = []
    for member in members:
        held, attended = counts.get(member.enrolment.pk, (0, 0))
        rows.append(
            [
                DisplayTableCell(
                    member.name or member.code,
                    reverse("support:show_support", args=[member.enrolment.file_id]),
                ),
                DisplayTableCell(member.code),
                DisplayTableCell(
                    _("%(there)d of %(held)d") % {"there": attended, "held": held} if held else "–"
                ),
                DisplayTableCell(_("Ended") if member.enrolment.ended_on else _("In progress")),
            ]
        )
    columns = [
        DisplayTableColumn(_("Child")),
        DisplayTableColumn(_("File")),
        DisplayTableColumn(_("Attended")),
        DisplayTableColumn(_("Place")),
    ]
    note = _("Only children whose files you can read are shown.")
    return DisplayTable(_("Children"), columns, rows, note=note)


def _sessions_table(course_: Course, meetings: Sequence[CourseSession]) -> DisplayTable:
    rows = [
        [
            DisplayTableCell(
                format_day(session.held_on),
                reverse("services:change_attendance", args=[course_.pk, session.pk]),
            ),
            DisplayTableCell(session.topic or join_labels(CourseModule, session.modules) or "–"),
            DisplayTableCell(str(session.minutes) if session.minutes else "–"),
        ]
        for session in meetings
    ]
    columns = [
        DisplayTableColumn(_("Held on")),
        DisplayTableColumn(_("About")),
        DisplayTableColumn(_("Minutes"), is_number=True),
    ]
    return DisplayTable(_("Meetings"), columns, rows)


def attendance_by_enrolment(staff: Staff, session: CourseSession) -> dict[UUID, str]:
    """The recorded attendance at a session, by enrolment id."""
    attendance = access.visible(staff, Attendance).filter(session=session)
    return dict(attendance.annotate(place=F("enrolment")).values_list("place", "presence"))


def list_proposals(course_: Course) -> list[ProgrammeProposal]:
    """Children's proposals for a programme, latest first."""
    return list(
        ProgrammeProposal.objects.filter(course=course_).order_by("-proposed_on", "pk")[
            :MAX_SESSIONS_SHOWN
        ]
    )


def get_proposal(course_: Course, shaping_id: UUID) -> ProgrammeProposal:
    """One proposal; 404 if it is of another course."""
    proposal = ProgrammeProposal.objects.filter(course=course_, pk=shaping_id).first()
    if proposal is None:
        raise access.NotAllowed
    return proposal


def proposals_panel(course_: Course, proposals: Sequence[ProgrammeProposal]) -> Panel:
    """Children's proposals for the programme, as its page shows them."""
    url_args = [course_.pk]
    return Panel(
        _("Children’s participation"),
        lead=_(
            "No names are recorded. Each proposal gets a response, and the children are informed."
        ),
        actions=[
            ActionLink(
                _("Record proposals"),
                reverse("services:record_proposals", args=url_args),
            )
        ],
        rows=[_proposal_row(proposal) for proposal in proposals],
        empty=_("The children have not been asked yet."),
    )


def _proposal_row(proposal: ProgrammeProposal) -> PanelRow:
    response = ProposalResponse(proposal.taken_up)
    took_part = ngettext("%(n)d child", "%(n)d children", proposal.took_part) % {
        "n": proposal.took_part
    }
    informed_on = format_day(proposal.informed_on) if proposal.informed_on else ""
    pairs = [
        LabelledValue(
            _("People involved"), took_part, note=str(ProposalMethod(proposal.how).label)
        ),
        LabelledValue(_("Topics discussed"), join_labels(ProposalTopic, proposal.about)),
        LabelledValue(_("What was done"), proposal.followed, missing=_("no response yet")),
        LabelledValue(
            _("Date the children were informed"), informed_on, missing=_("not informed yet")
        ),
    ]
    url = reverse("services:answer_proposal", args=[proposal.course_id, proposal.pk])
    return PanelRow(
        title=format_day(proposal.proposed_on),
        state=response.label,
        needs_attention=response == ProposalResponse.OPEN or proposal.informed_on is None,
        words=proposal.proposed,
        pairs=pairs,
        actions=[ActionLink(_("Respond"), url)],
    )
